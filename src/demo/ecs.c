/* Elastic Container Service: clusters and services. */
#include "ecs_calls.h"

#include <stdio.h>
#include <string.h>

const char *demo_ecs_name(const char *name_or_arn)
{
	const char *slash = name_or_arn ? strrchr(name_or_arn, '/') : NULL;
	return slash ? slash + 1 : name_or_arn;
}

static void put_arn(struct demo_call *call, struct cew_node **n, const char *key, const char *kind, const char *name)
{
	char *arn = cew_fmt("arn:%s:ecs:%s:%s:%s/%s", cew_cfn_partition(call->region, NULL), call->region,
	                    call->demo->account, kind, name);
	demo_json_text(call, n, key, arn);
	free(arn);
}

enum cew_status demo_ecs_cluster(struct demo_call *call, const struct demo_thing **out, struct cew_error *err)
{
	const char *given = cew_node_get_text(call->input, "cluster");
	*out = demo_thing_named(&call->view, DEMO_CLUSTER, given ? demo_ecs_name(given) : "default");
	return *out ? CEW_OK : demo_refuse(err, "ClusterNotFoundException", "Cluster not found.");
}

bool demo_ecs_in_cluster(struct demo_call *call, const struct demo_thing *service, const struct demo_thing *cluster)
{
	const char *of = demo_ecs_name(demo_thing_text(&call->view, service, "Cluster"));
	return strcmp(of ? of : "default", cluster->name) == 0;
}

const struct demo_thing *demo_ecs_service(struct demo_call *call, const struct demo_thing *cluster, const char *name)
{
	struct demo_things all = demo_things(&call->view, DEMO_SERVICE);
	for (size_t i = 0; name && i < all.count; i++)
		if (demo_ecs_in_cluster(call, &all.at[i], cluster) &&
		    (strcmp(all.at[i].id, name) == 0 || strcmp(all.at[i].name, name) == 0))
			return &all.at[i];
	return NULL;
}

void demo_ecs_missing(struct demo_call *call, struct cew_node **failures, const char *kind, const char *name)
{
	struct cew_node *n = cew_doc_map(call->doc);
	if (strncmp(name, "arn:", 4) == 0)
		demo_json_text(call, &n, "arn", name);
	else
		put_arn(call, &n, "arn", kind, name);
	demo_json_text(call, &n, "reason", "MISSING");
	demo_json_add(call, failures, n);
}

/* ---- counting ---- */

static bool count_task(void *ctx, const struct demo_task *task)
{
	struct demo_task_counts *c = ctx;
	c->running += task->running;
	c->pending += !task->running && !task->stopped_ms;
	c->failed += task->stop_code && strcmp(task->stop_code, "TaskFailedToStart") == 0;
	return true;
}

struct demo_task_counts demo_ecs_count(struct demo_call *call, const struct demo_thing *service)
{
	struct demo_task_counts c = {0, 0, 0};
	demo_tasks_each(&call->view, service, count_task, &c);
	return c;
}

/* ---- clusters ---- */

static enum cew_status list_clusters(struct demo_call *call, struct cew_error *err)
{
	struct cew_node *list = cew_doc_seq(call->doc);
	struct demo_page page;
	enum cew_status status = demo_json_page(call, 100, 100, &page, DEMO_ECS_BAD, err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, DEMO_CLUSTER);
	for (size_t i = 0; i < all.count; i++)
		if (demo_page_takes(&page)) {
			char *arn = cew_fmt("arn:%s:ecs:%s:%s:cluster/%s", cew_cfn_partition(call->region, NULL), call->region,
			                    call->demo->account, all.at[i].name);
			demo_json_add(call, &list, cew_doc_string(call->doc, arn));
			free(arn);
		}
	demo_json_node(call, &call->output, "clusterArns", list);
	demo_json_page_end(call, &page);
	return CEW_OK;
}

static struct cew_node *describe_cluster(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_things services = demo_things(&call->view, DEMO_SERVICE);
	struct cew_node *n = cew_doc_map(call->doc);
	struct demo_task_counts sum = {0, 0, 0};
	int active = 0;
	for (size_t i = 0; i < services.count; i++) {
		if (!demo_ecs_in_cluster(call, &services.at[i], t))
			continue;
		struct demo_task_counts c = demo_ecs_count(call, &services.at[i]);
		sum.running += c.running;
		sum.pending += c.pending;
		active++;
	}
	put_arn(call, &n, "clusterArn", "cluster", t->name);
	demo_json_text(call, &n, "clusterName", t->name);
	demo_json_text(call, &n, "status", t->state == DEMO_COMING ? "PROVISIONING" : "ACTIVE");
	demo_json_int(call, &n, "registeredContainerInstancesCount", 0);
	demo_json_int(call, &n, "runningTasksCount", sum.running);
	demo_json_int(call, &n, "pendingTasksCount", sum.pending);
	demo_json_int(call, &n, "activeServicesCount", active);
	return n;
}

static enum cew_status describe_clusters(struct demo_call *call, struct cew_error *err)
{
	const struct cew_node *names = cew_node_get(call->input, "clusters");
	struct cew_node *list = cew_doc_seq(call->doc), *failures = cew_doc_seq(call->doc);
	size_t count = names ? cew_node_count(names) : 1;
	if (count > 100)
		return demo_refuse(err, DEMO_ECS_BAD, "The number of clusters cannot exceed 100.");
	for (size_t i = 0; i < count; i++) {
		const char *given = names ? cew_node_text(cew_node_at(names, i)) : "default";
		const struct demo_thing *t = demo_thing_named(&call->view, DEMO_CLUSTER, demo_ecs_name(given));
		if (t)
			demo_json_add(call, &list, describe_cluster(call, t));
		else
			demo_ecs_missing(call, &failures, "cluster", given);
	}
	demo_json_node(call, &call->output, "clusters", list);
	demo_json_node(call, &call->output, "failures", failures);
	return CEW_OK;
}

/* ---- services ---- */

static enum cew_status list_services(struct demo_call *call, struct cew_error *err)
{
	const char *launch = cew_node_get_text(call->input, "launchType");
	struct cew_node *list = cew_doc_seq(call->doc);
	const struct demo_thing *cluster;
	struct demo_page page;
	enum cew_status status = demo_json_page(call, 100, 10, &page, DEMO_ECS_BAD, err);
	if (!status)
		status = demo_ecs_cluster(call, &cluster, err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, DEMO_SERVICE);
	for (size_t i = 0; i < all.count; i++) {
		const char *its = demo_thing_text(&call->view, &all.at[i], "LaunchType");
		if (demo_ecs_in_cluster(call, &all.at[i], cluster) && (!launch || (its && strcmp(its, launch) == 0)) &&
		    demo_page_takes(&page))
			demo_json_add(call, &list, cew_doc_string(call->doc, all.at[i].id));
	}
	demo_json_node(call, &call->output, "serviceArns", list);
	demo_json_page_end(call, &page);
	return CEW_OK;
}

static enum cew_status describe_services(struct demo_call *call, struct cew_error *err)
{
	const struct cew_node *names = cew_node_get(call->input, "services");
	struct cew_node *list = cew_doc_seq(call->doc), *failures = cew_doc_seq(call->doc);
	const struct demo_thing *cluster;
	enum cew_status status = demo_ecs_cluster(call, &cluster, err);
	if (!status && (cew_node_count(names) == 0 || cew_node_count(names) > 10))
		status = demo_refuse(err, DEMO_ECS_BAD, cew_node_count(names) ? "The number of services cannot exceed 10."
		                                                              : "Services cannot be empty.");
	for (size_t i = 0; !status && i < cew_node_count(names); i++) {
		const char *name = cew_node_text(cew_node_at(names, i));
		const struct demo_thing *t = demo_ecs_service(call, cluster, name);
		if (t)
			demo_json_add(call, &list, demo_ecs_describe_service(call, t));
		else
			demo_ecs_missing(call, &failures, "service", name);
	}
	demo_json_node(call, &call->output, "services", list);
	demo_json_node(call, &call->output, "failures", failures);
	return status;
}

const struct demo_action demo_ecs_actions[] = {
	{"DescribeClusters", describe_clusters, false, NULL},
	{"DescribeServices", describe_services, false, NULL},
	{"DescribeTaskDefinition", demo_describe_task_definition, false, NULL},
	{"DescribeTasks", demo_describe_tasks, false, NULL},
	{"ListClusters", list_clusters, false, NULL},
	{"ListServices", list_services, false, NULL},
	{"ListTaskDefinitions", demo_list_task_definitions, false, NULL},
	{"ListTasks", demo_list_tasks, false, NULL},
	{"StopTask", demo_stop_task, false, NULL},
	{"UpdateService", demo_update_service, false, NULL},
	{NULL, NULL, false, NULL},
};
