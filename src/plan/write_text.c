/* The plan for people: what will be made, which names come of it, the network, and every issue. */
#include "types.h"

#include <stdio.h>
#include <string.h>

#define NAMES_SHOWN 5
#define INDENT "  "

static void group_digits(char out[32], size_t n)
{
	char plain[24];
	int len = snprintf(plain, sizeof(plain), "%zu", n), at = 0;
	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = plain[i];
	}
	out[at] = '\0';
}

/* ---- the head ---- */

static void write_head(const struct cew_plan *p, struct cew_buf *out)
{
	char bytes[32], sent[32];
	group_digits(bytes, p->template_bytes);
	group_digits(sent, p->sent_bytes);
	cew_buf_fmt(out, "Stack %s in %s\n\n", *p->stack_name ? p->stack_name : "(no name yet)", *p->region ? p->region : "(no region yet)");
	cew_buf_fmt(out, INDENT "Template      %s", p->template_source);
	if (p->delivery == CEW_DELIVERY_URL)
		cew_buf_str(out, ", read by CloudFormation from its address");
	else if (p->sent_bytes != p->template_bytes)
		cew_buf_fmt(out, ", %s bytes, sent as %s bytes of compact JSON", bytes, sent);
	else
		cew_buf_fmt(out, ", %s bytes", bytes);
	cew_buf_char(out, '\n');
	for (size_t i = 0; i < p->capability_count; i++)
		cew_buf_fmt(out, "%s%s", i ? ", " : INDENT "Acknowledges  ", p->capabilities[i]);
	cew_buf_str(out, p->capability_count ? "\n" : "");
	cew_buf_fmt(out, INDENT "On failure    %s\n", p->on_failure);
	if (p->role_arn)
		cew_buf_fmt(out, INDENT "Service role  %s\n", p->role_arn);
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

static void write_count(struct cew_buf *out, const char **group, const char *new_group, const char *name, size_t count)
{
	bool first = !*group || strcmp(*group, new_group) != 0;
	cew_buf_fmt(out, INDENT "%-14s%-28s%4zu\n", first ? new_group : "", name, count);
	*group = new_group;
}

static size_t depth_of(const struct cew_cfn_eval *e)
{
	size_t depth = 0;
	for (size_t i = 0; i < cew_cfn_resource_count(e); i++)
		if (cew_cfn_resource_at(e, i)->depth + 1 > depth)
			depth = cew_cfn_resource_at(e, i)->depth + 1;
	return depth;
}

static void write_counts(const struct cew_plan *p, struct cew_buf *out)
{
	const char *group = NULL;
	size_t n = cew_cfn_resource_count(p->eval);
	cew_buf_fmt(out, "\n%zu resources will be made, in %zu steps that build on each other\n\n", n, depth_of(p->eval));
	for (size_t i = 0; i < type_row_count; i++) {
		size_t count = count_of(p, type_rows[i].type);
		if (count)
			write_count(out, &group, type_rows[i].group, type_rows[i].name, count);
	}
	for (size_t i = 0; i < p->count_count; i++)
		if (!in_table(p->counts[i].type))
			write_count(out, &group, "Other", p->counts[i].type, p->counts[i].count);
}

/* ---- names ---- */

static long room(const struct cew_cfn_resource_name *n)
{
	return (long)n->limit - (long)n->length;
}

/* The names with the least room, closest first; a selection over a short list. */
static void write_names(const struct cew_plan *p, struct cew_buf *out)
{
	bool shown[512] = {false};
	size_t count = cew_cfn_name_count(p->eval);
	count = count < CEW_COUNT(shown) ? count : CEW_COUNT(shown);
	cew_buf_str(out, count ? "\nNames with the least room\n\n" : "");
	for (size_t k = 0; k < NAMES_SHOWN && k < count; k++) {
		size_t best = count;
		for (size_t i = 0; i < count; i++)
			if (!shown[i] && (best == count || room(cew_cfn_name_at(p->eval, i)) < room(cew_cfn_name_at(p->eval, best))))
				best = i;
		shown[best] = true;
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(p->eval, best);
		cew_buf_fmt(out, INDENT "%-48s %3zu of %3zu  %s\n", n->value, n->length, n->limit, n->what);
	}
}

/* ---- the network ---- */

static void write_network(const struct cew_answers *answers, int columns, struct cew_buf *out)
{
	const struct cew_field *vpc = cew_form_field_find(cew_answers_forms(answers), "VpcCIDR");
	struct cew_network_picture picture;
	if (!vpc || !cew_answers_field_shown(answers, vpc))
		return;
	cew_network_draw(answers, columns > 70 ? 64 : 32, &picture);
	if (!picture.valid)
		return;
	char range[19], free_text[32];
	cew_cidr_format(&picture.vpc, range);
	group_digits(free_text, (size_t)picture.free_addresses);
	cew_buf_fmt(out, "\nNetwork %s\n\n" INDENT, range);
	for (size_t i = 0; i < picture.cells; i++)
		cew_buf_char(out, picture.block[i].mark);
	cew_buf_fmt(out, "  a mark is a /%d\n" INDENT "A B private, C D public, # overlap, . free (%s addresses)\n", picture.block_prefix,
	            free_text);
}

/* ---- issues ---- */

static void write_issues(const struct cew_plan *p, struct cew_buf *out)
{
	for (size_t i = 0; i < p->issues->list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(p->issues, i);
		if (!i)
			cew_buf_str(out, "\nTo look at\n\n");
		cew_buf_fmt(out, INDENT "%-8s%s%s%s\n", cew_severity_name(issue->severity), issue->field, *issue->field ? ": " : "",
		            issue->message);
		if (*issue->remedy)
			cew_buf_fmt(out, INDENT "        %s\n", issue->remedy);
	}
}

enum cew_status cew_plan_write_text(const struct cew_plan *plan, const struct cew_answers *answers, int columns,
                                    struct cew_buf *out, struct cew_error *err)
{
	write_head(plan, out);
	if (plan->eval) {
		write_counts(plan, out);
		write_names(plan, out);
	}
	write_network(answers, columns, out);
	write_issues(plan, out);
	return cew_buf_status(out, err);
}
