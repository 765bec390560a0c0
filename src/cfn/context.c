/* One pass over expressions: what it builds, what it may cost, and what it finds wrong. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What one evaluation may build. A template is at most 1 MB, so an honest one stays far below; one that multiplies its
 * own text by references to long lists does not. */
#define BUDGET (64u * 1024 * 1024)

bool cfn_ctx_init(struct cfn_ctx *c, const struct cew_cfn_eval *e, struct cew_doc *doc, struct cfn_texts *texts)
{
	*c = (struct cfn_ctx){.e = e, .doc = doc, .texts = texts, .from = CFN_NONE, .budget = BUDGET};
	c->no_value = cew_doc_null(doc);
	return c->no_value != NULL;
}

bool cfn_charge(struct cfn_ctx *c, size_t bytes)
{
	if (c->status != CEW_OK)
		return false;
	if (bytes > c->budget) {
		c->status = cew_fail(c->err, CEW_LIMIT, "evaluating the template takes more than %u MB",
		                     BUDGET / (1024 * 1024));
		return false;
	}
	c->budget -= bytes;
	return true;
}

const struct cew_node *cfn_made(struct cfn_ctx *c, const struct cew_node *n)
{
	if (!n && c->status == CEW_OK)
		c->status = cew_fail_memory(c->err);
	return c->status == CEW_OK ? n : NULL;
}

bool cfn_buf_ok(struct cfn_ctx *c, const struct cew_buf *b)
{
	if (b->failed && !b->over_max)
		cfn_made(c, NULL);
	return c->status == CEW_OK;
}

const struct cew_node *cfn_string(struct cfn_ctx *c, const char *text, size_t len)
{
	return cfn_charge(c, len + 96) ? cfn_made(c, cew_doc_string_n(c->doc, text, len)) : NULL;
}

const char *cfn_stable(struct cfn_ctx *c, const char *text)
{
	const struct cew_node *n = cfn_string(c, text, strlen(text));
	return n ? cew_node_text(n) : NULL;
}

static void add(struct cfn_ctx *c, const struct cew_node *at, const struct cfn_rule *rule, const char *text)
{
	if (!c->findings) {
		if (rule->severity != CEW_CFN_ERROR || c->status != CEW_OK)
			return;
		c->status = cew_fail(c->err, CEW_INVALID, "%s", text);
		cew_doc_where(c->e->t->doc, at, c->err);
		cew_error_hint(c->err, "%s", rule->remedy);
		return;
	}
	struct cew_cfn_finding f = {
		.severity = rule->severity,
		.rule = rule->name,
		.subject = c->subject,
		.message = cfn_stable(c, text),
		.remedy = rule->remedy,
		.line = cew_node_line(at),
		.column = cew_node_column(at),
	};
	if (!f.message || !cew_vec_push(c->findings, &f))
		cfn_made(c, NULL);
}

static void add_formatted(struct cfn_ctx *c, const struct cew_node *at, const struct cfn_rule *rule, const char *fmt,
                          va_list args)
{
	char text[768]; /* as much as an error tells */
	vsnprintf(text, sizeof text, fmt, args);
	add(c, at, rule, text);
}

void cfn_finding(struct cfn_ctx *c, const struct cew_node *at, const struct cfn_rule *rule, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	add_formatted(c, at, rule, fmt, args);
	va_end(args);
}

const struct cew_node *cfn_problem(struct cfn_ctx *c, const struct cew_node *at, const struct cfn_rule *rule,
                                   const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	add_formatted(c, at, rule, fmt, args);
	va_end(args);
	return c->status == CEW_OK ? cfn_unknown(c, "?") : NULL;
}
