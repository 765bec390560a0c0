/* What is worth saying of the resources of a type beside their number: sizes, ranges, and what stays behind. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

typedef void detail_fn(const struct cew_cfn_eval *eval, const char *type, struct cew_buf *out);

/* The next resource of a type from position *at on; NULL behind the last. */
static const struct cew_cfn_resource *next(const struct cew_cfn_eval *eval, const char *type, size_t *at)
{
	while (*at < cew_cfn_resource_count(eval)) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(eval, (*at)++);
		if (strcmp(r->type, type) == 0)
			return r;
	}
	return NULL;
}

static void comma(struct cew_buf *out)
{
	if (out->len)
		cew_buf_str(out, ", ");
}

/* A property of each resource, where it is known; what they share is said once. */
static void list_property(const struct cew_cfn_eval *eval, const char *type, const char *property, struct cew_buf *out)
{
	const struct cew_cfn_resource *r;
	const char *last = "";
	for (size_t at = 0; (r = next(eval, type, &at));) {
		const char *text = cew_node_get_text(r->properties, property);
		if (!text || strcmp(text, last) == 0)
			continue;
		comma(out);
		cew_buf_str(out, text);
		last = text;
	}
}

static void cidr_blocks(const struct cew_cfn_eval *eval, const char *type, struct cew_buf *out)
{
	list_property(eval, type, "CidrBlock", out);
}

static void runtimes(const struct cew_cfn_eval *eval, const char *type, struct cew_buf *out)
{
	list_property(eval, type, "Runtime", out);
}

static void schemes(const struct cew_cfn_eval *eval, const char *type, struct cew_buf *out)
{
	list_property(eval, type, "Scheme", out);
}

static unsigned long number(const struct cew_node *map, const char *key)
{
	const char *text = cew_node_get_text(map, key);
	return text ? strtoul(text, NULL, 10) : 0;
}

/* "8192" units of processor and MiB of memory are 8 vCPU and 16 GB. */
static void tasks(const struct cew_cfn_eval *eval, const char *type, struct cew_buf *out)
{
	const struct cew_cfn_resource *r;
	for (size_t at = 0; (r = next(eval, type, &at));) {
		unsigned long cpu = number(r->properties, "Cpu"), memory = number(r->properties, "Memory");
		size_t containers = cew_node_count(cew_node_get(r->properties, "ContainerDefinitions"));
		if (!cpu || !memory)
			continue;
		comma(out);
		cew_buf_fmt(out, "%.4g vCPU, %.4g GB, %zu container%s", (double)cpu / 1024, (double)memory / 1024, containers,
		            containers == 1 ? "" : "s");
	}
}

static void desired(const struct cew_cfn_eval *eval, const char *type, struct cew_buf *out)
{
	const struct cew_cfn_resource *r;
	unsigned long count = 0;
	for (size_t at = 0; (r = next(eval, type, &at));)
		count += cew_node_get(r->properties, "DesiredCount") ? number(r->properties, "DesiredCount") : 1;
	cew_buf_fmt(out, "%lu task%s", count, count == 1 ? "" : "s");
}

static const struct {
	const char *type;
	detail_fn *fn;
} details[] = {
	{"AWS::EC2::VPC", cidr_blocks},
	{"AWS::EC2::Subnet", cidr_blocks},
	{"AWS::Lambda::Function", runtimes},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", schemes},
	{"AWS::ECS::TaskDefinition", tasks},
	{"AWS::ECS::Service", desired},
};

/* Stacks leave behind what holds data. */
static void add_kept(const struct cew_cfn_eval *eval, const char *type, struct cew_buf *out)
{
	const struct cew_cfn_resource *r;
	size_t count = 0, kept = 0;
	for (size_t at = 0; (r = next(eval, type, &at)); count++)
		kept += strcmp(r->deletion_policy, "Retain") == 0;
	if (!kept)
		return;
	comma(out);
	if (kept < count)
		cew_buf_fmt(out, "%zu ", kept);
	cew_buf_str(out, "kept when the stack is deleted");
}

void plan_detail(const struct cew_cfn_eval *eval, const char *type, struct cew_buf *out)
{
	for (size_t i = 0; i < CEW_COUNT(details); i++)
		if (strcmp(details[i].type, type) == 0)
			details[i].fn(eval, type, out);
	add_kept(eval, type, out);
}
