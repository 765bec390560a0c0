/* Change sets: made, carried out, deleted. */
#include "cloudformation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREPARE_MS 4000 /* at AWS's pace */
#define NO_CHANGES                                                                                                     \
	"The submitted information didn't contain changes. Submit different information to create a change set."

void demo_change_set_destroy(struct demo_change_set *c)
{
	if (!c)
		return;
	demo_version_destroy(c->version);
	demo_changes_finish(&c->changes);
	free(c->name);
	free(c->id);
	free(c->description);
	free(c);
}

void demo_change_sets_outdate(struct demo_stack *s, const struct demo_change_set *but)
{
	for (size_t i = 0; i < s->change_sets.len; i++) {
		struct demo_change_set *c = *(struct demo_change_set **)cew_vec_at(&s->change_sets, i);
		if (c != but && strcmp(c->execution, "AVAILABLE") == 0)
			c->execution = "OBSOLETE";
	}
}

/* ---- finding ---- */

static struct demo_change_set *find_in(const struct demo_stack *s, const char *name_or_id)
{
	for (size_t i = s->change_sets.len; i-- > 0;) {
		struct demo_change_set *c = *(struct demo_change_set **)cew_vec_at(&s->change_sets, i);
		if (strcmp(c->name, name_or_id) == 0 || strcmp(c->id, name_or_id) == 0)
			return c;
	}
	return NULL;
}

/* By ARN alone, or by name and stack. */
enum cew_status demo_find_change_set(struct demo_call *call, struct demo_stack **stack, struct demo_change_set **out,
                                     struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "ChangeSetName");
	if (!name || !*name)
		return demo_refuse(err, DEMO_INVALID,
		                   "1 validation error detected: Value null at 'changeSetName' failed to satisfy constraint: "
		                   "Member must not be null");
	*out = NULL;
	if (strncmp(name, "arn:", 4) != 0) {
		if (!demo_query_get(&call->query, "StackName"))
			return demo_refuse(err, DEMO_INVALID,
			                   "StackName must be specified if ChangeSetName is not specified as an ARN.");
		enum cew_status status = demo_find_stack(call, "Stack [%s] does not exist", stack, err);
		if (status)
			return status;
		*out = find_in(*stack, name);
	}
	for (size_t i = 0; !*out && strncmp(name, "arn:", 4) == 0 && i < call->demo->stacks.len; i++) {
		*stack = *(struct demo_stack **)cew_vec_at(&call->demo->stacks, i);
		*out = find_in(*stack, name);
	}
	return *out ? CEW_OK : demo_refuse(err, "ChangeSetNotFound", "ChangeSet [%s] does not exist", name);
}

/* ---- CreateChangeSet ---- */

static enum cew_status check_name(const char *name, struct cew_error *err)
{
	bool ok = false;
	cew_pattern_matches("[a-zA-Z][-a-zA-Z0-9]{0,127}", name ? name : "", &ok, NULL);
	if (ok)
		return CEW_OK;
	return demo_constraint(err, name ? name : "", "changeSetName",
	                       "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
}

static enum cew_status read_type(const struct demo_call *call, bool *creates, struct cew_error *err)
{
	const char *type = demo_query_get(&call->query, "ChangeSetType");
	*creates = type && strcmp(type, "CREATE") == 0;
	if (type && !*creates && strcmp(type, "UPDATE") != 0)
		return demo_constraint(err, type, "changeSetType", "Member must satisfy enum value set: [UPDATE, CREATE, IMPORT]");
	return CEW_OK;
}

/* A change set that creates makes a stub of a stack, in which nothing is yet. */
static enum cew_status make_stub(struct demo_call *call, const char *name, struct demo_stack **out, struct cew_error *err)
{
	enum cew_status status = demo_check_stack_name(name, err);
	if (!status)
		status = demo_check_stack_quota(call, err);
	if (status)
		return status;
	struct demo_stack *s = demo_stack_create(call->demo, call->region, name);
	struct demo_version *v = s ? demo_version_create(s) : NULL;
	if (v && demo_stack_adopt(s, v)) {
		*out = s;
		return CEW_OK;
	}
	demo_version_destroy(v);
	demo_stack_destroy(s);
	return cew_fail_memory(err);
}

static enum cew_status find_subject(struct demo_call *call, bool creates, struct demo_stack **out, bool *made,
                                    struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "StackName"), *set = demo_query_get(&call->query, "ChangeSetName");
	struct demo_stack *s = name ? demo_stack_find(call->demo, call->region, name) : NULL;
	bool stub = s && strcmp(s->status, "REVIEW_IN_PROGRESS") == 0;
	*made = false;
	*out = s;
	if (creates && s && !stub)
		return demo_refuse(err, DEMO_INVALID, "Stack [%s] already exists and cannot be created again with the changeSet [%s].",
		                   name, set);
	if (creates && !s) {
		*made = true;
		return make_stub(call, name, out, err);
	}
	if (!s || (!creates && demo_stack_is_deleted(s)))
		return demo_refuse(err, DEMO_INVALID, "Stack [%s] does not exist", name ? name : "");
	return creates ? CEW_OK : demo_check_updatable(s, false, err);
}

static enum cew_status fill(struct demo_call *call, struct demo_stack *s, struct demo_change_set *c,
                            struct cew_error *err)
{
	const char *description = demo_query_get(&call->query, "Description");
	char guid[37];
	bool others;
	cew_uuid(call->demo->random, guid);
	c->name = cew_strdup(demo_query_get(&call->query, "ChangeSetName"));
	c->id = cew_fmt("arn:%s:cloudformation:%s:%s:changeSet/%s/%s", s->partition, s->region, call->demo->account, c->name,
	                guid);
	c->description = cew_strdup(description);
	c->version = demo_version_create(s);
	if (!c->name || !c->id || !c->version)
		return cew_fail_memory(err);
	enum cew_status status = demo_read_version(call, c->version, err);
	if (!status)
		status = demo_find_changes(c->version, &c->changes, &others, err);
	if (status)
		return status;
	const struct cew_clock *clock = cew_loop_clock(call->demo->loop);
	c->created_ms = demo_wall_ms(call->demo);
	c->ready_ms = (double)clock->mono_ms(clock->ctx) + PREPARE_MS / call->demo->speed;
	c->failure = c->changes.len || others ? NULL : NO_CHANGES;
	c->execution = c->failure ? "UNAVAILABLE" : "AVAILABLE";
	return CEW_OK;
}

static enum cew_status add_set(struct demo_call *call, struct demo_stack *s, bool creates, struct cew_error *err)
{
	struct demo_change_set *c = calloc(1, sizeof(*c));
	if (!c)
		return cew_fail_memory(err);
	cew_vec_init(&c->changes, sizeof(struct demo_resource_change));
	c->creates = creates;
	enum cew_status status = fill(call, s, c, err);
	if (!status && !cew_vec_push(&s->change_sets, &c))
		status = cew_fail_memory(err);
	if (status) {
		demo_change_set_destroy(c);
		return status;
	}
	demo_xml_text(&call->xml, "Id", c->id);
	demo_xml_text(&call->xml, "StackId", s->id);
	return CEW_OK;
}

static enum cew_status keep_stub(struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	if (!cew_vec_push(&call->demo->stacks, &s))
		return cew_fail_memory(err);
	demo_stack_event(s, NULL, "REVIEW_IN_PROGRESS", "User Initiated", demo_wall_ms(call->demo));
	s->created_ms = s->last_event_ms;
	return CEW_OK;
}

enum cew_status demo_create_change_set(struct demo_call *call, struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "ChangeSetName");
	struct demo_stack *s = NULL;
	bool creates = false, made = false;
	enum cew_status status = check_name(name, err);
	if (!status)
		status = read_type(call, &creates, err);
	if (!status)
		status = find_subject(call, creates, &s, &made, err);
	if (status)
		return status;
	if (find_in(s, name))
		return demo_refuse(err, "AlreadyExistsException", "ChangeSet %s already exists for stack %s", name, s->name);
	status = add_set(call, s, creates, err);
	if (!status && made)
		status = keep_stub(call, s, err);
	if (status && made)
		demo_stack_destroy(s);
	return status;
}

/* ---- ExecuteChangeSet ---- */

static enum cew_status check_executable(const struct demo_call *call, const struct demo_change_set *c,
                                        struct cew_error *err)
{
	const char *status = demo_change_set_status(call, c);
	if (strcmp(status, "CREATE_COMPLETE") == 0 && strcmp(c->execution, "AVAILABLE") == 0)
		return CEW_OK;
	return demo_refuse(err, "InvalidChangeSetStatus", "ChangeSet [%s] cannot be executed in its current %s of [%s]", c->id,
	                   strcmp(status, "CREATE_COMPLETE") == 0 ? "execution status" : "status",
	                   strcmp(status, "CREATE_COMPLETE") == 0 ? c->execution : status);
}

enum cew_status demo_execute_change_set(struct demo_call *call, struct cew_error *err)
{
	const char *token = demo_query_get(&call->query, "ClientRequestToken");
	struct demo_change_set *c;
	struct demo_stack *s;
	bool disable, again;
	enum cew_status status = demo_read_bool(call, "DisableRollback", false, &disable, err);
	if (!status)
		status = demo_find_change_set(call, &s, &c, err);
	if (!status)
		status = check_executable(call, c, err);
	if (!status && !c->creates)
		status = demo_check_updatable(s, disable, err);
	if (!status)
		status = demo_stack_token(s, c->creates ? "create" : "update", token, &again, err);
	if (!status && !demo_stack_adopt(s, c->version))
		status = cew_fail_memory(err);
	if (status)
		return status;
	c->version = NULL;
	c->execution = "EXECUTE_COMPLETE";
	free(s->change_set_id);
	s->change_set_id = cew_strdup(c->id);
	s->disable_rollback = disable;
	s->on_failure = disable ? "DO_NOTHING" : "ROLLBACK";
	demo_change_sets_outdate(s, c);
	if (c->creates)
		demo_engine_create(s);
	else
		demo_engine_update(s);
	return CEW_OK;
}

/* ---- DeleteChangeSet ---- */

enum cew_status demo_delete_change_set(struct demo_call *call, struct cew_error *err)
{
	struct demo_change_set *c;
	struct demo_stack *s;
	struct cew_error why;
	enum cew_status status = demo_find_change_set(call, &s, &c, &why);
	/* Deleting what is gone is no error; naming a stack that is not there is one. */
	if (status == CEW_REFUSED && strcmp(why.code, "ChangeSetNotFound") == 0)
		return CEW_OK;
	if (status) {
		*err = why;
		return status;
	}
	for (size_t i = 0; i < s->change_sets.len; i++)
		if (*(struct demo_change_set **)cew_vec_at(&s->change_sets, i) == c) {
			cew_vec_remove(&s->change_sets, i);
			demo_change_set_destroy(c);
			break;
		}
	return CEW_OK;
}
