/* format.c -- as much of printf as libc.h says. */
#include <limits.h>
#include <stdint.h>

#include "web/wasm/libc/libc.h"

struct out {
	char *to;
	size_t room, n; /* n counts also what did not fit */
};

struct spec {
	bool zero, plus, left, precise;
	size_t width, precision;
	char length; /* 'l', 'L' for ll, 'z' or 0 */
};

static void put(struct out *out, char c)
{
	if (out->n + 1 < out->room)
		out->to[out->n] = c;
	out->n++;
}

static void put_times(struct out *out, char c, size_t times)
{
	while (times-- > 0)
		put(out, c);
}

/* `body` behind `sign` and zeros, in a field of the width. */
static void put_field(struct out *out, const struct spec *spec, const char *sign, size_t zeros, const char *body, size_t n)
{
	size_t signs = LIBC(strlen)(sign), all = signs + zeros + n, blanks = spec->width > all ? spec->width - all : 0;
	if (!spec->left)
		put_times(out, ' ', blanks);
	for (size_t i = 0; i < signs; i++)
		put(out, sign[i]);
	put_times(out, '0', zeros);
	for (size_t i = 0; i < n; i++)
		put(out, body[i]);
	if (spec->left)
		put_times(out, ' ', blanks);
}

static void put_number(struct out *out, const struct spec *spec, const char *sign, uint64_t value, unsigned base, const char *digits)
{
	char text[24];
	size_t at = sizeof(text), signs = LIBC(strlen)(sign);
	for (uint64_t rest = value; rest; rest /= base)
		text[--at] = digits[rest % base];
	size_t n = sizeof(text) - at, least = spec->precise ? spec->precision : 1;
	if (!spec->precise && spec->zero && !spec->left && spec->width > signs)
		least = spec->width - signs > least ? spec->width - signs : least;
	put_field(out, spec, sign, least > n ? least - n : 0, text + at, n);
}

static void put_text(struct out *out, const struct spec *spec, const char *s)
{
	size_t n = 0;
	while ((!spec->precise || n < spec->precision) && s[n])
		n++;
	put_field(out, spec, "", 0, s, n);
}

/* The digits at *format as a number; it moves behind them. */
static size_t read_number(const char **format)
{
	size_t n = 0;
	for (; **format >= '0' && **format <= '9'; ++*format)
		n = n * 10 + (size_t)(**format - '0');
	return n;
}

static void read_flags(const char **format, struct spec *spec)
{
	for (;; ++*format) {
		switch (**format) {
		case '0': spec->zero = true; break;
		case '+': spec->plus = true; break;
		case '-': spec->left = true; break;
		default: return;
		}
	}
}

static void read_length(const char **format, struct spec *spec)
{
	if (**format != 'l' && **format != 'z')
		return;
	spec->length = *(*format)++;
	if (spec->length == 'l' && **format == 'l') {
		spec->length = 'L';
		++*format;
	}
}

static int64_t signed_of(char length, va_list *args)
{
	switch (length) {
	case 'L': return va_arg(*args, long long);
	case 'l': return va_arg(*args, long);
	case 'z': return va_arg(*args, ptrdiff_t);
	default: return va_arg(*args, int);
	}
}

static uint64_t unsigned_of(char length, va_list *args)
{
	switch (length) {
	case 'L': return va_arg(*args, unsigned long long);
	case 'l': return va_arg(*args, unsigned long);
	case 'z': return va_arg(*args, size_t);
	default: return va_arg(*args, unsigned);
	}
}

/* False for a conversion that is not known here. */
static bool convert(struct out *out, char what, const struct spec *spec, va_list *args)
{
	int64_t value;
	char c;
	switch (what) {
	case 'd':
	case 'i':
		value = signed_of(spec->length, args);
		put_number(out, spec, value < 0 ? "-" : spec->plus ? "+" : "", value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 10,
		           "0123456789");
		return true;
	case 'u': put_number(out, spec, "", unsigned_of(spec->length, args), 10, "0123456789"); return true;
	case 'x': put_number(out, spec, "", unsigned_of(spec->length, args), 16, "0123456789abcdef"); return true;
	case 'X': put_number(out, spec, "", unsigned_of(spec->length, args), 16, "0123456789ABCDEF"); return true;
	case 'c':
		c = (char)va_arg(*args, int);
		put_field(out, spec, "", 0, &c, 1);
		return true;
	case 's': put_text(out, spec, va_arg(*args, const char *)); return true;
	case '%': put(out, '%'); return true;
	default: return false;
	}
}

static void read_width(const char **format, struct spec *spec, va_list *args)
{
	if (**format != '*') {
		spec->width = read_number(format);
		return;
	}
	++*format;
	int width = va_arg(*args, int);
	spec->left |= width < 0;
	spec->width = width < 0 ? 0 - (size_t)width : (size_t)width;
}

static void read_precision(const char **format, struct spec *spec, va_list *args)
{
	if (**format != '.')
		return;
	++*format;
	spec->precise = true;
	if (**format != '*') {
		spec->precision = read_number(format);
		return;
	}
	++*format;
	int precision = va_arg(*args, int);
	spec->precise = precision >= 0;
	spec->precision = precision < 0 ? 0 : (size_t)precision;
}

int LIBC(vsnprintf)(char *restrict to, size_t room, const char *restrict format, va_list args)
{
	struct out out = { to, room, 0 };
	const char *at = format;
	bool known = true;
	va_list mine;
	va_copy(mine, args);
	while (*at && known) {
		struct spec spec = { 0 };
		char c = *at++;
		if (c != '%') {
			put(&out, c);
			continue;
		}
		read_flags(&at, &spec);
		read_width(&at, &spec, &mine);
		read_precision(&at, &spec, &mine);
		read_length(&at, &spec);
		known = convert(&out, *at, &spec, &mine);
		at += known;
	}
	va_end(mine);
	if (room)
		to[out.n < room ? out.n : room - 1] = '\0';
	return known && out.n <= INT_MAX ? (int)out.n : -1;
}

int LIBC(snprintf)(char *restrict to, size_t room, const char *restrict format, ...)
{
	va_list args;
	va_start(args, format);
	int n = LIBC(vsnprintf)(to, room, format, args);
	va_end(args);
	return n;
}
