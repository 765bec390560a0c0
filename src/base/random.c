/* Randomness and what is drawn from it. */
#include "cewizard/base.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static void system_fill(void *ctx, void *out, size_t len)
{
	unsigned char *at = out;

	(void)ctx;
	while (len > 0) {
		ssize_t got = getrandom(at, len, 0);

		/* Passwords out of predictable bytes would be worse than no program. */
		if (got < 0 && errno != EINTR)
			abort();
		if (got > 0) {
			at += got;
			len -= (size_t)got;
		}
	}
}

const struct cew_random *cew_random_system(void)
{
	static const struct cew_random source = {system_fill, NULL};

	return &source;
}

/* Assembled byte by byte, so that a given source gives the same numbers on every machine. */
static uint32_t draw(const struct cew_random *r)
{
	unsigned char b[4];

	r->fill(r->ctx, b, sizeof(b));
	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

uint32_t cew_random_below(const struct cew_random *r, uint32_t bound)
{
	uint32_t excess, value;

	if (bound <= 1)
		return 0;
	/* The numbers above the last whole multiple of bound would favour the small results: draw again. */
	excess = (UINT32_MAX % bound + 1) % bound;
	do {
		value = draw(r);
	} while (value > UINT32_MAX - excess);
	return value % bound;
}

void cew_uuid(const struct cew_random *r, char out[37])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char b[16];
	size_t at = 0;

	r->fill(r->ctx, b, sizeof(b));
	b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
	for (size_t i = 0; i < sizeof(b); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			out[at++] = '-';
		out[at++] = digits[b[i] >> 4];
		out[at++] = digits[b[i] & 0x0F];
	}
	out[at] = '\0';
}

struct cew_secret *cew_random_secret(const struct cew_random *r, const char *alphabet, size_t len)
{
	size_t letters = strlen(alphabet);
	struct cew_secret *secret;
	char *text;

	if (letters == 0 || letters > UINT32_MAX || len == SIZE_MAX)
		return NULL;
	text = calloc(1, len + 1);
	if (!text)
		return NULL;
	for (size_t i = 0; i < len; i++)
		text[i] = alphabet[cew_random_below(r, (uint32_t)letters)];
	secret = cew_secret_create(text, len);
	cew_wipe(text, len);
	free(text);
	return secret;
}
