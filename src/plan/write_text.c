/* The plan for people: what will be made, what it takes of AWS's quotas, the names and the network that come of it, and
 * every issue. */
#include "room.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS_MIN 40
#define INDENT "  "
#define GROUP_WIDTH 15 /* "Load balancer" and two blanks */
#define NAME_WIDTH 25  /* "Route table associations" and a blank */
#define COUNT_WIDTH 4
#define DETAIL_MIN 24  /* columns that a detail beside the count is worth */
#define NAMES_SHOWN 5
#define LENGTHS_WIDTH 13 /* " 62 of  63  " */
#define WHAT_WIDTH 22    /* "security group name" */
#define VALUE_MIN 40
#define VALUE_MAX 64
#define CHAIN_MAX 500 /* resources of a template */
#define TIGHT 10 /* percent of a standard quota from which on it is worth a line */

struct text {
	const struct cew_plan *plan;
	struct cew_buf *out;
	int columns;
};

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* Texts of answers and template go through here: whatever they hold, none of it steers the terminal. */
static void write_wrapped(const struct text *t, const char *text, int used, int indent)
{
	struct cew_buf visible;
	cew_buf_init(&visible, 256 * 1024);
	cew_text_visible(&visible, text);
	cew_wrap(t->out, cew_buf_text(&visible), t->columns, used, indent);
	cew_buf_finish(&visible);
}

static void write_fitted(const struct text *t, const char *text, int columns)
{
	struct cew_buf visible;
	cew_buf_init(&visible, 256 * 1024);
	cew_text_visible(&visible, text);
	plan_fit(t->out, cew_buf_text(&visible), columns);
	cew_buf_finish(&visible);
}

static void write_heading(const struct text *t, const char *fmt, ...) CEW_PRINTF(2, 3);

/* A line at the left edge, and an empty one behind it. */
static void write_heading(const struct text *t, const char *fmt, ...)
{
	struct cew_buf line;
	va_list args;
	cew_buf_init(&line, 8192);
	va_start(args, fmt);
	cew_buf_vfmt(&line, fmt, args);
	va_end(args);
	if (t->out->len)
		cew_buf_char(t->out, '\n');
	write_wrapped(t, cew_buf_text(&line), 0, 0);
	cew_buf_char(t->out, '\n');
	cew_buf_finish(&line);
}

/* ---- the head ---- */

static void write_field(const struct text *t, const char *name, const char *value)
{
	cew_buf_fmt(t->out, INDENT "%-*s", GROUP_WIDTH, name);
	write_wrapped(t, value, 2 + GROUP_WIDTH, 2 + GROUP_WIDTH);
}

static void describe_template(const struct cew_plan *p, struct cew_buf *line)
{
	char bytes[32], sent[32];
	plan_digits(bytes, p->template_bytes);
	plan_digits(sent, p->sent_bytes);
	cew_buf_str(line, p->template_source);
	if (p->delivery == CEW_DELIVERY_URL)
		cew_buf_str(line, ", read by CloudFormation from its address");
	else if (p->delivery == CEW_DELIVERY_S3)
		cew_buf_fmt(line, ", %s bytes, by way of S3", bytes);
	else if (p->sent_bytes != p->template_bytes)
		cew_buf_fmt(line, ", %s bytes, sent as %s bytes of compact JSON", bytes, sent);
	else
		cew_buf_fmt(line, ", %s bytes", bytes);
}

/* "CAPABILITY_NAMED_IAM (RoleA, RoleB)" */
static void describe_capabilities(const struct cew_plan *p, struct cew_buf *line)
{
	for (size_t i = 0; i < p->capability_count; i++) {
		const struct cew_cfn_capability *c = p->eval ? cew_cfn_capability_at(p->eval, i) : NULL;
		size_t n = c ? c->logical_id_count : 0;
		cew_buf_fmt(line, "%s%s", i ? ", " : "", p->capabilities[i]);
		for (size_t k = 0; k < n; k++)
			cew_buf_fmt(line, "%s%s", k ? ", " : " (", c->logical_ids[k]);
		cew_buf_str(line, n ? ")" : "");
	}
}

static void write_head(const struct text *t)
{
	const struct cew_plan *p = t->plan;
	struct cew_buf line;
	cew_buf_init(&line, 8192);
	write_heading(t, "Stack %s in %s", *p->stack_name ? p->stack_name : "(no name yet)",
	              *p->region ? p->region : "(no region yet)");
	describe_template(p, &line);
	write_field(t, "Template", cew_buf_text(&line));
	cew_buf_clear(&line);
	describe_capabilities(p, &line);
	if (line.len)
		write_field(t, "Acknowledges", cew_buf_text(&line));
	write_field(t, "On failure", p->on_failure);
	if (p->role_arn)
		write_field(t, "Service role", p->role_arn);
	cew_buf_finish(&line);
}

/* ---- what will be made ---- */

static size_t count_of(const struct cew_plan *p, const char *type)
{
	for (size_t i = 0; i < p->count_count; i++)
		if (strcmp(p->counts[i].type, type) == 0)
			return p->counts[i].count;
	return 0;
}

static bool in_table(const char *type)
{
	for (size_t i = 0; i < type_row_count; i++)
		if (strcmp(type_rows[i].type, type) == 0)
			return true;
	return false;
}

/* Beside the count where there is room, else below the name. */
static void write_detail(const struct text *t, int used, const char *detail)
{
	int below = 2 + GROUP_WIDTH + 2, room = t->columns - used - 2;
	bool beside = room >= DETAIL_MIN || cew_text_width(detail) <= room;
	if (beside)
		cew_buf_str(t->out, "  ");
	else
		cew_buf_fmt(t->out, "\n%*s", below, "");
	write_wrapped(t, detail, beside ? used + 2 : below, beside ? used + 2 : below);
}

/* "Network        Elastic IP addresses        2": the group is said once. */
static void write_count(const struct text *t, const char **group, const struct type_row *row, size_t count)
{
	bool first = !*group || strcmp(*group, row->group) != 0;
	int room = t->columns - 2 - GROUP_WIDTH - COUNT_WIDTH, wanted = cew_text_width(row->name) + 1;
	int name = wanted > NAME_WIDTH ? wanted : NAME_WIDTH;
	struct cew_buf detail;
	name = name < room ? name : room;
	cew_buf_fmt(t->out, INDENT "%-*s", GROUP_WIDTH, first ? row->group : "");
	write_fitted(t, row->name, name);
	cew_buf_fmt(t->out, "%*zu", COUNT_WIDTH, count);
	cew_buf_init(&detail, 4096);
	plan_detail(t->plan->eval, row->type, &detail);
	if (detail.len)
		write_detail(t, 2 + GROUP_WIDTH + name + COUNT_WIDTH, cew_buf_text(&detail));
	else
		cew_buf_char(t->out, '\n');
	cew_buf_finish(&detail);
	*group = row->group;
}

static void write_counts(const struct text *t)
{
	const struct cew_plan *p = t->plan;
	const char *group = NULL;
	for (size_t i = 0; i < type_row_count; i++) {
		size_t count = count_of(p, type_rows[i].type);
		if (count)
			write_count(t, &group, &type_rows[i], count);
	}
	for (size_t i = 0; i < p->count_count; i++) {
		struct type_row other = {p->counts[i].type, p->counts[i].type, "Other"};
		if (!in_table(other.type))
			write_count(t, &group, &other, p->counts[i].count);
	}
}

/* ---- the longest chain ---- */

static const struct cew_cfn_resource *deepest(const struct cew_cfn_eval *e)
{
	const struct cew_cfn_resource *best = NULL;
	for (size_t i = 0; i < cew_cfn_resource_count(e); i++)
		if (!best || cew_cfn_resource_at(e, i)->depth > best->depth)
			best = cew_cfn_resource_at(e, i);
	return best;
}

static const struct cew_cfn_resource *one_below(const struct cew_cfn_eval *e, const struct cew_cfn_resource *r)
{
	for (size_t i = 0; i < r->depends_on_count; i++)
		if (cew_cfn_resource_at(e, r->depends_on[i])->depth + 1 == r->depth)
			return cew_cfn_resource_at(e, r->depends_on[i]);
	return NULL;
}

/* Found from the last resource down to the first, and told the other way round. */
static void write_chain(const struct text *t)
{
	const struct cew_cfn_eval *e = t->plan->eval;
	const struct cew_cfn_resource *chain[CHAIN_MAX], *r = deepest(e);
	struct cew_buf line;
	size_t n = 0;
	for (; r && n < CEW_COUNT(chain); r = one_below(e, r))
		chain[n++] = r;
	if (n < 2)
		return;
	cew_buf_init(&line, 64 * 1024);
	cew_buf_str(&line, "Longest chain: ");
	for (size_t i = n; i-- > 0;)
		cew_buf_fmt(&line, "%s%s", chain[i]->logical_id, i ? " > " : "");
	cew_buf_str(t->out, "\n" INDENT);
	write_wrapped(t, cew_buf_text(&line), 2, 4);
	cew_buf_finish(&line);
}

static void write_resources(const struct text *t)
{
	const struct cew_cfn_resource *last = deepest(t->plan->eval);
	size_t n = cew_cfn_resource_count(t->plan->eval), steps = last ? last->depth + 1 : 0;
	write_heading(t, "%zu resource%s will be made, in %zu step%s%s", n, plural(n), steps, plural(steps),
	              steps > 1 ? " that build on each other" : "");
	write_counts(t);
	write_chain(t);
}

/* ---- quotas ---- */

static bool is_tight(const struct cew_plan_quota *q)
{
	return q->needs * 100 >= q->standard * TIGHT;
}

static void write_quota(const struct text *t, const struct cew_plan_quota *q)
{
	struct cew_buf line;
	cew_buf_init(&line, 512);
	cew_buf_fmt(&line, "needs %zu of ", q->needs);
	if (q->standard)
		cew_buf_fmt(&line, "%zu %s (%s)", q->standard, q->what, q->code);
	else
		cew_buf_fmt(&line, "the account's %s (%s); new accounts may have few", q->what, q->code);
	cew_buf_str(t->out, INDENT);
	write_wrapped(t, cew_buf_text(&line), 2, 6);
	cew_buf_finish(&line);
}

static void write_quotas(const struct text *t)
{
	size_t others = 0;
	if (t->plan->quota_count)
		write_heading(t, "AWS's standard quotas");
	for (size_t i = 0; i < t->plan->quota_count; i++) {
		if (is_tight(&t->plan->quotas[i]))
			write_quota(t, &t->plan->quotas[i]);
		else
			others++;
	}
	if (!others)
		return;
	char line[96];
	snprintf(line, sizeof line, others == 1 ? "less than a tenth of one other" : "less than a tenth of %zu others", others);
	cew_buf_str(t->out, INDENT);
	write_wrapped(t, line, 2, 6);
}

/* ---- names ---- */

static long room_of(const struct cew_cfn_resource_name *n)
{
	return (long)n->limit - (long)n->length;
}

/* On one line where the name stays readable, else on two. */
static void write_name(const struct text *t, const struct cew_cfn_resource_name *n)
{
	int value = t->columns - 2 - LENGTHS_WIDTH - WHAT_WIDTH;
	cew_buf_str(t->out, INDENT);
	if (value >= VALUE_MIN) {
		write_fitted(t, n->value, value > VALUE_MAX ? VALUE_MAX : value);
		cew_buf_fmt(t->out, " %3zu of %3zu  %s\n", n->length, n->limit, n->what);
		return;
	}
	int width = cew_text_width(n->value);
	write_fitted(t, n->value, width < t->columns - 2 ? width : t->columns - 2);
	cew_buf_fmt(t->out, "\n" INDENT INDENT "%zu of %zu, %s\n", n->length, n->limit, n->what);
}

/* The names with the least room, closest first; a selection over a short list. */
static void write_names(const struct text *t)
{
	const struct cew_cfn_eval *e = t->plan->eval;
	const struct cew_cfn_resource_name *shown[NAMES_SHOWN];
	size_t count = cew_cfn_name_count(e), n = 0;
	if (count)
		write_heading(t, "Names with the least room");
	for (; n < NAMES_SHOWN && n < count; n++) {
		const struct cew_cfn_resource_name *best = NULL;
		for (size_t i = 0; i < count; i++) {
			const struct cew_cfn_resource_name *candidate = cew_cfn_name_at(e, i);
			bool taken = false;
			for (size_t k = 0; k < n && !taken; k++)
				taken = shown[k] == candidate;
			if (!taken && (!best || room_of(candidate) < room_of(best)))
				best = candidate;
		}
		shown[n] = best;
		write_name(t, best);
	}
}

/* ---- the network ---- */

static void write_row(const struct text *t, const char *label, const struct cew_network_picture *p)
{
	cew_buf_fmt(t->out, INDENT "%s", label);
	for (size_t i = 0; i < p->cells; i++)
		cew_buf_char(t->out, p->block[i].mark);
	cew_buf_fmt(t->out, "  /%d each\n", p->block_prefix);
}

static void write_network(const struct text *t, const struct cew_answers *answers)
{
	const struct cew_field *vpc = cew_form_field_find(cew_answers_forms(answers), "VpcCIDR");
	struct cew_network_picture picture;
	if (!vpc || !cew_answers_field_shown(answers, vpc) || (t->plan->eval && !count_of(t->plan, "AWS::EC2::VPC")))
		return;
	size_t cells = t->columns >= 80 ? 64 : t->columns >= 48 ? 32 : 16;
	cew_network_draw(answers, cells, &picture);
	if (!picture.valid)
		return;
	char range[24], free_text[32];
	cew_cidr_format(&picture.vpc, range);
	plan_digits(free_text, picture.free_addresses);
	write_heading(t, "Network %s, %s addresses free", range, free_text);
	write_row(t, "", &picture);
	if (cew_network_zoom(answers, cells / 2, &picture)) {
		cew_cidr_format(&picture.vpc, range);
		strcat(range, ": ");
		write_row(t, range, &picture);
	}
	cew_buf_str(t->out, INDENT);
	write_wrapped(t, "A B private, C D public, # overlap, . free", 2, 2);
}

/* ---- issues ---- */

static void write_issues(const struct text *t)
{
	struct cew_buf line;
	for (size_t i = 0; i < t->plan->issues->list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(t->plan->issues, i);
		cew_buf_init(&line, 16 * 1024);
		cew_buf_fmt(&line, "%s%s%s", issue->field, *issue->field ? ": " : "", issue->message);
		if (!i)
			write_heading(t, "To look at");
		cew_buf_fmt(t->out, INDENT "%-9s", cew_severity_name(issue->severity));
		write_wrapped(t, cew_buf_text(&line), 11, 11);
		if (*issue->remedy) {
			cew_buf_fmt(t->out, "%*s", 11, "");
			write_wrapped(t, issue->remedy, 11, 11);
		}
		cew_buf_finish(&line);
	}
}

enum cew_status cew_plan_write_text(const struct cew_plan *plan, const struct cew_answers *answers, int columns,
                                    struct cew_buf *out, struct cew_error *err)
{
	struct text t = {.plan = plan, .out = out, .columns = columns < COLUMNS_MIN ? COLUMNS_MIN : columns};
	write_head(&t);
	if (plan->eval) {
		write_resources(&t);
		write_quotas(&t);
		write_names(&t);
	}
	write_network(&t, answers);
	write_issues(&t);
	return cew_buf_status(out, err);
}
