/* http_transfer: one transfer, shared by http.c (its life) and http_setup.c (what libcurl is told of it). */
#ifndef AWS_HTTP_TRANSFER_H
#define AWS_HTTP_TRANSFER_H

#include "http.h"

#include <curl/curl.h>

struct aws_http_transfer {
	struct aws_http_transfer *next, *previous;
	struct aws_http *http;
	CURL *easy;
	struct curl_slist *headers;
	char error_text[CURL_ERROR_SIZE];
	struct aws_http_answer answer;
	int64_t started_ms;
	uint64_t delivery; /* the timer that hands the answer over; 0: none yet */
	bool over;
	aws_http_fn *fn;
	void *ctx;
};

/* Tells libcurl everything about t->easy; false: no memory. */
bool aws_http_set_up(struct aws_http_transfer *t, const struct aws_http_request *r);

#endif
