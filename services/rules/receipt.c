#include "rules/receipt.h"

#include "base/buf.h"
#include "base/clock.h"

#define MOST_SIGNERS 16
#define MOST_WORD_BYTES 64
#define MOST_NAME_BYTES 400

/* What may stand in a member. */
enum kind { WORD, DIGEST, MOMENT, NAME, ONE_OF };

struct member {
	const char *name;
	enum kind kind;
	bool required;
	const char *words; /* ONE_OF: between spaces */
};

static const struct member head_members[] = {
	{ "case", WORD, true, NULL },
	{ "issued_at", MOMENT, true, NULL },
	{ "kind", ONE_OF, true, " submission signature " },
	{ "municipality", WORD, true, NULL },
	{ "received_at", MOMENT, false, NULL },
	{ "status", WORD, true, NULL },
	{ "submitted_at", MOMENT, true, NULL },
};
static const struct member form_members[] = {
	{ "id", WORD, true, NULL },
	{ "sha256", DIGEST, true, NULL },
	{ "version", WORD, true, NULL },
};
static const struct member document_members[] = {
	{ "sha256", DIGEST, true, NULL },
};
static const struct member signer_members[] = {
	{ "at", MOMENT, true, NULL },
	{ "level", WORD, false, NULL },
	{ "mode", ONE_OF, true, " sign approval login " },
	{ "name", NAME, false, NULL },
	{ "role", ONE_OF, true, " applicant guardian " },
};
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* An identifier of ours: ids, references, versions, levels of assurance (some are addresses). */
static bool is_word(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || s.p[i] == '"' || s.p[i] == '\\')
			return false;
	return s.n > 0 && s.n <= MOST_WORD_BYTES;
}

static bool is_digest(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return s.n == 64;
}

static bool is_moment(struct arena *arena, str s)
{
	int64_t ms;
	return clock_parse(s, &ms) && str_eq(clock_rfc3339(arena, ms), s);
}

static bool is_one_of(struct arena *arena, str s, const char *words)
{
	str wanted = arena_join(arena, STR(" "), s, STR(" ")), all = str_of(words);
	for (size_t i = 0; i + wanted.n <= all.n; i++)
		if (str_starts(str_sub(all, i, all.n), wanted))
			return is_word(s);
	return false;
}

static bool is_right(struct arena *arena, const struct member *m, str value)
{
	switch (m->kind) {
	case WORD: return is_word(value);
	case DIGEST: return is_digest(value);
	case MOMENT: return is_moment(arena, value);
	case NAME: return value.n > 0 && value.n <= MOST_NAME_BYTES;
	case ONE_OF: return is_one_of(arena, value, m->words);
	}
	return false;
}

/* Writes the members of a table that the object has. False: one is missing or not right. */
static bool put_members(struct buf *b, const struct json_node *object, const struct member *members, size_t n)
{
	const char *before = "";
	for (size_t i = 0; i < n; i++) {
		const struct json_node *node = json_get(object, str_of(members[i].name));
		if (!members[i].required && (!node || json_is(node, JSON_NULL)))
			continue;
		if (!json_is(node, JSON_STRING) || !is_right(b->arena, &members[i], json_str(node)))
			return false;
		buf_printf(b, "%s\"%s\":", before, members[i].name);
		buf_json(b, json_str(node));
		before = ",";
	}
	return true;
}

static bool put_signers(struct buf *b, const struct json_node *signers)
{
	struct json_iter it = json_begin(signers);
	const char *before = "";
	if (json_count(signers) == 0 || json_count(signers) > MOST_SIGNERS)
		return false;
	for (; json_next(&it); before = ",") {
		buf_printf(b, "%s{", before);
		if (!put_members(b, it.value, signer_members, COUNT(signer_members)))
			return false;
		buf_byte(b, '}');
	}
	return true;
}

static bool put_receipt(struct buf *b, const struct json_node *facts)
{
	buf_lit(b, "{");
	if (!put_members(b, facts, head_members, COUNT(head_members)))
		return false;
	buf_lit(b, ",\"form\":{");
	if (!put_members(b, json_get(facts, STR("form")), form_members, COUNT(form_members)))
		return false;
	buf_lit(b, "},\"document\":{");
	if (!put_members(b, json_get(facts, STR("document")), document_members, COUNT(document_members)))
		return false;
	buf_lit(b, "},\"signers\":[");
	if (!put_signers(b, json_get(facts, STR("signers"))))
		return false;
	buf_lit(b, "],\"v\":1}");
	return buf_ok(b);
}

str receipt_compose(struct arena *arena, const struct json_node *facts)
{
	struct buf b = buf_in(arena, RECEIPT_MOST_BYTES);
	if (!put_receipt(&b, facts))
		return STR_NONE;
	const struct json_node *written = json_parse(arena, buf_str(&b), &json_limits_document, NULL);
	return written ? json_canonical(arena, written) : STR_NONE;
}

str receipt_comment(struct arena *arena, const struct json_node *receipt)
{
	str municipality = json_member(receipt, STR("municipality")), reference = json_member(receipt, STR("case"));
	str at = json_member(receipt, STR("issued_at"));
	return arena_printf(arena, "municipality=%.*s case=%.*s issued_at=%.*s", STR_ARG(municipality), STR_ARG(reference), STR_ARG(at));
}

const struct json_node *receipt_read(struct arena *arena, str bytes)
{
	if (bytes.n > RECEIPT_MOST_BYTES)
		return NULL;
	const struct json_node *receipt = json_parse(arena, bytes, &json_limits_document, NULL);
	return receipt && str_eq(receipt_compose(arena, receipt), bytes) ? receipt : NULL;
}
