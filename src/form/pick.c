/* What a field's value may be picked from: "vpc", "role(ecs-tasks.amazonaws.com)". */
#include <assert.h>
#include <string.h>

#include "room.h"

static const char *const pick_names[] = {
	[CEW_PICK_NONE] = "",       [CEW_PICK_VPC] = "vpc",         [CEW_PICK_VPC_CIDR] = "vpc-cidr",
	[CEW_PICK_SUBNET] = "subnet", [CEW_PICK_TARGET_GROUP] = "target-group", [CEW_PICK_CLUSTER] = "cluster",
	[CEW_PICK_ROLE] = "role",   [CEW_PICK_TOPIC] = "topic",     [CEW_PICK_SECRET] = "secret",
	[CEW_PICK_REGION] = "region", [CEW_PICK_BUCKET] = "bucket", [CEW_PICK_PROFILE] = "profile",
	[CEW_PICK_COUNT] = NULL,
};
static_assert(CEW_COUNT(pick_names) == CEW_PICK_COUNT + 1, "a name for each list");

const char *cew_pick_name(enum cew_pick pick)
{
	return pick_names[pick];
}

/* Splits "role(SERVICE)"; `argument` becomes NULL where there are no parentheses. False: it looks like neither. */
static bool split(char *text, char **argument)
{
	size_t len = strlen(text);
	char *open = strchr(text, '(');
	*argument = NULL;
	if (!open)
		return true;
	if (open[1] == ')' || text[len - 1] != ')')
		return false;
	text[len - 1] = '\0';
	*open = '\0';
	*argument = open + 1;
	return true;
}

static enum cew_status refuse(const struct form_reader *r, const struct cew_node *n)
{
	struct cew_buf hint;
	cew_buf_init(&hint, 512);
	cew_buf_str(&hint, "allowed: ");
	for (int i = CEW_PICK_NONE + 1; i < CEW_PICK_COUNT; i++)
		cew_buf_fmt(&hint, "%s%s%s", i > CEW_PICK_NONE + 1 ? ", " : "", pick_names[i], i == CEW_PICK_ROLE ? "(SERVICE)" : "");
	form_refuse(r, n, cew_buf_text(&hint), "`%.64s` is nothing that can be picked", cew_node_text(n));
	cew_buf_finish(&hint);
	return CEW_INVALID;
}

enum cew_status form_read_pick(const struct form_reader *r, const struct cew_node *n, struct cew_field *out)
{
	char name[96], *service;
	const char *text = cew_node_text(n);
	if (!n)
		return CEW_OK;
	if (strlen(text) >= sizeof name)
		return refuse(r, n);
	strcpy(name, text);
	if (!split(name, &service))
		return refuse(r, n);
	int i = form_index_of(pick_names, name);
	if (i <= CEW_PICK_NONE || (service && i != CEW_PICK_ROLE))
		return refuse(r, n);
	out->pick = (enum cew_pick)i;
	if (!service)
		return CEW_OK;
	out->pick_for = form_keep(r->set, service);
	return out->pick_for ? CEW_OK : cew_fail_memory(r->err);
}
