/* What a template says of itself: GetTemplate, ValidateTemplate, GetTemplateSummary. */
#include "cloudformation.h"

#include <string.h>

/* ---- parameters ---- */

static void write_constraints(struct demo_xml *x, const struct cew_cfn_parameter *p)
{
	demo_xml_open(x, "ParameterConstraints");
	if (p->allowed_count) {
		demo_xml_open(x, "AllowedValues");
		for (size_t i = 0; i < p->allowed_count; i++)
			demo_xml_text(x, "member", p->allowed[i]);
		demo_xml_close(x);
	}
	demo_xml_close(x);
}

static void write_parameters(struct demo_xml *x, const struct cew_cfn_template *t, bool with_types)
{
	demo_xml_open(x, "Parameters");
	for (size_t i = 0; i < cew_cfn_parameter_count(t); i++) {
		const struct cew_cfn_parameter *p = cew_cfn_parameter_at(t, i);
		demo_xml_open(x, "member");
		demo_xml_text(x, "ParameterKey", p->name);
		demo_xml_text(x, "DefaultValue", p->default_value);
		if (with_types)
			demo_xml_text(x, "ParameterType", p->type);
		demo_xml_bool(x, "NoEcho", p->no_echo);
		demo_xml_text(x, "Description", p->description);
		if (with_types)
			write_constraints(x, p);
		demo_xml_close(x);
	}
	demo_xml_close(x);
}

/* ---- capabilities and transforms ---- */

static void write_reason(struct demo_xml *x, const struct cew_cfn_eval *e, const struct cew_cfn_template *t)
{
	const struct cew_node *resources = cew_node_get(cew_cfn_root(t), "Resources");
	for (size_t i = 0; i < cew_cfn_capability_count(e); i++) {
		const char *id = cew_cfn_capability_at(e, i)->logical_id;
		const char *type = id ? cew_node_get_text(cew_node_get(resources, id), "Type") : NULL;
		struct cew_buf text;
		if (!type)
			continue;
		cew_buf_init(&text, 1024);
		cew_buf_fmt(&text, "The following resource(s) require capabilities: [%s]", type);
		demo_xml_text(x, "CapabilitiesReason", cew_buf_text(&text));
		cew_buf_finish(&text);
		return;
	}
}

static enum cew_status write_capabilities(const struct demo_call *call, struct demo_xml *x,
                                          const struct cew_cfn_template *t, struct cew_error *err)
{
	struct cew_cfn_inputs inputs = {.region = call->region, .account_id = call->demo->account};
	struct cew_cfn_eval *e;
	enum cew_status status = cew_cfn_evaluate(t, &inputs, &e, err);
	if (status == CEW_INVALID || status == CEW_LIMIT) {
		struct cew_error why = *err;
		return demo_refuse(err, DEMO_INVALID, "Template error: %s", why.what);
	}
	if (status)
		return status;
	if (cew_cfn_capability_count(e)) {
		demo_xml_open(x, "Capabilities");
		for (size_t i = 0; i < cew_cfn_capability_count(e); i++)
			demo_xml_text(x, "member", cew_cfn_capability_at(e, i)->name);
		demo_xml_close(x);
		write_reason(x, e, t);
	}
	cew_cfn_eval_destroy(e);
	return CEW_OK;
}

static void write_transforms(struct demo_xml *x, const struct cew_cfn_template *t)
{
	const struct cew_node *transform = cew_node_get(cew_cfn_root(t), "Transform");
	if (!transform)
		return;
	demo_xml_open(x, "DeclaredTransforms");
	if (cew_node_is(transform, CEW_NODE_SCALAR))
		demo_xml_text(x, "member", cew_node_text(transform));
	for (size_t i = 0; cew_node_is(transform, CEW_NODE_SEQ) && i < cew_node_count(transform); i++)
		demo_xml_text(x, "member", cew_node_text(cew_node_at(transform, i)));
	demo_xml_close(x);
}

/* ---- ValidateTemplate ---- */

enum cew_status demo_validate_template(struct demo_call *call, struct cew_error *err)
{
	struct cew_cfn_template *t;
	enum cew_status status = demo_read_template(call, NULL, &t, err);
	if (status)
		return status;
	write_parameters(&call->xml, t, false);
	demo_xml_text(&call->xml, "Description", cew_cfn_description(t));
	status = write_capabilities(call, &call->xml, t, err);
	write_transforms(&call->xml, t);
	cew_cfn_destroy(t);
	return status;
}

/* ---- GetTemplateSummary ---- */

static void write_types(struct demo_xml *x, const struct cew_cfn_template *t)
{
	const struct cew_node *resources = cew_node_get(cew_cfn_root(t), "Resources");
	demo_xml_open(x, "ResourceTypes");
	for (size_t i = 0; i < cew_node_count(resources); i++) {
		const char *type = cew_node_get_text(cew_node_at(resources, i), "Type");
		bool seen = !type;
		for (size_t k = 0; !seen && k < i; k++) {
			const char *other = cew_node_get_text(cew_node_at(resources, k), "Type");
			seen = other && strcmp(other, type) == 0;
		}
		if (!seen)
			demo_xml_text(x, "member", type);
	}
	demo_xml_close(x);
}

static void write_metadata(struct demo_xml *x, const struct cew_cfn_template *t)
{
	const struct cew_node *metadata = cew_node_get(cew_cfn_root(t), "Metadata");
	struct cew_buf json;
	if (!metadata)
		return;
	cew_buf_init(&json, CEW_CFN_TEMPLATE_MAX * 2);
	if (cew_doc_write_json(metadata, &json, NULL) == CEW_OK)
		demo_xml_text(x, "Metadata", cew_buf_text(&json));
	cew_buf_finish(&json);
}

static enum cew_status write_template_summary(struct demo_call *call, const struct cew_cfn_template *t,
                                              struct cew_error *err)
{
	write_parameters(&call->xml, t, true);
	demo_xml_text(&call->xml, "Description", cew_cfn_description(t));
	enum cew_status status = write_capabilities(call, &call->xml, t, err);
	write_types(&call->xml, t);
	demo_xml_text(&call->xml, "Version", cew_node_get_text(cew_cfn_root(t), "AWSTemplateFormatVersion"));
	write_metadata(&call->xml, t);
	write_transforms(&call->xml, t);
	return status;
}

enum cew_status demo_get_template_summary(struct demo_call *call, struct cew_error *err)
{
	struct cew_cfn_template *t;
	struct demo_stack *s;
	enum cew_status status;
	if (demo_query_get(&call->query, "StackName")) {
		status = demo_find_stack(call, "Stack with id %s does not exist", &s, err);
		if (!status && !s->now->template)
			return demo_refuse(err, DEMO_INVALID, "GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.");
		return status ? status : write_template_summary(call, s->now->template, err);
	}
	status = demo_read_template(call, NULL, &t, err);
	if (status)
		return status;
	status = write_template_summary(call, t, err);
	cew_cfn_destroy(t);
	return status;
}

/* ---- GetTemplate ---- */

enum cew_status demo_get_template(struct demo_call *call, struct cew_error *err)
{
	struct demo_stack *s;
	enum cew_status status = demo_find_stack(call, "Stack with id %s does not exist", &s, err);
	if (status)
		return status;
	if (!s->now->template)
		return demo_refuse(err, DEMO_INVALID, "Stack with id %s does not exist", s->name);
	demo_xml_text(&call->xml, "TemplateBody", cew_cfn_source(s->now->template, NULL));
	demo_xml_open(&call->xml, "StagesAvailable");
	demo_xml_text(&call->xml, "member", "Original");
	demo_xml_text(&call->xml, "member", "Processed");
	demo_xml_close(&call->xml);
	return CEW_OK;
}
