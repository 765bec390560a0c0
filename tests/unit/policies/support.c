/* What this room's tests share. */
#include "support.h"

#include <string.h>

static void open_bench(struct bench *b, const char *template, size_t len)
{
	struct cew_error err = {.what = ""};
	*b = (struct bench){.forms = NULL};
	assert_int_equal(cew_form_load(NULL, NULL, 0, cew_check_names(), &b->forms, &err), CEW_OK);
	if (cew_cfn_load("test.yaml", template, len, &b->template, &err))
		fail_msg("%s: %s", err.where, err.what);
	b->answers = cew_answers_create(b->forms);
	assert_non_null(b->answers);
	b->subject = (struct cew_subject){.answers = b->answers, .template = b->template};
	b->request = (struct cew_policies_request){.subject = &b->subject};
}

void open_text(struct bench *b, const char *template)
{
	open_bench(b, template, strlen(template));
}

void open_built_in(struct bench *b)
{
	struct cew_buf text;
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX);
	assert_int_equal(cew_file_read(SOURCE_ROOT "/assets/CloudExchangeTemplate.yaml", CEW_CFN_TEMPLATE_MAX, &text, NULL), CEW_OK);
	open_bench(b, text.data, text.len);
	cew_buf_finish(&text);
}

void answer(struct bench *b, const char *id, const char *text)
{
	struct cew_error err = {.what = ""};
	if (cew_answers_set(b->answers, id, text, CEW_ORIGIN_TYPED, &err))
		fail_msg("%s: %s", id, err.what);
}

void make(struct bench *b)
{
	struct cew_error err = {.what = ""};
	cew_policies_destroy(b->policies);
	b->policies = NULL;
	if (cew_policies_make(&b->request, &b->policies, &err))
		fail_msg("%s", err.what);
}

void close_bench(struct bench *b)
{
	cew_policies_destroy(b->policies);
	cew_answers_destroy(b->answers);
	cew_form_destroy(b->forms);
	cew_cfn_destroy(b->template);
}

const struct cew_policy_document *document(const struct bench *b, const char *name)
{
	for (size_t i = 0; i < cew_policies_count(b->policies); i++)
		if (strcmp(cew_policies_at(b->policies, i)->name, name) == 0)
			return cew_policies_at(b->policies, i);
	fail_msg("there is no document %s", name);
	return NULL;
}

bool allows(const struct bench *b, const char *action, const char *resource)
{
	for (size_t i = 0; i < cew_policies_action_count(b->policies); i++) {
		const struct cew_policy_action *a = cew_policies_action_at(b->policies, i);
		if (strcmp(a->action, action) == 0 && (!resource || strcmp(a->resource, resource) == 0))
			return true;
	}
	return false;
}

const struct cew_issue *find_issue(const struct bench *b, const char *rule)
{
	const struct cew_issues *issues = cew_policies_issues(b->policies);
	for (size_t i = 0; i < issues->list.len; i++)
		if (strcmp(cew_issues_at(issues, i)->rule, rule) == 0)
			return cew_issues_at(issues, i);
	return NULL;
}

/* ---- IAM's grammar ---- */

/* "ec2:CreateVpc": no wildcard, which would allow what nobody looked at. */
static bool is_action(const char *text)
{
	const char *colon = strchr(text, ':');
	size_t service = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return colon && colon == text + service && service && colon[1] >= 'A' && colon[1] <= 'Z' &&
	       strspn(colon + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen(colon + 1);
}

/* arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, or "*" */
static bool is_resource(const char *text)
{
	size_t colons = 0;
	for (const char *t = text; *t; t++)
		colons += *t == ':';
	return strcmp(text, "*") == 0 || (strncmp(text, "arn:aws", 7) == 0 && colons >= 5 && !strpbrk(text, "$ {}"));
}

static void check_texts(const struct cew_node *n, bool (*good)(const char *text))
{
	bool many = cew_node_is(n, CEW_NODE_SEQ);
	size_t count = many ? cew_node_count(n) : n ? 1 : 0;
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++) {
		const char *text = cew_node_text(many ? cew_node_at(n, i) : n);
		if (!good(text))
			fail_msg("\"%s\" is none", text);
	}
}

static void check_statement(const struct cew_node *s, enum cew_policy_kind kind)
{
	static const char *const keys[] = {"Effect", "Action", "Resource", "Condition", "Principal"};
	for (size_t i = 0; i < cew_node_count(s); i++) {
		bool known = false;
		for (size_t k = 0; k < CEW_COUNT(keys); k++)
			known |= strcmp(keys[k], cew_node_text(cew_node_key(s, i))) == 0;
		assert_true(known);
	}
	assert_string_equal(cew_node_get_text(s, "Effect"), "Allow");
	check_texts(cew_node_get(s, "Action"), is_action);
	assert_int_equal(cew_node_get(s, "Principal") != NULL, kind == CEW_POLICY_TRUST);
	assert_int_equal(cew_node_get(s, "Resource") != NULL, kind == CEW_POLICY_PERMISSIONS);
	if (kind == CEW_POLICY_PERMISSIONS)
		check_texts(cew_node_get(s, "Resource"), is_resource);
}

/* What people read means the same, and white space is all the difference. */
static void check_written(const struct cew_policy_document *d, const struct cew_node *root)
{
	struct cew_buf pretty;
	struct cew_doc *again;
	size_t visible = 0;
	cew_buf_init(&pretty, 1 << 20);
	assert_int_equal(cew_policy_write(d, &pretty, NULL), CEW_OK);
	for (size_t i = 0; i < pretty.len; i++)
		visible += pretty.data[i] != ' ' && pretty.data[i] != '\n';
	assert_int_equal(visible, d->size);
	assert_int_equal(cew_doc_parse("pretty", pretty.data, pretty.len, CEW_DOC_JSON, NULL, &again, NULL), CEW_OK);
	assert_true(cew_node_equal(root, cew_doc_root(again)));
	cew_buf_finish(&pretty);
	cew_doc_destroy(again);
}

void check_document(const struct cew_policy_document *d)
{
	struct cew_doc *doc;
	assert_int_equal(cew_doc_parse(d->name, d->text, strlen(d->text), CEW_DOC_JSON, NULL, &doc, NULL), CEW_OK);
	const struct cew_node *root = cew_doc_root(doc), *list = cew_node_get(root, "Statement");
	assert_int_equal(cew_node_count(root), 2);
	assert_string_equal(cew_node_get_text(root, "Version"), "2012-10-17");
	assert_true(cew_node_is(list, CEW_NODE_SEQ) && cew_node_count(list) > 0);
	for (size_t i = 0; i < cew_node_count(list); i++)
		check_statement(cew_node_at(list, i), d->kind);
	assert_int_equal(d->size, strlen(d->text));
	assert_true(d->size <= d->limit);
	check_written(d, root);
	cew_doc_destroy(doc);
}
