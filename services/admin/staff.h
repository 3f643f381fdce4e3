/* staff.h -- what the pages about members of staff share: a role in words and in links, and the way to a person's page.
 *
 * In a form field and in a link a role is written ROLE/QUEUE/FORM/AREA; what it has not is empty, and an area may hold a slash. */
#ifndef BLANKETT_ADMIN_STAFF_H
#define BLANKETT_ADMIN_STAFF_H

#include "admin/app.h"
#include "http/page.h"

/* "Handläggare, kön skolskjuts, bara skolområdet Norra", of a role as the store gives it (store/staff.h). */
str staff_role_words(const struct request *q, const struct json_node *role);
/* The same of a role that something else tells the words for; title: of the form, or absent. */
str staff_words_of(const struct request *q, const struct role *role, str title);
struct role staff_role(const struct json_node *role);
str staff_role_field(const struct request *q, const struct role *role);
struct role staff_role_parse(str field);
/* "/admin/personal/<person>" and what follows, literal. */
str staff_path(const struct request *q, str person, const char *rest);
/* A link whose words say what is done; `about`, to whom or what, is for those who hear it out of its place. */
void staff_link_html(struct html *h, str path, str words, str about);
/* A day of the calendar in Stockholm. */
str staff_day(const struct request *q, const struct json_node *row, const char *name);
/* Proposals, as a list: whom and what, by whom, until when, and what the reader can do. */
void staff_proposals_html(struct html *h, const struct request *q, const struct json_node *proposals, const char *may);
/* How many of them have this "may". */
size_t staff_proposals_count(const struct json_node *proposals, const char *may);

#endif
