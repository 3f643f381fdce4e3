/* forms.h -- form definitions and their versions (api_admin; the CLI uses the same through api_operator). A published version
 * never changes: the database refuses. Admins see no cases. */
#ifndef BLANKETT_STORE_FORMS_H
#define BLANKETT_STORE_FORMS_H

#include "store/db.h"

/* 403 unless the caller is an administrator: asked before work that costs. `changes`: and logged in anew for it, where that is needed. */
bool form_author(struct db *db, struct arena *arena, const struct caller *caller, bool changes, struct problem *why) MUST_CHECK;
/* [{"form","titles":{...},"current":version|null,"versions":[{"version","state":"draft|published|retired","sha256",
 * "changed_at","changed_by","published_at"|null}]}]. 403 without the admin role. */
bool form_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
               struct problem *why) MUST_CHECK;
/* {"form","version","state" as above,"sha256","definition":text,"changed_at","changed_by","published_at"}; the text as it was saved. */
bool form_read(struct db *db, struct arena *arena, const struct caller *caller, str form, str version,
               const struct json_node **out, struct problem *why) MUST_CHECK;
/* Saves a draft version: {"form","version","sha256","created":bool}. seen: the sha256 that was read before a draft was changed, or
 * absent. 409 when that version is published; 412 when a draft of it is there with other content than was seen. */
bool form_save(struct db *db, struct arena *arena, const struct caller *caller, str form, str version, str sha256,
               str definition, str seen, const struct json_node **out, struct problem *why) MUST_CHECK;
/* Throws a draft version away; true also when it is gone already. 409 when it is published, 412 when its content is not `sha256`. */
bool form_delete(struct db *db, struct arena *arena, const struct caller *caller, str form, str version, str sha256,
                 struct problem *why) MUST_CHECK;
/* Publishes a draft version whose content is still `sha256`; it becomes current. {"form","version","published_at","replayed":bool};
 * publishing the same again is a replay. 412 when the content changed, 404 when unknown, 409 when an equal or later version is
 * published already. */
bool form_publish(struct db *db, struct arena *arena, const struct caller *caller, str form, str version, str sha256,
                  const struct json_node **out, struct problem *why) MUST_CHECK;

#endif
