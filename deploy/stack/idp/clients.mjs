// clients.mjs -- how Blankett is known at the test provider: one client per shape of provider that exists.
//
//   blankett-citizen       the OIDC Sweden profile: numbers in the id_token, essential acr, signatures
//   blankett-staff         staff by the profile: orgAffiliation
//   blankett-broker-nin    a broker that tells the number (nin) by userinfo only, signed, and the e-ID in "idp" instead of acr
//   blankett-broker-ssn    a broker that tells it (ssn) in the id_token, whatever kind it is
//   blankett-staff-groups  a municipality's own login: no level, groups
//
// Each is bound to one algorithm and one way of proving itself, so that together they take every one of them.
import { SCOPE } from './people.mjs';

export function makeClients(origin, keys) {
	const client = (id, algorithm, key, more = {}) => ({
		client_id: id,
		redirect_uris: [`${origin}/eid/callback`],
		post_logout_redirect_uris: [`${origin}/`],
		response_types: ['code'],
		grant_types: ['authorization_code'],
		token_endpoint_auth_method: 'private_key_jwt',
		token_endpoint_auth_signing_alg: key === keys.es256 ? 'ES256' : 'EdDSA',
		id_token_signed_response_alg: algorithm,
		subject_type: 'pairwise',
		jwks: key,
		...more,
	});
	return [
		client('blankett-citizen', 'RS256', keys.es256),
		client('blankett-staff', 'ES256', keys.es256),
		client('blankett-broker-nin', 'PS256', keys.eddsa, { userinfo_signed_response_alg: 'PS256' }),
		client('blankett-broker-ssn', 'EdDSA', keys.eddsa),
		client('blankett-staff-groups', 'ES256', keys.es256),
	];
}

export const isForStaff = (clientId) => clientId.startsWith('blankett-staff');

// What a client is told in the id_token; the rest of what its scopes release comes by userinfo. All others are told all.
export const inIdToken = { 'blankett-broker-nin': ['sub', 'idp'] };

export const scopes = ['openid', 'profile', 'nin', 'ssn', 'groups',
	...['naturalPersonInfo', 'naturalPersonNumber', 'naturalPersonOrgId', 'sign', 'signApproval'].map((name) => SCOPE + name)];
