/* What the files of the engine share: time, and one resource's steps. */
#ifndef CEW_DEMO_ENGINE_H
#define CEW_DEMO_ENGINE_H

#include "room.h"

/* ---- making.c: time ---- */

double demo_mono_now(const struct demo_stack *s);
int64_t demo_wall_at(const struct demo_stack *s, double at); /* the wall clock's time at a moment of the loop's clock */
double demo_scaled(const struct demo_stack *s, double ms);   /* AWS's time at our pace, a tenth more or less */
bool demo_in_progress(const struct demo_resource *r);
/* May it begin? Everything that it stands on is made. */
bool demo_dependencies_made(const struct demo_resource *r);

/* ---- making.c: steps; each writes its event ---- */

void demo_start_creation(struct demo_resource *r, double at);
void demo_fail(struct demo_resource *r, const char *reason, double at);
void demo_cancel(struct demo_stack *s, double at); /* whatever the present version has under way */
/* An update of what stood as `before`, with the properties that `r` has been given; in place, or replacing it. */
void demo_start_update(struct demo_resource *r, struct demo_resource *before, bool replaces, double at);
bool demo_start_nothing(struct demo_resource *r, struct demo_resource *before); /* no change; false: no memory */
void demo_start_revert(struct demo_resource *r, struct demo_resource *from, double at); /* back to what r says */
void demo_start_deletion(struct demo_resource *r, double at);
void demo_advance(struct demo_resource *r, double at); /* the present phase ends */

bool demo_is_held(const struct demo_resource *r); /* obstacles.c: it will not go */
/* Why not: a load balancer protected from it (elb_attributes.c), objects in a bucket (s3_buckets.c). */
bool demo_balancer_is_protected(struct cew_demo *demo, const struct demo_resource *r);
bool demo_bucket_is_full(const struct cew_demo *demo, const char *bucket);

/* ---- updating.c ---- */

/* Starts what can start. true: another kind of work follows. */
bool demo_continue_update(struct demo_stack *s, double at);
void demo_finish_cleaning(struct demo_stack *s, double at);
void demo_give_up_update(struct demo_stack *s, const char *why, double at);
void demo_begin_rollback(struct demo_stack *s, double at); /* of an update that failed and was left as it was */

/* ---- engine.c ---- */

struct demo_version *demo_version_at(const struct demo_stack *s, size_t i); /* NULL beyond the last */
/* An event of the stack about the resources that have this status: "The following resource(s) failed to DID: […]. THEN" */
void demo_stack_event_about(struct demo_stack *s, const char *status, const char *failed_status, const char *did,
                            const char *then, double at);
void demo_schedule(struct demo_stack *s);
/* Walks all resources of all versions: *v and *i are where it stands, both 0 at first. */
struct demo_resource *demo_next_resource(const struct demo_stack *s, size_t *v, size_t *i);
void demo_catch_up(struct demo_stack *s); /* with all that is due by now */
/* Starts what can start, after something has happened. */
void demo_go_on(struct demo_stack *s, double at);

/* ---- operations.c: as demo_engine_…, at a moment of the loop's clock that may be past ---- */

void demo_engine_create_at(struct demo_stack *s, double at);
void demo_engine_update_at(struct demo_stack *s, double at);
void demo_engine_delete_at(struct demo_stack *s, double at);

/* ---- nested.c: a stack as a resource of another ---- */

#define DEMO_STACK_TYPE "AWS::CloudFormation::Stack"
#define DEMO_NEVER 1e300 /* due only when the other stack tells */
bool demo_is_nested(const struct demo_resource *r);
/* The stack behind the resource is made, changed or deleted from now on. NULL, or why not; the caller's to free(). */
char *demo_nested_create(struct demo_resource *r, double at);
char *demo_nested_update(struct demo_resource *r, double at);
char *demo_nested_revert(struct demo_resource *r, double at);
void demo_nested_delete(struct demo_resource *r, double at);
void demo_nested_cancel(struct demo_resource *r, double at);
/* Why it is not what it should be, in AWS's words, or NULL; the caller's to free(). */
char *demo_nested_failure(struct demo_resource *r);
/* It has come to rest. */
void demo_nested_told(struct demo_stack *child, double at);

/* ---- intrusion.c: what the scenario has somebody else do. true: something was done ---- */

bool demo_intrude(struct demo_stack *s, double at);

#endif
