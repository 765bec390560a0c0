/* keys: one vocabulary for everything that can be pressed, and the decoder that makes it out of a terminal's bytes. Knows
 * no curses: what a terminal sends is UTF-8, control characters and ECMA-48 sequences. */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include "cewizard/base.h"

/* A key is a code point that prints, a control character (UI_CTRL), or one of the names below; Alt adds UI_ALT. */
typedef uint32_t ui_key;
#define UI_CTRL(letter) ((ui_key)((letter) & 0x1f))
#define UI_ALT 0x01000000u

enum {
	UI_KEY_UP = 0x110000, /* the first number that is no code point */
	UI_KEY_DOWN,
	UI_KEY_LEFT,
	UI_KEY_RIGHT,
	UI_KEY_WORD_LEFT,
	UI_KEY_WORD_RIGHT,
	UI_KEY_HOME,
	UI_KEY_END,
	UI_KEY_PGUP,
	UI_KEY_PGDN,
	UI_KEY_INSERT,
	UI_KEY_DELETE,
	UI_KEY_BACKSPACE,
	UI_KEY_TAB,
	UI_KEY_BACKTAB,
	UI_KEY_ENTER,
	UI_KEY_ESC,
	UI_KEY_F1,
	UI_KEY_PASTE, /* a bracketed paste, whole; its text comes beside the key */
	UI_KEY_LAST
};

/* Does this key put text into an editor? */
bool ui_key_prints(ui_key key);
/* "Tab", "^N", "PgDn", "?": how the key line and the help call it. */
void ui_key_name(ui_key key, char out[16]);

/* A pasted text is UTF-8 without control characters but "\n"; it is the decoder's and valid during the call. */
typedef void ui_key_fn(void *ctx, ui_key key, const char *paste, size_t paste_len);

#define UI_PASTE_MAX (256u * 1024u) /* bytes; what is beyond is dropped */

struct ui_decoder {
	int state;
	char pending[64]; /* an unfinished character or sequence */
	size_t len;
	struct cew_buf paste;
	ui_key_fn *fn;
	void *ctx;
};

void ui_decoder_init(struct ui_decoder *d, ui_key_fn *fn, void *ctx);
void ui_decoder_finish(struct ui_decoder *d);
void ui_decoder_feed(struct ui_decoder *d, const char *data, size_t len);
/* Is an Esc waiting for what may follow it? Then the caller gives it ESCDELAY and calls ui_decoder_flush. */
bool ui_decoder_waits(const struct ui_decoder *d);
void ui_decoder_flush(struct ui_decoder *d);

#endif
