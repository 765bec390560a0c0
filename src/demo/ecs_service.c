/* One ECS service: its deployments and events, and changing it. */
#include "ecs_calls.h"

#include <stdio.h>
#include <string.h>

/* ---- events ---- */

static void put_event(struct demo_call *call, struct cew_node **list, const struct demo_thing *t, const char *message,
                      int64_t at_ms)
{
	struct cew_node *n = cew_doc_map(call->doc);
	char seed[512], hex[33], id[37];
	snprintf(seed, sizeof(seed), "%.300s %.120s", t->id, message);
	demo_digest_hex(seed, 32, hex);
	snprintf(id, sizeof(id), "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
	demo_json_text(call, &n, "id", id);
	demo_json_time(call, &n, "createdAt", at_ms);
	demo_json_text(call, &n, "message", message);
	demo_json_add(call, list, n);
}

struct teller {
	struct demo_call *call;
	const struct demo_thing *service;
	struct cew_node *list;
};

static bool tell_task(void *ctx, const struct demo_task *task)
{
	struct teller *t = ctx;
	char text[512];
	if (task->stop_code && strcmp(task->stop_code, "TaskFailedToStart") == 0)
		snprintf(text, sizeof(text), "(service %.255s) was unable to place a task: (task %s) failed to start.",
		         t->service->name, task->id);
	else if (task->stop_code)
		snprintf(text, sizeof(text), "(service %.255s) has stopped 1 running tasks: (task %s).", t->service->name, task->id);
	else
		snprintf(text, sizeof(text), "(service %.255s) has started 1 tasks: (task %s).", t->service->name, task->id);
	put_event(t->call, &t->list, t->service, text, task->stopped_ms ? task->stopped_ms : task->created_ms);
	return true;
}

/* Newest first: at most one steady state, then the tasks. */
static struct cew_node *events(struct demo_call *call, const struct demo_thing *t, bool steady)
{
	struct teller told = {call, t, cew_doc_seq(call->doc)};
	char text[320];
	if (steady) {
		snprintf(text, sizeof(text), "(service %.255s) has reached a steady state.", t->name);
		put_event(call, &told.list, t, text, demo_wall_ms(call->demo));
	}
	demo_tasks_each(&call->view, t, tell_task, &told);
	return told.list;
}

/* ---- deployments ---- */

static struct cew_node *deployment(struct demo_call *call, const struct demo_thing *t, struct demo_task_counts c,
                                   long wanted)
{
	struct cew_node *n = cew_doc_map(call->doc);
	const char *count = demo_mark(call->demo, t->id, "Deployment");
	bool steady = c.running == wanted && c.pending == 0;
	char seed[512], id[32];
	snprintf(seed, sizeof(seed), "%.400s deployment %s", t->id, count ? count : "0");
	memcpy(id, "ecs-svc/", 8);
	demo_digest_hex(seed, 19, id + 8);
	demo_json_text(call, &n, "id", id);
	demo_json_text(call, &n, "status", "PRIMARY");
	demo_json_text(call, &n, "taskDefinition", demo_thing_text(&call->view, t, "TaskDefinition"));
	demo_json_int(call, &n, "desiredCount", wanted);
	demo_json_int(call, &n, "pendingCount", c.pending);
	demo_json_int(call, &n, "runningCount", c.running);
	demo_json_int(call, &n, "failedTasks", c.failed);
	demo_json_time(call, &n, "createdAt", t->made_ms);
	demo_json_time(call, &n, "updatedAt", t->made_ms);
	demo_json_text(call, &n, "launchType", "FARGATE");
	demo_json_text(call, &n, "rolloutState", steady ? "COMPLETED" : "IN_PROGRESS");
	demo_json_text(call, &n, "rolloutStateReason",
	               steady ? "ECS deployment completed." : "ECS deployment in progress.");
	return n;
}

/* ---- the whole ---- */

static struct cew_node *balancers(struct demo_call *call, const struct demo_thing *t)
{
	const struct cew_node *have = demo_thing_node(t, "LoadBalancers");
	struct cew_node *list = cew_doc_seq(call->doc);
	for (size_t i = 0; i < cew_node_count(have); i++) {
		const struct cew_node *b = cew_node_at(have, i);
		const char *port = cew_node_get_text(b, "ContainerPort");
		struct cew_node *n = cew_doc_map(call->doc);
		demo_json_text(call, &n, "targetGroupArn", cew_node_get_text(b, "TargetGroupArn"));
		demo_json_text(call, &n, "containerName", cew_node_get_text(b, "ContainerName"));
		demo_json_int(call, &n, "containerPort", port ? strtol(port, NULL, 10) : 0);
		demo_json_add(call, &list, n);
	}
	return list;
}

static struct cew_node *network(struct demo_call *call, const struct demo_thing *t)
{
	static const char *const lists[][2] = {{"subnets", "Subnets"}, {"securityGroups", "SecurityGroups"}};
	const struct cew_node *have = cew_node_get(demo_thing_node(t, "NetworkConfiguration"), "AwsvpcConfiguration");
	const char *assign = cew_node_get_text(have, "AssignPublicIp");
	struct cew_node *inner = cew_doc_map(call->doc), *n = cew_doc_map(call->doc);
	for (size_t i = 0; i < CEW_COUNT(lists); i++) {
		const struct cew_node *list = cew_node_get(have, lists[i][1]);
		demo_json_node(call, &inner, lists[i][0], list ? cew_doc_copy(call->doc, list) : cew_doc_seq(call->doc));
	}
	demo_json_text(call, &inner, "assignPublicIp", assign ? assign : "DISABLED");
	demo_json_node(call, &n, "awsvpcConfiguration", inner);
	return n;
}

struct cew_node *demo_ecs_describe_service(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_task_counts c = demo_ecs_count(call, t);
	long wanted = demo_thing_number(&call->view, t, "DesiredCount", 1);
	struct cew_node *n = cew_doc_map(call->doc), *deployments = cew_doc_seq(call->doc);
	const char *platform = demo_thing_text(&call->view, t, "PlatformVersion");
	const char *cluster = demo_ecs_name(demo_thing_text(&call->view, t, "Cluster"));
	char *arn = cew_fmt("arn:%s:ecs:%s:%s:cluster/%s", cew_cfn_partition(call->region, NULL), call->region,
	                    call->demo->account, cluster ? cluster : "default");
	demo_json_text(call, &n, "serviceArn", t->id);
	demo_json_text(call, &n, "serviceName", t->name);
	demo_json_text(call, &n, "clusterArn", arn);
	demo_json_node(call, &n, "loadBalancers", balancers(call, t));
	demo_json_text(call, &n, "status", t->state == DEMO_GOING ? "DRAINING" : "ACTIVE");
	demo_json_int(call, &n, "desiredCount", wanted);
	demo_json_int(call, &n, "runningCount", c.running);
	demo_json_int(call, &n, "pendingCount", c.pending);
	demo_json_text(call, &n, "launchType", "FARGATE");
	demo_json_text(call, &n, "platformVersion", platform ? platform : "LATEST");
	demo_json_text(call, &n, "taskDefinition", demo_thing_text(&call->view, t, "TaskDefinition"));
	demo_json_add(call, &deployments, deployment(call, t, c, wanted));
	demo_json_node(call, &n, "deployments", deployments);
	demo_json_node(call, &n, "events", events(call, t, c.running == wanted && c.pending == 0));
	demo_json_node(call, &n, "networkConfiguration", network(call, t));
	demo_json_time(call, &n, "createdAt", t->made_ms);
	free(arn);
	return n;
}

/* ---- UpdateService ---- */

static bool stop_one(void *ctx, const struct demo_task *task)
{
	struct demo_call *call = ctx;
	return task->stopped_ms || demo_task_stop(&call->view, task, "Scaling activity initiated by deployment");
}

static enum cew_status read_count(struct demo_call *call, const struct demo_thing *t, struct cew_error *err)
{
	const char *text = cew_node_get_text(call->input, "desiredCount");
	char *end;
	if (!text)
		return CEW_OK;
	long count = strtol(text, &end, 10);
	if (!*text || *end || count < 0 || count > 1000)
		return demo_refuse(err, DEMO_ECS_BAD, "desiredCount must be a number from 0 to 1000");
	long before = demo_thing_number(&call->view, t, "DesiredCount", 1);
	if (count < before && !demo_tasks_each(&call->view, t, stop_one, call))
		return cew_fail_memory(err);
	if (!demo_tasks_begin(&call->view, t, before, count))
		return cew_fail_memory(err);
	return demo_mark_set(call->demo, t->id, "DesiredCount", text) ? CEW_OK : cew_fail_memory(err);
}

static enum cew_status read_definition(struct demo_call *call, const struct demo_thing *t, bool *deploy,
                                       struct cew_error *err)
{
	const char *given = cew_node_get_text(call->input, "taskDefinition");
	if (!given)
		return CEW_OK;
	struct demo_things all = demo_things(&call->view, "AWS::ECS::TaskDefinition");
	for (size_t i = all.count; i-- > 0;) {
		const char *family = demo_ecs_name(all.at[i].id);
		size_t len = strlen(given);
		bool same = strcmp(all.at[i].id, given) == 0 || strcmp(family, given) == 0 ||
		            (strncmp(family, given, len) == 0 && family[len] == ':');
		if (!same)
			continue;
		*deploy = true;
		return demo_mark_set(call->demo, t->id, "TaskDefinition", all.at[i].id) ? CEW_OK : cew_fail_memory(err);
	}
	return demo_refuse(err, "ClientException", "TaskDefinition not found.");
}

static enum cew_status start_deployment(struct demo_call *call, const struct demo_thing *t, struct cew_error *err)
{
	const char *before = demo_mark(call->demo, t->id, "Deployment");
	char count[24];
	snprintf(count, sizeof(count), "%ld", before ? strtol(before, NULL, 10) + 1 : 1);
	if (!demo_mark_set(call->demo, t->id, "Deployment", count) || !demo_tasks_each(&call->view, t, stop_one, call))
		return cew_fail_memory(err);
	return CEW_OK;
}

enum cew_status demo_update_service(struct demo_call *call, struct cew_error *err)
{
	const char *name = cew_node_get_text(call->input, "service");
	bool deploy = cew_node_get_bool(call->input, "forceNewDeployment", false);
	const struct demo_thing *cluster;
	enum cew_status status = demo_ecs_cluster(call, &cluster, err);
	const struct demo_thing *t = status ? NULL : demo_ecs_service(call, cluster, name);
	if (!status && !t)
		status = demo_refuse(err, "ServiceNotFoundException", "Service not found.");
	if (!status && t->state == DEMO_GOING)
		status = demo_refuse(err, "ServiceNotActiveException", "Service was not ACTIVE.");
	if (!status)
		status = read_definition(call, t, &deploy, err);
	if (!status)
		status = read_count(call, t, err);
	if (!status && deploy)
		status = start_deployment(call, t, err);
	if (!status)
		demo_json_node(call, &call->output, "service", demo_ecs_describe_service(call, t));
	return status;
}
