/* An evaluation from start to end, its results, and the later one of a single resource. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

/* ---- life -------------------------------------------------------------------------------------------------------- */

/* What was not chosen yet is as unknown as what nobody can know. */
static const char *chosen(const char *text)
{
	return text && *text ? text : NULL;
}

static struct cew_cfn_eval *create(const struct cew_cfn_template *t, const struct cew_cfn_inputs *inputs)
{
	struct cew_cfn_eval *e = calloc(1, sizeof *e);
	if (!e)
		return NULL;
	e->t = t;
	e->in = *inputs;
	e->s = &t->sections;
	cfn_texts_init(&e->texts);
	cew_vec_init(&e->conditions, sizeof(struct cew_cfn_condition));
	cew_vec_init(&e->resources, sizeof(struct cew_cfn_resource));
	cew_vec_init(&e->names, sizeof(struct cew_cfn_resource_name));
	cew_vec_init(&e->outputs, sizeof(struct cew_cfn_output));
	cew_vec_init(&e->findings, sizeof(struct cew_cfn_finding));
	cew_vec_init(&e->capabilities, sizeof(struct cew_cfn_capability));
	e->in.region = chosen(inputs->region);
	e->in.account_id = chosen(inputs->account_id);
	e->in.stack_id = chosen(inputs->stack_id);
	e->in.stack_name = chosen(inputs->stack_name);
	const char *suffix, *partition = cew_cfn_partition(e->in.region, &suffix);
	if (!e->in.partition && e->in.region)
		e->in.partition = partition;
	if (!e->in.url_suffix && e->in.region)
		e->in.url_suffix = suffix;
	e->doc = cew_doc_create(t->name);
	if (e->doc)
		return e;
	cew_cfn_eval_destroy(e);
	return NULL;
}

void cew_cfn_eval_destroy(struct cew_cfn_eval *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->made_count; i++)
		cew_vec_finish(&e->made[i].edges);
	free(e->made);
	free(e->stamps);
	free(e->depends_on);
	free(e->askers);
	free(e->condition_state);
	cfn_index_finish(&e->result_index);
	cfn_sections_finish(&e->own);
	cew_vec_finish(&e->conditions);
	cew_vec_finish(&e->resources);
	cew_vec_finish(&e->names);
	cew_vec_finish(&e->outputs);
	cew_vec_finish(&e->findings);
	cew_vec_finish(&e->capabilities);
	cfn_texts_finish(&e->texts);
	cew_doc_destroy(e->doc);
	free(e);
}

/* ---- steps ------------------------------------------------------------------------------------------------------- */

static enum cew_status prepare(struct cfn_ctx *c, struct cew_cfn_eval *e)
{
	if (e->t->has_loops && e->t->language_extensions) {
		enum cew_status status = cfn_loops_expand(c, e->t, &e->own);
		if (status != CEW_OK)
			return status;
		e->s = &e->own;
	}
	size_t resources = cew_node_count(e->s->resources), conditions = cew_node_count(e->s->conditions);
	e->made = calloc(resources + 1, sizeof *e->made);
	e->stamps = calloc(resources + 1, sizeof *e->stamps);
	e->condition_state = calloc(conditions + 1, 1);
	if (!e->made || !e->stamps || !e->condition_state)
		return cew_fail_memory(c->err);
	e->made_count = resources;
	for (size_t i = 0; i < resources; i++)
		cew_vec_init(&e->made[i].edges, sizeof(size_t));
	return CEW_OK;
}

static enum cew_status settle_conditions(struct cfn_ctx *c, struct cew_cfn_eval *e)
{
	const struct cew_node *map = e->s->conditions;
	for (size_t i = 0; i < cew_node_count(map); i++) {
		const char *name = cew_node_text(cew_node_key(map, i));
		enum cfn_truth truth = cfn_condition(c, name, cew_node_at(map, i));
		struct cew_cfn_condition r = {.name = name, .value = truth == CFN_TRUE, .known = cfn_condition_known(e, i)};
		if (c->status != CEW_OK)
			return c->status;
		if (!cew_vec_push(&e->conditions, &r))
			return cew_fail_memory(c->err);
	}
	return CEW_OK;
}

static bool holds(struct cfn_ctx *c, const struct cew_node *n)
{
	const struct cew_node *condition = cew_node_get(n, "Condition");
	if (!condition || cfn_index_get(&c->e->s->condition_index, cew_node_text(condition)) == CFN_NONE)
		return true;
	return cfn_condition(c, cew_node_text(condition), condition) == CFN_TRUE;
}

static void decide_made(struct cfn_ctx *c, struct cew_cfn_eval *e)
{
	for (size_t i = 0; i < e->made_count; i++) {
		const struct cew_node *r = cew_node_at(e->s->resources, i);
		/* a macro's key is no resource */
		e->made[i].made = cew_node_get_text(r, "Type") && holds(c, r);
	}
}

/* Resources that have no policy are deleted with the stack, but databases leave a snapshot (CloudFormation
 * User Guide, DeletionPolicy). */
static const char *deletion_policy(struct cfn_ctx *c, const struct cew_node *r)
{
	const struct cew_node *n = cew_node_get(r, "DeletionPolicy");
	const char *type = cew_node_get_text(r, "Type"), *text;
	size_t len;
	if (n) {
		cfn_eval_text(c, n, &text, &len);
		return text ? text : "Delete";
	}
	bool cluster = strcmp(type, "AWS::RDS::DBCluster") == 0;
	bool instance = strcmp(type, "AWS::RDS::DBInstance") == 0 &&
	                !cew_node_get(cew_node_get(r, "Properties"), "DBClusterIdentifier");
	return cluster || instance ? "Snapshot" : "Delete";
}

static void add_explicit(struct cfn_ctx *c, size_t from, const struct cew_node *n)
{
	const struct cew_cfn_eval *e = c->e;
	bool list = cew_node_is(n, CEW_NODE_SEQ);
	for (size_t i = 0; n && i < (list ? cew_node_count(n) : 1); i++) {
		size_t to = cfn_index_get(&e->s->resource_index, cew_node_text(list ? cew_node_at(n, i) : n));
		if (to == CFN_NONE || !e->made[to].made || e->stamps[to] == from + 1)
			continue;
		e->stamps[to] = from + 1;
		if (!cew_vec_push(&e->made[from].edges, &to))
			cfn_made(c, NULL);
	}
}

static const struct cew_node *evaluate_properties(struct cfn_ctx *c, const struct cew_node *source)
{
	const struct cew_node *n = source ? cfn_eval(c, source) : c->no_value;
	return n == c->no_value ? cfn_made(c, cew_doc_map(c->doc)) : n;
}

/* Metadata and policies count for dependencies only. */
static void evaluate_resource(struct cfn_ctx *c, struct cew_cfn_eval *e, size_t i)
{
	static const char *const others[] = {"Metadata", "CreationPolicy", "UpdatePolicy"};
	const struct cew_node *r = cew_node_at(e->s->resources, i), *properties = cew_node_get(r, "Properties");
	c->subject = cew_node_text(cew_node_key(e->s->resources, i));
	c->place = CFN_IN_RESOURCE;
	c->from = i;
	e->made[i].properties = evaluate_properties(c, properties);
	for (size_t k = 0; k < CEW_COUNT(others); k++)
		if (cew_node_get(r, others[k]))
			cfn_eval(c, cew_node_get(r, others[k]));
	e->made[i].deletion_policy = deletion_policy(c, r);
	add_explicit(c, i, cew_node_get(r, "DependsOn"));
	c->from = CFN_NONE;
	c->subject = NULL;
}

static enum cew_status evaluate_resources(struct cfn_ctx *c, struct cew_cfn_eval *e)
{
	for (size_t i = 0; i < e->made_count && c->status == CEW_OK; i++)
		if (e->made[i].made)
			evaluate_resource(c, e, i);
	return c->status == CEW_OK ? cfn_graph_order(c, e) : c->status;
}

static const char *text_of(struct cfn_ctx *c, const struct cew_node *evaluated)
{
	struct cew_buf text;
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX);
	const char *out = NULL;
	if (cew_cfn_display(evaluated, &text) == CEW_NO_MEMORY)
		cfn_made(c, NULL);
	else
		out = cfn_stable(c, cew_buf_text(&text));
	cew_buf_finish(&text);
	return out;
}

static enum cew_status evaluate_outputs(struct cfn_ctx *c, struct cew_cfn_eval *e)
{
	c->place = CFN_IN_OUTPUT;
	for (size_t i = 0; c->status == CEW_OK && i < cew_node_count(e->s->outputs); i++) {
		const struct cew_node *o = cew_node_at(e->s->outputs, i), *export = cew_node_get(cew_node_get(o, "Export"), "Name");
		if (!cew_node_get(o, "Value") || !holds(c, o))
			continue;
		c->subject = cew_node_text(cew_node_key(e->s->outputs, i));
		struct cew_cfn_output r = {
			.name = c->subject,
			.description = cew_node_get_text(o, "Description"),
			.value = cfn_eval(c, cew_node_get(o, "Value")),
		};
		const struct cew_node *name = export ? cfn_eval(c, export) : NULL;
		r.export_name = name ? text_of(c, name) : NULL;
		if (r.value && !cew_vec_push(&e->outputs, &r))
			cfn_made(c, NULL);
	}
	c->subject = NULL;
	return c->status;
}

/* By line, and as they were found within one. */
static int by_place(const void *a, const void *b)
{
	const struct cew_cfn_finding *x = a, *y = b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	int order = strcmp(x->rule, y->rule);
	return order ? order : strcmp(x->message, y->message);
}

static enum cew_status run(struct cfn_ctx *c, struct cew_cfn_eval *e)
{
	enum cew_status status = prepare(c, e);
	if (status != CEW_OK)
		return status;
	cfn_lint(c);
	status = c->status == CEW_OK ? settle_conditions(c, e) : c->status;
	if (status != CEW_OK)
		return status;
	cfn_rules_check(c);
	decide_made(c, e);
	status = c->status == CEW_OK ? evaluate_resources(c, e) : c->status;
	if (status == CEW_OK)
		status = evaluate_outputs(c, e);
	if (status == CEW_OK)
		status = cfn_names_collect(c, e);
	if (status == CEW_OK)
		status = cfn_capabilities_collect(c, e);
	if (status != CEW_OK)
		return status;
	cfn_findings_collect(c, e);
	if (e->findings.len > 1)
		qsort(e->findings.items, e->findings.len, e->findings.item_size, by_place);
	return c->status;
}

enum cew_status cew_cfn_evaluate(const struct cew_cfn_template *t, const struct cew_cfn_inputs *inputs,
                                 struct cew_cfn_eval **out, struct cew_error *err)
{
	struct cfn_ctx c;
	*out = NULL;
	struct cew_cfn_eval *e = create(t, inputs);
	if (!e || !cfn_ctx_init(&c, e, e->doc, &e->texts)) {
		cew_cfn_eval_destroy(e);
		return cew_fail_memory(err);
	}
	c.err = err;
	c.findings = &e->findings;
	enum cew_status status = run(&c, e);
	if (status != CEW_OK) {
		cew_cfn_eval_destroy(e);
		return status;
	}
	*out = e;
	return CEW_OK;
}

/* ---- again, when more is known ----------------------------------------------------------------------------------- */

static enum cew_status finish(struct cfn_ctx *c, const struct cew_node *n, const struct cew_node **out)
{
	*out = n;
	if (c->status != CEW_OK)
		return c->status;
	return n ? CEW_OK : cew_fail_memory(c->err);
}

enum cew_status cew_cfn_resolve_resource(const struct cew_cfn_eval *e, const char *logical_id, struct cew_doc *doc,
                                         const struct cew_node **out, struct cew_error *err)
{
	struct cfn_texts texts;
	struct cfn_ctx c;
	*out = NULL;
	const struct cew_cfn_resource *r = cew_cfn_resource_find(e, logical_id);
	if (!r)
		return cew_fail(err, CEW_NOT_FOUND, "the stack makes no resource %.255s", logical_id);
	if (!cfn_ctx_init(&c, e, doc, &texts))
		return cew_fail_memory(err);
	cfn_texts_init(&texts);
	c.err = err;
	c.subject = r->logical_id;
	const struct cew_node *properties = cew_node_get(r->source, "Properties");
	const struct cew_node *n = evaluate_properties(&c, properties);
	cfn_texts_finish(&texts);
	return finish(&c, n, out);
}

enum cew_status cew_cfn_resolve_outputs(const struct cew_cfn_eval *e, struct cew_doc *doc, const struct cew_node **out,
                                        struct cew_error *err)
{
	struct cfn_texts texts;
	struct cfn_ctx c;
	*out = NULL;
	struct cew_node *map = cew_doc_map(doc);
	if (!cfn_ctx_init(&c, e, doc, &texts))
		return cew_fail_memory(err);
	cfn_texts_init(&texts);
	c.err = err;
	c.place = CFN_IN_OUTPUT;
	for (size_t i = 0; map && i < e->outputs.len; i++) {
		c.subject = ((struct cew_cfn_output *)cew_vec_at(&e->outputs, i))->name;
		const struct cew_node *source = cew_node_get(cew_node_get(e->s->outputs, c.subject), "Value");
		map = cew_map_put(doc, map, c.subject, cfn_eval(&c, source));
	}
	cfn_texts_finish(&texts);
	return finish(&c, map, out);
}

/* ---- results ----------------------------------------------------------------------------------------------------- */

size_t cew_cfn_condition_count(const struct cew_cfn_eval *e)
{
	return e->conditions.len;
}

const struct cew_cfn_condition *cew_cfn_condition_at(const struct cew_cfn_eval *e, size_t i)
{
	return cew_vec_at(&e->conditions, i);
}

size_t cew_cfn_resource_count(const struct cew_cfn_eval *e)
{
	return e->resources.len;
}

const struct cew_cfn_resource *cew_cfn_resource_at(const struct cew_cfn_eval *e, size_t i)
{
	return cew_vec_at(&e->resources, i);
}

const struct cew_cfn_resource *cew_cfn_resource_find(const struct cew_cfn_eval *e, const char *logical_id)
{
	size_t i = cfn_index_get(&e->result_index, logical_id);
	return i == CFN_NONE ? NULL : cew_vec_at(&e->resources, i);
}

size_t cew_cfn_name_count(const struct cew_cfn_eval *e)
{
	return e->names.len;
}

const struct cew_cfn_resource_name *cew_cfn_name_at(const struct cew_cfn_eval *e, size_t i)
{
	return cew_vec_at(&e->names, i);
}

size_t cew_cfn_output_count(const struct cew_cfn_eval *e)
{
	return e->outputs.len;
}

const struct cew_cfn_output *cew_cfn_output_at(const struct cew_cfn_eval *e, size_t i)
{
	return cew_vec_at(&e->outputs, i);
}

size_t cew_cfn_finding_count(const struct cew_cfn_eval *e)
{
	return e->findings.len;
}

const struct cew_cfn_finding *cew_cfn_finding_at(const struct cew_cfn_eval *e, size_t i)
{
	return cew_vec_at(&e->findings, i);
}

size_t cew_cfn_capability_count(const struct cew_cfn_eval *e)
{
	return e->capabilities.len;
}

const struct cew_cfn_capability *cew_cfn_capability_at(const struct cew_cfn_eval *e, size_t i)
{
	return cew_vec_at(&e->capabilities, i);
}
