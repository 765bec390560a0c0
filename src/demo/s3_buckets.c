/* S3's buckets: making them, asking about them, and their configurations. */
#include "engine.h"
#include "s3.h"

#include <stdio.h>
#include <string.h>

#define HOME "us-east-1"
#define XMLNS "http://s3.amazonaws.com/doc/2006-03-01/"

/* ---- which bucket ---- */

static bool is_mine(struct demo_call *call, const struct demo_thing *t)
{
	const char *owner = demo_thing_text(&call->view, t, "Owner");
	return !owner || strcmp(owner, call->demo->account) == 0;
}

enum cew_status demo_s3_bucket(struct demo_call *call, const struct demo_s3_target *target, bool anywhere,
                               const struct demo_thing **out, struct cew_error *err)
{
	const struct demo_thing *t = demo_thing_named(&call->view, DEMO_BUCKET, target->bucket);
	const char *expected = demo_header(call->request, "x-amz-expected-bucket-owner");
	if (!t)
		return demo_refuse(err, "NoSuchBucket", "The specified bucket does not exist");
	demo_reply_header(call->reply, "x-amz-bucket-region", t->region);
	const char *owner = demo_thing_text(&call->view, t, "Owner");
	if (!is_mine(call, t) || (expected && strcmp(expected, owner ? owner : call->demo->account) != 0))
		return demo_refuse(err, "AccessDenied", "Access Denied");
	if (!anywhere && strcmp(t->region, call->region) != 0)
		return demo_refuse(err, "PermanentRedirect",
		                   "The bucket you are attempting to access must be addressed using the specified endpoint. Please "
		                   "send all future requests to this endpoint.");
	*out = t;
	return CEW_OK;
}

/* ---- ListBuckets ---- */

enum cew_status demo_s3_list_buckets(struct demo_s3_call *c, struct cew_error *err)
{
	struct demo_things all = demo_things(&c->call->view, DEMO_BUCKET);
	struct demo_xml *x = &c->call->xml;
	(void)err;
	cew_buf_str(x->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListAllMyBucketsResult xmlns=\"" XMLNS "\">");
	demo_xml_open(x, "Owner");
	demo_xml_text(x, "ID", "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a");
	demo_xml_close(x);
	demo_xml_open(x, "Buckets");
	for (size_t i = 0; i < all.count; i++) {
		if (!is_mine(c->call, &all.at[i]))
			continue;
		demo_xml_open(x, "Bucket");
		demo_xml_text(x, "Name", all.at[i].id);
		demo_xml_time(x, "CreationDate", all.at[i].made_ms);
		demo_xml_close(x);
	}
	demo_xml_close(x);
	cew_buf_str(x->out, "</ListAllMyBucketsResult>");
	return CEW_OK;
}

/* ---- CreateBucket ---- */

/* The text of an element; only this one is looked for, so no parser is needed. */
static void read_constraint(const struct demo_request *rq, char out[40])
{
	static const char begin[] = "LocationConstraint>";
	const char *at = strstr(rq->body, begin);
	*out = '\0';
	if (!at)
		return;
	at += sizeof(begin) - 1;
	size_t len = strcspn(at, "<");
	if (len < 40) {
		memcpy(out, at, len);
		out[len] = '\0';
	}
}

static enum cew_status check_name(const char *name, struct cew_error *err)
{
	bool ok = false;
	cew_pattern_matches("(?![0-9.]+$)(?!xn--)[a-z0-9](?:[a-z0-9-]|\\.(?![.-])){1,61}[a-z0-9]", name, &ok, NULL);
	return ok ? CEW_OK : demo_refuse(err, "InvalidBucketName", "The specified bucket is not valid.");
}

static enum cew_status check_location(const struct demo_call *call, char region[40], struct cew_error *err)
{
	bool home = strcmp(call->region, HOME) == 0;
	read_constraint(call->request, region);
	if (*region && home && strcmp(region, HOME) == 0)
		return demo_refuse(err, "InvalidLocationConstraint", "The specified location-constraint is not valid");
	if (!*region && !home)
		return demo_refuse(err, "IllegalLocationConstraintException",
		                   "The unspecified location constraint is incompatible for the region specific endpoint this "
		                   "request was sent to.");
	if (*region && !home && strcmp(region, call->region) != 0)
		return demo_refuse(err, "IllegalLocationConstraintException",
		                   "The %s location constraint is incompatible for the region specific endpoint this request was "
		                   "sent to.",
		                   region);
	if (!*region)
		strcpy(region, HOME);
	return CEW_OK;
}

static size_t own_buckets(struct demo_call *call)
{
	struct demo_things all = demo_things(&call->view, DEMO_BUCKET);
	size_t count = 0;
	for (size_t i = 0; i < all.count; i++)
		count += is_mine(call, &all.at[i]);
	return count;
}

enum cew_status demo_s3_create_bucket(struct demo_s3_call *c, struct cew_error *err)
{
	struct demo_call *call = c->call;
	struct cew_doc *doc = demo_view_doc(&call->view);
	char region[40], location[80];
	enum cew_status status = check_name(c->target.bucket, err);
	if (!status)
		status = check_location(call, region, err);
	if (status)
		return status;
	const struct demo_thing *t = demo_thing_named(&call->view, DEMO_BUCKET, c->target.bucket);
	if (t && !is_mine(call, t))
		return demo_refuse(err, "BucketAlreadyExists",
		                   "The requested bucket name is not available. The bucket namespace is shared by all users of the "
		                   "system. Please select a different name and try again.");
	if (t)
		return demo_refuse(err, "BucketAlreadyOwnedByYou",
		                   "Your previous request to create the named bucket succeeded and you already own it.");
	if ((long)own_buckets(call) >= demo_quota(call->demo, "L-DC2B2D3D"))
		return demo_refuse(err, "TooManyBuckets", "You have attempted to create more buckets than allowed");
	struct cew_node *p = doc ? cew_map_put_text(doc, cew_doc_map(doc), "BucketName", c->target.bucket) : NULL;
	p = cew_map_put_text(doc, p, "Region", region);
	if (!p || !demo_account_add(&call->view, DEMO_BUCKET, p))
		return cew_fail_memory(err);
	snprintf(location, sizeof(location), "/%s", c->target.bucket);
	demo_reply_header(c->reply, "Location", location);
	return CEW_OK;
}

/* ---- asking, deleting ---- */

enum cew_status demo_s3_head_bucket(struct demo_s3_call *c, struct cew_error *err)
{
	const struct demo_thing *t;
	return demo_s3_bucket(c->call, &c->target, false, &t, err);
}

enum cew_status demo_s3_location(struct demo_s3_call *c, struct cew_error *err)
{
	const struct demo_thing *t;
	enum cew_status status = demo_s3_bucket(c->call, &c->target, true, &t, err);
	if (status)
		return status;
	bool home = strcmp(t->region, HOME) == 0;
	cew_buf_fmt(c->call->xml.out,
	            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint xmlns=\"" XMLNS "\">%s</LocationConstraint>",
	            home ? "" : t->region);
	return CEW_OK;
}

bool demo_bucket_is_full(const struct cew_demo *demo, const char *bucket)
{
	const struct demo_object *o;
	for (size_t i = 0; (o = demo_store_at(demo->store, i)) != NULL; i++)
		if (strcmp(o->bucket, bucket) == 0)
			return true;
	return false;
}

enum cew_status demo_s3_delete_bucket(struct demo_s3_call *c, struct cew_error *err)
{
	const struct demo_thing *t;
	enum cew_status status = demo_s3_bucket(c->call, &c->target, false, &t, err);
	if (status)
		return status;
	if (demo_bucket_is_full(c->call->demo, t->id))
		return demo_refuse(err, "BucketNotEmpty", "The bucket you tried to delete is not empty");
	/* A stack's is the stack's to delete: it would look for it in vain. */
	if (!demo_account_remove(&c->call->view, DEMO_BUCKET, t->id))
		return demo_refuse(err, "OperationAborted",
		                   "A conflicting conditional operation is currently in progress against this resource.");
	c->reply->status = 204;
	return CEW_OK;
}
