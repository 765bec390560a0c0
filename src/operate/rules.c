/* What network ACLs and security groups let through, for one port and the addresses that are to reach it. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define PROTOCOL_TCP "6"
#define LAST_RULE 32767 /* what an ACL does with all else: denies */

static enum verdict reach_of(const char *text, const struct cew_cidr *from)
{
	struct cew_cidr range;
	if (cew_cidr_parse(text, &range, NULL) || !cew_cidr_overlap(&range, from))
		return VERDICT_NO; /* also IPv6: nothing here is reached by it */
	return cew_cidr_within(from, &range) ? VERDICT_YES : VERDICT_PART;
}

static bool entry_concerns(const struct cew_acl_entry *e, bool egress, int port)
{
	bool all = strcmp(e->protocol, "-1") == 0;
	if (e->egress != egress || (!all && strcmp(e->protocol, PROTOCOL_TCP) != 0 && strcmp(e->protocol, "tcp") != 0))
		return false;
	return all || (!e->from_port && !e->to_port) || (e->from_port <= port && port <= e->to_port);
}

/* The entry with the lowest number above `after`; NULL: no more. */
static const struct cew_acl_entry *next_entry(const struct cew_network_acl *acl, int64_t after)
{
	const struct cew_acl_entry *best = NULL;
	for (size_t i = 0; i < acl->entry_count; i++)
		if (acl->entries[i].number > after && (!best || acl->entries[i].number < best->number))
			best = &acl->entries[i];
	return best;
}

/* Several entries may share a number: one for each direction. */
static const struct cew_acl_entry *concerned(const struct cew_network_acl *acl, int64_t number, bool egress, int port)
{
	for (size_t i = 0; i < acl->entry_count; i++)
		if (acl->entries[i].number == number && entry_concerns(&acl->entries[i], egress, port))
			return &acl->entries[i];
	return NULL;
}

/* The first entry that takes all of `from` decides; those before it that take a part make the answer a part. */
enum verdict acl_verdict(const struct cew_network_acl *acl, bool egress, int port, const struct cew_cidr *from)
{
	bool some_in = false, some_out = false;
	int64_t number = 0;
	for (const struct cew_acl_entry *e; (e = next_entry(acl, number)) && e->number < LAST_RULE; number = e->number) {
		const struct cew_acl_entry *own = concerned(acl, e->number, egress, port);
		enum verdict reach = own ? reach_of(own->cidr, from) : VERDICT_NO;
		bool allow = own && strcmp(own->action, "allow") == 0;
		if (reach == VERDICT_YES) {
			bool mixed = allow ? some_out : some_in;
			return mixed ? VERDICT_PART : allow ? VERDICT_YES : VERDICT_NO;
		}
		some_in |= reach == VERDICT_PART && allow;
		some_out |= reach == VERDICT_PART && !allow;
	}
	return some_in ? VERDICT_PART : VERDICT_NO;
}

static bool permission_concerns(const struct cew_permission *p, int port)
{
	if (strcmp(p->protocol, "-1") == 0)
		return true;
	bool tcp = strcmp(p->protocol, "tcp") == 0 || strcmp(p->protocol, PROTOCOL_TCP) == 0;
	return tcp && p->from_port <= port && port <= p->to_port;
}

enum verdict group_verdict(const struct cew_security_group *g, int port, const struct cew_cidr *from, const char *group)
{
	enum verdict best = VERDICT_NO;
	for (size_t i = 0; i < g->ingress_count; i++) {
		const struct cew_permission *p = &g->ingress[i];
		if (!permission_concerns(p, port))
			continue;
		for (size_t k = 0; k < p->cidr_count && from; k++) {
			enum verdict reach = reach_of(p->cidrs[k], from);
			best = reach > best ? reach : best;
		}
		for (size_t k = 0; k < p->group_count && group; k++)
			if (strcmp(p->groups[k], group) == 0)
				return VERDICT_YES;
	}
	return best;
}
