/* request: what one call sends, whatever its service's protocol. */
#ifndef AWS_REQUEST_H
#define AWS_REQUEST_H

#include "arena.h"
#include "credentials.h"
#include "endpoint.h"

enum { AWS_REQUEST_HEADERS = 12 };

/* Texts are in the arena, which overwrites them when it is finished; so is the body. */
struct aws_request {
	struct aws_arena arena;
	const char *method; /* a literal; "POST" */
	const char *path;   /* what follows the endpoint's, percent-encoded, without a slash before it; "": nothing */
	const char *query;  /* percent-encoded and sorted by name; "": none */
	struct cew_header headers[AWS_REQUEST_HEADERS]; /* apart from those that every request has */
	size_t header_count;
	struct cew_buf body;
	const char *bucket; /* S3: whose host it goes to; NULL: none */
	const char *region; /* NULL: the client's */
	const struct aws_credentials *keys; /* to sign with instead of the client's; must outlive the call. NULL: those */
	bool unsigned_;     /* nothing is signed, no keys are needed */
	uint64_t id;        /* of the call; 0: a new one */
	bool failed;        /* memory ran out */
};

/* Encoded request bodies end here: 200 parameters of 4,096 bytes and a template of 51,200, every byte as %XX, fit. */
#define AWS_BODY_MAX ((size_t)4 * 1024 * 1024)

void aws_request_init(struct aws_request *r, const char *method);
void aws_request_finish(struct aws_request *r);
void aws_request_copy(struct aws_request *to, const struct aws_request *from);
/* All copy. A NULL value leaves the header out. */
void aws_request_header(struct aws_request *r, const char *name, const char *value);
/* Appends to the path or the query, encoding what must be; `keep` are bytes left as they are ("/" in keys). */
void aws_request_path(struct aws_request *r, const char *text, const char *keep);
void aws_request_query(struct aws_request *r, const char *name, const char *value); /* in order of the names */
const char *aws_request_text(struct aws_request *r, const char *text);

#endif
