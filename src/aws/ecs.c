/* ECS: clusters and the services in them. */
#include "account_room.h"
#include "json.h"
#include "lookup.h"

#include <stdlib.h>

static const struct aws_field arn_fields[] = {
	AWS_FIELD_TEXT(struct cew_arn, arn, "."),
};
static const struct aws_shape arn_shape = AWS_SHAPE(cew_arn, arn_fields, ".");

static const struct aws_field cluster_fields[] = {
	AWS_FIELD_TEXT(struct cew_cluster, arn, "clusterArn"),
	AWS_FIELD_TEXT(struct cew_cluster, name, "clusterName"),
	AWS_FIELD_TEXT(struct cew_cluster, status, "status"),
	AWS_FIELD_INT(struct cew_cluster, running_tasks, "runningTasksCount"),
	AWS_FIELD_INT(struct cew_cluster, pending_tasks, "pendingTasksCount"),
	AWS_FIELD_INT(struct cew_cluster, services, "activeServicesCount"),
};
static const struct aws_shape cluster_shape = AWS_SHAPE(cew_cluster, cluster_fields, "clusterArn");

static const struct aws_field service_fields[] = {
	AWS_FIELD_TEXT(struct cew_ecs_service, arn, "serviceArn"),
	AWS_FIELD_TEXT(struct cew_ecs_service, name, "serviceName"),
	AWS_FIELD_TEXT(struct cew_ecs_service, cluster, "clusterArn"),
	AWS_FIELD_TEXT(struct cew_ecs_service, status, "status"),
	AWS_FIELD_INT(struct cew_ecs_service, desired, "desiredCount"),
	AWS_FIELD_INT(struct cew_ecs_service, running, "runningCount"),
	AWS_FIELD_INT(struct cew_ecs_service, pending, "pendingCount"),
};
static const struct aws_shape service_shape = AWS_SHAPE(cew_ecs_service, service_fields, "serviceArn");

static const struct aws_find cluster_arns = {
	.call = AWS_CALL(AWS_ECS, "ListClusters"),
	.shape = &arn_shape,
	.at = "clusterArns",
	.list = true,
	.token_out = "nextToken",
	.token_in = "nextToken",
};
static const struct aws_find clusters = {
	.call = AWS_CALL(AWS_ECS, "DescribeClusters"), .shape = &cluster_shape, .at = "clusters", .list = true};
static const struct aws_find services = {
	.call = AWS_CALL(AWS_ECS, "DescribeServices"), .shape = &service_shape, .at = "services", .list = true};

uint64_t aws_ecs_cluster_arns(void *self, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&cluster_arns, &request);
	return aws_lookup_start(self, &cluster_arns, &request, done, arg, err);
}

/* ---- many at once ---- */

enum { MOST_CLUSTERS = 100, MOST_SERVICES = 10 };

static void ask_some(struct aws_request *r, const struct aws_find *find, const char *cluster, const char *list,
                     const char *const *items, size_t count)
{
	aws_lookup_request(find, r);
	aws_json_member(&r->body, "cluster", cluster);
	aws_json_texts(&r->body, list, items, count);
}

uint64_t aws_ecs_describe(void *self, const struct aws_find *find, const char *cluster, const char *list, const char *const *items,
                          size_t count, size_t most, CEW_TOLD_TO)
{
	size_t parts = count > most ? (count + most - 1) / most : 1;
	struct aws_request *requests = calloc(parts, sizeof(*requests));
	uint64_t id;

	if (!requests) {
		cew_fail_memory(err);
		return 0;
	}
	for (size_t i = 0; i < parts; i++) {
		size_t left = count - i * most;

		ask_some(&requests[i], find, cluster, list, items + i * most, left < most ? left : most);
	}
	id = aws_lookup_start_all(self, find, requests, parts, done, arg, err);
	free(requests);
	return id;
}

uint64_t aws_ecs_clusters(void *self, const char *const *names, size_t count, CEW_TOLD_TO)
{
	return aws_ecs_describe(self, &clusters, NULL, "clusters", names, count, MOST_CLUSTERS, done, arg, err);
}

uint64_t aws_ecs_services(void *self, const char *cluster, const char *const *names, size_t count, CEW_TOLD_TO)
{
	return aws_ecs_describe(self, &services, cluster, "services", names, count, MOST_SERVICES, done, arg, err);
}
