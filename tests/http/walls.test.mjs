// The walls between people: every door of every executable, walked from its own table, tried without a login, with the wrong one, from
// another site, and with what belongs to somebody else.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PAGES, apply, begin, composed, deployLocal, loggedIn, sql } from './applicant.mjs';
import { Client } from './client.mjs';
import { NOBODYS, SERVICES, ask, assertRefused, at, changing, doors, standing } from './doors.mjs';
import { send } from './signer.mjs';
import { claims, resigned } from './token.mjs';

const ADAM = 'adam@2120000035';
const has = (service) => SERVICES.includes(service);

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

describe('a door for those who are logged in', () => {
	for (const door of doors.filter((one) => one.audience !== 'nobody'))
		test(`${door.name} is closed without a login, and to the wrong kind of login`, async () => {
			for (const client of [new Client(), door.audience === 'staff' ? anna : klara]) {
				const page = await ask(client, door);
				assertRefused(page, 401, door.path, 'login-needed');
				if (!door.path.startsWith('/api/')) assert.match(page.text, /<form method="post" action="\/eid\/login">/);
			}
		});
});

describe('what belongs to somebody', () => {
	// For every door whose path names something: what is there, and who has no right to it.
	let adam, draft, reference, unsigned, version, proposed;
	before(async () => {
		draft = (await begin(anna, 'Elias')).slice('/utkast/'.length);
		reference = await apply(anna);
		unsigned = await send(anna);
		({ version } = current());
		deployLocal('blankett', 'person', 'grant', ADAM, 'caseworker', 'annan');
		adam = await loggedIn('adam', 'staff');
	});
	after(() => {
		deployLocal('blankett', 'person', 'revoke', ADAM, 'caseworker', 'annan');
		sql("delete from core.role_proposal where state = 'waiting'");
	});

	const fields = (form) => ({ body: new URLSearchParams(form).toString() });
	const drafts = { owner: () => anna, stranger: () => bertil, status: 404 };
	const signs = { ...drafts, objects: () => [unsigned] }; // the other guardian is not asked before the applicant has signed
	const cases = { owner: () => klara, stranger: () => adam, status: 404 };
	const person = () => [sql("select person from core.staff where given_name = 'Klara'")];
	const role = { role: 'caseworker', queue: 'skolskjuts' };
	const staff = { owner: () => adam, stranger: () => klara, status: 403, service: 'admin' };
	// What alma proposes for klara.
	const proposal = () => [proposed ??= sql(`insert into core.role_proposal (municipality, person, role, queue, form, area, proposed_by)
		select k.municipality, k.person, 'admin', '', '', '', a.person from core.staff k, core.staff a where k.given_name = 'Klara' and a.given_name = 'Alma'
		returning proposal`)];
	const forms = { owner: () => adam, stranger: () => klara, status: 403, service: 'admin' };
	const current = () => {
		const [version, sha256] = sql("select version, sha256 from core.form_version where form = 'skolskjuts' and state = 'published' order by place desc limit 1").split('|');
		return { version, sha256 };
	};
	const mine = () => [draft], sent = () => [reference], queue = () => ['skolskjuts'], form = () => ['skolskjuts', version];
	const OWNED = {
		'GET /utkast/{}': { ...drafts, objects: mine },
		'GET /utkast/{}/{}': { ...drafts, objects: () => [draft, 'lasar'] },
		'POST /utkast/{}/{}': { ...drafts, objects: () => [draft, 'lasar'], ...fields({ revision: '1', ...PAGES.lasar }) },
		'POST /utkast/{}/skicka': { ...drafts, objects: mine, ...fields({ revision: '1', '/forsakran': 'true' }) },
		'GET /utkast/{}/radera': { ...drafts, objects: mine },
		'POST /utkast/{}/radera': { ...drafts, objects: mine, status: 303 }, // as of a draft that is gone already
		'GET /kvittens/{}': { ...drafts, objects: sent },
		'GET /mina/{}': { ...drafts, objects: sent },
		'GET /underskrift/{}': signs,
		'GET /underskrift/{}/nej': signs,
		'POST /underskrift/{}/nej': { ...signs, ...fields({ skal: 'Nej' }) },
		'GET /underskrift/{}/aterkalla': signs,
		'POST /underskrift/{}/aterkalla': { ...signs, ...fields({}) },
		'GET /underskrift/{}/papper': signs,
		'GET /api/v1/cases/{}': { ...drafts, objects: sent },
		'GET /handlaggare/ko/{}': { ...cases, objects: queue },
		'POST /handlaggare/ko/{}/ta': { ...cases, objects: queue },
		'GET /handlaggare/arende/{}': { ...cases, objects: sent },
		'GET /handlaggare/arende/{}/{}': { ...cases, objects: () => [reference, 'start'] },
		'POST /handlaggare/arende/{}/{}': { ...cases, objects: () => [reference, 'start'], ...fields({ version: '1' }) },
		'GET /api/v1/queues/{}/cases': { ...cases, objects: queue },
		'POST /api/v1/queues/{}/claim': { ...cases, objects: queue },
		'POST /api/v1/cases/{}/events': { ...cases, objects: sent, body: '{"event":"start"}', headers: { 'if-match': '"1"' } },
		'GET /admin/formular/{}/{}': { ...forms, objects: form },
		'GET /admin/formular/{}/{}/definition': { ...forms, objects: form },
		'GET /admin/formular/{}/{}/sida/{}': { ...forms, objects: () => [...form(), 'lasar'] },
		'POST /admin/formular/{}/{}/publicera': { ...forms, objects: form },
		'GET /admin/formular/{}/{}/radera': { ...forms, objects: form },
		'POST /admin/formular/{}/{}/radera': { ...forms, objects: form },
		'PUT /api/v1/admin/forms/{}': { ...forms, objects: form, body: JSON.stringify({ ...composed(), version: '99.0.0' }) },
		'POST /api/v1/admin/forms/{}/publish': { ...forms, objects: form, body: JSON.stringify(current()) },
		'GET /admin/personal/{}': { ...staff, objects: person },
		'GET /admin/personal/{}/roll': { ...staff, objects: person },
		'POST /admin/personal/{}/roll': { ...staff, objects: person, ...fields({ roll: 'admin///' }) },
		'GET /admin/personal/{}/ta-bort': { ...staff, objects: person },
		'POST /admin/personal/{}/ta-bort': { ...staff, objects: person, ...fields({ roll: 'caseworker/skolskjuts//' }) },
		'GET /admin/personal/forslag/{}/{}': { ...staff, objects: () => [...proposal(), 'godkann'] },
		'POST /admin/personal/forslag/{}/{}': { ...staff, objects: () => [...proposal(), 'godkann'] },
		'GET /api/v1/admin/staff/{}': { ...staff, objects: person },
		'POST /api/v1/admin/staff/{}/proposals': { ...staff, objects: person, body: JSON.stringify(role) },
		'POST /api/v1/admin/staff/{}/take': { ...staff, objects: person, body: JSON.stringify(role) },
		'POST /api/v1/admin/proposals/{}': { ...staff, objects: proposal, body: '{"decision":"approved"}' },
	};
	const EVERYBODYS = [
		'GET /tjanst/{}', 'GET /tjanst/{}/barn', 'POST /tjanst/{}/barn', 'GET /api/v1/forms/{}', 'GET /api/v1/forms/{}/schema',
		'POST /api/v1/forms/{}/check', 'POST /api/v1/forms/{}/cases',
	];
	const named = doors.filter((door) => door.path.includes('{}'));
	const blank = (page) => `${page.status} ${page.text.startsWith('{') ? page.text : page.words}`.replace(/[0-9a-f]{32}/g, '');

	test('is listed here for every door whose path names something', () => {
		const known = [...Object.keys(OWNED).filter((name) => has(OWNED[name].service ?? 'citizen')), ...EVERYBODYS];
		assert.deepEqual(named.map((door) => door.name).sort(), known.sort());
	});
	for (const door of named.filter((one) => OWNED[one.name])) {
		const { objects, owner, stranger, status, ...more } = OWNED[door.name];
		test(`${door.name} is closed to who has no right to it, and nothing has happened`, async () => {
			const path = at(door, ...objects());
			const before = await standing();
			const page = await ask(stranger(), door, { path, ...more });
			if (status === 303) assert.equal(page.status, 303);
			else assertRefused(page, status, path);
			assert.deepEqual(await standing(), before);
			if (door.method === 'GET') assert.ok([200, 303].includes((await ask(owner(), door, { path })).status), `${path} for who has a right to it`);
			if (status !== 404) return;
			const [, ...rest] = objects();
			const nothing = await ask(stranger(), door, { path: at(door, NOBODYS, ...rest), ...more });
			assert.equal(blank(page), blank(nothing), 'as if there were nothing');
		});
	}
	test('is not listed for others either', async () => {
		const sam = await loggedIn('sam');
		for (const path of ['/mina', '/api/v1/cases'])
			for (const [client, one] of [[sam, reference], [sam, unsigned], [bertil, unsigned], [bertil, draft]])
				assert.ok(!(await client.get(path)).text.includes(one), `${path} ${one}`);
		assert.deepEqual((await bertil.get('/mina')).links().filter((link) => link.includes(reference)), [`/underskrift/${reference}`], 'told, and shown no more');
		assert.deepEqual((await adam.get('/api/v1/queues')).json.queues.map((one) => one.queue), ['annan']);
		assert.ok(!(await adam.get('/handlaggare')).text.includes('/handlaggare/ko/skolskjuts'));
	});
	test('opens and closes with the role, at the next request', async () => {
		const path = `/handlaggare/arende/${reference}`;
		deployLocal('blankett', 'person', 'grant', ADAM, 'caseworker', 'skolskjuts');
		assert.equal((await adam.get(path)).status, 200);
		deployLocal('blankett', 'person', 'revoke', ADAM, 'caseworker', 'skolskjuts');
		assertRefused(await adam.get(path), 404, path);
	});
});

test('who has no queue, or is no administrator, is told so at the start of the area', async () => {
	const adam = await loggedIn('adam', 'staff');
	for (const path of ['/handlaggare', '/api/v1/queues']) assertRefused(await adam.get(path), 403, path, 'forbidden');
	if (has('admin')) for (const path of ['/admin', '/admin/personal', '/api/v1/admin/forms', '/api/v1/admin/staff']) assertRefused(await klara.get(path), 403, path, 'forbidden');
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
