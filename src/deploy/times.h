/* How long things take: built-in figures (figures.c), what this machine has seen (history.c), and what follows from both
 * for the operation at hand (estimate.c). */
#ifndef CEW_DEPLOY_TIMES_H
#define CEW_DEPLOY_TIMES_H

#include "model.h"

/* Milliseconds at AWS's own pace. */
int64_t figure_ms(const char *type, enum work work);

/* ---- what this machine has seen ---- */

#define HISTORY_TIMES 15 /* the newest that are kept of each kind */
#define HISTORY_KINDS 400 /* kinds that are kept: the longest unseen go first */

struct history_kind {
	char *region, *type;
	enum work work;
	int64_t ms[HISTORY_TIMES]; /* oldest first */
	size_t count;
};
struct history {
	struct cew_vec kinds; /* struct history_kind, the longest unseen first */
};
void history_init(struct history *h);
void history_finish(struct history *h);
/* What cannot be read is left out: a history that is damaged, or not there, is shorter, and no error. */
void history_load(struct history *h);
int64_t history_median_ms(const struct history *h, const char *region, const char *type, enum work work); /* -1: none */
void history_add(struct history *h, const char *region, const char *type, enum work work, int64_t ms);
enum cew_status history_save(const struct history *h, struct cew_error *err);

/* ---- the operation at hand ---- */

struct cew_deployment;
void estimate_begin(struct cew_deployment *d);   /* reads the history, where the deployment learns */
/* Brings the rows' usual times up to now. True if one became slower than usual, or is so no more. */
bool estimate_refresh(struct cew_deployment *d);
/* Adds what was seen to the history, once. */
void estimate_learn(struct cew_deployment *d);
int64_t estimate_left_ms(const struct cew_deployment *d); /* -1: not known */

#endif
