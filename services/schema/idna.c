#include "schema/idna.h"

#include <string.h>

#include "schema/ascii.h"
#include "schema/idna_table.h"
#include "schema/punycode.h"
#include "schema/utf8.h"

#define LABEL_BYTES_MAX 63
#define NAME_BYTES_MAX 253
#define VIRAMA 9

/* A U-label, or what an A-label stands for. */
struct label {
	uint32_t points[IDNA_POINTS_MAX];
	size_t n, bytes; /* bytes: of its Punycode */
};

/* The next label of what is left; false when no full stop came. */
static bool cut_label(str *rest, enum idna_form form, str *label)
{
	for (size_t at = 0, next = 0; at < rest->n; at = next) {
		uint32_t point = utf8_next(*rest, &next);
		if (point == '.' || (form == IDNA_UNICODE && (point == 0x3002 || point == 0xFF0E || point == 0xFF61))) {
			*label = str_sub(*rest, 0, at);
			*rest = str_sub(*rest, next, rest->n);
			return true;
		}
	}
	*label = *rest;
	return false;
}

static bool is_ldh(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_letter(s.p[i]) && !ascii_is_digit(s.p[i]) && s.p[i] != '-')
			return false;
	return s.n && s.n <= LABEL_BYTES_MAX && s.p[0] != '-' && s.p[s.n - 1] != '-';
}

static bool joins_around(const struct label *l, size_t at)
{
	size_t left = at, right = at + 1;
	while (left && idna_kind_of(l->points[left - 1])->joining == JOINING_T)
		left--;
	while (right < l->n && idna_kind_of(l->points[right])->joining == JOINING_T)
		right++;
	if (left == 0 || right == l->n)
		return false;
	uint8_t before = idna_kind_of(l->points[left - 1])->joining, after = idna_kind_of(l->points[right])->joining;
	return (before == JOINING_L || before == JOINING_D) && (after == JOINING_R || after == JOINING_D);
}

static bool has_script(const struct label *l, enum idna_script script)
{
	for (size_t i = 0; i < l->n; i++)
		if (idna_kind_of(l->points[i])->script == script)
			return true;
	return false;
}

static bool has_between(const struct label *l, uint32_t least, uint32_t most)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->points[i] >= least && l->points[i] <= most)
			return true;
	return false;
}

/* RFC 5892 appendix A. */
static bool context_permits(const struct label *l, size_t at)
{
	uint32_t point = l->points[at], before = at ? l->points[at - 1] : 0, after = at + 1 < l->n ? l->points[at + 1] : 0;
	switch (point) {
	case 0x200C: /* zero width non-joiner */
		return idna_kind_of(before)->combining == VIRAMA || joins_around(l, at);
	case 0x200D: /* zero width joiner */
		return idna_kind_of(before)->combining == VIRAMA;
	case 0x00B7: /* middle dot, between two l of Catalan */
		return before == 'l' && after == 'l';
	case 0x0375: /* Greek keraia */
		return idna_kind_of(after)->script == SCRIPT_GREEK;
	case 0x05F3: /* Hebrew geresh */
	case 0x05F4: /* Hebrew gershayim */
		return idna_kind_of(before)->script == SCRIPT_HEBREW;
	case 0x30FB: /* Katakana middle dot */
		return has_script(l, SCRIPT_JAPANESE);
	default: /* Arabic-Indic digits and the extended ones, not both */
		return point <= 0x0669 ? !has_between(l, 0x06F0, 0x06F9) : !has_between(l, 0x0660, 0x0669);
	}
}

/* RFC 5891 4.2, but for the length of its A-label. */
static bool is_u_label(const struct label *l, enum idna_form form)
{
	if (l->n == 0 || l->points[0] == '-' || l->points[l->n - 1] == '-' || idna_kind_of(l->points[0])->is_mark ||
	    (l->n > 3 && l->points[2] == '-' && l->points[3] == '-'))
		return false;
	for (size_t i = 0; i < l->n; i++) {
		uint8_t status = idna_kind_of(l->points[i])->status;
		if (status == IDNA_DISALLOWED || (status == IDNA_CONTEXT && !context_permits(l, i)))
			return false;
	}
	return form == IDNA_MAIL || idna_is_nfc(l->points, l->n);
}

static bool read_a_label(str text, struct label *l)
{
	char small[LABEL_BYTES_MAX], again[LABEL_BYTES_MAX];
	size_t n = text.n - 4;
	for (size_t i = 0; i < n; i++)
		small[i] = text.p[i + 4] >= 'A' && text.p[i + 4] <= 'Z' ? (char)(text.p[i + 4] | 0x20) : text.p[i + 4];
	return punycode_decode((str){ small, n }, l->points, IDNA_POINTS_MAX, &l->n) && has_between(l, 0x80, UINT32_MAX) &&
	       is_u_label(l, IDNA_ASCII) && punycode_encode(l->points, l->n, again, sizeof(again), &l->bytes) && l->bytes == n &&
	       memcmp(again, small, n) == 0;
}

static bool read_u_label(str text, enum idna_form form, struct label *l)
{
	char coded[LABEL_BYTES_MAX];
	for (size_t at = 0; at < text.n; l->points[l->n++] = utf8_next(text, &at))
		if (l->n == IDNA_POINTS_MAX)
			return false;
	return is_u_label(l, form) && punycode_encode(l->points, l->n, coded, sizeof(coded) - 4, &l->bytes);
}

static unsigned bit(unsigned class)
{
	return 1U << class;
}

#define RIGHT (bit(BIDI_R) | bit(BIDI_AL) | bit(BIDI_AN))
#define NEUTRAL (bit(BIDI_ES) | bit(BIDI_CS) | bit(BIDI_ET) | bit(BIDI_ON) | bit(BIDI_BN) | bit(BIDI_NSM))

static unsigned classes(const struct label *l)
{
	unsigned seen = 0;
	for (size_t i = 0; i < l->n; i++)
		seen |= bit(idna_kind_of(l->points[i])->bidi);
	return seen;
}

/* RFC 5893 section 2. */
static bool obeys_bidi(const struct label *l, unsigned seen)
{
	unsigned first = bit(idna_kind_of(l->points[0])->bidi), last = 0;
	for (size_t i = l->n; i && !(last & ~bit(BIDI_NSM)); i--)
		last = bit(idna_kind_of(l->points[i - 1])->bidi);
	if (first & (bit(BIDI_R) | bit(BIDI_AL)))
		return !(seen & ~(RIGHT | NEUTRAL | bit(BIDI_EN))) && (last & (RIGHT | bit(BIDI_EN))) &&
		       !((seen & bit(BIDI_EN)) && (seen & bit(BIDI_AN)));
	return first == bit(BIDI_L) && !(seen & ~(NEUTRAL | bit(BIDI_L) | bit(BIDI_EN))) && (last & (bit(BIDI_L) | bit(BIDI_EN)));
}

/* What a name asks about its labels. */
struct sum {
	size_t bytes;
	bool has_right, obeys_bidi;
};

static bool add_coded_label(str text, enum idna_form form, bool is_a_label, struct sum *sum)
{
	struct label l = { .n = 0 };
	if (is_a_label ? !read_a_label(text, &l) : !read_u_label(text, form, &l))
		return false;
	unsigned seen = classes(&l);
	sum->bytes += l.bytes + 4;
	sum->has_right |= (seen & RIGHT) != 0;
	sum->obeys_bidi &= obeys_bidi(&l, seen);
	return true;
}

static bool add_label(str text, enum idna_form form, struct sum *sum)
{
	if (!is_ldh(text))
		return form != IDNA_ASCII && add_coded_label(text, form, false, sum);
	bool tagged = text.n > 3 && text.p[2] == '-' && text.p[3] == '-';
	if (tagged && (text.p[0] | 0x20) == 'x' && (text.p[1] | 0x20) == 'n')
		return add_coded_label(text, form, true, sum);
	sum->bytes += text.n;
	/* All else of the rule holds for letters, digits and inner hyphens. */
	sum->obeys_bidi &= ascii_is_letter(text.p[0]);
	return !tagged || form == IDNA_ASCII;
}

bool idna_is_hostname(str name, enum idna_form form)
{
	struct sum sum = { .obeys_bidi = true };
	str text;
	for (bool more = true; more; sum.bytes += more) {
		more = cut_label(&name, form, &text);
		if (sum.bytes > NAME_BYTES_MAX || !add_label(text, form, &sum))
			return false;
	}
	return sum.bytes <= NAME_BYTES_MAX && (!sum.has_right || sum.obeys_bidi);
}
