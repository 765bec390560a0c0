/* evidence: what stays of an operation. A bundle of files for the change ticket, and a recording that can be played again. */
#ifndef CEWIZARD_EVIDENCE_H
#define CEWIZARD_EVIDENCE_H

#include "cewizard/deploy.h"

/* ---- the bundle ---- */

/* Writes the directory (made with mode 0700 if it is not there; its own files are replaced, others left alone): report.md
 * that begins it, events.jsonl, voices.jsonl, timeline.svg and result.json; where the deployment submits a plan also
 * plan.json, plan.txt and parameters.json, in which secrets are "****". `answers` may be NULL. CEW_IO, CEW_NO_MEMORY. */
enum cew_status cew_evidence_write(const struct cew_deployment *d, const struct cew_answers *answers, const char *dir,
                                   struct cew_error *err);
/* A bar a resource over time, as one SVG document that needs nothing beside it; 960 units wide. */
enum cew_status cew_timeline_write_svg(const struct cew_deployment *d, struct cew_buf *out, struct cew_error *err);

/* ---- the recording: JSON lines ---- */

/* Records what goes into the deployment's model, from before its start until the recorder is destroyed. Nothing of it is
 * secret: of the plan only the resources and their dependencies are kept. The file is made anew with mode 0600. CEW_IO. */
struct cew_recorder;
enum cew_status cew_recorder_create(struct cew_deployment *d, const char *path, struct cew_recorder **out,
                                    struct cew_error *err);
/* Before its deployment. Closes the file. CEW_IO if not all could be written: the recording ends before that. NULL is fine. */
enum cew_status cew_recorder_destroy(struct cew_recorder *r, struct cew_error *err);

/* Plays a recording into a deployment that was created and not started, on its loop, `speed` times as fast as it was (0: all
 * at once). The deployment is then observed and read like any other; its cloud is never called. CEW_INVALID with
 * file:line for what is no recording; CEW_NOT_FOUND, CEW_IO, CEW_LIMIT (64 MiB). */
struct cew_replay;
enum cew_status cew_replay_create(struct cew_deployment *d, struct cew_loop *loop, const char *path, double speed,
                                  struct cew_replay **out, struct cew_error *err);
void cew_replay_set_speed(struct cew_replay *r, double speed); /* 0: the rest at once */
bool cew_replay_over(const struct cew_replay *r);
void cew_replay_destroy(struct cew_replay *r); /* before its deployment; NULL is fine */

#endif
