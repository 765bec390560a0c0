/* Lambda: which functions there are. Its calls are paths, not actions in a header. */
#include "json.h"

#include <stdio.h>
#include <string.h>

#define FUNCTION "AWS::Lambda::Function"

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
	const char *name = call->parts[0];
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
