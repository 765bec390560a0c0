/* The Query protocol's form encoding. */
#include "query.h"

#include <string.h>

static void start_pair(struct cew_buf *body)
{
	if (body->len > 0)
		cew_buf_char(body, '&');
}

static void end_pair(struct cew_buf *body, const char *value)
{
	cew_buf_char(body, '=');
	cew_pct_encode(body, value, strlen(value), NULL);
}

void aws_query_start(struct cew_buf *body, const char *action, const char *version)
{
	aws_query_text(body, "Action", action);
	aws_query_text(body, "Version", version);
}

void aws_query_text(struct cew_buf *body, const char *name, const char *value)
{
	if (!value)
		return;
	start_pair(body);
	cew_buf_str(body, name);
	end_pair(body, value);
}

void aws_query_int(struct cew_buf *body, const char *name, int value)
{
	start_pair(body);
	cew_buf_fmt(body, "%s=%d", name, value);
}

void aws_query_bool(struct cew_buf *body, const char *name, bool value)
{
	aws_query_text(body, name, value ? "true" : "false");
}

void aws_query_list(struct cew_buf *body, const char *name, const char *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		start_pair(body);
		cew_buf_fmt(body, "%s.member.%zu", name, i + 1);
		end_pair(body, items[i]);
	}
}

void aws_query_member(struct cew_buf *body, const char *list, size_t n, const char *field, const char *value)
{
	if (!value)
		return;
	start_pair(body);
	cew_buf_fmt(body, "%s.member.%zu.%s", list, n, field);
	end_pair(body, value);
}

void aws_query_flat(struct cew_buf *body, const char *name, const char *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		start_pair(body);
		cew_buf_fmt(body, "%s.%zu", name, i + 1);
		end_pair(body, items[i]);
	}
}

void aws_query_filter(struct cew_buf *body, size_t n, const char *name, const char *value)
{
	if (!value)
		return;
	start_pair(body);
	cew_buf_fmt(body, "Filter.%zu.Name", n);
	end_pair(body, name);
	start_pair(body);
	cew_buf_fmt(body, "Filter.%zu.Value.1", n);
	end_pair(body, value);
}
