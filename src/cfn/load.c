/* A template is read once: parsed, put into long form, checked and indexed. After that it never changes. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

static const struct cew_doc_limits limits = {
	.max_bytes = CEW_CFN_TEMPLATE_MAX,
	.max_depth = 100,
	.max_nodes = 200000,
};

/* The first of a Transform's names: it may be a text, a list of texts or of maps with a Name. */
static const char *transform_name(const struct cew_node *n)
{
	if (cew_node_is(n, CEW_NODE_SCALAR))
		return cew_node_text(n);
	const char *name = cew_node_get_text(n, "Name");
	return name ? name : "";
}

static void note_transform(struct cew_cfn_template *t, const struct cew_node *n)
{
	const char *name = transform_name(n);
	if (!t->transform)
		t->transform = name;
	if (strcmp(name, "AWS::LanguageExtensions") == 0) {
		t->language_extensions = true;
	} else if (!t->foreign) {
		t->foreign = name;
		t->foreign_at = n;
	}
}

static void read_transforms(struct cew_cfn_template *t, const struct cfn_normalised *seen)
{
	const struct cew_node *n = cew_node_get(t->root, "Transform");
	if (cew_node_is(n, CEW_NODE_SEQ))
		for (size_t i = 0; i < cew_node_count(n); i++)
			note_transform(t, cew_node_at(n, i));
	else if (n)
		note_transform(t, n);
	if (seen->inner_transform)
		note_transform(t, seen->inner_transform);
}

static enum cew_status index_sections(struct cew_cfn_template *t, struct cew_error *err)
{
	struct cfn_sections *s = &t->sections;
	s->mappings = cew_node_get(t->root, "Mappings");
	s->conditions = cew_node_get(t->root, "Conditions");
	s->resources = cew_node_get(t->root, "Resources");
	s->outputs = cew_node_get(t->root, "Outputs");
	s->rules = cew_node_get(t->root, "Rules");
	return cfn_sections_index(s) ? CEW_OK : cew_fail_memory(err);
}

/* Parameters are read even from a template of a wrong shape, to learn what is wrong with them too. */
static enum cew_status read_parsed(struct cew_cfn_template *t, const struct cew_node *parsed, struct cfn_problems *problems,
                                   struct cew_error *err)
{
	struct cfn_normalised seen;
	enum cew_status status = cfn_normalise(t->doc, parsed, &t->root, &seen, problems, err);
	if (status != CEW_OK)
		return status;
	cew_doc_set_root(t->doc, t->root);
	t->has_loops = seen.has_loops;
	read_transforms(t, &seen);
	cfn_shape_check(t, problems);
	return cfn_parameters_read(t, problems, err);
}

static enum cew_status load(struct cew_cfn_template *t, struct cew_vec *told, struct cew_error *err)
{
	enum cew_status status =
	        cew_doc_parse(t->name, t->source, t->source_len, CEW_DOC_AUTO, &limits, &t->doc, err);
	if (status != CEW_OK)
		return status;
	const struct cew_node *parsed = cew_doc_root(t->doc);
	if (!parsed) {
		cew_fail(err, CEW_INVALID, "the template is empty");
		cew_error_where(err, "%s", t->name);
		return CEW_INVALID;
	}
	struct cfn_problems problems;
	cfn_problems_init(&problems, t->doc);
	status = read_parsed(t, parsed, &problems, err);
	if (status == CEW_OK)
		status = cfn_problems_tell(&problems, told, err);
	cfn_problems_finish(&problems);
	return status == CEW_OK ? index_sections(t, err) : status;
}

enum cew_status cew_cfn_load_listing(const char *name, const char *data, size_t len, struct cew_vec *problems,
                                     struct cew_cfn_template **out, struct cew_error *err)
{
	*out = NULL;
	struct cew_cfn_template *t = calloc(1, sizeof *t);
	if (!t)
		return cew_fail_memory(err);
	cew_vec_init(&t->parameters, sizeof(struct cew_cfn_parameter));
	t->name = cew_strdup(name);
	t->source = malloc(len + 1);
	enum cew_status status = CEW_OK;
	if (!t->name || !t->source) {
		status = cew_fail_memory(err);
	} else {
		if (len > 0)
			memcpy(t->source, data, len);
		t->source[len] = '\0';
		t->source_len = len;
		status = load(t, problems, err);
	}
	if (status != CEW_OK) {
		cew_cfn_destroy(t);
		return status;
	}
	*out = t;
	return CEW_OK;
}

enum cew_status cew_cfn_load(const char *name, const char *data, size_t len, struct cew_cfn_template **out,
                             struct cew_error *err)
{
	return cew_cfn_load_listing(name, data, len, NULL, out, err);
}

void cew_cfn_destroy(struct cew_cfn_template *t)
{
	if (!t)
		return;
	cfn_sections_finish(&t->sections);
	cfn_index_finish(&t->parameter_index);
	cew_vec_finish(&t->parameters);
	free(t->allowed);
	cew_doc_destroy(t->doc);
	free(t->source);
	free(t->name);
	free(t);
}

const char *cew_cfn_name(const struct cew_cfn_template *t)
{
	return t->name;
}

const char *cew_cfn_source(const struct cew_cfn_template *t, size_t *len)
{
	if (len)
		*len = t->source_len;
	return t->source;
}

const char *cew_cfn_description(const struct cew_cfn_template *t)
{
	return cew_node_get_text(t->root, "Description");
}

const struct cew_node *cew_cfn_root(const struct cew_cfn_template *t)
{
	return t->root;
}

const struct cew_doc *cew_cfn_doc(const struct cew_cfn_template *t)
{
	return t->doc;
}

enum cew_status cew_cfn_compact(const struct cew_cfn_template *t, struct cew_buf *out, struct cew_error *err)
{
	return cew_doc_write_json(t->root, out, err);
}

size_t cew_cfn_parameter_count(const struct cew_cfn_template *t)
{
	return t->parameters.len;
}

const struct cew_cfn_parameter *cew_cfn_parameter_at(const struct cew_cfn_template *t, size_t i)
{
	return cew_vec_at(&t->parameters, i);
}

const struct cew_cfn_parameter *cew_cfn_parameter_find(const struct cew_cfn_template *t, const char *name)
{
	size_t i = cfn_index_get(&t->parameter_index, name);
	return i == CFN_NONE ? NULL : cew_vec_at(&t->parameters, i);
}
