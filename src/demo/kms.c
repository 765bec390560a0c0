/* Key Management Service: keys, their names and their policies. Nothing is encrypted with them here. */
#include "json.h"

#include <stdio.h>
#include <string.h>

#define KEY "AWS::KMS::Key"
#define ALIAS "AWS::KMS::Alias"
#define MISSING "NotFoundException"
#define BAD "ValidationException"
#define DAY_MS (24 * 3600 * 1000LL)

/* ---- which key ---- */

static const char *key_id(const char *id_or_arn)
{
	const char *at = strstr(id_or_arn, ":key/");
	return at ? at + strlen(":key/") : id_or_arn;
}

/* "alias/corp"; NULL: it names no alias. */
static const char *alias_name(const char *given)
{
	const char *at = strncmp(given, "arn:", 4) == 0 ? strstr(given, ":alias/") : NULL;
	return at ? at + 1 : strncmp(given, "alias/", 6) == 0 ? given : NULL;
}

/* By id, ARN, alias, or an alias's ARN. */
static const struct demo_thing *look_up(struct demo_call *call, const char *given)
{
	const char *name = alias_name(given);
	if (!name)
		return demo_thing_find(&call->view, KEY, key_id(given));
	const struct demo_thing *alias = demo_thing_named(&call->view, ALIAS, name);
	const char *target = alias ? demo_thing_text(&call->view, alias, "TargetKeyId") : NULL;
	return target ? demo_thing_find(&call->view, KEY, key_id(target)) : NULL;
}

static void write_arn(const struct demo_call *call, const char *what, char out[400])
{
	snprintf(out, 400, "arn:%s:kms:%s:%s:%s", cew_cfn_partition(call->region, NULL), call->region, call->demo->account,
	         what);
}

static enum cew_status find_key(struct demo_call *call, const char *field, const struct demo_thing **out,
                                struct cew_error *err)
{
	const char *given = cew_node_get_text(call->input, field);
	char what[320], arn[400];
	if (!given || !*given)
		return demo_refuse(err, BAD,
		                   "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not "
		                   "be null",
		                   field);
	*out = look_up(call, given);
	if (*out)
		return CEW_OK;
	const char *alias = alias_name(given);
	snprintf(what, sizeof(what), "%s%.256s", alias ? "" : "key/", alias ? alias : key_id(given));
	write_arn(call, what, arn);
	return alias ? demo_refuse(err, MISSING, "Alias %s is not found.", arn)
	             : demo_refuse(err, MISSING, "Key '%s' does not exist", arn);
}

/* ---- keys ---- */

static struct cew_node *metadata(struct demo_call *call, const struct demo_thing *t)
{
	struct cew_node *n = cew_doc_map(call->doc), *algorithms = cew_doc_seq(call->doc);
	const char *manager = demo_thing_text(&call->view, t, "KeyManager"), *note = demo_thing_text(&call->view, t, "Description");
	const char *gone = demo_mark(call->demo, t->id, "DeletionDate");
	demo_json_text(call, &n, "AWSAccountId", call->demo->account);
	demo_json_text(call, &n, "KeyId", t->id);
	demo_json_text(call, &n, "Arn", demo_thing_text(&call->view, t, "Arn"));
	demo_json_time(call, &n, "CreationDate", t->made_ms);
	demo_json_bool(call, &n, "Enabled", !gone);
	demo_json_text(call, &n, "Description", note ? note : "");
	demo_json_text(call, &n, "KeyUsage", "ENCRYPT_DECRYPT");
	demo_json_text(call, &n, "KeyState", gone ? "PendingDeletion" : "Enabled");
	if (gone)
		demo_json_time(call, &n, "DeletionDate", strtoll(gone, NULL, 10));
	demo_json_text(call, &n, "Origin", "AWS_KMS");
	demo_json_text(call, &n, "KeyManager", manager ? manager : "CUSTOMER");
	demo_json_text(call, &n, "CustomerMasterKeySpec", "SYMMETRIC_DEFAULT");
	demo_json_text(call, &n, "KeySpec", "SYMMETRIC_DEFAULT");
	demo_json_add(call, &algorithms, cew_doc_string(call->doc, "SYMMETRIC_DEFAULT"));
	demo_json_node(call, &n, "EncryptionAlgorithms", algorithms);
	demo_json_bool(call, &n, "MultiRegion", false);
	return n;
}

static enum cew_status describe_key(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	enum cew_status status = find_key(call, "KeyId", &t, err);
	if (!status)
		demo_json_node(call, &call->output, "KeyMetadata", metadata(call, t));
	return status;
}

/* A policy that keeps its author out of the key would leave it to nobody: AWS refuses such ones, and so it is wanted that
 * the account or the caller may put another policy. */
static enum cew_status check_policy(struct demo_call *call, const char *text, struct cew_error *err)
{
	struct cew_doc *doc = NULL;
	enum cew_status status = cew_doc_parse("policy", text, strlen(text), CEW_DOC_JSON, NULL, &doc, err);
	const struct cew_node *statements = doc ? cew_node_get(cew_doc_root(doc), "Statement") : NULL;
	bool whole = !status && cew_node_count(statements) > 0, open = strstr(text, call->demo->account) != NULL;
	cew_doc_destroy(doc);
	if (status == CEW_NO_MEMORY)
		return status;
	if (!whole)
		return demo_refuse(err, "MalformedPolicyDocumentException", "Policy contains a statement with no principal.");
	if (!open && !cew_node_get_bool(call->input, "BypassPolicyLockoutSafetyCheck", false))
		return demo_refuse(err, "MalformedPolicyDocumentException",
		                   "The new key policy will not allow you to update the key policy in the future.");
	return CEW_OK;
}

static enum cew_status create_key(struct demo_call *call, struct cew_error *err)
{
	static const char *const kept[] = {"Description", "Policy"};
	const char *policy = cew_node_get_text(call->input, "Policy");
	struct cew_doc *doc = demo_view_doc(&call->view);
	struct cew_node *p = doc ? cew_doc_map(doc) : NULL;
	enum cew_status status = policy ? check_policy(call, policy, err) : CEW_OK;
	if (status)
		return status;
	for (size_t i = 0; i < CEW_COUNT(kept); i++)
		if (cew_node_get_text(call->input, kept[i]))
			p = cew_map_put_text(doc, p, kept[i], cew_node_get_text(call->input, kept[i]));
	const char *id = p ? demo_account_add(&call->view, KEY, p) : NULL;
	if (!id)
		return cew_fail_memory(err);
	demo_view_forget(&call->view);
	demo_json_node(call, &call->output, "KeyMetadata", metadata(call, demo_thing_find(&call->view, KEY, id)));
	return CEW_OK;
}

static enum cew_status list_keys(struct demo_call *call, struct cew_error *err)
{
	struct cew_node *list = cew_doc_seq(call->doc);
	struct demo_page page;
	enum cew_status status = demo_json_page_named(call, "Limit", "Marker", 1000, 100, &page, "InvalidMarkerException", err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, KEY);
	for (size_t i = 0; i < all.count; i++) {
		if (!demo_page_takes(&page))
			continue;
		struct cew_node *n = cew_doc_map(call->doc);
		demo_json_text(call, &n, "KeyId", all.at[i].id);
		demo_json_text(call, &n, "KeyArn", demo_thing_text(&call->view, &all.at[i], "Arn"));
		demo_json_add(call, &list, n);
	}
	demo_json_node(call, &call->output, "Keys", list);
	demo_json_bool(call, &call->output, "Truncated", page.more);
	page.token_key = "NextMarker";
	demo_json_page_end(call, &page);
	return CEW_OK;
}

static enum cew_status schedule_deletion(struct demo_call *call, struct cew_error *err)
{
	const char *days = cew_node_get_text(call->input, "PendingWindowInDays");
	long window = days ? strtol(days, NULL, 10) : 30;
	const struct demo_thing *t;
	char at[24];
	enum cew_status status = find_key(call, "KeyId", &t, err);
	if (!status && (window < 7 || window > 30))
		status = demo_refuse(err, BAD, "PendingWindowInDays must be from 7 to 30");
	if (status)
		return status;
	int64_t gone_ms = demo_wall_ms(call->demo) + window * DAY_MS;
	snprintf(at, sizeof(at), "%lld", (long long)gone_ms);
	if (!demo_mark_set(call->demo, t->id, "DeletionDate", at))
		return cew_fail_memory(err);
	demo_json_text(call, &call->output, "KeyId", demo_thing_text(&call->view, t, "Arn"));
	demo_json_time(call, &call->output, "DeletionDate", gone_ms);
	demo_json_text(call, &call->output, "KeyState", "PendingDeletion");
	demo_json_int(call, &call->output, "PendingWindowInDays", window);
	return CEW_OK;
}

/* ---- policies ---- */

static enum cew_status check_policy_name(struct demo_call *call, struct cew_error *err)
{
	const char *name = cew_node_get_text(call->input, "PolicyName");
	return !name || strcmp(name, "default") == 0
	               ? CEW_OK
	               : demo_refuse(err, MISSING, "No such policy exists");
}

static void put_default_policy(struct demo_call *call)
{
	char *text = cew_fmt("{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"key-default-1\",\n  \"Statement\" : [ {\n"
	                     "    \"Sid\" : \"Enable IAM User Permissions\",\n    \"Effect\" : \"Allow\",\n    \"Principal\" : {\n"
	                     "      \"AWS\" : \"arn:%s:iam::%s:root\"\n    },\n    \"Action\" : \"kms:*\",\n"
	                     "    \"Resource\" : \"*\"\n  } ]\n}",
	                     cew_cfn_partition(call->region, NULL), call->demo->account);
	demo_json_text(call, &call->output, "Policy", text);
	free(text);
}

static enum cew_status get_key_policy(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	struct cew_buf json;
	enum cew_status status = find_key(call, "KeyId", &t, err);
	if (!status)
		status = check_policy_name(call, err);
	if (status)
		return status;
	const char *set = demo_mark(call->demo, t->id, "Policy"), *own = cew_node_get_text(t->properties, "Policy");
	const struct cew_node *document = demo_thing_node(t, "KeyPolicy");
	cew_buf_init(&json, 65536);
	if (set || own)
		demo_json_text(call, &call->output, "Policy", set ? set : own);
	else if (document && !cew_doc_write_json(document, &json, NULL))
		demo_json_text(call, &call->output, "Policy", cew_buf_text(&json));
	else
		put_default_policy(call);
	cew_buf_finish(&json);
	demo_json_text(call, &call->output, "PolicyName", "default");
	return CEW_OK;
}

static enum cew_status put_key_policy(struct demo_call *call, struct cew_error *err)
{
	const char *policy = cew_node_get_text(call->input, "Policy");
	const struct demo_thing *t;
	enum cew_status status = find_key(call, "KeyId", &t, err);
	if (!status)
		status = check_policy_name(call, err);
	if (!status)
		status = check_policy(call, policy ? policy : "", err);
	if (!status && !demo_mark_set(call->demo, t->id, "Policy", policy))
		status = cew_fail_memory(err);
	return status;
}

/* ---- rotation ---- */

static enum cew_status enable_rotation(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	enum cew_status status = find_key(call, "KeyId", &t, err);
	return !status && !demo_mark_set(call->demo, t->id, "EnableKeyRotation", "true") ? cew_fail_memory(err) : status;
}

static enum cew_status get_rotation(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	enum cew_status status = find_key(call, "KeyId", &t, err);
	if (!status)
		demo_json_bool(call, &call->output, "KeyRotationEnabled",
		               demo_thing_bool(&call->view, t, "EnableKeyRotation", false));
	return status;
}

/* ---- aliases ---- */

static enum cew_status check_alias(struct demo_call *call, const char *name, struct cew_error *err)
{
	char arn[400];
	bool ok = false;
	cew_pattern_matches("alias/[a-zA-Z0-9/_-]{1,250}", name ? name : "", &ok, NULL);
	if (!ok)
		return demo_refuse(err, BAD,
		                   "1 validation error detected: Value '%s' at 'aliasName' failed to satisfy constraint: Member must "
		                   "satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
		                   name ? name : "");
	if (strncmp(name, "alias/aws/", 10) == 0)
		return demo_refuse(err, "NotAuthorizedException", "Not allowed to create an alias that begins with alias/aws/");
	if (!demo_thing_named(&call->view, ALIAS, name))
		return CEW_OK;
	write_arn(call, name, arn);
	return demo_refuse(err, "AlreadyExistsException", "An alias with the name %s already exists", arn);
}

static enum cew_status create_alias(struct demo_call *call, struct cew_error *err)
{
	const char *name = cew_node_get_text(call->input, "AliasName");
	struct cew_doc *doc = demo_view_doc(&call->view);
	const struct demo_thing *t;
	enum cew_status status = check_alias(call, name, err);
	if (!status)
		status = find_key(call, "TargetKeyId", &t, err);
	if (status)
		return status;
	struct cew_node *p = doc ? cew_map_put_text(doc, cew_doc_map(doc), "AliasName", name) : NULL;
	p = cew_map_put_text(doc, p, "TargetKeyId", t->id);
	return p && demo_account_add(&call->view, ALIAS, p) ? CEW_OK : cew_fail_memory(err);
}

static enum cew_status delete_alias(struct demo_call *call, struct cew_error *err)
{
	const char *name = cew_node_get_text(call->input, "AliasName");
	char arn[400];
	if (name && demo_account_remove(&call->view, ALIAS, name))
		return CEW_OK;
	write_arn(call, name ? name : "", arn);
	return demo_refuse(err, MISSING, "Alias %s is not found.", arn);
}

static struct cew_node *describe_alias(struct demo_call *call, const struct demo_thing *t, const char *target)
{
	struct cew_node *n = cew_doc_map(call->doc);
	char arn[400];
	write_arn(call, t->name, arn);
	demo_json_text(call, &n, "AliasName", t->name);
	demo_json_text(call, &n, "AliasArn", arn);
	demo_json_text(call, &n, "TargetKeyId", target);
	demo_json_time(call, &n, "CreationDate", t->made_ms);
	demo_json_time(call, &n, "LastUpdatedDate", t->made_ms);
	return n;
}

static enum cew_status list_aliases(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *key = NULL;
	struct cew_node *list = cew_doc_seq(call->doc);
	struct demo_page page;
	enum cew_status status = demo_json_page_named(call, "Limit", "Marker", 1000, 50, &page, "InvalidMarkerException", err);
	if (!status && cew_node_get_text(call->input, "KeyId"))
		status = find_key(call, "KeyId", &key, err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, ALIAS);
	for (size_t i = 0; i < all.count; i++) {
		const char *target = demo_thing_text(&call->view, &all.at[i], "TargetKeyId");
		target = target ? key_id(target) : NULL;
		if ((!key || (target && strcmp(target, key->id) == 0)) && demo_page_takes(&page))
			demo_json_add(call, &list, describe_alias(call, &all.at[i], target));
	}
	demo_json_node(call, &call->output, "Aliases", list);
	demo_json_bool(call, &call->output, "Truncated", page.more);
	page.token_key = "NextMarker";
	demo_json_page_end(call, &page);
	return CEW_OK;
}

const struct demo_action demo_kms_actions[] = {
	{"CreateAlias", create_alias, true, NULL},
	{"CreateKey", create_key, false, NULL},
	{"DeleteAlias", delete_alias, true, NULL},
	{"DescribeKey", describe_key, false, NULL},
	{"EnableKeyRotation", enable_rotation, true, NULL},
	{"GetKeyPolicy", get_key_policy, false, NULL},
	{"GetKeyRotationStatus", get_rotation, false, NULL},
	{"ListAliases", list_aliases, false, NULL},
	{"ListKeys", list_keys, false, NULL},
	{"PutKeyPolicy", put_key_policy, true, NULL},
	{"ScheduleKeyDeletion", schedule_deletion, false, NULL},
	{NULL, NULL, false, NULL},
};
