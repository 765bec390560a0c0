/* A survey: reads the stack, gathers what its topic needs, probes where that makes sense, and lets the topic judge. */
#include "survey.h"

#include <stdlib.h>
#include <string.h>

struct topic_table {
	const char *name;
	unsigned needs;
	judge_fn *judge;
};

static const struct topic_table topics[] = {
	[CEW_SURVEY_ACCESS] = {"access", NEEDS(NEED_HEALTH) | NEEDS(NEED_BALANCER) | NEEDS(NEED_NETWORK) | NEEDS(NEED_INTERFACES),
	                       judge_access},
	[CEW_SURVEY_HARDENING] = {"hardening", NEEDS(NEED_HEALTH) | NEEDS(NEED_BALANCER) | NEEDS(NEED_NETWORK) |
	                          NEEDS(NEED_FLOW_LOGS) | NEEDS(NEED_TOPICS) | NEEDS(NEED_FILES), judge_hardening},
	[CEW_SURVEY_DELETE] = {"delete", NEEDS(NEED_BALANCER) | NEEDS(NEED_NETWORK) | NEEDS(NEED_INTERFACES) |
	                       NEEDS(NEED_BUCKETS) | NEEDS(NEED_GATEWAYS) | NEEDS(NEED_CLUSTER), judge_removal},
	[CEW_SURVEY_NOTES] = {"notes", NEEDS(NEED_FILES) | NEEDS(NEED_HEALTH), judge_notes},
};
_Static_assert(CEW_COUNT(topics) == CEW_SURVEY_TOPIC_COUNT, "a row for every topic");

const char *cew_survey_topic_name(enum cew_survey_topic topic)
{
	return topics[topic].name;
}

static const char *const mark_names[] = {
	[CEW_MARK_OK] = "ok", [CEW_MARK_OPEN] = "open", [CEW_MARK_UNKNOWN] = "unknown", [CEW_MARK_NOTE] = "note",
};
_Static_assert(CEW_COUNT(mark_names) == CEW_MARK_COUNT, "a name for every mark");

const char *cew_mark_name(enum cew_mark mark)
{
	return mark_names[mark];
}

static const struct {
	const char *group, *title;
} titles[] = {
	{"health", "Health"},
	{"way-in", "What the way through a jump host needs"},
	{"probe", "From here"},
	{"client-vpn", "The way through AWS Client VPN"},
	{"practices", "Best practices"},
	{"blocks", "In the way"},
	{"holds", "What held the last deletion"},
	{"goes", "Goes"},
	{"stays", "Stays, and goes on costing"},
	{"data", "Where the data is"},
	{"secrets", "Where the secrets are"},
	{"care", "How to keep them"},
};

const char *cew_survey_group_title(const char *group)
{
	for (size_t i = 0; i < CEW_COUNT(titles); i++)
		if (strcmp(titles[i].group, group) == 0)
			return titles[i].title;
	return group;
}

/* ---- items ---- */

void add_item(struct cew_survey *s, const char *group, const char *id, enum cew_mark mark, const char *what, const char *detail,
              const char *mend)
{
	struct cew_item item = {.group = group, .id = id, .mark = mark, .what = what, .detail = detail, .mend = mend};
	if (!cew_vec_push(&s->items, &item))
		s->texts.failed = true;
}

struct cew_item *last_item(struct cew_survey *s)
{
	static struct cew_item nowhere; /* where memory ran out */
	return s->items.len ? cew_vec_at(&s->items, s->items.len - 1) : &nowhere;
}

const char *unreadable(struct cew_survey *s, const struct cew_error *err)
{
	return SAY(s, "cannot be read: %s", err->what);
}

/* ---- stages ---- */

static void tell(struct cew_survey *s)
{
	if (s->changed)
		s->changed(s->ctx, s);
}

static void finish(struct cew_survey *s)
{
	s->stage = STAGE_DONE;
	s->again = false;
	free(s->mending);
	s->mending = NULL;
	tell(s);
}

static void judge(struct cew_survey *s)
{
	s->items.len = 0;
	topics[s->topic].judge(s);
	if (s->texts.failed && !s->view.error.status)
		cew_fail_memory(&s->view.error);
	finish(s);
}

/* ---- probing ---- */

#define PROBE_MS 3000

static bool probes_over(const struct cew_survey *s)
{
	for (size_t i = 0; i < s->probe_count; i++)
		if (!s->probes[i].told)
			return false;
	return true;
}

static void on_probed(void *ctx, const struct cew_probe_result *result)
{
	struct probe_row *row = ctx;
	row->result = *result;
	row->told = true;
	if (probes_over(row->survey))
		judge(row->survey);
}

static void add_probe(struct cew_survey *s, const char *what, const char *address, int port)
{
	if (s->probe_count == PROBES_MAX || !*address)
		return;
	struct probe_row *row = &s->probes[s->probe_count];
	*row = (struct probe_row){.survey = s, .what = what, .address = address, .port = port};
	row->probe = cew_probe_create(s->site.loop, address, port, PROBE_MS, on_probed, row);
	s->probe_count += row->probe != NULL;
}

static void stop_probes(struct cew_survey *s)
{
	for (size_t i = 0; i < s->probe_count; i++)
		cew_probe_destroy(s->probes[i].probe);
	s->probe_count = 0;
}

/* An internal load balancer's addresses are those of its network interfaces, "ELB app/NAME/ID": no name has to be looked up. */
static void probe_balancer(struct cew_survey *s)
{
	const struct interface_row *all = s->got.interfaces.items;
	const char *name = strstr(s->facts.balancer_arn, "loadbalancer/");
	for (size_t i = 0; name && i < s->got.interfaces.len; i++)
		if (operate_text_starts(all[i].description, "ELB ") && strcmp(all[i].description + 4, name + strlen("loadbalancer/")) == 0)
			add_probe(s, "load balancer", all[i].private_ip, s->facts.port);
}

static void probe(struct cew_survey *s)
{
	add_probe(s, "tunnel", "127.0.0.1", s->way.local_port);
	if (!s->site.pretend) {
		probe_balancer(s);
		if (!*s->facts.balancer_arn)
			add_probe(s, "task", s->facts.task_ip, s->facts.port);
	}
	s->stage = STAGE_PROBE;
	if (probes_over(s))
		judge(s);
}

/* ---- facts ---- */

static void facts_of_stack(struct cew_survey *s)
{
	struct view *v = &s->view;
	struct cew_facts *f = &s->facts;
	const struct view_resource *vpc = view_first(v, "AWS::EC2::VPC");
	const struct view_resource *balancer = view_first(v, "AWS::ElasticLoadBalancingV2::LoadBalancer");
	const struct view_resource *files = view_first(v, "AWS::EFS::FileSystem"), *log = NULL;
	const struct view_resource *all = v->resources.items;
	for (size_t i = 0; i < v->resources.len && !log; i++) /* flow logs and functions have groups, too */
		if (strcmp(all[i].type, "AWS::Logs::LogGroup") == 0 && text_has(all[i].physical_id, "cloud-exchange"))
			log = &all[i];
	const char *log_output = view_output(v, "LogGroupName");
	*f = (struct cew_facts){
		.stack_name = v->name, .stack_id = v->id, .status = v->status, .account = v->account,
		.region = *v->region ? v->region : s->site.region, .environment = view_parameter(v, "EnvName"),
		.package = view_parameter(v, "PackageType"), .vpc_is_own = vpc != NULL,
		.vpc_id = vpc ? vpc->physical_id : view_parameter(v, "ExistingVPCId"),
		.vpc_cidr = view_parameter(v, vpc ? "VpcCIDR" : "ExistingVPCCidr"),
		.balancer_arn = balancer ? balancer->physical_id : "", .balancer_is_own = balancer != NULL, .balancer_dns = "",
		.task_ip = "", .host = "", .port = 3000, .file_system = files ? files->physical_id : "",
		.log_group = *log_output ? log_output : log ? log->physical_id : "",
	};
	service_of(v, &f->cluster, &f->service, &f->target_group);
}

/* The guide has HTTP on port 80; a listener for HTTPS beside it does not change that way. */
static int listening_port(const struct cew_survey *s)
{
	const struct listener_row *all = s->got.listeners.items;
	for (size_t i = 0; i < s->got.listeners.len; i++)
		if (strcmp(all[i].protocol, "HTTP") == 0)
			return (int)all[i].port;
	return s->got.listeners.len ? (int)all[0].port : 80;
}

static void facts_of_service(struct cew_survey *s)
{
	struct cew_facts *f = &s->facts;
	f->balancer_dns = *s->got.balancer_dns ? s->got.balancer_dns : view_output(&s->view, "LoadBalancerDNSName");
	f->vpc_cidr = *s->got.vpc_cidr ? s->got.vpc_cidr : f->vpc_cidr;
	f->task_ip = s->health.task_ip;
	f->desired = s->health.desired;
	f->running = s->health.running;
	f->host = *f->balancer_dns ? f->balancer_dns : f->task_ip;
	if (*f->balancer_dns)
		f->port = listening_port(s);
}

/* ---- reading ---- */

static void on_gathered(void *ctx)
{
	struct cew_survey *s = ctx;
	if (s->stage != STAGE_GATHER)
		return;
	facts_of_service(s);
	if (s->topic == CEW_SURVEY_ACCESS)
		probe(s);
	else
		judge(s);
}

static void on_view(void *ctx)
{
	struct cew_survey *s = ctx;
	if (s->view.error.status) {
		s->items.len = 0;
		finish(s);
		return;
	}
	facts_of_stack(s);
	if (s->view.texts.failed) {
		cew_fail_memory(&s->view.error);
		s->items.len = 0;
		finish(s);
		return;
	}
	s->stage = STAGE_GATHER;
	gather(s, topics[s->topic].needs);
}

static void clear(struct cew_survey *s)
{
	stop_probes(s);
	asker_finish(&s->asker);
	health_finish(&s->health);
	gathered_finish(&s->got);
	cew_vec_finish(&s->items);
	texts_finish(&s->texts);
}

static void begin(struct cew_survey *s)
{
	asker_init(&s->asker, on_gathered, s);
	health_init(&s->health);
	gathered_init(&s->got);
	cew_vec_init(&s->items, sizeof(struct cew_item));
	s->facts = (struct cew_facts){0};
}

void cew_survey_read(struct cew_survey *s)
{
	clear(s);
	begin(s);
	s->stage = STAGE_VIEW;
	view_read(&s->view, &s->site, s->stack, on_view, s);
}

/* ---- mending ---- */

static void on_mended(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	(void)found;
	if (err)
		s->mend_error = *err;
}

static void on_mend_over(void *ctx)
{
	cew_survey_read(ctx);
}

enum cew_status cew_survey_mend(struct cew_survey *s, const char *id, struct cew_error *err)
{
	const struct cew_item *item = cew_survey_find(s, id);
	const struct mend_row *row = mend_find(id);
	if (s->stage != STAGE_DONE || !item || !item->mendable || !row) {
		cew_fail(err, CEW_NOT_FOUND, item ? "there is nothing that one call could mend at %s" : "there is no item %s", id);
		cew_error_hint(err, "%s", item && *item->mend ? item->mend : "what can be mended is marked so in the list");
		return CEW_NOT_FOUND;
	}
	s->mend_error = (struct cew_error){0};
	s->mending = cew_strdup(id);
	s->stage = STAGE_MEND;
	asker_finish(&s->asker);
	asker_init(&s->asker, on_mend_over, s);
	struct question *q = question_open(&s->asker, on_mended, s, NULL);
	if (q)
		row->start(s, q);
	tell(s);
	return CEW_OK;
}

/* ---- the whole ---- */

struct cew_survey *cew_survey_create(const struct cew_survey_config *config, cew_survey_fn *changed, void *ctx)
{
	struct cew_survey *s = calloc(1, sizeof(*s));
	if (!s)
		return NULL;
	*s = (struct cew_survey){.site = config->site, .topic = config->topic, .changed = changed, .ctx = ctx};
	s->stack = cew_strdup(config->stack);
	if (config->way)
		s->way = *config->way;
	view_init(&s->view);
	texts_init(&s->texts);
	begin(s);
	if (s->stack)
		return s;
	cew_survey_destroy(s);
	return NULL;
}

void cew_survey_destroy(struct cew_survey *s)
{
	if (!s)
		return;
	clear(s);
	view_finish(&s->view);
	free(s->mending);
	free(s->stack);
	free(s);
}

bool cew_survey_reading(const struct cew_survey *s) { return s->stage != STAGE_DONE && s->stage != STAGE_IDLE; }
const struct cew_error *cew_survey_error(const struct cew_survey *s) { return s->view.error.status ? &s->view.error : NULL; }
const struct cew_error *cew_survey_mend_error(const struct cew_survey *s) { return s->mend_error.status ? &s->mend_error : NULL; }
const struct cew_facts *cew_survey_facts(const struct cew_survey *s) { return s->facts.stack_id ? &s->facts : NULL; }
size_t cew_survey_count(const struct cew_survey *s) { return s->items.len; }
const struct cew_item *cew_survey_at(const struct cew_survey *s, size_t i) { return cew_vec_at(&s->items, i); }
size_t cew_survey_output_count(const struct cew_survey *s) { return s->view.outputs.len; }
const struct cew_stack_output *cew_survey_output_at(const struct cew_survey *s, size_t i) { return cew_vec_at(&s->view.outputs, i); }

const struct cew_item *cew_survey_find(const struct cew_survey *s, const char *id)
{
	for (size_t i = 0; i < s->items.len; i++)
		if (strcmp(cew_survey_at(s, i)->id, id) == 0)
			return cew_survey_at(s, i);
	return NULL;
}
