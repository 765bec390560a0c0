/* Regular expressions, with limits: patterns come from templates that anybody may have written. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "cewizard/base.h"

#include <pcre2.h>
#include <string.h>

enum { MATCH_LIMIT = 1000000, DEPTH_LIMIT = 10000, HEAP_LIMIT_KIB = 8192 };

/* Anchored at both ends rather than wrapped in ^(?:…)$, where "$" would let a last line feed pass. */
static const uint32_t OPTIONS = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C;

static enum cew_status compile(const char *pattern, pcre2_code **code, struct cew_error *err)
{
	char message[160];
	int number;
	PCRE2_SIZE offset;

	*code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, OPTIONS, &number, &offset, NULL);
	if (*code)
		return CEW_OK;
	if (number == PCRE2_ERROR_HEAP_FAILED)
		return cew_fail_memory(err);
	if (pcre2_get_error_message(number, (PCRE2_UCHAR *)message, sizeof(message)) < 0)
		strcpy(message, "it is no regular expression");
	return cew_fail(err, CEW_INVALID, "the pattern \"%s\" does not compile: %s at character %zu", pattern, message,
	                (size_t)offset + 1);
}

/* Text that is no UTF-8 matches nothing. */
static bool is_mismatch(int result)
{
	return result == PCRE2_ERROR_NOMATCH || (result <= PCRE2_ERROR_UTF8_ERR1 && result >= PCRE2_ERROR_UTF8_ERR21);
}

static enum cew_status judge(int result, const char *pattern, bool *matches, struct cew_error *err)
{
	if (result >= 0 || is_mismatch(result)) {
		*matches = result >= 0;
		return CEW_OK;
	}
	if (result == PCRE2_ERROR_NOMEMORY)
		return cew_fail_memory(err);
	cew_fail(err, CEW_LIMIT, "the pattern \"%s\" takes too long to compare", pattern);
	cew_error_hint(err, "simplify the pattern: nested repetitions make it slow");
	return CEW_LIMIT;
}

enum cew_status cew_pattern_matches(const char *pattern, const char *text, bool *matches, struct cew_error *err)
{
	pcre2_code *code;
	pcre2_match_data *data = NULL;
	pcre2_match_context *context = NULL;
	enum cew_status status = compile(pattern, &code, err);

	if (status != CEW_OK)
		return status;
	data = pcre2_match_data_create_from_pattern(code, NULL);
	context = pcre2_match_context_create(NULL);
	if (data && context) {
		pcre2_set_match_limit(context, MATCH_LIMIT);
		pcre2_set_depth_limit(context, DEPTH_LIMIT);
		pcre2_set_heap_limit(context, HEAP_LIMIT_KIB);
		status = judge(pcre2_match(code, (PCRE2_SPTR)text, strlen(text), 0, 0, data, context), pattern, matches, err);
	} else {
		status = cew_fail_memory(err);
	}
	pcre2_match_context_free(context);
	pcre2_match_data_free(data);
	pcre2_code_free(code);
	return status;
}
