/* logic_words.c -- why a rule is refused, in whole sentences of two languages. */
#include "base/buf.h"
#include "schema/logic_plan.h"

#define SENTENCE_MAX 1000
#define NAME_MAX 100

static const struct {
	const char *en, *sv;
} reasons[] = {
#define X(name, en, sv) { en, sv },
	LOGIC_REASONS(X)
#undef X
};

struct logic_words logic_kind_words(const struct logic_type *type)
{
	static const struct {
		const char *en, *sv;
	} kinds[] = {
		[LOGIC_BOOLEAN] = { "yes or no (true or false)", "ja eller nej (true eller false)" },
		[LOGIC_NUMBER] = { "a number", "ett tal" },
		[LOGIC_DATE] = { "a date", "ett datum" },
		[LOGIC_TEXT] = { "a text", "en text" },
		[LOGIC_LIST] = { "a list", "en lista" },
		[LOGIC_GROUP] = { "a group of answers", "en grupp av svar" },
	};
	return (struct logic_words){ str_of(kinds[type->kind].en), str_of(kinds[type->kind].sv) };
}

/* Names are shortened on a whole code point: a rule may hold anything. */
static str short_name(str name)
{
	size_t n = name.n < NAME_MAX ? name.n : NAME_MAX;
	while (n < name.n && ((unsigned char)name.p[n] & 0xc0) == 0x80)
		n--;
	return name.p ? str_sub(name, 0, n) : STR("");
}

static str fill(struct arena *arena, const char *sentence, str one, str two)
{
	struct buf b = buf_in(arena, SENTENCE_MAX);
	for (const char *p = sentence; *p; p++) {
		bool name = p[0] == '{' && (p[1] == '1' || p[1] == '2') && p[2] == '}';
		if (name)
			buf_add(&b, short_name(p[1] == '1' ? one : two));
		else
			buf_byte(&b, *p);
		p += name ? 2 : 0;
	}
	return buf_str(&b);
}

void logic_explain(struct arena *arena, enum logic_reason reason, struct logic_words one, struct logic_words two,
                   struct logic_error *out)
{
	out->reason = fill(arena, reasons[reason].en, one.en, two.en);
	out->reason_sv = fill(arena, reasons[reason].sv, one.sv, two.sv);
}
