// Sessions through the whole stack: who is out where and when, what a new login is asked for, what is kept meanwhile, programs with a key of
// their own, and keys that come and go under running services.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PAGES, begin, deployLocal, loggedIn, sql } from './applicant.mjs';
import { Client } from './client.mjs';
import { assertPage, caseRow, move, openDesk } from './desk.mjs';
import { until } from './doors.mjs';
import { claims } from './token.mjs';

const KEYS = `${process.env.BLANKETT_TEST_VAR}/keys`;
const token = (client) => client.cookies().get('__Host-sid');
const withToken = (text) => {
	const client = new Client();
	client.cookies().set('__Host-sid', text);
	return client;
};
const bearer = (text) => ({ authorization: `Bearer ${text}` });

// The row of a client's session, when it was this person's last login.
const age = (client, change) => sql(`update core.session set ${change} where id_hash = (select id_hash from core.session
	where person = '${claims(token(client)).sub}' order by created_at desc limit 1)`);
const idle = (client) => age(client, "seen_at = now() - interval '2 hours'");
const longAgo = (client) => age(client, "authenticated_at = now() - interval '1 hour'");

let desk;
before(async () => {
	desk = await openDesk('SES');
});
after(() => desk.close());

describe('ending sessions', () => {
	test('everywhere ends them in every service at the next request', async () => {
		const here = await loggedIn('adam', 'staff'), there = withToken(token(await loggedIn('adam', 'staff')));
		const doors = ['/handlaggare', '/api/v1/queues', '/admin', '/api/v1/admin/forms', '/eid/sessioner'];
		for (const path of doors) assert.equal((await there.get(path)).status, 200, path);
		await here.get('/eid/sessioner');
		const page = await here.post('/eid/sessioner', { avsluta: 'all' });
		assert.equal(page.status, 303);
		assert.match(page.headers.getSetCookie().join(), /__Host-sid=; .*Max-Age=0/);
		assert.match((await here.follow(page)).title, /^Du är utloggad – Handläggning/);
		for (const path of doors) assert.equal((await there.get(path)).status, 401, path);
	});
	test('everywhere is for a citizen too', async () => {
		const here = await loggedIn('bertil'), there = withToken(token(await loggedIn('bertil')));
		for (const path of ['/mina', '/api/v1/cases', '/eid/sessioner']) assert.equal((await there.get(path)).status, 200, path);
		await here.get('/eid/sessioner');
		await here.post('/eid/sessioner', { avsluta: 'all' });
		for (const path of ['/mina', '/api/v1/cases', '/eid/sessioner']) assert.equal((await there.get(path)).status, 401, path);
	});
	test('shows the own ones, and ends one of them or all but this', async () => {
		const elsa = [await loggedIn('elsa'), await loggedIn('elsa'), await loggedIn('elsa')];
		let page = await elsa[2].get('/eid/sessioner');
		assertPage(page, 200);
		assert.match(page.words, /Den här inloggningen/);
		assert.match(page.words, /E-legitimation, tillitsnivå 3/);
		const others = () => [...page.text.matchAll(/name="avsluta" value="([0-9a-f]{64})"/g)].map(([, id]) => id);
		const before = others().length;
		assert.ok(before >= 2);
		page = await elsa[2].follow(await elsa[2].post('/eid/sessioner', { avsluta: others()[0] }));
		assert.equal(others().length, before - 1);
		const alive = await Promise.all([elsa[0].get('/mina'), elsa[1].get('/mina')]);
		assert.deepEqual(alive.map((one) => one.status).sort(), [200, 401]);
		await elsa[2].get('/eid/sessioner');
		page = await elsa[2].follow(await elsa[2].post('/eid/sessioner', { avsluta: 'others' }));
		assert.equal(others().length, 0);
		for (const one of elsa.slice(0, 2)) assert.equal((await one.get('/mina')).status, 401);
		assert.equal((await elsa[2].get('/mina')).status, 200);
	});
	test('needs a login, and the token of the session', async () => {
		assert.equal((await new Client().get('/eid/sessioner')).status, 401);
		assert.equal((await new Client().post('/eid/sessioner', { avsluta: 'all' }, { csrf: null })).status, 401);
		const sam = await loggedIn('sam');
		assert.equal((await sam.post('/eid/sessioner', { avsluta: 'all' }, { csrf: 'A'.repeat(43) })).status, 403);
		assert.equal((await sam.get('/mina')).status, 200);
	});
	test('is offered on every page of who is logged in, and of nobody else', async () => {
		const sam = await loggedIn('sam');
		assert.ok((await sam.get('/')).links().includes('/eid/sessioner'));
		assert.ok(!(await new Client().get('/')).links().includes('/eid/sessioner'));
	});
});

describe('a login of now', () => {
	const DECISION = { outcome: 'granted', law: 'sl-10-32', reasons: 'Avståndet är längre än kommunens gräns.\nDärför beviljas skjuts.' };

	test('is asked for before a decision, which is kept meanwhile and made after it', async () => {
		const klara = await loggedIn('klara', 'staff');
		const reference = await desk.submit();
		const version = desk.place(reference, 'investigating', 'Klara');
		const path = `/handlaggare/arende/${reference}/decide`;
		assertPage(await klara.get(path), 200);
		longAgo(klara);
		const asked = await klara.post(path, { version: String(version), ...DECISION });
		assertPage(asked, 401);
		assert.match(asked.title, /^Legitimera dig igen/);
		assert.equal(asked.field('return_to'), '/handlaggare/fortsatt');
		assert.equal(caseRow(reference).status, 'investigating');
		const before = claims(token(klara));
		await klara.login('klara', 'staff', '/handlaggare/fortsatt');
		const page = await klara.get('/handlaggare/fortsatt');
		assertPage(page, 200);
		assert.match(page.words, /Avståndet är längre än kommunens gräns/);
		assert.notEqual(claims(token(klara)).jti, before.jti);
		const sent = await klara.post('/handlaggare/fortsatt');
		assert.equal(sent.status, 303, sent.words);
		assert.equal(sent.location, `/handlaggare/arende/${reference}`);
		assert.equal(caseRow(reference).status, 'decided');
		assert.equal((await klara.get('/handlaggare/fortsatt')).location, '/handlaggare', 'it is not there to be sent twice');
	});
	test('is asked for by the API as RFC 9470 says', async () => {
		const klara = await loggedIn('klara', 'staff');
		const reference = await desk.submit();
		const version = desk.place(reference, 'investigating', 'Klara');
		longAgo(klara);
		const page = await move(klara, reference, version, { event: 'decide', ...DECISION });
		assert.equal(page.status, 401, page.text);
		assert.match(page.headers.get('www-authenticate'), /^Bearer .*error="insufficient_user_authentication".*max_age="900"/);
		assert.equal(page.json.type, '/problem/step-up-needed');
		assert.equal(caseRow(reference).status, 'investigating');
	});
	test('is not asked for to read, or for another move', async () => {
		const klara = await loggedIn('klara', 'staff');
		const reference = await desk.submit();
		longAgo(klara);
		assert.equal((await klara.get(`/handlaggare/arende/${reference}`)).status, 200);
		assert.equal((await move(klara, reference, 1, { event: 'start' })).status, 200);
	});
	test('is asked for before a form is changed, and what was written comes back', async () => {
		const adam = await loggedIn('adam', 'staff');
		await adam.get('/admin/formular/ny');
		longAgo(adam);
		const boundary = 'x'.repeat(20);
		const part = (name, value) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
		const body = `${part('csrf', adam.csrf)}${part('seen', '')}${part('definition', '{ "inte färdigt": 1 }')}--${boundary}--\r\n`;
		const asked = await adam.request('POST', '/admin/formular/ny', { body, headers: { origin: adam.origin, 'sec-fetch-site': 'same-origin',
			'content-type': `multipart/form-data; boundary=${boundary}` } });
		assertPage(asked, 401);
		assert.equal(asked.field('return_to'), '/admin/fortsatt');
		await adam.login('adam', 'staff', '/admin/fortsatt');
		assert.match((await adam.get('/admin/fortsatt')).words, /inte färdigt/);
		const sent = await adam.post('/admin/fortsatt');
		assert.equal(sent.status, 422);
		assert.match(sent.text, /inte färdigt/);
	});
});

describe('a form that was sent when the session had ended', () => {
	let draft, path;
	const fields = { '/lasar': '2026-2027', ...PAGES.lasar };
	const write = async (client) => {
		draft = await begin(client);
		path = (await client.get(draft)).location;
		const page = await client.get(path);
		return { revision: page.field('revision'), ...fields };
	};
	const saved = () => sql(`select revision from core.draft where draft = '${draft.split('/').pop()}'`);

	for (const [what, end] of [
		['rested too long', idle],
		['grown too old', (client) => age(client, "created_at = created_at - interval '5 hours'")],
	])
		test(`because it had ${what} is kept, shown after the login, and sent`, async () => {
			const anna = await loggedIn('anna');
			const form = await write(anna);
			const revision = saved();
			end(anna);
			const refused = await anna.post(path, form);
			assertPage(refused, 401);
			assert.match(refused.words, /Vi har sparat det i en timme/);
			assert.equal(refused.field('return_to'), '/fortsatt');
			assert.equal(saved(), revision);
			const page = await anna.login('anna', 'citizen', '/fortsatt');
			assertPage(page, 200);
			assert.match(page.words, /2026-2027/);
			assert.doesNotMatch(page.words, new RegExp(draft.split('/').pop()));
			const sent = await anna.post('/fortsatt');
			assert.equal(sent.status, 303, sent.words);
			assert.ok(Number(saved()) > Number(revision));
		});
	test('is kept too when the window has another login by now', async () => {
		const anna = await loggedIn('anna');
		const form = await write(anna);
		const old = anna.csrf;
		await anna.login('anna');
		const refused = await anna.post(path, form, { csrf: old });
		assertPage(refused, 403);
		assert.ok(refused.links().includes('/fortsatt'));
		assert.match((await anna.get('/fortsatt')).words, /2026-2027/);
	});
	test('is seen by nobody else who logs in in that browser', async () => {
		const anna = await loggedIn('anna');
		const form = await write(anna);
		idle(anna);
		await anna.post(path, form);
		const bertil = await loggedIn('bertil');
		const page = await bertil.get('/fortsatt');
		assert.equal(page.status, 303);
		assert.equal(page.location, '/');
	});
	test('stays kept when the session ends again before it is sent', async () => {
		const anna = await loggedIn('anna');
		const form = await write(anna);
		idle(anna);
		await anna.post(path, form);
		for (const button of ['/fortsatt', '/fortsatt/kasta']) {
			await anna.login('anna', 'citizen', '/fortsatt');
			idle(anna);
			const refused = await anna.post(button);
			assertPage(refused, 401);
			assert.equal(refused.field('return_to'), '/fortsatt', button);
		}
		assert.match((await anna.login('anna', 'citizen', '/fortsatt')).words, /2026-2027/);
		assert.equal((await anna.post('/fortsatt')).status, 303);
	});
	test('can be thrown away', async () => {
		const anna = await loggedIn('anna');
		const form = await write(anna);
		idle(anna);
		await anna.post(path, form);
		await anna.login('anna', 'citizen', '/fortsatt');
		assert.equal((await anna.post('/fortsatt/kasta')).location, '/');
		assert.equal((await anna.get('/fortsatt')).location, '/');
	});
	test('is not kept from another site, without its token, or after the session was ended; then it is given back', async () => {
		const anna = await loggedIn('anna');
		const form = { ...(await write(anna)), '/ovrigt': 'Skriven för hand' };
		idle(anna);
		await anna.post(path, form, { headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } });
		await anna.post(path, form, { csrf: null });
		sql("delete from core.parked");
		age(anna, 'revoked_at = now()');
		const refused = await anna.post(path, form);
		assertPage(refused, 401);
		assert.match(refused.text, /<textarea[^>]*readonly[^>]*>\s*Skriven för hand/);
		assert.equal(sql('select count(*) from core.parked'), '0');
	});
});

describe('a program', () => {
	const issue = (name, scopes, queues, days = 30) => deployLocal('blankett', 'token', 'issue', name, ...scopes.flatMap((one) => ['--scope', one]),
		...queues.flatMap((one) => ['--queue', one]), '--days', String(days)).trim();
	const ask = (text, method, path, body, headers = {}) => new Client().request(method, path, { body: body && JSON.stringify(body),
		headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...bearer(text), ...headers } });
	const names = [];
	const program = (scopes, queues) => {
		names.push(`prov-${Date.now().toString(36)}-${names.length}`);
		return issue(names[names.length - 1], scopes, queues);
	};
	after(() => {
		for (const name of names) if (sql(`select 1 from core.service_account where name = '${name}' and revoked_at is null`)) deployLocal('blankett', 'token', 'revoke', name);
	});

	test('reads the queues it was given, and moves cases with the scope for it', async () => {
		const reader = program(['queues.read', 'cases.read'], [desk.queue]), mover = program(['cases.move'], [desk.queue]);
		const reference = await desk.submit();
		const queues = await ask(reader, 'GET', '/api/v1/queues');
		assert.equal(queues.status, 200, queues.text);
		assert.ok((await ask(reader, 'GET', `${desk.api}/cases`)).text.includes(reference));
		assert.equal((await ask(reader, 'GET', '/api/v1/queues/modersmal/cases')).status, 404);
		const refused = await ask(reader, 'POST', `/api/v1/cases/${reference}/events`, { event: 'start' }, { 'if-match': '"1"' });
		assert.equal(refused.status, 403);
		assert.match(refused.headers.get('www-authenticate'), /error="insufficient_scope"/);
		const moved = await ask(mover, 'POST', `/api/v1/cases/${reference}/events`, { event: 'start' }, { 'if-match': '"1"' });
		assert.equal(moved.status, 200, moved.text);
		assert.equal(sql(`select count(*) from core.audit where audience = 'service' and action = 'case.start' and object = '${reference}'`), '1');
	});
	test('opens no page, no door of citizens, and is nobody in a cookie', async () => {
		const reader = program(['queues.read', 'cases.read', 'cases.move', 'forms.read', 'forms.write'], [desk.queue]);
		for (const path of ['/handlaggare', '/admin', '/mina', '/api/v1/cases', '/fortsatt']) assert.equal((await ask(reader, 'GET', path)).status, 403, path);
		const client = withToken(reader);
		for (const path of ['/handlaggare', '/api/v1/queues', '/mina']) assert.equal((await client.get(path)).status, 401, path);
		assert.equal((await ask(reader, 'GET', '/eid/sessioner')).status, 403);
	});
	test('is out at once when its key is revoked', async () => {
		const reader = program(['queues.read'], [desk.queue]);
		assert.equal((await ask(reader, 'GET', '/api/v1/queues')).status, 200);
		deployLocal('blankett', 'token', 'revoke', names.pop());
		assert.equal((await ask(reader, 'GET', '/api/v1/queues')).status, 401);
	});
	test('has one key, which the list shows without it', () => {
		const text = program(['queues.read'], []);
		assert.throws(() => issue(names[names.length - 1], ['queues.read'], []), /Command failed/);
		const list = deployLocal('blankett', 'token', 'list');
		assert.ok(list.includes(names[names.length - 1]));
		assert.ok(!list.includes(text.split('.')[2]));
		for (const words of [['issue', 'x'], ['issue', 'prov', '--scope', 'queues.read'], ['issue', 'prov', '--days', '3'], ['issue', 'prov', '--scope', 'a b', '--days', '3']])
			assert.throws(() => deployLocal('blankett', 'token', ...words), /Command failed/);
	});
});

describe('the keys', () => {
	const kid = (client) => Buffer.from(token(client).split('.')[3], 'base64url').toString();
	const everywhere = { citizen: ['/mina', '/eid/sessioner'], staff: ['/handlaggare', '/eid/sessioner'], admin: ['/admin'] };
	const keys = (...words) => deployLocal('blankett', 'keys', ...words);

	test('are changed without a login or a request lost', async () => {
		const anna = await loggedIn('anna'), klara = await loggedIn('klara', 'staff'), adam = await loggedIn('adam', 'staff');
		const old = kid(anna);
		let going = true, asked = 0;
		const stream = Promise.all([[anna, '/mina'], [klara, '/handlaggare'], [adam, '/admin'], [anna, '/eid/sessioner']].map(async ([client, path]) => {
			for (; going; asked++) {
				const { status } = await client.get(path);
				if (status !== 200) return `${path}: ${status}`;
			}
			return null;
		}));
		keys('rotate', KEYS);
		const newcomer = await until('a new login has the new key', async () => {
			const bertil = await loggedIn('bertil').catch(() => null);
			return bertil && kid(bertil) !== old && bertil;
		});
		for (const path of everywhere.citizen) assert.equal((await newcomer.get(path)).status, 200, path);
		going = false;
		assert.deepEqual((await stream).filter(Boolean), []);
		assert.ok(asked > 20);
	});
	test('that are retired in an emergency take every token of theirs along, in all services', async () => {
		const anna = await loggedIn('anna'), klara = await loggedIn('klara', 'staff'), adam = await loggedIn('adam', 'staff');
		for (const [client, paths] of [[anna, everywhere.citizen], [klara, everywhere.staff], [adam, everywhere.admin]])
			for (const path of paths) assert.equal((await client.get(path)).status, 200, path);
		keys('rotate', KEYS);
		assert.throws(() => keys('retire', KEYS), /Command failed/, 'not while sessions of the old key live');
		keys('retire', KEYS, '--now');
		for (const [client, paths] of [[anna, everywhere.citizen], [klara, everywhere.staff], [adam, everywhere.admin]])
			for (const path of paths) await until(`${path} is closed`, async () => (await client.get(path)).status === 401);
		const again = await until('and a new login works', async () => loggedIn('anna').catch(() => null));
		for (const path of everywhere.citizen) assert.equal((await again.get(path)).status, 200, path);
	});
});
