/* signing.h -- an application that people sign, as the applicant and the other guardians see it.
 *
 * Both look at what was frozen when it was sent in: the applicant at all of it, the others at the part that the form shows them.
 * Whoever is neither, or no longer a guardian, gets the same 404 as for a case that does not exist. */
#ifndef BLANKETT_CITIZEN_SIGNING_H
#define BLANKETT_CITIZEN_SIGNING_H

#include "citizen/app.h"
#include "citizen/view.h"

struct signing_case {
	str reference;
	const struct json_node *row;     /* of case_read_own or shared_read (store/signing.h) */
	const struct json_node *signing; /* who signs, and how it stands */
	const struct json_node *mine;    /* the party that looks; NULL: an applicant who signs nothing by e-ID */
	const struct form *form;
	bool applicant;
};

/* The case that the path names, when anybody signs it or is told of it. */
bool signing_open(struct app *app, struct request *q, struct signing_case *out, struct problem *why) MUST_CHECK;
/* How it stands: the word of the database, but "lapsed" from the moment that time is out. */
str signing_state(const struct signing_case *c);
/* Is it I who can sign or say no now? */
bool signing_is_my_turn(const struct signing_case *c);
/* Does the case still wait for somebody, and is there time? */
bool signing_is_open(const struct signing_case *c);
/* Was it received all the same when somebody said no or time was out? */
bool signing_was_received(const struct signing_case *c);
/* The page of a case whose state it tells: /underskrift/<reference>. */
str signing_path(const struct request *q, const struct signing_case *c);

/* Pieces of the pages: which service and child, who signs and where each stands, what is signed. */
void signing_about_html(struct html *h, const struct request *q, const struct signing_case *c);
void signing_parties_html(struct html *h, const struct request *q, const struct signing_case *c);
void signing_answers_html(struct html *h, const struct request *q, const struct signing_case *c);
/* Until when, next reminder, and what happens when nobody answers. Writes nothing when the case waits no more. */
void signing_time_html(struct html *h, const struct request *q, const struct signing_case *c);
/* The digest that the e-ID shows, too. */
void signing_digest_html(struct html *h, const struct request *q, const struct signing_case *c);

#endif
