/* Exports: outputs of one stack that templates of others take values from. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

static struct demo_stack *stack_at(const struct cew_demo *demo, size_t i)
{
	return *(struct demo_stack **)cew_vec_at(&demo->stacks, i);
}

/* Those of the stack as it last stood. */
static const char *export_of(const struct demo_stack *s, const char *name)
{
	for (size_t i = 0; s->stable && !demo_stack_is_deleted(s) && i < s->stable->outputs.len; i++) {
		const struct demo_output *o = cew_vec_at(&s->stable->outputs, i);
		if (o->export_name && strcmp(o->export_name, name) == 0)
			return o->value;
	}
	return NULL;
}

const char *demo_export_find(const struct cew_demo *demo, const char *region, const char *name, const struct demo_stack **of)
{
	for (size_t i = 0; i < demo->stacks.len; i++) {
		const struct demo_stack *s = stack_at(demo, i);
		const char *value = strcmp(s->region, region) == 0 ? export_of(s, name) : NULL;
		if (value && of)
			*of = s;
		if (value)
			return value;
	}
	return NULL;
}

char *demo_import_missing(const struct demo_version *v)
{
	for (size_t i = 0; i < v->imports.len; i++) {
		const char *name = demo_text_at(&v->imports, i);
		if (!demo_export_find(v->stack->demo, v->stack->region, name, NULL))
			return cew_fmt("No export named %s found.", name);
	}
	return NULL;
}

char *demo_export_clash(const struct demo_version *v)
{
	for (size_t i = 0; i < v->outputs.len; i++) {
		const struct demo_output *o = cew_vec_at(&v->outputs, i);
		const struct demo_stack *of = NULL;
		if (o->export_name && demo_export_find(v->stack->demo, v->stack->region, o->export_name, &of) && of != v->stack)
			return cew_fmt("Export with name %s is already exported by stack %s.", o->export_name, of->name);
	}
	return NULL;
}

static const struct demo_stack *importer_of(const struct demo_stack *s, const char *name)
{
	for (size_t i = 0; i < s->demo->stacks.len; i++) {
		const struct demo_stack *other = stack_at(s->demo, i);
		bool here = strcmp(other->region, s->region) == 0 && other != s && !demo_stack_is_deleted(other);
		if (here && demo_text_in(&other->now->imports, name))
			return other;
	}
	return NULL;
}

char *demo_exports_used(const struct demo_stack *s)
{
	for (size_t i = 0; s->stable && i < s->stable->outputs.len; i++) {
		const struct demo_output *o = cew_vec_at(&s->stable->outputs, i);
		const struct demo_stack *by = o->export_name ? importer_of(s, o->export_name) : NULL;
		if (by)
			return cew_fmt("Delete canceled. Cannot delete export %s as it is in use by %s.", o->export_name, by->name);
	}
	return NULL;
}
