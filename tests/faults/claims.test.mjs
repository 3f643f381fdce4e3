// Two caseworkers, in three windows each, take the next case until there is none, while workers of blankett-caseworker are killed
// and their database backends ended.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { childNamed, loggedIn } from '../http/applicant.mjs';
import {
	ask, asProgram, assertHealthy, Breaker, chance, Diary, endBackend, insist, killWorker, lines, local, once, Session, slowCommits, spread,
	submitJson, usualCommits,
} from './faults.mjs';

const SEED = 20261224;
const ALL = 60;
const MOST_SHOWN = 50; // of the caseworker's own cases in one list
const COMMIT_US = 40000;
const ADAM = ['adam@2120000035', 'caseworker', 'skolskjuts'];

const assignees = async (references) => new Map((await lines(`select c.reference, s.given_name from core.cases c
	join core.staff s on s.municipality = c.municipality and s.person = c.assignee
	where c.reference in ('${references.join("','")}')`)).map((line) => line.split('|')));

describe('cases that two caseworkers take at the same time', () => {
	const diary = new Diary(), draw = chance(SEED), session = new Session();
	const told = []; // [reference, name]
	const breaker = new Breaker([
		...spread(draw, 4, ALL * 0.8, 'worker killed', () => killWorker('caseworker', draw)),
		...spread(draw, 8, ALL * 0.8, 'backend ended', () => endBackend(session, 'caseworker')),
	]);
	let windows, references;

	async function take({ client, name }, mind) {
		for (;;) {
			const claim = (leave) => once(client, 'POST', '/api/v1/queues/skolskjuts/claim', { headers: asProgram(client), leave });
			const page = await insist(diary, claim, mind());
			if (page.status === 204) return;
			assert.equal(page.status, 200, page.text);
			told.push([page.json.reference, name]);
			breaker.answered();
		}
	}

	before(async () => {
		await local('blankett', 'person', 'grant', ...ADAM);
		// What others left waiting is none of ours.
		await ask(`update core.cases set status = 'investigating' where status = 'received'`);
		const anna = await loggedIn('anna'), alva = await childNamed(anna, 'Alva');
		const keys = Array.from({ length: ALL }, () => randomUUID());
		references = [];
		for (let i = 0; i < ALL; i += 6) {
			const pages = await Promise.all(keys.slice(i, i + 6).map((key) => submitJson(new Diary(), anna, alva, key)));
			references.push(...pages.map((page) => page.json.reference));
		}
		windows = await Promise.all(['klara', 'adam', 'klara', 'adam', 'klara', 'adam'].map(async (who) =>
			({ client: await loggedIn(who, 'staff'), name: who[0].toUpperCase() + who.slice(1) })));
		await slowCommits(COMMIT_US);
	});
	after(async () => {
		session.end();
		await usualCommits();
		await local('blankett', 'person', 'revoke', ...ADAM);
	});

	test('are taken until none waits', async () => {
		await Promise.all(windows.map((one, place) => {
			const mine = chance(SEED * 100 + place);
			return take(one, () => mine.pick([undefined, undefined, undefined, undefined, undefined, undefined, undefined, 15]));
		}));
		// A backend that was ended while others saw an empty queue gave its case back.
		await take(windows[0], () => undefined);
		assert.equal(await ask(`select count(*) from core.cases where status = 'received'`), '0');
		await breaker.finished();
	});
	test('met every fault, and callers who asked again', (t) => {
		t.diagnostic(`${JSON.stringify(breaker.done)}; ${diary}; ${ALL - told.length} cases were taken by someone who was not told`);
		assert.deepEqual(breaker.done, { 'worker killed': 4, 'backend ended': 8 });
		assert.ok(diary.troubles > 0);
	});
	test('are told to one caseworker each, who holds them', async () => {
		const holders = await assignees(references);
		assert.equal(new Set(told.map(([reference]) => reference)).size, told.length, 'told twice');
		for (const [reference, name] of told) assert.equal(holders.get(reference), name, reference);
	});
	test('are all held by one of the two, and were taken once', async () => {
		assert.equal((await assignees(references)).size, ALL);
		assert.deepEqual(await lines(`
			select c.reference, c.status, c.revision, e.n, e.taken, a.n
			from core.cases c,
				lateral (select count(*) as n, count(*) filter (where event = 'start' and person = c.assignee) as taken from core.case_event
					where municipality = c.municipality and case_id = c.case_id) e,
				lateral (select count(*) as n from core.audit where municipality = c.municipality and object = c.reference
					and action = 'case.claim' and person = c.assignee) a
			where c.reference in ('${references.join("','")}')
				and (c.status, c.revision, e.n, e.taken, a.n) <> ('investigating', 2, 2, 1, 1)`), []);
	});
	test('stand in the own list of their holder, also when the answer was lost', async () => {
		const holders = await assignees(references);
		for (const { client, name } of windows.slice(0, 2)) {
			const { mine } = (await client.get('/api/v1/queues')).json.queues.find((one) => one.queue === 'skolskjuts');
			const shown = new Set(mine.map((one) => one.reference));
			const held = references.filter((reference) => holders.get(reference) === name);
			assert.ok(held.length > 0 && held.length <= MOST_SHOWN, `${name} holds ${held.length}`);
			assert.deepEqual(held.filter((reference) => !shown.has(reference)), []);
		}
	});
	test('leave a service that is whole', () => assertHealthy('caseworker', '/handlaggare', windows[0].client));
});
