/* Templates in tests/data/cfn, each with what must come of it. Nothing is listed here: a file put there is tested.
 *
 * good/NAME.yaml or NAME.json   a template; NAME.expected.json beside it is a list of cases, each with the "inputs" of an
 *                               evaluation and the "result". The compact form must mean the same in every case.
 * broken/NAME.yaml …            a template that is refused; NAME.error has where, what, and the hint if there is one.
 *
 * With CEW_UPDATE set in the environment, results and errors are written instead of compared: read what changed. */
#include "report.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOOD TEST_DATA "/cfn/good"
#define BROKEN TEST_DATA "/cfn/broken"

/* ---- files ------------------------------------------------------------------------------------------------------- */

static bool is_template(const struct dirent *entry)
{
	const char *dot = strchr(entry->d_name, '.');
	return dot && dot != entry->d_name && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".json") == 0);
}

static int template_only(const struct dirent *entry)
{
	return is_template(entry);
}

static void read_file(const char *path, struct cew_buf *out)
{
	struct cew_error err;
	cew_buf_init(out, CEW_CFN_TEMPLATE_MAX + 1);
	if (cew_file_read(path, out->max, out, &err) != CEW_OK)
		fail_msg("%s", err.what);
}

/* "DIR/NAME.yaml" with another end. */
static char *beside(const char *dir, const char *name, const char *end)
{
	char *path = cew_fmt("%s/%.*s%s", dir, (int)strcspn(name, "."), name, end);
	assert_non_null(path);
	return path;
}

static void keep_or_compare(const char *path, const struct cew_buf *actual)
{
	struct cew_buf kept;
	if (getenv("CEW_UPDATE")) {
		assert_int_equal(cew_file_replace(path, cew_buf_text(actual), actual->len, 0644, NULL), CEW_OK);
		return;
	}
	read_file(path, &kept);
	if (strcmp(cew_buf_text(&kept), cew_buf_text(actual)) != 0)
		fail_msg("%s does not hold what came out:\n%s", path, cew_buf_text(actual));
	cew_buf_finish(&kept);
}

/* The function runs once for each template of a directory. */
static void each(const char *dir, void (*run)(const char *dir, const char *name))
{
	struct dirent **entries;
	int count = scandir(dir, &entries, template_only, alphasort);
	assert_true(count > 0);
	for (int i = 0; i < count; i++) {
		run(dir, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

static struct cew_cfn_template *load(const char *dir, const char *name)
{
	char *path = cew_fmt("%s/%s", dir, name);
	struct cew_buf text;
	struct cew_cfn_template *t;
	struct cew_error err = {0};
	read_file(path, &text);
	if (cew_cfn_load(name, cew_buf_text(&text), text.len, &t, &err) != CEW_OK)
		fail_msg("%s %s", err.where, err.what);
	cew_buf_finish(&text);
	free(path);
	return t;
}

/* ---- evaluating -------------------------------------------------------------------------------------------------- */

struct given {
	struct cew_cfn_inputs in;
	const struct cew_node *parameters, *zones;
	const char *topics[5];
};

static const char *parameter(void *ctx, const char *name)
{
	return cew_node_get_text(((const struct given *)ctx)->parameters, name);
}

static const struct cew_node *zones(void *ctx, struct cew_doc *doc, const char *region)
{
	(void)region;
	return cew_doc_copy(doc, ((const struct given *)ctx)->zones);
}

static void read_inputs(const struct cew_node *n, struct given *g)
{
	const struct cew_node *topics = cew_node_get(n, "notificationArns");
	*g = (struct given){.parameters = cew_node_get(n, "parameters"), .zones = cew_node_get(n, "zones")};
	g->in.region = cew_node_get_text(n, "region");
	g->in.stack_name = cew_node_get_text(n, "stackName");
	g->in.account_id = cew_node_get_text(n, "accountId");
	g->in.stack_id = cew_node_get_text(n, "stackId");
	g->in.today = atoi(cew_node_get(n, "today") ? cew_node_get_text(n, "today") : "0");
	g->in.notification_arns = g->topics;
	for (; g->in.notification_count < cew_node_count(topics) && g->in.notification_count < 5; g->in.notification_count++)
		g->topics[g->in.notification_count] = cew_node_text(cew_node_at(topics, g->in.notification_count));
	g->in.parameter = parameter;
	g->in.zones = g->zones ? zones : NULL;
	g->in.ctx = g;
}

static struct cew_node *result_of(struct cew_doc *doc, const struct cew_cfn_template *t, const struct cew_node *inputs,
                                  bool places)
{
	struct given g;
	struct cew_cfn_eval *e;
	struct cew_error err = {0};
	read_inputs(inputs, &g);
	if (cew_cfn_evaluate(t, &g.in, &e, &err) != CEW_OK)
		fail_msg("%s: %s %s", cew_cfn_name(t), err.where, err.what);
	struct cew_node *report = report_make(doc, e, places);
	cew_cfn_eval_destroy(e);
	return report;
}

/* The cases of a template; one without inputs if the file is not there yet. */
static struct cew_doc *open_cases(const char *dir, const char *name)
{
	char *path = beside(dir, name, ".expected.json");
	struct cew_doc *doc;
	struct cew_error err;
	if (cew_doc_read(path, &doc, &err) != CEW_OK) {
		if (!getenv("CEW_UPDATE"))
			fail_msg("%s %s", err.where, err.what);
		doc = cew_doc_create(name);
		struct cew_node *one = cew_map_put(doc, cew_doc_map(doc), "inputs", cew_doc_map(doc));
		cew_doc_set_root(doc, cew_seq_add(doc, cew_doc_seq(doc), one));
	}
	free(path);
	return doc;
}

static void run_good(const char *dir, const char *name)
{
	struct cew_cfn_template *t = load(dir, name);
	struct cew_doc *cases = open_cases(dir, name), *doc = cew_doc_create("results");
	struct cew_node *results = cew_doc_seq(doc);
	for (size_t i = 0; i < cew_node_count(cew_doc_root(cases)); i++) {
		const struct cew_node *inputs = cew_node_get(cew_node_at(cew_doc_root(cases), i), "inputs");
		struct cew_node *entry = cew_map_put(doc, cew_doc_map(doc), "inputs", cew_doc_copy(doc, inputs));
		results = cew_seq_add(doc, results, cew_map_put(doc, entry, "result", result_of(doc, t, inputs, true)));
	}
	struct cew_buf text;
	char *path = beside(dir, name, ".expected.json");
	cew_buf_init(&text, 1 << 20);
	report_write(results, &text);
	keep_or_compare(path, &text);
	cew_buf_finish(&text);
	free(path);
	cew_doc_destroy(doc);
	cew_doc_destroy(cases);
	cew_cfn_destroy(t);
}

static void test_good(void **state)
{
	(void)state;
	each(GOOD, run_good);
}

/* ---- the compact form -------------------------------------------------------------------------------------------- */

static bool same_scalar(const struct cew_node *a, const struct cew_node *b)
{
	bool number = cew_node_type(a) == CEW_SCALAR_INT || cew_node_type(a) == CEW_SCALAR_FLOAT;
	bool as_text = number && cew_node_type(b) == CEW_SCALAR_STRING; /* a number that JSON would not keep as it is */
	return as_text ? strcmp(cew_node_text(a), cew_node_text(b)) == 0 : cew_node_equal(a, b);
}

/* The source's tree in long form, and that of its compact form. */
static bool same_tree(const struct cew_node *a, const struct cew_node *b)
{
	if (cew_node_kind(a) != cew_node_kind(b))
		return false;
	if (cew_node_is(a, CEW_NODE_SCALAR))
		return same_scalar(a, b);
	if (cew_node_count(a) != cew_node_count(b))
		return false;
	for (size_t i = 0; i < cew_node_count(a); i++) {
		bool map = cew_node_is(a, CEW_NODE_MAP);
		if (map && strcmp(cew_node_text(cew_node_key(a, i)), cew_node_text(cew_node_key(b, i))) != 0)
			return false;
		if (!same_tree(cew_node_at(a, i), cew_node_at(b, i)))
			return false;
	}
	return true;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Findings come by line, and the compact form has but one: only what is told counts. Of numbers that could be read
 * differently it has none left. */
static struct cew_node *without_order(struct cew_doc *doc, struct cew_node *report)
{
	const struct cew_node *list = cew_node_get(report, "findings");
	const char *sorted[64];
	size_t count = cew_node_count(list);
	struct cew_node *seq = cew_doc_seq(doc);
	assert_true(count <= CEW_COUNT(sorted));
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		if (!strstr(cew_node_text(cew_node_at(list, i)), "ambiguous-number"))
			sorted[kept++] = cew_node_text(cew_node_at(list, i));
	if (kept)
		qsort(sorted, kept, sizeof *sorted, by_text);
	for (size_t i = 0; i < kept; i++)
		seq = cew_seq_add(doc, seq, cew_doc_string(doc, sorted[i]));
	return cew_map_put(doc, report, "findings", seq);
}

static void compare_results(const struct cew_cfn_template *source, const struct cew_cfn_template *compact,
                            const struct cew_node *inputs)
{
	struct cew_doc *doc = cew_doc_create("both");
	struct cew_buf a, b;
	cew_buf_init(&a, 1 << 20);
	cew_buf_init(&b, 1 << 20);
	report_write(without_order(doc, result_of(doc, source, inputs, false)), &a);
	report_write(without_order(doc, result_of(doc, compact, inputs, false)), &b);
	if (strcmp(cew_buf_text(&a), cew_buf_text(&b)) != 0)
		fail_msg("%s means\n%s, its compact form\n%s", cew_cfn_name(source), cew_buf_text(&a), cew_buf_text(&b));
	cew_buf_finish(&a);
	cew_buf_finish(&b);
	cew_doc_destroy(doc);
}

static void run_compact(const char *dir, const char *name)
{
	struct cew_cfn_template *source = load(dir, name), *compact;
	struct cew_doc *cases = open_cases(dir, name);
	struct cew_buf once, twice;
	struct cew_error err = {0};
	cew_buf_init(&once, 1 << 20);
	cew_buf_init(&twice, 1 << 20);
	assert_int_equal(cew_cfn_compact(source, &once, &err), CEW_OK);
	if (cew_cfn_load("compact", cew_buf_text(&once), once.len, &compact, &err) != CEW_OK)
		fail_msg("%s: %s %s", name, err.where, err.what);
	if (!same_tree(cew_cfn_root(source), cew_cfn_root(compact)))
		fail_msg("%s is not %s", cew_buf_text(&once), name);
	assert_int_equal(cew_cfn_compact(compact, &twice, &err), CEW_OK);
	assert_string_equal(cew_buf_text(&once), cew_buf_text(&twice));
	for (size_t i = 0; i < cew_node_count(cew_doc_root(cases)); i++)
		compare_results(source, compact, cew_node_get(cew_node_at(cew_doc_root(cases), i), "inputs"));
	cew_buf_finish(&once);
	cew_buf_finish(&twice);
	cew_doc_destroy(cases);
	cew_cfn_destroy(compact);
	cew_cfn_destroy(source);
}

static void test_compact(void **state)
{
	(void)state;
	each(GOOD, run_compact);
}

/* ---- what is refused --------------------------------------------------------------------------------------------- */

static void write_error(const struct cew_error *err, struct cew_buf *out)
{
	cew_buf_fmt(out, "%s: %s\n", err->where, err->what);
	if (*err->hint)
		cew_buf_fmt(out, "%s\n", err->hint);
}

static void run_broken(const char *dir, const char *name)
{
	char *path = cew_fmt("%s/%s", dir, name), *expected = beside(dir, name, ".error");
	struct cew_buf text, actual;
	struct cew_vec problems;
	struct cew_cfn_template *t;
	struct cew_error err = {0};
	read_file(path, &text);
	cew_buf_init(&actual, 64 * 1024);
	cew_vec_init(&problems, sizeof(struct cew_error));
	if (cew_cfn_load_listing(name, cew_buf_text(&text), text.len, &problems, &t, &err) == CEW_OK)
		fail_msg("%s is accepted", name);
	assert_null(t);
	if (!problems.len)
		assert_true(cew_vec_push(&problems, &err));
	assert_string_equal(((struct cew_error *)problems.items)[0].what, err.what);
	for (size_t i = 0; i < problems.len; i++)
		write_error(cew_vec_at(&problems, i), &actual);
	keep_or_compare(expected, &actual);
	cew_vec_finish(&problems);
	cew_buf_finish(&text);
	cew_buf_finish(&actual);
	free(path);
	free(expected);
}

static void test_broken(void **state)
{
	(void)state;
	each(BROKEN, run_broken);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_compact),
		cmocka_unit_test(test_broken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
