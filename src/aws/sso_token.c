/* The cached sign-in: found by the sum of its session's name, read, renewed in place. */
#include "sso_token.h"

#include "settings.h"
#include "sha1.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BYTES = 256 * 1024 };

static char *path_of(const char *name)
{
	char sum[41], *written, *path;

	aws_sha1_hex(name, strlen(name), sum);
	written = cew_fmt("~/.aws/sso/cache/%s.json", sum);
	path = written ? aws_files_expand(written) : NULL;
	free(written);
	return path;
}

static enum cew_status parse(struct aws_sso_token *t, struct cew_error *err)
{
	struct cew_buf text;
	enum cew_status status;

	cew_buf_init(&text, MAX_BYTES);
	status = cew_file_read(t->path, MAX_BYTES, &text, err);
	if (status == CEW_OK)
		status = cew_doc_parse(t->path, cew_buf_text(&text), text.len, CEW_DOC_JSON, NULL, &t->doc, err);
	cew_buf_wipe(&text);
	return status;
}

static void keep_out_of_the_log(const char *text)
{
	struct cew_secret *s = cew_secret_create(text, strlen(text));

	cew_log_redact(s);
	cew_secret_destroy(s);
}

enum cew_status aws_sso_token_read(const char *name, struct aws_sso_token *out, struct cew_error *err)
{
	enum cew_status status;

	*out = (struct aws_sso_token){.path = path_of(name)};
	if (!out->path)
		return cew_fail_memory(err);
	status = parse(out, err);
	if (status == CEW_OK && (!*aws_sso_token_text(out, "accessToken") ||
	                         !cew_time_parse(aws_sso_token_text(out, "expiresAt"), &out->expires_ms)))
		status = cew_fail(err, CEW_INVALID, "%s holds no token", out->path);
	if (status == CEW_OK)
		keep_out_of_the_log(aws_sso_token_text(out, "accessToken"));
	else
		aws_sso_token_finish(out);
	return status;
}

void aws_sso_token_finish(struct aws_sso_token *t)
{
	cew_doc_destroy(t->doc);
	free(t->path);
	*t = (struct aws_sso_token){0};
}

const char *aws_sso_token_text(const struct aws_sso_token *t, const char *key)
{
	const char *text = cew_node_get_text(cew_doc_root(t->doc), key);

	return text ? text : "";
}

bool aws_sso_token_renewable(const struct aws_sso_token *t, int64_t now_ms)
{
	static const char *const needed[] = {"clientId", "clientSecret", "refreshToken", "registrationExpiresAt"};
	int64_t registered_until_ms;

	for (size_t i = 0; i < CEW_COUNT(needed); i++)
		if (!*aws_sso_token_text(t, needed[i]))
			return false;
	return cew_time_parse(aws_sso_token_text(t, "registrationExpiresAt"), &registered_until_ms) &&
	       registered_until_ms > now_ms;
}

void aws_sso_token_request(const struct aws_sso_token *t, struct cew_buf *body)
{
	static const char *const parts[] = {"clientId", "clientSecret", "refreshToken"};
	struct cew_doc *doc = cew_doc_create("token");
	struct cew_node *map = doc ? cew_doc_map(doc) : NULL;

	for (size_t i = 0; map && i < CEW_COUNT(parts); i++)
		map = cew_map_put_text(doc, map, parts[i], aws_sso_token_text(t, parts[i]));
	if (map)
		map = cew_map_put_text(doc, map, "grantType", "refresh_token");
	if (!map || cew_doc_write_json(map, body, NULL) != CEW_OK)
		body->failed = true;
	cew_doc_destroy(doc);
}

static enum cew_status write_back(const struct aws_sso_token *t, const struct cew_node *root, struct cew_error *err)
{
	struct cew_buf text;
	enum cew_status status;

	cew_buf_init(&text, MAX_BYTES);
	status = cew_doc_write_json(root, &text, err);
	if (status == CEW_OK)
		status = cew_buf_status(&text, err);
	if (status == CEW_OK)
		status = cew_file_replace(t->path, text.data, text.len, 0600, err);
	cew_buf_wipe(&text);
	return status;
}

enum cew_status aws_sso_token_renew(struct aws_sso_token *t, const char *access, const char *refresh, int64_t expires_ms,
                                    struct cew_error *err)
{
	struct cew_node *root = cew_doc_copy(t->doc, cew_doc_root(t->doc));
	char end[CEW_TIME_MAX];

	cew_time_format(expires_ms, end);
	strcpy(strchr(end, '.'), "Z"); /* whole seconds, as the AWS CLI writes it */
	if (root)
		root = cew_map_put_text(t->doc, root, "accessToken", access);
	if (root)
		root = cew_map_put_text(t->doc, root, "expiresAt", end);
	if (root && *refresh)
		root = cew_map_put_text(t->doc, root, "refreshToken", refresh);
	if (!root)
		return cew_fail_memory(err);
	cew_doc_set_root(t->doc, root);
	t->expires_ms = expires_ms;
	keep_out_of_the_log(access);
	if (*refresh)
		keep_out_of_the_log(refresh);
	return write_back(t, root, err);
}
