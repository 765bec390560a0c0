/* What a mistyped word was probably meant to be. */
#include "room.h"

#include <string.h>

#define WORD_MAX 40 /* characters; longer words are no typing slips of ours */

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;
	return ab < c ? ab : c;
}

/* Levenshtein's distance: letters put in, left out or changed. */
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
			row[j] = least(row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[lb];
}

const char *cli_suggest(const char *word, const char *(*name)(size_t i), size_t count)
{
	const char *best = NULL;
	size_t len = strlen(word), best_distance = 1 + len / 3;
	if (!len || len > WORD_MAX)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		const char *candidate = name(i);
		if (!candidate || strlen(candidate) > WORD_MAX)
			continue;
		/* The beginning of a name is meant to be that name, however much is missing. */
		size_t d = len > 2 && strncmp(candidate, word, len) == 0 ? 1 : distance(word, candidate);
		if (d > best_distance || (best && d == best_distance))
			continue;
		best = candidate;
		best_distance = d;
	}
	return best;
}
