#include "rules/receipt_rows.h"

#include "base/clock.h"

#define FIXED_ROWS 10

struct rows {
	struct arena *arena;
	const struct lang *lang;
	struct receipt_row *items;
	size_t n;
};

static void add(struct rows *rows, str label, str value)
{
	if (value.n)
		rows->items[rows->n++] = (struct receipt_row){ label, value };
}

/* The words for a word of the receipt; the word itself where there are none. */
static str words_for(const struct rows *rows, const char *group, str word)
{
	str key = arena_join(rows->arena, str_of(group), word, STR(""));
	return text_exists(rows->lang, key) ? text_of(rows->lang, key) : word;
}

static str moment(const struct rows *rows, const struct json_node *object, str name)
{
	str at = json_member(object, name);
	return at.p ? clock_local(rows->arena, at) : STR_NONE;
}

static str municipality(const struct rows *rows, str code)
{
	str key = arena_join(rows->arena, STR("common.municipality."), code, STR(""));
	if (!text_exists(rows->lang, key))
		return code;
	return arena_printf(rows->arena, "%.*s (%.*s)", STR_ARG(text_of(rows->lang, key)), STR_ARG(code));
}

static void add_signer(struct rows *rows, const struct json_node *signer)
{
	str name = json_member(signer, STR("name")), level = json_member(signer, STR("level"));
	const struct pair values[] = {
		{ STR("name"), name.p ? name : text(rows->lang, "receipt.name.protected") },
		{ STR("role"), words_for(rows, "receipt.role.", json_member(signer, STR("role"))) },
		{ STR("mode"), words_for(rows, "receipt.mode.", json_member(signer, STR("mode"))) },
		{ STR("level"), level.p ? words_for(rows, "receipt.level.", level) : text(rows->lang, "receipt.level.unknown") },
		{ STR("when"), moment(rows, signer, STR("at")) },
	};
	add(rows, text(rows->lang, "receipt.signer"), text_fill(rows->arena, text(rows->lang, "receipt.signer.text"), values, 5));
}

size_t receipt_rows(const struct json_node *receipt, const struct lang *lang, struct arena *arena, const struct receipt_row **out)
{
	const struct json_node *form = json_get(receipt, STR("form")), *signers = json_get(receipt, STR("signers"));
	struct rows rows = { arena, lang, ARENA_ARRAY(arena, struct receipt_row, FIXED_ROWS + json_count(signers)), 0 };
	add(&rows, text(lang, "receipt.kind"), words_for(&rows, "receipt.kind.", json_member(receipt, STR("kind"))));
	add(&rows, text(lang, "receipt.municipality"), municipality(&rows, json_member(receipt, STR("municipality"))));
	add(&rows, text(lang, "receipt.case"), json_member(receipt, STR("case")));
	add(&rows, text(lang, "receipt.status"), words_for(&rows, "receipt.status.", json_member(receipt, STR("status"))));
	add(&rows, text(lang, "receipt.submitted"), moment(&rows, receipt, STR("submitted_at")));
	add(&rows, text(lang, "receipt.received"), moment(&rows, receipt, STR("received_at")));
	struct json_iter it = json_begin(signers);
	while (json_next(&it))
		add_signer(&rows, it.value);
	add(&rows, text(lang, "receipt.form"),
	    arena_join(arena, json_member(form, STR("id")), STR(" "), json_member(form, STR("version"))));
	add(&rows, text(lang, "receipt.form.sha256"), json_member(form, STR("sha256")));
	add(&rows, text(lang, "receipt.document.sha256"), json_member(json_get(receipt, STR("document")), STR("sha256")));
	add(&rows, text(lang, "receipt.issued"), moment(&rows, receipt, STR("issued_at")));
	*out = rows.items;
	return rows.n;
}
