/* client: the calls that are out. A service's file encodes a request, starts it here and gets the answer's tree back. */
#ifndef AWS_CLIENT_H
#define AWS_CLIENT_H

#include "cewizard/aws.h"
#include "request.h"
#include "xml.h"

/* Inside the room: a call's result as it is. */
typedef void aws_answer_fn(void *arg, const struct cew_error *err, const struct aws_xml_node *result);

/* Whom to tell; which member holds is the operation's affair. */
union aws_done {
	aws_answer_fn *answer;
	cew_caller_fn *caller;
	cew_create_fn *create;
	cew_stack_fn *stack;
	cew_events_fn *events;
	cew_done_fn *done;
};

/* One AWS call. report tells the caller, exactly once: the error if there is one, or what it reads out of `result` (the
 * <ActionResult> element; NULL where the answer has none). `arena` lives until report returns. A result that lacks what it
 * must hold is told with aws_call_incomplete's error. */
struct aws_operation {
	enum aws_service service;
	const char *action;
	void (*report)(const struct aws_operation *op, union aws_done done, void *arg, const struct cew_error *err,
	               const struct aws_xml_node *result, struct aws_arena *arena);
	void (*drop)(void *arg); /* instead of report, when the call is cancelled; NULL: nothing needs to be freed */
	bool once;               /* not sent again where AWS may have done it: a second time would do it twice */
	bool empty;              /* a JSON service that answers with nothing at all */
	const char *done_already; /* the code that says, when it is sent again, that the first time did it; NULL: none */
};

/* Takes the request over, whatever it returns, and overwrites it when the call is done. Returns the call's id; 0: see err,
 * and nobody is told. A call that has to wait for keys is told of their absence by report. */
uint64_t aws_call_send(struct cew_aws *aws, const struct aws_operation *op, struct aws_request *request,
                       union aws_done done, void *arg, struct cew_error *err);
/* The same for a POST of a form: takes the body over. */
uint64_t aws_call_start(struct cew_aws *aws, const struct aws_operation *op, struct cew_buf *body, union aws_done done,
                        void *arg, struct cew_error *err);
/* The report of operations that done.answer is told of. */
void aws_report_answer(const struct aws_operation *op, union aws_done done, void *arg, const struct cew_error *err,
                       const struct aws_xml_node *result, struct aws_arena *arena);

/* An error for a result in which something is missing: "the answer has no StackId". */
void aws_call_incomplete(const struct aws_operation *op, const char *what, struct cew_error *err);

/* The services' entries of the table. */
uint64_t aws_sts_caller_identity(void *self, cew_caller_fn *done, void *arg, struct cew_error *err);
uint64_t aws_cfn_create_stack(void *self, const struct cew_create_request *request, cew_create_fn *done, void *arg,
                              struct cew_error *err);
uint64_t aws_cfn_describe_stack(void *self, const char *name_or_id, cew_stack_fn *done, void *arg, struct cew_error *err);
uint64_t aws_cfn_describe_events(void *self, const char *name_or_id, const char *next_token, cew_events_fn *done,
                                 void *arg, struct cew_error *err);
uint64_t aws_cfn_delete_stack(void *self, const char *name_or_id, const char *token, cew_done_fn *done, void *arg,
                              struct cew_error *err);

#endif
