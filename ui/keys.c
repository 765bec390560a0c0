/* keys: the decoder of what the terminal sends, a small state machine over tables of sequences. */
#include "keys.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum state { GROUND, IN_UTF8, AFTER_ESC, IN_CSI, IN_SS3, IN_LINUX_F, IN_PASTE };

struct final_row {
	char final;
	ui_key key;
};
/* Finals of CSI and SS3 sequences: cursor keys in either mode, and the keypad's. */
static const struct final_row finals[] = {
	{'A', UI_KEY_UP}, {'B', UI_KEY_DOWN}, {'C', UI_KEY_RIGHT}, {'D', UI_KEY_LEFT}, {'H', UI_KEY_HOME},
	{'F', UI_KEY_END}, {'Z', UI_KEY_BACKTAB}, {'P', UI_KEY_F1}, {'M', UI_KEY_ENTER}, {'I', UI_KEY_TAB},
};

struct tilde_row {
	int number;
	ui_key key;
};
/* CSI number ~: VT220 editing keys as xterm, rxvt, screen and the Linux console number them. */
static const struct tilde_row tildes[] = {
	{1, UI_KEY_HOME}, {2, UI_KEY_INSERT}, {3, UI_KEY_DELETE}, {4, UI_KEY_END}, {5, UI_KEY_PGUP},
	{6, UI_KEY_PGDN}, {7, UI_KEY_HOME}, {8, UI_KEY_END}, {11, UI_KEY_F1},
};

static const char paste_end[] = "\033[201~";

static void emit(struct ui_decoder *d, ui_key key)
{
	d->fn(d->ctx, key, NULL, 0);
}

void ui_decoder_init(struct ui_decoder *d, ui_key_fn *fn, void *ctx)
{
	*d = (struct ui_decoder){.state = GROUND, .fn = fn, .ctx = ctx};
	cew_buf_init(&d->paste, UI_PASTE_MAX);
}

void ui_decoder_finish(struct ui_decoder *d)
{
	cew_buf_wipe(&d->paste); /* a password may have been pasted */
	cew_wipe(d->pending, sizeof(d->pending));
}

static void reset(struct ui_decoder *d)
{
	d->state = GROUND;
	d->len = 0;
}

static ui_key control_key(unsigned char c)
{
	switch (c) {
	case '\t':
		return UI_KEY_TAB;
	case '\r':
	case '\n':
		return UI_KEY_ENTER;
	case '\b':
	case 0x7f:
		return UI_KEY_BACKSPACE;
	default:
		return c;
	}
}

static size_t utf8_length(unsigned char lead)
{
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

static void ground(struct ui_decoder *d, unsigned char c)
{
	if (c == 0x1b) {
		d->state = AFTER_ESC;
		return;
	}
	if (c >= 0x80) {
		if (utf8_length(c) == 0)
			return; /* no UTF-8: nothing that could be shown or stored */
		d->state = IN_UTF8;
		d->pending[0] = (char)c;
		d->len = 1;
		return;
	}
	emit(d, c >= 0x20 && c != 0x7f ? c : control_key(c));
}

static void step(struct ui_decoder *d, unsigned char c);

static void utf8(struct ui_decoder *d, unsigned char c)
{
	if ((c & 0xc0) != 0x80) {
		reset(d);
		step(d, c);
		return;
	}
	d->pending[d->len++] = (char)c;
	if (d->len < utf8_length((unsigned char)d->pending[0]))
		return;
	size_t at = 0, len = d->len;
	uint32_t code = cew_utf8_next(d->pending, len, &at);
	reset(d);
	bool control = code < 0xa0; /* C1 */
	if (!control && code != 0xfffd)
		emit(d, code);
}

static void after_esc(struct ui_decoder *d, unsigned char c)
{
	d->len = 0;
	if (c == '[') {
		d->state = IN_CSI;
		return;
	}
	if (c == 'O') {
		d->state = IN_SS3;
		return;
	}
	if (c == 0x1b) {
		emit(d, UI_KEY_ESC); /* the second may begin a sequence */
		return;
	}
	reset(d);
	if (c >= 0x80) {
		emit(d, UI_KEY_ESC);
		step(d, c);
		return;
	}
	emit(d, UI_ALT | (c >= 0x20 && c != 0x7f ? c : control_key(c)));
}

static ui_key final_key(char final)
{
	for (size_t i = 0; i < CEW_COUNT(finals); i++)
		if (finals[i].final == final)
			return finals[i].key;
	return 0;
}

static ui_key tilde_key(long number)
{
	for (size_t i = 0; i < CEW_COUNT(tildes); i++)
		if (tildes[i].number == number)
			return tildes[i].key;
	return 0;
}

/* "1;5": the second number less one is a set of shift (1), alt (2) and control (4). */
static ui_key modified(ui_key key, const char *params)
{
	const char *semicolon = strchr(params, ';');
	long bits = semicolon ? strtol(semicolon + 1, NULL, 10) - 1 : 0;
	if (bits <= 0 || (bits & 6) == 0)
		return key;
	if (key == UI_KEY_LEFT)
		return UI_KEY_WORD_LEFT;
	return key == UI_KEY_RIGHT ? UI_KEY_WORD_RIGHT : key;
}

static void csi_final(struct ui_decoder *d, char final)
{
	char params[sizeof(d->pending)];
	memcpy(params, d->pending, d->len);
	params[d->len] = '\0';
	reset(d);
	if (final != '~') {
		ui_key key = final_key(final);
		if (key)
			emit(d, modified(key, params));
		return;
	}
	long number = strtol(params, NULL, 10);
	if (number == 200) {
		d->state = IN_PASTE;
		cew_buf_clear(&d->paste);
		return;
	}
	ui_key key = tilde_key(number);
	if (key)
		emit(d, modified(key, params));
}

static void csi(struct ui_decoder *d, unsigned char c)
{
	if (c == 0x1b) { /* broken off */
		reset(d);
		step(d, c);
		return;
	}
	if (c == '[' && d->len == 0) {
		d->state = IN_LINUX_F;
		return;
	}
	if (c >= 0x40 && c <= 0x7e) {
		csi_final(d, (char)c);
		return;
	}
	if (d->len < sizeof(d->pending) - 1)
		d->pending[d->len++] = (char)c;
}

static void ss3(struct ui_decoder *d, unsigned char c)
{
	if (c >= '0' && c <= '9' && d->len < sizeof(d->pending) - 1) { /* a modifier, as some terminals put it */
		d->pending[d->len++] = (char)c;
		return;
	}
	reset(d);
	ui_key key = final_key((char)c);
	if (key)
		emit(d, key);
}

/* Leaves text and "\n": carriage returns become newlines, tabs blanks, and nothing else that could steer a terminal stays. */
static size_t clean_paste(char *text, size_t len)
{
	size_t out = 0;
	for (size_t at = 0; at < len;) {
		size_t begin = at;
		uint32_t code = cew_utf8_next(text, len, &at);
		if (code == '\r') {
			if (at < len && text[at] == '\n')
				continue;
			text[out++] = '\n';
		} else if (code == '\n' || code == '\t') {
			text[out++] = code == '\t' ? ' ' : '\n';
		} else if (code >= 0x20 && code != 0x7f && (code < 0x80 || code >= 0xa0) && code != 0xfffd) {
			memmove(text + out, text + begin, at - begin);
			out += at - begin;
		}
	}
	return out;
}

static void paste_done(struct ui_decoder *d)
{
	reset(d);
	size_t len = d->paste.len ? clean_paste(d->paste.data, d->paste.len) : 0;
	if (len)
		d->fn(d->ctx, UI_KEY_PASTE, d->paste.data, len);
	cew_buf_wipe(&d->paste);
}

/* d->len counts how much of the end mark has been seen; it is kept out of the text, which may be full by then. */
static void paste(struct ui_decoder *d, unsigned char c)
{
	if (c == (unsigned char)paste_end[d->len]) {
		if (++d->len == sizeof(paste_end) - 1)
			paste_done(d);
		return;
	}
	cew_buf_add(&d->paste, paste_end, d->len);
	d->len = c == 0x1b;
	if (!d->len)
		cew_buf_char(&d->paste, (char)c);
}

static void step(struct ui_decoder *d, unsigned char c)
{
	switch (d->state) {
	case GROUND:
		ground(d, c);
		break;
	case IN_UTF8:
		utf8(d, c);
		break;
	case AFTER_ESC:
		after_esc(d, c);
		break;
	case IN_CSI:
		csi(d, c);
		break;
	case IN_SS3:
		ss3(d, c);
		break;
	case IN_LINUX_F: /* ESC [ [ A: the Linux console's F1 */
		reset(d);
		if (c == 'A')
			emit(d, UI_KEY_F1);
		break;
	case IN_PASTE:
		paste(d, c);
		break;
	default:
		reset(d);
	}
}

void ui_decoder_feed(struct ui_decoder *d, const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		step(d, (unsigned char)data[i]);
}

bool ui_decoder_waits(const struct ui_decoder *d)
{
	return d->state == AFTER_ESC || d->state == IN_CSI || d->state == IN_SS3 || d->state == IN_LINUX_F;
}

void ui_decoder_flush(struct ui_decoder *d)
{
	int state = d->state;
	if (!ui_decoder_waits(d))
		return;
	reset(d);
	if (state == AFTER_ESC)
		emit(d, UI_KEY_ESC);
}

bool ui_key_prints(ui_key key)
{
	return key >= 0x20 && key != 0x7f && key < UI_KEY_UP;
}

void ui_key_name(ui_key key, char out[16])
{
	static const char *const names[] = {
		"Up", "Down", "Left", "Right", "^Left", "^Right", "Home", "End", "PgUp", "PgDn", "Ins", "Del", "BS", "Tab",
		"S-Tab", "Enter", "Esc", "F1", "Paste",
	};
	static_assert(CEW_COUNT(names) == UI_KEY_LAST - UI_KEY_UP, "every named key has its name here");
	ui_key plain = key & ~UI_ALT;
	const char *alt = key & UI_ALT ? "Alt-" : "";
	if (plain >= UI_KEY_UP && plain < UI_KEY_LAST)
		snprintf(out, 16, "%s%s", alt, names[plain - UI_KEY_UP]);
	else if (plain < 0x20)
		snprintf(out, 16, "%s^%c", alt, (char)(plain + '@'));
	else if (plain == ' ')
		snprintf(out, 16, "%sSpace", alt);
	else {
		char text[5] = "";
		cew_utf8_encode(plain, text);
		snprintf(out, 16, "%s%s", alt, text);
	}
}
