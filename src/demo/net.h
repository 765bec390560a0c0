/* IPv4 address ranges, as far as the embedded AWS needs them. */
#ifndef CEW_DEMO_NET_H
#define CEW_DEMO_NET_H

#include "account.h"

#include <stdint.h>

struct demo_range {
	uint32_t first, last; /* addresses in host order */
};
bool demo_range_parse(const char *cidr, struct demo_range *out); /* false: it is none */
/* An address in the subnet that is always the same for this seed; "10.0.0.4" where there is no such subnet. */
void demo_private_ip(struct demo_view *v, const char *subnet_id, const char *seed, char out[16]);
/* The network interface that AWS makes along with what this seed names. */
void demo_interface_id(const char *seed, char out[22]);
/* "use1-az1" for "us-east-1a". */
void demo_zone_id(const char *zone, char out[32]);

#endif
