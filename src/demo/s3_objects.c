/* S3's objects: kept in memory, checked on their way in. */
#include "s3.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define XMLNS "http://s3.amazonaws.com/doc/2006-03-01/"

/* ---- integrity ---- */

static uint32_t crc32(const char *data, size_t len)
{
	uint32_t crc = UINT32_MAX;
	for (size_t i = 0; i < len; i++) {
		crc ^= (unsigned char)data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
	}
	return ~crc;
}

static bool is_base64_of(const char *given, const void *digest, size_t len)
{
	struct cew_buf text;
	cew_buf_init(&text, 128);
	cew_base64_encode(&text, digest, len);
	bool same = strcmp(cew_buf_text(&text), given) == 0;
	cew_buf_finish(&text);
	return same;
}

enum cew_status demo_s3_integrity(const struct demo_request *rq, bool required, struct cew_error *err)
{
	const char *md5 = demo_header(rq, "content-md5"), *sha256 = demo_header(rq, "x-amz-checksum-sha256");
	const char *crc = demo_header(rq, "x-amz-checksum-crc32");
	unsigned char digest[32];
	char ours[25];
	if (required && !md5 && !sha256 && !crc)
		return demo_refuse(err, "InvalidRequest",
		                   "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
	demo_md5_base64(rq->body, rq->body_len, ours);
	if (md5 && strcmp(md5, ours) != 0)
		return demo_refuse(err, "BadDigest", "The Content-MD5 you specified did not match what we received.");
	cew_sha256(rq->body, rq->body_len, digest);
	if (sha256 && !is_base64_of(sha256, digest, 32))
		return demo_refuse(err, "BadDigest", "The SHA256 you specified did not match the calculated checksum.");
	uint32_t sum = crc32(rq->body, rq->body_len);
	const unsigned char big_endian[] = {(unsigned char)(sum >> 24), (unsigned char)(sum >> 16), (unsigned char)(sum >> 8),
	                                    (unsigned char)sum};
	if (crc && !is_base64_of(crc, big_endian, 4))
		return demo_refuse(err, "BadDigest", "The CRC32 you specified did not match the calculated checksum.");
	return CEW_OK;
}

/* ---- one object ---- */

static void write_quoted(struct demo_reply *reply, const char *name, const char *text)
{
	char quoted[64];
	snprintf(quoted, sizeof(quoted), "\"%s\"", text);
	demo_reply_header(reply, name, quoted);
}

enum cew_status demo_s3_put_object(struct demo_s3_call *c, struct cew_error *err)
{
	const struct demo_request *rq = c->call->request;
	const char *type = demo_header(rq, "content-type"), *encryption = demo_header(rq, "x-amz-server-side-encryption");
	const char *unless = demo_header(rq, "if-none-match");
	struct cew_demo *demo = c->call->demo;
	const struct demo_thing *t;
	enum cew_status status = demo_s3_bucket(c->call, &c->target, false, &t, err);
	if (!status)
		status = demo_s3_integrity(rq, false, err);
	if (!status && encryption && strcmp(encryption, "AES256") != 0 && strcmp(encryption, "aws:kms") != 0)
		status = demo_refuse(err, "InvalidArgument", "The encryption method specified is not supported");
	if (!status && unless && strcmp(unless, "*") == 0 && demo_store_get(demo->store, t->id, c->target.key))
		status = demo_refuse(err, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
	if (status)
		return status;
	struct demo_object *o = demo_store_put(demo->store, t->id, c->target.key, rq->body, rq->body_len);
	if (!o)
		return cew_fail_memory(err);
	o->modified_ms = demo_wall_ms(demo);
	o->content_type = cew_strdup(type ? type : "binary/octet-stream");
	o->encryption = cew_strdup(encryption ? encryption : "AES256");
	if (!o->content_type || !o->encryption)
		return cew_fail_memory(err);
	write_quoted(c->reply, "ETag", o->etag);
	demo_reply_header(c->reply, "x-amz-server-side-encryption", o->encryption);
	return CEW_OK;
}

enum cew_status demo_s3_get_object(struct demo_s3_call *c, struct cew_error *err)
{
	char modified[DEMO_HTTP_DATE_MAX];
	const struct demo_thing *t;
	enum cew_status status = demo_s3_bucket(c->call, &c->target, false, &t, err);
	const struct demo_object *o = status ? NULL : demo_store_get(c->call->demo->store, t->id, c->target.key);
	if (status)
		return status;
	if (!o)
		return demo_refuse(err, "NoSuchKey", "The specified key does not exist.");
	c->reply->content_type = o->content_type;
	cew_buf_add(&c->reply->body, o->data, o->len);
	demo_http_date(o->modified_ms, modified);
	demo_reply_header(c->reply, "Last-Modified", modified);
	demo_reply_header(c->reply, "x-amz-server-side-encryption", o->encryption);
	write_quoted(c->reply, "ETag", o->etag);
	return CEW_OK;
}

enum cew_status demo_s3_delete_object(struct demo_s3_call *c, struct cew_error *err)
{
	const struct demo_thing *t;
	enum cew_status status = demo_s3_bucket(c->call, &c->target, false, &t, err);
	if (status)
		return status;
	demo_store_remove(c->call->demo->store, t->id, c->target.key);
	c->reply->status = 204;
	return CEW_OK;
}

/* ---- DeleteObjects ---- */

/* Each <Key>…</Key>; only these are looked for, so no parser is needed. Returns where to go on, or NULL. */
static const char *next_key(const char *at, char key[1025])
{
	static const struct {
		const char *entity;
		char plain;
	} entities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
	size_t len = 0;
	at = strstr(at, "<Key>");
	if (!at)
		return NULL;
	for (at += strlen("<Key>"); *at && *at != '<' && len < 1024;) {
		size_t i = 0;
		while (i < CEW_COUNT(entities) && strncmp(at, entities[i].entity, strlen(entities[i].entity)) != 0)
			i++;
		key[len++] = i < CEW_COUNT(entities) ? entities[i].plain : *at;
		at += i < CEW_COUNT(entities) ? strlen(entities[i].entity) : 1;
	}
	key[len] = '\0';
	return at;
}

enum cew_status demo_s3_delete_objects(struct demo_s3_call *c, struct cew_error *err)
{
	const struct demo_request *rq = c->call->request;
	const struct demo_thing *t;
	char key[1025];
	enum cew_status status = demo_s3_bucket(c->call, &c->target, false, &t, err);
	if (!status)
		status = demo_s3_integrity(rq, true, err);
	if (!status && !strstr(rq->body, "<Delete"))
		status = demo_refuse(err, "MalformedXML",
		                     "The XML you provided was not well-formed or did not validate against our published schema");
	if (status)
		return status;
	bool quiet = strstr(rq->body, "<Quiet>true</Quiet>");
	cew_buf_str(c->call->xml.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DeleteResult xmlns=\"" XMLNS "\">");
	for (const char *at = rq->body; (at = next_key(at, key)) != NULL;) {
		demo_store_remove(c->call->demo->store, t->id, key);
		if (quiet)
			continue;
		demo_xml_open(&c->call->xml, "Deleted");
		demo_xml_text(&c->call->xml, "Key", key);
		demo_xml_close(&c->call->xml);
	}
	cew_buf_str(c->call->xml.out, "</DeleteResult>");
	return CEW_OK;
}
