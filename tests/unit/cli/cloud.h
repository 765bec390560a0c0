/* A cloud, a clock and an app without a network: answers are scripted, and waiting moves the clock instead of the world. */
#ifndef CEW_TEST_CLI_CLOUD_H
#define CEW_TEST_CLI_CLOUD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "room.h"

struct cloud {
	struct app_room room;
	struct cew_options options;
	int64_t now_ms;
	/* what it answers */
	const char *status;      /* the stack's, NULL: there is none */
	const char *final;       /* the status from `rest_ms` on */
	int64_t rest_ms;
	enum cew_status trouble; /* of describe_events, `troubles` times */
	unsigned troubles;
	bool refuses;            /* describe_stack is refused */
	int raise_in;            /* a signal comes while this call is out: 'i'dentity, 'd'escribe, 'c'reate, 'e'vents; then no answer */
	/* what it was asked */
	unsigned creates;
	char out[65536], err[65536]; /* what was written, after cloud_close */
	int saved_out, saved_err, file_out, file_err;
};

/* Standard output and error go to files until cloud_close. */
void cloud_open(struct cloud *c, const char *command, bool json);
void cloud_close(struct cloud *c);
/* The last line of `out`. */
const char *last_line(const struct cloud *c);

#endif
