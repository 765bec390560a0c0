/* Lookups: page after page under one id, read into structs, told once. */
#include "lookup.h"

#include "json.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define MAX_FOUND_BYTES ((size_t)64 * 1024 * 1024)
enum { MAX_TOKEN_BYTES = 64 * 1024, MOST_RETRIES = 2, EMPTY_PAGES = 5 };

static enum cew_status send(struct aws_lookup *l, struct cew_error *err);

void aws_lookup_drop(void *arg)
{
	struct aws_lookup *l = arg;

	aws_request_finish(&l->request);
	for (size_t i = 0; i < l->later.len; i++)
		aws_request_finish(cew_vec_at(&l->later, i));
	cew_vec_finish(&l->later);
	aws_arena_finish(&l->arena);
	cew_vec_finish(&l->items);
	cew_buf_finish(&l->token);
	free(l);
}

/* ---- the end ---- */

static void tell(struct aws_lookup *l, const struct cew_error *err)
{
	struct cew_found found = {.count = l->items.len, .cut = l->cut, .items = l->items.items};
	struct cew_error why = {0};

	if (!err && l->find->finish && !l->find->finish(l, &found)) {
		cew_fail_memory(&why);
		err = &why;
	}
	l->done(l->arg, err, err ? NULL : &found);
	aws_lookup_drop(l);
}

static void tell_status(struct aws_lookup *l, enum cew_status status, struct cew_error *err)
{
	if (status == CEW_INVALID)
		aws_call_incomplete(&l->find->call, l->find->shape->needed, err);
	else
		cew_fail(err, status, "there is not enough memory for AWS's answer to %s", l->find->call.action);
	tell(l, err);
}

/* ---- reading ---- */

static enum cew_status read_one(struct aws_lookup *l, const struct aws_xml_node *n)
{
	char *item;
	enum cew_status status;

	if (l->items.len >= AWS_LOOKUP_ITEMS) {
		l->cut = true;
		return CEW_OK;
	}
	item = cew_vec_push(&l->items, NULL);
	if (!item)
		return CEW_NO_MEMORY;
	status = aws_shape_read(l->find->shape, n, &l->arena, item);
	return status;
}

static enum cew_status read_page(struct aws_lookup *l, const struct aws_xml_node *result)
{
	const struct aws_find *f = l->find;
	const struct aws_xml_node *at = aws_shape_find(result, f->at);
	enum cew_status status = CEW_OK;

	if (!f->shape)
		return CEW_OK;
	if (!f->list)
		return read_one(l, at);
	for (const struct aws_xml_node *n = at ? at->first : NULL; n && status == CEW_OK; n = n->next)
		status = read_one(l, n);
	return status;
}

static const char *next_token(const struct aws_lookup *l, const struct aws_xml_node *result)
{
	const char *turn = l->find->turns ? l->find->turns[l->pages] : NULL;

	if (l->find->turns)
		return turn ? turn : "";
	return l->find->token_out ? aws_xml_text(result, l->find->token_out) : "";
}

static bool found_enough(const struct aws_lookup *l)
{
	return l->find->until_found && (l->items.len > 0 || l->pages >= EMPTY_PAGES);
}

/* Another page: its token is new, and there is room. */
static bool take_token(struct aws_lookup *l, const struct aws_xml_node *result)
{
	const char *token = found_enough(l) ? "" : next_token(l, result);

	if (!*token || strcmp(token, cew_buf_text(&l->token)) == 0)
		return false;
	if (l->cut || l->pages >= AWS_LOOKUP_PAGES || l->items.len >= AWS_LOOKUP_ITEMS) {
		l->cut = true;
		return false;
	}
	cew_buf_clear(&l->token);
	cew_buf_str(&l->token, token);
	return true;
}

static bool take_request(struct aws_lookup *l)
{
	if (l->later.len == 0 || l->cut)
		return false;
	aws_request_finish(&l->request);
	l->request = *(struct aws_request *)cew_vec_at(&l->later, 0);
	cew_vec_remove(&l->later, 0);
	cew_buf_clear(&l->token);
	return true;
}

static bool left_undone(const struct aws_lookup *l, const struct aws_xml_node *result, struct cew_error *err)
{
	const struct aws_xml_node *n = l->find->undone ? aws_shape_find(result, l->find->undone) : NULL;

	if (!n || !n->first)
		return false;
	cew_fail(err, CEW_REFUSED, "AWS refused %s: %s", l->find->call.action, aws_xml_text(n, "error/message"));
	cew_error_code(err, aws_xml_text(n, "error/code"));
	cew_error_where(err, "%s", l->find->call.action);
	cew_error_hint(err, "Correct what the message names and try again");
	return true;
}

void aws_lookup_report(const struct aws_operation *op, union aws_done done, void *arg, const struct cew_error *err,
                       const struct aws_xml_node *result, struct aws_arena *arena)
{
	struct aws_lookup *l = arg;
	struct cew_error why = {0};
	enum cew_status status;

	(void)op;
	(void)done;
	(void)arena;
	if (err && (!l->find->again || l->retries++ >= MOST_RETRIES || !l->find->again(l, err, result))) {
		tell(l, err);
		return;
	}
	if (!err && left_undone(l, result, &why)) {
		tell(l, &why);
		return;
	}
	if (!err) {
		status = read_page(l, result);
		if (status != CEW_OK) {
			tell_status(l, status, &why);
			return;
		}
		if (!take_token(l, result) && !take_request(l)) {
			tell(l, NULL);
			return;
		}
	}
	if (send(l, &why) != CEW_OK)
		tell(l, &why);
}

/* ---- asking ---- */

void aws_lookup_request(const struct aws_find *find, struct aws_request *r)
{
	const struct aws_service_info *info = aws_service_info(find->call.service);

	aws_request_init(r, "POST");
	if (info->protocol == AWS_JSON)
		cew_buf_char(&r->body, '{');
	else if (info->protocol != AWS_REST_JSON && info->protocol != AWS_REST_XML)
		aws_query_start(&r->body, find->call.action, info->version);
}

static void add_token(const struct aws_lookup *l, struct aws_request *page)
{
	enum aws_protocol protocol = aws_service_info(l->find->call.service)->protocol;
	bool json = protocol == AWS_JSON, rest = protocol == AWS_REST_JSON || protocol == AWS_REST_XML;

	if (l->token.len > 0 && json)
		aws_json_member(&page->body, l->find->token_in, cew_buf_text(&l->token));
	else if (l->token.len > 0 && rest)
		aws_request_query(page, l->find->token_in, cew_buf_text(&l->token));
	else if (l->token.len > 0)
		aws_query_text(&page->body, l->find->token_in, cew_buf_text(&l->token));
	if (json)
		cew_buf_char(&page->body, '}');
}

static enum cew_status send(struct aws_lookup *l, struct cew_error *err)
{
	struct aws_request page;

	aws_request_copy(&page, &l->request);
	add_token(l, &page);
	l->pages++;
	page.id = l->id;
	l->id = aws_call_send(l->aws, &l->find->call, &page, (union aws_done){0}, l, err);
	return l->id ? CEW_OK : CEW_FAILED;
}

static bool keep_later(struct aws_lookup *l, struct aws_request *requests, size_t count)
{
	bool kept = true;

	cew_vec_init(&l->later, sizeof(*requests));
	for (size_t i = 0; i < count; i++) {
		kept &= !requests[i].failed && !requests[i].body.failed;
		if (cew_vec_push(&l->later, &requests[i]))
			continue;
		aws_request_finish(&requests[i]);
		kept = false;
	}
	return kept;
}

uint64_t aws_lookup_start_all(struct cew_aws *aws, const struct aws_find *find, struct aws_request *requests, size_t count,
                              cew_found_fn *done, void *arg, struct cew_error *err)
{
	struct aws_lookup *l = calloc(1, sizeof(*l));

	if (!l) {
		for (size_t i = 0; i < count; i++)
			aws_request_finish(&requests[i]);
		cew_fail_memory(err);
		return 0;
	}
	l->aws = aws;
	l->find = find;
	l->request = requests[0];
	l->done = done;
	l->arg = arg;
	aws_arena_init(&l->arena, MAX_FOUND_BYTES);
	cew_vec_init(&l->items, find->shape ? find->shape->size : 1);
	cew_buf_init(&l->token, MAX_TOKEN_BYTES);
	if (find->turns)
		cew_buf_str(&l->token, find->turns[0]);
	if (!keep_later(l, requests + 1, count - 1) || l->request.failed || l->request.body.failed)
		cew_fail_memory(err);
	else if (send(l, err) == CEW_OK)
		return l->id;
	aws_lookup_drop(l);
	return 0;
}

uint64_t aws_lookup_start(struct cew_aws *aws, const struct aws_find *find, struct aws_request *request, cew_found_fn *done,
                          void *arg, struct cew_error *err)
{
	return aws_lookup_start_all(aws, find, request, 1, done, arg, err);
}
