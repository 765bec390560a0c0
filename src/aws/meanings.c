/* The table of AWS's errors: code and words of the message, what they mean to the operator, and what to do. */
#include "meanings.h"

#include <string.h>

#define TEMPLATE_HINT "Correct the template; `cewizard plan --template FILE` evaluates it without sending anything"
#define VALUE_HINT "Correct the value and create the stack again; nothing was made"
#define KEYS_HINT "Check the keys of {source}; `aws sts get-caller-identity` tells whether they work"
#define PERMISSION_HINT \
	"Have the permission that the message names added for the caller (keys of {source})"
#define CLOCK_HINT "Set this machine's clock right (timedatectl set-ntp true){clock}"

/* Searched from the top, so the particular stands before the general. Codes are compared without "Exception" at their end:
 * AWS spells several both ways. First CloudFormation's own: elsewhere the same codes mean something else. */
static const struct aws_meaning stack_meanings[] = {
	{"AlreadyExists", "ChangeSet", CEW_REFUSED, "the stack has a change set of this name: {message}",
	 "Choose another name for the change set, or delete the old one"},
	{"AlreadyExists", NULL, CEW_REFUSED, "a stack of this name exists already in {region}: {message}",
	 "Choose another stack name, or follow that stack with `cewizard watch`; "
	 "a failed one keeps its name until it is deleted"},
	{"LimitExceeded", NULL, CEW_REFUSED,
	 "the account has reached its limit of CloudFormation stacks in {region}: {message}",
	 "Delete stacks that are no longer needed, or ask for more in Service Quotas (AWS CloudFormation, stack count)"},
	{"InsufficientCapabilities", NULL, CEW_REFUSED,
	 "the template makes IAM resources or uses macros, which was not acknowledged: {message}",
	 "Acknowledge the IAM resources and create the stack again"},
	{"TokenAlreadyExists", NULL, CEW_REFUSED, "the token of this request was used for another operation: {message}",
	 "See with `cewizard watch` whether the stack is being made; if not, start again: every start makes a new token"},

	{"ValidationError", "for parameter name", CEW_REFUSED,
	 "a parameter names something that does not exist in {region}: {message}",
	 "Check that it exists in this account and region, and correct the value"},
	{"ValidationError", "Role ARN is invalid", CEW_REFUSED, "CloudFormation cannot use the service role: {message}",
	 "The role must exist, trust cloudformation.amazonaws.com, and you need iam:PassRole for it"},
	{"ValidationError", "do not exist in the template", CEW_REFUSED,
	 "values were given for parameters that the template does not have: {message}",
	 "Remove them from the answers or take the template that has them"},
	{"InvalidChangeSetStatus", NULL, CEW_REFUSED, "the change set cannot be used as it is: {message}",
	 "Make a new change set; one is out of date as soon as its stack has changed in another way"},
	{"ValidationError", "No updates are to be performed", CEW_REFUSED, "{message}",
	 "The stack is as the update would make it: nothing needs to be done"},
	{"ValidationError", "CancelUpdateStack cannot be called", CEW_REFUSED, "the update cannot be cancelled: {message}",
	 "There is no update under way, or it is being undone already"},
	{"ValidationError", "does not exist", CEW_NOT_FOUND, "{message}",
	 "Check name and region ({region}); a deleted stack can only be asked for by its stack id, for 90 days"},
	{"ValidationError", "must have values", CEW_REFUSED,
	 "parameters that the template needs have no value: {message}",
	 "Give each of them a value"},
	{"ValidationError", "should either have input value or default", CEW_REFUSED,
	 "a parameter that the template needs has no value: {message}",
	 "Give it a value"},
	{"ValidationError", "template which does not require them", CEW_REFUSED,
	 "the template takes no parameters: {message}",
	 "Check that this is the template that you mean"},
	{"ValidationError", "must be a number", CEW_REFUSED, "a parameter's value is no number: {message}", VALUE_HINT},
	{"ValidationError", "must be one of AllowedValues", CEW_REFUSED,
	 "a parameter's value is none of those that the template allows: {message}",
	 VALUE_HINT},
	{"ValidationError", "must match pattern", CEW_REFUSED,
	 "a parameter's value has not the form that the template asks for: {message}",
	 VALUE_HINT},
	{"ValidationError", "must contain at", CEW_REFUSED,
	 "a parameter's value has the wrong length: {message}",
	 VALUE_HINT},
	{"ValidationError", "failed to satisfy constraint: Member must have length less than or equal to 51200", CEW_REFUSED,
	 "the template is larger than the 51,200 bytes that CloudFormation takes inline",
	 "Use a smaller template, or put it into an S3 bucket and give its https:// URL"},
	{"ValidationError", "at 'stackName'", CEW_REFUSED,
	 "the stack name is not one that CloudFormation takes: {message}",
	 "Use letters, digits and hyphens, beginning with a letter, 128 at most"},
	{"ValidationError", "failed to satisfy constraint", CEW_REFUSED,
	 "a value is not one that CloudFormation takes: {message}",
	 VALUE_HINT},
	{"ValidationError", "TerminationProtection is enabled", CEW_REFUSED,
	 "the stack is protected against deletion: {message}",
	 "Turn termination protection off first: aws cloudformation update-termination-protection "
	 "--no-enable-termination-protection --stack-name NAME"},
	{"ValidationError", "cannot be deleted while in status", CEW_REFUSED,
	 "the stack cannot be deleted now: {message}",
	 "Wait until its operation is over (`cewizard watch` follows it), then try again"},
	{"ValidationError", "can not be updated", CEW_REFUSED,
	 "the stack cannot be changed in the state it is in: {message}",
	 "Wait until its operation is over; a stack in ROLLBACK_COMPLETE can only be deleted"},
	{"ValidationError", "TemplateURL must", CEW_REFUSED, "CloudFormation cannot read the template's URL: {message}",
	 "Give the https:// URL of an object in S3 that you may read, not an s3:// one nor a website's"},
	{"ValidationError", "S3 error", CEW_REFUSED, "CloudFormation cannot read the template from S3: {message}",
	 "Check the URL, and that the caller (keys of {source}) may read the object (s3:GetObject)"},
	{"ValidationError", "Unrecognized resource types", CEW_REFUSED,
	 "the template has resource types that {region} does not know: {message}",
	 "Correct the template, or choose another region"},
	{"ValidationError", "Template format error", CEW_REFUSED,
	 "the template is not well-formed: {message}",
	 TEMPLATE_HINT},
	{"ValidationError", "Template error", CEW_REFUSED, "the template has a mistake: {message}", TEMPLATE_HINT},
	{"ValidationError", "Unresolved resource dependencies", CEW_REFUSED,
	 "the template refers to what it does not define: {message}",
	 TEMPLATE_HINT},
	{"ValidationError", "Invalid template", CEW_REFUSED, "the template has a mistake: {message}", TEMPLATE_HINT},
	{"ValidationError", "Template URL or Template Body must be specified", CEW_REFUSED,
	 "no template was sent: {message}",
	 "Give a template with --template"},
	{"ValidationError", NULL, CEW_REFUSED, "CloudFormation does not accept the request: {message}",
	 "Correct what the message names and try again; nothing was made"},
};

static const struct aws_meaning meanings[] = {
	{"AccessDenied", "iam:PassRole", CEW_REFUSED, "you may not hand this role to AWS: {message}",
	 "Have iam:PassRole allowed for that role; `cewizard policies` prints the policies that are needed"},
	{"AccessDenied", "service control policy", CEW_REFUSED, "your organization forbids this: {message}",
	 "Only those who administer your AWS organization can change its service control policies; "
	 "another region may be allowed"},
	{"AccessDenied", "explicit deny", CEW_REFUSED, "a policy forbids this: {message}",
	 "An explicit deny beats every permission: have the policy that the message names changed, "
	 "or use other keys than those of {source}"},
	{"AccessDenied", NULL, CEW_REFUSED, "AWS does not permit {action}: {message}", PERMISSION_HINT},
	{"UnauthorizedOperation", NULL, CEW_REFUSED, "AWS does not permit {action}: {message}", PERMISSION_HINT},
	{"NotAuthorized", NULL, CEW_REFUSED, "AWS does not permit {action}: {message}", PERMISSION_HINT},

	{"ExpiredToken", NULL, CEW_REFUSED, "the session has expired (keys of {source}): {message}",
	 "{renew}, then try again"},
	{"RequestExpired", NULL, CEW_REFUSED,
	 "AWS takes the request for too old: {message}",
	 CLOCK_HINT ", or log in again"},
	{"RequestTimeTooSkewed", NULL, CEW_REFUSED, "this machine's clock is wrong: {message}", CLOCK_HINT},
	{"RequestInTheFuture", NULL, CEW_REFUSED, "this machine's clock is wrong: {message}", CLOCK_HINT},
	{"SignatureDoesNotMatch", "Signature expired", CEW_REFUSED,
	 "this machine's clock is wrong: {message}",
	 CLOCK_HINT},
	{"SignatureDoesNotMatch", "not yet current", CEW_REFUSED, "this machine's clock is wrong: {message}", CLOCK_HINT},
	{"SignatureDoesNotMatch", NULL, CEW_REFUSED, "the secret access key does not belong to the access key: {message}",
	 "Enter the secret access key of {source} again; a blank or a lost character is enough"},
	{"InvalidSignature", NULL, CEW_REFUSED, "AWS does not accept the signature: {message}", KEYS_HINT},
	{"InvalidClientTokenId", NULL, CEW_REFUSED, "AWS does not know the access key: {message}",
	 "Check the keys of {source}: temporary ones need their session token, and {region} must be turned on for the account "
	 "and belong to its kind (commercial, GovCloud, China)"},
	{"UnrecognizedClient", NULL, CEW_REFUSED, "AWS does not know the access key: {message}", KEYS_HINT},
	{"InvalidAccessKeyId", NULL, CEW_REFUSED, "AWS does not know the access key: {message}", KEYS_HINT},
	{"AuthFailure", NULL, CEW_REFUSED, "AWS does not accept the keys: {message}", KEYS_HINT},
	{"MissingAuthenticationToken", NULL, CEW_REFUSED, "the request reached AWS without its signature: {message}",
	 "A proxy on the way may have removed the Authorization header{proxy}; "
	 "have it let requests to {host} pass unchanged"},
	{"IncompleteSignature", NULL, CEW_REFUSED, "the request's signature reached AWS damaged: {message}",
	 "Check the access key of {source} for blanks, and the proxy{proxy}"},
	{"OptInRequired", NULL, CEW_REFUSED, "the account is not signed up for this: {message}",
	 "Turn region {region} on in the account's settings, or finish signing up for AWS"},
	{"RegionDisabled", NULL, CEW_REFUSED, "region {region} is turned off for this account: {message}",
	 "Turn it on in the account's settings, or choose another region"},

	{"Throttling", NULL, CEW_REFUSED, "AWS gets too many calls from this account: {message}",
	 "Wait a minute and try again; other tools that ask CloudFormation at the same time count too"},
	{"RequestLimitExceeded", NULL, CEW_REFUSED,
	 "AWS gets too many calls from this account: {message}",
	 "Wait a minute and try again"},
	{"TooManyRequests", NULL, CEW_REFUSED,
	 "AWS gets too many calls from this account: {message}",
	 "Wait a minute and try again"},
	{"InternalFailure", NULL, CEW_UNREACHABLE, "AWS failed inside: {message}",
	 "Try again in a while; https://health.aws.amazon.com shows the state of {region}"},
	{"InternalError", NULL, CEW_UNREACHABLE, "AWS failed inside: {message}",
	 "Try again in a while; https://health.aws.amazon.com shows the state of {region}"},
	{"ServiceUnavailable", NULL, CEW_UNREACHABLE, "the service is not available in {region} now: {message}",
	 "Try again in a while; https://health.aws.amazon.com shows the state of {region}"},
	{"InvalidAction", NULL, CEW_REFUSED, "what answers at {host} does not know {action}: {message}",
	 "Check the endpoint URL: --endpoint-url, AWS_ENDPOINT_URL, the profile's endpoint_url"},
};

/* "*.NotFound" is any code with that end. */
static bool same_code(const char *ours, const char *theirs)
{
	size_t len = strlen(ours), their_len = strlen(theirs);

	if (*ours == '*')
		return their_len >= len - 1 && strcmp(theirs + their_len - (len - 1), ours + 1) == 0;
	return strncmp(ours, theirs, len) == 0 && (!theirs[len] || strcmp(theirs + len, "Exception") == 0);
}

static const struct aws_meaning *find(const struct aws_meaning *rows, size_t count, const char *code, const char *message)
{
	for (size_t i = 0; i < count; i++)
		if (same_code(rows[i].code, code) && (!rows[i].needle || strstr(message, rows[i].needle)))
			return &rows[i];
	return NULL;
}

const struct aws_meaning *aws_meaning_find(bool of_stacks, const char *code, const char *message)
{
	const struct aws_meaning *m = NULL;

	if (of_stacks)
		m = find(stack_meanings, CEW_COUNT(stack_meanings), code, message);
	if (!m)
		m = find(meanings, CEW_COUNT(meanings), code, message);
	return m ? m : find(aws_account_meanings, aws_account_meaning_count, code, message);
}
