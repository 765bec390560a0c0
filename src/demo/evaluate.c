/* Between the stack and the template language: parameters go in, made resources answer Ref and Fn::GetAtt. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ZONES 3 /* of each region: every real one has at least as many but us-west-1, which shows two */

static const char *parameter(void *ctx, const char *name)
{
	const struct demo_version *v = ctx;
	for (size_t i = 0; i < v->parameters.len; i++) {
		const struct demo_parameter *p = cew_vec_at(&v->parameters, i);
		if (strcmp(p->name, name) == 0)
			return v->mask && p->no_echo ? "****" : cew_secret_text(p->value);
	}
	return NULL;
}

/* "[a,b]" stands for a list. */
static const struct cew_node *list_node(struct cew_doc *doc, const char *text)
{
	struct cew_node *list = cew_doc_seq(doc);
	for (const char *at = text + 1; list && *at && *at != ']';) {
		size_t len = strcspn(at, ",]");
		list = cew_seq_add(doc, list, cew_doc_string_n(doc, at, len));
		at += len + (at[len] == ',');
	}
	return list;
}

static const char *find_attribute(const struct demo_resource *r, const char *name)
{
	for (size_t i = 0; i < r->attributes.len; i++) {
		const struct demo_pair *pair = cew_vec_at(&r->attributes, i);
		if (strcmp(pair->key, name) == 0)
			return pair->value;
	}
	return NULL;
}

/* An attribute that the type does not have is found out before anything is made. Of types that are not in the table any
 * attribute is believed. */
static void check_attribute(struct demo_version *v, const char *logical_id, const char *name)
{
	const struct cew_node *resources = cew_node_get(cew_cfn_root(v->template), "Resources");
	const char *type = cew_node_get_text(cew_node_get(resources, logical_id), "Type");
	const struct demo_attribute *a = NULL;
	if (!type || v->bad_attribute || !*demo_type_find(type)->type)
		return;
	if (strcmp(type, "AWS::CloudFormation::Stack") == 0 && strncmp(name, "Outputs.", 8) == 0)
		return;
	while ((a = demo_attribute_next(type, a)) != NULL)
		if (strcmp(a->name, name) == 0)
			return;
	v->bad_attribute = cew_fmt("%s does not support attribute type %s", logical_id, name);
}

static const char *believed_attribute(struct demo_resource *r, const char *name)
{
	char *text = *r->type->type ? NULL : cew_fmt("%s-%s", r->physical, name);
	if (text)
		demo_pair_add(&r->attributes, name, text);
	free(text);
	return find_attribute(r, name);
}

/* What answers for a logical id: the version's own, or, while changes are only looked for, what is there now and will
 * stay. */
static struct demo_resource *answering(const struct demo_version *v, const char *logical_id)
{
	struct demo_resource *r = demo_version_find(v, logical_id);
	if (r && !r->physical && v->peek)
		return r->change == DEMO_REPLACED || r->change == DEMO_NEW ? NULL : demo_standing(v->stack, logical_id, v);
	return r && r->physical ? r : NULL;
}

static const struct cew_node *attribute(void *ctx, struct cew_doc *doc, const char *logical_id, const char *name)
{
	struct demo_version *v = ctx;
	if (!v->resources && name)
		check_attribute(v, logical_id, name);
	struct demo_resource *r = answering(v, logical_id);
	if (!r)
		return NULL;
	const char *text = name ? find_attribute(r, name) : r->physical;
	if (!text && name)
		text = believed_attribute(r, name);
	if (text && name && *text == '[')
		return list_node(doc, text);
	return text ? cew_doc_string(doc, text) : NULL;
}

static const char *import(void *ctx, const char *name)
{
	struct demo_version *v = ctx;
	if (!demo_text_in(&v->imports, name))
		demo_text_add(&v->imports, name);
	return demo_export_find(v->stack->demo, v->stack->region, name, NULL);
}

static const struct cew_node *zones(void *ctx, struct cew_doc *doc, const char *region)
{
	const struct demo_version *v = ctx;
	struct cew_node *list = cew_doc_seq(doc);
	const char *where = *region ? region : v->stack->region;
	for (char zone = 'a'; list && zone < 'a' + ZONES; zone++) {
		char *text = cew_fmt("%s%c", where, zone);
		list = text ? cew_seq_add(doc, list, cew_doc_string(doc, text)) : NULL;
		free(text);
	}
	return list;
}

/* 20240102 for 2024-01-02. */
static int today(const struct cew_demo *demo)
{
	char text[CEW_TIME_MAX];
	int year, month, day;
	cew_time_format(demo_wall_ms(demo), text);
	return sscanf(text, "%4d-%2d-%2d", &year, &month, &day) == 3 ? year * 10000 + month * 100 + day : 0;
}

static void fill_inputs(struct demo_version *v)
{
	const struct demo_stack *s = v->stack;
	v->inputs = (struct cew_cfn_inputs){
		.region = s->region, .partition = s->partition, .url_suffix = s->url_suffix, .account_id = s->demo->account,
		.stack_id = s->id, .stack_name = s->name, .notification_arns = v->notification_arns.items,
		.notification_count = v->notification_arns.len, .parameter = parameter, .attribute = attribute, .zones = zones,
		.import = import, .ctx = v, .today = today(s->demo),
	};
}

/* Secrets leave this trace of theirs only, so that a change of one is noticed. */
static void take_fingerprint(struct demo_version *v)
{
	struct cew_buf text;
	cew_buf_init(&text, 1u << 20);
	for (size_t i = 0; i < v->parameters.len; i++) {
		const struct demo_parameter *p = cew_vec_at(&v->parameters, i);
		if (p->no_echo)
			cew_buf_fmt(&text, "%s=%zu %s\n", p->name, cew_secret_len(p->value), cew_secret_text(p->value));
	}
	cew_sha256_hex(cew_buf_text(&text), text.len, v->secrets);
	cew_buf_wipe(&text);
}

enum cew_status demo_evaluate(struct demo_version *v, struct cew_error *err)
{
	fill_inputs(v);
	take_fingerprint(v);
	struct cew_error why;
	enum cew_status status = cew_cfn_evaluate(v->template, &v->inputs, &v->eval, &why);
	if (status == CEW_INVALID || status == CEW_LIMIT)
		return demo_refuse(err, DEMO_INVALID, "Template error: %s", why.what);
	if (status)
		return cew_fail(err, status, "%s", why.what);
	if (v->bad_attribute)
		return demo_refuse(err, DEMO_INVALID, "Template error: resource %s in Fn::GetAtt", v->bad_attribute);
	status = demo_check_findings(v, err);
	if (status)
		return status;
	size_t count = cew_cfn_resource_count(v->eval);
	v->resources = calloc(count ? count : 1, sizeof(*v->resources));
	if (!v->resources)
		return cew_fail_memory(err);
	v->resource_count = count;
	for (size_t i = 0; i < count; i++) {
		struct demo_resource *r = &v->resources[i];
		r->version = v;
		r->plan = cew_cfn_resource_at(v->eval, i);
		r->type = demo_type_find(r->plan->type);
		cew_vec_init(&r->attributes, sizeof(struct demo_pair));
	}
	return CEW_OK;
}

/* ---- what a resource is made with ---- */

enum cew_status demo_resolve(struct demo_resource *r, struct cew_error *err)
{
	struct cew_buf text;
	cew_doc_destroy(r->doc);
	free(r->properties);
	r->properties = NULL;
	r->values = NULL;
	r->doc = cew_doc_create(r->plan->logical_id);
	if (!r->doc)
		return cew_fail_memory(err);
	r->version->mask = true;
	enum cew_status status =
		cew_cfn_resolve_resource(r->version->eval, r->plan->logical_id, r->doc, &r->values, err);
	r->version->mask = false;
	if (status) {
		r->values = NULL;
		return status;
	}
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX * 2);
	cew_cfn_display(r->values, &text);
	r->properties = cew_strdup(cew_buf_text(&text));
	bool ok = r->properties && !text.failed;
	cew_buf_finish(&text);
	return ok ? CEW_OK : cew_fail_memory(err);
}

/* ---- what a resource becomes ---- */

static enum cew_status name_it(struct demo_pattern *p, struct demo_resource *r, struct cew_error *err)
{
	const char *given =
		r->type->name_property ? cew_node_get_text(p->properties, r->type->name_property) : NULL;
	r->named = given && *given;
	r->name = r->named ? cew_strdup(given) : demo_generated_name(p);
	p->name = r->name;
	return r->name ? CEW_OK : cew_fail_memory(err);
}

static enum cew_status add_attributes(const struct demo_pattern *p, struct demo_resource *r, struct cew_error *err)
{
	const struct demo_attribute *a = NULL;
	while ((a = demo_attribute_next(r->plan->type, a)) != NULL) {
		struct cew_buf text;
		cew_buf_init(&text, 8192);
		enum cew_status status = demo_pattern_fill(p, a->pattern, &text);
		if (!status && !demo_pair_add(&r->attributes, a->name, cew_buf_text(&text)))
			status = cew_fail_memory(err);
		cew_buf_finish(&text);
		if (status)
			return status;
	}
	return CEW_OK;
}

enum cew_status demo_become(struct demo_resource *r, struct cew_error *err)
{
	struct demo_pattern p = demo_pattern_of(r, r->values);
	struct cew_buf text;
	enum cew_status status = name_it(&p, r, err);
	if (status)
		return status;
	cew_buf_init(&text, 8192);
	demo_pattern_fill(&p, r->type->id, &text);
	r->id = text.failed ? NULL : cew_strdup(cew_buf_text(&text));
	cew_buf_finish(&text);
	p.id = r->id;
	return r->id ? add_attributes(&p, r, err) : cew_fail_memory(err);
}

/* ---- outputs ---- */

static enum cew_status add_output(struct demo_version *v, const struct cew_cfn_output *plan, const struct cew_node *value,
                                  struct cew_error *err)
{
	struct demo_output o = {
		.key = cew_strdup(plan->name),
		.description = cew_strdup(plan->description),
		.export_name = cew_strdup(plan->export_name),
	};
	struct cew_buf text;
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX);
	cew_cfn_display(value, &text);
	o.value = cew_strdup(cew_buf_text(&text));
	cew_buf_finish(&text);
	if (o.key && o.value && cew_vec_push(&v->outputs, &o))
		return CEW_OK;
	free(o.key);
	free(o.value);
	free(o.description);
	free(o.export_name);
	return cew_fail_memory(err);
}

enum cew_status demo_make_outputs(struct demo_version *v, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("outputs");
	const struct cew_node *values;
	if (!doc)
		return cew_fail_memory(err);
	enum cew_status status = cew_cfn_resolve_outputs(v->eval, doc, &values, err);
	for (size_t i = 0; !status && i < cew_cfn_output_count(v->eval); i++) {
		const struct cew_cfn_output *plan = cew_cfn_output_at(v->eval, i);
		status = add_output(v, plan, cew_node_get(values, plan->name), err);
	}
	cew_doc_destroy(doc);
	return status;
}
