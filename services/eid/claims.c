#include "eid/claims.h"

#include "base/seal.h"

#define LARGEST_TIME (((int64_t)1 << 53) - 1)
#define SUBJECT_MOST_BYTES 255

static bool refuse(const char **reason, const char *why)
{
	*reason = why;
	return false;
}

const struct json_node *claims_read(struct arena *arena, str payload, const char **reason)
{
	struct json_error error = {"", 0};
	const struct json_node *claims = json_parse(arena, payload, &json_limits_answers, &error);
	if (json_is(claims, JSON_OBJECT))
		return claims;
	*reason = claims ? "the payload is no object" : error.reason;
	return NULL;
}

int64_t claims_time(const struct json_node *claims, str name)
{
	const struct json_node *value = json_get(claims, name);
	if (!json_is(value, JSON_NUMBER) || !value->integer)
		return -1;
	int64_t seconds = json_int(value, -1);
	return seconds >= 0 && seconds <= LARGEST_TIME ? seconds : -1;
}

/* A list of one is the same as that one; a second audience is one that we do not know. */
static bool audience_is(const struct json_node *claims, str wanted)
{
	const struct json_node *audience = json_get(claims, STR("aud"));
	if (json_is(audience, JSON_ARRAY))
		audience = json_count(audience) == 1 ? json_at(audience, 0) : NULL;
	const struct json_node *party = json_get(claims, STR("azp"));
	return json_is(audience, JSON_STRING) && str_eq(json_str(audience), wanted) &&
	       (!party || (json_is(party, JSON_STRING) && str_eq(json_str(party), wanted)));
}

static bool times_hold(const struct json_node *claims, int64_t now, const char **reason)
{
	int64_t expires = claims_time(claims, STR("exp")), issued = claims_time(claims, STR("iat"));
	if (expires < 0 || issued < 0)
		return refuse(reason, "exp or iat is missing or no time");
	if (expires <= now - CLAIMS_SKEW_S)
		return refuse(reason, "expired");
	if (issued > now + CLAIMS_SKEW_S)
		return refuse(reason, "issued in the future");
	if (issued < now - CLAIMS_OLDEST_S)
		return refuse(reason, "issued too long ago");
	if (expires < issued || expires - issued > CLAIMS_LIFETIME_S)
		return refuse(reason, "lives too long");
	if (json_get(claims, STR("nbf"))) {
		int64_t not_before = claims_time(claims, STR("nbf"));
		if (not_before < 0 || not_before > now + CLAIMS_SKEW_S)
			return refuse(reason, "not valid yet");
	}
	return true;
}

static bool subject_holds(str subject)
{
	if (!subject.p || subject.n == 0 || subject.n > SUBJECT_MOST_BYTES)
		return false;
	for (size_t i = 0; i < subject.n; i++)
		if (subject.p[i] < 0x20 || subject.p[i] > 0x7e)
			return false;
	return true;
}

bool claims_hold(const struct json_node *claims, const struct claims_wanted *wanted, const char **reason)
{
	str issuer = json_member(claims, STR("iss")), nonce = json_member(claims, STR("nonce"));
	if (wanted->issuer.p && !(issuer.p && str_eq(issuer, wanted->issuer)))
		return refuse(reason, "another issuer");
	if (wanted->audience.p && !audience_is(claims, wanted->audience))
		return refuse(reason, "another audience");
	if (wanted->now_s && !times_hold(claims, wanted->now_s, reason))
		return false;
	if (wanted->nonce.p &&
	    !(nonce.p && nonce.n == wanted->nonce.n && seal_equal(nonce.p, wanted->nonce.p, nonce.n)))
		return refuse(reason, "another nonce");
	if (!subject_holds(json_member(claims, STR("sub"))))
		return refuse(reason, "no sound subject");
	return true;
}
