/* The way in through a jump host: what was said of it, and the line that opens the tunnel. Client VPN's address range. */
#include "room.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_USER "ec2-user" /* of Amazon Linux */
#define DEFAULT_PORT 8000       /* the guide's */
#define ENTRY_MAX 16384

/* ---- remembering ---- */

static enum cew_status path_of(const char *region, const char *stack, struct cew_buf *path, struct cew_error *err)
{
	enum cew_status s = cew_state_dir("access", path, err);
	if (s)
		return s;
	cew_buf_fmt(path, "/%s-", region);
	for (; *stack; stack++)
		cew_buf_char(path, isalnum((unsigned char)*stack) ? *stack : '-');
	cew_buf_str(path, ".json");
	return cew_buf_status(path, err);
}

static void take_text(const struct cew_node *map, const char *key, char *out, size_t size)
{
	const char *text = cew_node_get_text(map, key);
	if (text && strlen(text) < size)
		snprintf(out, size, "%s", text);
}

static void take_entry(const struct cew_node *map, struct cew_way *out)
{
	const char *port = cew_node_get_text(map, "localPort");
	take_text(map, "jumpHost", out->jump_host, sizeof(out->jump_host));
	take_text(map, "user", out->user, sizeof(out->user));
	take_text(map, "key", out->key, sizeof(out->key));
	take_text(map, "from", out->from, sizeof(out->from));
	take_text(map, "clientCidr", out->client_cidr, sizeof(out->client_cidr));
	if (port && atoi(port) > 0 && atoi(port) <= 65535)
		out->local_port = atoi(port);
}

void cew_way_recall(const char *region, const char *stack, struct cew_way *out)
{
	struct cew_buf path;
	struct cew_doc *doc = NULL;
	*out = (struct cew_way){.user = DEFAULT_USER, .local_port = DEFAULT_PORT};
	cew_buf_init(&path, PATH_MAX);
	if (path_of(region, stack, &path, NULL) == CEW_OK && cew_doc_read(cew_buf_text(&path), &doc, NULL) == CEW_OK)
		take_entry(cew_doc_root(doc), out);
	cew_doc_destroy(doc);
	cew_buf_finish(&path);
}

static struct cew_node *entry_of(const struct cew_way *way, struct cew_doc *doc)
{
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "jumpHost", way->jump_host);
	map = cew_map_put_text(doc, map, "user", way->user);
	map = cew_map_put_text(doc, map, "key", way->key);
	map = cew_map_put(doc, map, "localPort", cew_doc_int(doc, way->local_port));
	map = cew_map_put_text(doc, map, "from", way->from);
	return cew_map_put_text(doc, map, "clientCidr", way->client_cidr);
}

enum cew_status cew_way_remember(const char *region, const char *stack, const struct cew_way *way, struct cew_error *err)
{
	struct cew_buf path, out;
	struct cew_doc *doc = cew_doc_create("access");
	cew_buf_init(&path, PATH_MAX);
	cew_buf_init(&out, ENTRY_MAX);
	enum cew_status s = doc ? line_write(entry_of(way, doc), &out, err) : cew_fail_memory(err);
	if (!s)
		s = path_of(region, stack, &path, err);
	if (!s)
		s = cew_file_replace(cew_buf_text(&path), cew_buf_text(&out), out.len, 0600, err);
	cew_doc_destroy(doc);
	cew_buf_finish(&out);
	cew_buf_finish(&path);
	return s;
}

/* ---- the line ---- */

static const char plain_chars[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:@%+,=~";

/* One word for a shell, whatever is in it. A tilde at the start stays the home directory. */
static void add_word(struct cew_buf *out, const char *word)
{
	if (*word && strspn(word, plain_chars) == strlen(word)) {
		cew_buf_str(out, word);
		return;
	}
	if (operate_text_starts(word, "~/")) {
		cew_buf_str(out, "~/");
		word += 2;
	}
	cew_buf_char(out, '\'');
	for (; *word; word++)
		cew_buf_str(out, *word == '\'' ? "'\\''" : (char[]){*word, '\0'});
	cew_buf_char(out, '\'');
}

void cew_way_command(const struct cew_way *way, const char *host, int port, struct cew_buf *out)
{
	char forward[400], target[400];
	snprintf(forward, sizeof(forward), "%d:%s:%d", way->local_port ? way->local_port : DEFAULT_PORT, *host ? host : "HOST", port);
	snprintf(target, sizeof(target), "%s@%s", *way->user ? way->user : DEFAULT_USER, *way->jump_host ? way->jump_host : "JUMPHOST");
	cew_buf_str(out, "ssh -i ");
	add_word(out, *way->key ? way->key : "KEY");
	cew_buf_str(out, " -L ");
	add_word(out, forward);
	cew_buf_char(out, ' ');
	add_word(out, target);
}

/* ---- Client VPN ---- */

#define VPN_LARGEST 12 /* prefixes: the Client VPN administrator guide's limits of a client CIDR range */
#define VPN_SMALLEST 22

enum cew_status cew_vpn_check(const char *client_cidr, const char *vpc_cidr, struct cew_error *err)
{
	struct cew_cidr client, vpc;
	char range[19];
	enum cew_status s = cew_cidr_parse(client_cidr, &client, err);
	if (s)
		return s;
	if (client.prefix < VPN_LARGEST || client.prefix > VPN_SMALLEST) {
		cew_fail(err, CEW_INVALID, "a Client VPN endpoint's address range must be of /%d to /%d, and %s is of /%d", VPN_LARGEST,
		         VPN_SMALLEST, client_cidr, client.prefix);
		return cew_error_hint(err, "for example 10.0.0.0/22");
	}
	if (cew_cidr_first(&client) != client.address) {
		struct cew_cidr network = {cew_cidr_first(&client), client.prefix};
		cew_cidr_format(&network, range);
		cew_fail(err, CEW_INVALID, "%s is no network: it has host bits", client_cidr);
		return cew_error_hint(err, "the network is %s", range);
	}
	if (!cew_cidr_parse(vpc_cidr, &vpc, NULL) && cew_cidr_overlap(&client, &vpc)) {
		cew_vpn_suggest(vpc_cidr, range);
		cew_fail(err, CEW_INVALID, "%s overlaps the VPC's range %s", client_cidr, vpc_cidr);
		return cew_error_hint(err, "%s does not", range);
	}
	return CEW_OK;
}

void cew_vpn_suggest(const char *vpc_cidr, char out[19])
{
	static const char *const private_space[] = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"};
	struct cew_cidr vpc, space, range;
	bool known = cew_cidr_parse(vpc_cidr, &vpc, NULL) == CEW_OK;
	snprintf(out, 19, "10.0.0.0/22");
	for (size_t i = 0; i < CEW_COUNT(private_space); i++) {
		bool taken = known && cew_cidr_parse(private_space[i], &space, NULL) == CEW_OK && cew_cidr_overlap(&vpc, &space);
		if (cew_cidr_parse(private_space[i], &space, NULL) == CEW_OK &&
		    cew_cidr_free(&space, &vpc, taken ? 1 : 0, VPN_SMALLEST, &range)) {
			cew_cidr_format(&range, out);
			return;
		}
	}
}
