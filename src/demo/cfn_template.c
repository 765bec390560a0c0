/* The template of a request: its size and shape, with the texts in which CloudFormation refuses it. */
#include "cloudformation.h"
#include "s3.h"

#include <stdio.h>
#include <string.h>

#define RESOURCES_MAX 500

#define FORMAT_ERROR "Template format error: "

static bool is_json(const char *text)
{
	text += strspn(text, " \t\r\n");
	return *text == '{' || *text == '[';
}

/* The place of a syntax error, out of "name:line:column". */
static enum cew_status not_well_formed(const char *text, const struct cew_error *why, struct cew_error *err)
{
	unsigned line = 1, column = 1;
	const char *place = strchr(why->where, ':');
	if (place)
		sscanf(place, ":%u:%u", &line, &column);
	return demo_refuse(err, DEMO_INVALID, FORMAT_ERROR "%s not well-formed. (line %u, column %u)",
	                   is_json(text) ? "JSON" : "YAML", line, column);
}

static bool is_alphanumeric(const char *text)
{
	for (; *text; text++)
		if (!((*text >= '0' && *text <= '9') || (*text >= 'A' && *text <= 'Z') || (*text >= 'a' && *text <= 'z')))
			return false;
	return true;
}

static bool is_one_of(const char *name, const char *const *list)
{
	while (*list && strcmp(*list, name) != 0)
		list++;
	return *list != NULL;
}

static enum cew_status check_resource(const char *id, const struct cew_node *r, bool macros, struct cew_error *err)
{
	static const char *const known[] = {
		"Type",           "Properties",   "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata",
		"CreationPolicy", "UpdatePolicy", "Version",   NULL};
	if (strncmp(id, "Fn::", 4) == 0 && macros)
		return CEW_OK;
	if (!is_alphanumeric(id))
		return demo_refuse(err, DEMO_INVALID, FORMAT_ERROR "Resource name %s is non alphanumeric.", id);
	if (!cew_node_is(r, CEW_NODE_MAP))
		return demo_refuse(err, DEMO_INVALID, FORMAT_ERROR "[/Resources/%s] resource definition is malformed", id);
	if (!cew_node_get_text(r, "Type"))
		return demo_refuse(err, DEMO_INVALID,
		                   FORMAT_ERROR "[/Resources/%s] Every Resources object must contain a Type member.", id);
	for (size_t i = 0; i < cew_node_count(r); i++)
		if (!is_one_of(cew_node_text(cew_node_key(r, i)), known))
			return demo_refuse(err, DEMO_INVALID, "Invalid template resource property '%s'",
			                   cew_node_text(cew_node_key(r, i)));
	return CEW_OK;
}

static enum cew_status check_types(const struct cew_node *resources, struct cew_error *err)
{
	struct cew_buf unknown;
	cew_buf_init(&unknown, 4096);
	for (size_t i = 0; i < cew_node_count(resources); i++) {
		const char *type = cew_node_get_text(cew_node_at(resources, i), "Type");
		bool matches = true;
		if (type)
			cew_pattern_matches("(AWS::|Alexa::|Custom::|[A-Za-z0-9]+::)[A-Za-z0-9@_:-]+", type, &matches, NULL);
		if (!matches)
			cew_buf_fmt(&unknown, "%s%s", unknown.len ? ", " : "", type);
	}
	enum cew_status status = CEW_OK;
	if (unknown.len)
		status =
			demo_refuse(err, DEMO_INVALID, FORMAT_ERROR "Unrecognized resource types: [%s]", cew_buf_text(&unknown));
	cew_buf_finish(&unknown);
	return status;
}

static enum cew_status check_sections(const struct cew_node *root, struct cew_error *err)
{
	static const char *const known[] = {"AWSTemplateFormatVersion",
	                                    "Description",
	                                    "Metadata",
	                                    "Parameters",
	                                    "Rules",
	                                    "Mappings",
	                                    "Conditions",
	                                    "Transform",
	                                    "Resources",
	                                    "Outputs",
	                                    "Hooks",
	                                    "Globals",
	                                    NULL};
	struct cew_buf unknown;
	enum cew_status status = CEW_OK;
	cew_buf_init(&unknown, 4096);
	for (size_t i = 0; i < cew_node_count(root); i++) {
		const char *name = cew_node_text(cew_node_key(root, i));
		if (!is_one_of(name, known))
			cew_buf_fmt(&unknown, "%s%s", unknown.len ? ", " : "", name);
	}
	if (unknown.len)
		status = demo_refuse(err, DEMO_INVALID, "Invalid template property or properties [%s]", cew_buf_text(&unknown));
	cew_buf_finish(&unknown);
	return status;
}

static enum cew_status check_shape(const struct cew_node *root, struct cew_error *err)
{
	if (!cew_node_is(root, CEW_NODE_MAP))
		return demo_refuse(err, DEMO_INVALID, FORMAT_ERROR "unsupported structure.");
	enum cew_status status = check_sections(root, err);
	const struct cew_node *resources = cew_node_get(root, "Resources");
	size_t count = cew_node_count(resources);
	if (status)
		return status;
	if (!cew_node_is(resources, CEW_NODE_MAP) || count == 0)
		return demo_refuse(err, DEMO_INVALID, FORMAT_ERROR "At least one Resources member must be defined.");
	if (count > RESOURCES_MAX)
		return demo_refuse(err, DEMO_INVALID,
		                   FORMAT_ERROR "Number of resources, %zu, is greater than maximum allowed, %d", count,
		                   RESOURCES_MAX);
	for (size_t i = 0; !status && i < count; i++)
		status = check_resource(cew_node_text(cew_node_key(resources, i)), cew_node_at(resources, i),
		                        cew_node_get(root, "Transform") != NULL, err);
	return status ? status : check_types(resources, err);
}

static enum cew_status load(const char *body, struct cew_cfn_template **out, struct cew_error *err)
{
	struct cew_doc *doc;
	struct cew_error why;
	size_t len = strlen(body);
	enum cew_status status = cew_doc_parse("template", body, len, CEW_DOC_AUTO, NULL, &doc, &why);
	if (status == CEW_INVALID)
		return not_well_formed(body, &why, err);
	if (status)
		return cew_fail(err, status, "%s", why.what);
	status = check_shape(cew_doc_root(doc), err);
	cew_doc_destroy(doc);
	if (status)
		return status;
	status = cew_cfn_load("template", body, len, out, &why);
	if (status == CEW_INVALID || status == CEW_LIMIT)
		return demo_refuse(err, DEMO_INVALID, FORMAT_ERROR "%s (%s)", why.what, why.where);
	return status ? cew_fail(err, status, "%s", why.what) : CEW_OK;
}

static enum cew_status load_from_url(struct demo_call *call, const char *url, struct cew_cfn_template **out,
                                     struct cew_error *err)
{
	const struct demo_object *o;
	enum cew_status status = demo_s3_fetch(call, url, &o, err);
	if (status)
		return status;
	if (o->len > CEW_CFN_TEMPLATE_MAX)
		return demo_refuse(err, DEMO_INVALID, "Template may not exceed %d bytes in size.", CEW_CFN_TEMPLATE_MAX);
	return load(o->data, out, err);
}

enum cew_status demo_read_template(struct demo_call *call, const struct cew_cfn_template *previous,
                                   struct cew_cfn_template **out, struct cew_error *err)
{
	const char *body = demo_query_get(&call->query, "TemplateBody"), *url = demo_query_get(&call->query, "TemplateURL");
	const char *use = demo_query_get(&call->query, "UsePreviousTemplate");
	*out = NULL;
	if (use && strcmp(use, "true") == 0) {
		if (body || url || !previous)
			return demo_refuse(err, DEMO_INVALID,
			                   previous ? "You cannot specify both usePreviousTemplate and Template Body/Template URL."
			                            : "There is no previous template to use.");
		return load(cew_cfn_source(previous, NULL), out, err);
	}
	if (!body && !url)
		return demo_refuse(err, DEMO_INVALID, "Either Template URL or Template Body must be specified.");
	if (!body)
		return load_from_url(call, url, out, err);
	enum cew_status status = demo_check_length(body, "templateBody", 1, CEW_CFN_INLINE_MAX, err);
	return status ? status : load(body, out, err);
}
