/* STS: who is calling, and keys that last for a time. */
#include "iam.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR 3600
#define LEAST 900 /* seconds that a session lasts at least */

static enum cew_status get_caller_identity(struct demo_call *call, struct cew_error *err)
{
	(void)err;
	demo_xml_text(&call->xml, "Arn", call->demo->caller->arn);
	demo_xml_text(&call->xml, "UserId", call->demo->caller->user_id);
	demo_xml_text(&call->xml, "Account", call->demo->account);
	return CEW_OK;
}

/* ---- what the calls share ---- */

static enum cew_status read_seconds(struct demo_call *call, long usual, long most, long *out, struct cew_error *err)
{
	const char *text = demo_query_get(&call->query, "DurationSeconds");
	char *end = NULL;
	*out = text ? strtol(text, &end, 10) : usual;
	if (text && (!*text || *end || *out < LEAST))
		return demo_refuse(err, DEMO_INVALID,
		                   "1 validation error detected: Value '%s' at 'durationSeconds' failed to satisfy constraint: "
		                   "Member must have value greater than or equal to %d",
		                   text, LEAST);
	if (*out > most)
		return demo_refuse(err, DEMO_INVALID,
		                   "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
	return CEW_OK;
}

static void write_credentials(struct demo_call *call, const struct demo_session *s)
{
	struct demo_xml *x = &call->xml;
	char expires[CEW_TIME_MAX];
	cew_time_format(s->expires_ms, expires);
	demo_xml_open(x, "Credentials");
	demo_xml_text(x, "AccessKeyId", s->access_key);
	demo_xml_text(x, "SecretAccessKey", cew_secret_text(s->secret));
	demo_xml_text(x, "SessionToken", s->token);
	demo_xml_text(x, "Expiration", expires);
	demo_xml_close(x);
}

static enum cew_status begin_session(struct demo_call *call, const struct demo_actor *who, long seconds,
                                     struct cew_error *err)
{
	const char *policy = demo_query_get(&call->query, "Policy");
	enum cew_status status = policy ? demo_policy_parse(policy, DEMO_IDENTITY_POLICY, NULL, err) : CEW_OK;
	if (status)
		return status;
	const struct demo_session *s = demo_session_begin(call->demo, who, seconds, policy);
	if (!s)
		return cew_fail_memory(err);
	write_credentials(call, s);
	return CEW_OK;
}

/* Any code of six digits is right here, but for zeros: so that a wrong one can be tried. */
static enum cew_status check_mfa(struct demo_call *call, bool *used, struct cew_error *err)
{
	const char *serial = demo_query_get(&call->query, "SerialNumber"), *code = demo_query_get(&call->query, "TokenCode");
	*used = serial && code;
	if (!serial && !code)
		return CEW_OK;
	if (!serial || !code || strspn(code, "0123456789") != strlen(code) || strlen(code) != 6 || strcmp(code, "000000") == 0)
		return demo_refuse(err, "AccessDenied",
		                   "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
	return CEW_OK;
}

/* ---- roles ---- */

static enum cew_status check_session_name(const char *name, struct cew_error *err)
{
	bool ok = false;
	cew_pattern_matches("[\\w+=,.@-]{2,64}", name ? name : "", &ok, NULL);
	return ok ? CEW_OK
	          : demo_refuse(err, DEMO_INVALID,
	                        "1 validation error detected: Value '%s' at 'roleSessionName' failed to satisfy constraint: "
	                        "Member must satisfy regular expression pattern: [\\w+=,.@-]*",
	                        name ? name : "");
}

static const struct demo_thing *find_role(struct demo_call *call, const char *arn)
{
	struct demo_things all = demo_things(&call->view, DEMO_ROLE);
	for (size_t i = 0; arn && i < all.count; i++) {
		const char *its = demo_thing_text(&call->view, &all.at[i], "Arn");
		if (its && strcmp(its, arn) == 0)
			return &all.at[i];
	}
	return NULL;
}

static const struct cew_node *trust_of(struct demo_call *call, const struct demo_thing *role)
{
	const char *changed = demo_mark(call->demo, role->id, "AssumeRolePolicyDocument");
	const struct cew_node *own = demo_thing_node(role, "AssumeRolePolicyDocument"), *tree = NULL;
	struct cew_doc *parsed = NULL;
	if (!changed && cew_node_is(own, CEW_NODE_SCALAR))
		changed = cew_node_text(own);
	if (!changed)
		return own;
	if (!cew_doc_parse("trust", changed, strlen(changed), CEW_DOC_JSON, NULL, &parsed, NULL) && demo_view_doc(&call->view))
		tree = cew_doc_copy(call->view.doc, cew_doc_root(parsed));
	cew_doc_destroy(parsed);
	return tree;
}

static enum cew_status refuse_role(struct demo_call *call, const char *action, const char *arn, struct cew_error *err)
{
	if (!call->demo->caller->arn[0])
		return demo_refuse(err, "AccessDenied", "Not authorized to perform %s", action);
	return demo_refuse(err, "AccessDenied", "User: %s is not authorized to perform: %s on resource: %s",
	                   call->demo->caller->arn, action, arn);
}

static bool is_trusted(struct demo_call *call, const struct demo_thing *role, bool mfa)
{
	const struct demo_actor *who = call->demo->caller;
	char root[80], role_arn[200];
	const char *const names[] = {who->arn, root, call->demo->account, *who->role ? role_arn : NULL, NULL};
	const char *external = demo_query_get(&call->query, "ExternalId");
	struct demo_key keys[] = {{"aws:PrincipalArn", *who->role ? role_arn : who->arn},
	                          {"aws:MultiFactorAuthPresent", mfa || who->mfa ? "true" : "false"},
	                          {"sts:ExternalId", external}};
	struct demo_ask ask = {"sts:AssumeRole", "*", keys, external ? 3 : 2};
	snprintf(root, sizeof(root), "arn:%s:iam::%s:root", cew_cfn_partition(call->region, NULL), call->demo->account);
	snprintf(role_arn, sizeof(role_arn), "arn:%s:iam::%s:role/%.64s", cew_cfn_partition(call->region, NULL),
	         call->demo->account, who->role);
	return demo_policy_trusts(trust_of(call, role), "AWS", names, &ask);
}

static void write_assumed(struct demo_call *call, const struct demo_actor *who)
{
	demo_xml_open(&call->xml, "AssumedRoleUser");
	demo_xml_text(&call->xml, "AssumedRoleId", who->user_id);
	demo_xml_text(&call->xml, "Arn", who->arn);
	demo_xml_close(&call->xml);
}

static enum cew_status role_seconds(struct demo_call *call, const struct demo_thing *role, long *out,
                                    struct cew_error *err)
{
	long most = demo_thing_number(&call->view, role, "MaxSessionDuration", HOUR);
	enum cew_status status = read_seconds(call, HOUR, most, out, err);
	if (!status && *call->demo->caller->role && *out > HOUR)
		status = demo_refuse(err, DEMO_INVALID,
		                     "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
		                     "chaining");
	return status;
}

static enum cew_status assume_role(struct demo_call *call, struct cew_error *err)
{
	const char *arn = demo_query_get(&call->query, "RoleArn"), *name = demo_query_get(&call->query, "RoleSessionName");
	const struct demo_thing *role = find_role(call, arn);
	struct demo_actor who;
	long seconds;
	bool mfa;
	enum cew_status status = check_session_name(name, err);
	if (!status && (!arn || strncmp(arn, "arn:", 4) != 0))
		status = demo_refuse(err, DEMO_INVALID, "%s is invalid", arn ? arn : "");
	if (!status)
		status = check_mfa(call, &mfa, err);
	if (!status && (!role || !is_trusted(call, role, mfa)))
		status = refuse_role(call, "sts:AssumeRole", arn, err);
	if (!status)
		status = role_seconds(call, role, &seconds, err);
	if (status)
		return status;
	demo_actor_role(&call->view, role, name, &who);
	who.mfa = mfa;
	status = begin_session(call, &who, seconds, err);
	if (!status)
		write_assumed(call, &who);
	return status;
}

/* ---- web identity ---- */

/* An identity provider's token is not verified here: it only must look like one, as JSON Web Tokens do. */
static bool looks_like_jwt(const char *token)
{
	bool ok = false;
	cew_pattern_matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*", token ? token : "", &ok, NULL);
	return ok;
}

/* Whoever is trusted to say who somebody is: the provider's name is not looked at. */
static bool trusts_federation(const struct cew_node *document)
{
	const struct cew_node *all = cew_node_get(document, "Statement");
	for (size_t i = 0; i < cew_node_count(all); i++) {
		const struct cew_node *s = cew_node_at(all, i);
		const struct cew_node *actions = cew_node_get(s, "Action");
		if (cew_node_get(cew_node_get(s, "Principal"), "Federated") &&
		    demo_node_holds(actions, "sts:AssumeRoleWithWebIdentity"))
			return true;
	}
	return false;
}

static enum cew_status assume_role_with_web_identity(struct demo_call *call, struct cew_error *err)
{
	const char *arn = demo_query_get(&call->query, "RoleArn"), *name = demo_query_get(&call->query, "RoleSessionName");
	const struct demo_thing *role = find_role(call, arn);
	struct demo_actor who;
	long seconds;
	enum cew_status status = check_session_name(name, err);
	if (!status && !looks_like_jwt(demo_query_get(&call->query, "WebIdentityToken")))
		status = demo_refuse(err, "InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error "
		                     "if you sent an Access Token)");
	if (!status && (!role || !trusts_federation(trust_of(call, role))))
		status = demo_refuse(err, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
	if (!status)
		status = role_seconds(call, role, &seconds, err);
	if (status)
		return status;
	demo_actor_role(&call->view, role, name, &who);
	status = begin_session(call, &who, seconds, err);
	if (status)
		return status;
	write_assumed(call, &who);
	demo_xml_text(&call->xml, "SubjectFromWebIdentityToken", "demo");
	return CEW_OK;
}

bool demo_is_unsigned_call(const struct demo_request *rq)
{
	return !demo_header(rq, "authorization") && (strstr(rq->body, "Action=AssumeRoleWithWebIdentity") ||
	                                             strstr(rq->query, "Action=AssumeRoleWithWebIdentity"));
}

/* ---- the user's own session ---- */

static enum cew_status get_session_token(struct demo_call *call, struct cew_error *err)
{
	struct demo_actor who = *call->demo->caller;
	long seconds;
	enum cew_status status = read_seconds(call, 12 * HOUR, 36 * HOUR, &seconds, err);
	if (!status && who.temporary)
		status = demo_refuse(err, "AccessDenied", "Cannot call GetSessionToken with session credentials");
	if (!status)
		status = check_mfa(call, &who.mfa, err);
	return status ? status : begin_session(call, &who, seconds, err);
}

const struct demo_action demo_sts_actions[] = {
	{"AssumeRole", assume_role, false, NULL},
	{"AssumeRoleWithWebIdentity", assume_role_with_web_identity, false, NULL},
	{"GetCallerIdentity", get_caller_identity, false, NULL},
	{"GetSessionToken", get_session_token, false, NULL},
	{NULL, NULL, false, NULL},
};
