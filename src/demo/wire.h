/* What goes over the wire, seen from the server: requests and replies, form fields, XML. */
#ifndef CEW_DEMO_WIRE_H
#define CEW_DEMO_WIRE_H

#include "cewizard/base.h"

#define DEMO_BODY_MAX                                                                                                  \
	(4u << 20) /* bytes of a request; an inline template percent-encoded is 150 KB, an S3 object 1 MB */

/* ---- http.c: requests come in, replies go out ----------------------------------------------------------------- */

struct demo_request {
	const char *method;
	const char *path, *query; /* as sent, still percent-encoded; query without "?" and never NULL */
	const struct cew_header *headers;
	size_t header_count;
	const char *body; /* never NULL */
	size_t body_len;
};

#define DEMO_REPLY_HEADERS_MAX 16

/* What a scenario does to a reply on its way out. */
enum demo_fault {
	DEMO_NO_FAULT,
	DEMO_DROP,      /* the connection is reset, and nothing was done */
	DEMO_RESET,     /* likewise, but it was done */
	DEMO_TRUNCATE,  /* the connection ends in the middle of the answer */
	DEMO_MALFORMED, /* the answer is half a document */
	DEMO_HTML,      /* somebody else answers, with a page to sign in */
	DEMO_REDIRECT,  /* … or sends there */
};

struct demo_reply {
	unsigned status;
	const char *content_type;
	struct cew_buf body;
	char request_id[37];
	struct {
		char name[48], value[512];
	} headers[DEMO_REPLY_HEADERS_MAX]; /* further ones */
	size_t header_count;
	enum demo_fault fault;
	int64_t delay_ms; /* before it is sent */
};

#define DEMO_HTTP_DATE_MAX 32
void demo_http_date(int64_t wall_ms, char out[DEMO_HTTP_DATE_MAX]); /* "Tue, 02 Jan 2024 03:04:05 GMT" */
void demo_reply_header(struct demo_reply *reply, const char *name, const char *value); /* NULL: no header */

/* The value of a header, its name in any case; NULL if it was not sent. */
const char *demo_header(const struct demo_request *rq, const char *name);

struct cew_demo;
struct demo_http;
/* Listens on 127.0.0.1 and gives every request to demo_answer. Errors: CEW_IO. */
enum cew_status demo_http_create(struct cew_demo *demo, int port, struct demo_http **out, struct cew_error *err);
void demo_http_destroy(struct demo_http *http);
int demo_http_port(const struct demo_http *http);

/* ---- query.c: application/x-www-form-urlencoded, as the Query services take it ---------------------------------- */

struct demo_field {
	const char *name, *value;
};
struct demo_query {
	struct cew_buf text;   /* all names and values, NUL-terminated each; wiped in the end */
	struct cew_vec fields; /* struct demo_field, in the order sent */
};
/* Errors: CEW_INVALID for a broken escape or a NUL byte, CEW_NO_MEMORY. Must be finished in any case. */
enum cew_status demo_query_parse(struct demo_query *q, const char *body, size_t len, struct cew_error *err);
void demo_query_finish(struct demo_query *q);
/* The first field of that name; NULL if there is none. */
const char *demo_query_get(const struct demo_query *q, const char *name);
const char *demo_query_getf(const struct demo_query *q, const char *fmt, ...) CEW_PRINTF(2, 3);
/* How many members the list has: the largest N with NAME.member.1 … NAME.member.N (or fields below them). No list of the
 * services here may have as many as DEMO_MEMBERS_MAX. */
#define DEMO_MEMBERS_MAX 501
size_t demo_query_members(const struct demo_query *q, const char *name);
size_t demo_query_count(const struct demo_query *q, const char *name); /* of a flat list: NAME.1 … NAME.N */

/* ---- xml.c ------------------------------------------------------------------------------------------------------- */

struct demo_xml {
	struct cew_buf *out;
	const char *open[16];
	size_t depth;
};
void demo_xml_open(struct demo_xml *x, const char *name); /* the name must outlive the element */
void demo_xml_close(struct demo_xml *x);
void demo_xml_text(struct demo_xml *x, const char *name, const char *text); /* NULL: no element */
void demo_xml_bool(struct demo_xml *x, const char *name, bool value);
void demo_xml_time(struct demo_xml *x, const char *name, int64_t wall_ms); /* 0: no element */
/* What XML 1.0 cannot hold becomes U+FFFD; a carriage return is written as a reference, or readers would drop it. */
void demo_xml_escape(struct cew_buf *out, const char *text);

#endif
