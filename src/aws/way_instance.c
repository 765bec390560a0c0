/* The role of an EC2 instance, through its metadata service. */
#include "acquire.h"
#include "json.h"
#include "room.h"

#include <stdio.h>
#include <string.h>

#define ROLES_PATH "/latest/meta-data/iam/security-credentials/"

struct state {
	struct aws_imds_session *session;
	char role[128]; /* "" until it is known */
};

static void fail_answer(struct aws_acquire *q, const struct aws_imds_answer *answer)
{
	if (answer->outcome == AWS_IMDS_ABSENT)
		aws_acquire_fail_absent(q, answer->why);
	else if (answer->status == 404)
		aws_acquire_fail_absent(q, "no role is attached to this instance");
	else
		aws_acquire_fail(q, NULL, "%s", answer->why);
}

static void on_credentials(void *ctx, const struct aws_imds_answer *answer)
{
	struct aws_acquire *q = ctx;
	struct state *state = aws_acquire_state(q);
	struct aws_credentials keys;
	struct aws_xml tree;
	struct cew_error why = {0};
	bool ok;

	if (answer->outcome != AWS_IMDS_OK) {
		fail_answer(q, answer);
		return;
	}
	if (aws_json_parse(answer->body, answer->len, &tree, &why) != CEW_OK) {
		aws_acquire_fail(q, NULL, "what the metadata service says of role %s cannot be read: %s", state->role, why.what);
		return;
	}
	if (strcmp(aws_xml_text(tree.root, "Code"), "Success") == 0)
		ok = aws_keys_read(tree.root, "Token", &keys, &why);
	else
		ok = cew_fail(&why, CEW_UNREACHABLE, "%s: %s", aws_xml_text(tree.root, "Code"), aws_xml_text(tree.root, "Message")) ==
		     CEW_OK;
	aws_xml_finish(&tree);
	if (ok)
		aws_acquire_end(q, &keys);
	else
		aws_acquire_fail(q, NULL, "the metadata service gives no keys for role %s: %s", state->role, why.what);
}

static void on_role(void *ctx, const struct aws_imds_answer *answer)
{
	struct aws_acquire *q = ctx;
	struct state *state = aws_acquire_state(q);
	struct cew_error err = {0};
	char path[sizeof(ROLES_PATH) + sizeof(state->role)];

	if (answer->outcome != AWS_IMDS_OK) {
		fail_answer(q, answer);
		return;
	}
	snprintf(state->role, sizeof(state->role), "%.*s", (int)strcspn(answer->body, "\r\n"), answer->body);
	if (!state->role[0] || strspn(state->role, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=,.@_-") !=
	                           strlen(state->role)) {
		aws_acquire_fail_absent(q, "no role is attached to this instance");
		return;
	}
	snprintf(path, sizeof(path), "%s%s", ROLES_PATH, state->role);
	if (aws_imds_get(state->session, path, on_credentials, q, &err) != CEW_OK)
		aws_acquire_fail_with(q, &err);
}

static void start(struct aws_acquire *q)
{
	struct state *state = aws_acquire_take_state(q, sizeof(*state));
	struct cew_error err = {0};

	if (!state)
		return;
	state->session = aws_imds_open(aws_acquire_client(q));
	if (!state->session)
		cew_fail_memory(&err);
	if (!state->session || aws_imds_get(state->session, ROLES_PATH, on_role, q, &err) != CEW_OK)
		aws_acquire_fail_with(q, &err);
}

static void stop(struct aws_acquire *q)
{
	struct state *state = aws_acquire_state(q);

	if (state)
		aws_imds_close(state->session);
}

const struct aws_way aws_way_instance = {start, stop};
