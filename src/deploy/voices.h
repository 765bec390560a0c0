/* Voices: what a resource says of itself while it is being made. */
#ifndef CEW_DEPLOY_VOICES_H
#define CEW_DEPLOY_VOICES_H

#include "cewizard/deploy.h"

#define VOICES_KEPT 200

struct voices {
	struct cew_vec kept; /* struct kept_voice, oldest first */
	size_t total;        /* how many there have been */
};

void voices_init(struct voices *v);
void voices_finish(struct voices *v);
/* Keeps a copy, and forgets the oldest one beyond those that are kept. True if it was new: no other one that is kept says
 * the same at the same time. */
bool voices_add(struct voices *v, const struct cew_voice *voice);

#endif
