/* Functions that make or take lists: Join, Select, Split, Cidr, GetAZs and Length. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

static const struct cfn_rule arguments = {
	CEW_CFN_ERROR, "function-arguments", "Compare it with the function's description in the CloudFormation guide.",
};
static const struct cfn_rule out_of_range = {
	CEW_CFN_ERROR, "select-out-of-range", "The list must have that item: check what it is made from.",
};

static const char *expression_of(const struct cew_node *n)
{
	const char *expression = "?";
	cew_cfn_unknown(n, &expression);
	return expression;
}

static bool wholly_unknown(const struct cew_node *n)
{
	return cew_node_is(n, CEW_NODE_MAP) && cew_node_get(n, CEW_CFN_UNKNOWN_KEY);
}

static const struct cew_node *join_items(struct cfn_ctx *c, const struct cew_node *list, const struct cew_node *at,
                                         const char *delimiter, size_t len)
{
	struct cfn_builder b;
	bool texts = true;
	cfn_builder_init(&b, c);
	for (size_t i = 0; c->status == CEW_OK && i < cew_node_count(list); i++) {
		if (i > 0)
			cfn_builder_literal(&b, delimiter, len);
		texts &= cfn_builder_node(&b, cew_node_at(list, i));
	}
	const struct cew_node *n = cfn_builder_end(&b);
	return !n || texts ? n : cfn_problem(c, at, &arguments, "Fn::Join takes a list of texts");
}

const struct cew_node *cfn_fn_join(struct cfn_ctx *c, const struct cew_node *args)
{
	size_t len;
	const char *delimiter = cfn_scalar_text(cew_node_at(args, 0), &len);
	const struct cew_node *list = cfn_eval(c, cew_node_at(args, 1));
	if (!list)
		return NULL;
	if (wholly_unknown(list))
		return cfn_unknown(c, "Join(%s)", expression_of(list));
	if (!cew_node_is(list, CEW_NODE_SEQ))
		return cfn_problem(c, args, &arguments, "the second argument of Fn::Join is no list");
	return join_items(c, list, args, delimiter, len);
}

const struct cew_node *cfn_fn_split(struct cfn_ctx *c, const struct cew_node *args)
{
	const char *delimiter = cew_node_text(cew_node_at(args, 0));
	if (!*delimiter)
		return cfn_problem(c, args, &arguments, "the delimiter of Fn::Split is empty");
	const struct cew_node *text = cfn_eval(c, cew_node_at(args, 1));
	const struct cew_node *list = text ? cfn_split(c, delimiter, text) : NULL;
	if (list || c->status != CEW_OK)
		return list;
	return cfn_problem(c, args, &arguments, "the second argument of Fn::Split is no text");
}

static bool whole_number(const char *text, unsigned long max, unsigned long *out)
{
	char *end;
	if (!text || !*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 9)
		return false;
	*out = strtoul(text, &end, 10);
	return *out <= max;
}

const struct cew_node *cfn_fn_select(struct cfn_ctx *c, const struct cew_node *args)
{
	const char *text;
	size_t len;
	unsigned long index;
	const struct cew_node *number = cfn_eval_text(c, cew_node_at(args, 0), &text, &len);
	const struct cew_node *list = number ? cfn_eval(c, cew_node_at(args, 1)) : NULL;
	if (!list)
		return NULL;
	if (wholly_unknown(number))
		return cfn_unknown(c, "%s[?]", expression_of(list));
	if (!whole_number(text, 999999999, &index))
		return cfn_problem(c, args, &arguments, "the index of Fn::Select is no number");
	if (wholly_unknown(list))
		return cfn_unknown(c, "%s[%lu]", expression_of(list), index);
	if (!cew_node_is(list, CEW_NODE_SEQ))
		return cfn_problem(c, args, &arguments, "the second argument of Fn::Select is no list");
	const struct cew_node *item = cew_node_at(list, index);
	if (item)
		return item;
	return cfn_problem(c, args, &out_of_range, "Fn::Select asks for item %lu of a list of %zu", index,
	                   cew_node_count(list));
}

static const struct cew_node *cidr_list(struct cfn_ctx *c, const struct cew_vec *blocks)
{
	struct cew_node *seq = cew_doc_seq(c->doc);
	for (size_t i = 0; seq && i < blocks->len; i++) {
		const char *block = cew_vec_at(blocks, i);
		seq = cew_seq_add(c->doc, seq, cfn_string(c, block, strlen(block)));
	}
	return cfn_made(c, seq);
}

const struct cew_node *cfn_fn_cidr(struct cfn_ctx *c, const struct cew_node *args)
{
	const char *text[3], *why = "";
	unsigned long count, bits;
	size_t len;
	for (size_t i = 0; i < 3; i++) {
		const struct cew_node *n = cfn_eval_text(c, cew_node_at(args, i), &text[i], &len);
		if (!n)
			return NULL;
		if (!text[i])
			return cfn_unknown(c, "Cidr(%s)", expression_of(n));
	}
	if (!whole_number(text[1], 256, &count) || !whole_number(text[2], 128, &bits))
		return cfn_problem(c, args, &arguments, "Fn::Cidr takes a block, a count of 1 to 256 and a number of bits");
	struct cew_vec blocks;
	cew_vec_init(&blocks, CFN_CIDR_TEXT);
	const struct cew_node *n = NULL;
	if (cfn_cidr_split(text[0], count, bits, &blocks, &why))
		n = cidr_list(c, &blocks);
	else if (why)
		n = cfn_problem(c, args, &arguments, "Fn::Cidr: %s", why);
	cew_vec_finish(&blocks);
	return cfn_made(c, n);
}

const struct cew_node *cfn_fn_get_azs(struct cfn_ctx *c, const struct cew_node *args)
{
	const char *region;
	size_t len;
	const struct cew_node *n = cfn_eval_text(c, args, &region, &len);
	if (!n)
		return NULL;
	bool here = region && !*region;
	if (here)
		region = c->e->in.region;
	const struct cew_node *zones = NULL;
	if (region && c->e->in.zones)
		zones = c->e->in.zones(c->e->in.ctx, c->doc, region);
	return zones ? zones : cfn_unknown(c, "GetAZs(%s)", region ? region : here ? "AWS::Region" : expression_of(n));
}

const struct cew_node *cfn_fn_length(struct cfn_ctx *c, const struct cew_node *args)
{
	const struct cew_node *list = cfn_eval(c, args);
	if (!list)
		return NULL;
	if (wholly_unknown(list))
		return cfn_unknown(c, "Length(%s)", expression_of(list));
	if (!cew_node_is(list, CEW_NODE_SEQ))
		return cfn_problem(c, args, &arguments, "Fn::Length takes a list");
	return cfn_charge(c, 128) ? cfn_made(c, cew_doc_int(c->doc, (int64_t)cew_node_count(list))) : NULL;
}
