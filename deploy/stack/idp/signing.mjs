// signing.mjs -- the OpenID Connect Signature Extension 1.1 at the test provider. The signature is a stand-in for an e-ID's
// XMLDSig: a keyed hash over the person, the data and the text they saw.
import { createHmac } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { errors } from 'oidc-provider';
import { CLAIM, SCOPE } from './people.mjs';

export const SIGN_REQUEST = 'https://id.oidc.se/param/signRequest';
const ALGORITHMS = ['ES256', 'EdDSA', 'RS256', 'PS256'];

const words = (text) => new Set((text ?? '').split(' '));

// The parameter's validator for oidc-provider: only with its scope, after a fresh login with consent, signed by the client.
export async function checkSignRequest(ctx, value, client) {
	const asked = words(ctx.oidc.params.scope);
	const [signs, approves] = [asked.has(`${SCOPE}sign`), asked.has(`${SCOPE}signApproval`)];
	if (!value && !signs && !approves) return;
	if (!value || signs === approves) throw new errors.InvalidRequest('signRequest goes with one scope of signing');
	const prompt = words(ctx.oidc.params.prompt);
	if (!prompt.has('login') || !prompt.has('consent')) throw new errors.InvalidRequest('signing takes prompt=login consent');
	let request;
	try {
		const wanted = { algorithms: ALGORITHMS, issuer: client.clientId, audience: ctx.oidc.issuer, requiredClaims: ['iat', 'exp', 'jti'] };
		request = (await jwtVerify(value, createLocalJWKSet(client.jwks), wanted)).payload;
	} catch (error) {
		throw new errors.InvalidRequest(`signRequest: ${error.message}`);
	}
	if (!messageOf(request)) throw new errors.InvalidRequest('signRequest without sign_message');
	if (signs !== (typeof request.tbs_data === 'string')) throw new errors.InvalidRequest('tbs_data goes with the scope sign');
}

// After checkSignRequest took it.
export const requestOf = (params) => params[SIGN_REQUEST] && JSON.parse(Buffer.from(params[SIGN_REQUEST].split('.')[1], 'base64url'));

export function messageOf(request) {
	const message = request?.sign_message ?? {};
	const text = message[Object.keys(message).find((name) => name.startsWith('message'))];
	return text && Buffer.from(text, 'base64').toString();
}

// The claims that tell what a person signed, or that they approved.
export function signatureOf(person, request) {
	const provider = { [`${CLAIM}authnProvider`]: 'https://test-eid.example' };
	if (request.tbs_data === undefined) return provider;
	const signed = `${person.personal_number}\n${request.tbs_data}\n${messageOf(request)}`;
	const mac = createHmac('sha256', 'blankett-test-signature').update(signed).digest('base64');
	return {
		...provider,
		[`${CLAIM}userSignature`]: Buffer.from(JSON.stringify({ signed, mac })).toString('base64'),
		[`${CLAIM}authnEvidence`]: Buffer.from('test-evidence').toString('base64'),
	};
}
