/* line: editing by characters as people see them, where a letter and its combining marks are one. */
#include "line.h"

#include <string.h>


/* Columns at the field's edge in which typing goes on beyond it: enough to see what one writes, few enough to erase. */
enum { EDGE_MIN = 3, EDGE_MAX = 8 };

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

void ui_line_rested(struct ui_line *l)
{
	if (l->form == UI_LINE_TYPING)
		l->form = UI_LINE_RESTED;
	l->pin = 0;
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
		l->form = UI_LINE_RESTED;
		return UI_USED | UI_CHANGED;
	}
	if (ui_key_prints(key)) {
		char text[4];
		ui_line_insert(l, text, cew_utf8_encode(key, text));
		l->form = UI_LINE_TYPING;
		return UI_USED | UI_CHANGED;
	}
	for (size_t i = 0; i < CEW_COUNT(edits); i++)
		if (edits[i].key == key) {
			l->form = edits[i].edit == ERASE_LEFT ? UI_LINE_TYPING : UI_LINE_RESTED;
			return perform(l, edits[i].edit);
		}
	return UI_IGNORED;
}

/* ---- drawing ---- */

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

/* Where `room` columns from a place on end. */
static size_t place_after(const struct ui_line *l, size_t from, int room)
{
	while (from < l->len && columns(l, from, code_after(l, from)) <= room) {
		room -= columns(l, from, code_after(l, from));
		from = code_after(l, from);
	}
	return from;
}

static void show(const struct ui_pane *p, int row, int column, int width, const char *text, size_t len, bool masked)
{
	if (!masked) {
		ui_put_n(p, row, column, width, UI_PLAIN, text, len);
		return;
	}
	int used = 0;
	for (size_t at = 0; at < len && used <= width;)
		if (cew_utf8_width(cew_utf8_next(text, len, &at)) > 0 && used++ < width)
			ui_put_mark(p, row, column + used - 1, UI_PLAIN, UI_MARK_MASK);
	if (used > width)
		ui_put_mark(p, row, column + width - 1, UI_PLAIN, UI_MARK_MORE);
}

static void show_part(const struct ui_line *l, const struct ui_pane *p, int row, int column, size_t from, size_t to)
{
	show(p, row, column, columns(l, from, to), l->text + from, to - from, l->masked);
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

/* The whole width can be typed into, so a text that goes on is cut without a mark while the cursor is near. */
static void draw_rested(struct ui_line *l, const struct ui_pane *p, int row, int column, int width)
{
	follow_cursor(l, width);
	size_t fit = place_after(l, l->first, width);
	show_part(l, p, row, column, l->first, fit);
	if (fit < l->len)
		ui_put_mark(p, row, column + width - 1, UI_PLAIN, UI_MARK_MORE);
	ui_cursor(p, row, column + columns(l, l->first, l->cursor));
}

/* From where on the text is shown at the edge, in `room` columns and one for the cursor. */
static void choose_pin(struct ui_line *l, int room)
{
	if (l->pin < l->cursor && columns(l, l->pin, l->cursor) <= room)
		return;
	bool erased = l->pin >= l->cursor; /* up to the pin: some of what is before comes into view */
	l->pin = previous_character(l, l->cursor);
	for (size_t before = l->pin; erased && columns(l, before, l->cursor) <= room; before = previous_character(l, before))
		l->pin = before;
}

static void draw_pinned(struct ui_line *l, const struct ui_pane *p, int row, int column, int width)
{
	int edge = width / 3 > EDGE_MAX ? EDGE_MAX : width / 3 < EDGE_MIN ? EDGE_MIN : width / 3;
	int at = width - edge;
	choose_pin(l, edge - 1);
	show_part(l, p, row, column, l->first, place_after(l, l->first, at - 1));
	ui_put_mark(p, row, column + at - 1, UI_PLAIN, UI_MARK_MORE);
	show_part(l, p, row, column + at, l->pin, l->cursor);
	ui_cursor(p, row, column + at + columns(l, l->pin, l->cursor));
}

/* Nothing scrolls, for that would send the whole field for one character. Where the text does not fit, a mark stands for
 * what is behind the cursor, or for what lies between the field's beginning and its edge. */
static void draw_typing(struct ui_line *l, const struct ui_pane *p, int row, int column, int width)
{
	int before = columns(l, l->first, l->cursor);
	if (before >= width) {
		draw_pinned(l, p, row, column, width);
		return;
	}
	bool fits = before + columns(l, l->cursor, l->len) < width;
	show_part(l, p, row, column, l->first, fits ? l->len : l->cursor);
	if (!fits)
		ui_put_mark(p, row, column + before, UI_PLAIN, UI_MARK_MORE);
	ui_cursor(p, row, column + before);
}

static void draw_found(const struct ui_line *l, const struct ui_pane *p, int row, int column, int width)
{
	int cursor = columns(l, 0, l->cursor);
	ui_line_show(p, row, column, width, l->text, 0, l->masked);
	ui_cursor(p, row, column + (cursor < width ? cursor : width - 1));
}

void ui_line_draw(struct ui_line *l, const struct ui_pane *p, int row, int column, int width)
{
	if (width < 4)
		return;
	if (l->form == UI_LINE_FOUND) {
		draw_found(l, p, row, column, width);
		return;
	}
	bool lost = l->first > 0 && l->cursor <= l->first; /* erased up to where the field begins */
	if (l->form == UI_LINE_TYPING && !lost)
		draw_typing(l, p, row, column, width);
	else
		draw_rested(l, p, row, column, width);
	if (l->first > 0)
		ui_put_mark(p, row, column, UI_PLAIN, UI_MARK_MORE);
}

void ui_line_show(const struct ui_pane *p, int row, int column, int width, const char *text, size_t first, bool masked)
{
	size_t len = strlen(text);
	first = first < len ? first : 0;
	show(p, row, column, width, text + first, len - first, masked);
	if (first > 0)
		ui_put_mark(p, row, column, UI_PLAIN, UI_MARK_MORE);
}
