/* golden: files of what the screen should show. */
#include "play.h"

#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void blot(char *from, size_t len)
{
	memset(from, '#', len);
}

static void blot_place(char *text, const struct mask *m)
{
	char *line = text;
	for (int row = 0; row < m->row && line; row++) {
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	/* Places count bytes, which are columns where the line has only ASCII before them. */
	for (int i = 0; line && i < m->column + m->length && line[i] && line[i] != '\n'; i++)
		if (i >= m->column)
			line[i] = '#';
}

static void blot_pattern(char *text, const struct mask *m)
{
	regex_t regex;
	regmatch_t match;
	if (regcomp(&regex, m->pattern, REG_EXTENDED | REG_NEWLINE) != 0)
		die("bad pattern: %s", m->pattern);
	for (char *at = text; *at && regexec(&regex, at, 1, &match, at == text ? 0 : REG_NOTBOL) == 0;) {
		size_t len = (size_t)(match.rm_eo - match.rm_so);
		blot(at + match.rm_so, len);
		at += match.rm_eo + (len == 0);
	}
	regfree(&regex);
}

void golden_mask(const struct masks *m, char *text)
{
	for (size_t i = 0; i < m->count; i++)
		(m->list[i].row >= 0 ? blot_place : blot_pattern)(text, &m->list[i]);
}

static FILE *open_golden(const char *directory, const char *name, const char *mode)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/golden/%s.txt", directory, name);
	return fopen(path, mode);
}

static char *read_golden(const char *directory, const char *name)
{
	static char text[TEXT_MAX];
	FILE *file = open_golden(directory, name, "r");
	if (!file)
		return NULL;
	size_t n = fread(text, 1, sizeof(text) - 1, file);
	text[n] = '\0';
	fclose(file);
	return text;
}

bool golden_same(const char *directory, const char *name, const char *text)
{
	const char *golden = read_golden(directory, name);
	return golden && strcmp(golden, text) == 0;
}

void golden_write(const char *directory, const char *name, const char *text)
{
	FILE *file = open_golden(directory, name, "w");
	if (!file || fputs(text, file) < 0 || fclose(file) != 0)
		die("cannot write golden file %s: %s", name, strerror(errno));
}

void golden_tell(const char *directory, const char *name, const char *text)
{
	const char *golden = read_golden(directory, name);
	if (!golden) {
		fprintf(stderr, "there is no golden file %s.txt; the screen shows\n%s", name, text);
		return;
	}
	for (int row = 0; *golden || *text; row++) {
		size_t a = strcspn(golden, "\n"), b = strcspn(text, "\n");
		if (a != b || memcmp(golden, text, a) != 0)
			fprintf(stderr, "line %d\n  wanted %.*s\n  shown  %.*s\n", row, (int)a, golden, (int)b, text);
		golden += a + (golden[a] != '\0');
		text += b + (text[b] != '\0');
	}
}
