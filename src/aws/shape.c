/* Structs out of trees. */
#include "shape.h"

#include "cewizard/account.h"

#include <stdlib.h>
#include <string.h>

static bool says_something(const struct aws_xml_node *n)
{
	return n && (n->first || *n->text);
}

const struct aws_xml_node *aws_shape_find(const struct aws_xml_node *n, const char *paths)
{
	const struct aws_xml_node *best = NULL;

	while (*paths && !says_something(best)) {
		char path[96];
		size_t len = strcspn(paths, "|");
		const struct aws_xml_node *found;

		assert(len < sizeof(path));
		memcpy(path, paths, len);
		path[len] = '\0';
		found = strcmp(path, ".") == 0 ? n : aws_xml_path(n, path);
		best = found ? found : best;
		paths += len + (paths[len] == '|');
	}
	return best;
}

static const char *keep(struct aws_arena *arena, const char *text)
{
	return *text ? aws_arena_text(arena, text, strlen(text)) : "";
}

#define NAMES "key|Key|name"
#define VALUES "value|Value"

static const struct aws_field pair_fields[] = {
	AWS_FIELD_TEXT(struct cew_name_value, name, NAMES),
	AWS_FIELD_TEXT(struct cew_name_value, value, VALUES),
};
const struct aws_shape aws_pair_shape = AWS_SHAPE(cew_name_value, pair_fields, NAMES);

static const char *text_of(const struct aws_xml_node *n, const char *paths)
{
	const struct aws_xml_node *found = aws_shape_find(n, paths);

	return found ? found->text : "";
}

static const char *named(const struct aws_xml_node *list, const char *name)
{
	for (const struct aws_xml_node *n = list ? list->first : NULL; n; n = n->next)
		if (strcmp(text_of(n, NAMES), name) == 0)
			return text_of(n, VALUES);
	return "";
}

static const char *decoded(struct aws_arena *arena, const char *text)
{
	struct cew_buf out;
	const char *kept;

	cew_buf_init(&out, strlen(text) + 1);
	if (!cew_pct_decode(&out, text, strlen(text), false))
		cew_buf_clear(&out);
	kept = out.failed ? NULL : keep(arena, cew_buf_text(&out));
	cew_buf_finish(&out);
	return kept;
}

static int64_t time_of(const char *text)
{
	const double latest_s = 1e12; /* far beyond any date, and well within what a number holds */
	int64_t ms = 0;
	double seconds;

	if (cew_time_parse(text, &ms))
		return ms;
	seconds = strchr(text, '-') ? 0 : strtod(text, NULL);
	return seconds > 0 && seconds < latest_s ? (int64_t)(seconds * 1000.0) : 0;
}

/* ---- lists ---- */

static enum cew_status read_texts(const struct aws_field *f, const struct aws_xml_node *list, struct aws_arena *arena,
                                  char *out)
{
	size_t count = aws_xml_count(list), i = 0;
	const char **texts;

	if (count == 0)
		return CEW_OK;
	texts = aws_arena_take(arena, count, sizeof(*texts));
	if (!texts)
		return CEW_LIMIT;
	for (const struct aws_xml_node *n = list->first; n; n = n->next) {
		texts[i] = keep(arena, f->inner ? aws_xml_text(n, f->inner) : n->text);
		if (!texts[i++])
			return CEW_LIMIT;
	}
	memcpy(out + f->offset, &texts, sizeof(texts));
	memcpy(out + f->count_offset, &count, sizeof(count));
	return CEW_OK;
}

static enum cew_status read_structs(const struct aws_field *f, const struct aws_xml_node *list, struct aws_arena *arena,
                                    char *out)
{
	size_t count = aws_xml_count(list), i = 0;
	char *items;

	if (count == 0)
		return CEW_OK;
	items = aws_arena_take(arena, count, f->shape->size);
	if (!items)
		return CEW_LIMIT;
	for (const struct aws_xml_node *n = list->first; n; n = n->next) {
		enum cew_status status = aws_shape_read(f->shape, n, arena, items + i++ * f->shape->size);

		if (status != CEW_OK)
			return status;
	}
	memcpy(out + f->offset, &items, sizeof(items));
	memcpy(out + f->count_offset, &count, sizeof(count));
	return CEW_OK;
}

/* ---- one field ---- */

static enum cew_status put_text(char *to, const char *text)
{
	memcpy(to, &text, sizeof(text));
	return text ? CEW_OK : CEW_LIMIT;
}

static enum cew_status read_field(const struct aws_field *f, const struct aws_xml_node *n, struct aws_arena *arena, char *out)
{
	const struct aws_xml_node *at = aws_shape_find(n, f->path);
	const char *text = at ? at->text : "";
	char *to = out + f->offset;

	switch (f->kind) {
	case AWS_TEXT:
		return put_text(to, keep(arena, text));
	case AWS_NAMED:
		return put_text(to, keep(arena, named(at, f->inner)));
	case AWS_URI:
		return put_text(to, decoded(arena, text));
	case AWS_INT:
		*(int64_t *)(void *)to = strtoll(text, NULL, 10);
		return CEW_OK;
	case AWS_TIME:
		*(int64_t *)(void *)to = time_of(text);
		return CEW_OK;
	case AWS_FLOAT:
		*(double *)(void *)to = strtod(text, NULL);
		return CEW_OK;
	case AWS_BOOL:
		*(bool *)(void *)to = strcmp(text, "true") == 0;
		return CEW_OK;
	case AWS_TEXTS:
		return read_texts(f, at, arena, out);
	case AWS_STRUCTS:
		return read_structs(f, at, arena, out);
	}
	return CEW_OK;
}

enum cew_status aws_shape_read(const struct aws_shape *shape, const struct aws_xml_node *n, struct aws_arena *arena, void *out)
{
	enum cew_status status = CEW_OK;

	if (shape->needed && !says_something(aws_shape_find(n, shape->needed)))
		return CEW_INVALID;
	memset(out, 0, shape->size);
	for (size_t i = 0; i < shape->count && status == CEW_OK; i++)
		status = read_field(&shape->fields[i], n, arena, out);
	return status;
}
