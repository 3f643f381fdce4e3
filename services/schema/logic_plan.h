/* logic_plan.h -- what a rule is compiled to: a tree whose every node has a kind. Private to logic*.c. */
#ifndef BLANKETT_SCHEMA_LOGIC_PLAN_H
#define BLANKETT_SCHEMA_LOGIC_PLAN_H

#include "schema/logic.h"
#include "schema/logic_date.h"

enum logic_op {
	OP_LITERAL, OP_LIST, OP_VAR,
	OP_EQUAL, OP_DIFFERENT, OP_LESS, OP_LESS_EQUAL, OP_GREATER, OP_GREATER_EQUAL,
	OP_AND, OP_OR, OP_NOT, OP_IF,
	OP_PLUS, OP_MINUS, OP_TIMES, OP_OVER, OP_MIN, OP_MAX,
	OP_IN, OP_ALL, OP_SOME, OP_NONE, OP_MAP, OP_FILTER, OP_REDUCE,
	OP_CAT, OP_PLUS_TIME,
};

/* Scratch memory of one run of an operator, beside the texts that it joins. */
#define LOGIC_DAY_BYTES 32
#define LOGIC_CAT_BYTES(n) (64 + 64 * (n)) /* a buf, and each number in writing */
#define LOGIC_LIST_BYTES(n) (((n) + 1) * sizeof(struct logic_value))

/* Where the path of a var begins. */
enum logic_base { FROM_ANSWERS, FROM_ROW, FROM_ACCUMULATOR, FROM_TODAY, FROM_ACTOR };

struct logic_node {
	enum logic_op op;
	struct logic_type type;
	const struct logic_node **args; /* of a var: its `otherwise`, if any */
	size_t n;
	int64_t fuel;             /* steps of one run of this node, saturating */
	struct logic_value value; /* OP_LITERAL */
	enum logic_base base;     /* OP_VAR */
	const str *path;
	size_t path_n;
	int64_t amount; /* OP_PLUS_TIME */
	enum date_unit unit;
};

struct logic {
	const struct logic_node *root;
	const str *reads;
	size_t read_count;
};

/* The sentences of refusal: {1} and {2} are names or kinds. X(NAME, English, Swedish) */
#define LOGIC_REASONS(X) \
	X(L_SHAPE, "Write a value, or one operator with its values, such as {\"<\": [1, 2]}; this is neither.", \
	  "Skriv ett värde, eller en operator med sina värden, till exempel {\"<\": [1, 2]}; det här är inget av dem.") \
	X(L_OPERATOR, "There is no operator \"{1}\". Choose one from the table of operators.", \
	  "Det finns ingen operator \"{1}\". Välj en ur tabellen över operatorer.") \
	X(L_COUNT, "\"{1}\" takes {2}. Correct the number of values.", "\"{1}\" tar {2}. Rätta antalet värden.") \
	X(L_KIND, "Here {1} is needed, but this is {2}.", "Här behövs {1}, men det här är {2}.") \
	X(L_MIXED, "Values of different kinds cannot be used together: the others are {1}, and this is {2}.", \
	  "Värden av olika slag går inte att använda tillsammans: de andra är {1}, och det här är {2}.") \
	X(L_QUESTION, "The question \"{1}\" is named here, but does not exist. Correct the name.", \
	  "Frågan \"{1}\" nämns här, men finns inte. Rätta namnet.") \
	X(L_ROW, "The rows of this list have no \"{1}\". Inside a list only what a row holds can be named, and $today.", \
	  "Raderna i listan har ingen \"{1}\". Inne i en lista går det bara att nämna det som raden har, och $today.") \
	X(L_REDUCE, "Inside reduce there is only \"current\" (the row) and \"accumulator\" (the result so far), not \"{1}\".", \
	  "Inne i reduce finns bara \"current\" (raden) och \"accumulator\" (resultatet så långt), inte \"{1}\".") \
	X(L_NAME, "Name a question by the names on the way to it with dots between, such as \"kontakt.epost\"; \"{1}\" does not fit.", \
	  "Ange en fråga med namnen på vägen dit och punkt emellan, till exempel \"kontakt.epost\"; \"{1}\" passar inte.") \
	X(L_UNTYPED, "The kind of answer of \"{1}\" cannot be told. Give the question one type in data.", \
	  "Det går inte att avgöra vilket slags svar \"{1}\" har. Ge frågan en type i data.") \
	X(L_UNBOUNDED, "The list \"{1}\" has no maxItems. Set it, so that the rule has an end.", \
	  "Listan \"{1}\" saknar maxItems. Sätt det, så att regeln tar slut.") \
	X(L_FUEL, "The rule can take more than {1} steps. Lower maxItems, or look through the list once only.", \
	  "Regeln kan kräva mer än {1} steg. Sänk maxItems, eller gå igenom listan bara en gång.") \
	X(L_LONG, "The rule has more than {1} parts. Divide it into several.", \
	  "Regeln har fler än {1} delar. Dela upp den i flera.") \
	X(L_DEPTH, "The rule has too many operators inside one another. Divide it into several.", \
	  "Regeln har för många operatorer inuti varandra. Dela upp den i flera.") \
	X(L_OPTION, "\"{1}\" is none of the alternatives of \"{2}\". Correct the spelling.", \
	  "\"{1}\" är inget av alternativen i \"{2}\". Rätta stavningen.") \
	X(L_DAY, "\"{1}\" is no date. Write year, month and day, such as 2026-08-18.", \
	  "\"{1}\" är inget datum. Skriv år, månad och dag, till exempel 2026-08-18.") \
	X(L_ZERO, "This divides by zero.", "Här divideras med noll.") \
	X(L_LARGE, "This number has more than 18 digits.", "Det här talet har fler än 18 siffror.") \
	X(L_LACKING, "A row may lack \"{1}\". Say what holds then: {\"var\": [\"{1}\", ...]}.", \
	  "En rad kan sakna \"{1}\". Ange vad som gäller då: {\"var\": [\"{1}\", ...]}.") \
	X(L_TIME, "Write a date, a whole number and one of day, month and year: {\"plusTime\": [{\"var\": \"$today\"}, 14, \"day\"]}.", \
	  "Skriv ett datum, ett heltal och ett av day, month och year: {\"plusTime\": [{\"var\": \"$today\"}, 14, \"day\"]}.") \
	X(L_WHOLE, "The result must be a whole number, but can have decimals.", "Resultatet måste vara ett heltal, men kan få decimaler.") \
	X(L_EMPTY, "The list is empty, so there is nothing to look through.", "Listan är tom, så det finns inget att gå igenom.")

enum logic_reason {
#define X(name, en, sv) name,
	LOGIC_REASONS(X)
#undef X
};

/* A name or kind in both languages. */
struct logic_words {
	str en, sv;
};

struct logic_words logic_kind_words(const struct logic_type *type);
void logic_explain(struct arena *arena, enum logic_reason reason, struct logic_words one, struct logic_words two,
                   struct logic_error *out);

/* One node, run by itself; literals only have their outcome when compiled. */
enum logic_outcome logic_node_run(const struct logic_node *node, struct arena *scratch, struct logic_value *out);

/* Same kind, or one is a day written in the rule and the other a date or a text. */
bool logic_agree(const struct logic_type *a, const struct logic_type *b);
/* What both are, when they agree. */
struct logic_type logic_join(const struct logic_type *a, const struct logic_type *b, struct arena *arena);

#endif
