/* What this room's tests share: a template, answers that are complete, and the plan made of them. */
#ifndef TEST_PLAN_SUPPORT_H
#define TEST_PLAN_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cewizard/plan.h"

struct bench {
	struct cew_form_set *forms;
	struct cew_answers *answers;
	struct cew_cfn_template *template;
	struct cew_subject subject;
	struct cew_plan *plan;
};

/* A template's text (NULL: none, as with an address), the forms, and good answers to all that has no default. */
void open_bench(struct bench *b, const char *template, size_t len);
void open_built_in(struct bench *b);
void set(struct bench *b, const char *id, const char *text);
void make(struct bench *b); /* again: with the answers as they are now */
void close_bench(struct bench *b);
const struct cew_issue *find_issue(const struct bench *b, const char *rule);

#endif
