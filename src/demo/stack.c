/* The stacks of the account: finding them, their events, and freeing them. */
#include "cloudformation.h"

#include <stdlib.h>
#include <string.h>

bool demo_pair_add(struct cew_vec *pairs, const char *key, const char *value)
{
	struct demo_pair pair = {cew_strdup(key), cew_strdup(value)};
	if (pair.key && pair.value && cew_vec_push(pairs, &pair))
		return true;
	free(pair.key);
	free(pair.value);
	return false;
}

void demo_pairs_finish(struct cew_vec *pairs)
{
	for (size_t i = 0; i < pairs->len; i++) {
		struct demo_pair *pair = cew_vec_at(pairs, i);
		free(pair->key);
		free(pair->value);
	}
	cew_vec_finish(pairs);
}

bool demo_pairs_copy(struct cew_vec *out, const struct cew_vec *pairs)
{
	for (size_t i = 0; i < pairs->len; i++) {
		const struct demo_pair *pair = cew_vec_at(pairs, i);
		if (!demo_pair_add(out, pair->key, pair->value))
			return false;
	}
	return true;
}

bool demo_text_add(struct cew_vec *texts, const char *text)
{
	char *copy = cew_strdup(text);
	if (copy && cew_vec_push(texts, &copy))
		return true;
	free(copy);
	return false;
}

const char *demo_text_at(const struct cew_vec *texts, size_t i)
{
	char **place = cew_vec_at(texts, i);
	return place ? *place : NULL;
}

bool demo_text_in(const struct cew_vec *texts, const char *text)
{
	for (size_t i = 0; i < texts->len; i++)
		if (strcmp(demo_text_at(texts, i), text) == 0)
			return true;
	return false;
}

void demo_texts_finish(struct cew_vec *texts)
{
	for (size_t i = 0; i < texts->len; i++)
		free(*(char **)cew_vec_at(texts, i));
	cew_vec_finish(texts);
}

/* ---- life ---- */

struct demo_stack *demo_stack_create(struct cew_demo *demo, const char *region, const char *name)
{
	struct demo_stack *s = calloc(1, sizeof(*s));
	char guid[37];
	if (!s)
		return NULL;
	s->demo = demo;
	strncpy(s->region, region, sizeof(s->region) - 1);
	s->partition = cew_cfn_partition(s->region, &s->url_suffix);
	s->on_failure = "ROLLBACK";
	cew_vec_init(&s->versions, sizeof(struct demo_version *));
	cew_vec_init(&s->tokens, sizeof(struct demo_pair));
	cew_vec_init(&s->change_sets, sizeof(struct demo_change_set *));
	cew_vec_init(&s->retain, sizeof(char *));
	cew_vec_init(&s->skip, sizeof(char *));
	cew_vec_init(&s->events, sizeof(struct demo_event));
	cew_uuid(demo->random, guid);
	s->name = cew_strdup(name);
	s->guid = cew_strdup(guid);
	s->id = cew_fmt("arn:%s:cloudformation:%s:%s:stack/%s/%s", s->partition, region, demo->account, name, guid);
	if (s->name && s->guid && s->id)
		return s;
	demo_stack_destroy(s);
	return NULL;
}

struct demo_version *demo_version_create(struct demo_stack *s)
{
	struct demo_version *v = calloc(1, sizeof(*v));
	if (!v)
		return NULL;
	v->stack = s;
	cew_vec_init(&v->parameters, sizeof(struct demo_parameter));
	cew_vec_init(&v->tags, sizeof(struct demo_pair));
	cew_vec_init(&v->outputs, sizeof(struct demo_output));
	cew_vec_init(&v->capabilities, sizeof(char *));
	cew_vec_init(&v->notification_arns, sizeof(char *));
	cew_vec_init(&v->imports, sizeof(char *));
	return v;
}

bool demo_stack_adopt(struct demo_stack *s, struct demo_version *v)
{
	if (!cew_vec_push(&s->versions, &v))
		return false;
	s->now = v;
	return true;
}

static void finish_resource(struct demo_resource *r)
{
	free(r->name);
	free(r->physical);
	free(r->reason);
	free(r->id);
	free(r->properties);
	free(r->broken);
	cew_doc_destroy(r->doc);
	demo_pairs_finish(&r->attributes);
}

static void finish_event(struct demo_event *e)
{
	free(e->id);
	free(e->physical);
	free(e->reason);
}

static void finish_output(struct demo_output *o)
{
	free(o->key);
	free(o->value);
	free(o->description);
	free(o->export_name);
}

void demo_version_destroy(struct demo_version *v)
{
	if (!v)
		return;
	for (size_t i = 0; i < v->resource_count; i++)
		finish_resource(&v->resources[i]);
	for (size_t i = 0; i < v->outputs.len; i++)
		finish_output(cew_vec_at(&v->outputs, i));
	for (size_t i = 0; i < v->parameters.len; i++) {
		struct demo_parameter *p = cew_vec_at(&v->parameters, i);
		free(p->name);
		cew_secret_destroy(p->value);
	}
	free(v->resources);
	free(v->bad_attribute);
	cew_vec_finish(&v->outputs);
	cew_vec_finish(&v->parameters);
	demo_pairs_finish(&v->tags);
	demo_texts_finish(&v->capabilities);
	demo_texts_finish(&v->notification_arns);
	demo_texts_finish(&v->imports);
	cew_cfn_eval_destroy(v->eval);
	cew_cfn_destroy(v->template);
	free(v);
}

void demo_stack_destroy(struct demo_stack *s)
{
	if (!s)
		return;
	demo_engine_stop(s);
	for (size_t i = 0; i < s->events.len; i++)
		finish_event(cew_vec_at(&s->events, i));
	cew_vec_finish(&s->events);
	for (size_t i = 0; i < s->change_sets.len; i++)
		demo_change_set_destroy(*(struct demo_change_set **)cew_vec_at(&s->change_sets, i));
	cew_vec_finish(&s->change_sets);
	for (size_t i = 0; i < s->versions.len; i++)
		demo_version_destroy(*(struct demo_version **)cew_vec_at(&s->versions, i));
	cew_vec_finish(&s->versions);
	demo_pairs_finish(&s->tokens);
	demo_texts_finish(&s->retain);
	demo_texts_finish(&s->skip);
	free(s->name);
	free(s->id);
	free(s->guid);
	free(s->role_arn);
	free(s->reason);
	free(s->change_set_id);
	free(s);
}

/* ---- finding ---- */

bool demo_stack_is_deleted(const struct demo_stack *s)
{
	return s->status && strcmp(s->status, "DELETE_COMPLETE") == 0;
}

struct demo_stack *demo_stack_find(const struct cew_demo *demo, const char *region, const char *name_or_id)
{
	for (size_t i = demo->stacks.len; i-- > 0;) {
		struct demo_stack *s = *(struct demo_stack **)cew_vec_at(&demo->stacks, i);
		if (strcmp(s->region, region) != 0)
			continue;
		if (strcmp(s->id, name_or_id) == 0 || (!demo_stack_is_deleted(s) && strcmp(s->name, name_or_id) == 0))
			return s;
	}
	return NULL;
}

struct demo_resource *demo_version_find(const struct demo_version *v, const char *logical_id)
{
	for (size_t i = 0; v && i < v->resource_count; i++)
		if (strcmp(v->resources[i].plan->logical_id, logical_id) == 0)
			return &v->resources[i];
	return NULL;
}

struct demo_resource *demo_resource_find(const struct demo_stack *s, const char *logical_id)
{
	struct demo_resource *r = demo_version_find(s->now, logical_id);
	for (size_t i = s->versions.len; !r && i-- > 0;)
		r = demo_version_find(*(struct demo_version **)cew_vec_at(&s->versions, i), logical_id);
	return r;
}

bool demo_resource_exists(const struct demo_resource *r)
{
	return r->physical && !r->left && r->phase != DEMO_WAITING && r->phase != DEMO_GONE;
}

struct demo_resource *demo_standing(const struct demo_stack *s, const char *logical_id,
                                    const struct demo_version *except)
{
	for (size_t i = s->versions.len; i-- > 0;) {
		const struct demo_version *v = *(struct demo_version **)cew_vec_at(&s->versions, i);
		struct demo_resource *r = v == except ? NULL : demo_version_find(v, logical_id);
		if (r && demo_resource_exists(r))
			return r;
	}
	return NULL;
}

/* ---- tokens ---- */

enum cew_status demo_stack_token(struct demo_stack *s, const char *operation, const char *token, bool *again,
                                 struct cew_error *err)
{
	*again = false;
	for (size_t i = 0; token && i < s->tokens.len; i++) {
		const struct demo_pair *used = cew_vec_at(&s->tokens, i);
		if (strcmp(used->value, token) != 0)
			continue;
		*again = strcmp(used->key, operation) == 0;
		return *again ? CEW_OK : demo_refuse(err, "TokenAlreadyExistsException", "Token [%s] already exists", token);
	}
	if (token && !demo_pair_add(&s->tokens, operation, token))
		return cew_fail_memory(err);
	/* Events point to the text, which stays where it is. */
	s->token = token ? ((struct demo_pair *)cew_vec_at(&s->tokens, s->tokens.len - 1))->value : NULL;
	return CEW_OK;
}

/* ---- events ---- */

static void set_text(char **place, const char *text)
{
	char *copy = cew_strdup(text);
	free(*place);
	*place = copy;
}

/* AWS gives the stack's own events a GUID and the resources' ones a speaking id. */
static char *event_id(const struct demo_stack *s, const struct demo_resource *r, const char *status, int64_t at_ms)
{
	char text[CEW_TIME_MAX];
	if (r) {
		cew_time_format(at_ms, text);
		return cew_fmt("%s-%s-%s", r->plan->logical_id, status, text);
	}
	char guid[37];
	cew_uuid(s->demo->random, guid);
	return cew_strdup(guid);
}

void demo_stack_event(struct demo_stack *s, struct demo_resource *r, const char *status, const char *reason,
                      int64_t at_ms)
{
	if (at_ms <= s->last_event_ms)
		at_ms = s->last_event_ms + 1;
	s->last_event_ms = at_ms;
	if (r) {
		r->status = status;
		r->changed_ms = at_ms;
		set_text(&r->reason, reason);
	} else {
		s->status = status;
		set_text(&s->reason, reason);
	}
	int64_t step = demo_scenario_event_step_ms(s->demo->scenario);
	int64_t delay = demo_scenario_event_delay(s->demo->scenario, r ? r->plan->logical_id : s->name, status);
	struct demo_event e = {
		.id = event_id(s, r, status, at_ms),
		.logical = r ? r->plan->logical_id : s->name,
		.type = r ? r->plan->type : "AWS::CloudFormation::Stack",
		.properties = r ? r->properties : NULL,
		.physical = cew_strdup(r ? r->physical : s->id),
		.reason = cew_strdup(reason),
		.status = status,
		.token = s->token,
		.at_ms = at_ms,
		.told_ms = step > 0 ? at_ms - at_ms % step : at_ms,
		.seen_ms = at_ms + (int64_t)((double)delay * 1000 / s->demo->speed),
		.own = !r,
	};
	if (!e.id || !cew_vec_push(&s->events, &e))
		finish_event(&e);
}
