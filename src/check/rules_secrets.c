/* Rules about secrets. No message repeats any part of one. */
#include "rules.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Words that everybody tries first; the vendor's template has two of them as defaults. */
static const char *const well_known[] = {
	"cteadmin", "secret", "password", "passw0rd", "changeme", "admin", "administrator", "netskope", "cloudexchange", "12345678",
};

static bool is_well_known(const struct rule_call *c)
{
	for (size_t i = 0; i < CEW_COUNT(well_known); i++)
		if (strcasecmp(well_known[i], c->text) == 0)
			return true;
	const struct cew_cfn_parameter *p = NULL;
	if (c->subject->template && c->field->parameter)
		p = cew_cfn_parameter_find(c->subject->template, c->field->parameter);
	return p && p->default_value && *p->default_value && strcmp(p->default_value, c->text) == 0;
}

int cew_secret_strength(const char *text)
{
	bool lower = false, upper = false, digit = false, other = false, seen[256] = {false};
	size_t len = strlen(text), distinct = 0;
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		lower |= islower(*p) != 0;
		upper |= isupper(*p) != 0;
		digit |= isdigit(*p) != 0;
		other |= !isalnum(*p);
		distinct += !seen[*p];
		seen[*p] = true;
	}
	int kinds = lower + upper + digit + other;
	if (len >= 16 && distinct >= 8 && (kinds >= 2 || len >= 24))
		return 2;
	return len >= 10 && distinct >= 6 && kinds >= 2 ? 1 : 0;
}

const char *cew_secret_strength_name(int strength)
{
	static const char *const names[] = {"weak", "fair", "strong"};
	return names[strength < 0 ? 0 : strength > 2 ? 2 : strength];
}

static void warn_if_weak(struct rule_call *c)
{
	if (cew_secret_strength(c->text) == 0)
		complain(c, CEW_WARNING, "Use 16 characters or more, or have one generated.", "This is easily guessed.");
}

/* The maintenance password goes unquoted through a shell and a MongoDB script, and into two URLs. */
static const struct {
	const char *characters, *what;
} breaking[] = {
	{" \t\r\n\v\f", "White space splits the command that hands the password to the database."},
	{"'\"`", "Quotes end the text in which the password stands in a shell and in a MongoDB script."},
	{"\\", "A backslash is taken as an escape on the password's way to the database."},
	{"$", "A dollar sign is taken as a variable on the password's way to the database."},
};

void rule_password(struct rule_call *c)
{
	if (is_well_known(c)) {
		complain(c, CEW_ERROR, "Choose another, or have one generated.", "This password is widely known.");
		return;
	}
	for (size_t i = 0; i < CEW_COUNT(breaking); i++) {
		if (!strpbrk(c->text, breaking[i].characters))
			continue;
		complain(c, CEW_ERROR, "Use letters, digits and marks such as - _ . ~ @ % + = : ,", "%s", breaking[i].what);
		return;
	}
	if (!matches("[\\x21-\\x7e]*", c->text))
		complain(c, CEW_ERROR, "Use printable ASCII characters.", "A character outside ASCII does not survive the way into the containers.");
	else if (strpbrk(c->text, ";&|<>()#*?[]{}!^"))
		complain(c, CEW_WARNING, "Prefer letters, digits and - _ . ~ @ % + = : ,",
		         "A mark that means something to a shell may break a container's start; the password can be set only once.");
	else
		warn_if_weak(c);
}

void rule_jwt_secret(struct rule_call *c)
{
	if (is_well_known(c))
		complain(c, CEW_ERROR, "Choose another, or have one generated.", "This secret is widely known: with it anybody can sign in.");
	else if (!matches("[\\x20-\\x7e]*", c->text))
		complain(c, CEW_ERROR, "Use printable ASCII characters.", "A character outside ASCII does not survive the way into the containers.");
	else
		warn_if_weak(c);
}

/* scheme://[user[:password]@]host[:port][/] */
void rule_proxy_url(struct rule_call *c)
{
	static const char example[] = "Write http://HOST:PORT, with USER:PASSWORD@ before the host where the proxy asks for it.";
	if (!matches("https?://.*", c->text))
		complain(c, CEW_ERROR, example, "A proxy's URL begins with http:// or https://.");
	else if (strpbrk(c->text, " \t\"'\\<>`"))
		complain(c, CEW_ERROR, "Percent-encode it (a space is %20).", "The URL holds a character that must be percent-encoded.");
	else if (!matches("https?://([^@/:]+(:[^@/]*)?@)?(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?/?", c->text))
		complain(c, CEW_ERROR, example, "The part after // is not a host with an optional port.");
	else if (!matches(".*:[0-9]+/?", c->text))
		complain(c, CEW_WARNING, "Add the port, such as :3128.", "Without a port the proxy is looked for at its scheme's own.");
}
