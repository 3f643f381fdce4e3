// The citizen's way from the catalogue to the decision, without JavaScript, and every wrong turn on it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PAGES, answer, apply, begin, childNamed, composed, count, fillIn, loggedIn, newFormId, publish, sendIn, sql } from './applicant.mjs';
import { Client } from './client.mjs';

const SERVICE = '/tjanst/skolskjuts';
const NOWHERE = '01890000-0000-7000-8000-00000000dead';

let anna, bertil, sam;
before(async () => {
	[anna, bertil, sam] = await Promise.all([loggedIn('anna'), loggedIn('bertil'), loggedIn('sam')]);
});

const stored = (draft) => JSON.parse(sql(`select answers from core.draft where draft = '${draft.slice('/utkast/'.length)}'`));
const revision = (draft) => Number(sql(`select revision from core.draft where draft = '${draft.slice('/utkast/'.length)}'`));
const caseId = (reference) => sql(`select case_id from core.cases where reference = '${reference}'`);
const heading = (page) => /<h1[^>]*>(.*?)<\/h1>/s.exec(page.text)?.[1].replace(/<[^>]+>/g, '').trim();
const back = (page) => /<a class="govuk-back-link" href="([^"]*)"/.exec(page.text)?.[1];
const ids = (page) => new Set([...page.text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
const technical = /sql|postgres|libpq|plpgsql|core\.|api_citizen|services\/|\.c:\d|stack|errno|SQLSTATE/i;

// Error summary first, links that lead somewhere, the same words at the field, the title, the status.
function assertErrors(page, texts) {
	assert.equal(page.status, 422);
	assert.match(page.title, /^Fel: /);
	assert.deepEqual(page.errors.map((error) => error.text), texts);
	const there = ids(page);
	for (const { id, text } of page.errors) {
		assert.ok(there.has(id), `#${id} exists`);
		assert.ok(page.text.match(/class="govuk-error-message".*?<\/p>/gs)?.some((one) => one.includes(text)), `"${text}" at its field`);
	}
}

function assertRefused(page, status) {
	assert.equal(page.status, status, page.words);
	assert.match(page.headers.get('content-type'), /^text\/html/);
	assert.doesNotMatch(page.words, technical);
	assert.ok(page.headers.get('content-security-policy'));
}

describe('before login', () => {
	test('the catalogue leads to the service', async () => {
		const page = await new Client().get('/');
		assert.equal(page.status, 200);
		assert.equal(heading(page), 'E-tjänster');
		assert.ok(page.links().includes(SERVICE));
	});
	test('a service says what, for whom, what it takes, how long, and what happens with personal data', async () => {
		const page = await new Client().get(SERVICE);
		assert.equal(heading(page), 'Ansök om skolskjuts');
		for (const words of ['Vem kan ansöka?', 'Det här behöver du', 'Hur lång tid tar det?', 'Så använder vi dina personuppgifter', 'skollagen'])
			assert.ok(page.words.includes(words), words);
	});
	test('a service has a login button that leads to the choice of child', async () => {
		const page = await new Client().get(SERVICE);
		assert.match(page.text, /<form method="post"[^>]* action="\/eid\/login"/);
		assert.equal(page.field('return_to'), `${SERVICE}/barn`);
		assert.equal(page.field('audience'), 'citizen');
	});
	test('the login leads there', async () => {
		const someone = new Client();
		const page = await someone.login('anna', 'citizen', `${SERVICE}/barn`);
		assert.equal(page.url.pathname, `${SERVICE}/barn`);
	});
	test('a service is there for someone whose session is over', async () => {
		const gone = await loggedIn('sam');
		const cookie = gone.cookies().get('__Host-sid');
		await gone.post('/eid/logout');
		const stale = new Client();
		stale.cookies().set('__Host-sid', cookie);
		const page = await stale.get(SERVICE);
		assert.equal(page.status, 200);
		assert.equal(page.field('return_to'), `${SERVICE}/barn`);
	});
	test('everything is in English for who wants it, and stays so', async () => {
		const visitor = new Client();
		assert.match((await visitor.get('/?lang=en')).text, /<html[^>]* lang="en"/);
		const page = await visitor.get(SERVICE);
		assert.match(page.text, /<html[^>]* lang="en"/);
		assert.ok(page.words.includes('Who can apply?'));
		assert.ok(!page.words.includes('Vem kan ansöka?'));
	});
	test('the language of the browser is spoken', async () => {
		const visitor = new Client();
		visitor.language = 'en-GB,sv;q=0.5';
		assert.ok((await visitor.get(SERVICE)).words.includes('Who can apply?'));
	});
	for (const [path, title] of [['/tillganglighet', 'Tillgänglighet'], ['/personuppgifter', 'Så behandlar vi personuppgifter'], ['/om-kakor', 'Om kakor']])
		test(`${path} informs`, async () => {
			const page = await new Client().get(path);
			assert.equal(page.status, 200);
			assert.equal(heading(page), title);
		});
	test('what does not exist is not found', async () => {
		for (const path of ['/tjanst/finns-inte', '/finns/inte', '/tjanst', '/utkast']) assertRefused(await new Client().get(path), 404);
	});
});

describe('choosing a child', () => {
	test('offers the children of the register, with name and year of birth', async () => {
		const page = await anna.get(`${SERVICE}/barn`);
		assert.equal(heading(page), 'Vem gäller ansökan?');
		assert.match(page.words, /Alva Testsson Född 2015 Elias Åström Född 2013/);
		assert.ok(!page.text.includes('20150313'), 'no personal number');
	});
	test('choosing nobody is told at the field', async () =>
		assertErrors(await anna.post(`${SERVICE}/barn`, {}), ['Välj vem ansökan gäller']));
	test('someone who is not offered cannot be chosen', async () => {
		const elsa = sql("select person from core.person where personal_number = '200902022383'");
		for (const subject of [NOWHERE, elsa, 'x', "' or 1=1"])
			assertErrors(await anna.post(`${SERVICE}/barn`, { subject }), ['Välj vem ansökan gäller']);
	});
	test('who has no children is told what to do instead', async () => {
		const page = await sam.get(`${SERVICE}/barn`);
		assert.equal(page.status, 200);
		assert.equal(heading(page), 'Vi hittar inget barn som du kan ansöka för');
		assert.ok(!page.text.includes('name="subject"'));
	});
	test('a pupil of 17 applies without a guardian', async () => {
		const elsa = await loggedIn('elsa');
		assert.match((await elsa.get(`${SERVICE}/barn`)).words, /Elsa Testdotter Född 2009/);
	});
	test('the second window finds the draft of the first', async () => {
		const draft = await begin(anna, 'Elias');
		const again = await anna.post(`${SERVICE}/barn`, { subject: await childNamed(anna, 'Elias') });
		assert.equal(again.location, draft);
	});
	test('the other guardian gets a draft of their own', async () => {
		const draft = await begin(anna, 'Elias');
		assert.notEqual(await begin(bertil, 'Elias'), draft);
	});
});

describe('a child with protected identity', () => {
	before(() => sql("update core.person set protected = true where personal_number = '201302012396'"));
	after(() => sql("update core.person set protected = false where personal_number = '201302012396'"));
	test('can be chosen and is never named', async () => {
		const page = await anna.get(`${SERVICE}/barn`);
		assert.match(page.words, /Barn med skyddade personuppgifter Född 2013/);
		const [subject] = /value="([^"]*)"[^>]*><label[^>]*>Barn med skydd/.exec(page.text)?.slice(1) ?? [];
		const opened = await anna.post(`${SERVICE}/barn`, { subject });
		assert.equal(opened.status, 303);
		const check = await fillIn(anna, opened.location);
		const sent = await sendIn(anna, opened.location, check);
		assert.equal(sent.status, 303);
		const reference = sent.location.slice('/kvittens/'.length);
		for (const path of [`${SERVICE}/barn`, SERVICE, '/mina', `/mina/${reference}`, `/kvittens/${reference}`, '/api/v1/children', '/api/v1/cases', `/api/v1/cases/${reference}`])
			assert.ok(!(await anna.get(path)).text.includes('Elias'), path);
		assert.ok(!check.text.includes('Elias'));
	});
});

describe('filling in', () => {
	test('is one page at a time, with a way back and a count of pages', async () => {
		const draft = await begin(anna);
		const first = await anna.follow(await anna.get(draft));
		assert.equal(first.url.pathname, `${draft}/lasar`);
		assert.match(first.words, /Ansök om skolskjuts · Sida 1 av \d+/);
		assert.match(first.words, /Ansökan gäller Alva Testsson/);
		assert.equal(back(first), '/mina');
		const second = await anna.follow(await answer(anna, `${draft}/lasar`, PAGES.lasar));
		assert.equal(second.url.pathname, `${draft}/skola`);
		assert.match(second.words, /Sida 2 av \d+/);
		assert.equal(back(second), `${draft}/lasar`);
		const again = await anna.get(back(second));
		assert.match(again.text, /value="2026-2027" checked/);
		assert.equal(again.field('/startdatum.year'), PAGES.lasar['/startdatum.year']);
	});
	test('all errors of a page are said at once, and what was typed stays', async () => {
		const draft = await begin(anna);
		const page = await answer(anna, `${draft}/lasar`, { '/startdatum.day': '31', '/startdatum.month': '2', '/startdatum.year': '2026' });
		assertErrors(page, ['Välj vilket läsår ansökan gäller', 'Skriv ett datum som finns, till exempel 18 8 2026']);
		assert.equal(page.field('/startdatum.day'), '31');
		assert.equal(Number(page.field('/startdatum.month')), 2);
		assert.equal(revision(draft), 1, 'nothing is saved');
	});
	test('a check across answers is told at its question', async () => {
		const draft = await begin(anna);
		const page = await answer(anna, `${draft}/lasar`, { ...PAGES.lasar, '/startdatum.day': '1', '/startdatum.year': '1999' });
		assertErrors(page, ['Skriv dagens datum eller ett senare datum']);
		assert.equal(revision(draft), 1, 'nothing is saved');
	});
	test('a warning informs on the check-answers page and does not stop', async () => {
		const draft = await begin(anna);
		const check = await fillIn(anna, draft, { lasar: { ...PAGES.lasar, '/startdatum.day': '1', '/startdatum.year': '2099' } });
		assert.match(check.words, /Bra att veta Datumet då skolskjutsen ska börja ligger utanför det läsår du har valt/);
		assert.equal((await sendIn(anna, draft, check)).status, 303);
	});
	test('errors of an address come in the order of its parts', async () => {
		const draft = await begin(anna);
		for (const page of ['lasar', 'skola', 'boende']) await answer(anna, `${draft}/${page}`, PAGES[page]);
		const page = await answer(anna, `${draft}/adress`, { '/adress/gata': '', '/adress/postnummer': 'x', '/adress/ort': '' });
		assert.deepEqual(page.errors.map(({ id }) => id.replace(/^.*adress[^a-z]*/, '')), ['gata', 'postnummer', 'ort']);
	});
	test('errors are said in the language of the reader', async () => {
		const visitor = await loggedIn('anna');
		visitor.language = 'en';
		const page = await answer(visitor, `${await begin(visitor)}/boende`, {});
		assert.match(page.title, /^Error: /);
		assert.equal(page.errors.length, 1);
		assert.match(page.errors[0].text, /^[A-Z][a-z' ]+/);
		assert.match(page.text, /<html[^>]* lang="en"/);
	});
	test('what is typed is never markup', async () => {
		const draft = await begin(anna);
		const attack = '"><script>alert(1)</script>';
		const page = await answer(anna, `${draft}/adress`, { '/adress/gata': attack, '/adress/postnummer': attack, '/adress/ort': "'&" });
		assert.equal(page.status, 422);
		assert.ok(!page.text.includes('<script>'));
		assert.equal(page.field('/adress/gata'), attack);
	});
	test('an answer of one page opens another, and taking it back removes what was answered there', async () => {
		const draft = await begin(anna);
		await fillIn(anna, draft, {
			boende: { '/boende': 'vaxelvis' },
			adress: { ...PAGES.adress, '/adress2/gata': 'Storgatan 22', '/adress2/postnummer': '134 50', '/adress2/ort': 'Älvstad' },
			veckor: { '/udda_veckor': 'adress1', '/jamna_veckor': 'adress2' },
		});
		assert.equal(stored(draft).adress2.gata, 'Storgatan 22');
		await answer(anna, `${draft}/boende`, PAGES.boende);
		assert.deepEqual(Object.keys(stored(draft)).filter((name) => /adress2|veckor/.test(name)), []);
		assert.equal((await anna.get(`${draft}/veckor`)).status, 303, 'a hidden page leads on');
	});
	test('a draft opens where it was left', async () => {
		const draft = await begin(anna);
		await answer(anna, `${draft}/lasar`, PAGES.lasar);
		assert.equal((await anna.get(draft)).location, `${draft}/skola`);
	});
	test('a draft stands among my cases and on the page of the service', async () => {
		const draft = await begin(anna);
		for (const path of ['/mina', SERVICE]) assert.ok((await anna.get(path)).links().includes(draft), path);
		assert.ok(!(await bertil.get('/mina')).links().includes(draft));
	});
	test('the check-answers page shows every answer in words, with a way to change it and back', async () => {
		const draft = await begin(anna);
		const check = await fillIn(anna, draft);
		assert.equal(check.url.pathname, `${draft}/granska`);
		for (const words of ['2026/27', 'Förskoleklass eller grundskola', 'Årskurs 4', 'Björkskolan', 'Björkvägen 1', 'anna@example.com', 'Alva Testsson'])
			assert.ok(check.words.includes(words), words);
		const change = check.links().find((link) => link.startsWith(`${draft}/kontakt?`));
		assert.equal(back(await anna.get(change)), `${draft}/granska`);
		const changed = await answer(anna, change, { '/kontakt/epost': 'ny@example.com', '/kontakt/mobil': '' });
		assert.equal(changed.location, `${draft}/granska`);
		assert.ok((await anna.get(changed.location)).words.includes('ny@example.com'));
	});
	test('the older of two windows overwrites nothing and is shown what the newer saved', async () => {
		const draft = await begin(anna);
		const older = (await anna.get(`${draft}/boende`)).field('revision');
		await answer(anna, `${draft}/skola`, PAGES.skola);
		await answer(anna, `${draft}/boende`, PAGES.boende);
		const page = await anna.post(`${draft}/boende`, { revision: older, '/boende': 'vaxelvis' });
		assert.equal(page.status, 412);
		assert.match(page.title, /^Fel: Utkastet har ändrats i ett annat fönster/);
		assert.match(page.words, /En adress|en adress|samma adress/i);
		assert.ok(page.links().includes(`${draft}/boende`));
		assert.equal(stored(draft).boende, 'en_adress');
	});
	test('a page that the form does not have is not found', async () => {
		const draft = await begin(anna);
		assertRefused(await anna.get(`${draft}/finns-inte`), 404);
		assertRefused(await anna.post(`${draft}/finns-inte`, { revision: '1' }), 404);
	});
	test('a draft is deleted after a question, and only then', async () => {
		const draft = await begin(anna);
		const question = await anna.get(`${draft}/radera`);
		assert.equal(heading(question), 'Vill du ta bort utkastet?');
		assert.equal((await anna.get(draft)).status, 303, 'still there');
		assert.equal((await anna.post(`${draft}/radera`)).location, '/mina');
		assertRefused(await anna.get(draft), 404);
	});
	test('another person has no door to a draft, not even the other guardian', async () => {
		const draft = await begin(anna);
		for (const other of [bertil, sam]) {
			for (const path of [draft, `${draft}/lasar`, `${draft}/granska`, `${draft}/radera`]) assertRefused(await other.get(path), 404);
			assertRefused(await other.post(`${draft}/lasar`, { revision: '1', ...PAGES.lasar }), 404);
			assertRefused(await other.post(`${draft}/skicka`, { revision: '1', '/forsakran': 'true' }), 404);
			await other.post(`${draft}/radera`);
		}
		assert.deepEqual(stored(draft), { kontakt: { epost: 'anna@example.com' } });
	});
});

describe('a newer version of the form', () => {
	const form = newFormId();
	const definition = (version, label, ageMin = 6) => {
		const one = { ...composed(), id: form, version };
		one.routing = { ...one.routing, series: 'PRV' };
		one.subject = { ...one.subject, ageMin };
		one.texts.sv['/skola'].label = label;
		return one;
	};
	test('leaves a draft on the version it was begun on, to its receipt', async () => {
		publish(definition('1.0.0', 'Skolans namn nu'));
		const draft = await begin(anna, 'Alva', form);
		await answer(anna, `${draft}/lasar`, PAGES.lasar);
		publish(definition('2.0.0', 'Skolans namn sedan'));
		assert.ok((await anna.get(`${draft}/skola`)).words.includes('Skolans namn nu'));
		const sent = await sendIn(anna, draft, await fillIn(anna, draft));
		const reference = sent.location.slice('/kvittens/'.length);
		assert.equal(sql(`select version from core.cases where reference = '${reference}'`), '1.0.0');
		assert.ok((await anna.get(`/mina/${reference}`)).words.includes('Skolans namn nu'));
		const fresh = await begin(anna, 'Alva', form);
		assert.ok((await anna.get(`${fresh}/skola`)).words.includes('Skolans namn sedan'));
	});
	test('with another age limit offers other children', async () => {
		const alva = await childNamed(anna, 'Alva');
		publish(definition('3.0.0', 'Skolans namn', 12));
		const page = await anna.get(`/tjanst/${form}/barn`);
		assert.ok(!page.words.includes('Alva'));
		assert.ok(page.words.includes('Elias'));
		assertErrors(await anna.post(`/tjanst/${form}/barn`, { subject: alva }), ['Välj vem ansökan gäller']);
		publish(definition('4.0.0', 'Skolans namn', 18));
		assert.match((await anna.get(`/tjanst/${form}/barn`)).words, /Tjänsten gäller inte för barn i den ålder/);
	});
});

describe('sending in', () => {
	test('what is missing is said all at once, each with a link to its answer', async () => {
		const draft = await begin(anna);
		const check = await anna.get(`${draft}/granska`);
		const page = await sendIn(anna, draft, check, {});
		assert.ok(page.errors.length >= 10, `${page.errors.length} errors`);
		assertErrors(page, page.errors.map((error) => error.text));
		assert.equal(count(`core.cases c join core.draft d on d.reference = c.reference where d.draft = '${draft.slice(8)}'`), 0);
	});
	test('it must be certified', async () => {
		const draft = await begin(anna);
		const page = await sendIn(anna, draft, await fillIn(anna, draft), {});
		assert.equal(page.errors.length, 1);
		assertErrors(page, page.errors.map((error) => error.text));
		assert.equal(page.errors[0].id, 'f-forsakran');
	});
	test('gives a receipt with a reference, and the case stands among my cases', async () => {
		const draft = await begin(anna);
		const sent = await sendIn(anna, draft, await fillIn(anna, draft));
		assert.equal(sent.status, 303);
		assert.match(sent.location, /^\/kvittens\/SKJ-\d{4}-\d+-\d$/);
		const receipt = await anna.get(sent.location);
		const reference = sent.location.slice('/kvittens/'.length);
		assert.equal(receipt.status, 200);
		assert.ok(receipt.words.includes(reference));
		assert.ok(receipt.links().includes(`/mina/${reference}`));
		const mine = await anna.get('/mina');
		assert.ok(mine.links().includes(`/mina/${reference}`));
		assert.ok(mine.words.includes('Inkommen'));
		assert.ok(!mine.links().includes(draft), 'the draft is gone from the list');
	});
	test('writes case, document, event, audit and outgoing message together', async () => {
		const reference = await apply(anna);
		const id = caseId(reference);
		assert.equal(sql(`select status from core.cases where case_id = '${id}'`), 'received');
		assert.deepEqual(sql(`select kind from core.outbox where case_id = '${id}' and kind !~ 'pdf$' order by kind`).split('\n'),
			['case.received', 'case.shared', 'receipt.submission'], 'the applicant hears of it, the other guardian is told, a receipt is made');
		for (const table of ['case_document', 'case_event', 'idempotency']) assert.equal(count(`core.${table} where case_id = '${id}'`), 1, table);
		assert.equal(count(`core.audit where object = '${reference}' and action = 'case.submit'`), 1);
	});
	test('pressed five times at once gives one case and the same receipt', async () => {
		const draft = await begin(anna);
		const check = await fillIn(anna, draft);
		const cases = count('core.cases');
		const sent = await Promise.all(Array.from({ length: 5 }, () => sendIn(anna, draft, check)));
		assert.deepEqual(new Set(sent.map((page) => page.status)), new Set([303]));
		assert.equal(new Set(sent.map((page) => page.location)).size, 1);
		assert.match(sent[0].location, /^\/kvittens\//);
		assert.equal(count('core.cases'), cases + 1);
	});
	test('the back button leads to the receipt, whatever is pressed there', async () => {
		const draft = await begin(anna);
		const check = await fillIn(anna, draft);
		const { location } = await sendIn(anna, draft, check);
		const cases = count('core.cases');
		assert.equal((await sendIn(anna, draft, check)).location, location);
		for (const path of [draft, `${draft}/granska`, `${draft}/lasar`, `${draft}/radera`]) assert.equal((await anna.get(path)).location, location, path);
		assert.equal((await anna.post(`${draft}/lasar`, { revision: check.field('revision'), ...PAGES.lasar })).location, location);
		await anna.post(`${draft}/radera`);
		assert.equal((await anna.get(draft)).location, location, 'sent in stays sent in');
		assert.equal(count('core.cases'), cases);
	});
	test('a window that shows older answers sends nothing and shows the newer ones', async () => {
		const draft = await begin(anna);
		const older = await fillIn(anna, draft);
		await answer(anna, `${draft}/kontakt`, { '/kontakt/epost': 'ny@example.com', '/kontakt/mobil': '' });
		const page = await sendIn(anna, draft, older);
		assert.equal(page.status, 412);
		assert.ok(page.words.includes('ny@example.com'));
		assert.ok(page.links().includes(`${draft}/granska`));
		assert.equal((await anna.get(draft)).location, `${draft}/granska`);
	});
	test('another person has no door to a receipt or a case, and it looks as if there were none', async () => {
		const reference = await apply(anna);
		const nothing = reference.replace(/\d{6}-\d$/, '999999-0');
		const blank = (page) => page.words.replaceAll(reference, '').replaceAll(nothing, '').replace(/[0-9a-f]{32}/g, '');
		for (const other of [bertil, sam])
			for (const door of ['kvittens', 'mina']) {
				const page = await other.get(`/${door}/${reference}`);
				assertRefused(page, 404);
				assert.equal(blank(page), blank(await other.get(`/${door}/${nothing}`)));
			}
	});
	test('reading a case is logged', async () => {
		const reference = await apply(anna);
		const before = count(`core.audit where object = '${reference}' and action = 'case.read'`);
		await anna.get(`/mina/${reference}`);
		assert.equal(count(`core.audit where object = '${reference}' and action = 'case.read'`), before + 1);
	});
});

describe('a case', () => {
	const decide = (reference, outcome, law, reasons) => {
		const id = caseId(reference);
		sql(`begin;
			update core.cases set status = 'decided', revision = revision + 1 where case_id = '${id}';
			insert into core.case_event (municipality, case_id, number, event, status, audience) values ('0120', '${id}', 2, 'decide', 'decided', 'staff');
			insert into core.decision (municipality, case_id, number, outcome, law, reasons, decided_by, decider)
				values ('0120', '${id}', 2, '${outcome}', '${law}', '${reasons}', gen_random_uuid(), 'Klara Handläggare');
			commit`);
	};
	test('shows its status, its answers in words and when a decision is due', async () => {
		const page = await anna.get(`/mina/${await apply(anna)}`);
		for (const words of ['Inkommen', 'Beslut senast', 'Alva Testsson', 'Björkvägen 1', 'Årskurs 4']) assert.ok(page.words.includes(words), words);
	});
	test('shows the decision with reasons, law, decider and how to appeal', async () => {
		const reference = await apply(anna);
		decide(reference, 'refused', 'sl-10-32', 'Vägen är <kort>.');
		const page = await anna.get(`/mina/${reference}`);
		for (const words of ['Avslag', 'Vägen är <kort>.', '10 kap. 32 § första stycket skollagen', 'Klara Handläggare', 'inom tre veckor från den dag du fick del av beslutet'])
			assert.ok(page.words.includes(words), words);
		assert.ok((await anna.get('/mina')).words.includes('Avslag'));
	});
	test('decided by the law for a chosen school is appealed in another way', async () => {
		const reference = await apply(anna);
		decide(reference, 'refused', 'sl-10-32-2', 'Vald skola.');
		const page = await anna.get(`/mina/${reference}`);
		assert.match(page.words, /laglighetsprövning/);
		assert.doesNotMatch(page.words, /från den dag du fick del av beslutet/);
	});
});

describe('what is sent wrongly', () => {
	let draft;
	before(async () => (draft = await begin(anna)));
	const raw = (body, headers = {}) =>
		anna.request('POST', `${draft}/adress`, {
			body,
			headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', 'x-csrf-token': anna.csrf, ...headers },
		});

	test('in a wrong way is refused, with the right ways named', async () => {
		const page = await anna.request('DELETE', `${draft}/adress`);
		assertRefused(page, 405);
		assert.deepEqual(page.headers.get('allow').split(', ').sort(), ['GET', 'HEAD', 'POST']);
	});
	test('as another type is refused', async () => {
		assertRefused(await raw('{}', { 'content-type': 'application/json' }), 415);
		assertRefused(await raw('a', { 'content-type': 'multipart/form-data; boundary=x' }), 415);
	});
	test('too large is refused', async () => assert.equal((await raw(`a=${'x'.repeat(300 * 1024)}`)).status, 413));
	test('with broken escapes, broken UTF-8 or NUL is refused', async () => {
		for (const body of ['a=%', 'a=%zz', 'a=%ff', 'a=%c3%28', '%2Fadress%2Fgata=a%00b', 'a=%ed%a0%80']) assertRefused(await raw(body), 400);
	});
	test('with thousands of fields is refused', async () => assertRefused(await raw('a=1&'.repeat(3000)), 400));
	test('without the revision that was seen is refused', async () => {
		for (const seen of ['', 'x', '-1', '99999999999999999999']) {
			const page = await anna.post(`${draft}/adress`, { ...(seen ? { revision: seen } : {}), ...PAGES.adress });
			assertRefused(page, 400);
		}
	});
	test('with fields that nobody asked for is taken without them', async () => {
		const page = await answer(anna, `${draft}/adress`, { ...PAGES.adress, '/lasar': '2026-2027', '/hemligt': 'x', '/adress/x': 'y', __proto__: 'z' });
		assert.equal(page.status, 303);
		assert.deepEqual(Object.keys(stored(draft)).sort(), ['adress', 'kontakt']);
	});
	test('to an address that is none of ours is not found', async () => {
		for (const path of ['/utkast/x', "/utkast/'", '/utkast/%F0%9F%98%80/lasar', '/mina/x', '/kvittens/SKJ-2026-000001-x', `/utkast/${NOWHERE}`])
			assertRefused(await anna.get(path), 404);
	});
	test('to a broken address is refused', async () => {
		for (const path of ['/utkast/%ff', '/tjanst/%zz', '/mina/%c3%28']) assert.equal((await anna.get(path)).status, 400, path);
	});
	test('leaves nothing behind', async () => assert.deepEqual(Object.keys(stored(draft)).sort(), ['adress', 'kontakt']));
});
