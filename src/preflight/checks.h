/* The checks' functions, by the file that they stand in; table.c has a row for each. */
#ifndef CEW_PREFLIGHT_CHECKS_H
#define CEW_PREFLIGHT_CHECKS_H

#include "room.h"

judge_fn preflight_caller, preflight_region;                  /* check_account.c */
judge_fn preflight_permissions;                           /* check_permissions.c */
judge_fn preflight_stack_name, preflight_template, preflight_bucket; /* check_stack.c */
applies_fn template_goes_by_s3;
judge_fn preflight_dry_run;                           /* dry_run.c */
applies_fn dry_run_is_wanted;

judge_fn preflight_quota;                                 /* check_quota.c; about: its code */
applies_fn quota_is_taken;

judge_fn preflight_names, preflight_service_name;             /* check_names.c; about: the type */
applies_fn names_are_given, service_joins_others;

judge_fn preflight_vpc_range, preflight_existing_vpc, preflight_vpc_dns, preflight_subnets, preflight_addresses; /* check_network.c */
applies_fn network_is_new, network_is_given;
/* Those of the two existing subnets that are there, with their fields; 0 while that is not known, or left open. */
size_t network_subnets(struct check *c, const char *what, const struct cew_subnet *out[2], const char *fields[2]);
const struct cew_subnet *network_subnet(const struct answer *subnets, const char *id);
judge_fn preflight_routes, preflight_acls;                    /* check_routes.c */

judge_fn preflight_target_group, preflight_listener_port, preflight_added_listeners; /* check_balancer.c */
applies_fn target_group_is_given, listeners_are_added;

judge_fn preflight_cluster, preflight_role, preflight_service_role, preflight_secret, preflight_topics; /* check_existing.c; about: the parameter */
applies_fn parameter_is_given, service_role_is_given, topics_are_given;

judge_fn preflight_images;                                /* check_images.c */
applies_fn images_are_pulled;

#endif
