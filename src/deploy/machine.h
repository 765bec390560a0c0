/* The machine behind struct cew_deployment, shared by machine.c (states), follow.c (events) and submit.c (requests). */
#ifndef CEW_DEPLOY_MACHINE_H
#define CEW_DEPLOY_MACHINE_H

#include "model.h"

struct cew_deployment {
	struct cew_deploy_config config;
	struct cew_cloud cloud;
	struct model model;
	enum cew_deploy_state state;
	enum cew_operation operation;
	const struct cew_plan *plan; /* NULL unless this deployment submits it */
	const char *stack_name, *stack_id, *account, *caller, *region;
	char token[37];
	uint64_t call;  /* the one call that is out; 0: none */
	uint64_t timer; /* the next poll; 0: none */
	cew_deploy_fn *observer;
	void *observer_ctx;
	struct cew_error error;
	bool has_error, ok;
	int64_t started_mono_ms, ended_mono_ms;

	/* submitting */
	unsigned attempts;

	/* following */
	struct cew_vec page_events; /* struct cew_stack_event, newest first, texts kept by the model: one poll's harvest */
	unsigned polls;
	unsigned troubles; /* polls in a row that failed */
	bool flushed;      /* events were read once more after the stack came to rest */

	char *journal_path; /* NULL: none kept */
	int64_t started_wall_ms;
};

/* The only function that changes the state: it traces, journals and tells the observer. */
void deployment_go(struct cew_deployment *d, enum cew_deploy_state state);
void deployment_changed(struct cew_deployment *d); /* the model changed, the state did not */
void deployment_stop(struct cew_deployment *d, const struct cew_error *err);
int64_t deployment_now(const struct cew_deployment *d); /* monotonic */

void follow_start(struct cew_deployment *d); /* stack_id (or at least stack_name) is known */
void submit_start(struct cew_deployment *d);

enum cew_status journal_open(struct cew_deployment *d, struct cew_error *err);
void journal_write(struct cew_deployment *d);

#endif
