/* What one API call mends. */
#include "survey.h"

#include <string.h>

#define AWS_SNS_KEY "alias/aws/sns" /* AWS's own key: the guide's choice where there is no other */

/* The call is told by the question, as with ASK. */
#define MEND(q, table, name, ...)                                                                          \
	do {                                                                                               \
		(q)->cancel = (table)->cancel;                                                             \
		(q)->self = (table)->self;                                                                 \
		question_sent((q), (table)->name((table)->self, __VA_ARGS__, question_answer, (q), &(q)->err)); \
	} while (0)

static void mend_termination(struct cew_survey *s, struct question *q)
{
	MEND(q, &s->site.operations, set_termination_protection, s->view.id, s->topic == CEW_SURVEY_HARDENING);
}

static void mend_deletion(struct cew_survey *s, struct question *q)
{
	MEND(q, &s->site.operations, set_load_balancer_attribute, s->facts.balancer_arn, "deletion_protection.enabled",
	     s->topic == CEW_SURVEY_HARDENING ? "true" : "false");
}

static void mend_backup(struct cew_survey *s, struct question *q)
{
	MEND(q, &s->site.operations, set_backup_policy, s->facts.file_system, true);
}

/* The items of several topics have a number behind their id, in the topics' order. */
static void mend_encryption(struct cew_survey *s, struct question *q)
{
	const struct topic_row *all = s->got.topics.items;
	size_t i = 0;
	if (s->mending && strlen(s->mending) > strlen("sns-encryption-"))
		i = (size_t)(s->mending[strlen("sns-encryption-")] - '1');
	MEND(q, &s->site.account, set_topic_attribute, i < s->got.topics.len ? all[i].arn : "", "KmsMasterKeyId", AWS_SNS_KEY);
}

static const struct mend_row rows[] = {
	{"termination-protection", mend_termination},
	{"alb-deletion-protection", mend_deletion},
	{"efs-backup", mend_backup},
	{"sns-encryption", mend_encryption},
};

const struct mend_row *mend_find(const char *id)
{
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		if (operate_text_starts(id, rows[i].id))
			return &rows[i];
	return NULL;
}
