/* aws: the client. The only user of libcurl and expat: credentials, regions and endpoints, signing, retry, and one file a
 * service. Asynchronous: a call returns at once and reports on the loop. */
#ifndef CEWIZARD_AWS_H
#define CEWIZARD_AWS_H

#include "cewizard/account.h"
#include "cewizard/doc.h"
#include "cewizard/operations.h"

/* ---- what the services answer ---- */

struct cew_caller {
	const char *account, *arn, *user_id;
};

struct cew_stack {
	const char *id, *name, *status, *status_reason; /* reason may be "" */
	const char *description;
	int64_t created_ms; /* wall clock */
	bool termination_protection;
	const struct cew_stack_output *outputs;
	size_t output_count;
};

struct cew_stack_event {
	const char *id, *stack_id, *stack_name, *logical_id, *physical_id, *type, *status, *reason, *token;
	int64_t time_ms; /* wall clock */
	const char *time; /* as AWS wrote it */
};

struct cew_event_page {
	const struct cew_stack_event *events; /* newest first */
	size_t count;
	const char *next_token; /* NULL: the last page */
};

/* CreateStack. Texts are copied by the call. */
struct cew_create_request {
	const char *stack_name;
	const char *template_body, *template_url; /* one of them */
	const struct cew_name_value *parameters;
	size_t parameter_count;
	const struct cew_name_value *tags;
	size_t tag_count;
	const char *const *notification_arns;
	size_t notification_count;
	const char *const *capabilities;
	size_t capability_count;
	const char *role_arn;   /* NULL: none */
	const char *on_failure; /* NULL: AWS's default, ROLLBACK */
	int timeout_minutes;    /* 0: none */
	bool termination_protection;
	const char *token;      /* client request token: makes a resend safe */
};

/* ---- calls ---- */

/* A finished call: err is NULL on success. What is handed over is valid during the callback only. Not called after
 * cew_cloud.cancel. An error's `code` is AWS's as it was sent ("" where no AWS error came); `what` says it in words, with
 * AWS's own message in it, `hint` what to do. Its status:
 * CEW_NOT_FOUND: there is no such stack (its code is "ValidationError");
 * CEW_REFUSED: AWS answered no;
 * CEW_UNREACHABLE: nothing, something broken or something other than AWS answered, or AWS failed inside (HTTP 5xx): whether
 *     a create or delete took effect is not known. Such calls, and throttled ones, have been resent before this is told.
 *
 * Errors that new keys would mend have one of these codes: "ExpiredToken", "ExpiredTokenException", "RequestExpired",
 * "TokenRefreshRequired", "InvalidClientTokenId", "UnrecognizedClientException", "UnauthorizedException", or, where there are
 * no usable keys to ask with, "NoKeys", which is ours. Whoever follows something then keeps what it knows, says so, and goes
 * on asking at its pace: each call looks for keys anew by itself (shared files read again, sign-ins renewed), and works as
 * soon as there are any. */
typedef void cew_caller_fn(void *arg, const struct cew_error *err, const struct cew_caller *caller);
typedef void cew_create_fn(void *arg, const struct cew_error *err, const char *stack_id);
typedef void cew_stack_fn(void *arg, const struct cew_error *err, const struct cew_stack *stack);
typedef void cew_events_fn(void *arg, const struct cew_error *err, const struct cew_event_page *page);
typedef void cew_done_fn(void *arg, const struct cew_error *err);

/* What the deploy room needs of AWS, as a table, so that it can be tried against anything. Every start returns a call id
 * > 0, or 0 if it could not be started (then err is filled and the callback is not called): CEW_INVALID where no region is
 * chosen, CEW_UNREACHABLE where there are no usable keys. Where keys or region have to be asked for first, the callback is
 * told the same. Waiting happens on the loop alone; texts handed in are copied. */
struct cew_cloud {
	void *self;
	uint64_t (*caller_identity)(void *self, cew_caller_fn *done, void *arg, struct cew_error *err);
	uint64_t (*create_stack)(void *self, const struct cew_create_request *request, cew_create_fn *done, void *arg,
	                         struct cew_error *err);
	uint64_t (*describe_stack)(void *self, const char *name_or_id, cew_stack_fn *done, void *arg, struct cew_error *err);
	uint64_t (*describe_events)(void *self, const char *name_or_id, const char *next_token, cew_events_fn *done, void *arg,
	                            struct cew_error *err);
	uint64_t (*delete_stack)(void *self, const char *name_or_id, const char *token, cew_done_fn *done, void *arg,
	                         struct cew_error *err);
	void (*cancel)(void *self, uint64_t call);
};

/* ---- the client ---- */

struct cew_aws;

/* A profile's role wants the code of an MFA device. Answer with cew_aws_answer_mfa, from inside or later; until then calls
 * that need these keys wait. serial: the device's, as the profile has it; profile: whose it is. */
typedef void cew_mfa_fn(void *ctx, struct cew_aws *aws, uint64_t question, const char *serial, const char *profile);

struct cew_aws_config {
	struct cew_loop *loop; /* must outlive the client */
	const struct cew_random *random; /* likewise */
	const char *region;       /* NULL: environment, then profile; the first call asks the instance where it is */
	const char *profile;      /* NULL: AWS_PROFILE, AWS_DEFAULT_PROFILE, "default" */
	const char *endpoint_url; /* NULL: AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, profile, else AWS's own */
	const char *ca_bundle;    /* NULL: AWS_CA_BUNDLE, profile */
	/* Keys that stand before all others, as those of an embedded AWS; copied. With them the shared files are not read and
	 * no profile needs to exist. NULL: environment, then profile. */
	const char *access_key;
	const struct cew_secret *secret_key;
	const struct cew_secret *session_token; /* NULL: none */
	int connect_timeout_ms; /* of one attempt; 0: 10,000 */
	int timeout_ms; /* of one attempt from its start to the last byte; 0: 60,000 for the last one, half and a quarter before */
	cew_mfa_fn *ask_mfa;    /* NULL: nobody can be asked, and profiles that need a code have no keys */
	void *ask_mfa_ctx;
};

/* Reads environment and shared files; contacts nobody. Missing credentials or region are no error yet: the first call
 * tells them. Errors: CEW_NOT_FOUND for a profile or a file of authorities that is named and does not exist, CEW_INVALID (file:line) for a broken
 * file, or a region, endpoint or number that cannot be one. */
enum cew_status cew_aws_create(const struct cew_aws_config *config, struct cew_aws **out, struct cew_error *err);
void cew_aws_destroy(struct cew_aws *aws); /* cancels what is under way; NULL is fine */
const char *cew_aws_region(const struct cew_aws *aws);  /* "" if none is known */
/* For calls from now on. CEW_INVALID for what cannot be a region's name. */
enum cew_status cew_aws_set_region(struct cew_aws *aws, const char *region, struct cew_error *err);
const char *cew_aws_profile(const struct cew_aws *aws); /* "default" where none was chosen */
/* "environment", "profile NAME (…/credentials)", "role ARN (profile NAME)", "role ARN by web identity (the environment)",
 * "single sign-on ROLE in ACCOUNT (profile NAME)", "profile NAME (credential_process)", "container", "instance role", "given"
 * (by the config), "none". Known before the first call, except that an instance role is "none" until it was found. */
const char *cew_aws_credential_source(const struct cew_aws *aws);
/* When the keys end, wall clock in milliseconds; -1: never, not known, or there are none yet. Keys are renewed by calls:
 * in the background from 15 minutes before their end, waited for from 10 minutes before. Where that fails, they serve until
 * they end; calls then fail with CEW_UNREACHABLE (or CEW_REFUSED, where AWS said no) and a hint, each after another try, so
 * that they work again as soon as there are new keys. */
int64_t cew_aws_credential_expiry(const struct cew_aws *aws);
/* What no call fails for and the operator should know: a wrong clock, a retry mode that is not supported, keys past their
 * date, a host that is slow to answer (after 5 seconds: which one, to which call, at which attempt). The i-th from 0; NULL:
 * no more. They come and go with calls; a screen looks at every turn. */
const char *cew_aws_warning(const struct cew_aws *aws, size_t i);
/* For who writes lines: told of each warning when it comes up or changes, on the loop. Those that are there already are not
 * told. The text is the client's; the client must not be destroyed from inside. fn NULL: nobody. */
typedef void cew_warning_fn(void *ctx, const char *text);
void cew_aws_on_warning(struct cew_aws *aws, cew_warning_fn *fn, void *ctx);
/* Tries to get new keys now, for a "try again" key: also asks for an MFA code again that nobody gave. */
void cew_aws_renew(struct cew_aws *aws);
/* The hook of the config, set or replaced later. */
void cew_aws_on_mfa(struct cew_aws *aws, cew_mfa_fn *ask, void *ctx);
/* code NULL or empty: there will be none; calls that wait fail, and nobody is asked again for five minutes. Copied and
 * overwritten. A question that is no longer open is ignored. */
void cew_aws_answer_mfa(struct cew_aws *aws, uint64_t question, const char *code);
struct cew_cloud cew_aws_cloud(struct cew_aws *aws);    /* valid as long as the client; a callback may destroy the client */

/* What the region and profile would be, before anything is created (the form's default). Each may give "". */
enum cew_status cew_aws_defaults(const char *profile, struct cew_buf *region, struct cew_buf *profile_out,
                                 struct cew_error *err);
/* The profiles of the two shared files, each once, in the files' order; texts are valid during the callback. Errors: those
 * of files that cannot be read. */
struct cew_aws_profile_entry {
	const char *name;
	const char *how;    /* "role NAME", "single sign-on", "web identity", "credential_process", "keys", "" for none */
	const char *region; /* "" if it names none */
};
enum cew_status cew_aws_profiles(void (*each)(void *ctx, const struct cew_aws_profile_entry *e), void *ctx,
                                 struct cew_error *err);
/* Built-in list of regions, ended by a NULL code. */
struct cew_aws_region {
	const char *code, *name; /* "us-east-1", "US East (N. Virginia)" */
};
extern const struct cew_aws_region cew_aws_regions[];

#endif
