/* What a rule is, shared by the rules_*.c files of this room. */
#ifndef CEW_CHECK_RULES_H
#define CEW_CHECK_RULES_H

#include "cewizard/check.h"

/* One rule at work on one field. */
struct rule_call {
	const struct cew_subject *subject;
	const struct cew_field *field;
	const char *rule;
	const char *text; /* the field's answer; never NULL */
	struct cew_issues *out;
	enum cew_status status; /* CEW_OK until memory ran out */
};

/* How many bytes the first `characters` of a text take: for "%.*s", which cuts between bytes and not between characters. */
int cut(const char *text, size_t characters);
/* Adds an issue about the call's field. `remedy` may be NULL. A message of more than 1,023 bytes is cut, with "…". */
void complain(struct rule_call *c, enum cew_severity severity, const char *remedy, const char *message, ...) CEW_PRINTF(4, 5);
/* Gives the issue just added a value that would mend it. */
void suggest(struct rule_call *c, const char *value);
/* Passes on what a parser said. */
void complain_error(struct rule_call *c, const struct cew_error *err);

/* The answer of another field, "" if that one is not shown. */
const char *answer_of(const struct rule_call *c, const char *id);
const char *label_of(const struct rule_call *c, const char *id);
const char *region_of(const struct rule_call *c);
/* The whole text matches this PCRE2 pattern. */
bool matches(const char *pattern, const char *text);

typedef void rule_fn(struct rule_call *c);

rule_fn rule_required, rule_choice, rule_region, rule_template_source, rule_timeout, rule_acknowledge, rule_value_size,
	rule_template_parameter, rule_tags;                                                    /* rules_general.c */
rule_fn rule_stack_name, rule_env_name, rule_vpc_name, rule_secret_name, rule_bucket_name;                      /* rules_names.c */
rule_fn rule_cidr, rule_cidr_host_bits, rule_cidr_vpc_size, rule_cidr_existing_vpc, rule_cidr_subnet_size, rule_cidr_in_vpc,
	rule_cidr_overlap, rule_cidr_access;                                                   /* rules_network.c */
rule_fn rule_vpc_id, rule_subnet_id, rule_subnets_differ, rule_cluster_name, rule_arn_target_group, rule_arn_role,
	rule_topics;                                                                           /* rules_ids.c */
rule_fn rule_password, rule_jwt_secret, rule_proxy_url;                                       /* rules_secrets.c */

/* ---- evaluation.c: CEW_OK or CEW_NO_MEMORY ---- */

/* The derived names that AWS does not take and that this field's answer is to blame for ("": no field's). `e` may be NULL. */
enum cew_status check_names(const struct cew_subject *subject, const struct cew_evaluation *e, const char *field,
                            struct cew_issues *out);
/* What concerns no single field: names that no answer is to blame for, and what the template's evaluation found. */
enum cew_status check_whole(const struct cew_subject *subject, const struct cew_evaluation *e, struct cew_issues *out);
/* Why there is no evaluation; nothing is added for CEW_OK. */
enum cew_status check_problem(const struct cew_error *problem, struct cew_issues *out);

#endif
