/* ListExports and ListImports. */
#include "cloudformation.h"

#include <string.h>

#define PAGE 100

static struct demo_stack *stack_at(const struct demo_call *call, size_t i)
{
	struct demo_stack *s = *(struct demo_stack **)cew_vec_at(&call->demo->stacks, i);
	return strcmp(s->region, call->region) == 0 && !demo_stack_is_deleted(s) ? s : NULL;
}

static void write_exports(struct demo_call *call, const struct demo_stack *s, struct demo_page *page)
{
	for (size_t i = 0; s->stable && i < s->stable->outputs.len; i++) {
		const struct demo_output *o = cew_vec_at(&s->stable->outputs, i);
		if (!o->export_name || !demo_page_takes(page))
			continue;
		demo_xml_open(&call->xml, "member");
		demo_xml_text(&call->xml, "ExportingStackId", s->id);
		demo_xml_text(&call->xml, "Name", o->export_name);
		demo_xml_text(&call->xml, "Value", o->value);
		demo_xml_close(&call->xml);
	}
}

enum cew_status demo_list_exports(struct demo_call *call, struct cew_error *err)
{
	struct demo_page page = {.size = PAGE};
	enum cew_status status = demo_page_start(call, "", &page.at, err);
	if (status)
		return status;
	demo_xml_open(&call->xml, "Exports");
	for (size_t i = 0; i < call->demo->stacks.len; i++)
		if (stack_at(call, i))
			write_exports(call, stack_at(call, i), &page);
	demo_xml_close(&call->xml);
	if (page.more)
		demo_page_next(call, "", page.at + page.taken);
	return CEW_OK;
}

enum cew_status demo_list_imports(struct demo_call *call, struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "ExportName");
	struct demo_page page = {.size = PAGE};
	enum cew_status status = demo_page_start(call, name ? name : "", &page.at, err);
	if (status)
		return status;
	if (!name || !demo_export_find(call->demo, call->region, name, NULL))
		return demo_refuse(err, DEMO_INVALID, "Export '%s' does not exist.", name ? name : "");
	demo_xml_open(&call->xml, "Imports");
	for (size_t i = 0; i < call->demo->stacks.len; i++) {
		const struct demo_stack *s = stack_at(call, i);
		if (s && demo_text_in(&s->now->imports, name) && demo_page_takes(&page))
			demo_xml_text(&call->xml, "member", s->name);
	}
	demo_xml_close(&call->xml);
	if (page.seen == 0)
		return demo_refuse(err, DEMO_INVALID, "Export '%s' is not imported by any stack.", name);
	if (page.more)
		demo_page_next(call, name, page.at + page.taken);
	return CEW_OK;
}
