#include "eid/message.h"

#include <openssl/evp.h>

str message_base64(struct arena *arena, str bytes)
{
	char *text = arena_alloc(arena, (bytes.n + 2) / 3 * 4 + 1);
	int n = EVP_EncodeBlock((unsigned char *)text, (const unsigned char *)bytes.p, (int)bytes.n);
	return (str){text, (size_t)n};
}

str message_object(struct arena *arena, str language, str words)
{
	return arena_printf(arena, "{\"message#%.*s\":\"%.*s\",\"mime_type\":\"text/plain\"}",
	                    STR_ARG(language), STR_ARG(message_base64(arena, words)));
}
