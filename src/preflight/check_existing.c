/* What the answers name and must be there: the cluster, roles, the certificate's secret, topics. */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

bool parameter_is_given(const struct cew_preflight *p, const struct row *row)
{
	return fact_parameter(p, row->about) != NULL;
}

void preflight_cluster(struct check *c)
{
	const char *name = fact_parameter(c->p, c->row->about), *field = fact_field(c->p, c->row->about);
	const struct answer *a = preflight_need(c, LOOKUP_CLUSTER, name, NULL, field, "whether the cluster is there");
	if (!a)
		return;
	if (a->found.count && strcmp(a->found.clusters[0].status, "ACTIVE") == 0)
		preflight_tell(c, "%s", name);
	else
		preflight_find(c, CEW_ERROR, field, "Give the name of an ECS cluster of the region, or leave it empty: then one is made.",
		           "There is no active ECS cluster %s in %s in this account.", name, c->p->plan->region);
}

/* ---- roles ---- */

static const struct role_row {
	const char *rule, *service, *what;
} role_rows[] = {
	{"task-role", "ecs-tasks.amazonaws.com", "ECS tasks"},
	{"lambda-role", "lambda.amazonaws.com", "Lambda"},
	{"service-role", "cloudformation.amazonaws.com", "CloudFormation"},
};

static const struct role_row *role_row_of(const char *rule)
{
	size_t i = 0;
	while (i + 1 < CEW_COUNT(role_rows) && strcmp(role_rows[i].rule, rule) != 0)
		i++;
	return &role_rows[i];
}

/* The fifth part of an ARN. */
static bool of_account(const char *arn, const char *account)
{
	for (int colons = 0; *arn && colons < 4; arn++)
		colons += *arn == ':';
	size_t len = strcspn(arn, ":");
	return len == strlen(account) && strncmp(arn, account, len) == 0;
}

static void judge_role(struct check *c, const char *arn, const char *field)
{
	const struct role_row *row = role_row_of(c->row->rule);
	const char *name = strrchr(arn, '/');
	name = name ? name + 1 : arn;
	if (strncmp(arn, "arn:", 4) == 0 && !of_account(arn, cew_preflight_account(c->p))) {
		preflight_find(c, CEW_ERROR, field, "Give a role of the account that the stack is made in.",
		           "The role belongs to another account than %s, and %s takes only its own account's.", cew_preflight_account(c->p), row->what);
		return;
	}
	const struct answer *a = preflight_ask(c, LOOKUP_ROLE, name, NULL);
	if (!a)
		return;
	bool there = a->ok && a->found.count && (strncmp(arn, "arn:", 4) != 0 || strcmp(a->found.roles[0].arn, arn) == 0);
	if (!a->ok && a->err.status != CEW_NOT_FOUND) {
		preflight_leave_open(c, field, a, "whether the role is there, and who may assume it");
	} else if (!there) {
		preflight_find(c, CEW_ERROR, field, "Give the ARN of a role that is there; the IAM console shows it.",
		           "There is no role %s in account %s.", arn, cew_preflight_account(c->p));
	} else if (!cew_trust_allows(a->found.roles[0].trust, row->service)) {
		char *remedy = cew_fmt("Let %s assume it in the role's trust policy, or give a role made for that.", row->service);
		preflight_find(c, CEW_ERROR, field, remedy ? remedy : "", "Role %s does not trust %s: its trust policy does not let %s assume it.",
		           name, row->what, row->service);
		free(remedy);
	} else {
		preflight_tell(c, "%s", name);
	}
}

void preflight_role(struct check *c)
{
	judge_role(c, fact_parameter(c->p, c->row->about), fact_field(c->p, c->row->about));
}

bool service_role_is_given(const struct cew_preflight *p, const struct row *row)
{
	(void)row;
	return p->plan->role_arn != NULL;
}

void preflight_service_role(struct check *c)
{
	judge_role(c, c->p->plan->role_arn, fact_setting_field(c->p, "roleArn"));
}

/* ---- the certificate's secret ---- */

void preflight_secret(struct check *c)
{
	const char *name = fact_parameter(c->p, c->row->about), *field = fact_field(c->p, c->row->about);
	const struct answer *a = preflight_ask(c, LOOKUP_SECRET, name, NULL);
	if (!a)
		return;
	if (a->ok && a->found.secrets[0].deleted_ms)
		preflight_find(c, CEW_ERROR, field, "Restore it in Secrets Manager, or name another one.",
		           "Secret %s is being deleted: nobody can read it any more, and the task would not start.", name);
	else if (a->ok)
		preflight_tell(c, "%s", name);
	else if (a->err.status == CEW_NOT_FOUND)
		preflight_find(c, CEW_ERROR, field, "Make it in Secrets Manager, in the stack's region, with the certificate in PEM form as its plain text.",
		           "There is no secret %s in %s in this account: the task would not start.", name, c->p->plan->region);
	else
		preflight_leave_open(c, field, a, "whether the secret with the certificate is there");
}

/* ---- topics ---- */

bool topics_are_given(const struct cew_preflight *p, const struct row *row)
{
	(void)row;
	return p->plan->notification_count > 0;
}

static bool has_topic(const struct answer *a, const char *arn)
{
	for (size_t i = 0; i < a->found.count; i++)
		if (strcmp(a->found.topics[i].arn, arn) == 0)
			return true;
	return false;
}

void preflight_topics(struct check *c)
{
	const char *field = fact_setting_field(c->p, "notificationArns");
	const struct answer *a = preflight_need(c, LOOKUP_TOPICS, NULL, NULL, field, "whether the SNS topics are there");
	for (size_t i = 0; a && i < c->p->plan->notification_count; i++) {
		const char *arn = c->p->plan->notification_arns[i];
		if (!of_account(arn, cew_preflight_account(c->p)))
			preflight_find(c, CEW_NOTE, field, "Make sure that it is there and that its policy lets this account publish.",
			           "Could not be checked: %s belongs to another account.", arn);
		else if (!has_topic(a, arn))
			preflight_find(c, CEW_ERROR, field, "Give the ARN of a topic that is there, or leave it out.",
			           "There is no SNS topic %s. CloudFormation would refuse to create the stack.", arn);
	}
	preflight_tell(c, "%zu topic%s", c->p->plan->notification_count, c->p->plan->notification_count == 1 ? "" : "s");
}
