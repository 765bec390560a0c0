/* What AWS no longer takes or what does not fit the place it is sent to, found in evaluated resources. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The day the table below was checked; it serves when the inputs give no date. */
#define CHECKED 20261124

/* When AWS stops taking new functions, and when it stopped supporting the runtime (Lambda Developer Guide, runtimes). */
static const struct {
	const char *runtime;
	int deprecated, create_blocked;
	const char *instead;
} runtimes[] = {
	{"python2.7", 20210715, 20210715, "python3.13"},     {"python3.6", 20220718, 20220718, "python3.13"},
	{"python3.7", 20231204, 20240109, "python3.13"},     {"python3.8", 20241014, 20270201, "python3.13"},
	{"python3.9", 20251215, 20270201, "python3.13"},     {"python3.10", 20261031, 20270201, "python3.13"},
	{"python3.11", 20270630, 20270731, "python3.13"},    {"python3.12", 20281031, 20281130, "python3.13"},
	{"python3.13", 20290630, 20290731, "python3.14"},    {"python3.14", 20290630, 20290731, "python3.14"},
	{"nodejs14.x", 20231204, 20240109, "nodejs24.x"},    {"nodejs16.x", 20240612, 20270201, "nodejs24.x"},
	{"nodejs18.x", 20250901, 20270201, "nodejs24.x"},    {"nodejs20.x", 20260430, 20270201, "nodejs24.x"},
	{"nodejs22.x", 20270430, 20270601, "nodejs24.x"},    {"nodejs24.x", 20280430, 20280601, "nodejs24.x"},
	{"go1.x", 20240108, 20240208, "provided.al2023"},    {"provided", 20240108, 20240208, "provided.al2023"},
	{"provided.al2", 20260731, 20270201, "provided.al2023"}, {"java8", 20240108, 20240208, "java21"},
	{"java8.al2", 20270630, 20270731, "java21"},         {"java11", 20270630, 20270731, "java21"},
	{"java17", 20270630, 20270731, "java21"},            {"java21", 20290630, 20290731, "java25"},
	{"java25", 20290630, 20290731, "java25"},            {"ruby2.7", 20231207, 20240109, "ruby3.4"},
	{"dotnetcore3.1", 20230403, 20230403, "dotnet8"},    {"dotnet6", 20241220, 20270201, "dotnet8"},
};

static const struct cfn_rule blocked = {
	CEW_CFN_ERROR, "lambda-runtime", "Change Runtime in the template to one that AWS still takes for new functions.",
};
static const struct cfn_rule deprecated = {
	CEW_CFN_WARNING, "lambda-runtime", "Change Runtime in the template before AWS stops taking it for new functions.",
};
static const struct cfn_rule partition_error = {
	CEW_CFN_ERROR, "partition-arn", "Write arn:${AWS::Partition}: with Fn::Sub instead of arn:aws:.",
};
static const struct cfn_rule partition_warning = {
	CEW_CFN_WARNING, "partition-arn", "Write arn:${AWS::Partition}: with Fn::Sub instead of arn:aws:.",
};
static const struct cfn_rule bad_tag = {
	CEW_CFN_ERROR, "tag", "Shorten the tag, or name it differently: keys have at most 128 characters, values 256.",
};

void cfn_check_partition(struct cfn_ctx *c, const struct cew_node *n, const char *text)
{
	static const char fixed[] = "arn:aws:";
	const char *partition = c->e->in.partition;
	bool inside = c->place == CFN_IN_RESOURCE || c->place == CFN_IN_OUTPUT;
	if (!inside || !partition || strcmp(partition, "aws") == 0 || !c->findings)
		return;
	const char *hit = strstr(text, fixed);
	if (hit)
		cfn_finding(c, n, hit == text ? &partition_error : &partition_warning,
		            "%s has an ARN of the partition aws, but the region is in %s", c->subject, partition);
}

const struct cew_node *cfn_source(const struct cew_cfn_resource *r, const char *property)
{
	char first[64];
	snprintf(first, sizeof first, "%.*s", (int)strcspn(property, "."), property);
	const struct cew_node *n = cew_node_get(cew_node_get(r->source, "Properties"), first);
	return cew_node_line(n) ? n : r->source;
}

/* "2024-01-09" */
static const char *date(int yyyymmdd, char out[16])
{
	snprintf(out, 16, "%04d-%02d-%02d", yyyymmdd / 10000 % 10000, yyyymmdd / 100 % 100, yyyymmdd % 100);
	return out;
}

static void check_runtime(struct cfn_ctx *c, const struct cew_cfn_resource *r)
{
	const char *runtime = cew_node_text(cew_node_get(r->properties, "Runtime"));
	const struct cew_node *n = cfn_source(r, "Runtime");
	int today = c->e->in.today ? c->e->in.today : CHECKED;
	char day[16];
	for (size_t i = 0; i < CEW_COUNT(runtimes); i++) {
		if (strcmp(runtimes[i].runtime, runtime) != 0)
			continue;
		if (today >= runtimes[i].create_blocked)
			cfn_finding(c, n, &blocked,
			            "AWS makes no new functions with the runtime %s since %s; use %s", runtime,
			            date(runtimes[i].create_blocked, day), runtimes[i].instead);
		else if (today >= runtimes[i].deprecated)
			cfn_finding(c, n, &deprecated, "the runtime %s is deprecated, and AWS takes it no longer from %s; use %s",
			            runtime, date(runtimes[i].create_blocked, day), runtimes[i].instead);
		return;
	}
}

/* ---- buckets ---- */

static const struct cfn_rule bucket_acl = {
	CEW_CFN_ERROR, "bucket-acl",
	"Take AccessControl away and allow access in a bucket policy, or add OwnershipControls with BucketOwnerPreferred.",
};

/* Since April 2023 new buckets have no access control lists unless OwnershipControls ask for them: S3 answers
 * InvalidBucketAclWithObjectOwnership to a list that gives access to others. */
static void check_bucket_acl(struct cfn_ctx *c, const struct cew_cfn_resource *r)
{
	static const char *const lists[] = {"PublicRead", "PublicReadWrite", "AuthenticatedRead", "LogDeliveryWrite", "AwsExecRead"};
	const char *acl = cew_node_get_text(r->properties, "AccessControl");
	const struct cew_node *controls = cew_node_get(r->properties, "OwnershipControls");
	const struct cew_node *rule = cew_node_at(cew_node_get(controls, "Rules"), 0);
	const char *ownership = cew_node_get_text(rule, "ObjectOwnership");
	if (!acl || (controls && (!ownership || strcmp(ownership, "BucketOwnerEnforced") != 0)))
		return;
	for (size_t i = 0; i < CEW_COUNT(lists); i++)
		if (strcmp(lists[i], acl) == 0)
			cfn_finding(c, cfn_source(r, "AccessControl"), &bucket_acl,
			            "the bucket %s has the access control list %s, which S3 refuses for new buckets", r->logical_id, acl);
}

/* ---- tasks on Fargate ---- */

static const struct cfn_rule fargate_size = {
	CEW_CFN_ERROR, "fargate-size", "Take a pair of Cpu and Memory that Fargate offers.",
};

/* MiB from least to most, in steps (ECS Developer Guide, task CPU and memory). */
static const struct size {
	unsigned long cpu, least, most, step;
} sizes[] = {
	{256, 512, 2048, 512},       {512, 1024, 4096, 1024},     {1024, 2048, 8192, 1024},     {2048, 4096, 16384, 1024},
	{4096, 8192, 30720, 1024},   {8192, 16384, 61440, 4096},  {16384, 32768, 122880, 8192},
};

/* Plain numbers only: "1 vCPU" and "2 GB" are left to AWS. */
static bool plain_number(const struct cew_node *map, const char *key, unsigned long *out)
{
	const char *text = cew_node_get_text(map, key);
	if (!text || !*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 9)
		return false;
	*out = strtoul(text, NULL, 10);
	return true;
}

static bool runs_on_fargate(const struct cew_node *task)
{
	const struct cew_node *list = cew_node_get(task, "RequiresCompatibilities");
	for (size_t i = 0; cew_node_is(list, CEW_NODE_SEQ) && i < cew_node_count(list); i++)
		if (strcmp(cew_node_text(cew_node_at(list, i)), "FARGATE") == 0)
			return true;
	return false;
}

static void check_fargate(struct cfn_ctx *c, const struct cew_cfn_resource *r)
{
	unsigned long cpu, memory;
	if (!runs_on_fargate(r->properties) || !plain_number(r->properties, "Cpu", &cpu) ||
	    !plain_number(r->properties, "Memory", &memory))
		return;
	for (size_t i = 0; i < CEW_COUNT(sizes); i++) {
		const struct size *s = &sizes[i];
		if (s->cpu != cpu)
			continue;
		if (memory < s->least || memory > s->most || memory % s->step)
			cfn_finding(c, cfn_source(r, "Memory"), &fargate_size,
			            "the task %s has %lu MiB; with %lu CPU units Fargate offers %lu to %lu in steps of %lu", r->logical_id,
			            memory, cpu, s->least, s->most, s->step);
		return;
	}
	if (cpu < sizes[CEW_COUNT(sizes) - 1].cpu) /* larger ones may have come since */
		cfn_finding(c, cfn_source(r, "Cpu"), &fargate_size, "the task %s has %lu CPU units, which Fargate does not offer",
		            r->logical_id, cpu);
}

/* ---- tags ---- */

static size_t characters(const char *text)
{
	size_t count = 0, at = 0, len = strlen(text);
	while (at < len && cew_utf8_next(text, len, &at))
		count++;
	return count;
}

/* Tags that AWS refuses whatever the resource is; unknown texts are left alone. */
static void check_tags(struct cfn_ctx *c, const struct cew_cfn_resource *r)
{
	const struct cew_node *tags = cew_node_get(r->properties, "Tags"), *n = cfn_source(r, "Tags");
	for (size_t i = 0; cew_node_is(tags, CEW_NODE_SEQ) && i < cew_node_count(tags); i++) {
		const struct cew_node *key = cew_node_get(cew_node_at(tags, i), "Key");
		const struct cew_node *value = cew_node_get(cew_node_at(tags, i), "Value");
		if (strncmp(cew_node_text(key), "aws:", 4) == 0)
			cfn_finding(c, n, &bad_tag, "the tag key %.128s of %s begins with \"aws:\", which AWS keeps for itself",
			            cew_node_text(key), r->logical_id);
		if (characters(cew_node_text(key)) > 128)
			cfn_finding(c, n, &bad_tag, "a tag key of %s has more than 128 characters", r->logical_id);
		if (characters(cew_node_text(value)) > 256)
			cfn_finding(c, n, &bad_tag, "the tag %.128s of %s has more than 256 characters", cew_node_text(key),
			            r->logical_id);
	}
}

static const struct {
	const char *type;
	void (*check)(struct cfn_ctx *c, const struct cew_cfn_resource *r);
} checks[] = {
	{"AWS::Lambda::Function", check_runtime},
	{"AWS::S3::Bucket", check_bucket_acl},
	{"AWS::ECS::TaskDefinition", check_fargate},
};

void cfn_findings_collect(struct cfn_ctx *c, const struct cew_cfn_eval *e)
{
	for (size_t i = 0; c->status == CEW_OK && i < e->resources.len; i++) {
		const struct cew_cfn_resource *r = cew_vec_at(&e->resources, i);
		c->subject = r->logical_id;
		c->place = CFN_IN_RESOURCE;
		for (size_t k = 0; k < CEW_COUNT(checks); k++)
			if (strcmp(r->type, checks[k].type) == 0)
				checks[k].check(c, r);
		check_tags(c, r);
	}
	c->subject = NULL;
}
