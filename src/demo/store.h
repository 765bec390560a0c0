/* What lies in the buckets. */
#ifndef CEW_DEMO_STORE_H
#define CEW_DEMO_STORE_H

#include "cewizard/base.h"

struct demo_object {
	char *bucket, *key, *content_type, *encryption;
	char *data;
	size_t len;
	char etag[33]; /* MD5 of the data in hexadecimal */
	int64_t modified_ms;
};

struct demo_bucket_store;
struct demo_bucket_store *demo_store_create(void); /* NULL: no memory */
void demo_store_destroy(struct demo_bucket_store *s);
/* Puts a copy of the data under the key, in place of what was there. NULL: no memory, or more than all may hold. */
struct demo_object *demo_store_put(struct demo_bucket_store *s, const char *bucket, const char *key, const char *data,
                                   size_t len);
struct demo_object *demo_store_get(const struct demo_bucket_store *s, const char *bucket, const char *key);
void demo_store_remove(struct demo_bucket_store *s, const char *bucket, const char *key);
/* In the order of their keys; NULL beyond the last. */
const struct demo_object *demo_store_at(const struct demo_bucket_store *s, size_t i);
void demo_md5_base64(const char *data, size_t len, char out[25]);

#endif
