/* findings.h -- collecting what is wrong with a definition, in whole sentences of two languages.
 *
 * Every sentence stands in one table; {1} and {2} are replaced by names from the definition. The codes are explained in
 * forms/README.md (a test compares). A list belongs to its arena, is always in order of position, holds nothing twice and keeps the first
 * 200: an author needs no more at once. */
#ifndef BLANKETT_RULES_FINDINGS_H
#define BLANKETT_RULES_FINDINGS_H

#include "rules/form.h"

/* X(NAME, code, English, Swedish) */
#define FINDING_TABLE(X) \
	X(F_JSON, "json", "The file cannot be read as JSON: {1}. Correct it at this place.", \
	  "Filen går inte att läsa som JSON: {1}. Rätta på det här stället.") \
	X(F_PART_MISSING, "part-missing", "The part \"{1}\" is missing here. Add it.", \
	  "Delen \"{1}\" saknas här. Lägg till den.") \
	X(F_PART_UNKNOWN, "part-unknown", "The part \"{1}\" is not known here. Check the spelling or remove it.", \
	  "Delen \"{1}\" är okänd här. Kontrollera stavningen eller ta bort den.") \
	X(F_PART_HELP, "part-value", "{1}", "{2}") \
	X(F_PART_VALUE, "part-value", "The value of \"{1}\" breaks the rule \"{2}\" of the definition format. Change it.", \
	  "Värdet för \"{1}\" bryter mot regeln \"{2}\" i definitionsformatet. Ändra det.") \
	X(F_UNSUPPORTED, "unsupported", "\"{1}\" cannot be used yet. Remove it; nothing is ever half-checked.", \
	  "\"{1}\" går inte att använda ännu. Ta bort delen; ingenting kontrolleras någonsin till hälften.") \
	X(F_SCHEMA, "schema", "The rules for the answers cannot be used at \"{1}\": {2}.", \
	  "Regeln vid \"{1}\" går inte att använda. Kontrollera stavningen mot listan över regler, eller ta bort den.") \
	X(F_KEYWORD, "keyword", "The rule \"{1}\" may not be used here. See the list of allowed rules.", \
	  "Regeln \"{1}\" får inte användas här. Se listan över tillåtna regler.") \
	X(F_REF_ALONE, "keyword", "\"{1}\" is not looked at beside $ref. Move it into the shape, or write the shape out here.", \
	  "\"{1}\" läses inte bredvid $ref. Flytta in regeln i formen, eller skriv ut formen här.") \
	X(F_BRANCHES_TOLD, "branches", \
	  "Write \"{1}\" as conditions under allOf, one for each value of \"{2}\". Then what is wrong can be explained.", \
	  "Skriv \"{1}\" som villkor under allOf, ett för varje värde på \"{2}\". Då går det att förklara vad som är fel.") \
	X(F_BRANCHES_ALIKE, "branches", \
	  "No const or enum of one question tells the branches of \"{1}\" apart, so what is wrong cannot be explained. Write " \
	  "conditions under allOf instead.", \
	  "Inget const eller enum på en och samma fråga skiljer grenarna i \"{1}\" åt, så det går inte att förklara vad som är fel. " \
	  "Skriv villkor under allOf i stället.") \
	X(F_PATTERN_LONG, "pattern", "Shorten the pattern of \"{1}\" to at most 512 bytes.", \
	  "Korta mönstret för \"{1}\" till högst 512 byte.") \
	X(F_PATTERN_COUNT, "pattern", "Let no sign of the pattern of \"{1}\" be repeated more than 1000 times.", \
	  "Låt inget tecken i mönstret för \"{1}\" upprepas mer än 1000 gånger.") \
	X(F_ANSWER_NONE, "answer-impossible", "No answer to \"{1}\" can be right: \"{2}\" contradicts its other rules. Correct one of them.", \
	  "Inget svar på \"{1}\" kan bli rätt: \"{2}\" säger emot de andra reglerna. Rätta en av dem.") \
	X(F_OPTION_NONE, "answer-impossible", \
	  "The alternative {2} of \"{1}\" breaks the question's own rules. Remove it or correct the rules.", \
	  "Alternativet {2} för \"{1}\" bryter mot frågans egna regler. Ta bort det eller rätta reglerna.") \
	X(F_GROUP_EMPTY, "group-required", \
	  "Require a part of \"{1}\", or do not require \"{1}\": when every part is left out, no page could say what is missing.", \
	  "Gör någon del av \"{1}\" obligatorisk, eller kräv inte \"{1}\": när alla delar hoppas över kan ingen sida säga vad som " \
	  "saknas.") \
	X(F_NAME, "name", "Change the name \"{1}\": use letters a to z, digits and underscores, with a letter first.", \
	  "Ändra namnet \"{1}\": använd bokstäverna a till z, siffror och understreck, med en bokstav först.") \
	X(F_BOUND, "bound", "Add \"{1}\" to \"{2}\", so that an answer cannot be endless.", \
	  "Lägg till \"{1}\" för \"{2}\", så att ett svar inte kan bli hur stort som helst.") \
	X(F_CLOSED, "closed", "Add \"{1}\": false, so that nothing but the questions can be sent in.", \
	  "Lägg till \"{1}\": false, så att inget annat än frågorna kan skickas in.") \
	X(F_RECURSIVE, "recursive", "\"{1}\" refers to itself or lies too deep. Write the parts out.", \
	  "\"{1}\" hänvisar till sig själv eller ligger för djupt. Skriv ut delarna i stället.") \
	X(F_CONDITION_SHAPE, "condition-shape", \
	  "Write the condition as if {required, properties}, then {required} and else {properties: {question: false}}; \"{1}\" " \
	  "does not fit.", \
	  "Skriv villkoret som if {required, properties}, then {required} och else {properties: {fråga: false}}; \"{1}\" passar " \
	  "inte.") \
	X(F_CONDITION_REQUIRED, "condition-required", \
	  "List \"{1}\" under required in the same if. Otherwise the condition is true before the question is answered.", \
	  "Räkna upp \"{1}\" under required i samma if. Annars är villkoret uppfyllt redan innan frågan är besvarad.") \
	X(F_QUESTION_UNKNOWN, "question-unknown", "The question \"{1}\" is named here, but does not exist. Correct the name.", \
	  "Frågan \"{1}\" nämns här, men finns inte. Rätta namnet.") \
	X(F_CONDITION_CIRCLE, "condition-circle", "The question \"{1}\" depends on itself through conditions. Break the circle.", \
	  "Frågan \"{1}\" beror på sig själv genom villkor. Bryt cirkeln.") \
	X(F_CONDITION_PAGE, "condition-page", \
	  "Move \"{1}\" to a later page than \"{2}\", because the answer to \"{2}\" decides if it is shown.", \
	  "Flytta \"{1}\" till en senare sida än \"{2}\", eftersom svaret på \"{2}\" avgör om den visas.") \
	X(F_CONDITION_NEVER, "condition-never", "No answer to \"{1}\" can fulfil this condition. Correct it or remove it.", \
	  "Inget svar på \"{1}\" kan uppfylla det här villkoret. Rätta det eller ta bort det.") \
	X(F_CONDITION_ALWAYS, "condition-always", \
	  "Every answer to \"{1}\" fulfils this condition, so it decides nothing. Correct it or remove it.", \
	  "Varje svar på \"{1}\" uppfyller det här villkoret, så det avgör ingenting. Rätta det eller ta bort det.") \
	X(F_CONDITION_CLASH, "condition-clash", \
	  "\"{1}\" must be answered here, but can be hidden at the same time by \"{2}\". Nobody could then send in.", \
	  "\"{1}\" måste besvaras här, men kan samtidigt vara dold av \"{2}\". Då kan ingen skicka in.") \
	X(F_QUESTION_UNSHOWN, "question-unshown", \
	  "No answers can show the question \"{1}\", because its conditions exclude each other. Correct one of them.", \
	  "Inga svar kan visa frågan \"{1}\", eftersom dess villkor utesluter varandra. Rätta något av dem.") \
	X(F_REF_UNKNOWN, "ref-unknown", "The page asks \"{1}\", which does not exist in data. Correct the name.", \
	  "Sidan frågar efter \"{1}\", som inte finns i data. Rätta namnet.") \
	X(F_REF_TWICE, "ref-twice", "\"{1}\" is asked more than once. Ask it on one page only.", \
	  "\"{1}\" ställs mer än en gång. Ställ frågan på en enda sida.") \
	X(F_REF_MISSING, "ref-missing", "\"{1}\" is not asked on any page. Add it to a page or remove it.", \
	  "\"{1}\" ställs inte på någon sida. Lägg till den på en sida eller ta bort den.") \
	X(F_WIDGET, "widget", "\"{1}\" cannot be shown as \"{2}\". Choose a widget that fits the kind of answer.", \
	  "\"{1}\" går inte att visa som \"{2}\". Välj en widget som passar svaret.") \
	X(F_PAGE_TWICE, "page-twice", "Two pages have the id \"{1}\". Change one of them.", \
	  "Två sidor har id \"{1}\". Ändra en av dem.") \
	X(F_PAGE_EMPTY, "page-empty", "The page \"{1}\" asks nothing. Add a question or remove the page.", \
	  "Sidan \"{1}\" frågar inget. Lägg till en fråga eller ta bort sidan.") \
	X(F_PAGE_LAST, "page-last", "Let the last page, and only that, have kind check-answers; \"{1}\" does not fit.", \
	  "Låt den sista sidan, och bara den, ha kind check-answers; \"{1}\" passar inte.") \
	X(F_PAGE_UNREACHED, "page-unreached", \
	  "No valid test shows the page \"{1}\". Add a test that reaches it, or remove the page.", \
	  "Inget giltigt test visar sidan \"{1}\". Lägg till ett test som når den, eller ta bort sidan.") \
	X(F_PAGE_NEVER, "page-unreached", \
	  "No answers can show the page \"{1}\", because every question on it is always hidden. Correct the conditions.", \
	  "Inga svar kan visa sidan \"{1}\", eftersom alla dess frågor alltid är dolda. Rätta villkoren.") \
	X(F_TEXT_MISSING, "text-missing", "The text \"{1}\" is missing in the language \"{2}\". Write it.", \
	  "Texten \"{1}\" saknas på språket \"{2}\". Skriv den.") \
	X(F_TEXT_UNKNOWN, "text-unknown", "No question or part uses the text \"{1}\". Check the spelling or remove it.", \
	  "Ingen fråga eller del använder texten \"{1}\". Kontrollera stavningen eller ta bort den.") \
	X(F_LANGUAGE, "language", "The language \"{1}\" is not in the list of languages. Add it there or remove its texts.", \
	  "Språket \"{1}\" finns inte i listan över språk. Lägg till det där eller ta bort texterna.") \
	X(F_AGE, "age", "Let ageMin be at most ageMax.", "Låt ageMin vara högst lika med ageMax.") \
	X(F_SIGNING_MISSING, "signing", "The policy \"{1}\" needs \"{2}\". Add it.", \
	  "Regeln \"{1}\" behöver \"{2}\". Lägg till det.") \
	X(F_SIGNING_SURPLUS, "signing", "The policy \"none\" needs no \"{1}\". Remove it, or choose another policy.", \
	  "Regeln \"none\" behöver inte \"{1}\". Ta bort det, eller välj en annan regel.") \
	X(F_SIGNING_END, "signing", "Let \"{1}\" be \"{2}\": where all sign, nothing is received without them.", \
	  "Låt \"{1}\" vara \"{2}\": där alla skriver under tas inget emot utan dem.") \
	X(F_SIGNING_DAYS, "signing", "Remind before expireDays: later there is nothing left to answer.", \
	  "Påminn före expireDays: senare finns inget kvar att svara på.") \
	X(F_SIGNING_SHOWS, "signing-shows", \
	  "\"{1}\" is or holds how the applicant is reached or lives, which the other guardian must not see. Remove it.", \
	  "\"{1}\" är eller innehåller hur den som ansöker nås eller bor, vilket den andra vårdnadshavaren inte får se. Ta bort det.") \
	X(F_APPEAL, "appeal-unknown", "There is no appeal text of the kind \"{1}\". Add it or correct the name.", \
	  "Det finns ingen text om överklagande av slaget \"{1}\". Lägg till den eller rätta namnet.") \
	X(F_OUTCOME, "outcome-unused", \
	  "The outcome \"{1}\" and the library of reasons do not agree. List the outcome, or add or remove a reason.", \
	  "Utfallet \"{1}\" och biblioteket med skäl stämmer inte överens. Ta med utfallet, eller lägg till eller ta bort ett " \
	  "skäl.") \
	X(F_AREA_KIND, "area-kind", "\"{1}\" is neither a text nor one choice, so no answer to it names a school. Choose another question.", \
	  "\"{1}\" är varken en text eller ett enda val, så inget svar på den anger en skola. Välj en annan fråga.") \
	X(F_ID_TWICE, "id-twice", "\"{1}\" is used as id more than once. Change one of them.", \
	  "\"{1}\" används som id mer än en gång. Ändra ett av dem.") \
	X(F_LOGIC, "logic", "{1}", "{2}") \
	X(F_CALC_PLACE, "calc-target", \
	  "Let the calculation go to a question of its own, in no group and hidden by no condition; \"{1}\" is not.", \
	  "Låt beräkningen gå till en egen fråga, utanför grupper och inte dold av något villkor; det är inte \"{1}\".") \
	X(F_CALC_ASKED, "calc-target", "Add \"readOnly\": true to \"{1}\": it is calculated, so nobody is to answer it.", \
	  "Lägg till \"readOnly\": true för \"{1}\": den räknas ut, så ingen ska svara på den.") \
	X(F_CALC_CIRCLE, "calc-circle", "\"{1}\" is calculated from itself, by way of others. Break the circle.", \
	  "\"{1}\" räknas ut från sig själv, på omvägar. Bryt cirkeln.") \
	X(F_CHECK_PLACE, "check-place", "\"{1}\" is asked on no page, so nobody could see the check there. Choose another place.", \
	  "\"{1}\" ställs inte på någon sida, så ingen skulle se kontrollen där. Välj en annan plats.") \
	X(F_CHECK_KEPT, "check-untested", "No test fulfils the check \"{1}\". Add one.", \
	  "Inget test uppfyller kontrollen \"{1}\". Lägg till ett.") \
	X(F_CHECK_BROKEN, "check-untested", "No test breaks the check \"{1}\". Add one, and expect it there.", \
	  "Inget test bryter mot kontrollen \"{1}\". Lägg till ett, och vänta dig den där.") \
	X(F_TEST_CALC, "test-calc", "The test \"{1}\" expected another calculated answer (expected, then what came): {2}.", \
	  "Testet \"{1}\" väntade sig ett annat uträknat svar (det väntade, sedan det som kom): {2}.") \
	X(F_TESTS_NO_VALID, "tests-missing", "Add at least one test with valid answers.", \
	  "Lägg till minst ett test med giltiga svar.") \
	X(F_TESTS_NO_INVALID, "tests-missing", "Add at least one test with answers that have errors.", \
	  "Lägg till minst ett test där svaren har fel.") \
	X(F_TEST_TWICE, "test-twice", "Two tests are called \"{1}\". Change one of the names.", \
	  "Två test heter \"{1}\". Ändra ett av namnen.") \
	X(F_TEST_BASE, "test-base", "The test \"{1}\" builds on \"{2}\", which is no earlier test. Correct the name or the order.", \
	  "Testet \"{1}\" bygger på \"{2}\", som inte är ett tidigare test. Rätta namnet eller ordningen.") \
	X(F_TEST_PATCH, "test-patch", "The test \"{1}\" cannot change \"{2}\": there is no such place in the answers.", \
	  "Testet \"{1}\" kan inte ändra \"{2}\": stället finns inte i svaren.") \
	X(F_TEST_VALID, "test-valid", "The test \"{1}\" expected valid answers, but there are errors.", \
	  "Testet \"{1}\" väntade sig giltiga svar, men de har fel.") \
	X(F_TEST_INVALID, "test-valid", "The test \"{1}\" expected errors, but the answers are valid.", \
	  "Testet \"{1}\" väntade sig fel, men svaren är giltiga.") \
	X(F_TEST_ERROR_ABSENT, "test-error-absent", "The test \"{1}\" expected the error {2}, but it did not come.", \
	  "Testet \"{1}\" väntade sig felet {2}, men det kom inte.") \
	X(F_TEST_ERROR_EXTRA, "test-error-extra", "The test \"{1}\" did not expect the error {2}, but it came.", \
	  "Testet \"{1}\" väntade sig inte felet {2}, men det kom.") \
	X(F_TEST_SHOWN, "test-visible", "The test \"{1}\" expected \"{2}\" to be hidden, but it is shown.", \
	  "Testet \"{1}\" väntade sig att \"{2}\" skulle vara dold, men den visas.") \
	X(F_TEST_HIDDEN, "test-visible", "The test \"{1}\" expected \"{2}\" to be shown, but it is hidden.", \
	  "Testet \"{1}\" väntade sig att \"{2}\" skulle visas, men den är dold.") \
	X(F_TEST_SIGNING, "test-signing", "The test \"{1}\" expected another policy of signing (expected, then what came): {2}.", \
	  "Testet \"{1}\" väntade sig en annan regel för underskrift (det väntade, sedan den som kom): {2}.") \
	X(F_BRANCH_TRUE, "condition-untested", "No test fulfils the condition at \"{1}\". Add one.", \
	  "Inget test uppfyller villkoret vid \"{1}\". Lägg till ett.") \
	X(F_BRANCH_FALSE, "condition-untested", "Every test fulfils the condition at \"{1}\". Add one that does not.", \
	  "Alla test uppfyller villkoret vid \"{1}\". Lägg till ett som inte gör det.") \
	X(F_STEP_MAJOR, "version-step", \
	  "Raise the version to {1} or later: answers that are right in version {2} can be wrong in this one.", \
	  "Höj versionen till {1} eller senare: svar som är rätt i version {2} kan bli fel i den här.") \
	X(F_STEP_MINOR, "version-step", "Raise the version to {1} or later: more than words has changed since version {2}.", \
	  "Höj versionen till {1} eller senare: mer än ord har ändrats sedan version {2}.")

enum finding_kind {
#define X(name, code, en, sv) name,
	FINDING_TABLE(X)
#undef X
};

struct finding_list {
	struct arena *arena;
	str text;                     /* the definition as it was given: positions are counted in it */
	const struct json_node *root; /* NULL until it is parsed */
	struct finding *items;
	size_t n;
	size_t added; /* how often something was found, also what is not kept */
};

struct finding_list finding_list_in(struct arena *arena, str text, const struct json_node *root);
/* At a place of the definition: its value, or its name where the name is what is wrong. A place that does not exist takes the
 * position of the nearest part above it. */
void finding_add(struct finding_list *list, enum finding_kind kind, str pointer, str one, str two);
/* At a byte of the text. */
void finding_add_at(struct finding_list *list, enum finding_kind kind, size_t offset, str one, str two);
/* Is anything found at or below a place? */
bool finding_list_below(const struct finding_list *list, str pointer);
struct findings finding_list_result(const struct finding_list *list);

#endif
