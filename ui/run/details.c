/* details: all that is known of one resource or one event, in a pop-up. What it says follows the model while it is open. */
#include "wizard.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX_BYTES = 64 * 1024 };

static const struct cew_resource_row *row_named(const struct cew_deployment *d, const char *logical_id)
{
	for (size_t i = 0; i < cew_deploy_resource_count(d); i++)
		if (strcmp(cew_deploy_resource_at(d, i)->logical_id, logical_id) == 0)
			return cew_deploy_resource_at(d, i);
	return NULL;
}

static void add_events(const struct cew_deployment *d, const char *logical_id, struct cew_buf *out)
{
	for (size_t i = 0; i < cew_deploy_event_count(d); i++) {
		const struct cew_event_row *e = cew_deploy_event_at(d, i);
		char time[9];
		if (strcmp(e->logical_id, logical_id) != 0)
			continue;
		ui_clock_time(e, time);
		cew_buf_fmt(out, "\n%s %s%s%s", time, e->status, *e->reason ? ": " : "", e->reason);
	}
}

static bool say(const struct cew_deployment *d, const char *logical_id, struct cew_buf *out)
{
	const struct cew_resource_row *r = row_named(d, logical_id);
	if (!r)
		return false;
	cew_buf_fmt(out, "Type   %s\nState  %s\n", r->type, *r->status ? r->status : "waiting");
	if (*r->physical_id)
		cew_buf_fmt(out, "Id     %s\n", r->physical_id);
	add_events(d, logical_id, out);
	return !out->failed;
}

static void closed(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	(void)option;
	free(w->run.details);
	w->run.details = NULL;
}

void ui_details_open(struct ui_wizard *w, const char *logical_id)
{
	struct cew_buf text;
	cew_buf_init(&text, TEXT_MAX_BYTES);
	char *id = cew_strdup(logical_id);
	if (id && say(w->deployment, id, &text)) {
		ui_popup_open(&w->popup, id, cew_buf_text(&text), closed, w);
		free(w->run.details);
		w->run.details = id;
		id = NULL;
	}
	free(id);
	cew_buf_finish(&text);
}

void ui_details_update(struct ui_wizard *w)
{
	struct cew_buf text;
	if (!w->run.details || !w->popup.open || strcmp(w->popup.title, w->run.details) != 0)
		return;
	cew_buf_init(&text, TEXT_MAX_BYTES);
	if (say(w->deployment, w->run.details, &text))
		ui_popup_say(&w->popup, cew_buf_text(&text));
	cew_buf_finish(&text);
}

void ui_details_close(struct ui_wizard *w)
{
	if (!w->run.details)
		return;
	ui_popup_close(&w->popup);
	closed(w, -1);
}

void ui_event_open(struct ui_wizard *w, const struct cew_event_row *e)
{
	struct cew_buf text;
	cew_buf_init(&text, TEXT_MAX_BYTES);
	cew_buf_fmt(&text, "Time   %s\nState  %s\nType   %s\n", e->time, e->status, e->type);
	if (*e->physical_id)
		cew_buf_fmt(&text, "Id     %s\n", e->physical_id);
	cew_buf_fmt(&text, "Stack  %s\nEvent  %s\n", e->stack_name, e->event_id);
	if (*e->reason)
		cew_buf_fmt(&text, "\n%s", e->reason);
	if (!text.failed)
		ui_popup_open(&w->popup, e->logical_id, cew_buf_text(&text), NULL, NULL);
	cew_buf_finish(&text);
}
