/* Completions for bash, from the tables of commands and options. */
#include <string.h>

#include "manual.h"

static void add_values(struct cew_buf *out, int id)
{
	const struct option_row *row = &option_rows[id];
	if (id == OPTION_REGION) {
		for (const struct cew_aws_region *r = cew_aws_regions; r->code; r++)
			cew_buf_fmt(out, "%s%s", r == cew_aws_regions ? "" : " ", r->code);
		return;
	}
	for (const char *c = row->argument; strchr(row->argument, '|') && *c; c++)
		cew_buf_char(out, *c == '|' ? ' ' : *c);
}

static void write_values(struct cew_buf *out)
{
	cew_buf_str(out, "\tcase $prev in\n");
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_rows[i];
		if (!row->argument)
			continue;
		cew_buf_fmt(out, "\t--%s) ", row->name);
		if (strcmp(row->argument, "FILE") == 0) {
			cew_buf_str(out, "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n");
		} else if (strcmp(row->argument, "DIR") == 0) {
			cew_buf_str(out, "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n");
		} else {
			cew_buf_str(out, "COMPREPLY=($(compgen -W '");
			add_values(out, i);
			cew_buf_str(out, "' -- \"$cur\")); return ;;\n");
		}
	}
	cew_buf_str(out, "\tesac\n");
}

/* The first word that is neither an option nor an option's value. */
static void write_search(struct cew_buf *out)
{
	cew_buf_str(out, "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n\t\tcase ${COMP_WORDS[i]} in\n\t\t");
	const char *between = "";
	for (int i = 0; i < OPTION_COUNT; i++) {
		if (!option_rows[i].argument)
			continue;
		cew_buf_fmt(out, "%s--%s", between, option_rows[i].name);
		between = " | ";
	}
	cew_buf_str(out, ") [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++)); ((i++)) ;;\n"
	                 "\t\t-* | =) ;;\n"
	                 "\t\t*) command=${COMP_WORDS[i]}; break ;;\n"
	                 "\t\tesac\n\tdone\n");
}

static void add_options(struct cew_buf *out, uint64_t set)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (set & BIT(i))
			cew_buf_fmt(out, " --%s", option_rows[i].name);
}

static void write_words(struct cew_buf *out)
{
	cew_buf_str(out, "\tcase $command in\n");
	for (size_t c = 0; c < command_count; c++) {
		const struct command *row = &command_rows[c];
		cew_buf_fmt(out, "\t%s) words='", row->name ? row->name : "''");
		for (size_t i = 0; !row->name && i < command_count; i++)
			if (command_rows[i].name)
				cew_buf_fmt(out, " %s", command_rows[i].name);
		add_options(out, row->options | ALWAYS_OPTIONS);
		cew_buf_str(out, "' ;;\n");
	}
	cew_buf_str(out, "\tesac\n");
}

void completion_write(struct cew_buf *out)
{
	cew_buf_str(out, "# bash completion for cewizard, made from the program's own tables by its build\n"
	                 "_cewizard()\n{\n"
	                 "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command='' words='' i\n"
	                 "\tCOMPREPLY=()\n"
	                 "\t# --name=value comes as three words\n"
	                 "\tif [[ $cur == = ]]; then cur=''; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD - 2]}; fi\n");
	write_values(out);
	write_search(out);
	write_words(out);
	cew_buf_str(out, "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\ncomplete -F _cewizard cewizard\n");
}
