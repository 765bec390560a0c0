/* Reads scenario files strictly, so that a misspelt key does not make everything go well. */
#include "scenario_read.h"

#include <stdlib.h>
#include <string.h>

enum cew_status demo_wrong(const struct reader *r, const struct cew_node *at, const char *fmt, ...)
{
	struct cew_buf text;
	va_list args;
	cew_buf_init(&text, 1024);
	va_start(args, fmt);
	cew_buf_vfmt(&text, fmt, args);
	va_end(args);
	cew_fail(r->err, CEW_INVALID, "%s", cew_buf_text(&text));
	cew_buf_finish(&text);
	return cew_doc_where(r->s->doc, at, r->err);
}

enum cew_status demo_want_text(const struct reader *r, const struct cew_node *n, const char *key, const char **out)
{
	if (!cew_node_is(n, CEW_NODE_SCALAR) || !*cew_node_text(n) || cew_node_type(n) == CEW_SCALAR_NULL)
		return demo_wrong(r, n, "\"%s\" must be a text", key);
	*out = cew_node_text(n);
	return CEW_OK;
}

enum cew_status demo_want_count(const struct reader *r, const struct cew_node *n, const char *key, int64_t min,
                                  int64_t max, int64_t *out)
{
	char *end;
	*out = strtoll(cew_node_text(n), &end, 10);
	if (cew_node_type(n) != CEW_SCALAR_INT || *end || *out < min || *out > max)
		return demo_wrong(r, n, "\"%s\" must be a whole number from %lld to %lld", key, (long long)min, (long long)max);
	return CEW_OK;
}

enum cew_status demo_want_one_of(const struct reader *r, const struct cew_node *n, const char *key, const char *first,
                                   const char *second, bool *is_second)
{
	const char *text = cew_node_text(n);
	*is_second = strcmp(text, second) == 0;
	if (!*is_second && strcmp(text, first) != 0)
		return demo_wrong(r, n, "\"%s\" must be %s or %s", key, first, second);
	return CEW_OK;
}

enum cew_status demo_read_keys(const struct reader *r, const struct cew_node *map, const struct key *keys,
                                 const char *what, void *into)
{
	if (!cew_node_is(map, CEW_NODE_MAP))
		return demo_wrong(r, map, "%s must be a map", what);
	for (size_t i = 0; i < cew_node_count(map); i++) {
		const struct cew_node *name = cew_node_key(map, i);
		const struct key *k = keys;
		while (k->name && strcmp(k->name, cew_node_text(name)) != 0)
			k++;
		if (!k->name) {
			struct cew_buf known;
			cew_buf_init(&known, 256);
			for (k = keys; k->name; k++)
				cew_buf_fmt(&known, "%s%s", k == keys ? "" : ", ", k->name);
			demo_wrong(r, name, "%s has no key \"%s\"", what, cew_node_text(name));
			cew_error_hint(r->err, "The keys are: %s.", cew_buf_text(&known));
			cew_buf_finish(&known);
			return CEW_INVALID;
		}
		enum cew_status status = k->read(r, cew_node_at(map, i), into);
		if (status)
			return status;
	}
	return CEW_OK;
}
