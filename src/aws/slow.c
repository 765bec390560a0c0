/* Calls that take long: said while they do, so that nobody stares at a screen that says nothing. */
#include "call.h"

enum { SLOW_AFTER_MS = 5 * 1000 };

static void tell_slow(const struct aws_call *call)
{
	const struct aws_settings *s = &call->aws->settings;

	aws_warn(call->aws, AWS_WARNING_SLOW, "%s is slow to answer %s%s%s%s: attempt %d of %d", call->endpoint.host, call->op->action,
	         call->proxy.setting ? " by way of " : "", call->proxy.setting ? call->proxy.setting : "",
	         call->proxy.setting ? "'s proxy" : "", call->made, s->max_attempts);
}

static void on_slow(void *ctx)
{
	struct aws_call *call = ctx;

	call->slow_timer = 0;
	call->slow = true;
	tell_slow(call);
}

void aws_call_answered(struct aws_call *call)
{
	if (call->slow_timer)
		cew_loop_cancel(call->aws->given.loop, call->slow_timer);
	call->slow_timer = 0;
}

void aws_call_watch(struct aws_call *call)
{
	aws_call_answered(call);
	call->slow_timer = cew_loop_after(call->aws->given.loop, SLOW_AFTER_MS, on_slow, call);
	if (call->slow)
		tell_slow(call);
}

void aws_call_unwatch(struct aws_call *call)
{
	aws_call_answered(call);
	if (!call->slow)
		return;
	call->slow = false;
	for (const struct aws_call *other = call->aws->calls; other; other = other->next)
		if (other->slow)
			return;
	aws_warn_no_more(call->aws, AWS_WARNING_SLOW);
}
