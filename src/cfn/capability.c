/* The capabilities that sending a template needs, and the resources that ask for each. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

/* Types that need CAPABILITY_IAM, and the property that makes it CAPABILITY_NAMED_IAM
 * (CloudFormation API Reference, CreateStack, Capabilities). */
static const struct iam_type {
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

/* Those that will be made count; only where there are none, those that a condition leaves out. */
struct askers {
	struct cew_vec made, left_out; /* const char *: logical ids */
	bool found;
};

static void askers_init(struct askers *a)
{
	cew_vec_init(&a->made, sizeof(const char *));
	cew_vec_init(&a->left_out, sizeof(const char *));
	a->found = false;
}

static void askers_finish(struct askers *a)
{
	cew_vec_finish(&a->made);
	cew_vec_finish(&a->left_out);
}

static bool ask(struct askers *a, const char *logical_id, bool made)
{
	a->found = true;
	return cew_vec_push(made ? &a->made : &a->left_out, &logical_id);
}

static const struct iam_type *iam_type_of(const struct cew_node *resource)
{
	const char *type = cew_node_get_text(resource, "Type");
	for (size_t i = 0; type && i < CEW_COUNT(iam_types); i++)
		if (strcmp(type, iam_types[i].type) == 0)
			return &iam_types[i];
	return NULL;
}

static bool find_askers(const struct cew_cfn_eval *e, struct askers *iam, struct askers *named)
{
	for (size_t i = 0; i < e->made_count; i++) {
		const struct cew_node *r = cew_node_at(e->s->resources, i);
		const char *id = cew_node_text(cew_node_key(e->s->resources, i));
		const struct iam_type *type = iam_type_of(r);
		if (!type)
			continue;
		bool has_name = type->name && cew_node_get(cew_node_get(r, "Properties"), type->name);
		if (!ask(iam, id, e->made[i].made) || (has_name && !ask(named, id, e->made[i].made)))
			return false;
	}
	return true;
}

/* The ids move into the evaluation's own list, where room for all has been made. */
static bool add(struct cew_cfn_eval *e, const char *name, const struct askers *a)
{
	const struct cew_vec *ids = a->made.len ? &a->made : &a->left_out;
	const char **list = e->askers + e->asker_count;
	if (!a->found)
		return true;
	if (ids->len)
		memcpy(list, ids->items, ids->len * sizeof *list);
	e->asker_count += ids->len;
	struct cew_cfn_capability row = {
		.name = name, .logical_id = ids->len ? list[0] : NULL, .logical_ids = list, .logical_id_count = ids->len};
	return cew_vec_push(&e->capabilities, &row);
}

/* AWS looks at the whole template, also at what its conditions leave out. */
enum cew_status cfn_capabilities_collect(struct cfn_ctx *c, struct cew_cfn_eval *e)
{
	struct askers iam, named, expand;
	askers_init(&iam);
	askers_init(&named);
	askers_init(&expand);
	e->askers = calloc(e->made_count + 1, sizeof *e->askers);
	bool ok = e->askers && find_askers(e, &iam, &named);
	expand.found = e->t->transform;
	if (e->t->foreign && strncmp(e->t->foreign, "AWS::Serverless", 15) == 0)
		iam.found = true; /* it makes roles for functions */
	ok = ok && (named.found ? add(e, "CAPABILITY_NAMED_IAM", &named) : add(e, "CAPABILITY_IAM", &iam)) &&
	     add(e, "CAPABILITY_AUTO_EXPAND", &expand);
	askers_finish(&iam);
	askers_finish(&named);
	return ok ? CEW_OK : cew_fail_memory(c->err);
}
