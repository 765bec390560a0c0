/* Tables of functions that answer as a test says. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cewizard/embedded.h"

/* ---- answers ---- */

#define USED_UP SIZE_MAX

static const struct canned *canned_for(struct bench *b, const char *call, const char *about)
{
	for (size_t i = b->canned_count; i-- > 0;) {
		struct canned *c = &b->canned[i];
		if (c->times == USED_UP || strcmp(c->call, call) != 0 || (c->about && (!about || strcmp(c->about, about) != 0)))
			continue;
		if (c->times && --c->times == 0)
			c->times = USED_UP;
		return c;
	}
	fail_msg("no answer to %s %s", call, about ? about : "");
	return NULL;
}

void bench_answer(struct bench *b, struct canned canned)
{
	assert_true(b->canned_count < CEW_COUNT(b->canned));
	b->canned[b->canned_count++] = canned;
}

static const struct canned *note(struct bench *b, const char *call, const char *about)
{
	size_t len = strlen(b->calls);
	snprintf(b->calls + len, sizeof(b->calls) - len, "%s%s%s|", call, about ? " " : "", about ? about : "");
	return canned_for(b, call, about);
}

static void fill_error(const struct canned *c, struct cew_error *err)
{
	cew_fail(err, c->fails, "%s", c->what ? c->what : "AWS says no");
	cew_error_code(err, c->code ? c->code : "");
}

static uint64_t tell(struct bench *b, const char *call, const char *about, cew_found_fn *done, void *arg)
{
	const struct canned *c = note(b, call, about);
	struct cew_error err;
	struct cew_found found = {.count = c->count, .items = c->items};
	if (c->hangs)
		return 7;
	if (c->fails) {
		fill_error(c, &err);
		done(arg, &err, NULL);
	} else {
		done(arg, NULL, &found);
	}
	return 7;
}

/* ---- the tables' functions ---- */

/* The tables give more than most answers depend on. */
#pragma GCC diagnostic ignored "-Wunused-parameter"
#define TABLE_FN(name, about, ...) \
	static uint64_t fake_##name(void *self, __VA_ARGS__, cew_found_fn *done, void *arg, struct cew_error *err) \
	{ \
		(void)err; \
		return tell(self, #name, about, done, arg); \
	}
#define PLAIN_FN(name) \
	static uint64_t fake_##name(void *self, cew_found_fn *done, void *arg, struct cew_error *err) \
	{ \
		(void)err; \
		return tell(self, #name, NULL, done, arg); \
	}

PLAIN_FN(regions)
PLAIN_FN(addresses)
PLAIN_FN(cluster_arns)
PLAIN_FN(account_summary)
PLAIN_FN(topics)
PLAIN_FN(buckets)
PLAIN_FN(stacks)
TABLE_FN(vpcs, id, const char *id)
TABLE_FN(vpc_dns, id, const char *id)
TABLE_FN(subnets, id, const char *id)
TABLE_FN(route_tables, id, const char *id)
TABLE_FN(nat_gateways, id, const char *id)
TABLE_FN(internet_gateways, id, const char *id)
TABLE_FN(network_acls, id, const char *id)
TABLE_FN(security_groups, id, const char *id)
TABLE_FN(target_groups, name, const char *name)
TABLE_FN(load_balancers, name, const char *name)
TABLE_FN(listeners, arn, const char *arn)
TABLE_FN(clusters, names[0], const char *const *names, size_t count)
TABLE_FN(services, names[0], const char *cluster, const char *const *names, size_t count)
TABLE_FN(role, name, const char *name)
TABLE_FN(secret, name, const char *name)
TABLE_FN(bucket, name, const char *name, const char *owner)
TABLE_FN(quota, code, const char *region, const char *service, const char *code)
TABLE_FN(image, repository, const char *region, const char *registry, const char *repository, const char *tag)
TABLE_FN(function, name, const char *name)
TABLE_FN(log_groups, name, const char *name)
TABLE_FN(template_summary, what->body ? "body" : what->url, const struct cew_template_source *what)
TABLE_FN(create_change_set, r->stack_name, const struct cew_create_request *r, const char *name)
TABLE_FN(change_set, id, const char *id)
TABLE_FN(delete_change_set, id, const char *id)
TABLE_FN(create_topic, key ? key : name, const char *name, const char *key)
TABLE_FN(subscribe, endpoint, const char *topic, const char *protocol, const char *endpoint)
TABLE_FN(create_secret, what->name, const struct cew_new_secret *what)
TABLE_FN(aliases, id, const char *id)
TABLE_FN(create_key, policy, const char *description, const char *policy)
TABLE_FN(create_alias, alias, const char *alias, const char *key)
TABLE_FN(file_systems, id, const char *id)
TABLE_FN(task_arns, cluster, const char *cluster, const char *service, const char *status)
TABLE_FN(tasks, arns[0], const char *cluster, const char *const *arns, size_t count)

/* What is denied is said by the answer's items; all else is allowed. */
static uint64_t fake_simulate(void *self, const struct cew_simulation *what, cew_found_fn *done, void *arg, struct cew_error *err)
{
	struct bench *b = self;
	const struct canned *c = note(b, "simulate", what->resource_count ? what->resources[0] : "*");
	struct cew_decision decisions[128] = {{0}};
	const struct cew_decision *denied = c->items;
	(void)err;
	if (c->fails || c->hangs)
		return c->hangs ? 7 : (b->calls[strlen(b->calls) - 1] = '\0', tell(b, "simulate", what->resources[0], done, arg));
	for (size_t i = 0; i < what->action_count; i++) {
		decisions[i] = (struct cew_decision){.action = what->actions[i], .resource = "*", .decision = "allowed",
		                                     .by_organization = "", .by_boundary = ""};
		for (size_t k = 0; k < c->count; k++)
			if (strcmp(denied[k].action, what->actions[i]) == 0)
				decisions[i] = denied[k];
	}
	done(arg, NULL, &(struct cew_found){.count = what->action_count, .decisions = decisions});
	return 7;
}

static uint64_t fake_caller(void *self, cew_caller_fn *done, void *arg, struct cew_error *err)
{
	const struct canned *c = note(self, "caller", NULL);
	struct cew_error failed;
	(void)err;
	if (c->fails) {
		fill_error(c, &failed);
		done(arg, &failed, NULL);
	} else if (!c->hangs) {
		done(arg, NULL, c->items);
	}
	return 7;
}

static uint64_t fake_describe(void *self, const char *name, cew_stack_fn *done, void *arg, struct cew_error *err)
{
	const struct canned *c = note(self, "stack", name);
	struct cew_error failed;
	(void)err;
	if (c->fails) {
		fill_error(c, &failed);
		done(arg, &failed, NULL);
	} else if (!c->hangs) {
		done(arg, NULL, c->items);
	}
	return 7;
}

static uint64_t fake_delete(void *self, const char *name, const char *token, cew_done_fn *done, void *arg, struct cew_error *err)
{
	const struct canned *c = note(self, "delete", name);
	struct cew_error failed;
	(void)err;
	assert_int_equal(strlen(token), 36);
	if (c->fails)
		fill_error(c, &failed);
	done(arg, c->fails ? &failed : NULL);
	return 7;
}

static void fake_cancel(void *self, uint64_t call)
{
	assert_int_equal(call, 7);
	((struct bench *)self)->cancelled++;
}

#define SET(name) .name = fake_##name

static void set_tables(struct bench *b)
{
	b->cloud = (struct cew_cloud){.self = b, .caller_identity = fake_caller, .describe_stack = fake_describe,
	                              .delete_stack = fake_delete, .cancel = fake_cancel};
	b->account = (struct cew_account){
		.self = b, SET(regions), SET(addresses), SET(cluster_arns), SET(account_summary), SET(topics), SET(buckets), SET(stacks),
		SET(vpcs), SET(vpc_dns), SET(subnets), SET(route_tables), SET(nat_gateways), SET(internet_gateways), SET(network_acls),
		SET(security_groups), SET(target_groups), SET(load_balancers), SET(listeners), SET(clusters), SET(services), SET(role),
		SET(secret), SET(bucket), SET(quota), SET(image), SET(function), SET(log_groups), SET(template_summary), SET(simulate),
		SET(create_change_set), SET(change_set), SET(delete_change_set), SET(create_topic), SET(subscribe), SET(create_secret),
		.cancel = fake_cancel};
	b->operations = (struct cew_operations){.self = b, SET(aliases), SET(create_key), SET(create_alias), SET(file_systems),
	                                        SET(task_arns), SET(tasks), .cancel = fake_cancel};
}

/* ---- an account that is good ---- */

static void answer_well(struct bench *b)
{
	static const struct cew_caller caller = {ACCOUNT, USER, "AIDA"};
	static const struct cew_region regions[] = {{REGION, "", "opt-in-not-required"}};
	static const struct cew_figure figures[] = {{"Roles", 8}};
	static const struct cew_quota quota[] = {{"", "", "None", 1000, true, false}};
	static const struct cew_image image[] = {{"tag", "sha256:1"}};
	static const char *const empty[] = {"addresses", "cluster_arns", "topics", "buckets", "stacks", "vpcs", "subnets",
	                                    "route_tables", "nat_gateways", "internet_gateways", "network_acls", "security_groups",
	                                    "target_groups", "load_balancers", "listeners", "clusters", "services", "log_groups",
	                                    "file_systems", "task_arns", "tasks", "simulate", "aliases", "subscribe", "create_alias",
	                                    "delete", "delete_change_set"};
	static const char *const missing[] = {"role", "function", "secret", "stack", "bucket", "vpc_dns"};
	for (size_t i = 0; i < CEW_COUNT(empty); i++)
		ANSWER(b, empty[i], .count = 0);
	for (size_t i = 0; i < CEW_COUNT(missing); i++)
		ANSWER(b, missing[i], .fails = CEW_NOT_FOUND, .code = "NoSuchEntity");
	ANSWER(b, "caller", .items = &caller);
	ANSWER(b, "regions", ITEMS(regions));
	ANSWER(b, "account_summary", ITEMS(figures));
	ANSWER(b, "image", ITEMS(image));
	ANSWER(b, "quota", ITEMS(quota));
	size_t n = b->plan->parameter_count;
	b->parameters = test_calloc(n, sizeof(*b->parameters));
	for (size_t i = 0; i < n; i++)
		b->parameters[i] = (struct cew_template_parameter){b->plan->parameters[i].name, "String", "", "", false};
	b->summary = (struct cew_template_summary){.description = "", .capabilities_reason = "", .parameters = b->parameters, .parameter_count = n};
	ANSWER(b, "template_summary", .items = &b->summary, .count = 1);
}

/* ---- life ---- */

static void no_problem(void *ctx, bool warning, const struct cew_error *err)
{
	(void)ctx;
	if (!warning)
		fail_msg("%s: %s", err->where, err->what);
}

static bool has_parameter(void *ctx, const char *name)
{
	return cew_cfn_parameter_find(ctx, name) != NULL;
}

static void count_up(void *ctx, void *out, size_t len)
{
	unsigned char *next = ctx;
	for (size_t i = 0; i < len; i++)
		((unsigned char *)out)[i] = (*next)++;
}

static unsigned char next_byte;

static void load_answers(struct bench *b, const char *more)
{
	struct cew_buf text;
	cew_buf_init(&text, 16384);
	cew_buf_fmt(&text, "stackName: ce\nregion: " REGION "\n%s", more);
	assert_int_equal(cew_answers_load_text(b->answers, "answers.yaml", cew_buf_text(&text), text.len, CEW_ORIGIN_FILE, &b->random,
	                                       no_problem, NULL), CEW_OK);
	cew_buf_finish(&text);
	assert_int_equal(cew_answers_set(b->answers, "JWTSECRET", "vN4xq8Rk2pLw9sZt6yBd3hGfQ7", CEW_ORIGIN_TYPED, NULL), CEW_OK);
	assert_int_equal(cew_answers_set(b->answers, "MAINTENANCEPASSWORD", "Tr0ub4dor_Staple_77", CEW_ORIGIN_TYPED, NULL), CEW_OK);
}

void bench_start(struct bench *b, const char *answers)
{
	struct cew_error err;
	memset(b, 0, sizeof(*b));
	b->random = (struct cew_random){.fill = count_up, .ctx = &next_byte};
	b->loop = cew_loop_create(cew_clock_system());
	assert_non_null(b->loop);
	assert_int_equal(cew_plan_open_template("", NULL, &b->template, &err), CEW_OK);
	assert_int_equal(cew_plan_load_forms(NULL, b->template, &b->forms, &err), CEW_OK);
	b->answers = cew_answers_create(b->forms);
	cew_answers_set_template(b->answers, has_parameter, b->template);
	load_answers(b, answers);
	b->subject = (struct cew_subject){.answers = b->answers, .template = b->template};
	assert_int_equal(cew_plan_make(&b->subject, &b->plan, &err), CEW_OK);
	set_tables(b);
	answer_well(b);
}

static void on_change(void *ctx, struct cew_preflight *p)
{
	struct bench *b = ctx;
	b->told++;
	if (cew_preflight_done(p))
		cew_loop_stop(b->loop);
}

void bench_run(struct bench *b)
{
	struct cew_preflight_config config = {
		.loop = b->loop, .random = &b->random, .cloud = &b->cloud, .account = &b->account, .operations = &b->operations,
		.plan = b->plan, .answers = b->answers, .dry_run = b->dry_run, .poll_ms = 1,
	};
	b->p = cew_preflight_create(&config);
	assert_non_null(b->p);
	cew_preflight_observe(b->p, on_change, b);
	cew_preflight_start(b->p);
}

void bench_wait(struct bench *b)
{
	if (!cew_preflight_done(b->p))
		assert_int_equal(cew_loop_run(b->loop, NULL), CEW_OK);
}

void bench_finish(struct bench *b)
{
	test_free(b->parameters);
	cew_preflight_destroy(b->p);
	cew_plan_destroy(b->plan);
	cew_answers_destroy(b->answers);
	cew_form_destroy(b->forms);
	cew_cfn_destroy(b->template);
	cew_loop_destroy(b->loop);
}

/* ---- looking ---- */

const struct cew_preflight_check *bench_check(const struct bench *b, const char *rule)
{
	for (size_t i = 0; i < cew_preflight_count(b->p); i++)
		if (strcmp(cew_preflight_at(b->p, i)->rule, rule) == 0)
			return cew_preflight_at(b->p, i);
	fail_msg("there is no check %s", rule);
	return NULL;
}

void bench_state(const struct bench *b, const char *rule, enum cew_preflight_state state)
{
	assert_string_equal(cew_preflight_state_name(bench_check(b, rule)->state), cew_preflight_state_name(state));
}

void bench_found(const struct bench *b, const char *rule, enum cew_severity severity, const char *text)
{
	const struct cew_preflight_check *c = bench_check(b, rule);
	size_t hits = 0;
	for (size_t i = 0; i < c->issues->list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(c->issues, i);
		assert_string_equal(issue->rule, rule);
		assert_true(*issue->remedy);
		hits += issue->severity == severity && strstr(issue->message, text) != NULL;
	}
	if (hits != 1)
		fail_msg("%s: %zu of %zu issues hold \"%s\"; the first: %s", rule, hits, c->issues->list.len, text,
		         c->issues->list.len ? cew_issues_at(c->issues, 0)->message : "(none)");
}

bool bench_called(const struct bench *b, const char *call)
{
	size_t len = strlen(call);
	for (const char *at = b->calls; (at = strstr(at, call)) != NULL; at++)
		if ((at == b->calls || at[-1] == '|') && at[len] == '|')
			return true;
	return false;
}
