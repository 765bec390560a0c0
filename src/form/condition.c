/* `show` expressions: a small recursive descent parser, and evaluating what it made.
 *
 *   or      = and { "||" and }
 *   and     = not { "&&" not }
 *   not     = "!" not | "(" or ")" | "parameter" "(" NAME ")" | operand [ ( "==" | "!=" ) operand ]
 *   operand = NAME | TEXT
 */
#include <ctype.h>
#include <string.h>

#include "room.h"

enum op { OP_TEXT, OP_NAME, OP_PARAMETER, OP_EQUAL, OP_DIFFERENT, OP_AND, OP_OR, OP_NOT };

struct cew_condition {
	enum op op;
	const char *text; /* of OP_TEXT, OP_NAME and OP_PARAMETER */
	const struct cew_condition *left, *right;
};

/* More is a mistake, and must not overflow the stack: a chain of && is as deep as it is long. */
enum { DEPTH_MAX = 40, BYTES_MAX = 1000 };

struct parser {
	const struct form_reader *r;
	const struct cew_node *node;
	const char *source, *at;
	int depth;
};

typedef enum cew_status parse_fn(struct parser *p, const struct cew_condition **out);

static enum cew_status refuse(struct parser *p, const char *expected)
{
	size_t column = 1;
	for (const char *c = p->source; c < p->at; c++)
		column += ((unsigned char)*c & 0xC0) != 0x80;
	return form_refuse(p->r, p->node, "for example: CreateALB == \"True\" && !parameter(ExistingECSCluster)",
	                   "`show`: %s expected at character %zu of the expression", expected, column);
}

static void skip_blanks(struct parser *p)
{
	while (*p->at == ' ' || *p->at == '\t' || *p->at == '\n')
		p->at++;
}

static bool accept(struct parser *p, const char *token)
{
	skip_blanks(p);
	size_t len = strlen(token);
	if (strncmp(p->at, token, len) != 0)
		return false;
	p->at += len;
	return true;
}

static enum cew_status make(struct parser *p, struct cew_condition node, const struct cew_condition **out)
{
	struct cew_condition *c = form_take(p->r->set, sizeof *c);
	if (!c)
		return cew_fail_memory(p->r->err);
	*c = node;
	*out = c;
	return CEW_OK;
}

static enum cew_status read_name(struct parser *p, const char *expected, const char **out)
{
	skip_blanks(p);
	const char *start = p->at;
	if (!isalpha((unsigned char)*start))
		return refuse(p, expected);
	while (isalnum((unsigned char)*p->at) || *p->at == '_')
		p->at++;
	size_t len = (size_t)(p->at - start);
	char *name = form_take(p->r->set, len + 1);
	if (!name)
		return cew_fail_memory(p->r->err);
	*out = memcpy(name, start, len);
	return CEW_OK;
}

static enum cew_status read_quoted(struct parser *p, const struct cew_condition **out)
{
	char *text = form_take(p->r->set, strlen(p->at) + 1);
	if (!text)
		return cew_fail_memory(p->r->err);
	for (size_t n = 0; *p->at && *p->at != '"'; n++) {
		if (*p->at == '\\' && (p->at[1] == '"' || p->at[1] == '\\'))
			p->at++;
		text[n] = *p->at++;
	}
	if (*p->at != '"')
		return refuse(p, "a closing quotation mark");
	p->at++;
	return make(p, (struct cew_condition){.op = OP_TEXT, .text = text}, out);
}

static enum cew_status read_operand(struct parser *p, const struct cew_condition **out)
{
	if (accept(p, "\""))
		return read_quoted(p, out);
	struct name_use use = {.name = NULL};
	enum cew_status s = read_name(p, "a field's name, \"text\", ! or (", &use.name);
	if (s)
		return s;
	use.where = form_where(p->r, p->node);
	if (!use.where || !cew_vec_push(&p->r->set->uses, &use))
		return cew_fail_memory(p->r->err);
	return make(p, (struct cew_condition){.op = OP_NAME, .text = use.name}, out);
}

static enum cew_status read_comparison(struct parser *p, const struct cew_condition **out)
{
	struct cew_condition c = {0};
	enum cew_status s = read_operand(p, &c.left);
	if (s)
		return s;
	if (accept(p, "=="))
		c.op = OP_EQUAL;
	else if (accept(p, "!="))
		c.op = OP_DIFFERENT;
	else if (c.left->op == OP_TEXT)
		return refuse(p, "== or !=");
	else {
		*out = c.left;
		return CEW_OK;
	}
	s = read_operand(p, &c.right);
	return s ? s : make(p, c, out);
}

static enum cew_status read_parameter(struct parser *p, const struct cew_condition **out)
{
	struct cew_condition c = {.op = OP_PARAMETER};
	enum cew_status s = read_name(p, "a parameter's name", &c.text);
	if (s)
		return s;
	if (!accept(p, ")"))
		return refuse(p, ")");
	return make(p, c, out);
}

static bool accept_call(struct parser *p)
{
	const char *before = p->at;
	if (accept(p, "parameter") && accept(p, "("))
		return true;
	p->at = before;
	return false;
}

static parse_fn read_or;

static enum cew_status read_not(struct parser *p, const struct cew_condition **out)
{
	if (++p->depth > DEPTH_MAX)
		return refuse(p, "an expression that is nested less");
	struct cew_condition c = {.op = OP_NOT};
	enum cew_status s;
	if (accept(p, "!")) {
		s = read_not(p, &c.left);
		if (!s)
			s = make(p, c, out);
	} else if (accept(p, "(")) {
		s = read_or(p, out);
		if (!s && !accept(p, ")"))
			s = refuse(p, ")");
	} else {
		s = accept_call(p) ? read_parameter(p, out) : read_comparison(p, out);
	}
	p->depth--;
	return s;
}

static enum cew_status read_chain(struct parser *p, const char *token, enum op op, parse_fn *next,
                                  const struct cew_condition **out)
{
	enum cew_status s = next(p, out);
	while (!s && accept(p, token)) {
		struct cew_condition c = {.op = op, .left = *out};
		s = next(p, &c.right);
		if (!s)
			s = make(p, c, out);
	}
	return s;
}

static enum cew_status read_and(struct parser *p, const struct cew_condition **out)
{
	return read_chain(p, "&&", OP_AND, read_not, out);
}

static enum cew_status read_or(struct parser *p, const struct cew_condition **out)
{
	return read_chain(p, "||", OP_OR, read_and, out);
}

enum cew_status form_read_condition(const struct form_reader *r, const struct cew_node *n, const struct cew_condition **out)
{
	*out = NULL;
	if (!n)
		return CEW_OK;
	if (cew_node_text_len(n) > BYTES_MAX)
		return form_refuse(r, n, NULL, "`show` is longer than %d bytes", BYTES_MAX);
	struct parser p = {.r = r, .node = n, .source = cew_node_text(n), .at = cew_node_text(n)};
	enum cew_status s = read_or(&p, out);
	skip_blanks(&p);
	if (!s && *p.at)
		return refuse(&p, "&&, || or the end");
	return s;
}

static const char *operand_text(const struct cew_condition *c, const struct cew_form_scope *scope)
{
	return c->op == OP_NAME ? scope->lookup(scope->ctx, c->text) : c->text;
}

static bool equal(const struct cew_condition *c, const struct cew_form_scope *scope)
{
	return strcmp(operand_text(c->left, scope), operand_text(c->right, scope)) == 0;
}

bool cew_condition_holds(const struct cew_condition *c, const struct cew_form_scope *scope)
{
	if (!c)
		return true;
	switch (c->op) {
	case OP_TEXT:
	case OP_NAME:
		return *operand_text(c, scope) != '\0';
	case OP_PARAMETER:
		return !scope->has_parameter || scope->has_parameter(scope->ctx, c->text);
	case OP_EQUAL:
		return equal(c, scope);
	case OP_DIFFERENT:
		return !equal(c, scope);
	case OP_AND:
		return cew_condition_holds(c->left, scope) && cew_condition_holds(c->right, scope);
	case OP_OR:
		return cew_condition_holds(c->left, scope) || cew_condition_holds(c->right, scope);
	case OP_NOT:
		return !cew_condition_holds(c->left, scope);
	}
	return true;
}
