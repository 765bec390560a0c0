/* Quotas: what the stack needs and what is used already, against what the account may have. */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

#define TASKS_MAX 100 /* that ECS describes at a time; a cluster with more is counted too low */

bool quota_is_taken(const struct cew_preflight *p, const struct row *row)
{
	return fact_quota(p, row->about) != NULL;
}

/* ---- what is used already: a function a quota; false while not known, or where that cannot be known ---- */

struct use {
	size_t used;
	const char *whole; /* what else to say: "in the fullest of its zones" */
	const struct answer *refused; /* the answer that could not be had */
};
typedef bool use_fn(struct check *c, struct use *use);

static bool count_all(struct check *c, struct use *use, enum lookup_kind kind)
{
	const struct answer *a = preflight_ask(c, kind, NULL, NULL);
	if (!a)
		return false;
	if (!a->ok)
		use->refused = a;
	use->used = a->ok ? a->found.count : 0;
	return a->ok;
}

static bool used_addresses(struct check *c, struct use *use) { return count_all(c, use, LOOKUP_ADDRESSES); }
static bool used_vpcs(struct check *c, struct use *use) { return count_all(c, use, LOOKUP_VPCS); }
static bool used_internet_gateways(struct check *c, struct use *use) { return count_all(c, use, LOOKUP_INTERNET_GATEWAYS); }
static bool used_security_groups(struct check *c, struct use *use) { return count_all(c, use, LOOKUP_SECURITY_GROUPS); }
static bool used_target_groups(struct check *c, struct use *use) { return count_all(c, use, LOOKUP_TARGET_GROUPS); }
static bool used_clusters(struct check *c, struct use *use) { return count_all(c, use, LOOKUP_CLUSTER_ARNS); }
static bool used_buckets(struct check *c, struct use *use) { return count_all(c, use, LOOKUP_BUCKETS); }
static bool used_stacks(struct check *c, struct use *use) { return count_all(c, use, LOOKUP_STACKS); }

static bool used_load_balancers(struct check *c, struct use *use)
{
	if (!count_all(c, use, LOOKUP_LOAD_BALANCERS))
		return false;
	const struct answer *a = preflight_ask(c, LOOKUP_LOAD_BALANCERS, NULL, NULL);
	use->used = 0;
	for (size_t i = 0; i < a->found.count; i++)
		use->used += strcmp(a->found.load_balancers[i].type, "application") == 0;
	return true;
}

static bool used_roles(struct check *c, struct use *use)
{
	const struct answer *a = preflight_ask(c, LOOKUP_FIGURES, NULL, NULL);
	if (!a)
		return false;
	for (size_t i = 0; a->ok && i < a->found.count; i++)
		if (strcmp(a->found.figures[i].name, "Roles") == 0) {
			use->used = (size_t)a->found.figures[i].value;
			return true;
		}
	use->refused = a;
	return false;
}

static const char *zone_of(const struct answer *subnets, const char *subnet_id)
{
	for (size_t i = 0; i < subnets->found.count; i++)
		if (strcmp(subnets->found.subnets[i].id, subnet_id) == 0)
			return subnets->found.subnets[i].zone;
	return "";
}

/* The zone that has most of them; the stack's own go into two zones, which one may not choose. */
static bool used_nat_gateways(struct check *c, struct use *use)
{
	const struct answer *nats = preflight_ask(c, LOOKUP_NAT_GATEWAYS, NULL, NULL);
	const struct answer *subnets = preflight_ask(c, LOOKUP_SUBNETS, NULL, NULL);
	if (!nats || !subnets)
		return false;
	use->refused = !nats->ok ? nats : !subnets->ok ? subnets : NULL;
	if (use->refused)
		return false;
	for (size_t i = 0; i < nats->found.count; i++) {
		const char *zone = zone_of(subnets, nats->found.nat_gateways[i].subnet_id);
		size_t n = 0;
		for (size_t k = 0; k < nats->found.count; k++) {
			const struct cew_nat_gateway *other = &nats->found.nat_gateways[k];
			bool counts = strcmp(other->state, "pending") == 0 || strcmp(other->state, "available") == 0;
			n += counts && strcmp(zone_of(subnets, other->subnet_id), zone) == 0;
		}
		use->used = n > use->used ? n : use->used;
	}
	use->whole = " in the fullest zone";
	return true;
}

static bool used_file_systems(struct check *c, struct use *use)
{
	return count_all(c, use, LOOKUP_FILE_SYSTEMS);
}

/* What the tasks of one cluster that run on Fargate take, in 1/1024 of a processor. */
static bool add_units(struct check *c, const char *cluster, const struct answer *arns, struct use *use, size_t *units)
{
	struct cew_buf list;
	cew_buf_init(&list, 65536);
	for (size_t i = 0; i < arns->found.count && i < TASKS_MAX; i++)
		cew_buf_fmt(&list, "%s%s", i ? "," : "", arns->found.arns[i].arn);
	const struct answer *tasks = preflight_ask(c, LOOKUP_TASKS, cluster, cew_buf_text(&list));
	cew_buf_finish(&list);
	if (tasks && !tasks->ok)
		use->refused = tasks;
	for (size_t i = 0; tasks && tasks->ok && i < tasks->found.count; i++)
		if (strcmp(tasks->found.tasks[i].launch_type, "FARGATE") == 0)
			*units += strtoul(tasks->found.tasks[i].cpu, NULL, 10);
	return tasks && tasks->ok;
}

static bool used_vcpus(struct check *c, struct use *use)
{
	const struct answer *clusters = preflight_ask(c, LOOKUP_CLUSTER_ARNS, NULL, NULL);
	size_t units = 0;
	bool all = clusters && clusters->ok;
	if (clusters && !clusters->ok)
		use->refused = clusters;
	for (size_t i = 0; clusters && clusters->ok && i < clusters->found.count; i++) {
		const char *cluster = clusters->found.arns[i].arn;
		const struct answer *arns = preflight_ask(c, LOOKUP_TASK_ARNS, cluster, NULL);
		if (arns && !arns->ok)
			use->refused = arns;
		all &= arns && arns->ok && (!arns->found.count || add_units(c, cluster, arns, use, &units));
	}
	use->used = (units + 1023) / 1024;
	return all;
}

/* A VPC, a security group or a mount target that the stack makes is empty before. */
static bool used_none(struct check *c, struct use *use)
{
	(void)c;
	use->used = 0;
	return true;
}

static const struct quota_row {
	const char *code;
	use_fn *used;
	bool by_operations;
} quota_rows[] = {
	{"L-3032A538", used_vcpus, true},
	{"L-848C634D", used_file_systems, true},
	{"L-0263D0A3", used_addresses, false},
	{"L-F678F1CE", used_vpcs, false},
	{"L-FE5A380F", used_nat_gateways, false},
	{"L-A4707A72", used_internet_gateways, false},
	{"L-E79EC296", used_security_groups, false},
	{"L-0EA8095F", used_none, false},
	{"L-407747CB", used_none, false},
	{"L-29B6F2EB", used_none, false},
	{"L-7391004C", used_none, false},
	{"L-53DA6B97", used_load_balancers, false},
	{"L-B22855CB", used_target_groups, false},
	{"L-FE177D64", used_roles, false},
	{"L-DC2B2D3D", used_buckets, false},
	{"L-0485CB21", used_stacks, false},
	{"L-21C621EB", used_clusters, false},
};

/* NULL: what is used cannot be counted. */
static use_fn *use_of(const struct cew_preflight *p, const char *code)
{
	for (size_t i = 0; i < CEW_COUNT(quota_rows); i++)
		if (strcmp(quota_rows[i].code, code) == 0 && (p->has_operations || !quota_rows[i].by_operations))
			return quota_rows[i].used;
	return NULL;
}

/* ---- what is allowed ---- */

/* Quotas of global services are kept in one region of the partition (Service Quotas). */
static const char *home_region(const struct cew_preflight *p, const char *service)
{
	static const char *const global[] = {"iam", "s3"};
	const char *partition = fact_partition(p);
	bool is_global = false;
	for (size_t i = 0; i < CEW_COUNT(global); i++)
		is_global |= strcmp(global[i], service) == 0;
	if (!is_global)
		return p->plan->region;
	if (strcmp(partition, "aws-us-gov") == 0)
		return "us-gov-west-1";
	return strcmp(partition, "aws") == 0 ? "us-east-1" : p->plan->region;
}

static void too_few(struct check *c, const struct cew_plan_quota *q, const struct use *use, size_t allowed, bool adjustable)
{
	char *remedy = adjustable
	                   ? cew_fmt("Remove what is not needed any more, or ask for more in Service Quotas (%s, %s) and check again once it is granted.",
	                             q->service, q->code)
	                   : cew_fmt("Remove what is not needed any more: AWS does not raise this quota (%s, %s).", q->service, q->code);
	preflight_find(c, CEW_ERROR, "", remedy ? remedy : "",
	           "The stack needs %zu %s; %s allows %zu%s, and %zu %s used already%s. Creation would fail.", q->needs, q->what,
	           c->p->plan->region, allowed, allowed == 1 ? "" : " of them", use->used, use->used == 1 ? "is" : "are",
	           use->whole ? use->whole : "");
	free(remedy);
}

void preflight_quota(struct check *c)
{
	const struct cew_plan_quota *q = fact_quota(c->p, c->row->about);
	use_fn *used = use_of(c->p, q->code);
	struct use use = {0};
	const struct answer *a = preflight_ask4(c, LOOKUP_QUOTA, home_region(c->p, q->service), q->service, q->code, NULL);
	bool counted = used && used(c, &use);
	if (!a || c->pending)
		return;
	bool granted = a->ok && a->found.count;
	size_t allowed = granted ? (size_t)a->found.quotas[0].value : q->standard;
	if (!granted && !allowed) {
		preflight_leave_open(c, "", a, "how many of these the account may have");
		return;
	}
	if (!a->ok && a->err.status != CEW_NOT_FOUND)
		preflight_leave_open(c, "", a, "whether the account was granted another number of these than AWS's own");
	if (use.used + q->needs > allowed)
		too_few(c, q, &use, allowed, !granted || a->found.quotas[0].adjustable);
	if (use.refused)
		preflight_leave_open(c, "", use.refused, "how many of these are used already");
	preflight_tell(c, "%zu needed", q->needs);
	if (counted && use.used)
		preflight_tell(c, "%zu used%s", use.used, use.whole ? use.whole : "");
	preflight_tell(c, "%zu allowed%s", allowed, granted ? "" : " by AWS unless the account was granted more");
	if (!used)
		preflight_tell(c, "what is used already was not counted");
}
