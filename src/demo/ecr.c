/* Elastic Container Registry: whether the Marketplace's images can be pulled. */
#include "ecs.h"
#include "json.h"

#include <stdio.h>
#include <string.h>

#define BAD "InvalidParameterException"
#define TOKEN_HOURS 12

static enum cew_status get_token(struct demo_call *call, struct cew_error *err)
{
	static const char password[] = "AWS:embedded-aws-hands-out-no-images";
	struct cew_buf token;
	(void)err;
	cew_buf_init(&token, 256);
	cew_base64_encode(&token, password, sizeof(password) - 1);
	struct cew_node *n = cew_doc_map(call->doc), *list = cew_doc_seq(call->doc);
	char *proxy = cew_fmt("https://%s.dkr.ecr.%s.amazonaws.com", call->demo->account, call->region);
	demo_json_text(call, &n, "authorizationToken", cew_buf_text(&token));
	demo_json_time(call, &n, "expiresAt", demo_wall_ms(call->demo) + TOKEN_HOURS * 3600000LL);
	demo_json_text(call, &n, "proxyEndpoint", proxy);
	demo_json_add(call, &list, n);
	demo_json_node(call, &call->output, "authorizationData", list);
	free(proxy);
	cew_buf_finish(&token);
	return CEW_OK;
}

/* ---- BatchGetImage ---- */

static const struct cew_node *find_image(struct demo_call *call, const char *repository, const char *tag)
{
	const struct cew_node *all = demo_account_value(call->demo, "marketplace", "Images");
	for (size_t i = 0; i < cew_node_count(all); i++) {
		const struct cew_node *image = cew_node_at(all, i);
		if (strcmp(cew_node_get_text(image, "Repository"), repository) == 0 &&
		    (!tag || strcmp(cew_node_get_text(image, "Tag"), tag) == 0))
			return image;
	}
	return NULL;
}

static void put_image(struct demo_call *call, struct cew_node **list, const char *registry, const char *repository,
                      const char *tag)
{
	char digest[80], seed[600];
	struct cew_node *id = cew_doc_map(call->doc), *n = cew_doc_map(call->doc);
	snprintf(seed, sizeof(seed), "%.255s:%.255s", repository, tag);
	memcpy(digest, "sha256:", 7);
	demo_digest_hex(seed, 64, digest + 7);
	demo_json_text(call, &id, "imageDigest", digest);
	demo_json_text(call, &id, "imageTag", tag);
	demo_json_text(call, &n, "registryId", registry);
	demo_json_text(call, &n, "repositoryName", repository);
	demo_json_node(call, &n, "imageId", id);
	demo_json_text(call, &n, "imageManifest",
	               "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\"}");
	demo_json_text(call, &n, "imageManifestMediaType", "application/vnd.docker.distribution.manifest.v2+json");
	demo_json_add(call, list, n);
}

static void put_failure(struct demo_call *call, struct cew_node **list, const struct cew_node *image_id)
{
	struct cew_node *n = cew_doc_map(call->doc);
	demo_json_node(call, &n, "imageId", cew_doc_copy(call->doc, image_id));
	demo_json_text(call, &n, "failureCode", "ImageNotFound");
	demo_json_text(call, &n, "failureReason", "Requested image not found");
	demo_json_add(call, list, n);
}

/* Whether it is the subscription or the permission that lacks cannot be told from AWS's answer either. */
static enum cew_status check_access(struct demo_call *call, const char *registry, const char *repository,
                                    struct cew_error *err)
{
	const char *marketplace = cew_node_text(demo_account_value(call->demo, "marketplace", "Registry"));
	if (strcmp(registry, marketplace) == 0 && !demo_subscribed(call->demo))
		return demo_refuse(err, "AccessDenied",
		                   "User: %s is not authorized to perform: ecr:BatchGetImage on resource: "
		                   "arn:aws:ecr:%s:%s:repository/%s because no resource-based policy allows the ecr:BatchGetImage "
		                   "action",
		                   call->demo->caller->arn, call->region, registry, repository);
	bool there = strcmp(registry, marketplace) == 0 && strcmp(call->region, "us-east-1") == 0;
	if (!there || !find_image(call, repository, NULL))
		return demo_refuse(err, "RepositoryNotFoundException",
		                   "The repository with name '%s' does not exist in the registry with id '%s'", repository,
		                   registry);
	return CEW_OK;
}

static enum cew_status batch_get_image(struct demo_call *call, struct cew_error *err)
{
	const char *registry = cew_node_get_text(call->input, "registryId");
	const char *repository = cew_node_get_text(call->input, "repositoryName");
	const struct cew_node *ids = cew_node_get(call->input, "imageIds");
	struct cew_node *images = cew_doc_seq(call->doc), *failures = cew_doc_seq(call->doc);
	if (!repository || !cew_node_is(ids, CEW_NODE_SEQ) || cew_node_count(ids) < 1 || cew_node_count(ids) > 100)
		return demo_refuse(err, BAD, "repositoryName and from 1 to 100 imageIds must be given");
	if (!registry)
		registry = call->demo->account;
	enum cew_status status = check_access(call, registry, repository, err);
	for (size_t i = 0; !status && i < cew_node_count(ids); i++) {
		const char *tag = cew_node_get_text(cew_node_at(ids, i), "imageTag");
		if (tag && find_image(call, repository, tag))
			put_image(call, &images, registry, repository, tag);
		else
			put_failure(call, &failures, cew_node_at(ids, i));
	}
	demo_json_node(call, &call->output, "images", images);
	demo_json_node(call, &call->output, "failures", failures);
	return status;
}

const struct demo_action demo_ecr_actions[] = {
	{"BatchGetImage", batch_get_image, false, NULL},
	{"GetAuthorizationToken", get_token, false, NULL},
	{NULL, NULL, false, NULL},
};
