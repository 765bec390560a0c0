/* What the files of the S3 service share. */
#ifndef CEW_DEMO_S3_H
#define CEW_DEMO_S3_H

#include "room.h"
#include "store.h"

#define DEMO_BUCKET "AWS::S3::Bucket"

struct demo_s3_target {
	char bucket[64];
	char key[1025];
	bool by_host; /* virtual-hosted, not path style */
};
/* Whom a host and a path (percent-encoded) name. Errors: CEW_REFUSED. */
enum cew_status demo_s3_target(const char *host, const char *path, struct demo_s3_target *out, struct cew_error *err);

/* The bucket, if the caller may use it from here. Errors: CEW_REFUSED (NoSuchBucket, AccessDenied, PermanentRedirect). */
enum cew_status demo_s3_bucket(struct demo_call *call, const struct demo_s3_target *target, bool anywhere,
                               const struct demo_thing **out, struct cew_error *err);
/* Holds the body against Content-MD5 and x-amz-checksum-…; `required`: one of them must be there. */
enum cew_status demo_s3_integrity(const struct demo_request *rq, bool required, struct cew_error *err);

struct demo_s3_call {
	struct demo_call *call;
	struct demo_reply *reply;
	struct demo_s3_target target;
	struct demo_query query; /* of the URL */
};
typedef enum cew_status demo_s3_fn(struct demo_s3_call *c, struct cew_error *err);
demo_s3_fn demo_s3_put_object, demo_s3_get_object, demo_s3_delete_object, demo_s3_delete_objects; /* s3_objects.c */
demo_s3_fn demo_s3_list_objects, demo_s3_list_objects_v1, demo_s3_list_versions; /* s3_lists.c */
demo_s3_fn demo_s3_put_configuration, demo_s3_get_configuration; /* s3_configuration.c */
demo_s3_fn demo_s3_list_buckets, demo_s3_create_bucket, demo_s3_head_bucket, demo_s3_delete_bucket, demo_s3_location; /* s3_buckets.c */

/* s3_url.c: the object that a TemplateURL leads to. Errors: CEW_REFUSED in CloudFormation's words. */
enum cew_status demo_s3_fetch(struct demo_call *call, const char *url, const struct demo_object **out,
                              struct cew_error *err);

#endif
