/* looked: calls of struct cew_account, each with its request, answers as AWS documents them, and what was found. */
#ifndef TEST_AWS_LOOKED_H
#define TEST_AWS_LOOKED_H

#include "fixture.h"

typedef uint64_t looked_start(const struct cew_account *a, cew_found_fn *done, void *arg, struct cew_error *err);
typedef void looked_print(struct fixture *f, const struct cew_found *found);

enum { LOOKED_REPLIES = 3 };

struct looked {
	const char *name;
	looked_start *start;
	looked_print *print; /* NULL: nothing is found */
	const char *requests; /* one line each: "METHOD PATH BODY", the form's version left out */
	const char *service;  /* that it is signed for; NULL: not looked at */
	struct reply replies[LOOKED_REPLIES];
	const char *text;
	enum cew_status status;
	const char *what, *hint; /* words in the error */
};

void looked_check(const struct looked *rows, size_t count);
/* A client in eu-west-1 whose server follows the replies, as looked_check makes it. */
void looked_open(struct fixture *f, const struct reply *replies, size_t count);
void looked_found(void *arg, const struct cew_error *err, const struct cew_found *found); /* arg: the fixture */
extern looked_print *looked_printer; /* that it uses */

#define START(name, call) \
	static uint64_t name(const struct cew_account *a, cew_found_fn *done, void *arg, struct cew_error *err) \
	{ \
		return call; \
	}
/* The same of struct cew_operations, which is o. */
#define START_OPERATION(name, call) \
	static uint64_t name(const struct cew_account *a, cew_found_fn *done, void *arg, struct cew_error *err) \
	{ \
		const struct cew_operations o = cew_aws_operations(a->self); \
\
		return call; \
	}
#define TOLD done, arg, err
#define XML(text) {"200 OK", "Content-Type: text/xml\r\n", text, 0, KEEP}
#define JSON(text) {"200 OK", "Content-Type: application/x-amz-json-1.1\r\n", text, 0, KEEP}
#define JSON_ERROR(status, code, message) \
	{status, NULL, "{\"__type\":\"com.amazonaws#" code "\",\"message\":\"" message "\"}", 0, KEEP}

#endif
