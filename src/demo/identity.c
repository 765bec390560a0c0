/* What a caller may do: the policies that a scenario gives the user, those of roles, and the keys that conditions ask for. */
#include "identity.h"

#include "iam.h"
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX 64

/* ---- who ---- */

void demo_actor_user(struct cew_demo *demo, const char *region, struct demo_actor *out)
{
	*out = (struct demo_actor){.role = ""};
	snprintf(out->arn, sizeof(out->arn), "%s", demo_account_user_arn(demo, region));
	snprintf(out->user_id, sizeof(out->user_id), "AIDACEWIZARDDEMO00001");
}

void demo_actor_role(struct demo_view *v, const struct demo_thing *role, const char *session, struct demo_actor *out)
{
	const char *id = demo_thing_text(v, role, "RoleId");
	*out = (struct demo_actor){.temporary = true};
	snprintf(out->role, sizeof(out->role), "%s", role->name);
	snprintf(out->arn, sizeof(out->arn), "arn:%s:sts::%s:assumed-role/%.64s/%.64s", cew_cfn_partition(v->region, NULL),
	         v->demo->account, role->name, session);
	snprintf(out->user_id, sizeof(out->user_id), "%.40s:%.64s", id ? id : "AROA", session);
}

/* ---- what conditions may ask for ---- */

struct keys {
	struct demo_key at[KEYS_MAX];
	size_t count;
	char now[CEW_TIME_MAX], role_arn[200];
};

static void add_key(struct keys *k, const char *name, const char *value)
{
	if (value && k->count < KEYS_MAX)
		k->at[k->count++] = (struct demo_key){name, value};
}

static bool is_global_service(const char *action)
{
	return strncmp(action, "iam:", 4) == 0;
}

static void gather_keys(struct demo_view *v, const struct demo_actor *who, const struct demo_ask *ask, struct keys *k)
{
	const char *user = *who->role ? NULL : strrchr(who->arn, '/');
	*k = (struct keys){.count = 0};
	for (size_t i = 0; i < ask->key_count; i++)
		add_key(k, ask->keys[i].name, ask->keys[i].value);
	cew_time_format(demo_time_ms(v->demo), k->now);
	snprintf(k->role_arn, sizeof(k->role_arn), "arn:%s:iam::%s:role/%.64s", cew_cfn_partition(v->region, NULL),
	         v->demo->account, who->role);
	add_key(k, "aws:RequestedRegion", is_global_service(ask->action) ? "us-east-1" : v->region);
	add_key(k, "aws:PrincipalArn", *who->role ? k->role_arn : who->arn);
	add_key(k, "aws:PrincipalAccount", v->demo->account);
	add_key(k, "aws:PrincipalType", *who->role ? "AssumedRole" : "User");
	add_key(k, "aws:userid", who->user_id);
	add_key(k, "aws:username", user ? user + 1 : NULL);
	add_key(k, "aws:SecureTransport", "true");
	add_key(k, "aws:SourceIp", who->via_cloudformation ? NULL : "127.0.0.1");
	add_key(k, "aws:CurrentTime", k->now);
	add_key(k, "aws:MultiFactorAuthPresent", who->temporary ? who->mfa ? "true" : "false" : NULL);
	add_key(k, "aws:ViaAWSService", who->via_cloudformation ? "true" : "false");
	if (!who->via_cloudformation)
		return;
	add_key(k, "aws:CalledVia", "cloudformation.amazonaws.com");
	add_key(k, "aws:CalledViaFirst", "cloudformation.amazonaws.com");
	add_key(k, "aws:CalledViaLast", "cloudformation.amazonaws.com");
}

/* ---- what the policies say ---- */

struct verdict {
	const struct demo_ask *ask;
	enum demo_effect effect;
};

static bool weigh(void *ctx, const struct demo_grant *g)
{
	struct verdict *verdict = ctx;
	enum demo_effect effect = g->document ? demo_policy_effect(g->document, verdict->ask) : DEMO_SILENT;
	if (effect > verdict->effect)
		verdict->effect = effect;
	return verdict->effect != DEMO_DENIES;
}

static enum demo_effect user_effect(struct demo_view *v, const struct demo_ask *ask)
{
	struct verdict verdict = {ask, DEMO_SILENT};
	const struct cew_node *document;
	if (!demo_scenario_limits_user(v->demo->scenario))
		return DEMO_ALLOWS;
	for (size_t i = 0; (document = demo_scenario_policy_at(v->demo->scenario, i)) != NULL; i++) {
		struct demo_grant g = {.document = document};
		weigh(&verdict, &g);
	}
	return verdict.effect;
}

static enum demo_effect role_effect(struct demo_view *v, const char *name, const struct demo_ask *ask)
{
	struct verdict verdict = {ask, DEMO_SILENT};
	const struct demo_thing *role = demo_thing_named(v, DEMO_ROLE, name);
	if (role)
		demo_role_grants(v, role, weigh, &verdict);
	return verdict.effect;
}

static bool scenario_denies(const struct demo_view *v, const char *action)
{
	const char *colon = strchr(action, ':');
	char service[64];
	snprintf(service, sizeof(service), "%.*s", colon ? (int)(colon - action) : 0, action);
	return colon && demo_scenario_denies(v->demo->scenario, service, colon + 1);
}

enum demo_effect demo_actor_effect(struct demo_view *v, const struct demo_actor *who, const struct demo_ask *ask)
{
	struct keys keys;
	gather_keys(v, who, ask, &keys);
	struct demo_ask whole = {ask->action, ask->resource, keys.at, keys.count};
	enum demo_effect effect = *who->role ? role_effect(v, who->role, &whole) : user_effect(v, &whole);
	if (effect != DEMO_ALLOWS)
		return effect;
	if (!who->service && scenario_denies(v, ask->action))
		return DEMO_SILENT;
	return who->limit ? demo_policy_effect(who->limit, &whole) : DEMO_ALLOWS;
}

char *demo_actor_refusal(struct demo_view *v, const struct demo_actor *who, const struct demo_ask *ask)
{
	enum demo_effect effect = demo_actor_effect(v, who, ask);
	char *text = NULL;
	if (effect == DEMO_ALLOWS)
		return NULL;
	if (effect == DEMO_DENIES)
		text = cew_fmt("User: %s is not authorized to perform: %s on resource: %s with an explicit deny in an "
		               "identity-based policy",
		               who->arn, ask->action, ask->resource);
	else
		text = cew_fmt("User: %s is not authorized to perform: %s on resource: %s because no %s policy allows the %s "
		               "action",
		               who->arn, ask->action, ask->resource, who->limit ? "session" : "identity-based", ask->action);
	v->failed |= !text;
	return text;
}
