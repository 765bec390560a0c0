#include "support.h"

struct cew_doc *parse(const char *source, enum cew_doc_format format)
{
	struct cew_doc *doc;
	struct cew_error err;
	if (cew_doc_parse("t", source, strlen(source), format, NULL, &doc, &err) != CEW_OK)
		fail_msg("%s: %s in\n%s", err.where, err.what, source);
	return doc;
}

void refuses(const struct complaint *c, enum cew_doc_format format)
{
	struct cew_doc *doc = (struct cew_doc *)c;
	struct cew_error err = {0};
	if (cew_doc_parse("t", c->source, strlen(c->source), format, NULL, &doc, &err) != CEW_INVALID)
		fail_msg("should be refused: %s", c->source);
	assert_null(doc);
	assert_int_equal(err.status, CEW_INVALID);
	if (strcmp(err.where, c->where) != 0 || !strstr(err.what, c->what))
		fail_msg("for\n%s\nexpected %s: %s\ngot      %s: %s", c->source, c->where, c->what, err.where, err.what);
}

static void gives(enum cew_status write(const struct cew_node *, struct cew_buf *, struct cew_error *),
                  const struct cew_node *n, const char *expected)
{
	struct cew_buf out;
	struct cew_error err;
	cew_buf_init(&out, 1 << 20);
	assert_int_equal(write(n, &out, &err), CEW_OK);
	assert_string_equal(cew_buf_text(&out), expected);
	cew_buf_finish(&out);
}

void gives_json(const struct cew_node *n, const char *expected)
{
	gives(cew_doc_write_json, n, expected);
}

void gives_yaml(const struct cew_node *n, const char *expected)
{
	gives(cew_doc_write_yaml, n, expected);
}
