/* ECS, what runs: services in full, their tasks, what tasks are made from; and the two changes of a service's life. */
#include "account_room.h"
#include "json.h"
#include "lookup.h"
#include "operations_room.h"

/* ---- tasks ---- */

static const struct aws_field container_fields[] = {
	AWS_FIELD_TEXT(struct cew_container, name, "name"),
	AWS_FIELD_TEXT(struct cew_container, image, "image"),
	AWS_FIELD_TEXT(struct cew_container, last_status, "lastStatus"),
	AWS_FIELD_TEXT(struct cew_container, reason, "reason"),
	AWS_FIELD_TEXT(struct cew_container, health, "healthStatus"),
	AWS_FIELD_TEXT(struct cew_container, exit_code, "exitCode"),
};
static const struct aws_shape container_shape = AWS_SHAPE(cew_container, container_fields, NULL);

/* A Fargate task has one attachment, its network interface. */
#define ATTACHED "attachments/member/details"

static const struct aws_field task_fields[] = {
	AWS_FIELD_TEXT(struct cew_task, arn, "taskArn"),
	AWS_FIELD_TEXT(struct cew_task, group, "group"),
	AWS_FIELD_TEXT(struct cew_task, definition, "taskDefinitionArn"),
	AWS_FIELD_TEXT(struct cew_task, last_status, "lastStatus"),
	AWS_FIELD_TEXT(struct cew_task, desired_status, "desiredStatus"),
	AWS_FIELD_TEXT(struct cew_task, health, "healthStatus"),
	AWS_FIELD_TEXT(struct cew_task, stop_code, "stopCode"),
	AWS_FIELD_TEXT(struct cew_task, stopped_reason, "stoppedReason"),
	AWS_FIELD_TEXT(struct cew_task, zone, "availabilityZone"),
	AWS_FIELD_TEXT(struct cew_task, launch_type, "launchType"),
	AWS_FIELD_TEXT(struct cew_task, cpu, "cpu"),
	AWS_FIELD_NAMED(struct cew_task, private_ip, ATTACHED, "privateIPv4Address"),
	AWS_FIELD_NAMED(struct cew_task, interface_id, ATTACHED, "networkInterfaceId"),
	AWS_FIELD_NAMED(struct cew_task, subnet_id, ATTACHED, "subnetId"),
	AWS_FIELD(AWS_TIME, struct cew_task, created_ms, "createdAt"),
	AWS_FIELD(AWS_TIME, struct cew_task, started_ms, "startedAt"),
	AWS_FIELD(AWS_TIME, struct cew_task, stopped_ms, "stoppedAt"),
	AWS_FIELD_STRUCTS(struct cew_task, containers, container_count, "containers", &container_shape),
};
static const struct aws_shape task_shape = AWS_SHAPE(cew_task, task_fields, "taskArn");

static const struct aws_field container_definition_fields[] = {
	AWS_FIELD_TEXT(struct cew_container_definition, name, "name"),
	AWS_FIELD_TEXT(struct cew_container_definition, image, "image"),
	AWS_FIELD_TEXT(struct cew_container_definition, log_group, "logConfiguration/options/awslogs-group"),
	AWS_FIELD_TEXT(struct cew_container_definition, log_region, "logConfiguration/options/awslogs-region"),
	AWS_FIELD_TEXT(struct cew_container_definition, log_prefix, "logConfiguration/options/awslogs-stream-prefix"),
	AWS_FIELD_BOOL(struct cew_container_definition, essential, "essential"),
};
static const struct aws_shape container_definition_shape =
	AWS_SHAPE(cew_container_definition, container_definition_fields, NULL);

static const struct aws_field definition_fields[] = {
	AWS_FIELD_TEXT(struct cew_task_definition, arn, "taskDefinitionArn"),
	AWS_FIELD_TEXT(struct cew_task_definition, family, "family"),
	AWS_FIELD_TEXT(struct cew_task_definition, status, "status"),
	AWS_FIELD_TEXT(struct cew_task_definition, cpu, "cpu"),
	AWS_FIELD_TEXT(struct cew_task_definition, memory, "memory"),
	AWS_FIELD_TEXT(struct cew_task_definition, task_role, "taskRoleArn"),
	AWS_FIELD_TEXT(struct cew_task_definition, execution_role, "executionRoleArn"),
	AWS_FIELD_INT(struct cew_task_definition, revision, "revision"),
	AWS_FIELD_STRUCTS(struct cew_task_definition, containers, container_count, "containerDefinitions",
	                  &container_definition_shape),
	AWS_FIELD_TEXTS(struct cew_task_definition, file_systems, file_system_count, "volumes",
	                "efsVolumeConfiguration/fileSystemId"),
};
static const struct aws_shape definition_shape = AWS_SHAPE(cew_task_definition, definition_fields, "taskDefinitionArn");

/* ---- services ---- */

static const struct aws_field deployment_fields[] = {
	AWS_FIELD_TEXT(struct cew_service_deployment, id, "id"),
	AWS_FIELD_TEXT(struct cew_service_deployment, status, "status"),
	AWS_FIELD_TEXT(struct cew_service_deployment, rollout, "rolloutState"),
	AWS_FIELD_TEXT(struct cew_service_deployment, rollout_reason, "rolloutStateReason"),
	AWS_FIELD_TEXT(struct cew_service_deployment, definition, "taskDefinition"),
	AWS_FIELD_INT(struct cew_service_deployment, desired, "desiredCount"),
	AWS_FIELD_INT(struct cew_service_deployment, running, "runningCount"),
	AWS_FIELD_INT(struct cew_service_deployment, pending, "pendingCount"),
	AWS_FIELD_INT(struct cew_service_deployment, failed, "failedTasks"),
	AWS_FIELD(AWS_TIME, struct cew_service_deployment, created_ms, "createdAt"),
	AWS_FIELD(AWS_TIME, struct cew_service_deployment, updated_ms, "updatedAt"),
};
static const struct aws_shape deployment_shape = AWS_SHAPE(cew_service_deployment, deployment_fields, NULL);

static const struct aws_field event_fields[] = {
	AWS_FIELD_TEXT(struct cew_service_event, id, "id"),
	AWS_FIELD_TEXT(struct cew_service_event, message, "message"),
	AWS_FIELD(AWS_TIME, struct cew_service_event, time_ms, "createdAt"),
};
static const struct aws_shape event_shape = AWS_SHAPE(cew_service_event, event_fields, NULL);

static const struct aws_field target_fields[] = {
	AWS_FIELD_TEXT(struct cew_service_target, target_group, "targetGroupArn"),
	AWS_FIELD_TEXT(struct cew_service_target, container, "containerName"),
	AWS_FIELD_INT(struct cew_service_target, port, "containerPort"),
};
static const struct aws_shape target_shape = AWS_SHAPE(cew_service_target, target_fields, NULL);

#define NETWORK "networkConfiguration/awsvpcConfiguration/"

static const struct aws_field service_fields[] = {
	AWS_FIELD_TEXT(struct cew_service_detail, arn, "serviceArn"),
	AWS_FIELD_TEXT(struct cew_service_detail, name, "serviceName"),
	AWS_FIELD_TEXT(struct cew_service_detail, cluster, "clusterArn"),
	AWS_FIELD_TEXT(struct cew_service_detail, status, "status"),
	AWS_FIELD_TEXT(struct cew_service_detail, definition, "taskDefinition"),
	AWS_FIELD_TEXT(struct cew_service_detail, public_ip, NETWORK "assignPublicIp"),
	AWS_FIELD_INT(struct cew_service_detail, desired, "desiredCount"),
	AWS_FIELD_INT(struct cew_service_detail, running, "runningCount"),
	AWS_FIELD_INT(struct cew_service_detail, pending, "pendingCount"),
	AWS_FIELD(AWS_TIME, struct cew_service_detail, created_ms, "createdAt"),
	AWS_FIELD_STRUCTS(struct cew_service_detail, deployments, deployment_count, "deployments", &deployment_shape),
	AWS_FIELD_STRUCTS(struct cew_service_detail, events, event_count, "events", &event_shape),
	AWS_FIELD_STRUCTS(struct cew_service_detail, targets, target_count, "loadBalancers", &target_shape),
	AWS_FIELD_TEXTS(struct cew_service_detail, subnets, subnet_count, NETWORK "subnets", NULL),
	AWS_FIELD_TEXTS(struct cew_service_detail, security_groups, security_group_count, NETWORK "securityGroups", NULL),
};
static const struct aws_shape service_shape = AWS_SHAPE(cew_service_detail, service_fields, "serviceArn");

static const struct aws_field arn_fields[] = {
	AWS_FIELD_TEXT(struct cew_arn, arn, "."),
};
static const struct aws_shape arn_shape = AWS_SHAPE(cew_arn, arn_fields, ".");

/* ---- calls ---- */

enum { MOST_ARNS = 100, MOST_TASKS = 100, MOST_SERVICES = 10 };

#define ARNS(action, name) \
	{.call = AWS_CALL(AWS_ECS, action), .shape = &arn_shape, .at = name, .list = true, .token_out = "nextToken", \
	 .token_in = "nextToken"}
#define ONE(action, name, its_shape) {.call = AWS_CALL(AWS_ECS, action), .shape = &(its_shape), .at = name}

static const struct aws_find service_arns = ARNS("ListServices", "serviceArns");
static const struct aws_find task_arns = ARNS("ListTasks", "taskArns");
static const struct aws_find services = {
	.call = AWS_CALL(AWS_ECS, "DescribeServices"), .shape = &service_shape, .at = "services", .list = true};
static const struct aws_find tasks = {
	.call = AWS_CALL(AWS_ECS, "DescribeTasks"), .shape = &task_shape, .at = "tasks", .list = true};
static const struct aws_find definition = ONE("DescribeTaskDefinition", "taskDefinition", definition_shape);
static const struct aws_find update = ONE("UpdateService", "service", service_shape);
static const struct aws_find stop = ONE("StopTask", "task", task_shape);

uint64_t aws_ecs_service_arns(void *self, const char *cluster, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&service_arns, &request);
	aws_json_member(&request.body, "cluster", cluster);
	aws_json_int(&request.body, "maxResults", MOST_ARNS);
	return aws_lookup_start(self, &service_arns, &request, done, arg, err);
}

uint64_t aws_ecs_service_details(void *self, const char *cluster, const char *const *names, size_t count, CEW_TOLD_TO)
{
	return aws_ecs_describe(self, &services, cluster, "services", names, count, MOST_SERVICES, done, arg, err);
}

uint64_t aws_ecs_task_arns(void *self, const char *cluster, const char *service, const char *desired_status, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&task_arns, &request);
	aws_json_member(&request.body, "cluster", cluster);
	aws_json_member(&request.body, "serviceName", service);
	aws_json_member(&request.body, "desiredStatus", desired_status);
	aws_json_int(&request.body, "maxResults", MOST_ARNS);
	return aws_lookup_start(self, &task_arns, &request, done, arg, err);
}

uint64_t aws_ecs_tasks(void *self, const char *cluster, const char *const *arns, size_t count, CEW_TOLD_TO)
{
	return aws_ecs_describe(self, &tasks, cluster, "tasks", arns, count, MOST_TASKS, done, arg, err);
}

uint64_t aws_ecs_task_definition(void *self, const char *arn_or_family, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&definition, &request);
	aws_json_member(&request.body, "taskDefinition", arn_or_family);
	return aws_lookup_start(self, &definition, &request, done, arg, err);
}

uint64_t aws_ecs_set_desired_count(void *self, const char *cluster, const char *service, int count, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&update, &request);
	aws_json_member(&request.body, "cluster", cluster);
	aws_json_member(&request.body, "service", service);
	aws_json_int(&request.body, "desiredCount", count);
	return aws_lookup_start(self, &update, &request, done, arg, err);
}

uint64_t aws_ecs_stop_task(void *self, const char *cluster, const char *task, const char *reason, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&stop, &request);
	aws_json_member(&request.body, "cluster", cluster);
	aws_json_member(&request.body, "task", task);
	aws_json_member(&request.body, "reason", reason);
	return aws_lookup_start(self, &stop, &request, done, arg, err);
}
