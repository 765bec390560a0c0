/* making: what a field wants and the account lacks, made on the way: a topic that tells of the stack, the secret with a CA
 * certificate. Nothing is made before the user has read what it is and said yes. */
#include "wizard.h"

#include <stdlib.h>
#include <string.h>

#define PEM_MAX_BYTES (64u * 1024u) /* what a secret of Secrets Manager holds */
enum { TELL_MAX = 4096 };

/* One kind of thing that can be made for a field. */
struct kind {
	enum cew_pick pick;
	void (*ask)(struct ui_wizard *w);
	void (*tell)(struct ui_wizard *w, struct cew_buf *out);
	enum cew_status (*make)(struct ui_wizard *w, const struct cew_make_config *config, struct cew_error *err);
	const char *question;
	bool by_name; /* the field wants the name that was given, not the ARN */
};

static const char *answer_to(const struct ui_wizard *w, const char *setting)
{
	const struct cew_field *field = cew_form_field_for_setting(w->app->forms, setting);
	return field ? cew_answers_text(w->app->answers, field->id) : "";
}

static void made(void *ctx, const struct cew_error *err, const struct cew_made *what);

/* ---- the question before ---- */

static const struct kind *kind_of(const struct ui_wizard *w);

static void agreed(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	struct cew_error err;
	struct cew_make_config config = {.random = w->app->random, .account = &w->app->account, .operations = &w->app->operations};
	const struct kind *kind = kind_of(w);
	if (option != 1 || !kind)
		return;
	cew_making_destroy(w->making.running);
	w->making.running = NULL;
	ui_flash(w, "Being made: typing goes on meanwhile.");
	if (kind->make(w, &config, &err))
		ui_flash(w, "Not made: %s", err.what);
}

static void ask_once_more(struct ui_wizard *w)
{
	const struct kind *kind = kind_of(w);
	struct cew_buf text;
	if (!kind)
		return;
	cew_buf_init(&text, TELL_MAX);
	kind->tell(w, &text);
	ui_popup_open(&w->popup, kind->question, cew_buf_text(&text), agreed, w);
	ui_popup_option(&w->popup, "No, make nothing", NULL);
	ui_popup_option(&w->popup, "Yes, make it now", NULL);
	cew_buf_finish(&text);
}

static bool keep(char **place, const char *text)
{
	char *copy = cew_strdup(text);
	if (!copy)
		return false;
	free(*place);
	*place = copy;
	return true;
}

/* ---- a topic ---- */

static struct cew_topic_wish topic_wish(const struct ui_wizard *w)
{
	return (struct cew_topic_wish){
		.name = w->making.name, .email = w->making.email, .account_id = w->identity.account,
		.region = cew_aws_region(w->app->aws),
	};
}

static bool topic_said(void *ctx, const char *const *lines)
{
	struct ui_wizard *w = ctx;
	if (!lines)
		return true;
	if (!*lines[0] || strspn(lines[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != strlen(lines[0])) {
		ui_dialog_trouble(&w->dialog, "A topic's name has letters, digits, - and _ only.");
		return false;
	}
	if (*lines[1] && !strchr(lines[1], '@')) {
		ui_dialog_trouble(&w->dialog, "An e-mail address has an @ in it. Empty: nobody subscribes.");
		return false;
	}
	if (keep(&w->making.name, lines[0]) && keep(&w->making.email, lines[1]))
		ask_once_more(w);
	return true;
}

static void ask_topic(struct ui_wizard *w)
{
	char *name = cew_fmt("%s-events", answer_to(w, "stackName"));
	ui_dialog_open(&w->dialog, "A topic for the stack's events",
	               "CloudFormation tells the topic of each event. To an e-mail address AWS sends a message first, which has to be "
	               "answered within two days.", topic_said, w);
	ui_dialog_line(&w->dialog, "Topic name", name);
	ui_dialog_line(&w->dialog, "E-mail address", "");
	free(name);
}

static void tell_topic(struct ui_wizard *w, struct cew_buf *out)
{
	struct cew_topic_wish wish = topic_wish(w);
	cew_make_topic_tell(&wish, out);
}

static enum cew_status make_topic(struct ui_wizard *w, const struct cew_make_config *config, struct cew_error *err)
{
	struct cew_topic_wish wish = topic_wish(w);
	return cew_make_topic(config, &wish, made, w, &w->making.running, err);
}

/* ---- a secret with a certificate ---- */

static int64_t now_ms(const struct ui_wizard *w)
{
	const struct cew_clock *clock = cew_loop_clock(w->app->loop);
	return clock->wall_ms(clock->ctx);
}

static bool read_certificates(struct ui_wizard *w, const char *path, struct cew_error *err)
{
	struct cew_buf pem;
	struct cew_certificates found;
	cew_buf_init(&pem, PEM_MAX_BYTES);
	enum cew_status s = cew_file_read(path, PEM_MAX_BYTES, &pem, err);
	if (!s)
		s = cew_certificates_read(cew_buf_text(&pem), pem.len, now_ms(w), &found, err);
	if (!s && !keep(&w->making.pem, cew_buf_text(&pem)))
		s = cew_fail_memory(err);
	w->making.found = found;
	cew_buf_finish(&pem);
	return !s;
}

static bool certificate_said(void *ctx, const char *const *lines)
{
	struct ui_wizard *w = ctx;
	struct cew_error err;
	if (!lines)
		return true;
	if (!*lines[0] || !*lines[1]) {
		ui_dialog_trouble(&w->dialog, "Both the file and the secret's name are needed.");
		return false;
	}
	if (!read_certificates(w, lines[0], &err)) {
		char *text = cew_fmt("%s%s%s", err.what, *err.hint ? ". " : "", err.hint);
		ui_dialog_trouble(&w->dialog, text);
		free(text);
		return false;
	}
	if (keep(&w->making.name, lines[1]))
		ask_once_more(w);
	return true;
}

static void ask_certificate(struct ui_wizard *w)
{
	char *name = cew_fmt("%s-ca", answer_to(w, "stackName"));
	ui_dialog_open(&w->dialog, "The CA certificate's secret",
	               "The file holds the certificate of the authority that your proxy signs with, in PEM form. It is looked at before "
	               "anything is made.", certificate_said, w);
	ui_dialog_line(&w->dialog, "PEM file", "");
	ui_dialog_line(&w->dialog, "Secret name", name);
	free(name);
}

static struct cew_certificate_wish certificate_wish(const struct ui_wizard *w)
{
	return (struct cew_certificate_wish){.name = w->making.name, .pem = w->making.pem, .stack = answer_to(w, "stackName")};
}

static void tell_certificate(struct ui_wizard *w, struct cew_buf *out)
{
	struct cew_certificate_wish wish = certificate_wish(w);
	char until[CEW_TIME_MAX];
	cew_time_format(w->making.found.until_ms, until);
	cew_make_certificate_tell(&wish, out);
	cew_buf_str(out, "\nThe certificate is ");
	cew_text_visible(out, w->making.found.subject);
	cew_buf_fmt(out, ", good until %.10s.%s", until,
	            w->making.found.has_root ? "" : " None of those in the file is its own issuer: what trusts it must know the issuer.");
}

static enum cew_status make_certificate(struct ui_wizard *w, const struct cew_make_config *config, struct cew_error *err)
{
	struct cew_certificate_wish wish = certificate_wish(w);
	return cew_make_certificate(config, &wish, now_ms(w), made, w, &w->making.running, err);
}

/* ---- the whole ---- */

static const struct kind kinds[] = {
	{CEW_PICK_TOPIC, ask_topic, tell_topic, make_topic, "Make the topic?", false},
	{CEW_PICK_SECRET, ask_certificate, tell_certificate, make_certificate, "Make the secret?", true},
};

static const struct kind *kind_of(const struct ui_wizard *w)
{
	const struct cew_field *field = w->making.field ? cew_form_field_find(w->app->forms, w->making.field) : NULL;
	for (size_t i = 0; field && i < CEW_COUNT(kinds); i++)
		if (kinds[i].pick == field->pick)
			return &kinds[i];
	return NULL;
}

bool ui_can_make(const struct cew_field *field)
{
	for (size_t i = 0; field && i < CEW_COUNT(kinds); i++)
		if (kinds[i].pick == field->pick)
			return true;
	return false;
}

void ui_make(struct ui_wizard *w)
{
	const struct cew_field *field = w->bound.field;
	if (w->making.running)
		ui_flash(w, "Something is being made already.");
	else if (!w->identity.known)
		ui_flash(w, "Nothing can be made before AWS has said who you are.");
	else if (keep(&w->making.field, field->id))
		kind_of(w)->ask(w);
}

/* A list of several gets one more; the user may be in another field by now, and comes back to it so that it is seen. */
static void take(struct ui_wizard *w, const char *value)
{
	const struct cew_field *field = cew_form_field_find(w->app->forms, w->making.field);
	struct cew_buf text;
	if (!field)
		return;
	const char *before = cew_answers_text(w->app->answers, field->id);
	cew_buf_init(&text, TELL_MAX * 4);
	if (field->kind == CEW_FIELD_LIST && *before)
		cew_buf_fmt(&text, "%s\n", before);
	cew_buf_str(&text, value);
	if (w->mode == UI_MODE_PAGES)
		ui_go_to_field(w, field->id);
	if (w->bound.field == field)
		ui_bind_set(&w->bound, cew_buf_text(&text), CEW_ORIGIN_PICKED);
	else
		cew_answers_set(w->app->answers, field->id, cew_buf_text(&text), CEW_ORIGIN_PICKED, NULL);
	ui_field_changed(w);
	ui_rest_now(w);
	cew_buf_finish(&text);
}

static void keep_lines(struct cew_buf *out, const char *lines)
{
	while (*lines) {
		size_t len = strcspn(lines, "\n");
		cew_buf_fmt(out, "  %.*s\n", (int)len, lines);
		lines += len + (lines[len] == '\n');
	}
}

static void made(void *ctx, const struct cew_error *err, const struct cew_made *what)
{
	struct ui_wizard *w = ctx;
	const struct kind *kind = kind_of(w);
	bool mail = kind && !kind->by_name && w->making.email && *w->making.email;
	keep_lines(&w->making.made, what->what);
	w->review.columns = -1;
	if (!err && kind)
		take(w, kind->by_name ? w->making.name : what->arn);
	if (err)
		ui_flash(w, "Not made: %s%s%s", err->what, *err->hint ? ". " : "", err->hint);
	else
		ui_flash(w, "Made.%s", mail ? " The message that AWS sends to the address has to be answered." : "");
	/* Its caller may still be starting it: then the pointer is not ours to clear yet. */
	cew_loop_after(w->app->loop, 0, ui_making_over, w);
}

void ui_making_over(void *ctx)
{
	struct ui_wizard *w = ctx;
	cew_making_destroy(w->making.running);
	w->making.running = NULL;
}

void ui_making_say(const struct ui_wizard *w, struct cew_buf *out)
{
	if (w->making.made.len)
		cew_buf_fmt(out, "Made on the way\n%s", cew_buf_text(&w->making.made));
}

/* What was made stays made, and is still told: only what is under way ends. */
void ui_making_cancel(struct ui_wizard *w)
{
	ui_making_over(w);
}

void ui_making_finish(struct ui_wizard *w)
{
	ui_making_over(w);
	free(w->making.field);
	free(w->making.name);
	free(w->making.email);
	free(w->making.pem);
	cew_buf_finish(&w->making.made);
}
