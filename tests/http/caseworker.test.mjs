// Cases at the caseworker's desk: what is shown, what moves are allowed, and how it is decided, once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ANSWERS, begin, count, loggedIn, publish, readSource, sql } from './applicant.mjs';
import { assertPage, caseRow, move, openDesk } from './desk.mjs';
import { assertRefused } from './doors.mjs';

const REASONS = 'Vägen till skolan är kortare än tre kilometer, och inget annat talar för skolskjuts.';
const DECISION = { event: 'decide', outcome: 'granted', law: 'sl-10-32', reasons: REASONS };
const page = (reference) => `/handlaggare/arende/${reference}`;

let desk, anna, klara, adam, reference, version;
before(async () => {
	desk = await openDesk('ARD');
	({ anna, klara, adam } = desk);
	reference = await desk.submit();
});
after(() => desk.close());

const held = (status = 'investigating', who = 'Klara') => (version = desk.place(reference, status, who));
const decide = (client, form = DECISION, seen = version) => {
	const { event, ...fields } = form;
	return client.post(`${page(reference)}/${event}`, { version: String(seen), ...fields });
};
// Where the case stands, and how many events, decisions and messages it has.
const stood = () => {
	const number = (table) => `(select count(*) from core.${table} o where o.case_id = c.case_id)`;
	const row = sql(`select status, revision, assignee, ${['case_event', 'decision', 'outbox'].map(number).join()} from core.cases c where reference = '${reference}'`);
	const [status, version, assignee, ...counts] = row.split('|');
	return [{ status, version: Number(version), assignee }, ...counts.map(Number)];
};
const audited = (action, who) =>
	count(`core.audit where object = '${reference}' and action = '${action}' and audience = 'staff' and person = (select person from core.staff where given_name = '${who}')`);

describe('a case', () => {
	test('is shown with child, applicant, deadline, holder, answers in words and history', async () => {
		held();
		const shown = await klara.get(page(reference));
		assertPage(shown, 200);
		for (const words of [reference, 'Alva Testsson, född 2015', 'Anna Testsson', 'anna@example.com', 'Beslut senast', 'Klara Handläggare', 'Björkvägen 1', 'Årskurs 4', 'Skicka in · Sökanden', 'Formulärets version 1.0.0'])
			assert.ok(shown.words.includes(words), words);
		assert.ok(!shown.text.includes('20150313'), 'no personal number');
	});
	test('tells what its applicant was told and sent in all the same', async () => {
		const odd = await desk.submit({ ...ANSWERS, startdatum: '2099-08-18' });
		assert.match((await klara.get(page(odd))).words, /Att uppmärksamma Datumet då skolskjutsen ska börja ligger utanför det läsår/);
		assert.ok(!(await klara.get(page(await desk.submit({ ...ANSWERS, lasar: '2027-2028', startdatum: '2027-08-18' })))).words.includes('Att uppmärksamma'));
	});
	test('leads to the other cases of the same child', async () => {
		const other = await desk.submit();
		assert.ok((await klara.get(page(reference))).links().includes(page(other)));
	});
	test('offers the moves that are allowed to who holds it, and none to others', async () => {
		held();
		const moves = (shown) => shown.links().filter((link) => link.startsWith(`${page(reference)}/`)).map((link) => link.split('/').pop()).sort();
		assert.deepEqual(moves(await klara.get(page(reference))), ['communicate', 'decide', 'release', 'request_completion', 'suspend']);
		const shown = await adam.get(page(reference));
		assert.deepEqual(moves(shown), []);
		assert.match(shown.words, /En annan handläggare har ärendet\./);
	});
	test('read is read on the record, by name, each time', async () => {
		const before = [audited('case.read', 'Klara'), audited('case.read', 'Adam')];
		const { headers } = await klara.get(page(reference));
		assert.deepEqual([audited('case.read', 'Klara'), audited('case.read', 'Adam')], [before[0] + 1, before[1]]);
		assert.equal(count(`core.audit where object = '${reference}' and request_id = '${headers.get('x-request-id')}'`), 1);
	});
	test('is in English for who reads English, and so is what it asks', async () => {
		held();
		klara.language = 'en';
		try {
			for (const [path, words] of [[page(reference), ['Events', 'Alva Testsson, born 2015', 'At one address']], [`${page(reference)}/decide`, ['Decide', 'Granted', 'Chapter 10, section 32']]]) {
				const shown = await klara.get(path);
				assertPage(shown, 200, 'en');
				for (const one of words) assert.ok(shown.words.includes(one), one);
				assert.doesNotMatch(shown.words, /Sökande|Svar|Händelser|Besluta|Lagrum|skollagen/);
			}
			const wrong = await decide(klara, { event: 'decide' });
			assertPage(wrong, 422, 'en');
			assert.match(wrong.title, /^Error: /);
		} finally {
			klara.language = 'sv';
		}
	});
	test('shows the words of the form version it was given in, while a new draft has the new ones', async () => {
		const old = desk.definition('1.0.0').texts.sv['/boende'].en_adress;
		const newer = desk.definition('2.0.0');
		newer.texts.sv['/boende'].en_adress = 'Hela tiden på samma adress';
		publish(newer);
		const shown = await klara.get(page(reference));
		assert.ok(shown.words.includes(old) && !shown.words.includes('Hela tiden på samma adress'));
		const draft = await begin(anna, 'Alva', desk.queue);
		const asked = await anna.get(`${draft}/boende`);
		assert.ok(asked.words.includes('Hela tiden på samma adress') && !asked.words.includes(old));
		const next = await klara.get(page(await desk.submit()));
		assert.ok(next.words.includes('Hela tiden på samma adress') && next.words.includes('Formulärets version 2.0.0'));
	});
});

describe('a move', () => {
	// The rows of the one table that code, pages and tests read: [from, event, to, who, own, effects].
	const words = Object.fromEntries([...readSource('services/rules/lifecycle.h').matchAll(/X\((CASE_\w+), "(\w+)"\)/g)].map(([, name, word]) => [name, word]));
	const table = [...readSource('services/rules/lifecycle.c').matchAll(/^\t\{ (CASE_\w+), "(\w+)", (CASE_\w+), ([^,]+), (true|false), ([^}]+) \}/gm)].map(
		([, from, event, to, who, own, effects]) => ({ from: words[from], event, to: words[to], who, own: own === 'true', decides: /DECISION/.test(effects), releases: /RELEASE/.test(effects) }));
	const ours = table.filter((row) => /CASEWORKER/.test(row.who));
	const events = [...new Set(table.map((row) => row.event))];
	const body = (row) => (row.decides ? { ...DECISION, event: row.event } : { event: row.event });

	test('is read off a table that is there', () => assert.ok(ours.length > 15 && events.length > 15));
	for (const status of Object.values(words).filter((word) => word !== 'draft'))
		test(`from ${status} is one of the table's, and every other is 409 and changes nothing`, async () => {
			const mine = ours.filter((row) => row.from === status);
			held(status);
			const before = stood();
			for (const event of events.filter((one) => !mine.some((row) => row.event === one)))
				assertRefused(await move(klara, reference, version, { ...DECISION, event }), 409, '/api/', 'conflict');
			assert.deepEqual(stood(), before);
			for (const row of mine) {
				held(status);
				const moved = await move(klara, reference, version, body(row));
				assert.equal(moved.status, 200, `${row.event}: ${moved.text}`);
				assert.deepEqual(moved.json, { status: row.to, version: version + 1 });
				assert.equal(moved.headers.get('etag').replace(/^W\//, ''), `"${version + 1}"`);
				const now = caseRow(reference);
				assert.deepEqual([now.status, now.version, now.assignee !== ''], [row.to, version + 1, !row.releases], row.event);
			}
		});
	test('that nobody knows is not found', async () => {
		held();
		assertRefused(await move(klara, reference, version, { event: 'nothing' }), 404, '/api/', 'not-found');
		assertRefused(await klara.get(`${page(reference)}/nothing`), 404, page(reference));
		assertRefused(await decide(klara, { event: 'nothing' }), 404, page(reference));
	});
	test('that is not allowed is 409 on paper too, asked or done', async () => {
		held('received', null);
		const before = stood();
		assertRefused(await klara.get(`${page(reference)}/decide`), 409, page(reference));
		assertRefused(await decide(klara), 409, page(reference));
		assert.deepEqual(stood(), before);
	});
	test('of a case that another holds is 409, whatever it is', async () => {
		for (const row of ours) {
			const seen = desk.place(reference, row.from, 'Klara');
			assertRefused(await move(adam, reference, seen, body(row)), 409, '/api/', 'conflict');
			assert.deepEqual(caseRow(reference).status, row.from, row.event);
		}
	});
	test('is asked first, done once, and recorded', async () => {
		held();
		const asked = await klara.get(`${page(reference)}/request_completion`);
		assertPage(asked, 200);
		assert.equal(asked.field('version'), String(version));
		assert.match(asked.words, /Sökanden får ett mejl/);
		const [row, happened, decisions, sent] = stood(), before = audited('case.request_completion', 'Klara');
		const done = await decide(klara, { event: 'request_completion' });
		assert.deepEqual([done.status, done.location], [303, page(reference)]);
		assert.deepEqual(stood(), [{ ...row, status: 'completion_requested', version: version + 1 }, happened + 1, decisions, sent + 1]);
		assert.equal(audited('case.request_completion', 'Klara'), before + 1);
		assert.match((await klara.get(page(reference))).words, /Be om komplettering · Klara Handläggare/);
	});
	test('without the version that was seen is refused', async () => {
		held();
		const before = stood();
		for (const seen of ['', 'x', '0', '-1', '99999999999']) assertRefused(await decide(klara, DECISION, seen), 400, page(reference));
		for (const match of ['', '1', '*', 'W/1', '"x"', '"1", "2"'])
			assertRefused(await klara.api('POST', `/api/v1/cases/${reference}/events`, DECISION, { 'if-match': match }), 400, '/api/', 'bad-request');
		assert.deepEqual(stood(), before);
	});
	test('takes the tag of the last answer as it came, also when nginx has compressed that answer', async () => {
		held();
		const first = await klara.api('POST', `/api/v1/cases/${reference}/events`, { event: 'suspend' }, { 'if-match': `"${version}"`, 'accept-encoding': 'gzip' });
		const tag = first.headers.get('etag');
		assert.equal(tag, `W/"${version + 1}"`);
		assert.equal((await klara.api('POST', `/api/v1/cases/${reference}/events`, { event: 'resume' }, { 'if-match': tag })).status, 200);
		assertRefused(await klara.api('POST', `/api/v1/cases/${reference}/events`, { event: 'suspend' }, { 'if-match': tag }), 412, '/api/', 'stale-version');
	});
	test('of a case that has changed since is 412, says so and leads to the case', async () => {
		held();
		const before = stood();
		for (const seen of [version - 1, version + 1]) {
			const stale = await decide(klara, DECISION, seen);
			assertPage(stale, 412);
			assert.match(stale.title, /^Fel: Ärendet har ändrats sedan du öppnade sidan/);
			assert.ok(stale.links().includes(page(reference)));
			assertRefused(await move(klara, reference, seen, DECISION), 412, '/api/', 'stale-version');
		}
		assert.deepEqual(stood(), before);
	});
});

describe('a decision', () => {
	const FEW_REASONS = 'Välj ett färdigt skäl, eller skriv skälen för beslutet med minst 10 tecken';
	const OTHER_REASON = 'Välj ett färdigt skäl som hör till utgången, eller lämna fältet tomt';
	const wrong = [
		['nothing', {}, { outcome: 'Välj hur du beslutar', law: 'Välj det lagrum som beslutet stöds på', reasons: FEW_REASONS }],
		['no outcome', { ...DECISION, outcome: '' }, { outcome: 'Välj hur du beslutar' }],
		['an outcome nobody has', { ...DECISION, outcome: 'perhaps' }, { outcome: 'Välj hur du beslutar' }],
		['a law the form does not name', { ...DECISION, law: 'sl-1-1' }, { law: 'Välj det lagrum som beslutet stöds på' }],
		['reasons of nine characters', { ...DECISION, reasons: ' ååååååååå ' }, { reasons: FEW_REASONS }],
		['a ready reason of another outcome', { ...DECISION, outcome: 'refused', reason: 'avstand-uppfyllt' }, { reason: OTHER_REASON }],
		['a ready reason that the form has not', { ...DECISION, reason: 'x' }, { reason: OTHER_REASON }],
		['reasons without end', { ...DECISION, reasons: 'å'.repeat(4001) }, { reasons: 'Skriv skälen med högst 4 000 tecken' }],
	];
	for (const [what, form, texts] of wrong)
		test(`with ${what} is 422 with every error at its field, and decides nothing`, async () => {
			held();
			const before = stood();
			const { event: _, ...fields } = form;
			const shown = await decide(klara, { event: 'decide', ...fields });
			assertPage(shown, 422);
			assert.match(shown.title, /^Fel: /);
			assert.deepEqual(shown.errors.map((error) => error.text), Object.values(texts));
			for (const { id, text } of shown.errors) {
				assert.ok(shown.text.includes(` id="${id}"`), `#${id} exists`);
				assert.ok(shown.text.match(/class="govuk-error-message".*?<\/p>/gs).some((one) => one.includes(text)), text);
			}
			const problem = await move(klara, reference, version, { ...fields, event: 'decide' });
			assertRefused(problem, 422, '/api/', 'invalid-answers');
			assert.deepEqual(problem.json.errors.map(({ pointer, text }) => [pointer, text]), Object.entries(texts).map(([name, text]) => [`/${name}`, text]));
			assert.deepEqual(stood(), before);
		});
	const READY = 'Elevens färdväg till den anvisade skolan är så lång att eleven har rätt till skolskjuts.';
	for (const [what, own, whole] of [['alone', '', READY], ['with words of one’s own', 'Vi har mätt vägen.', `${READY}\n\nVi har mätt vägen.`]])
		test(`may rest on a ready reason of the form, ${what}; what is kept is the text`, async () => {
			reference = await desk.submit();
			held();
			assert.ok((await klara.get(`${page(reference)}/decide`)).words.includes(`Beviljad: ${READY}`));
			assert.equal((await decide(klara, { ...DECISION, reason: 'avstand-uppfyllt', reasons: own })).status, 303);
			assert.equal(sql(`select reasons from core.decision join core.cases using (municipality, case_id) where reference = '${reference}'`), whole);
		});
	test('that has errors keeps what was typed, never as markup', async () => {
		held();
		const typed = '"></textarea><script>alert(1)</script>';
		const shown = await decide(klara, { event: 'decide', outcome: 'refused', reasons: typed });
		assert.ok(!shown.text.includes('<script'));
		assert.ok(shown.words.includes(typed));
		assert.match(shown.text, /value="refused" checked/);
		assert.equal(shown.field('version'), String(version));
	});
	for (const [outcome, word, by] of [['granted', 'Beviljad', 'page'], ['refused', 'Avslag', 'program']])
		test(`${outcome} by ${by} is complete, and seen by the applicant`, async () => {
			reference = await desk.submit();
			held();
			const reasons = `${REASONS} <${outcome}>`, form = { ...DECISION, outcome, reasons };
			const done = by === 'page' ? await decide(klara, form) : await move(klara, reference, version, form);
			assert.equal(done.status, by === 'page' ? 303 : 200, done.text);
			const id = `(select case_id from core.cases where reference = '${reference}')`;
			assert.equal(sql(`select outcome, law, reasons, decider from core.decision where case_id = ${id}`), `${outcome}|sl-10-32|${reasons}|Klara Handläggare`);
			assert.equal(sql(`select e.event, e.status, e.audience from core.case_event e where case_id = ${id} order by number desc limit 1`), 'decide|decided|staff');
			assert.equal(count(`core.outbox where case_id = ${id} and kind = 'case.decided'`), 1);
			assert.equal(audited('case.decide', 'Klara'), 1);
			const seen = await anna.get(`/mina/${reference}`);
			for (const text of [word, reasons, '10 kap. 32 § första stycket skollagen', 'Klara Handläggare']) {
				assert.ok((await klara.get(page(reference))).words.includes(text), text);
				assert.ok(seen.words.includes(text), text);
			}
			assert.ok((await anna.get('/mina')).words.includes(word));
			assert.deepEqual((await anna.get(`/api/v1/cases/${reference}`)).json.decision.outcome, outcome);
		});
});

describe('at the same time', () => {
	const once = async (calls, event) => {
		const [, happened] = stood();
		const pages = await Promise.all(calls.map((call) => call()));
		assert.equal(pages.filter((one) => [200, 303].includes(one.status)).length, 1);
		assert.deepEqual(pages.filter((one) => ![200, 303, 409, 412].includes(one.status)).map((one) => one.text), []);
		const [row, now] = stood();
		assert.deepEqual([row.version, now], [version + 1, happened + 1], event);
		return pages;
	};
	test('one decision of many stands, from two windows and by program', async () => {
		reference = await desk.submit();
		held();
		const other = await loggedIn('klara', 'staff');
		const forms = Array.from({ length: 8 }, (_, i) => ({ ...DECISION, outcome: i % 2 ? 'refused' : 'granted', reasons: `${REASONS} ${i}` }));
		const pages = await once(forms.map((form, i) => () => (i < 4 ? decide(i % 2 ? klara : other, form) : move(i % 2 ? klara : other, reference, version, form))), 'decide');
		const winner = pages.findIndex((one) => [200, 303].includes(one.status));
		assert.equal(sql(`select reasons from core.decision where case_id = (select case_id from core.cases where reference = '${reference}')`), forms[winner].reasons);
	});
	test('two who begin with the same case: one has it, and the other cannot decide it', async () => {
		for (let round = 0; round < 5; round++) {
			held('received', null);
			const pages = await once([() => move(klara, reference, version, { event: 'start' }), () => move(adam, reference, version, { event: 'start' })], 'start');
			const [winner, loser] = pages[0].status === 200 ? [klara, adam] : [adam, klara];
			assertRefused(await move(loser, reference, version + 1, DECISION), 409, '/api/', 'conflict');
			assert.equal((await move(winner, reference, version + 1, DECISION)).status, 200);
		}
	});
});
