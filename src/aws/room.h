/* room: the client's insides, shared by client.c (its life) and call.c (its calls). */
#ifndef AWS_ROOM_H
#define AWS_ROOM_H

#include "client.h"
#include "credentials.h"
#include "http.h"
#include "retry.h"
#include "settings.h"

struct aws_call;

struct cew_aws {
	struct cew_aws_config given; /* texts and secrets in it are our copies */
	struct aws_settings settings;
	struct aws_credentials credentials; /* access_key NULL: none yet, and credentials_error says why */
	struct cew_error credentials_error;
	struct aws_http *http;  /* NULL until the first call */
	struct aws_call *calls; /* those that are out */
	uint64_t last_call;
	int64_t clock_off_ms; /* what to add to our clock to get AWS's */
	struct aws_retry_quota quota;
};

/* Looks for keys anew: somebody may have logged in meanwhile. True if there are keys now and they are other ones. */
bool aws_credentials_refresh(struct cew_aws *aws);
void aws_call_cancel(struct cew_aws *aws, uint64_t id);
void aws_calls_cancel_all(struct cew_aws *aws);

#endif
