/* Temporary credentials: given out by STS, valid until they expire. */
#include "identity.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define KEY_ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
#define SECRET_ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#define TOKEN_HEAD "IQoJb3JpZ2luX2VjE" /* what AWS's own begin with */

struct demo_sessions {
	struct cew_vec all;  /* struct demo_session * */
	struct cew_vec docs; /* struct cew_doc *: of sessions' policies */
};

struct demo_sessions *demo_sessions_create(void)
{
	struct demo_sessions *s = calloc(1, sizeof(*s));
	if (s) {
		cew_vec_init(&s->all, sizeof(struct demo_session *));
		cew_vec_init(&s->docs, sizeof(struct cew_doc *));
	}
	return s;
}

static void destroy_session(struct demo_session *s)
{
	if (!s)
		return;
	cew_secret_destroy(s->secret);
	cew_wipe(s, sizeof(*s));
	free(s);
}

void demo_sessions_destroy(struct demo_sessions *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->all.len; i++)
		destroy_session(*(struct demo_session **)cew_vec_at(&s->all, i));
	for (size_t i = 0; i < s->docs.len; i++)
		cew_doc_destroy(*(struct cew_doc **)cew_vec_at(&s->docs, i));
	cew_vec_finish(&s->all);
	cew_vec_finish(&s->docs);
	free(s);
}

static void random_text(const struct cew_random *random, const char *alphabet, char *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		out[i] = alphabet[cew_random_below(random, (uint32_t)strlen(alphabet))];
	out[len] = '\0';
}

static bool keep_policy(struct demo_sessions *s, const char *policy, struct demo_session *session)
{
	struct cew_doc *doc = NULL;
	if (!policy)
		return true;
	if (cew_doc_parse("policy", policy, strlen(policy), CEW_DOC_JSON, NULL, &doc, NULL))
		return false;
	if (!cew_vec_push(&s->docs, &doc)) {
		cew_doc_destroy(doc);
		return false;
	}
	session->actor.limit = cew_doc_root(doc);
	return true;
}

const struct demo_session *demo_session_begin(struct cew_demo *demo, const struct demo_actor *who, int64_t seconds,
                                              const char *policy)
{
	struct demo_session *s = calloc(1, sizeof(*s));
	int64_t fixed = demo_scenario_session_seconds(demo->scenario);
	if (!s)
		return NULL;
	s->actor = *who;
	s->actor.temporary = true;
	s->expires_ms = demo_time_ms(demo) + (fixed ? fixed : seconds) * 1000;
	memcpy(s->access_key, "ASIA", 4);
	random_text(demo->random, KEY_ALPHABET, s->access_key + 4, 16);
	memcpy(s->token, TOKEN_HEAD, strlen(TOKEN_HEAD));
	random_text(demo->random, SECRET_ALPHABET, s->token + strlen(TOKEN_HEAD), 380 - strlen(TOKEN_HEAD));
	s->secret = cew_random_secret(demo->random, SECRET_ALPHABET, 40);
	if (s->secret && keep_policy(demo->sessions, policy, s) && cew_vec_push(&demo->sessions->all, &s))
		return s;
	destroy_session(s);
	return NULL;
}

const struct demo_session *demo_session_find(const struct cew_demo *demo, const char *access_key)
{
	for (size_t i = 0; i < demo->sessions->all.len; i++) {
		const struct demo_session *s = *(struct demo_session **)cew_vec_at(&demo->sessions->all, i);
		if (strcmp(s->access_key, access_key) == 0)
			return s;
	}
	return NULL;
}
