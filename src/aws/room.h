/* room: the client's insides, shared by client.c (its life), keys.c (its keys) and call.c (its calls). */
#ifndef AWS_ROOM_H
#define AWS_ROOM_H

#include "client.h"
#include "http.h"
#include "imds.h"
#include "keys.h"
#include "retry.h"
#include "settings.h"

struct aws_call;

enum aws_warning { AWS_WARNING_RETRY_MODE, AWS_WARNING_CLOCK, AWS_WARNING_KEYS, AWS_WARNING_SLOW, AWS_WARNING_COUNT };
enum { AWS_WARNING_MAX = 320 };

struct cew_aws {
	struct cew_aws_config given; /* texts and secrets in it are our copies */
	struct aws_settings settings;
	struct aws_keys keys;
	struct aws_region_search region; /* of the instance, where nobody chose one */
	struct aws_http *http;  /* NULL until the first call */
	struct aws_call *calls; /* those that are out */
	uint64_t last_call;
	int64_t clock_off_ms; /* what to add to our clock to get AWS's */
	struct aws_retry_quota quota;
	char warnings[AWS_WARNING_COUNT][AWS_WARNING_MAX]; /* "": none */
	cew_warning_fn *on_warning;
	void *on_warning_ctx;
	bool *gone; /* set when the client is destroyed by somebody whom aws_calls_wake told; NULL: nobody waits for that */
};

int64_t aws_now_ms(const struct cew_aws *aws); /* wall clock, as AWS has it */
/* Starts the HTTP library up for the first one who needs it. */
enum cew_status aws_need_http(struct cew_aws *aws, struct cew_error *err);

#define AWS_NO_KEYS "NoKeys" /* our own code: there are none to ask with */

void aws_warn(struct cew_aws *aws, enum aws_warning which, const char *fmt, ...) CEW_PRINTF(3, 4);
void aws_warn_no_more(struct cew_aws *aws, enum aws_warning which);

void aws_call_cancel(struct cew_aws *aws, uint64_t id);
void aws_calls_cancel_all(struct cew_aws *aws);
enum aws_waiting { AWS_WAITS_NOT, AWS_WAITS_FOR_REGION, AWS_WAITS_FOR_KEYS };
/* Those that waited for it go on, or end with the error. Callbacks run; the client may be gone afterwards. */
void aws_calls_wake(struct cew_aws *aws, enum aws_waiting what, const struct cew_error *err);

#endif
