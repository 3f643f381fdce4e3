/* mail.h -- a message as it goes over the wire (RFC 5322, 2045, 2047): plain text, UTF-8, CR LF.
 *
 * It says that something has happened and where to read it, never what, about whom or which child: mail is a postcard. */
#ifndef BLANKETT_WORKER_MAIL_H
#define BLANKETT_WORKER_MAIL_H

#include "base/arena.h"

struct mail {
	str from, to;      /* addresses, checked by mail_address */
	str from_name;     /* shown before the sender's address */
	str subject, text; /* UTF-8; lines of the text end in '\n' */
	str id;            /* UUID of the outbox row: the same message sent twice has the same Message-ID */
	str domain;        /* right side of the Message-ID */
	int64_t now_ms;
};

/* One plain address, dot-atom@domain of RFC 5321 4.1.2 with its limits, in ASCII: no white space, no control byte, no bracket, no
 * list, no quotes. What is refused is never sent. */
bool mail_address(str address);
/* The whole message; ends in CR LF. The texts become encoded words and base64 whatever they hold, so that nothing of them can
 * begin a header of its own; lines have at most 78 characters but for addresses. */
str mail_write(struct arena *arena, const struct mail *mail);

#endif
