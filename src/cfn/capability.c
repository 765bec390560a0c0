/* The capabilities that sending a template needs, and the resource that asks for each. */
#include "room.h"

#include <string.h>

/* Types that need CAPABILITY_IAM, and the property that makes it CAPABILITY_NAMED_IAM (aws-facts: Resources). */
static const struct {
	const char *type, *name;
} iam_types[] = {
	{"AWS::IAM::AccessKey", NULL},
	{"AWS::IAM::Group", "GroupName"},
	{"AWS::IAM::InstanceProfile", "InstanceProfileName"},
	{"AWS::IAM::ManagedPolicy", "ManagedPolicyName"},
	{"AWS::IAM::Policy", NULL},
	{"AWS::IAM::Role", "RoleName"},
	{"AWS::IAM::User", "UserName"},
	{"AWS::IAM::UserToGroupAddition", NULL},
};

/* The first that asks; one that will be made goes before one whose condition is false. */
struct asker {
	const char *logical_id;
	bool made, found;
};

static void ask(struct asker *a, const char *logical_id, bool made)
{
	if (a->found && (a->made || !made))
		return;
	*a = (struct asker){.logical_id = logical_id, .made = made, .found = true};
}

static bool add(struct cew_cfn_eval *e, const char *name, const struct asker *a)
{
	struct cew_cfn_capability row = {.name = name, .logical_id = a->logical_id};
	return !a->found || cew_vec_push(&e->capabilities, &row);
}

/* AWS looks at the whole template, also at what its conditions leave out. */
enum cew_status cfn_capabilities_collect(struct cfn_ctx *c, struct cew_cfn_eval *e)
{
	struct asker iam = {0}, named = {0}, expand = {0};
	for (size_t i = 0; i < e->made_count; i++) {
		const struct cew_node *r = cew_node_at(e->s->resources, i);
		const char *type = cew_node_get_text(r, "Type"), *id = cew_node_text(cew_node_key(e->s->resources, i));
		for (size_t k = 0; type && k < CEW_COUNT(iam_types); k++) {
			if (strcmp(type, iam_types[k].type) != 0)
				continue;
			ask(&iam, id, e->made[i].made);
			if (iam_types[k].name && cew_node_get(cew_node_get(r, "Properties"), iam_types[k].name))
				ask(&named, id, e->made[i].made);
		}
	}
	if (e->t->transform)
		ask(&expand, NULL, true);
	if (e->t->foreign && strncmp(e->t->foreign, "AWS::Serverless", 15) == 0)
		ask(&iam, NULL, false); /* it makes roles for functions */
	bool ok = named.found ? add(e, "CAPABILITY_NAMED_IAM", &named) : add(e, "CAPABILITY_IAM", &iam);
	return ok && add(e, "CAPABILITY_AUTO_EXPAND", &expand) ? CEW_OK : cew_fail_memory(c->err);
}
