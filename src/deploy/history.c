/* This machine's history of how long resources took: one small file in the state directory, a kind (region, type, work) a
 * line of JSON with its newest times. A line that is damaged costs that line. */
#include "times.h"

#include "cewizard/answers.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES (1 << 20)
#define TIME_MAX_MS (24 * 3600 * (int64_t)1000) /* nothing that CloudFormation waits for takes longer */

static const char *const work_names[] = {[WORK_CREATE] = "create", [WORK_UPDATE] = "update", [WORK_DELETE] = "delete"};
_Static_assert(CEW_COUNT(work_names) == WORK_COUNT, "a name for every work");

void history_init(struct history *h)
{
	cew_vec_init(&h->kinds, sizeof(struct history_kind));
}

static void kind_finish(struct history_kind *k)
{
	free(k->region);
	free(k->type);
}

void history_finish(struct history *h)
{
	struct history_kind *all = h->kinds.items;
	for (size_t i = 0; i < h->kinds.len; i++)
		kind_finish(&all[i]);
	cew_vec_finish(&h->kinds);
}

static struct history_kind *find(const struct history *h, const char *region, const char *type, enum work work, size_t *at)
{
	struct history_kind *all = h->kinds.items;
	for (size_t i = 0; i < h->kinds.len; i++)
		if (all[i].work == work && strcmp(all[i].type, type) == 0 && strcmp(all[i].region, region) == 0) {
			*at = i;
			return &all[i];
		}
	return NULL;
}

static void drop(struct history *h, size_t at)
{
	kind_finish(cew_vec_at(&h->kinds, at));
	cew_vec_remove(&h->kinds, at);
}

static struct history_kind *add_kind(struct history *h, const char *region, const char *type, enum work work)
{
	struct history_kind k = {.region = cew_strdup(region), .type = cew_strdup(type), .work = work};
	if (h->kinds.len >= HISTORY_KINDS)
		drop(h, 0);
	struct history_kind *added = k.region && k.type ? cew_vec_push(&h->kinds, &k) : NULL;
	if (!added)
		kind_finish(&k);
	return added;
}

/* What was seen last stands last, so that the longest unseen is the first to go. */
static struct history_kind *move_last(struct history *h, size_t at)
{
	struct history_kind k = *(struct history_kind *)cew_vec_at(&h->kinds, at);
	cew_vec_remove(&h->kinds, at);
	return cew_vec_push(&h->kinds, &k); /* there was room for it */
}

void history_add(struct history *h, const char *region, const char *type, enum work work, int64_t ms)
{
	size_t at;
	if (ms < 0 || ms > TIME_MAX_MS)
		return;
	struct history_kind *k = find(h, region, type, work, &at);
	k = k ? move_last(h, at) : add_kind(h, region, type, work);
	if (!k)
		return;
	if (k->count == HISTORY_TIMES) {
		memmove(k->ms, k->ms + 1, (HISTORY_TIMES - 1) * sizeof(k->ms[0]));
		k->count--;
	}
	k->ms[k->count++] = ms;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

int64_t history_median_ms(const struct history *h, const char *region, const char *type, enum work work)
{
	size_t at;
	int64_t sorted[HISTORY_TIMES];
	const struct history_kind *k = find(h, region, type, work, &at);
	if (!k || !k->count)
		return -1;
	memcpy(sorted, k->ms, k->count * sizeof(sorted[0]));
	qsort(sorted, k->count, sizeof(sorted[0]), by_size);
	size_t mid = k->count / 2;
	return k->count % 2 ? sorted[mid] : (sorted[mid - 1] + sorted[mid]) / 2;
}

/* ---- the file ---- */

static enum cew_status choose_path(struct cew_buf *path, struct cew_error *err)
{
	enum cew_status s = cew_state_dir("history", path, err);
	if (s)
		return s;
	cew_buf_str(path, "/times.jsonl");
	return cew_buf_status(path, err);
}

static bool read_work(const char *name, enum work *out)
{
	for (int i = 0; name && i < WORK_COUNT; i++)
		if (strcmp(work_names[i], name) == 0) {
			*out = (enum work)i;
			return true;
		}
	return false;
}

static void take_times(struct history *h, const struct cew_node *map)
{
	enum work work;
	const char *region = cew_node_get_text(map, "region"), *type = cew_node_get_text(map, "type");
	const struct cew_node *times = cew_node_get(map, "ms");
	if (!region || !type || !read_work(cew_node_get_text(map, "work"), &work))
		return;
	for (size_t i = 0; i < cew_node_count(times); i++) {
		const struct cew_node *n = cew_node_at(times, i);
		if (cew_node_type(n) == CEW_SCALAR_INT)
			history_add(h, region, type, work, strtoll(cew_node_text(n), NULL, 10));
	}
}

static void take_line(struct history *h, const char *line, size_t len)
{
	struct cew_doc *doc;
	if (cew_doc_parse("history", line, len, CEW_DOC_JSON, NULL, &doc, NULL))
		return;
	take_times(h, cew_doc_root(doc));
	cew_doc_destroy(doc);
}

void history_load(struct history *h)
{
	struct cew_buf path, text;
	cew_buf_init(&path, PATH_MAX);
	cew_buf_init(&text, FILE_MAX_BYTES);
	if (choose_path(&path, NULL) == CEW_OK && cew_file_read(cew_buf_text(&path), FILE_MAX_BYTES, &text, NULL) == CEW_OK) {
		const char *at = cew_buf_text(&text), *end = at + text.len;
		while (at < end) {
			const char *stop = memchr(at, '\n', (size_t)(end - at));
			size_t len = stop ? (size_t)(stop - at) : (size_t)(end - at);
			if (len)
				take_line(h, at, len);
			at += len + 1;
		}
	}
	cew_buf_finish(&path);
	cew_buf_finish(&text);
}

static enum cew_status write_kind(const struct history_kind *k, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("history");
	if (!doc)
		return cew_fail_memory(err);
	struct cew_node *map = cew_doc_map(doc), *times = cew_doc_seq(doc);
	for (size_t i = 0; i < k->count; i++)
		times = cew_seq_add(doc, times, cew_doc_int(doc, k->ms[i]));
	map = cew_map_put_text(doc, map, "region", k->region);
	map = cew_map_put_text(doc, map, "type", k->type);
	map = cew_map_put_text(doc, map, "work", work_names[k->work]);
	map = cew_map_put(doc, map, "ms", times);
	enum cew_status s = map ? cew_doc_write_json(map, out, err) : cew_fail_memory(err);
	cew_buf_char(out, '\n');
	cew_doc_destroy(doc);
	return s;
}

enum cew_status history_save(const struct history *h, struct cew_error *err)
{
	const struct history_kind *all = h->kinds.items;
	struct cew_buf path, text;
	cew_buf_init(&path, PATH_MAX);
	cew_buf_init(&text, FILE_MAX_BYTES);
	enum cew_status s = choose_path(&path, err);
	for (size_t i = 0; i < h->kinds.len && !s; i++)
		s = write_kind(&all[i], &text, err);
	if (!s)
		s = cew_buf_status(&text, err);
	if (!s)
		s = cew_file_replace(cew_buf_text(&path), cew_buf_text(&text), text.len, 0600, err);
	cew_buf_finish(&path);
	cew_buf_finish(&text);
	return s;
}
