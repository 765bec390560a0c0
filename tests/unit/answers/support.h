/* What the tests of this room share: the built-in forms and more, answers, a directory, and the problems that were told. */
#ifndef TEST_ANSWERS_SUPPORT_H
#define TEST_ANSWERS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "cewizard/answers.h"

struct told {
	bool warning;
	struct cew_error err;
};

struct desk {
	char dir[64]; /* of this test alone; XDG_STATE_HOME is "DIR/state" */
	struct cew_form_set *forms, *others; /* of now; those of another template */
	struct cew_answers *a;
	struct cew_error err;
	struct told told[64];
	size_t told_count;
	struct cew_random random; /* always the same "random" bytes */
};

int desk_open(void **state); /* cmocka's setup and teardown: *state is the desk */
int desk_close(void **state);

/* Fresh answers to the same forms, as after another start of the program. */
void restart(struct desk *d);
/* The forms that go with a template which has these parameters, too; answers are bound to them. */
enum cew_status use_extras(struct desk *d, const struct cew_form_extra *extras, size_t count);
/* Forms with this page in addition; answers are bound to them. */
enum cew_status try_page(struct desk *d, const char *fields);
void use_page(struct desk *d, const char *fields); /* must succeed */

void set(struct desk *d, const char *id, const char *text, enum cew_origin origin); /* must succeed */
void type(struct desk *d, const char *id, const char *text);
#define assert_answer(d, id, text) assert_string_equal(cew_answers_text((d)->a, id), text)
void assert_parameter(const struct desk *d, const char *name, const char *expected); /* NULL: none is sent */

/* A file in the test's directory; returns its path (valid until the next call). */
const char *put(struct desk *d, const char *file, const char *text, unsigned mode);
const char *path_in(const struct desk *d, const char *file);
char *content_of(const char *path); /* the caller's to free() */
unsigned mode_of(const char *path);

/* Reading; problems are in d->told afterwards. */
enum cew_status read_file(struct desk *d, const char *path);
enum cew_status read_text(struct desk *d, const char *text); /* named "t" */
void must_read(struct desk *d, const char *text); /* without any problem */
size_t errors_told(const struct desk *d);

/* All that there is in the log so far; the caller's to free(). open_log once before. */
void open_log(struct desk *d);
char *read_log(const struct desk *d);

#endif
