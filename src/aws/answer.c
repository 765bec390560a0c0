/* Answers: XML or JSON, results or errors, and those of somebody else. */
#include "answer.h"

#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_TREE_BYTES ((size_t)64 * 1024 * 1024)

static bool went_well(const struct aws_http_answer *http)
{
	return http->status / 100 == 2;
}

/* It is nobody's fault but ours. */
static void keep_want_of_memory(struct aws_answer *a, const struct cew_error *why)
{
	if (why->status == CEW_NO_MEMORY)
		a->broken = *why;
}

/* ---- XML ---- */

static bool is_answer_of(const struct aws_operation *op, const struct aws_xml_node *root)
{
	size_t len = strlen(op->action);

	return strncmp(root->name, op->action, len) == 0 && strcmp(root->name + len, "Response") == 0;
}

/* <ErrorResponse><Error>, <Response><Errors><Error>, or S3's bare <Error>. */
static bool read_xml_error(struct aws_answer *a)
{
	const struct aws_xml_node *root = a->tree.root, *e = aws_xml_child(root, "Error");

	if (!e)
		e = aws_xml_path(root, "Errors/Error");
	if (!e && strcmp(root->name, "Error") == 0)
		e = root;
	a->code = aws_xml_text(e, "Code");
	a->message = aws_xml_text(e, "Message");
	if (!*a->code)
		return false;
	a->kind = AWS_ANSWER_ERROR;
	a->result = e;
	return true;
}

static void read_query(const struct aws_operation *op, const struct aws_http_answer *http, struct aws_answer *a)
{
	const char *body = cew_buf_text(&http->body);
	struct cew_error why = {0};
	char name[80];

	if (aws_xml_parse(body, http->body.len, &a->tree, &why) != CEW_OK) {
		a->tree = (struct aws_xml){0};
		keep_want_of_memory(a, &why);
		/* Broken XML under a good status is AWS's own, cut or damaged; all else is somebody else's. */
		if (http->status == 200 && why.where[0] && strstr(body, op->action))
			a->broken = why;
		return;
	}
	if (!went_well(http) || !is_answer_of(op, a->tree.root)) {
		read_xml_error(a);
		return;
	}
	a->kind = AWS_ANSWER_RESULT;
	snprintf(name, sizeof(name), "%sResult", op->action);
	a->result = aws_service_info(op->service)->protocol == AWS_QUERY ? aws_xml_child(a->tree.root, name) : a->tree.root;
}

/* ---- JSON ---- */

/* "com.amazon#AccessDeniedException:http://…" without what stands before and behind. */
static const char *bare_code(struct aws_arena *arena, const char *code)
{
	const char *mark = strchr(code, '#'), *copy;

	if (mark)
		code = mark + 1;
	copy = aws_arena_text(arena, code, strcspn(code, ":"));
	return copy ? copy : "";
}

static const char *first_text(const struct aws_xml_node *n, const char *const *names)
{
	const char *text = "";

	for (; *names && !*text; names++)
		text = aws_xml_text(n, *names);
	return text;
}

static void read_json_error(const struct aws_http_answer *http, struct aws_answer *a)
{
	static const char *const codes[] = {"__type", "code", "Code", "ErrorCode", "error", NULL};
	static const char *const messages[] = {"message", "Message", "error_description", "errorMessage", NULL};
	char header[128];

	if (!aws_http_header(http, "x-amzn-errortype", header, sizeof(header)))
		snprintf(header, sizeof(header), "%s", first_text(a->tree.root, codes));
	a->code = bare_code(&a->tree.arena, header);
	a->message = first_text(a->tree.root, messages);
	if (*a->code)
		a->kind = AWS_ANSWER_ERROR;
}

static void read_json(const struct aws_operation *op, const struct aws_http_answer *http, struct aws_answer *a)
{
	const char *body = cew_buf_text(&http->body);
	bool empty = http->body.len == 0;
	struct cew_error why = {0};

	if (empty && went_well(http)) {
		a->kind = op->empty ? AWS_ANSWER_RESULT : AWS_ANSWER_UNKNOWN;
		return;
	}
	if (aws_json_parse(empty ? "{}" : body, empty ? 2 : http->body.len, &a->tree, &why) != CEW_OK) {
		a->tree = (struct aws_xml){0};
		keep_want_of_memory(a, &why);
		if (http->status == 200 && body[strspn(body, " \t\r\n")] == '{')
			a->broken = why;
		return;
	}
	if (!went_well(http)) {
		read_json_error(http, a);
		return;
	}
	a->kind = AWS_ANSWER_RESULT;
	a->result = a->tree.root;
}

/* ---- S3 ---- */

/* HEAD answers have no body: the status is all that they say. */
static const char *code_of_status(long status)
{
	static const struct {
		long status;
		const char *code;
	} codes[] = {
		{301, "PermanentRedirect"}, {307, "TemporaryRedirect"}, {400, "BadRequest"},    {403, "AccessDenied"},
		{404, "NotFound"},          {412, "PreconditionFailed"}, {503, "ServiceUnavailable"},
	};

	for (size_t i = 0; i < CEW_COUNT(codes); i++)
		if (codes[i].status == status)
			return codes[i].code;
	return "";
}

static const char *const s3_headers[] = {"x-amz-bucket-region", "x-amz-version-id", "etag", "content-length",
                                         "x-amz-server-side-encryption", "location"};

/* Headers that mean something become children of the root, as if the body had said them. */
static bool add_headers(const struct aws_http_answer *http, struct aws_xml *tree)
{
	for (size_t i = 0; i < CEW_COUNT(s3_headers); i++) {
		struct aws_xml_node *n;
		char value[512];

		if (!aws_http_header(http, s3_headers[i], value, sizeof(value)))
			continue;
		n = aws_arena_take(&tree->arena, 1, sizeof(*n));
		if (!n)
			return false;
		n->name = s3_headers[i];
		n->text = aws_arena_text(&tree->arena, value, strlen(value));
		if (!n->text)
			return false;
		aws_xml_append(tree->root, n);
	}
	return true;
}

static bool empty_tree(struct aws_xml *tree)
{
	aws_arena_init(&tree->arena, MAX_TREE_BYTES);
	tree->root = aws_arena_take(&tree->arena, 1, sizeof(*tree->root));
	if (!tree->root)
		return false;
	tree->root->name = "Head";
	tree->root->text = "";
	return true;
}

/* Every answer of S3 has this header; what a proxy makes up has not. */
static bool is_of_s3(const struct aws_http_answer *http, bool custom)
{
	char id[8];

	return custom || aws_http_header(http, "x-amz-request-id", id, sizeof(id)) ||
	       aws_http_header(http, "x-amz-bucket-region", id, sizeof(id));
}

static void read_s3(const struct aws_http_answer *http, bool custom, struct aws_answer *a)
{
	const char *body = cew_buf_text(&http->body);
	struct cew_error why = {0};

	if (http->body.len > 0 && aws_xml_parse(body, http->body.len, &a->tree, &why) != CEW_OK) {
		a->tree = (struct aws_xml){0};
		keep_want_of_memory(a, &why);
		if (is_of_s3(http, custom) && why.where[0] && !aws_http_is_page(http))
			a->broken = why;
		return;
	}
	if (http->body.len == 0 && !is_of_s3(http, custom))
		return;
	if (http->body.len == 0 && !empty_tree(&a->tree)) {
		cew_fail_memory(&a->broken);
		return;
	}
	if (strcasecmp(a->tree.root->name, "html") == 0 || (!went_well(http) && http->body.len > 0 && !read_xml_error(a)))
		return;
	if (!add_headers(http, &a->tree)) {
		cew_fail_memory(&a->broken);
		return;
	}
	a->result = a->tree.root;
	if (went_well(http)) {
		/* Answers of other hosts may be XML as well, pages among them. */
		a->kind = is_of_s3(http, custom) ? AWS_ANSWER_RESULT : AWS_ANSWER_UNKNOWN;
		return;
	}
	a->code = *a->code ? a->code : code_of_status(http->status);
	a->kind = *a->code ? AWS_ANSWER_ERROR : AWS_ANSWER_UNKNOWN;
}

/* ---- all ---- */

void aws_answer_read(const struct aws_operation *op, const struct aws_http_answer *http, bool custom,
                     struct aws_answer *out)
{
	*out = (struct aws_answer){.kind = AWS_ANSWER_UNKNOWN, .code = "", .message = ""};
	switch (aws_service_info(op->service)->protocol) {
	case AWS_QUERY:
	case AWS_EC2_QUERY:
		read_query(op, http, out);
		break;
	case AWS_JSON:
	case AWS_REST_JSON:
		read_json(op, http, out);
		break;
	case AWS_REST_XML:
		read_s3(http, custom, out);
		break;
	}
}

void aws_answer_finish(struct aws_answer *a)
{
	if (a->tree.root)
		aws_xml_finish(&a->tree);
}
