/* lookup: a call of struct cew_account: one request or as many as its pages take, and what is found as structs. */
#ifndef AWS_LOOKUP_H
#define AWS_LOOKUP_H

#include "client.h"
#include "query.h"
#include "shape.h"

struct aws_lookup;

/* What is asked, and how the answer is read. `call` comes first: its report belongs to lookup.c. */
struct aws_find {
	struct aws_operation call;
	const struct aws_shape *shape; /* NULL: nothing is read */
	const char *at;   /* from the result to the struct, or to the list of them; see aws_shape_find */
	bool list;
	const char *token_out, *token_in; /* NULL: there is one page; paths and names of what asks for the next one */
	bool until_found; /* pages are followed only while nothing was found, and not many */
	/* The path to what an answer of success says that it could not do, as "error/code" and "error/message"; NULL: nothing. */
	const char *undone;
	const char *const *turns; /* what token_in is from request to request, where that is no page's token; NULL at the end */
	/* An error may be no end: true if the lookup goes on with what was changed in it. NULL: it always is one. */
	bool (*again)(struct aws_lookup *l, const struct cew_error *err, const struct aws_xml_node *result);
	/* Makes more of what was read than a table can; false: no memory. NULL: nothing. */
	bool (*finish)(struct aws_lookup *l, struct cew_found *found);
};

enum { AWS_LOOKUP_ITEMS = 10000, AWS_LOOKUP_PAGES = 200 };

struct aws_lookup {
	struct cew_aws *aws;
	const struct aws_find *find;
	struct aws_request request; /* as it is for every page */
	struct cew_vec later;       /* of struct aws_request: what is asked after the last page of this one */
	struct aws_arena arena;     /* of what was found */
	struct cew_vec items;       /* of the shape */
	struct cew_buf token;       /* of the page or turn that is asked for; empty: the first page */
	uint64_t id;
	unsigned pages, retries;
	bool cut;
	cew_found_fn *done;
	void *arg;
};

/* Takes the request over. Returns the call's id; 0: see err. */
uint64_t aws_lookup_start(struct cew_aws *aws, const struct aws_find *find, struct aws_request *request, cew_found_fn *done,
                          void *arg, struct cew_error *err);

/* Several requests of one kind, one after the other, told as one: for what AWS takes only so many of at once. Both take over,
 * count is 1 at least. */
uint64_t aws_lookup_start_all(struct cew_aws *aws, const struct aws_find *find, struct aws_request *requests, size_t count,
                              cew_found_fn *done, void *arg, struct cew_error *err);

/* A request of the operation's protocol, ready for its parameters: a form with Action and Version, or "{" of JSON. */
void aws_lookup_request(const struct aws_find *find, struct aws_request *r);

/* The report that every aws_find.call has. */
void aws_lookup_report(const struct aws_operation *op, union aws_done done, void *arg, const struct cew_error *err,
                       const struct aws_xml_node *result, struct aws_arena *arena);
void aws_lookup_drop(void *arg);

#define AWS_CALL(its_service, its_action) AWS_CALL_WITH(its_service, its_action, .once = false)
#define AWS_CALL_WITH(its_service, its_action, ...) \
	{.service = its_service, .action = its_action, .report = aws_lookup_report, .drop = aws_lookup_drop, __VA_ARGS__}

#endif
