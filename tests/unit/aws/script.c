/* Scripts for the ways to keys. */
#include "script.h"

#include "aws_env.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *filled(const struct fixture *f, const char *text)
{
	struct cew_buf out;
	char *taken;

	cew_buf_init(&out, 65536);
	while (*text) {
		if (strncmp(text, "{url}", 5) == 0) {
			cew_buf_fmt(&out, "http://127.0.0.1:%d", server_port(f->server));
			text += 5;
		} else if (strncmp(text, "{dir}", 5) == 0) {
			cew_buf_str(&out, shared_directory());
			text += 5;
		} else {
			cew_buf_char(&out, *text++);
		}
	}
	cew_buf_char(&out, '\0');
	taken = cew_buf_take(&out);
	cew_buf_finish(&out);
	return taken;
}

static void set_variable(const struct fixture *f, const char *text)
{
	char *copy = filled(f, text), *sign = strchr(copy, '=');

	*sign = '\0';
	setenv(copy, sign + 1, 1);
	free(copy);
}

static void write_files(const struct script *s, const struct fixture *f)
{
	char *config, *credentials;

	shared_files(NULL, NULL); /* the directory's name stands in the texts */
	for (size_t i = 0; i < SCRIPT_FILES && s->files[i].name; i++) {
		char *text = filled(f, s->files[i].text);

		other_file(s->files[i].name, text);
		free(text);
	}
	config = s->config ? filled(f, s->config) : NULL;
	credentials = s->credentials ? filled(f, s->credentials) : NULL;
	if (config)
		other_file("config", config);
	if (credentials)
		other_file("credentials", credentials);
	free(config);
	free(credentials);
	setenv("HOME", shared_directory(), 1);
}

static const char *const services[] = {
	"AWS_ENDPOINT_URL_STS={url}",
	"AWS_ENDPOINT_URL_SSO={url}",
	"AWS_ENDPOINT_URL_SSO_OIDC={url}",
	"AWS_EC2_METADATA_SERVICE_ENDPOINT={url}",
};

void script_prepare(const struct script *s, struct fixture *f)
{
	size_t count = s->reply_count;

	while (!s->reply_count && count < SCRIPT_REPLIES && (s->replies[count].status || s->replies[count].then != KEEP))
		count++;
	fixture_open(f, s->replies, count ? count : 1);
	cew_aws_destroy(f->aws);
	f->aws = NULL;
	f->pace_ms = 100;
	write_files(s, f);
	for (size_t i = 0; i < CEW_COUNT(services); i++)
		set_variable(f, services[i]);
	for (size_t i = 0; i < SCRIPT_VARIABLES && s->variables[i]; i++)
		set_variable(f, s->variables[i]);
}

void script_config(struct fixture *f, struct cew_aws_config *out)
{
	*out = (struct cew_aws_config){.loop = f->loop, .random = &f->random, .region = "eu-west-1"};
}

void script_open(const struct script *s, struct fixture *f)
{
	struct cew_aws_config config;

	script_prepare(s, f);
	script_config(f, &config);
	config.profile = s->profile;
	fixture_client(f, &config);
}

void script_ask(struct fixture *f)
{
	struct cew_error err = {0};

	/* What is known at once is told at once, and counts as told. */
	if (f->cloud.caller_identity(f->cloud.self, on_caller, f, &err))
		return;
	on_caller(f, &err, NULL);
}

static void add_who(struct cew_buf *out, const struct server *s, size_t i)
{
	static const struct {
		const char *header, *label;
	} others[] = {
		{"x-aws-ec2-metadata-token-ttl-seconds", "ttl"},
		{"x-aws-ec2-metadata-token", "imds"},
		{"x-amz-sso_bearer_token", "bearer"},
	};
	const char *authorization = server_header(s, i, "authorization"), *key = strstr(authorization, "Credential=");

	if (key)
		cew_buf_fmt(out, " by %.*s", (int)strcspn(key + 11, "/"), key + 11);
	else if (*authorization)
		cew_buf_fmt(out, " auth=%s", authorization);
	for (size_t n = 0; n < CEW_COUNT(others); n++)
		if (*server_header(s, i, others[n].header))
			cew_buf_fmt(out, " %s=%s", others[n].label, server_header(s, i, others[n].header));
}

const char *script_transcript(const struct fixture *f)
{
	static struct cew_buf out;

	cew_buf_finish(&out);
	cew_buf_init(&out, 65536);
	for (size_t i = 0; i < server_requests(f->server); i++) {
		const char *head = server_head(f->server, i), *body = server_body(f->server, i), *version = strstr(body, "&Version=");

		cew_buf_add(&out, head, strcspn(head, "\r") - strlen(" HTTP/1.1"));
		if (*body)
			cew_buf_fmt(&out, " %.*s%s", version ? (int)(version - body) : (int)strlen(body), body,
			            version ? version + strlen("&Version=2011-06-15") : "");
		add_who(&out, f->server, i);
		cew_buf_char(&out, '\n');
	}
	return cew_buf_text(&out);
}
