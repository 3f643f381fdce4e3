/* app.h -- what one worker of blankett-eid holds: made before the sandbox closes, kept until it ends. */
#ifndef BLANKETT_EID_APP_H
#define BLANKETT_EID_APP_H

#include "base/config.h"
#include "eid/client_key.h"
#include "eid/discovery.h"
#include "http/route.h"
#include "store/db.h"

/* Holds the handle of a login under way, nothing else; 10 minutes, Lax, because the way back comes from
 * another site. There is one such cookie, so a browser has one login under way: a second takes the place of
 * the first. */
#define LOGIN_COOKIE "__Host-tx"
#define LOGIN_COOKIE_S 600

struct app {
	const struct config *config;
	struct db *db;
	const struct providers *providers;
	const struct client_key *client_keys[PROVIDERS_MOST]; /* by the provider's place in its list */
	struct fetcher *fetcher;
	struct discovery *discovery;
	str redirect_uri;
	uint8_t evidence_key[SEAL_BOX_KEY_BYTES]; /* locks evidence of signatures; here and with the operator */
	uint8_t secret[SEAL_SECRET_BYTES]; /* signs session tokens; in this service alone */
};

void client_keys_load(struct app *app, struct arena *arena); /* dies when one is broken */
const struct client_key *client_key_of(const struct app *app, const struct provider *provider);

handler login_choose;     /* GET /eid/val */
handler login_start;      /* POST /eid/login */
handler sign_start;       /* POST /eid/sign */
handler callback_finish;  /* GET /eid/callback */
handler landing_show;     /* GET /eid/klar */
handler logout_finish;    /* POST /eid/logout */
handler logged_out_show;  /* GET /eid/utloggad */
handler sessions_show;    /* GET /eid/sessioner */
handler sessions_finish;  /* POST /eid/sessioner */
handler client_keys_show; /* GET /eid/jwks.json */

#endif
