/* Fuzz target: any bytes as what AWS answered. The first byte says to whom and with which status, the rest is the body; both of
 * them are read as shared files, too, which hold whatever people put there. */
#include "answer.h"
#include "fuzz.h"
#include "ini.h"
#include "proxy.h"
#include "shape.h"

#include <string.h>

static const struct aws_operation operations[] = {
	{.service = AWS_CLOUDFORMATION, .action = "A"}, {.service = AWS_EC2, .action = "A"},    {.service = AWS_ECS, .action = "A"},
	{.service = AWS_LAMBDA, .action = "A"},         {.service = AWS_S3, .action = "PutObject"}, {.service = AWS_KMS, .action = "A", .empty = true},
};
static const long statuses[] = {200, 400, 403, 404, 503, 301};

/* Reads into everything that a shape can have. */
struct inner {
	const char *text, *tag;
	int64_t number, time;
};
struct outer {
	const char *text, *uri;
	bool flag;
	double real;
	const char *const *texts;
	const struct inner *inners;
	size_t text_count, inner_count;
};
static const struct aws_field inner_fields[] = {
	AWS_FIELD_TEXT(struct inner, text, "a|."),
	AWS_FIELD_NAMED(struct inner, tag, ".", "Name"),
	AWS_FIELD_INT(struct inner, number, "b"),
	AWS_FIELD(AWS_TIME, struct inner, time, "a|b|."),
};
static const struct aws_shape inner_shape = AWS_SHAPE(inner, inner_fields, NULL);
static const struct aws_field outer_fields[] = {
	AWS_FIELD_TEXT(struct outer, text, "a/b|a"),
	AWS_FIELD(AWS_URI, struct outer, uri, "a|b|."),
	AWS_FIELD_BOOL(struct outer, flag, "b"),
	AWS_FIELD(AWS_FLOAT, struct outer, real, "a|b|."),
	AWS_FIELD_TEXTS(struct outer, texts, text_count, ".", "a"),
	AWS_FIELD_STRUCTS(struct outer, inners, inner_count, ".", &inner_shape),
};
static const struct aws_shape outer_shape = AWS_SHAPE(outer, outer_fields, NULL);

static void read_shape(struct aws_answer *a)
{
	struct aws_arena arena;
	struct outer out;

	aws_arena_init(&arena, (size_t)1 << 20);
	if (a->result && aws_shape_read(&outer_shape, a->result, &arena, &out) == CEW_OK)
		FUZZ_CHECK(out.text && out.uri && (out.inner_count == 0 || out.inners[0].text), "a text is missing");
	aws_arena_finish(&arena);
}

static void read_answer(uint8_t kind, const uint8_t *data, size_t size)
{
	struct aws_http_answer http = {.status = statuses[kind / 8 % CEW_COUNT(statuses)]};
	struct aws_answer a;

	cew_buf_init(&http.body, AWS_HTTP_ANSWER_MAX);
	cew_buf_init(&http.headers, AWS_HTTP_HEADERS_MAX);
	cew_buf_add(&http.body, data, size);
	cew_buf_str(&http.headers, kind & 128 ? "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nx-amz-bucket-region: eu-west-1\r\n" : "");
	aws_answer_read(&operations[kind % 8 % CEW_COUNT(operations)], &http, kind & 64, &a);
	FUZZ_CHECK(a.code && a.message, "no code, or no message");
	FUZZ_CHECK(a.kind != AWS_ANSWER_ERROR || *a.code, "an error without its code");
	if (a.kind == AWS_ANSWER_RESULT)
		read_shape(&a);
	aws_answer_finish(&a);
	cew_buf_finish(&http.body);
	cew_buf_finish(&http.headers);
}

static void read_file(const uint8_t *data, size_t size)
{
	struct aws_ini ini;
	struct cew_error err = {0};

	if (aws_ini_parse("file", (const char *)data, size, &ini, &err) != CEW_OK) {
		FUZZ_CHECK(err.status == CEW_INVALID && err.where[0] && err.what[0], "%s", err.what);
		return;
	}
	for (size_t i = 0; i < ini.entries.len; i++) {
		const struct aws_ini_entry *e = cew_vec_at(&ini.entries, i);

		FUZZ_CHECK(e->kind && e->section && e->value && e->line > 0, "a broken entry");
		if (e->key)
			FUZZ_CHECK(aws_ini_get(&ini, e->kind, e->section, e->key, e->nested) != NULL, "%s is not found again", e->key);
	}
	aws_ini_finish(&ini);
}

static void read_exceptions(const uint8_t *data, size_t size)
{
	char text[512];
	const char *host;

	if (size >= sizeof(text))
		return;
	memcpy(text, data, size);
	text[size] = '\0';
	host = strchr(text, '\n');
	if (host)
		text[host++ - text] = '\0';
	(void)aws_proxy_excepted(text, host ? host : "aws.example:443");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	read_answer(data[0], data + 1, size - 1);
	read_file(data + 1, size - 1);
	read_exceptions(data + 1, size - 1);
	return 0;
}
