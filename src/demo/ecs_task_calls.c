/* The calls about tasks. */
#include "ecs_calls.h"

#include <stdio.h>
#include <string.h>

/* ---- ListTasks ---- */

struct lister {
	struct demo_call *call;
	const struct demo_thing *cluster;
	const char *service, *family, *desired;
	struct demo_page page;
	struct cew_node *list;
};

static bool is_wanted(const struct lister *l, const struct demo_task *task)
{
	const char *family = task->definition ? demo_thing_text(&l->call->view, task->definition, "Family") : NULL;
	return demo_ecs_in_cluster(l->call, task->service, l->cluster) && strcmp(task->desired_status, l->desired) == 0 &&
	       (!l->service || strcmp(task->service->name, l->service) == 0) &&
	       (!l->family || (family && strcmp(family, l->family) == 0));
}

static bool list_task(void *ctx, const struct demo_task *task)
{
	struct lister *l = ctx;
	if (is_wanted(l, task) && demo_page_takes(&l->page))
		demo_json_add(l->call, &l->list, cew_doc_string(l->call->doc, task->arn));
	return true;
}

enum cew_status demo_list_tasks(struct demo_call *call, struct cew_error *err)
{
	struct lister l = {.call = call, .desired = cew_node_get_text(call->input, "desiredStatus")};
	l.service = demo_ecs_name(cew_node_get_text(call->input, "serviceName"));
	l.family = cew_node_get_text(call->input, "family");
	l.list = cew_doc_seq(call->doc);
	if (!l.desired)
		l.desired = "RUNNING";
	enum cew_status status = demo_json_page(call, 100, 100, &l.page, DEMO_ECS_BAD, err);
	if (!status)
		status = demo_ecs_cluster(call, &l.cluster, err);
	if (!status && l.service && !demo_ecs_service(call, l.cluster, l.service))
		status = demo_refuse(err, "ServiceNotFoundException", "Service not found.");
	if (status)
		return status;
	demo_tasks_each(&call->view, NULL, list_task, &l);
	demo_json_node(call, &call->output, "taskArns", l.list);
	demo_json_page_end(call, &l.page);
	return CEW_OK;
}

/* ---- DescribeTasks ---- */

/* What prepares the others' start ends by itself; the others run. */
static void put_container_state(struct demo_call *call, struct cew_node **n, const struct demo_task *task,
                                const struct cew_node *plan)
{
	bool essential = cew_node_get_bool(plan, "Essential", true);
	bool ended = (task->stopped_ms && !task->running) || (task->running && !essential);
	demo_json_text(call, n, "lastStatus", ended ? "STOPPED" : task->running ? "RUNNING" : "PENDING");
	if (task->running && !essential)
		demo_json_int(call, n, "exitCode", 0);
	if (task->stop_code && strcmp(task->stop_code, "TaskFailedToStart") == 0)
		demo_json_text(call, n, "reason", task->stopped_reason);
	bool checked = cew_node_get(plan, "HealthCheck") && task->running;
	demo_json_text(call, n, "healthStatus", checked ? task->health : "UNKNOWN");
}

static struct cew_node *containers(struct demo_call *call, const struct demo_task *task)
{
	const struct cew_node *plans = task->definition ? demo_thing_node(task->definition, "ContainerDefinitions") : NULL;
	struct cew_node *list = cew_doc_seq(call->doc);
	for (size_t i = 0; i < cew_node_count(plans); i++) {
		const struct cew_node *plan = cew_node_at(plans, i);
		const char *name = cew_node_get_text(plan, "Name"), *image = cew_node_get_text(plan, "Image");
		struct cew_node *n = cew_doc_map(call->doc);
		char seed[400], digest[80];
		snprintf(seed, sizeof(seed), "%.390s", image ? image : "");
		memcpy(digest, "sha256:", 7);
		demo_digest_hex(seed, 64, digest + 7);
		demo_json_text(call, &n, "name", name);
		demo_json_text(call, &n, "image", image);
		if (task->running)
			demo_json_text(call, &n, "imageDigest", digest);
		demo_json_text(call, &n, "taskArn", task->arn);
		put_container_state(call, &n, task, plan);
		demo_json_add(call, &list, n);
	}
	return list;
}

static void put_detail(struct demo_call *call, struct cew_node **list, const char *name, const char *value)
{
	struct cew_node *n = cew_doc_map(call->doc);
	demo_json_text(call, &n, "name", name);
	demo_json_text(call, &n, "value", value);
	demo_json_add(call, list, n);
}

static struct cew_node *attachments(struct demo_call *call, const struct demo_task *task)
{
	struct cew_node *list = cew_doc_seq(call->doc), *n = cew_doc_map(call->doc), *details = cew_doc_seq(call->doc);
	demo_json_text(call, &n, "type", "ElasticNetworkInterface");
	demo_json_text(call, &n, "status", task->running ? "ATTACHED" : task->stopped_ms ? "DELETED" : "PRECREATED");
	if (task->subnet)
		put_detail(call, &details, "subnetId", task->subnet);
	put_detail(call, &details, "networkInterfaceId", task->eni);
	put_detail(call, &details, "privateIPv4Address", task->ip);
	demo_json_node(call, &n, "details", details);
	demo_json_add(call, &list, n);
	return list;
}

static struct cew_node *describe_task(struct demo_call *call, const struct demo_task *task)
{
	struct cew_node *n = cew_doc_map(call->doc);
	char group[300];
	snprintf(group, sizeof(group), "service:%.255s", task->service->name);
	demo_json_text(call, &n, "taskArn", task->arn);
	demo_json_text(call, &n, "clusterArn", task->cluster_arn);
	demo_json_text(call, &n, "taskDefinitionArn", demo_thing_text(&call->view, task->service, "TaskDefinition"));
	demo_json_text(call, &n, "group", group);
	demo_json_text(call, &n, "launchType", "FARGATE");
	demo_json_text(call, &n, "lastStatus", task->last_status);
	demo_json_text(call, &n, "desiredStatus", task->desired_status);
	demo_json_text(call, &n, "healthStatus", task->health);
	if (task->definition) {
		demo_json_text(call, &n, "cpu", demo_thing_text(&call->view, task->definition, "Cpu"));
		demo_json_text(call, &n, "memory", demo_thing_text(&call->view, task->definition, "Memory"));
	}
	demo_json_text(call, &n, "stopCode", task->stop_code);
	demo_json_text(call, &n, "stoppedReason", task->stopped_reason);
	demo_json_time(call, &n, "createdAt", task->created_ms);
	demo_json_time(call, &n, "startedAt", task->started_ms);
	demo_json_time(call, &n, "stoppedAt", strcmp(task->last_status, "STOPPED") == 0 ? task->stopped_ms : 0);
	demo_json_node(call, &n, "containers", containers(call, task));
	demo_json_node(call, &n, "attachments", attachments(call, task));
	return n;
}

struct finder {
	struct demo_call *call;
	const struct demo_thing *cluster;
	const char *id;
	struct cew_node *description; /* NULL: not found yet */
	bool stop, stopped;
	const char *reason;
};

static bool find_task(void *ctx, const struct demo_task *task)
{
	struct finder *f = ctx;
	if (strcmp(task->id, f->id) != 0 || !demo_ecs_in_cluster(f->call, task->service, f->cluster))
		return true;
	f->description = describe_task(f->call, task);
	if (f->stop && !task->stopped_ms) {
		demo_json_text(f->call, &f->description, "desiredStatus", "STOPPED");
		f->stopped = demo_task_stop(&f->call->view, task, f->reason);
	}
	return false;
}

enum cew_status demo_describe_tasks(struct demo_call *call, struct cew_error *err)
{
	const struct cew_node *ids = cew_node_get(call->input, "tasks");
	struct cew_node *list = cew_doc_seq(call->doc), *failures = cew_doc_seq(call->doc);
	struct finder f = {.call = call};
	enum cew_status status = demo_ecs_cluster(call, &f.cluster, err);
	if (!status && (cew_node_count(ids) == 0 || cew_node_count(ids) > 100))
		status = demo_refuse(err, DEMO_ECS_BAD, cew_node_count(ids) ? "The number of tasks cannot exceed 100."
		                                                            : "Tasks cannot be empty.");
	for (size_t i = 0; !status && i < cew_node_count(ids); i++) {
		const char *given = cew_node_text(cew_node_at(ids, i));
		f.id = demo_ecs_name(given);
		f.description = NULL;
		demo_tasks_each(&call->view, NULL, find_task, &f);
		if (f.description)
			demo_json_add(call, &list, f.description);
		else
			demo_ecs_missing(call, &failures, "task", given);
	}
	demo_json_node(call, &call->output, "tasks", list);
	demo_json_node(call, &call->output, "failures", failures);
	return status;
}

enum cew_status demo_stop_task(struct demo_call *call, struct cew_error *err)
{
	const char *given = cew_node_get_text(call->input, "task");
	struct finder f = {.call = call, .stop = true, .reason = cew_node_get_text(call->input, "reason")};
	enum cew_status status = demo_ecs_cluster(call, &f.cluster, err);
	if (status)
		return status;
	f.id = given ? demo_ecs_name(given) : "";
	demo_tasks_each(&call->view, NULL, find_task, &f);
	if (!f.description)
		return demo_refuse(err, DEMO_ECS_BAD, "The referenced task was not found.");
	demo_json_node(call, &call->output, "task", f.description);
	return CEW_OK;
}
