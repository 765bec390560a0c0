/* Names that the stack gives to what it makes: is there something of that name already? */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

/* Is this name among what was found? One function a type, for lists that hold more than was asked for. */
typedef bool among_fn(const struct cew_found *f, const char *name);

static bool among_target_groups(const struct cew_found *f, const char *name)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->target_groups[i].name, name) == 0)
			return true;
	return false;
}

static bool among_load_balancers(const struct cew_found *f, const char *name)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->load_balancers[i].name, name) == 0)
			return true;
	return false;
}

static bool among_log_groups(const struct cew_found *f, const char *name)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->log_groups[i].name, name) == 0)
			return true;
	return false;
}

/* A cluster that was deleted is listed for a while yet. */
static bool among_clusters(const struct cew_found *f, const char *name)
{
	(void)name;
	return f->count && strcmp(f->clusters[0].status, "INACTIVE") != 0;
}

static bool there_at_all(const struct cew_found *f, const char *name)
{
	(void)name;
	return f->count > 0;
}

static const struct name_row {
	const char *type, *what;
	enum lookup_kind kind;
	bool by_name;   /* the lookup gets the name; else it lists all */
	among_fn *among;
	const char *where; /* that the name has to be unique in */
} name_rows[] = {
	{"AWS::IAM::Role", "an IAM role", LOOKUP_ROLE, true, there_at_all, "the account, in all regions together"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "a load balancer", LOOKUP_LOAD_BALANCERS, false, among_load_balancers, "the region"},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "a target group", LOOKUP_TARGET_GROUPS, false, among_target_groups, "the region"},
	{"AWS::ECS::Cluster", "an ECS cluster", LOOKUP_CLUSTER, true, among_clusters, "the region"},
	{"AWS::Logs::LogGroup", "a log group", LOOKUP_LOG_GROUPS, true, among_log_groups, "the region"},
	{"AWS::Lambda::Function", "a Lambda function", LOOKUP_FUNCTION, true, there_at_all, "the region"},
};

static const struct name_row *row_of(const char *type)
{
	for (size_t i = 0; i < CEW_COUNT(name_rows); i++)
		if (strcmp(name_rows[i].type, type) == 0)
			return &name_rows[i];
	return NULL;
}

bool names_are_given(const struct cew_preflight *p, const struct row *row)
{
	return fact_name(p, row->about, 0) != NULL;
}

static void taken(struct check *c, const char *what, const char *where, const struct cew_cfn_resource_name *name)
{
	const char *field = fact_field_of_name(c->p, name);
	bool env = strcmp(field, fact_field(c->p, "EnvName")) == 0;
	char *remedy = cew_fmt("Choose another %s, or delete what has the name if nobody needs it: it may be what an earlier deployment left.",
	                       env ? "environment name" : "stack name");
	preflight_find(c, CEW_ERROR, field, remedy ? remedy : "",
	           "There is %s named %s already, and %s would be made with the same name, which must be the only one in %s. Creation would fail.",
	           what, name->value, name->logical_id, where);
	free(remedy);
}

static void leave_name_open(struct check *c, const struct answer *a, const struct cew_cfn_resource_name *name)
{
	char *what = cew_fmt("whether the name %s is free", name->value);
	preflight_leave_open(c, fact_field_of_name(c->p, name), a, what ? what : "whether the name is free");
	free(what);
}

void preflight_names(struct check *c)
{
	const struct name_row *row = row_of(c->row->about);
	const struct cew_cfn_resource_name *name;
	size_t n = 0;
	for (; (name = fact_name(c->p, row->type, n)) != NULL; n++) {
		const struct answer *a = preflight_ask(c, row->kind, row->by_name ? name->value : NULL, NULL);
		if (!a)
			continue;
		if (a->ok && row->among(&a->found, name->value))
			taken(c, row->what, row->where, name);
		else if (!a->ok && a->err.status != CEW_NOT_FOUND)
			leave_name_open(c, a, name);
	}
	name = fact_name(c->p, row->type, 0);
	if (n == 1)
		preflight_tell(c, "%s", name->value);
	else
		preflight_tell(c, "%s and %zu more", name->value, n - 1);
}

/* In a cluster of its own a service's name cannot be taken. */
bool service_joins_others(const struct cew_preflight *p, const struct row *row)
{
	return names_are_given(p, row) && fact_parameter(p, "ExistingECSCluster");
}

void preflight_service_name(struct check *c)
{
	const char *cluster = fact_parameter(c->p, "ExistingECSCluster");
	const struct cew_cfn_resource_name *name = fact_name(c->p, c->row->about, 0);
	const struct answer *a = preflight_ask(c, LOOKUP_SERVICE, cluster, name->value);
	if (!a)
		return;
	if (a->ok && a->found.count && strcmp(a->found.services[0].status, "INACTIVE") != 0)
		taken(c, "an ECS service", "its cluster", name);
	else if (!a->ok && a->err.status != CEW_NOT_FOUND)
		leave_name_open(c, a, name);
	preflight_tell(c, "%s in %s", name->value, cluster);
}
