/* plan_room: the search for keys, shared by the files that know the places. */
#ifndef AWS_PLAN_ROOM_H
#define AWS_PLAN_ROOM_H

#include "plan.h"

enum found { FOUND, ABSENT, FAILED };

struct search {
	const struct cew_aws_config *given;
	const struct aws_settings *settings;
	const struct aws_files *files;
	struct aws_plan *plan;
	const char *profile; /* whose keys are looked for */
	const char *visited[AWS_PLAN_STEPS]; /* profiles with roles, on the way to this one */
	size_t visited_count;
	struct cew_error *err;
};

/* A value of the profile; NULL for an empty one as well. */
const char *aws_search_get(const struct search *s, const char *key);
/* FAILED, with what was printed, where = the profile, and a hint. */
enum found aws_search_failed(const struct search *s, const char *hint, const char *fmt, ...) CEW_PRINTF(3, 4);
/* A step more, at the end; texts that it is to have are taken with aws_search_text. NULL: no memory, or too many. */
struct aws_source *aws_search_add(const struct search *s, enum aws_source_kind kind);
const char *aws_search_text(const struct search *s, const char *text); /* NULL gives NULL, and so does want of memory */
const char *aws_search_fmt(const struct search *s, const char *fmt, ...) CEW_PRINTF(2, 3);
/* FOUND, or FAILED for want of memory where the step lacks label, place or renewal. */
enum found aws_search_added(const struct search *s, const struct aws_source *step);

/* The places. Each adds one step, or more where it stands on another. */
enum found aws_plan_role(struct search *s);
enum found aws_plan_web_environment(struct search *s);
enum found aws_plan_web_profile(struct search *s);
enum found aws_plan_sso(struct search *s);
enum found aws_plan_environment(struct search *s);
enum found aws_plan_container(struct search *s);
enum found aws_plan_instance(struct search *s);
/* The places of a profile that another one's role stands on. */
enum found aws_plan_source_profile(struct search *s);

#endif
