/* The REST-JSON protocol: a method and a path name the action, parts of the path are its arguments. */
#include "json.h"

#include <stdio.h>
#include <string.h>

/* "{}" stands for a part of the path. The first row that fits. */
static const struct {
	const char *service, *method, *path, *action;
} routes[] = {
	{"lambda", "GET", "/2015-03-31/functions", "ListFunctions"},
	{"lambda", "GET", "/2015-03-31/functions/{}", "GetFunction"},
	{"lambda", "GET", "/2015-03-31/functions/{}/configuration", "GetFunctionConfiguration"},
	{"elasticfilesystem", "GET", "/2015-02-01/file-systems", "DescribeFileSystems"},
	{"elasticfilesystem", "GET", "/2015-02-01/file-systems/{}/backup-policy", "DescribeBackupPolicy"},
	{"elasticfilesystem", "PUT", "/2015-02-01/file-systems/{}/backup-policy", "PutBackupPolicy"},
	{"elasticfilesystem", "GET", "/2015-02-01/mount-targets", "DescribeMountTargets"},
	{"elasticfilesystem", "GET", "/2015-02-01/access-points", "DescribeAccessPoints"},
};

static bool take_part(struct demo_call *call, const char *text, size_t len)
{
	struct cew_buf plain;
	if (call->part_count == CEW_COUNT(call->parts))
		return false;
	cew_buf_init(&plain, sizeof(call->parts[0]));
	bool ok = len > 0 && cew_pct_decode(&plain, text, len, false) && plain.len < sizeof(call->parts[0]);
	if (ok)
		snprintf(call->parts[call->part_count++], sizeof(call->parts[0]), "%s", cew_buf_text(&plain));
	cew_buf_finish(&plain);
	return ok;
}

/* A slash at the end is as good as none. */
static bool fits(struct demo_call *call, const char *pattern, const char *path)
{
	call->part_count = 0;
	while (*pattern) {
		if (strncmp(pattern, "{}", 2) == 0) {
			size_t len = strcspn(path, "/");
			if (!take_part(call, path, len))
				return false;
			pattern += 2;
			path += len;
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return *path == '\0' || strcmp(path, "/") == 0;
}

static const struct demo_action *find_handler(struct demo_call *call)
{
	const struct demo_request *rq = call->request;
	for (size_t i = 0; i < CEW_COUNT(routes); i++) {
		if (strcmp(routes[i].service, call->service->name) != 0 || strcmp(routes[i].method, rq->method) != 0 ||
		    !fits(call, routes[i].path, rq->path))
			continue;
		call->action = routes[i].action;
		return demo_action_find(call->service, call->action);
	}
	return NULL;
}

static enum cew_status act(struct demo_call *call, struct cew_doc **input, struct demo_reply *reply,
                           struct cew_error *err)
{
	const char *query = call->request->query;
	const struct demo_action *action = find_handler(call);
	if (!action)
		return demo_refuse(err, "NotFound", "There is nothing at %s", call->request->path);
	if (demo_query_parse(&call->query, query, strlen(query), err))
		return demo_refuse(err, "InvalidRequestContentException", "The query string is not encoded well");
	enum cew_status status = demo_json_read(call, input, err);
	if (!status)
		status = demo_judge(call, NULL, err);
	return status ? status : demo_json_act(call, action, reply, err);
}

void demo_serve_rest(struct demo_call *call, struct demo_reply *reply)
{
	struct cew_doc *input = NULL;
	struct cew_error err;
	reply->status = 200;
	reply->content_type = "application/json";
	cew_buf_init(&call->query.text, 1);
	cew_vec_init(&call->query.fields, sizeof(struct demo_field));
	if (act(call, &input, reply, &err))
		demo_reply_error(reply, call->service, &err);
	cew_doc_destroy(call->doc);
	cew_doc_destroy(input);
	demo_query_finish(&call->query);
}
