/* Policies as IAM reads them: are they well-formed, and what do they say about an action? */
#ifndef CEW_DEMO_POLICY_H
#define CEW_DEMO_POLICY_H

#include "account.h"

/* Conditions are held against keys: a key may have several values, then it stands several times. */
struct demo_key {
	const char *name, *value;
};

/* What somebody wants to do. */
struct demo_ask {
	const char *action;   /* "ec2:CreateVpc" */
	const char *resource; /* ARN, or "*" where the action knows no resources */
	const struct demo_key *keys;
	size_t key_count;
};

enum demo_effect { DEMO_SILENT, DEMO_ALLOWS, DEMO_DENIES };
enum demo_effect demo_policy_effect(const struct cew_node *document, const struct demo_ask *ask);
/* Does a role's trust let one of these principals do what is asked? `kind` is "AWS", "Service" or "Federated"; `names` ends
 * with a NULL. */
bool demo_policy_trusts(const struct cew_node *document, const char *kind, const char *const *names,
                        const struct demo_ask *ask);

/* What a document is for: a role's trust names principals, an identity's policy resources. */
enum demo_policy_kind { DEMO_IDENTITY_POLICY, DEMO_TRUST_POLICY };
/* Errors: CEW_REFUSED (MalformedPolicyDocument). */
enum cew_status demo_policy_check(const struct cew_node *root, enum demo_policy_kind kind, struct cew_error *err);
/* Errors: CEW_REFUSED (MalformedPolicyDocument, in IAM's words), CEW_NO_MEMORY. `out` (may be NULL) becomes the caller's. */
enum cew_status demo_policy_parse(const char *text, enum demo_policy_kind kind, struct cew_doc **out,
                                  struct cew_error *err);

#endif
