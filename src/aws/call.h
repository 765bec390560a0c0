/* call: one call that is out, shared by call.c (its way) and send.c (what is sent of it). */
#ifndef AWS_CALL_H
#define AWS_CALL_H

#include "proxy.h"
#include "room.h"

struct aws_call {
	struct aws_call *next;
	struct cew_aws *aws;
	uint64_t id;
	const struct aws_operation *op;
	union aws_done done;
	void *arg;
	struct aws_request request;
	struct aws_endpoint endpoint; /* url NULL: not known yet, for want of a region */
	char *region; /* as it was when the call was made */
	struct aws_proxy proxy; /* of the last attempt */
	struct aws_http_transfer *transfer; /* out; NULL while waiting for something else */
	uint64_t timer;                     /* of the next attempt */
	uint64_t slow_timer;                /* runs out when an attempt takes long */
	bool slow;                          /* one did */
	int made;                           /* attempts */
	int cost;                           /* of the last retry, given back on success */
	int64_t signed_off_ms;              /* the clock's correction when it was last signed */
	uint64_t keys_serial;               /* of the keys that it was last signed with */
	bool clock_corrected, keys_refreshed;
	bool unsure;                        /* an attempt may have been done, for all that is known */
	enum aws_waiting waiting;
	struct cew_error expired;           /* why it waits for other keys; CEW_OK: it waits for the first ones */
};

/* Where it goes; needs the region. */
enum cew_status aws_call_address(struct aws_call *call, const char *region, struct cew_error *err);
/* An attempt goes out: a warning comes up after a while, and at once where the one before was slow already. */
void aws_call_watch(struct aws_call *call);
/* An answer came, of whatever kind: the clock stops until the next attempt. */
void aws_call_answered(struct aws_call *call);
/* The call is over; the warning goes with the last one that is slow. */
void aws_call_unwatch(struct aws_call *call);
/* How long the attempt about to be made may take: short ones first, for what hangs once often answers at once. */
int aws_call_timeout_ms(const struct aws_call *call);
/* Signs with the keys there are, and sends. */
enum cew_status aws_call_transmit(struct aws_call *call, aws_http_fn *fn, struct cew_error *err);

#endif
