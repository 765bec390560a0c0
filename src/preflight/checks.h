/* The checks' functions, by the file that they stand in; table.c has a row for each. */
#ifndef CEW_PREFLIGHT_CHECKS_H
#define CEW_PREFLIGHT_CHECKS_H

#include "room.h"

judge_fn check_caller, check_region;                  /* check_account.c */
judge_fn check_stack_name, check_template;            /* check_stack.c */
judge_fn check_quota;                                 /* check_quota.c */
applies_fn quota_is_taken; /* a quota that the stack takes nothing of is not asked for */

#endif
