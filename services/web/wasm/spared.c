/* spared.c -- what the module does without, so that it stays small enough to be fetched by everybody, and what it does instead.
 *
 * What the server says always counts, so each of these errs towards saying nothing. */
#include "schema/demand.h"
#include "schema/idna.h"
#include "schema/logic_plan.h"

/* The program of the verdict: answers are explained, never only judged, and the walk that explains gives the same verdict. */
const struct demand *demand_of(struct arena *arena, const struct rule *const *rules, size_t count)
{
	(void)arena, (void)rules, (void)count;
	return NULL;
}

bool schema_valid(const struct schema *schema, const struct json_node *instance, struct arena *scratch)
{
	return walk_valid(schema->rule, instance, scratch);
}

static bool is_host_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Names of hosts: letters, digits and inner hyphens; everything beyond ASCII is let through, and what stands behind "xn--". */
bool idna_is_hostname(str name, enum idna_form form)
{
	(void)form;
	str label;
	for (bool more = name.n > 0 && name.n <= 253; more;) {
		more = str_cut(name, '.', &label, &name);
		if (label.n == 0 || label.n > 63 || label.p[0] == '-' || label.p[label.n - 1] == '-')
			return false;
		for (size_t i = 0; i < label.n; i++)
			if (label.p[i] != '-' && !is_host_byte(label.p[i]))
				return false;
		if (!more)
			return true;
	}
	return false;
}

/* Why a rule of logic/1 is refused: only what was published comes here. */
struct logic_words logic_kind_words(const struct logic_type *type)
{
	(void)type;
	return (struct logic_words){ STR(""), STR("") };
}

void logic_explain(struct arena *arena, enum logic_reason reason, struct logic_words one, struct logic_words two, struct logic_error *out)
{
	(void)arena, (void)reason, (void)one, (void)two;
	out->reason = out->reason_sv = STR("refused");
}
