/* Who a role's trust policy lets in. */
#include "cewizard/aws.h"

#include <string.h>

/* A text, or a list of texts: is this one among them? */
static bool is_among(const struct cew_node *n, const char *text)
{
	if (cew_node_is(n, CEW_NODE_SCALAR))
		return strcasecmp(cew_node_text(n), text) == 0;
	for (size_t i = 0; i < cew_node_count(n); i++)
		if (strcasecmp(cew_node_text(cew_node_at(n, i)), text) == 0)
			return true;
	return false;
}

static bool concerns(const struct cew_node *statement, const char *service)
{
	const struct cew_node *action = cew_node_get(statement, "Action"), *principal = cew_node_get(statement, "Principal");

	if (!is_among(action, "sts:AssumeRole") && !is_among(action, "sts:*") && !is_among(action, "*"))
		return false;
	return is_among(principal, "*") || is_among(cew_node_get(principal, "Service"), service);
}

static bool allows(const struct cew_node *policy, const char *service)
{
	const struct cew_node *statements = cew_node_get(policy, "Statement");
	bool one = cew_node_is(statements, CEW_NODE_MAP), allowed = false;

	for (size_t i = 0; i < (one ? 1 : cew_node_count(statements)); i++) {
		const struct cew_node *statement = one ? statements : cew_node_at(statements, i);

		if (!concerns(statement, service))
			continue;
		if (is_among(cew_node_get(statement, "Effect"), "Deny"))
			return false;
		allowed = true;
	}
	return allowed;
}

bool cew_trust_allows(const char *policy_json, const char *service)
{
	struct cew_doc *doc;
	bool result;

	if (cew_doc_parse("trust policy", policy_json, strlen(policy_json), CEW_DOC_JSON, NULL, &doc, NULL) != CEW_OK)
		return false;
	result = allows(cew_doc_root(doc), service);
	cew_doc_destroy(doc);
	return result;
}
