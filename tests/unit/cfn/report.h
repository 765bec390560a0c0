/* An evaluation as a document: what the corpus keeps as the expected one. */
#ifndef TEST_CFN_REPORT_H
#define TEST_CFN_REPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "cewizard/cfn.h"

/* Conditions, resources in their order, outputs, names, capabilities and findings; empty parts are left out. Places:
 * findings begin with line:column. */
struct cew_node *report_make(struct cew_doc *doc, const struct cew_cfn_eval *e, bool places);
/* JSON with one line for each of the inner entries, for people who compare. */
void report_write(const struct cew_node *report, struct cew_buf *out);

#endif
