/* What answers and template say of names, roles and places: the stuff that ARNs are made of. The template is evaluated
 * twice, the second time with ARNs for what only AWS knows: so the roles' own policies come out with resources in them. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define NAME_KEPT 24 /* characters of a stack's name that AWS keeps in the longest names it makes */

const char *policies_keep(struct cew_doc *doc, const char *text, size_t len)
{
	const struct cew_node *n = cew_doc_string_n(doc, text, len);
	return n ? cew_node_text(n) : NULL;
}

bool policies_word(const char **text, const char **word, size_t *len)
{
	*text += strspn(*text, " ");
	*word = *text;
	*len = strcspn(*text, " ");
	*text += *len;
	return *len > 0;
}

/* ---- names ---- */

/* "role-${AWS::StackName}" as "role-*". */
static const char *as_pattern(struct scope *s, const char *value)
{
	struct cew_buf b;
	cew_buf_init(&b, CEW_CFN_TEMPLATE_MAX);
	while (*value) {
		const char *end = strncmp(value, "${", 2) == 0 ? strchr(value, '}') : NULL;
		bool again = b.len && b.data[b.len - 1] == '*';
		if (!end)
			cew_buf_char(&b, *value);
		else if (!again)
			cew_buf_char(&b, '*');
		value = end ? end + 1 : value + 1;
	}
	const char *kept = b.failed ? NULL : policies_keep(s->doc, cew_buf_text(&b), b.len);
	cew_buf_finish(&b);
	return kept;
}

static const char *given_name(struct scope *s, const struct type_row *row, const char *logical_id)
{
	for (size_t i = 0; row->property && i < cew_cfn_name_count(s->named); i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(s->named, i);
		if (strcmp(n->logical_id, logical_id) == 0 && strcmp(n->property, row->property) == 0)
			return n->value;
	}
	return NULL;
}

/* Does the template name it, in a variant that these answers do not lead to? */
static bool named_elsewhere(const struct scope *s, const struct type_row *row, const char *logical_id)
{
	const struct cew_node *r = cew_node_get(cew_node_get(cew_cfn_root(s->request->subject->template), "Resources"), logical_id);
	return row->property && !cew_cfn_resource_find(s->named, logical_id) && cew_node_get(cew_node_get(r, "Properties"), row->property);
}

static const char *made_name(struct scope *s, const struct type_row *row, const char *logical_id)
{
	struct cew_buf b;
	cew_buf_init(&b, 1024);
	bool known = strcmp(s->stack, "*") != 0;
	switch (row->naming) {
	case NAMED_BY_AWS:
		cew_buf_char(&b, '*');
		break;
	case NAMED_BY_ID:
		cew_buf_fmt(&b, "%s-*", logical_id);
		break;
	case NAMED_BY_STACK:
	case NAMED_IN_LOWER:
		cew_buf_fmt(&b, "%.*s%s", NAME_KEPT, known ? s->stack : "", strlen(s->stack) > NAME_KEPT || !known ? "*" : "-*");
		break;
	}
	for (size_t i = 0; row->naming == NAMED_IN_LOWER && i < b.len; i++)
		if (b.data[i] >= 'A' && b.data[i] <= 'Z')
			b.data[i] = (char)(b.data[i] - 'A' + 'a');
	const char *kept = b.failed ? NULL : policies_keep(s->doc, cew_buf_text(&b), b.len);
	cew_buf_finish(&b);
	return kept;
}

const char *policies_scope_name(struct scope *s, const struct type_row *row, const char *logical_id)
{
	const char *given = given_name(s, row, logical_id);
	if (given)
		return as_pattern(s, given);
	return named_elsewhere(s, row, logical_id) ? "*" : made_name(s, row, logical_id);
}

const char *policies_scope_arn(struct scope *s, const char *word, size_t len, const char *name)
{
	struct cew_buf b;
	if (!name)
		return NULL;
	cew_buf_init(&b, CEW_CFN_TEMPLATE_MAX);
	cew_buf_fmt(&b, "arn:%s:", s->partition);
	for (size_t i = 0; i < len; i++) {
		char next = i + 1 < len ? word[i + 1] : '\0';
		const char *value = next == 'R' ? s->region : next == 'A' ? s->account : name;
		if (word[i] != '$')
			cew_buf_char(&b, word[i]);
		else
			cew_buf_str(&b, value);
		i += word[i] == '$';
	}
	const char *kept = b.failed ? NULL : policies_keep(s->doc, cew_buf_text(&b), b.len);
	cew_buf_finish(&b);
	return kept;
}

/* ---- resources ---- */

bool policies_scope_resource(const struct scope *s, size_t *i, const char **logical_id, const char **type)
{
	const struct cew_node *all = cew_node_get(cew_cfn_root(s->request->subject->template), "Resources");
	size_t made = cew_cfn_resource_count(s->named), at = (*i)++;
	if (at < made) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(s->named, at);
		*logical_id = r->logical_id;
		*type = r->type;
		return true;
	}
	for (at -= made; s->request->all && at < cew_node_count(all); at = (*i)++ - made) {
		*logical_id = cew_node_text(cew_node_key(all, at));
		*type = cew_node_get_text(cew_node_at(all, at), "Type");
		if (*type && !cew_cfn_resource_find(s->named, *logical_id))
			return true;
	}
	return false;
}

/* ---- evaluating ---- */

bool policies_scope_is_role(const struct scope *s, const char *parameter)
{
	const struct cew_field *f = cew_form_field_for_parameter(cew_answers_forms(s->request->subject->answers), parameter);
	for (size_t i = 0; f && i < f->check_count; i++)
		if (strcmp(f->checks[i], "arn-role") == 0)
			return true;
	return false;
}

static const char *parameter(void *ctx, const char *name)
{
	const struct scope *s = ctx;
	const struct cew_cfn_parameter *p = cew_cfn_parameter_find(s->request->subject->template, name);
	const char *value = cew_answers_parameter(s->request->subject->answers, name);
	value = !value && p && !p->default_value ? "" : value;
	if (s->roles == ROLES_AS_ANSWERED || !policies_scope_is_role(s, name))
		return value;
	if (s->roles == ROLES_NOT_GIVEN)
		return "";
	return s->roles == ROLES_ALL_GIVEN && value && *value ? value : s->any_role;
}

/* An attribute that is an ARN, the Ref of a secret, which is one, and of a role, which is its name. The first of a row's ARNs
 * is the resource's. */
static const struct cew_node *attribute(void *ctx, struct cew_doc *doc, const char *logical_id, const char *attribute)
{
	struct scope *s = ctx;
	const struct cew_cfn_resource *r = cew_cfn_resource_find(s->named, logical_id);
	const struct type_row *row = r ? policies_type_find(r->type) : NULL;
	bool arn = attribute ? strcmp(attribute, "Arn") == 0 : r && strcmp(r->type, "AWS::SecretsManager::Secret") == 0;
	bool role = !attribute && r && strcmp(r->type, "AWS::IAM::Role") == 0;
	if ((!arn && !role) || !row || !row->arns || row->name_of)
		return NULL;
	const char *name = policies_scope_name(s, row, logical_id);
	const char *text = role ? name : policies_scope_arn(s, row->arns, strcspn(row->arns, " "), name);
	bool group = !role && strcmp(r->type, "AWS::Logs::LogGroup") == 0; /* its Arn ends in ":*" */
	char *whole = text ? cew_fmt("%s%s", text, group ? ":*" : "") : NULL;
	const struct cew_node *n = whole ? cew_doc_string(doc, whole) : NULL;
	s->no_memory |= !n;
	free(whole);
	return n;
}

static const char *known(const char *text)
{
	return text && *text ? text : "*";
}

const char *policies_scope_setting(const struct scope *s, const char *name)
{
	const struct cew_answers *a = s->request->subject->answers;
	const struct cew_field *f = cew_form_field_for_setting(cew_answers_forms(a), name);
	return f ? cew_answers_text(a, f->id) : "";
}

enum cew_status policies_scope_init(struct scope *s, const struct cew_policies_request *request, struct cew_doc *doc,
                           struct cew_error *err)
{
	*s = (struct scope){.request = request, .doc = doc};
	const char *region = policies_scope_setting(s, "region");
	struct cew_cfn_inputs *in = &s->inputs;
	s->region = known(region);
	s->stack = known(policies_scope_setting(s, "stackName"));
	s->account = known(request->subject->account_id);
	s->partition = cew_cfn_partition(region, &in->url_suffix);
	in->partition = s->partition;
	in->region = region;
	in->stack_name = policies_scope_setting(s, "stackName");
	in->account_id = s->account;
	in->parameter = parameter;
	in->today = request->subject->today;
	in->ctx = s;
	static const char any[] = "iam::$A:role/*";
	s->any_role = policies_scope_arn(s, any, sizeof any - 1, "");
	if (!s->any_role)
		return cew_fail_memory(err);
	s->roles = request->who == CEW_POLICIES_ROLES ? ROLES_NOT_GIVEN : request->without_iam ? ROLES_ALL_GIVEN : ROLES_AS_ANSWERED;
	enum cew_status status = policies_scope_evaluate(s, s->roles, &s->named, err);
	if (status)
		return status;
	in->attribute = attribute;
	return policies_scope_evaluate(s, s->roles, &s->eval, err);
}

enum cew_status policies_scope_evaluate(struct scope *s, enum role_answers roles, struct cew_cfn_eval **out, struct cew_error *err)
{
	enum role_answers before = s->roles;
	s->roles = roles;
	enum cew_status status = cew_cfn_evaluate(s->request->subject->template, &s->inputs, out, err);
	s->roles = before;
	if (status || !s->no_memory)
		return status;
	cew_cfn_eval_destroy(*out);
	*out = NULL;
	return cew_fail_memory(err);
}

void policies_scope_finish(struct scope *s)
{
	cew_cfn_eval_destroy(s->eval);
	cew_cfn_eval_destroy(s->named);
}
