/* retry: the AWS tools' standard mode. Which failures are worth another attempt, when it is made, and when a client that
 * fails all the time stops trying. Pure: no clock, no network. */
#ifndef AWS_RETRY_H
#define AWS_RETRY_H

#include "endpoint.h"

enum aws_retry_class {
	AWS_RETRY_NONE,      /* another attempt would get the same answer */
	AWS_RETRY_TRANSIENT, /* the network or AWS had a bad moment */
	AWS_RETRY_TIMEOUT,   /* likewise, and it costs more */
	AWS_RETRY_THROTTLED, /* too many calls */
	AWS_RETRY_CLASS_COUNT
};

/* By AWS's error code ("" if there is none) and the HTTP status. */
enum aws_retry_class aws_retry_answer(enum aws_service service, long http_status, const char *code);
/* By libcurl's result. */
enum aws_retry_class aws_retry_network(int curl_code);
/* A failure after which nobody knows whether the request was taken. */
bool aws_retry_may_be_done(int curl_code);
/* The answer says that our clock is off. */
bool aws_retry_clock(const char *code, const char *message);

/* Milliseconds before the next attempt: anywhere between 0 and the back-off's bound (1, 2, 4 … 20 s), but not before
 * what the server asked for (at most 20 s; -1: nothing). `made`: attempts so far, from 1. */
int64_t aws_retry_delay_ms(int made, int64_t retry_after_ms, const struct cew_random *random);

struct aws_retry_quota {
	int tokens;
};
enum { AWS_RETRY_QUOTA = 500 };
/* Takes what a retry costs; false: not enough left, so fail at once. *cost is to be given back when the call succeeds. */
bool aws_retry_spend(struct aws_retry_quota *q, enum aws_retry_class class, int *cost);
void aws_retry_repay(struct aws_retry_quota *q, int cost); /* after a success; 0: it needed no retry */

#endif
