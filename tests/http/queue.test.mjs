// Queues: what a caseworker meets after the login, walking a queue page by page, and taking the next case.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { count, sql } from './applicant.mjs';
import { Client } from './client.mjs';
import { assertPage, caseRow, fields, openDesk } from './desk.mjs';
import { NOBODYS, assertRefused } from './doors.mjs';

let desk, klara, adam;
before(async () => {
	desk = await openDesk('KO');
	({ klara, adam } = desk);
});
after(() => desk.close());

const several = async (n) => {
	const references = [];
	for (let i = 0; i < n; i++) references.push(await desk.submit());
	return references;
};
const clear = () => sql(`update core.cases set status = 'closed', assignee = null where queue = '${desk.queue}'`);
const waiting = () => fields(`select reference from core.cases where queue = '${desk.queue}' and status = 'received' order by due_at, case_id`);
const take = (client) => client.post(`${desk.page}/ta`);
const claim = (client) => client.api('POST', `${desk.api}/claim`);

// Page after page until there is no next; between(i) happens after the i-th.
async function walk(limit, between = () => {}) {
	const pages = [];
	for (let cursor = ''; cursor !== null; ) {
		const page = await klara.get(`${desk.api}/cases?limit=${limit}${cursor && `&cursor=${cursor}`}`);
		assert.equal(page.status, 200, page.text);
		pages.push(page.json.cases.map((one) => one.reference));
		cursor = page.json.next;
		await between(pages.length);
	}
	return pages;
}

test('every status in which there is something to do can be listed', async () => {
	const page = await desk.klara.get(desk.page);
	const listed = page.links().filter((link) => link.startsWith(`${desk.page}?status=`)).map((link) => link.split('=')[1]);
	assert.deepEqual(listed.sort(), ['appealed', 'closed', 'communicated', 'completion_requested', 'decided', 'executed', 'investigating',
		'received', 'suspended', 'withdrawn']);
});

describe('after the login', () => {
	test('the own queues are there, and what to do', async () => {
		const fresh = new Client();
		const landed = await fresh.login('klara', 'staff');
		assert.ok(landed.links().includes('/handlaggare'));
		const page = await fresh.get('/handlaggare');
		assertPage(page, 200);
		assert.match(page.title, /^Köer och mina ärenden/);
		assert.ok(page.links().includes(desk.page));
		assert.ok((await klara.get('/api/v1/queues')).json.queues.some((one) => one.queue === desk.queue));
	});
	test('an empty queue says so in words, and to a program without any', async () => {
		assert.match((await klara.get('/handlaggare')).words, /Inget ärende väntar i kön\./);
		const taken = await take(klara);
		assert.deepEqual([taken.status, taken.location], [303, '/handlaggare?tomt=1']);
		assert.match((await klara.follow(taken)).words, /Det fanns inget ärende att ta\. Kön är tom, eller så hann någon annan före\./);
		assert.match((await klara.get(desk.page)).words, /Det finns inga ärenden med den här statusen\./);
		const claimed = await claim(klara);
		assert.deepEqual([claimed.status, claimed.text], [204, '']);
		assert.deepEqual((await klara.get(`${desk.api}/cases`)).json, { cases: [], next: null });
	});
});

describe('a queue', () => {
	before(async () => {
		await several(9);
		// Deadlines as they come: some together, some a microsecond apart, and not in the order of arrival.
		sql(`with c as (select case_id, row_number() over (order by case_id) as n from core.cases where queue = '${desk.queue}')
			update core.cases set due_at = timestamptz '2026-12-01 12:00:00.000001+00' + (array[4, 2, 2, 2, 0, 0, 1, 1, 3])[c.n] * interval '1 microsecond'
			from c where cases.case_id = c.case_id`);
	});
	after(clear);

	for (const limit of [1, 2, 3, 4, 8, 9, 10, 100])
		test(`is walked to its end in pages of ${limit}, in the order of deadlines, without a case twice or missing`, async () => {
			const pages = await walk(limit);
			assert.deepEqual(pages.flat(), waiting());
			assert.deepEqual(pages.slice(0, -1).filter((page) => page.length !== limit), []);
			assert.ok(pages.at(-1).length > 0);
		});
	test('is walked without a case twice or missing when others come and go in between', async () => {
		const there = waiting(), passed = [...there], added = [];
		const pages = await walk(2, async (page) => {
			if (page > 3) return;
			added.push(await desk.submit());
			sql(`update core.cases set due_at = timestamptz '2026-12-01' where reference = '${added.at(-1)}' and ${page} = 2`); // before where we are
			sql(`update core.cases set status = 'investigating' where reference = '${passed[page - 1]}'`); // met already
		});
		const seen = pages.flat();
		assert.equal(new Set(seen).size, seen.length, 'none twice');
		assert.deepEqual(there.filter((reference) => !seen.includes(reference)), []);
		assert.ok(seen.includes(added[0]) && seen.includes(added[2]), 'what came behind is met later');
		assert.ok(!seen.includes(added[1]), 'what came before is not');
	});
	test('refuses a cursor that is none of ours', async () => {
		for (const cursor of ['x', '1', `.${NOBODYS}`, `x.${NOBODYS}`, `-1.${NOBODYS}`, `${'9'.repeat(18)}.${NOBODYS}`, `1.${NOBODYS}x`, "1.'", '%25', `1.${NOBODYS.toUpperCase()}`])
			for (const path of [`${desk.api}/cases`, desk.page]) {
				const at = `${path}?cursor=${encodeURIComponent(cursor)}`;
				assertRefused(await klara.get(at), 400, at, 'bad-request');
			}
		assert.deepEqual((await klara.get(`${desk.api}/cases?cursor=${'9'.repeat(17)}.${NOBODYS}`)).json, { cases: [], next: null });
	});
	test('takes a limit from 1 to 100', async () => {
		for (const limit of ['0', '-1', '101', 'x', '1e1', '1.5', ' 1', '99999999999999999999']) {
			const path = `${desk.api}/cases?limit=${encodeURIComponent(limit)}`;
			assertRefused(await klara.get(path), 400, path, 'bad-request');
		}
		for (const limit of [1, 100]) assert.equal((await klara.get(`${desk.api}/cases?limit=${limit}`)).status, 200);
	});
	test('shows the status that is asked for, and no other', async () => {
		const { reference } = (await claim(klara)).json;
		const shown = async (status) => (await klara.get(`${desk.api}/cases?status=${status}`)).json.cases.map((one) => one.reference);
		assert.ok((await shown('investigating')).includes(reference));
		assert.ok(!(await shown('received')).includes(reference));
		assert.deepEqual(await shown('decided'), []);
		const page = await klara.get(`${desk.page}?status=investigating`);
		assertPage(page, 200);
		assert.match(page.text, /<a class="govuk-link" aria-current="page" href="[^"]*status=investigating">/);
		assert.ok(page.links().includes(`/handlaggare/arende/${reference}`));
		assert.ok(page.words.includes('Klara Handläggare'));
		for (const path of [`${desk.api}/cases?status=x`, `${desk.page}?status=RECEIVED`]) assertRefused(await klara.get(path), 400, path, 'bad-request');
	});
	test('does not name a child with protected identity', async () => {
		const reference = await desk.submit();
		const path = `${desk.page}?cursor=0.${NOBODYS}`;
		assert.match((await klara.get(path)).words, /Alva Testsson/);
		sql("update core.person set protected = true where given_name = 'Alva'");
		try {
			for (const at of [path, '/handlaggare', `/handlaggare/arende/${reference}`, `${desk.api}/cases`, '/api/v1/queues']) assert.ok(!(await klara.get(at)).text.includes('Alva'), at);
			assert.match((await klara.get(path)).words, /Namn visas inte/);
		} finally {
			sql("update core.person set protected = false where given_name = 'Alva'");
		}
	});
});

describe('the pages of a queue', () => {
	before(() => several(30));
	after(clear);

	test('show 25 cases each with a way on, and together all', async () => {
		const cases = (page) => page.links().filter((link) => link.startsWith('/handlaggare/arende/')).map((link) => link.split('/').pop());
		const first = await klara.get(desk.page);
		assertPage(first, 200);
		const [, next] = /rel="next" href="([^"]*)"/.exec(first.text);
		const second = await klara.get(next.replaceAll('&amp;', '&'));
		assertPage(second, 200);
		assert.equal(cases(first).length, 25);
		assert.deepEqual([...cases(first), ...cases(second)], waiting());
		assert.doesNotMatch(second.text, /rel="next"/);
	});
	test('are in English for who reads English', async () => {
		adam.language = 'en';
		try {
			for (const [path, words] of [['/handlaggare', 'Queues and my cases'], ['/handlaggare?tomt=1', 'There was no case to take.'], [desk.page, 'Next page']]) {
				const page = await adam.get(path);
				assertPage(page, 200, 'en');
				assert.ok(page.words.includes(words), words);
				assert.doesNotMatch(page.words, /Ärende|Köer|Inkommen|Beslut senast/);
			}
		} finally {
			adam.language = 'sv';
		}
	});
});

describe('taking the next case', () => {
	after(clear);
	test('gives the one that is due first, to whoever takes it', async () => {
		const [reference] = (await several(2)).reverse();
		sql(`update core.cases set due_at = now() - interval '1 day' where reference = '${reference}'`);
		const { version } = caseRow(reference);
		assert.match((await klara.get(desk.page)).words, /Försenat/);
		const taken = await take(klara);
		assert.deepEqual([taken.status, taken.location], [303, `/handlaggare/arende/${reference}`]);
		const row = caseRow(reference);
		assert.deepEqual([row.status, row.version], ['investigating', version + 1]);
		assert.equal(sql(`select given_name from core.staff where person = '${row.assignee}'`), 'Klara');
		assert.ok((await klara.get('/handlaggare')).links().includes(`/handlaggare/arende/${reference}`), 'among the own');
		assert.equal(count(`core.audit where object = '${reference}' and action = 'case.claim' and audience = 'staff'`), 1);
		assert.equal(sql(`select e.event, e.status from core.case_event e join core.cases c using (case_id) where reference = '${reference}' order by number desc limit 1`), 'start|investigating');
	});
	test('twice at the same time gives two different cases, by page and by program', async () => {
		clear();
		const there = await several(4);
		const [one, two] = await Promise.all([take(klara), take(adam)]);
		const [three, four] = await Promise.all([claim(klara), claim(klara)]);
		const taken = [one.location.split('/').pop(), two.location.split('/').pop(), three.json.reference, four.json.reference];
		assert.deepEqual(taken.sort(), there.sort());
	});
	test('by more than there are cases gives each once, and the others nothing', async () => {
		clear();
		const there = await several(5);
		const pages = await Promise.all(Array.from({ length: 12 }, (_, i) => claim(i % 2 ? klara : adam)));
		assert.deepEqual(pages.map((page) => page.status).sort(), [...Array(5).fill(200), ...Array(7).fill(204)]);
		assert.deepEqual(pages.filter((page) => page.status === 200).map((page) => page.json.reference).sort(), there.sort());
	});
});
