/* account: a draft remembers the account that it was made for. Keys of another one are asked about before anything is sent. */
#include "wizard.h"

#include <stdlib.h>
#include <string.h>

bool ui_account_differs(const struct ui_wizard *w)
{
	const char *meant = cew_answers_account(w->app->answers);
	return w->identity.known && *meant && strcmp(meant, w->identity.account) != 0;
}

void ui_account_accept(struct ui_wizard *w)
{
	cew_answers_set_account(w->app->answers, w->identity.account);
}

void ui_account_say(const struct ui_wizard *w, struct cew_buf *out)
{
	cew_buf_fmt(out, "The draft was made for account %s. These keys belong to account %s (", cew_answers_account(w->app->answers),
	            w->identity.account);
	cew_text_visible(out, w->identity.arn);
	cew_buf_str(out, "): what the answers name may not be there.");
}

static void answered(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	if (option == 1)
		ui_account_accept(w);
	else if (option == 0)
		ui_go_to_field(w, "profile");
}

void ui_account_ask(struct ui_wizard *w)
{
	if (!w->identity.known)
		return;
	if (!ui_account_differs(w)) {
		ui_account_accept(w);
		return;
	}
	/* Whatever is open is answered first: then this is asked at the latest before something is sent. */
	if (!w->term.open || w->popup.open)
		return;
	struct cew_buf text;
	cew_buf_init(&text, 4096);
	ui_account_say(w, &text);
	ui_popup_open(&w->popup, "Another account", cew_buf_text(&text), answered, w);
	ui_popup_option(&w->popup, "Choose other keys", NULL);
	ui_popup_option(&w->popup, "Go on in this account", NULL);
	cew_buf_finish(&text);
}
