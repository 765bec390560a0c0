/* Pages of Query services that count with a Marker and a size. */
#include "query_page.h"

#include <stdlib.h>
#include <string.h>

enum cew_status demo_marker_page(struct demo_call *call, const char *size_key, size_t most, size_t usual,
                                 struct demo_page *page, struct cew_error *err)
{
	const char *size = demo_query_get(&call->query, size_key), *marker = demo_query_get(&call->query, "Marker");
	long wanted = size ? strtol(size, NULL, 10) : (long)usual;
	*page = (struct demo_page){.size = (size_t)wanted};
	if (wanted < 1 || wanted > (long)most)
		return demo_refuse(err, DEMO_INVALID,
		                   "1 validation error detected: Value '%s' at '%c%s' failed to satisfy constraint: Member must "
		                   "have value less than or equal to %zu",
		                   size, size_key[0] | 32, size_key + 1, most);
	return marker && *marker ? demo_token_read(call, marker, &page->at, DEMO_INVALID, err) : CEW_OK;
}

void demo_marker_next(struct demo_call *call, const char *element, const struct demo_page *page)
{
	char token[DEMO_TOKEN_MAX];
	if (!page->more)
		return;
	demo_token_write(call, page->at + page->taken, token);
	demo_xml_text(&call->xml, element, token);
}

bool demo_query_lists(const struct demo_call *call, const char *name, const char *text)
{
	size_t count = demo_query_members(&call->query, name);
	for (size_t n = 1; n <= count; n++) {
		const char *member = demo_query_getf(&call->query, "%s.member.%zu", name, n);
		if (member && strcmp(member, text) == 0)
			return true;
	}
	return false;
}
