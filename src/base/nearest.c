/* What a mistyped word was probably meant to be. */
#include "cewizard/base.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define WORD_MAX 40     /* bytes; longer words are no typing slips */
#define BEGINNING_MIN 3 /* letters that are enough to mean the word they begin */

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters put in, left out or changed (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
	size_t row[WORD_MAX + 1], la = strlen(a), lb = strlen(b);
	for (size_t j = 0; j <= lb; j++)
		row[j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t above = row[j];
			bool same = tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[j - 1]);
			row[j] = least(least(row[j], row[j - 1]) + 1, diagonal + !same);
			diagonal = above;
		}
	}
	return row[lb];
}

void cew_nearest_consider(struct cew_nearest *n, const char *candidate)
{
	size_t len = strlen(n->word);
	if (!len || len > WORD_MAX || strlen(candidate) > WORD_MAX)
		return;
	bool begins = len >= BEGINNING_MIN && strncasecmp(candidate, n->word, len) == 0;
	size_t d = begins ? 1 : distance(n->word, candidate);
	if (d > 1 + len / 3 || (n->name && d >= n->distance))
		return;
	n->name = candidate;
	n->distance = d;
}
