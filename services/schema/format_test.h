/* format_test.h -- tests of formats: what one takes and what it refuses. */
#ifndef BLANKETT_SCHEMA_FORMAT_TEST_H
#define BLANKETT_SCHEMA_FORMAT_TEST_H

#include <stdlib.h>
#include <string.h>

#include "schema/format.h"

#include <check.h>

struct format_case {
	const char *format;
	const char *good[40], *bad[64];
};

/* In a copy of its own length, so that a sanitizer sees what is read behind it. */
static inline bool format_takes(format_check *check, str value)
{
	char *copy = malloc(value.n ? value.n : 1);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, value.p, value.n);
	bool taken = check((str){ copy, value.n });
	free(copy);
	return taken;
}

static inline void check_format(const struct format_case *c)
{
	format_check *check = format_find(str_of(c->format));
	ck_assert_msg(check && c->good[0] && c->bad[0], "%s", c->format);
	for (size_t i = 0; c->good[i]; i++) {
		str good = str_of(c->good[i]);
		ck_assert_msg(format_takes(check, good), "%s: %s", c->format, c->good[i]);
		for (size_t n = 0; n < good.n; n++)
			(void)format_takes(check, str_sub(good, 0, n));
	}
	for (size_t i = 0; c->bad[i]; i++)
		ck_assert_msg(!format_takes(check, str_of(c->bad[i])), "%s: %s", c->format, c->bad[i]);
}

#endif
