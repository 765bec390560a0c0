/* IPv4 address ranges: reading, comparing, and finding a free one. */
#include "rules.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t mask_of(int prefix)
{
	return prefix ? ~(uint32_t)0 << (32 - prefix) : 0;
}

enum cew_status cew_cidr_parse(const char *text, struct cew_cidr *out, struct cew_error *err)
{
	const char *slash = strchr(text, '/');
	char address[16] = "";
	struct in_addr parsed;
	if (!slash) {
		cew_fail(err, CEW_INVALID, "\"%.*s\" has no prefix length", cut(text, 40), text);
		return cew_error_hint(err, "write an address range such as 172.16.0.0/16");
	}
	size_t n = (size_t)(slash - text);
	if (n < sizeof(address))
		memcpy(address, text, n);
	if (n >= sizeof(address) || inet_pton(AF_INET, address, &parsed) != 1) {
		cew_fail(err, CEW_INVALID, "\"%.*s\" is not an IPv4 address", (size_t)cut(text, 40) < n ? cut(text, 40) : (int)n, text);
		return cew_error_hint(err, "write four numbers from 0 to 255 with dots, as in 172.16.0.0/16");
	}
	const char *digits = slash + 1;
	size_t len = strlen(digits);
	if (len < 1 || len > 2 || strspn(digits, "0123456789") != len || atoi(digits) > 32) {
		cew_fail(err, CEW_INVALID, "\"/%.*s\" is not a prefix length", cut(digits, 20), digits);
		return cew_error_hint(err, "write a number from 0 to 32 after the slash");
	}
	*out = (struct cew_cidr){.address = ntohl(parsed.s_addr), .prefix = atoi(digits)};
	return CEW_OK;
}

void cew_cidr_format(const struct cew_cidr *c, char out[19])
{
	uint32_t a = c->address;
	snprintf(out, 19, "%u.%u.%u.%u/%d", a >> 24, a >> 16 & 255, a >> 8 & 255, a & 255, c->prefix & 63);
}

uint32_t cew_cidr_first(const struct cew_cidr *c)
{
	return c->address & mask_of(c->prefix);
}

uint32_t cew_cidr_last(const struct cew_cidr *c)
{
	return c->address | ~mask_of(c->prefix);
}

uint64_t cew_cidr_size(const struct cew_cidr *c)
{
	return (uint64_t)1 << (32 - c->prefix);
}

bool cew_cidr_overlap(const struct cew_cidr *a, const struct cew_cidr *b)
{
	return cew_cidr_first(a) <= cew_cidr_last(b) && cew_cidr_first(b) <= cew_cidr_last(a);
}

bool cew_cidr_within(const struct cew_cidr *inner, const struct cew_cidr *outer)
{
	return cew_cidr_first(inner) >= cew_cidr_first(outer) && cew_cidr_last(inner) <= cew_cidr_last(outer);
}

bool cew_cidr_free(const struct cew_cidr *vpc, const struct cew_cidr *taken, size_t count, int prefix,
                   struct cew_cidr *out)
{
	if (prefix < vpc->prefix)
		return false;
	uint64_t step = (uint64_t)1 << (32 - prefix);
	uint64_t at = cew_cidr_first(vpc);
	while (at <= cew_cidr_last(vpc)) {
		struct cew_cidr block = {(uint32_t)at, prefix};
		uint64_t next = 0;
		for (size_t i = 0; i < count; i++)
			if (cew_cidr_overlap(&block, &taken[i]) && (uint64_t)cew_cidr_last(&taken[i]) + 1 > next)
				next = (uint64_t)cew_cidr_last(&taken[i]) + 1;
		if (!next) {
			*out = block;
			return true;
		}
		at = (next + step - 1) / step * step; /* the next aligned block behind what is in the way */
	}
	return false;
}
