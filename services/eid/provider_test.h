/* provider_test.h -- rows of a providers file, for tests: a citizens' e-ID by the Swedish profile and a staff
 * login. */
#ifndef BLANKETT_EID_PROVIDER_TEST_H
#define BLANKETT_EID_PROVIDER_TEST_H

#include <check.h>

#include "eid/provider.h"

#define ISSUER "https://eid.example"
#define CLIENT "blankett"
#define LOA3 "http://id.elegnamnden.se/loa/1.0/loa3"
#define NUMBER "https://id.oidc.se/claim/personalIdentityNumber"
#define COORDINATION "https://id.oidc.se/claim/coordinationNumber"
#define NAME "\"name\":{\"sv\":\"Bank\",\"en\":\"Bank\"},"
#define AUTH "\"client_auth\":{\"key\":\"/key.pem\"},"
/* A row but for what tells one shape from another. */
#define ROW(id, audience, issuer, more)                                                                      \
	"{\"id\":\"" id "\"," NAME AUTH "\"audience\":\"" audience "\",\"issuer\":\"" issuer                 \
	"\",\"client_id\":\"" CLIENT "\",\"alg\":\"ES256\",\"scope\":\"openid numbers\"" more "}"
#define LEVELS ",\"levels\":{\"" LOA3 "\":\"loa3\"}"
#define NUMBERS ",\"personal_number\":\"" NUMBER "\",\"coordination_number\":\"" COORDINATION "\""
#define CITIZEN_ROW(issuer, more) ROW("bank", "citizen", issuer, LEVELS NUMBERS more)
#define STAFF_ROW                                                                                            \
	ROW("staff", "staff", "https://sso.example",                                                         \
	    ",\"levels\":{},\"staff_id\":\"org\",\"auth_time\":false")
#define FILE_OF(rows) "{\"providers\":[" rows "]}"

/* The one row of a file that must be sound. */
static inline const struct provider *provider_of(struct arena *arena, const char *row)
{
	str why = STR_NONE;
	const struct providers *providers =
	    providers_read(arena, arena_printf(arena, "{\"providers\":[%s]}", row), STR("production"), &why);
	ck_assert_msg(providers != NULL, "%.*s", STR_ARG(why));
	return &providers->rows[0];
}

#endif
