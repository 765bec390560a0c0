/* cewizard replay: a recorded operation, told once more. */
#include "room.h"

#include <string.h>

static struct cew_deployment *deployment_to_play(struct cew_app *app)
{
	struct cew_deploy_config config = {.loop = app->loop, .random = app->random, .cloud = &app->cloud};
	return cew_deploy_create(&config);
}

static int play(struct cew_app *app, struct cew_deployment *d)
{
	struct cew_error err;
	struct cew_replay *replay;
	if (cew_replay_create(d, app->loop, app->options->operand, app->options->speed, &replay, &err))
		return end_with_error(app, NULL, &err);
	int code = follow(app, d);
	cew_replay_destroy(replay);
	return code;
}

int command_replay(struct cew_app *app)
{
	struct cew_error err;
	struct cew_deployment *d = deployment_to_play(app);
	if (!d)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	((struct app_room *)app)->replays = true;
	int code = play(app, d);
	cew_deploy_destroy(d);
	return code;
}
