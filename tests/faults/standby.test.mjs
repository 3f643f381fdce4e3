// "Saved" means: on two machines. A real synchronous standby goes away; until it is back nobody is acknowledged, neither the first
// time nor at a repeat with the same key, not even when the wait of the first was cut short and its rows can be read here already.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { ANSWERS, childNamed, loggedIn } from '../http/applicant.mjs';
import { ask, lines, Session, SOCKETS, unaccounted, until, VAR } from './faults.mjs';

const run = promisify(execFile);
const primary = join(VAR, 'database');
const PG_BIN = join('/usr/lib/postgresql', readdirSync('/usr/lib/postgresql').sort((a, b) => a - b).at(-1), 'bin');
const owner = statSync(primary);
const asOwner = { uid: owner.uid, gid: owner.gid, env: { PATH: process.env.PATH } };

// A copy of the cluster that follows it, by a socket of its own.
class Standby {
	constructor() {
		this.folder = mkdtempSync(join(tmpdir(), 'blankett-standby-'));
		this.data = join(this.folder, 'data');
		this.sockets = join(this.folder, 'run');
		mkdirSync(this.sockets);
		for (const folder of [this.folder, this.sockets]) chownSync(folder, owner.uid, owner.gid);
	}

	async make() {
		const from = `host=${SOCKETS} user=postgres application_name=spare`;
		await run(join(PG_BIN, 'pg_basebackup'), ['-D', this.data, '-d', from, '--checkpoint=fast', '--wal-method=stream', '--write-recovery-conf',
			'--no-sync'], { ...asOwner, cwd: this.folder });
	}

	async start() {
		const settings = { unix_socket_directories: this.sockets, shared_buffers: '16MB', hot_standby: 'on', wal_retrieve_retry_interval: '100ms' };
		const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		this.server = spawn(join(PG_BIN, 'postgres'), ['-D', this.data, ...options], { ...asOwner, cwd: this.folder, stdio: 'ignore' });
		this.gone = new Promise((done) => this.server.on('exit', done));
		const state = `select sync_state from pg_stat_replication where application_name = 'spare'`;
		await until('the standby to follow', async () => (await ask(state)) === 'sync');
	}

	async stop() {
		this.server?.kill('SIGINT');
		await this.gone;
		await until('the primary to notice', async () => (await ask('select count(*) from pg_stat_replication')) === '0');
	}

	// What it knows; it is a little behind what it has on its disk.
	ask = async (text) => (await run('psql', ['-XAtqc', text, `host=${this.sockets} user=postgres dbname=blankett`])).stdout.trim();

	async remove() {
		if (this.server?.exitCode === null) {
			this.server.kill('SIGQUIT');
			await this.gone;
		}
		rmSync(this.folder, { recursive: true, force: true });
	}
}

const caseOf = (key) => `select c.reference from core.idempotency i join core.cases c using (municipality, case_id) where i.key = '${key}'`;
const waiting = () => lines(`select pid from pg_stat_activity where usename = 'blankett_citizen' and wait_event = 'SyncRep'`);
// A backend that waits for the standby in `function` and is none of those.
const another = (known, name = 'case_submit') =>
	until(`a backend that waits for the standby in ${name}`, async () =>
		(await lines(`select pid from pg_stat_activity where usename = 'blankett_citizen' and wait_event = 'SyncRep' and query like '%${name}%'`))
			.find((pid) => !known.includes(pid)));
const visible = (key) => ask(caseOf(key));

test('a repeat writes, though it changes nothing that is told', async () => {
	const anna = await loggedIn('anna');
	const [key, subject] = [randomUUID(), await childNamed(anna, 'Alva')];
	// The session is fresh, so that it is not its own time stamp that is written; services is a call that only reads.
	const session = new Session();
	const said = (await session.ask(`
		update core.session set seen_at = clock_timestamp() where person = (select person from core.person where given_name = 'Anna');
		create function pg_temp.anna() returns core.caller language sql as $$
			select row(municipality, id_hash, person, audience, 'repeat')::core.caller from core.session
			where person = (select person from core.person where given_name = 'Anna') order by created_at desc limit 1 $$;
		create function pg_temp.submit() returns text language sql as $$
			select api_citizen.case_submit(pg_temp.anna(), '${key}', repeat('00', 32), 'skolskjuts', (select version from core.form_version
				where form = 'skolskjuts' and state = 'published' order by place desc limit 1), '${subject}', null, '{}', 'skolskjuts',
				'SKJ', 10, 'sv') $$;
		select pg_temp.submit()::json ->> 'replayed';
		begin;
		select length(api_citizen.services(pg_temp.anna())) > 0;
		select coalesce(pg_current_xact_id_if_assigned()::text, 'reads');
		select pg_temp.submit()::json ->> 'replayed';
		select case when pg_current_xact_id_if_assigned() is null then 'reads' else 'writes' end;
		select pg_current_wal_insert_lsn() as began \\gset
		commit;
		select pg_current_wal_flush_lsn() > :'began'::pg_lsn;
		select hits from core.idempotency where key = '${key}'`)).split('\n');
	session.end();
	assert.deepEqual(said, ['false', 't', 'reads', 'true', 'writes', 't', '1']);
});

describe('while the synchronous standby is away', () => {
	const standby = new Standby(), key = randomUUID();
	let anna, alva, repeat, reference;
	const submit = (under = key) =>
		anna.api('POST', '/api/v1/forms/skolskjuts/cases', { subject: alva, answers: ANSWERS }, { 'idempotency-key': under });
	const copied = async (name) => (await standby.ask(`select count(*) from core.cases where reference = '${name}'`)) === '1';

	before(async () => {
		anna = await loggedIn('anna');
		alva = await childNamed(anna, 'Alva');
		appendFileSync(join(primary, 'pg_hba.conf'), 'local replication postgres peer map=blankett\n');
		await ask('select pg_reload_conf()');
		await standby.make();
		await ask(`alter system set synchronous_standby_names = 'spare'`);
		await ask('select pg_reload_conf()');
		await standby.start();
	});
	after(async () => {
		await ask('alter system reset synchronous_standby_names');
		await ask('select pg_reload_conf()');
		await standby.remove();
	});

	test('but not before: what is acknowledged is on both', async () => {
		const page = await submit(randomUUID());
		assert.equal(page.status, 201, page.text);
		await until('the copy to show it', () => copied(page.json.reference));
	});
	test('a submit whose wait is cancelled, whose retry is ended, and which then waits in vain is not acknowledged', async () => {
		await standby.stop();
		const answer = submit();
		const cancelled = await another([]);
		assert.equal(await visible(key), '');
		await ask(`select pg_cancel_backend(${cancelled})`); // "committed locally, but might not have been replicated"
		const ended = await another([cancelled]);
		reference = await visible(key);
		assert.match(reference, /^SKJ-/, 'it can be read here already');
		await ask(`select pg_terminate_backend(${ended})`);
		const third = await another([cancelled, ended]);
		repeat = submit();
		const first = await answer;
		assert.equal(first.status, 503, first.text);
		assert.ok(Number(first.headers.get('retry-after')) > 0);
		assert.doesNotMatch(first.text, /SKJ-/);
		assert.ok((await waiting()).includes(third), 'the wait outlives whoever waited');
	});
	test('a repeat behind one that still waits is not acknowledged', async () => {
		const again = await repeat;
		assert.equal(again.status, 503, again.text);
		assert.doesNotMatch(again.text, /SKJ-/);
	});
	test('a repeat alone, and the receipt, wait for it, and are answered when it is back', async () => {
		const known = await waiting();
		for (const pid of known) await ask(`select pg_terminate_backend(${pid})`);
		const answered = [];
		const again = submit().finally(() => answered.push('repeat'));
		const receipt = anna.get(`/kvittens/${reference}`).finally(() => answered.push('receipt'));
		await another(known);
		await another(known, 'case_read');
		assert.deepEqual(answered, []);
		await standby.start();
		assert.deepEqual([(await again).status, (await again).json.reference], [200, reference]);
		assert.ok([200, 503].includes((await receipt).status));
		await until('the copy to show it', () => copied(reference));
		assert.equal((await anna.get(`/kvittens/${reference}`)).status, 200);
	});
	test('nothing is lost or doubled', async () => {
		assert.equal(await visible(key), reference);
		assert.deepEqual(await unaccounted(), []);
	});
});
