/* SHA-1 (FIPS 180-4), for the names of cache files alone. */
#include "sha1.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = 64 };

static uint32_t rotate(uint32_t x, unsigned by)
{
	return x << by | x >> (32 - by);
}

static uint32_t mix(unsigned round, uint32_t b, uint32_t c, uint32_t d)
{
	static const uint32_t constants[] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
	uint32_t f;

	switch (round / 20) {
	case 0:
		f = (b & c) | (~b & d);
		break;
	case 2:
		f = (b & c) | (b & d) | (c & d);
		break;
	default:
		f = b ^ c ^ d;
	}
	return f + constants[round / 20];
}

static void add_block(uint32_t h[5], const unsigned char *block)
{
	uint32_t w[80], s[5];

	for (unsigned i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
		       block[4 * i + 3];
	for (unsigned i = 16; i < 80; i++)
		w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	memcpy(s, h, sizeof(s));
	for (unsigned i = 0; i < 80; i++) {
		uint32_t next = rotate(s[0], 5) + mix(i, s[1], s[2], s[3]) + s[4] + w[i];

		s[4] = s[3];
		s[3] = s[2];
		s[2] = rotate(s[1], 30);
		s[1] = s[0];
		s[0] = next;
	}
	for (unsigned i = 0; i < 5; i++)
		h[i] += s[i];
}

void aws_sha1_hex(const void *data, size_t len, char out[41])
{
	uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
	const unsigned char *from = data;
	unsigned char last[2 * BLOCK] = {0};
	uint64_t bits = (uint64_t)len * 8;
	size_t left = len, size;

	for (; left >= BLOCK; left -= BLOCK, from += BLOCK)
		add_block(h, from);
	if (left > 0)
		memcpy(last, from, left);
	last[left] = 0x80;
	size = left + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
	for (unsigned i = 0; i < 8; i++)
		last[size - 1 - i] = (unsigned char)(bits >> (8 * i));
	for (size_t at = 0; at < size; at += BLOCK)
		add_block(h, last + at);
	for (unsigned i = 0; i < 5; i++)
		snprintf(out + 8 * (size_t)i, 9, "%08x", (unsigned)h[i]);
}
