/* preflight: the checks of the account as they come in, and what they found with a way to each field. */
#include "wizard.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { TITLE = 34, GAP = 1, MARK = 2 };

static const struct look {
	enum ui_mark mark;
	enum ui_style style;
} looks[] = {
	[CEW_PREFLIGHT_WAITING] = {UI_MARK_NOTE, UI_PLAIN},
	[CEW_PREFLIGHT_RUNNING] = {UI_MARK_RUNNING, UI_BUSY},
	[CEW_PREFLIGHT_OK] = {UI_MARK_DONE, UI_GOOD},
	[CEW_PREFLIGHT_FOUND] = {UI_MARK_WARNING, UI_CARE},
	[CEW_PREFLIGHT_UNCHECKED] = {UI_MARK_UNKNOWN, UI_CARE},
	[CEW_PREFLIGHT_SKIPPED] = {UI_MARK_NOTE, UI_PLAIN},
};
static_assert(CEW_COUNT(looks) == CEW_PREFLIGHT_STATE_COUNT, "every state of a check has its mark");

static struct look look_of(const struct cew_preflight_check *c)
{
	if (c->state == CEW_PREFLIGHT_FOUND && cew_issues_count(c->issues, CEW_ERROR))
		return (struct look){UI_MARK_ERROR, UI_BAD};
	return looks[c->state];
}

/* ---- the summary ---- */

static void say_error(const struct cew_error *err, const char *before, struct cew_buf *out)
{
	cew_buf_str(out, before);
	cew_text_visible(out, err->what);
	cew_buf_str(out, *err->hint ? ". " : ".");
	cew_text_visible(out, err->hint);
}

static void say_progress(const struct cew_preflight *p, struct cew_buf *out)
{
	size_t done = 0, all = 0;
	for (size_t i = 0; i < cew_preflight_count(p); i++) {
		enum cew_preflight_state state = cew_preflight_at(p, i)->state;
		all += state != CEW_PREFLIGHT_SKIPPED;
		done += state != CEW_PREFLIGHT_SKIPPED && state > CEW_PREFLIGHT_RUNNING;
	}
	cew_buf_fmt(out, "Looking into the account: %zu of %zu checks done.", done, all);
}

static void say_result(const struct cew_preflight *p, bool dry_run, struct cew_buf *out)
{
	size_t errors = cew_preflight_issues(p, CEW_ERROR), warnings = cew_preflight_issues(p, CEW_WARNING), open = 0;
	for (size_t i = 0; i < cew_preflight_count(p); i++)
		open += cew_preflight_at(p, i)->state == CEW_PREFLIGHT_UNCHECKED;
	if (errors)
		cew_buf_fmt(out, "%zu finding%s would make the deployment fail.", errors, errors == 1 ? "" : "s");
	else
		cew_buf_fmt(out, "Nothing was found that would make it fail%s.", dry_run ? "; the dry run says so too" : "");
	if (warnings)
		cew_buf_fmt(out, " %zu warning%s worth reading.", warnings, warnings == 1 ? " is" : "s are");
	if (open)
		cew_buf_fmt(out, " %zu check%s could not be made.", open, open == 1 ? "" : "s");
}

static void summary(const struct ui_wizard *w, struct cew_buf *out)
{
	const struct ui_preflight *f = &w->preflight;
	if (f->error.status != CEW_OK)
		say_error(&f->error, "The checks need a plan, and there is none: ", out);
	else if (!f->checks)
		cew_buf_str(out, "Nothing has been checked yet: r begins.");
	else if (cew_preflight_error(f->checks))
		say_error(cew_preflight_error(f->checks), "The account could not be looked into: ", out);
	else if (f->stale)
		cew_buf_str(out, "Answers have changed since: r checks again.");
	else if (!cew_preflight_done(f->checks))
		say_progress(f->checks, out);
	else
		say_result(f->checks, f->dry_run, out);
	if (f->checks && *cew_preflight_leftover(f->checks))
		cew_buf_str(out, " x deletes the stack that is in the way.");
}

/* ---- one walk over the view serves measuring and drawing ---- */

static int draw_check(const struct ui_pane *p, int row, const struct cew_preflight_check *c)
{
	struct look look = look_of(c);
	if (p) {
		ui_put_mark(p, row, MARK, look.style, look.mark);
		ui_put(p, row, 2 * MARK, TITLE, UI_PLAIN, c->title);
		ui_put(p, row, 2 * MARK + TITLE + GAP, -1, UI_PLAIN, c->told);
	}
	return 1;
}

static int draw_group(const struct ui_pane *p, int row, const struct cew_preflight *checks, enum cew_preflight_group group)
{
	int rows = 0;
	for (size_t i = 0; i < cew_preflight_count(checks); i++) {
		const struct cew_preflight_check *c = cew_preflight_at(checks, i);
		if (c->group != group || c->state == CEW_PREFLIGHT_SKIPPED)
			continue;
		if (!rows && p)
			ui_put(p, row, 0, -1, UI_STRONG, cew_preflight_group_title(group));
		rows += !rows;
		rows += draw_check(p, row + rows, c);
	}
	return rows ? rows + 1 : 0;
}

/* p NULL: only counts rows. */
static int walk(const struct ui_wizard *w, const struct ui_pane *p, int row, int width)
{
	const struct ui_preflight *f = &w->preflight;
	struct cew_buf text;
	int first = row;
	cew_buf_init(&text, 8192);
	summary(w, &text);
	if (p)
		ui_put_wrapped(p, row, 0, -1, -1, UI_PLAIN, cew_buf_text(&text));
	row += cew_wrap_rows(cew_buf_text(&text), width) + 1;
	cew_buf_finish(&text);
	if (p)
		ui_issues_draw(w, &f->found, &f->cursor, p, row);
	if (f->found.list.len)
		row += ui_issues_rows(w, &f->found, width) + 1;
	for (int g = 0; f->checks && !cew_preflight_error(f->checks) && g < CEW_PREFLIGHT_GROUP_COUNT; g++)
		row += draw_group(p, row, f->checks, (enum cew_preflight_group)g);
	return row - first;
}

static int rows(struct ui_wizard *w, int width)
{
	return walk(w, NULL, 0, width);
}

static void draw(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	walk(w, p, row, p->width);
}

static int focus(struct ui_wizard *w, int width)
{
	struct cew_buf text;
	cew_buf_init(&text, 8192);
	summary(w, &text);
	int above = cew_wrap_rows(cew_buf_text(&text), width) + 1;
	cew_buf_finish(&text);
	return ui_issues_focus(w, &w->preflight.found, &w->preflight.cursor, width, above);
}

static bool key(struct ui_wizard *w, ui_key key)
{
	return ui_issues_key(w, &w->preflight.found, &w->preflight.cursor, key);
}

const struct ui_view ui_view_preflight = {
	.rows = rows, .draw = draw, .key = key, .enter = ui_preflight_begin, .focus = focus,
	.help = "Only looks: nothing is changed. Enter goes to the field of the chosen finding, or on. Space and b scroll.",
};
