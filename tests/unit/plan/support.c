/* What this room's tests share. */
#include "support.h"

#include <string.h>

void set(struct bench *b, const char *id, const char *text)
{
	struct cew_error err;
	if (cew_answers_set(b->answers, id, text, CEW_ORIGIN_TYPED, &err))
		fail_msg("%s: %s", id, err.what);
}

static void prepare(struct bench *b)
{
	struct cew_error err;
	if (cew_plan_load_forms(NULL, b->template, &b->forms, &err))
		fail_msg("%s %s", err.where, err.what);
	b->answers = cew_answers_create(b->forms);
	b->subject = (struct cew_subject){.answers = b->answers, .template = b->template};
	set(b, "region", "us-east-1");
	set(b, "stackName", "ce");
	set(b, "JWTSECRET", "kJ8sDf02mQxPz71LwRtYbNvC");
	set(b, "MAINTENANCEPASSWORD", "pass+word/4DFG8sQx");
	set(b, "acknowledge", "true");
}

void open_bench(struct bench *b, const char *template, size_t len)
{
	struct cew_error err;
	*b = (struct bench){.forms = NULL};
	if (template && cew_cfn_load("small.yaml", template, len, &b->template, &err))
		fail_msg("%s %s", err.where, err.what);
	prepare(b);
}

void open_built_in(struct bench *b)
{
	struct cew_error err;
	*b = (struct bench){.forms = NULL};
	if (cew_plan_open_template("", NULL, &b->template, &err))
		fail_msg("%s %s", err.where, err.what);
	prepare(b);
}

void make(struct bench *b)
{
	struct cew_error err;
	cew_plan_destroy(b->plan);
	if (cew_plan_make(&b->subject, &b->plan, &err))
		fail_msg("%s", err.what);
}

void close_bench(struct bench *b)
{
	cew_plan_destroy(b->plan);
	cew_answers_destroy(b->answers);
	cew_form_destroy(b->forms);
	cew_cfn_destroy(b->template);
}

const struct cew_issue *find_issue(const struct bench *b, const char *rule)
{
	for (size_t i = 0; i < b->plan->issues->list.len; i++)
		if (strcmp(cew_issues_at(b->plan->issues, i)->rule, rule) == 0)
			return cew_issues_at(b->plan->issues, i);
	return NULL;
}
