/* The manual page's first part: commands, options, exit codes, pages, rules and the preflight, straight from their tables. */
#include <string.h>

#include "cewizard/preflight.h"
#include "manual.h"

/* ---- troff ---- */

static void add_char(struct cew_buf *out, uint32_t c, bool literal)
{
	static const struct {
		char from;
		const char *to;
	} marks[] = {{'\\', "\\e"}, {'~', "\\(ti"}, {'^', "\\(ha"}, {'`', "\\(ga"}};
	for (size_t i = 0; i < CEW_COUNT(marks); i++) {
		if (c != (unsigned char)marks[i].from)
			continue;
		cew_buf_str(out, marks[i].to);
		return;
	}
	if (c == '-' && literal)
		cew_buf_str(out, "\\-");
	else if (c == '\'' && literal)
		cew_buf_str(out, "\\(aq");
	else if (c < 0x80)
		cew_buf_char(out, (char)c);
	else
		cew_buf_fmt(out, "\\[u%04X]", (unsigned)c);
}

/* An option within prose is to be typed as well. */
static bool begins_option(const char *text, size_t at)
{
	return text[at] == '-' && (text[at + 1] == '-' || (at > 0 && text[at - 1] == '-'));
}

static void add_text(struct cew_buf *out, const char *text, bool literal)
{
	size_t len = strlen(text), at = 0;
	/* A dot or an apostrophe at a line's beginning would be a request. */
	if (*text == '.' || *text == '\'')
		cew_buf_str(out, "\\&");
	while (at < len) {
		bool option = begins_option(text, at);
		uint32_t c = cew_utf8_next(text, len, &at);
		add_char(out, c, literal || option);
		if (c == '\n' && (text[at] == '.' || text[at] == '\''))
			cew_buf_str(out, "\\&");
	}
}

void manual_text(struct cew_buf *out, const char *text)
{
	add_text(out, text, false);
}

void manual_literal(struct cew_buf *out, const char *text)
{
	add_text(out, text, true);
}

static void bold(struct cew_buf *out, const char *text)
{
	cew_buf_str(out, "\\fB");
	manual_literal(out, text);
	cew_buf_str(out, "\\fR");
}

static void italic(struct cew_buf *out, const char *text)
{
	cew_buf_str(out, "\\fI");
	manual_literal(out, text);
	cew_buf_str(out, "\\fR");
}

static void line(struct cew_buf *out, const char *text)
{
	manual_text(out, text);
	cew_buf_char(out, '\n');
}

/* ---- commands and options ---- */

static void write_synopsis(struct cew_buf *out)
{
	cew_buf_str(out, ".SH SYNOPSIS\n.nf\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &command_rows[i];
		bold(out, "cewizard");
		if (c->name) {
			cew_buf_char(out, ' ');
			bold(out, c->name);
		}
		if (c->operand) {
			cew_buf_char(out, ' ');
			italic(out, c->operand);
		}
		cew_buf_str(out, " [\\fIOPTION\\fR...]\n");
	}
	cew_buf_str(out, ".fi\n");
}

/* One paragraph a line of the text. */
static void write_paragraphs(struct cew_buf *out, const char *text)
{
	while (text && *text) {
		size_t len = strcspn(text, "\n");
		char paragraph[2048];
		if (len >= sizeof(paragraph))
			len = sizeof(paragraph) - 1;
		memcpy(paragraph, text, len);
		paragraph[len] = '\0';
		cew_buf_str(out, ".IP\n");
		line(out, paragraph);
		text += len + (text[len] == '\n');
	}
}

static void write_command_options(struct cew_buf *out, const struct command *c)
{
	const char *between = "Takes ";
	if (!c->options)
		return;
	cew_buf_str(out, ".IP\n");
	for (int i = 0; i < OPTION_COUNT; i++) {
		if (!(c->options & BIT(i)))
			continue;
		cew_buf_str(out, between);
		cew_buf_str(out, "\\fB\\-\\-");
		manual_literal(out, option_rows[i].name);
		cew_buf_str(out, "\\fR");
		between = ",\n";
	}
	cew_buf_str(out, ".\n");
}

static void write_commands(struct cew_buf *out)
{
	cew_buf_str(out, ".SH COMMANDS\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &command_rows[i];
		cew_buf_str(out, ".TP\n");
		if (c->name)
			bold(out, c->name);
		else
			cew_buf_str(out, "(no command)");
		if (c->operand) {
			cew_buf_char(out, ' ');
			italic(out, c->operand);
		}
		cew_buf_char(out, '\n');
		line(out, c->summary);
		write_paragraphs(out, c->more);
		write_command_options(out, c);
	}
}

static void write_options(struct cew_buf *out)
{
	cew_buf_str(out, ".SH OPTIONS\n"
	                 "Options and words may stand in any order;\n"
	                 "\\fB\\-\\-\\fIname\\fB=\\fIvalue\\fR and \\fB\\-\\-\\fIname value\\fR mean the same, and \\fB\\-\\-\\fR ends the options.\n"
	                 "They are not to be shortened.\n");
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_rows[i];
		cew_buf_str(out, ".TP\n\\fB\\-\\-");
		manual_literal(out, row->name);
		cew_buf_str(out, "\\fR");
		if (row->argument) {
			cew_buf_char(out, ' ');
			italic(out, row->argument);
		}
		cew_buf_char(out, '\n');
		line(out, row->help);
		if (row->more) {
			cew_buf_str(out, ".br\n");
			line(out, row->more);
		}
	}
}

static void write_exits(struct cew_buf *out)
{
	cew_buf_str(out, ".SH \"EXIT STATUS\"\n");
	for (size_t i = 0; i < exit_count; i++) {
		cew_buf_fmt(out, ".TP\n.B %d\n", (int)exit_rows[i].code);
		line(out, exit_rows[i].meaning);
	}
}

/* ---- pages and rules ---- */

static void write_steps(struct cew_buf *out, const struct cew_page *page)
{
	for (size_t i = 0; i < page->guide_count; i++)
		cew_buf_fmt(out, "%s%s", i ? ", " : " (guide ", page->guide[i]);
	if (page->guide_count)
		cew_buf_char(out, ')');
}

static void write_field(struct cew_buf *out, const struct cew_field *f)
{
	const char *feeds = f->parameter ? f->parameter : f->setting;
	if (f->kind == CEW_FIELD_NOTE)
		return;
	cew_buf_str(out, ".br\n");
	manual_text(out, f->label);
	if (feeds) {
		cew_buf_str(out, ": ");
		bold(out, feeds);
	}
	if (f->derive) {
		cew_buf_str(out, ", and percent-encoded ");
		bold(out, f->derive);
	}
	cew_buf_char(out, '\n');
}

static void write_pages(struct cew_buf *out, const struct cew_form_set *forms)
{
	cew_buf_str(out, ".SH PAGES\n"
	                 "What the wizard asks, page by page, with the parameter or the key of an answers file that each answer "
	                 "becomes.\nFields and pages that do not apply are not shown.\n");
	for (size_t p = 0; p < cew_form_page_count(forms); p++) {
		const struct cew_page *page = cew_form_page_at(forms, p);
		cew_buf_str(out, ".TP\n");
		bold(out, page->title);
		write_steps(out, page);
		cew_buf_char(out, '\n');
		if (page->intro)
			line(out, page->intro);
		for (size_t i = 0; i < page->field_count; i++)
			write_field(out, &page->fields[i]);
	}
}

static void write_rules(struct cew_buf *out)
{
	const char *const *names = cew_check_names();
	cew_buf_str(out, ".SH RULES\n"
	                 "The rules that answers are held against, by the names that issues and form files give them.\n");
	for (; *names; names++) {
		const char *help = cew_check_help(*names);
		cew_buf_str(out, ".TP\n");
		bold(out, *names);
		cew_buf_char(out, '\n');
		line(out, help ? help : "");
	}
}

static void write_preflight(struct cew_buf *out)
{
	const char *title, *rule;
	cew_buf_str(out, ".SH PREFLIGHT\n"
	                 "What check and the step before Create look into, by the rule that the issues are of. A check that a deployment does not "
	                 "need is left out.\n");
	for (size_t i = 0; (rule = cew_preflight_rule(i, &title)) != NULL; i++) {
		cew_buf_str(out, ".TP\n");
		bold(out, rule);
		cew_buf_char(out, '\n');
		line(out, title);
	}
}

/* ---- the whole ---- */

void manual_write(struct cew_buf *out, const struct cew_form_set *forms)
{
	cew_buf_fmt(out, ".TH CEWIZARD 1 \"\" \"cewizard %s\" \"User Commands\"\n.nh\n.ad l\n", CEW_VERSION);
	cew_buf_str(out, ".SH NAME\ncewizard \\- deploy Netskope Cloud Exchange on AWS Fargate through CloudFormation\n");
	write_synopsis(out);
	cew_buf_str(out,
	            ".SH DESCRIPTION\n"
	            "\\fBcewizard\\fR asks what the deployment guide for Cloud Exchange on AWS Fargate asks, checks the answers,\n"
	            "evaluates the CloudFormation template with them on this machine, sends one CreateStack, and follows the stack\n"
	            "until it is at rest.\n"
	            "Without a command it is a wizard on the terminal; the commands do the same for scripts.\n"
	            ".PP\n"
	            "Keys, regions, profiles and endpoints are found where the AWS CLI finds them.\n"
	            "With \\fB\\-\\-demo\\fR everything runs against an embedded AWS on the loopback interface.\n");
	write_commands(out);
	write_options(out);
	write_exits(out);
	write_pages(out, forms);
	write_rules(out);
	write_preflight(out);
}
