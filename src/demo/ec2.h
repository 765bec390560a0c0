/* What the files of the EC2 service share: one way to list things, described by a table each. */
#ifndef CEW_DEMO_EC2_H
#define CEW_DEMO_EC2_H

#include "room.h"

/* Each rule of each security group, as a thing of its own (implied_rules.c). */
#define DEMO_GROUP_RULE "AWS::EC2::SecurityGroupRule"

struct demo_ec2_filter {
	const char *name;     /* as the API has it */
	const char *property; /* whose text it is held against; NULL: `text` tells it */
	/* One of the texts that the filter is held against; NULL beyond the last. May write into `room`. */
	const char *(*text)(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128]);
};

struct demo_ec2_list {
	const char *type;
	const char *ids;    /* the parameter that names single ones: "VpcId" for VpcId.N */
	const char *prefix; /* of well-formed ids; NULL: any */
	const char *missing, *malformed; /* error codes */
	const char *noun;   /* "The NOUN 'x' does not exist" */
	const char *set;    /* element around the items */
	unsigned page_min, page_max; /* 0: all at once */
	const struct demo_ec2_filter *filters; /* ends with a NULL name; tags are filtered in any case */
	void (*write)(struct demo_call *call, const struct demo_thing *t);
	const char *other_ids, *other_property; /* a second parameter that names single ones, by this property; NULL: none */
	const char *other_missing, *other_noun;
};
enum cew_status demo_ec2_list(struct demo_call *call, const struct demo_ec2_list *list, struct cew_error *err);
bool demo_ec2_matches(const char *pattern, const char *text); /* with * and ? */

/* Writing an item. */
void demo_ec2_text(struct demo_call *call, const struct demo_thing *t, const char *element, const char *property);
void demo_ec2_tags(struct demo_call *call, const struct demo_thing *t);

#endif
