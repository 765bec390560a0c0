/* server: a scripted HTTP server on loopback, on the loop of the test itself: no thread, no waiting. */
#ifndef TEST_AWS_SERVER_H
#define TEST_AWS_SERVER_H

#include "cewizard/base.h"

enum then {
	KEEP,   /* answer, and take the next request on the same connection */
	CLOSE,  /* answer, then close */
	CUT,    /* answer less than was announced, then close */
	SILENT, /* close without an answer */
	RESET,  /* reset the connection instead of answering */
	HOLD,   /* never answer */
};

struct reply {
	const char *status;  /* "200 OK" */
	const char *headers; /* each ended by CRLF; NULL: none */
	const char *body;
	size_t body_len; /* 0: the text's length */
	enum then then;
};

struct server;
/* It is the server that runs now, and not what is tested. */
extern bool server_at_work;
/* Each request gets the next reply; those after the last get that one again. */
struct server *server_create(struct cew_loop *loop, const struct reply *replies, size_t count);
/* The same on ::1; NULL where there is no IPv6. */
struct server *server_create_6(struct cew_loop *loop, const struct reply *replies, size_t count);
void server_destroy(struct server *s);
int server_port(const struct server *s);
size_t server_requests(const struct server *s);
size_t server_connections(const struct server *s);
/* Of request i: the whole head; a header's value ("" if there is none); the body. */
const char *server_head(const struct server *s, size_t i);
const char *server_header(const struct server *s, size_t i, const char *name);
const char *server_body(const struct server *s, size_t i);
/* Computes the signature of request i anew from what arrived, and compares the whole Authorization header. */
bool server_signature_right(const struct server *s, size_t i, const char *access_key, const char *secret_key,
                            const char *region, const char *service);

#endif
