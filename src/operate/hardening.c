/* The guide's best practices, judged by what could be read of the account. */
#include "survey.h"

#include <stdlib.h>
#include <string.h>

static const char *attribute(const struct cew_survey *s, const char *name)
{
	const struct cew_name_value *all = s->got.attributes.items;
	for (size_t i = 0; i < s->got.attributes.len; i++)
		if (strcmp(all[i].name, name) == 0)
			return all[i].value;
	return "";
}

static void practice(struct cew_survey *s, const char *id, enum cew_mark mark, const char *what, const char *detail,
                     const char *mend)
{
	add_item(s, "practices", id, mark, what, detail, mark == CEW_MARK_OK || mark == CEW_MARK_NOTE ? "" : mend);
}

static enum cew_mark when(bool good)
{
	return good ? CEW_MARK_OK : CEW_MARK_OPEN;
}

/* ---- notifications ---- */

static void judge_encryption(struct cew_survey *s, const struct topic_row *t, const char *id)
{
	const char *what = "SNS topic is encrypted", *mend = "encrypt it with the key alias/aws/sns";
	if (t->error.status) {
		practice(s, id, CEW_MARK_UNKNOWN, what, unreadable(s, &t->error), "look at the topic in the SNS console");
		return;
	}
	practice(s, id, when(*t->key), what, *t->key ? SAY(s, "%s, with %s", t->arn, t->key) : t->arn, mend);
	last_item(s)->mendable = !*t->key;
}

static int by_arn(const void *a, const void *b)
{
	return strcmp(((const struct topic_row *)a)->arn, ((const struct topic_row *)b)->arn);
}

/* By name, so that an item's id means the same topic each time. */
static void judge_topics(struct cew_survey *s)
{
	if (s->got.topics.len)
		qsort(s->got.topics.items, s->got.topics.len, sizeof(struct topic_row), by_arn);
	const struct topic_row *all = s->got.topics.items;
	if (!s->got.topics.len)
		practice(s, "sns-encryption", CEW_MARK_NOTE, "SNS topic is encrypted", "the stack tells no topic", "");
	for (size_t i = 0; i < s->got.topics.len; i++) {
		const struct topic_row *t = &all[i];
		judge_encryption(s, t, i ? SAY(s, "sns-encryption-%zu", i + 1) : "sns-encryption");
		practice(s, i ? SAY(s, "sns-delivery-logging-%zu", i + 1) : "sns-delivery-logging",
		         t->error.status ? CEW_MARK_UNKNOWN : when(t->logs), "SNS topic logs its deliveries",
		         t->error.status ? unreadable(s, &t->error) : t->arn,
		         "in the SNS console: Edit, Delivery status logging, with a role that may write to CloudWatch Logs");
	}
}

/* ---- the load balancer ---- */

static void judge_balancer_attributes(struct cew_survey *s)
{
	bool known = !s->got.attribute_error.status;
	const char *why = known ? "" : unreadable(s, &s->got.attribute_error);
	bool logs = strcmp(attribute(s, "access_logs.s3.enabled"), "true") == 0;
	bool protected = strcmp(attribute(s, "deletion_protection.enabled"), "true") == 0;
	practice(s, "alb-access-logs", known ? when(logs) : CEW_MARK_UNKNOWN, "load balancer keeps access logs",
	         logs ? SAY(s, "in bucket %s", attribute(s, "access_logs.s3.bucket")) : why,
	         "in the EC2 console: the load balancer's attributes, Access logs, with a bucket that Elastic Load Balancing may write to");
	practice(s, "alb-deletion-protection", known ? when(protected) : CEW_MARK_UNKNOWN, "load balancer is protected against deletion",
	         known && protected ? "to be taken off before the stack is deleted" : why, "turn the protection on");
	last_item(s)->mendable = known && !protected && s->facts.balancer_is_own; /* others answer for another one */
}

static void judge_https(struct cew_survey *s)
{
	const struct listener_row *all = s->got.listeners.items;
	bool https = false;
	for (size_t i = 0; i < s->got.listeners.len; i++)
		https |= strcmp(all[i].protocol, "HTTPS") == 0;
	practice(s, "https-listener", s->got.listener_error.status ? CEW_MARK_UNKNOWN : when(https), "load balancer has an HTTPS listener",
	         s->got.listener_error.status ? unreadable(s, &s->got.listener_error) : "",
	         "import a certificate into ACM, then add a listener for HTTPS on port 443 that forwards to the stack's target group");
}

static void judge_balancer(struct cew_survey *s)
{
	if (!*s->facts.balancer_arn) {
		practice(s, "alb-access-logs", CEW_MARK_NOTE, "load balancer keeps access logs", "there is no load balancer in front of it", "");
		practice(s, "https-listener", CEW_MARK_UNKNOWN, "traffic is encrypted by a certificate",
		         "without a load balancer this is up to Cloud Exchange itself",
		         "install a private certificate on Cloud Exchange");
		return;
	}
	judge_balancer_attributes(s);
	judge_https(s);
}

/* ---- the network ---- */

static bool vpc_flows(const struct cew_survey *s, const char **where)
{
	const struct flow_row *all = s->got.flows.items;
	for (size_t i = 0; i < s->got.flows.len; i++) {
		if (strcmp(all[i].status, "ACTIVE") == 0) {
			*where = all[i].destination;
			return true;
		}
	}
	return false;
}

static void judge_flow_logs(struct cew_survey *s)
{
	const char *where = "";
	bool flows = vpc_flows(s, &where);
	practice(s, "vpc-flow-logs", s->got.flow_error.status ? CEW_MARK_UNKNOWN : when(flows), "VPC keeps flow logs",
	         s->got.flow_error.status ? unreadable(s, &s->got.flow_error) : flows ? SAY(s, "to %s", where) : s->facts.vpc_id,
	         s->facts.vpc_is_own ? "upgrade the stack with EnableVPCFlowLog set to True, or make a flow log in the VPC console"
	                             : "make a flow log in the VPC console: it needs a role or a bucket of your choice");
}

static void judge_default_group(struct cew_survey *s)
{
	const struct cew_security_group *all = s->got.groups.items, *own = NULL;
	const char *what = "VPC's default security group lets nothing through";
	for (size_t i = 0; i < s->got.groups.len; i++)
		if (strcmp(all[i].group, "default") == 0)
			own = &all[i];
	if (!own) {
		practice(s, "default-security-group", CEW_MARK_UNKNOWN, what,
		         s->got.group_error.status ? unreadable(s, &s->got.group_error) : "it was not found", "look at it in the VPC console");
		return;
	}
	size_t rules = own->ingress_count + own->egress_count;
	practice(s, "default-security-group", when(rules == 0), what,
	         rules ? SAY(s, "%s has %zu inbound and %zu outbound rules", own->id, own->ingress_count, own->egress_count) : own->id,
	         "remove its rules, unless something in the VPC is known to use them");
}

/* Security Hub's control: an entry that lets the whole internet in to SSH or RDP, before one that does not. */
static void judge_acls(struct cew_survey *s)
{
	static const int ports[] = {22, 3389};
	const struct cew_network_acl *all = s->got.acls.items;
	const char *bad = NULL;
	for (size_t i = 0; i < s->got.acls.len && !bad; i++)
		for (size_t p = 0; p < CEW_COUNT(ports) && !bad; p++)
			if (acl_verdict(&all[i], false, ports[p], &(struct cew_cidr){0}) == VERDICT_YES)
				bad = SAY(s, "%s lets TCP %d in from 0.0.0.0/0", all[i].id, ports[p]);
	bool known = !s->got.acl_error.status && s->got.acls.len;
	practice(s, "network-acl", known ? when(!bad) : CEW_MARK_UNKNOWN, "network ACLs let no SSH and no RDP in from everywhere",
	         bad ? bad : s->got.acl_error.status ? unreadable(s, &s->got.acl_error) : "", "deny it by a rule with a lower number");
}

static void judge_public_address(struct cew_survey *s)
{
	bool known = s->health.found && *s->health.public_ip;
	bool public_task = strcmp(s->health.public_ip, "ENABLED") == 0;
	bool public_balancer = strcmp(s->got.balancer_scheme, "internet-facing") == 0;
	practice(s, "no-public-address", !known && !public_balancer ? CEW_MARK_UNKNOWN : when(!public_task && !public_balancer),
	         "Cloud Exchange has no public address",
	         public_task ? "the task gets a public address" : public_balancer ? "the load balancer faces the internet"
	         : s->health.error.status ? unreadable(s, &s->health.error) : "",
	         "reach it through a jump host, Direct Connect or Netskope Private Access instead");
}

/* ---- the stack and its data ---- */

static void judge_stack(struct cew_survey *s)
{
	practice(s, "termination-protection", when(s->view.protected), "stack is protected against termination", "",
	         "turn the protection on");
	last_item(s)->mendable = !s->view.protected;
}

static void judge_backup(struct cew_survey *s)
{
	bool on = operate_text_starts(s->got.backup, "ENABL");
	if (!*s->facts.file_system)
		return;
	practice(s, "efs-backup", s->got.backup_error.status ? CEW_MARK_UNKNOWN : when(on), "file system is backed up every day",
	         s->got.backup_error.status ? unreadable(s, &s->got.backup_error) : s->facts.file_system, "turn automatic backups on");
	last_item(s)->mendable = !on && !s->got.backup_error.status;
}

static void judge_by_hand(struct cew_survey *s)
{
	practice(s, "support-role", CEW_MARK_UNKNOWN, "a role manages incidents with AWS Support",
	         "that is a matter of the account, not of the stack", "make a role with the managed policy AWSSupportAccess");
	if (view_first(&s->view, "AWS::S3::Bucket"))
		practice(s, "bucket-notifications", CEW_MARK_UNKNOWN, "log buckets notify of events", "that is not looked at",
		         "in the S3 console: the buckets' properties, Event notifications");
}

void judge_hardening(struct cew_survey *s)
{
	judge_stack(s);
	judge_balancer(s);
	judge_public_address(s);
	judge_default_group(s);
	judge_acls(s);
	judge_flow_logs(s);
	judge_backup(s);
	judge_topics(s);
	judge_by_hand(s);
}
