/* Keeping what resources say: each thing once, and no more of it than anybody reads. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

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

void deployment_voice(struct cew_deployment *d, const struct cew_voice *voice)
{
	if (voices_add(&d->voices, voice))
		tap_voice(d, voice);
}
