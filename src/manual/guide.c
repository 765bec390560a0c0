/* The deployment guide, part by part: which page or command does it here, and what is not automated. */
#include <stdio.h>
#include <string.h>

#include "manual.h"

struct guide_row {
	const char *part; /* steps parted by ", ", or a heading of the guide */
	const char *what;
	const char *here; /* NULL: the page that the forms give for its first step */
};

static const struct guide_row rows[] = {
	{"Prerequisites", "the permissions of the user or role that deploys",
	 "Not looked at beforehand yet. A refused action comes back as the failure's cause, with its name."},
	{"Prerequisites", "policy files for the user or role that deploys, with or without IAM rights",
	 "policies writes them: for a user, for a service role of CloudFormation, and with --without-iam for those who may make "
	 "no roles. Attaching them is done in IAM."},
	{"Prerequisites", "service quotas",
	 "plan counts what will be made of each type. It is not held against the account's quotas yet; a quota that is used up is "
	 "told as the cause, with the quota's code."},
	{"Prerequisites", "the secret with a custom CA certificate",
	 "Not automated yet: make it in Secrets Manager, then give its name on the page CA certificate."},
	{"Prerequisites", "the Marketplace subscription",
	 "Not looked at beforehand yet. A task that cannot pull its images is told as that."},
	{"1.1, 2.1", "download the template", "Nothing to do: a template is built in. --template takes the vendor's or another."},
	{"1.2.1, 2.2.1", "sign in", NULL},
	{"1.2.2, 2.2.2", "choose the region", NULL},
	{"1.2.3, 2.2.3", "create a stack with new resources", "The wizard and deploy do just that."},
	{"1.2.4, 2.2.4", "upload the template", NULL},
	{"1.2.5, 2.2.5", "the stack's name", NULL},
	{"1.2.6, 2.2.6", "new or existing resources, environment name, package type", NULL},
	{"1.2.7, 2.2.7", "the load balancer", NULL},
	{"1.2.8, 2.2.8", "existing IAM roles", NULL},
	{"1.2.8, 2.2.8", "making those roles beforehand",
	 "policies --for roles writes their trust and permission policies, worked out from the template. Making the roles is done in "
	 "IAM."},
	{"1.2.9", "the network", NULL},
	{"2.2.9", "existing resources", NULL},
	{"1.2.10, 2.2.10", "environment variables", NULL},
	{"1.2.11, 2.2.11", "the CA certificate", NULL},
	{"1.2.12, 2.2.12", "tags", NULL},
	{"1.2.13, 2.2.13", "the role that CloudFormation works with", NULL},
	{"1.2.14, 2.2.14", "notifications and stack options", NULL},
	{"1.2.15, 2.2.15", "review", NULL},
	{"1.2.16, 2.2.16", "acknowledge IAM resources and create", NULL},
	{"1.2.17, 2.2.17", "wait for the stack", NULL},
	{"1.2.18, 2.2.18", "outputs and access", NULL},
	{"Finding", "ids of VPC and subnets, a VPC's range, a cluster's name, a target group's ARN",
	 "They are typed and checked for their form. Lists out of the account are not offered yet."},
	{"Finding", "the private IP of a task", "Not automated yet: the ECS console shows it on the task's page."},
	{"SNS", "a new topic", "Not automated yet: make it first, then give its ARN on the page Notifications and options."},
	{"Accessing", "through a jump host",
	 "access prints the ssh line with the load balancer's address. Starting the jump host, its security group and the "
	 "network ACL's entries are not automated."},
	{"Accessing", "through AWS Client VPN", "Not automated."},
	{"Upgrading", "to newer images", "Not automated yet."},
	{"Health, data, backup", "monitoring, password rotation, EFS backup",
	 "Not the deployment's business: they are done in Cloud Exchange and in AWS Backup."},
	{"Best practices", "encrypted SNS topics with delivery logs", "Not checked yet."},
	{"Best practices", "access logs of the load balancer", "The built-in template makes them with a load balancer of its own."},
	{"Best practices", "no public address", "The built-in template makes an internal load balancer only."},
	{"Best practices", "an HTTPS listener; deletion protection of the load balancer", "Not automated yet."},
	{"Best practices", "remove what was made by hand before deleting the stack",
	 "delete does not look for it yet; what keeps a resource from being deleted is told as the cause."},
	{"Troubleshooting", "five Elastic IP addresses a region", "Told as the cause of the failure, with what to do."},
	{"Troubleshooting", "names that become too long",
	 "Refused before anything is sent: every derived name is held against its limit, by plan and while typing."},
	{"Troubleshooting", "port 80 of an existing load balancer is taken", "Told as the cause of the failure."},
	{"Troubleshooting", "ResourceInitializationError: the task cannot reach the registry", "Told as the cause of the failure."},
};

static const struct cew_page *page_of(const struct cew_form_set *forms, const char *step, size_t len)
{
	for (size_t p = 0; p < cew_form_page_count(forms); p++) {
		const struct cew_page *page = cew_form_page_at(forms, p);
		for (size_t i = 0; i < page->guide_count; i++)
			if (strlen(page->guide[i]) == len && strncmp(page->guide[i], step, len) == 0)
				return page;
	}
	return NULL;
}

static bool row_speaks_of(const struct guide_row *row, const char *step)
{
	size_t len = strlen(step);
	for (const char *at = strstr(row->part, step); at; at = strstr(at + 1, step))
		if ((at == row->part || at[-1] == ' ') && (!at[len] || at[len] == ','))
			return true;
	return false;
}

/* Both ways to deploy have eighteen steps; a table that leaves one out would pass for a whole one. */
static enum cew_status check_complete(struct cew_error *err)
{
	for (int way = 1; way <= 2; way++) {
		for (int n = 1; n <= 18; n++) {
			char step[16];
			bool found = false;
			snprintf(step, sizeof(step), "%d.2.%d", way, n);
			for (size_t i = 0; i < CEW_COUNT(rows); i++)
				found |= row_speaks_of(&rows[i], step);
			if (!found)
				return cew_fail(err, CEW_NOT_FOUND, "no row speaks of the guide's step %s", step);
		}
	}
	return CEW_OK;
}

enum cew_status manual_guide(struct cew_buf *out, const struct cew_form_set *forms, struct cew_error *err)
{
	enum cew_status s = check_complete(err);
	if (s)
		return s;
	cew_buf_str(out, ".SH \"THE DEPLOYMENT GUIDE\"\n"
	                 "Where the parts of the guide are done. Steps 1.2 make all resources anew, steps 2.2 use existing ones.\n");
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		const struct guide_row *row = &rows[i];
		const struct cew_page *page = page_of(forms, row->part, strcspn(row->part, ","));
		if (!row->here && !page)
			return cew_fail(err, CEW_NOT_FOUND, "no page is for the guide's step %s", row->part);
		cew_buf_str(out, ".TP\n\\fB");
		manual_text(out, row->part);
		cew_buf_str(out, "\\fR: ");
		manual_text(out, row->what);
		cew_buf_char(out, '\n');
		if (row->here) {
			manual_text(out, row->here);
			cew_buf_char(out, '\n');
		} else {
			cew_buf_str(out, "Page ");
			manual_text(out, page->title);
			cew_buf_str(out, ".\n");
		}
	}
	return CEW_OK;
}
