/* A scenario's changes to the account: "resources", "quotas" and "marketplace", held against what may stand there. */
#include "room.h"
#include "scenario_read.h"

#include <string.h>

/* Every entry must say which resource it means. */
static enum cew_status check_entry(const struct reader *r, const char *type, const struct cew_node *entry)
{
	const char *property = demo_type_find(type)->name_property;
	if (!cew_node_is(entry, CEW_NODE_MAP))
		return demo_wrong(r, entry, "a resource must be a map of its properties");
	if (cew_node_get_text(entry, "Id") || (property && cew_node_get_text(entry, property)))
		return CEW_OK;
	return demo_wrong(r, entry, "a resource needs its \"Id\"%s%s%s", property ? " or \"" : "", property ? property : "",
	                  property ? "\"" : "");
}

enum cew_status demo_read_resources(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	if (!cew_node_is(n, CEW_NODE_MAP))
		return demo_wrong(r, n, "\"resources\" must be a map of types to lists");
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const char *type = cew_node_text(cew_node_key(n, i));
		const struct cew_node *list = cew_node_at(n, i);
		if (!*demo_type_find(type)->type)
			return demo_wrong(r, cew_node_key(n, i), "no resource type \"%s\" is known here", type);
		if (!cew_node_is(list, CEW_NODE_SEQ))
			return demo_wrong(r, list, "the resources of a type must be a list");
		for (size_t k = 0; k < cew_node_count(list); k++) {
			enum cew_status status = check_entry(r, type, cew_node_at(list, k));
			if (status)
				return status;
		}
	}
	return CEW_OK;
}

enum cew_status demo_read_quotas(const struct reader *r, const struct cew_node *n, void *into)
{
	int64_t value;
	(void)into;
	if (!cew_node_is(n, CEW_NODE_MAP))
		return demo_wrong(r, n, "\"quotas\" must be a map of quota codes to numbers");
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const char *code = cew_node_text(cew_node_key(n, i));
		enum cew_status status = demo_want_count(r, cew_node_at(n, i), code, 0, 1000000, &value);
		if (!status && strncmp(code, "L-", 2) != 0)
			status = demo_wrong(r, cew_node_key(n, i), "\"%s\" is no quota code such as L-0263D0A3", code);
		if (status)
			return status;
	}
	return CEW_OK;
}

static enum cew_status read_subscribed(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	return cew_node_type(n) == CEW_SCALAR_BOOL ? CEW_OK : demo_wrong(r, n, "\"Subscribed\" must be true or false");
}

enum cew_status demo_read_marketplace(const struct reader *r, const struct cew_node *n, void *into)
{
	static const struct key keys[] = {{"Subscribed", read_subscribed}, {NULL, NULL}};
	return demo_read_keys(r, n, keys, "\"marketplace\"", into);
}
