/* errors: what an answer that is none means, and what to do about it. */
#ifndef AWS_ERRORS_H
#define AWS_ERRORS_H

#include "http.h"
#include "proxy.h"

/* What the texts may speak of. */
struct aws_error_context {
	const char *service; /* "CloudFormation" */
	const char *action;  /* "CreateStack" */
	const char *region, *profile, *source; /* source: of the keys */
	const char *renew;     /* what to do when they have expired; NULL: log in again */
	const char *host;
	const char *ca_bundle; /* NULL: none set */
	const struct aws_proxy *proxy; /* that was used; NULL: none */
	int64_t clock_off_ms;  /* server's clock minus ours, where a Date header came; else 0 */
};

/* An error as AWS sent it. The message goes into `what` with values that it quotes left out, for they may be secret. */
enum cew_status aws_error_from_service(const struct aws_error_context *c, long http_status, const char *code,
                                       const char *message, struct cew_error *err);
/* libcurl's failure (answer->curl_code is not 0). */
enum cew_status aws_error_from_network(const struct aws_error_context *c, const struct aws_http_answer *answer,
                                       struct cew_error *err);
/* An answer that AWS cannot have given: a page, a redirection, a proxy's error. */
enum cew_status aws_error_not_aws(const struct aws_error_context *c, const struct aws_http_answer *answer,
                                  struct cew_error *err);
/* An answer in AWS's manner that cannot be read, or lacks what it must hold; `why` says which. */
enum cew_status aws_error_unreadable(const struct aws_error_context *c, const char *why, struct cew_error *err);

/* Writes a template: {service} {action} {renew} {region} {profile} {source} {host} {ca} {clock} {proxy} {setting} (the variable
 * that names the proxy) {message}, each if it is known. */
void aws_error_expand(struct cew_buf *out, const char *template, const struct aws_error_context *c, const char *message);

#endif
