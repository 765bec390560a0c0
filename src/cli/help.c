/* Help texts, made from the tables of commands, options and exit codes. */
#include "room.h"

#include <stdio.h>
#include <string.h>

#define WIDTH 79       /* columns of a plain terminal, less the one that some of them wrap at */
#define TEXT_COLUMN 28 /* where what an option does begins */

/* From the column on that is reached already. */
static void wrap(struct cew_buf *out, const char *text, int column)
{
	cew_wrap(out, text, WIDTH, column, column);
}

static void write_options(struct cew_buf *out, uint64_t set)
{
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_rows[i];
		char word[64];
		if (!(set & BIT(i)))
			continue;
		snprintf(word, sizeof(word), "--%s%s%s", row->name, row->argument ? " " : "", row->argument ? row->argument : "");
		cew_buf_fmt(out, "  %-*s ", TEXT_COLUMN - 3, word);
		wrap(out, row->help, TEXT_COLUMN);
	}
}

void help_overview(struct cew_buf *out)
{
	cew_buf_str(out, "cewizard deploys Netskope Cloud Exchange on AWS Fargate through CloudFormation.\n\n"
	                 "usage: cewizard [COMMAND] [OPTION...]\n\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &command_rows[i];
		char word[48];
		snprintf(word, sizeof(word), "%s%s%s", c->name ? c->name : "(none)", c->operand ? " " : "", c->operand ? c->operand : "");
		cew_buf_fmt(out, "  %-16s ", word);
		wrap(out, c->summary, 19);
	}
	cew_buf_str(out, "\noptions (`cewizard COMMAND --help` shows those of a command)\n");
	write_options(out, ~UINT64_C(0));
	cew_buf_str(out, "\nexit codes\n");
	for (size_t i = 0; i < exit_count; i++) {
		cew_buf_fmt(out, "  %3d  ", (int)exit_rows[i].code);
		wrap(out, exit_rows[i].meaning, 7);
	}
	cew_buf_str(out, "\nThe manual, cewizard(1), has the rest.\n");
}

void help_command(const struct command *c, struct cew_buf *out)
{
	cew_buf_fmt(out, "usage: cewizard %s%s%s [OPTION...]\n\n", c->name, c->operand ? " " : "", c->operand ? c->operand : "");
	wrap(out, c->summary, 0);
	if (c->more) {
		cew_buf_char(out, '\n');
		wrap(out, c->more, 0);
	}
	cew_buf_str(out, "\noptions\n");
	write_options(out, c->options | ALWAYS_OPTIONS);
}
