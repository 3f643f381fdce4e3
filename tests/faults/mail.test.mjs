// blankett-worker is killed while it sends, loses its connection to the database, and meets a mail server that will not just now.
// Every message goes out at least once, a second time only under the name of the first, and no row stays behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { childNamed, loggedIn } from '../http/applicant.mjs';
import { ask, chance, Diary, lines, pidOf, ROOT, Session, SOCKETS, submitJson, until, VAR } from './faults.mjs';

const SEED = 20260101;
const ALL = 12; // applications
const SINK = Number(process.env.BLANKETT_TEST_PORT) + 3;
const refusing = join(VAR, 'mail/sent.jsonl.refuse');

// Between the worker and the mail server. For each message that is not refused, in the order of their ends: before(n) may break the
// line before the server has the end of it, after(n) when the server has taken it and before the worker hears so.
async function relay(before, after) {
	let messages = 0;
	const open = new Set();
	const door = net.createServer((client) => {
		const server = net.connect(SINK, '127.0.0.1');
		let inData = false, text = '', number;
		const end = () => {
			client.destroy();
			server.destroy();
		};
		for (const one of [client, server]) {
			open.add(one);
			one.on('error', () => {});
			one.on('close', () => {
				open.delete(one);
				end();
			});
		}
		client.on('data', async (bytes) => {
			text = inData ? text + bytes.toString('latin1') : '';
			if (!inData || !text.endsWith('\r\n.\r\n')) return server.write(bytes);
			number = existsSync(refusing) ? 0 : ++messages;
			if (number && (await before(number))) return end();
			return server.write(bytes);
		});
		server.on('data', async (bytes) => {
			const answer = bytes.toString('latin1');
			const taken = inData && answer.startsWith('250');
			inData = answer.startsWith('354');
			if (taken && number && (await after(number))) return end();
			return client.write(bytes);
		});
	});
	door.listen(0, '127.0.0.1');
	await once(door, 'listening');
	return {
		port: door.address().port,
		async close() {
			for (const one of open) one.destroy();
			door.close();
			await once(door, 'close');
		},
	};
}

describe('mail, while its sender is killed', () => {
	const draw = chance(SEED), done = {}, session = new Session();
	// Which message meets what. Each third of the first 21 has one of each.
	const plan = new Map();
	for (const part of [0, 7, 14]) {
		const places = [1, 2, 3, 4, 5, 6];
		for (const what of ['killed when it was taken', 'killed before it was taken', 'database lost']) {
			plan.set(part + places.splice(draw.below(places.length), 1)[0], what);
		}
	}
	let messages, server, worker, mostLeased = 0;
	let frozen; // the backend of the stack's own worker

	function start() {
		worker = spawn(resolve(ROOT, process.env.BUILD ?? 'build', 'blankett-worker'), [], {
			stdio: ['ignore', 'ignore', 'ignore'],
			env: {
				PATH: process.env.PATH,
				BLANKETT_ENV: 'local',
				BLANKETT_MUNICIPALITY: '0120',
				BLANKETT_ORIGIN: process.env.BLANKETT_TEST_ORIGIN,
				BLANKETT_DATABASE: `host=${SOCKETS} dbname=blankett user=blankett_worker passfile=${VAR}/secrets/worker.pgpass connect_timeout=3`,
				BLANKETT_TEXTS: join(ROOT, 'services/web/texts'),
				BLANKETT_SMTP: `smtp://127.0.0.1:${server.port}`,
				BLANKETT_MAIL_FROM: 'e-tjanster@blankett.example',
				BLANKETT_RECEIPT_KEY_FILE: `${VAR}/receipt-keys/secret`,
				BLANKETT_CHECKPOINT_KEY_FILE: `${VAR}/secrets/checkpoint`,
				BLANKETT_CHECKPOINTS: `${VAR}/checkpoints`,
			},
		});
	}

	// What a dead worker had in hand is free again when its lease has passed; here it passes at once.
	const leasesPass = () =>
		session.ask(`update core.outbox set leased_until = now() - interval '1 second' where state = 'waiting' and leased_until is not null`);

	async function killed() {
		const gone = once(worker, 'exit');
		worker.kill('SIGKILL');
		await gone;
		await leasesPass();
		start();
	}

	async function meet(number, ...whats) {
		const leased = await session.ask('select count(*) from core.outbox where leased_until > now() and channel = \'mail\'');
		mostLeased = Math.max(mostLeased, Number(leased));
		const what = plan.get(number);
		if (!whats.includes(what)) return false;
		done[what] = (done[what] ?? 0) + 1;
		if (what !== 'database lost') {
			await killed();
			return true;
		}
		// The goodbye has arrived when the backend is gone.
		const mine = `from pg_stat_activity where usename = 'blankett_worker' and application_name !~ 'printer' and pid <> ${frozen}`;
		await session.ask(`select pg_terminate_backend(pid, 5000) ${mine}`);
		return false;
	}

	const waiting = () => ask(`select count(*) from core.outbox where channel = 'mail' and state = 'waiting'`);
	const kept = () => readFileSync(join(VAR, 'mail/sent.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

	before(async () => {
		// The stack's own worker finishes what is left of other tests, and then stands still.
		await until('an empty outbox', async () => {
			await session.ask(`update core.outbox set leased_until = null, next_at = now() where state = 'waiting' and channel = 'mail'
				and (leased_until > now() or next_at > now()) and created_at < now() - interval '5 seconds'`);
			return (await waiting()) === '0';
		});
		process.kill(pidOf('worker'), 'SIGSTOP');
		[frozen] = await lines(`select pid from pg_stat_activity where usename = 'blankett_worker' and application_name !~ 'printer'`);
		const anna = await loggedIn('anna'), alva = await childNamed(anna, 'Alva');
		const references = [];
		for (let i = 0; i < ALL; i++) references.push((await submitJson(new Diary(), anna, alva, randomUUID())).json.reference);
		messages = await lines(`select o.id from core.outbox o join core.cases c using (municipality, case_id)
			where o.channel = 'mail' and c.reference in ('${references.join("', '")}')`);
		assert.equal(messages.length, 2 * ALL, 'to the applicant and to the other guardian');
		server = await relay(
			(number) => meet(number, 'killed before it was taken'),
			(number) => meet(number, 'killed when it was taken', 'database lost'),
		);
	});
	after(async () => {
		process.kill(pidOf('worker'), 'SIGCONT');
		rmSync(refusing, { force: true });
		worker?.kill('SIGKILL');
		session.end();
		await server?.close();
	});

	test('and the mail server refuses for a while, all goes out in the end', async () => {
		writeFileSync(refusing, '');
		start();
		await until('some refusals', async () => Number(await ask(`select count(*) from core.outbox where cause = 'smtp-451'`)) >= 4);
		rmSync(refusing);
		await session.ask(`update core.outbox set next_at = now() where cause = 'smtp-451'`);
		const left = () => session.ask(`select json_agg(o) from core.outbox o where channel = 'mail' and state = 'waiting'`);
		await until('every message', async () => (await waiting()) === '0', left);
	});
	test('met every fault', (t) => {
		t.diagnostic(JSON.stringify(done));
		assert.deepEqual(done, { 'killed when it was taken': 3, 'killed before it was taken': 3, 'database lost': 3 });
	});
	test('was leased one at a time, so that a death delays one message only', () => assert.equal(mostLeased, 1));
	test('reached everyone; twice only where the sender died before it could say so, under the same name', () => {
		const copies = new Map(messages.map((id) => [id, []]));
		for (const mail of kept()) copies.get(/^<([^@]+)@/.exec(mail.headers['message-id'])[1])?.push(mail);
		const mails = [...copies.values()];
		assert.ok(mails.every((same) => same.length > 0), 'a message is missing');
		assert.equal(mails.flat().length, messages.length + done['killed when it was taken']);
		for (const same of mails) assert.equal(new Set(same.map((mail) => `${mail.to} ${mail.subject} ${mail.text}`)).size, 1);
	});
	test('leaves no row that waits, is leased, or was given up', async () => {
		assert.deepEqual(await lines(`select id, state, leased_until, cause from core.outbox where channel = 'mail' and (state <> 'done'
			or leased_until is not null or cause is not null or done_at is null)`), []);
	});
});
