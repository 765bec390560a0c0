/* Our client by itself. Lines on standard input name a call of its tables and its arguments, tabs between; the answer to each
 * is a line of JSON: what was found, or {"error": [code, what]}. Region, keys and endpoint are the environment's. */
#include "print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENTS = 4 };

static struct cew_loop *loop;
static struct cew_cloud C;
static struct cew_account A;
static struct cew_operations O;

static void told(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	print_fn *print = *(print_fn **)arg;

	begin();
	if (found)
		print(found);
	end();
	if (err) {
		cew_buf_clear(&print_out);
		cew_buf_str(&print_out, "{\"error\":[");
		t(err->code);
		t(err->what);
		cew_buf_str(&print_out, "]}");
	}
	cew_loop_stop(loop);
}

/* ---- the cloud's own ---- */

static void found_none(const struct cew_found *found)
{
	(void)found;
}

static print_fn *const no_print = found_none;

static bool failed(const struct cew_error *err)
{
	if (err)
		told((void *)&no_print, err, NULL);
	return err != NULL;
}

static void on_caller(void *arg, const struct cew_error *err, const struct cew_caller *caller)
{
	(void)arg;
	if (failed(err))
		return;
	begin();
	t(caller->account);
	t(caller->arn);
	t(caller->user_id);
	end();
	cew_loop_stop(loop);
}

static void on_stack(void *arg, const struct cew_error *err, const struct cew_stack *s)
{
	(void)arg;
	if (failed(err))
		return;
	begin();
	t(s->id);
	t(s->name);
	t(s->status);
	t(s->status_reason);
	t(s->description);
	when(s->created_ms);
	b(s->termination_protection);
	begin();
	for (size_t i = 0; i < s->output_count; i++) {
		begin();
		t(s->outputs[i].key);
		t(s->outputs[i].value);
		end();
	}
	end();
	end();
	cew_loop_stop(loop);
}

static char *stack_asked;

/* Page after page, as the AWS CLI does it by itself. */
static void on_events(void *arg, const struct cew_error *err, const struct cew_event_page *page)
{
	(void)arg;
	if (failed(err))
		return;
	for (size_t i = 0; i < page->count; i++) {
		const struct cew_stack_event *e = &page->events[i];

		begin();
		t(e->id);
		t(e->stack_name);
		t(e->logical_id);
		t(e->physical_id);
		t(e->type);
		t(e->status);
		t(e->reason);
		t(e->token);
		when(e->time_ms);
		end();
	}
	if (page->next_token && C.describe_events(C.self, stack_asked, page->next_token, on_events, NULL, NULL))
		return;
	end();
	cew_loop_stop(loop);
}

static uint64_t events(const char *stack, struct cew_error *err)
{
	stack_asked = (char *)stack;
	begin();
	return C.describe_events(C.self, stack, NULL, on_events, NULL, err);
}

/* ---- the table ---- */

#define TOLD told, arg, err
#define P a[0]
#define Q a[1]
#define R a[2]
#define CALLS(X) \
	X(caller_identity, arns, C.caller_identity(C.self, on_caller, arg, err)) \
	X(describe_stack, arns, C.describe_stack(C.self, P, on_stack, arg, err)) \
	X(describe_events, arns, events(P, err)) \
	X(regions, regions, A.regions(A.self, TOLD)) \
	X(zones, zones, A.zones(A.self, TOLD)) \
	X(vpcs, vpcs, A.vpcs(A.self, P, TOLD)) \
	X(vpc_dns, dns, A.vpc_dns(A.self, P, TOLD)) \
	X(subnets, subnets, A.subnets(A.self, P, TOLD)) \
	X(addresses, addresses, A.addresses(A.self, TOLD)) \
	X(route_tables, route_tables, A.route_tables(A.self, P, TOLD)) \
	X(nat_gateways, nat_gateways, A.nat_gateways(A.self, P, TOLD)) \
	X(internet_gateways, internet_gateways, A.internet_gateways(A.self, P, TOLD)) \
	X(network_acls, network_acls, A.network_acls(A.self, P, TOLD)) \
	X(security_groups, security_groups, A.security_groups(A.self, P, TOLD)) \
	X(target_groups, target_groups, A.target_groups(A.self, P, TOLD)) \
	X(load_balancers, load_balancers, A.load_balancers(A.self, P, TOLD)) \
	X(listeners, listeners, A.listeners(A.self, P, TOLD)) \
	X(cluster_arns, arns, A.cluster_arns(A.self, TOLD)) \
	X(clusters, clusters, A.clusters(A.self, &P, 1, TOLD)) \
	X(services, services, A.services(A.self, P, &Q, 1, TOLD)) \
	X(roles, roles, A.roles(A.self, TOLD)) \
	X(role, roles, A.role(A.self, P, TOLD)) \
	X(simulate, decisions, A.simulate(A.self, &(struct cew_simulation){.principal = P, .actions = a + 1, .action_count = 2}, TOLD)) \
	X(account_summary, figures, A.account_summary(A.self, TOLD)) \
	X(topics, topics, A.topics(A.self, TOLD)) \
	X(secrets, secrets, A.secrets(A.self, TOLD)) \
	X(secret, secrets, A.secret(A.self, P, TOLD)) \
	X(buckets, buckets, A.buckets(A.self, TOLD)) \
	X(object, objects, A.object(A.self, P, NULL, Q, TOLD)) \
	X(quota, quotas, A.quota(A.self, NULL, P, Q, TOLD)) \
	X(image, images, A.image(A.self, NULL, P, Q, R, TOLD)) \
	X(function, functions, A.function(A.self, P, TOLD)) \
	X(log_groups, log_groups, A.log_groups(A.self, P, TOLD)) \
	X(stacks, stacks, A.stacks(A.self, TOLD)) \
	X(change_set, change_sets, A.change_set(A.self, P, TOLD)) \
	X(template_summary, summaries, A.template_summary(A.self, &(struct cew_template_source){.body = P}, TOLD)) \
	X(stack_details, stack_details, O.stack_details(O.self, P, TOLD)) \
	X(stack_resources, stack_resources, O.stack_resources(O.self, P, TOLD)) \
	X(stack_template, templates, O.stack_template(O.self, P, TOLD)) \
	X(service_arns, arns, O.service_arns(O.self, P, TOLD)) \
	X(service_details, service_details, O.service_details(O.self, P, &Q, 1, TOLD)) \
	X(task_arns, arns, O.task_arns(O.self, P, Q, R, TOLD)) \
	X(tasks, tasks, O.tasks(O.self, P, &Q, 1, TOLD)) \
	X(task_definition, task_definitions, O.task_definition(O.self, P, TOLD)) \
	X(log_streams, log_streams, O.log_streams(O.self, P, 50, TOLD)) \
	X(log_events, log_events, O.log_events(O.self, P, Q, 10, TOLD)) \
	X(target_health, target_healths, O.target_health(O.self, P, TOLD)) \
	X(load_balancer_attributes, attributes, O.load_balancer_attributes(O.self, P, TOLD)) \
	X(flow_logs, flow_logs, O.flow_logs(O.self, P, TOLD)) \
	X(network_interfaces, interfaces, O.network_interfaces(O.self, P, TOLD)) \
	X(topic_attributes, attributes, O.topic_attributes(O.self, P, TOLD)) \
	X(subscriptions, subscriptions, O.subscriptions(O.self, P, TOLD)) \
	X(describe_key, keys, O.describe_key(O.self, P, TOLD)) \
	X(aliases, aliases, O.aliases(O.self, P, TOLD)) \
	X(file_systems, file_systems, O.file_systems(O.self, P, TOLD)) \
	X(backup_policy, backup_policies, O.backup_policy(O.self, P, TOLD)) \
	X(bucket_contents, contents, O.bucket_contents(O.self, P, NULL, TOLD)) \
	X(bucket_encryption, encryptions, O.bucket_encryption(O.self, P, NULL, TOLD)) \
	X(attached_policies, policies, O.attached_policies(O.self, P, TOLD)) \
	X(user, users, O.user(O.self, P, TOLD))

typedef uint64_t start_fn(const char *const *a, void *arg, struct cew_error *err);
#define START_OF(name, print, call) \
	static uint64_t start_##name(const char *const *a, void *arg, struct cew_error *err) \
	{ \
		(void)a; \
		(void)arg; \
		return call; \
	}
#define ROW_OF(name, print, call) {#name, start_##name, print_##print},
CALLS(START_OF)

static const struct row {
	const char *name;
	start_fn *start;
	print_fn *print;
} rows[] = {CALLS(ROW_OF)};

static const struct row *find(const char *name)
{
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

/* An argument "-" is none. */
static void split(char *line, const char **a)
{
	for (size_t i = 0; i < ARGUMENTS; i++) {
		a[i] = line && strcmp(line, "-") != 0 && *line ? line : NULL;
		line = line ? strchr(line, '\t') : NULL;
		if (line)
			*line++ = '\0';
		if (a[i] && strcmp(a[i], "-") == 0)
			a[i] = NULL;
	}
}

static bool answer(char *line)
{
	const char *a[ARGUMENTS];
	char *rest = strchr(line, '\t');
	const struct row *row;
	struct cew_error err = {0};

	if (rest)
		*rest++ = '\0';
	row = find(line);
	if (!row) {
		fprintf(stderr, "there is no call \"%s\"\n", line);
		return false;
	}
	split(rest, a);
	cew_buf_clear(&print_out);
	if (!row->start(a, (void *)&row->print, &err)) {
		fprintf(stderr, "%s: %s\n", line, err.what);
		return false;
	}
	if (cew_loop_run(loop, &err) != CEW_OK)
		return false;
	puts(cew_buf_text(&print_out));
	return !print_out.failed;
}

int main(void)
{
	struct cew_aws_config config = {.random = cew_random_system()};
	struct cew_error err = {0};
	struct cew_aws *aws;
	char line[65536];
	bool well = true;

	cew_buf_init(&print_out, (size_t)16 * 1024 * 1024);
	loop = config.loop = cew_loop_create(cew_clock_system());
	if (!loop || cew_aws_create(&config, &aws, &err) != CEW_OK) {
		fprintf(stderr, "%s\n", err.what);
		return 1;
	}
	C = cew_aws_cloud(aws);
	A = cew_aws_account(aws);
	O = cew_aws_operations(aws);
	while (well && fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		well = answer(line);
	}
	cew_aws_destroy(aws);
	cew_loop_destroy(loop);
	cew_buf_finish(&print_out);
	return well ? 0 : 1;
}
