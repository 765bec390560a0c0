/* What the files of the plan share among themselves. */
#ifndef CEW_PLAN_ROOM_H
#define CEW_PLAN_ROOM_H

#include "cewizard/plan.h"

/* ---- types.c: resource types as people call them ---- */

struct type_row {
	const char *type, *name, *group; /* rows of one group stand together */
};
extern const struct type_row type_rows[];
extern const size_t type_row_count;

/* ---- fields.c: a field for a parameter that no form file asks for ---- */

/* The template's description, and what its type and constraints demand. */
void plan_field_help(const struct cew_cfn_parameter *p, struct cew_buf *out);
/* Texts stay the parameter's and the caller's. */
struct cew_form_extra plan_field_of(const struct cew_cfn_parameter *p, const char *help);

/* ---- detail.c: what else is worth saying of all resources of a type ---- */

/* "8 vCPU, 16 GB, 6 containers", "172.16.0.0/16", "kept when the stack is deleted"; nothing for most. */
void plan_detail(const struct cew_cfn_eval *eval, const char *type, struct cew_buf *out);

/* ---- quotas.c ---- */

/* Appends a struct cew_plan_quota for every quota of which the resources need something. False: no memory. */
bool plan_quotas_count(const struct cew_cfn_eval *eval, struct cew_vec *out);
/* An issue for each that the stack breaks by itself. */
enum cew_status plan_quotas_check(const struct cew_vec *quotas, struct cew_issues *issues);

/* ---- fit.c: text of an exact width, and numbers ---- */

/* Text in exactly `columns` columns: filled with blanks, or with "..." in the place of its middle. */
void plan_fit(struct cew_buf *out, const char *text, int columns);
/* 60671 as "60,671". */
void plan_digits(char out[32], uint64_t n);

#endif
