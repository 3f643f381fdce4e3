// A provider that lies: every lie ends on one neutral page, its cause stands in the log, and the same browser logs in honestly
// afterwards. What a person reads never depends on which lie it was.
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Client } from './client.mjs';
import { COORDINATION, CLIENT, Hostile, NUMBER, ORIGIN as ISSUER, halfHash, ps256 } from './hostile.mjs';

const LOG = `${process.env.BLANKETT_TEST_VAR}/log/eid.log`;
const BERTIL = '199001012385';
const SAM = '198001732380';
const WORKERS = 8;
const another = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const now = () => Math.floor(Date.now() / 1000);

let hostile;
before(async () => (hostile = await Hostile.start()));
after(() => hostile.stop());

const logged = () => readFileSync(LOG, 'utf8').trim().split('\n');
const session = (client) => client.cookies().get('__Host-sid');

// All the way: to the provider, which sends the browser straight back.
const login = async (client, provider = 'hostile-plain') =>
	client.follow(await client.post('/eid/login', { audience: 'citizen', provider, return_to: '/mina' }, { csrf: null }));

async function assertRefused(client, { status = 403, title = /^Fel: Vi kunde inte logga in dig/, cause, provider }) {
	const known = logged().length;
	const page = await login(client, provider);
	assert.equal(page.status, status, page.words);
	assert.match(page.title, title);
	assert.equal(page.headers.get('cache-control'), 'no-store');
	assert.equal(session(client), undefined);
	const lines = logged().slice(known).join('\n');
	assert.match(lines, cause);
	for (const secret of ['198501012382', BERTIL, 'anna-at-hostile']) assert.ok(!lines.includes(secret), 'no person in the log');
	return page;
}

const changed = (claims, change) => JSON.stringify(claims).replace(/}$/, `,${change}}`);

const LIES = {
	'says another issuer': [{ claims: { iss: 'https://evil.example' } }, /another issuer/],
	'says an issuer that only looks like it': [{ claims: { iss: `${ISSUER}/plain/` } }, /another issuer/],
	'is for another audience': [{ claims: { aud: 'another-client' } }, /another audience/],
	'is for a second audience besides us': [{ claims: { aud: [CLIENT, 'another-client'], azp: CLIENT } }, /another audience/],
	'is authorised for another party': [{ claims: { azp: 'another-client' } }, /another audience/],
	'has the nonce of another login': [{ claims: { nonce: 'A'.repeat(43) } }, /another nonce/],
	'has no nonce': [{ claims: { nonce: undefined } }, /another nonce/],
	'has no subject': [{ claims: { sub: undefined } }, /no sound subject/],
	'is not signed': [{ header: { alg: 'none' }, sign: () => Buffer.alloc(0) }, /algorithm is not allowed/],
	'is signed with our view of its public key': [
		{ header: { alg: 'HS256' }, sign: (text) => createHmac('sha256', hostile.publicPem()).update(text).digest() },
		/algorithm is not allowed/,
	],
	'is signed by another algorithm of the same key': [{ header: { alg: 'PS256' }, sign: (text) => ps256(hostile.key)(text) }, /algorithm is not allowed/],
	'is signed with a key that is not published': [{ key: another }, /signature does not hold/],
	'names a key that is not published': [{ header: { kid: 'unknown' } }, /no such key/],
	'brings its own key': [{ key: another, header: { jwk: another.export({ format: 'jwk' }) } }, /header member/],
	'says where its key is': [{ key: another, header: { jku: `${ISSUER}/evil/jwks` } }, /header member/],
	'has an extension that must be understood': [{ header: { crit: ['exp'], exp: 1 } }, /header member/],
	'is of another type': [{ header: { typ: 'logout+jwt' } }, /another purpose/],
	'has expired': [{ claims: { exp: now() - 61, iat: now() - 300 } }, /expired/],
	'is from the future': [{ claims: { iat: now() + 600, exp: now() + 900 } }, /issued in the future/],
	'is not valid yet': [{ claims: { nbf: now() + 600 } }, /not valid yet/],
	'lives for a day': [{ claims: { exp: now() + 86400 } }, /lives too long/],
	'has a time beyond all times': [{ payload: (claims) => JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e300') }, /no time/],
	'claims one thing twice': [{ payload: (claims) => changed(claims, `"${NUMBER}":"${BERTIL}"`) }, /duplicate/],
	'claims one thing twice deep inside': [{ payload: (claims) => changed(claims, '"x":{"a":1,"a":2}') }, /duplicate/],
	'is no JSON': [{ payload: () => 'nothing' }, /login\.refused/],
	'has the hash of another access token': [{ claims: { at_hash: halfHash('another') } }, /at_hash/],
	'says no level': [{ claims: { acr: undefined } }, /level of assurance/],
	'says a lower level': [{ claims: { acr: 'http://id.elegnamnden.se/loa/1.0/loa2' } }, /level of assurance/],
	'says a level that is not certified': [{ claims: { acr: 'http://id.swedenconnect.se/loa/1.0/uncertified-loa3' } }, /level of assurance/],
	'is of a login long ago': [{ claims: { auth_time: now() - 3600 } }, /auth_time/],
	'does not say when the login was': [{ claims: { auth_time: undefined } }, /auth_time/],
	'has both kinds of number': [{ claims: { [COORDINATION]: SAM } }, /not exactly one personal number/],
	'has no number': [{ claims: { [NUMBER]: undefined } }, /not exactly one personal number/],
	'has a number of ten digits': [{ claims: { [NUMBER]: '8501012382' } }, /no sound personal number/],
	'has a number with a hyphen': [{ claims: { [NUMBER]: '19850101-2382' } }, /no sound personal number/],
	'has a number that is a number': [{ claims: { [NUMBER]: 198501012382 } }, /no sound personal number/],
	'has a samordningsnummer for a personnummer': [{ claims: { [NUMBER]: SAM } }, /other kind/],
	'has a personnummer for a samordningsnummer': [{ claims: { [NUMBER]: undefined, [COORDINATION]: BERTIL } }, /other kind/],
};

describe('an id_token that', () => {
	for (const [name, [lies, cause]] of Object.entries(LIES)) {
		test(name, async () => {
			const anna = new Client();
			hostile.lie(lies);
			await assertRefused(anna, { cause });
			hostile.truth();
			assert.equal((await login(anna)).status, 200, 'and the same browser logs in honestly');
			assert.ok(session(anna));
		});
	}
	test('is refused is told on one page, whatever was wrong with it', async () => {
		const words = new Set();
		for (const lies of [{ claims: { iss: 'https://evil.example' } }, { key: another }, { claims: { [NUMBER]: undefined } }]) {
			hostile.lie(lies);
			words.add((await login(new Client())).words);
		}
		hostile.truth();
		assert.equal(words.size, 1);
	});
});

const TOKEN_ANSWERS = {
	'is of another type': [{ token: { token_type: 'DPoP' } }, /token type is not Bearer/, 403],
	'has no id_token': [{ token: { id_token: undefined } }, /no id_token/, 403],
	'has an access token that would break a header': [{ token: { access_token: 'a\r\nx: y' } }, /no sound access token/, 403],
	'leads elsewhere': [{ endpoint: (r) => r.writeHead(307, { location: `${ISSUER}/plain/jwks` }).end() }, /token endpoint refuses/, 403],
	'refuses the code': [{ endpoint: (r) => r.writeHead(400).end('{"error":"invalid_grant"}') }, /token endpoint refuses/, 403],
	'is larger than any token': [{ endpoint: (r) => r.writeHead(200).end(`{"x":"${'x'.repeat(1024 * 1024)}"}`) }, /token endpoint refuses/, 403],
	'is a page': [{ endpoint: (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>') }, /login\.refused/, 403],
	'is an error of its own': [{ endpoint: (r) => r.writeHead(502).end() }, /"status":502/, 503],
	'breaks off': [{ endpoint: (r) => r.socket.destroy() }, /eid\.fetch/, 503],
	'never comes': [{ endpoint: () => {} }, /Timeout/, 503],
};

describe('a token answer that', () => {
	for (const [name, [lies, cause, status]] of Object.entries(TOKEN_ANSWERS)) {
		test(name, async () => {
			const anna = new Client();
			hostile.lie(lies);
			await assertRefused(anna, { cause, status, title: status === 503 ? /går inte att logga in just nu/ : undefined });
			hostile.truth();
			assert.equal((await login(anna)).status, 200);
		});
	}
});

const USERINFO_ANSWERS = {
	'is about another subject': [{ userinfo: { sub: 'somebody-else' } }, /another subject/],
	'has no subject': [{ userinfo: { sub: undefined } }, /another subject|no sound subject/],
	'is of another issuer': [{ userinfo: { iss: 'https://evil.example' } }, /another issuer/],
	'is for another audience': [{ userinfo: { aud: 'another-client' } }, /another audience/],
	'has expired': [{ userinfo: { exp: now() - 600 } }, /userinfo has expired/],
	'is not signed': [
		{ userinfoEndpoint: (r) => r.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ sub: 'anna-at-hostile', [NUMBER]: BERTIL })) },
		/userinfo is not signed/,
	],
	'says it is signed and is not': [
		{ userinfoEndpoint: (r) => r.writeHead(200, { 'content-type': 'application/jwt' }).end(JSON.stringify({ sub: 'anna-at-hostile' })) },
		/login\.refused/,
	],
	'is signed by nobody': [{ userinfoJwt: { header: { alg: 'none' }, sign: () => Buffer.alloc(0) } }, /algorithm is not allowed/],
	'is signed with another key': [{ userinfoJwt: { key: another } }, /signature does not hold/],
	'has another kind of number than the id_token': [{ claims: { [COORDINATION]: SAM } }, /not exactly one personal number/],
	'has no number': [{ userinfo: { [NUMBER]: undefined } }, /not exactly one personal number/],
	'refuses our token': [{ userinfoEndpoint: (r) => r.writeHead(401).end() }, /userinfo endpoint refuses/],
};

describe('a userinfo answer that', () => {
	for (const [name, [lies, cause]] of Object.entries(USERINFO_ANSWERS)) {
		test(name, async () => {
			const anna = new Client();
			hostile.lie(lies);
			await assertRefused(anna, { cause, provider: 'hostile-userinfo' });
			hostile.truth();
			assert.equal((await login(anna, 'hostile-userinfo')).status, 200);
		});
	}
});

describe('a way back that', () => {
	const without = (url, name) => {
		url.searchParams.delete(name);
		return url;
	};
	const withParameter = (url, name, value) => {
		url.searchParams.set(name, value);
		return url;
	};
	const EXPIRED = { status: 400, title: /gäller inte längre/ };
	const WAYS = {
		'names another issuer': [{ back: (url) => withParameter(url, 'iss', 'https://evil.example') }, { cause: /another issuer in the answer/ }],
		'names the other of two providers (mix-up)': [{ back: (url) => withParameter(url, 'iss', `${ISSUER}/userinfo`) }, { cause: /another issuer in the answer/ }],
		'names no issuer although it says it does': [{ back: (url) => without(url, 'iss') }, { cause: /another issuer in the answer/ }],
		'has no code': [{ back: (url) => without(url, 'code') }, { cause: /no sound code/ }],
		'has an endless code': [{ back: (url) => withParameter(url, 'code', 'x'.repeat(3000)) }, { cause: /no sound code/ }],
		'is longer than any answer': [{ back: (url) => withParameter(url, 'code', 'x'.repeat(5000)) }, { cause: /"outcome":"expired"/, ...EXPIRED }],
		'has no state': [{ back: (url) => without(url, 'state') }, { cause: /"outcome":"expired"/, ...EXPIRED }],
		'has another state': [{ back: (url) => withParameter(url, 'state', 'x'.repeat(43)) }, { cause: /"outcome":"expired"/, ...EXPIRED }],
		'has an error that nobody knows': [
			{ back: (url) => withParameter(url, 'error', '<script>alert(1)</script>') }, { cause: /provider_error.*"error":"another"/ },
		],
	};
	for (const [name, [lies, wanted]] of Object.entries(WAYS)) {
		test(name, async () => {
			const anna = new Client();
			const asked = hostile.calls.length;
			hostile.lie(lies);
			const page = await assertRefused(anna, wanted);
			assert.equal(hostile.calls.length, asked, 'no code was sent anywhere');
			assert.ok(!page.text.includes('alert(1)'));
			hostile.truth();
			assert.equal((await login(anna)).status, 200);
		});
	}
});

describe('what a provider publishes', () => {
	const DOWN = { status: 503, title: /går inte att logga in just nu/ };
	test('under another issuer\'s name is not used', async () => {
		await assertRefused(new Client(), { ...DOWN, provider: 'hostile-mixed', cause: /metadata_refused.*another issuer/ });
	});
	test('as keys of a megabyte is not used', async () => {
		await assertRefused(new Client(), { ...DOWN, provider: 'hostile-large', cause: /keys_refused.*cannot be fetched/ });
	});
	test('as a new key is looked for once, and not again within a minute', async () => {
		const succeeds = async () => (await login(new Client(), 'hostile-rotating')).status === 200;
		assert.ok(await succeeds());
		hostile.rotate();
		assert.ok(await succeeds(), 'the first new key is found at once');
		hostile.keysAsked = 0;
		hostile.rotate();
		let refused = 0;
		for (let tries = 0; tries < 200 && refused === 0; tries++) refused += !(await succeeds());
		assert.equal(refused, 1, 'a worker that looked a moment ago refuses');
		assert.ok(hostile.keysAsked <= 2 * WORKERS, `${hostile.keysAsked} times asked for keys`);
	});
});

test('while a provider is gone the forms go on, and other providers too', async () => {
	const anna = new Client();
	const begun = await anna.post('/eid/login', { audience: 'citizen', provider: 'hostile-plain', return_to: '/mina' }, { csrf: null });
	const back = new URL((await anna.get(begun.location)).location);
	await hostile.stop();
	try {
		const page = await anna.get(back.pathname + back.search);
		assert.equal(page.status, 503, page.words);
		assert.ok(Number(page.headers.get('retry-after')) > 0);
		for (const path of ['/', '/tjanst/skolskjuts', '/api/v1/forms']) assert.equal((await anna.get(path)).status, 200, path);
		assert.equal((await anna.login('anna')).status, 200);
		assert.equal((await anna.get('/mina')).status, 200);
	} finally {
		hostile = await Hostile.start();
	}
});
