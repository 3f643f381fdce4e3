// Members of staff: who may do what, given by two administrators, taken by one, and felt at the next request.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { ANSWERS, deployLocal, loggedIn, sql } from './applicant.mjs';
import { Client } from './client.mjs';
import { assertPage, openDesk } from './desk.mjs';

const ALMA = 'alma@2120000035', KLARA = 'klara@2120000035';
const person = (given) => sql(`select person from core.staff where given_name = '${given}'`);
const start = async (who) => {
	const client = new Client();
	await client.login(who, 'staff', '/admin');
	await client.get('/admin/personal');
	return client;
};

let adam, alma, klara, desk, ofKlara;
before(async () => {
	desk = await openDesk('OMR');
	deployLocal('blankett', 'person', 'revoke', KLARA, 'caseworker', desk.queue);
	[adam, alma] = await Promise.all([start('adam'), start('alma')]);
	klara = desk.klara;
	ofKlara = `/admin/personal/${person('Klara')}`;
});
after(() => {
	deployLocal('blankett', 'person', 'grant', KLARA, 'caseworker', desk.queue);
	desk.close();
});

const field = (form = '', area = '') => `caseworker/${desk.queue}/${form}/${area}`;
const propose = (client, roll, omrade = '') => client.post(`${ofKlara}/roll`, { roll, omrade });
// The path of the proposal that waits.
const waiting = () => `/admin/personal/forslag/${sql("select proposal from core.role_proposal where state = 'waiting' order by proposed_at desc limit 1")}`;
const take = (client, roll, of = ofKlara) => client.post(`${of}/ta-bort`, { roll });
const queueOf = async (client) => (await client.get(desk.page)).status;

describe('the list', () => {
	test('has every member of staff with the roles in words', async () => {
		const page = await adam.get('/admin/personal');
		assertPage(page, 200);
		assert.match(page.words, /Inget förslag väntar på ditt svar/);
		assert.match(page.words, /Klara Handläggare klara@2120000035 .*Handläggare, kön skolskjuts/);
		assert.match(page.words, /Alma Administratör alma@2120000035 Administratör/);
		assert.ok(page.links().includes(ofKlara));
		assert.match(page.text, /<a [^>]*href="\/admin\/personal"[^>]* aria-current="page"/);
		assert.doesNotMatch(page.text, /<a [^>]*href="\/admin"[^>]* aria-current="page"/);
		assertPage(await adam.get('/admin/personal?lang=en'), 200, 'en');
		await adam.get('/admin/personal?lang=sv');
	});
	test('is searched by name and id, and says when nobody is found', async () => {
		const found = await adam.get('/admin/personal?sok=KLARA+h');
		assert.match(found.words, /klara@/);
		assert.doesNotMatch(found.words, /alma@/);
		assert.equal(found.field('sok'), 'KLARA h');
		assert.match((await adam.get('/admin/personal?sok=%3Cb%3E')).words, /Ingen medarbetare hittades för ”<b>”/);
		assert.equal((await adam.get(`/admin/personal?sok=${'x'.repeat(101)}`)).status, 400);
	});
	test('is for administrators alone', async () => {
		for (const path of ['/admin/personal', ofKlara, `${ofKlara}/roll`]) assert.equal((await klara.get(path)).status, 403, path);
	});
	test('leads to nobody who is not there', async () => {
		for (const who of ['x', 'forslag', '00000000-0000-7000-8000-00000000dead']) assert.equal((await adam.get(`/admin/personal/${who}`)).status, 404, who);
	});
});

describe('a role', () => {
	test('is proposed by one, approved by another, counts at once, and ends at once', async () => {
		assert.equal(await queueOf(klara), 404);
		const form = await adam.get(`${ofKlara}/roll`);
		assertPage(form, 200);
		assert.match(form.words, /Rollen gäller när en annan administratör har godkänt den/);
		const proposed = await propose(adam, field());
		assert.equal(proposed.location, `${ofKlara}?klart=foreslagen`);
		const told = await adam.get(proposed.location);
		assertPage(told, 200);
		assert.match(told.words, /Förslaget väntar nu på en annan administratör/);
		assert.match(told.words, new RegExp(`Handläggare, kön ${desk.queue} Föreslagen av Adam Admin 20\\d\\d-\\d\\d-\\d\\d. Väntar till`));
		assert.equal(await queueOf(klara), 404, 'a proposal gives nothing');

		assert.match((await alma.get('/admin/personal')).words, /Väntar på dig Klara Handläggare/);
		const mine = await adam.get('/admin/personal');
		assert.match(mine.words, /Inget förslag väntar på ditt svar. Väntar på någon annan Klara Handläggare .*Dra tillbaka/);
		const path = waiting();
		for (const word of ['godkann', 'avsla']) {
			assert.equal((await adam.get(`${path}/${word}`)).status, 403, `${word}: not by who proposed`);
			assert.equal((await adam.post(`${path}/${word}`)).status, 403);
		}
		const other = await start('adam');
		assert.equal((await other.post(`${path}/godkann`)).status, 403, 'nor in another browser');
		assert.equal((await alma.post(`${path}/dra-tillbaka`)).status, 403, 'nor withdrawn by another');
		assert.equal((await alma.get(`${path}/annat`)).status, 404);

		const asked = await alma.get(`${path}/godkann`);
		assertPage(asked, 200);
		assert.match(asked.words, /Vill du godkänna rollen\? .*Namn Klara Handläggare, klara@2120000035 Roll Handläggare, kön .* Föreslagen av Adam Admin/);
		assert.equal(await queueOf(klara), 404, 'asking does nothing');
		const [first, again] = await Promise.all([alma.post(`${path}/godkann`), alma.post(`${path}/godkann`)]);
		for (const page of [first, again]) assert.equal(page.location, `${ofKlara}?klart=godkand`, 'pressed twice is once');
		assert.match((await alma.get(first.location)).words, /Klart Rollen är godkänd och gäller/);
		assert.equal(await queueOf(klara), 200, 'without a new login');

		const ask = await alma.get(`${ofKlara}/ta-bort?roll=${encodeURIComponent(field())}`);
		assertPage(ask, 200);
		assert.match(ask.words, /Vill du ta bort rollen\? Rollen upphör direkt/);
		assert.equal((await take(alma, ask.field('roll'))).location, `${ofKlara}?klart=borttagen`);
		assert.equal(await queueOf(klara), 404, 'gone at the next request');
		assert.equal((await alma.get(`${ofKlara}/ta-bort?roll=${encodeURIComponent(field())}`)).location, ofKlara, 'what is gone is not asked about');
		assert.equal((await take(alma, field())).status, 303, 'nor an error to take again');
		const words = (await alma.get(ofKlara)).words;
		assert.match(words, /Historik .*Borttagen: Handläggare, kön .* Alma Administratör .*Godkänd: .* Alma Administratör .*Föreslagen: .* Adam Admin/);
	});

	test('of one school area shows the cases of its schools alone', async () => {
		const north = await desk.submit();
		const south = await desk.submit({ ...ANSWERS, skola: 'strandskolan' });
		const nowhere = await desk.submit({ ...ANSWERS, skola: 'Någon annan skola' });
		assert.deepEqual([north, south, nowhere].map((reference) => sql(`select area from core.cases where reference = '${reference}'`)), ['Norra', 'Södra', '']);
		assert.match((await adam.get(`${ofKlara}/roll`)).text, /<option value="Norra"/);
		await propose(adam, field(), 'Norra');
		assert.match((await alma.get('/admin/personal')).words, new RegExp(`Handläggare, kön ${desk.queue}, bara skolområdet Norra`));
		await alma.post(`${waiting()}/godkann`);
		const seen = [north, south, nowhere].map(async (reference) => (await klara.get(`/handlaggare/arende/${reference}`)).status);
		assert.deepEqual(await Promise.all(seen), [200, 404, 404]);
		const page = await klara.get(desk.page);
		assert.ok(page.text.includes(north) && !page.text.includes(south) && !page.text.includes(nowhere));
		assert.equal((await klara.api('POST', `${desk.api}/claim`)).json.reference, north);
		assert.equal((await klara.api('POST', `${desk.api}/claim`)).status, 204, 'nothing more waits for her');
		assert.equal((await take(adam, field('', 'Norra'))).status, 303);
		assert.equal((await klara.get(`/handlaggare/arende/${north}`)).status, 404, 'not even the case in her hands');
	});

	test('that is proposed can be declined, or withdrawn, and is asked about first', async () => {
		await propose(adam, 'admin///');
		let path = waiting();
		assert.match((await alma.get(`${path}/avsla`)).words, /Vill du avslå förslaget\?/);
		assert.equal((await alma.post(`${path}/avsla`)).location, `${ofKlara}?klart=avslagen`);
		assert.equal((await klara.get('/admin')).status, 403);
		await propose(adam, 'admin///');
		path = waiting();
		assert.match((await adam.get(`${path}/dra-tillbaka`)).words, /Vill du dra tillbaka förslaget\?/);
		assert.equal((await adam.post(`${path}/dra-tillbaka`)).location, `${ofKlara}?klart=tillbakadragen`);
		const late = await alma.post(`${path}/godkann`);
		assertPage(late, 409);
		assert.match(late.words, /Förslaget kan inte avgöras .*Inget har ändrats nu/);
		assertPage(await alma.get(`${path}/godkann`), 404);
	});

	test('whose proposal is a week old cannot be approved, and is in the history', async () => {
		await propose(adam, 'admin///');
		const path = waiting();
		sql("update core.role_proposal set proposed_at = now() - interval '8 days', expires_at = now() - interval '1 day' where state = 'waiting'");
		assert.match((await alma.get('/admin/personal')).words, /Inget förslag väntar på ditt svar/);
		assertPage(await alma.post(`${path}/godkann`), 409);
		assert.match((await alma.get(ofKlara)).words, /Förslaget fick inget svar i tid: Administratör/);
		assert.equal((await klara.get('/admin')).status, 403);
	});

	test('is not proposed without a choice, where there is none, or twice; the page says what to do', async () => {
		for (const [roll, omrade, status, words] of [
			['', '', 422, /Välj en roll/], ['admin///', 'Norra', 422, /Välj alla skolområden/], ['caseworker/finns-inte//', '', 422, /Rollen finns inte längre/],
			['caseworker/skolskjuts//', 'Västra', 422, /Rollen finns inte längre/], ['king///', '', 422, /Rollen finns inte längre/],
			['caseworker/skolskjuts//', '', 409, /har redan rollen/],
		]) {
			const page = await propose(adam, roll, omrade);
			assertPage(page, status);
			assert.match(page.title, /^Fel: /);
			assert.match(page.errors[0].text, words);
			assert.ok(page.text.includes(`id="${page.errors[0].id}"`), 'the summary leads to the question');
		}
	});

	test('is proposed for nobody who proposes it', async () => {
		const own = `/admin/personal/${person('Adam')}`;
		assert.match((await adam.get(own)).words, /Du kan inte föreslå roller för dig själv/);
		for (const page of [await adam.get(`${own}/roll`), await adam.post(`${own}/roll`, { roll: field(), omrade: '' })]) assert.equal(page.status, 403);
	});
});

test('the last administrator cannot leave', async () => {
	const [ofAdam, ofAlma] = [person('Adam'), person('Alma')].map((id) => `/admin/personal/${id}`);
	// Who has a role elsewhere is let in there and nowhere else; who has none is let in nowhere.
	const closed = (name) => (sql(`select 1 from core.role where person = '${person(name)}' limit 1`) ? 403 : 401);
	try {
		assert.match((await adam.get(`${ofAdam}/ta-bort?roll=admin%2F%2F%2F`)).words, /Det här är din egen roll som administratör/);
		assert.equal((await take(adam, 'admin///', ofAlma)).status, 303);
		assert.equal((await alma.get('/admin/personal')).status, closed('Alma'), 'the other one is none at the next request');
		const page = await take(adam, 'admin///', ofAdam);
		assertPage(page, 409);
		assert.match(page.errors[0].text, /Du är den enda administratören/);
		deployLocal('blankett', 'person', 'grant', ALMA, 'admin');
		assert.equal((await alma.get('/admin/personal')).status, 200);
		assert.equal((await take(adam, 'admin///', ofAdam)).location, '/', 'with another one there, it is allowed');
		assert.equal((await adam.get('/admin')).status, closed('Adam'));
	} finally {
		for (const one of ['adam@2120000035', ALMA]) deployLocal('blankett', 'person', 'grant', one, 'admin');
	}
});

describe('programs', () => {
	const api = `/api/v1/admin/staff`;
	test('list, propose, decide and take as the pages do', async () => {
		const { staff, waiting: none } = (await adam.api('GET', `${api}?search=klara`)).json;
		assert.deepEqual(none, []);
		assert.deepEqual(staff.map((one) => one.staff_id), [KLARA]);
		const one = `${api}/${staff[0].person}`, role = { role: 'caseworker', queue: 'skolskjuts', area: 'Södra' };
		const proposed = await adam.api('POST', `${one}/proposals`, role);
		assert.equal(proposed.status, 201, proposed.text);
		assert.equal((await adam.api('POST', `${one}/proposals`, role)).status, 409);
		const path = `/api/v1/admin/proposals/${proposed.json.proposal}`;
		assert.equal((await adam.api('POST', path, { decision: 'approved' })).status, 403);
		assert.equal((await alma.api('POST', path, { decision: 'maybe' })).status, 422);
		assert.equal((await alma.api('POST', path, {})).status, 400);
		assert.deepEqual((await alma.api('POST', path, { decision: 'approved' })).json, { person: staff[0].person, state: 'approved' });
		const read = (await alma.api('GET', one)).json;
		assert.ok(read.roles.some((held) => held.queue === 'skolskjuts' && held.area === 'Södra'), JSON.stringify(read.roles));
		assert.deepEqual(read.history.slice(0, 2).map(({ event, by }) => [event, by]), [['approved', 'Alma Administratör'], ['proposed', 'Adam Admin']]);
		assert.deepEqual((await alma.api('POST', `${one}/take`, role)).json, { taken: true });
		assert.deepEqual((await alma.api('POST', `${one}/take`, role)).json, { taken: false });
	});
	test('are refused by kind', async () => {
		const one = `${api}/${person('Klara')}`;
		for (const [path, body, status] of [[`${one}/proposals`, '[]', 400], [`${one}/proposals`, { role: 7 }, 400], [`${one}/proposals`, { role: 'king' }, 422],
			[`${one}/proposals`, {}, 422], [`${one}/take`, '"x"', 400], [`${api}/x/proposals`, { role: 'admin' }, 404], ['/api/v1/admin/proposals/x', { decision: 'approved' }, 404]])
			assert.equal((await adam.api('POST', path, body)).status, status, `${path} ${JSON.stringify(body)}`);
		assert.equal((await klara.api('GET', api)).status, 403);
	});
});

describe('the command line', () => {
	const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BLANKETT_')));
	const run = (...words) => spawnSync('deploy/local', ['blankett', 'person', ...words], {
		encoding: 'utf8', env: { ...environment, PORT: process.env.BLANKETT_TEST_PORT, VAR: process.env.BLANKETT_TEST_VAR } });

	test('gives and takes roles with their scopes, and lists them', async () => {
		assert.equal(run('grant', KLARA, 'caseworker', desk.queue, '--form', desk.queue, '--area', 'Södra').status, 0);
		assert.match(run('list').stdout, new RegExp(`^klara@2120000035\tKlara Handläggare.*\tcaseworker ${desk.queue} --form ${desk.queue} --area "Södra"`, 'm'));
		assert.equal(await queueOf(klara), 200);
		assert.equal(run('revoke', KLARA, 'caseworker', desk.queue).status, 1, 'another role');
		assert.equal(run('revoke', KLARA, 'caseworker', desk.queue, '--area', 'Södra', '--form', desk.queue).status, 0);
		assert.equal(await queueOf(klara), 404);
		assert.match((await adam.get(ofKlara)).words, /Borttagen: Handläggare, kön .*, bara tjänsten .*, bara skolområdet Södra Driften/);
	});
	test('says how it is used', () => {
		for (const words of [[], ['grant', KLARA, 'king', 'x'], ['grant', KLARA, 'caseworker', '--form', 'x'], ['grant', KLARA, 'admin', '--area', 'x'],
			['grant', KLARA, 'caseworker', 'x', '--area'], ['grant', KLARA, 'caseworker', 'x', 'y'], ['enable', 'a', 'b']])
			assert.equal(run(...words).status, 64, words.join(' '));
		for (const verb of ['disable', 'enable']) assert.equal(run(verb, 'ingen@x').status, 1);
	});
	test('shuts somebody out at the next request, and lets in again by a new login', async () => {
		const here = await loggedIn('klara', 'staff');
		after(() => run('enable', KLARA)); // whatever fails here, others need her
		assert.equal((await here.get('/handlaggare')).status, 200);
		assert.equal(run('disable', KLARA).status, 0);
		assert.equal((await here.get('/handlaggare')).status, 401);
		assert.equal((await here.api('GET', '/api/v1/queues')).status, 401);
		await assert.rejects(loggedIn('klara', 'staff'), /403/);
		assert.match((await adam.get(ofKlara)).words, /Avstängd .*kan inte logga in/);
		assert.equal((await adam.post(`${ofKlara}/roll`, { roll: 'admin///', omrade: '' })).status, 409);
		assert.match(run('list').stdout, /^klara@2120000035\tKlara Handläggare\tdisabled/m);
		assert.equal(run('enable', KLARA).status, 0);
		assert.equal((await here.get('/handlaggare')).status, 401, 'the old session stays over');
		assert.equal((await (await loggedIn('klara', 'staff')).get('/handlaggare')).status, 200);
	});
});
