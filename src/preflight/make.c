/* Making on the way: one thing after another, each step a function that starts a call, told at its end what stays. */
#include "cewizard/preflight.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX_BYTES 65536
#define ALIAS_PREFIX "alias/cewizard-"

struct step {
	uint64_t (*start)(struct cew_making *m, struct cew_error *err);
	bool (*take)(struct cew_making *m, const struct cew_found *found); /* false: no memory */
	bool (*applies)(const struct cew_making *m); /* NULL: always */
};

struct cew_making {
	struct cew_account account;
	struct cew_operations operations;
	const struct cew_random *random;
	const struct step *step; /* the one under way; ends with a NULL start */
	bool by_operations;      /* the call under way is one of operations */
	uint64_t call;
	bool *early; /* set when the call under way is told before its start returns; NULL: it has returned */
	cew_made_fn *done;
	void *ctx;
	char *name, *email, *account_id, *region, *key, *alias, *arn, *stack;
	struct cew_secret *value;
	bool plain;
	struct cew_buf what;
};

/* ---- running the steps ---- */

static cew_found_fn on_found;

static void finish(struct cew_making *m, const struct cew_error *err)
{
	struct cew_made made = {.arn = m->arn ? m->arn : "", .what = cew_buf_text(&m->what)};
	m->done(m->ctx, err, &made);
}

static void run(struct cew_making *m)
{
	struct cew_error err;
	while (m->step->start && m->step->applies && !m->step->applies(m))
		m->step++;
	if (!m->step->start) {
		finish(m, NULL);
		return;
	}
	bool early = false;
	m->early = &early;
	uint64_t call = m->step->start(m, &err);
	if (early)
		return; /* what is told may have destroyed it */
	m->early = NULL;
	m->call = call;
	if (!call)
		finish(m, &err);
}

static void on_found(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_making *m = arg;
	struct cew_error failed;
	if (m->early)
		*m->early = true;
	m->early = NULL;
	m->call = 0;
	if (err) {
		failed = *err;
		if (m->what.len)
			cew_error_hint(&failed, "%s%sTry again: what was made until now stays, and is used", err->hint, *err->hint ? ". " : "");
		finish(m, &failed);
		return;
	}
	if (m->step->take && !m->step->take(m, found)) {
		cew_fail_memory(&failed);
		finish(m, &failed);
		return;
	}
	m->step++;
	run(m);
}

static bool set(char **place, const char *text)
{
	char *copy = cew_strdup(text);
	if (!copy)
		return false;
	free(*place);
	*place = copy;
	return true;
}

/* ---- a topic: its key ---- */

static bool needs_key(const struct cew_making *m)
{
	return !m->plain && !m->key;
}

static uint64_t find_alias(struct cew_making *m, struct cew_error *err)
{
	m->by_operations = true;
	return m->operations.aliases(m->operations.self, NULL, on_found, m, err);
}

static bool take_aliases(struct cew_making *m, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		if (strcmp(found->aliases[i].name, m->alias) == 0 && *found->aliases[i].key_id)
			return set(&m->key, m->alias);
	return true;
}

/* The account's own policies decide who may use the key; besides, the services that publish and deliver may. */
static char *key_policy(const struct cew_making *m)
{
	const char *partition = cew_cfn_partition(m->region, NULL);
	return cew_fmt("{\"Version\":\"2012-10-17\",\"Statement\":["
	               "{\"Sid\":\"Account\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:%s:iam::%s:root\"},"
	               "\"Action\":\"kms:*\",\"Resource\":\"*\"},"
	               "{\"Sid\":\"Publishers\",\"Effect\":\"Allow\","
	               "\"Principal\":{\"Service\":[\"cloudformation.amazonaws.com\",\"sns.amazonaws.com\"]},"
	               "\"Action\":[\"kms:GenerateDataKey*\",\"kms:Decrypt\"],\"Resource\":\"*\","
	               "\"Condition\":{\"StringEquals\":{\"aws:SourceAccount\":\"%s\"}}}]}",
	               partition, m->account_id, m->account_id);
}

static uint64_t make_key(struct cew_making *m, struct cew_error *err)
{
	char *policy = key_policy(m), *description = cew_fmt("SNS topic %s, made by cewizard", m->name);
	uint64_t call = 0;
	if (policy && description)
		call = m->operations.create_key(m->operations.self, description, policy, on_found, m, err);
	else
		cew_fail_memory(err);
	free(policy);
	free(description);
	return call;
}

static bool take_key(struct cew_making *m, const struct cew_found *found)
{
	if (!found->count || !set(&m->key, found->keys[0].id))
		return false;
	cew_buf_fmt(&m->what, "KMS key %s\n", m->key);
	return true;
}

static bool key_is_new(const struct cew_making *m)
{
	return m->what.len > 0; /* it is the first that is made */
}

static uint64_t make_alias(struct cew_making *m, struct cew_error *err)
{
	return m->operations.create_alias(m->operations.self, m->alias, m->key, on_found, m, err);
}

static bool take_alias(struct cew_making *m, const struct cew_found *found)
{
	(void)found;
	cew_buf_fmt(&m->what, "its alias %s\n", m->alias);
	return set(&m->key, m->alias); /* a topic that another try finds must be of the same attributes */
}

/* ---- the topic itself ---- */

static uint64_t make_topic(struct cew_making *m, struct cew_error *err)
{
	m->by_operations = false;
	return m->account.create_topic(m->account.self, m->name, m->plain ? NULL : m->key, on_found, m, err);
}

static bool take_topic(struct cew_making *m, const struct cew_found *found)
{
	if (!found->count || !set(&m->arn, found->topics[0].arn))
		return false;
	cew_buf_fmt(&m->what, "SNS topic %s\n", m->arn);
	return true;
}

static bool wants_subscription(const struct cew_making *m)
{
	return m->email != NULL;
}

static uint64_t subscribe(struct cew_making *m, struct cew_error *err)
{
	return m->account.subscribe(m->account.self, m->arn, "email", m->email, on_found, m, err);
}

static bool take_subscription(struct cew_making *m, const struct cew_found *found)
{
	(void)found;
	cew_buf_fmt(&m->what, "subscription of %s, which waits for the answer to AWS's message\n", m->email);
	return true;
}

static const struct step topic_steps[] = {
	{find_alias, take_aliases, needs_key},
	{make_key, take_key, needs_key},
	{make_alias, take_alias, key_is_new},
	{make_topic, take_topic, NULL},
	{subscribe, take_subscription, wants_subscription},
	{NULL, NULL, NULL},
};

/* ---- the secret with a certificate ---- */

static uint64_t make_secret(struct cew_making *m, struct cew_error *err)
{
	char token[37], *description = cew_fmt("Certificate of the proxy's authority for Cloud Exchange%s%s", m->stack ? ", stack " : "",
	                                       m->stack ? m->stack : "");
	uint64_t call = 0;
	cew_uuid(m->random, token);
	struct cew_new_secret what = {.name = m->name, .description = description, .value = m->value, .token = token};
	if (description)
		call = m->account.create_secret(m->account.self, &what, on_found, m, err);
	else
		cew_fail_memory(err);
	free(description);
	return call;
}

static bool take_secret(struct cew_making *m, const struct cew_found *found)
{
	if (!found->count || !set(&m->arn, found->secrets[0].arn))
		return false;
	cew_buf_fmt(&m->what, "secret %s\n", m->name);
	return true;
}

static const struct step certificate_steps[] = {
	{make_secret, take_secret, NULL},
	{NULL, NULL, NULL},
};

/* ---- wishes ---- */

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static bool is_of(const char *text, const char *characters, size_t max)
{
	size_t len = strspn(text, characters);
	return len && !text[len] && len <= max;
}

static enum cew_status check_topic(const struct cew_topic_wish *w, struct cew_error *err)
{
	const char *at = w->email ? strchr(w->email, '@') : NULL;
	if (!w->name || !is_of(w->name, LETTERS "-_", 256)) {
		cew_fail(err, CEW_INVALID, "a topic's name has letters, digits, hyphens and underscores, 256 at most");
		return cew_error_hint(err, "for example cloud-exchange-events");
	}
	if (w->email && *w->email && (!at || at == w->email || !at[1] || strpbrk(w->email, " \t\r\n"))) {
		cew_fail(err, CEW_INVALID, "\"%s\" is no e-mail address", w->email);
		return cew_error_hint(err, "for example netops@example.com; leave it empty for no subscription");
	}
	return CEW_OK;
}

static enum cew_status check_certificate(const struct cew_certificate_wish *w, int64_t now_ms, struct cew_error *err)
{
	struct cew_certificates c;
	if (!w->name || !is_of(w->name, LETTERS "/_+=.@-", 512)) {
		cew_fail(err, CEW_INVALID, "a secret's name has letters, digits and /_+=.@-, 512 at most");
		return cew_error_hint(err, "for example cloud-exchange/proxy-ca");
	}
	if (strlen(w->pem) > 65536)
		return cew_fail(err, CEW_LIMIT, "a secret holds 65,536 bytes; these certificates have more");
	return cew_certificates_read(w->pem, strlen(w->pem), now_ms, &c, err);
}

static const char *given(const char *text)
{
	return text && *text ? text : NULL;
}

void cew_make_topic_tell(const struct cew_topic_wish *wish, struct cew_buf *out)
{
	cew_buf_fmt(out, "SNS topic %s in %s\n", wish->name, wish->region);
	if (wish->plain)
		cew_buf_str(out, "not encrypted\n");
	else if (given(wish->key))
		cew_buf_fmt(out, "encrypted with KMS key %s\n", wish->key);
	else
		cew_buf_fmt(out, "encrypted with a KMS key of its own, " ALIAS_PREFIX "%s, which costs about a dollar a month\n", wish->name);
	if (given(wish->email))
		cew_buf_fmt(out, "subscription of %s, to be confirmed by the message that AWS sends there\n", wish->email);
}

void cew_make_certificate_tell(const struct cew_certificate_wish *wish, struct cew_buf *out)
{
	cew_buf_fmt(out, "secret %s in Secrets Manager, with the certificate as its plain text\n", wish->name);
}

/* ---- life ---- */

void cew_making_destroy(struct cew_making *m)
{
	if (!m)
		return;
	if (m->call && m->by_operations)
		m->operations.cancel(m->operations.self, m->call);
	else if (m->call)
		m->account.cancel(m->account.self, m->call);
	char *texts[] = {m->name, m->email, m->account_id, m->region, m->key, m->alias, m->arn, m->stack};
	for (size_t i = 0; i < CEW_COUNT(texts); i++)
		free(texts[i]);
	cew_secret_destroy(m->value);
	cew_buf_finish(&m->what);
	free(m);
}

static struct cew_making *create(const struct cew_make_config *config, const struct step *steps, cew_made_fn *done, void *ctx)
{
	struct cew_making *m = calloc(1, sizeof(*m));
	if (!m)
		return NULL;
	*m = (struct cew_making){.account = *config->account, .random = config->random, .step = steps, .done = done, .ctx = ctx};
	if (config->operations)
		m->operations = *config->operations;
	cew_buf_init(&m->what, TEXT_MAX_BYTES);
	return m;
}

static bool copy_topic(struct cew_making *m, const struct cew_topic_wish *w)
{
	m->plain = w->plain;
	return set(&m->name, w->name) && set(&m->account_id, w->account_id) && set(&m->region, w->region) &&
	       (!given(w->email) || set(&m->email, w->email)) && (!given(w->key) || set(&m->key, w->key)) &&
	       (m->alias = cew_fmt(ALIAS_PREFIX "%s", w->name)) != NULL;
}

enum cew_status cew_make_topic(const struct cew_make_config *config, const struct cew_topic_wish *wish, cew_made_fn *done,
                               void *ctx, struct cew_making **out, struct cew_error *err)
{
	enum cew_status s = check_topic(wish, err);
	if (s)
		return s;
	struct cew_making *m = create(config, topic_steps, done, ctx);
	if (!m || !copy_topic(m, wish)) {
		cew_making_destroy(m);
		return cew_fail_memory(err);
	}
	*out = m;
	run(m);
	return CEW_OK;
}

enum cew_status cew_make_certificate(const struct cew_make_config *config, const struct cew_certificate_wish *wish, int64_t now_ms,
                                     cew_made_fn *done, void *ctx, struct cew_making **out, struct cew_error *err)
{
	enum cew_status s = check_certificate(wish, now_ms, err);
	if (s)
		return s;
	struct cew_making *m = create(config, certificate_steps, done, ctx);
	if (m)
		m->value = cew_secret_create(wish->pem, strlen(wish->pem));
	if (!m || !m->value || !set(&m->name, wish->name) || (given(wish->stack) && !set(&m->stack, wish->stack))) {
		cew_making_destroy(m);
		return cew_fail_memory(err);
	}
	*out = m;
	run(m);
	return CEW_OK;
}
