/* keys: the keys that a client signs with: where they are from, how long they last, and their renewal. */
#ifndef AWS_KEYS_H
#define AWS_KEYS_H

#include "acquire.h"

enum aws_readiness {
	AWS_READY,
	AWS_WAIT,  /* aws_calls_wake will be called */
	AWS_FAILED /* see the error */
};

/* Keys are renewed in the background when less than this is left … */
#define AWS_KEYS_ADVISORY_MS ((int64_t)15 * 60 * 1000)
/* … and waited for when less than this is left. */
#define AWS_KEYS_MANDATORY_MS ((int64_t)10 * 60 * 1000)

struct aws_mfa {
	uint64_t question; /* that is open; 0: none */
	uint64_t last_question;
	int64_t refused_until_ms; /* monotonic: nobody is asked again before */
	struct aws_acquire *waiting;
};

struct aws_keys {
	struct aws_credentials now; /* access_key NULL: none yet */
	char *source;               /* of `now`, or where they will be from; NULL: not known */
	char *renew;                /* what to do when they have expired */
	uint64_t serial;            /* counts the changes of `now` */
	struct aws_acquire *acquire; /* under way; NULL: none */
	bool starting;               /* it was begun by a function that looks at the outcome itself */
	int64_t quiet_until_ms;      /* monotonic: no renewal is tried before, as long as the keys last */
	struct cew_error error;      /* of the last search; CEW_OK: it found keys */
	bool absent;                 /* it failed because no place has any */
	struct aws_mfa mfa;
};

/* Looks where keys will come from; takes those that stand there. Contacts nobody. */
void aws_keys_look(struct cew_aws *aws, const struct aws_files *files);
void aws_keys_finish(struct cew_aws *aws);

/* Are there keys to sign with? Begins to get them where there are none, or where they end soon. */
enum aws_readiness aws_keys_ready(struct cew_aws *aws, struct cew_error *err);
/* There are keys, and by their date they have not ended. */
bool aws_keys_last(const struct cew_aws *aws);
/* AWS says that the keys of that serial have expired. AWS_READY: there are others already. */
enum aws_readiness aws_keys_renew(struct cew_aws *aws, uint64_t serial, struct cew_error *err);

#endif
