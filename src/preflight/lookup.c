/* Lookups: each question to AWS is put once, whoever asks it, and its answer is kept for all. */
#include "room.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define OUT_MAX 8 /* calls at a time: a burst of all of them would be throttled */
#define LIST_MAX 128

enum lookup_state { QUEUED, OUT, ANSWERED };

struct lookup {
	struct lookups *all;
	enum lookup_kind kind;
	enum lookup_state state;
	char *args[LOOKUP_ARGS];
	uint64_t call;
	struct answer answer;
	struct keep keep;
};

/* ---- starting: one function a kind ---- */

#define ACCOUNT (l->all->p->account)
#define OPERATIONS (l->all->p->operations)
#define START static uint64_t
#define HOW struct lookup *l, struct cew_error *err
#define TOLD on_found, l, err

static cew_found_fn on_found;
static cew_caller_fn on_caller;
static cew_stack_fn on_stack;

START caller(HOW) { struct cew_cloud *c = &l->all->p->cloud; return c->caller_identity(c->self, on_caller, l, err); }
START stack(HOW) { struct cew_cloud *c = &l->all->p->cloud; return c->describe_stack(c->self, l->args[0], on_stack, l, err); }
START regions(HOW) { return ACCOUNT.regions(ACCOUNT.self, TOLD); }
START vpcs(HOW) { return ACCOUNT.vpcs(ACCOUNT.self, NULL, TOLD); }
START vpc_dns(HOW) { return ACCOUNT.vpc_dns(ACCOUNT.self, l->args[0], TOLD); }
START subnets(HOW) { return ACCOUNT.subnets(ACCOUNT.self, l->args[0], TOLD); }
START addresses(HOW) { return ACCOUNT.addresses(ACCOUNT.self, TOLD); }
START route_tables(HOW) { return ACCOUNT.route_tables(ACCOUNT.self, l->args[0], TOLD); }
START nat_gateways(HOW) { return ACCOUNT.nat_gateways(ACCOUNT.self, NULL, TOLD); }
START internet_gateways(HOW) { return ACCOUNT.internet_gateways(ACCOUNT.self, NULL, TOLD); }
START network_acls(HOW) { return ACCOUNT.network_acls(ACCOUNT.self, l->args[0], TOLD); }
START security_groups(HOW) { return ACCOUNT.security_groups(ACCOUNT.self, NULL, TOLD); }
START target_groups(HOW) { return ACCOUNT.target_groups(ACCOUNT.self, l->args[0], TOLD); }
START load_balancers(HOW) { return ACCOUNT.load_balancers(ACCOUNT.self, l->args[0], TOLD); }
START listeners(HOW) { return ACCOUNT.listeners(ACCOUNT.self, l->args[0], TOLD); }
START cluster_arns(HOW) { return ACCOUNT.cluster_arns(ACCOUNT.self, TOLD); }
START cluster(HOW) { return ACCOUNT.clusters(ACCOUNT.self, (const char *const[]){l->args[0]}, 1, TOLD); }
START service(HOW) { return ACCOUNT.services(ACCOUNT.self, l->args[0], (const char *const[]){l->args[1]}, 1, TOLD); }
START role(HOW) { return ACCOUNT.role(ACCOUNT.self, l->args[0], TOLD); }
START figures(HOW) { return ACCOUNT.account_summary(ACCOUNT.self, TOLD); }
START topics(HOW) { return ACCOUNT.topics(ACCOUNT.self, TOLD); }
START secret(HOW) { return ACCOUNT.secret(ACCOUNT.self, l->args[0], TOLD); }
START buckets(HOW) { return ACCOUNT.buckets(ACCOUNT.self, TOLD); }
START quota(HOW) { return ACCOUNT.quota(ACCOUNT.self, l->args[0], l->args[1], l->args[2], TOLD); }
START image(HOW) { return ACCOUNT.image(ACCOUNT.self, l->args[0], l->args[1], l->args[2], l->args[3], TOLD); }
START function(HOW) { return ACCOUNT.function(ACCOUNT.self, l->args[0], TOLD); }
START log_groups(HOW) { return ACCOUNT.log_groups(ACCOUNT.self, l->args[0], TOLD); }
START stacks(HOW) { return ACCOUNT.stacks(ACCOUNT.self, TOLD); }

START bucket(HOW) { return ACCOUNT.bucket(ACCOUNT.self, l->args[0], l->args[1], TOLD); }
START file_systems(HOW) { return OPERATIONS.file_systems(OPERATIONS.self, NULL, TOLD); }
START task_arns(HOW) { return OPERATIONS.task_arns(OPERATIONS.self, l->args[0], NULL, NULL, TOLD); }

/* The parts of a text; `copy` holds them. */
static size_t split(char *copy, const char *out[LIST_MAX])
{
	size_t n = 0;
	while (copy && n < LIST_MAX)
		out[n++] = strsep(&copy, ",");
	return n;
}

START tasks(HOW)
{
	const char *arns[LIST_MAX];
	char *list = cew_strdup(l->args[1]);
	size_t n = split(list, arns);
	uint64_t call = list ? OPERATIONS.tasks(OPERATIONS.self, l->args[0], arns, n, TOLD) : 0;
	if (!list)
		cew_fail_memory(err);
	free(list);
	return call;
}

START template(HOW)
{
	const struct cew_plan *plan = l->all->p->plan;
	struct cew_template_source source = {.body = plan->template_body, .url = plan->template_body ? NULL : plan->template_url};
	return ACCOUNT.template_summary(ACCOUNT.self, &source, TOLD);
}

START simulation(HOW)
{
	const char *actions[LIST_MAX];
	char *list = cew_strdup(l->args[2]);
	size_t n = split(list, actions);
	struct cew_simulation what = {
		.principal = l->args[0], .actions = actions, .action_count = n,
		.resources = (const char *const[]){l->args[1]}, .resource_count = l->args[1] ? 1 : 0,
	};
	char *context = l->args[3] ? cew_strdup(l->args[3]) : NULL, *equals = context ? strchr(context, '=') : NULL;
	if (equals) {
		*equals = '\0';
		what.context_key = context;
		what.context_value = equals + 1;
	}
	uint64_t call = list && (context || !l->args[3]) ? ACCOUNT.simulate(ACCOUNT.self, &what, TOLD) : 0;
	if (!list || (l->args[3] && !context))
		cew_fail_memory(err);
	free(context);
	free(list);
	return call;
}

enum table { BY_ACCOUNT, BY_CLOUD, BY_OPERATIONS };

static const struct kind_row {
	uint64_t (*start)(HOW);
	const struct shape *shape; /* of what is found; NULL: it is only counted */
	const char *action;
	enum table table;
} kinds[] = {
	[LOOKUP_CALLER] = {caller, &shape_caller, "sts:GetCallerIdentity", BY_CLOUD},
	[LOOKUP_STACK] = {stack, &shape_stack, "cloudformation:DescribeStacks", BY_CLOUD},
	[LOOKUP_REGIONS] = {regions, &shape_region, "ec2:DescribeRegions", BY_ACCOUNT},
	[LOOKUP_VPCS] = {vpcs, &shape_vpc, "ec2:DescribeVpcs", BY_ACCOUNT},
	[LOOKUP_VPC_DNS] = {vpc_dns, &shape_vpc_dns, "ec2:DescribeVpcAttribute", BY_ACCOUNT},
	[LOOKUP_SUBNETS] = {subnets, &shape_subnet, "ec2:DescribeSubnets", BY_ACCOUNT},
	[LOOKUP_ADDRESSES] = {addresses, NULL, "ec2:DescribeAddresses", BY_ACCOUNT},
	[LOOKUP_ROUTE_TABLES] = {route_tables, &shape_route_table, "ec2:DescribeRouteTables", BY_ACCOUNT},
	[LOOKUP_NAT_GATEWAYS] = {nat_gateways, &shape_nat_gateway, "ec2:DescribeNatGateways", BY_ACCOUNT},
	[LOOKUP_INTERNET_GATEWAYS] = {internet_gateways, NULL, "ec2:DescribeInternetGateways", BY_ACCOUNT},
	[LOOKUP_NETWORK_ACLS] = {network_acls, &shape_network_acl, "ec2:DescribeNetworkAcls", BY_ACCOUNT},
	[LOOKUP_SECURITY_GROUPS] = {security_groups, NULL, "ec2:DescribeSecurityGroups", BY_ACCOUNT},
	[LOOKUP_TARGET_GROUPS] = {target_groups, &shape_target_group, "elasticloadbalancing:DescribeTargetGroups", BY_ACCOUNT},
	[LOOKUP_LOAD_BALANCERS] = {load_balancers, &shape_load_balancer, "elasticloadbalancing:DescribeLoadBalancers", BY_ACCOUNT},
	[LOOKUP_LISTENERS] = {listeners, &shape_listener, "elasticloadbalancing:DescribeListeners", BY_ACCOUNT},
	[LOOKUP_CLUSTER_ARNS] = {cluster_arns, &shape_arn, "ecs:ListClusters", BY_ACCOUNT},
	[LOOKUP_CLUSTER] = {cluster, &shape_cluster, "ecs:DescribeClusters", BY_ACCOUNT},
	[LOOKUP_SERVICE] = {service, &shape_service, "ecs:DescribeServices", BY_ACCOUNT},
	[LOOKUP_ROLE] = {role, &shape_role, "iam:GetRole", BY_ACCOUNT},
	[LOOKUP_SIMULATION] = {simulation, &shape_decision, "iam:SimulatePrincipalPolicy", BY_ACCOUNT},
	[LOOKUP_FIGURES] = {figures, &shape_figure, "iam:GetAccountSummary", BY_ACCOUNT},
	[LOOKUP_TOPICS] = {topics, &shape_topic, "sns:ListTopics", BY_ACCOUNT},
	[LOOKUP_SECRET] = {secret, &shape_secret, "secretsmanager:DescribeSecret", BY_ACCOUNT},
	[LOOKUP_BUCKETS] = {buckets, &shape_bucket, "s3:ListAllMyBuckets", BY_ACCOUNT},
	[LOOKUP_QUOTA] = {quota, &shape_quota, "servicequotas:GetServiceQuota", BY_ACCOUNT},
	[LOOKUP_IMAGE] = {image, NULL, "ecr:BatchGetImage", BY_ACCOUNT},
	[LOOKUP_FUNCTION] = {function, NULL, "lambda:GetFunction", BY_ACCOUNT},
	[LOOKUP_LOG_GROUPS] = {log_groups, &shape_log_group, "logs:DescribeLogGroups", BY_ACCOUNT},
	[LOOKUP_STACKS] = {stacks, NULL, "cloudformation:ListStacks", BY_ACCOUNT},
	[LOOKUP_TEMPLATE] = {template, &shape_summary, "cloudformation:GetTemplateSummary", BY_ACCOUNT},
	[LOOKUP_BUCKET] = {bucket, &shape_bucket, "s3:ListBucket", BY_ACCOUNT},
	[LOOKUP_FILE_SYSTEMS] = {file_systems, NULL, "elasticfilesystem:DescribeFileSystems", BY_OPERATIONS},
	[LOOKUP_TASK_ARNS] = {task_arns, &shape_arn, "ecs:ListTasks", BY_OPERATIONS},
	[LOOKUP_TASKS] = {tasks, &shape_task, "ecs:DescribeTasks", BY_OPERATIONS},
};
static_assert(CEW_COUNT(kinds) == LOOKUP_COUNT, "one row a kind");

/* ---- answers ---- */

static void answered(struct lookup *l, const struct cew_error *err)
{
	struct answer *a = &l->answer;
	a->ok = !err && !l->keep.failed;
	if (err)
		a->err = *err;
	else if (l->keep.failed)
		cew_fail_memory(&a->err);
	if (l->state == OUT)
		l->all->out--;
	l->state = ANSWERED;
	l->call = 0;
	preflight_changed(l->all->p);
}

static void on_found(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct lookup *l = arg;
	if (!err) {
		l->answer.found = *found;
		l->answer.found.items = keep_items(&l->keep, kinds[l->kind].shape, found->items, found->count);
	}
	answered(l, err);
}

static void on_caller(void *arg, const struct cew_error *err, const struct cew_caller *caller_found)
{
	struct lookup *l = arg;
	if (!err)
		l->answer.caller = keep_items(&l->keep, &shape_caller, caller_found, 1);
	answered(l, err);
}

static void on_stack(void *arg, const struct cew_error *err, const struct cew_stack *stack_found)
{
	struct lookup *l = arg;
	if (!err)
		l->answer.stack = keep_items(&l->keep, &shape_stack, stack_found, 1);
	answered(l, err);
}

static void start(struct lookup *l)
{
	struct cew_error err;
	l->state = OUT;
	l->all->out++;
	uint64_t call = kinds[l->kind].start(l, &err);
	if (l->state == ANSWERED)
		return; /* told before the start returned */
	l->call = call;
	if (!call)
		answered(l, &err);
}

bool lookups_pump(struct lookups *l)
{
	bool any = false;
	if (l->busy)
		return false;
	l->busy = true;
	for (size_t i = 0; !l->stopped && i < l->list.len && l->out < OUT_MAX; i++) {
		struct lookup *next = ((struct lookup **)l->list.items)[i];
		if (next->state != QUEUED)
			continue;
		start(next);
		any = true;
	}
	l->busy = false;
	return any;
}

/* ---- asking ---- */

static bool same(const struct lookup *l, enum lookup_kind kind, const char *const args[LOOKUP_ARGS])
{
	bool equal = l->kind == kind;
	for (size_t i = 0; equal && i < LOOKUP_ARGS; i++)
		equal = l->args[i] && args[i] ? strcmp(l->args[i], args[i]) == 0 : !l->args[i] == !args[i];
	return equal;
}

static void lookup_destroy(struct lookup *l)
{
	for (size_t i = 0; i < LOOKUP_ARGS; i++)
		free(l->args[i]);
	keep_finish(&l->keep);
	free(l);
}

static struct lookup *lookup_create(struct lookups *all, enum lookup_kind kind, const char *const args[LOOKUP_ARGS])
{
	struct lookup *l = calloc(1, sizeof(*l));
	if (!l)
		return NULL;
	*l = (struct lookup){.all = all, .kind = kind, .state = QUEUED, .answer.action = kinds[kind].action};
	keep_init(&l->keep);
	bool ok = true;
	for (size_t i = 0; i < LOOKUP_ARGS; i++) {
		l->args[i] = cew_strdup(args[i]);
		ok = ok && !l->args[i] == !args[i];
	}
	if (ok && cew_vec_push(&all->list, &l))
		return l;
	lookup_destroy(l);
	return NULL;
}

const struct answer *lookups_get(struct lookups *l, enum lookup_kind kind, const char *const args[LOOKUP_ARGS],
                                 bool *started)
{
	static const struct answer no_memory = {.err = {.status = CEW_NO_MEMORY, .what = "memory ran out"}, .action = ""};
	struct lookup *found = NULL;
	for (size_t i = 0; i < l->list.len && !found; i++) {
		struct lookup *one = ((struct lookup **)l->list.items)[i];
		found = same(one, kind, args) ? one : NULL;
	}
	if (!found)
		found = lookup_create(l, kind, args);
	if (!found)
		return &no_memory;
	*started = found->state != QUEUED;
	return found->state == ANSWERED ? &found->answer : NULL;
}

size_t lookups_count(const struct lookups *l)
{
	return l->list.len;
}

const struct answer *lookups_at(const struct lookups *l, size_t i)
{
	const struct lookup *one = ((struct lookup **)l->list.items)[i];
	return one->state == ANSWERED ? &one->answer : NULL;
}

/* ---- life ---- */

void lookups_init(struct lookups *l, struct cew_preflight *p)
{
	*l = (struct lookups){.p = p};
	cew_vec_init(&l->list, sizeof(struct lookup *));
}

static void cancel(const struct cew_preflight *p, const struct lookup *l)
{
	switch (kinds[l->kind].table) {
	case BY_CLOUD: p->cloud.cancel(p->cloud.self, l->call); break;
	case BY_OPERATIONS: p->operations.cancel(p->operations.self, l->call); break;
	case BY_ACCOUNT: p->account.cancel(p->account.self, l->call); break;
	}
}

void lookups_stop(struct lookups *l)
{
	l->stopped = true;
	for (size_t i = 0; i < l->list.len; i++) {
		struct lookup *one = ((struct lookup **)l->list.items)[i];
		if (one->state != OUT)
			continue;
		cancel(l->p, one);
		one->state = QUEUED;
		l->out--;
	}
}

void lookups_finish(struct lookups *l)
{
	lookups_stop(l);
	for (size_t i = 0; i < l->list.len; i++)
		lookup_destroy(((struct lookup **)l->list.items)[i]);
	cew_vec_finish(&l->list);
}
