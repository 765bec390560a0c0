/* A stack as it was read: itself, its resources, its template. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void view_init(struct view *v)
{
	*v = (struct view){0};
	texts_init(&v->texts);
	asker_init(&v->asker, NULL, NULL);
	v->id = v->name = v->status = v->reason = v->description = v->region = v->account = "";
	cew_vec_init(&v->parameters, sizeof(struct cew_name_value));
	cew_vec_init(&v->tags, sizeof(struct cew_name_value));
	cew_vec_init(&v->outputs, sizeof(struct cew_stack_output));
	cew_vec_init(&v->topics, sizeof(const char *));
	cew_vec_init(&v->capabilities, sizeof(const char *));
	cew_vec_init(&v->resources, sizeof(struct view_resource));
}

void view_finish(struct view *v)
{
	asker_finish(&v->asker);
	cew_vec_finish(&v->parameters);
	cew_vec_finish(&v->tags);
	cew_vec_finish(&v->outputs);
	cew_vec_finish(&v->topics);
	cew_vec_finish(&v->capabilities);
	cew_vec_finish(&v->resources);
	cew_cfn_destroy(v->template);
	texts_finish(&v->texts);
	v->template = NULL;
}

/* ---- copying what AWS told ---- */

static void put(struct view *v, struct cew_vec *list, const void *item)
{
	if (!cew_vec_push(list, item))
		v->texts.failed = true;
}

static void copy_pairs(struct view *v, const struct cew_stack_detail *d)
{
	struct texts *t = &v->texts;
	for (size_t i = 0; i < d->parameter_count; i++) {
		const struct cew_stack_parameter *p = &d->parameters[i];
		struct cew_name_value pair = {texts_keep(t, p->name), texts_keep(t, p->value)};
		put(v, &v->parameters, &pair);
	}
	for (size_t i = 0; i < d->tag_count; i++) {
		struct cew_name_value pair = {texts_keep(t, d->tags[i].name), texts_keep(t, d->tags[i].value)};
		put(v, &v->tags, &pair);
	}
	for (size_t i = 0; i < d->output_count; i++) {
		const struct cew_stack_output *o = &d->outputs[i];
		struct cew_stack_output copy = {texts_keep(t, o->key), texts_keep(t, o->value), texts_keep(t, o->description)};
		put(v, &v->outputs, &copy);
	}
}

static void copy_texts(struct view *v, struct cew_vec *list, const char *const *all, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *text = texts_keep(&v->texts, all[i]);
		put(v, list, &text);
	}
}

/* "arn:aws:cloudformation:us-east-1:123456789012:stack/…" */
static void place_of(struct view *v)
{
	char region[64], account[32];
	if (sscanf(v->id, "arn:%*[^:]:cloudformation:%63[^:]:%31[0-9]:", region, account) != 2)
		return;
	v->region = texts_keep(&v->texts, region);
	v->account = texts_keep(&v->texts, account);
}

static void copy_stack(struct view *v, const struct cew_stack_detail *d)
{
	struct texts *t = &v->texts;
	v->id = texts_keep(t, d->id);
	v->name = texts_keep(t, d->name);
	v->status = texts_keep(t, d->status);
	v->reason = texts_keep(t, d->reason);
	v->description = texts_keep(t, d->description);
	v->created_ms = d->created_ms;
	v->updated_ms = d->updated_ms;
	v->protected = d->termination_protection;
	place_of(v);
	copy_pairs(v, d);
	copy_texts(v, &v->topics, d->notification_arns, d->notification_count);
	copy_texts(v, &v->capabilities, d->capabilities, d->capability_count);
	v->read = true;
}

/* ---- the three questions ---- */

static void on_detail(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct view *v = ctx;
	if (err)
		v->error = *err;
	else if (!found->count)
		cew_fail(&v->error, CEW_NOT_FOUND, "there is no stack %s", about);
	else
		copy_stack(v, &found->stack_details[0]);
}

static void on_resources(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct view *v = ctx;
	(void)about;
	if (err) {
		v->resources_error = *err;
		return;
	}
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_stack_resource *r = &found->stack_resources[i];
		struct texts *t = &v->texts;
		struct view_resource row = {texts_keep(t, r->logical_id), texts_keep(t, r->physical_id), texts_keep(t, r->type),
		                            texts_keep(t, r->status), texts_keep(t, r->reason)};
		put(v, &v->resources, &row);
	}
}

static void on_template(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct view *v = ctx;
	if (err)
		v->template_error = *err;
	else if (!found->count)
		cew_fail(&v->template_error, CEW_NOT_FOUND, "the template of %s cannot be read", about);
	else
		cew_cfn_load("the stack's template", found->templates[0].body, strlen(found->templates[0].body), &v->template,
		             &v->template_error);
}

static void on_idle(void *ctx)
{
	struct view *v = ctx;
	if (v->texts.failed && !v->error.status)
		cew_fail_memory(&v->error);
	v->done(v->ctx);
}

void view_read(struct view *v, const struct cew_site *site, const char *stack, cew_loop_fn *done, void *ctx)
{
	view_finish(v);
	view_init(v);
	asker_init(&v->asker, on_idle, v);
	v->done = done;
	v->ctx = ctx;
	asker_hold(&v->asker);
	ASK(&v->asker, &site->operations, stack_details, on_detail, v, stack, stack);
	ASK(&v->asker, &site->operations, stack_resources, on_resources, v, stack, stack);
	ASK(&v->asker, &site->operations, stack_template, on_template, v, stack, stack);
	asker_release(&v->asker);
}

/* ---- reading it ---- */

const char *view_parameter(const struct view *v, const char *name)
{
	const struct cew_name_value *all = v->parameters.items;
	for (size_t i = 0; i < v->parameters.len; i++)
		if (strcmp(all[i].name, name) == 0)
			return all[i].value;
	return "";
}

const char *view_output(const struct view *v, const char *key)
{
	const struct cew_stack_output *all = v->outputs.items;
	for (size_t i = 0; i < v->outputs.len; i++)
		if (strcmp(all[i].key, key) == 0)
			return all[i].value;
	return "";
}

const struct view_resource *view_first(const struct view *v, const char *type)
{
	const struct view_resource *all = v->resources.items;
	for (size_t i = 0; i < v->resources.len; i++)
		if (strcmp(all[i].type, type) == 0 && *all[i].physical_id && strcmp(all[i].status, "DELETE_COMPLETE") != 0)
			return &all[i];
	return NULL;
}

const struct view_resource *view_physical(const struct view *v, const char *physical_id)
{
	const struct view_resource *all = v->resources.items;
	for (size_t i = 0; i < v->resources.len && *physical_id; i++)
		if (strcmp(all[i].physical_id, physical_id) == 0)
			return &all[i];
	return NULL;
}

const struct cew_node *view_source(const struct view *v, const char *logical_id)
{
	return v->template ? cew_node_get(cew_node_get(cew_cfn_root(v->template), "Resources"), logical_id) : NULL;
}

bool view_retained(const struct view *v, const char *logical_id)
{
	const char *policy = cew_node_get_text(view_source(v, logical_id), "DeletionPolicy");
	return policy && operate_text_starts(policy, "Retain");
}

/* ---- is it one of ours? ---- */

/* Parameters that no other product's template has together: three of them are enough, whatever release it is. */
static const char *const telling[] = {"MAINTENANCEPASSWORD", "JWTSECRET", "PackageType", "ExistingECSTaskRole", "TLSVersion"};

static bool has_parameters(const struct cew_stack_detail *d)
{
	size_t n = 0;
	for (size_t i = 0; i < d->parameter_count; i++)
		for (size_t k = 0; k < CEW_COUNT(telling); k++)
			n += strcmp(d->parameters[i].name, telling[k]) == 0;
	return n >= 3;
}

static bool names_it(const char *text)
{
	return text_has(text, "cloud exchange") || text_has(text, "cloudexchange") || text_has(text, "cloud-exchange");
}

bool stack_is_ours(const struct cew_stack_detail *d)
{
	if (*d->parent_id)
		return false; /* a part of another stack, which is the one to work with */
	bool tagged = false;
	for (size_t i = 0; i < d->tag_count && !tagged; i++)
		tagged = names_it(d->tags[i].name) || names_it(d->tags[i].value);
	return names_it(d->description) || has_parameters(d) || tagged;
}
