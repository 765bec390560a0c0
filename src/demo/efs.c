/* Elastic File System: file systems, where they are mounted, and whether they are backed up. */
#include "json.h"

#include "net.h"

#include <stdio.h>
#include <string.h>

#define FILE_SYSTEM "AWS::EFS::FileSystem"
#define MOUNT_TARGET "AWS::EFS::MountTarget"
#define ACCESS_POINT "AWS::EFS::AccessPoint"
#define BAD "BadRequest"

static const char *life_cycle(const struct demo_thing *t)
{
	static const char *const states[] = {"creating", "available", "deleting"};
	return states[t->state];
}

static enum cew_status find_system(struct demo_call *call, const char *id, const struct demo_thing **out,
                                   struct cew_error *err)
{
	const char *slash = strrchr(id, '/');
	*out = demo_thing_find(&call->view, FILE_SYSTEM, slash ? slash + 1 : id);
	return *out ? CEW_OK : demo_refuse(err, "FileSystemNotFound", "File system '%s' does not exist.", id);
}

/* A list's page: what `kind` calls MaxItems and Marker. */
static enum cew_status start_page(struct demo_call *call, struct demo_page *page, const char *size_key,
                                  const char *token_key, const char *next_key, struct cew_error *err)
{
	const char *size = demo_query_get(&call->query, size_key), *token = demo_query_get(&call->query, token_key);
	*page = (struct demo_page){.size = size ? strtoul(size, NULL, 10) : 100, .token_key = next_key};
	if (page->size < 1)
		return demo_refuse(err, BAD, "%s must be 1 or more", size_key);
	return token ? demo_token_read(call, token, &page->at, BAD, err) : CEW_OK;
}

static void put_arn(struct demo_call *call, struct cew_node **n, const char *key, const char *kind, const char *id)
{
	char *arn = cew_fmt("arn:%s:elasticfilesystem:%s:%s:%s/%s", cew_cfn_partition(call->region, NULL), call->region,
	                    call->demo->account, kind, id);
	demo_json_text(call, n, key, arn);
	free(arn);
}

/* ---- DescribeFileSystems ---- */

static const struct cew_node *tags_of(const struct demo_thing *t)
{
	const struct cew_node *tags = demo_thing_node(t, "FileSystemTags");
	return tags ? tags : demo_thing_node(t, "Tags");
}

static const char *name_tag(const struct demo_thing *t)
{
	const struct cew_node *tags = tags_of(t);
	for (size_t i = 0; i < cew_node_count(tags); i++) {
		const char *key = cew_node_get_text(cew_node_at(tags, i), "Key");
		if (key && strcmp(key, "Name") == 0)
			return cew_node_get_text(cew_node_at(tags, i), "Value");
	}
	return NULL;
}

static int mount_count(struct demo_call *call, const struct demo_thing *system)
{
	struct demo_things all = demo_things(&call->view, MOUNT_TARGET);
	int count = 0;
	for (size_t i = 0; i < all.count; i++) {
		const char *of = demo_thing_text(&call->view, &all.at[i], "FileSystemId");
		count += of && strcmp(of, system->id) == 0;
	}
	return count;
}

static struct cew_node *describe_system(struct demo_call *call, const struct demo_thing *t)
{
	static const struct {
		const char *key, *usual;
	} texts[] = {{"PerformanceMode", "generalPurpose"}, {"ThroughputMode", "bursting"}};
	struct cew_node *n = cew_doc_map(call->doc), *size = cew_doc_map(call->doc);
	char token[64] = "console-";
	demo_digest_hex(t->id, 32, token + 8);
	demo_json_text(call, &n, "OwnerId", call->demo->account);
	demo_json_text(call, &n, "CreationToken", token);
	demo_json_text(call, &n, "FileSystemId", t->id);
	put_arn(call, &n, "FileSystemArn", "file-system", t->id);
	demo_json_time(call, &n, "CreationTime", t->made_ms);
	demo_json_text(call, &n, "LifeCycleState", life_cycle(t));
	demo_json_text(call, &n, "Name", name_tag(t));
	demo_json_int(call, &n, "NumberOfMountTargets", mount_count(call, t));
	demo_json_int(call, &size, "Value", demo_thing_number(&call->view, t, "Used", 6144));
	demo_json_node(call, &n, "SizeInBytes", size);
	for (size_t i = 0; i < CEW_COUNT(texts); i++) {
		const char *text = demo_thing_text(&call->view, t, texts[i].key);
		demo_json_text(call, &n, texts[i].key, text ? text : texts[i].usual);
	}
	demo_json_bool(call, &n, "Encrypted", demo_thing_bool(&call->view, t, "Encrypted", false));
	demo_json_text(call, &n, "KmsKeyId", demo_thing_text(&call->view, t, "KmsKeyId"));
	demo_json_node(call, &n, "Tags", tags_of(t) ? cew_doc_copy(call->doc, tags_of(t)) : cew_doc_seq(call->doc));
	return n;
}

static enum cew_status describe_systems(struct demo_call *call, struct cew_error *err)
{
	const char *id = demo_query_get(&call->query, "FileSystemId"), *marker = demo_query_get(&call->query, "Marker");
	struct cew_node *list = cew_doc_seq(call->doc);
	const struct demo_thing *named = NULL;
	struct demo_page page;
	enum cew_status status = start_page(call, &page, "MaxItems", "Marker", "NextMarker", err);
	if (!status && id)
		status = find_system(call, id, &named, err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, FILE_SYSTEM);
	for (size_t i = 0; i < all.count; i++)
		if ((!named || named == &all.at[i]) && demo_page_takes(&page))
			demo_json_add(call, &list, describe_system(call, &all.at[i]));
	demo_json_node(call, &call->output, "FileSystems", list);
	demo_json_text(call, &call->output, "Marker", marker);
	demo_json_page_end(call, &page);
	return CEW_OK;
}

/* ---- backup ---- */

static void put_policy(struct demo_call *call, const char *status)
{
	struct cew_node *n = cew_doc_map(call->doc);
	demo_json_text(call, &n, "Status", status);
	demo_json_node(call, &call->output, "BackupPolicy", n);
}

static enum cew_status describe_backup_policy(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	enum cew_status status = find_system(call, call->parts[0], &t, err);
	if (status)
		return status;
	const char *set = demo_mark(call->demo, t->id, "BackupPolicy");
	if (!set)
		set = cew_node_get_text(demo_thing_node(t, "BackupPolicy"), "Status");
	if (!set)
		return demo_refuse(err, "PolicyNotFound", "No backup policy exists for file system '%s'.", t->id);
	put_policy(call, set);
	return CEW_OK;
}

static enum cew_status put_backup_policy(struct demo_call *call, struct cew_error *err)
{
	const char *wanted = cew_node_get_text(cew_node_get(call->input, "BackupPolicy"), "Status");
	const struct demo_thing *t;
	enum cew_status status = find_system(call, call->parts[0], &t, err);
	if (!status && (!wanted || (strcmp(wanted, "ENABLED") != 0 && strcmp(wanted, "DISABLED") != 0)))
		status = demo_refuse(err, "ValidationException", "BackupPolicy.Status must be ENABLED or DISABLED");
	if (!status && !demo_mark_set(call->demo, t->id, "BackupPolicy", wanted))
		status = cew_fail_memory(err);
	if (!status)
		put_policy(call, strcmp(wanted, "ENABLED") == 0 ? "ENABLING" : "DISABLING");
	return status;
}

/* ---- DescribeMountTargets ---- */

static struct cew_node *describe_target(struct demo_call *call, const struct demo_thing *t)
{
	const char *subnet_id = demo_thing_text(&call->view, t, "SubnetId"), *ip = demo_thing_text(&call->view, t, "IpAddress");
	const struct demo_thing *subnet = demo_thing_find(&call->view, "AWS::EC2::Subnet", subnet_id);
	const char *zone = subnet ? demo_thing_text(&call->view, subnet, "AvailabilityZone") : NULL;
	char interface[22], zone_id[32], private_ip[16];
	struct cew_node *n = cew_doc_map(call->doc);
	demo_interface_id(t->id, interface);
	demo_private_ip(&call->view, subnet_id, t->id, private_ip);
	demo_json_text(call, &n, "OwnerId", call->demo->account);
	demo_json_text(call, &n, "MountTargetId", t->id);
	demo_json_text(call, &n, "FileSystemId", demo_thing_text(&call->view, t, "FileSystemId"));
	demo_json_text(call, &n, "SubnetId", subnet_id);
	demo_json_text(call, &n, "LifeCycleState", life_cycle(t));
	demo_json_text(call, &n, "IpAddress", demo_thing_node(t, "IpAddress") ? ip : private_ip);
	demo_json_text(call, &n, "NetworkInterfaceId", interface);
	if (zone) {
		demo_zone_id(zone, zone_id);
		demo_json_text(call, &n, "AvailabilityZoneId", zone_id);
		demo_json_text(call, &n, "AvailabilityZoneName", zone);
		demo_json_text(call, &n, "VpcId", demo_thing_text(&call->view, subnet, "VpcId"));
	}
	return n;
}

static enum cew_status describe_targets(struct demo_call *call, struct cew_error *err)
{
	const char *system = demo_query_get(&call->query, "FileSystemId"), *id = demo_query_get(&call->query, "MountTargetId");
	struct cew_node *list = cew_doc_seq(call->doc);
	const struct demo_thing *found;
	struct demo_page page;
	enum cew_status status = start_page(call, &page, "MaxItems", "Marker", "NextMarker", err);
	if (!status && !system == !id)
		status = demo_refuse(err, BAD, "Exactly one of FileSystemId and MountTargetId must be given");
	if (!status && system)
		status = find_system(call, system, &found, err);
	if (!status && id && !demo_thing_find(&call->view, MOUNT_TARGET, id))
		status = demo_refuse(err, "MountTargetNotFound", "Mount target '%s' does not exist.", id);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, MOUNT_TARGET);
	for (size_t i = 0; i < all.count; i++) {
		const char *of = demo_thing_text(&call->view, &all.at[i], "FileSystemId");
		bool its = id ? strcmp(all.at[i].id, id) == 0 : of && strcmp(of, found->id) == 0;
		if (its && demo_page_takes(&page))
			demo_json_add(call, &list, describe_target(call, &all.at[i]));
	}
	demo_json_node(call, &call->output, "MountTargets", list);
	demo_json_page_end(call, &page);
	return CEW_OK;
}

/* ---- DescribeAccessPoints ---- */

static struct cew_node *describe_point(struct demo_call *call, const struct demo_thing *t)
{
	const struct cew_node *root = demo_thing_node(t, "RootDirectory"), *user = demo_thing_node(t, "PosixUser");
	struct cew_node *n = cew_doc_map(call->doc);
	demo_json_text(call, &n, "AccessPointId", t->id);
	put_arn(call, &n, "AccessPointArn", "access-point", t->id);
	demo_json_text(call, &n, "FileSystemId", demo_thing_text(&call->view, t, "FileSystemId"));
	demo_json_text(call, &n, "OwnerId", call->demo->account);
	demo_json_text(call, &n, "LifeCycleState", life_cycle(t));
	if (root)
		demo_json_node(call, &n, "RootDirectory", cew_doc_copy(call->doc, root));
	if (user)
		demo_json_node(call, &n, "PosixUser", cew_doc_copy(call->doc, user));
	return n;
}

static enum cew_status describe_points(struct demo_call *call, struct cew_error *err)
{
	const char *system = demo_query_get(&call->query, "FileSystemId");
	struct cew_node *list = cew_doc_seq(call->doc);
	const struct demo_thing *found = NULL;
	struct demo_page page;
	enum cew_status status = start_page(call, &page, "MaxResults", "NextToken", "NextToken", err);
	if (!status && system)
		status = find_system(call, system, &found, err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, ACCESS_POINT);
	for (size_t i = 0; i < all.count; i++) {
		const char *of = demo_thing_text(&call->view, &all.at[i], "FileSystemId");
		if ((!found || (of && strcmp(of, found->id) == 0)) && demo_page_takes(&page))
			demo_json_add(call, &list, describe_point(call, &all.at[i]));
	}
	demo_json_node(call, &call->output, "AccessPoints", list);
	demo_json_page_end(call, &page);
	return CEW_OK;
}

const struct demo_action demo_efs_actions[] = {
	{"DescribeAccessPoints", describe_points, false, NULL},
	{"DescribeBackupPolicy", describe_backup_policy, false, NULL},
	{"DescribeFileSystems", describe_systems, false, NULL},
	{"DescribeMountTargets", describe_targets, false, NULL},
	{"PutBackupPolicy", put_backup_policy, false, NULL},
	{NULL, NULL, false, NULL},
};
