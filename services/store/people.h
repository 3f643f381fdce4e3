/* people.h -- what an operator does by the CLI (api_operator): the register extract, publishing without a session. */
#ifndef BLANKETT_STORE_PEOPLE_H
#define BLANKETT_STORE_PEOPLE_H

#include "store/db.h"

/* Takes a register extract as JSON {"people":[{"personal_number","given_name","family_name","email","protected",
 * "address":id of the registered address, not its words}], "guardians":[{"child":pnr,"guardian":pnr}],
 * "staff":[{"staff_id","given_name","family_name","email","roles":[{"role":"caseworker","queue":"skolskjuts","form":...,"area":...}]}],
 * "schools":[{"school":"Ösby skola","area":"Norra"}]}; adds and updates, removes nothing: {"people":n,"guardians":n,"staff":n,"roles":n,
 * "schools":n}. */
bool people_import(struct db *db, struct arena *arena, const struct caller *caller, str extract,
                   const struct json_node **out, struct problem *why) MUST_CHECK;
/* Save and publish in one: {"form","version","replayed":bool}; the same version with other content: 409. */
bool form_publish_operator(struct db *db, struct arena *arena, const struct caller *caller, str form, str version,
                           str sha256, str definition, const struct json_node **out, struct problem *why) MUST_CHECK;
/* The version that citizens meet: {"version","sha256","definition":text}, or JSON null when none is published. */
bool form_current_operator(struct db *db, struct arena *arena, const struct caller *caller, str form, const struct json_node **out,
                           struct problem *why) MUST_CHECK;

#endif
