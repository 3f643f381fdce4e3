// The walls around a session: from which page something can be done with it, what makes it none, and when its rights end. Who may come in
// where stands in access.test.mjs.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { apply, deployLocal, loggedIn, sql } from './applicant.mjs';
import { Client } from './client.mjs';
import { ask, assertRefused, changing } from './doors.mjs';
import { claims, resigned } from './token.mjs';

const ADAM = 'adam@2120000035';

let anna, bertil, klara, elsewhere;
before(async () => {
	[anna, bertil, klara, elsewhere] = await Promise.all([loggedIn('anna'), loggedIn('bertil'), loggedIn('klara', 'staff'), loggedIn('klara', 'staff')]);
});

describe('a door that changes something', () => {
	test('checks where the request comes from, but for the one that saves nothing', () => {
		const open = changing.filter((door) => !door.checks.includes('csrf') && !door.checks.includes('origin'));
		assert.deepEqual(open.map((door) => door.name), ['POST /api/v1/forms/{}/check']);
	});
	test('and needs a login checks the token of the session', () => {
		for (const door of changing.filter((one) => one.audience !== 'nobody')) assert.ok(door.checks.includes('csrf'), door.name);
	});
	for (const door of changing.filter((one) => one.checks.includes('csrf')))
		test(`${door.name} is closed without the session's token, and with another's`, async () => {
			const [client, other] = door.audience === 'staff' ? [klara, elsewhere] : [anna, bertil];
			for (const token of [null, 'A'.repeat(43), other.csrf])
				assertRefused(await ask(client, door, { token }), 403, door.path, 'not-from-our-page');
		});
	for (const door of changing.filter((one) => one.checks.includes('csrf') || one.checks.includes('origin')))
		test(`${door.name} is closed to another site, even with the token`, async () => {
			const client = door.audience === 'staff' ? klara : anna;
			const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
			assertRefused(await ask(client, door, { headers }), 403, door.path, 'not-from-our-page');
		});
});

test('what a role opens, opens and closes with the role, at the next request', async () => {
	const path = `/handlaggare/arende/${await apply(anna)}`;
	const adam = await loggedIn('adam', 'staff');
	assertRefused(await adam.get(path), 404, path);
	deployLocal('blankett', 'person', 'grant', ADAM, 'caseworker', 'skolskjuts');
	assert.equal((await adam.get(path)).status, 200);
	deployLocal('blankett', 'person', 'revoke', ADAM, 'caseworker', 'skolskjuts');
	assertRefused(await adam.get(path), 404, path);
});

describe('a session', () => {
	const token = (client) => client.cookies().get('__Host-sid');
	const seenWith = async (text, path = '/mina') => {
		const client = new Client();
		client.cookies().set('__Host-sid', text);
		return (await client.get(path)).status;
	};
	const last = "(select id_hash from core.session where person = (select person from core.person where given_name = 'Sam') order by created_at desc limit 1)";
	const inRow = (change) => sql(`update core.session set ${change} where id_hash = ${last}`);
	const now = Math.floor(Date.now() / 1000);

	test('is none with one character of its token altered, left out or added', async () => {
		const text = token(anna);
		const bent = [20, 60, text.indexOf('.', 12) - 20, text.length - 5].map((i) => text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1));
		for (const bad of [...bent, text.slice(0, -1), `${text}A`, text.replace('public', 'local'), 'x', 'x'.repeat(3000)])
			assert.equal(await seenWith(bad), 401, bad);
		assert.equal(await seenWith(text), 200);
	});
	test('is none when its token has expired, or is from the future, by a correct signature', async () => {
		assert.equal(await seenWith(resigned(token(anna), {})), 200);
		assert.equal(await seenWith(resigned(token(anna), { iat: now - 60, exp: now - 1 })), 401);
		assert.equal(await seenWith(resigned(token(anna), { iat: now + 3600, exp: now + 7200 })), 401);
	});
	test('is none for another person, municipality or audience, even correctly signed', async () => {
		const { sub } = claims(token(bertil));
		assert.equal(await seenWith(resigned(token(anna), { sub })), 401);
		assert.equal(await seenWith(resigned(token(anna), { mun: '0180' })), 401);
		assert.equal(await seenWith(resigned(token(anna), { aud: 'staff' }), '/handlaggare'), 401);
		assert.equal(await seenWith(resigned(token(klara), { aud: 'citizen' })), 401);
	});
	test('is none that the database does not know', async () =>
		assert.equal(await seenWith(resigned(token(anna), { jti: Buffer.alloc(32, 7).toString('base64url') })), 401));
	for (const [what, change, status] of [
		['after half an hour without a request', "seen_at = now() - interval '31 minutes'", 401],
		['a little before that', "seen_at = now() - interval '29 minutes'", 200],
		['when its row has expired', "expires_at = now() - interval '1 second'", 401],
		['when it is revoked', 'revoked_at = now()', 401],
	])
		test(`${what} is ${status === 401 ? 'over' : 'not over'}`, async () => {
			const sam = await loggedIn('sam');
			inRow(change);
			assert.equal((await sam.get('/mina')).status, status);
			assert.equal((await sam.get('/api/v1/children')).status, status);
		});
});
