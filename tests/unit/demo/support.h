/* What the tests of the demo room share: an embedded AWS whose clock stands still until it is told, and signed calls. */
#ifndef DEMO_TEST_SUPPORT_H
#define DEMO_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "room.h"

#define TEST_NOW 1704164645678 /* 2024-01-02T03:04:05.678Z */

struct fixture {
	int64_t wall_ms, mono_ms;
	struct cew_clock clock;
	struct cew_random random;
	uint32_t seed;
	struct cew_loop *loop;
	struct cew_demo *demo;
	struct demo_reply reply; /* of the last call */
	const char *region;
	const char *access_key, *token; /* whose keys sign; NULL: those of the embedded AWS, and no session's */
	const struct cew_secret *secret_key;
};

void fixture_start(struct fixture *f, const char *scenario_path);
void fixture_start_at(struct fixture *f, const char *scenario_path, double speed);
void fixture_stop(struct fixture *f);
/* Lets so many milliseconds pass, in steps of the loop. */
void fixture_pass(struct fixture *f, int64_t ms);
/* A request to be signed for a service; what is NULL is "POST", "/" and empty. */
struct sent {
	const char *method, *path, *query, *body;
	struct cew_header headers[3]; /* further ones */
};
unsigned call_http(struct fixture *f, const char *service, const struct sent *sent);
/* JSON 1.1: "TrentService.ListKeys" and an object. */
unsigned call_json(struct fixture *f, const char *service, const char *target, const char *body);
/* Sends a form body, signed for a service; the reply's status. */
unsigned call_service(struct fixture *f, const char *service, const char *body);
unsigned call(struct fixture *f, const char *fmt, ...) CEW_PRINTF(2, 3); /* CloudFormation */
const char *reply_text(const struct fixture *f);
void assert_has(const struct fixture *f, const char *text);
void assert_lacks(const struct fixture *f, const char *text);
/* CreateStack of a template; `more` are further fields ("&Capabilities.member.1=…"). Returns the stack. */
struct demo_stack *create(struct fixture *f, const char *name, const char *template_text, const char *more);
/* "Logical STATUS reason" of each event, oldest first, one a line. Free it. */
char *event_lines(const struct demo_stack *s);
const struct demo_event *nth_event(const struct demo_stack *s, size_t i); /* from the oldest, at 0 */
void start_with(struct fixture *f, const char *scenario_text);
void assert_events(const struct demo_stack *s, const char *expected); /* all of them, as event_lines */
void assert_order(const struct demo_stack *s, const char *const *lines); /* these stand among them, in this order */
unsigned update(struct fixture *f, const char *name, const char *template_text, const char *more); /* the reply's status */
char *encoded(const char *text); /* percent-encoded; free it */

#endif
