/* The lists that forms may name: how each is asked for, which of its items suit, and the figures that help to choose. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "pick.h"

#define ASK(p, call, ...) (p)->account.call((p)->account.self, __VA_ARGS__)

enum { FIRST, SECOND, LAST };
/* A load balancer wants that many free addresses in each of its subnets. */
enum { FREE_MIN = 8 };

static const char *given(const char *text)
{
	return *text ? text : NULL;
}

static const char *last_part(const char *arn, char separator)
{
	const char *at = strrchr(arn, separator);
	return at ? at + 1 : arn;
}

/* ---- VPCs and their ranges ---- */

static uint64_t begin_vpcs(struct ui_pick *p, struct cew_error *err)
{
	return ASK(p, vpcs, NULL, ui_pick_found, p, err);
}

static uint64_t fill_vpcs(struct ui_pick *p, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_vpc *v = &found->vpcs[i];
		const char *name = *v->name || !v->is_default ? v->name : "(default VPC)";
		ui_pick_put(p, v->is_default ? LAST : FIRST, v->id, (const char *const[]){name, v->cidr, v->id});
	}
	return 0;
}

static uint64_t begin_ranges(struct ui_pick *p, struct cew_error *err)
{
	return ASK(p, vpcs, given(ui_pick_answer(p, CEW_PICK_VPC)), ui_pick_found, p, err);
}

static uint64_t fill_ranges(struct ui_pick *p, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_vpc *v = &found->vpcs[i];
		for (size_t k = 0; k < v->cidr_count; k++)
			ui_pick_put(p, strcmp(v->cidrs[k], v->cidr) == 0 ? FIRST : SECOND, v->cidrs[k],
			            (const char *const[]){v->cidrs[k], v->name, v->id});
	}
	return 0;
}

/* ---- subnets ---- */

/* Zones in which another field of the page has a subnet already: both are needed, in different zones. */
static bool is_taken(const struct ui_pick *p, const char *subnet)
{
	const struct cew_page *page = cew_form_page_of(p->app->forms, p->field);
	for (size_t i = 0; i < page->field_count; i++) {
		const struct cew_field *other = &page->fields[i];
		if (other != p->field && other->pick == CEW_PICK_SUBNET && cew_answers_field_shown(p->app->answers, other) &&
		    strcmp(cew_answers_text(p->app->answers, other->id), subnet) == 0)
			return true;
	}
	return false;
}

static bool zone_taken(const struct ui_pick *p, const struct cew_found *found, const char *zone)
{
	for (size_t i = 0; i < found->count; i++)
		if (strcmp(found->subnets[i].zone, zone) == 0 && is_taken(p, found->subnets[i].id))
			return true;
	return false;
}

static uint64_t begin_subnets(struct ui_pick *p, struct cew_error *err)
{
	const char *vpc = ui_pick_answer(p, CEW_PICK_VPC);
	if (!*vpc)
		snprintf(p->note, sizeof(p->note), "These are the subnets of all VPCs: with a VPC chosen, only its own are listed.");
	return ASK(p, subnets, given(vpc), ui_pick_found, p, err);
}

static uint64_t fill_subnets(struct ui_pick *p, const struct cew_found *found)
{
	bool same_zone = false;
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_subnet *s = &found->subnets[i];
		bool taken = is_taken(p, s->id), zone = !taken && zone_taken(p, found, s->zone);
		char count[32];
		snprintf(count, sizeof(count), "%" PRId64, s->free_addresses);
		same_zone = same_zone || zone;
		/* One that gives out public addresses is a public subnet, and what is asked for is a private one. */
		int rank = taken ? LAST + 1 : zone ? LAST : s->gives_public_ip || s->free_addresses < FREE_MIN ? SECOND : FIRST;
		ui_pick_put(p, rank, s->id, (const char *const[]){s->name, s->zone, s->cidr, count, s->id});
	}
	if (same_zone && !*p->note)
		snprintf(p->note, sizeof(p->note), "Subnets in the other subnet's zone come last: two zones are needed.");
	return 0;
}

/* ---- target groups ---- */

static uint64_t begin_target_groups(struct ui_pick *p, struct cew_error *err)
{
	return ASK(p, target_groups, NULL, ui_pick_found, p, err);
}

static bool suits(const struct cew_target_group *g, const char *vpc)
{
	return strcmp(g->type, "ip") == 0 && strcmp(g->protocol, "HTTP") == 0 && (!*vpc || strcmp(g->vpc_id, vpc) == 0);
}

static uint64_t fill_target_groups(struct ui_pick *p, const struct cew_found *found)
{
	const char *vpc = ui_pick_answer(p, CEW_PICK_VPC);
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_target_group *g = &found->target_groups[i];
		if (!suits(g, vpc)) {
			p->left_out++;
			continue;
		}
		char port[24];
		snprintf(port, sizeof(port), "%" PRId64, g->port);
		const char *balancer = g->load_balancer_count ? g->load_balancers[0] : "";
		/* …:loadbalancer/app/NAME/ID */
		char name[64] = "not attached";
		if (*balancer)
			sscanf(balancer, "%*[^/]/%*[^/]/%63[^/]", name);
		ui_pick_put(p, g->load_balancer_count ? FIRST : SECOND, g->arn,
		            (const char *const[]){g->name, port, name, g->vpc_id, g->arn});
	}
	if (p->left_out)
		snprintf(p->note, sizeof(p->note), "%zu more of another type%s are left out: needed are ip and HTTP.", p->left_out,
		         *vpc ? ", protocol or VPC" : " or protocol");
	return 0;
}

/* ---- ECS clusters: their ARNs first, then what they are ---- */

enum { CLUSTERS_AT_ONCE = 100 };

static uint64_t begin_clusters(struct ui_pick *p, struct cew_error *err)
{
	return ASK(p, cluster_arns, ui_pick_found, p, err);
}

static void put_cluster(struct ui_pick *p, const char *name, const char *status, const char *tasks, const char *services)
{
	ui_pick_put(p, FIRST, name, (const char *const[]){name, status, services, tasks});
}

/* Who may list clusters but not describe them still has their names. */
static void put_cluster_names(struct ui_pick *p, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		put_cluster(p, last_part(found->arns[i].arn, '/'), "", "", "");
}

static void on_clusters(void *ctx, const struct cew_error *err, const struct cew_found *found)
{
	struct ui_pick *p = ctx;
	if (err) {
		/* The names are in the table already. */
		ui_pick_found(p, NULL, &(struct cew_found){.count = 0});
		return;
	}
	ui_table_clear(&p->table, ui_pick_lists[CEW_PICK_CLUSTER].headings);
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_cluster *c = &found->clusters[i];
		char tasks[24], services[24];
		snprintf(tasks, sizeof(tasks), "%" PRId64, c->running_tasks + c->pending_tasks);
		snprintf(services, sizeof(services), "%" PRId64, c->services);
		put_cluster(p, c->name, c->status, tasks, services);
	}
	ui_pick_found(p, NULL, &(struct cew_found){.count = 0});
}

static uint64_t fill_clusters(struct ui_pick *p, const struct cew_found *found)
{
	const char *arns[CLUSTERS_AT_ONCE];
	put_cluster_names(p, found);
	if (found->count == 0 || found->count > CLUSTERS_AT_ONCE)
		return 0;
	for (size_t i = 0; i < found->count; i++)
		arns[i] = found->arns[i].arn;
	return ASK(p, clusters, arns, found->count, on_clusters, p, NULL);
}

/* ---- roles ---- */

static uint64_t begin_roles(struct ui_pick *p, struct cew_error *err)
{
	return ASK(p, roles, ui_pick_found, p, err);
}

static uint64_t fill_roles(struct ui_pick *p, const struct cew_found *found)
{
	const char *service = p->field->pick_for;
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_role *r = &found->roles[i];
		if (service && !cew_trust_allows(r->trust, service))
			p->left_out++;
		else
			ui_pick_put(p, FIRST, r->arn, (const char *const[]){r->name, r->description, r->arn});
	}
	if (service && p->left_out)
		snprintf(p->note, sizeof(p->note), "%zu other role%s left out: %s may not assume %s.", p->left_out,
		         p->left_out == 1 ? " is" : "s are", service, p->left_out == 1 ? "it" : "them");
	return 0;
}

/* ---- topics, secrets, buckets ---- */

static uint64_t begin_topics(struct ui_pick *p, struct cew_error *err)
{
	return ASK(p, topics, ui_pick_found, p, err);
}

static uint64_t fill_topics(struct ui_pick *p, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const char *arn = found->topics[i].arn;
		ui_pick_put(p, FIRST, arn, (const char *const[]){last_part(arn, ':'), arn});
	}
	return 0;
}

static uint64_t begin_secrets(struct ui_pick *p, struct cew_error *err)
{
	return ASK(p, secrets, ui_pick_found, p, err);
}

static uint64_t fill_secrets(struct ui_pick *p, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_secret_entry *s = &found->secrets[i];
		if (s->deleted_ms)
			p->left_out++;
		else
			ui_pick_put(p, FIRST, s->name, (const char *const[]){s->name, s->description});
	}
	if (p->left_out)
		snprintf(p->note, sizeof(p->note), "%zu that %s being deleted %s left out.", p->left_out, p->left_out == 1 ? "is" : "are",
		         p->left_out == 1 ? "is" : "are");
	return 0;
}

static uint64_t begin_buckets(struct ui_pick *p, struct cew_error *err)
{
	return ASK(p, buckets, ui_pick_found, p, err);
}

static uint64_t fill_buckets(struct ui_pick *p, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_bucket *b = &found->buckets[i];
		char made[CEW_TIME_MAX] = "";
		if (b->created_ms)
			cew_time_format(b->created_ms, made);
		made[made[0] ? 10 : 0] = '\0'; /* the date */
		ui_pick_put(p, FIRST, b->name, (const char *const[]){b->name, b->region, made});
	}
	return 0;
}

/* ---- regions and profiles ---- */

static const char *region_name(const char *code)
{
	for (const struct cew_aws_region *r = cew_aws_regions; r->code; r++)
		if (strcmp(r->code, code) == 0)
			return r->name;
	return "";
}

static uint64_t begin_regions(struct ui_pick *p, struct cew_error *err)
{
	return ASK(p, regions, ui_pick_found, p, err);
}

static uint64_t fill_regions(struct ui_pick *p, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_region *r = &found->regions[i];
		if (strcmp(r->opt_in, "not-opted-in") != 0)
			ui_pick_put(p, FIRST, r->name, (const char *const[]){r->name, region_name(r->name)});
	}
	return 0;
}

static void known_regions(struct ui_pick *p)
{
	for (const struct cew_aws_region *r = cew_aws_regions; r->code; r++)
		ui_pick_put(p, FIRST, r->code, (const char *const[]){r->code, r->name});
	snprintf(p->note, sizeof(p->note), "AWS could not be asked which regions the account may use: these are the known ones.");
}

static void put_profile(void *ctx, const struct cew_aws_profile_entry *e)
{
	ui_pick_put(ctx, strcmp(e->name, "default") == 0 ? FIRST : SECOND, e->name,
	            (const char *const[]){e->name, e->how, e->region});
}

static uint64_t begin_profiles(struct ui_pick *p, struct cew_error *err)
{
	cew_aws_profiles(put_profile, p, err);
	return 0;
}

static uint64_t fill_nothing(struct ui_pick *p, const struct cew_found *found)
{
	(void)p, (void)found;
	return 0;
}

/* ---- the table ---- */

const struct ui_pick_list ui_pick_lists[] = {
	[CEW_PICK_NONE] = {"values", {NULL}, false, NULL, fill_nothing, NULL},
	[CEW_PICK_VPC] = {"VPCs", {"Name", "CIDR", "ID"}, true, begin_vpcs, fill_vpcs, NULL},
	[CEW_PICK_VPC_CIDR] = {"ranges", {"CIDR", "VPC", "ID"}, true, begin_ranges, fill_ranges, NULL},
	[CEW_PICK_SUBNET] = {"subnets", {"Name", "Zone", "CIDR", "Free", "ID"}, true, begin_subnets, fill_subnets, NULL},
	[CEW_PICK_TARGET_GROUP] = {"target groups", {"Name", "Port", "Load balancer", "VPC", "ARN"}, true, begin_target_groups,
	                           fill_target_groups, NULL},
	[CEW_PICK_CLUSTER] = {"ECS clusters", {"Name", "Status", "Services", "Tasks"}, true, begin_clusters, fill_clusters, NULL},
	[CEW_PICK_ROLE] = {"IAM roles", {"Name", "Description", "ARN"}, false, begin_roles, fill_roles, NULL},
	[CEW_PICK_TOPIC] = {"SNS topics", {"Name", "ARN"}, true, begin_topics, fill_topics, NULL},
	[CEW_PICK_SECRET] = {"secrets", {"Name", "Description"}, true, begin_secrets, fill_secrets, NULL},
	[CEW_PICK_REGION] = {"regions", {"Region", "Name"}, false, begin_regions, fill_regions, known_regions},
	[CEW_PICK_BUCKET] = {"S3 buckets", {"Name", "Region", "Made on"}, false, begin_buckets, fill_buckets, NULL},
	[CEW_PICK_PROFILE] = {"profiles", {"Profile", "Keys by", "Region"}, false, begin_profiles, fill_nothing, NULL},
};
static_assert(CEW_COUNT(ui_pick_lists) == CEW_PICK_COUNT, "every list that a form may name can be fetched");
