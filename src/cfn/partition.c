/* Which partition of AWS a region belongs to. */
#include "room.h"

#include <string.h>

static const struct {
	const char *prefix, *partition, *suffix;
} partitions[] = {
	{"cn-", "aws-cn", "amazonaws.com.cn"},
	{"us-gov-", "aws-us-gov", "amazonaws.com"},
	{"us-iso-", "aws-iso", "c2s.ic.gov"},
	{"us-isob-", "aws-iso-b", "sc2s.sgov.gov"},
	{"eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"},
	{"us-isof-", "aws-iso-f", "csp.hci.ic.gov"},
	{"eusc-", "aws-eusc", "amazonaws.eu"},
};

const char *cew_cfn_partition(const char *region, const char **url_suffix)
{
	const char *partition = "aws", *suffix = "amazonaws.com";
	for (size_t i = 0; region && i < CEW_COUNT(partitions); i++) {
		if (strncmp(region, partitions[i].prefix, strlen(partitions[i].prefix)) != 0)
			continue;
		partition = partitions[i].partition;
		suffix = partitions[i].suffix;
		break;
	}
	if (url_suffix)
		*url_suffix = suffix;
	return partition;
}
