/* One call's request, put together. */
#include "request.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TEXT_BYTES ((size_t)128 * 1024)

void aws_request_init(struct aws_request *r, const char *method)
{
	*r = (struct aws_request){.method = method, .path = "", .query = ""};
	aws_arena_init(&r->arena, MAX_TEXT_BYTES);
	cew_buf_init(&r->body, AWS_BODY_MAX);
}

void aws_request_finish(struct aws_request *r)
{
	cew_buf_wipe(&r->body);
	aws_arena_finish(&r->arena);
	r->header_count = 0;
}

const char *aws_request_text(struct aws_request *r, const char *text)
{
	const char *copy = text ? aws_arena_text(&r->arena, text, strlen(text)) : NULL;

	r->failed |= text && !copy;
	return copy;
}

void aws_request_header(struct aws_request *r, const char *name, const char *value)
{
	if (!value)
		return;
	if (r->header_count == AWS_REQUEST_HEADERS) {
		r->failed = true;
		return;
	}
	value = aws_request_text(r, value);
	name = aws_request_text(r, name);
	if (!r->failed)
		r->headers[r->header_count++] = (struct cew_header){name, value};
}

void aws_request_copy(struct aws_request *to, const struct aws_request *from)
{
	aws_request_init(to, from->method);
	to->path = aws_request_text(to, from->path);
	to->query = aws_request_text(to, from->query);
	to->bucket = aws_request_text(to, from->bucket);
	to->region = aws_request_text(to, from->region);
	for (size_t i = 0; i < from->header_count; i++)
		aws_request_header(to, from->headers[i].name, from->headers[i].value);
	cew_buf_add(&to->body, cew_buf_text(&from->body), from->body.len);
	to->keys = from->keys;
	to->unsigned_ = from->unsigned_;
	to->failed |= from->failed;
}

static const char *taken(struct aws_request *r, struct cew_buf *text, const char *otherwise)
{
	const char *out = text->failed ? NULL : aws_request_text(r, cew_buf_text(text));

	r->failed |= !out;
	cew_buf_finish(text);
	return out ? out : otherwise;
}

void aws_request_path(struct aws_request *r, const char *text, const char *keep)
{
	struct cew_buf path;

	cew_buf_init(&path, MAX_TEXT_BYTES);
	cew_buf_str(&path, r->path);
	cew_pct_encode(&path, text, strlen(text), keep);
	r->path = taken(r, &path, r->path);
}

void aws_request_query(struct aws_request *r, const char *name, const char *value)
{
	struct cew_buf query;

	cew_buf_init(&query, MAX_TEXT_BYTES);
	cew_buf_fmt(&query, "%s%s", r->query, *r->query ? "&" : "");
	cew_pct_encode(&query, name, strlen(name), NULL);
	cew_buf_char(&query, '=');
	cew_pct_encode(&query, value, strlen(value), NULL);
	r->query = taken(r, &query, r->query);
}
