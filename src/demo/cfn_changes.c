/* What a version would change: found out without making anything, with what is there now standing in for what would stay. */
#include "cloudformation.h"

#include <stdlib.h>
#include <string.h>

void demo_changes_finish(struct cew_vec *changes)
{
	for (size_t i = 0; i < changes->len; i++) {
		struct demo_resource_change *c = cew_vec_at(changes, i);
		for (size_t k = 0; k < c->details.len; k++) {
			struct demo_change_detail *d = cew_vec_at(&c->details, k);
			free(d->property);
			free(d->before);
			free(d->after);
			free(d->cause);
		}
		cew_vec_finish(&c->details);
		free(c->logical);
		free(c->type);
		free(c->physical);
	}
	cew_vec_finish(changes);
}

/* ---- adding ---- */

static struct demo_resource_change *add_change(struct cew_vec *out, const struct demo_resource *r, const char *physical,
                                               const char *action)
{
	struct demo_resource_change c = {
		.logical = cew_strdup(r->plan->logical_id), .type = cew_strdup(r->plan->type), .physical = cew_strdup(physical),
		.action = action,
	};
	cew_vec_init(&c.details, sizeof(struct demo_change_detail));
	struct demo_resource_change *place = c.logical && c.type && c.physical ? cew_vec_push(out, &c) : NULL;
	if (!place) {
		free(c.logical);
		free(c.type);
		free(c.physical);
	}
	return place;
}

static char *shown(const struct cew_node *n)
{
	struct cew_buf text;
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX * 2);
	if (n)
		cew_cfn_display(n, &text);
	char *copy = n ? cew_strdup(cew_buf_text(&text)) : NULL;
	cew_buf_finish(&text);
	return copy;
}

static bool add_details(struct demo_resource_change *c, const struct cew_vec *differences)
{
	c->replacement = "False";
	for (size_t i = 0; i < differences->len; i++) {
		const struct demo_difference *d = cew_vec_at(differences, i);
		struct demo_change_detail detail = {.property = cew_strdup(d->property), .before = shown(d->before),
		                                    .after = shown(d->after), .create_only = d->create_only,
		                                    .unknown = d->unknown};
		const char *cause = NULL;
		if (d->unknown && cew_cfn_unknown(d->after, &cause))
			detail.cause = cew_strdup(cause);
		if (d->create_only && !d->unknown)
			c->replacement = "True";
		else if (d->create_only && strcmp(c->replacement, "False") == 0)
			c->replacement = "Conditional";
		if (!detail.property || !cew_vec_push(&c->details, &detail)) {
			free(detail.property);
			free(detail.before);
			free(detail.after);
			free(detail.cause);
			return false;
		}
	}
	return true;
}

/* ---- looking ---- */

static enum cew_status look_at(struct demo_resource *r, struct cew_vec *out, struct cew_error *err)
{
	const struct demo_resource *before = demo_standing(r->version->stack, r->plan->logical_id, r->version);
	struct cew_vec differences;
	struct cew_error why;
	r->change = DEMO_NEW;
	if (before && strcmp(before->plan->type, r->plan->type) != 0)
		return demo_refuse(err, DEMO_INVALID,
		                   "Update of resource type is not permitted. The new template modifies resource type of the "
		                   "following resources: [%s]",
		                   r->plan->logical_id);
	if (!before)
		return add_change(out, r, "", "Add") ? CEW_OK : cew_fail_memory(err);
	enum cew_status status = demo_resolve(r, &why);
	if (status)
		return demo_refuse(err, DEMO_INVALID, "Template error: %s", why.what);
	cew_vec_init(&differences, sizeof(struct demo_difference));
	bool ok = demo_differences(before, r, &differences);
	r->change = DEMO_SAME;
	/* What a nested stack's template says now is not looked at: CloudFormation finds out when it gets there. */
	if (ok && (differences.len || strcmp(r->plan->type, "AWS::CloudFormation::Stack") == 0)) {
		struct demo_resource_change *c = add_change(out, r, before->physical, "Modify");
		ok = c && add_details(c, &differences);
		r->change = ok && strcmp(c->replacement, "False") != 0 ? DEMO_REPLACED : DEMO_IN_PLACE;
	}
	cew_vec_finish(&differences);
	return ok ? CEW_OK : cew_fail_memory(err);
}

static enum cew_status look_for_removed(const struct demo_version *v, struct cew_vec *out, struct cew_error *err)
{
	const struct demo_version *now = v->stack->now;
	for (size_t i = 0; now && i < now->resource_count; i++) {
		const struct demo_resource *r = &now->resources[i];
		if (demo_resource_exists(r) && !demo_version_find(v, r->plan->logical_id) &&
		    !add_change(out, r, r->physical, "Remove"))
			return cew_fail_memory(err);
	}
	return CEW_OK;
}

/* What was resolved for looking must not stay: it is resolved again when its turn comes. */
static void forget(struct demo_version *v)
{
	v->peek = false;
	for (size_t i = 0; i < v->resource_count; i++) {
		struct demo_resource *r = &v->resources[i];
		cew_doc_destroy(r->doc);
		free(r->properties);
		r->doc = NULL;
		r->properties = NULL;
		r->values = NULL;
		r->change = DEMO_NEW;
	}
}

/* ---- besides resources ---- */

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool same_outputs(const struct cew_cfn_eval *a, const struct cew_cfn_eval *b)
{
	if (cew_cfn_output_count(a) != cew_cfn_output_count(b))
		return false;
	for (size_t i = 0; i < cew_cfn_output_count(a); i++) {
		const struct cew_cfn_output *x = cew_cfn_output_at(a, i), *y = cew_cfn_output_at(b, i);
		if (strcmp(x->name, y->name) != 0 || !same_text(x->export_name, y->export_name) ||
		    !same_text(x->description, y->description) || !cew_node_equal(x->value, y->value))
			return false;
	}
	return true;
}

static bool same_pairs(const struct cew_vec *a, const struct cew_vec *b)
{
	if (a->len != b->len)
		return false;
	for (size_t i = 0; i < a->len; i++) {
		const struct demo_pair *x = cew_vec_at(a, i);
		bool found = false;
		for (size_t k = 0; k < b->len; k++) {
			const struct demo_pair *y = cew_vec_at(b, k);
			found |= strcmp(x->key, y->key) == 0 && strcmp(x->value, y->value) == 0;
		}
		if (!found)
			return false;
	}
	return true;
}

static bool same_texts(const struct cew_vec *a, const struct cew_vec *b)
{
	if (a->len != b->len)
		return false;
	for (size_t i = 0; i < a->len; i++)
		if (!demo_text_in(b, demo_text_at(a, i)))
			return false;
	return true;
}

enum cew_status demo_find_changes(struct demo_version *v, struct cew_vec *out, bool *others, struct cew_error *err)
{
	const struct demo_version *now = v->stack->now;
	enum cew_status status = CEW_OK;
	v->peek = true;
	for (size_t i = 0; !status && i < v->resource_count; i++)
		status = look_at(&v->resources[i], out, err);
	forget(v);
	if (!status)
		status = look_for_removed(v, out, err);
	*others = !now || !now->eval || !same_outputs(now->eval, v->eval) || !same_pairs(&now->tags, &v->tags) ||
	          !same_texts(&now->notification_arns, &v->notification_arns);
	return status;
}
