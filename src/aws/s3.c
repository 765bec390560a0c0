/* S3: a bucket to put a template into, and the template. */
#include "account_room.h"
#include "lookup.h"
#include "operations_room.h"
#include "room.h"

#include <stdio.h>
#include <string.h>

#define NAMESPACE " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""

static const struct aws_field bucket_fields[] = {
	AWS_FIELD_TEXT(struct cew_bucket, name, "Name"),
	AWS_FIELD_TEXT(struct cew_bucket, region, "BucketRegion|x-amz-bucket-region"),
	AWS_FIELD(AWS_TIME, struct cew_bucket, created_ms, "CreationDate"),
};
static const struct aws_shape bucket_shape = AWS_SHAPE(cew_bucket, bucket_fields, NULL);

static const struct aws_field object_fields[] = {
	AWS_FIELD_TEXT(struct cew_object, etag, "etag"),
	AWS_FIELD_TEXT(struct cew_object, version, "x-amz-version-id"),
	AWS_FIELD_INT(struct cew_object, size, "content-length"),
};
static const struct aws_shape object_shape = AWS_SHAPE(cew_object, object_fields, "etag");

/* ---- the right region ---- */

/* S3 says where a bucket is to whoever asks in the wrong place. */
static bool go_there(struct aws_lookup *l, const struct cew_error *err, const struct aws_xml_node *result)
{
	const struct aws_xml_node *n = aws_shape_find(result, "x-amz-bucket-region|Region");
	const char *asked = l->request.region ? l->request.region : l->aws->settings.region;

	(void)err;
	if (!n || !*n->text || strcmp(n->text, asked) == 0 || !aws_region_valid(n->text))
		return false;
	l->request.region = aws_request_text(&l->request, n->text);
	return l->request.region != NULL;
}

/* What the answer leaves out is what was asked for. */
static bool name_bucket(struct aws_lookup *l, struct cew_found *found)
{
	struct cew_bucket *bucket = cew_vec_at(&l->items, 0);

	(void)found;
	bucket->name = l->request.bucket;
	if (!*bucket->region)
		bucket->region = l->request.region ? l->request.region : l->aws->settings.region;
	return true;
}

static bool forget_size(struct aws_lookup *l, struct cew_found *found)
{
	(void)found;
	((struct cew_object *)cew_vec_at(&l->items, 0))->size = 0; /* it is that of the answer */
	return true;
}

/* ---- calls ---- */

static const struct aws_find buckets = {
	.call = AWS_CALL(AWS_S3, "ListBuckets"), .shape = &bucket_shape, .at = "Buckets", .list = true};
static const struct aws_find head_bucket = {
	.call = AWS_CALL(AWS_S3, "HeadBucket"), .shape = &bucket_shape, .at = ".", .again = go_there, .finish = name_bucket};
static const struct aws_find create_bucket = {
	.call = AWS_CALL_WITH(AWS_S3, "CreateBucket", .done_already = "BucketAlreadyOwnedByYou"), .shape = &bucket_shape, .at = ".", .finish = name_bucket};
static const struct aws_find block_access = {.call = AWS_CALL(AWS_S3, "PutPublicAccessBlock"), .at = ".", .again = go_there};
static const struct aws_find encrypt = {.call = AWS_CALL(AWS_S3, "PutBucketEncryption"), .at = ".", .again = go_there};
static const struct aws_find expire = {
	.call = AWS_CALL(AWS_S3, "PutBucketLifecycleConfiguration"), .at = ".", .again = go_there};
static const struct aws_find put_object = {
	.call = AWS_CALL(AWS_S3, "PutObject"), .shape = &object_shape, .at = ".", .again = go_there, .finish = forget_size};
static const struct aws_find head_object = {
	.call = AWS_CALL(AWS_S3, "HeadObject"), .shape = &object_shape, .at = ".", .again = go_there};

static void start(struct aws_request *r, const char *method, const char *bucket, const char *owner)
{
	aws_request_init(r, method);
	r->bucket = aws_request_text(r, bucket);
	aws_request_header(r, "x-amz-expected-bucket-owner", owner);
}

/* Settings of buckets are not taken without it, and everything else is the safer for it. */
static void add_checksum(struct aws_request *r)
{
	unsigned char sum[32];
	struct cew_buf text;

	cew_sha256(cew_buf_text(&r->body), r->body.len, sum);
	cew_buf_init(&text, 64);
	cew_base64_encode(&text, sum, sizeof(sum));
	aws_request_header(r, "x-amz-sdk-checksum-algorithm", "SHA256");
	aws_request_header(r, "x-amz-checksum-sha256", cew_buf_text(&text));
	cew_buf_finish(&text);
}

static void add_escaped(struct cew_buf *out, const char *text)
{
	static const struct {
		char c;
		const char *entity;
	} escapes[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};

	for (; *text; text++) {
		const char *entity = NULL;

		for (size_t i = 0; i < CEW_COUNT(escapes); i++)
			if (escapes[i].c == *text)
				entity = escapes[i].entity;
		if (entity)
			cew_buf_str(out, entity);
		else
			cew_buf_char(out, *text);
	}
}

/* ---- buckets ---- */

uint64_t aws_s3_buckets(void *self, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_request_init(&request, "GET");
	return aws_lookup_start(self, &buckets, &request, done, arg, err);
}

uint64_t aws_s3_bucket(void *self, const char *bucket, const char *owner, CEW_TOLD_TO)
{
	struct aws_request request;

	start(&request, "HEAD", bucket, owner);
	return aws_lookup_start(self, &head_bucket, &request, done, arg, err);
}

uint64_t aws_s3_create_bucket(void *self, const char *bucket, const char *region, CEW_TOLD_TO)
{
	const struct cew_aws *aws = self;
	const char *where = region ? region : aws->settings.region;
	struct aws_request request;

	start(&request, "PUT", bucket, NULL);
	request.region = aws_request_text(&request, region);
	aws_request_header(&request, "x-amz-object-ownership", "BucketOwnerEnforced");
	if (strcmp(where, "us-east-1") != 0) { /* which is where buckets are that name no place, and cannot be named */
		aws_request_header(&request, "Content-Type", "application/xml");
		cew_buf_fmt(&request.body, "<CreateBucketConfiguration" NAMESPACE "><LocationConstraint>%s</LocationConstraint>"
		                           "</CreateBucketConfiguration>", where);
	}
	return aws_lookup_start(self, &create_bucket, &request, done, arg, err);
}

static uint64_t configure(void *self, const struct aws_find *find, const char *what, struct aws_request *r, CEW_TOLD_TO)
{
	aws_request_query(r, what, "");
	aws_request_header(r, "Content-Type", "application/xml");
	add_checksum(r);
	return aws_lookup_start(self, find, r, done, arg, err);
}

uint64_t aws_s3_block_public_access(void *self, const char *bucket, const char *owner, CEW_TOLD_TO)
{
	struct aws_request request;

	start(&request, "PUT", bucket, owner);
	cew_buf_str(&request.body, "<PublicAccessBlockConfiguration" NAMESPACE "><BlockPublicAcls>true</BlockPublicAcls>"
	                           "<IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>"
	                           "<RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>");
	return configure(self, &block_access, "publicAccessBlock", &request, done, arg, err);
}

uint64_t aws_s3_encrypt_bucket(void *self, const char *bucket, const char *owner, const char *kms_key, CEW_TOLD_TO)
{
	struct aws_request request;

	start(&request, "PUT", bucket, owner);
	cew_buf_fmt(&request.body, "<ServerSideEncryptionConfiguration" NAMESPACE "><Rule><ApplyServerSideEncryptionByDefault>"
	                           "<SSEAlgorithm>%s</SSEAlgorithm>", kms_key ? "aws:kms" : "AES256");
	if (kms_key) {
		cew_buf_str(&request.body, "<KMSMasterKeyID>");
		add_escaped(&request.body, kms_key);
		cew_buf_str(&request.body, "</KMSMasterKeyID>");
	}
	cew_buf_fmt(&request.body, "</ApplyServerSideEncryptionByDefault>%s</Rule></ServerSideEncryptionConfiguration>",
	            kms_key ? "<BucketKeyEnabled>true</BucketKeyEnabled>" : "");
	return configure(self, &encrypt, "encryption", &request, done, arg, err);
}

uint64_t aws_s3_expire_objects(void *self, const char *bucket, const char *owner, const char *prefix, int days, CEW_TOLD_TO)
{
	struct aws_request request;

	start(&request, "PUT", bucket, owner);
	cew_buf_str(&request.body, "<LifecycleConfiguration" NAMESPACE "><Rule><ID>cewizard</ID><Filter><Prefix>");
	add_escaped(&request.body, prefix ? prefix : "");
	cew_buf_fmt(&request.body, "</Prefix></Filter><Status>Enabled</Status><Expiration><Days>%d</Days></Expiration></Rule>"
	                           "</LifecycleConfiguration>", days);
	return configure(self, &expire, "lifecycle", &request, done, arg, err);
}

/* ---- objects ---- */

uint64_t aws_s3_put_object(void *self, const struct cew_new_object *what, CEW_TOLD_TO)
{
	struct aws_request request;

	start(&request, "PUT", what->bucket, what->owner);
	request.region = aws_request_text(&request, what->region);
	aws_request_path(&request, what->key, "/");
	aws_request_header(&request, "Content-Type", what->content_type);
	cew_buf_add(&request.body, what->data, what->len);
	add_checksum(&request);
	return aws_lookup_start(self, &put_object, &request, done, arg, err);
}

uint64_t aws_s3_object(void *self, const char *bucket, const char *owner, const char *key, CEW_TOLD_TO)
{
	struct aws_request request;

	start(&request, "HEAD", bucket, owner);
	aws_request_path(&request, key, "/");
	return aws_lookup_start(self, &head_object, &request, done, arg, err);
}

/* ---- what a bucket holds, and how ---- */

/* Of several versions the first one says enough: the bucket is not empty. */
static const struct aws_field contents_fields[] = {
	AWS_FIELD_TEXT(struct cew_bucket_contents, first_key, "Version/Key|DeleteMarker/Key"),
};
static const struct aws_shape contents_shape = AWS_SHAPE(cew_bucket_contents, contents_fields, NULL);

#define BY_DEFAULT "Rule/ApplyServerSideEncryptionByDefault/"

static const struct aws_field encryption_fields[] = {
	AWS_FIELD_TEXT(struct cew_bucket_encryption, algorithm, BY_DEFAULT "SSEAlgorithm"),
	AWS_FIELD_TEXT(struct cew_bucket_encryption, kms_key, BY_DEFAULT "KMSMasterKeyID"),
};
static const struct aws_shape encryption_shape = AWS_SHAPE(cew_bucket_encryption, encryption_fields, BY_DEFAULT "SSEAlgorithm");

static const struct aws_find contents = {
	.call = AWS_CALL(AWS_S3, "ListObjectVersions"), .shape = &contents_shape, .at = ".", .again = go_there};
static const struct aws_find encryption = {
	.call = AWS_CALL(AWS_S3, "GetBucketEncryption"), .shape = &encryption_shape, .at = ".", .again = go_there};

uint64_t aws_s3_bucket_contents(void *self, const char *bucket, const char *owner, CEW_TOLD_TO)
{
	struct aws_request request;

	start(&request, "GET", bucket, owner);
	aws_request_query(&request, "max-keys", "1");
	aws_request_query(&request, "versions", "");
	return aws_lookup_start(self, &contents, &request, done, arg, err);
}

uint64_t aws_s3_bucket_encryption(void *self, const char *bucket, const char *owner, CEW_TOLD_TO)
{
	struct aws_request request;

	start(&request, "GET", bucket, owner);
	aws_request_query(&request, "encryption", "");
	return aws_lookup_start(self, &encryption, &request, done, arg, err);
}
