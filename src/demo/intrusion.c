/* Somebody else: what a scenario has other people do to a stack while it is being worked on. */
#include "engine.h"

bool demo_intrude(struct demo_stack *s, double at)
{
	(void)s;
	(void)at;
	return false;
}
