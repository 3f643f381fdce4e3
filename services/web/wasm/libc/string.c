/* string.c -- bytes, one at a time. */
#include "web/wasm/libc/libc.h"

void *LIBC(memcpy)(void *restrict to, const void *restrict from, size_t n)
{
	unsigned char *t = to;
	const unsigned char *f = from;
	for (size_t i = 0; i < n; i++)
		t[i] = f[i];
	return to;
}

void *LIBC(memmove)(void *to, const void *from, size_t n)
{
	unsigned char *t = to;
	const unsigned char *f = from;
	if (t <= f)
		for (size_t i = 0; i < n; i++)
			t[i] = f[i];
	else
		while (n-- > 0)
			t[n] = f[n];
	return to;
}

void *LIBC(memset)(void *to, int byte, size_t n)
{
	unsigned char *t = to;
	for (size_t i = 0; i < n; i++)
		t[i] = (unsigned char)byte;
	return to;
}

int LIBC(memcmp)(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;
	for (size_t i = 0; i < n; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

/* The standard's signatures take const away. */
static char *writable(const void *p)
{
	union {
		const void *from;
		char *to;
	} same = { p };
	return same.to;
}

void *LIBC(memchr)(const void *in, int byte, size_t n)
{
	const unsigned char *s = in;
	for (size_t i = 0; i < n; i++)
		if (s[i] == (unsigned char)byte)
			return writable(s + i);
	return NULL;
}

size_t LIBC(strlen)(const char *s)
{
	size_t n = 0;
	while (s[n])
		n++;
	return n;
}

char *LIBC(strchr)(const char *s, int c)
{
	for (; *s != (char)c; s++)
		if (!*s)
			return NULL;
	return writable(s);
}
