/* Rules about address ranges. Sizes: VPCs and subnets are /16 to /28, and AWS keeps five addresses of every subnet. */
#include "network.h"
#include "rules.h"

#include <stdio.h>
#include <string.h>

#define VPC_PREFIX_MIN 16
#define VPC_PREFIX_MAX 28
#define BALANCER_PREFIX_MAX 27 /* a load balancer wants a /27 with eight free addresses in each of its subnets (ELB) */

const struct subnet_field subnet_fields[4] = {
	{"PrivateSubnet1CIDR", 'A', true},
	{"PrivateSubnet2CIDR", 'B', true},
	{"PublicSubnet1CIDR", 'C', false},
	{"PublicSubnet2CIDR", 'D', false},
};

size_t subnets_read(const struct cew_answers *a, const char *except, struct cew_cidr out[4], const char *ids[4])
{
	size_t n = 0;
	for (size_t i = 0; i < CEW_COUNT(subnet_fields); i++) {
		const char *id = subnet_fields[i].id;
		if (except && strcmp(id, except) == 0)
			continue;
		if (cew_cidr_parse(cew_answers_text(a, id), &out[n], NULL) == CEW_OK)
			ids[n++] = id;
	}
	return n;
}

/* The call's own range; the rule "cidr" tells when it cannot be read. */
static bool own(const struct rule_call *c, struct cew_cidr *out)
{
	return cew_cidr_parse(c->text, out, NULL) == CEW_OK;
}

void rule_cidr(struct rule_call *c)
{
	struct cew_cidr range;
	struct cew_error err;
	if (cew_cidr_parse(c->text, &range, &err))
		complain_error(c, &err);
}

void rule_cidr_host_bits(struct rule_call *c)
{
	struct cew_cidr range;
	if (!own(c, &range) || range.address == cew_cidr_first(&range))
		return;
	struct cew_cidr base = {cew_cidr_first(&range), range.prefix};
	char text[19];
	cew_cidr_format(&base, text);
	complain(c, CEW_ERROR, "Begin at the range's first address.", "A /%d range that holds this address begins at %s.", range.prefix, text);
	suggest(c, text);
}

/* RFC 1918, and the shared space of RFC 6598 that AWS also takes. */
static bool is_private_space(const struct cew_cidr *range)
{
	static const struct cew_cidr spaces[] = {
		{0x0A000000, 8}, {0xAC100000, 12}, {0xC0A80000, 16}, {0x64400000, 10},
	};
	for (size_t i = 0; i < CEW_COUNT(spaces); i++)
		if (cew_cidr_within(range, &spaces[i]))
			return true;
	return false;
}

static bool size_in_range(struct rule_call *c, const struct cew_cidr *range, const char *what)
{
	if (range->prefix >= VPC_PREFIX_MIN && range->prefix <= VPC_PREFIX_MAX)
		return true;
	complain(c, CEW_ERROR, "Choose a prefix length from /16 (65,536 addresses) to /28 (16 addresses).", "AWS makes no %s of /%d.", what,
	         range->prefix);
	return false;
}

static bool has_balancer(const struct rule_call *c)
{
	return strcmp(answer_of(c, "CreateALB"), "True") == 0;
}

static void warn_if_public(struct rule_call *c, const struct cew_cidr *range)
{
	if (!is_private_space(range))
		complain(c, CEW_WARNING, "Prefer 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
		         "This is public address space: hosts that own it on the internet cannot be reached from the VPC.");
}

/* The smallest VPC that holds the smallest subnets that will do, side by side. */
static int vpc_prefix_needed(bool balancer)
{
	uint64_t need = 0;
	int prefix = 32;
	for (size_t i = 0; i < CEW_COUNT(subnet_fields); i++)
		need += (uint64_t)1 << (32 - (balancer && subnet_fields[i].is_private ? BALANCER_PREFIX_MAX : VPC_PREFIX_MAX));
	while ((uint64_t)1 << (32 - prefix) < need)
		prefix--;
	return prefix;
}

void rule_cidr_vpc_size(struct rule_call *c)
{
	struct cew_cidr range;
	if (!own(c, &range) || !size_in_range(c, &range, "VPC"))
		return;
	bool balancer = has_balancer(c);
	int needed = vpc_prefix_needed(balancer);
	if (range.prefix > needed) {
		char remedy[80];
		snprintf(remedy, sizeof(remedy), "Choose a /%d or larger; the default /16 leaves room to grow.", needed);
		complain(c, CEW_ERROR, remedy, "Four subnets that AWS takes%s do not find room in a /%d.",
		         balancer ? ", two of them fit for a load balancer," : "", range.prefix);
		return;
	}
	warn_if_public(c, &range);
}

/* Its subnets are there already, and how they share it is its owner's matter. */
void rule_cidr_existing_vpc(struct rule_call *c)
{
	struct cew_cidr range;
	if (own(c, &range) && size_in_range(c, &range, "VPC"))
		warn_if_public(c, &range);
}

static const struct subnet_field *subnet_of(const char *id)
{
	for (size_t i = 0; i < CEW_COUNT(subnet_fields); i++)
		if (strcmp(subnet_fields[i].id, id) == 0)
			return &subnet_fields[i];
	return NULL;
}

void rule_cidr_subnet_size(struct rule_call *c)
{
	struct cew_cidr range;
	if (!own(c, &range) || !size_in_range(c, &range, "subnet"))
		return;
	const struct subnet_field *subnet = subnet_of(c->field->id);
	if (subnet && subnet->is_private && has_balancer(c) && range.prefix > BALANCER_PREFIX_MAX)
		complain(c, CEW_ERROR, "Choose a /27 or larger.", "A load balancer wants a /27 with eight free addresses; a /%d has %d that can be used.",
		         range.prefix, (int)cew_cidr_size(&range) - 5);
}

void rule_cidr_in_vpc(struct rule_call *c)
{
	struct cew_cidr range, vpc, taken[4], free_block;
	const char *ids[4];
	if (!own(c, &range) || cew_cidr_parse(answer_of(c, VPC_FIELD), &vpc, NULL) || cew_cidr_within(&range, &vpc))
		return;
	char vpc_text[19], text[19];
	cew_cidr_format(&vpc, vpc_text);
	complain(c, CEW_ERROR, "Take a range from inside the VPC.", "Lies outside the VPC's range %s.", vpc_text);
	size_t n = subnets_read(c->subject->answers, c->field->id, taken, ids);
	if (!cew_cidr_free(&vpc, taken, n, range.prefix, &free_block))
		return;
	cew_cidr_format(&free_block, text);
	suggest(c, text);
}

static void complain_overlap(struct rule_call *c, const struct cew_cidr *range, const struct cew_cidr *other, const char *id)
{
	struct cew_cidr vpc, taken[4], free_block;
	const char *ids[4];
	char text[19];
	cew_cidr_format(other, text);
	size_t n = subnets_read(c->subject->answers, c->field->id, taken, ids);
	bool found = !cew_cidr_parse(answer_of(c, VPC_FIELD), &vpc, NULL) && cew_cidr_free(&vpc, taken, n, range->prefix, &free_block);
	if (!found) {
		complain(c, CEW_ERROR, "Make one of the subnets smaller or the VPC larger.", "Overlaps %s (%s), and the VPC has no other /%d free.",
		         label_of(c, id), text, range->prefix);
		return;
	}
	char suggestion[19], remedy[40];
	cew_cidr_format(&free_block, suggestion);
	strcpy(remedy, "Free: ");
	strcat(remedy, suggestion);
	complain(c, CEW_ERROR, remedy, "Overlaps %s (%s).", label_of(c, id), text);
	suggest(c, suggestion);
}

void rule_cidr_overlap(struct rule_call *c)
{
	struct cew_cidr range, others[4];
	const char *ids[4];
	if (!own(c, &range))
		return;
	size_t n = subnets_read(c->subject->answers, c->field->id, others, ids);
	for (size_t i = 0; i < n; i++) {
		if (!cew_cidr_overlap(&range, &others[i]))
			continue;
		complain_overlap(c, &range, &others[i], ids[i]);
		return;
	}
}

void rule_cidr_access(struct rule_call *c)
{
	struct cew_cidr range;
	if (!own(c, &range))
		return;
	if (range.prefix == 0)
		complain(c, CEW_WARNING, "Name the networks that your operators work from.", "0.0.0.0/0 lets every address that can reach the load balancer in.");
	else if (range.prefix < 8)
		complain(c, CEW_WARNING, "Name the networks that your operators work from.", "A /%d lets in %llu addresses.", range.prefix,
		         (unsigned long long)cew_cidr_size(&range));
}
