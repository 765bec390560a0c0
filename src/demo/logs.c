/* CloudWatch Logs: groups, the streams of containers, and what these said. */
#include "ecs.h"
#include "json.h"

#include <stdio.h>
#include <string.h>

#define GROUP "AWS::Logs::LogGroup"
#define BAD "InvalidParameterException"
#define EVENTS_MAX 10000

/* ---- DescribeLogGroups ---- */

static void put_arn(struct demo_call *call, struct cew_node **n, const char *group, const char *rest)
{
	char *arn = cew_fmt("arn:%s:logs:%s:%s:log-group:%s:%s", cew_cfn_partition(call->region, NULL), call->region,
	                    call->demo->account, group, rest);
	demo_json_text(call, n, "arn", arn);
	free(arn);
}

static enum cew_status describe_groups(struct demo_call *call, struct cew_error *err)
{
	const char *prefix = cew_node_get_text(call->input, "logGroupNamePrefix");
	struct cew_node *list = cew_doc_seq(call->doc);
	struct demo_page page;
	enum cew_status status = demo_json_page_named(call, "limit", "nextToken", 50, 50, &page, BAD, err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, GROUP);
	for (size_t i = 0; i < all.count; i++) {
		const struct demo_thing *t = &all.at[i];
		long days = demo_thing_number(&call->view, t, "RetentionInDays", 0);
		if ((prefix && strncmp(t->name, prefix, strlen(prefix)) != 0) || !demo_page_takes(&page))
			continue;
		struct cew_node *n = cew_doc_map(call->doc);
		demo_json_text(call, &n, "logGroupName", t->name);
		demo_json_int(call, &n, "creationTime", t->made_ms);
		if (days)
			demo_json_int(call, &n, "retentionInDays", days);
		demo_json_int(call, &n, "metricFilterCount", 0);
		put_arn(call, &n, t->name, "*");
		demo_json_int(call, &n, "storedBytes", demo_thing_number(&call->view, t, "Stored", 0));
		demo_json_add(call, &list, n);
	}
	demo_json_node(call, &call->output, "logGroups", list);
	demo_json_page_end(call, &page);
	return CEW_OK;
}

/* ---- streams: those in the account's file, and one a container of each task ---- */

struct line {
	int64_t at_ms;
	const char *text;
};

struct stream {
	char name[512];
	const struct cew_node *lines; /* of the file */
	const struct demo_task *task; /* or of a container */
	const char *container;
	int64_t first_ms;
	bool complete; /* the container has ended */
};

typedef bool stream_fn(void *ctx, const struct stream *s);

struct walker {
	struct demo_call *call;
	const struct demo_thing *group;
	stream_fn *fn;
	void *ctx;
};

static bool walk_container(const struct walker *w, const struct demo_task *task, const struct cew_node *plan)
{
	const struct cew_node *log = cew_node_get(plan, "LogConfiguration"), *options = cew_node_get(log, "Options");
	const char *group = cew_node_get_text(options, "awslogs-group"), *name = cew_node_get_text(plan, "Name");
	const char *prefix = cew_node_get_text(options, "awslogs-stream-prefix");
	if (!group || strcmp(group, w->group->name) != 0 || !prefix || !name || !task->started_ms)
		return true;
	struct stream s = {.task = task, .container = name, .first_ms = task->started_ms};
	s.complete = task->stopped_ms || !cew_node_get_bool(plan, "Essential", true);
	snprintf(s.name, sizeof(s.name), "%.200s/%.200s/%s", prefix, name, task->id);
	return w->fn(w->ctx, &s);
}

static bool walk_task(void *ctx, const struct demo_task *task)
{
	const struct walker *w = ctx;
	const struct cew_node *plans = task->definition ? demo_thing_node(task->definition, "ContainerDefinitions") : NULL;
	for (size_t i = 0; i < cew_node_count(plans); i++)
		if (!walk_container(w, task, cew_node_at(plans, i)))
			return false;
	return true;
}

static void walk_streams(struct demo_call *call, const struct demo_thing *group, stream_fn *fn, void *ctx)
{
	struct walker w = {call, group, fn, ctx};
	const struct cew_node *fixed = demo_thing_node(group, "Streams");
	for (size_t i = 0; i < cew_node_count(fixed); i++) {
		const char *name = cew_node_get_text(cew_node_at(fixed, i), "Name");
		struct stream s = {.lines = cew_node_get(cew_node_at(fixed, i), "Lines"), .first_ms = group->made_ms};
		snprintf(s.name, sizeof(s.name), "%s", name ? name : "");
		if (!fn(ctx, &s))
			return;
	}
	demo_tasks_each(&call->view, NULL, walk_task, &w);
}

/* What a container says: enough to see that it came up. */
#define SAID_MAX 3
static size_t container_lines(const struct stream *s, char room[SAID_MAX][400])
{
	static const char *const said[] = {"%s: starting", "%s: ready", "%s: done"};
	bool ready = strcmp(s->task->health, "HEALTHY") == 0;
	size_t count = s->complete || ready ? 2 : 1;
	for (size_t i = 0; i < count; i++)
		snprintf(room[i], 400, i == 1 && s->complete ? said[2] : said[i], s->container);
	return count;
}

static size_t line_count(const struct stream *s)
{
	char room[SAID_MAX][400];
	return s->task ? container_lines(s, room) : cew_node_count(s->lines);
}

static struct line line_at(const struct stream *s, size_t i, char room[SAID_MAX][400])
{
	struct line l = {.at_ms = s->first_ms + (int64_t)i * 1700};
	if (s->task)
		container_lines(s, room);
	l.text = s->task ? room[i] : cew_node_text(cew_node_at(s->lines, i));
	return l;
}

/* ---- DescribeLogStreams ---- */

struct listing {
	struct demo_call *call;
	const struct demo_thing *group;
	const char *prefix;
	struct demo_page page;
	struct cew_node *list;
};

static bool list_stream(void *ctx, const struct stream *s)
{
	struct listing *l = ctx;
	size_t lines = line_count(s);
	char rest[600];
	if ((l->prefix && strncmp(s->name, l->prefix, strlen(l->prefix)) != 0) || !demo_page_takes(&l->page))
		return true;
	struct cew_node *n = cew_doc_map(l->call->doc);
	snprintf(rest, sizeof(rest), "log-stream:%s", s->name);
	demo_json_text(l->call, &n, "logStreamName", s->name);
	demo_json_int(l->call, &n, "creationTime", s->first_ms);
	if (lines) {
		demo_json_int(l->call, &n, "firstEventTimestamp", s->first_ms);
		demo_json_int(l->call, &n, "lastEventTimestamp", s->first_ms + (int64_t)(lines - 1) * 1700);
		demo_json_int(l->call, &n, "lastIngestionTime", s->first_ms + (int64_t)lines * 1700);
	}
	put_arn(l->call, &n, l->group->name, rest);
	demo_json_int(l->call, &n, "storedBytes", 0);
	demo_json_add(l->call, &l->list, n);
	return true;
}

static enum cew_status find_group(struct demo_call *call, const struct demo_thing **out, struct cew_error *err)
{
	const char *name = cew_node_get_text(call->input, "logGroupName");
	*out = demo_thing_named(&call->view, GROUP, name);
	if (!name)
		return demo_refuse(err, BAD, "1 validation error detected: Value null at 'logGroupName' failed to satisfy "
		                   "constraint: Member must not be null");
	return *out ? CEW_OK : demo_refuse(err, "ResourceNotFoundException", "The specified log group does not exist.");
}

static enum cew_status describe_streams(struct demo_call *call, struct cew_error *err)
{
	const char *order = cew_node_get_text(call->input, "orderBy");
	struct listing l = {.call = call, .prefix = cew_node_get_text(call->input, "logStreamNamePrefix")};
	l.list = cew_doc_seq(call->doc);
	enum cew_status status = demo_json_page_named(call, "limit", "nextToken", 50, 50, &l.page, BAD, err);
	if (!status)
		status = find_group(call, &l.group, err);
	if (!status && l.prefix && order && strcmp(order, "LastEventTime") == 0)
		status = demo_refuse(err, BAD, "Cannot order by LastEventTime with a logStreamNamePrefix.");
	if (status)
		return status;
	walk_streams(call, l.group, list_stream, &l);
	demo_json_node(call, &call->output, "logStreams", l.list);
	demo_json_page_end(call, &l.page);
	return CEW_OK;
}

/* ---- GetLogEvents ---- */

struct reading {
	struct demo_call *call;
	const char *name;
	size_t from, limit, next; /* lines */
	bool found;
	struct cew_node *list;
};

static bool read_stream(void *ctx, const struct stream *s)
{
	struct reading *r = ctx;
	char room[SAID_MAX][400];
	size_t count = line_count(s);
	if (strcmp(s->name, r->name) != 0)
		return true;
	r->found = true;
	for (r->next = r->from; r->next < count && r->next - r->from < r->limit; r->next++) {
		struct line l = line_at(s, r->next, room);
		struct cew_node *n = cew_doc_map(r->call->doc);
		demo_json_int(r->call, &n, "timestamp", l.at_ms);
		demo_json_text(r->call, &n, "message", l.text);
		demo_json_int(r->call, &n, "ingestionTime", l.at_ms + 900);
		demo_json_add(r->call, &r->list, n);
	}
	return false;
}

static void put_token(struct demo_call *call, const char *key, char direction, size_t at)
{
	char text[80];
	snprintf(text, sizeof(text), "%c/%056zu/s", direction, at);
	demo_json_text(call, &call->output, key, text);
}

static enum cew_status get_events(struct demo_call *call, struct cew_error *err)
{
	const char *token = cew_node_get_text(call->input, "nextToken"), *limit = cew_node_get_text(call->input, "limit");
	struct reading r = {.call = call, .name = cew_node_get_text(call->input, "logStreamName")};
	const struct demo_thing *group;
	enum cew_status status = find_group(call, &group, err);
	r.limit = limit ? strtoul(limit, NULL, 10) : EVENTS_MAX;
	r.list = cew_doc_seq(call->doc);
	if (!status && (r.limit < 1 || r.limit > EVENTS_MAX))
		status = demo_refuse(err, BAD, "limit must be from 1 to %d", EVENTS_MAX);
	if (!status && token && (strlen(token) < 3 || (token[0] != 'f' && token[0] != 'b') || token[1] != '/'))
		status = demo_refuse(err, BAD, "The specified nextToken is invalid.");
	if (status)
		return status;
	/* All that there is fits on a page, so going back always ends at the start. */
	r.from = token && *token == 'f' ? strtoul(token + 2, NULL, 10) : 0;
	if (!r.name)
		r.name = "";
	walk_streams(call, group, read_stream, &r);
	if (!r.found)
		return demo_refuse(err, "ResourceNotFoundException", "The specified log stream does not exist.");
	demo_json_node(call, &call->output, "events", r.list);
	put_token(call, "nextForwardToken", 'f', r.next);
	put_token(call, "nextBackwardToken", 'b', 0);
	return CEW_OK;
}

/* ---- FilterLogEvents ---- */

struct filtering {
	struct demo_call *call;
	const struct cew_node *names; /* NULL: all streams */
	const char *prefix, *pattern;
	int64_t from_ms, to_ms;
	struct demo_page page;
	struct cew_node *list;
};

static int64_t read_ms(struct demo_call *call, const char *field, int64_t otherwise)
{
	const char *text = cew_node_get_text(call->input, field);
	return text ? strtoll(text, NULL, 10) : otherwise;
}

/* Terms that must all be in the line; one in quotes may have spaces, one after a minus must not be there. */
static bool is_about(const char *pattern, const char *line)
{
	while (pattern && *pattern) {
		bool negative = *pattern == '-', quoted = pattern[negative] == '"';
		const char *term = pattern + negative + quoted;
		size_t len = strcspn(term, quoted ? "\"" : " ");
		char text[256];
		snprintf(text, sizeof(text), "%.*s", (int)(len < 255 ? len : 255), term);
		if (len > 0 && (strstr(line, text) != NULL) == negative)
			return false;
		pattern = term + len + (quoted && term[len]);
		pattern += strspn(pattern, " ");
	}
	return true;
}

static bool filter_stream(void *ctx, const struct stream *s)
{
	struct filtering *f = ctx;
	char room[SAID_MAX][400], id[60];
	size_t count = line_count(s);
	if ((f->names && !demo_node_holds(f->names, s->name)) ||
	    (f->prefix && strncmp(s->name, f->prefix, strlen(f->prefix)) != 0))
		return true;
	for (size_t i = 0; i < count; i++) {
		struct line l = line_at(s, i, room);
		if (l.at_ms < f->from_ms || l.at_ms > f->to_ms || !is_about(f->pattern, l.text) || !demo_page_takes(&f->page))
			continue;
		struct cew_node *n = cew_doc_map(f->call->doc);
		snprintf(id, sizeof(id), "%020lld%036zu", (long long)l.at_ms, i);
		demo_json_text(f->call, &n, "logStreamName", s->name);
		demo_json_int(f->call, &n, "timestamp", l.at_ms);
		demo_json_text(f->call, &n, "message", l.text);
		demo_json_int(f->call, &n, "ingestionTime", l.at_ms + 900);
		demo_json_text(f->call, &n, "eventId", id);
		demo_json_add(f->call, &f->list, n);
	}
	return true;
}

static enum cew_status filter_events(struct demo_call *call, struct cew_error *err)
{
	struct filtering f = {.call = call, .names = cew_node_get(call->input, "logStreamNames"),
	                      .prefix = cew_node_get_text(call->input, "logStreamNamePrefix"),
	                      .pattern = cew_node_get_text(call->input, "filterPattern")};
	const struct demo_thing *group;
	f.from_ms = read_ms(call, "startTime", 0);
	f.to_ms = read_ms(call, "endTime", INT64_MAX);
	f.list = cew_doc_seq(call->doc);
	enum cew_status status = demo_json_page_named(call, "limit", "nextToken", EVENTS_MAX, EVENTS_MAX, &f.page, BAD, err);
	if (!status)
		status = find_group(call, &group, err);
	if (!status && f.names && f.prefix)
		status = demo_refuse(err, BAD, "logStreamNamePrefix and logStreamNames may not both be specified.");
	if (status)
		return status;
	walk_streams(call, group, filter_stream, &f);
	demo_json_node(call, &call->output, "events", f.list);
	demo_json_node(call, &call->output, "searchedLogStreams", cew_doc_seq(call->doc));
	demo_json_page_end(call, &f.page);
	return CEW_OK;
}

const struct demo_action demo_logs_actions[] = {
	{"DescribeLogGroups", describe_groups, false, NULL},
	{"DescribeLogStreams", describe_streams, false, NULL},
	{"FilterLogEvents", filter_events, false, NULL},
	{"GetLogEvents", get_events, false, NULL},
	{NULL, NULL, false, NULL},
};
