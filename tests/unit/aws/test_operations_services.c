/* Operations on what a stack has made: ECS, logs, load balancers, networks. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "looked.h"

#define ECS(op, body) "POST / AmazonEC2ContainerServiceV20141113." op " " body "\n"
#define LOGS(op, body) "POST / Logs_20140328." op " " body "\n"
#define FORM(action, rest) "POST / Action=" action rest "\n"
#define ANSWER(action, text) XML("<" action "Response xmlns=\"x\"><" action "Result>" text "</" action "Result></" action "Response>")
#define OF_EC2(action, text) XML("<" action "Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>" \
                                 text "</" action "Response>")

static void print_texts(struct fixture *f, const char *name, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fixture_add(f, " %s %s\n", name, texts[i]);
}

static void print_pairs(struct fixture *f, const struct cew_name_value *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fixture_add(f, "%s=%s\n", pairs[i].name, pairs[i].value);
}

static void print_attributes(struct fixture *f, const struct cew_found *found)
{
	print_pairs(f, found->attributes, found->count);
}

static void print_arns(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s\n", found->arns[i].arn);
}

static void print_count(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu\n", found->count);
}

/* ---- ECS ---- */

static void print_tasks(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_task *t = &found->tasks[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%lld|%lld|%lld\n", t->arn, t->group, t->definition, t->last_status,
		            t->desired_status, t->health, t->stop_code, t->stopped_reason, t->zone, t->private_ip, t->interface_id,
		            t->subnet_id, (long long)t->created_ms, (long long)t->started_ms, (long long)t->stopped_ms);
		for (size_t n = 0; n < t->container_count; n++) {
			const struct cew_container *c = &t->containers[n];

			fixture_add(f, " %s|%s|%s|%s|%s|%s\n", c->name, c->image, c->last_status, c->reason, c->health, c->exit_code);
		}
	}
}

static void print_services(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_service_detail *s = &found->service_details[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%s|%lld|%lld|%lld|%lld\n", s->arn, s->name, s->cluster, s->status, s->definition,
		            s->public_ip, (long long)s->desired, (long long)s->running, (long long)s->pending, (long long)s->created_ms);
		for (size_t n = 0; n < s->deployment_count; n++) {
			const struct cew_service_deployment *d = &s->deployments[n];

			fixture_add(f, " %s|%s|%s|%s|%s|%lld|%lld|%lld|%lld|%lld|%lld\n", d->id, d->status, d->rollout, d->rollout_reason,
			            d->definition, (long long)d->desired, (long long)d->running, (long long)d->pending, (long long)d->failed,
			            (long long)d->created_ms, (long long)d->updated_ms);
		}
		for (size_t n = 0; n < s->event_count; n++)
			fixture_add(f, " %s|%s|%lld\n", s->events[n].id, s->events[n].message, (long long)s->events[n].time_ms);
		for (size_t n = 0; n < s->target_count; n++)
			fixture_add(f, " %s|%s|%lld\n", s->targets[n].target_group, s->targets[n].container, (long long)s->targets[n].port);
		print_texts(f, "subnet", s->subnets, s->subnet_count);
		print_texts(f, "group", s->security_groups, s->security_group_count);
	}
}

static void print_definition(struct fixture *f, const struct cew_found *found)
{
	const struct cew_task_definition *d = found->task_definitions;

	fixture_add(f, "%s|%s|%s|%s|%s|%s|%s|%lld\n", d->arn, d->family, d->status, d->cpu, d->memory, d->task_role, d->execution_role,
	            (long long)d->revision);
	for (size_t i = 0; i < d->container_count; i++) {
		const struct cew_container_definition *c = &d->containers[i];

		fixture_add(f, " %s|%s|%s|%s|%s|%d\n", c->name, c->image, c->log_group, c->log_region, c->log_prefix, c->essential);
	}
	print_texts(f, "volume", d->file_systems, d->file_system_count);
}

static const char *const names[] = {"ce", "other"};

START_OPERATION(service_arns, o.service_arns(o.self, "c", TOLD))
START_OPERATION(service_details, o.service_details(o.self, "c", names, 2, TOLD))
START_OPERATION(task_arns, o.task_arns(o.self, "c", "ce", "STOPPED", TOLD))
START_OPERATION(all_task_arns, o.task_arns(o.self, "c", NULL, NULL, TOLD))
START_OPERATION(tasks, o.tasks(o.self, "c", names, 2, TOLD))
START_OPERATION(definition, o.task_definition(o.self, "ce:3", TOLD))
START_OPERATION(scale, o.set_desired_count(o.self, "c", "ce", 0, TOLD))
START_OPERATION(stop, o.stop_task(o.self, "c", "arn:t", "upgrade of \"ce\"", TOLD))

#define SERVICE \
	"{\"serviceArn\":\"arn:s\",\"serviceName\":\"ce\",\"clusterArn\":\"arn:c\",\"status\":\"ACTIVE\",\"desiredCount\":1," \
	"\"runningCount\":0,\"pendingCount\":1,\"taskDefinition\":\"arn:td:3\",\"createdAt\":1704164645.678,\"deployments\":[{\"id\":" \
	"\"ecs-svc/1\",\"status\":\"PRIMARY\",\"taskDefinition\":\"arn:td:3\",\"desiredCount\":1,\"pendingCount\":1,\"runningCount\":0," \
	"\"failedTasks\":2,\"createdAt\":1704164645,\"updatedAt\":1704164646,\"rolloutState\":\"IN_PROGRESS\",\"rolloutStateReason\":" \
	"\"ECS deployment ecs-svc/1 in progress.\"}],\"events\":[{\"id\":\"e2\",\"createdAt\":1704164647.5,\"message\":\"(service ce) is " \
	"unable to consistently start tasks successfully.\"},{\"id\":\"e1\",\"createdAt\":1704164646,\"message\":\"m\"}]," \
	"\"loadBalancers\":[{\"targetGroupArn\":\"arn:tg\",\"containerName\":\"ui\",\"containerPort\":80}],\"networkConfiguration\":" \
	"{\"awsvpcConfiguration\":{\"subnets\":[\"subnet-1\",\"subnet-2\"],\"securityGroups\":[\"sg-1\"],\"assignPublicIp\":" \
	"\"DISABLED\"}}}"
#define SERVICE_TEXT \
	"arn:s|ce|arn:c|ACTIVE|arn:td:3|DISABLED|1|0|1|1704164645678\n ecs-svc/1|PRIMARY|IN_PROGRESS|ECS deployment ecs-svc/1 in " \
	"progress.|arn:td:3|1|0|1|2|1704164645000|1704164646000\n e2|(service ce) is unable to consistently start tasks " \
	"successfully.|1704164647500\n e1|m|1704164646000\n arn:tg|ui|80\n subnet subnet-1\n subnet subnet-2\n group sg-1\n"
#define TASK \
	"{\"taskArn\":\"arn:t\",\"group\":\"service:ce\",\"taskDefinitionArn\":\"arn:td:3\",\"lastStatus\":\"STOPPED\",\"desiredStatus\":" \
	"\"STOPPED\",\"healthStatus\":\"UNKNOWN\",\"stopCode\":\"TaskFailedToStart\",\"stoppedReason\":\"ResourceInitializationError: " \
	"unable to pull secrets or registry auth\",\"availabilityZone\":\"eu-west-1a\",\"createdAt\":1704164645,\"stoppedAt\":1704164745," \
	"\"attachments\":[{\"id\":\"x\",\"type\":\"ElasticNetworkInterface\",\"status\":\"DELETED\",\"details\":[{\"name\":\"subnetId\"," \
	"\"value\":\"subnet-1\"},{\"name\":\"networkInterfaceId\",\"value\":\"eni-1\"},{\"name\":\"privateIPv4Address\",\"value\":" \
	"\"10.0.1.5\"}]}],\"containers\":[{\"name\":\"core\",\"image\":\"repo:1\",\"lastStatus\":\"STOPPED\",\"exitCode\":137,\"reason\":" \
	"\"OutOfMemoryError\",\"healthStatus\":\"UNHEALTHY\"},{\"name\":\"ui\",\"image\":\"repo:2\",\"lastStatus\":\"STOPPED\"}]}"
#define TASK_TEXT \
	"arn:t|service:ce|arn:td:3|STOPPED|STOPPED|UNKNOWN|TaskFailedToStart|ResourceInitializationError: unable to pull secrets or " \
	"registry auth|eu-west-1a|10.0.1.5|eni-1|subnet-1|1704164645000|0|1704164745000\n core|repo:1|STOPPED|OutOfMemoryError|" \
	"UNHEALTHY|137\n ui|repo:2|STOPPED|||\n"

static void ecs(void **state)
{
	static const struct looked rows[] = {
		{.name = "service ARNs", .start = service_arns, .print = print_arns, .service = "ecs",
		 .requests = ECS("ListServices", "{\"cluster\":\"c\",\"maxResults\":100}")
		             ECS("ListServices", "{\"cluster\":\"c\",\"maxResults\":100,\"nextToken\":\"n\"}"),
		 .replies = {JSON("{\"serviceArns\":[\"arn:1\"],\"nextToken\":\"n\"}"), JSON("{\"serviceArns\":[\"arn:2\"]}")},
		 .text = "arn:1\narn:2\n"},
		{.name = "services", .start = service_details, .print = print_services,
		 .requests = ECS("DescribeServices", "{\"cluster\":\"c\",\"services\":[\"ce\",\"other\"]}"),
		 .replies = {JSON("{\"services\":[" SERVICE "],\"failures\":[{\"arn\":\"arn:other\",\"reason\":\"MISSING\"}]}")},
		 .text = SERVICE_TEXT},
		{.name = "stopped tasks", .start = task_arns, .print = print_arns,
		 .requests = ECS("ListTasks", "{\"cluster\":\"c\",\"serviceName\":\"ce\",\"desiredStatus\":\"STOPPED\",\"maxResults\":100}"),
		 .replies = {JSON("{\"taskArns\":[\"arn:t\"]}")}, .text = "arn:t\n"},
		{.name = "all tasks", .start = all_task_arns, .print = print_arns,
		 .requests = ECS("ListTasks", "{\"cluster\":\"c\",\"maxResults\":100}"), .replies = {JSON("{\"taskArns\":[]}")}, .text = ""},
		{.name = "tasks", .start = tasks, .print = print_tasks,
		 .requests = ECS("DescribeTasks", "{\"cluster\":\"c\",\"tasks\":[\"ce\",\"other\"]}"),
		 .replies = {JSON("{\"tasks\":[" TASK ",{\"taskArn\":\"arn:new\",\"startedAt\":1704164645.5,\"attachments\":[]}],\"failures\":[]}")},
		 .text = TASK_TEXT "arn:new||||||||||||0|1704164645500|0\n"},
		{.name = "a definition", .start = definition, .print = print_definition,
		 .requests = ECS("DescribeTaskDefinition", "{\"taskDefinition\":\"ce:3\"}"),
		 .replies = {JSON("{\"taskDefinition\":{\"taskDefinitionArn\":\"arn:td:3\",\"family\":\"ce\",\"revision\":3,\"status\":\"ACTIVE\","
		                  "\"cpu\":\"4096\",\"memory\":\"8192\",\"taskRoleArn\":\"arn:r1\",\"executionRoleArn\":\"arn:r2\","
		                  "\"containerDefinitions\":[{\"name\":\"ui\",\"image\":\"repo:2\",\"essential\":true,\"logConfiguration\":"
		                  "{\"logDriver\":\"awslogs\",\"options\":{\"awslogs-group\":\"/aws/ecs/ce\",\"awslogs-region\":\"eu-west-1\","
		                  "\"awslogs-stream-prefix\":\"ecs\"}}},{\"name\":\"x\",\"image\":\"y\",\"essential\":false}],\"volumes\":["
		                  "{\"name\":\"data\",\"efsVolumeConfiguration\":{\"fileSystemId\":\"fs-1\",\"rootDirectory\":\"/\"}},"
		                  "{\"name\":\"tmp\"}]},\"tags\":[]}")},
		 .text = "arn:td:3|ce|ACTIVE|4096|8192|arn:r1|arn:r2|3\n ui|repo:2|/aws/ecs/ce|eu-west-1|ecs|1\n x|y||||0\n volume fs-1\n volume \n"},
		{.name = "scale", .start = scale, .print = print_services, .service = "ecs",
		 .requests = ECS("UpdateService", "{\"cluster\":\"c\",\"service\":\"ce\",\"desiredCount\":0}"),
		 .replies = {JSON("{\"service\":" SERVICE "}")}, .text = SERVICE_TEXT},
		{.name = "a service that is being deleted", .start = scale,
		 .replies = {JSON_ERROR("400 Bad Request", "ServiceNotActiveException", "Service was not ACTIVE.")},
		 .status = CEW_REFUSED, .what = "not active", .hint = "being deleted"},
		{.name = "stop", .start = stop, .print = print_tasks,
		 .requests = ECS("StopTask", "{\"cluster\":\"c\",\"task\":\"arn:t\",\"reason\":\"upgrade of \\\"ce\\\"\"}"),
		 .replies = {JSON("{\"task\":" TASK "}")}, .text = TASK_TEXT},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* Ten services are what AWS describes at once. */
static uint64_t many_services(const struct cew_account *a, cew_found_fn *done, void *arg, struct cew_error *err)
{
	static const char *const many[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};

	return a->services(a->self, "x", many, CEW_COUNT(many), TOLD);
}

static void print_names(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s\n", found->services[i].name);
}

static void many_are_asked_for_in_parts(void **state)
{
	static const struct looked rows[] = {
		{.name = "twelve", .start = many_services, .print = print_names,
		 .requests = ECS("DescribeServices", "{\"cluster\":\"x\",\"services\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\"]}")
		             ECS("DescribeServices", "{\"cluster\":\"x\",\"services\":[\"k\",\"l\"]}"),
		 .replies = {JSON("{\"services\":[{\"serviceArn\":\"1\",\"serviceName\":\"a\"}]}"),
		             JSON("{\"services\":[{\"serviceArn\":\"2\",\"serviceName\":\"k\"}]}")},
		 .text = "a\nk\n"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* ---- logs ---- */

static void print_streams(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_log_stream *s = &found->log_streams[i];

		fixture_add(f, "%s|%s|%lld|%lld\n", s->name, s->arn, (long long)s->created_ms, (long long)s->last_event_ms);
	}
}

static void print_events(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%lld %s\n", (long long)found->log_events[i].time_ms, found->log_events[i].message);
}

START_OPERATION(streams, o.log_streams(o.self, "/aws/ecs/ce", 4, TOLD))
START_OPERATION(events, o.log_events(o.self, "/aws/ecs/ce", "ecs/ui/1", 20, TOLD))

static void logs(void **state)
{
	static const struct looked rows[] = {
		{.name = "streams", .start = streams, .print = print_streams, .service = "logs",
		 .requests = LOGS("DescribeLogStreams",
		                  "{\"logGroupName\":\"/aws/ecs/ce\",\"orderBy\":\"LastEventTime\",\"descending\":true,\"limit\":4}"),
		 .replies = {JSON("{\"logStreams\":[{\"logStreamName\":\"ecs/ui/1\",\"creationTime\":1704164645000,\"lastEventTimestamp\":"
		                  "1704164646123,\"arn\":\"arn:1\"},{\"logStreamName\":\"ecs/ui/0\",\"creationTime\":1704164640000}],"
		                  "\"nextToken\":\"more\"}")},
		 .text = "ecs/ui/1|arn:1|1704164645000|1704164646123\necs/ui/0||1704164640000|0\n"},
		{.name = "lines", .start = events, .print = print_events,
		 .requests = LOGS("GetLogEvents", "{\"logGroupName\":\"/aws/ecs/ce\",\"logStreamName\":\"ecs/ui/1\",\"startFromHead\":false,"
		                                  "\"limit\":20}"),
		 .replies = {JSON("{\"events\":[{\"timestamp\":1704164645001,\"message\":\"one\",\"ingestionTime\":1},{\"timestamp\":"
		                  "1704164645002,\"message\":\"\\u001b[31mtwo\\tthree\",\"ingestionTime\":1}],\"nextForwardToken\":\"f/1\","
		                  "\"nextBackwardToken\":\"b/1\"}")},
		 .text = "1704164645001 one\n1704164645002 \x1b[31mtwo\tthree\n"},
		{.name = "no lines", .start = events, .print = print_events,
		 .replies = {JSON("{\"events\":[],\"nextForwardToken\":\"f/1\",\"nextBackwardToken\":\"b/1\"}")}, .text = ""},
		{.name = "lines behind an empty page", .start = events, .print = print_events,
		 .requests = LOGS("GetLogEvents", "{\"logGroupName\":\"/aws/ecs/ce\",\"logStreamName\":\"ecs/ui/1\",\"startFromHead\":false,"
		                                  "\"limit\":20}")
		             LOGS("GetLogEvents", "{\"logGroupName\":\"/aws/ecs/ce\",\"logStreamName\":\"ecs/ui/1\",\"startFromHead\":false,"
		                                  "\"limit\":20,\"nextToken\":\"b/1\"}"),
		 .replies = {JSON("{\"events\":[],\"nextBackwardToken\":\"b/1\"}"),
		             JSON("{\"events\":[{\"timestamp\":1,\"message\":\"one\"}],\"nextBackwardToken\":\"b/2\"}")},
		 .text = "1 one\n"},
		{.name = "no such stream", .start = events,
		 .replies = {JSON_ERROR("400 Bad Request", "ResourceNotFoundException", "The specified log stream does not exist.")},
		 .status = CEW_NOT_FOUND, .what = "log stream does not exist", .hint = "eu-west-1"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* ---- load balancers ---- */

static void print_health(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_target_health *h = &found->target_healths[i];

		fixture_add(f, "%s|%s|%lld|%s|%s|%s\n", h->id, h->zone, (long long)h->port, h->state, h->reason, h->description);
	}
}

START_OPERATION(health, o.target_health(o.self, "arn:tg", TOLD))
START_OPERATION(attributes, o.load_balancer_attributes(o.self, "arn:lb", TOLD))
START_OPERATION(set_attribute, o.set_load_balancer_attribute(o.self, "arn:lb", "deletion_protection.enabled", "false", TOLD))

static void load_balancing(void **state)
{
	static const struct looked rows[] = {
		{.name = "health", .start = health, .print = print_health, .service = "elasticloadbalancing",
		 .requests = FORM("DescribeTargetHealth", "&TargetGroupArn=arn%3Atg"),
		 .replies = {ANSWER("DescribeTargetHealth",
			"<TargetHealthDescriptions><member><HealthCheckPort>80</HealthCheckPort><TargetHealth><State>unhealthy</State><Reason>"
			"Target.Timeout</Reason><Description>Request timed out</Description></TargetHealth><Target><Id>10.0.1.5</Id><Port>80</Port>"
			"<AvailabilityZone>eu-west-1a</AvailabilityZone></Target></member></TargetHealthDescriptions>")},
		 .text = "10.0.1.5|eu-west-1a|80|unhealthy|Target.Timeout|Request timed out\n"},
		{.name = "attributes", .start = attributes, .print = print_attributes,
		 .requests = FORM("DescribeLoadBalancerAttributes", "&LoadBalancerArn=arn%3Alb"),
		 .replies = {ANSWER("DescribeLoadBalancerAttributes",
			"<Attributes><member><Key>deletion_protection.enabled</Key><Value>true</Value></member><member><Key>access_logs.s3.bucket"
			"</Key><Value/></member></Attributes>")},
		 .text = "deletion_protection.enabled=true\naccess_logs.s3.bucket=\n"},
		{.name = "set", .start = set_attribute, .print = print_count,
		 .requests = FORM("ModifyLoadBalancerAttributes", "&LoadBalancerArn=arn%3Alb&Attributes.member.1.Key=deletion_protection.enabled"
		                                                  "&Attributes.member.1.Value=false"),
		 .replies = {ANSWER("ModifyLoadBalancerAttributes", "<Attributes/>")}, .text = "0\n"},
		{.name = "gone", .start = attributes,
		 .replies = {{"400 Bad Request", NULL, FAILURE("LoadBalancerNotFound", "Load balancer 'arn:lb' not found"), 0, KEEP}},
		 .status = CEW_NOT_FOUND, .what = "not found"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* ---- networks ---- */

static void print_interfaces(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_interface *n = &found->interfaces[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%d\n", n->id, n->description, n->status, n->type, n->vpc_id,
		            n->subnet_id, n->zone, n->name, n->private_ip, n->public_ip, n->attachment_id, n->instance_id, n->requester_id,
		            n->owner, n->requester_managed);
		print_texts(f, "group", n->security_groups, n->security_group_count);
		print_pairs(f, n->tags, n->tag_count);
	}
}

static void print_flow_logs(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_flow_log *l = &found->flow_logs[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%s|%s|%s|%s|%s\n", l->id, l->status, l->resource_id, l->traffic, l->destination_type,
		            l->destination, l->log_group, l->role_arn, l->deliver_status, l->deliver_error);
	}
}

static void print_rules(struct fixture *f, const char *name, const struct cew_permission *p, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		fixture_add(f, "%s %s %lld-%lld\n", name, p[i].protocol, (long long)p[i].from_port, (long long)p[i].to_port);
		print_texts(f, "cidr", p[i].cidrs, p[i].cidr_count);
		print_texts(f, "cidr6", p[i].cidrs6, p[i].cidr6_count);
		print_texts(f, "group", p[i].groups, p[i].group_count);
		print_texts(f, "list", p[i].prefix_lists, p[i].prefix_list_count);
	}
}

static void print_groups(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		fixture_add(f, "%s\n", found->security_groups[i].id);
		print_rules(f, "in", found->security_groups[i].ingress, found->security_groups[i].ingress_count);
		print_rules(f, "out", found->security_groups[i].egress, found->security_groups[i].egress_count);
	}
}

START_OPERATION(interfaces, o.network_interfaces(o.self, "vpc-1", TOLD))
START_OPERATION(flow_logs, o.flow_logs(o.self, "vpc-1", TOLD))
START_OPERATION(log_to_group, o.create_flow_logs(o.self, &(struct cew_new_flow_log){"vpc-1", "ALL", "group", "arn:r", NULL, "t"}, TOLD))
START_OPERATION(log_to_bucket, o.create_flow_logs(o.self, &(struct cew_new_flow_log){"vpc-1", "REJECT", "group", "arn:r", "arn:b", "t"}, TOLD))
START_OPERATION(set_dns, o.set_vpc_attribute(o.self, "vpc-1", "EnableDnsHostnames", true, TOLD))
START(security_groups, a->security_groups(a->self, "vpc-1", TOLD))

static void networks(void **state)
{
	static const struct looked rows[] = {
		{.name = "interfaces", .start = interfaces, .print = print_interfaces, .service = "ec2",
		 .requests = FORM("DescribeNetworkInterfaces", "&Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1"),
		 .replies = {OF_EC2("DescribeNetworkInterfaces",
			"<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId>"
			"<availabilityZone>eu-west-1a</availabilityZone><description>ELB app/x</description><ownerId>1</ownerId><requesterId>amazon-elb"
			"</requesterId><requesterManaged>true</requesterManaged><status>in-use</status><privateIpAddress>10.0.1.9</privateIpAddress>"
			"<groupSet><item><groupId>sg-1</groupId><groupName>g</groupName></item></groupSet><attachment><attachmentId>ela-attach-1"
			"</attachmentId><instanceOwnerId>amazon-elb</instanceOwnerId></attachment><association><publicIp>198.51.100.7</publicIp>"
			"</association><tagSet/><interfaceType>interface</interfaceType></item><item><networkInterfaceId>eni-2</networkInterfaceId>"
			"<tagSet><item><key>Name</key><value>by hand</value></item><item><key>a</key><value>b</value></item></tagSet></item>"
			"</networkInterfaceSet>")},
		 .text = "eni-1|ELB app/x|in-use|interface|vpc-1|subnet-1|eu-west-1a||10.0.1.9|198.51.100.7|ela-attach-1||amazon-elb|1|1\n"
		         " group sg-1\neni-2|||||||by hand|||||||0\nName=by hand\na=b\n"},
		{.name = "flow logs", .start = flow_logs, .print = print_flow_logs,
		 .requests = FORM("DescribeFlowLogs", "&Filter.1.Name=resource-id&Filter.1.Value.1=vpc-1"),
		 .replies = {OF_EC2("DescribeFlowLogs",
			"<flowLogSet><item><flowLogId>fl-1</flowLogId><flowLogStatus>ACTIVE</flowLogStatus><resourceId>vpc-1</resourceId>"
			"<trafficType>ALL</trafficType><logDestinationType>cloud-watch-logs</logDestinationType><logGroupName>g</logGroupName>"
			"<deliverLogsPermissionArn>arn:r</deliverLogsPermissionArn><deliverLogsStatus>FAILED</deliverLogsStatus>"
			"<deliverLogsErrorMessage>Access error</deliverLogsErrorMessage></item></flowLogSet>")},
		 .text = "fl-1|ACTIVE|vpc-1|ALL|cloud-watch-logs||g|arn:r|FAILED|Access error\n"},
		{.name = "a flow log to a group", .start = log_to_group, .print = print_arns,
		 .requests = FORM("CreateFlowLogs", "&ResourceType=VPC&ResourceId.1=vpc-1&TrafficType=ALL&LogDestinationType=cloud-watch-logs"
		                                    "&LogGroupName=group&DeliverLogsPermissionArn=arn%3Ar&ClientToken=t"),
		 .replies = {OF_EC2("CreateFlowLogs", "<clientToken>t</clientToken><flowLogIdSet><item>fl-9</item></flowLogIdSet><unsuccessful/>")},
		 .text = "fl-9\n"},
		{.name = "a flow log to a bucket", .start = log_to_bucket, .print = print_arns,
		 .requests = FORM("CreateFlowLogs", "&ResourceType=VPC&ResourceId.1=vpc-1&TrafficType=REJECT&LogDestinationType=s3"
		                                    "&LogDestination=arn%3Ab&ClientToken=t"),
		 .replies = {OF_EC2("CreateFlowLogs", "<flowLogIdSet><item>fl-9</item></flowLogIdSet>")}, .text = "fl-9\n"},
		{.name = "a flow log that was not made", .start = log_to_group,
		 .replies = {OF_EC2("CreateFlowLogs", "<flowLogIdSet/><unsuccessful><item><resourceId>vpc-1</resourceId><error><code>400</code>"
		                                      "<message>Unable to assume given IAM role</message></error></item></unsuccessful>")},
		 .status = CEW_REFUSED, .what = "AWS refused CreateFlowLogs: Unable to assume given IAM role", .hint = "Correct"},
		{.name = "DNS", .start = set_dns, .print = print_count,
		 .requests = FORM("ModifyVpcAttribute", "&VpcId=vpc-1&EnableDnsHostnames.Value=true"),
		 .replies = {OF_EC2("ModifyVpcAttribute", "<return>true</return>")}, .text = "0\n"},
		{.name = "rules", .start = security_groups, .print = print_groups,
		 .replies = {OF_EC2("DescribeSecurityGroups",
			"<securityGroupInfo><item><groupId>sg-1</groupId><groupName>g</groupName><ipPermissions><item><ipProtocol>tcp</ipProtocol>"
			"<fromPort>80</fromPort><toPort>81</toPort><groups><item><userId>1</userId><groupId>sg-2</groupId></item></groups><ipRanges>"
			"<item><cidrIp>10.0.0.0/16</cidrIp><description>d</description></item><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges>"
			"<ipv6Ranges><item><cidrIpv6>::/0</cidrIpv6></item></ipv6Ranges><prefixListIds><item><prefixListId>pl-1</prefixListId></item>"
			"</prefixListIds></item></ipPermissions><ipPermissionsEgress><item><ipProtocol>-1</ipProtocol><groups/><ipRanges><item><cidrIp>"
			"0.0.0.0/0</cidrIp></item></ipRanges><ipv6Ranges/><prefixListIds/></item></ipPermissionsEgress></item></securityGroupInfo>")},
		 .text = "sg-1\nin tcp 80-81\n cidr 10.0.0.0/16\n cidr 0.0.0.0/0\n cidr6 ::/0\n group sg-2\n list pl-1\nout -1 0-0\n cidr 0.0.0.0/0\n"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ecs),
		cmocka_unit_test(many_are_asked_for_in_parts),
		cmocka_unit_test(logs),
		cmocka_unit_test(load_balancing),
		cmocka_unit_test(networks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
