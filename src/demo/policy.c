/* What a policy's statements say about an action: actions and resources with wildcards and variables. Conditions are
 * policy_conditions.c's. */
#include "policy.h"

#include "policy_conditions.h"
#include "room.h"

#include <string.h>
#include <strings.h>

/* ---- texts with wildcards ---- */

static bool matches(const char *pattern, const char *text, bool any_case)
{
	for (; *pattern; pattern++, text++) {
		if (*pattern == '*') {
			do
				if (matches(pattern + 1, text, any_case))
					return true;
			while (*text++);
			return false;
		}
		bool same = any_case ? strncasecmp(pattern, text, 1) == 0 : *pattern == *text;
		if (!*text || (*pattern != '?' && !same))
			return false;
	}
	return !*text;
}

/* "${aws:username}" becomes the key's value. false: it has none, and the text matches nothing. */
static bool fill_in(const char *text, const struct demo_ask *ask, struct cew_buf *out)
{
	while (*text) {
		const char *end = strncmp(text, "${", 2) == 0 ? strchr(text, '}') : NULL;
		if (!end) {
			cew_buf_char(out, *text++);
			continue;
		}
		size_t len = (size_t)(end - text) - 2, i = 0;
		while (i < ask->key_count &&
		       (strlen(ask->keys[i].name) != len || strncasecmp(ask->keys[i].name, text + 2, len) != 0))
			i++;
		if (len == 1)
			cew_buf_char(out, text[2]); /* ${*}, ${?} and ${$}: the characters themselves, close enough as wildcards */
		else if (i < ask->key_count)
			cew_buf_str(out, ask->keys[i].value);
		else
			return false;
		text = end + 1;
	}
	return !out->failed;
}

bool demo_policy_like(const char *pattern, const char *text, const struct demo_ask *ask)
{
	struct cew_buf filled;
	cew_buf_init(&filled, 8192);
	bool same = fill_in(pattern, ask, &filled) && matches(cew_buf_text(&filled), text, false);
	cew_buf_finish(&filled);
	return same;
}

/* ---- statements ---- */

typedef bool one_fn(const char *pattern, const struct demo_ask *ask);

static bool one_action(const char *pattern, const struct demo_ask *ask)
{
	return matches(pattern, ask->action, true);
}

static bool one_resource(const char *pattern, const struct demo_ask *ask)
{
	return demo_policy_like(pattern, ask->resource, ask);
}

static bool any_of(const struct cew_node *list, const struct demo_ask *ask, one_fn *fn)
{
	if (cew_node_is(list, CEW_NODE_SCALAR))
		return fn(cew_node_text(list), ask);
	for (size_t i = 0; i < cew_node_count(list); i++)
		if (fn(cew_node_text(cew_node_at(list, i)), ask))
			return true;
	return false;
}

static bool applies(const struct cew_node *statement, const struct demo_ask *ask)
{
	static const struct {
		const char *yes, *no;
		one_fn *fn;
	} parts[] = {{"Action", "NotAction", one_action}, {"Resource", "NotResource", one_resource}};
	for (size_t i = 0; i < CEW_COUNT(parts); i++) {
		const struct cew_node *yes = cew_node_get(statement, parts[i].yes), *no = cew_node_get(statement, parts[i].no);
		if (yes ? !any_of(yes, ask, parts[i].fn) : !no || any_of(no, ask, parts[i].fn))
			return false;
	}
	return demo_policy_conditions_hold(cew_node_get(statement, "Condition"), ask);
}

static enum demo_effect statement_effect(const struct cew_node *statement, const struct demo_ask *ask)
{
	const char *effect = cew_node_get_text(statement, "Effect");
	if (!effect || !applies(statement, ask))
		return DEMO_SILENT;
	return strcmp(effect, "Allow") == 0 ? DEMO_ALLOWS : DEMO_DENIES;
}

enum demo_effect demo_policy_effect(const struct cew_node *document, const struct demo_ask *ask)
{
	const struct cew_node *all = cew_node_get(document, "Statement");
	enum demo_effect strongest = DEMO_SILENT;
	if (cew_node_is(all, CEW_NODE_MAP))
		return statement_effect(all, ask);
	for (size_t i = 0; i < cew_node_count(all); i++) {
		enum demo_effect effect = statement_effect(cew_node_at(all, i), ask);
		if (effect > strongest)
			strongest = effect;
	}
	return strongest;
}

/* ---- trust ---- */

static bool names_one(const struct cew_node *list, const char *const *names)
{
	if (cew_node_is(list, CEW_NODE_SCALAR)) {
		if (strcmp(cew_node_text(list), "*") == 0)
			return true;
		for (; *names; names++)
			if (strcmp(cew_node_text(list), *names) == 0)
				return true;
		return false;
	}
	for (size_t i = 0; i < cew_node_count(list); i++)
		if (names_one(cew_node_at(list, i), names))
			return true;
	return false;
}

static bool statement_trusts(const struct cew_node *s, const char *kind, const char *const *names,
                             const struct demo_ask *ask)
{
	const struct cew_node *principal = cew_node_get(s, "Principal"), *actions = cew_node_get(s, "Action");
	const char *effect = cew_node_get_text(s, "Effect");
	bool named = cew_node_is(principal, CEW_NODE_SCALAR) ? strcmp(cew_node_text(principal), "*") == 0
	                                                       : names_one(cew_node_get(principal, kind), names);
	return effect && strcmp(effect, "Allow") == 0 && named && any_of(actions, ask, one_action) &&
	       demo_policy_conditions_hold(cew_node_get(s, "Condition"), ask);
}

bool demo_policy_trusts(const struct cew_node *document, const char *kind, const char *const *names,
                        const struct demo_ask *ask)
{
	const struct cew_node *all = cew_node_get(document, "Statement");
	if (cew_node_is(all, CEW_NODE_MAP))
		return statement_trusts(all, kind, names, ask);
	for (size_t i = 0; i < cew_node_count(all); i++)
		if (statement_trusts(cew_node_at(all, i), kind, names, ask))
			return true;
	return false;
}

/* ---- grammar ---- */

static enum cew_status malformed(struct cew_error *err, const char *text)
{
	return demo_refuse(err, "MalformedPolicyDocument", "%s", text);
}

static bool is_known_element(const char *name)
{
	static const char *const known[] = {"Sid",      "Effect",      "Principal", "NotPrincipal", "Action", "NotAction",
	                                    "Resource", "NotResource", "Condition"};
	for (size_t i = 0; i < CEW_COUNT(known); i++)
		if (strcmp(known[i], name) == 0)
			return true;
	return false;
}

static bool all_actions_have_vendors(const struct cew_node *list)
{
	if (cew_node_is(list, CEW_NODE_SCALAR))
		return strcmp(cew_node_text(list), "*") == 0 || strchr(cew_node_text(list), ':');
	for (size_t i = 0; i < cew_node_count(list); i++)
		if (!all_actions_have_vendors(cew_node_at(list, i)))
			return false;
	return true;
}

static bool all_resources_are_arns(const struct cew_node *list)
{
	if (cew_node_is(list, CEW_NODE_SCALAR))
		return strcmp(cew_node_text(list), "*") == 0 || strncmp(cew_node_text(list), "arn:", 4) == 0;
	for (size_t i = 0; i < cew_node_count(list); i++)
		if (!all_resources_are_arns(cew_node_at(list, i)))
			return false;
	return true;
}

static enum cew_status check_statement(const struct cew_node *s, enum demo_policy_kind kind, struct cew_error *err)
{
	const char *effect = cew_node_get_text(s, "Effect");
	const struct cew_node *action = cew_node_get(s, "Action"), *resource = cew_node_get(s, "Resource");
	bool principal = cew_node_get(s, "Principal") || cew_node_get(s, "NotPrincipal");
	bool resources = resource || cew_node_get(s, "NotResource");
	for (size_t i = 0; i < cew_node_count(s); i++)
		if (!is_known_element(cew_node_text(cew_node_key(s, i))))
			return malformed(err, "Syntax errors in policy.");
	if (!effect || (strcmp(effect, "Allow") != 0 && strcmp(effect, "Deny") != 0))
		return malformed(err, "Syntax errors in policy.");
	if (!action && !cew_node_get(s, "NotAction"))
		return malformed(err, "Policy statement must contain actions.");
	if (!all_actions_have_vendors(action ? action : cew_node_get(s, "NotAction")))
		return malformed(err, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
	if (kind == DEMO_TRUST_POLICY)
		return resources    ? malformed(err, "Has prohibited field Resource")
		       : !principal ? malformed(err, "Missing required field Principal")
		                    : CEW_OK;
	if (principal)
		return malformed(err, "Policy document should not specify a principal.");
	if (!resources)
		return malformed(err, "Policy statement must contain resources.");
	return all_resources_are_arns(resource ? resource : cew_node_get(s, "NotResource"))
	               ? CEW_OK
	               : malformed(err, "Resource must be in ARN format or \"*\".");
}

enum cew_status demo_policy_check(const struct cew_node *root, enum demo_policy_kind kind, struct cew_error *err)
{
	const char *version = cew_node_get_text(root, "Version");
	const struct cew_node *all = cew_node_get(root, "Statement");
	enum cew_status status = CEW_OK;
	if (!cew_node_is(root, CEW_NODE_MAP) || (version && strcmp(version, "2012-10-17") && strcmp(version, "2008-10-17")))
		return malformed(err, "Syntax errors in policy.");
	if (cew_node_is(all, CEW_NODE_MAP))
		return check_statement(all, kind, err);
	if (cew_node_count(all) == 0)
		return malformed(err, "Syntax errors in policy.");
	for (size_t i = 0; !status && i < cew_node_count(all); i++)
		status = check_statement(cew_node_at(all, i), kind, err);
	return status;
}

enum cew_status demo_policy_parse(const char *text, enum demo_policy_kind kind, struct cew_doc **out,
                                  struct cew_error *err)
{
	struct cew_doc *doc = NULL;
	enum cew_status status = cew_doc_parse("policy", text, strlen(text), CEW_DOC_JSON, NULL, &doc, err);
	if (status && status != CEW_NO_MEMORY)
		status = malformed(err, "This policy contains invalid Json");
	if (!status)
		status = demo_policy_check(cew_doc_root(doc), kind, err);
	if (!status && out) {
		*out = doc;
		return CEW_OK;
	}
	cew_doc_destroy(doc);
	return status;
}
