/* Keeping what resources say: each thing once, and no more of it than anybody reads. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX_BYTES (1 << 18)
#define SECRET_LEAST 4 /* bytes: what is shorter stands in every text */

struct kept_voice {
	struct cew_voice voice;
	char *block; /* its texts */
};

void voices_init(struct voices *v)
{
	*v = (struct voices){0};
	cew_vec_init(&v->kept, sizeof(struct kept_voice));
}

void voices_finish(struct voices *v)
{
	struct kept_voice *all = v->kept.items;
	for (size_t i = 0; i < v->kept.len; i++)
		free(all[i].block);
	cew_vec_finish(&v->kept);
}

static bool same(const struct cew_voice *a, const struct cew_voice *b)
{
	return a->kind == b->kind && a->time_ms == b->time_ms && strcmp(a->logical_id, b->logical_id) == 0 &&
	       strcmp(a->source, b->source) == 0 && strcmp(a->text, b->text) == 0;
}

static bool known(const struct voices *v, const struct cew_voice *voice)
{
	const struct kept_voice *all = v->kept.items;
	for (size_t i = 0; i < v->kept.len; i++)
		if (same(&all[i].voice, voice))
			return true;
	return false;
}

static bool keep(struct kept_voice *k, const struct cew_voice *voice)
{
	size_t id = strlen(voice->logical_id) + 1, source = strlen(voice->source) + 1, text = strlen(voice->text) + 1;
	*k = (struct kept_voice){.voice = *voice, .block = malloc(id + source + text)};
	if (!k->block)
		return false;
	k->voice.logical_id = memcpy(k->block, voice->logical_id, id);
	k->voice.source = memcpy(k->block + id, voice->source, source);
	k->voice.text = memcpy(k->block + id + source, voice->text, text);
	return true;
}

bool voices_add(struct voices *v, const struct cew_voice *voice)
{
	struct kept_voice k;
	if (known(v, voice) || !keep(&k, voice))
		return false;
	if (v->kept.len == VOICES_KEPT) {
		free(((struct kept_voice *)v->kept.items)[0].block);
		cew_vec_remove(&v->kept, 0);
	}
	if (!cew_vec_push(&v->kept, &k)) {
		free(k.block);
		return false;
	}
	v->total++;
	return true;
}

size_t cew_deploy_voice_count(const struct cew_deployment *d) { return d->voices.kept.len; }
size_t cew_deploy_voice_total(const struct cew_deployment *d) { return d->voices.total; }

const struct cew_voice *cew_deploy_voice_at(const struct cew_deployment *d, size_t i)
{
	const struct kept_voice *k = cew_vec_at(&d->voices.kept, i);
	return k ? &k->voice : NULL;
}

/* What a container wrote may hold what it was given. */
static void redact(struct cew_buf *out, const char *text, const char *secret)
{
	size_t len = strlen(secret);
	for (const char *hit; len >= SECRET_LEAST && (hit = strstr(text, secret)); text = hit + len) {
		cew_buf_add(out, text, (size_t)(hit - text));
		cew_buf_str(out, "****");
	}
	cew_buf_str(out, text);
}

static void redact_all(const struct cew_plan *plan, const char *text, struct cew_buf *out)
{
	struct cew_buf next;
	cew_buf_init(&next, TEXT_MAX_BYTES);
	cew_buf_str(out, text);
	for (size_t i = 0; plan && i < plan->parameter_count; i++) {
		if (!plan->parameters[i].secret)
			continue;
		redact(&next, cew_buf_text(out), cew_secret_text(plan->parameters[i].secret));
		cew_buf_clear(out);
		cew_buf_add(out, next.data, next.len);
		cew_buf_clear(&next);
	}
	cew_buf_wipe(&next);
}

/* A task knows better than the service why it stopped; among equals the first one counts. */
static bool knows_better(const struct model *m, enum cew_voice_kind kind)
{
	if (kind != CEW_VOICE_TASK && kind != CEW_VOICE_SERVICE)
		return false;
	return !m->suspicion.logical_id || (kind == CEW_VOICE_TASK && m->suspected_by == CEW_VOICE_SERVICE);
}

/* A voice whose meaning is known tells what will go wrong. */
static void suspect(struct cew_deployment *d, const struct cew_voice *voice)
{
	struct model *m = &d->model;
	const struct resource *r = model_find(m, "", voice->logical_id);
	const struct remedy *remedy = r && knows_better(m, voice->kind) ? diagnose_voice(voice->text) : NULL;
	const char *reason = remedy ? model_keep(m, voice->text) : NULL;
	if (!reason)
		return;
	m->suspected_by = voice->kind;
	m->suspicion = (struct cew_root_cause){
		.logical_id = r->row.logical_id, .type = r->row.type, .reason = reason, .meaning = remedy->meaning, .remedy = remedy->remedy,
		.said = "", .figures = "",
	};
}

void deployment_voice(struct cew_deployment *d, const struct cew_voice *voice)
{
	struct cew_voice told = *voice;
	struct cew_buf text;
	cew_buf_init(&text, TEXT_MAX_BYTES);
	redact_all(d->plan, voice->text, &text);
	told.text = cew_buf_text(&text);
	if (voices_add(&d->voices, &told)) {
		suspect(d, &told);
		tap_voice(d, &told);
	}
	cew_buf_finish(&text);
}
