/* stack: one stack under one topic: the way in, hardening, notes, or the rehearsal of its deletion. */
#include "wizard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MARK = 2, WHAT = 4, BESIDE = 36, LEAST_BESIDE = 20, MEND = 6, GAP = 3, TOPICS_ROW = 2, BODY_ROW = 4 };

static void changed(void *ctx, struct cew_survey *survey)
{
	struct ui_wizard *w = ctx;
	const struct cew_error *err = cew_survey_reading(survey) ? NULL : cew_survey_mend_error(survey);
	if (!*w->stacks.stack.mending || cew_survey_reading(survey))
		return;
	const struct cew_item *item = cew_survey_find(survey, w->stacks.stack.mending);
	if (err)
		ui_flash(w, "Not mended: %s", err->what);
	else
		ui_flash(w, "Mended: %s.", item ? item->what : w->stacks.stack.mending);
	w->stacks.stack.mending[0] = '\0';
}

/* ---- opening and closing ---- */

static void close_survey(struct ui_wizard *w)
{
	cew_survey_destroy(w->stacks.stack.survey);
	w->stacks.stack.survey = NULL;
}

void ui_stack_close(struct ui_wizard *w)
{
	close_survey(w);
	free(w->stacks.stack.id);
	memset(&w->stacks.stack, 0, sizeof(w->stacks.stack));
}

static void look(struct ui_wizard *w, enum cew_survey_topic topic)
{
	struct ui_stack *s = &w->stacks.stack;
	close_survey(w);
	struct cew_survey_config config = {.site = cew_app_site(w->app), .topic = topic, .stack = s->id, .way = &s->way};
	s->topic = topic;
	s->items = (struct ui_scroll){.chosen = 0};
	s->rows = (struct ui_scroll){.chosen = -1};
	s->mending[0] = '\0';
	s->survey = cew_survey_create(&config, changed, w);
	if (!s->survey) {
		ui_flash(w, "The stack cannot be looked at: out of memory");
		w->mode = UI_MODE_STACKS;
		return;
	}
	w->mode = UI_MODE_STACK;
	cew_survey_read(s->survey);
}

void ui_stack_open(struct ui_wizard *w, const char *id, const char *name, enum cew_survey_topic topic)
{
	struct ui_stack *s = &w->stacks.stack;
	char *copy = cew_strdup(id);
	if (!copy)
		return;
	ui_stack_close(w);
	s->id = copy;
	snprintf(s->name, sizeof(s->name), "%s", name);
	cew_way_recall(cew_aws_region(w->app->aws), s->name, &s->way);
	look(w, topic);
}

void ui_stack_leave(struct ui_wizard *w)
{
	ui_stack_close(w);
	if (w->stacks.list)
		w->mode = UI_MODE_STACKS; /* as it was read: what is chosen stays chosen */
	else
		ui_stacks_open(w);
}

void ui_stack_again(struct ui_wizard *w)
{
	cew_survey_read(w->stacks.stack.survey);
}

void ui_stack_access(struct ui_wizard *w)
{
	look(w, CEW_SURVEY_ACCESS);
}

void ui_stack_hardening(struct ui_wizard *w)
{
	look(w, CEW_SURVEY_HARDENING);
}

void ui_stack_notes(struct ui_wizard *w)
{
	look(w, CEW_SURVEY_NOTES);
}

void ui_stack_rehearse(struct ui_wizard *w)
{
	look(w, CEW_SURVEY_DELETE);
}

void ui_stack_next(struct ui_wizard *w)
{
	look(w, (enum cew_survey_topic)((w->stacks.stack.topic + 1) % CEW_SURVEY_TOPIC_COUNT));
}

/* ---- drawing: first into nothing, to learn which row everything has ---- */

struct place {
	int first, end; /* rows of the chosen item */
};

static void put_item_mark(const struct ui_pane *p, int row, enum cew_mark mark)
{
	static const struct { enum ui_mark mark; enum ui_style style; } marks[CEW_MARK_COUNT] = {
		[CEW_MARK_OK] = {UI_MARK_DONE, UI_GOOD},
		[CEW_MARK_OPEN] = {UI_MARK_ERROR, UI_BAD},
		[CEW_MARK_UNKNOWN] = {UI_MARK_WARNING, UI_CARE},
		[CEW_MARK_NOTE] = {UI_MARK_NOTE, UI_PLAIN},
	};
	ui_put_mark(p, row, MARK, marks[mark].style, marks[mark].mark);
}

static int put_detail(const struct ui_pane *p, int row, const struct cew_item *item)
{
	bool beside = cew_text_width(item->what) < BESIDE - WHAT - 1 && p->width - BESIDE >= LEAST_BESIDE;
	if (!*item->detail)
		return row + 1;
	if (beside)
		return row + ui_put_wrapped(p, row, BESIDE, -1, -1, UI_PLAIN, item->detail);
	return row + 1 + ui_put_wrapped(p, row + 1, MEND, -1, -1, UI_PLAIN, item->detail);
}

static int put_item(const struct ui_pane *p, int row, const struct cew_item *item, bool chosen)
{
	if (chosen) {
		ui_put(p, row, 0, 1, UI_FOCUS, ">");
		ui_cursor(p, row, 0);
	}
	put_item_mark(p, row, item->mark);
	ui_put(p, row, WHAT, *item->detail && cew_text_width(item->what) < BESIDE - WHAT - 1 ? BESIDE - WHAT - 1 : -1, UI_PLAIN, item->what);
	row = put_detail(p, row, item);
	if (!*item->mend)
		return row;
	ui_put_mark(p, row, MEND, UI_PLAIN, UI_MARK_ARROW);
	int text = MEND + 2;
	int rows = ui_put_wrapped(p, row, text, -1, -1, UI_PLAIN, item->mend);
	return row + (rows ? rows : 1);
}

/* A long host breaks no line where a shell would not: each part of the command is one that can be copied. */
static int put_command(const struct ui_stack *s, const struct ui_pane *p, int row)
{
	const struct cew_facts *f = cew_survey_facts(s->survey);
	struct cew_buf command;
	ui_put(p, row++, 0, -1, UI_STRONG, "Through a jump host");
	if (!*f->host)
		return row + ui_put_wrapped(p, row, MARK, -1, -1, UI_PLAIN,
		                            "No task runs and there is no load balancer: there is nothing to be reached now.") + 1;
	cew_buf_init(&command, 4096);
	cew_way_command(&s->way, f->host, f->port, &command);
	row += ui_put_wrapped(p, row, MARK, -1, -1, UI_PLAIN, cew_buf_text(&command));
	ui_putf(p, row, MARK, -1, UI_PLAIN, "then http://localhost:%d", s->way.local_port);
	cew_buf_finish(&command);
	return row + 2;
}

static int put_items(const struct ui_stack *s, const struct ui_pane *p, int row, struct place *chosen)
{
	const char *group = "";
	for (size_t i = 0; i < cew_survey_count(s->survey); i++) {
		const struct cew_item *item = cew_survey_at(s->survey, i);
		if (strcmp(item->group, group) != 0) {
			row += *group ? 1 : 0;
			ui_put(p, row++, 0, -1, UI_STRONG, cew_survey_group_title(item->group));
		}
		group = item->group;
		bool is_chosen = (int)i == s->items.chosen;
		int end = put_item(p, row, item, is_chosen);
		if (is_chosen)
			*chosen = (struct place){row, end};
		row = end;
	}
	return row;
}

static int put_outputs(const struct ui_stack *s, const struct ui_pane *p, int row)
{
	size_t count = cew_survey_output_count(s->survey);
	if (count)
		ui_put(p, ++row, 0, -1, UI_STRONG, "Outputs"), row++;
	for (size_t i = 0; i < count; i++) {
		const struct cew_stack_output *o = cew_survey_output_at(s->survey, i);
		ui_put(p, row, MARK, BESIDE - MARK - 1, UI_PLAIN, o->key);
		int rows = ui_put_wrapped(p, row, BESIDE, -1, -1, UI_PLAIN, o->value);
		row += rows ? rows : 1;
	}
	return row;
}

static int put_all(const struct ui_stack *s, const struct ui_pane *p, struct place *chosen)
{
	bool access = s->topic == CEW_SURVEY_ACCESS;
	int row = access ? put_command(s, p, 0) : 0;
	row = put_items(s, p, row, chosen);
	return access ? put_outputs(s, p, row) : row;
}

static void draw_message(const struct ui_stack *s, const struct ui_pane *p)
{
	const struct cew_error *err = cew_survey_error(s->survey);
	ui_cursor(p, 0, 0);
	if (!err) {
		ui_put_mark(p, 0, MARK, UI_BUSY, UI_MARK_RUNNING);
		ui_put(p, 0, WHAT, -1, UI_PLAIN, "The stack and what it made are being read.");
		return;
	}
	ui_put_mark(p, 0, MARK, UI_BAD, UI_MARK_ERROR);
	int row = ui_put_wrapped(p, 0, WHAT, -1, -1, UI_PLAIN, err->what);
	ui_put_wrapped(p, row, WHAT, -1, -1, UI_PLAIN, err->hint);
}

static void draw_body(struct ui_stack *s, struct ui_pane *p)
{
	struct place chosen = {0, 0};
	struct ui_pane nowhere = *p;
	nowhere.height = 0;
	if (!cew_survey_facts(s->survey) || !cew_survey_count(s->survey)) {
		draw_message(s, p);
		return;
	}
	ui_scroll_fit(&s->items, (int)cew_survey_count(s->survey), 1);
	ui_scroll_fit(&s->rows, put_all(s, &nowhere, &chosen), p->height);
	if (s->follow) {
		ui_scroll_show(&s->rows, chosen.end - 1);
		/* With the first item its heading, and what stands above it, is in view. */
		ui_scroll_show(&s->rows, s->items.chosen ? chosen.first : 0);
	}
	s->follow = false;
	p->scroll = s->rows.first;
	put_all(s, p, &chosen);
	ui_edges(p, s->rows.first, s->rows.total);
}

static void draw_topics(const struct ui_stack *s, int columns)
{
	static const char *const names[CEW_SURVEY_TOPIC_COUNT] = {
		[CEW_SURVEY_ACCESS] = "Access",
		[CEW_SURVEY_HARDENING] = "Hardening",
		[CEW_SURVEY_DELETE] = "Deletion",
		[CEW_SURVEY_NOTES] = "Notes",
	};
	struct ui_pane p = ui_pane(stdscr, TOPICS_ROW, 1, 1, columns - 2);
	int at = 0;
	for (int i = 0; i < CEW_SURVEY_TOPIC_COUNT; i++) {
		bool here = i == (int)s->topic;
		if (here)
			ui_put_mark(&p, 0, at, UI_PLAIN, UI_MARK_HERE);
		at += 2 + ui_put(&p, 0, at + 2, -1, here ? UI_STRONG : UI_PLAIN, names[i]) + GAP;
	}
	if (cew_survey_reading(s->survey))
		ui_put_mark(&p, 0, at, UI_BUSY, UI_MARK_RUNNING);
}

static const char *foot_text(const struct ui_stack *s)
{
	static const char *const texts[CEW_SURVEY_TOPIC_COUNT] = {
		[CEW_SURVEY_ACCESS] = "How to reach Cloud Exchange now, and what the way needs.",
		[CEW_SURVEY_HARDENING] = "The guide's best practices, as far as they can be read from the account.",
		[CEW_SURVEY_DELETE] = "A rehearsal: nothing is deleted until the stack's name has been typed.",
		[CEW_SURVEY_NOTES] = "Where this stack's data and secrets live, and what to back up.",
	};
	const struct cew_item *item = cew_survey_at(s->survey, (size_t)(s->items.chosen > 0 ? s->items.chosen : 0));
	return item && item->mendable && item->mark == CEW_MARK_OPEN ? "One call mends this: m does it, after asking." : texts[s->topic];
}

static void draw(struct ui_wizard *w, const struct ui_layout *l)
{
	struct ui_stack *s = &w->stacks.stack;
	const struct cew_facts *f = cew_survey_facts(s->survey);
	struct ui_layout below = *l;
	struct ui_pane body = ui_pane(stdscr, BODY_ROW, 1, l->rows - BODY_ROW - 3, l->columns - 3);
	ui_stacks_header(w, l, s->name, f ? f->status : "");
	draw_topics(s, l->columns);
	draw_body(s, &body);
	below.help = ui_pane(stdscr, l->rows - 2, 1, 1, l->columns - 2);
	ui_foot_draw(w, &below, foot_text(s));
}

/* ---- keys ---- */

static bool key(struct ui_wizard *w, ui_key key, const char *paste, size_t paste_len)
{
	(void)paste, (void)paste_len;
	struct ui_stack *s = &w->stacks.stack;
	if (key == UI_KEY_PGUP || key == UI_KEY_PGDN)
		return ui_scroll_key(&s->rows, key);
	s->follow = ui_scroll_key(&s->items, key);
	/* Below the last item there may be more to read. */
	return s->follow || ui_scroll_key(&s->rows, key);
}

const struct ui_screen ui_screen_stack = {draw, key};
