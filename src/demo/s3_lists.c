/* S3's lists of objects: by prefix, in groups up to a delimiter, page by page, in both versions of the call. */
#include "s3.h"

#include <stdlib.h>
#include <string.h>

#define XMLNS "http://s3.amazonaws.com/doc/2006-03-01/"
#define PAGE 1000

struct list {
	struct demo_s3_call *c;
	const struct demo_thing *bucket;
	const char *prefix, *delimiter, *after;
	bool encode;
	struct demo_page page;
	char group[1025]; /* the common prefix written last; "" */
	const char *last; /* what the page ends with */
};

/* ---- what was asked for ---- */

static const char *text_of(const struct list *l, const char *name)
{
	const char *text = demo_query_get(&l->c->query, name);
	return text ? text : "";
}

static enum cew_status read_list(struct list *l, struct cew_error *err)
{
	const char *most = demo_query_get(&l->c->query, "max-keys"), *encoding = demo_query_get(&l->c->query, "encoding-type");
	char *end = NULL;
	enum cew_status status = demo_s3_bucket(l->c->call, &l->c->target, false, &l->bucket, err);
	if (status)
		return status;
	l->page = (struct demo_page){.size = most ? strtoul(most, &end, 10) : PAGE};
	l->prefix = text_of(l, "prefix");
	l->delimiter = text_of(l, "delimiter");
	if ((most && (!*most || *end)) || l->page.size > 1000000)
		return demo_refuse(err, "InvalidArgument", "Provided max-keys not an integer or within integer range");
	if (encoding && *encoding && strcmp(encoding, "url") != 0)
		return demo_refuse(err, "InvalidArgument", "Invalid Encoding Method specified in Request");
	l->encode = encoding && *encoding;
	if (l->page.size > PAGE)
		l->page.size = PAGE;
	return CEW_OK;
}

/* ---- writing ---- */

/* Keys may hold what XML cannot: whoever knows asks for them percent-encoded. */
static void write_key(struct list *l, const char *element, const char *key)
{
	struct cew_buf encoded;
	if (!l->encode) {
		demo_xml_text(&l->c->call->xml, element, key);
		return;
	}
	cew_buf_init(&encoded, 4096);
	cew_pct_encode(&encoded, key, strlen(key), "/");
	demo_xml_text(&l->c->call->xml, element, cew_buf_text(&encoded));
	cew_buf_finish(&encoded);
}

static void write_object(struct list *l, const struct demo_object *o, const char *element)
{
	struct demo_xml *x = &l->c->call->xml;
	bool version = strcmp(element, "Version") == 0;
	demo_xml_open(x, element);
	write_key(l, "Key", o->key);
	demo_xml_text(x, "VersionId", version ? "null" : NULL);
	if (version)
		demo_xml_bool(x, "IsLatest", true);
	demo_xml_time(x, "LastModified", o->modified_ms);
	cew_buf_fmt(x->out, "<ETag>&quot;%s&quot;</ETag><Size>%zu</Size>", o->etag, o->len);
	demo_xml_text(x, "StorageClass", "STANDARD");
	demo_xml_close(x);
}

/* The key up to its first delimiter behind the prefix; false: it has none there. */
static bool group_of(const struct list *l, const char *key, char out[1025])
{
	const char *at = *l->delimiter ? strstr(key + strlen(l->prefix), l->delimiter) : NULL;
	if (!at)
		return false;
	size_t len = (size_t)(at - key) + strlen(l->delimiter);
	memcpy(out, key, len);
	out[len] = '\0';
	return true;
}

static void write_all(struct list *l, const char *element)
{
	const struct demo_bucket_store *store = l->c->call->demo->store;
	const struct demo_object *o;
	struct cew_buf groups;
	struct cew_buf *out = l->c->call->xml.out;
	char group[1025];
	cew_buf_init(&groups, 1u << 20);
	for (size_t i = 0; (o = demo_store_at(store, i)) != NULL; i++) {
		if (strcmp(o->bucket, l->bucket->id) != 0 || strncmp(o->key, l->prefix, strlen(l->prefix)) != 0 ||
		    (l->after && strcmp(o->key, l->after) <= 0))
			continue;
		bool grouped = group_of(l, o->key, group);
		if (grouped && strcmp(group, l->group) == 0)
			continue;
		if (grouped)
			strcpy(l->group, group);
		if (!demo_page_takes(&l->page))
			continue;
		l->last = o->key;
		l->c->call->xml.out = grouped ? &groups : out;
		if (grouped) {
			demo_xml_open(&l->c->call->xml, "CommonPrefixes");
			write_key(l, "Prefix", group);
			demo_xml_close(&l->c->call->xml);
		} else {
			write_object(l, o, element);
		}
	}
	l->c->call->xml.out = out;
	cew_buf_str(out, cew_buf_text(&groups));
	cew_buf_finish(&groups);
}

static void write_head(struct list *l, const char *root)
{
	struct demo_xml *x = &l->c->call->xml;
	cew_buf_fmt(x->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s xmlns=\"" XMLNS "\">", root);
	demo_xml_text(x, "Name", l->bucket->id);
	write_key(l, "Prefix", l->prefix);
	if (*l->delimiter)
		write_key(l, "Delimiter", l->delimiter);
	demo_xml_text(x, "EncodingType", l->encode ? "url" : NULL);
	cew_buf_fmt(x->out, "<MaxKeys>%zu</MaxKeys>", l->page.size);
}

/* ---- the calls ---- */

enum cew_status demo_s3_list_objects(struct demo_s3_call *c, struct cew_error *err)
{
	struct list l = {.c = c, .after = demo_query_get(&c->query, "start-after")};
	const char *token = demo_query_get(&c->query, "continuation-token");
	struct demo_xml *x = &c->call->xml;
	enum cew_status status = read_list(&l, err);
	if (!status && token)
		status = demo_token_read(c->call, token, &l.page.at, "InvalidArgument", err);
	if (status)
		return status;
	write_head(&l, "ListBucketResult");
	demo_xml_text(x, "ContinuationToken", token);
	if (l.after)
		write_key(&l, "StartAfter", l.after);
	write_all(&l, "Contents");
	cew_buf_fmt(x->out, "<KeyCount>%zu</KeyCount>", l.page.taken);
	demo_xml_bool(x, "IsTruncated", l.page.more);
	if (l.page.more) {
		char next[DEMO_TOKEN_MAX];
		demo_token_write(c->call, l.page.at + l.page.taken, next);
		demo_xml_text(x, "NextContinuationToken", next);
	}
	cew_buf_str(x->out, "</ListBucketResult>");
	return CEW_OK;
}

/* The older calls go on behind a key. */
static enum cew_status list_from_marker(struct demo_s3_call *c, const char *marker, const char *root, const char *element,
                                        struct cew_error *err)
{
	struct list l = {.c = c, .after = demo_query_get(&c->query, marker)};
	struct demo_xml *x = &c->call->xml;
	bool versions = strcmp(element, "Version") == 0;
	enum cew_status status = read_list(&l, err);
	if (status)
		return status;
	write_head(&l, root);
	write_key(&l, versions ? "KeyMarker" : "Marker", l.after ? l.after : "");
	write_all(&l, element);
	demo_xml_bool(x, "IsTruncated", l.page.more);
	if (l.page.more)
		write_key(&l, versions ? "NextKeyMarker" : "NextMarker", l.last ? l.last : "");
	cew_buf_fmt(x->out, "</%s>", root);
	return CEW_OK;
}

enum cew_status demo_s3_list_objects_v1(struct demo_s3_call *c, struct cew_error *err)
{
	return list_from_marker(c, "marker", "ListBucketResult", "Contents", err);
}

enum cew_status demo_s3_list_versions(struct demo_s3_call *c, struct cew_error *err)
{
	return list_from_marker(c, "key-marker", "ListVersionsResult", "Version", err);
}
