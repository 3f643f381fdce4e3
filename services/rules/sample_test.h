/* sample_test.h -- a small whole form that the tests of this room share, and changed copies of it. */
#ifndef BLANKETT_RULES_SAMPLE_TEST_H
#define BLANKETT_RULES_SAMPLE_TEST_H

#include <check.h>

#include "base/buf.h"
#include "base/json_edit.h"
#include "base/seal.h"
#include "rules/form.h"

#define SAMPLE_DATA \
	"\"data\":{\"type\":\"object\",\"required\":[\"namn\",\"val\",\"kontakt\",\"intygar\"],\"properties\":{" \
	"\"namn\":{\"type\":\"string\",\"minLength\":2,\"maxLength\":40}," \
	"\"antal\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":9000}," \
	"\"matt\":{\"type\":\"number\",\"minimum\":0,\"maximum\":100}," \
	"\"val\":{\"enum\":[\"a\",\"b\"]}," \
	"\"mer\":{\"type\":\"string\",\"minLength\":5,\"maxLength\":200}," \
	"\"flera\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":3,\"uniqueItems\":true,\"items\":{\"enum\":[\"x\",\"y\",\"z\"]}}," \
	"\"dag\":{\"type\":\"string\",\"format\":\"date\"}," \
	"\"ja\":{\"type\":\"boolean\"}," \
	"\"kontakt\":{\"type\":\"object\",\"required\":[\"epost\"],\"properties\":{" \
	"\"epost\":{\"type\":\"string\",\"format\":\"email\",\"maxLength\":254},\"mobil\":{\"type\":\"string\",\"maxLength\":20}}," \
	"\"additionalProperties\":false}," \
	"\"intygar\":{\"const\":true}}," \
	"\"allOf\":[{\"if\":{\"required\":[\"val\"],\"properties\":{\"val\":{\"const\":\"b\"}}}," \
	"\"then\":{\"required\":[\"mer\"]},\"else\":{\"properties\":{\"mer\":false}}}]," \
	"\"unevaluatedProperties\":false}"

#define SAMPLE_PAGES \
	"\"pages\":[{\"id\":\"forst\",\"fields\":[{\"ref\":\"/namn\",\"widget\":\"text\"},{\"ref\":\"/antal\",\"widget\":\"number\"}," \
	"{\"ref\":\"/matt\",\"widget\":\"number\"},{\"ref\":\"/val\",\"widget\":\"radios\"}]}," \
	"{\"id\":\"sedan\",\"fields\":[{\"ref\":\"/mer\",\"widget\":\"textarea\"}]}," \
	"{\"id\":\"mera\",\"fields\":[{\"ref\":\"/flera\",\"widget\":\"checkboxes\"},{\"ref\":\"/dag\",\"widget\":\"date\"}," \
	"{\"ref\":\"/ja\",\"widget\":\"radios\"}]}," \
	"{\"id\":\"kontakt\",\"fields\":[{\"ref\":\"/kontakt\",\"widget\":\"group\"}]}," \
	"{\"id\":\"granska\",\"kind\":\"check-answers\",\"fields\":[{\"ref\":\"/intygar\",\"widget\":\"checkbox\"}]}]"

#define SAMPLE_TEXTS \
	"\"texts\":{\"sv\":{\"title\":\"Prov\",\"summary\":\"Ett prov\",\"who\":\"Alla\",\"need\":\"Inget\",\"time\":\"Kort\"," \
	"\"privacy\":\"Ja\",\"law\":\"Lagen\",\"receipt\":\"Tack\",\"!required\":\"Svara\",\"!type\":\"Skriv annorlunda\"," \
	"\"!false\":\"Ta bort svaret\",\"!enum\":\"Välj ett\",\"!const\":\"Kryssa i\",\"!minItems\":\"Välj minst ett\"," \
	"\"!maxItems\":\"Välj färre\",\"!uniqueItems\":\"Bara en gång\"," \
	"\"page:forst\":{\"title\":\"Först\"},\"page:sedan\":{\"title\":\"Sedan\"},\"page:mera\":{\"title\":\"Mera\"}," \
	"\"page:kontakt\":{\"title\":\"Kontakt\"},\"page:granska\":{\"title\":\"Granska\"}," \
	"\"/namn\":{\"label\":\"Namn\",\"hint\":\"Hela namnet\",\"!required\":\"Skriv namnet\",\"!minLength\":\"För kort\"," \
	"\"!maxLength\":\"För långt\"}," \
	"\"/antal\":{\"label\":\"Antal\",\"!type\":\"Skriv ett tal\",\"!minimum\":\"Minst 0\",\"!maximum\":\"Högst 9000\"}," \
	"\"/matt\":{\"label\":\"Mått\",\"!type\":\"Skriv ett mått\",\"!minimum\":\"Minst 0\",\"!maximum\":\"Högst 100\"}," \
	"\"/val\":{\"label\":\"Val\",\"a\":\"Det första\",\"b\":\"Det andra\",\"!required\":\"Välj\"}," \
	"\"/mer\":{\"label\":\"Mer\",\"!required\":\"Skriv mer\",\"!minLength\":\"För kort\",\"!maxLength\":\"För långt\"}," \
	"\"/flera\":{\"label\":\"Flera\",\"x\":\"Ett\",\"y\":\"Två\",\"z\":\"Tre\"}," \
	"\"/dag\":{\"label\":\"Dag\",\"!format\":\"Skriv ett datum\"}," \
	"\"/ja\":{\"label\":\"Stämmer det?\",\"true\":\"Ja, det stämmer\",\"false\":\"Nej\"}," \
	"\"/kontakt\":{\"label\":\"Kontakt\",\"!required\":\"Skriv hur vi når dig\"}," \
	"\"/kontakt/epost\":{\"label\":\"E-post\",\"!required\":\"Skriv e-post\",\"!format\":\"Skriv en adress\"," \
	"\"!maxLength\":\"För lång\"}," \
	"\"/kontakt/mobil\":{\"label\":\"Mobil\",\"!maxLength\":\"För långt\"}," \
	"\"/intygar\":{\"label\":\"Jag intygar\",\"!required\":\"Kryssa i rutan\"}}}"

#define SAMPLE_TESTS \
	"\"tests\":[{\"name\":\"kort\",\"data\":{\"namn\":\"Anna\",\"val\":\"a\",\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true}," \
	"\"expect\":{\"valid\":true,\"visible\":{\"/mer\":false}}}," \
	"{\"name\":\"allt\",\"base\":\"kort\",\"patch\":[{\"op\":\"replace\",\"path\":\"/val\",\"value\":\"b\"}," \
	"{\"op\":\"add\",\"path\":\"/mer\",\"value\":\"Mycket mer\\nom det\"},{\"op\":\"add\",\"path\":\"/antal\",\"value\":1200}," \
	"{\"op\":\"add\",\"path\":\"/matt\",\"value\":3.5},{\"op\":\"add\",\"path\":\"/flera\",\"value\":[\"x\",\"z\"]}," \
	"{\"op\":\"add\",\"path\":\"/dag\",\"value\":\"2026-08-18\"},{\"op\":\"add\",\"path\":\"/ja\",\"value\":false}," \
	"{\"op\":\"add\",\"path\":\"/kontakt/mobil\",\"value\":\"070-174 06 05\"}],\"expect\":{\"valid\":true}}," \
	"{\"name\":\"saknas\",\"base\":\"kort\",\"patch\":[{\"op\":\"replace\",\"path\":\"/val\",\"value\":\"b\"}]," \
	"\"expect\":{\"valid\":false,\"errors\":[{\"at\":\"\",\"keyword\":\"required\",\"key\":\"mer\"}],\"visible\":{\"/mer\":true}}}]"

#define SAMPLE_DECISION \
	"\"decision\":{\"outcomes\":[\"granted\",\"refused\"]," \
	"\"laws\":[{\"id\":\"l-1\",\"text\":{\"sv\":\"1 §\"}},{\"id\":\"l-2\",\"appeal\":\"annat\",\"text\":{\"sv\":\"2 §\"}}]," \
	"\"reasons\":[{\"id\":\"r-1\",\"outcome\":\"granted\",\"text\":{\"sv\":\"Det är så\"}}," \
	"{\"id\":\"r-2\",\"outcome\":\"refused\",\"text\":{\"sv\":\"Det är inte så\"}}]," \
	"\"appeal\":{\"kind\":\"besvar\",\"text\":{\"sv\":\"Skriv till oss\"}}," \
	"\"otherAppeals\":[{\"kind\":\"annat\",\"text\":{\"sv\":\"Skriv till rätten\"}}]}"

#define SAMPLE_HEAD \
	"{\"$schema\":\"urn:blankett:definition:1\",\"id\":\"prov\",\"version\":\"1.0.0\",\"validFrom\":\"2026-01-01\"," \
	"\"languages\":[\"sv\"],\"subject\":{\"kind\":\"child\",\"ageMin\":6,\"ageMax\":18}," \
	"\"signing\":{\"policy\":\"none\"},\"routing\":{\"queue\":\"prov\",\"due\":{\"workdays\":20},\"series\":\"PRV\"}," \
	"\"retention\":{\"class\":\"prov\",\"basis\":\"gallra\",\"after\":\"P2Y\",\"from\":\"closed\",\"drafts\":\"P30D\"}," \
	"\"legalBasis\":{\"gdpr\":[\"6.1.e\"],\"law\":[\"1 kap. 1 § lagen\"]},"

/* The definition; in pieces, because a literal may not be longer. */
static inline str sample(struct arena *arena)
{
	str head = arena_join(arena, STR(SAMPLE_HEAD), STR(SAMPLE_DATA ","), STR(SAMPLE_PAGES ","));
	str tail = arena_join(arena, STR(SAMPLE_DECISION ","), STR(SAMPLE_TEXTS ","), STR(SAMPLE_TESTS "}"));
	return arena_join(arena, head, tail, STR(""));
}

static inline const struct json_node *sample_json(struct arena *arena, str text)
{
	struct json_error error = { 0 };
	const struct json_node *node = json_parse(arena, text, &json_limits_document, &error);
	ck_assert_msg(node != NULL, "%s in %.*s", error.reason, STR_ARG(text));
	return node;
}

/* The sample with one part replaced, added, or (value NULL) removed. */
static inline str sample_with(struct arena *arena, str definition, const char *pointer, const char *value)
{
	struct json_edit *edit = json_edit_of(arena, sample_json(arena, definition));
	struct json_edit *part = value ? json_edit_of(arena, sample_json(arena, str_of(value))) : NULL;
	ck_assert_msg(json_edit_set(edit, str_of(pointer), part), "%s", pointer);
	return json_edit_text(edit);
}

static inline const struct form *sample_form(struct arena *arena)
{
	struct findings findings = { 0 };
	seal_init();
	const struct form *form = form_load(arena, sample(arena), &findings);
	ck_assert_msg(form != NULL, "the sample: %.*s %.*s", STR_ARG(findings.items[0].pointer), STR_ARG(findings.items[0].message));
	return form;
}

#endif
