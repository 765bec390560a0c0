/* Rules about things that exist already: ids and ARNs. Shapes: EC2 User Guide, resource IDs; for ARNs the
 * Service Authorization Reference. */
#include "rules.h"

#include <stdio.h>
#include <string.h>

#define TOPICS_MAX 5 /* NotificationARNs of a stack (CloudFormation) */

void rule_vpc_id(struct rule_call *c)
{
	if (!matches("vpc-([0-9a-f]{8}|[0-9a-f]{17})", c->text))
		complain(c, CEW_ERROR, "Copy it from the VPC console; it looks like vpc-0a1b2c3d4e5f67890.", "\"%.*s\" is not a VPC's id.", cut(c->text, 40), c->text);
}

void rule_subnet_id(struct rule_call *c)
{
	if (!matches("subnet-([0-9a-f]{8}|[0-9a-f]{17})", c->text))
		complain(c, CEW_ERROR, "Copy it from the VPC console; it looks like subnet-0a1b2c3d4e5f67890.", "\"%.*s\" is not a subnet's id.",
		         cut(c->text, 40), c->text);
}

void rule_subnets_differ(struct rule_call *c)
{
	const char *first = answer_of(c, "ExistingPrivateSubnet1ID"), *second = answer_of(c, "ExistingPrivateSubnet2ID");
	if (*first && strcmp(first, second) == 0)
		complain(c, CEW_ERROR, "Choose a subnet in another availability zone.", "First and second private subnet are the same.");
}

void rule_cluster_name(struct rule_call *c)
{
	if (strncmp(c->text, "arn:", 4) == 0)
		complain(c, CEW_ERROR, "Give the name only: what stands behind \"cluster/\".", "This is an ARN, not a cluster's name.");
	else if (!matches("[A-Za-z0-9_-]{1,255}", c->text)) /* ECS */
		complain(c, CEW_ERROR, "Use letters, digits, hyphens and underscores, at most 255.", "ECS has no cluster of such a name.");
}

/* arn:partition:service:region:account:resource */
struct arn {
	char partition[24], service[32], region[32], account[16], resource[512];
};

static bool arn_parse(const char *text, struct arn *out)
{
	*out = (struct arn){.partition = ""};
	struct { char *to; size_t size; } parts[] = {
		{out->partition, sizeof(out->partition)}, {out->service, sizeof(out->service)}, {out->region, sizeof(out->region)},
		{out->account, sizeof(out->account)},
	};
	if (strncmp(text, "arn:", 4) != 0)
		return false;
	text += 4;
	for (size_t i = 0; i < CEW_COUNT(parts); i++) {
		const char *colon = strchr(text, ':');
		if (!colon || (size_t)(colon - text) >= parts[i].size)
			return false;
		memcpy(parts[i].to, text, (size_t)(colon - text));
		text = colon + 1;
	}
	if (!*text || strlen(text) >= sizeof(out->resource))
		return false;
	strcpy(out->resource, text);
	return true;
}

struct arn_kind {
	const char *service;
	const char *resource; /* what the resource begins with */
	const char *what;     /* "a target group" */
	const char *example;
	bool regional;
};

static void check_arn(struct rule_call *c, const char *text, const struct arn_kind *kind)
{
	struct arn arn;
	char remedy[160];
	snprintf(remedy, sizeof(remedy), "It looks like %s", kind->example);
	if (!arn_parse(text, &arn)) {
		complain(c, CEW_ERROR, remedy, "\"%.*s\" is not an ARN.", cut(text, 60), text);
		return;
	}
	bool right = strcmp(arn.service, kind->service) == 0 && strncmp(arn.resource, kind->resource, strlen(kind->resource)) == 0;
	const char *partition = cew_cfn_partition(region_of(c), NULL);
	if (!right)
		complain(c, CEW_ERROR, remedy, "This is the ARN of something else than %s.", kind->what);
	else if (*region_of(c) && strcmp(arn.partition, partition) != 0)
		complain(c, CEW_ERROR, "Choose one of the stack's own partition.", "It belongs to the partition %s, the stack to %s.", arn.partition, partition);
	else if (kind->regional && *region_of(c) && strcmp(arn.region, region_of(c)) != 0)
		complain(c, CEW_ERROR, "Choose one in the stack's region.", "It is in %s, the stack in %s.", arn.region, region_of(c));
	else if (!matches("[0-9]{12}", arn.account))
		complain(c, CEW_ERROR, remedy, "\"%.*s\" is not an account's number.", cut(arn.account, 16), arn.account);
	else if (c->subject->account_id && strcmp(arn.account, c->subject->account_id) != 0)
		complain(c, CEW_WARNING, "Check that this is meant.", "It belongs to account %s, you are signed in to %s.", arn.account,
		         c->subject->account_id);
}

void rule_arn_target_group(struct rule_call *c)
{
	static const struct arn_kind kind = {"elasticloadbalancing", "targetgroup/", "a target group",
	                                     "arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/0123456789abcdef", true};
	check_arn(c, c->text, &kind);
}

void rule_arn_role(struct rule_call *c)
{
	static const struct arn_kind kind = {"iam", "role/", "an IAM role", "arn:aws:iam::ACCOUNT:role/NAME", false};
	check_arn(c, c->text, &kind);
}

void rule_topics(struct rule_call *c)
{
	static const struct arn_kind kind = {"sns", "", "an SNS topic", "arn:aws:sns:REGION:ACCOUNT:NAME", true};
	if (c->field->kind != CEW_FIELD_LIST) {
		check_arn(c, c->text, &kind);
		return;
	}
	size_t count = cew_answers_list_count(c->subject->answers, c->field->id);
	if (count > TOPICS_MAX)
		complain(c, CEW_ERROR, "Remove some.", "%zu topics are too many: a stack takes %d.", count, TOPICS_MAX);
	for (size_t i = 0; i < count && !c->status; i++)
		check_arn(c, cew_answers_list_at(c->subject->answers, c->field->id, i), &kind);
}
