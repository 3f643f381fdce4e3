/* notice.c -- words for a row of the outbox. */
#include "worker/notice.h"

#include "base/clock.h"

static str municipality_name(struct arena *arena, const struct config *config, const struct lang *lang)
{
	str key = arena_join(arena, STR("common.municipality."), config->municipality, STR(""));
	return text_exists(lang, key) ? text_of(lang, key) : text(lang, "common.municipality");
}

bool notice_of(struct arena *arena, const struct config *config, const struct texts *texts, const struct json_node *row,
               struct mail *out)
{
	const struct lang *lang = texts_lang(texts, json_member(row, STR("language")));
	if (!lang)
		lang = texts_lang(texts, STR("sv"));
	str kind = json_member(row, STR("kind"));
	str subject = arena_join(arena, STR("worker."), kind, STR(".subject"));
	str words = arena_join(arena, STR("worker."), kind, STR(".text"));
	if (!kind.p || !text_exists(lang, subject) || !text_exists(lang, words))
		return false;
	str name = municipality_name(arena, config, lang);
	const struct pair values[] = {
		{ STR("reference"), json_member(row, STR("reference")) },
		{ STR("link"), arena_join(arena, config->origin, STR("/mina"), STR("")) },
		{ STR("municipality"), name },
	};
	str frame = text(lang, "worker.frame");
	str inner = text_fill(arena, text_of(lang, words), values, sizeof(values) / sizeof(values[0]));
	const struct pair parts[] = { { STR("text"), inner }, values[1], values[2] };
	*out = (struct mail){
		.from = config->mail_from,
		.to = json_member(row, STR("email")),
		.from_name = name,
		.id = json_member(row, STR("id")),
		.language = lang_tag(lang),
		.subject = text_of(lang, subject),
		.text = text_fill(arena, frame, parts, sizeof(parts) / sizeof(parts[0])),
		.at_ms = clock_now_ms(),
	};
	return true;
}
