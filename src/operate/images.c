/* The images that a template's task definitions run. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define IMAGE_MAX 4096

/* "****" stands for a value that AWS does not tell; neither an image nor a condition of the product's depends on one. */
static const char *given_value(void *ctx, const char *name)
{
	const struct evaluation *e = ctx;
	for (size_t i = 0; i < e->count; i++)
		if (strcmp(e->parameters[i].name, name) == 0)
			return e->parameters[i].value;
	return NULL;
}

enum cew_status evaluate_with(struct evaluation *e, const struct cew_cfn_template *t, const struct cew_name_value *parameters,
                              size_t count, const char *region, struct cew_error *err)
{
	const char *suffix;
	*e = (struct evaluation){.parameters = parameters, .count = count};
	e->inputs = (struct cew_cfn_inputs){.region = region, .parameter = given_value, .ctx = e};
	e->inputs.partition = cew_cfn_partition(region ? region : "", &suffix);
	e->inputs.url_suffix = suffix;
	return cew_cfn_evaluate(t, &e->inputs, &e->eval, err);
}

void cew_images_finish(struct cew_vec *images)
{
	struct cew_image_ref *all = images->items;
	for (size_t i = 0; i < images->len; i++) {
		free(all[i].container);
		free(all[i].image);
		free(all[i].repository);
		free(all[i].tag);
	}
	cew_vec_finish(images);
}

/* REGISTRY/PATH/NAME:TAG or …@sha256:…; a registry may have a port, so the tag's colon stands behind the last slash. */
static void split(const char *image, struct cew_image_ref *out)
{
	const char *slash = strrchr(image, '/');
	const char *name = slash ? slash + 1 : image;
	size_t len = strcspn(name, "@:");
	out->repository = strndup(name, len);
	out->tag = cew_strdup(name[len] ? name + len + 1 : "latest");
}

static enum cew_status add_image(struct cew_vec *images, const struct cew_node *container, struct cew_error *err)
{
	struct cew_image_ref ref = {0};
	struct cew_buf image;
	const char *name = cew_node_get_text(container, "Name");
	cew_buf_init(&image, IMAGE_MAX);
	cew_cfn_display(cew_node_get(container, "Image"), &image);
	ref.container = cew_strdup(name ? name : "");
	split(cew_buf_text(&image), &ref);
	ref.image = image.len ? cew_buf_take(&image) : cew_strdup("");
	cew_buf_finish(&image);
	if (ref.container && ref.image && ref.repository && ref.tag && cew_vec_push(images, &ref))
		return CEW_OK;
	free(ref.container);
	free(ref.image);
	free(ref.repository);
	free(ref.tag);
	return cew_fail_memory(err);
}

static enum cew_status add_images(struct cew_vec *images, const struct cew_cfn_eval *e, struct cew_error *err)
{
	enum cew_status s = CEW_OK;
	for (size_t i = 0; i < cew_cfn_resource_count(e) && !s; i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(e, i);
		if (strcmp(r->type, "AWS::ECS::TaskDefinition") != 0)
			continue;
		const struct cew_node *containers = cew_node_get(r->properties, "ContainerDefinitions");
		for (size_t c = 0; c < cew_node_count(containers) && !s; c++)
			s = add_image(images, cew_node_at(containers, c), err);
	}
	return s;
}

enum cew_status cew_images_of(const struct cew_cfn_template *t, const struct cew_name_value *parameters, size_t count,
                              const char *region, struct cew_vec *images, struct cew_error *err)
{
	struct evaluation e;
	cew_vec_init(images, sizeof(struct cew_image_ref));
	enum cew_status s = evaluate_with(&e, t, parameters, count, region, err);
	if (s)
		return s;
	s = add_images(images, e.eval, err);
	cew_cfn_eval_destroy(e.eval);
	if (s)
		cew_images_finish(images);
	return s;
}
