/* Voices: what a resource says of itself while it is being made (voices.c), and asking it (listen.c). */
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

/* ---- listening to an ECS service, in rounds of a few calls one after the other ---- */

enum listening_step { LISTEN_SERVICE, LISTEN_STOPPED, LISTEN_TASKS, LISTEN_DEFINITION, LISTEN_LOG, LISTEN_COUNT };

#define LISTEN_TASKS_KEPT 64
#define LISTEN_LOGS 8 /* containers of one task */

/* Where a container's lines are. */
struct listening_log {
	char container[128], group[512], stream[640];
};

struct listening {
	uint64_t call, ticket;
	int64_t next_ms;              /* monotonic: no round begins before; 0: none has */
	size_t row;                   /* of the service that is listened to in this round */
	char cluster[512], service[512];
	bool refused[LISTEN_COUNT];   /* is not asked any more */
	char told[LISTEN_TASKS_KEPT][64]; /* ids of tasks whose end was told, in a ring */
	size_t told_count;
	char task[64], definition[512]; /* the task whose lines are read in this round; "": none */
	struct listening_log logs[LISTEN_LOGS];
	size_t log_count, log_at;
};

/* Called after every reading of events: begins a round when one is due and a service is in progress. */
void listen_poll(struct cew_deployment *d);
void listen_stop(struct cew_deployment *d); /* cancels what is out */

#endif
