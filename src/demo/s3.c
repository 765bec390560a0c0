/* S3: which operation a method, a path and a query mean. */
#include "s3.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum subject { SERVICE, BUCKET, OBJECT };

/* The first row that fits; those with a subresource stand before those without. */
static const struct {
	const char *method;
	enum subject subject;
	const char *subresource; /* must be in the query; NULL: nothing needs to be */
	const char *action;
	demo_s3_fn *fn;
} routes[] = {
	{"GET", SERVICE, NULL, "ListBuckets", demo_s3_list_buckets},
	{"GET", BUCKET, "location", "GetBucketLocation", demo_s3_location},
	{"GET", BUCKET, "list-type", "ListObjectsV2", demo_s3_list_objects},
	{"PUT", BUCKET, "publicAccessBlock", "PutPublicAccessBlock", demo_s3_put_configuration},
	{"PUT", BUCKET, "encryption", "PutBucketEncryption", demo_s3_put_configuration},
	{"PUT", BUCKET, "lifecycle", "PutBucketLifecycleConfiguration", demo_s3_put_configuration},
	{"PUT", BUCKET, "policy", "PutBucketPolicy", demo_s3_put_configuration},
	{"PUT", BUCKET, "tagging", "PutBucketTagging", demo_s3_put_configuration},
	{"PUT", BUCKET, "versioning", "PutBucketVersioning", demo_s3_put_configuration},
	{"PUT", BUCKET, "ownershipControls", "PutBucketOwnershipControls", demo_s3_put_configuration},
	{"GET", BUCKET, "publicAccessBlock", "GetPublicAccessBlock", demo_s3_get_configuration},
	{"GET", BUCKET, "encryption", "GetBucketEncryption", demo_s3_get_configuration},
	{"GET", BUCKET, "lifecycle", "GetBucketLifecycleConfiguration", demo_s3_get_configuration},
	{"GET", BUCKET, "policy", "GetBucketPolicy", demo_s3_get_configuration},
	{"GET", BUCKET, "tagging", "GetBucketTagging", demo_s3_get_configuration},
	{"GET", BUCKET, "versioning", "GetBucketVersioning", demo_s3_get_configuration},
	{"GET", BUCKET, "ownershipControls", "GetBucketOwnershipControls", demo_s3_get_configuration},
	{"GET", BUCKET, "versions", "ListObjectVersions", demo_s3_list_versions},
	{"GET", BUCKET, NULL, "ListObjects", demo_s3_list_objects_v1},
	{"POST", BUCKET, "delete", "DeleteObjects", demo_s3_delete_objects},
	{"HEAD", BUCKET, NULL, "HeadBucket", demo_s3_head_bucket},
	{"PUT", BUCKET, NULL, "CreateBucket", demo_s3_create_bucket},
	{"DELETE", BUCKET, NULL, "DeleteBucket", demo_s3_delete_bucket},
	{"PUT", OBJECT, NULL, "PutObject", demo_s3_put_object},
	{"GET", OBJECT, NULL, "GetObject", demo_s3_get_object},
	{"HEAD", OBJECT, NULL, "HeadObject", demo_s3_get_object},
	{"DELETE", OBJECT, NULL, "DeleteObject", demo_s3_delete_object},
};

/* Names and permissions alone: what serves them stands above. */
const struct demo_action demo_s3_actions[] = {
	{"ListBuckets", NULL, false, "ListAllMyBuckets"},
	{"GetBucketLocation", NULL, false, NULL},
	{"ListObjects", NULL, false, "ListBucket"},
	{"ListObjectsV2", NULL, false, "ListBucket"},
	{"ListObjectVersions", NULL, false, "ListBucketVersions"},
	{"GetBucketVersioning", NULL, false, NULL},
	{"GetBucketOwnershipControls", NULL, false, NULL},
	{"DeleteObjects", NULL, false, "DeleteObject"},
	{"PutPublicAccessBlock", NULL, false, "PutBucketPublicAccessBlock"},
	{"PutBucketEncryption", NULL, false, "PutEncryptionConfiguration"},
	{"PutBucketLifecycleConfiguration", NULL, false, "PutLifecycleConfiguration"},
	{"PutBucketPolicy", NULL, false, NULL},
	{"PutBucketTagging", NULL, false, NULL},
	{"PutBucketVersioning", NULL, false, NULL},
	{"PutBucketOwnershipControls", NULL, false, NULL},
	{"GetPublicAccessBlock", NULL, false, "GetBucketPublicAccessBlock"},
	{"GetBucketEncryption", NULL, false, "GetEncryptionConfiguration"},
	{"GetBucketLifecycleConfiguration", NULL, false, "GetLifecycleConfiguration"},
	{"GetBucketPolicy", NULL, false, NULL},
	{"GetBucketTagging", NULL, false, NULL},
	{"HeadBucket", NULL, false, "ListBucket"},
	{"CreateBucket", NULL, false, NULL},
	{"DeleteBucket", NULL, false, NULL},
	{"PutObject", NULL, false, NULL},
	{"GetObject", NULL, false, NULL},
	{"HeadObject", NULL, false, "GetObject"},
	{"DeleteObject", NULL, false, NULL},
	{NULL, NULL, false, NULL},
};

/* ---- whom a request is about ---- */

static bool is_address(const char *host)
{
	size_t len = strcspn(host, ":");
	return strspn(host, "0123456789.") == len || *host == '[';
}

/* "bucket.localhost:4566", "bucket.s3.localhost", "bucket.s3.eu-west-1.amazonaws.com" name one; "127.0.0.1:4566",
 * "localhost" and "s3.eu-west-1.amazonaws.com" do not. */
static size_t bucket_of_host(const char *host)
{
	size_t len = strcspn(host, ":");
	const char *s3 = strstr(host, ".s3.");
	if (is_address(host))
		return 0;
	if (!s3)
		s3 = strstr(host, ".s3-");
	if (s3)
		return (size_t)(s3 - host);
	size_t tail = strlen(".localhost");
	if (len > tail && strncmp(host + len - tail, ".localhost", tail) == 0)
		return strncmp(host, "s3.", 3) == 0 && len == tail + 2 ? 0 : len - tail;
	return 0;
}

static bool take(char *out, size_t size, const char *text, size_t len)
{
	struct cew_buf plain;
	cew_buf_init(&plain, size);
	bool ok = cew_pct_decode(&plain, text, len, false) && !plain.failed && plain.len < size &&
	          !memchr(cew_buf_text(&plain), '\0', plain.len);
	if (ok)
		memcpy(out, cew_buf_text(&plain), plain.len + 1);
	cew_buf_finish(&plain);
	return ok;
}

enum cew_status demo_s3_target(const char *host, const char *path, struct demo_s3_target *out, struct cew_error *err)
{
	size_t named = bucket_of_host(host);
	const char *rest = path + (*path == '/');
	*out = (struct demo_s3_target){.by_host = named > 0};
	size_t len = named ? 0 : strcspn(rest, "/");
	bool ok = named ? take(out->bucket, sizeof(out->bucket), host, named) : take(out->bucket, sizeof(out->bucket), rest, len);
	if (!ok)
		return demo_refuse(err, "InvalidBucketName", "The specified bucket is not valid.");
	rest += len + (!named && rest[len] == '/');
	return take(out->key, sizeof(out->key), rest, strlen(rest))
	               ? CEW_OK
	               : demo_refuse(err, "KeyTooLongError", "Your key is too long, or not encoded well");
}

/* ---- serving ---- */

static enum cew_status route(struct demo_s3_call *c, demo_s3_fn **out, struct cew_error *err)
{
	enum subject subject = !*c->target.bucket ? SERVICE : *c->target.key ? OBJECT : BUCKET;
	for (size_t i = 0; i < CEW_COUNT(routes); i++) {
		if (routes[i].subject != subject || strcmp(routes[i].method, c->call->request->method) != 0)
			continue;
		if (routes[i].subresource && !demo_query_get(&c->query, routes[i].subresource))
			continue;
		c->call->action = routes[i].action;
		*out = routes[i].fn;
		return CEW_OK;
	}
	return demo_refuse(err, "MethodNotAllowed", "The specified method is not allowed against this resource.");
}

static enum cew_status act(struct demo_s3_call *c, struct cew_error *err)
{
	const struct demo_request *rq = c->call->request;
	const char *host = demo_header(rq, "host");
	char resource[1200];
	demo_s3_fn *fn = NULL;
	enum cew_status status = demo_query_parse(&c->query, rq->query, strlen(rq->query), err);
	if (status == CEW_INVALID)
		return demo_refuse(err, "InvalidURI", "Couldn't parse the specified URI.");
	if (!status)
		status = demo_s3_target(host ? host : "", rq->path, &c->target, err);
	if (!status)
		status = route(c, &fn, err);
	if (status)
		return status;
	snprintf(resource, sizeof(resource), "arn:%s:s3:::%s%s%s", cew_cfn_partition(c->call->region, NULL), *c->target.bucket ? c->target.bucket : "*",
	         *c->target.key ? "/" : "", c->target.key);
	status = demo_judge(c->call, resource, err);
	if (!status)
		status = fn(c, err);
	return !status && c->call->view.failed ? cew_fail_memory(err) : status;
}

void demo_serve_s3(struct demo_call *call, struct demo_reply *reply)
{
	struct demo_s3_call c = {.call = call, .reply = reply};
	struct cew_error err;
	reply->status = 200;
	reply->content_type = "application/xml";
	call->xml = (struct demo_xml){.out = &reply->body};
	demo_reply_header(reply, "x-amz-request-id", reply->request_id);
	if (act(&c, &err))
		demo_reply_error(reply, call->service, &err);
	demo_query_finish(&c.query);
}
