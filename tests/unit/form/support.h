/* What the tests of this room share: a directory of form files for each test, and loading it. */
#ifndef TEST_FORM_SUPPORT_H
#define TEST_FORM_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "cewizard/form.h"

struct bench {
	char dir[64];
	struct cew_form_set *set; /* NULL until it is loaded */
	struct cew_error err;
};

int bench_open(void **state); /* cmocka's setup and teardown: *state is the bench */
int bench_close(void **state);

void put(struct bench *b, const char *file, const char *text); /* writes a form file */
/* A page "probe" with this head and these lines for its fields. */
void put_page(struct bench *b, const char *more_keys, const char *fields);
enum cew_status load(struct bench *b); /* any check is known */
enum cew_status load_with(struct bench *b, const struct cew_form_extra *extras, size_t count, const char *const *checks);
void must_load(struct bench *b); /* the test fails with the error if not */
/* The file's place as errors say it: "DIR/probe.yaml:LINE:COLUMN". */
const char *at(const struct bench *b, const char *file, const char *place);
const struct cew_field *field(const struct bench *b, const char *id); /* never NULL */
const struct cew_page *page(const struct bench *b, const char *id);

#endif
