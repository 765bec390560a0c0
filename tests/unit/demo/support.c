/* An embedded AWS under test. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int64_t wall(void *ctx)
{
	return ((struct fixture *)ctx)->wall_ms;
}

static int64_t mono(void *ctx)
{
	return ((struct fixture *)ctx)->mono_ms;
}

static void fill(void *ctx, void *out, size_t len)
{
	struct fixture *f = ctx;
	unsigned char *bytes = out;
	for (size_t i = 0; i < len; i++) {
		f->seed = f->seed * 1664525u + 1013904223u;
		bytes[i] = (unsigned char)(f->seed >> 24);
	}
}

void fixture_start_at(struct fixture *f, const char *scenario_path, double speed)
{
	*f = (struct fixture){.wall_ms = TEST_NOW, .mono_ms = 5000, .seed = 7, .region = "us-east-1"};
	f->clock = (struct cew_clock){wall, mono, f};
	f->random = (struct cew_random){fill, f};
	f->loop = cew_loop_create(&f->clock);
	assert_non_null(f->loop);
	struct cew_demo_config config = {
		.loop = f->loop, .random = &f->random, .port = 0, .speed = speed, .scenario_path = scenario_path,
	};
	struct cew_error err = {.what = ""};
	if (cew_demo_create(&config, &f->demo, &err))
		fail_msg("%s: %s", err.where, err.what);
	cew_buf_init(&f->reply.body, 64u << 20);
}

void fixture_start(struct fixture *f, const char *scenario_path)
{
	fixture_start_at(f, scenario_path, 1);
}

void fixture_stop(struct fixture *f)
{
	cew_buf_finish(&f->reply.body);
	cew_demo_destroy(f->demo);
	cew_loop_destroy(f->loop);
}

void fixture_pass(struct fixture *f, int64_t ms)
{
	for (int64_t end = f->mono_ms + ms; f->mono_ms < end;) {
		int64_t step = end - f->mono_ms < 100 ? end - f->mono_ms : 100;
		f->mono_ms += step;
		f->wall_ms += step;
		assert_int_equal(cew_loop_step(f->loop, 0, NULL), CEW_OK);
	}
}

static void use_keys(struct fixture *f, const char **key, const struct cew_secret **secret)
{
	*key = f->access_key ? f->access_key : cew_demo_access_key(f->demo);
	*secret = f->secret_key ? f->secret_key : cew_demo_secret_key(f->demo);
}

unsigned call_http(struct fixture *f, const char *service, const struct sent *sent)
{
	char date[17], hash[65];
	const char *body = sent->body ? sent->body : "", *query = sent->query ? sent->query : "", *key;
	const struct cew_secret *secret;
	cew_amz_date(f->wall_ms, date);
	cew_sha256_hex(body, strlen(body), hash);
	struct cew_header headers[8] = {
		{"Host", "127.0.0.1:4566"},
		{"X-Amz-Date", date},
		{"X-Amz-Content-Sha256", hash},
	};
	size_t count = 3;
	if (f->token)
		headers[count++] = (struct cew_header){"X-Amz-Security-Token", f->token};
	for (size_t i = 0; i < CEW_COUNT(sent->headers) && sent->headers[i].name; i++)
		headers[count++] = sent->headers[i];
	struct cew_sigv4_request request = {
		.method = sent->method ? sent->method : "POST", .path = sent->path ? sent->path : "/", .query = query,
		.headers = headers, .header_count = count, .payload_hash = hash, .amz_date = date, .region = f->region,
		.service = service, .single_encoded_path = strcmp(service, "s3") == 0,
	};
	struct cew_sigv4_signature signature;
	use_keys(f, &key, &secret);
	assert_int_equal(cew_sigv4_sign(&request, key, secret, &signature, NULL), CEW_OK);
	headers[count++] = (struct cew_header){"Authorization", cew_buf_text(&signature.authorization)};
	struct demo_request rq = {
		.method = request.method, .path = request.path, .query = query, .headers = headers, .header_count = count,
		.body = body, .body_len = strlen(body),
	};
	cew_buf_clear(&f->reply.body);
	demo_answer(f->demo, &rq, &f->reply);
	cew_sigv4_finish(&signature);
	return f->reply.status;
}

unsigned call_service(struct fixture *f, const char *service, const char *body)
{
	struct sent sent = {.body = body,
	                    .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}}};
	return call_http(f, service, &sent);
}

unsigned call_json(struct fixture *f, const char *service, const char *target, const char *body)
{
	struct sent sent = {.body = body,
	                    .headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", target}}};
	return call_http(f, service, &sent);
}

unsigned call(struct fixture *f, const char *fmt, ...)
{
	struct cew_buf body;
	va_list args;
	cew_buf_init(&body, 8u << 20);
	cew_buf_str(&body, "Version=2010-05-15&Action=");
	va_start(args, fmt);
	cew_buf_vfmt(&body, fmt, args);
	va_end(args);
	assert_false(body.failed);
	unsigned status = call_service(f, "cloudformation", cew_buf_text(&body));
	cew_buf_finish(&body);
	return status;
}

const char *reply_text(const struct fixture *f)
{
	return cew_buf_text(&f->reply.body);
}

void assert_has(const struct fixture *f, const char *text)
{
	if (!strstr(reply_text(f), text))
		fail_msg("no \"%s\" in: %s", text, reply_text(f));
}

void assert_lacks(const struct fixture *f, const char *text)
{
	if (strstr(reply_text(f), text))
		fail_msg("\"%s\" is in: %s", text, reply_text(f));
}

char *encoded(const char *text)
{
	struct cew_buf out;
	cew_buf_init(&out, 8u << 20);
	cew_pct_encode(&out, text, strlen(text), NULL);
	return cew_buf_take(&out);
}

struct demo_stack *create(struct fixture *f, const char *name, const char *template_text, const char *more)
{
	char *body = encoded(template_text);
	unsigned status = call(f, "CreateStack&StackName=%s&TemplateBody=%s%s", name, body, more);
	free(body);
	if (status != 200)
		fail_msg("CreateStack: %u %s", status, reply_text(f));
	return demo_stack_find(f->demo, f->region, name);
}

char *event_lines(const struct demo_stack *s)
{
	struct cew_buf out;
	cew_buf_init(&out, 1u << 20);
	for (size_t i = 0; i < s->events.len; i++) {
		const struct demo_event *e = cew_vec_at(&s->events, i);
		cew_buf_fmt(&out, "%s %s%s%s\n", e->logical, e->status, e->reason ? " " : "", e->reason ? e->reason : "");
	}
	char *text = cew_strdup(cew_buf_text(&out));
	cew_buf_finish(&out);
	return text;
}

const struct demo_event *nth_event(const struct demo_stack *s, size_t i)
{
	return cew_vec_at(&s->events, i);
}

void start_with(struct fixture *f, const char *scenario_text)
{
	char path[] = "/tmp/cewizard-scenario-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, scenario_text, strlen(scenario_text)), (ssize_t)strlen(scenario_text));
	close(fd);
	fixture_start(f, path);
	unlink(path);
}

void assert_events(const struct demo_stack *s, const char *expected)
{
	char *lines = event_lines(s);
	assert_string_equal(lines, expected);
	free(lines);
}

void assert_order(const struct demo_stack *s, const char *const *lines)
{
	char *all = event_lines(s), *at = all;
	for (; *lines; lines++) {
		char *found = strstr(at, *lines);
		if (!found)
			fail_msg("\"%s\" is not in its place in:\n%s", *lines, all);
		at = found + strlen(*lines);
	}
	free(all);
}

unsigned update(struct fixture *f, const char *name, const char *template_text, const char *more)
{
	char *body = encoded(template_text);
	unsigned status = call(f, "UpdateStack&StackName=%s&TemplateBody=%s%s", name, body, more);
	free(body);
	return status;
}
