// PostgreSQL dies while people send in: first one backend, which takes the others with it, then the whole of it, and the service
// with it. deploy/local up makes all of it well, and everything that was acknowledged is there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
	ask, assertHealthy, assertOneCaseEach, assertReceipts, Breaker, callers, Diary, lines, local, pidOf, slowCommits, stream, unaccounted,
	until, usualCommits, VAR,
} from './faults.mjs';

const SEED = 20261018;
const EACH = { byProgram: 10, byForm: 4 };
const ALL = 5 * EACH.byProgram + 3 * EACH.byForm;
const COMMIT_US = 5000;

const databaseLog = () => readFileSync(join(VAR, 'log/database.log'), 'utf8');
const recoveries = () => databaseLog().match(/automatic recovery in progress/g)?.length ?? 0;

// As a crash or the kernel's memory killer does it; PostgreSQL ends the others and recovers by itself.
async function killOneBackend() {
	const before_ = recoveries();
	const [pid] = await lines(`select pid from pg_stat_activity where usename = 'blankett_citizen'
		order by state = 'active' desc, query_start limit 1`);
	process.kill(Number(pid), 'SIGKILL');
	await until('the recovery', () => recoveries() > before_);
	return true;
}

// The postmaster and all of its children end at once, without a word to the disk, and so does the parent of the service's workers,
// which would have started them again.
async function killDatabaseAndService() {
	const pid = pidOf('database');
	process.kill(pid, 'SIGQUIT');
	process.kill(pidOf('citizen'), 'SIGKILL');
	await until('the end of the database', () => !existsSync(`/proc/${pid}`));
	await local('up');
	return true;
}

describe('applications sent in while the database dies', () => {
	const diary = new Diary();
	const breaker = new Breaker([
		{ at: 8, what: 'backend crashed', act: killOneBackend },
		{ at: 30, what: 'database and service killed', act: killDatabaseAndService },
	]);
	let everyone, before_, recovered;

	before(async () => {
		everyone = await callers();
		before_ = Number(await ask('select count(*) from core.cases'));
		recovered = recoveries();
		await slowCommits(COMMIT_US);
	});
	after(usualCommits);

	test('are all acknowledged in the end', async () => {
		await stream(everyone, diary, breaker, SEED, EACH);
		assert.equal(diary.answers.size, ALL);
	});
	test('met two crashes that the log had to heal, and callers who asked again', (t) => {
		t.diagnostic(`${JSON.stringify(breaker.done)}; ${diary}`);
		assert.deepEqual(breaker.done, { 'backend crashed': 1, 'database and service killed': 1 });
		assert.equal(recoveries(), recovered + 2);
		assert.ok(diary.unavailable > 0);
	});
	test('exist once each, under the reference that was told', async () => {
		await assertOneCaseEach(diary);
		assert.equal(Number(await ask('select count(*) from core.cases')), before_ + ALL);
	});
	test('have key, event, message, trail and a number without gaps', async () => assert.deepEqual(await unaccounted(), []));
	test('have a receipt each that the applicant can read', () => assertReceipts(diary));
	test('leave a service that is whole', () => assertHealthy('citizen', '/mina', everyone[0].client));
});
