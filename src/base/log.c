/* The log: one line an entry, with every secret it was told of struck out. */
#include "cewizard/base.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHORTEST_SECRET = 4, LONGEST_ENTRY = 1 << 20 };

/* The one piece of state of the process in this room: whoever logs need not be handed a log. */
static struct {
	int fd;
	enum cew_log_level level;
	struct cew_vec secrets; /* of struct cew_secret * */
} state = {.fd = -1, .secrets = {.item_size = sizeof(struct cew_secret *)}};

static const char *const level_names[] = {"ERROR", "WARN ", "INFO ", "DEBUG"};
static_assert(CEW_COUNT(level_names) == CEW_LOG_DEBUG + 1, "a name a level");

enum cew_status cew_log_open(const char *path, enum cew_log_level level, struct cew_error *err)
{
	struct stat about;
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);

	if (fd < 0)
		return cew_fail(err, CEW_IO, "cannot open the log %s: %s", path, strerror(errno));
	/* A log that was there already may be open to others. A terminal or pipe has its own mode. */
	if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && fchmod(fd, 0600) != 0) {
		cew_fail(err, CEW_IO, "cannot make the log %s private: %s", path, strerror(errno));
		close(fd);
		return CEW_IO;
	}
	if (state.fd >= 0)
		close(state.fd);
	state.fd = fd;
	state.level = level;
	return CEW_OK;
}

void cew_log_close(void)
{
	if (state.fd >= 0)
		close(state.fd);
	state.fd = -1;
	for (size_t i = 0; i < state.secrets.len; i++)
		cew_secret_destroy(*(struct cew_secret **)cew_vec_at(&state.secrets, i));
	cew_vec_finish(&state.secrets);
}

static bool is_known(const struct cew_secret *s)
{
	for (size_t i = 0; i < state.secrets.len; i++) {
		const struct cew_secret *known = *(struct cew_secret **)cew_vec_at(&state.secrets, i);

		if (cew_secret_len(known) == cew_secret_len(s) &&
		    cew_equal_constant_time(cew_secret_text(known), cew_secret_text(s), cew_secret_len(s)))
			return true;
	}
	return false;
}

void cew_log_redact(const struct cew_secret *s)
{
	struct cew_secret *copy;

	if (cew_secret_len(s) < SHORTEST_SECRET || is_known(s))
		return;
	copy = cew_secret_copy(s);
	if (copy && cew_vec_push(&state.secrets, &copy))
		return;
	cew_secret_destroy(copy);
	/* A log that cannot keep this secret out must not go on. */
	if (state.fd >= 0)
		close(state.fd);
	state.fd = -1;
}

/* The length of one byte of a secret as it stands in the text, plain or percent-encoded; 0: it is another. */
static size_t byte_length(const char *text, size_t len, char wanted, bool percent_is_plain)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char c = (unsigned char)wanted;

	if (len > 0 && text[0] == wanted && (wanted != '%' || percent_is_plain))
		return 1;
	if (len > 0 && text[0] == '+' && wanted == ' ')
		return 1;
	if (len >= 3 && text[0] == '%' && (text[1] | 0x20) == (digits[c >> 4] | 0x20) &&
	    (text[2] | 0x20) == (digits[c & 0x0F] | 0x20))
		return 3;
	return 0;
}

static size_t occurrence_length(const char *text, size_t len, const struct cew_secret *s, bool percent_is_plain)
{
	const char *wanted = cew_secret_text(s);
	size_t at = 0;

	for (size_t i = 0; i < cew_secret_len(s); i++) {
		size_t length = byte_length(text + at, len - at, wanted[i], percent_is_plain);

		if (length == 0)
			return 0;
		at += length;
	}
	return at;
}

static size_t longest_occurrence(const char *text, size_t len)
{
	size_t longest = 0;

	for (size_t i = 0; i < state.secrets.len; i++) {
		const struct cew_secret *s = *(struct cew_secret **)cew_vec_at(&state.secrets, i);
		size_t plain = occurrence_length(text, len, s, true);
		/* In a secret such as "50%25", a "%25" in the text is either three bytes of it or one. */
		size_t encoded = occurrence_length(text, len, s, false);

		if (plain > longest)
			longest = plain;
		if (encoded > longest)
			longest = encoded;
	}
	return longest;
}

/* Strikes out secrets; makes control characters visible, so that an entry is one line and no terminal obeys it. */
static void add_clean(struct cew_buf *out, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t secret = longest_occurrence(text + at, len - at);
		unsigned char c = (unsigned char)text[at];

		if (secret > 0)
			cew_buf_str(out, "****");
		else if (c < 0x20 || c == 0x7F)
			cew_buf_fmt(out, "\\x%02X", (unsigned)c);
		else
			cew_buf_char(out, (char)c);
		at += secret > 0 ? secret : 1;
	}
}

static void write_line(const struct cew_buf *line)
{
	ssize_t put;

	/* One write an entry keeps the lines of two processes apart. A full disk must not stop a deployment. */
	do {
		put = write(state.fd, line->data, line->len);
	} while (put < 0 && errno == EINTR);
}

void cew_log(enum cew_log_level level, const char *room, const char *fmt, ...)
{
	struct cew_buf message, line;
	char now[CEW_TIME_MAX];
	const struct cew_clock *clock = cew_clock_system();
	va_list args;

	if (state.fd < 0 || level > state.level)
		return;
	cew_buf_init(&message, LONGEST_ENTRY);
	cew_buf_init(&line, 2 * LONGEST_ENTRY);
	va_start(args, fmt);
	cew_buf_vfmt(&message, fmt, args);
	va_end(args);

	cew_time_format(clock->wall_ms(clock->ctx), now);
	cew_buf_fmt(&line, "%s %s %s: ", now, level_names[level], room);
	if (message.failed)
		cew_buf_str(&line, "(an entry too long for the log)");
	else
		add_clean(&line, cew_buf_text(&message), message.len);
	cew_buf_char(&line, '\n');
	if (!line.failed)
		write_line(&line);
	cew_buf_wipe(&message);
	cew_buf_finish(&line);
}
