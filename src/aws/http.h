/* http: requests, many at a time, over libcurl on the program's loop. Knows nothing of AWS. */
#ifndef AWS_HTTP_H
#define AWS_HTTP_H

#include "cewizard/base.h"

/* libcurl's side of one loop; clients of the same loop share it, and its connections. */
struct aws_http;
struct aws_http_transfer;

struct aws_http_request {
	const char *method; /* "GET", "HEAD", "PUT" …; NULL: "POST" */
	const char *url;
	const struct cew_header *headers; /* copied; Host among them */
	size_t header_count;
	const char *body; /* stays the caller's and must live until the callback or the cancellation */
	size_t body_len;
	const char *ca_bundle; /* NULL: libcurl's own */
	const char *proxy;     /* as aws_proxy has its value; NULL or "": none */
	int connect_timeout_ms, timeout_ms;
};

#define AWS_HTTP_ANSWER_MAX ((size_t)16 * 1024 * 1024)
#define AWS_HTTP_HEADERS_MAX ((size_t)64 * 1024)

struct aws_http_answer {
	int curl_code;         /* CURLcode; 0: a whole answer came, whatever its status */
	char detail[256];      /* libcurl's own words for a failure; may be empty */
	bool connected;        /* a server was there, whatever became of the request */
	bool too_large;        /* the answer was over AWS_HTTP_ANSWER_MAX */
	long proxy_status;     /* what a proxy said to CONNECT; 0: nothing */
	long status;           /* 0: none came */
	int64_t date_ms;       /* wall clock by the Date header; -1: none */
	int64_t retry_after_ms; /* -1: no such header in seconds */
	char request_id[80];
	char content_type[80];
	struct cew_buf headers; /* as they came; see aws_http_header */
	struct cew_buf body;
	int64_t took_ms;
};

/* A header's value, blanks off and cut to fit; false and "" if there is none. */
bool aws_http_header(const struct aws_http_answer *a, const char *name, char *out, size_t size);

/* By its type or its beginning: what a browser is meant to show. */
bool aws_http_is_page(const struct aws_http_answer *a);

typedef void aws_http_fn(void *ctx, const struct aws_http_answer *answer);

/* The first one starts libcurl up, which costs milliseconds: only when there is something to send. */
enum cew_status aws_http_acquire(struct cew_loop *loop, struct aws_http **out, struct cew_error *err);
void aws_http_release(struct aws_http *http); /* NULL is fine; its transfers must be over or cancelled */

/* fn runs on the loop, once, unless the transfer is cancelled before. It may release `http`. */
enum cew_status aws_http_start(struct aws_http *http, const struct aws_http_request *request, aws_http_fn *fn, void *ctx,
                               struct aws_http_transfer **out, struct cew_error *err);
void aws_http_cancel(struct aws_http_transfer *t); /* NULL is fine */

#endif
