/* What the tests of this room share: templates as literals, parameters as text, results as one line. */
#ifndef TEST_CFN_HELPER_H
#define TEST_CFN_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "cewizard/cfn.h"

struct fixture {
	struct cew_cfn_template *t;
	struct cew_cfn_eval *e;
	struct cew_cfn_inputs in;
	const char *parameters; /* "A=1;B=2" */
	char values[16][256];
	size_t used;
};

/* Loads (the test fails if it cannot) and evaluates with the inputs that `f->in` holds; {0} gives us-east-1 and "demo". */
void fixture_open(struct fixture *f, const char *text, const char *parameters);
void fixture_evaluate(struct fixture *f, const char *parameters);
void fixture_close(struct fixture *f);
/* The display form of an output; "(none)" if there is none. Valid until the next call. */
const char *fixture_output(struct fixture *f, const char *name);
/* "rule:subject:line rule:subject:line" of all findings of a severity. */
const char *fixture_findings(struct fixture *f, enum cew_cfn_severity severity);
const struct cew_cfn_finding *fixture_finding(struct fixture *f, const char *rule);
/* "A B C": the made resources in order. */
const char *fixture_order(struct fixture *f);
const struct cew_cfn_resource_name *fixture_name(struct fixture *f, const char *logical_id, const char *property);
/* Evaluates one expression (YAML) as an output of a template with a few parameters, mappings and resources. */
const char *fixture_expression(struct fixture *f, const char *expression, const char *parameters);

#endif
