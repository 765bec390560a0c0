/* The four subnets of a new network, shared by the rules and the picture. */
#ifndef CEW_CHECK_NETWORK_H
#define CEW_CHECK_NETWORK_H

#include "cewizard/check.h"

struct subnet_field {
	const char *id;
	char mark;       /* in the picture */
	bool is_private; /* holds the task, the mount targets and the load balancer */
};
extern const struct subnet_field subnet_fields[4];
#define VPC_FIELD "VpcCIDR"

/* Reads the subnets' ranges beside `except` (a field id or NULL); returns how many could be read. */
size_t subnets_read(const struct cew_answers *a, const char *except, struct cew_cidr out[4], const char *ids[4]);

#endif
