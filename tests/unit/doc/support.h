/* What the document tests share: parsing literals and checking complaints. */
#ifndef TEST_DOC_SUPPORT_H
#define TEST_DOC_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cewizard/doc.h"

struct complaint {
	const char *source;
	const char *where; /* exactly */
	const char *what;  /* a part of it */
};

struct cew_doc *parse(const char *source, enum cew_doc_format format); /* fails the test with the error's text */
#define YAML(source) parse(source, CEW_DOC_YAML)
#define JSON(source) parse(source, CEW_DOC_JSON)

void refuses(const struct complaint *c, enum cew_doc_format format);
void gives_json(const struct cew_node *n, const char *expected);
void gives_yaml(const struct cew_node *n, const char *expected);

#endif
