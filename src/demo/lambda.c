/* Lambda: which functions there are. Its calls are paths, not actions in a header. */
#include "json.h"

#include <stdio.h>
#include <string.h>

#define FUNCTION "AWS::Lambda::Function"
#define ROOT "/2015-03-31/functions"

static void put_function(struct demo_call *call, struct cew_node **n, const struct demo_thing *t)
{
	static const char *const texts[] = {"Runtime", "Role", "Handler", "Description"};
	char modified[CEW_TIME_MAX];
	cew_time_format(t->made_ms, modified);
	demo_json_text(call, n, "FunctionName", t->name);
	demo_json_text(call, n, "FunctionArn", demo_thing_text(&call->view, t, "Arn"));
	for (size_t i = 0; i < CEW_COUNT(texts); i++)
		demo_json_text(call, n, texts[i], demo_thing_text(&call->view, t, texts[i]));
	demo_json_int(call, n, "Timeout", demo_thing_number(&call->view, t, "Timeout", 3));
	demo_json_int(call, n, "MemorySize", demo_thing_number(&call->view, t, "MemorySize", 128));
	demo_json_text(call, n, "LastModified", modified);
	demo_json_text(call, n, "Version", "$LATEST");
	demo_json_text(call, n, "PackageType", "Zip");
	demo_json_text(call, n, "State", t->state == DEMO_COMING ? "Pending" : "Active");
}

static enum cew_status list_functions(struct demo_call *call, struct cew_error *err)
{
	const char *size = demo_query_get(&call->query, "MaxItems"), *marker = demo_query_get(&call->query, "Marker");
	struct cew_node *list = cew_doc_seq(call->doc);
	struct demo_page page = {.size = size ? strtoul(size, NULL, 10) : 50, .token_key = "NextMarker"};
	if (page.size < 1 || page.size > 10000)
		return demo_refuse(err, "InvalidParameterValueException", "MaxItems must be from 1 to 10000");
	enum cew_status status =
		marker ? demo_token_read(call, marker, &page.at, "InvalidParameterValueException", err) : CEW_OK;
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, FUNCTION);
	for (size_t i = 0; i < all.count; i++) {
		if (!demo_page_takes(&page))
			continue;
		struct cew_node *n = cew_doc_map(call->doc);
		put_function(call, &n, &all.at[i]);
		demo_json_add(call, &list, n);
	}
	demo_json_node(call, &call->output, "Functions", list);
	demo_json_page_end(call, &page);
	return CEW_OK;
}

static enum cew_status find_function(struct demo_call *call, const struct demo_thing **out, struct cew_error *err)
{
	const char *path = call->request->path + strlen(ROOT) + 1;
	char name[200];
	struct cew_buf plain;
	cew_buf_init(&plain, 400);
	cew_pct_decode(&plain, path, strcspn(path, "/"), false);
	snprintf(name, sizeof(name), "%s", cew_buf_text(&plain));
	cew_buf_finish(&plain);
	const char *colon = strncmp(name, "arn:", 4) == 0 ? strrchr(name, ':') : NULL;
	*out = demo_thing_named(&call->view, FUNCTION, colon ? colon + 1 : name);
	if (*out)
		return CEW_OK;
	return demo_refuse(err, "ResourceNotFoundException", "Function not found: arn:%s:lambda:%s:%s:function:%s",
	                   cew_cfn_partition(call->region, NULL), call->region, call->demo->account, name);
}

static enum cew_status get_configuration(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	enum cew_status status = find_function(call, &t, err);
	if (!status)
		put_function(call, &call->output, t);
	return status;
}

static enum cew_status get_function(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	enum cew_status status = find_function(call, &t, err);
	if (status)
		return status;
	struct cew_node *n = cew_doc_map(call->doc), *code = cew_doc_map(call->doc);
	put_function(call, &n, t);
	demo_json_text(call, &code, "RepositoryType", "S3");
	demo_json_node(call, &call->output, "Configuration", n);
	demo_json_node(call, &call->output, "Code", code);
	return CEW_OK;
}

const struct demo_action demo_lambda_actions[] = {
	{"GetFunction", get_function, false, NULL},
	{"GetFunctionConfiguration", get_configuration, false, NULL},
	{"ListFunctions", list_functions, false, NULL},
	{NULL, NULL, false, NULL},
};

/* ---- serving ---- */

static const char *action_of(const struct demo_request *rq)
{
	const char *rest = rq->path + strlen(ROOT);
	if (strncmp(rq->path, ROOT, strlen(ROOT)) != 0 || strcmp(rq->method, "GET") != 0)
		return NULL;
	if (strcmp(rest, "") == 0 || strcmp(rest, "/") == 0)
		return "ListFunctions";
	const char *more = *rest == '/' ? strchr(rest + 1, '/') : NULL;
	if (!more)
		return *rest == '/' ? "GetFunction" : NULL;
	return strcmp(more, "/configuration") == 0 ? "GetFunctionConfiguration" : NULL;
}

static enum cew_status act(struct demo_call *call, struct demo_reply *reply, struct cew_error *err)
{
	const char *query = call->request->query;
	call->action = action_of(call->request);
	if (!call->action)
		return demo_refuse(err, "NotFound", "There is nothing at %s", call->request->path);
	enum cew_status status = demo_judge(call, "*", err);
	if (!status && demo_query_parse(&call->query, query, strlen(query), err))
		status = demo_refuse(err, "InvalidRequestContentException", "The query string is not encoded well");
	call->doc = cew_doc_create("reply");
	call->output = call->doc ? cew_doc_map(call->doc) : NULL;
	if (!status && !call->output)
		return cew_fail_memory(err);
	if (!status)
		status = demo_action_find(call->service, call->action)->fn(call, err);
	if (!status && (!call->output || call->view.failed))
		return cew_fail_memory(err);
	return status ? status : cew_doc_write_json(call->output, &reply->body, err);
}

void demo_serve_lambda(struct demo_call *call, struct demo_reply *reply)
{
	struct cew_error err;
	reply->status = 200;
	reply->content_type = "application/json";
	cew_buf_init(&call->query.text, 1);
	cew_vec_init(&call->query.fields, sizeof(struct demo_field));
	if (act(call, reply, &err))
		demo_reply_error(reply, call->service, &err);
	cew_doc_destroy(call->doc);
	demo_query_finish(&call->query);
}
