/* Pages of lists: an opaque text says where a list goes on, and of what it is. */
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

static bool read_position(const struct demo_call *call, const char *scope, const char *token, size_t *at)
{
	char ours[65], *end;
	digest(call, scope, ours);
	if (strlen(token) <= TOKEN_HEX || strncmp(token, ours, TOKEN_HEX) != 0)
		return false;
	*at = strtoul(token + TOKEN_HEX, &end, 16);
	return !*end;
}

static void write_position(const struct demo_call *call, const char *scope, size_t at, char out[DEMO_TOKEN_MAX])
{
	digest(call, scope, out);
	snprintf(out + TOKEN_HEX, DEMO_TOKEN_MAX - TOKEN_HEX, "%zx", at);
}

void demo_token_write(const struct demo_call *call, size_t at, char out[DEMO_TOKEN_MAX])
{
	write_position(call, "", at, out);
}

enum cew_status demo_token_read(const struct demo_call *call, const char *token, size_t *at, const char *code,
                                struct cew_error *err)
{
	return read_position(call, "", token, at) ? CEW_OK : demo_refuse(err, code, "The token is not valid");
}

bool demo_page_takes(struct demo_page *page)
{
	size_t i = page->seen++;
	if (i < page->at)
		return false;
	if (page->taken == page->size) {
		page->more = true;
		return false;
	}
	page->taken++;
	return true;
}

/* ---- CloudFormation's ---- */

enum cew_status demo_page_start(const struct demo_call *call, const char *scope, size_t *at, struct cew_error *err)
{
	const char *token = demo_query_get(&call->query, "NextToken");
	*at = 0;
	if (!token || read_position(call, scope, token, at))
		return CEW_OK;
	return demo_refuse(err, DEMO_INVALID, "Token is not valid");
}

void demo_page_next(struct demo_call *call, const char *scope, size_t at)
{
	char text[DEMO_TOKEN_MAX];
	write_position(call, scope, at, text);
	demo_xml_text(&call->xml, "NextToken", text);
}
