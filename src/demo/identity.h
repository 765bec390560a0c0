/* Who calls, in whose name a stack works, and what they may do. */
#ifndef CEW_DEMO_IDENTITY_H
#define CEW_DEMO_IDENTITY_H

#include "policy.h"

struct demo_actor {
	char arn[320];      /* as GetCallerIdentity tells it */
	char user_id[160];
	char role[65];      /* "": the account's user */
	const struct cew_node *limit; /* a session's own policy; NULL: none. Lives as long as the embedded AWS */
	bool temporary, mfa;
	bool service;            /* a role that a stack was given: what the scenario denies the caller does not concern it */
	bool via_cloudformation; /* CloudFormation acts in its name */
};

/* The account's user, whose keys do not expire. */
void demo_actor_user(struct cew_demo *demo, const char *region, struct demo_actor *out);
/* A role, assumed under a name of session. */
void demo_actor_role(struct demo_view *v, const struct demo_thing *role, const char *session, struct demo_actor *out);
/* What the policies that hold for it say of an action. A user that no scenario limits may do everything. */
enum demo_effect demo_actor_effect(struct demo_view *v, const struct demo_actor *who, const struct demo_ask *ask);
/* Why it may not, as IAM words it: "User: … is not authorized to perform: …". NULL: it may, or memory ran out (v->failed).
 * The caller's to free(). */
char *demo_actor_refusal(struct demo_view *v, const struct demo_actor *who, const struct demo_ask *ask);

/* ---- sessions.c: temporary credentials ---- */

struct demo_session {
	char access_key[21]; /* "ASIA…" */
	struct cew_secret *secret;
	char token[401];
	int64_t expires_ms; /* by AWS's clock */
	struct demo_actor actor;
};

struct demo_sessions;
struct demo_sessions *demo_sessions_create(void); /* NULL: no memory */
void demo_sessions_destroy(struct demo_sessions *s);
/* Makes one that lasts so many seconds. `policy` (a JSON text; may be NULL) limits it. NULL: no memory. */
const struct demo_session *demo_session_begin(struct cew_demo *demo, const struct demo_actor *who, int64_t seconds,
                                              const char *policy);
const struct demo_session *demo_session_find(const struct cew_demo *demo, const char *access_key);

#endif
