// Guardians send in, by the form and by program, while workers of blankett-citizen are killed, their database backends ended,
// nginx loses its connections and callers hang up half-way. Who is not answered asks again with the same key.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
	ask, assertHealthy, assertOneCaseEach, assertReceipts, Breaker, callers, chance, Diary, endBackend, killNginxWorker, killWorker,
	Session, slowCommits, spread, stream, submitJson, unaccounted, usualCommits,
} from './faults.mjs';

const SEED = 20260818;
const EACH = { byProgram: 20, byForm: 8 };
const ALL = 5 * EACH.byProgram + 3 * EACH.byForm;
const COMMIT_US = 10000;

describe('applications sent in while everything breaks', () => {
	const diary = new Diary(), draw = chance(SEED), session = new Session();
	const breaker = new Breaker([
		...spread(draw, 4, ALL, 'worker killed', () => killWorker('citizen', draw)),
		...spread(draw, 12, ALL, 'backend ended', () => endBackend(session, 'citizen')),
		...spread(draw, 2, ALL, 'nginx worker killed', () => killNginxWorker(draw)),
	]);
	let everyone, before_, client;

	before(async () => {
		everyone = await callers();
		client = everyone[0].client;
		before_ = Number(await ask('select count(*) from core.cases'));
		await slowCommits(COMMIT_US);
	});
	after(async () => {
		session.end();
		await usualCommits();
	});

	test('are all acknowledged in the end', async () => {
		await stream(everyone, diary, breaker, SEED, EACH);
		assert.equal(diary.answers.size, ALL);
	});
	test('met every fault, and callers who asked again', (t) => {
		const later = [...diary.answers.values()].filter(([{ status }]) => status === 200).length;
		t.diagnostic(`${JSON.stringify(breaker.done)}; ${diary}; ${later} were told at a later try what the first had done`);
		assert.deepEqual(breaker.done, { 'worker killed': 4, 'backend ended': 12, 'nginx worker killed': 2 });
		assert.ok(diary.troubles > 0 && diary.broken > 0 && diary.left > 0);
	});
	test('exist once each, under the reference that was told', async () => {
		await assertOneCaseEach(diary);
		assert.equal(Number(await ask('select count(*) from core.cases')), before_ + ALL);
	});
	test('have key, event, message, trail and a number without gaps', async () => assert.deepEqual(await unaccounted(), []));
	test('give the same reference when the key comes again', async () => {
		await usualCommits();
		const programs = everyone.filter(({ draft }) => !draft);
		await Promise.all(programs.map(async ({ client: one, subject }) => {
			const again = new Diary();
			for (const [key, [{ reference }]] of diary.answers) {
				if (diary.holder.get(reference) !== one) continue;
				const page = await submitJson(again, one, subject, key);
				assert.deepEqual([page.status, page.json.reference], [200, reference], page.text);
			}
			assert.equal(again.answers.size, EACH.byProgram);
		}));
		assert.equal(Number(await ask('select count(*) from core.cases')), before_ + ALL);
	});
	test('have a receipt each that the applicant can read', () => assertReceipts(diary));
	test('leave a service that is whole', () => assertHealthy('citizen', '/mina', client));
});
