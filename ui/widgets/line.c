/* line: editing by characters as people see them, where a letter and its combining marks are one. */
#include "line.h"

#include <string.h>

#include "wrap.h"

static uint32_t code_at(const struct ui_line *l, size_t at)
{
	return cew_utf8_next(l->text, l->len, &at);
}

static size_t code_after(const struct ui_line *l, size_t at)
{
	cew_utf8_next(l->text, l->len, &at);
	return at;
}

static size_t code_before(const struct ui_line *l, size_t at)
{
	if (at == 0)
		return 0;
	at--;
	while (at > 0 && ((unsigned char)l->text[at] & 0xc0) == 0x80)
		at--;
	return at;
}

static size_t next_character(const struct ui_line *l, size_t at)
{
	if (at >= l->len)
		return l->len;
	at = code_after(l, at);
	while (at < l->len && cew_utf8_width(code_at(l, at)) == 0)
		at = code_after(l, at);
	return at;
}

static size_t previous_character(const struct ui_line *l, size_t at)
{
	do
		at = code_before(l, at);
	while (at > 0 && cew_utf8_width(code_at(l, at)) == 0);
	return at;
}

/* Words are what lies between blanks and the separators of names, paths and addresses. */
static bool in_word(const struct ui_line *l, size_t at)
{
	return strchr(" ./:,;=@-_", l->text[at]) == NULL;
}

static size_t word_left(const struct ui_line *l, size_t at)
{
	while (at > 0 && !in_word(l, code_before(l, at)))
		at = code_before(l, at);
	while (at > 0 && in_word(l, code_before(l, at)))
		at = code_before(l, at);
	return at;
}

static size_t word_right(const struct ui_line *l, size_t at)
{
	while (at < l->len && !in_word(l, at))
		at = code_after(l, at);
	while (at < l->len && in_word(l, at))
		at = code_after(l, at);
	return at;
}

void ui_line_set(struct ui_line *l, const char *text)
{
	bool masked = l->masked;
	ui_line_finish(l);
	l->masked = masked;
	ui_line_insert(l, text, strlen(text));
}

void ui_line_finish(struct ui_line *l)
{
	cew_wipe(l, sizeof(*l));
}

void ui_line_insert(struct ui_line *l, const char *text, size_t len)
{
	size_t room = UI_LINE_MAX - l->len;
	l->full = len > room;
	if (len > room) {
		len = room;
		while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--;
	}
	memmove(l->text + l->cursor + len, l->text + l->cursor, l->len - l->cursor + 1);
	memcpy(l->text + l->cursor, text, len);
	l->len += len;
	l->cursor += len;
	l->text[l->len] = '\0';
}

/* A newline at either end was copied along by accident; one inside parts words. */
static void insert_paste(struct ui_line *l, const char *text, size_t len)
{
	while (len > 0 && *text == '\n') {
		text++;
		len--;
	}
	while (len > 0 && text[len - 1] == '\n')
		len--;
	while (len > 0) {
		const char *newline = memchr(text, '\n', len);
		size_t part = newline ? (size_t)(newline - text) : len;
		ui_line_insert(l, text, part);
		text += part;
		len -= part;
		if (len > 0) {
			ui_line_insert(l, " ", 1);
			text++;
			len--;
		}
	}
}

static unsigned cut(struct ui_line *l, size_t from, size_t to)
{
	if (from >= to)
		return UI_USED;
	memmove(l->text + from, l->text + to, l->len - to + 1);
	size_t gone = to - from;
	cew_wipe(l->text + l->len - gone + 1, gone);
	l->len -= gone;
	l->cursor = from;
	l->full = false;
	return UI_USED | UI_CHANGED;
}

enum edit {
	TO_START, TO_END, LEFT, RIGHT, WORD_LEFT, WORD_RIGHT,
	ERASE_LEFT, ERASE_RIGHT, ERASE_WORD, ERASE_TO_START, ERASE_TO_END, ERASE_WORD_RIGHT
};
static const struct edit_row {
	ui_key key;
	enum edit edit;
} edits[] = {
	{UI_KEY_HOME, TO_START}, {UI_CTRL('A'), TO_START}, {UI_KEY_END, TO_END}, {UI_CTRL('E'), TO_END},
	{UI_KEY_LEFT, LEFT}, {UI_CTRL('B'), LEFT}, {UI_KEY_RIGHT, RIGHT}, {UI_CTRL('F'), RIGHT},
	{UI_KEY_WORD_LEFT, WORD_LEFT}, {UI_ALT | 'b', WORD_LEFT}, {UI_KEY_WORD_RIGHT, WORD_RIGHT},
	{UI_ALT | 'f', WORD_RIGHT}, {UI_KEY_BACKSPACE, ERASE_LEFT}, {UI_KEY_DELETE, ERASE_RIGHT},
	{UI_CTRL('D'), ERASE_RIGHT}, {UI_CTRL('W'), ERASE_WORD}, {UI_ALT | UI_KEY_BACKSPACE, ERASE_WORD},
	{UI_CTRL('U'), ERASE_TO_START}, {UI_CTRL('K'), ERASE_TO_END}, {UI_ALT | 'd', ERASE_WORD_RIGHT},
};

static unsigned move_to(struct ui_line *l, size_t at)
{
	l->cursor = at;
	return UI_USED;
}

static unsigned perform(struct ui_line *l, enum edit edit)
{
	size_t at = l->cursor;
	switch (edit) {
	case TO_START:
		return move_to(l, 0);
	case TO_END:
		return move_to(l, l->len);
	case LEFT:
		return move_to(l, previous_character(l, at));
	case RIGHT:
		return move_to(l, next_character(l, at));
	case WORD_LEFT:
		return move_to(l, word_left(l, at));
	case WORD_RIGHT:
		return move_to(l, word_right(l, at));
	case ERASE_LEFT:
		return cut(l, previous_character(l, at), at);
	case ERASE_RIGHT:
		return cut(l, at, next_character(l, at));
	case ERASE_WORD:
		return cut(l, word_left(l, at), at);
	case ERASE_TO_START:
		return cut(l, 0, at);
	case ERASE_TO_END:
		return cut(l, at, l->len);
	case ERASE_WORD_RIGHT:
		return cut(l, at, word_right(l, at));
	}
	return UI_IGNORED;
}

unsigned ui_line_key(struct ui_line *l, ui_key key, const char *paste, size_t paste_len)
{
	if (key == UI_KEY_PASTE) {
		insert_paste(l, paste, paste_len);
		return UI_USED | UI_CHANGED;
	}
	if (ui_key_prints(key)) {
		char text[4];
		ui_line_insert(l, text, cew_utf8_encode(key, text));
		return UI_USED | UI_CHANGED;
	}
	for (size_t i = 0; i < CEW_COUNT(edits); i++)
		if (edits[i].key == key)
			return perform(l, edits[i].edit);
	return UI_IGNORED;
}

/* Columns between two places, as shown. */
static int columns(const struct ui_line *l, size_t from, size_t to)
{
	int width = 0;
	while (from < to) {
		int w = cew_utf8_width(code_at(l, from));
		width += l->masked && w > 0 ? 1 : w;
		from = code_after(l, from);
	}
	return width;
}

/* Scrolls by a third of the width at a time: once a dozen keys, not once a key. */
static void follow_cursor(struct ui_line *l, int width)
{
	if (l->first > l->len)
		l->first = l->len;
	if (columns(l, 0, l->len) + 1 <= width)
		l->first = 0;
	int step = width / 3 > 0 ? width / 3 : 1;
	while (l->cursor < l->first || (l->cursor == l->first && l->first > 0))
		for (int i = 0; i < step && l->first > 0; i++)
			l->first = previous_character(l, l->first);
	while (columns(l, l->first, l->cursor) + 1 > width)
		for (int i = 0; i < step && l->first < l->cursor; i++)
			l->first = next_character(l, l->first);
}

static int show(const struct ui_pane *p, int row, int column, int width, const char *text, size_t len, bool masked,
                enum ui_style style)
{
	if (!masked)
		return ui_put_n(p, row, column, width, style, text, len);
	int used = 0;
	for (size_t at = 0; at < len && used < width;)
		if (cew_utf8_width(cew_utf8_next(text, len, &at)) > 0)
			ui_put_mark(p, row, column + used++, style, UI_MARK_MASK);
	return used;
}

void ui_line_draw(struct ui_line *l, const struct ui_pane *p, int row, int column, int width, bool focus)
{
	if (width < 4)
		return;
	follow_cursor(l, width);
	/* The whole width can be typed into, so a text that goes on is cut without a mark while the cursor is near. */
	size_t fit = l->first;
	for (int used = 0; fit < l->len; fit = code_after(l, fit)) {
		int w = cew_utf8_width(code_at(l, fit));
		used += l->masked && w > 0 ? 1 : w;
		if (used > width)
			break;
	}
	show(p, row, column, width, l->text + l->first, fit - l->first, l->masked, UI_PLAIN);
	if (l->first > 0)
		ui_put_mark(p, row, column, UI_FAINT, UI_MARK_MORE);
	if (fit < l->len)
		ui_put_mark(p, row, column + width - 1, UI_FAINT, UI_MARK_MORE);
	if (focus)
		ui_cursor(p, row, column + columns(l, l->first, l->cursor));
}

int ui_line_show(const struct ui_pane *p, int row, int column, int width, const char *text, bool masked)
{
	return show(p, row, column, width, text, strlen(text), masked, UI_PLAIN);
}
