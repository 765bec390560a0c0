/* Canonical path, query and headers, as AWS computes them on its side. */
#include "sigv4_canonical.h"

#include <stdlib.h>
#include <string.h>

/* ---- path ---- */

/* RFC 3986's removal of dot segments, and of empty ones, which AWS's services but S3 take for nothing. */
static void normalise(struct cew_buf *out, const char *path)
{
	const char *at = path;
	size_t len;

	while (*at) {
		at += strspn(at, "/");
		len = strcspn(at, "/");
		if (len == 2 && memcmp(at, "..", 2) == 0) {
			char *slash = out->data ? strrchr(out->data, '/') : NULL;

			out->len = slash ? (size_t)(slash - out->data) : 0;
			if (out->data)
				out->data[out->len] = '\0';
		} else if (len > 0 && !(len == 1 && at[0] == '.')) {
			cew_buf_char(out, '/');
			cew_buf_add(out, at, len);
		}
		at += len;
	}
	if (out->len == 0 || path[strlen(path) - 1] == '/')
		cew_buf_char(out, '/');
}

void cew_sigv4_path(struct cew_buf *out, const char *path, bool as_sent)
{
	struct cew_buf plain;

	if (as_sent) {
		cew_buf_str(out, path);
		return;
	}
	cew_buf_init(&plain, out->max);
	normalise(&plain, path);
	cew_pct_encode(out, cew_buf_text(&plain), plain.len, "/");
	out->failed = out->failed || plain.failed;
	cew_buf_finish(&plain);
}

/* ---- query ---- */

struct pair {
	char *name, *value;
};

static void free_pairs(struct cew_vec *pairs)
{
	for (size_t i = 0; i < pairs->len; i++) {
		struct pair *p = cew_vec_at(pairs, i);

		free(p->name);
		free(p->value);
	}
	cew_vec_finish(pairs);
}

static int compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : strcmp(x->value, y->value);
}

/* Decodes and encodes again, because what was sent may leave a "/" plain or write a space as "+". A broken escape
 * stands for itself. */
static char *encode_canonically(const char *text, size_t len)
{
	struct cew_buf plain, encoded;
	char *taken;

	cew_buf_init(&plain, SIZE_MAX);
	cew_buf_init(&encoded, SIZE_MAX);
	if (!cew_pct_decode(&plain, text, len, true)) {
		cew_buf_clear(&plain);
		cew_buf_add(&plain, text, len);
	}
	cew_pct_encode(&encoded, cew_buf_text(&plain), plain.len, NULL);
	taken = plain.failed ? NULL : cew_buf_take(&encoded);
	cew_buf_finish(&plain);
	cew_buf_finish(&encoded);
	return taken;
}

static bool add_pair(struct cew_vec *pairs, const char *text, size_t len)
{
	const char *equals = memchr(text, '=', len);
	size_t name_len = equals ? (size_t)(equals - text) : len;
	struct pair *p = cew_vec_push(pairs, NULL);

	if (!p)
		return false;
	p->name = encode_canonically(text, name_len);
	p->value = encode_canonically(equals ? equals + 1 : "", equals ? len - name_len - 1 : 0);
	return p->name && p->value;
}

static bool split_query(struct cew_vec *pairs, const char *query)
{
	while (*query) {
		size_t len = strcspn(query, "&");

		if (len > 0 && !add_pair(pairs, query, len))
			return false;
		query += len;
		query += *query == '&';
	}
	return true;
}

enum cew_status cew_sigv4_query(struct cew_buf *out, const char *query, struct cew_error *err)
{
	struct cew_vec pairs;
	bool ok;

	cew_vec_init(&pairs, sizeof(struct pair));
	ok = split_query(&pairs, query);
	if (ok && pairs.len > 1)
		qsort(pairs.items, pairs.len, sizeof(struct pair), compare_pairs);
	for (size_t i = 0; ok && i < pairs.len; i++) {
		const struct pair *p = cew_vec_at(&pairs, i);

		cew_buf_fmt(out, "%s%s=%s", i > 0 ? "&" : "", p->name, p->value);
	}
	free_pairs(&pairs);
	return ok ? CEW_OK : cew_fail_memory(err);
}

/* ---- headers ---- */

/* By place second, so that the values of a repeated header keep their order. */
struct entry {
	const struct cew_header *header;
	size_t place;
};

/* Not strcasecmp, which asks the locale. */
static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static int compare_names(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return (int)lower(*a) - (int)lower(*b);
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = compare_names(x->header->name, y->header->name);

	return order != 0 ? order : (x->place > y->place) - (x->place < y->place);
}

static void add_name(struct cew_buf *out, const char *name)
{
	for (; *name; name++)
		cew_buf_char(out, (char)lower(*name));
}

/* Without blanks at the ends, and one space for every run of blanks within. */
static void add_value(struct cew_buf *out, const char *value)
{
	const char *blanks = " \t\r\n";

	for (value += strspn(value, blanks); *value;) {
		size_t word = strcspn(value, blanks);

		cew_buf_add(out, value, word);
		value += word;
		value += strspn(value, blanks);
		if (*value)
			cew_buf_char(out, ' ');
	}
}

static void add_header(struct cew_buf *out, struct cew_buf *names, const struct cew_header *header, bool repeated)
{
	if (repeated) {
		cew_buf_char(out, ',');
	} else {
		if (names->len > 0) {
			cew_buf_char(out, '\n');
			cew_buf_char(names, ';');
		}
		add_name(names, header->name);
		add_name(out, header->name);
		cew_buf_char(out, ':');
	}
	add_value(out, header->value);
}

enum cew_status cew_sigv4_headers(struct cew_buf *out, const struct cew_header *headers, size_t count,
                                  struct cew_buf *names, struct cew_error *err)
{
	struct entry *entries = calloc(count + 1, sizeof(*entries));

	if (!entries)
		return cew_fail_memory(err);
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct entry){&headers[i], i};
	qsort(entries, count, sizeof(*entries), compare_entries);
	for (size_t i = 0; i < count; i++) {
		bool repeated = i > 0 && compare_names(entries[i].header->name, entries[i - 1].header->name) == 0;

		add_header(out, names, entries[i].header, repeated);
	}
	if (count > 0)
		cew_buf_char(out, '\n');
	free(entries);
	return cew_buf_status(names, err);
}
