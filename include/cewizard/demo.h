/* demo: an AWS of our own on loopback. It verifies signatures with its own keys, evaluates the template that it is sent and
 * writes events as AWS does, with times scaled. Never includes the client, so that no mistake is made twice alike. */
#ifndef CEWIZARD_DEMO_H
#define CEWIZARD_DEMO_H

#include "cewizard/cfn.h"

#define CEW_DEMO_ACCOUNT "123456789012"

struct cew_demo_config {
	struct cew_loop *loop;
	const struct cew_random *random;
	int port;                  /* 0: a free one */
	double speed;              /* 1: AWS's own pace; 60: a minute passes in a second; 0 is taken for 1 */
	const char *scenario_path; /* NULL: everything works; assets/scenarios/README.md tells what such a file may hold */
};

struct cew_demo;
/* Listens on 127.0.0.1 and serves on the loop, whose clock also dates what happens. `random` NULL: the system's. Errors:
 * CEW_IO (port taken), CEW_INVALID with file:line:column or CEW_NOT_FOUND (scenario). */
enum cew_status cew_demo_create(const struct cew_demo_config *config, struct cew_demo **out, struct cew_error *err);
void cew_demo_destroy(struct cew_demo *demo);
int cew_demo_port(const struct cew_demo *demo);
const char *cew_demo_access_key(const struct cew_demo *demo); /* made anew for each run */
const struct cew_secret *cew_demo_secret_key(const struct cew_demo *demo);

/* An embedded AWS as a child process of this program ("cewizard demo-aws"), which ends with it. */
struct cew_demo_child {
	int pid;
	int stdin_fd;       /* the child ends when this closes; -1: closed */
	int out_fd, err_fd; /* what it says, until it serves; -1: closed */
	char *endpoint_url; /* "http://127.0.0.1:40123" */
	char *access_key;
	struct cew_secret *secret_key;
};
/* Starts this program again (/proc/self/exe, or where there is none the program at the path `self`) in a process group of
 * its own, and waits until it serves. Errors: CEW_IO, CEW_INVALID as the child said. */
enum cew_status cew_demo_child_start(const char *self, double speed, const char *scenario_path,
                                     struct cew_demo_child *out, struct cew_error *err);
/* The same in two steps, so that the child comes up while its parent has other things to do: begin returns at once, wait
 * until it serves. After an error of either there is no child. */
enum cew_status cew_demo_child_begin(const char *self, double speed, const char *scenario_path,
                                     struct cew_demo_child *out, struct cew_error *err);
enum cew_status cew_demo_child_wait(struct cew_demo_child *child, struct cew_error *err);
void cew_demo_child_stop(struct cew_demo_child *child); /* ends the child and frees what it told; again: harmless */

#endif
