/* smtp.h -- handing one message to the mail server, through libcurl. */
#ifndef BLANKETT_WORKER_SMTP_H
#define BLANKETT_WORKER_SMTP_H

#include "worker/mail.h"

struct smtp;

/* Once per process, before the sandbox; dies when libcurl cannot start. */
struct smtp *smtp_open(str url);
void smtp_close(struct smtp *smtp);
/* True when the server took it. Else `cause` is a word of ours: "smtp-451", "smtp-unreachable". */
bool smtp_send(struct smtp *smtp, struct arena *arena, const struct mail *mail, str *cause) MUST_CHECK;

#endif
