/* Reading, writing and reading again. */
#include "doc_rounds.h"

#include <string.h>

/* Written text may be longer than what was read: quoting, escapes, aliases written out. */
static const struct cew_doc_limits wide = {.max_bytes = 64u << 20, .max_depth = 1000, .max_nodes = 4000000};

typedef enum cew_status write_fn(const struct cew_node *n, struct cew_buf *out, struct cew_error *err);

static struct cew_doc *read_back(const struct cew_buf *text, enum cew_doc_format format)
{
	struct cew_doc *doc;
	struct cew_error err = {0};
	enum cew_status status = cew_doc_parse("again", cew_buf_text(text), text->len, format, &wide, &doc, &err);
	FUZZ_CHECK(status == CEW_OK, "%s: %s in:\n%s", err.where, err.what, cew_buf_text(text));
	return doc;
}

/* What was written is read and written once more. `exact`: the tree comes back as it was; JSON may turn numbers into
 * texts, once. */
static void round_trip(const struct cew_node *root, write_fn *write, enum cew_doc_format format, bool exact)
{
	struct cew_buf first, second;
	struct cew_error err = {0};
	cew_buf_init(&first, 64u << 20);
	cew_buf_init(&second, 64u << 20);
	FUZZ_CHECK(write(root, &first, &err) == CEW_OK, "%s", err.what);
	struct cew_doc *again = read_back(&first, format);
	if (exact)
		FUZZ_CHECK(cew_node_equal(root, cew_doc_root(again)), "it comes back different:\n%s", cew_buf_text(&first));
	FUZZ_CHECK(write(cew_doc_root(again), &second, &err) == CEW_OK, "%s", err.what);
	FUZZ_CHECK(first.len == second.len && memcmp(cew_buf_text(&first), cew_buf_text(&second), first.len) == 0,
	           "written once:\n%s\nwritten twice:\n%s", cew_buf_text(&first), cew_buf_text(&second));
	cew_doc_destroy(again);
	cew_buf_finish(&first);
	cew_buf_finish(&second);
}

static bool has_tags(const struct cew_node *n)
{
	if (cew_node_tag(n))
		return true;
	for (size_t i = 0; i < cew_node_count(n); i++)
		if (has_tags(cew_node_at(n, i)))
			return true;
	return false;
}

void rounds_run(const uint8_t *data, size_t size, enum cew_doc_format format)
{
	struct cew_doc *doc;
	struct cew_error err = {0};
	if (cew_doc_parse("input", (const char *)data, size, format, NULL, &doc, &err) != CEW_OK) {
		FUZZ_CHECK(!doc, "an error leaves a document");
		FUZZ_CHECK(err.what[0] && strncmp(err.where, "input", 5) == 0, "an error that tells nothing");
		return;
	}
	const struct cew_node *root = cew_doc_root(doc);
	FUZZ_CHECK(cew_node_equal(root, root), "a tree that differs from itself");
	if (root) {
		round_trip(root, cew_doc_write_yaml, CEW_DOC_YAML, true);
		if (!has_tags(root))
			round_trip(root, cew_doc_write_json, CEW_DOC_JSON, false);
	}
	cew_doc_destroy(doc);
}
