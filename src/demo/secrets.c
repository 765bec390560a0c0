/* Secrets Manager: which secrets there are. What is in them is never told. */
#include "json.h"

#include <stdio.h>
#include <string.h>

#define SECRET "AWS::SecretsManager::Secret"
#define BAD "InvalidParameterException"

static int64_t deleted_ms(struct demo_call *call, const struct demo_thing *t)
{
	const char *text = demo_thing_text(&call->view, t, "DeletedDate");
	int64_t ms;
	return text && cew_time_parse(text, &ms) ? ms : 0;
}

static void put_secret(struct demo_call *call, struct cew_node **n, const struct demo_thing *t)
{
	demo_json_text(call, n, "ARN", t->id);
	demo_json_text(call, n, "Name", t->name);
	demo_json_text(call, n, "Description", demo_thing_text(&call->view, t, "Description"));
	demo_json_text(call, n, "KmsKeyId", demo_thing_text(&call->view, t, "KmsKeyId"));
	demo_json_time(call, n, "CreatedDate", t->made_ms);
	demo_json_time(call, n, "LastChangedDate", t->made_ms);
	demo_json_time(call, n, "DeletedDate", deleted_ms(call, t));
	if (demo_thing_node(t, "Tags"))
		demo_json_node(call, n, "Tags", cew_doc_copy(call->doc, demo_thing_node(t, "Tags")));
}

/* ---- ListSecrets ---- */

static bool begins_with_any(const struct cew_node *values, const char *text)
{
	for (size_t i = 0; i < cew_node_count(values); i++) {
		const char *value = cew_node_text(cew_node_at(values, i));
		bool negative = *value == '!';
		if ((strncmp(text, value + negative, strlen(value + negative)) == 0) != negative)
			return true;
	}
	return false;
}

static bool passes(struct demo_call *call, const struct demo_thing *t)
{
	const struct cew_node *filters = cew_node_get(call->input, "Filters");
	for (size_t i = 0; i < cew_node_count(filters); i++) {
		const struct cew_node *f = cew_node_at(filters, i), *values = cew_node_get(f, "Values");
		const char *key = cew_node_get_text(f, "Key"), *note = demo_thing_text(&call->view, t, "Description");
		bool by_name = strcmp(key, "name") == 0 || strcmp(key, "all") == 0;
		bool by_note = strcmp(key, "description") == 0 || strcmp(key, "all") == 0;
		if (!(by_name && begins_with_any(values, t->name)) && !(by_note && note && begins_with_any(values, note)))
			return false;
	}
	return true;
}

static enum cew_status check_filters(struct demo_call *call, struct cew_error *err)
{
	static const char *const keys[] = {"name", "description", "all", "tag-key", "tag-value", "primary-region",
	                                   "owning-service"};
	const struct cew_node *filters = cew_node_get(call->input, "Filters");
	for (size_t i = 0; i < cew_node_count(filters); i++) {
		const char *key = cew_node_get_text(cew_node_at(filters, i), "Key");
		bool known = false;
		for (size_t k = 0; key && k < CEW_COUNT(keys); k++)
			known |= strcmp(keys[k], key) == 0;
		if (!known)
			return demo_refuse(err, BAD, "Invalid filter key: %s", key ? key : "");
	}
	return CEW_OK;
}

static enum cew_status list_secrets(struct demo_call *call, struct cew_error *err)
{
	bool planned = cew_node_get_bool(call->input, "IncludePlannedDeletion", false);
	struct cew_node *list = cew_doc_seq(call->doc);
	struct demo_page page;
	enum cew_status status = demo_json_page_named(call, "MaxResults", "NextToken", 100, 100, &page, BAD, err);
	if (!status)
		status = check_filters(call, err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, SECRET);
	for (size_t i = 0; i < all.count; i++) {
		const struct demo_thing *t = &all.at[i];
		if ((deleted_ms(call, t) && !planned) || !passes(call, t) || !demo_page_takes(&page))
			continue;
		struct cew_node *n = cew_doc_map(call->doc);
		put_secret(call, &n, t);
		demo_json_add(call, &list, n);
	}
	demo_json_node(call, &call->output, "SecretList", list);
	demo_json_page_end(call, &page);
	return CEW_OK;
}

/* ---- DescribeSecret ---- */

/* By ARN, by name, or by an ARN without its last seven characters. */
static const struct demo_thing *find_secret(struct demo_call *call, const char *id)
{
	struct demo_things all = demo_things(&call->view, SECRET);
	for (size_t i = 0; i < all.count; i++) {
		size_t len = strlen(all.at[i].id), given = strlen(id);
		if (strcmp(all.at[i].id, id) == 0 || strcmp(all.at[i].name, id) == 0 ||
		    (len > 7 && given == len - 7 && strncmp(all.at[i].id, id, given) == 0))
			return &all.at[i];
	}
	return NULL;
}

static enum cew_status describe_secret(struct demo_call *call, struct cew_error *err)
{
	const char *id = cew_node_get_text(call->input, "SecretId");
	if (!id || !*id)
		return demo_refuse(err, "ValidationException",
		                   "1 validation error detected: Value null at 'secretId' failed to satisfy constraint: Member "
		                   "must not be null");
	const struct demo_thing *t = find_secret(call, id);
	if (!t)
		return demo_refuse(err, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
	put_secret(call, &call->output, t);
	return CEW_OK;
}

/* ---- CreateSecret ---- */

static enum cew_status check_secret(struct demo_call *call, const char *name, struct cew_error *err)
{
	const char *token = cew_node_get_text(call->input, "ClientRequestToken");
	const struct cew_node *text = cew_node_get(call->input, "SecretString");
	bool ok = false;
	cew_pattern_matches("[-A-Za-z0-9/_+=.@]{1,512}", name ? name : "", &ok, NULL);
	if (!ok)
		return demo_refuse(err, "ValidationException",
		                   "Invalid name. Must be a valid name containing alphanumeric characters, or any of the "
		                   "following: -/_+=.@!");
	if (!token || strlen(token) < 32 || strlen(token) > 64)
		return demo_refuse(err, "InvalidRequestException", "You must provide a ClientRequestToken value. We recommend a "
		                   "UUID-type value.");
	if (cew_node_text_len(text) > 65536)
		return demo_refuse(err, BAD, "SecretString is longer than 65536 bytes");
	return CEW_OK;
}

static enum cew_status refuse_existing(struct demo_call *call, const struct demo_thing *t, struct cew_error *err)
{
	if (deleted_ms(call, t))
		return demo_refuse(err, "InvalidRequestException",
		                   "You can't create this secret because a secret with this name is already scheduled for deletion.");
	return demo_refuse(err, "ResourceExistsException",
	                   "The operation failed because the secret %s already exists.", t->name);
}

static enum cew_status create_secret(struct demo_call *call, struct cew_error *err)
{
	static const char *const kept[] = {"Description", "KmsKeyId"};
	const char *name = cew_node_get_text(call->input, "Name"), *token = cew_node_get_text(call->input, "ClientRequestToken");
	struct cew_doc *doc = demo_view_doc(&call->view);
	enum cew_status status = check_secret(call, name, err);
	if (status)
		return status;
	const struct demo_thing *t = demo_thing_named(&call->view, SECRET, name);
	const char *made_with = t ? demo_mark(call->demo, t->id, "Token") : NULL, *id = t ? t->id : NULL;
	if (t && (!made_with || strcmp(made_with, token) != 0))
		return refuse_existing(call, t, err);
	if (!t) {
		struct cew_node *p = doc ? cew_map_put_text(doc, cew_doc_map(doc), "Name", name) : NULL;
		for (size_t i = 0; i < CEW_COUNT(kept); i++)
			if (cew_node_get_text(call->input, kept[i]))
				p = cew_map_put_text(doc, p, kept[i], cew_node_get_text(call->input, kept[i]));
		if (cew_node_get(call->input, "Tags"))
			p = cew_map_put(doc, p, "Tags", cew_doc_copy(doc, cew_node_get(call->input, "Tags")));
		id = p ? demo_account_add(&call->view, SECRET, p) : NULL;
		if (!id || !demo_mark_set(call->demo, id, "Token", token))
			return cew_fail_memory(err);
	}
	demo_json_text(call, &call->output, "ARN", id);
	demo_json_text(call, &call->output, "Name", name);
	demo_json_text(call, &call->output, "VersionId", token);
	return CEW_OK;
}

const struct demo_action demo_secrets_actions[] = {
	{"CreateSecret", create_secret, false, NULL},
	{"DescribeSecret", describe_secret, false, NULL},
	{"ListSecrets", list_secrets, false, NULL},
	{NULL, NULL, false, NULL},
};
