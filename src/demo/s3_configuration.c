/* S3's configurations of buckets: kept as they came, else what a template or AWS's usual settings say. */
#include "s3.h"

#include <stdio.h>
#include <string.h>

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define XMLNS " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""

/* ---- what holds without a call ---- */

/* Writes it; false: there is none. */
typedef bool usual_fn(struct demo_s3_call *c, const struct demo_thing *t);

/* Every bucket is encrypted since 2023. */
static bool usual_encryption(struct demo_s3_call *c, const struct demo_thing *t)
{
	const struct cew_node *list = cew_node_get(demo_thing_node(t, "BucketEncryption"), "ServerSideEncryptionConfiguration");
	const struct cew_node *rule = cew_node_get(cew_node_at(list, 0), "ServerSideEncryptionByDefault");
	const char *algorithm = cew_node_get_text(rule, "SSEAlgorithm");
	struct demo_xml *x = &c->call->xml;
	cew_buf_str(x->out, XML_HEAD "<ServerSideEncryptionConfiguration" XMLNS "><Rule>");
	demo_xml_open(x, "ApplyServerSideEncryptionByDefault");
	demo_xml_text(x, "SSEAlgorithm", algorithm ? algorithm : "AES256");
	demo_xml_text(x, "KMSMasterKeyID", cew_node_get_text(rule, "KMSMasterKeyID"));
	demo_xml_close(x);
	demo_xml_bool(x, "BucketKeyEnabled", cew_node_get_bool(cew_node_at(list, 0), "BucketKeyEnabled", false));
	cew_buf_str(x->out, "</Rule></ServerSideEncryptionConfiguration>");
	return true;
}

/* … and closed to the public. */
static bool usual_access_block(struct demo_s3_call *c, const struct demo_thing *t)
{
	static const char *const parts[] = {"BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"};
	const struct cew_node *own = demo_thing_node(t, "PublicAccessBlockConfiguration");
	struct demo_xml *x = &c->call->xml;
	cew_buf_str(x->out, XML_HEAD "<PublicAccessBlockConfiguration" XMLNS ">");
	for (size_t i = 0; i < CEW_COUNT(parts); i++)
		demo_xml_bool(x, parts[i], cew_node_get_bool(own, parts[i], !own));
	cew_buf_str(x->out, "</PublicAccessBlockConfiguration>");
	return true;
}

static bool usual_ownership(struct demo_s3_call *c, const struct demo_thing *t)
{
	const struct cew_node *rules = cew_node_get(demo_thing_node(t, "OwnershipControls"), "Rules");
	const char *own = cew_node_get_text(cew_node_at(rules, 0), "ObjectOwnership");
	cew_buf_fmt(c->call->xml.out,
	            XML_HEAD "<OwnershipControls" XMLNS "><Rule><ObjectOwnership>%s</ObjectOwnership></Rule></OwnershipControls>",
	            own ? own : "BucketOwnerEnforced");
	return true;
}

static bool usual_versioning(struct demo_s3_call *c, const struct demo_thing *t)
{
	cew_buf_str(c->call->xml.out, XML_HEAD "<VersioningConfiguration" XMLNS ">");
	demo_xml_text(&c->call->xml, "Status", cew_node_get_text(demo_thing_node(t, "VersioningConfiguration"), "Status"));
	cew_buf_str(c->call->xml.out, "</VersioningConfiguration>");
	return true;
}

static bool usual_policy(struct demo_s3_call *c, const struct demo_thing *t)
{
	struct demo_things all = demo_things(&c->call->view, "AWS::S3::BucketPolicy");
	for (size_t i = 0; i < all.count; i++) {
		const char *of = demo_thing_text(&c->call->view, &all.at[i], "Bucket");
		const struct cew_node *document = demo_thing_node(&all.at[i], "PolicyDocument");
		if (of && strcmp(of, t->id) == 0 && document)
			return cew_doc_write_json(document, c->call->xml.out, NULL) == CEW_OK;
	}
	return false;
}

static bool usual_tags(struct demo_s3_call *c, const struct demo_thing *t)
{
	const struct cew_node *tags = demo_thing_node(t, "Tags");
	struct demo_xml *x = &c->call->xml;
	if (cew_node_count(tags) == 0)
		return false;
	cew_buf_str(x->out, XML_HEAD "<Tagging" XMLNS "><TagSet>");
	for (size_t i = 0; i < cew_node_count(tags); i++) {
		demo_xml_open(x, "Tag");
		demo_xml_text(x, "Key", cew_node_get_text(cew_node_at(tags, i), "Key"));
		demo_xml_text(x, "Value", cew_node_get_text(cew_node_at(tags, i), "Value"));
		demo_xml_close(x);
	}
	cew_buf_str(x->out, "</TagSet></Tagging>");
	return true;
}

/* ---- kept ---- */

static const struct {
	const char *subresource, *missing, *text, *root;
	usual_fn *usual; /* NULL: none */
} configurations[] = {
	{"publicAccessBlock", "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found",
	 "<PublicAccessBlockConfiguration", usual_access_block},
	{"encryption", "ServerSideEncryptionConfigurationNotFoundError",
	 "The server side encryption configuration was not found", "<ServerSideEncryptionConfiguration", usual_encryption},
	{"lifecycle", "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist",
	 "<LifecycleConfiguration", NULL},
	{"policy", "NoSuchBucketPolicy", "The bucket policy does not exist", "{", usual_policy},
	{"tagging", "NoSuchTagSet", "The TagSet does not exist", "<Tagging", usual_tags},
	{"versioning", "NoSuchVersioning", "", "<VersioningConfiguration", usual_versioning},
	{"ownershipControls", "OwnershipControlsNotFoundError", "The bucket ownership controls were not found",
	 "<OwnershipControls", usual_ownership},
};

static size_t which_configuration(const struct demo_s3_call *c)
{
	size_t i = 0;
	while (i + 1 < CEW_COUNT(configurations) && !demo_query_get(&c->query, configurations[i].subresource))
		i++;
	return i;
}

enum cew_status demo_s3_put_configuration(struct demo_s3_call *c, struct cew_error *err)
{
	const struct demo_request *rq = c->call->request;
	const struct demo_thing *t;
	size_t which = which_configuration(c);
	bool policy = strcmp(configurations[which].subresource, "policy") == 0;
	enum cew_status status = demo_s3_bucket(c->call, &c->target, false, &t, err);
	if (!status)
		status = demo_s3_integrity(rq, true, err);
	if (!status && !strstr(rq->body, configurations[which].root))
		status = demo_refuse(err, policy ? "MalformedPolicy" : "MalformedXML",
		                     "The XML you provided was not well-formed or did not validate against our published schema");
	if (!status && !demo_mark_set(c->call->demo, t->id, configurations[which].subresource, rq->body))
		status = cew_fail_memory(err);
	if (!status && policy)
		c->reply->status = 204;
	return status;
}

enum cew_status demo_s3_get_configuration(struct demo_s3_call *c, struct cew_error *err)
{
	const struct demo_thing *t;
	size_t which = which_configuration(c);
	enum cew_status status = demo_s3_bucket(c->call, &c->target, false, &t, err);
	const char *kept = status ? NULL : demo_mark(c->call->demo, t->id, configurations[which].subresource);
	usual_fn *usual = configurations[which].usual;
	if (kept)
		cew_buf_str(c->call->xml.out, kept);
	else if (!status && !(usual && usual(c, t)))
		return demo_refuse(err, configurations[which].missing, "%s", configurations[which].text);
	return status;
}
