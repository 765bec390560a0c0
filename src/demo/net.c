/* Address ranges, made-up addresses and the ids of zones. */
#include "net.h"

#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool demo_range_parse(const char *cidr, struct demo_range *out)
{
	unsigned a, b, c, d, bits;
	char rest;
	if (!cidr || sscanf(cidr, "%3u.%3u.%3u.%3u/%2u%c", &a, &b, &c, &d, &bits, &rest) != 5 || a > 255 || b > 255 ||
	    c > 255 || d > 255 || bits > 32)
		return false;
	uint32_t address = (uint32_t)a << 24 | b << 16 | c << 8 | d;
	uint32_t hosts = bits == 0 ? UINT32_MAX : (uint32_t)((UINT64_C(1) << (32 - bits)) - 1);
	out->first = address & ~hosts;
	out->last = out->first | hosts;
	return true;
}

#define FIRST_HOST 4 /* AWS keeps four addresses at the start of a subnet and the last one */
#define SPREAD 200

void demo_private_ip(struct demo_view *v, const char *subnet_id, const char *seed, char out[16])
{
	const struct demo_thing *subnet = subnet_id ? demo_thing_find(v, "AWS::EC2::Subnet", subnet_id) : NULL;
	struct demo_range r;
	char hex[9];
	if (!subnet || !demo_range_parse(demo_thing_text(v, subnet, "CidrBlock"), &r))
		demo_range_parse("10.0.0.0/24", &r);
	demo_digest_hex(seed, 8, hex);
	uint32_t room = r.last - r.first > FIRST_HOST ? r.last - r.first - FIRST_HOST : 1;
	uint32_t ip = r.first + FIRST_HOST + (uint32_t)strtoul(hex, NULL, 16) % (room < SPREAD ? room : SPREAD);
	snprintf(out, 16, "%u.%u.%u.%u", ip >> 24, ip >> 16 & 255, ip >> 8 & 255, ip & 255);
}

void demo_interface_id(const char *seed, char out[22])
{
	char text[256];
	snprintf(text, sizeof(text), "eni %s", seed);
	memcpy(out, "eni-", 4);
	demo_digest_hex(text, 17, out + 4);
}

void demo_zone_id(const char *zone, char out[32])
{
	static const struct {
		const char *word, *letters;
	} words[] = {
		{"northeast", "ne"}, {"northwest", "nw"}, {"southeast", "se"}, {"southwest", "sw"}, {"north", "n"},
		{"south", "s"},      {"east", "e"},       {"west", "w"},       {"central", "c"},    {"gov", "g"},
	};
	size_t at = 0, len = strlen(zone);
	for (const char *p = zone; *p && p < zone + len - 1 && at < 20;) {
		size_t word = strcspn(p, "-"), i = 0;
		while (i < CEW_COUNT(words) && strncmp(p, words[i].word, strlen(words[i].word)) != 0)
			i++;
		if (i < CEW_COUNT(words))
			at += (size_t)snprintf(out + at, 32 - at, "%s", words[i].letters);
		else
			at += (size_t)snprintf(out + at, 32 - at, "%.*s", (int)(word > 4 ? 4 : word), p);
		p += word + (p[word] == '-');
	}
	/* The last piece was "1a": the digit stays, the letter becomes a number. */
	if (at > 0 && len > 0 && out[at - 1] == zone[len - 1])
		at--;
	snprintf(out + at, 32 - at, "-az%d", len > 0 && zone[len - 1] >= 'a' ? zone[len - 1] - 'a' + 1 : 1);
}
