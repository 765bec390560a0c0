/* The errors of the services that lookups ask, as meanings.c has CloudFormation's. */
#include "meanings.h"

#define GONE_HINT "Check name and id, the account, and the region ({region})"
#define VALUE_HINT "Correct the value that the message names"
#define QUOTA_HINT "Delete what is no longer needed, or ask for more in Service Quotas"
#define PERMISSION_HINT \
	"Have the missing permission added for the caller (keys of {source}); `cewizard policies` prints the policies that are needed"
#define BUCKET_HINT "Choose another name: bucket names are shared by all accounts"

const struct aws_meaning aws_account_meanings[] = {
	{"*.NotFound", NULL, CEW_NOT_FOUND, "{message}", GONE_HINT},
	{"NoSuchEntity", NULL, CEW_NOT_FOUND, "{message}", "Check name and account"},
	{"LoadBalancerNotFound", NULL, CEW_NOT_FOUND, "{message}", GONE_HINT},
	{"TargetGroupNotFound", NULL, CEW_NOT_FOUND, "{message}", GONE_HINT},
	{"ListenerNotFound", NULL, CEW_NOT_FOUND, "{message}", GONE_HINT},
	{"ClusterNotFound", NULL, CEW_NOT_FOUND, "there is no such ECS cluster: {message}", GONE_HINT},
	{"ServiceNotFound", NULL, CEW_NOT_FOUND, "there is no such ECS service: {message}", GONE_HINT},
	{"ResourceNotFound", NULL, CEW_NOT_FOUND, "{message}", GONE_HINT},
	{"RepositoryNotFound", NULL, CEW_NOT_FOUND, "{message}",
	 "Check the repository; one of the AWS Marketplace is only there for accounts that have subscribed to the product"},
	{"NoSuchResource", NULL, CEW_NOT_FOUND, "{message}", GONE_HINT},
	{"NoSuchBucket", NULL, CEW_NOT_FOUND, "there is no such bucket: {message}", "Check its name"},
	{"NoSuchKey", NULL, CEW_NOT_FOUND, "there is no such object: {message}", "Check bucket and key"},
	{"NotFound", NULL, CEW_NOT_FOUND, "{service} has nothing of that name: {message}", GONE_HINT},
	{"ChangeSetNotFound", NULL, CEW_NOT_FOUND, "{message}", GONE_HINT},

	{"FileSystemNotFound", NULL, CEW_NOT_FOUND, "there is no such file system: {message}", GONE_HINT},
	{"PolicyNotFound", NULL, CEW_NOT_FOUND, "there is no such policy: {message}", GONE_HINT},
	{"ServerSideEncryptionConfigurationNotFoundError", NULL, CEW_NOT_FOUND, "the bucket has no encryption of its own: {message}",
	 "Turn it on in the bucket's properties"},

	{"BucketAlreadyExists", NULL, CEW_REFUSED, "the bucket's name is taken by somebody else: {message}", BUCKET_HINT},
	{"BucketAlreadyOwnedByYou", NULL, CEW_REFUSED, "the bucket is there already, and yours: {message}",
	 "Use it, or choose another name"},
	{"TooManyBuckets", NULL, CEW_REFUSED, "the account has reached its limit of buckets: {message}", QUOTA_HINT},
	{"InvalidBucketName", NULL, CEW_REFUSED, "a bucket cannot have this name: {message}",
	 "Use 3 to 63 small letters, digits and hyphens"},
	{"IllegalLocationConstraint", NULL, CEW_REFUSED, "the bucket cannot be made from this region: {message}",
	 "Make it in {region}"},
	{"OperationAborted", NULL, CEW_REFUSED, "something else is being done to the bucket: {message}", "Try again in a minute"},
	{"PermanentRedirect", NULL, CEW_REFUSED, "the bucket is in another region than {region}: {message}",
	 "Give the bucket's own region"},
	{"TemporaryRedirect", NULL, CEW_REFUSED, "the bucket is new, and not to be reached everywhere yet: {message}",
	 "Try again in a few minutes"},
	{"AuthorizationHeaderMalformed", NULL, CEW_REFUSED, "the bucket is in another region than {region}: {message}",
	 "Give the bucket's own region"},
	{"PreconditionFailed", NULL, CEW_REFUSED, "the object is there already: {message}", "Use it, or choose another key"},

	{"EntityAlreadyExists", NULL, CEW_REFUSED, "IAM has something of this name already: {message}",
	 "Use it, or choose another name; names of roles do not tell capitals from small letters"},
	{"AlreadyExists", NULL, CEW_REFUSED, "{service} has something of this name already: {message}",
	 "Use it, or choose another name"},
	{"FlowLogAlreadyExists", NULL, CEW_REFUSED, "the same flow log is there already: {message}", "Nothing needs to be done"},
	{"MalformedPolicyDocument", NULL, CEW_REFUSED, "AWS does not accept the policy: {message}",
	 "Correct the policy where the message says, and check that all whom it names exist"},
	{"ServiceNotActive", NULL, CEW_REFUSED, "the ECS service is not active: {message}",
	 "It has been deleted, or is being deleted: check its name and the stack"},
	{"DependencyTimeout", NULL, CEW_UNREACHABLE, "AWS failed inside on {action}: {message}", "Try again in a while"},
	{"ResourceExists", NULL, CEW_REFUSED, "{service} has something of this name already: {message}",
	 "Use it, or choose another name"},
	{"InvalidRequest", "scheduled for deletion", CEW_REFUSED, "a secret of this name is being deleted: {message}",
	 "Restore it (aws secretsmanager restore-secret), or choose another name"},
	{"*LimitExceeded", NULL, CEW_REFUSED, "the account has reached a limit of {service} in {region}: {message}", QUOTA_HINT},
	{"LimitExceeded", NULL, CEW_REFUSED, "the account has reached a limit of {service} in {region}: {message}", QUOTA_HINT},
	{"EncryptionFailure", NULL, CEW_REFUSED, "the KMS key cannot be used: {message}",
	 "The key must exist in {region}, be turned on, and let you use it"},
	{"*KMSAccessDenied", NULL, CEW_REFUSED, "the KMS key cannot be used: {message}", "The key's policy must let you use it"},
	{"AuthorizationError", NULL, CEW_REFUSED, "AWS does not permit {action}: {message}", PERMISSION_HINT},
	{"Unauthorized", NULL, CEW_REFUSED, "the session has ended (keys of {source}): {message}", "{renew}, then try again"},
	{"Forbidden", NULL, CEW_REFUSED, "AWS does not permit {action}: {message}", PERMISSION_HINT},

	{"ValidationError", NULL, CEW_REFUSED, "{service} does not accept the request: {message}", VALUE_HINT},
	{"Validation", NULL, CEW_REFUSED, "{service} does not accept the request: {message}", VALUE_HINT},
	{"InvalidParameter", NULL, CEW_REFUSED, "{service} does not accept a value: {message}", VALUE_HINT},
	{"InvalidParameterValue", NULL, CEW_REFUSED, "{service} does not accept a value: {message}", VALUE_HINT},
	{"InvalidInput", NULL, CEW_REFUSED, "{service} does not accept a value: {message}", VALUE_HINT},
	{"Client", NULL, CEW_REFUSED, "{service} does not accept the request: {message}", VALUE_HINT},
};
const size_t aws_account_meaning_count = CEW_COUNT(aws_account_meanings);
