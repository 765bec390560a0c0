/* Keys: made, compared, overwritten. */
#include "credentials.h"

#include <stdlib.h>
#include <string.h>

enum cew_status aws_credentials_make(const char *access_key, const char *secret_key, const char *token,
                                     int64_t expires_ms, struct aws_credentials *out, struct cew_error *err)
{
	bool with_token = token && *token;

	*out = (struct aws_credentials){
		.access_key = cew_strdup(access_key),
		.secret_key = cew_secret_create(secret_key, strlen(secret_key)),
		.token = with_token ? cew_secret_create(token, strlen(token)) : NULL,
		.expires_ms = expires_ms,
	};
	if (!out->access_key || !out->secret_key || (with_token && !out->token)) {
		aws_credentials_finish(out);
		return cew_fail_memory(err);
	}
	cew_log_redact(out->secret_key);
	cew_log_redact(out->token);
	return CEW_OK;
}

const char *aws_credentials_fault(const char *text)
{
	for (; text && *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\r')
			return "a carriage return (of a Windows line end)";
		if (c == '\n')
			return "a line end";
		if (c == ' ' || c == '\t')
			return "a blank";
		if (c < ' ' || c > '~')
			return "a character that no key has";
	}
	return NULL;
}

void aws_credentials_finish(struct aws_credentials *c)
{
	free(c->access_key);
	cew_secret_destroy(c->secret_key);
	cew_secret_destroy(c->token);
	*c = (struct aws_credentials){0};
}

static bool same_secret(const struct cew_secret *a, const struct cew_secret *b)
{
	size_t len = cew_secret_len(a);

	return len == cew_secret_len(b) && cew_equal_constant_time(cew_secret_text(a), cew_secret_text(b), len);
}

bool aws_credentials_same(const struct aws_credentials *a, const struct aws_credentials *b)
{
	return a->access_key && b->access_key && strcmp(a->access_key, b->access_key) == 0 &&
	       same_secret(a->secret_key, b->secret_key) && same_secret(a->token, b->token);
}
