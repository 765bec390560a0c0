/* The account of one stack, and the clock that jumps. */
#include "bench.h"

#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- time and randomness ---- */

static int64_t mono(void *ctx)
{
	return ((struct bench *)ctx)->mono_ms;
}

static int64_t wall(void *ctx)
{
	return START_MS + ((struct bench *)ctx)->mono_ms;
}

static int leap(void *ctx, struct pollfd *fds, size_t count, int timeout_ms)
{
	struct bench *b = ctx;
	int ready = count ? poll(fds, (nfds_t)count, timeout_ms ? 100 : 0) : 0;
	if (ready > 0)
		return ready;
	if (timeout_ms < 0 && !count)
		fail_msg("nothing is under way any more");
	b->mono_ms += timeout_ms > 0 ? timeout_ms : 0;
	return 0;
}

static void fill(void *ctx, void *out, size_t len)
{
	struct bench *b = ctx;
	for (size_t i = 0; i < len; i++) {
		b->seed = b->seed * 1664525u + 1013904223u;
		((unsigned char *)out)[i] = (unsigned char)(b->seed >> 24);
	}
}

/* ---- answers ---- */

struct pending {
	struct bench *b;
	enum call call;
	cew_found_fn *done; /* or, of what the deployment asks, one of the next two */
	cew_events_fn *events;
	cew_stack_fn *stack;
	void *arg;
	uint64_t id;
	struct pending *next;
};
static struct pending *pendings; /* that are out: what is cancelled is freed */

static void unlink_pending(struct pending *p)
{
	struct pending **at = &pendings;
	while (*at && *at != p)
		at = &(*at)->next;
	if (*at)
		*at = p->next;
	p->b = NULL;
}

static void note(struct bench *b, const char *what, const char *about)
{
	cew_buf_fmt(&b->changes, "%s%s%s", b->changes.len ? " " : "", what, about);
}

static bool fails(struct bench *b, enum call call, struct cew_error *err)
{
	if (!b->fails[call])
		return false;
	cew_fail(err, b->fails[call], "call %d was refused", (int)call);
	if (b->fail_times[call] && --b->fail_times[call] == 0)
		b->fails[call] = CEW_OK;
	return true;
}

static void answer_stack(const struct pending *p)
{
	const struct bench *b = p->b;
	struct cew_stack_detail detail = {
		.id = STACK_ID, .name = "ce", .status = b->status, .reason = "", .description = "Netskope Cloud Exchange",
		.role_arn = "", .parent_id = "", .root_id = "", .change_set_id = "", .created_ms = START_MS,
		.termination_protection = b->protected, .parameters = b->parameters, .parameter_count = b->parameter_count,
		.notification_arns = b->topics, .notification_count = b->topics[0] ? 1 : 0,
	};
	struct cew_template_text text = {b->template};
	struct cew_stack_resource resources[] = {
		{"Files", "fs-1", "AWS::EFS::FileSystem", "CREATE_COMPLETE", "", 0},
		{"VPC", "vpc-1", "AWS::EC2::VPC", "CREATE_COMPLETE", "", 0},
		{"LB", "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/lb/1",
		 "AWS::ElasticLoadBalancingV2::LoadBalancer", "CREATE_COMPLETE", "", 0},
		{"Service", "arn:aws:ecs:us-east-1:123456789012:service/cluster/svc", "AWS::ECS::Service", "CREATE_COMPLETE", "", 0},
	};
	struct cew_found found = {.count = 1};
	if (p->call == CALL_DETAILS)
		found.stack_details = &detail;
	else if (p->call == CALL_TEMPLATE)
		found.templates = &text;
	else
		found = (struct cew_found){.count = b->has_service ? 4 : 3, .stack_resources = resources};
	p->done(p->arg, NULL, &found);
}

static void answer_service(const struct pending *p)
{
	const struct bench *b = p->b;
	struct cew_service_event event = {"1", "(service svc) has reached a steady state.", START_MS};
	struct cew_service_detail service = {
		.arn = "svc", .name = "svc", .cluster = "cluster", .status = "ACTIVE", .definition = "d", .public_ip = "DISABLED",
		.desired = b->desired, .running = b->running, .events = &event, .event_count = 1,
	};
	struct cew_container containers[] = {
		{"init", "registry.example.com/init:1", "STOPPED", "", "UNKNOWN", "0"},
		{"core", b->image, "RUNNING", "", b->unhealthy ? "UNHEALTHY" : "HEALTHY", ""},
	};
	struct cew_task task = {
		.arn = "task-1", .group = "", .definition = "", .last_status = "RUNNING", .desired_status = "RUNNING", .health = "",
		.stop_code = "", .stopped_reason = "", .zone = "", .private_ip = "172.16.1.5", .interface_id = "",
		.subnet_id = "subnet-1", .containers = containers, .container_count = 2,
	};
	struct cew_arn arn = {"task-1"};
	struct cew_found found = {.count = 1};
	if (p->call == CALL_TASK_ARNS)
		found = (struct cew_found){.count = b->running ? 1 : 0, .arns = &arn};
	else if (p->call == CALL_TASKS || p->call == CALL_STOP_TASK)
		found.tasks = &task;
	else
		found.service_details = &service;
	p->done(p->arg, NULL, &found);
}

static void answer_changes(const struct pending *p)
{
	const struct bench *b = p->b;
	struct cew_change_set set = {
		.id = "changes-1", .name = "", .stack_id = STACK_ID, .stack_name = "ce", .status = b->change_status,
		.reason = b->change_reason, .execution_status = b->execution, .changes = b->change_list, .change_count = b->change_count,
	};
	struct cew_found found = {.count = 1, .change_sets = &set};
	p->done(p->arg, NULL, &found);
}

static void answer_other(const struct pending *p)
{
	const struct bench *b = p->b;
	struct cew_name_value attributes[] = {
		{"deletion_protection.enabled", b->balancer_protected ? "true" : "false"}, {"access_logs.s3.enabled", "true"},
		{"access_logs.s3.bucket", "logs"}};
	struct cew_load_balancer balancer = {.arn = "lb", .name = "lb", .dns_name = "internal-lb.example.com", .scheme = "internal",
	                                     .vpc_id = "vpc-1", .state = "active", .state_reason = "", .type = "application"};
	struct cew_vpc vpc = {.id = "vpc-1", .cidr = "172.16.0.0/16", .name = "", .state = ""};
	struct cew_backup_policy backup = {"DISABLED"};
	struct cew_found found = {.count = 1};
	switch (p->call) {
	case CALL_ATTRIBUTES: found = (struct cew_found){.count = 3, .attributes = attributes}; break;
	case CALL_BALANCERS: found.load_balancers = &balancer; break;
	case CALL_VPCS: found.vpcs = &vpc; break;
	case CALL_BACKUP: found.backup_policies = &backup; break;
	case CALL_INTERFACES: found = (struct cew_found){.count = b->interface_count, .interfaces = b->interfaces}; break;
	default: found.count = 0; break;
	}
	p->done(p->arg, NULL, &found);
}

static void answer_cloud(const struct pending *p)
{
	const struct bench *b = p->b;
	struct cew_stack_event all[] = {
		{"e2", STACK_ID, "ce", "ce", STACK_ID, "AWS::CloudFormation::Stack", b->status, "", b->token, START_MS + 1000,
		 "2026-01-02T03:04:06.000Z"},
		{"e1", STACK_ID, "ce", "ce", STACK_ID, "AWS::CloudFormation::Stack", "UPDATE_IN_PROGRESS", "User Initiated", b->token,
		 START_MS, "2026-01-02T03:04:05.000Z"},
	};
	bool both = strcmp(b->status, "UPDATE_IN_PROGRESS") != 0;
	struct cew_event_page page = {.events = both ? all : all + 1, .count = both ? 2 : 1};
	struct cew_stack stack = {.id = STACK_ID, .name = "ce", .status = b->status, .status_reason = "", .description = ""};
	if (!b->update_shown)
		page.count = 0;
	if (p->events)
		p->events(p->arg, NULL, &page);
	else
		p->stack(p->arg, NULL, &stack);
}

static void answer(void *ctx)
{
	struct pending p = *(struct pending *)ctx;
	struct cew_error err;
	unlink_pending(ctx);
	if (!p.done)
		answer_cloud(&p);
	else if (fails(p.b, p.call, &err))
		p.done(p.arg, &err, NULL);
	else if (p.call <= CALL_TEMPLATE)
		answer_stack(&p);
	else if (p.call <= CALL_TASKS || p.call == CALL_DESIRED || p.call == CALL_STOP_TASK)
		answer_service(&p);
	else if (p.call == CALL_CREATE_CHANGES || p.call == CALL_CHANGES)
		answer_changes(&p);
	else
		answer_other(&p);
}

/* From a pool: where tests let memory run out, it is the room's that does. */
static struct pending *take_pending(void)
{
	static struct pending pool[64];
	for (size_t i = 0; i < CEW_COUNT(pool); i++)
		if (!pool[i].b)
			return &pool[i];
	fail_msg("too many calls are out");
	return NULL;
}

static uint64_t send(struct bench *b, const struct pending *what, struct cew_error *err)
{
	struct pending *p = take_pending();
	*p = *what;
	p->b = b;
	p->next = pendings;
	pendings = p;
	if (b->synchronous) {
		answer(p);
		return ++b->last_call;
	}
	p->id = cew_loop_after(b->loop, 0, answer, p);
	if (p->id)
		return p->id;
	unlink_pending(p);
	cew_fail_memory(err);
	return 0;
}

static uint64_t ask(struct bench *b, enum call call, cew_found_fn *done, void *arg, struct cew_error *err)
{
	return send(b, &(struct pending){.call = call, .done = done, .arg = arg}, err);
}

static void forget(void *self, uint64_t call)
{
	struct bench *b = self;
	struct pending *p = pendings;
	while (p && p->id != call)
		p = p->next;
	if (!p)
		return;
	cew_loop_cancel(b->loop, call);
	unlink_pending(p);
}

/* ---- questions ---- */


#define NAMED(name, call)                                                        \
	static uint64_t name(void *self, const char *which, CEW_TOLD_TO)         \
	{                                                                        \
		(void)which;                                                     \
		return ask(self, call, done, arg, err);                               \
	}

NAMED(details, CALL_DETAILS)
NAMED(resources_of, CALL_RESOURCES)
NAMED(template_of, CALL_TEMPLATE)
NAMED(changes, CALL_CHANGES)
NAMED(attributes_of, CALL_ATTRIBUTES)
NAMED(balancers, CALL_BALANCERS)
NAMED(vpcs, CALL_VPCS)
NAMED(topic, CALL_TOPIC)
NAMED(backup_of, CALL_BACKUP)
NAMED(interfaces, CALL_INTERFACES)
NAMED(others, CALL_OTHERS)

static uint64_t contents(void *self, const char *bucket, const char *owner, CEW_TOLD_TO)
{
	(void)bucket;
	(void)owner;
	return ask(self, CALL_OTHERS, done, arg, err);
}

static uint64_t service(void *self, const char *cluster, const char *const *names, size_t count, CEW_TOLD_TO)
{
	assert_string_equal(cluster, "cluster");
	assert_int_equal(count, 1);
	assert_string_equal(names[0], "svc");
	return ask(self, CALL_SERVICE, done, arg, err);
}

static uint64_t task_arns(void *self, const char *cluster, const char *name, const char *status, CEW_TOLD_TO)
{
	(void)cluster;
	(void)name;
	(void)status;
	return ask(self, CALL_TASK_ARNS, done, arg, err);
}

static uint64_t tasks(void *self, const char *cluster, const char *const *arns, size_t count, CEW_TOLD_TO)
{
	(void)cluster;
	(void)arns;
	(void)count;
	return ask(self, CALL_TASKS, done, arg, err);
}

static uint64_t create_changes(void *self, const struct cew_update_request *what, const char *name, CEW_TOLD_TO)
{
	struct bench *b = self;
	(void)name;
	note(b, "changes", "");
	for (size_t i = 0; i < what->parameter_count; i++)
		cew_buf_fmt(&b->changes, ":%s=%s", what->parameters[i].name,
		            what->parameters[i].use_previous ? "*" : what->parameters[i].value);
	return ask(b, CALL_CREATE_CHANGES, done, arg, err);
}

static uint64_t drop_changes(void *self, const char *id, CEW_TOLD_TO)
{
	note(self, "drop:", id);
	return ask(self, CALL_DROP_CHANGES, done, arg, err);
}

static uint64_t execute(void *self, const struct cew_change_set_execution *what, CEW_TOLD_TO)
{
	struct bench *b = self;
	note(b, "execute", "");
	if (!b->fails[CALL_EXECUTE]) {
		snprintf(b->token, sizeof(b->token), "%s", what->token);
		b->execution = "EXECUTE_IN_PROGRESS";
		b->update_shown = true;
		b->status = b->outcome;
		if (strcmp(b->outcome, "UPDATE_COMPLETE") == 0)
			b->image = "registry.example.com:5000/netskope/core5:2";
	}
	return ask(b, CALL_EXECUTE, done, arg, err);
}

static uint64_t set_desired(void *self, const char *cluster, const char *name, int count, CEW_TOLD_TO)
{
	struct bench *b = self;
	assert_string_equal(cluster, "cluster");
	assert_string_equal(name, "svc");
	note(b, count ? "up" : "down", "");
	if (!b->fails[CALL_DESIRED]) {
		b->desired = count;
		b->running = count ? count : b->running;
	}
	return ask(b, CALL_DESIRED, done, arg, err);
}

static uint64_t stop_task(void *self, const char *cluster, const char *task, const char *reason, CEW_TOLD_TO)
{
	struct bench *b = self;
	(void)cluster;
	(void)reason;
	note(b, "stop:", task);
	b->running = 0;
	return ask(b, CALL_STOP_TASK, done, arg, err);
}

static uint64_t cancel_update(void *self, const char *stack, const char *token, CEW_TOLD_TO)
{
	struct bench *b = self;
	(void)stack;
	assert_string_not_equal(token, b->token); /* each operation has its own */
	note(b, "cancel", "");
	b->status = "UPDATE_ROLLBACK_COMPLETE";
	return ask(b, CALL_CANCEL_UPDATE, done, arg, err);
}

static uint64_t continue_rollback(void *self, const struct cew_rollback_request *what, CEW_TOLD_TO)
{
	struct bench *b = self;
	note(b, what->skip_count ? "continue:skip" : "continue", "");
	if (!b->fails[CALL_CONTINUE])
		b->status = b->continued;
	return ask(b, CALL_CONTINUE, done, arg, err);
}

static uint64_t set_attribute(void *self, const char *arn, const char *name, const char *value, CEW_TOLD_TO)
{
	struct bench *b = self;
	(void)arn;
	note(b, name, value);
	b->balancer_protected = strcmp(value, "true") == 0;
	return ask(b, CALL_SET_ATTRIBUTE, done, arg, err);
}

static uint64_t protect(void *self, const char *stack, bool on, CEW_TOLD_TO)
{
	struct bench *b = self;
	(void)stack;
	note(b, on ? "protect" : "unprotect", "");
	if (!b->fails[CALL_PROTECT])
		b->protected = on;
	return ask(b, CALL_PROTECT, done, arg, err);
}

/* ---- what the deployment asks ---- */

static uint64_t describe_events(void *self, const char *stack, const char *next, cew_events_fn *done, void *arg,
                                struct cew_error *err)
{
	(void)stack;
	(void)next;
	return send(self, &(struct pending){.events = done, .arg = arg}, err);
}

static uint64_t describe_stack(void *self, const char *stack, cew_stack_fn *done, void *arg, struct cew_error *err)
{
	(void)stack;
	return send(self, &(struct pending){.stack = done, .arg = arg}, err);
}

/* ---- the bench ---- */

static const struct cew_stack_parameter parameters[] = {
	{"PackageType", "Medium", ""}, {"JWTSECRET", "****", ""}, {"MAINTENANCEPASSWORD", "****", ""}};
static const struct cew_change one_change[] = {
	{.action = "Modify", .logical_id = "Task", .type = "AWS::ECS::TaskDefinition", .replacement = "True", .physical_id = "t:1",
	 .policy_action = ""},
};

void bench_open(struct bench *b)
{
	const char *root = getenv("TMPDIR");
	*b = (struct bench){
		.seed = 1, .status = "CREATE_COMPLETE", .template = TEMPLATE_OF("1", ""), .parameters = parameters, .parameter_count = 3,
		.has_service = true, .desired = 1, .running = 1, .image = "registry.example.com:5000/netskope/core5:1",
		.change_status = "CREATE_COMPLETE", .change_reason = "", .execution = "AVAILABLE", .change_list = one_change,
		.change_count = 1, .outcome = "UPDATE_COMPLETE", .continued = "UPDATE_ROLLBACK_COMPLETE",
	};
	b->clock = (struct cew_clock){wall, mono, b};
	b->random = (struct cew_random){fill, b};
	b->loop = cew_loop_create(&b->clock);
	assert_non_null(b->loop);
	cew_loop_set_poller(b->loop, leap, b);
	cew_buf_init(&b->changes, 1 << 16);
	b->site = (struct cew_site){
		.loop = b->loop, .random = &b->random, .region = "us-east-1", .poll_ms = 5000, .pretend = true,
		.cloud = {.self = b, .describe_stack = describe_stack, .describe_events = describe_events, .cancel = forget},
		.account = {.self = b, .change_set = changes, .delete_change_set = drop_changes, .load_balancers = balancers,
		            .listeners = others, .vpcs = vpcs, .subnets = others, .network_acls = others, .security_groups = others,
		            .nat_gateways = others, .internet_gateways = others, .route_tables = others, .cancel = forget},
		.operations = {.self = b, .stack_details = details, .stack_resources = resources_of, .stack_template = template_of,
		               .create_update_change_set = create_changes, .execute_change_set = execute, .cancel_update = cancel_update,
		               .continue_rollback = continue_rollback, .set_termination_protection = protect, .service_arns = others,
		               .service_details = service, .task_arns = task_arns, .tasks = tasks, .set_desired_count = set_desired,
		               .stop_task = stop_task, .target_health = others, .load_balancer_attributes = attributes_of,
		               .set_load_balancer_attribute = set_attribute, .flow_logs = others, .network_interfaces = interfaces,
		               .topic_attributes = topic, .backup_policy = backup_of, .file_systems = others,
		               .bucket_contents = contents, .cancel = forget},
	};
	b->state_home = cew_fmt("%s/cew-unit-XXXXXX", root ? root : "/tmp");
	assert_non_null(b->state_home);
	assert_non_null(mkdtemp(b->state_home));
	setenv("XDG_STATE_HOME", b->state_home, 1);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
	(void)about;
	(void)kind;
	(void)place;
	return remove(path);
}

void bench_close(struct bench *b)
{
	while (pendings)
		forget(b, pendings->id);
	cew_loop_destroy(b->loop);
	cew_buf_finish(&b->changes);
	assert_int_equal(nftw(b->state_home, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	free(b->state_home);
}

int bench_setup(void **state)
{
	static struct bench b;
	bench_open(&b);
	*state = &b;
	return 0;
}

int bench_teardown(void **state)
{
	bench_close(*state);
	return 0;
}

void bench_turn(struct bench *b)
{
	assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
}
