/* What this room's tests share: a template, answers, the policies made of them, and looking into these. */
#ifndef TEST_POLICIES_SUPPORT_H
#define TEST_POLICIES_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "room.h"

struct bench {
	struct cew_form_set *forms;
	struct cew_answers *answers;
	struct cew_cfn_template *template;
	struct cew_subject subject;
	struct cew_policies_request request;
	struct cew_policies *policies;
};

void open_text(struct bench *b, const char *template);
void open_built_in(struct bench *b);
void answer(struct bench *b, const char *id, const char *text);
void make(struct bench *b); /* again: with the answers and the request as they are now */
void close_bench(struct bench *b);
const struct cew_policy_document *document(const struct bench *b, const char *name);
bool allows(const struct bench *b, const char *action, const char *resource); /* resource NULL: any */
const struct cew_issue *find_issue(const struct bench *b, const char *rule);
/* Fails unless IAM would take the document. */
void check_document(const struct cew_policy_document *d);

#endif
