/* The arithmetic of Fn::Cidr for IPv4 and IPv6: equal blocks from the start of a larger one. */
#include "room.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
	unsigned char address[16];
	unsigned width; /* bits of an address: 32 or 128 */
	unsigned prefix;
};

static bool parse(const char *text, struct block *b)
{
	char address[64];
	const char *slash = strchr(text, '/');
	size_t len = slash ? (size_t)(slash - text) : 0;
	if (len == 0 || len >= sizeof address || !slash[1] || strspn(slash + 1, "0123456789") != strlen(slash + 1) ||
	    strlen(slash + 1) > 3)
		return false;
	memcpy(address, text, len);
	address[len] = '\0';
	bool v6 = strchr(address, ':');
	b->width = v6 ? 128 : 32;
	b->prefix = (unsigned)strtoul(slash + 1, NULL, 10);
	return inet_pton(v6 ? AF_INET6 : AF_INET, address, b->address) == 1 && b->prefix <= b->width;
}

static void clear_host_bits(struct block *b)
{
	for (unsigned bit = b->prefix; bit < b->width; bit++)
		b->address[bit / 8] &= (unsigned char)~(0x80u >> (bit % 8));
}

/* Adds one at the given bit position, counted from the address's first bit; false: it overflowed. */
static bool step(struct block *b, unsigned bit)
{
	while (bit > 0) {
		bit--;
		unsigned char mask = (unsigned char)(0x80u >> (bit % 8));
		b->address[bit / 8] ^= mask;
		if (b->address[bit / 8] & mask)
			return true;
	}
	return false;
}

static bool add(struct cew_vec *out, const struct block *b, unsigned prefix)
{
	char text[CFN_CIDR_TEXT], address[INET6_ADDRSTRLEN];
	inet_ntop(b->width == 128 ? AF_INET6 : AF_INET, b->address, address, sizeof address);
	snprintf(text, sizeof text, "%s/%u", address, prefix);
	return cew_vec_push(out, text) != NULL;
}

bool cfn_cidr_split(const char *block, unsigned long count, unsigned long bits, struct cew_vec *out, const char **why)
{
	struct block b;
	*why = NULL;
	if (!parse(block, &b))
		*why = "the block is no CIDR block";
	else if (bits < 1 || bits > b.width || b.width - bits < b.prefix)
		*why = "the blocks asked for are larger than the block itself";
	else if (count < 1 || (b.width - bits - b.prefix < 9 && count > 1ul << (b.width - bits - b.prefix)))
		*why = "the block does not hold that many";
	if (*why)
		return false;
	unsigned prefix = b.width - (unsigned)bits;
	clear_host_bits(&b);
	for (unsigned long i = 0; i < count; i++) {
		if (i > 0)
			step(&b, prefix);
		if (!add(out, &b, prefix))
			return false;
	}
	return true;
}
