/* Nested stacks: a resource of one stack is another stack, made from a template in S3. What becomes of the inner one is told
 * in the outer one, in AWS's words. */
#include "cloudformation.h"
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool demo_is_nested(const struct demo_resource *r)
{
	return strcmp(r->plan->type, DEMO_STACK_TYPE) == 0;
}

static struct demo_stack *inner_of(const struct demo_resource *r)
{
	const struct demo_stack *outer = r->version->stack;
	return r->physical ? demo_stack_find(outer->demo, outer->region, r->physical) : NULL;
}

/* ---- what it is made from ---- */

/* The inner stack is given the parameters as they are; only what others see of the resource is masked. */
static enum cew_status write_form(const struct demo_resource *r, struct cew_buf *form, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create(r->plan->logical_id);
	const struct cew_node *values = NULL;
	enum cew_status status = doc ? cew_cfn_resolve_resource(r->version->eval, r->plan->logical_id, doc, &values, err)
	                             : cew_fail_memory(err);
	if (!status) {
		const char *url = cew_node_get_text(values, "TemplateURL");
		const struct cew_node *arns = cew_node_get(values, "NotificationARNs"), *tags = cew_node_get(values, "Tags");
		char name[64];
		demo_form_add(form, "TemplateURL", url ? url : "");
		demo_form_pairs(form, "Parameters", "ParameterKey", "ParameterValue", cew_node_get(values, "Parameters"));
		for (size_t i = 0; i < cew_node_count(arns); i++) {
			snprintf(name, sizeof(name), "NotificationARNs.member.%zu", i + 1);
			demo_form_add(form, name, cew_node_text(cew_node_at(arns, i)));
		}
		for (size_t i = 0; i < cew_node_count(tags); i++) {
			const char *key = cew_node_get_text(cew_node_at(tags, i), "Key");
			const char *value = cew_node_get_text(cew_node_at(tags, i), "Value");
			snprintf(name, sizeof(name), "Tags.member.%zu.Key", i + 1);
			demo_form_add(form, name, key ? key : "");
			snprintf(name, sizeof(name), "Tags.member.%zu.Value", i + 1);
			demo_form_add(form, name, value ? value : "");
		}
		for (size_t i = 0; i < r->version->capabilities.len; i++) {
			snprintf(name, sizeof(name), "Capabilities.member.%zu", i + 1);
			demo_form_add(form, name, demo_text_at(&r->version->capabilities, i));
		}
	}
	cew_doc_destroy(doc);
	return status;
}

/* A version of the inner stack as the resource's properties say. */
static enum cew_status read_version(const struct demo_resource *r, struct demo_version *v, struct cew_error *err)
{
	struct demo_inner in;
	struct cew_buf form;
	cew_buf_init(&form, DEMO_BODY_MAX);
	enum cew_status status = write_form(r, &form, err);
	if (!status) {
		status = demo_inner_begin(&in, r->version->stack->demo, r->version->stack->region, &form, err);
		if (!status)
			status = demo_read_version(&in.call, v, err);
		demo_inner_finish(&in);
	}
	cew_buf_wipe(&form);
	return status;
}

/* ---- made ---- */

static struct demo_stack *add_inner(struct demo_resource *r, struct demo_version **v)
{
	struct demo_stack *outer = r->version->stack;
	struct demo_stack *s = demo_stack_create(outer->demo, outer->region, r->name);
	*v = s ? demo_version_create(s) : NULL;
	if (!*v) {
		demo_stack_destroy(s);
		return NULL;
	}
	s->parent = outer;
	s->role_arn = cew_strdup(outer->role_arn);
	s->token = outer->token;
	/* It does not roll itself back: the outer one has it deleted. */
	s->on_failure = "DO_NOTHING";
	s->disable_rollback = true;
	return s;
}

char *demo_nested_create(struct demo_resource *r, double at)
{
	struct demo_version *v;
	struct demo_stack *s = add_inner(r, &v);
	struct cew_error err;
	enum cew_status status = s ? read_version(r, v, &err) : cew_fail_memory(&err);
	if (!status && !demo_stack_adopt(s, v))
		status = cew_fail_memory(&err);
	if (status && s)
		demo_version_destroy(v);
	char *id = status ? NULL : cew_strdup(s->id);
	if (!status && (!id || !cew_vec_push(&r->version->stack->demo->stacks, &s)))
		status = cew_fail_memory(&err);
	if (status) {
		free(id);
		demo_stack_destroy(s);
		return cew_strdup(err.what);
	}
	free(r->id);
	r->id = id;
	s->holder = r;
	demo_engine_create_at(s, at);
	return NULL;
}

/* ---- changed ---- */

static bool changes_anything(struct demo_version *v)
{
	struct cew_vec changes;
	struct cew_error err;
	bool others = true;
	cew_vec_init(&changes, sizeof(struct demo_resource_change));
	bool any = demo_find_changes(v, &changes, &others, &err) || changes.len || others;
	demo_changes_finish(&changes);
	return any;
}

static char *update_to(struct demo_stack *s, struct demo_resource *r, struct demo_version *v, double at)
{
	if (!changes_anything(v)) {
		demo_version_destroy(v);
		r->due_ms = at;
		return NULL;
	}
	if (!demo_stack_adopt(s, v)) {
		demo_version_destroy(v);
		return cew_strdup("Internal Failure");
	}
	s->disable_rollback = true;
	demo_engine_update_at(s, at);
	return NULL;
}

char *demo_nested_update(struct demo_resource *r, double at)
{
	struct demo_stack *s = inner_of(r);
	struct demo_version *v = s ? demo_version_create(s) : NULL;
	struct cew_error err = {.what = "Internal Failure"};
	if (!v)
		return cew_strdup(err.what);
	if (demo_stack_is_deleted(s)) {
		demo_version_destroy(v);
		return cew_fmt("Stack [%s] does not exist", s->id);
	}
	s->holder = r;
	s->token = r->version->stack->token;
	r->due_ms = DEMO_NEVER;
	if (!read_version(r, v, &err))
		return update_to(s, r, v, at);
	demo_version_destroy(v);
	return cew_strdup(err.what);
}

/* Back to how it was: a failed update of its own is rolled back, one that is done is undone by another. */
char *demo_nested_revert(struct demo_resource *r, double at)
{
	struct demo_stack *s = inner_of(r);
	if (!s || demo_stack_is_deleted(s))
		return s ? cew_fmt("Stack [%s] does not exist", s->id) : cew_strdup("Internal Failure");
	s->holder = r;
	s->token = r->version->stack->token;
	r->due_ms = DEMO_NEVER;
	if (strcmp(s->status, "UPDATE_FAILED") == 0) {
		demo_begin_rollback(s, at);
		demo_schedule(s);
		return NULL;
	}
	struct demo_version *before = s->versions.len > 1 ? demo_version_at(s, s->versions.len - 2) : NULL;
	bool updated = before && strcmp(s->status, "UPDATE_COMPLETE") == 0;
	struct demo_version *v = updated ? demo_version_again(before, s) : NULL;
	if (v)
		return update_to(s, r, v, at);
	r->due_ms = at;
	return NULL;
}

/* ---- ended ---- */

void demo_nested_delete(struct demo_resource *r, double at)
{
	struct demo_stack *s = inner_of(r);
	r->due_ms = at;
	if (!s || demo_stack_is_deleted(s))
		return;
	s->holder = r;
	s->token = r->version->stack->token;
	r->due_ms = DEMO_NEVER;
	demo_engine_delete_at(s, at);
}

void demo_nested_cancel(struct demo_resource *r, double at)
{
	struct demo_stack *s = inner_of(r);
	if (!s || s->work == DEMO_IDLE)
		return;
	bool updating = s->work == DEMO_UPDATING;
	demo_cancel(s, at);
	s->work = DEMO_IDLE;
	demo_stack_event(s, NULL, updating ? "UPDATE_FAILED" : "CREATE_FAILED",
	                 updating ? "Resource update cancelled" : "Resource creation cancelled", demo_wall_at(s, at));
	demo_schedule(s);
}

/* ---- what the outer stack hears ---- */

static void take_outputs(struct demo_resource *r, const struct demo_stack *s)
{
	demo_pairs_finish(&r->attributes);
	cew_vec_init(&r->attributes, sizeof(struct demo_pair));
	for (size_t i = 0; s->stable && i < s->stable->outputs.len; i++) {
		const struct demo_output *o = cew_vec_at(&s->stable->outputs, i);
		char *name = cew_fmt("Outputs.%s", o->key);
		if (name)
			demo_pair_add(&r->attributes, name, o->value);
		free(name);
	}
}

char *demo_nested_failure(struct demo_resource *r)
{
	static const char *const good[] = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "DELETE_COMPLETE"};
	const struct demo_stack *s = inner_of(r);
	for (size_t i = 0; s && i < CEW_COUNT(good); i++)
		if (strcmp(s->status, good[i]) == 0) {
			take_outputs(r, s);
			return NULL;
		}
	const char *did = r->phase == DEMO_DELETING ? "deleted" : r->change == DEMO_NEW ? "created" : "updated";
	return cew_fmt("Embedded stack %s was not successfully %s: %s", r->physical, did, s && s->reason ? s->reason : "");
}

void demo_nested_told(struct demo_stack *s, double at)
{
	struct demo_resource *r = s->holder;
	struct demo_stack *outer = r->version->stack;
	if (!demo_in_progress(r) || r->due_ms != DEMO_NEVER)
		return;
	demo_advance(r, at);
	demo_go_on(outer, at);
	demo_schedule(outer);
}
