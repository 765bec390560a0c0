/* The VPC's address space as a row of equal blocks, and the part of it that holds the subnets as a finer one. */
#include "network.h"

static char mark_of(const struct cew_cidr *block, const struct cew_cidr *subnets, const char *marks, size_t count)
{
	char mark = '.';
	for (size_t i = 0; i < count; i++) {
		if (!cew_cidr_overlap(block, &subnets[i]))
			continue;
		if (mark == '.') {
			mark = marks[i];
			continue;
		}
		/* Two subnets in one block are no overlap by themselves: a block may be larger than they are. */
		for (size_t k = 0; k < i; k++)
			if (cew_cidr_overlap(&subnets[i], &subnets[k]) && cew_cidr_overlap(block, &subnets[k]))
				return '#';
	}
	return mark;
}

static uint64_t count_free(const struct cew_cidr *vpc, const struct cew_cidr *subnets, size_t count)
{
	uint64_t used = 0;
	for (size_t i = 0; i < count; i++) {
		bool inside = cew_cidr_within(&subnets[i], vpc);
		for (size_t k = 0; k < i && inside; k++)
			inside = !cew_cidr_within(&subnets[i], &subnets[k]); /* its addresses are counted already */
		used += inside ? cew_cidr_size(&subnets[i]) : 0;
	}
	uint64_t all = cew_cidr_size(vpc);
	return used < all ? all - used : 0;
}

/* The subnets whose ranges can be read. */
struct drawn {
	struct cew_cidr range[4];
	char mark[4];
	size_t count;
};

static void add(struct drawn *d, const struct cew_cidr *range, char mark)
{
	d->range[d->count] = *range;
	d->mark[d->count++] = mark;
}

/* A template may lack a subnet's parameter; what its field once held means nothing then. */
static bool is_asked(const struct cew_answers *answers, const char *id)
{
	const struct cew_field *f = cew_form_field_find(cew_answers_forms(answers), id);
	return f && cew_answers_field_shown(answers, f);
}

static bool read_network(const struct cew_answers *answers, struct cew_cidr *vpc, struct drawn *d)
{
	*d = (struct drawn){.count = 0};
	if (cew_cidr_parse(cew_answers_text(answers, VPC_FIELD), vpc, NULL) || vpc->prefix > 30)
		return false;
	for (size_t i = 0; i < CEW_COUNT(subnet_fields); i++) {
		const char *id = subnet_fields[i].id;
		struct cew_cidr range;
		if (is_asked(answers, id) && !cew_cidr_parse(cew_answers_text(answers, id), &range, NULL))
			add(d, &range, subnet_fields[i].mark);
	}
	return true;
}

/* How many times a range can be halved: not beyond single addresses, `most` and the cells there are. */
static int halvings(const struct cew_cidr *range, size_t max_cells, int most)
{
	int bits = 0;
	size_t limit = max_cells < CEW_CELLS_MAX ? max_cells : CEW_CELLS_MAX;
	while (bits < most && (size_t)2 << bits <= limit && range->prefix + bits < 32)
		bits++;
	return bits;
}

static void paint(const struct drawn *d, const struct cew_cidr *range, int bits, struct cew_network_picture *out)
{
	*out = (struct cew_network_picture){
		.vpc = *range, .valid = true, .block_prefix = range->prefix + bits, .cells = (size_t)1 << bits};
	for (size_t i = 0; i < out->cells; i++) {
		struct cew_cidr block = {cew_cidr_first(range) + (uint32_t)((uint64_t)i << (32 - out->block_prefix)), out->block_prefix};
		out->block[i].mark = mark_of(&block, d->range, d->mark, d->count);
	}
	out->free_addresses = count_free(range, d->range, d->count);
}

void cew_network_draw(const struct cew_answers *answers, size_t max_cells, struct cew_network_picture *out)
{
	struct cew_cidr vpc;
	struct drawn d;
	*out = (struct cew_network_picture){.valid = false};
	if (read_network(answers, &vpc, &d))
		paint(&d, &vpc, halvings(&vpc, max_cells, 32), out);
}

/* The smallest aligned range around two. */
static struct cew_cidr around(const struct cew_cidr *a, const struct cew_cidr *b)
{
	struct cew_cidr r = {.address = cew_cidr_first(a), .prefix = a->prefix};
	while (!cew_cidr_within(b, &r))
		r.prefix--; /* the whole address space, /0, holds everything */
	r.address = cew_cidr_first(&r);
	return r;
}

bool cew_network_zoom(const struct cew_answers *answers, size_t max_cells, struct cew_network_picture *out)
{
	struct cew_cidr vpc, range = {0, 0};
	struct drawn all, inside = {.count = 0};
	int smallest = 0;
	*out = (struct cew_network_picture){.valid = false};
	if (!read_network(answers, &vpc, &all))
		return false;
	for (size_t i = 0; i < all.count; i++) {
		const struct cew_cidr *subnet = &all.range[i];
		if (!cew_cidr_within(subnet, &vpc))
			continue;
		range = inside.count ? around(&range, subnet) : *subnet;
		smallest = subnet->prefix > smallest ? subnet->prefix : smallest;
		add(&inside, subnet, all.mark[i]);
	}
	if (!inside.count)
		return false;
	int bits = halvings(&range, max_cells, smallest - range.prefix);
	if (range.prefix + bits <= vpc.prefix + halvings(&vpc, max_cells, 32))
		return false;
	range.address = cew_cidr_first(&range);
	paint(&inside, &range, bits, out);
	return true;
}
