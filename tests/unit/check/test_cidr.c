/* Address ranges and the picture of the network. */
#include "support.h"

#include <string.h>

static struct cew_cidr range(const char *text)
{
	struct cew_cidr c;
	assert_int_equal(cew_cidr_parse(text, &c, NULL), CEW_OK);
	return c;
}

static void test_parse_refuses(void **state)
{
	static const struct {
		const char *text, *what;
	} cases[] = {
		{"172.16.0.0", "\"172.16.0.0\" has no prefix length"},
		{"", "\"\" has no prefix length"},
		{"172.16.0/24", "\"172.16.0\" is not an IPv4 address"},
		{"172.16.0.256/24", "\"172.16.0.256\" is not an IPv4 address"},
		{"172.16.0.0.0/24", "\"172.16.0.0.0\" is not an IPv4 address"},
		{"a.b.c.d/24", "\"a.b.c.d\" is not an IPv4 address"},
		{"10.0.0.0/33", "\"/33\" is not a prefix length"},
		{"10.0.0.0/", "\"/\" is not a prefix length"},
		{"10.0.0.0/-1", "\"/-1\" is not a prefix length"},
		{"10.0.0.0/8 ", "\"/8 \" is not a prefix length"},
		{"10.0.0.0/008", "\"/008\" is not a prefix length"},
		{"2001:db8::/32", "\"2001:db8::\" is not an IPv4 address"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		struct cew_cidr c;
		struct cew_error err;
		assert_int_equal(cew_cidr_parse(cases[i].text, &c, &err), CEW_INVALID);
		assert_string_equal(err.what, cases[i].what);
		assert_true(*err.hint);
	}
}

static void test_bounds(void **state)
{
	struct cew_cidr c = range("10.1.2.200/25"), all = range("0.0.0.0/0"), one = range("255.255.255.255/32");
	char text[19];
	(void)state;
	assert_int_equal(cew_cidr_first(&c), 0x0A010280);
	assert_int_equal(cew_cidr_last(&c), 0x0A0102FF);
	assert_int_equal(cew_cidr_size(&c), 128);
	assert_int_equal(cew_cidr_size(&all), 4294967296);
	assert_int_equal(cew_cidr_first(&one), cew_cidr_last(&one));
	cew_cidr_format(&c, text);
	assert_string_equal(text, "10.1.2.200/25");
	cew_cidr_format(&one, text);
	assert_string_equal(text, "255.255.255.255/32");
}

static void test_overlap_and_within(void **state)
{
	struct cew_cidr vpc = range("172.16.0.0/16"), a = range("172.16.1.0/24"), b = range("172.16.1.128/25"), c = range("172.16.2.0/24");
	(void)state;
	assert_true(cew_cidr_overlap(&a, &b));
	assert_false(cew_cidr_overlap(&a, &c));
	assert_true(cew_cidr_within(&b, &a));
	assert_false(cew_cidr_within(&a, &b));
	assert_true(cew_cidr_within(&c, &vpc));
}

static void test_free_block(void **state)
{
	struct cew_cidr vpc = range("172.16.0.0/22"), found;
	struct cew_cidr taken[] = {range("172.16.0.0/24"), range("172.16.1.0/25")};
	char text[19];
	(void)state;
	assert_true(cew_cidr_free(&vpc, taken, 2, 24, &found));
	cew_cidr_format(&found, text);
	assert_string_equal(text, "172.16.2.0/24");
	assert_true(cew_cidr_free(&vpc, taken, 2, 25, &found));
	cew_cidr_format(&found, text);
	assert_string_equal(text, "172.16.1.128/25");
	assert_false(cew_cidr_free(&vpc, taken, 2, 22, &found));
	assert_false(cew_cidr_free(&vpc, taken, 2, 16, &found));
	struct cew_cidr top = range("255.255.255.0/24"), whole[] = {range("255.255.255.0/24")};
	assert_false(cew_cidr_free(&top, whole, 1, 28, &found));
}

static void marks(const struct cew_network_picture *p, char out[65])
{
	for (size_t i = 0; i < p->cells; i++)
		out[i] = p->block[i].mark;
	out[p->cells] = '\0';
}

static void test_picture(void **state)
{
	struct bench b;
	struct cew_network_picture p;
	char text[65];
	(void)state;
	bench_open(&b, NULL);
	answer(&b, "VpcCIDR", "172.16.0.0/20");
	cew_network_draw(b.answers, 16, &p);
	marks(&p, text);
	assert_true(p.valid);
	assert_int_equal(p.block_prefix, 24);
	assert_string_equal(text, ".ABCD...........");
	assert_int_equal(p.free_addresses, 4096 - 4 * 256);
	answer(&b, "PrivateSubnet2CIDR", "172.16.1.128/25");
	cew_network_draw(b.answers, 16, &p);
	marks(&p, text);
	assert_string_equal(text, ".#.CD...........");
	answer(&b, "VpcCIDR", "nonsense");
	cew_network_draw(b.answers, 16, &p);
	assert_false(p.valid);
	bench_close(&b);
}

/* Two small subnets side by side in one block of the picture do not overlap. */
static void test_picture_neighbours(void **state)
{
	struct bench b;
	struct cew_network_picture p;
	(void)state;
	bench_open(&b, NULL);
	answer(&b, "PrivateSubnet1CIDR", "172.16.0.0/24");
	answer(&b, "PrivateSubnet2CIDR", "172.16.1.0/24");
	cew_network_draw(b.answers, 16, &p);
	assert_int_equal(p.block[0].mark, 'A');
	bench_close(&b);
}

static bool lacks_second_subnet(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "PrivateSubnet2CIDR") != 0;
}

/* A template without the second subnet: the field's default is not drawn. */
static void test_picture_of_what_is_asked(void **state)
{
	struct bench b;
	struct cew_network_picture p;
	char text[65];
	(void)state;
	bench_open(&b, NULL);
	cew_answers_set_template(b.answers, lacks_second_subnet, NULL);
	answer(&b, "VpcCIDR", "172.16.0.0/20");
	cew_network_draw(b.answers, 16, &p);
	marks(&p, text);
	assert_string_equal(text, ".A.CD...........");
	bench_close(&b);
}

static const struct {
	const char *vpc, *subnets[4];
	size_t cells;
	const char *range; /* NULL: nothing to zoom to */
	int block_prefix;
	const char *marks;
	uint64_t free_addresses;
} zooms[] = {
	{"172.16.0.0/16", {"172.16.1.0/24", "172.16.2.0/24", "172.16.3.0/24", "172.16.4.0/24"}, 64, "172.16.0.0/21", 24,
	 ".ABCD...", 1024},
	{"172.16.0.0/16", {"172.16.1.0/24", "172.16.1.128/25", "172.16.3.0/24", "172.16.4.0/24"}, 64, "172.16.0.0/21", 25,
	 "..A#..CCDD......", 1280},
	{"10.0.0.0/16", {"10.0.200.0/28", "10.0.200.16/28", "10.0.200.32/28", "10.0.200.48/28"}, 64, "10.0.200.0/26", 28, "ABCD", 0},
	/* one outside of the VPC and one that cannot be read do not count */
	{"10.0.0.0/16", {"10.0.1.0/24", "10.1.0.0/24", "nonsense", "10.0.0.0/24"}, 64, "10.0.0.0/23", 24, "DA", 0},
	{"10.0.0.0/16", {"10.0.5.0/24", "", "", ""}, 64, "10.0.5.0/24", 24, "A", 0},
	/* not as fine as the smallest of them, but finer than the whole */
	{"10.0.0.0/16", {"10.0.0.0/24", "10.0.16.0/28", "10.0.17.0/28", "10.0.18.0/28"}, 32, "10.0.0.0/19", 24,
	 "A...............BCD.............", 7888},
	/* the row of the whole VPC is as fine already */
	{"172.16.0.0/20", {"172.16.1.0/24", "172.16.2.0/24", "172.16.3.0/24", "172.16.4.0/24"}, 64, NULL, 0, "", 0},
	{"10.0.0.0/16", {"10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18", "10.0.192.0/18"}, 64, NULL, 0, "", 0},
	{"10.0.0.0/16", {"10.0.0.0/24", "10.0.255.0/24", "10.0.1.0/24", "10.0.2.0/24"}, 64, NULL, 0, "", 0},
	{"10.0.0.0/16", {"10.1.0.0/24", "", "", ""}, 64, NULL, 0, "", 0},
	{"nonsense", {"10.1.0.0/24", "", "", ""}, 64, NULL, 0, "", 0},
	{"0.0.0.0/0", {"0.0.0.0/0", "255.255.255.255/32", "", ""}, 64, NULL, 0, "", 0},
	{"0.0.0.0/0", {"255.255.255.255/32", "255.255.255.254/32", "", ""}, 64, "255.255.255.254/31", 32, "BA", 0},
};

static void test_zoom(void **state)
{
	static const char *const ids[] = {"PrivateSubnet1CIDR", "PrivateSubnet2CIDR", "PublicSubnet1CIDR", "PublicSubnet2CIDR"};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(zooms); i++) {
		struct bench b;
		struct cew_network_picture p;
		char text[65], shown[19];
		bench_open(&b, NULL);
		answer(&b, "VpcCIDR", zooms[i].vpc);
		for (size_t k = 0; k < CEW_COUNT(ids); k++)
			answer(&b, ids[k], zooms[i].subnets[k]);
		bool zoomed = cew_network_zoom(b.answers, zooms[i].cells, &p);
		assert_int_equal(zoomed, zooms[i].range != NULL);
		assert_int_equal(p.valid, zoomed);
		marks(&p, text);
		assert_string_equal(text, zooms[i].marks);
		if (zoomed) {
			cew_cidr_format(&p.vpc, shown);
			assert_string_equal(shown, zooms[i].range);
			assert_int_equal(p.block_prefix, zooms[i].block_prefix);
			assert_int_equal(p.free_addresses, zooms[i].free_addresses);
		}
		bench_close(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse_refuses), cmocka_unit_test(test_bounds), cmocka_unit_test(test_overlap_and_within),
		cmocka_unit_test(test_free_block), cmocka_unit_test(test_picture), cmocka_unit_test(test_picture_neighbours),
		cmocka_unit_test(test_zoom), cmocka_unit_test(test_picture_of_what_is_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
