/* What this room's tests share: tables of functions that answer as a test says, and a plan to check. */
#ifndef PREFLIGHT_BENCH_H
#define PREFLIGHT_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "room.h"

#define ACCOUNT "123456789012"
#define REGION "us-east-1"
#define USER "arn:aws:iam::" ACCOUNT ":user/ops"

/* One answer: to every call of this kind, or to those about one thing only. */
struct canned {
	const char *call;  /* name of the member: "vpcs", "role" */
	const char *about; /* its first text argument; NULL: any */
	enum cew_status fails;
	const char *code, *what;
	const void *items; /* an array of what the call tells */
	size_t count;
	bool hangs;
	size_t times; /* it holds; then the one before; 0: always */
};

struct bench {
	struct cew_loop *loop;
	struct cew_random random;
	struct cew_cloud cloud;
	struct cew_account account;
	struct cew_operations operations;
	struct canned canned[96];
	size_t canned_count;
	struct cew_template_parameter *parameters; /* of the template as CloudFormation reads it */
	struct cew_template_summary summary;
	char calls[8192];   /* "vpcs|role TaskRole|": each call with its first argument */
	size_t cancelled;
	unsigned told;      /* times that an observer was called */
	struct cew_form_set *forms;
	struct cew_cfn_template *template;
	struct cew_answers *answers;
	struct cew_subject subject;
	struct cew_plan *plan;
	struct cew_preflight *p;
	bool dry_run;
};

/* An account in which nothing stands in the way: every list is empty, quotas are AWS's, the caller may do all. Answers in
 * the form "ExistingVPCId=vpc-1 …" change what the built-in template is asked for. */
void bench_start(struct bench *b, const char *answers);
void bench_finish(struct bench *b);
/* The last one that fits holds. */
void bench_answer(struct bench *b, struct canned canned);
#define ANSWER(b, name, ...) bench_answer(b, (struct canned){.call = (name), __VA_ARGS__})
#define ITEMS(array) .items = (array), .count = CEW_COUNT(array)
void bench_run(struct bench *b); /* creates and starts; with answers that do not hang it is done then, but for a dry run */
void bench_wait(struct bench *b); /* runs until it is done */
const struct cew_preflight_check *bench_check(const struct bench *b, const char *rule);
/* That this check found one issue of the severity whose message holds the text; and that it ended in this state. */
void bench_found(const struct bench *b, const char *rule, enum cew_severity severity, const char *text);
void bench_state(const struct bench *b, const char *rule, enum cew_preflight_state state);
bool bench_called(const struct bench *b, const char *call); /* "role TaskRole" */

#endif
