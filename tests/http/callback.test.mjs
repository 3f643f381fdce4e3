// Everything that is checked before a login is believed, in its order, one line each. The lies of each kind in full are in
// hostile.test.mjs; here each check is seen at work once.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { count } from './applicant.mjs';
import { Client, ORIGIN } from './client.mjs';
import { COORDINATION, CLIENT, Hostile, NUMBER, ORIGIN as ISSUER, halfHash } from './hostile.mjs';

const VAR = process.env.BLANKETT_TEST_VAR;
const another = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const now = () => Math.floor(Date.now() / 1000);
const jsonOf = (part) => JSON.parse(Buffer.from(part, 'base64url'));

let hostile;
before(async () => (hostile = await Hostile.start()));
after(() => hostile.stop());

const session = (client) => client.cookies().get('__Host-sid');
const logged = () => readFileSync(`${VAR}/log/eid.log`, 'utf8');

// Up to the address the provider sends the browser back to: { client, url, asked }.
async function onTheWayBack({ provider = 'hostile-plain', client = new Client(), to = '/mina' } = {}) {
	const begun = await client.post('/eid/login', { audience: 'citizen', provider, return_to: to }, { csrf: null });
	assert.equal(begun.status, 303, begun.words);
	const url = new URL((await client.get(begun.location)).location);
	return { client, url, asked: new URL(begun.location).searchParams };
}
const visit = (client, url) => client.get(url.pathname + url.search);
const withParameter = (url, name, value) => {
	const copy = new URL(url);
	copy.searchParams.set(name, value);
	return copy;
};

const accepted = (page) => assert.equal(page.status, 303, page.words);
function refused(page, client, status = 403) {
	assert.equal(page.status, status, page.words);
	assert.equal(session(client), undefined);
}
const expired = (page, client) => refused(page, client, 400);

// A lie of the provider is refused for its cause, and without it the same browser logs in.
const lie = (lies, cause, provider) => async () => {
	hostile.lie(lies);
	const known = logged().length;
	const { client, url } = await onTheWayBack({ provider });
	refused(await visit(client, url), client);
	assert.match(logged().slice(known), cause);
	hostile.truth();
	const honest = await onTheWayBack({ provider, client });
	accepted(await visit(client, honest.url));
};

const CHECKS = [
	['only GET, of at most 4 KiB, nothing twice', async () => {
		const { client, url } = await onTheWayBack();
		assert.equal((await client.post(url.pathname + url.search, {}, { csrf: null })).status, 405);
		assert.equal((await client.post('/eid/callback', Object.fromEntries(url.searchParams), { csrf: null })).status, 405, 'form_post');
		for (const name of ['code', 'state', 'iss', 'error']) {
			expired(await visit(client, new URL(`${url.href}&${name}=x&${name}=y`)), client);
		}
		expired(await visit(client, withParameter(url, 'code', 'x'.repeat(4096))), client);
		accepted(await visit(client, url));
	}],
	['the cookie of the browser that began, once', async () => {
		const { client, url } = await onTheWayBack();
		const stranger = new Client();
		expired(await visit(stranger, url), stranger);
		const handle = client.cookies().get('__Host-tx');
		expired(await stranger.get(url.pathname + url.search, { cookie: `__Host-tx=${handle}; __Host-tx=${handle}` }), stranger);
		accepted(await visit(client, url));
	}],
	['taken out once: of two answers at the same time one is believed, and a wrong state burns nothing', async () => {
		const { client, url } = await onTheWayBack();
		const handle = { cookie: `__Host-tx=${client.cookies().get('__Host-tx')}` };
		const [anna, bertil] = [new Client(), await onTheWayBack()];
		for (const state of [bertil.url.searchParams.get('state'), 'x'.repeat(43)]) {
			expired(await anna.get(url.pathname + withParameter(url, 'state', state).search, handle), anna);
		}
		const pages = await Promise.all([0, 1, 2].map(() => new Client().get(url.pathname + url.search, handle)));
		assert.deepEqual(pages.map((page) => page.status).sort(), [303, 400, 400]);
		accepted(await visit(bertil.client, bertil.url));
	}],
	['the issuer that was asked, named', async () => {
		for (const issuer of [`${ISSUER}/userinfo`, '']) {
			const { client, url } = await onTheWayBack();
			refused(await visit(client, withParameter(url, 'iss', issuer)), client);
		}
	}],
	['an error, in words of our own', async () => {
		const { client, url } = await onTheWayBack();
		const page = await visit(client, new URL(`${url.href}&error=access_denied&error_description=%3Cb%3Ehej`));
		refused(page, client, 200);
		assert.match(page.title, /^Du avbröt inloggningen/);
		assert.ok(!page.text.includes('hej'));
	}],
	['a token endpoint from metadata of that very issuer', async () => {
		const client = new Client();
		refused(await client.post('/eid/login', { audience: 'citizen', provider: 'hostile-mixed', return_to: '/mina' }, { csrf: null }), client, 503);
	}],
	['a back channel without detours, of at most 64 KiB', async () => {
		await lie({ endpoint: (r) => r.writeHead(302, { location: `${ISSUER}/plain/jwks` }).end() }, /token endpoint refuses/)();
		await lie({ endpoint: (r) => r.writeHead(200).end(' '.repeat(65 * 1024)) }, /token endpoint refuses/)();
	}],
	['the verifier, the address from our configuration, and a fresh proof of who we are', async () => {
		hostile.calls.length = 0;
		const both = [await onTheWayBack(), await onTheWayBack()];
		for (const { client, url } of both) accepted(await visit(client, url));
		const ids = hostile.calls.map((form, i) => {
			const challenge = createHash('sha256').update(form.get('code_verifier')).digest('base64url');
			assert.equal(challenge, both[i].asked.get('code_challenge'));
			assert.equal(form.get('redirect_uri'), `${ORIGIN}/eid/callback`);
			assert.equal(form.get('client_secret'), null);
			const claims = jsonOf(form.get('client_assertion').split('.')[1]);
			assert.deepEqual([claims.iss, claims.sub, claims.aud, claims.exp - claims.iat], [CLIENT, CLIENT, `${ISSUER}/plain`, 60]);
			return claims.jti;
		});
		assert.equal(new Set(ids).size, 2);
	}],
	['a token answer that is a bearer\'s', lie({ token: { token_type: 'mac' } }, /not Bearer/)],
	['a signature by the one algorithm of this provider', lie({ header: { alg: 'none' }, sign: () => Buffer.alloc(0) }, /algorithm is not allowed/)],
	['a key that the provider publishes', lie({ key: another, header: { kid: 'unknown' } }, /no such key/)],
	['the issuer, exactly', lie({ claims: { iss: `${ISSUER}/plain/` } }, /another issuer/)],
	['us as the only audience', lie({ claims: { aud: [CLIENT, 'another'], azp: CLIENT } }, /another audience/)],
	['times that are whole, near and short', lie({ claims: { iat: now() - 700, exp: now() + 60 } }, /issued too long ago/)],
	['the nonce of this login', lie({ claims: { nonce: 'A'.repeat(43) } }, /another nonce/)],
	['a person who proved it just now', lie({ claims: { auth_time: now() - 600 } }, /auth_time/)],
	['a level that was asked for', lie({ claims: { acr: 'http://id.elegnamnden.se/loa/1.0/loa2' } }, /level of assurance/)],
	['the access token that belongs to it', lie({ claims: { at_hash: halfHash('another') } }, /at_hash/)],
	['nothing said twice', lie({ payload: (claims) => JSON.stringify(claims).replace(/}$/, ',"sub":"another"}') }, /duplicate/)],
	['a subject that is short and printable', lie({ claims: { sub: 'å' } }, /no sound subject/)],
	['one person number, of its kind', lie({ claims: { [COORDINATION]: '198001732380' } }, /not exactly one/)],
	['userinfo that is signed, and of the same subject', lie({ userinfo: { sub: 'another' } }, /another subject/, 'hostile-userinfo')],
	['a token that was made for this', lie({ header: { typ: 'logout+jwt' } }, /another purpose/)],
	['a new session always: the one the browser came with is never written into', async () => {
		const { client, url } = await onTheWayBack();
		accepted(await visit(client, url));
		const first = session(client);
		const second = await onTheWayBack({ client });
		accepted(await visit(client, second.url));
		assert.notEqual(session(client), first);
		const stale = new Client();
		stale.cookies().set('__Host-sid', first);
		assert.equal((await stale.get('/mina')).status, 401);
	}],
	['no access token kept', async () => {
		const secret = `secret-${now()}`;
		hostile.lie({ token: { access_token: secret } });
		const { client, url } = await onTheWayBack({ provider: 'hostile-userinfo' });
		const page = await visit(client, url);
		hostile.truth();
		accepted(page);
		assert.ok(![...page.headers.getSetCookie(), page.text, logged()].some((text) => text.includes(secret)));
		for (const table of ['core.session', 'core.login', 'core.audit']) {
			assert.equal(count(`${table} t where t::text like '%${secret}%'`), 0, table);
		}
	}],
	['a way on that is ours', async () => {
		const client = new Client();
		for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', '/mina?x=//evil']) {
			const page = await client.post('/eid/login', { audience: 'citizen', provider: 'hostile-plain', return_to: to }, { csrf: null });
			assert.equal(page.status, 400, to);
		}
	}],
	['and on without the code, which stays in no cache, no Referer and no log', async () => {
		const { client, url } = await onTheWayBack({ to: '/mina?a=b' });
		const page = await visit(client, url);
		accepted(page);
		assert.equal(new URL(page.location, ORIGIN).href, `${ORIGIN}/mina?a=b`);
		assert.equal(page.headers.get('cache-control'), 'no-store');
		assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
		await client.get('/tillganglighet');
		for (const file of ['eid', 'access', 'nginx-error']) {
			assert.ok(!readFileSync(`${VAR}/log/${file}.log`, 'utf8').includes(url.searchParams.get('code')), file);
		}
		assert.equal(count(`core.login t where t::text like '%${url.searchParams.get('state')}%'`), 0);
	}],
];

describe('a login is believed after', () => {
	CHECKS.forEach(([name, check], i) => test(`${i + 1} ${name}`, check));
});

test('there are twenty-seven of them', () => assert.equal(CHECKS.length, 27));

test('a browser has one login under way: a second takes the place of the first, and an old answer spoils nothing', async () => {
	const client = new Client();
	const first = await onTheWayBack({ client });
	const second = await onTheWayBack({ client });
	expired(await visit(client, first.url), client);
	accepted(await visit(client, second.url));
});
