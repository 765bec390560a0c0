/* What a mistyped key was probably meant to be. */
#include <ctype.h>
#include <string.h>

#include "room.h"

#define WORD_MAX 40 /* bytes; longer words are no slips of ours */

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters put in, left out or changed (Levenshtein); capitals do not count. */
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

void nearest_consider(struct nearest *n, const char *candidate)
{
	if (strlen(n->word) > WORD_MAX || strlen(candidate) > WORD_MAX)
		return;
	size_t d = distance(n->word, candidate);
	if (d > 1 + strlen(n->word) / 3 || (n->name && d >= n->distance))
		return;
	n->name = candidate;
	n->distance = d;
}
