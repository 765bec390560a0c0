/* Objects in buckets, kept in memory and in the order of their keys. */
#include "store.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALL_MAX (64u << 20) /* bytes */

struct demo_bucket_store {
	struct cew_vec objects; /* struct demo_object * */
	size_t bytes;
};

struct demo_bucket_store *demo_store_create(void)
{
	struct demo_bucket_store *s = calloc(1, sizeof(*s));
	if (s)
		cew_vec_init(&s->objects, sizeof(struct demo_object *));
	return s;
}

static void destroy_object(struct demo_object *o)
{
	free(o->bucket);
	free(o->key);
	free(o->content_type);
	free(o->encryption);
	free(o->data);
	free(o);
}

static struct demo_object *object_at(const struct demo_bucket_store *s, size_t i)
{
	struct demo_object **place = cew_vec_at(&s->objects, i);
	return place ? *place : NULL;
}

const struct demo_object *demo_store_at(const struct demo_bucket_store *s, size_t i)
{
	return object_at(s, i);
}

void demo_store_destroy(struct demo_bucket_store *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->objects.len; i++)
		destroy_object(object_at(s, i));
	cew_vec_finish(&s->objects);
	free(s);
}

static int compare(const struct demo_object *o, const char *bucket, const char *key)
{
	int order = strcmp(o->bucket, bucket);
	return order ? order : strcmp(o->key, key);
}

/* Its place, or where it would have to stand. */
static size_t find_place(const struct demo_bucket_store *s, const char *bucket, const char *key, bool *found)
{
	size_t i = 0;
	while (i < s->objects.len && compare(object_at(s, i), bucket, key) < 0)
		i++;
	*found = i < s->objects.len && compare(object_at(s, i), bucket, key) == 0;
	return i;
}

static void digest_md5(const char *data, size_t len, unsigned char out[16])
{
	unsigned size = 16;
	if (!EVP_Digest(data, len, out, &size, EVP_md5(), NULL))
		memset(out, 0, 16);
}

void demo_md5_base64(const char *data, size_t len, char out[25])
{
	unsigned char digest[16];
	struct cew_buf text;
	digest_md5(data, len, digest);
	cew_buf_init(&text, 64);
	cew_base64_encode(&text, digest, sizeof(digest));
	snprintf(out, 25, "%s", cew_buf_text(&text));
	cew_buf_finish(&text);
}

static struct demo_object *make_object(const char *bucket, const char *key, const char *data, size_t len)
{
	struct demo_object *o = calloc(1, sizeof(*o));
	unsigned char digest[16];
	if (!o)
		return NULL;
	o->bucket = cew_strdup(bucket);
	o->key = cew_strdup(key);
	o->data = malloc(len + 1);
	if (!o->bucket || !o->key || !o->data) {
		destroy_object(o);
		return NULL;
	}
	memcpy(o->data, data, len);
	o->data[len] = '\0';
	o->len = len;
	digest_md5(data, len, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(o->etag + 2 * i, 3, "%02x", digest[i]);
	return o;
}

struct demo_object *demo_store_put(struct demo_bucket_store *s, const char *bucket, const char *key, const char *data,
                                   size_t len)
{
	demo_store_remove(s, bucket, key);
	bool found;
	size_t at = find_place(s, bucket, key, &found);
	struct demo_object *o = s->bytes + len <= ALL_MAX ? make_object(bucket, key, data, len) : NULL;
	if (o && cew_vec_insert(&s->objects, at, &o)) {
		s->bytes += len;
		return o;
	}
	if (o)
		destroy_object(o);
	return NULL;
}

struct demo_object *demo_store_get(const struct demo_bucket_store *s, const char *bucket, const char *key)
{
	bool found;
	size_t at = find_place(s, bucket, key, &found);
	return found ? object_at(s, at) : NULL;
}

void demo_store_remove(struct demo_bucket_store *s, const char *bucket, const char *key)
{
	bool found;
	size_t at = find_place(s, bucket, key, &found);
	if (!found)
		return;
	s->bytes -= object_at(s, at)->len;
	destroy_object(object_at(s, at));
	cew_vec_remove(&s->objects, at);
}
