/* Can the containers' images be pulled? The registry of AWS Marketplace hands them out to subscribers only. */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

/* "709825985650.dkr.ecr.us-east-1.amazonaws.com/netskope/core5:11062023" in its parts. */
struct image {
	char *copy; /* holds the parts */
	const char *registry, *region, *repository, *tag;
};

static bool image_parse(const char *text, struct image *out)
{
	static const char ecr[] = ".dkr.ecr.";
	*out = (struct image){.copy = cew_strdup(text)};
	char *at = out->copy ? strstr(out->copy, ecr) : NULL, *slash = out->copy ? strchr(out->copy, '/') : NULL;
	if (!at || !slash || slash < at)
		return false;
	*at = *slash = '\0';
	out->registry = out->copy;
	out->region = at + strlen(ecr);
	at[strlen(ecr) + strcspn(out->region, ".")] = '\0';
	out->repository = slash + 1;
	char *colon = strrchr(slash + 1, ':');
	if (strchr(slash + 1, '@'))
		return false; /* by digest: the lookup asks by tag */
	if (colon)
		*colon = '\0';
	out->tag = colon ? colon + 1 : "latest";
	return true;
}

/* Images of all task definitions, each once. */
static bool add_images(const struct cew_preflight *p, struct cew_vec *out)
{
	size_t n = p->plan->eval ? cew_cfn_resource_count(p->plan->eval) : 0;
	for (size_t i = 0; i < n; i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(p->plan->eval, i);
		const struct cew_node *containers = cew_node_get(r->properties, "ContainerDefinitions");
		for (size_t k = 0; strcmp(r->type, "AWS::ECS::TaskDefinition") == 0 && k < cew_node_count(containers); k++) {
			const char *image = cew_node_get_text(cew_node_at(containers, k), "Image");
			bool known = !image;
			for (size_t m = 0; !known && m < out->len; m++)
				known = strcmp(((const char **)out->items)[m], image) == 0;
			if (!known && !cew_vec_push(out, &image))
				return false;
		}
	}
	return true;
}

bool images_are_pulled(const struct cew_preflight *p, const struct row *row)
{
	(void)row;
	return fact_makes(p, "AWS::ECS::TaskDefinition");
}

/* AWS's refusal tells whose policy lacks the permission: the caller's, or the registry's, which lets subscribers in. */
static bool caller_lacks_permission(const struct cew_error *err)
{
	return strstr(err->what, "identity-based policy") || strstr(err->what, "permissions boundary") ||
	       strstr(err->what, "service control policy") || strstr(err->what, "session policy");
}

struct tally {
	size_t good, elsewhere;
	const char *refused; /* the first that the registry did not hand out */
};

static void judge_image(struct check *c, const char *text, const struct image *image, struct tally *tally)
{
	const struct answer *a = preflight_ask4(c, LOOKUP_IMAGE, image->region, image->registry, image->repository, image->tag);
	if (!a)
		return;
	if (a->ok && a->found.count)
		tally->good++;
	else if (a->ok)
		preflight_find(c, CEW_ERROR, "", "Use a template whose images are there; the Marketplace's page of the product lists its versions.",
		           "The registry has no image %s: the task would stop with CannotPullContainerError.", text);
	else if (a->err.status == CEW_UNREACHABLE || caller_lacks_permission(&a->err))
		preflight_leave_open(c, "", a, "whether the images can be pulled");
	else if (!tally->refused)
		tally->refused = text;
}

void preflight_images(struct check *c)
{
	struct cew_vec images;
	struct tally tally = {0};
	cew_vec_init(&images, sizeof(const char *));
	if (!add_images(c->p, &images))
		c->unchecked = true;
	for (size_t i = 0; i < images.len; i++) {
		const char *text = ((const char **)images.items)[i];
		struct image image;
		if (image_parse(text, &image))
			judge_image(c, text, &image, &tally);
		else
			tally.elsewhere++;
		free(image.copy);
	}
	cew_vec_finish(&images);
	if (tally.refused)
		preflight_find(c, CEW_ERROR, "",
		           "Subscribe to \"Netskope Cloud Exchange for Amazon ECS\" in AWS Marketplace with this account, then check again.",
		           "AWS Marketplace's registry does not hand out %s: account %s is not subscribed (or the caller may not read it). The task would stop with CannotPullContainerError.",
		           tally.refused, cew_preflight_account(c->p));
	preflight_tell(c, "%zu can be pulled", tally.good);
	if (tally.elsewhere)
		preflight_tell(c, "%zu of other registries were not looked at", tally.elsewhere);
}
