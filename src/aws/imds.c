/* Instance metadata: a token first, then what is asked for. */
#include "imds.h"

#include "room.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOKEN_PATH "/latest/api/token"
#define TOKEN_SECONDS "21600"
#define REGION_PATH "/latest/meta-data/placement/region"

enum { MAX_URL = 512 };

struct aws_imds_session {
	struct cew_aws *aws;
	struct aws_http_transfer *transfer;
	struct cew_secret *token; /* NULL: none yet, or version 1 */
	bool version_1;
	int attempts; /* at the request that is out */
	char *path;
	aws_imds_fn *fn;
	void *ctx;
};

static enum cew_status send_token(struct aws_imds_session *s, struct cew_error *err);
static enum cew_status send_question(struct aws_imds_session *s, struct cew_error *err);

/* ---- telling ---- */

static void tell(struct aws_imds_session *s, enum aws_imds_outcome outcome, const struct aws_http_answer *http,
                 const char *why)
{
	struct aws_imds_answer answer = {.outcome = outcome, .status = http ? http->status : 0, .body = ""};

	if (http && outcome == AWS_IMDS_OK) {
		answer.body = cew_buf_text(&http->body);
		answer.len = http->body.len;
	}
	snprintf(answer.why, sizeof(answer.why), "%s", why);
	s->fn(s->ctx, &answer);
}

static void tell_absent(struct aws_imds_session *s, const struct aws_http_answer *http)
{
	char why[200];

	snprintf(why, sizeof(why), "the instance metadata service does not answer (%s: %.90s)", s->aws->settings.imds.endpoint,
	         http->detail);
	tell(s, AWS_IMDS_ABSENT, http, why);
}

static bool again(struct aws_imds_session *s, enum cew_status (*send)(struct aws_imds_session *, struct cew_error *))
{
	return s->attempts < s->aws->settings.imds.attempts && send(s, NULL) == CEW_OK;
}

/* ---- answers ---- */

static void on_answer(void *ctx, const struct aws_http_answer *http)
{
	struct aws_imds_session *s = ctx;
	char why[200];

	s->transfer = NULL;
	if (http->curl_code == 0 && http->status == 200) {
		tell(s, AWS_IMDS_OK, http, "");
		return;
	}
	if ((http->curl_code != 0 || http->status >= 500) && again(s, send_question))
		return;
	if (http->curl_code != 0) {
		tell_absent(s, http);
		return;
	}
	snprintf(why, sizeof(why), "the instance metadata service answers HTTP %ld to %s", http->status, s->path);
	tell(s, AWS_IMDS_REFUSED, http, why);
}

static void use_version_1(struct aws_imds_session *s, const struct aws_http_answer *http)
{
	if (s->aws->settings.imds.v1_disabled) {
		tell(s, AWS_IMDS_REFUSED, http,
		     "the instance metadata service gives no token, and its version 1 is turned off (AWS_EC2_METADATA_V1_DISABLED); "
		     "in a container its hop limit must be 2");
		return;
	}
	s->version_1 = true;
	s->attempts = 0;
	if (send_question(s, NULL) != CEW_OK)
		tell(s, AWS_IMDS_REFUSED, NULL, "there is no memory for it");
}

static bool is_token(const struct aws_http_answer *http)
{
	const char *text = cew_buf_text(&http->body);

	return http->body.len > 0 && http->body.len <= 1024 && strpbrk(text, " \t\r\n") == NULL && strlen(text) == http->body.len;
}

static void on_token(void *ctx, const struct aws_http_answer *http)
{
	struct aws_imds_session *s = ctx;
	/* A hop limit of 1 keeps the answer from a container: it was sent, and never comes. */
	bool swallowed = http->curl_code == CURLE_OPERATION_TIMEDOUT && http->connected;

	s->transfer = NULL;
	if (http->curl_code == 0 && http->status == 200 && is_token(http)) {
		s->token = cew_secret_create(cew_buf_text(&http->body), http->body.len);
		s->attempts = 0;
		if (!s->token || send_question(s, NULL) != CEW_OK)
			tell(s, AWS_IMDS_REFUSED, NULL, "there is no memory for it");
		return;
	}
	if (http->curl_code == 0 && http->status == 400) {
		tell(s, AWS_IMDS_REFUSED, http, "the instance metadata service calls the request for a token a bad one (HTTP 400)");
		return;
	}
	if (!swallowed && (http->curl_code != 0 || http->status >= 500) && again(s, send_token))
		return;
	if (http->curl_code != 0 && !swallowed)
		tell_absent(s, http);
	else
		use_version_1(s, http);
}

/* ---- questions ---- */

static enum cew_status start(struct aws_imds_session *s, const char *method, const char *path,
                             const struct cew_header *header, aws_http_fn *fn, struct cew_error *err)
{
	const struct aws_imds *settings = &s->aws->settings.imds;
	char url[MAX_URL];
	struct aws_http_request request = {
		.method = method,
		.url = url,
		.headers = header,
		.header_count = header ? 1 : 0,
		.connect_timeout_ms = settings->timeout_ms,
		.timeout_ms = settings->timeout_ms,
	};

	if (snprintf(url, sizeof(url), "%s%s", settings->endpoint, path) >= (int)sizeof(url))
		return cew_fail(err, CEW_LIMIT, "the URL of the metadata service is too long");
	if (aws_need_http(s->aws, err) != CEW_OK)
		return CEW_IO;
	s->attempts++;
	return aws_http_start(s->aws->http, &request, fn, s, &s->transfer, err);
}

static enum cew_status send_token(struct aws_imds_session *s, struct cew_error *err)
{
	const struct cew_header header = {"X-aws-ec2-metadata-token-ttl-seconds", TOKEN_SECONDS};

	return start(s, "PUT", TOKEN_PATH, &header, on_token, err);
}

static enum cew_status send_question(struct aws_imds_session *s, struct cew_error *err)
{
	const struct cew_header header = {"X-aws-ec2-metadata-token", cew_secret_text(s->token)};

	return start(s, "GET", s->path, s->token ? &header : NULL, on_answer, err);
}

enum cew_status aws_imds_get(struct aws_imds_session *s, const char *path, aws_imds_fn *fn, void *ctx,
                             struct cew_error *err)
{
	char *copy = cew_strdup(path);

	if (!copy)
		return cew_fail_memory(err);
	free(s->path);
	s->path = copy;
	s->fn = fn;
	s->ctx = ctx;
	s->attempts = 0;
	return s->token || s->version_1 ? send_question(s, err) : send_token(s, err);
}

struct aws_imds_session *aws_imds_open(struct cew_aws *aws)
{
	struct aws_imds_session *s = calloc(1, sizeof(*s));

	if (s)
		s->aws = aws;
	return s;
}

void aws_imds_close(struct aws_imds_session *s)
{
	if (!s)
		return;
	aws_http_cancel(s->transfer);
	cew_secret_destroy(s->token);
	free(s->path);
	free(s);
}

/* ---- the region ---- */

static enum cew_status no_region(struct cew_error *err)
{
	cew_fail(err, CEW_INVALID, "no AWS region is chosen");
	return cew_error_hint(err, "Give --region, set AWS_REGION, or put a region into the profile (aws configure)");
}

static void on_region(void *ctx, const struct aws_imds_answer *answer)
{
	struct cew_aws *aws = ctx;
	struct cew_error err = {0};
	char region[80] = "";

	if (answer->outcome == AWS_IMDS_OK)
		snprintf(region, sizeof(region), "%.*s", (int)strcspn(answer->body, " \t\r\n"), answer->body);
	aws_imds_close(aws->region.session);
	aws->region.session = NULL;
	if (!aws->settings.region[0] && (!*region || cew_aws_set_region(aws, region, &err) != CEW_OK))
		no_region(&err);
	aws_calls_wake(aws, AWS_WAITS_FOR_REGION, err.status != CEW_OK ? &err : NULL);
}

bool aws_region_ready(struct cew_aws *aws, bool *wait, struct cew_error *err)
{
	struct aws_region_search *r = &aws->region;

	*wait = false;
	if (aws->settings.region[0])
		return true;
	if (!r->session && !r->tried && !aws->settings.imds.disabled && !aws->given.access_key) {
		r->tried = true;
		r->session = aws_imds_open(aws);
		if (r->session && aws_imds_get(r->session, REGION_PATH, on_region, aws, NULL) != CEW_OK)
			aws_region_finish(aws);
	}
	*wait = r->session != NULL;
	if (!*wait)
		no_region(err);
	return false;
}

void aws_region_finish(struct cew_aws *aws)
{
	aws_imds_close(aws->region.session);
	aws->region.session = NULL;
}
