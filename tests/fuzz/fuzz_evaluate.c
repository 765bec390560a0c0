/* Fuzz target: any bytes as a template with its inputs. Up to the first NUL stands the template, behind it lines
 * "Name=value": parameters, and "@region", "@stack" and "@account". */
#include "cewizard/cfn.h"

#include "fuzz.h"

#include <string.h>

#define TEXT_MAX (64u << 20)

struct inputs {
	struct cew_cfn_inputs in;
	char *lines;      /* cut up at the line ends */
	size_t lines_len;
};

static const char *value_of(const struct inputs *x, const char *name)
{
	size_t len = strlen(name);
	for (const char *at = x->lines, *end = x->lines + x->lines_len; at < end; at += strlen(at) + 1)
		if (strncmp(at, name, len) == 0 && at[len] == '=')
			return at + len + 1;
	return NULL;
}

static const char *parameter(void *ctx, const char *name)
{
	return value_of(ctx, name);
}

static const char *template_of(const uint8_t *data, size_t size, size_t *len, struct inputs *x)
{
	const char *text = (const char *)data, *nul = size ? memchr(text, '\0', size) : NULL;
	*len = nul ? (size_t)(nul - text) : size;
	x->lines_len = nul ? size - *len - 1 : 0;
	x->lines = calloc(x->lines_len + 1, 1);
	FUZZ_CHECK(x->lines, "no memory");
	for (size_t i = 0; i < x->lines_len; i++)
		x->lines[i] = nul[1 + i] == '\n' ? '\0' : nul[1 + i];
	x->in.region = value_of(x, "@region");
	x->in.stack_name = value_of(x, "@stack");
	x->in.account_id = value_of(x, "@account");
	x->in.parameter = parameter;
	x->in.ctx = x;
	return text;
}

/* ---- what holds for one evaluation ------------------------------------------------------------------------------- */

static void check_order(const struct cew_cfn_eval *e)
{
	for (size_t i = 0; i < cew_cfn_resource_count(e); i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(e, i);
		FUZZ_CHECK(cew_cfn_resource_find(e, r->logical_id) == r, "%s is not found", r->logical_id);
		for (size_t k = 0; k < r->depends_on_count; k++) {
			FUZZ_CHECK(r->depends_on[k] < i, "%s comes before what it needs", r->logical_id);
			FUZZ_CHECK(cew_cfn_resource_at(e, r->depends_on[k])->depth < r->depth, "%s has a wrong depth", r->logical_id);
		}
	}
}

static void check_texts(const struct cew_cfn_eval *e)
{
	for (size_t i = 0; i < cew_cfn_finding_count(e); i++) {
		const struct cew_cfn_finding *f = cew_cfn_finding_at(e, i);
		FUZZ_CHECK(f->message[0] && f->rule[0] && f->remedy, "a finding that tells nothing");
	}
	for (size_t i = 0; i < cew_cfn_name_count(e); i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(e, i);
		FUZZ_CHECK(n->value && n->ok == !n->problem, "the name of %s contradicts itself", n->logical_id);
	}
}

/* The later evaluation of a single resource and of the outputs. */
static void resolve(const struct cew_cfn_eval *e)
{
	const struct cew_node *out;
	for (size_t i = 0; i < cew_cfn_resource_count(e); i++) {
		struct cew_error err = {0};
		struct cew_doc *doc = cew_doc_create("resolved");
		enum cew_status status = cew_cfn_resolve_resource(e, cew_cfn_resource_at(e, i)->logical_id, doc, &out, &err);
		FUZZ_CHECK(status == CEW_OK || err.what[0], "an error that tells nothing");
		cew_doc_destroy(doc);
	}
	struct cew_doc *doc = cew_doc_create("outputs");
	cew_cfn_resolve_outputs(e, doc, &out, NULL);
	cew_doc_destroy(doc);
}

static void check_parameters(const struct cew_cfn_template *t, const struct inputs *x)
{
	for (size_t i = 0; i < cew_cfn_parameter_count(t); i++) {
		const struct cew_cfn_parameter *p = cew_cfn_parameter_at(t, i);
		const char *value = value_of(x, p->name);
		struct cew_error err = {0};
		FUZZ_CHECK(cew_cfn_parameter_find(t, p->name) == p, "%s is not found", p->name);
		if (cew_cfn_parameter_check(p, value ? value : "a,1", &err) != CEW_OK)
			FUZZ_CHECK(err.what[0], "%s is refused without a word", p->name);
	}
}

/* ---- what holds for two of the same template --------------------------------------------------------------------- */

static void describe(const struct cew_cfn_eval *e, struct cew_buf *out)
{
	for (size_t i = 0; i < cew_cfn_condition_count(e); i++) {
		const struct cew_cfn_condition *c = cew_cfn_condition_at(e, i);
		cew_buf_fmt(out, "condition %s %d %d\n", c->name, c->value, c->known);
	}
	for (size_t i = 0; i < cew_cfn_resource_count(e); i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(e, i);
		cew_buf_fmt(out, "resource %s %s %s\n", r->logical_id, r->type, r->deletion_policy);
		for (size_t k = 0; k < r->depends_on_count; k++)
			cew_buf_fmt(out, " needs %zu", r->depends_on[k]);
		cew_cfn_display(r->properties, out);
		cew_buf_char(out, '\n');
	}
	for (size_t i = 0; i < cew_cfn_output_count(e); i++) {
		cew_buf_fmt(out, "output %s ", cew_cfn_output_at(e, i)->name);
		cew_cfn_display(cew_cfn_output_at(e, i)->value, out);
		cew_buf_char(out, '\n');
	}
	for (size_t i = 0; i < cew_cfn_capability_count(e); i++)
		cew_buf_fmt(out, "capability %s\n", cew_cfn_capability_at(e, i)->name);
	/* Their order is that of the lines, of which the compact form has but one; and it has no number left that is told
	 * to be ambiguous. */
	size_t findings = 0;
	for (size_t i = 0; i < cew_cfn_finding_count(e); i++)
		findings += strcmp(cew_cfn_finding_at(e, i)->rule, "ambiguous-number") != 0;
	cew_buf_fmt(out, "findings %zu\n", findings);
}

static void check_same(const struct cew_cfn_template *t, const struct cew_cfn_eval *e, const struct inputs *x)
{
	struct cew_cfn_eval *other;
	struct cew_error err = {0};
	struct cew_buf before, after;
	if (cew_cfn_evaluate(t, &x->in, &other, &err) != CEW_OK)
		FUZZ_CHECK(false, "the compact form is not evaluated: %s", err.what);
	cew_buf_init(&before, TEXT_MAX);
	cew_buf_init(&after, TEXT_MAX);
	describe(e, &before);
	describe(other, &after);
	FUZZ_CHECK(before.len == after.len && memcmp(cew_buf_text(&before), cew_buf_text(&after), before.len) == 0,
	           "the compact form means something else\n--- source\n%s\n--- compact\n%s", cew_buf_text(&before),
	           cew_buf_text(&after));
	cew_buf_finish(&before);
	cew_buf_finish(&after);
	cew_cfn_eval_destroy(other);
}

/* The compact form loads, is its own compact form, and means the same. `e` may be NULL. */
static void check_compact(const struct cew_cfn_template *t, const struct cew_cfn_eval *e, const struct inputs *x)
{
	struct cew_cfn_template *again;
	struct cew_error err = {0};
	struct cew_buf first, second;
	cew_buf_init(&first, TEXT_MAX);
	cew_buf_init(&second, TEXT_MAX);
	FUZZ_CHECK(cew_cfn_compact(t, &first, &err) == CEW_OK, "%s", err.what);
	enum cew_status status = cew_cfn_load("compact", cew_buf_text(&first), first.len, &again, &err);
	FUZZ_CHECK(status == CEW_OK || status == CEW_LIMIT, "%s %s: %s", err.where, err.what, cew_buf_text(&first));
	if (status == CEW_OK) {
		cew_cfn_compact(again, &second, &err);
		FUZZ_CHECK(strcmp(cew_buf_text(&first), cew_buf_text(&second)) == 0, "%s\n%s", cew_buf_text(&first),
		           cew_buf_text(&second));
		if (e)
			check_same(again, e, x);
		cew_cfn_destroy(again);
	}
	cew_buf_finish(&first);
	cew_buf_finish(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct inputs x = {.lines = NULL};
	struct cew_cfn_template *t;
	struct cew_cfn_eval *e = NULL;
	struct cew_error err = {0};
	size_t len;
	const char *text = template_of(data, size, &len, &x);
	if (cew_cfn_load("input", text, len, &t, &err) == CEW_OK) {
		if (cew_cfn_evaluate(t, &x.in, &e, &err) == CEW_OK) {
			check_order(e);
			check_texts(e);
			resolve(e);
		} else {
			FUZZ_CHECK(err.what[0] && !e, "an error that tells nothing");
		}
		check_parameters(t, &x);
		check_compact(t, e, &x);
		cew_cfn_eval_destroy(e);
		cew_cfn_destroy(t);
	} else {
		FUZZ_CHECK(err.what[0] && !t && strncmp(err.where, "input", 5) == 0, "an error that tells nothing: %s", err.what);
	}
	free(x.lines);
	return 0;
}
