/* What a scenario has in the account from the start: objects in buckets, and stacks with their past. */
#include "cloudformation.h"
#include "engine.h"
#include "history.h"
#include "scenario_read.h"
#include "store.h"

#include "cewizard/embedded.h"

#include <stdlib.h>
#include <string.h>

#define BUILT_IN "assets/CloudExchangeTemplate.yaml"
#define HOME_REGION "us-east-1"
#define EVENTS_MAX 1000000
#define DAYS_MAX 3650
#define DAYS_USUAL 30
#define MINUTES_MAX 100000
#define DAY_MS 86400000.0
#define MINUTE_MS 60000.0


/* ---- reading ---- */

static enum cew_status stack_name(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "name", &((struct past_stack *)into)->name);
}

static enum cew_status stack_region(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "region", &((struct past_stack *)into)->region);
}

static enum cew_status stack_template(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "template", &((struct past_stack *)into)->template);
}

static enum cew_status stack_parameters(const struct reader *r, const struct cew_node *n, void *into)
{
	((struct past_stack *)into)->parameters = n;
	return cew_node_is(n, CEW_NODE_MAP) ? CEW_OK : demo_wrong(r, n, "\"parameters\" must be a map");
}

static enum cew_status stack_tags(const struct reader *r, const struct cew_node *n, void *into)
{
	((struct past_stack *)into)->tags = n;
	return cew_node_is(n, CEW_NODE_MAP) ? CEW_OK : demo_wrong(r, n, "\"tags\" must be a map");
}

static enum cew_status stack_events(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_count(r, n, "events", 1, EVENTS_MAX, &((struct past_stack *)into)->events);
}

static enum cew_status stack_days(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_count(r, n, "daysAgo", 1, DAYS_MAX, &((struct past_stack *)into)->days);
}

static enum cew_status stack_minutes(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_count(r, n, "minutesAgo", 0, MINUTES_MAX, &((struct past_stack *)into)->minutes);
}

static enum cew_status stack_protect(const struct reader *r, const struct cew_node *n, void *into)
{
	((struct past_stack *)into)->protect = strcmp(cew_node_text(n), "true") == 0;
	return cew_node_type(n) == CEW_SCALAR_BOOL ? CEW_OK : demo_wrong(r, n, "\"terminationProtection\" must be true or false");
}

static enum cew_status stack_ends(const struct reader *r, const struct cew_node *n, void *into)
{
	if (!demo_past_end_is_known(cew_node_text(n)))
		return demo_wrong(r, n, "\"ends\" must be one of: " DEMO_PAST_ENDS);
	((struct past_stack *)into)->ends = cew_node_text(n);
	return CEW_OK;
}

static enum cew_status stack_fails(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "fails", &((struct past_stack *)into)->fails);
}

static enum cew_status stack_replace(const struct reader *r, const struct cew_node *n, void *into)
{
	((struct past_stack *)into)->replace = n;
	return cew_node_is(n, CEW_NODE_MAP) ? CEW_OK : demo_wrong(r, n, "\"replace\" must be a map");
}

static const struct key stack_keys[] = {
	{"daysAgo", stack_days},       {"ends", stack_ends},             {"events", stack_events},
	{"fails", stack_fails},        {"minutesAgo", stack_minutes},    {"replace", stack_replace},
	{"name", stack_name},          {"parameters", stack_parameters}, {"region", stack_region},
	{"tags", stack_tags},          {"template", stack_template},     {"terminationProtection", stack_protect},
	{NULL, NULL},
};

static enum cew_status read_stack(const struct reader *r, const struct cew_node *entry, struct past_stack *out)
{
	*out = (struct past_stack){.region = HOME_REGION, .template = "built-in", .minutes = -1};
	enum cew_status status = demo_read_keys(r, entry, stack_keys, "an entry of \"stacks\"", out);
	if (!status && !out->name)
		status = demo_wrong(r, entry, "an entry of \"stacks\" needs its \"name\"");
	if (!status && out->days && out->minutes >= 0)
		status = demo_wrong(r, entry, "an entry of \"stacks\" has either \"daysAgo\" or \"minutesAgo\"");
	return status;
}

enum cew_status demo_read_stacks(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	if (!cew_node_is(n, CEW_NODE_SEQ))
		return demo_wrong(r, n, "\"stacks\" must be a list");
	enum cew_status status = CEW_OK;
	for (size_t i = 0; !status && i < cew_node_count(n); i++) {
		struct past_stack stack;
		status = read_stack(r, cew_node_at(n, i), &stack);
	}
	return status;
}

struct past_object {
	const char *bucket, *key, *text;
};

static enum cew_status object_bucket(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "bucket", &((struct past_object *)into)->bucket);
}

static enum cew_status object_key(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "key", &((struct past_object *)into)->key);
}

static enum cew_status object_text(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "text", &((struct past_object *)into)->text);
}

static enum cew_status read_object(const struct reader *r, const struct cew_node *entry, struct past_object *out)
{
	static const struct key keys[] = {{"bucket", object_bucket}, {"key", object_key}, {"text", object_text}, {NULL, NULL}};
	*out = (struct past_object){.bucket = NULL};
	enum cew_status status = demo_read_keys(r, entry, keys, "an entry of \"objects\"", out);
	if (!status && (!out->bucket || !out->key || !out->text))
		status = demo_wrong(r, entry, "an entry of \"objects\" needs \"bucket\", \"key\" and \"text\"");
	return status;
}

enum cew_status demo_read_objects(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	if (!cew_node_is(n, CEW_NODE_SEQ))
		return demo_wrong(r, n, "\"objects\" must be a list");
	enum cew_status status = CEW_OK;
	for (size_t i = 0; !status && i < cew_node_count(n); i++) {
		struct past_object object;
		status = read_object(r, cew_node_at(n, i), &object);
	}
	return status;
}

/* ---- objects ---- */

static enum cew_status make_object(struct cew_demo *demo, const struct past_object *o, struct cew_error *err)
{
	struct demo_view v;
	demo_view_init(&v, demo, HOME_REGION);
	struct cew_doc *doc = demo_view_doc(&v);
	bool ok = doc != NULL;
	if (ok && !demo_thing_named(&v, "AWS::S3::Bucket", o->bucket))
		ok = demo_account_add(&v, "AWS::S3::Bucket", cew_map_put_text(doc, cew_doc_map(doc), "BucketName", o->bucket));
	ok = ok && demo_store_put(demo->store, o->bucket, o->key, o->text, strlen(o->text));
	demo_view_finish(&v);
	return ok ? CEW_OK : cew_fail_memory(err);
}

/* ---- stacks ---- */

static enum cew_status write_form(const struct past_stack *p, struct cew_buf *form, struct cew_error *err)
{
	static const char *const capabilities[] = {"CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"};
	const struct cew_embedded *built_in = strcmp(p->template, "built-in") == 0 ? cew_embedded_find(BUILT_IN) : NULL;
	struct cew_cfn_template *t;
	struct cew_buf compact;
	char *text = demo_past_template(p, built_in ? built_in->data : p->template, built_in ? built_in->len : strlen(p->template));
	enum cew_status status = text ? cew_cfn_load("template", text, strlen(text), &t, err) : cew_fail_memory(err);
	free(text);
	if (status)
		return status;
	cew_buf_init(&compact, CEW_CFN_TEMPLATE_MAX);
	status = cew_cfn_compact(t, &compact, err);
	cew_cfn_destroy(t);
	demo_form_add(form, "TemplateBody", cew_buf_text(&compact));
	cew_buf_finish(&compact);
	demo_form_pairs(form, "Parameters", "ParameterKey", "ParameterValue", p->parameters);
	demo_form_pairs(form, "Tags", "Key", "Value", p->tags);
	demo_form_add(form, "Capabilities.member.1", capabilities[0]);
	demo_form_add(form, "Capabilities.member.2", capabilities[1]);
	return status;
}

static enum cew_status read_version(const struct past_stack *p, struct demo_version *v, struct cew_error *err)
{
	struct demo_inner in;
	struct cew_buf form;
	cew_buf_init(&form, DEMO_BODY_MAX);
	enum cew_status status = write_form(p, &form, err);
	if (!status) {
		status = demo_inner_begin(&in, v->stack->demo, p->region, &form, err);
		if (!status)
			status = demo_read_version(&in.call, v, err);
		demo_inner_finish(&in);
	}
	cew_buf_wipe(&form);
	return status;
}

/* One update after the other, each of which changed everything: so many events, evenly between the last one and now. */
static void add_updates(struct demo_stack *s, int64_t count)
{
	int64_t first = s->last_event_ms, step = (demo_wall_ms(s->demo) - first) / (count + 1);
	int64_t cycle = (int64_t)s->now->resource_count * 2 + 3, done = 0;
	const char *const ends[] = {"UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE"};
	while (count - done >= 2) {
		/* The last one is as long as is left: two events a resource, and two or three of the stack. */
		int64_t left = count - done < cycle ? count - done : cycle;
		bool cleans = left % 2 == 1;
		int64_t pairs = (left - 2 - cleans) / 2;
		demo_stack_event(s, NULL, ends[0], "User Initiated", first + ++done * step);
		for (int64_t i = 0; i < pairs; i++) {
			demo_stack_event(s, &s->now->resources[i], "UPDATE_IN_PROGRESS", NULL, first + ++done * step);
			demo_stack_event(s, &s->now->resources[i], "UPDATE_COMPLETE", NULL, first + ++done * step);
		}
		if (cleans)
			demo_stack_event(s, NULL, ends[1], NULL, first + ++done * step);
		demo_stack_event(s, NULL, ends[2], NULL, first + ++done * step);
		s->updated_ms = s->last_event_ms;
	}
}

static double began(const struct demo_stack *s, const struct past_stack *p)
{
	double ago = p->minutes >= 0 ? (double)p->minutes * MINUTE_MS / s->demo->speed
	                             : (double)(p->days ? p->days : DAYS_USUAL) * DAY_MS;
	return demo_mono_now(s) - ago;
}

static enum cew_status make_stack(struct cew_demo *demo, const struct past_stack *p, struct cew_error *err)
{
	struct cew_error why;
	struct demo_stack *s = demo_stack_create(demo, p->region, p->name);
	struct demo_version *v = s ? demo_version_create(s) : NULL;
	enum cew_status status = !v ? cew_fail_memory(&why) : demo_past_is_stub(p) ? CEW_OK : read_version(p, v, &why);
	if (!status && !demo_stack_adopt(s, v))
		status = cew_fail_memory(&why);
	if (status)
		demo_version_destroy(v);
	if (!status && !cew_vec_push(&demo->stacks, &s))
		status = cew_fail_memory(&why);
	if (status) {
		demo_stack_destroy(s);
		return cew_fail(err, CEW_INVALID, "the scenario's stack %s cannot be made: %s", p->name, why.what);
	}
	s->termination_protection = p->protect;
	/* What is long past took its time, however fast this account is now. */
	double speed = demo->speed;
	demo->speed = p->minutes >= 0 ? speed : 1;
	s->past = p->minutes < 0;
	status = demo_past_run(s, p, began(s, p), err);
	s->past = false;
	demo->speed = speed;
	if (p->events > (int64_t)s->events.len && s->work == DEMO_IDLE)
		add_updates(s, p->events - (int64_t)s->events.len);
	return status;
}

enum cew_status demo_history_make(struct cew_demo *demo, struct cew_error *err)
{
	const struct cew_node *objects = demo_scenario_section(demo->scenario, "objects");
	const struct cew_node *stacks = demo_scenario_section(demo->scenario, "stacks");
	struct reader reader = {demo->scenario, err};
	enum cew_status status = CEW_OK;
	for (size_t i = 0; !status && i < cew_node_count(objects); i++) {
		struct past_object o;
		status = read_object(&reader, cew_node_at(objects, i), &o);
		if (!status)
			status = make_object(demo, &o, err);
	}
	for (size_t i = 0; !status && i < cew_node_count(stacks); i++) {
		struct past_stack p;
		status = read_stack(&reader, cew_node_at(stacks, i), &p);
		if (!status)
			status = make_stack(demo, &p, err);
	}
	return status;
}
