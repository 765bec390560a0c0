/* EFS: file systems, and whether they are backed up. */
#include "lookup.h"
#include "operations_room.h"

#define FILE_SYSTEMS "2015-02-01/file-systems"

static const struct aws_field file_system_fields[] = {
	AWS_FIELD_TEXT(struct cew_file_system, id, "FileSystemId"),
	AWS_FIELD_TEXT(struct cew_file_system, arn, "FileSystemArn"),
	AWS_FIELD_TEXT(struct cew_file_system, name, "Name"),
	AWS_FIELD_TEXT(struct cew_file_system, state, "LifeCycleState"),
	AWS_FIELD_TEXT(struct cew_file_system, kms_key, "KmsKeyId"),
	AWS_FIELD_BOOL(struct cew_file_system, encrypted, "Encrypted"),
	AWS_FIELD_INT(struct cew_file_system, bytes, "SizeInBytes/Value"),
	AWS_FIELD_INT(struct cew_file_system, mount_targets, "NumberOfMountTargets"),
	AWS_FIELD(AWS_TIME, struct cew_file_system, created_ms, "CreationTime"),
	AWS_FIELD_STRUCTS(struct cew_file_system, tags, tag_count, "Tags", &aws_pair_shape),
};
static const struct aws_shape file_system_shape = AWS_SHAPE(cew_file_system, file_system_fields, "FileSystemId");

static const struct aws_field backup_fields[] = {
	AWS_FIELD_TEXT(struct cew_backup_policy, status, "Status"),
};
static const struct aws_shape backup_shape = AWS_SHAPE(cew_backup_policy, backup_fields, "Status");

static const struct aws_find file_systems = {
	.call = AWS_CALL(AWS_EFS, "DescribeFileSystems"),
	.shape = &file_system_shape,
	.at = "FileSystems",
	.list = true,
	.token_out = "NextMarker",
	.token_in = "Marker",
};
static const struct aws_find backup = {
	.call = AWS_CALL(AWS_EFS, "DescribeBackupPolicy"), .shape = &backup_shape, .at = "BackupPolicy"};
static const struct aws_find set_backup = {
	.call = AWS_CALL(AWS_EFS, "PutBackupPolicy"), .shape = &backup_shape, .at = "BackupPolicy"};

uint64_t aws_efs_file_systems(void *self, const char *id, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_request_init(&request, "GET");
	aws_request_path(&request, FILE_SYSTEMS, "/");
	if (id)
		aws_request_query(&request, "FileSystemId", id);
	return aws_lookup_start(self, &file_systems, &request, done, arg, err);
}

static void policy_request(struct aws_request *r, const char *method, const char *id)
{
	aws_request_init(r, method);
	aws_request_path(r, FILE_SYSTEMS "/", "/");
	aws_request_path(r, id, NULL);
	aws_request_path(r, "/backup-policy", "/");
}

uint64_t aws_efs_backup_policy(void *self, const char *id, CEW_TOLD_TO)
{
	struct aws_request request;

	policy_request(&request, "GET", id);
	return aws_lookup_start(self, &backup, &request, done, arg, err);
}

uint64_t aws_efs_set_backup_policy(void *self, const char *id, bool on, CEW_TOLD_TO)
{
	struct aws_request request;

	policy_request(&request, "PUT", id);
	cew_buf_fmt(&request.body, "{\"BackupPolicy\":{\"Status\":\"%s\"}}", on ? "ENABLED" : "DISABLED");
	return aws_lookup_start(self, &set_backup, &request, done, arg, err);
}
