/* acquire: taking a plan's steps one after the other, each on the loop, until keys are there or cannot be had. */
#ifndef AWS_ACQUIRE_H
#define AWS_ACQUIRE_H

#include "plan.h"
#include "xml.h"

struct aws_acquire;

/* Told once. `got` may be taken out of; what is left of it is finished by the acquisition. absent: nobody asked for the
 * place that was tried, and it is not there. */
typedef void aws_acquired_fn(void *ctx, struct aws_credentials *got, const struct cew_error *err, bool absent);

/* Takes the plan over, also when it fails (NULL: no memory). */
struct aws_acquire *aws_acquire_create(struct cew_aws *aws, struct aws_plan *plan, aws_acquired_fn *done, void *ctx);
/* Begins; done may run before this returns, and may destroy. */
void aws_acquire_run(struct aws_acquire *q);
void aws_acquire_destroy(struct aws_acquire *q); /* gives up what is under way; NULL is fine */
const struct aws_source *aws_acquire_source(const struct aws_acquire *q); /* the step that is being taken */

/* ---- for the ways to keys, one file each ---- */

/* start begins a step and sees to it that one of the ends below is called, at once or later, as the last thing that is done
 * with the acquisition; stop gives the step's state up, whether it ended or not. */
struct aws_way {
	void (*start)(struct aws_acquire *q);
	void (*stop)(struct aws_acquire *q);
};
extern const struct aws_way aws_way_keys, aws_way_role, aws_way_web, aws_way_sso, aws_way_process, aws_way_container,
	aws_way_instance;

struct cew_aws *aws_acquire_client(const struct aws_acquire *q);
const struct aws_credentials *aws_acquire_base(const struct aws_acquire *q); /* what the step before gave */
void *aws_acquire_state(const struct aws_acquire *q);
/* Zeroed, freed after stop; NULL: no memory, and the end was told. */
void *aws_acquire_take_state(struct aws_acquire *q, size_t size);

void aws_acquire_end(struct aws_acquire *q, struct aws_credentials *got); /* takes what is in `got` */
/* `hint` NULL: the source's own way to renew. Where = the source's place. */
void aws_acquire_fail(struct aws_acquire *q, const char *hint, const char *fmt, ...) CEW_PRINTF(3, 4);
void aws_acquire_fail_with(struct aws_acquire *q, const struct cew_error *err);
void aws_acquire_fail_absent(struct aws_acquire *q, const char *why); /* a last resort that is not there */

/* Keys in a tree under the names that containers, instances and programs give them. `who` is named in errors. */
bool aws_keys_read(const struct aws_xml_node *n, const char *token_name, struct aws_credentials *out, struct cew_error *err);

#endif
