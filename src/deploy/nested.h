/* Nested stacks: their events are read by id after the own stack's, for as long as they are under way. */
#ifndef CEW_DEPLOY_NESTED_H
#define CEW_DEPLOY_NESTED_H

#include "cewizard/deploy.h"

struct nested_stack {
	const char *id;  /* the model's */
	size_t row;      /* of the resource in the stack around it */
	bool met;        /* this reading has come to what was taken before, or to what was before the operation */
	bool closing;    /* its row had come to an end before this reading began: nothing follows it */
	bool over;
	unsigned failures; /* in a row */
};

typedef void nested_fn(struct cew_deployment *d);

struct nested {
	struct cew_vec stacks;  /* struct nested_stack, in the order in which they appeared */
	struct cew_vec reading; /* struct kept_event of the one that is read, newest first */
	size_t at;              /* the one that is read */
	bool news;
	nested_fn *after;
};

void nested_init(struct nested *n);
void nested_finish(struct nested *n);
/* Reads what is new of all nested stacks, then calls `after`. What cannot be read is left for the next time. */
void nested_read(struct cew_deployment *d, nested_fn *after);

#endif
