/* The JSON 1.1 protocol: an object in, an object out, the action in a header. */
#include "json.h"

#include <string.h>

enum cew_status demo_json_read(struct demo_call *call, struct cew_doc **input, struct cew_error *err)
{
	static const struct cew_doc_limits limits = {.max_bytes = DEMO_BODY_MAX, .max_depth = 30, .max_nodes = 100000};
	const struct demo_request *rq = call->request;
	if (rq->body_len == 0)
		return CEW_OK;
	enum cew_status status = cew_doc_parse("request", rq->body, rq->body_len, CEW_DOC_JSON, &limits, input, err);
	if (status == CEW_NO_MEMORY)
		return status;
	call->input = status ? NULL : cew_doc_root(*input);
	if (!cew_node_is(call->input, CEW_NODE_MAP))
		return demo_refuse(err, "SerializationException", "Start of structure or map found where not expected.");
	return CEW_OK;
}

static enum cew_status find_handler(struct demo_call *call, const struct demo_action **out, struct cew_error *err)
{
	const struct demo_request *rq = call->request;
	const char *target = demo_header(rq, "x-amz-target"), *type = demo_header(rq, "content-type");
	size_t prefix = strlen(call->service->version);
	if (strcmp(rq->method, "POST") != 0 || strcmp(rq->path, "/") != 0)
		return demo_refuse(err, "UnknownOperationException", "Only POST to / is served");
	if (!target || strncmp(target, call->service->version, prefix) != 0 || target[prefix] != '.')
		return demo_refuse(err, "UnknownOperationException", "X-Amz-Target must begin with %s", call->service->version);
	if (!type || strncmp(type, "application/x-amz-json-1.1", 26) != 0)
		return demo_refuse(err, "SerializationException", "The content type must be application/x-amz-json-1.1");
	call->action = target + prefix + 1;
	*out = demo_action_find(call->service, call->action);
	return *out ? CEW_OK : demo_refuse(err, "UnknownOperationException", "There is no operation %s", call->action);
}

enum cew_status demo_json_act(struct demo_call *call, const struct demo_action *action, struct demo_reply *reply,
                              struct cew_error *err)
{
	call->doc = cew_doc_create("reply");
	call->output = call->doc ? cew_doc_map(call->doc) : NULL;
	if (!call->output)
		return cew_fail_memory(err);
	enum cew_status status = action->fn(call, err);
	if (status)
		return status;
	if (!call->output || call->view.failed)
		return cew_fail_memory(err);
	return cew_doc_write_json(call->output, &reply->body, err);
}

void demo_serve_json(struct demo_call *call, struct demo_reply *reply)
{
	const struct demo_action *action = NULL;
	struct cew_doc *input = NULL;
	struct cew_error err;
	reply->status = 200;
	reply->content_type = "application/x-amz-json-1.1";
	enum cew_status status = find_handler(call, &action, &err);
	if (!status)
		status = demo_json_read(call, &input, &err);
	if (!status)
		status = demo_judge(call, NULL, &err);
	if (!status)
		status = demo_json_act(call, action, reply, &err);
	if (status)
		demo_reply_error(reply, call->service, &err);
	cew_doc_destroy(call->doc);
	cew_doc_destroy(input);
}

/* ---- building ---- */

void demo_json_text(struct demo_call *call, struct cew_node **map, const char *key, const char *text)
{
	if (text)
		*map = cew_map_put_text(call->doc, *map, key, text);
}

void demo_json_int(struct demo_call *call, struct cew_node **map, const char *key, int64_t value)
{
	*map = cew_map_put(call->doc, *map, key, cew_doc_int(call->doc, value));
}

void demo_json_bool(struct demo_call *call, struct cew_node **map, const char *key, bool value)
{
	*map = cew_map_put(call->doc, *map, key, cew_doc_bool(call->doc, value));
}

void demo_json_time(struct demo_call *call, struct cew_node **map, const char *key, int64_t wall_ms)
{
	/* Seconds with a fraction, but without zeros at its end: those would not be written back as a number. */
	char *text = cew_fmt("%lld.%03d", (long long)(wall_ms / 1000), (int)(wall_ms % 1000));
	size_t len = text ? strlen(text) : 0;
	if (!wall_ms) {
		free(text);
		return;
	}
	while (len > 0 && text[len - 1] == '0')
		text[--len] = '\0';
	if (len > 0 && text[len - 1] == '.')
		text[--len] = '\0';
	*map = text ? cew_map_put(call->doc, *map, key, cew_doc_plain(call->doc, text)) : NULL;
	free(text);
}

void demo_json_node(struct demo_call *call, struct cew_node **map, const char *key, const struct cew_node *value)
{
	*map = cew_map_put(call->doc, *map, key, value);
}

void demo_json_add(struct demo_call *call, struct cew_node **seq, const struct cew_node *value)
{
	*seq = cew_seq_add(call->doc, *seq, value);
}

/* ---- paging ---- */

enum cew_status demo_json_page_named(struct demo_call *call, const char *size_key, const char *token_key, size_t most,
                                     size_t usual, struct demo_page *page, const char *invalid, struct cew_error *err)
{
	const char *size = cew_node_get_text(call->input, size_key), *token = cew_node_get_text(call->input, token_key);
	long wanted = size ? strtol(size, NULL, 10) : (long)usual;
	*page = (struct demo_page){.token_key = token_key};
	if (wanted < 1 || wanted > (long)most)
		return demo_refuse(err, invalid, "%s must be between 1 and %zu", size_key, most);
	page->size = (size_t)wanted;
	return token ? demo_token_read(call, token, &page->at, invalid, err) : CEW_OK;
}

void demo_json_page_end(struct demo_call *call, const struct demo_page *page)
{
	char token[DEMO_TOKEN_MAX];
	if (!page->more)
		return;
	demo_token_write(call, page->at + page->taken, token);
	demo_json_text(call, &call->output, page->token_key, token);
}

enum cew_status demo_json_page(struct demo_call *call, size_t most, size_t usual, struct demo_page *page,
                               const char *invalid, struct cew_error *err)
{
	return demo_json_page_named(call, "maxResults", "nextToken", most, usual, page, invalid, err);
}
