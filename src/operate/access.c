/* The way in, judged: is the service healthy, do the rules of the network let the way through a jump host in, does the user
 * interface answer from here, and what a Client VPN endpoint would be made with (guide: accessing Netskope CE). */
#include "survey.h"

#include <stdio.h>
#include <string.h>

#define SSH 22
#define ANYWHERE "0.0.0.0/0"

/* ---- health ---- */

static void judge_container(struct cew_survey *s, const struct container_row *c)
{
	bool done = strcmp(c->status, "STOPPED") == 0 && strcmp(c->exit_code, "0") == 0;
	bool bad = !done && (strcmp(c->status, "RUNNING") != 0 || strcmp(c->health, "UNHEALTHY") == 0);
	const char *health = strcmp(c->health, "HEALTHY") == 0 ? ", healthy" : strcmp(c->health, "UNHEALTHY") == 0 ? ", unhealthy" : "";
	const char *detail = done ? "ended well, as it should"
	                          : SAY(s, "%s%s%s%s", c->status, health, *c->reason ? ": " : "", c->reason);
	add_item(s, "health", SAY(s, "container-%s", c->name), bad ? CEW_MARK_OPEN : CEW_MARK_OK, SAY(s, "container %s", c->name), detail,
	         bad ? "the container's lines are in the stack's log group" : "");
}

static void judge_targets(struct cew_survey *s)
{
	const struct target_row *t = s->health.targets.items;
	if (!*s->facts.target_group)
		return;
	if (s->health.targets_error.status)
		add_item(s, "health", "targets", CEW_MARK_UNKNOWN, "load balancer's target", unreadable(s, &s->health.targets_error), "");
	else if (!s->health.targets.len)
		add_item(s, "health", "targets", CEW_MARK_OPEN, "load balancer's target", "no target is registered",
		         "a task registers itself when it runs");
	for (size_t i = 0; i < s->health.targets.len; i++) {
		bool good = strcmp(t[i].state, "healthy") == 0;
		add_item(s, "health", SAY(s, "target-%s", t[i].id), good ? CEW_MARK_OK : CEW_MARK_OPEN, SAY(s, "target %s", t[i].id),
		         SAY(s, "%s%s%s", t[i].state, *t[i].reason ? ": " : "", t[i].reason),
		         good ? "" : "the first start takes some minutes; afterwards look at the ui container's log");
	}
}

static void judge_health(struct cew_survey *s)
{
	const struct health *h = &s->health;
	if (!*s->facts.service) {
		add_item(s, "health", "service", CEW_MARK_OPEN, "service", "the stack has no ECS service", "");
		return;
	}
	if (h->error.status) {
		add_item(s, "health", "service", CEW_MARK_UNKNOWN, "service", unreadable(s, &h->error), "");
	} else {
		bool good = h->desired > 0 && h->running >= h->desired;
		const char *mend = good ? "" : h->desired == 0 ? "the service is stopped on purpose: an upgrade that was left goes on with `cewizard upgrade`"
		                                               : "the newest event of the service says why";
		add_item(s, "health", "service", good ? CEW_MARK_OK : CEW_MARK_OPEN, "service",
		         SAY(s, "%lld of %lld tasks run%s%s", (long long)h->running, (long long)h->desired, good ? "" : ": ", good ? "" : h->event),
		         mend);
	}
	const struct container_row *c = h->containers.items;
	for (size_t i = 0; i < h->containers.len; i++)
		judge_container(s, &c[i]);
	judge_targets(s);
}

/* ---- what the way in needs ---- */

static const struct cew_security_group *group_of(const struct cew_survey *s, const char *id)
{
	const struct cew_security_group *all = s->got.groups.items;
	for (size_t i = 0; i < s->got.groups.len; i++)
		if (strcmp(all[i].id, id) == 0)
			return &all[i];
	return NULL;
}

/* A subnet without an ACL of its own has the VPC's default one. */
static const struct cew_network_acl *acl_of(const struct cew_survey *s, const char *subnet)
{
	const struct cew_network_acl *all = s->got.acls.items, *fallback = NULL;
	for (size_t i = 0; i < s->got.acls.len; i++) {
		for (size_t k = 0; k < all[i].subnet_count; k++)
			if (strcmp(all[i].subnet_ids[k], subnet) == 0)
				return &all[i];
		if (all[i].is_default)
			fallback = &all[i];
	}
	return fallback;
}

static enum cew_mark mark_of(enum verdict v)
{
	return v == VERDICT_NO ? CEW_MARK_OPEN : CEW_MARK_OK;
}

/* The group in front of the product: the load balancer's, else the task's. */
static void need_group(struct cew_survey *s, const struct cew_cidr *vpc)
{
	const struct cew_vec *ids = *s->facts.balancer_arn ? &s->got.balancer_groups : &s->health.groups;
	const char *whose = *s->facts.balancer_arn ? "load balancer" : "task";
	const char *what = SAY(s, "%s's security group lets TCP %d in from the VPC", whose, s->facts.port);
	enum verdict best = VERDICT_NO;
	const char *name = "";
	for (size_t i = 0; i < ids->len; i++) {
		const struct cew_security_group *g = group_of(s, ((const char *const *)ids->items)[i]);
		enum verdict v = g ? group_verdict(g, s->facts.port, vpc, NULL) : VERDICT_NO;
		name = g && (v > best || !*name) ? g->id : name;
		best = v > best ? v : best;
	}
	if (s->got.group_error.status || !*name) {
		add_item(s, "way-in", "product-group", CEW_MARK_UNKNOWN, what,
		         s->got.group_error.status ? unreadable(s, &s->got.group_error) : "its security group is not known", "");
		return;
	}
	add_item(s, "way-in", "product-group", mark_of(best), what,
	         best == VERDICT_PART ? SAY(s, "%s does so for a part of %s", name, s->facts.vpc_cidr) : name,
	         best == VERDICT_NO ? SAY(s, "add an inbound rule to %s: TCP %d from %s", name, s->facts.port, s->facts.vpc_cidr) : "");
}

/* Where the load balancer's (or the task's) addresses lie. */
static const char *product_subnet(const struct cew_survey *s)
{
	const struct view_resource *all = s->view.resources.items;
	if (*s->health.task_subnet)
		return s->health.task_subnet;
	for (size_t i = 0; i < s->view.resources.len; i++)
		if (strcmp(all[i].type, "AWS::EC2::Subnet") == 0 && text_has(all[i].logical_id, "private"))
			return all[i].physical_id;
	return s->health.subnets.len ? *(const char *const *)s->health.subnets.items : view_parameter(&s->view, "ExistingPrivateSubnet1ID");
}

static void need_product_acl(struct cew_survey *s, const struct cew_cidr *vpc)
{
	const struct cew_network_acl *acl = acl_of(s, product_subnet(s));
	const char *what = SAY(s, "network ACL lets TCP %d in from the VPC", s->facts.port);
	if (s->got.acl_error.status || !acl) {
		add_item(s, "way-in", "product-acl", CEW_MARK_UNKNOWN, what,
		         s->got.acl_error.status ? unreadable(s, &s->got.acl_error) : "the private subnets' ACL is not known", "");
		return;
	}
	enum verdict v = acl_verdict(acl, false, s->facts.port, vpc);
	add_item(s, "way-in", "product-acl", mark_of(v), what, acl->id,
	         v == VERDICT_NO ? SAY(s, "add an inbound rule to %s: allow TCP %d from %s, numbered below the rules that deny it", acl->id,
	                               s->facts.port, s->facts.vpc_cidr) : "");
}

static const struct interface_row *jump_interface(const struct cew_survey *s)
{
	const struct interface_row *all = s->got.interfaces.items;
	for (size_t i = 0; i < s->got.interfaces.len && *s->way.jump_host; i++)
		if (strcmp(all[i].public_ip, s->way.jump_host) == 0 || strcmp(all[i].private_ip, s->way.jump_host) == 0 ||
		    strcmp(all[i].instance, s->way.jump_host) == 0)
			return &all[i];
	return NULL;
}

static const char *public_subnet(const struct cew_survey *s)
{
	const struct view_resource *all = s->view.resources.items;
	for (size_t i = 0; i < s->view.resources.len; i++)
		if (strcmp(all[i].type, "AWS::EC2::Subnet") == 0 && text_has(all[i].logical_id, "public"))
			return all[i].physical_id;
	return "";
}

/* The operator's own range, or the whole internet where it is not known: then a part of it is all that can be asked for. */
static const char *operator_range(const struct cew_survey *s, struct cew_cidr *out)
{
	const char *text = *s->way.from ? s->way.from : ANYWHERE;
	if (cew_cidr_parse(text, out, NULL)) {
		text = ANYWHERE;
		*out = (struct cew_cidr){0};
	}
	return text;
}

static void need_ssh_acl(struct cew_survey *s, const struct interface_row *jump)
{
	struct cew_cidr from;
	const char *range = operator_range(s, &from);
	bool known = strcmp(range, ANYWHERE) != 0;
	const struct cew_network_acl *acl = acl_of(s, jump ? jump->subnet : public_subnet(s));
	const char *what = SAY(s, "network ACL lets SSH in%s%s", known ? " from " : "", known ? range : "");
	if (s->got.acl_error.status || !acl) {
		add_item(s, "way-in", "ssh-acl", CEW_MARK_UNKNOWN, what,
		         s->got.acl_error.status ? unreadable(s, &s->got.acl_error) : "in which subnet the jump host is, is not known",
		         "name the jump host by its address");
		return;
	}
	enum verdict v = acl_verdict(acl, false, SSH, &from);
	bool some = v != VERDICT_NO;
	add_item(s, "way-in", "ssh-acl", some ? CEW_MARK_OK : CEW_MARK_OPEN, what,
	         some && !known ? SAY(s, "%s does so for some addresses; say yours to know it for them", acl->id) : acl->id,
	         some ? "" : SAY(s, "add an inbound rule to %s: allow TCP 22 from %s, numbered below the rules that deny it", acl->id,
	                         known ? range : "your own address"));
}

static void need_ssh_group(struct cew_survey *s, const struct interface_row *jump)
{
	struct cew_cidr from;
	const char *range = operator_range(s, &from);
	enum verdict best = VERDICT_NO;
	const char *name = "";
	for (size_t i = 0; jump && i < jump->group_count; i++) {
		const struct cew_security_group *g = group_of(s, jump->groups[i]);
		enum verdict v = g ? group_verdict(g, SSH, &from, NULL) : VERDICT_NO;
		name = g ? g->id : name;
		best = v > best ? v : best;
	}
	if (!*name) {
		add_item(s, "way-in", "ssh-group", CEW_MARK_UNKNOWN, "jump host's security group lets SSH in",
		         *s->way.jump_host ? "the jump host is no instance of this VPC that could be found by that address"
		                           : "which instance is the jump host, nobody said",
		         "start one in a public subnet of the VPC, and name it by its address");
		return;
	}
	add_item(s, "way-in", "ssh-group", mark_of(best), "jump host's security group lets SSH in", name,
	         best == VERDICT_NO ? SAY(s, "add an inbound rule to %s: TCP 22 from %s", name, range) : "");
}

static void judge_way(struct cew_survey *s)
{
	struct cew_cidr vpc;
	const struct interface_row *jump = jump_interface(s);
	if (cew_cidr_parse(s->facts.vpc_cidr, &vpc, NULL)) {
		add_item(s, "way-in", "vpc", CEW_MARK_UNKNOWN, "the VPC's range",
		         s->got.vpc_error.status ? unreadable(s, &s->got.vpc_error) : "it is not known", "");
		return;
	}
	need_ssh_acl(s, jump);
	need_ssh_group(s, jump);
	need_product_acl(s, &vpc);
	need_group(s, &vpc);
}

/* ---- from here ---- */

static void judge_probes(struct cew_survey *s)
{
	for (size_t i = 0; i < s->probe_count; i++) {
		const struct probe_row *p = &s->probes[i];
		bool tunnel = strcmp(p->what, "tunnel") == 0, there = p->result.answered;
		const char *what = tunnel ? SAY(s, "tunnel at 127.0.0.1:%d", p->port) : SAY(s, "%s at %s:%d", p->what, p->address, p->port);
		/* That there is no tunnel yet, or no way into the VPC from here, is nothing to mend. */
		add_item(s, "probe", SAY(s, "probe-%s", p->what), there ? CEW_MARK_OK : CEW_MARK_NOTE, what, SAY(s, "%s", p->result.text),
		         tunnel && !there ? "the ssh line above opens it" : "");
	}
	if (s->site.pretend)
		add_item(s, "probe", "probe-skipped", CEW_MARK_NOTE, "addresses of the VPC",
		         "not tried: those of an AWS on this machine are of no network", "");
}

/* ---- Client VPN ---- */

static const char *private_subnet(const struct cew_survey *s)
{
	const char *subnet = product_subnet(s);
	return *subnet ? subnet : "SUBNET";
}

static void judge_vpn(struct cew_survey *s)
{
	const char *vpc = *s->facts.vpc_cidr ? s->facts.vpc_cidr : "VPC-CIDR", *region = s->facts.region;
	char free_range[19];
	struct cew_error err;
	cew_vpn_suggest(s->facts.vpc_cidr, free_range);
	const char *range = *s->way.client_cidr ? s->way.client_cidr : SAY(s, "%s", free_range);
	bool good = cew_vpn_check(range, s->facts.vpc_cidr, &err) == CEW_OK;
	add_item(s, "client-vpn", "vpn-certificates", CEW_MARK_NOTE, "1 certificates",
	         "make a server and a client certificate (easy-rsa), and import both into ACM in this region",
	         SAY(s, "aws acm import-certificate --region %s --certificate fileb://server.crt --private-key fileb://server.key "
	                "--certificate-chain fileb://ca.crt", region));
	add_item(s, "client-vpn", "vpn-range", good ? CEW_MARK_OK : CEW_MARK_OPEN, "2 the clients' address range",
	         good ? SAY(s, "%s: of /12 to /22, and beside the VPC's %s", range, vpc) : SAY(s, "%s", err.what), good ? "" : SAY(s, "%s", err.hint));
	add_item(s, "client-vpn", "vpn-endpoint", CEW_MARK_NOTE, "3 the endpoint", "with mutual authentication and split tunnel",
	         SAY(s, "aws ec2 create-client-vpn-endpoint --region %s --client-cidr-block %s --vpc-id %s --split-tunnel "
	                "--server-certificate-arn SERVER_ARN --authentication-options "
	                "Type=certificate-authentication,MutualAuthentication={ClientRootCertificateChainArn=CLIENT_ARN} "
	                "--connection-log-options Enabled=false", region, good ? range : free_range, *s->facts.vpc_id ? s->facts.vpc_id : "VPC"));
	add_item(s, "client-vpn", "vpn-network", CEW_MARK_NOTE, "4 the target network", "one subnet is enough for the whole VPC",
	         SAY(s, "aws ec2 associate-client-vpn-target-network --region %s --client-vpn-endpoint-id ENDPOINT --subnet-id %s", region,
	             private_subnet(s)));
	add_item(s, "client-vpn", "vpn-authorization", CEW_MARK_NOTE, "5 the authorization rule", SAY(s, "for the VPC's range %s", vpc),
	         SAY(s, "aws ec2 authorize-client-vpn-ingress --region %s --client-vpn-endpoint-id ENDPOINT --target-network-cidr %s "
	                "--authorize-all-groups", region, vpc));
	add_item(s, "client-vpn", "vpn-client", CEW_MARK_NOTE, "6 the clients' file",
	         "add <cert> and <key> to it, and put a random word and a dot before the endpoint's DNS name",
	         SAY(s, "aws ec2 export-client-vpn-client-configuration --region %s --client-vpn-endpoint-id ENDPOINT --output text", region));
	add_item(s, "client-vpn", "vpn-open", CEW_MARK_NOTE, "7 open it",
	         SAY(s, "http://%s:%d", *s->facts.host ? s->facts.host : "HOST", s->facts.port), "");
}

void judge_access(struct cew_survey *s)
{
	judge_health(s);
	judge_probes(s);
	judge_way(s);
	judge_vpn(s);
}
