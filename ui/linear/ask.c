/* ask: one question for each kind of field. */
#include "linear.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 64 * 1024 };

/* Turns a line into the field's value. False, with a word to the user: it cannot be one. */
typedef bool take_fn(struct linear *l, const struct cew_field *field, const char *line);

static bool put(struct linear *l, const struct cew_field *field, const char *value, enum cew_origin origin)
{
	struct cew_error err;
	if (cew_answers_set(l->w->app->answers, field->id, value, origin, &err) == CEW_OK)
		return true;
	printf("  error: %s\n", err.what);
	return false;
}

static bool take_text(struct linear *l, const struct cew_field *field, const char *line)
{
	const char *listed = linear_listed(l, field, line);
	if (listed && put(l, field, listed, CEW_ORIGIN_PICKED)) {
		linear_taken(l, listed);
		return true;
	}
	return put(l, field, strcmp(line, "-") == 0 ? "" : line, CEW_ORIGIN_TYPED);
}

/* Shown on request only, and never into a pipe or a log. */
static bool show_secret(const struct linear *l, const struct cew_field *field)
{
	if (isatty(STDOUT_FILENO))
		printf("  %s\n", cew_answers_text(l->w->app->answers, field->id));
	else
		puts("  error: a secret is shown on a terminal only");
	return false;
}

static bool take_secret(struct linear *l, const struct cew_field *field, const char *line)
{
	if (strcmp(line, "!") == 0)
		return show_secret(l, field);
	if (strcmp(line, "*") != 0 || !field->generate)
		return take_text(l, field, line);
	struct cew_secret *secret = cew_random_secret(l->w->app->random, field->generate, field->generate_len);
	if (!secret)
		return false;
	cew_log_redact(secret);
	bool kept = put(l, field, cew_secret_text(secret), CEW_ORIGIN_PICKED);
	printf("  generated, %zu characters (< goes back, ! shows it)\n", field->generate_len);
	cew_secret_destroy(secret);
	return kept;
}

static bool take_choice(struct linear *l, const struct cew_field *field, const char *line)
{
	char *end;
	unsigned long number = strtoul(line, &end, 10);
	if (end != line && *end == '\0' && number >= 1 && number <= field->choice_count)
		return put(l, field, field->choices[number - 1].value, CEW_ORIGIN_PICKED);
	for (size_t i = 0; i < field->choice_count; i++)
		if (strcasecmp(line, field->choices[i].value) == 0 || strcasecmp(line, field->choices[i].label) == 0)
			return put(l, field, field->choices[i].value, CEW_ORIGIN_PICKED);
	printf("  error: answer with a number from 1 to %zu\n", field->choice_count);
	return false;
}

static bool take_flag(struct linear *l, const struct cew_field *field, const char *line)
{
	static const char *const words[2][4] = {{"y", "yes", "on", "true"}, {"n", "no", "off", "false"}};
	for (size_t value = 0; value < 2 && value < field->choice_count; value++)
		for (size_t i = 0; i < CEW_COUNT(words[value]); i++)
			if (strcasecmp(line, words[value][i]) == 0)
				return put(l, field, field->choices[value].value, CEW_ORIGIN_PICKED);
	puts("  error: answer with y or n");
	return false;
}

static bool clear_list(struct linear *l, const struct cew_field *field)
{
	struct cew_answers *a = l->w->app->answers;
	while (cew_answers_list_count(a, field->id))
		cew_answers_list_remove(a, field->id, 0);
	return true;
}

static bool take_list(struct linear *l, const struct cew_field *field, const char *line)
{
	struct cew_answers *a = l->w->app->answers;
	if (strcmp(line, "-") == 0)
		return clear_list(l, field);
	const char *listed = linear_listed(l, field, line);
	if (listed)
		linear_taken(l, listed);
	return cew_answers_list_put(a, field->id, cew_answers_list_count(a, field->id), listed ? listed : line,
	                            listed ? CEW_ORIGIN_PICKED : CEW_ORIGIN_TYPED, NULL) == CEW_OK;
}

static bool take_pair(struct linear *l, const struct cew_field *field, const char *line)
{
	struct cew_answers *a = l->w->app->answers;
	if (strcmp(line, "-") == 0)
		return clear_list(l, field);
	const char *sign = strchr(line, '=');
	char *key = sign ? cew_fmt("%.*s", (int)(sign - line), line) : NULL;
	if (!key) {
		puts("  error: write key=value");
		return false;
	}
	bool kept = cew_answers_pair_put(a, field->id, cew_answers_list_count(a, field->id), key, sign + 1, CEW_ORIGIN_TYPED,
	                                 NULL) == CEW_OK;
	free(key);
	return kept;
}

static const struct kind {
	take_fn *take;
	bool again;       /* asked until an empty line: one item a line */
	const char *keys; /* what may be answered beside the value */
} kinds[] = {
	[CEW_FIELD_TEXT] = {take_text, false, "? help, < back, - empty"},
	[CEW_FIELD_SECRET] = {take_secret, false, "? help, < back, - empty"},
	[CEW_FIELD_CHOICE] = {take_choice, false, "number, ? help, < back"},
	[CEW_FIELD_FLAG] = {take_flag, false, "y or n, ? help, < back"},
	[CEW_FIELD_LIST] = {take_list, true, "one a line, an empty line ends, ? help, < back, - empties the list"},
	[CEW_FIELD_PAIRS] = {take_pair, true, "key=value, an empty line ends, ? help, < back, - empties the list"},
	[CEW_FIELD_NOTE] = {NULL, false, ""},
};
static_assert(CEW_COUNT(kinds) == CEW_FIELD_KIND_COUNT, "every kind of field can be asked");

static void say_question(struct linear *l, const struct cew_field *field)
{
	struct cew_buf value;
	cew_buf_init(&value, LINE_MAX_BYTES);
	ui_bind_say(l->w->app->answers, field, &value);
	printf("\n%s", field->label);
	if (value.len)
		printf(" [%s]", cew_buf_text(&value));
	putchar('\n');
	cew_buf_wipe(&value);
	if (field->kind == CEW_FIELD_CHOICE)
		for (size_t i = 0; i < field->choice_count; i++)
			printf("  %zu  %s%s%s\n", i + 1, field->choices[i].label, field->choices[i].help ? ": " : "",
			       field->choices[i].help ? field->choices[i].help : "");
	const char *keys = kinds[field->kind].keys, *help = strstr(keys, "? help");
	int before = help && field->pick ? (int)(help - keys) + (int)strlen("? help") : 0;
	printf("  (%.*s%s%s%s%s)\n", before, keys, before ? " and list" : "", keys + before, field->generate ? ", * generate" : "",
	       field->kind == CEW_FIELD_SECRET ? ", ! show" : "");
}

/* Tells what is wrong with the answer; true if an error is among it. */
static bool say_issues(struct linear *l, const struct cew_field *field)
{
	struct cew_subject subject = ui_subject(l->w, false);
	struct cew_issues issues;
	cew_issues_init(&issues);
	cew_check_field(&subject, field, &issues, NULL);
	for (size_t i = 0; i < issues.list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(&issues, i);
		printf("  %s: %s %s%s%s%s\n", cew_severity_name(issue->severity), issue->message, issue->remedy,
		       issue->suggestion ? " Suggested: " : "", issue->suggestion ? issue->suggestion : "", issue->suggestion ? "." : "");
	}
	bool wrong = cew_issues_count(&issues, CEW_ERROR) > 0;
	cew_issues_finish(&issues);
	return wrong;
}

/* One line of an answer. Returns true when the question is settled, with *how. */
static bool one_line(struct linear *l, const struct cew_field *field, const char *line, bool *warned, bool *changed,
                     enum linear_answer *how)
{
	if (strcmp(line, "?") == 0) {
		linear_say(field->help ? field->help : "There is no more to say about this one.", "  ");
		linear_list(l, field);
		return false;
	}
	*how = strcmp(line, "<") == 0 ? LINEAR_BACK : LINEAR_NEXT;
	if (*how == LINEAR_BACK)
		return true;
	if (*line) {
		bool taken = kinds[field->kind].take(l, field, line);
		*changed = *changed || taken;
		if (!taken || kinds[field->kind].again)
			return false;
	}
	if (!say_issues(l, field) || (*warned && !*line))
		return true;
	if (!*warned)
		puts("  Answer again, or press Enter to leave it like this for now.");
	*warned = true;
	return false;
}

enum linear_answer linear_ask(struct linear *l, const struct cew_field *field)
{
	if (!kinds[field->kind].take) {
		linear_say(field->help ? field->help : "", "  ");
		return LINEAR_NEXT;
	}
	enum linear_answer how = LINEAR_OVER;
	bool warned = false, changed = false, settled = false;
	struct cew_buf line;
	cew_buf_init(&line, LINE_MAX_BYTES);
	say_question(l, field);
	while (!settled && linear_line(l, "> ", field->kind == CEW_FIELD_SECRET, &line))
		settled = one_line(l, field, cew_buf_text(&line), &warned, &changed, &how);
	cew_buf_wipe(&line);
	ui_pick_finish(&l->w->pick);
	if (!settled)
		return LINEAR_OVER;
	ui_field_left(l->w, field, changed);
	if (changed)
		ui_draft_save(l->w, NULL); /* what cannot be kept is told when leaving */
	return how;
}
