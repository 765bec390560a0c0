/* Reads form fields as the Query protocol sends them. Written on its own, not shared with any client. */
#include "wire.h"

#include <stdio.h>
#include <string.h>

/* Appends the decoded text and a NUL. A NUL inside would hide what follows it. */
static bool decode(struct cew_buf *out, const char *text, size_t len)
{
	size_t from = out->len;
	bool ok = cew_pct_decode(out, text, len, true) && (out->len == from || !memchr(out->data + from, '\0', out->len - from));
	cew_buf_char(out, '\0');
	return ok;
}

/* Positions first: the text still moves while it grows. */
struct place {
	size_t name, value;
};

static enum cew_status read_places(struct demo_query *q, struct cew_vec *places, const char *body, size_t len,
                                   struct cew_error *err)
{
	for (size_t at = 0; at < len;) {
		const char *end = memchr(body + at, '&', len - at);
		size_t size = end ? (size_t)(end - (body + at)) : len - at;
		const char *equals = memchr(body + at, '=', size);
		size_t name_len = equals ? (size_t)(equals - (body + at)) : size;
		if (size > 0) {
			struct place place = {.name = q->text.len};
			bool ok = decode(&q->text, body + at, name_len);
			place.value = q->text.len;
			ok = ok && decode(&q->text, equals ? equals + 1 : "", equals ? size - name_len - 1 : 0);
			if (!ok)
				return cew_fail(err, CEW_INVALID, "the field at byte %zu is not percent-encoded well", at);
			if (!cew_vec_push(places, &place))
				return cew_fail_memory(err);
		}
		at += size + 1;
	}
	return cew_buf_status(&q->text, err);
}

enum cew_status demo_query_parse(struct demo_query *q, const char *body, size_t len, struct cew_error *err)
{
	struct cew_vec places;
	cew_buf_init(&q->text, (size_t)DEMO_BODY_MAX * 2);
	cew_vec_init(&q->fields, sizeof(struct demo_field));
	cew_vec_init(&places, sizeof(struct place));
	enum cew_status status = read_places(q, &places, body, len, err);
	for (size_t i = 0; !status && i < places.len; i++) {
		const struct place *place = cew_vec_at(&places, i);
		struct demo_field field = {q->text.data + place->name, q->text.data + place->value};
		if (!cew_vec_push(&q->fields, &field))
			status = cew_fail_memory(err);
	}
	cew_vec_finish(&places);
	return status;
}

void demo_query_finish(struct demo_query *q)
{
	cew_vec_finish(&q->fields);
	cew_buf_wipe(&q->text);
}

const char *demo_query_get(const struct demo_query *q, const char *name)
{
	for (size_t i = 0; i < q->fields.len; i++) {
		const struct demo_field *f = cew_vec_at(&q->fields, i);
		if (strcmp(f->name, name) == 0)
			return f->value;
	}
	return NULL;
}

const char *demo_query_getf(const struct demo_query *q, const char *fmt, ...)
{
	char name[256];
	va_list args;
	va_start(args, fmt);
	int n = vsnprintf(name, sizeof(name), fmt, args);
	va_end(args);
	return n < 0 || (size_t)n >= sizeof(name) ? NULL : demo_query_get(q, name);
}

static bool has_member(const struct demo_query *q, const char *list, const char *between, size_t n)
{
	char name[256];
	int len = snprintf(name, sizeof(name), "%s%s.%zu", list, between, n);
	if (len < 0 || (size_t)len >= sizeof(name))
		return false;
	for (size_t i = 0; i < q->fields.len; i++) {
		const char *field = ((struct demo_field *)cew_vec_at(&q->fields, i))->name;
		if (strncmp(field, name, (size_t)len) == 0 && (field[len] == '\0' || field[len] == '.'))
			return true;
	}
	return false;
}

static size_t count(const struct demo_query *q, const char *name, const char *between)
{
	size_t n = 0;
	while (n < DEMO_MEMBERS_MAX && has_member(q, name, between, n + 1))
		n++;
	return n;
}

size_t demo_query_members(const struct demo_query *q, const char *name)
{
	return count(q, name, ".member");
}

size_t demo_query_count(const struct demo_query *q, const char *name)
{
	return count(q, name, "");
}
