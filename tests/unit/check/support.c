/* What this room's tests share. */
#include "support.h"

#include <string.h>

void bench_open(struct bench *b, const char *template)
{
	struct cew_error err = {.what = ""};
	*b = (struct bench){.forms = NULL};
	if (cew_form_load(NULL, NULL, 0, cew_check_names(), &b->forms, &err))
		fail_msg("%s: %s", err.where, err.what);
	if (template && cew_cfn_load("test.yaml", template, strlen(template), &b->template, &err))
		fail_msg("%s: %s", err.where, err.what);
	b->answers = cew_answers_create(b->forms);
	assert_non_null(b->answers);
	b->subject = (struct cew_subject){.answers = b->answers, .template = b->template};
	cew_issues_init(&b->issues);
	answer(b, "region", "us-east-1");
	answer(b, "stackName", "ce");
}

void bench_close(struct bench *b)
{
	cew_issues_finish(&b->issues);
	cew_answers_destroy(b->answers);
	cew_form_destroy(b->forms);
	cew_cfn_destroy(b->template);
}

void answer(struct bench *b, const char *id, const char *text)
{
	struct cew_error err = {.what = ""};
	if (cew_answers_set(b->answers, id, text, CEW_ORIGIN_TYPED, &err))
		fail_msg("%s", err.what);
}

void check(struct bench *b, const char *id)
{
	const struct cew_field *f = cew_form_field_find(b->forms, id);
	assert_non_null(f);
	cew_issues_clear(&b->issues);
	assert_int_equal(cew_check_field(&b->subject, f, &b->issues, NULL), CEW_OK);
}

const struct cew_issue *find_issue(const struct bench *b, const char *rule)
{
	for (size_t i = 0; i < b->issues.list.len; i++)
		if (strcmp(cew_issues_at(&b->issues, i)->rule, rule) == 0)
			return cew_issues_at(&b->issues, i);
	return NULL;
}
