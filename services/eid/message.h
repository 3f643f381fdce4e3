/* message.h -- a text for the e-ID to show, as the Swedish profile writes it: base64 in an object that names
 * the language. */
#ifndef BLANKETT_EID_MESSAGE_H
#define BLANKETT_EID_MESSAGE_H

#include "base/arena.h"

/* RFC 4648 section 4, with padding. */
str message_base64(struct arena *arena, str bytes);
/* {"message#sv":"...","mime_type":"text/plain"} */
str message_object(struct arena *arena, str language, str words);

#endif
