/* fixture: a loop with a clock and dice of the test's own, a scripted server, and a client that calls it. */
#ifndef TEST_AWS_FIXTURE_H
#define TEST_AWS_FIXTURE_H

#include "cewizard/aws.h"
#include "server.h"

/* 2024-01-02T03:04:05Z */
#define TEST_WALL_MS INT64_C(1704164645000)

struct fixture {
	int64_t wall_ms, mono_ms; /* stand still unless a test moves them */
	int64_t pace_ms;          /* by which every turn moves mono_ms; 0 */
	struct cew_clock clock;
	struct cew_random random; /* always the lowest: retries wait for nothing */
	struct cew_loop *loop;
	struct server *server;
	struct cew_aws *aws;
	struct cew_cloud cloud;
	struct cew_account account;
	struct cew_operations operations;
	struct cew_secret *secret, *token;
	/* what the last finished call told */
	int calls_done;
	struct cew_error err; /* status CEW_OK: it went well */
	char text[2048];      /* what came, as lines */
};

/* A client with the keys AKIDEXAMPLE / SECRET in us-east-1, on the server; changes may be made to the config before. */
void fixture_open(struct fixture *f, const struct reply *replies, size_t count);
void fixture_config(struct fixture *f, struct cew_aws_config *out); /* what fixture_open gives to the client */
void fixture_client(struct fixture *f, const struct cew_aws_config *config);
void fixture_close(struct fixture *f);
#define FIXTURE_SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

/* Turns of the loop until `count` calls are done in all; fails after many turns without. */
void fixture_run(struct fixture *f, int count);
void fixture_turns(struct fixture *f, int turns); /* without waiting */
void fixture_until_requests(struct fixture *f, size_t count);

/* Appends to f->text. */
void fixture_add(struct fixture *f, const char *fmt, ...) CEW_PRINTF(2, 3);

/* Callbacks for the calls; arg is the fixture. */
void on_caller(void *arg, const struct cew_error *err, const struct cew_caller *caller);
void on_create(void *arg, const struct cew_error *err, const char *stack_id);
void on_stack(void *arg, const struct cew_error *err, const struct cew_stack *stack);
void on_events(void *arg, const struct cew_error *err, const struct cew_event_page *page);
void on_done(void *arg, const struct cew_error *err);

#define IDENTITY \
	"<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>" \
	"<Arn>arn:aws:iam::123456789012:user/ann</Arn><UserId>AIDA</UserId><Account>123456789012</Account>" \
	"</GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
#define IDENTITY_TEXT "123456789012 arn:aws:iam::123456789012:user/ann AIDA\n"
#define CREATED \
	"<CreateStackResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><CreateStackResult>" \
	"<StackId>arn:aws:cloudformation:us-east-1:123456789012:stack/ce/1</StackId></CreateStackResult></CreateStackResponse>"
#define FAILURE(code, message) \
	"<ErrorResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><Error><Type>Sender</Type><Code>" code \
	"</Code><Message>" message "</Message></Error><RequestId>r</RequestId></ErrorResponse>"

#endif
