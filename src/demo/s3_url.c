/* TemplateURL: CloudFormation fetches the object as its caller would. */
#include "s3.h"

#include <stdio.h>
#include <string.h>

#define INVALID_URL "TemplateURL must reference a valid S3 object to which you have access."

static bool matches(const char *pattern, const char *text)
{
	bool result = false;
	return cew_pattern_matches(pattern, text, &result, NULL) == CEW_OK && result;
}

/* S3's own addresses, and this server's: what amazonaws.com is elsewhere, it is here. */
static bool is_s3_url(const struct demo_call *call, const char *url)
{
	const char *here = demo_header(call->request, "host"), *host = strstr(url, "://");
	if (matches("https://([^/]+\\.)?s3([.-][a-z0-9.-]+)?\\.amazonaws\\.com(\\.cn)?/.+", url))
		return true;
	if (!here || !host || !matches("http://([^/]+\\.)?(localhost|127\\.0\\.0\\.1)(:[0-9]+)?/.+", url))
		return false;
	const char *port = strrchr(here, ':'), *theirs = strchr(host + 3, ':');
	size_t len = port ? strlen(port) : 0;
	return port && theirs && strncmp(port, theirs, len) == 0 && theirs[len] == '/';
}

static enum cew_status read_url(const char *url, struct demo_s3_target *out, struct cew_error *err)
{
	const char *host = strstr(url, "://") + 3;
	size_t host_len = strcspn(host, "/"), path_len = strcspn(host + host_len, "?#");
	char name[300], path[2048];
	if (host_len >= sizeof(name) || path_len >= sizeof(path))
		return demo_refuse(err, DEMO_INVALID, INVALID_URL);
	snprintf(name, sizeof(name), "%.*s", (int)host_len, host);
	snprintf(path, sizeof(path), "%.*s", (int)path_len, host + host_len);
	return demo_s3_target(name, path, out, err) ? demo_refuse(err, DEMO_INVALID, INVALID_URL) : CEW_OK;
}

/* With the caller's own permission. */
static bool may_read(struct demo_call *call, const struct demo_s3_target *target)
{
	char arn[1200];
	struct demo_ask ask = {"s3:GetObject", arn, NULL, 0};
	struct demo_actor who;
	/* A nested stack's template is read while nobody calls: what its stack may not do shows when it is made. */
	if (!call->demo->caller)
		return true;
	who = *call->demo->caller;
	snprintf(arn, sizeof(arn), "arn:%s:s3:::%s/%s", cew_cfn_partition(call->region, NULL), target->bucket, target->key);
	who.via_cloudformation = true;
	return demo_actor_effect(&call->view, &who, &ask) == DEMO_ALLOWS;
}

enum cew_status demo_s3_fetch(struct demo_call *call, const char *url, const struct demo_object **out,
                              struct cew_error *err)
{
	struct demo_s3_target target;
	if (strncmp(url, "s3://", 5) == 0)
		return demo_refuse(err, DEMO_INVALID, "S3 error: Domain name specified in %.*s is not a valid S3 domain",
		                   (int)strcspn(url + 5, "/"), url + 5);
	if (!is_s3_url(call, url))
		return demo_refuse(err, DEMO_INVALID, "TemplateURL must be a supported URL.");
	enum cew_status status = read_url(url, &target, err);
	if (status)
		return status;
	const struct demo_thing *bucket = demo_thing_named(&call->view, DEMO_BUCKET, target.bucket);
	const char *owner = bucket ? demo_thing_text(&call->view, bucket, "Owner") : NULL;
	bool foreign = owner && strcmp(owner, call->demo->account) != 0;
	if (bucket && (foreign || !may_read(call, &target)))
		return demo_refuse(err, DEMO_INVALID,
		                   "S3 error: Access Denied\nFor more information check "
		                   "http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html");
	*out = bucket ? demo_store_get(call->demo->store, bucket->id, target.key) : NULL;
	return *out ? CEW_OK : demo_refuse(err, DEMO_INVALID, INVALID_URL);
}
