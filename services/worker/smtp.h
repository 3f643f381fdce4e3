/* smtp.h -- handing one message to the mail server, through libcurl.
 *
 * Beyond this machine the server must speak TLS with a certificate that holds: addresses are personal data. */
#ifndef BLANKETT_WORKER_SMTP_H
#define BLANKETT_WORKER_SMTP_H

#include "worker/mail.h"

/* The longest a try takes. */
#define SMTP_MOST_S 20

struct smtp;

/* Once per process, before the sandbox. url: smtp://host:port or smtps://host:port, without name and password. Dies when it is not
 * that, or when libcurl cannot start. */
struct smtp *smtp_open(str url);
void smtp_close(struct smtp *smtp);
/* True when the server took it. Else `cause` is a word of ours: "smtp-451" as the server
 * said, "smtp-unreachable", "smtp-timeout", "smtp-tls" or "smtp-broken". */
bool smtp_send(struct smtp *smtp, struct arena *arena, const struct mail *mail, str *cause) MUST_CHECK;

#endif
