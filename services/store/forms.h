/* forms.h -- form definitions and their versions (api_admin; the CLI uses the same through api_operator). A published version
 * never changes: the database refuses. Admins see no cases. */
#ifndef BLANKETT_STORE_FORMS_H
#define BLANKETT_STORE_FORMS_H

#include "store/db.h"

/* [{"form","titles":{...},"current":version|null,"versions":[{"version","state":"draft|published|retired","sha256",
 * "changed_at","changed_by","published_at"|null}]}]. 403 without the admin role. */
bool form_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
               struct problem *why) MUST_CHECK;
/* {"form","version","state","sha256","definition":{...},"changed_at","published_at"}. */
bool form_read(struct db *db, struct arena *arena, const struct caller *caller, str form, str version,
               const struct json_node **out, struct problem *why) MUST_CHECK;
/* Saves a draft version: {"form","version","sha256","created":bool}. 409 when that version is published. */
bool form_save(struct db *db, struct arena *arena, const struct caller *caller, str form, str version, str sha256,
               str definition, const struct json_node **out, struct problem *why) MUST_CHECK;
/* Publishes a draft version whose content is still `sha256`; it becomes current. {"form","version","published_at","replayed":bool};
 * publishing the same again is a replay. 412 when the content changed, 404 when unknown, 409 when an equal or later version is
 * published already. */
bool form_publish(struct db *db, struct arena *arena, const struct caller *caller, str form, str version, str sha256,
                  const struct json_node **out, struct problem *why) MUST_CHECK;

#endif
