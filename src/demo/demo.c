/* The embedded AWS from the outside: made, asked for its port and keys, destroyed. */
#include "room.h"
#include "store.h"

#include <stdlib.h>
#include <string.h>

#define KEY_ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
#define SECRET_ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

int64_t demo_wall_ms(const struct cew_demo *demo)
{
	const struct cew_clock *clock = cew_loop_clock(demo->loop);
	return clock->wall_ms(clock->ctx);
}

int64_t demo_time_ms(const struct cew_demo *demo)
{
	return demo_wall_ms(demo) + demo_scenario_skew_ms(demo->scenario);
}

/* Shaped like real ones, so that everybody's checks of form accept them. */
static bool make_keys(struct cew_demo *demo)
{
	memcpy(demo->access_key, "AKIA", 4);
	for (size_t i = 4; i < 20; i++)
		demo->access_key[i] = KEY_ALPHABET[cew_random_below(demo->random, sizeof(KEY_ALPHABET) - 1)];
	demo->secret_key = cew_random_secret(demo->random, SECRET_ALPHABET, 40);
	return demo->secret_key != NULL;
}

enum cew_status cew_demo_create(const struct cew_demo_config *config, struct cew_demo **out, struct cew_error *err)
{
	struct cew_demo *demo = calloc(1, sizeof(*demo));
	if (!demo)
		return cew_fail_memory(err);
	demo->loop = config->loop;
	demo->random = config->random ? config->random : cew_random_system();
	demo->speed = config->speed > 0 ? config->speed : 1;
	cew_vec_init(&demo->stacks, sizeof(struct demo_stack *));
	enum cew_status status = demo_scenario_load(config->scenario_path, &demo->scenario, err);
	if (!status && !make_keys(demo))
		status = cew_fail_memory(err);
	if (!status) {
		const char *account = demo_scenario_account(demo->scenario);
		memcpy(demo->account, account ? account : CEW_DEMO_ACCOUNT, sizeof(demo->account));
		demo->account_things = demo_account_create(demo);
		demo->store = demo_store_create();
		demo->sessions = demo_sessions_create();
		status = demo->account_things && demo->store && demo->sessions ? CEW_OK : cew_fail_memory(err);
	}
	if (!status)
		status = demo_http_create(demo, config->port, &demo->http, err);
	if (!status)
		status = demo_history_make(demo, err);
	if (status) {
		cew_demo_destroy(demo);
		return status;
	}
	*out = demo;
	return CEW_OK;
}

void cew_demo_destroy(struct cew_demo *demo)
{
	if (!demo)
		return;
	demo_http_destroy(demo->http);
	for (size_t i = 0; i < demo->stacks.len; i++)
		demo_stack_destroy(*(struct demo_stack **)cew_vec_at(&demo->stacks, i));
	cew_vec_finish(&demo->stacks);
	demo_account_destroy(demo->account_things);
	demo_store_destroy(demo->store);
	demo_sessions_destroy(demo->sessions);
	demo_scenario_destroy(demo->scenario);
	cew_secret_destroy(demo->secret_key);
	free(demo);
}

int cew_demo_port(const struct cew_demo *demo)
{
	return demo_http_port(demo->http);
}

const char *cew_demo_access_key(const struct cew_demo *demo)
{
	return demo->access_key;
}

const struct cew_secret *cew_demo_secret_key(const struct cew_demo *demo)
{
	return demo->secret_key;
}
