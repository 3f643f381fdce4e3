/* provider.h -- the OpenID providers we trust, as an operator lists them in a file.
 *
 * The file (BLANKETT_PROVIDERS) is one JSON object with one member "providers": a list of rows, several for
 * one audience where people may choose between e-IDs. The members of a row:
 * - "id": our name of it; stays with every session it made
 * - "name": {"sv": "BankID", "en": "BankID"}: what people see where they choose
 * - "audience": "citizen" or "staff"
 * - "offered": false keeps it off the page of choice; whoever names it finds it (a new provider on trial)
 * - "issuer": exactly as the provider writes it; https, or http on loopback outside production
 * - "client_id": who we are there
 * - "client_auth": {"key": path of our private key in PEM (P-256: ES256, Ed25519: EdDSA), "audience":
 * "issuer" (default) or "token_endpoint"}: how we prove it; the public halves of all keys are at
 * /eid/jwks.json
 * - "alg": the one algorithm of its id_tokens and userinfo: RS256, PS256, ES256 or EdDSA
 * - "scope": what we ask for, space-separated, with openid
 * - "levels": {"acr value": "our short word"}, the levels accepted; empty only for staff (then "unstated")
 * - "level_claim": the claim that says the level; default acr
 * - "acr_values": what to ask for where a level can only be wished for; absent: the levels as an essential
 * acr (OIDC Sweden profile). A level_claim of its own takes it.
 * - "auth_time": false for a provider that sends none worth reading; default true
 * - "authn_provider": the e-ID to use behind a proxy (https://id.oidc.se/param/authnProvider)
 * - "userinfo": true when claims come from the userinfo endpoint too; it must answer with a signed JWT
 * - "personal_number", "coordination_number" (citizen): names of the claims that hold a personnummer and a
 *   samordningsnummer; one of them, or both. One name for both: the claim may hold either. Exactly one number
 * must come
 * - "staff_id" (staff): name of the claim that holds the organisational id
 * - "require": {"claim": "value"}: claims that must hold this text, alone or in a list
 * - "given_name", "family_name": names of the claims; default as in OpenID Connect
 * - "signing" (citizen): how a document is signed here (enum signing)
 *
 * Members besides these are refused, so that a misspelt one cannot weaken a login. */
#ifndef BLANKETT_EID_PROVIDER_H
#define BLANKETT_EID_PROVIDER_H

#include "base/json.h"
#include "base/token.h"
#include "eid/jwk.h"

#define PROVIDERS_MOST 16
#define PROVIDER_LEVELS_MOST 8
#define PROVIDER_REQUIRED_MOST 8

/* What a person does when a document is signed at this provider (OpenID Connect Signature Extension 1.1). In
 * all three the nonce commits to the document, so that the provider's signed id_token does. */
enum signing {
	SIGNING_LOGIN,    /* absent: the extension is unknown there; a fresh login is an approval to us */
	SIGNING_APPROVAL, /* "approval": they approve the text that the e-ID shows; no signature of theirs
	                     comes back */
	SIGNING_SIGN      /* "sign": the e-ID signs, and the signature comes back as a claim */
};

/* A claim and its value: an accepted acr and our word for it, or what a claim must be. */
struct provider_pair {
	str name, value;
};

struct provider {
	str id, issuer, client_id, scope, authn_provider, level_claim, acr_values;
	const struct json_node *name; /* by language */
	enum audience audience;
	enum jws_alg alg;
	enum signing signing;
	str key_path;
	struct provider_pair levels[PROVIDER_LEVELS_MOST], required[PROVIDER_REQUIRED_MOST];
	size_t level_count, required_count;
	bool offered, auth_time, userinfo;
	bool assert_to_endpoint; /* else to the issuer */
	str personal_claim, coordination_claim, staff_claim, given_name_claim, family_name_claim;
	bool loopback; /* http, on this machine: tests only */
};

struct providers {
	struct provider rows[PROVIDERS_MOST];
	size_t n;
};

/* The file's text. NULL with `reason` (a sentence in the arena, for the operator) when it cannot be used as
 * it stands. environment "production" takes no loopback issuer. */
const struct providers *providers_read(struct arena *arena, str text, str environment,
                                       str *reason) MUST_CHECK;
/* How many are offered to an audience. */
size_t providers_offered(const struct providers *providers, enum audience audience);
/* The one to go to without asking; NULL when there is none, or a choice. */
const struct provider *provider_for(const struct providers *providers, enum audience audience);
const struct provider *provider_by_id(const struct providers *providers, str id);
/* What a signature made there is to us: "sign" or "approval". */
str provider_mode(const struct provider *provider);

/* Whether an address may be a provider's: https, or http on this machine for a provider that is there itself.
 */
bool provider_address_holds(str url, bool loopback);

#endif
