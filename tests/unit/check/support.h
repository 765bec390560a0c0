/* What this room's tests share: the built-in forms, answers to them, and looking at issues. */
#ifndef CHECK_SUPPORT_H
#define CHECK_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cewizard/check.h"

struct bench {
	struct cew_form_set *forms;
	struct cew_answers *answers;
	struct cew_cfn_template *template;
	struct cew_subject subject;
	struct cew_issues issues;
};

/* Answers with region us-east-1 and stack name ce; `template` may be NULL. */
void bench_open(struct bench *b, const char *template);
void bench_close(struct bench *b);
void answer(struct bench *b, const char *id, const char *text);
/* Checks one field and leaves the issues in the bench. */
void check(struct bench *b, const char *id);
const struct cew_issue *find_issue(const struct bench *b, const char *rule);

#endif
