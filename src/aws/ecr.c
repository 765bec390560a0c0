/* ECR: is a container's image there for us? */
#include "account_room.h"
#include "json.h"
#include "lookup.h"

static const struct aws_field image_fields[] = {
	AWS_FIELD_TEXT(struct cew_image, tag, "imageId/imageTag"),
	AWS_FIELD_TEXT(struct cew_image, digest, "imageId/imageDigest"),
};
static const struct aws_shape image_shape = AWS_SHAPE(cew_image, image_fields, NULL);

static const struct aws_find image = {
	.call = AWS_CALL(AWS_ECR, "BatchGetImage"), .shape = &image_shape, .at = "images", .list = true};

/* Images of all kinds are asked for as they are: nothing is to be converted for us. */
static const char *const media_types[] = {
	"application/vnd.docker.distribution.manifest.v2+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.oci.image.index.v1+json",
};

uint64_t aws_ecr_image(void *self, const char *region, const char *registry, const char *repository, const char *tag,
                       CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&image, &request);
	request.region = aws_request_text(&request, region);
	aws_json_member(&request.body, "registryId", registry);
	aws_json_member(&request.body, "repositoryName", repository);
	aws_json_name(&request.body, "imageIds");
	cew_buf_str(&request.body, "[{");
	aws_json_member(&request.body, "imageTag", tag);
	cew_buf_str(&request.body, "}]");
	aws_json_texts(&request.body, "acceptedMediaTypes", media_types, CEW_COUNT(media_types));
	return aws_lookup_start(self, &image, &request, done, arg, err);
}
