// Login and logout through the real provider: who gets a session, who does not, and what each is told.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Client, ORIGIN } from './client.mjs';

const HOUR = 3600;
const NOT_OURS = [
	'https://evil.example/', '//evil.example', '/\\evil.example', '/\\/evil.example', '/a//b', 'mina', '/mina?x=//evil.example',
	'/mina%2f..', 'javascript:alert(1)',
];

// The payload of a v4.public token, before the 64 bytes of its signature.
function payloadOf(token) {
	const [version, purpose, body] = token.split('.');
	assert.equal(`${version}.${purpose}`, 'v4.public');
	return JSON.parse(Buffer.from(body, 'base64url').subarray(0, -64));
}

const sessionCookie = (page) => page.headers.getSetCookie().find((line) => line.startsWith('__Host-sid='));
const session = (client) => client.cookies().get('__Host-sid');

// A login up to the address the provider sends the browser back to, not yet visited.
async function answerOf(client, answer, audience = 'citizen') {
	const choice = await client.toProvider(audience);
	let page = await client.request('POST', choice.url.href, {
		body: new URLSearchParams(answer).toString(),
		headers: { 'content-type': 'application/x-www-form-urlencoded', origin: choice.url.origin },
	});
	while (page.status === 303 || page.status === 302) {
		const next = new URL(page.location, page.url);
		if (next.origin === ORIGIN) return next;
		page = await client.request('GET', next.href);
	}
	throw new Error(`the provider did not send the browser back: ${page.status} ${page.words}`);
}

const visit = (client, url) => client.get(url.pathname + url.search);
const changed = (url, name, value) => {
	const copy = new URL(url);
	if (value === null) copy.searchParams.delete(name);
	else copy.searchParams.set(name, value);
	return copy;
};

function assertRefused(page, status, words, client) {
	assert.equal(page.status, status, page.words);
	assert.match(page.title, words);
	assert.match(page.headers.get('content-type'), /^text\/html/);
	assert.equal(page.headers.get('cache-control'), 'no-store');
	assert.ok(page.links().includes('/'), 'a way to the start page');
	assert.equal(sessionCookie(page), undefined);
	assert.equal(session(client), undefined);
}

describe('a citizen', () => {
	test('logs in and lands where they were going, without the code in the address', async () => {
		const anna = new Client();
		const callback = await visit(anna, await answerOf(anna, { who: 'anna' }));
		assert.equal(callback.status, 303);
		assert.equal(new URL(callback.location, ORIGIN).href, `${ORIGIN}/mina`);
		assert.equal(callback.headers.get('cache-control'), 'no-store');
		const page = await anna.follow(callback);
		assert.equal(page.status, 200);
	});
	test('gets a session cookie that scripts, other sites and plain http cannot have', async () => {
		const anna = new Client();
		const [pair, ...attributes] = sessionCookie(await visit(anna, await answerOf(anna, { who: 'anna' }))).split('; ');
		assert.ok(pair.startsWith('__Host-sid=v4.public.'));
		assert.deepEqual(attributes.map((one) => one.toLowerCase()).sort(), ['httponly', 'path=/', 'samesite=lax', 'secure']);
	});
	test('has a token without personal data, for four hours', async () => {
		const anna = new Client();
		await anna.login('anna');
		const payload = payloadOf(session(anna));
		assert.deepEqual(Object.keys(payload).sort(), ['acr', 'at', 'aud', 'exp', 'iat', 'iss', 'jti', 'mun', 'sub']);
		assert.equal(payload.iss, 'eid');
		assert.equal(payload.aud, 'citizen');
		assert.equal(payload.acr, 'loa3');
		assert.equal(payload.exp - payload.iat, 4 * HOUR);
		assert.match(payload.sub, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
		assert.equal(Buffer.from(payload.jti, 'base64url').length, 32);
		assert.ok(!session(anna).includes('198501012382'));
	});
	test('is the same person at every login, in a new session each time', async () => {
		const anna = new Client();
		await anna.login('anna');
		const first = payloadOf(session(anna));
		await anna.login('anna');
		const second = payloadOf(session(anna));
		assert.equal(second.sub, first.sub);
		assert.notEqual(second.jti, first.jti);
	});
	test('ends the session they had by logging in again', async () => {
		const anna = new Client();
		await anna.login('anna');
		const stale = new Client();
		stale.cookies().set('__Host-sid', session(anna));
		assert.equal((await stale.get('/mina')).status, 200);
		await anna.login('anna');
		assert.equal((await stale.get('/mina')).status, 401);
	});
	test('with a samordningsnummer logs in as well', async () => {
		const sam = new Client();
		assert.equal((await sam.login('sam')).status, 200);
	});
	test('is asked in the language of the browser', async () => {
		const anna = new Client();
		anna.language = 'en';
		const begun = await anna.post('/eid/login', { audience: 'citizen', return_to: '/mina' }, { csrf: null });
		assert.equal(new URL(begun.location).searchParams.get('ui_locales'), 'en');
	});
});

describe('staff', () => {
	test('get a Strict cookie and pass a page of ours, so that it goes along', async () => {
		const klara = new Client();
		const callback = await visit(klara, await answerOf(klara, { who: 'klara' }, 'staff'));
		assert.match(sessionCookie(callback), /; SameSite=Strict/i);
		assert.equal(callback.status, 303);
		assert.ok(callback.location.startsWith('/eid/klar?till='));
		const landing = await klara.follow(callback);
		assert.equal(landing.status, 200);
		assert.equal(landing.headers.get('refresh'), '0; url=/handlaggare');
		assert.ok(landing.links().includes('/handlaggare'));
		assert.equal((await klara.get('/handlaggare')).status, 200);
	});
	test('have a staff token, which opens no page of citizens', async () => {
		const klara = new Client();
		await klara.login('klara', 'staff');
		const payload = payloadOf(session(klara));
		assert.equal(payload.aud, 'staff');
		assert.equal(payload.exp - payload.iat, 10 * HOUR);
		assert.equal((await klara.get('/mina')).status, 401);
	});
	test('cannot be sent elsewhere by the page they pass', async () => {
		const klara = new Client();
		for (const path of NOT_OURS) {
			const landing = await klara.get(`/eid/klar?till=${encodeURIComponent(path)}`);
			assert.equal(landing.headers.get('refresh'), '0; url=/handlaggare', path);
		}
	});
	test('are not offered to the citizens\' provider, nor citizens to theirs', async () => {
		const client = new Client();
		const page = await client.choose(await client.toProvider('citizen'), { who: 'klara' });
		assert.equal(page.status, 400);
		assert.equal(session(client), undefined);
	});
});

describe('the way to the provider', () => {
	test('carries everything that binds the answer to this browser', async () => {
		const client = new Client();
		const begun = await client.post('/eid/login', { audience: 'citizen', return_to: '/mina' }, { csrf: null });
		assert.equal(begun.status, 303);
		const asked = new URL(begun.location).searchParams;
		assert.equal(asked.get('response_type'), 'code');
		assert.equal(asked.get('code_challenge_method'), 'S256');
		assert.equal(asked.get('redirect_uri'), `${ORIGIN}/eid/callback`);
		assert.equal(asked.get('prompt'), 'login');
		for (const name of ['state', 'nonce', 'code_challenge']) assert.match(asked.get(name), /^[\w-]{43}$/, name);
		const cookie = begun.headers.getSetCookie().find((line) => line.startsWith('__Host-tx='));
		assert.match(cookie, /; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/);
		assert.ok(!begun.location.includes(client.cookies().get('__Host-tx')), 'the cookie is in no address');
	});
	test('leads back to our own pages only', async () => {
		const client = new Client();
		for (const path of NOT_OURS) {
			const page = await client.post('/eid/login', { audience: 'citizen', return_to: path }, { csrf: null });
			assert.equal(page.status, 400, path);
			assert.equal(page.location, null);
		}
	});
	test('is for an audience we know, by POST, from our own page', async () => {
		const client = new Client();
		assert.equal((await client.post('/eid/login', { audience: 'king' }, { csrf: null })).status, 400);
		assert.equal((await client.get('/eid/login')).status, 405);
		const foreign = { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, csrf: null };
		assert.equal((await client.post('/eid/login', { audience: 'citizen' }, foreign)).status, 403);
	});
});

describe('an answer that cannot be believed', () => {
	test('is refused the second time', async () => {
		const anna = new Client();
		const url = await answerOf(anna, { who: 'anna' });
		const handle = anna.cookies().get('__Host-tx');
		assert.equal((await visit(anna, url)).status, 303);
		const thief = new Client();
		thief.cookies().set('__Host-tx', handle);
		assertRefused(await visit(thief, url), 400, /^Fel: .*gäller inte längre/, thief);
	});
	test('is refused in another browser, and burns nothing for the right one', async () => {
		const anna = new Client();
		const other = new Client();
		const url = await answerOf(anna, { who: 'anna' });
		assertRefused(await visit(other, url), 400, /gäller inte längre/, other);
		await other.toProvider();
		assertRefused(await visit(other, url), 400, /gäller inte längre/, other);
		assert.equal((await visit(anna, url)).status, 303);
	});
	test('is refused with an altered or missing state', async () => {
		for (const state of ['x'.repeat(43), '', null]) {
			const anna = new Client();
			const url = changed(await answerOf(anna, { who: 'anna' }), 'state', state);
			assertRefused(await visit(anna, url), 400, /gäller inte längre/, anna);
		}
	});
	test('is refused with a parameter given twice', async () => {
		const anna = new Client();
		const url = await answerOf(anna, { who: 'anna' });
		const twice = new URL(`${url.href}&code=another`);
		assertRefused(await visit(anna, twice), 400, /gäller inte längre/, anna);
	});
	test('is refused when it names another issuer, or none', async () => {
		for (const issuer of ['https://evil.example', null]) {
			const anna = new Client();
			const url = changed(await answerOf(anna, { who: 'anna' }), 'iss', issuer);
			assertRefused(await visit(anna, url), 403, /kunde inte logga in/, anna);
		}
	});
	test('is refused with a code of somebody else', async () => {
		const anna = new Client();
		const bertil = new Client();
		const code = (await answerOf(bertil, { who: 'bertil' })).searchParams.get('code');
		const url = changed(await answerOf(anna, { who: 'anna' }), 'code', code);
		assertRefused(await visit(anna, url), 403, /kunde inte logga in/, anna);
	});
	test('is refused when the id_token has the nonce of another login', async () => {
		const anna = new Client();
		const url = await answerOf(anna, { who: 'anna', fault: 'wrong-nonce' });
		assertRefused(await visit(anna, url), 403, /kunde inte logga in/, anna);
	});
	test('is refused when nothing was begun', async () => {
		const nobody = new Client();
		assertRefused(await nobody.get('/eid/callback'), 400, /gäller inte längre/, nobody);
		assertRefused(await nobody.get('/eid/callback?code=a&state=b'), 400, /gäller inte längre/, nobody);
	});
});

describe('a login that does not come about', () => {
	test('because the person cancelled says so and offers another try', async () => {
		const anna = new Client();
		const page = await anna.choose(await anna.toProvider('citizen', '/mina'), { cancel: 'yes' });
		assertRefused(page, 200, /^Du avbröt inloggningen/, anna);
		assert.equal(page.field('return_to'), '/mina');
		assert.equal(page.field('audience'), 'citizen');
	});
	test('because the level is too low says what helps', async () => {
		const anna = new Client();
		const page = await anna.choose(await anna.toProvider(), { who: 'anna', fault: 'weak-level' });
		assertRefused(page, 403, /räcker inte/, anna);
	});
	test('because the provider failed is 503 and says when to come back', async () => {
		const anna = new Client();
		const page = await anna.choose(await anna.toProvider(), { who: 'anna', fault: 'failed' });
		assertRefused(page, 503, /går inte att logga in just nu/, anna);
		assert.match(page.headers.get('retry-after'), /^\d+$/);
	});
	test('because the provider went away in between is 503 as well', async () => {
		const anna = new Client();
		const page = await anna.choose(await anna.toProvider(), { who: 'anna', fault: 'unavailable' });
		assertRefused(page, 503, /går inte att logga in just nu/, anna);
		assert.equal((await anna.login('anna')).status, 200, 'and the next try works');
	});
	test('is told in the language of the browser', async () => {
		const anna = new Client();
		anna.language = 'en';
		const page = await anna.choose(await anna.toProvider(), { cancel: 'yes' });
		assert.match(page.title, /^You cancelled the login/);
	});
	test('never shows what the provider wrote', async () => {
		const anna = new Client();
		const url = changed(await answerOf(anna, { cancel: 'yes' }), 'error_description', '<script>alert(1)</script>');
		const page = await visit(anna, url);
		assert.ok(!page.text.includes('alert(1)'));
		assert.ok(!page.text.includes(url.searchParams.get('state')));
	});
});

describe('logging out', () => {
	test('ends the session in the browser and in the database', async () => {
		const anna = new Client();
		await anna.login('anna');
		const copy = new Client();
		copy.cookies().set('__Host-sid', session(anna));
		await anna.get('/mina');
		const page = await anna.post('/eid/logout');
		assert.equal(page.status, 303);
		assert.equal(page.location, '/eid/utloggad');
		assert.match((await anna.follow(page)).title, /^Du är utloggad/);
		assert.match(sessionCookie(page), /^__Host-sid=; .*Max-Age=0/);
		assert.equal(page.headers.get('clear-site-data'), '"storage"');
		assert.equal(session(anna), undefined);
		assert.equal((await copy.get('/mina')).status, 401, 'a copy of the cookie is worth nothing');
	});
	test('needs the token of the session', async () => {
		const anna = new Client();
		await anna.login('anna');
		assert.equal((await anna.post('/eid/logout', {}, { csrf: null })).status, 403);
		assert.equal((await anna.post('/eid/logout', {}, { csrf: 'AAAA' })).status, 403);
		assert.equal((await anna.get('/mina')).status, 200);
	});
	test('without a session is no mistake', async () => {
		assert.equal((await new Client().post('/eid/logout', {}, { csrf: null })).status, 303);
	});
});

test('our public keys are published, and nothing but public', async () => {
	const page = await new Client().get('/eid/jwks.json');
	assert.equal(page.status, 200);
	for (const key of page.json.keys) {
		assert.equal(key.use, 'sig');
		assert.ok(key.kid && key.alg);
		assert.equal(key.d, undefined);
	}
	assert.ok(page.json.keys.length > 0);
});
