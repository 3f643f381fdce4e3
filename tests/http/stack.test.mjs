// deploy/local itself: a second stack beside the first, started, stopped and started again with its data, and ended by Ctrl-C.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { apply, loggedIn } from './applicant.mjs';
import { Client } from './client.mjs';

const PORT = Number(process.env.BLANKETT_TEST_PORT) + 10;
const VAR = mkdtempSync('/tmp/blankett-second-');
const others = Object.entries(process.env).filter(([name]) => !name.startsWith('BLANKETT_'));
const env = { ...Object.fromEntries(others), PORT: String(PORT), VAR, WORKERS: '1' };
const local = (...args) => spawnSync('deploy/local', args, { env, encoding: 'utf8' });
const origin = `http://localhost:${PORT}`;
const alive = (pid) => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};
const pids = () => [...local('status').stdout.matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid));

// One question to the second stack's database, as superuser. A published version changes only past its trigger.
const PAST_THE_WALL = 'set session_replication_role = replica;';
const database = (text) => {
	const sockets = /^unix_socket_directories = '(.*)'/m.exec(readFileSync(`${VAR}/database/postgresql.conf`, 'utf8'))[1];
	return execFileSync('psql', ['-XAtq', '-c', text, `host=${sockets} user=postgres dbname=blankett`], { encoding: 'utf8' }).trim();
};

after(() => {
	local('down');
	rmSync(VAR, { recursive: true, force: true });
});

let anna, reference;

test('a second stack runs beside the first, with people and cases of its own', { timeout: 120_000 }, async () => {
	const up = await promisify(execFile)('deploy/local', ['up'], { env, encoding: 'utf8' });
	assert.match(up.stdout, new RegExp(`citizens +${origin}/`));
	assert.match(up.stdout, /anna +Anna Testsson/);
	anna = new Client(origin);
	await anna.login('anna');
	reference = await apply(anna);
	assert.equal((await anna.get(`/mina/${reference}`)).status, 200);
	const same = await loggedIn('anna');
	assert.notEqual((await same.get('/')).url.origin, origin);
	assert.equal(local('status').status, 0);
});

test('starting what runs changes nothing', async () => {
	const before = pids();
	assert.equal(local('up').status, 0);
	assert.deepEqual(pids(), before);
});

test('a port that is taken is told with what to do', () => {
	const taken = spawnSync('deploy/local', ['up'], { env: { ...env, VAR: `${VAR}/other`, PORT: String(PORT - 1) }, encoding: 'utf8' });
	assert.equal(taken.status, 69);
	assert.match(taken.stderr, /port \d+ is taken; choose another: PORT=/);
});

test('stopping ends every process, and the next start has the data, the sessions and the form as it was published', { timeout: 120_000 }, async () => {
	const before = pids();
	// As if the form had been another one when it was published.
	const sha256 = database("select sha256 from core.form_version");
	database(`${PAST_THE_WALL} update core.form_version set sha256 = repeat('a', 64)`);
	assert.equal(before.length, 10);
	assert.equal(local('down').status, 0);
	assert.deepEqual(before.filter(alive), []);
	assert.notEqual(local('status').status, 0);
	const up = await promisify(execFile)('deploy/local', ['up'], { env, encoding: 'utf8' });
	database(`${PAST_THE_WALL} update core.form_version set sha256 = '${sha256}'`);
	assert.match(up.stderr, /forms\/skolskjuts changed; raise the version in forms\/skolskjuts\/form\.json/);
	assert.equal((await anna.get(`/mina/${reference}`)).status, 200);
	local('down');
});

// A terminal sends its signal to the whole group.
async function runUntil(end) {
	const run = spawn('deploy/local', ['run'], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
	const ended = new Promise((resolve) => run.on('exit', resolve));
	await new Promise((resolve) => run.stdout.on('data', (data) => /Ctrl-C stops everything/.test(String(data)) && resolve()));
	const started = pids();
	assert.equal(started.length, 10);
	end(run);
	assert.equal(await ended, 0);
	assert.deepEqual(started.filter(alive), []);
}

test('run follows the log until Ctrl-C, which ends all it started', { timeout: 120_000 }, () =>
	runUntil((run) => process.kill(-run.pid, 'SIGINT')));

test('a terminal that is closed ends it as well', { timeout: 120_000 }, () =>
	runUntil((run) => {
		run.stdout.destroy();
		run.stderr.destroy();
		process.kill(-run.pid, 'SIGHUP');
	}));
