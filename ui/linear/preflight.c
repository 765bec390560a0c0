/* preflight: the checks of the account, a line each as it ends, and then what they found. */
#include "linear.h"

#include <stdio.h>
#include <string.h>

enum { LINE_BYTES = 4096 };

static const char *word_of(const struct cew_preflight_check *c)
{
	static const char *const words[CEW_PREFLIGHT_STATE_COUNT] = {
		[CEW_PREFLIGHT_WAITING] = "", [CEW_PREFLIGHT_RUNNING] = "", [CEW_PREFLIGHT_OK] = "ok",
		[CEW_PREFLIGHT_FOUND] = "warning", [CEW_PREFLIGHT_UNCHECKED] = "not checked", [CEW_PREFLIGHT_SKIPPED] = "",
	};
	if (c->state == CEW_PREFLIGHT_FOUND && cew_issues_count(c->issues, CEW_ERROR))
		return "error";
	return words[c->state];
}

static void visible(const char *text)
{
	struct cew_buf out;
	cew_buf_init(&out, 64 * 1024);
	cew_text_visible(&out, text);
	fputs(cew_buf_text(&out), stdout);
	cew_buf_finish(&out);
}

static void say_check(const struct cew_preflight_check *c)
{
	printf("%-11s  %s%s", word_of(c), c->title, *c->told ? ": " : "");
	visible(c->told);
	putchar('\n');
}

/* Each check once, when it has ended: in the order in which that happens. */
static void follow(struct linear *l, const struct cew_preflight *p)
{
	uint64_t told = 0;
	do {
		for (size_t i = 0; i < cew_preflight_count(p) && i < 64; i++) {
			const struct cew_preflight_check *c = cew_preflight_at(p, i);
			if ((told >> i & 1) || !*word_of(c))
				continue;
			told |= (uint64_t)1 << i;
			say_check(c);
		}
		fflush(stdout);
	} while (!cew_preflight_done(p) && linear_wait(l));
}

static void say_findings(const struct ui_wizard *w)
{
	const struct cew_issues *found = &w->preflight.found;
	for (size_t i = 0; i < found->list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(found, i);
		const struct cew_field *field = cew_form_field_find(w->app->forms, issue->field);
		printf("%s: %s%s", cew_severity_name(issue->severity), field ? field->label : "", field ? ": " : "");
		visible(issue->message);
		putchar(' ');
		visible(issue->remedy);
		putchar('\n');
	}
}

static void look(struct linear *l, bool dry_run)
{
	struct ui_wizard *w = l->w;
	ui_preflight_again(w, dry_run);
	if (w->preflight.error.status != CEW_OK) {
		printf("The checks need a plan, and there is none: %s\n", w->preflight.error.what);
		return;
	}
	follow(l, w->preflight.checks);
	const struct cew_error *err = cew_preflight_error(w->preflight.checks);
	if (err)
		printf("The account could not be looked into: %s. %s\n", err->what, err->hint);
	else
		say_findings(w);
}

enum linear_answer linear_preflight(struct linear *l)
{
	struct cew_buf line;
	enum linear_answer how = LINEAR_OVER;
	bool again = true, dry_run = false;
	cew_buf_init(&line, LINE_BYTES);
	while (again) {
		look(l, dry_run);
		size_t errors = cew_issues_count(&l->w->preflight.found, CEW_ERROR);
		printf("%zu finding%s that would make the deployment fail.\n", errors, errors == 1 ? "" : "s");
		if (!linear_line(l, "Enter goes on, r checks again, d makes a dry run, < goes back > ", false, &line))
			break;
		const char *said = cew_buf_text(&line);
		dry_run = strcmp(said, "d") == 0;
		again = dry_run || strcmp(said, "r") == 0;
		how = strcmp(said, "<") == 0 ? LINEAR_BACK : LINEAR_NEXT;
	}
	cew_buf_finish(&line);
	return how;
}
