/* Questions to AWS: several may be out, each is answered once, all are cancelled with their owner. */
#include "room.h"

#include <stdlib.h>

void asker_init(struct asker *a, cew_loop_fn *idle, void *ctx)
{
	*a = (struct asker){.idle = idle, .ctx = ctx};
	cew_vec_init(&a->questions, sizeof(struct question *));
}

static void question_free(struct question *q)
{
	free(q->about);
	free(q);
}

static void forget(struct asker *a, const struct question *q)
{
	struct question **all = a->questions.items;
	for (size_t i = 0; i < a->questions.len; i++) {
		if (all[i] == q) {
			cew_vec_remove(&a->questions, i);
			return;
		}
	}
}

void asker_finish(struct asker *a)
{
	struct question **all = a->questions.items;
	for (size_t i = 0; i < a->questions.len; i++) {
		if (all[i]->call)
			all[i]->cancel(all[i]->self, all[i]->call);
		question_free(all[i]);
	}
	cew_vec_finish(&a->questions);
	a->out = 0;
}

void asker_hold(struct asker *a)
{
	a->out++;
}

void asker_release(struct asker *a)
{
	if (--a->out == 0 && a->idle)
		a->idle(a->ctx);
}

struct question *question_open(struct asker *a, answer_fn *fn, void *ctx, const char *about)
{
	struct cew_error err;
	struct question *q = calloc(1, sizeof(*q));
	if (q)
		*q = (struct question){.asker = a, .fn = fn, .ctx = ctx, .about = cew_strdup(about)};
	if (q && (!about || q->about) && cew_vec_push(&a->questions, &q)) {
		asker_hold(a);
		return q;
	}
	if (q)
		question_free(q);
	cew_fail_memory(&err);
	asker_hold(a);
	fn(ctx, about, &err, NULL);
	asker_release(a);
	return NULL;
}

void question_answer(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct question *q = arg;
	struct asker *a = q->asker;
	bool starting = q->call == 0; /* answered before the call's id was known */
	q->call = 0;
	q->over = true;
	q->fn(q->ctx, q->about, err, found);
	if (starting)
		return; /* question_sent goes on with it */
	forget(a, q);
	question_free(q);
	asker_release(a);
}

void question_sent(struct question *q, uint64_t call)
{
	struct asker *a = q->asker;
	if (!q->over && call) {
		q->call = call;
		return;
	}
	if (!q->over)
		q->fn(q->ctx, q->about, &q->err, NULL);
	forget(a, q);
	question_free(q);
	asker_release(a);
}
