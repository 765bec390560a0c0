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
	 "check has IAM simulate what the stack takes; who may not ask that is told what was refused when it was tried."},
	{"Prerequisites", "policy files for the user or role that deploys, with or without IAM rights",
	 "policies writes them: for a user, for a service role of CloudFormation, and with --without-iam for those who may make "
	 "no roles. Attaching them is done in IAM."},
	{"Prerequisites", "service quotas",
	 "plan counts what will be made of each type; check holds it, and what is used already, against what the account may "
	 "have."},
	{"Prerequisites", "the secret with a custom CA certificate",
	 "Make it in Secrets Manager, then give its name on the page CA certificate; check looks whether it is there."},
	{"Prerequisites", "the Marketplace subscription",
	 "check asks the registry for the images of the template."},
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
	 "policies --for roles writes their trust and permission policies, worked out from the template. With --make it makes "
	 "them, after asking."},
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
	 "The wizard's fields offer them in lists out of the account; the VPC's range is filled in with the VPC."},
	{"Finding", "the private IP of a task", "access tells it, and puts it into the ssh line where there is no load balancer."},
	{"SNS", "a new topic", "Not automated yet: make it first, then give its ARN on the page Notifications and options."},
	{"Accessing", "through a jump host: steps 1 to 5, the instance",
	 "Not automated: start it in the EC2 console, in a public subnet of the stack's VPC (access and the outputs name it), with a "
	 "public address and a key pair of yours."},
	{"Accessing", "through a jump host: steps 6 and 7, the security group and the network ACL",
	 "access tells whether the rules are there that the way needs, for your address with --from, and words the rule that is "
	 "missing. Adding it is done in the VPC console."},
	{"Accessing", "through a jump host: steps 8 to 11, DNS name, tunnel, browser",
	 "access prints the whole ssh line, with or without a load balancer, remembers jump host, user, key and port, and tells "
	 "whether the tunnel answers."},
	{"Accessing", "through AWS Client VPN",
	 "access prints the commands for endpoint, target network and authorization rule with this stack's values, and checks the "
	 "clients' address range (--client-cidr). Certificates, ACM and the clients' file are done by hand, in the order it lists."},
	{"Upgrading", "desired count to 0, stop the tasks, update the stack with the new template",
	 "upgrade does all of it, and shows images, parameters and a change set first. Whether Cloud Exchange is processing "
	 "something, and so whether RabbitMQ's queues are empty, only its own pages show: upgrade asks before it stops anything."},
	{"Upgrading", "wait for UPDATE_COMPLETE, and verify that the application runs",
	 "upgrade follows the events and ends when every container and the load balancer's target are healthy."},
	{"Upgrading", "what if it fails, or is stuck in UPDATE_IN_PROGRESS",
	 "A failed update is rolled back and the service started again; --cancel and --cancel-after cancel one that is stuck; a rollback "
	 "that failed is continued."},
	{"Health", "the login page's health display, System Status, Logging, Syslog for CE",
	 "access tells the health of service, containers and targets as ECS and the load balancer report it. What Cloud Exchange "
	 "shows of itself is seen in its own pages only."},
	{"Sensitive data", "where it is stored", "notes tells it with the stack's own ids."},
	{"Sensitive data", "rotation", "Not automated: users change their passwords in Cloud Exchange. notes says what is not to be changed."},
	{"Backup", "of the file system and of MongoDB",
	 "hardening --mend efs-backup turns AWS Backup's daily copies on; notes names file system and directories. Restoring, and a dump "
	 "of MongoDB, are done by hand."},
	{"Best practices", "1 and 2: SNS topics encrypted, with logs of their deliveries",
	 "hardening reads both of the stack's topics; --mend sns-encryption encrypts with AWS's own key. Logging of deliveries needs a role of "
	 "your choice, and is set in the SNS console."},
	{"Best practices", "3: a support role", "Not looked at: it is a matter of the account. Made in IAM with AWSSupportAccess."},
	{"Best practices", "4: access logs of the load balancer",
	 "The built-in template makes them with a load balancer of its own; hardening tells whether they are on."},
	{"Best practices", "5: no public address", "The built-in template makes an internal load balancer only; hardening tells."},
	{"Best practices", "6: a certificate and an HTTPS listener",
	 "hardening tells whether there is a listener. Certificate and listener are made by hand, or the certificate is installed on Cloud "
	 "Exchange."},
	{"Best practices", "7: remove what was made by hand before deleting the stack",
	 "delete looks for it first, and deletes nothing while something is there. Removing it is done by hand."},
	{"Best practices", "8: deletion protection of the load balancer",
	 "hardening --mend alb-deletion-protection turns it on; delete --mend alb-deletion-protection turns it off again (troubleshooting 4)."},
	{"Best practices", "flow logs, default security group, network ACLs",
	 "hardening tells. A flow log of an existing VPC needs a role or a bucket of your choice and is made in the VPC console."},
	{"Troubleshooting", "five Elastic IP addresses a region", "Found by check, else told as the cause of the failure."},
	{"Troubleshooting", "names that become too long",
	 "Refused before anything is sent: every derived name is held against its limit, by plan and while typing."},
	{"Troubleshooting", "port 80 of an existing load balancer is taken", "Found by check, else told as the cause of the failure."},
	{"Troubleshooting", "ResourceInitializationError: the task cannot reach the registry",
	 "check looks at routes and network ACLs of existing subnets; else it is told as the cause of the failure."},
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
