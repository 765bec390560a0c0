/* marks: the tables behind marks.h. */
#include "marks.h"

#include <assert.h>
#include <string.h>

struct mark_row {
	const char *unicode, *ascii;
};

static const struct mark_row marks[] = {
	[UI_MARK_DONE] = {"✓", "+"},    [UI_MARK_ERROR] = {"✗", "x"}, [UI_MARK_WARNING] = {"!", "!"},
	[UI_MARK_NOTE] = {"·", "-"},    [UI_MARK_HERE] = {"▸", ">"},  [UI_MARK_RUNNING] = {"⋯", "."},
	[UI_MARK_HLINE] = {"─", "-"},   [UI_MARK_VLINE] = {"│", "|"}, [UI_MARK_FULL] = {"█", "#"},
	[UI_MARK_EMPTY] = {"░", "."},   [UI_MARK_MASK] = {"•", "*"},  [UI_MARK_MORE] = {"…", "~"},
	[UI_MARK_ON] = {"●", "*"},      [UI_MARK_OFF] = {"○", "o"},   [UI_MARK_LEFT] = {"‹", "<"},
	[UI_MARK_RIGHT] = {"›", ">"},   [UI_MARK_UP] = {"↑", "^"},    [UI_MARK_DOWN] = {"↓", "v"},
	[UI_MARK_UNKNOWN] = {"?", "?"}, [UI_MARK_ARROW] = {"→", ">"},   [UI_MARK_OVERLAP] = {"╹", "^"},
};
static_assert(CEW_COUNT(marks) == UI_MARK_COUNT, "every mark has both forms");

const struct ui_look ui_looks[UI_STYLE_COUNT] = {
	[UI_PLAIN] = {0, -1},
	[UI_STRONG] = {UI_ATTR_BOLD, -1},
	[UI_FAINT] = {UI_ATTR_DIM, -1},
	[UI_FOCUS] = {UI_ATTR_REVERSE, -1},
	[UI_GOOD] = {0, 2},
	[UI_BAD] = {UI_ATTR_BOLD, 1},
	[UI_CARE] = {UI_ATTR_BOLD, 3},
	[UI_BUSY] = {0, 6},
};

struct ascii_row {
	uint32_t code_point;
	const char *text;
};
static const struct ascii_row asciis[] = {
	{0xa0, " "},   {0xb7, "-"},   {0x2013, "-"}, {0x2014, "-"}, {0x2018, "'"}, {0x2019, "'"}, {0x201c, "\""},
	{0x201d, "\""}, {0x2022, "*"}, {0x2026, "~"}, {0x2190, "<"}, {0x2192, ">"}, {0x2500, "-"}, {0x2502, "|"},
};

static bool unicode = true;

void ui_marks_unicode(bool on)
{
	unicode = on;
}

bool ui_marks_is_unicode(void)
{
	return unicode;
}

const char *ui_mark(enum ui_mark mark)
{
	return unicode ? marks[mark].unicode : marks[mark].ascii;
}

/* Whole-text marks are looked up too, so that a message made for UTF-8 reads the same in ASCII. */
const char *ui_ascii_for(uint32_t code_point)
{
	for (size_t i = 0; i < CEW_COUNT(asciis); i++)
		if (asciis[i].code_point == code_point)
			return asciis[i].text;
	for (size_t i = 0; i < CEW_COUNT(marks); i++) {
		const char *text = marks[i].unicode;
		size_t at = 0;
		if (cew_utf8_next(text, strlen(text), &at) == code_point)
			return marks[i].ascii;
	}
	return "?";
}
