/* base: what every room stands on. Errors, buffers, vectors, secrets, log, clock, randomness, event loop,
 * percent-encoding, hashes and AWS Signature Version 4. Knows nothing of forms, templates or AWS services. */
#ifndef CEWIZARD_BASE_H
#define CEWIZARD_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CEW_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define CEW_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- errors ------------------------------------------------------------------------------------------------- */

enum cew_status {
	CEW_OK,
	CEW_USAGE,       /* the command line is wrong */
	CEW_INVALID,     /* a file or an answer is wrong; `where` says which */
	CEW_NOT_FOUND,   /* the thing named does not exist */
	CEW_LIMIT,       /* too large, too many, too deep */
	CEW_NO_MEMORY,
	CEW_IO,          /* the local system failed: files, terminal, processes */
	CEW_UNREACHABLE, /* AWS did not answer, or what answered was not AWS */
	CEW_REFUSED,     /* AWS answered no; `code` holds its error code */
	CEW_FAILED,      /* the operation itself ended in failure */
	CEW_INTERRUPTED, /* the user stopped it */
	CEW_STATUS_COUNT
};

/* One failure, told completely. Fixed size, so that reporting an error can never fail itself; longer text is cut with "…".
 * Every function that takes a `struct cew_error *` fills it when it returns other than CEW_OK and leaves it alone
 * otherwise; the pointer may be NULL. */
struct cew_error {
	enum cew_status status;
	char what[768];  /* what happened, one sentence without a full stop */
	char where[256]; /* file:line:column, or a field's name; may be empty */
	char hint[384];  /* what to do about it; may be empty */
	char code[96];   /* AWS's own error code, e.g. "AlreadyExistsException"; may be empty */
};

/* Sets status and what, clears the rest, returns status: `return cew_fail(err, CEW_IO, "cannot read %s", path);` */
enum cew_status cew_fail(struct cew_error *err, enum cew_status status, const char *fmt, ...) CEW_PRINTF(3, 4);
/* Adds to an error already set; each returns the error's status (CEW_FAILED with a NULL error). */
enum cew_status cew_error_where(struct cew_error *err, const char *fmt, ...) CEW_PRINTF(2, 3);
enum cew_status cew_error_hint(struct cew_error *err, const char *fmt, ...) CEW_PRINTF(2, 3);
enum cew_status cew_error_code(struct cew_error *err, const char *code);
enum cew_status cew_fail_memory(struct cew_error *err);

/* ---- buffer -------------------------------------------------------------------------------------------------- */

/* A growable byte string with a cap, always NUL-terminated behind its end. After a failed allocation or an append beyond
 * the cap it is `failed`: it stays as it was, and further appends do nothing; callers check once, at the end. */
struct cew_buf {
	char *data; /* NULL while nothing was appended; use cew_buf_text for a string that is never NULL */
	size_t len, cap, max;
	bool failed, over_max; /* over_max: it failed at the cap, not for want of memory */
};

void cew_buf_init(struct cew_buf *b, size_t max_bytes);
void cew_buf_finish(struct cew_buf *b); /* frees; the buffer can be used again, with the same cap */
void cew_buf_wipe(struct cew_buf *b);   /* overwrites, then frees */
void cew_buf_clear(struct cew_buf *b);  /* empties, keeps the memory, forgets a failure */
void cew_buf_add(struct cew_buf *b, const void *data, size_t len);
void cew_buf_str(struct cew_buf *b, const char *text);
void cew_buf_char(struct cew_buf *b, char c);
void cew_buf_fmt(struct cew_buf *b, const char *fmt, ...) CEW_PRINTF(2, 3);
void cew_buf_vfmt(struct cew_buf *b, const char *fmt, va_list args) CEW_PRINTF(2, 0);
const char *cew_buf_text(const struct cew_buf *b); /* never NULL; the buffer's own */
char *cew_buf_take(struct cew_buf *b);             /* the text, now the caller's to free(); NULL if failed */
/* CEW_OK, CEW_LIMIT (beyond the cap) or CEW_NO_MEMORY. */
enum cew_status cew_buf_status(const struct cew_buf *b, struct cew_error *err);

/* Reads a whole file of at most `max_bytes` bytes ("-" is standard input). Errors: CEW_NOT_FOUND, CEW_IO, CEW_LIMIT. */
enum cew_status cew_file_read(const char *path, size_t max_bytes, struct cew_buf *out, struct cew_error *err);
/* Replaces a file whole or not at all: temporary file beside it, fsync, rename. Parent directories are made with 0700. */
enum cew_status cew_file_replace(const char *path, const void *data, size_t len, unsigned mode, struct cew_error *err);

/* ---- vector -------------------------------------------------------------------------------------------------- */

/* A growable array of items of one size. Items are moved by memcpy, so they must not hold pointers into themselves. */
struct cew_vec {
	void *items;
	size_t len, cap, item_size;
};

void cew_vec_init(struct cew_vec *v, size_t item_size);
void cew_vec_finish(struct cew_vec *v); /* frees the array, not what the items own */
void *cew_vec_push(struct cew_vec *v, const void *item); /* the new item's place (zeroed if item is NULL); NULL: no memory */
void *cew_vec_insert(struct cew_vec *v, size_t at, const void *item);
void cew_vec_remove(struct cew_vec *v, size_t at);
void *cew_vec_at(const struct cew_vec *v, size_t at); /* NULL beyond the end */

char *cew_strdup(const char *text); /* NULL gives NULL; the caller's to free() */
char *cew_fmt(const char *fmt, ...) CEW_PRINTF(1, 2); /* a new string, the caller's to free(); NULL: no memory */

/* ---- secrets ------------------------------------------------------------------------------------------------- */

/* The one home of passwords, keys and tokens: its memory is locked where the system allows and overwritten when freed. */
struct cew_secret;
struct cew_secret *cew_secret_create(const char *data, size_t len); /* copies; NULL: no memory */
struct cew_secret *cew_secret_copy(const struct cew_secret *s);
void cew_secret_destroy(struct cew_secret *s);
const char *cew_secret_text(const struct cew_secret *s); /* NUL-terminated; "" for NULL; valid until destroyed */
size_t cew_secret_len(const struct cew_secret *s);
void cew_wipe(void *data, size_t len);    /* overwrites in a way the compiler keeps */
void cew_process_harden(void);            /* no core dumps, not dumpable; called once by main */

/* ---- log ----------------------------------------------------------------------------------------------------- */

enum cew_log_level { CEW_LOG_ERROR, CEW_LOG_WARN, CEW_LOG_INFO, CEW_LOG_DEBUG };

/* Appends to a file of mode 0600. Until it is opened every call is a no-op. Secrets told to cew_log_redact never appear:
 * each occurrence, plain or percent-encoded, is written as "****". */
enum cew_status cew_log_open(const char *path, enum cew_log_level level, struct cew_error *err);
void cew_log_close(void);
void cew_log_redact(const struct cew_secret *s); /* copies; secrets shorter than 4 bytes are ignored */
void cew_log(enum cew_log_level level, const char *room, const char *fmt, ...) CEW_PRINTF(3, 4);

/* ---- clock and randomness ------------------------------------------------------------------------------------ */

/* Passed in, so that tests decide what time it is. */
struct cew_clock {
	int64_t (*wall_ms)(void *ctx); /* milliseconds since 1970-01-01T00:00:00Z */
	int64_t (*mono_ms)(void *ctx); /* milliseconds that never jump; only differences mean something */
	void *ctx;
};
const struct cew_clock *cew_clock_system(void);

#define CEW_TIME_MAX 32
/* "2026-01-02T03:04:05.678Z" (UTC, milliseconds). */
void cew_time_format(int64_t wall_ms, char out[CEW_TIME_MAX]);
/* Reads ISO 8601 as AWS writes it: with or without fraction, "Z" or "+hh:mm". Returns false if it is none. */
bool cew_time_parse(const char *text, int64_t *wall_ms);
/* "0:07", "12:31", "1:02:09": a duration as people read it. */
void cew_duration_format(int64_t ms, char out[CEW_TIME_MAX]);

struct cew_random {
	void (*fill)(void *ctx, void *out, size_t len);
	void *ctx;
};
const struct cew_random *cew_random_system(void);            /* the system's cryptographic source */
uint32_t cew_random_below(const struct cew_random *r, uint32_t bound); /* uniform in [0, bound) */
void cew_uuid(const struct cew_random *r, char out[37]);     /* RFC 4122 version 4 */
/* A secret of `len` characters drawn evenly from the NUL-terminated alphabet; NULL: no memory. */
struct cew_secret *cew_random_secret(const struct cew_random *r, const char *alphabet, size_t len);

/* ---- text ---------------------------------------------------------------------------------------------------- */

/* Percent-encodes every byte but A-Za-z0-9-_.~ and those in `keep` (may be NULL), with upper-case hexadecimal digits. */
void cew_pct_encode(struct cew_buf *out, const char *data, size_t len, const char *keep);
/* Decodes %XX (and "+" as a space if plus_is_space). Returns false on a broken escape. */
bool cew_pct_decode(struct cew_buf *out, const char *data, size_t len, bool plus_is_space);
void cew_base64_encode(struct cew_buf *out, const void *data, size_t len);
void cew_sha256_hex(const void *data, size_t len, char out[65]);
void cew_sha256(const void *data, size_t len, unsigned char out[32]);
void cew_hmac_sha256(const void *key, size_t key_len, const void *data, size_t len, unsigned char out[32]);
bool cew_equal_constant_time(const void *a, const void *b, size_t len);

/* Next code point of UTF-8 text at *at (advances it); U+FFFD for one bad byte; 0 at the end. */
uint32_t cew_utf8_next(const char *text, size_t len, size_t *at);
size_t cew_utf8_encode(uint32_t code_point, char out[4]); /* bytes written */
int cew_utf8_width(uint32_t code_point);                  /* columns: 0 combining, 2 wide, else 1 */
/* Does it turn the direction of the text around it, unseen? Then it is shown, in a column of its own. */
bool cew_utf8_turns(uint32_t code_point);
int cew_text_width(const char *text);                     /* columns of a NUL-terminated UTF-8 string */

/* Appends a text for a terminal: control characters (U+0000 to U+001F, DEL, U+0080 to U+009F), those of direction, and bytes
 * that are no UTF-8 become escapes such as \n, \x1b and \u202e. */
void cew_text_visible(struct cew_buf *out, const char *text);

/* Where the first `columns` columns of the text end, in bytes; *used (may be NULL) gets the columns that they take. */
size_t cew_text_prefix(const char *text, size_t len, int columns, int *used);
/* A piece of a text, in bytes. */
struct cew_span {
	size_t at, len;
};
/* The next line of at most `width` columns from *at on, without the blanks at its end; advances *at. False at the end.
 * Breaks at blanks and newlines, and within a word only if it is wider than a line. */
bool cew_wrap_next(const char *text, size_t len, int width, size_t *at, struct cew_span *line);
int cew_wrap_rows(const char *text, int width);
/* Writes the text in lines of at most `columns` columns, the first behind `used` columns that stand there already, the
 * others behind `indent` blanks, and ends the last. An empty line gets no blanks. */
void cew_wrap(struct cew_buf *out, const char *text, int columns, int used, int indent);

/* What a mistyped word was probably meant to be: offer every candidate, then read `name` (NULL: none is near). Capitals do
 * not count; three letters or more of a candidate's beginning are taken for that candidate. */
struct cew_nearest {
	const char *word;
	const char *name;
	size_t distance;
};
void cew_nearest_consider(struct cew_nearest *n, const char *candidate);

/* ---- certificates ---------------------------------------------------------------------------------------------- */

#define CEW_CERTIFICATE_NAME_MAX 256
/* What certificate authorities' certificates in PEM form hold. */
struct cew_certificates {
	size_t count;
	char subject[CEW_CERTIFICATE_NAME_MAX]; /* of the first: "CN=Proxy CA, O=Example" */
	char issuer[CEW_CERTIFICATE_NAME_MAX];  /* of the last */
	int64_t until_ms; /* wall clock: when the first of them expires */
	bool has_root;    /* one of them is its own issuer; else what trusts them must know their issuer, or trust them as they are */
};
/* CEW_INVALID tells which certificate is none, cannot be read, is not an authority's, has expired or is not valid yet, or
 * that there is a private key among them. */
enum cew_status cew_certificates_read(const char *pem, size_t len, int64_t now_ms, struct cew_certificates *out,
                                      struct cew_error *err);

/* ---- regular expressions: PCRE2 behind one small face ---------------------------------------------------------- */

/* CloudFormation patterns are Java's and hold for the whole value. Returns CEW_OK and sets *matches; CEW_INVALID for a
 * pattern that does not compile. */
enum cew_status cew_pattern_matches(const char *pattern, const char *text, bool *matches, struct cew_error *err);

/* ---- event loop ---------------------------------------------------------------------------------------------- */

/* One loop, one thread. Whoever waits for something registers it here; callbacks change models and return at once. */
struct cew_loop;
struct pollfd;
typedef void cew_fd_fn(void *ctx, int fd, short revents); /* poll(2)'s bits */
typedef void cew_loop_fn(void *ctx);
/* Stands in for poll(2): waits on `fds` and on its own work for at most timeout_ms (-1: no limit); returns poll's value. A
 * value above the number of `fds` with revents says that work of its own ran, and makes the turn one to draw after. */
typedef int cew_poller_fn(void *ctx, struct pollfd *fds, size_t count, int timeout_ms);

struct cew_loop *cew_loop_create(const struct cew_clock *clock); /* NULL: no memory */
void cew_loop_destroy(struct cew_loop *loop);
const struct cew_clock *cew_loop_clock(const struct cew_loop *loop);
/* Again: replaces. What a callback registers or replaces is told from the next turn on. CEW_NO_MEMORY, CEW_INVALID. */
enum cew_status cew_loop_watch(struct cew_loop *loop, int fd, short events, cew_fd_fn *fn, void *ctx);
void cew_loop_unwatch(struct cew_loop *loop, int fd);
/* Runs fn once, delay_ms from now. Returns an id > 0, or 0: no memory. Cancelling an id that has run is harmless. */
uint64_t cew_loop_after(struct cew_loop *loop, int64_t delay_ms, cew_loop_fn *fn, void *ctx);
void cew_loop_cancel(struct cew_loop *loop, uint64_t id);
/* Runs fn on the loop when the signal arrived (self-pipe; the handler itself does nothing else). fn NULL: default again. */
enum cew_status cew_loop_signal(struct cew_loop *loop, int signo, void (*fn)(void *ctx, int signo), void *ctx);
/* libcurl waits through here: the aws room installs curl_multi_poll; without one poll(2) serves. */
void cew_loop_set_poller(struct cew_loop *loop, cew_poller_fn *fn, void *ctx);
/* Called once after each turn in which something ran: the place to draw. */
void cew_loop_on_turn(struct cew_loop *loop, cew_loop_fn *fn, void *ctx);
/* One turn: waits at most max_wait_ms (-1: until something happens), runs all that is due. */
enum cew_status cew_loop_step(struct cew_loop *loop, int max_wait_ms, struct cew_error *err);
enum cew_status cew_loop_run(struct cew_loop *loop, struct cew_error *err); /* turns until cew_loop_stop */
void cew_loop_stop(struct cew_loop *loop); /* before a run: that run returns at once */

/* ---- AWS Signature Version 4 ----------------------------------------------------------------------------------- */

struct cew_header {
	const char *name, *value;
};

/* A request as it goes over the wire. `headers` are all those to be signed, `host` and `x-amz-date` among them (and
 * `x-amz-security-token` where there is one); any order, any case. */
struct cew_sigv4_request {
	const char *method;
	const char *path;  /* percent-encoded as sent, "/" at least */
	const char *query; /* as sent, without "?"; NULL or "": none */
	const struct cew_header *headers;
	size_t header_count;
	const char *payload_hash; /* lower-case hexadecimal SHA-256 of the body, or "UNSIGNED-PAYLOAD" */
	const char *amz_date;     /* "20240102T030405Z" */
	const char *region, *service;
	bool single_encoded_path; /* S3 signs the path as sent; all other services encode it once more */
};

struct cew_sigv4_signature {
	char signature[65];
	char canonical_hash[65]; /* of the canonical request: what a mismatch is searched with */
	char string_to_sign_hash[65];
	struct cew_buf signed_headers; /* "content-type;host;x-amz-date" */
	struct cew_buf authorization;  /* the whole header value; empty if access_key was NULL */
};

/* Pure: the client signs with it and the embedded AWS verifies with it. out must be finished with
 * cew_sigv4_finish. Errors: CEW_NO_MEMORY, CEW_INVALID for a request without the date or a path. */
enum cew_status cew_sigv4_sign(const struct cew_sigv4_request *request, const char *access_key,
                               const struct cew_secret *secret_key, struct cew_sigv4_signature *out,
                               struct cew_error *err);
void cew_sigv4_finish(struct cew_sigv4_signature *out);
void cew_amz_date(int64_t wall_ms, char out[17]); /* "20240102T030405Z" */

#endif
