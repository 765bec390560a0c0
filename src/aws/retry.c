/* Standard retry mode: tables of what is worth another attempt, full jitter, and a quota. */
#include "retry.h"

#include <assert.h>
#include <curl/curl.h>
#include <string.h>

enum { FIRST_BOUND_MS = 1000, LAST_BOUND_MS = 20000 };

struct coded {
	const char *code;
	enum aws_retry_class class;
};

static const struct coded codes[] = {
	{"RequestTimeout", AWS_RETRY_TRANSIENT},
	{"RequestTimeoutException", AWS_RETRY_TRANSIENT},
	{"PriorRequestNotComplete", AWS_RETRY_TRANSIENT},
	{"IDPCommunicationError", AWS_RETRY_TRANSIENT},
	{"Throttling", AWS_RETRY_THROTTLED},
	{"ThrottlingException", AWS_RETRY_THROTTLED},
	{"ThrottledException", AWS_RETRY_THROTTLED},
	{"Throttled", AWS_RETRY_THROTTLED},
	{"RequestThrottledException", AWS_RETRY_THROTTLED},
	{"RequestThrottled", AWS_RETRY_THROTTLED},
	{"TooManyRequestsException", AWS_RETRY_THROTTLED},
	{"ProvisionedThroughputExceededException", AWS_RETRY_THROTTLED},
	{"TransactionInProgressException", AWS_RETRY_THROTTLED},
	{"RequestLimitExceeded", AWS_RETRY_THROTTLED},
	{"BandwidthLimitExceeded", AWS_RETRY_THROTTLED},
	{"LimitExceededException", AWS_RETRY_THROTTLED},
	{"SlowDown", AWS_RETRY_THROTTLED},
	{"EC2ThrottledException", AWS_RETRY_THROTTLED},
};

static const long transient_statuses[] = {500, 502, 503, 504};

enum aws_retry_class aws_retry_answer(enum aws_service service, long http_status, const char *code)
{
	/* There it is the account's quota of stacks, which no waiting changes. */
	if (service == AWS_CLOUDFORMATION && strcmp(code, "LimitExceededException") == 0)
		return AWS_RETRY_NONE;
	for (size_t i = 0; i < CEW_COUNT(codes); i++)
		if (strcmp(codes[i].code, code) == 0)
			return codes[i].class;
	if (http_status == 429)
		return AWS_RETRY_THROTTLED;
	for (size_t i = 0; i < CEW_COUNT(transient_statuses); i++)
		if (transient_statuses[i] == http_status)
			return AWS_RETRY_TRANSIENT;
	return AWS_RETRY_NONE;
}

/* What no attempt of the same kind can mend is left out: certificates, files, proxies that say no. */
static const struct {
	CURLcode code;
	enum aws_retry_class class;
} network[] = {
	{CURLE_COULDNT_RESOLVE_HOST, AWS_RETRY_TRANSIENT},
	{CURLE_COULDNT_RESOLVE_PROXY, AWS_RETRY_TRANSIENT},
	{CURLE_COULDNT_CONNECT, AWS_RETRY_TRANSIENT},
	{CURLE_OPERATION_TIMEDOUT, AWS_RETRY_TIMEOUT},
	{CURLE_SSL_CONNECT_ERROR, AWS_RETRY_TRANSIENT},
	{CURLE_GOT_NOTHING, AWS_RETRY_TRANSIENT},
	{CURLE_SEND_ERROR, AWS_RETRY_TRANSIENT},
	{CURLE_RECV_ERROR, AWS_RETRY_TRANSIENT},
	{CURLE_PARTIAL_FILE, AWS_RETRY_TRANSIENT},
	{CURLE_BAD_CONTENT_ENCODING, AWS_RETRY_TRANSIENT},
};

enum aws_retry_class aws_retry_network(int curl_code)
{
	for (size_t i = 0; i < CEW_COUNT(network); i++)
		if ((int)network[i].code == curl_code)
			return network[i].class;
	return AWS_RETRY_NONE;
}

bool aws_retry_may_be_done(int curl_code)
{
	/* These come before anything was sent. */
	static const CURLcode early[] = {CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
	                                 CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
	                                 CURLE_PROXY};

	for (size_t i = 0; i < CEW_COUNT(early); i++)
		if ((int)early[i] == curl_code)
			return false;
	return true;
}

bool aws_retry_clock(const char *code, const char *message)
{
	static const char *const always[] = {"RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"};

	for (size_t i = 0; i < CEW_COUNT(always); i++)
		if (strcmp(code, always[i]) == 0)
			return true;
	/* These come for wrong keys as well. */
	if (strcmp(code, "SignatureDoesNotMatch") != 0 && strcmp(code, "InvalidSignatureException") != 0)
		return false;
	return strstr(message, "Signature expired") || strstr(message, "not yet current");
}

int64_t aws_retry_delay_ms(int made, int64_t retry_after_ms, const struct cew_random *random)
{
	int64_t bound = FIRST_BOUND_MS, delay;

	for (int i = 1; i < made && bound < LAST_BOUND_MS; i++)
		bound *= 2;
	if (bound > LAST_BOUND_MS)
		bound = LAST_BOUND_MS;
	if (retry_after_ms > LAST_BOUND_MS)
		retry_after_ms = LAST_BOUND_MS;
	delay = cew_random_below(random, (uint32_t)bound + 1);
	return delay > retry_after_ms ? delay : retry_after_ms;
}

static const int costs[] = {
	[AWS_RETRY_NONE] = 0,
	[AWS_RETRY_TRANSIENT] = 5,
	[AWS_RETRY_TIMEOUT] = 10,
	[AWS_RETRY_THROTTLED] = 5,
};
static_assert(CEW_COUNT(costs) == AWS_RETRY_CLASS_COUNT, "every class of failure needs its cost");

bool aws_retry_spend(struct aws_retry_quota *q, enum aws_retry_class class, int *cost)
{
	if (q->tokens < costs[class])
		return false;
	q->tokens -= costs[class];
	*cost = costs[class];
	return true;
}

void aws_retry_repay(struct aws_retry_quota *q, int cost)
{
	q->tokens += cost > 0 ? cost : 1;
	if (q->tokens > AWS_RETRY_QUOTA)
		q->tokens = AWS_RETRY_QUOTA;
}
