/* Clocks, and times as text. Calendar arithmetic is done here, so that no time zone or locale can have a say in it. */
#include "cewizard/base.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MS = 1000, MINUTE_S = 60, HOUR_S = 3600, DAY_S = 86400 };

static int64_t read_clock(clockid_t id)
{
	struct timespec now = {0};

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * MS + now.tv_nsec / 1000000;
}

static int64_t system_wall(void *ctx)
{
	(void)ctx;
	return read_clock(CLOCK_REALTIME);
}

static int64_t system_mono(void *ctx)
{
	(void)ctx;
	return read_clock(CLOCK_MONOTONIC);
}

const struct cew_clock *cew_clock_system(void)
{
	static const struct cew_clock clock = {system_wall, system_mono, NULL};

	return &clock;
}

struct civil {
	int64_t year;
	int month, day, hour, minute, second, ms;
};

/* Both conversions count from 0000-03-01 in eras of 400 years, so that the leap day is a year's last. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

static struct civil civil_from_ms(int64_t wall_ms)
{
	struct civil c = {0};
	int64_t seconds = wall_ms / MS, days, era, day_of_era, year_of_era, day_of_year, month;

	c.ms = (int)(wall_ms % MS);
	if (c.ms < 0) {
		c.ms += MS;
		seconds--;
	}
	days = (seconds >= 0 ? seconds : seconds - DAY_S + 1) / DAY_S;
	seconds -= days * DAY_S;
	c.hour = (int)(seconds / HOUR_S);
	c.minute = (int)(seconds % HOUR_S / MINUTE_S);
	c.second = (int)(seconds % MINUTE_S);

	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	day_of_era = days - era * 146097;
	year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	month = (5 * day_of_year + 2) / 153;
	c.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	c.month = (int)(month < 10 ? month + 3 : month - 9);
	c.year = year_of_era + era * 400 + (c.month <= 2);
	return c;
}

void cew_time_format(int64_t wall_ms, char out[CEW_TIME_MAX])
{
	struct civil c = civil_from_ms(wall_ms);
	char text[96] = ""; /* what any numbers would take; these have 29 characters at most */

	snprintf(text, sizeof(text), "%04lld-%02d-%02dT%02d:%02d:%02d.%03dZ", (long long)c.year, c.month, c.day, c.hour,
	         c.minute, c.second, c.ms);
	memcpy(out, text, CEW_TIME_MAX - 1);
	out[CEW_TIME_MAX - 1] = '\0';
}

void cew_amz_date(int64_t wall_ms, char out[17])
{
	struct civil c = civil_from_ms(wall_ms);
	char text[64];

	/* Signature Version 4 knows years of four digits only. */
	snprintf(text, sizeof(text), "%04d%02d%02dT%02d%02d%02dZ", (int)(c.year % 10000), c.month, c.day, c.hour, c.minute,
	         c.second);
	memcpy(out, text, 16);
	out[16] = '\0';
}

/* Reads exactly `count` digits; advances *at. */
static bool read_digits(const char **at, int count, int *value)
{
	*value = 0;
	for (int i = 0; i < count; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		*value = *value * 10 + (**at - '0');
	}
	return true;
}

static bool read_char(const char **at, char wanted)
{
	if (**at != wanted)
		return false;
	(*at)++;
	return true;
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

static bool read_date(const char **at, struct civil *c)
{
	int year;

	if (!read_digits(at, 4, &year) || !read_char(at, '-') || !read_digits(at, 2, &c->month) || !read_char(at, '-') ||
	    !read_digits(at, 2, &c->day))
		return false;
	c->year = year;
	return c->month >= 1 && c->month <= 12 && c->day >= 1 && c->day <= days_in_month(year, c->month);
}

/* Milliseconds out of any number of digits; the finer ones are dropped. */
static bool read_fraction(const char **at, int *ms)
{
	int scale = 100, digits = 0;

	*ms = 0;
	if (!read_char(at, '.'))
		return true;
	for (; **at >= '0' && **at <= '9'; (*at)++, digits++, scale /= 10)
		*ms += (**at - '0') * scale;
	return digits > 0;
}

static bool read_time(const char **at, struct civil *c)
{
	if (!read_digits(at, 2, &c->hour) || !read_char(at, ':') || !read_digits(at, 2, &c->minute) ||
	    !read_char(at, ':') || !read_digits(at, 2, &c->second) || !read_fraction(at, &c->ms))
		return false;
	return c->hour <= 23 && c->minute <= 59 && c->second <= 60; /* 60: a leap second */
}

static bool read_zone(const char **at, int *offset_s)
{
	int hours, minutes, sign = **at == '-' ? -1 : 1;

	*offset_s = 0;
	if (read_char(at, 'Z'))
		return true;
	if (!read_char(at, '+') && !read_char(at, '-'))
		return false;
	if (!read_digits(at, 2, &hours) || !read_char(at, ':') || !read_digits(at, 2, &minutes))
		return false;
	*offset_s = sign * (hours * HOUR_S + minutes * MINUTE_S);
	return hours <= 23 && minutes <= 59;
}

bool cew_time_parse(const char *text, int64_t *wall_ms)
{
	struct civil c = {0};
	int offset_s;
	int64_t seconds;

	if (!text || !read_date(&text, &c) || !read_char(&text, 'T') || !read_time(&text, &c) ||
	    !read_zone(&text, &offset_s) || *text != '\0')
		return false;
	seconds = days_from_civil(c.year, c.month, c.day) * DAY_S + c.hour * HOUR_S + c.minute * MINUTE_S + c.second;
	*wall_ms = (seconds - offset_s) * MS + c.ms;
	return true;
}

void cew_duration_format(int64_t ms, char out[CEW_TIME_MAX])
{
	long long seconds = ms > 0 ? ms / MS : 0, hours = seconds / HOUR_S;
	int minutes = (int)(seconds % HOUR_S / MINUTE_S), rest = (int)(seconds % MINUTE_S);

	if (hours > 0)
		snprintf(out, CEW_TIME_MAX, "%lld:%02d:%02d", hours, minutes, rest);
	else
		snprintf(out, CEW_TIME_MAX, "%d:%02d", minutes, rest);
}
