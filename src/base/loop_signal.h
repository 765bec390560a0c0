/* The loop's signals: a handler that only marks and wakes, and the side that runs callbacks. Private to base. */
#ifndef CEW_LOOP_SIGNAL_H
#define CEW_LOOP_SIGNAL_H

#include "cewizard/base.h"

enum { CEW_SIGNAL_MAX = 65 }; /* Linux numbers signals from 1 to 64 */

struct cew_signals {
	int pipe[2]; /* -1: not open */
	struct {
		void (*fn)(void *ctx, int signo);
		void *ctx;
	} handlers[CEW_SIGNAL_MAX];
};

void cew_signals_init(struct cew_signals *s);
void cew_signals_finish(struct cew_signals *s); /* gives every signal it holds its default action again */
enum cew_status cew_signals_open(struct cew_signals *s); /* opens the pipe once; CEW_IO */
int cew_signals_fd(const struct cew_signals *s); /* readable when a signal arrived */
enum cew_status cew_signals_set(struct cew_signals *s, int signo, void (*fn)(void *ctx, int signo), void *ctx);
void cew_signals_dispatch(struct cew_signals *s); /* runs what arrived */

#endif
