/* The VPC's address space as a row of equal blocks. */
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

void cew_network_draw(const struct cew_answers *answers, size_t max_cells, struct cew_network_picture *out)
{
	struct cew_cidr subnets[4];
	char marks[4];
	size_t count = 0;
	*out = (struct cew_network_picture){.valid = false};
	if (cew_cidr_parse(cew_answers_text(answers, VPC_FIELD), &out->vpc, NULL) || out->vpc.prefix > 30)
		return;
	for (size_t i = 0; i < CEW_COUNT(subnet_fields); i++)
		if (!cew_cidr_parse(cew_answers_text(answers, subnet_fields[i].id), &subnets[count], NULL))
			marks[count++] = subnet_fields[i].mark;
	size_t cells = 1;
	int bits = 0;
	while (cells * 2 <= max_cells && cells * 2 <= CEW_COUNT(out->block) && out->vpc.prefix + bits < 32) {
		cells *= 2;
		bits++;
	}
	out->valid = true;
	out->cells = cells;
	out->block_prefix = out->vpc.prefix + bits;
	for (size_t i = 0; i < cells; i++) {
		struct cew_cidr block = {cew_cidr_first(&out->vpc) + (uint32_t)(i << (32 - out->block_prefix)), out->block_prefix};
		out->block[i].mark = mark_of(&block, subnets, marks, count);
	}
	out->free_addresses = count_free(&out->vpc, subnets, count);
}
