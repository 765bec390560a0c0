/* The end of an operation: the result in words, the evidence, and the command that somebody wants to be run then. */
#include "room.h"

#include <errno.h>
#include <spawn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT_MAX_BYTES (1 << 20)

/* ---- in words ---- */

/* What AWS says is free text: a line of it stays a line, and it commands no terminal. */
static void add_visible(struct cew_buf *out, const char *before, const char *text)
{
	if (!*text)
		return;
	cew_buf_str(out, before);
	cew_text_visible(out, text);
	cew_buf_char(out, '\n');
}

void cause_write(const struct cew_root_cause *cause, const char *happens, struct cew_buf *out)
{
	cew_text_visible(out, cause->logical_id);
	cew_buf_str(out, " (");
	cew_text_visible(out, cause->type);
	cew_buf_fmt(out, ") %s\n", happens);
	add_visible(out, "  ", cause->reason);
	add_visible(out, "  Said before    ", cause->said);
	add_visible(out, "  What it means  ", cause->meaning);
	add_visible(out, "  What to do     ", cause->remedy);
	add_visible(out, "  In the account ", cause->figures);
	if (cause->cancelled)
		cew_buf_fmt(out, "  %zu other%s cancelled because of it\n", cause->cancelled, cause->cancelled == 1 ? " was" : "s were");
}

/* How much of it is there now. */
static void add_result(const struct cew_deployment *d, struct cew_buf *out)
{
	struct cew_progress p = cew_deploy_progress(d);
	char elapsed[CEW_TIME_MAX];
	bool deletes = cew_deploy_operation(d) == CEW_OPERATION_DELETE;
	cew_duration_format(cew_deploy_elapsed_ms(d), elapsed);
	cew_buf_char(out, '\n');
	cew_text_visible(out, cew_deploy_stack_name(d));
	cew_buf_str(out, ": ");
	cew_text_visible(out, cew_deploy_stack_status(d));
	cew_buf_fmt(out, " in %s, ", elapsed);
	if (cew_deploy_ok(d))
		cew_buf_fmt(out, "%zu resources%s\n", p.total, deletes ? " gone" : "");
	else
		cew_buf_fmt(out, "%zu of %zu resources %s\n", p.done, p.total, deletes ? "gone" : "in place");
}

void cew_app_ending(const struct cew_deployment *d, struct cew_buf *out)
{
	const struct cew_root_cause *cause = cew_deploy_root_cause(d);
	struct cew_access access;
	bool ok = cew_deploy_ok(d);
	if (!ok && cause) {
		cew_buf_char(out, '\n');
		cause_write(cause, "failed first", out);
	}
	add_result(d, out);
	for (size_t i = 0; i < cew_deploy_output_count(d); i++) {
		const struct cew_stack_output *o = cew_deploy_output_at(d, i);
		cew_buf_fmt(out, "%s  %-28s ", i ? "" : "\nOutputs\n", o->key);
		cew_text_visible(out, o->value);
		cew_buf_char(out, '\n');
	}
	if (ok && cew_deploy_operation(d) != CEW_OPERATION_DELETE && cew_deploy_access(d, &access))
		cew_buf_fmt(out, "\nOpen it\n  %s\n  then %s\n", access.command, access.url);
}

/* ---- the command at the end ---- */

#define PREFIX "CEWIZARD_"

static bool add_entry(struct cew_vec *list, char *entry)
{
	if (entry && cew_vec_push(list, &entry))
		return true;
	free(entry);
	return false;
}

static bool add_result_entries(struct cew_vec *list, const struct cew_deployment *d, int code)
{
	const struct cew_root_cause *cause = cew_deploy_ok(d) ? NULL : cew_deploy_root_cause(d);
	return add_entry(list, cew_fmt(PREFIX "OPERATION=%s", cew_operation_name(cew_deploy_operation(d)))) &&
	       add_entry(list, cew_fmt(PREFIX "STACK_NAME=%s", cew_deploy_stack_name(d))) &&
	       add_entry(list, cew_fmt(PREFIX "STACK_ID=%s", cew_deploy_stack_id(d))) &&
	       add_entry(list, cew_fmt(PREFIX "REGION=%s", cew_deploy_region(d))) &&
	       add_entry(list, cew_fmt(PREFIX "STATUS=%s", cew_deploy_stack_status(d))) &&
	       add_entry(list, cew_fmt(PREFIX "OK=%s", cew_deploy_state(d) == CEW_DEPLOY_DONE && cew_deploy_ok(d) ? "true" : "false")) &&
	       add_entry(list, cew_fmt(PREFIX "EXIT=%d", code)) &&
	       add_entry(list, cew_fmt(PREFIX "SECONDS=%lld", (long long)(cew_deploy_elapsed_ms(d) / 1000))) &&
	       add_entry(list, cew_fmt(PREFIX "CAUSE=%s%s%s", cause ? cause->logical_id : "", cause ? ": " : "", cause ? cause->reason : "")) &&
	       add_entry(list, cew_fmt(PREFIX "REMEDY=%s", cause ? cause->remedy : ""));
}

/* Ours, but for what an outer run of this program may have put there, and the result. */
static bool make_environment(struct cew_vec *list, const struct cew_deployment *d, int code)
{
	for (char **entry = environ; entry && *entry; entry++)
		if (strncmp(*entry, PREFIX, strlen(PREFIX)) != 0 && !add_entry(list, cew_strdup(*entry)))
			return false;
	return add_result_entries(list, d, code) && cew_vec_push(list, NULL);
}

/* The child's output goes where people read: standard output may be JSON. */
static int start_shell(const char *command, char *const *environment, pid_t *pid)
{
	char name[] = "sh", flag[] = "-c";
	char *const argv[] = {name, flag, (char *)command, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	int number = posix_spawn(pid, "/bin/sh", &actions, &attributes, argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return number;
}

static enum cew_status run_shell(const char *command, char *const *environment, struct cew_error *err)
{
	pid_t pid;
	int ended = 0;
	int number = start_shell(command, environment, &pid);
	if (number)
		return cew_fail(err, CEW_FAILED, "the command given with --on-end could not be started: %s", strerror(number));
	while (waitpid(pid, &ended, 0) < 0)
		if (errno != EINTR)
			return cew_fail(err, CEW_FAILED, "how the command given with --on-end ended is not known: %s", strerror(errno));
	if (WIFEXITED(ended) && WEXITSTATUS(ended) == 0)
		return CEW_OK;
	if (WIFSIGNALED(ended))
		return cew_fail(err, CEW_FAILED, "the command given with --on-end was ended by signal %d", WTERMSIG(ended));
	return cew_fail(err, CEW_FAILED, "the command given with --on-end ended with exit code %d", WEXITSTATUS(ended));
}

enum cew_status cew_app_on_end(const struct cew_app *app, const struct cew_deployment *d, int exit_code, struct cew_error *err)
{
	struct cew_vec environment;
	if (!app->options->on_end)
		return CEW_OK;
	cew_vec_init(&environment, sizeof(char *));
	enum cew_status s = make_environment(&environment, d, exit_code) ? run_shell(app->options->on_end, environment.items, err)
	                                                                 : cew_fail_memory(err);
	for (size_t i = 0; i < environment.len; i++)
		free(((char **)environment.items)[i]);
	cew_vec_finish(&environment);
	return s;
}

/* ---- both ---- */

void ending_leave(const struct cew_app *app, const struct cew_deployment *d, int code)
{
	struct cew_error err;
	const char *dir = app->options->report;
	if (dir && cew_evidence_write(d, app->answers, dir, &err))
		tell_error(&err);
	else if (dir)
		fprintf(stderr, "The evidence is in %s\n", dir);
	if (cew_app_on_end(app, d, code, &err))
		tell_error(&err);
}
