/* ECS, secrets, quotas, images, functions and log groups: services that speak JSON. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "looked.h"

#define ECS(op, body) "POST / AmazonEC2ContainerServiceV20141113." op " " body "\n"
#define SECRETS(op, body) "POST / secretsmanager." op " " body "\n"
#define QUOTAS(op) "POST / ServiceQuotasV20190624." op " {\"ServiceCode\":\"vpc\",\"QuotaCode\":\"L-F678F1CE\"}\n"

/* ---- ECS ---- */

static void print_arns(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s\n", found->arns[i].arn);
}

static void print_clusters(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_cluster *c = &found->clusters[i];

		fixture_add(f, "%s|%s|%s|%lld|%lld|%lld\n", c->arn, c->name, c->status, (long long)c->running_tasks,
		            (long long)c->pending_tasks, (long long)c->services);
	}
}

static void print_services(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_ecs_service *s = &found->services[i];

		fixture_add(f, "%s|%s|%s|%s|%lld|%lld|%lld\n", s->arn, s->name, s->cluster, s->status, (long long)s->desired,
		            (long long)s->running, (long long)s->pending);
	}
}

static const char *const names[] = {"default", "a\"b"};

START(cluster_arns, a->cluster_arns(a->self, TOLD))
START(clusters, a->clusters(a->self, names, 2, TOLD))
START(services, a->services(a->self, "default", names, 1, TOLD))

static void ecs(void **state)
{
	static const struct looked rows[] = {
		{.name = "cluster ARNs", .start = cluster_arns, .print = print_arns, .service = "ecs",
		 .requests = ECS("ListClusters", "{}") ECS("ListClusters", "{\"nextToken\":\"t/1\"}"),
		 .replies = {JSON("{\"clusterArns\":[\"arn:1\",\"arn:2\"],\"nextToken\":\"t/1\"}"), JSON("{\"clusterArns\":[\"arn:3\"]}")},
		 .text = "arn:1\narn:2\narn:3\n"},
		{.name = "no clusters", .start = cluster_arns, .print = print_arns,
		 .replies = {JSON("{\"clusterArns\":[],\"nextToken\":null}")}, .text = ""},
		{.name = "clusters", .start = clusters, .print = print_clusters, .service = "ecs",
		 .requests = ECS("DescribeClusters", "{\"clusters\":[\"default\",\"a\\\"b\"]}"),
		 .replies = {JSON("{\"clusters\":[{\"clusterArn\":\"arn:aws:ecs:eu-west-1:1:cluster/default\",\"clusterName\":\"default\",\"status\":"
		                  "\"ACTIVE\",\"registeredContainerInstancesCount\":0,\"runningTasksCount\":2,\"pendingTasksCount\":1,"
		                  "\"activeServicesCount\":3,\"statistics\":[],\"tags\":[]}],\"failures\":[{\"arn\":\"arn:x\",\"reason\":\"MISSING\"}]}")},
		 .text = "arn:aws:ecs:eu-west-1:1:cluster/default|default|ACTIVE|2|1|3\n"},
		{.name = "services", .start = services, .print = print_services, .service = "ecs",
		 .requests = ECS("DescribeServices", "{\"cluster\":\"default\",\"services\":[\"default\"]}"),
		 .replies = {JSON("{\"failures\":[],\"services\":[{\"serviceArn\":\"arn:s\",\"serviceName\":\"ce\",\"clusterArn\":\"arn:c\","
		                  "\"status\":\"ACTIVE\",\"desiredCount\":1,\"runningCount\":0,\"pendingCount\":1,\"createdAt\":1.6E9}]}")},
		 .text = "arn:s|ce|arn:c|ACTIVE|1|0|1\n"},
		{.name = "no such cluster", .start = services,
		 .replies = {{"400 Bad Request", "x-amzn-ErrorType: ClusterNotFoundException:http://x\r\n",
		              "{\"__type\":\"ClusterNotFoundException\",\"message\":\"Cluster not found.\"}", 0, KEEP}},
		 .status = CEW_NOT_FOUND, .what = "no such ECS cluster: Cluster not found", .hint = "eu-west-1"},
		{.name = "not permitted", .start = cluster_arns,
		 .replies = {JSON_ERROR("400 Bad Request", "AccessDeniedException", "User: a is not authorized to perform: ecs:ListClusters")},
		 .status = CEW_REFUSED, .what = "AWS does not permit ListClusters: User: a", .hint = "permission"},
		{.name = "fails inside", .start = cluster_arns, .requests = ECS("ListClusters", "{}") ECS("ListClusters", "{}"),
		 .replies = {JSON_ERROR("500 Oops", "ServerException", "x"), JSON("{\"clusterArns\":[]}")}},
		{.name = "a page", .start = cluster_arns, .replies = {{"200 OK", "Content-Type: text/html\r\n", "<html>Log in</html>", 0, KEEP}},
		 .status = CEW_UNREACHABLE, .what = "a web page", .hint = "login page"},
		{.name = "cut off", .start = cluster_arns, .replies = {JSON("{\"clusterArns\":[\"arn")},
		 .status = CEW_UNREACHABLE, .what = "cannot be read", .hint = "Try again"},
		{.name = "nothing", .start = cluster_arns, .replies = {JSON("")}, .status = CEW_UNREACHABLE, .what = "not AWS"},
		{.name = "no object", .start = cluster_arns, .replies = {JSON("[]")}, .status = CEW_UNREACHABLE, .what = "not AWS"},
		{.name = "something is missing", .start = clusters, .replies = {JSON("{\"clusters\":[{}]}")},
		 .status = CEW_UNREACHABLE, .what = "has no clusterArn"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* ---- secrets ---- */

static void print_secrets(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_secret_entry *s = &found->secrets[i];

		fixture_add(f, "%s|%s|%s|%lld\n", s->arn, s->name, s->description, (long long)s->deleted_ms);
	}
}

static uint64_t create_secret(const struct cew_account *a, cew_found_fn *done, void *arg, struct cew_error *err)
{
	static const char pem[] = "-----BEGIN\n\"x\\\t\xc3\xa9";
	struct cew_secret *value = cew_secret_create(pem, strlen(pem));
	const struct cew_new_secret what = {.name = "ce/ca", .description = "CA", .value = value,
	                                    .token = "EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE"};
	uint64_t id = a->create_secret(a->self, &what, TOLD);

	cew_secret_destroy(value);
	return id;
}

START(secrets, a->secrets(a->self, TOLD))
START(secret, a->secret(a->self, "ce/ca", TOLD))

static void secrets_manager(void **state)
{
	static const struct looked rows[] = {
		{.name = "secrets", .start = secrets, .print = print_secrets, .service = "secretsmanager",
		 .requests = SECRETS("ListSecrets", "{\"MaxResults\":100}") SECRETS("ListSecrets", "{\"MaxResults\":100,\"NextToken\":\"n\"}"),
		 .replies = {JSON("{\"SecretList\":[{\"ARN\":\"arn:1\",\"Name\":\"ce/ca\",\"Description\":\"d\",\"LastChangedDate\":1.5E9,"
		                  "\"SecretVersionsToStages\":{\"x\":[\"AWSCURRENT\"]}}],\"NextToken\":\"n\"}"),
		             JSON("{\"SecretList\":[{\"ARN\":\"arn:2\",\"Name\":\"b\",\"DeletedDate\":1704164645.678}]}")},
		 .text = "arn:1|ce/ca|d|0\narn:2|b||1704164645678\n"},
		{.name = "secret", .start = secret, .print = print_secrets,
		 .requests = SECRETS("DescribeSecret", "{\"SecretId\":\"ce/ca\"}"),
		 .replies = {JSON("{\"ARN\":\"arn:1\",\"Name\":\"ce/ca\",\"DeletedDate\":1.704164645E9}")},
		 .text = "arn:1|ce/ca||1704164645000\n"},
		{.name = "no secret", .start = secret,
		 .replies = {JSON_ERROR("400 Bad Request", "ResourceNotFoundException", "Secrets Manager can't find the specified secret.")},
		 .status = CEW_NOT_FOUND, .what = "Secrets Manager can't find the specified secret", .hint = "eu-west-1"},
		{.name = "create", .start = create_secret, .print = print_secrets, .service = "secretsmanager",
		 .requests = SECRETS("CreateSecret", "{\"Name\":\"ce/ca\",\"ClientRequestToken\":\"EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE\","
		                     "\"Description\":\"CA\",\"SecretString\":\"-----BEGIN\\u000a\\\"x\\\\\\u0009\xc3\xa9\"}"),
		 .replies = {JSON("{\"ARN\":\"arn:new\",\"Name\":\"ce/ca\",\"VersionId\":\"v\"}")}, .text = "arn:new|ce/ca||0\n"},
		{.name = "there already", .start = create_secret,
		 .replies = {JSON_ERROR("400 Bad Request", "ResourceExistsException", "a secret with this name already exists.")},
		 .status = CEW_REFUSED, .what = "something of this name already", .hint = "choose another name"},
		{.name = "being deleted", .start = create_secret,
		 .replies = {JSON_ERROR("400 Bad Request", "InvalidRequestException",
		                        "You can't create this secret because a secret with this name is already scheduled for deletion.")},
		 .status = CEW_REFUSED, .what = "is being deleted", .hint = "restore-secret"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* ---- others ---- */

static void print_quota(struct fixture *f, const struct cew_found *found)
{
	const struct cew_quota *q = found->quotas;

	fixture_add(f, "%zu: %s|%s|%s|%g|%d|%d\n", found->count, q->name, q->code, q->unit, q->value, q->adjustable, q->is_default);
}

static void print_images(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s|%s\n", found->images[i].tag, found->images[i].digest);
}

static void print_functions(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_function *n = &found->functions[i];

		fixture_add(f, "%s|%s|%s|%s\n", n->name, n->arn, n->runtime, n->state);
	}
}

static void print_groups(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_log_group *g = &found->log_groups[i];

		fixture_add(f, "%s|%s|%lld|%lld\n", g->name, g->arn, (long long)g->retention_days, (long long)g->stored_bytes);
	}
}

START(quota, a->quota(a->self, NULL, "vpc", "L-F678F1CE", TOLD))
START(image, a->image(a->self, "us-east-1", "709825985650", "netskope/ce", "1.0", TOLD))
START(function, a->function(a->self, "my function", TOLD))
START(log_groups, a->log_groups(a->self, "/aws/ecs", TOLD))

#define QUOTA(value) \
	"{\"Quota\":{\"Adjustable\":true,\"GlobalQuota\":false,\"QuotaCode\":\"L-F678F1CE\",\"QuotaName\":\"VPCs per Region\"," \
	"\"ServiceCode\":\"vpc\",\"Unit\":\"None\",\"Value\":" value "}}"
#define IMAGE_ASKED \
	"POST / AmazonEC2ContainerRegistry_V20150921.BatchGetImage {\"registryId\":\"709825985650\",\"repositoryName\":\"netskope/ce\"," \
	"\"imageIds\":[{\"imageTag\":\"1.0\"}],\"acceptedMediaTypes\":[\"application/vnd.docker.distribution.manifest.v2+json\"," \
	"\"application/vnd.docker.distribution.manifest.list.v2+json\",\"application/vnd.oci.image.manifest.v1+json\"," \
	"\"application/vnd.oci.image.index.v1+json\"]}\n"

static void the_others(void **state)
{
	static const struct looked rows[] = {
		{.name = "quota", .start = quota, .print = print_quota, .service = "servicequotas", .requests = QUOTAS("GetServiceQuota"),
		 .replies = {JSON(QUOTA("12.0"))}, .text = "1: VPCs per Region|L-F678F1CE|None|12|1|0\n"},
		{.name = "default quota", .start = quota, .print = print_quota, .service = "servicequotas",
		 .requests = QUOTAS("GetServiceQuota") QUOTAS("GetAWSDefaultServiceQuota"),
		 .replies = {JSON_ERROR("400 Bad Request", "NoSuchResourceException", "x"), JSON(QUOTA("5"))},
		 .text = "1: VPCs per Region|L-F678F1CE|None|5|1|1\n"},
		{.name = "no quota at all", .start = quota, .requests = QUOTAS("GetServiceQuota") QUOTAS("GetAWSDefaultServiceQuota"),
		 .replies = {JSON_ERROR("400 Bad Request", "NoSuchResourceException", "The request failed because of the quota")},
		 .status = CEW_NOT_FOUND, .what = "because of the quota"},
		{.name = "too often", .start = quota,
		 .requests = QUOTAS("GetServiceQuota") QUOTAS("GetServiceQuota") QUOTAS("GetServiceQuota"),
		 .replies = {JSON_ERROR("400 Bad Request", "TooManyRequestsException", "slow down")}, .status = CEW_REFUSED},
		{.name = "image", .start = image, .print = print_images, .requests = IMAGE_ASKED,
		 .replies = {JSON("{\"failures\":[],\"images\":[{\"imageId\":{\"imageDigest\":\"sha256:1\",\"imageTag\":\"1.0\"},\"imageManifest\":"
		                  "\"{\\n   \\\"schemaVersion\\\": 2}\",\"registryId\":\"709825985650\",\"repositoryName\":\"netskope/ce\"}]}")},
		 .text = "1.0|sha256:1\n"},
		{.name = "no such tag", .start = image, .print = print_images,
		 .replies = {JSON("{\"failures\":[{\"failureCode\":\"ImageNotFound\",\"failureReason\":\"Requested image not found\",\"imageId\":"
		                  "{\"imageTag\":\"1.0\"}}],\"images\":[]}")},
		 .text = ""},
		{.name = "not subscribed", .start = image,
		 .replies = {JSON_ERROR("400 Bad Request", "RepositoryNotFoundException", "The repository does not exist")},
		 .status = CEW_NOT_FOUND, .what = "The repository does not exist", .hint = "Marketplace"},
		{.name = "function", .start = function, .print = print_functions, .service = "lambda",
		 .requests = "GET /2015-03-31/functions/my%20function\n",
		 .replies = {JSON("{\"Code\":{\"Location\":\"https://x\"},\"Configuration\":{\"FunctionName\":\"my-function\",\"FunctionArn\":"
		                  "\"arn:f\",\"Runtime\":\"python3.12\",\"State\":\"Active\"}}")},
		 .text = "my-function|arn:f|python3.12|Active\n"},
		{.name = "no function", .start = function,
		 .replies = {{"404 Not Found", "x-amzn-ErrorType: ResourceNotFoundException\r\n",
		              "{\"Type\":\"User\",\"Message\":\"Function not found: arn:f\"}", 0, KEEP}},
		 .status = CEW_NOT_FOUND, .what = "Function not found: arn:f"},
		{.name = "log groups", .start = log_groups, .print = print_groups, .service = "logs",
		 .requests = "POST / Logs_20140328.DescribeLogGroups {\"logGroupNamePrefix\":\"/aws/ecs\",\"limit\":50}\n",
		 .replies = {JSON("{\"logGroups\":[{\"arn\":\"arn:g:*\",\"creationTime\":1393545600000,\"logGroupName\":\"/aws/ecs/x\","
		                  "\"metricFilterCount\":0,\"retentionInDays\":14,\"storedBytes\":5}]}")},
		 .text = "/aws/ecs/x|arn:g:*|14|5\n"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* Images of the marketplace are in one region, whatever region the stack is to be in. */
static void a_call_may_name_its_region(void **state)
{
	static const struct reply script[] = {JSON("{\"images\":[]}")};
	struct fixture f;

	(void)state;
	looked_open(&f, script, 1);
	looked_printer = NULL;
	image(&f.account, looked_found, &f, NULL);
	fixture_run(&f, 1);
	assert_true(server_signature_right(f.server, 0, "AKIDEXAMPLE", FIXTURE_SECRET, "us-east-1", "ecr"));
	assert_string_equal(server_header(f.server, 0, "content-type"), "application/x-amz-json-1.1");
	fixture_close(&f);
}

/* ---- JSON as a tree ---- */

static void json_as_a_tree(void **state)
{
	static const char text[] = "{\"a\":{\"b\":[1,\"x\",null,true,{\"c\":1.50}]},\"n\":null,\"e\":\"\",\"\\u00e9\":\"\\ud83d\\ude00\"}";
	static const char *const bad[] = {"", "[]", "1", "\"x\"", "{", "{\"a\":1,}", "{\"a\":1}x", "<html>", "{\"a\":\"\xff\"}"};
	struct aws_xml tree;

	(void)state;
	assert_int_equal(aws_json_parse(text, sizeof(text) - 1, &tree, NULL), CEW_OK);
	assert_int_equal(aws_xml_count(aws_xml_path(tree.root, "a/b")), 4);
	assert_string_equal(aws_xml_text(tree.root, "a/b/member"), "1");
	assert_string_equal(aws_xml_path(tree.root, "a/b")->first->next->next->text, "true");
	assert_string_equal(aws_xml_text(aws_xml_path(tree.root, "a/b")->last, "c"), "1.50");
	assert_null(aws_xml_child(tree.root, "n"));
	assert_non_null(aws_xml_child(tree.root, "e"));
	assert_string_equal(aws_xml_text(tree.root, "\xc3\xa9"), "\xf0\x9f\x98\x80");
	aws_xml_finish(&tree);
	for (size_t i = 0; i < CEW_COUNT(bad); i++)
		assert_true(aws_json_parse(bad[i], strlen(bad[i]), &tree, NULL) != CEW_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ecs),
		cmocka_unit_test(secrets_manager),
		cmocka_unit_test(the_others),
		cmocka_unit_test(a_call_may_name_its_region),
		cmocka_unit_test(json_as_a_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
