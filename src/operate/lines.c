/* The lines of --output json that this room tells. */
#include "room.h"

enum cew_status line_write(const struct cew_node *map, struct cew_buf *out, struct cew_error *err)
{
	enum cew_status s = map ? cew_doc_write_json(map, out, err) : cew_fail_memory(err);
	if (s)
		return s;
	cew_buf_char(out, '\n');
	return cew_buf_status(out, err);
}

/* Wall clock as AWS writes it; null where there is none. */
static struct cew_node *time_of(struct cew_doc *doc, int64_t ms)
{
	char text[CEW_TIME_MAX];
	if (!ms)
		return cew_doc_null(doc);
	cew_time_format(ms, text);
	return cew_doc_string(doc, text);
}

static struct cew_node *stack_of(struct cew_doc *doc, const struct cew_stack_row *row)
{
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "kind", "stack");
	map = cew_map_put_text(doc, map, "stackName", row->name);
	map = cew_map_put_text(doc, map, "stackId", row->id);
	map = cew_map_put_text(doc, map, "status", row->status);
	map = cew_map_put_text(doc, map, "reason", row->reason);
	map = cew_map_put_text(doc, map, "environment", row->environment);
	map = cew_map_put_text(doc, map, "package", row->package);
	map = cew_map_put_text(doc, map, "network", row->network);
	map = cew_map_put_text(doc, map, "images", row->images);
	map = cew_map_put(doc, map, "created", time_of(doc, row->created_ms));
	map = cew_map_put(doc, map, "updated", time_of(doc, row->updated_ms));
	return cew_map_put(doc, map, "terminationProtection", cew_doc_bool(doc, row->protected));
}

enum cew_status cew_stack_row_write_json(const struct cew_stack_row *row, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("stack");
	enum cew_status s = doc ? line_write(stack_of(doc, row), out, err) : cew_fail_memory(err);
	cew_doc_destroy(doc);
	return s;
}

static struct cew_node *item_of(struct cew_doc *doc, const struct cew_item *item, const char *topic)
{
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "kind", "item");
	map = cew_map_put_text(doc, map, "topic", topic);
	map = cew_map_put_text(doc, map, "group", item->group);
	map = cew_map_put_text(doc, map, "id", item->id);
	map = cew_map_put_text(doc, map, "mark", cew_mark_name(item->mark));
	map = cew_map_put_text(doc, map, "what", item->what);
	map = cew_map_put_text(doc, map, "detail", item->detail);
	map = cew_map_put_text(doc, map, "mend", item->mend);
	return cew_map_put(doc, map, "mendable", cew_doc_bool(doc, item->mendable));
}

enum cew_status cew_item_write_json(const struct cew_item *item, const char *topic, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("item");
	enum cew_status s = doc ? line_write(item_of(doc, item, topic), out, err) : cew_fail_memory(err);
	cew_doc_destroy(doc);
	return s;
}
