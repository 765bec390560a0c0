/* The target group that the answers name, the load balancer it stands behind, and ports that are taken. */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

bool target_group_is_given(const struct cew_preflight *p, const struct row *row)
{
	(void)row;
	return fact_parameter(p, "ExistingTargetGroup") != NULL;
}

static const struct cew_target_group *target_group(struct check *c, const char *what, bool *there)
{
	const char *arn = fact_parameter(c->p, "ExistingTargetGroup");
	const struct answer *a = preflight_need(c, LOOKUP_TARGET_GROUPS, NULL, NULL, fact_field(c->p, "ExistingTargetGroup"), what);
	*there = a != NULL;
	for (size_t i = 0; a && i < a->found.count; i++)
		if (strcmp(a->found.target_groups[i].arn, arn) == 0)
			return &a->found.target_groups[i];
	return NULL;
}

static void judge_network(struct check *c, const struct cew_target_group *g, const char *field)
{
	const char *vpc = fact_parameter(c->p, "ExistingVPCId");
	if (vpc && strcmp(g->vpc_id, vpc) != 0)
		preflight_find(c, CEW_ERROR, field, "Give a target group of the VPC that the task goes into.",
		           "Target group %s is in %s, and the task goes into %s: it could not be registered.", g->name, g->vpc_id, vpc);
	else if (!vpc && fact_makes(c->p, "AWS::EC2::VPC"))
		preflight_find(c, CEW_ERROR, field, "Have a load balancer made, or use the existing network of the target group.",
		           "Target group %s is in %s, and the stack makes a VPC of its own for the task: it could not be registered.",
		           g->name, g->vpc_id);
}

void preflight_target_group(struct check *c)
{
	const char *field = fact_field(c->p, "ExistingTargetGroup");
	bool there;
	const struct cew_target_group *g = target_group(c, "whether the target group fits", &there);
	if (!there)
		return;
	if (!g) {
		preflight_find(c, CEW_ERROR, field, "Give the ARN of a target group in the stack's region; the EC2 console shows it.",
		           "There is no such target group in %s in this account.", c->p->plan->region);
		return;
	}
	preflight_tell(c, "%s, type %s, %s", g->name, g->type, *g->protocol ? g->protocol : "no protocol");
	if (strcmp(g->type, "ip") != 0) {
		preflight_find(c, CEW_ERROR, field, "Make one of type IP addresses, protocol HTTP, port 3000, and give its ARN.",
		           "Target group %s has targets of type %s. A Fargate task is registered by its address, which takes type ip; the type cannot be changed.",
		           g->name, g->type);
		return;
	}
	if (strcmp(g->protocol, "HTTP") != 0)
		preflight_find(c, CEW_ERROR, field, "Make one of type IP addresses with protocol HTTP, and give its ARN.",
		           "Target group %s speaks %s to its targets. The task listens for HTTP: it would never become healthy.", g->name, g->protocol);
	judge_network(c, g, field);
	if (!g->load_balancer_count)
		preflight_find(c, CEW_ERROR, field, "Add a listener to your load balancer that forwards to it.",
		           "Target group %s is not behind any load balancer yet. ECS refuses a service whose target group has none.", g->name);
}

/* ---- listeners ---- */

static void judge_listeners(struct check *c, const struct cew_target_group *g, const struct answer *a, const char *field)
{
	const struct cew_listener *on_80 = NULL, *ours = NULL;
	for (size_t i = 0; i < a->found.count; i++) {
		const struct cew_listener *l = &a->found.listeners[i];
		on_80 = l->port == 80 ? l : on_80;
		ours = strcmp(l->target_group, g->arn) == 0 && (!ours || l->port == 80) ? l : ours;
	}
	if (ours)
		preflight_tell(c, "%s leads to it from port %lld", ours->protocol, (long long)ours->port);
	if (on_80 && strcmp(on_80->target_group, g->arn) != 0)
		preflight_find(c, CEW_WARNING, field,
		           "Free the port, or reach Cloud Exchange by the port or rule that leads to its target group.",
		           "Port 80 of the load balancer leads elsewhere. Cloud Exchange is expected there: `cewizard access` and the guide speak of port 80.");
	else if (!on_80)
		preflight_find(c, CEW_NOTE, field, "Add a listener on port 80, or reach Cloud Exchange by the port that leads to it.",
		           "The load balancer does not listen on port 80.");
}

void preflight_listener_port(struct check *c)
{
	const char *field = fact_field(c->p, "ExistingTargetGroup");
	bool there;
	const struct cew_target_group *g = target_group(c, "what listens on port 80 of the load balancer", &there);
	for (size_t i = 0; g && i < g->load_balancer_count; i++) {
		const struct answer *a =
			preflight_need(c, LOOKUP_LISTENERS, g->load_balancers[i], NULL, field, "what listens on port 80 of the load balancer");
		if (a)
			judge_listeners(c, g, a, field);
	}
}

/* ---- listeners that a template adds to a load balancer that exists ---- */

static const struct cew_cfn_resource *listener_at(const struct cew_preflight *p, size_t i)
{
	size_t n = p->plan->eval ? cew_cfn_resource_count(p->plan->eval) : 0;
	for (size_t k = 0; k < n; k++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(p->plan->eval, k);
		if (strcmp(r->type, "AWS::ElasticLoadBalancingV2::Listener") == 0 &&
		    cew_node_get_text(r->properties, "LoadBalancerArn") && i-- == 0)
			return r;
	}
	return NULL;
}

bool listeners_are_added(const struct cew_preflight *p, const struct row *row)
{
	(void)row;
	return listener_at(p, 0) != NULL;
}

void preflight_added_listeners(struct check *c)
{
	const struct cew_cfn_resource *r;
	for (size_t i = 0; (r = listener_at(c->p, i)) != NULL; i++) {
		const char *port = cew_node_get_text(r->properties, "Port"), *balancer = cew_node_get_text(r->properties, "LoadBalancerArn");
		const struct answer *a = preflight_need(c, LOOKUP_LISTENERS, balancer, NULL, "", "whether the port of the load balancer is free");
		for (size_t k = 0; a && port && k < a->found.count; k++)
			if (a->found.listeners[k].port == strtoll(port, NULL, 10))
				preflight_find(c, CEW_ERROR, "", "Free the port, or name another load balancer.",
				           "%s wants port %s of load balancer %s, on which something listens already. Creation would fail.",
				           r->logical_id, port, balancer);
	}
}
