/* What a template refers to: parameters, pseudo parameters and resources, by Ref, Fn::GetAtt and Fn::Sub. */
#include "room.h"

#include <string.h>

static const struct cfn_rule unresolved = {
	CEW_CFN_ERROR, "unresolved-reference",
	"Refer to something that exists whenever this does, or put the reference into an Fn::If.",
};
static const struct cfn_rule sub_list = {
	CEW_CFN_ERROR, "sub-list", "Fn::Sub takes texts; join the list with Fn::Join first.",
};

/* Resources whose Ref has a known length: a prefix and 17 hexadecimal digits (EC2 User Guide,
 * resource IDs). */
static const struct {
	const char *type;
	size_t width;
} ref_widths[] = {
	{"AWS::EC2::VPC", 21},         {"AWS::EC2::Subnet", 24},      {"AWS::EC2::SecurityGroup", 20},
	{"AWS::EC2::InternetGateway", 21}, {"AWS::EC2::NatGateway", 21}, {"AWS::EC2::RouteTable", 21},
	{"AWS::EC2::VPCEndpoint", 22}, {"AWS::EC2::FlowLog", 20},     {"AWS::EC2::Instance", 19},
	{"AWS::EC2::NetworkAcl", 21},  {"AWS::EC2::NetworkInterface", 21}, {"AWS::EC2::Volume", 21},
	{"AWS::EFS::FileSystem", 20},  {"AWS::EFS::AccessPoint", 22},
};

/* ---- pseudo parameters ------------------------------------------------------------------------------------------- */

static const struct cew_node *known_text(struct cfn_ctx *c, const char *value, const char *name)
{
	return value ? cfn_string(c, value, strlen(value)) : cfn_unknown(c, "%s", name);
}

static const struct cew_node *pseudo_account(struct cfn_ctx *c)
{
	const char *id = c->e->in.account_id;
	return id ? cfn_string(c, id, strlen(id)) : cfn_unknown_piece(c, "AWS::AccountId", CFN_DIGITS, 12);
}

static const struct cew_node *pseudo_arns(struct cfn_ctx *c)
{
	struct cew_node *seq = cew_doc_seq(c->doc);
	for (size_t i = 0; seq && i < c->e->in.notification_count; i++) {
		const char *arn = c->e->in.notification_arns[i];
		seq = cew_seq_add(c->doc, seq, cfn_string(c, arn, strlen(arn)));
	}
	return cfn_made(c, seq);
}

static const struct cew_node *pseudo_no_value(struct cfn_ctx *c)
{
	return c->no_value;
}

static const struct cew_node *pseudo_partition(struct cfn_ctx *c)
{
	return known_text(c, c->e->in.partition, "AWS::Partition");
}

static const struct cew_node *pseudo_region(struct cfn_ctx *c)
{
	return known_text(c, c->e->in.region, "AWS::Region");
}

static const struct cew_node *pseudo_stack_name(struct cfn_ctx *c)
{
	return known_text(c, c->e->in.stack_name, "AWS::StackName");
}

static const struct cew_node *pseudo_url_suffix(struct cfn_ctx *c)
{
	return known_text(c, c->e->in.url_suffix, "AWS::URLSuffix");
}

/* Before the stack exists its id is known but for two parts of known length, so that templates can cut it up. */
static const struct cew_node *pseudo_stack_id(struct cfn_ctx *c)
{
	static const struct cfn_piece guid = {
		.text = "StackGuid", .len = 9, .unknown = true, .alphabet = CFN_GUID, .width = 36, .fixed = true};
	struct cfn_builder b;
	if (c->e->in.stack_id)
		return known_text(c, c->e->in.stack_id, "AWS::StackId");
	const struct {
		const struct cew_node *node;
		const char *behind;
	} parts[] = {
		{cfn_string(c, "arn:", 4), ""},
		{pseudo_partition(c), ":cloudformation:"},
		{pseudo_region(c), ":"},
		{pseudo_account(c), ":stack/"},
		{pseudo_stack_name(c), "/"},
	};
	cfn_builder_init(&b, c);
	for (size_t i = 0; i < CEW_COUNT(parts); i++) {
		if (parts[i].node)
			cfn_builder_node(&b, parts[i].node);
		cfn_builder_literal(&b, parts[i].behind, strlen(parts[i].behind));
	}
	cfn_builder_piece(&b, &guid);
	return cfn_builder_end(&b);
}

static const struct {
	const char *name;
	const struct cew_node *(*value)(struct cfn_ctx *c);
} pseudos[] = {
	{"AWS::AccountId", pseudo_account}, {"AWS::NotificationARNs", pseudo_arns}, {"AWS::NoValue", pseudo_no_value},
	{"AWS::Partition", pseudo_partition}, {"AWS::Region", pseudo_region},       {"AWS::StackId", pseudo_stack_id},
	{"AWS::StackName", pseudo_stack_name}, {"AWS::URLSuffix", pseudo_url_suffix},
};

static size_t pseudo_find(const char *name, size_t len)
{
	if (len <= 5 || memcmp(name, "AWS::", 5) != 0)
		return CFN_NONE;
	for (size_t i = 0; i < CEW_COUNT(pseudos); i++)
		if (strlen(pseudos[i].name) == len && memcmp(pseudos[i].name, name, len) == 0)
			return i;
	return CFN_NONE;
}

bool cfn_is_pseudo(const char *name, size_t len)
{
	return pseudo_find(name, len) != CFN_NONE;
}

/* ---- parameters -------------------------------------------------------------------------------------------------- */

const char *cfn_parameter_value(const struct cew_cfn_eval *e, const struct cew_cfn_parameter *p)
{
	const char *value = e->in.parameter ? e->in.parameter(e->in.ctx, p->name) : NULL;
	if (!value)
		value = p->default_value;
	return value ? value : "";
}

static const struct cew_node *list_value(struct cfn_ctx *c, const char *text)
{
	struct cew_node *seq = cew_doc_seq(c->doc);
	for (const char *at = text; seq && at;) {
		const char *comma = strchr(at, ','), *end = comma ? comma : at + strlen(at);
		at += strspn(at, " \t\n");
		while (end > at && strchr(" \t\n", end[-1]))
			end--;
		seq = cew_seq_add(c->doc, seq, cfn_string(c, at, end > at ? (size_t)(end - at) : 0));
		at = comma ? comma + 1 : NULL;
	}
	return cfn_made(c, seq);
}

/* A secret is unknown to an evaluation, so that it never comes to lie in an ordinary document; who resolves a resource
 * decides what stands for it. */
static const struct cew_node *parameter_value(struct cfn_ctx *c, const struct cew_cfn_parameter *p)
{
	if ((p->no_echo && c->findings) || cfn_type_is_ssm(p->type))
		return cfn_unknown(c, "%s", p->name);
	const char *text = cfn_parameter_value(c->e, p);
	return cfn_type_is_list(p->type) ? list_value(c, text) : cfn_string(c, text, strlen(text));
}

/* ---- resources --------------------------------------------------------------------------------------------------- */

static void note_edge(struct cfn_ctx *c, size_t to)
{
	const struct cew_cfn_eval *e = c->e;
	if (c->from == CFN_NONE || e->stamps[to] == c->from + 1)
		return;
	e->stamps[to] = c->from + 1;
	if (!cew_vec_push(&e->made[c->from].edges, &to))
		cfn_made(c, NULL);
}

static const struct cew_node *unknown_resource(struct cfn_ctx *c, size_t at, const char *id, const char *attribute)
{
	if (attribute)
		return cfn_unknown(c, "%s.%s", id, attribute);
	const char *type = cew_node_get_text(cew_node_at(c->e->s->resources, at), "Type");
	for (size_t i = 0; type && i < CEW_COUNT(ref_widths); i++)
		if (strcmp(ref_widths[i].type, type) == 0)
			return cfn_unknown_piece(c, cew_node_text(cew_node_key(c->e->s->resources, at)), CFN_LOWER_ID,
			                         ref_widths[i].width);
	return cfn_unknown(c, "%s", id);
}

const struct cew_node *cfn_resource_value(struct cfn_ctx *c, const struct cew_node *at, const char *id,
                                          const char *attribute)
{
	const struct cew_cfn_eval *e = c->e;
	size_t to = cfn_index_get(&e->s->resource_index, id);
	bool allowed = c->place == CFN_IN_RESOURCE || c->place == CFN_IN_OUTPUT;
	if (to == CFN_NONE || !allowed) /* the check of the whole text has told so already */
		return cfn_unknown(c, attribute ? "%s.%s" : "%s", id, attribute);
	if (!e->made[to].made)
		return cfn_problem(c, at, &unresolved, "%s refers to %s, which is not made because its condition %s is false",
		                   c->subject, id, cew_node_get_text(cew_node_at(e->s->resources, to), "Condition"));
	note_edge(c, to);
	const struct cew_node *known = e->in.attribute ? e->in.attribute(e->in.ctx, c->doc, id, attribute) : NULL;
	return known ? known : unknown_resource(c, to, id, attribute);
}

/* ---- functions --------------------------------------------------------------------------------------------------- */

static const struct cew_node *refer(struct cfn_ctx *c, const struct cew_node *at, const char *name)
{
	size_t len = strlen(name), pseudo = pseudo_find(name, len);
	if (pseudo != CFN_NONE)
		return pseudos[pseudo].value(c);
	size_t parameter = cfn_parameter_position(c->e->t, name, len);
	if (parameter != CFN_NONE)
		return parameter_value(c, cew_cfn_parameter_at(c->e->t, parameter));
	return cfn_resource_value(c, at, name, NULL);
}

const struct cew_node *cfn_fn_ref(struct cfn_ctx *c, const struct cew_node *args)
{
	return refer(c, args, cew_node_text(args));
}

const struct cew_node *cfn_fn_get_att(struct cfn_ctx *c, const struct cew_node *args)
{
	const char *id = cew_node_text(cew_node_at(args, 0)), *attribute;
	size_t len;
	const struct cew_node *n = cfn_eval_text(c, cew_node_at(args, 1), &attribute, &len);
	if (!n)
		return NULL;
	return cfn_resource_value(c, args, id, attribute ? attribute : "?");
}

static bool name_ok(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:", text[i]))
			return false;
	return len > 0;
}

static void sub_variable(const char *open, const char *close, struct cfn_sub_part *out)
{
	const char *from = open + 2, *to = close;
	while (from < to && strchr(" \t\r\n", *from))
		from++;
	while (to > from && strchr(" \t\r\n", to[-1]))
		to--;
	out->kind = name_ok(from, (size_t)(to - from)) ? CFN_SUB_VARIABLE : CFN_SUB_BAD;
	out->text = from;
	out->len = (size_t)(to - from);
}

bool cfn_sub_next(const char *text, size_t len, size_t *at, struct cfn_sub_part *out)
{
	const char *start = text + *at, *end = text + len;
	if (start >= end)
		return false;
	const char *open = memmem(start, (size_t)(end - start), "${", 2);
	const char *close = open ? memchr(open, '}', (size_t)(end - open)) : NULL;
	if (!close) { /* nothing more to replace */
		*out = (struct cfn_sub_part){CFN_SUB_LITERAL, start, (size_t)(end - start)};
		*at = len;
		return true;
	}
	if (open > start || open[2] == '!') {
		bool escaped = open == start;
		*out = (struct cfn_sub_part){CFN_SUB_LITERAL, start, escaped ? 2 : (size_t)(open - start)};
		*at += escaped ? 3 : out->len; /* "${!Name}" gives "${Name}" */
		return true;
	}
	sub_variable(open, close, out);
	*at = (size_t)(close + 1 - text);
	return true;
}

/* The variables of Fn::Sub's second argument, evaluated once each. */
static const struct cew_node *sub_variables(struct cfn_ctx *c, const struct cew_node *source)
{
	struct cew_node *map = cew_doc_map(c->doc);
	for (size_t i = 0; map && i < cew_node_count(source); i++) {
		const struct cew_node *value = cfn_eval(c, cew_node_at(source, i));
		map = cew_map_put(c->doc, map, cew_node_text(cew_node_key(source, i)), value);
	}
	return cfn_made(c, map);
}

static const struct cew_node *sub_value(struct cfn_ctx *c, const struct cew_node *at, const struct cew_node *variables,
                                        const struct cfn_sub_part *part)
{
	char name[CFN_ID_MAX * 4 + 1];
	if (part->len >= sizeof name)
		return cfn_unknown(c, "?");
	memcpy(name, part->text, part->len);
	name[part->len] = '\0';
	const struct cew_node *given = cew_node_get(variables, name);
	if (given)
		return given;
	char *dot = strchr(name, '.');
	if (!dot)
		return refer(c, at, name);
	*dot = '\0';
	return cfn_resource_value(c, at, name, dot + 1);
}

static void sub_part(struct cfn_builder *b, const struct cew_node *at, const struct cew_node *variables,
                     const struct cfn_sub_part *part)
{
	struct cfn_ctx *c = b->c;
	if (part->kind != CFN_SUB_VARIABLE) {
		cfn_builder_literal(b, part->text, part->len);
		return;
	}
	const struct cew_node *value = sub_value(c, at, variables, part);
	if (value && value != c->no_value && !cfn_builder_node(b, value))
		cfn_problem(c, at, &sub_list, "\"%.*s\" in Fn::Sub is a list", (int)part->len, part->text);
}

const struct cew_node *cfn_fn_sub(struct cfn_ctx *c, const struct cew_node *args)
{
	bool list = cew_node_is(args, CEW_NODE_SEQ);
	const struct cew_node *text = list ? cew_node_at(args, 0) : args;
	const struct cew_node *variables = list ? sub_variables(c, cew_node_at(args, 1)) : NULL;
	if (c->status != CEW_OK)
		return NULL;
	struct cfn_builder b;
	struct cfn_sub_part part;
	size_t len, at = 0;
	const char *source = cfn_scalar_text(text, &len);
	cfn_check_partition(c, text, source);
	cfn_builder_init(&b, c);
	while (c->status == CEW_OK && cfn_sub_next(source, len, &at, &part))
		sub_part(&b, text, variables, &part);
	return cfn_builder_end(&b);
}
