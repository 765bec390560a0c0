/* Where data and secrets of a stack live, with its own ids, and how they are kept (guide: sensitive data, rotation, backup). */
#include "survey.h"

#include <string.h>

static void note(struct cew_survey *s, const char *group, const char *id, const char *what, const char *detail)
{
	add_item(s, group, id, CEW_MARK_NOTE, what, detail, "");
}

/* The path of an access point, as the template has it. */
static const char *path_of(struct cew_survey *s, const char *logical_id)
{
	const struct cew_node *properties = cew_node_get(view_source(&s->view, logical_id), "Properties");
	const char *path = cew_node_get_text(cew_node_get(properties, "RootDirectory"), "Path");
	return path ? texts_keep(&s->texts, path) : "";
}

static const char *size_of(struct cew_survey *s)
{
	int64_t bytes = s->got.file_bytes;
	return bytes < 0 ? "" : SAY(s, ", %lld MB", (long long)(bytes >> 20));
}

/* The types that hold something, and what it is. */
static const struct {
	const char *type, *group, *what;
} kinds[] = {
	{"AWS::EFS::AccessPoint", "data", "directory"},
	{"AWS::S3::Bucket", "data", "bucket"},
	{"AWS::Logs::LogGroup", "data", "log group"},
	{"AWS::SecretsManager::Secret", "secrets", "Secrets Manager"},
	{"AWS::ECS::TaskDefinition", "secrets", "task definition"},
};

static void note_resource(struct cew_survey *s, const struct view_resource *r)
{
	for (size_t k = 0; k < CEW_COUNT(kinds); k++) {
		if (strcmp(kinds[k].type, r->type) != 0 || !*r->physical_id)
			continue;
		const char *path = path_of(s, r->logical_id);
		note(s, kinds[k].group, SAY(s, "%s-%s", kinds[k].group, r->logical_id), SAY(s, "%s %s", kinds[k].what, r->logical_id),
		     *path ? SAY(s, "%s (%s)", path, r->physical_id) : r->physical_id);
	}
}

static void note_group(struct cew_survey *s, const char *group)
{
	const struct view_resource *all = s->view.resources.items;
	for (size_t k = 0; k < CEW_COUNT(kinds); k++)
		for (size_t i = 0; i < s->view.resources.len; i++)
			if (strcmp(kinds[k].group, group) == 0 && strcmp(kinds[k].type, all[i].type) == 0)
				note_resource(s, &all[i]);
}

static void note_care(struct cew_survey *s)
{
	bool on = operate_text_starts(s->got.backup, "ENABL");
	const char *files = s->facts.file_system;
	add_item(s, "care", "care-backup", s->got.backup_error.status ? CEW_MARK_UNKNOWN : on ? CEW_MARK_OK : CEW_MARK_OPEN,
	         "backup of the file system",
	         s->got.backup_error.status ? unreadable(s, &s->got.backup_error) : on ? "AWS Backup takes one every day" : "nothing backs it up",
	         on ? "" : SAY(s, "cewizard hardening %s --mend efs-backup", s->view.name));
	note(s, "care", "care-restore", "restore",
	     SAY(s, "AWS Backup restores %s, or a part of it, into a new directory of it; MongoDB's files are below /data/mongo-data", files));
	note(s, "care", "care-dump", "by hand",
	     "mongodump in the container mongodb-primary (ECS Exec) saves /data/db the way MongoDB means it");
	note(s, "care", "care-passwords", "rotation",
	     "users' passwords are changed in Cloud Exchange (Account, Change Password); the JWT secret and the maintenance password are "
	     "not to be changed");
}

void judge_notes(struct cew_survey *s)
{
	if (*s->facts.file_system)
		note(s, "data", "data-files", "EFS file system", SAY(s, "%s%s: all that Cloud Exchange knows", s->facts.file_system, size_of(s)));
	note_group(s, "data");
	note_group(s, "secrets");
	note(s, "secrets", "secrets-configuration", "passwords of plugins, keys",
	     "in MongoDB, and so in the file system; only Cloud Exchange itself reads them");
	note(s, "secrets", "secrets-parameters", "JWT secret, maintenance password",
	     view_first(&s->view, "AWS::SecretsManager::Secret")
	         ? "the containers get them from Secrets Manager; in the stack's parameters they are masked"
	         : "in the environment variables of the task definition; in the stack's parameters they are masked");
	note_care(s);
}
