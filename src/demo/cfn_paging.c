/* NextToken: an opaque text that says where a list goes on, and of what it is. */
#include "cloudformation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOKEN_HEX 24 /* characters of the digest before the position */

static void digest(const struct demo_call *call, const char *scope, char out[65])
{
	struct cew_buf text;
	cew_buf_init(&text, 8192);
	cew_buf_fmt(&text, "%s %s %s %s", call->demo->access_key, call->region, call->action, scope);
	cew_sha256_hex(cew_buf_text(&text), text.len, out);
	cew_buf_finish(&text);
}

enum cew_status demo_page_start(const struct demo_call *call, const char *scope, size_t *at, struct cew_error *err)
{
	const char *token = demo_query_get(&call->query, "NextToken");
	char ours[65], *end;
	*at = 0;
	if (!token)
		return CEW_OK;
	digest(call, scope, ours);
	if (strlen(token) > TOKEN_HEX && strncmp(token, ours, TOKEN_HEX) == 0) {
		*at = strtoul(token + TOKEN_HEX, &end, 16);
		if (!*end)
			return CEW_OK;
	}
	return demo_refuse(err, DEMO_INVALID, "Token is not valid");
}

void demo_page_next(struct demo_call *call, const char *scope, size_t at)
{
	char text[65 + 20];
	digest(call, scope, text);
	snprintf(text + TOKEN_HEX, sizeof(text) - TOKEN_HEX, "%zx", at);
	demo_xml_text(&call->xml, "NextToken", text);
}
