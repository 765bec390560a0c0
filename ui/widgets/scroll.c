/* scroll: arithmetic of long lists. */
#include "scroll.h"

static int clamp(int value, int low, int high)
{
	if (value > high)
		value = high;
	return value < low ? low : value;
}

void ui_scroll_fit(struct ui_scroll *s, int total, int height)
{
	s->total = total;
	s->height = height > 0 ? height : 0;
	if (s->chosen >= 0)
		s->chosen = clamp(s->chosen, 0, total > 0 ? total - 1 : 0);
	s->first = clamp(s->first, 0, total > s->height ? total - s->height : 0);
	if (s->chosen >= 0)
		ui_scroll_show(s, s->chosen);
}

void ui_scroll_show(struct ui_scroll *s, int row)
{
	if (row < s->first)
		s->first = row;
	if (row >= s->first + s->height)
		s->first = row - s->height + 1;
	s->first = clamp(s->first, 0, s->total > s->height ? s->total - s->height : 0);
}

static bool choose(struct ui_scroll *s, int row)
{
	row = clamp(row, 0, s->total > 0 ? s->total - 1 : 0);
	if (row == s->chosen)
		return false;
	s->chosen = row;
	ui_scroll_show(s, row);
	return true;
}

static bool scroll_to(struct ui_scroll *s, int first)
{
	first = clamp(first, 0, s->total > s->height ? s->total - s->height : 0);
	if (first == s->first)
		return false;
	s->first = first;
	return true;
}

bool ui_scroll_key(struct ui_scroll *s, ui_key key)
{
	int page = s->height > 1 ? s->height - 1 : 1;
	int at = s->chosen >= 0 ? s->chosen : s->first;
	int to;
	switch (key) {
	case UI_KEY_UP:
		to = at - 1;
		break;
	case UI_KEY_DOWN:
		to = at + 1;
		break;
	case UI_KEY_PGUP:
		to = at - page;
		break;
	case UI_KEY_PGDN:
		to = at + page;
		break;
	case UI_KEY_HOME:
		to = 0;
		break;
	case UI_KEY_END:
		to = s->total;
		break;
	default:
		return false;
	}
	return s->chosen >= 0 ? choose(s, to) : scroll_to(s, to);
}
