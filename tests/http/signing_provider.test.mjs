// The test provider's own signature extension: what it shows, what it refuses. That Blankett asks and believes rightly is tested
// where documents are signed; here it is that a test of that can fail.
import assert from 'node:assert/strict';
import { createHash, createPrivateKey, createPublicKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Client } from './client.mjs';

const SCOPE = 'https://id.oidc.se/scope/';
const SIGN_REQUEST = 'https://id.oidc.se/param/signRequest';
const MESSAGE = 'Jag skriver under ansökan SKJ-2026-0001.';
const key = createPrivateKey(readFileSync(`${process.env.BLANKETT_TEST_VAR}/secrets/client-key.pem`));
const { crv, kty, x, y } = createPublicKey(key).export({ format: 'jwk' });
const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
const ISSUER = `http://127.0.0.1:${Number(process.env.BLANKETT_TEST_PORT) + 2}`;

const base64 = (text) => Buffer.from(text).toString('base64');
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function requestFor(changes = {}) {
	const iat = Math.floor(Date.now() / 1000);
	const claims = {
		iss: 'blankett-citizen', aud: ISSUER, iat, exp: iat + 300, jti: randomUUID(), tbs_data: base64('digest'),
		sign_message: { 'message#sv': base64(MESSAGE), mime_type: 'text/plain' }, ...changes,
	};
	const text = `${base64url({ alg: 'ES256', kid, typ: 'JWT' })}.${base64url(claims)}`;
	return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

// A login as Blankett begins it, made a signature: the page the provider shows, or where it sends the browser at once.
async function asked(client, { scope = 'sign', prompt = 'login consent', request = requestFor() } = {}) {
	const begun = await client.post('/eid/login', { audience: 'citizen', return_to: '/mina' }, { csrf: null });
	const url = new URL(begun.location);
	url.searchParams.set('scope', `${url.searchParams.get('scope')} ${SCOPE}${scope}`);
	url.searchParams.set('prompt', prompt);
	if (request) url.searchParams.set(SIGN_REQUEST, request);
	return client.follow(await client.get(url.href));
}

describe('the test provider', () => {
	test('shows what is signed, and signs it', async () => {
		const client = new Client();
		const page = await asked(client);
		assert.match(page.title, /^Skriv under/);
		assert.ok(page.words.includes(MESSAGE));
		assert.equal((await client.choose(page, { who: 'anna' })).status, 200);
	});
	test('takes an approval, which has nothing to sign', async () => {
		const client = new Client();
		const page = await asked(client, { scope: 'signApproval', request: requestFor({ tbs_data: undefined }) });
		assert.ok(page.words.includes(MESSAGE));
		assert.equal((await client.choose(page, { who: 'anna' })).status, 200);
	});
	const BAD = {
		'without a request': { request: null },
		'without consent': { prompt: 'login' },
		'with nothing to sign': { request: requestFor({ tbs_data: undefined }) },
		'with something to sign in an approval': { scope: 'signApproval' },
		'for another provider': { request: requestFor({ aud: 'https://another.example' }) },
		'by another client': { request: requestFor({ iss: 'another' }) },
		'long ago': { request: requestFor({ exp: 1 }) },
		'with a broken signature': { request: `${requestFor().slice(0, -4)}AAAA` },
		'with nothing to read': { request: requestFor({ sign_message: {} }) },
	};
	for (const [name, how] of Object.entries(BAD)) {
		test(`refuses a signature ${name}`, async () => {
			const page = await asked(new Client(), how);
			assert.match(page.title, /^Fel: Vi kunde inte logga in dig/, page.words);
		});
	}
});
