/* identity: who the keys belong to and how long they last, on the page that asks for the region. */
#include "wizard.h"

#include <stdio.h>
#include <string.h>

enum { MARK = 2 };

static void say_time_left(const struct ui_wizard *w, struct cew_buf *out)
{
	int64_t end = cew_aws_credential_expiry(w->app->aws);
	const struct cew_clock *clock = cew_loop_clock(w->app->loop);
	int64_t minutes = (end - clock->wall_ms(clock->ctx)) / 60000;
	if (end < 0)
		return;
	if (minutes < 1)
		cew_buf_str(out, " They end now.");
	else if (minutes < 120)
		cew_buf_fmt(out, " They last %d more minute%s.", (int)minutes, minutes == 1 ? "" : "s");
	else
		cew_buf_fmt(out, " They last %d more hours.", (int)(minutes / 60));
}

static void say_known(const struct ui_wizard *w, struct cew_buf *out)
{
	const struct ui_identity *id = &w->identity;
	cew_buf_fmt(out, "Account %s, signed in as %s.\n%s\n", id->account, id->name, id->arn);
	cew_buf_fmt(out, "Keys: %s.", w->app->options->demo ? "the demo's own" : cew_aws_credential_source(w->app->aws));
	say_time_left(w, out);
}

static void say(const struct ui_wizard *w, struct cew_buf *out)
{
	const struct ui_identity *id = &w->identity;
	if (id->known)
		say_known(w, out);
	else if (id->failed)
		cew_buf_fmt(out, "Not signed in: %s. %s", id->error.what, id->error.hint);
	else if (id->call)
		cew_buf_str(out, "Asking AWS who you are.");
}

static int put(const struct ui_pane *p, int row, bool draw, enum ui_style style, enum ui_mark mark, const char *text)
{
	if (draw) {
		ui_put_mark(p, row, 0, style, mark);
		ui_put_wrapped(p, row, MARK, -1, -1, UI_PLAIN, text);
	}
	return cew_wrap_rows(text, p->width - MARK);
}

int ui_identity_draw(struct ui_wizard *w, const struct ui_pane *p, int row, bool draw)
{
	const struct ui_identity *id = &w->identity;
	const struct cew_field *region = cew_form_field_for_setting(w->app->forms, "region");
	struct cew_buf text;
	int first = row;
	if (!region || cew_form_page_of(w->app->forms, region) != ui_step_current(w)->page)
		return 0;
	cew_buf_init(&text, 4096);
	say(w, &text);
	if (text.len && id->call)
		row += 1 + put(p, row + 1, draw, UI_BUSY, UI_MARK_RUNNING, cew_buf_text(&text));
	else if (text.len)
		row += 1 + put(p, row + 1, draw, id->known ? UI_GOOD : UI_BAD, id->known ? UI_MARK_DONE : UI_MARK_ERROR, cew_buf_text(&text));
	cew_buf_finish(&text);
	for (size_t i = 0; cew_aws_warning(w->app->aws, i); i++)
		row += put(p, row + 1, draw, UI_CARE, UI_MARK_WARNING, cew_aws_warning(w->app->aws, i));
	return row - first;
}
