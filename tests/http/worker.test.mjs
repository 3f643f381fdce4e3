// The worker and its outbox: a message goes out once, comes back later when the mail server says so, and is given up in the end.
// The rows belong to a municipality of their own, so that the stack's worker leaves them alone.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';

const MUNICIPALITY = '0999';
const ORIGIN = 'https://e-tjanster.example';
const SINK = 18330;
const SLOW = 18331;
const NOBODY = 18339; // where no server listens
const DATABASE = process.env.BLANKETT_TEST_DATABASE;
const BUILD = process.env.BUILD ?? 'build';
const PATIENCE_MS = 15000;

const here = mkdtempSync(join(tmpdir(), 'blankett-worker-'));
const kept = join(here, 'mail.jsonl');
const refusing = `${kept}.refuse`;
const running = new Set();

const sql = (query) => {
	const text = execFileSync('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', DATABASE, '-c', query], { encoding: 'utf8' });
	return text.trim();
};
const rows = (query) => JSON.parse(sql(`select coalesce(json_agg(r), '[]') from (${query}) r`));
const outbox = () => rows(`select id, kind, state, attempts, cause, leased_until, done_at,
	extract(epoch from next_at - now()) as wait_s from core.outbox where municipality = '${MUNICIPALITY}' order by id`);
const mails = () => (existsSync(kept) ? readFileSync(kept, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : []);
const due = () => sql(`update core.outbox set next_at = now(), leased_until = null where municipality = '${MUNICIPALITY}' and state = 'waiting'`);

async function until(what, condition) {
	for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
		const found = await condition();
		if (found) return found;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`waited in vain for: ${what}\n${JSON.stringify(outbox(), null, 1)}`);
}

// One application of one person, and its row in the outbox. The form and its version do not matter here, so they are not made.
function application({ email = 'anna@example.com', language = 'sv', kind = 'case.received', safe = false, count = 1 } = {}) {
	const text = (value) => (value === null ? 'null' : `U&'${value.replace(/[^ -~]|['\\]/g, (c) => `\\${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`);
	sql(`begin;
		set local session_replication_role = replica;
		with fresh as (select core.uuid7() as person, core.uuid7() as case_id, n,
				(select count(*) from core.cases where municipality = '${MUNICIPALITY}') + n as number from generate_series(1, ${count}) n),
		person as (insert into core.person (municipality, person, personal_number, given_name, family_name, protected)
			select '${MUNICIPALITY}', person, '19850101' || lpad(number::text, 4, '0'), 'Alva', 'Hemlighetsson', ${safe} from fresh),
		cases as (insert into core.cases (municipality, case_id, reference, form, version, applicant, queue, status, language, submitted_at,
				received_at, due_at, changed_at)
			select '${MUNICIPALITY}', case_id, 'ABC-2026-' || number, 'hemligt', '1.0.0', person, 'hemligt', 'received', '${language}',
				now(), now(), now(), now() from fresh),
		document as (insert into core.case_document (municipality, case_id, content, sha256, contact_email)
			select '${MUNICIPALITY}', case_id, '{"answers":{"skal":"hemligt"}}', sha256('hemligt'), ${text(email)} from fresh)
		insert into core.outbox (municipality, kind, case_id) select '${MUNICIPALITY}', '${kind}', case_id from fresh;
		commit`);
}

function forget() {
	sql(`begin;
		set local session_replication_role = replica;
		delete from core.outbox where municipality = '${MUNICIPALITY}';
		delete from core.case_document where municipality = '${MUNICIPALITY}';
		delete from core.cases where municipality = '${MUNICIPALITY}';
		delete from core.person where municipality = '${MUNICIPALITY}';
		commit`);
}

// A worker as an operator starts it. log(): its lines; end(signal): its exit code.
function worker({ port = SINK, ...more } = {}) {
	const connection = DATABASE.replace(/user=\S+/, 'user=blankett_worker');
	const child = spawn(join(BUILD, 'blankett-worker'), [], {
		stdio: ['ignore', 'ignore', 'pipe'],
		env: {
			PATH: process.env.PATH,
			BLANKETT_ENV: 'test',
			BLANKETT_MUNICIPALITY: MUNICIPALITY,
			BLANKETT_ORIGIN: ORIGIN,
			BLANKETT_DATABASE: `${connection} passfile=${process.env.BLANKETT_TEST_VAR}/secrets/worker.pgpass`,
			BLANKETT_TEXTS: 'services/web/texts',
			BLANKETT_SMTP: `smtp://127.0.0.1:${port}`,
			BLANKETT_MAIL_FROM: 'e-tjanster@kommun.example',
			BLANKETT_RECEIPT_KEY_FILE: `${process.env.BLANKETT_TEST_VAR}/receipt-keys/secret`,
			BLANKETT_CHECKPOINT_KEY_FILE: `${process.env.BLANKETT_TEST_VAR}/secrets/checkpoint`,
			BLANKETT_CHECKPOINTS: `${process.env.BLANKETT_TEST_VAR}/checkpoints`,
			...more,
		},
	});
	let said = '';
	child.stderr.on('data', (bytes) => (said += bytes));
	const gone = once(child, 'exit');
	const self = {
		log: () => said.split('\n').slice(0, -1).map((line) => JSON.parse(line)),
		said: () => said,
		gone,
		async end(signal = 'SIGTERM') {
			child.kill(signal);
			const [code] = await gone;
			running.delete(self);
			return code;
		},
	};
	running.add(self);
	return self;
}

// A mail server that takes its time: it calls `then` with the way to answer when the message has come.
async function slowServer(then) {
	const server = createServer((socket) => {
		let text = '', data = false;
		socket.on('error', () => {});
		socket.write('220 slow\r\n');
		socket.on('data', (bytes) => {
			text += bytes;
			if (data && text.includes('\r\n.\r\n')) {
				data = false;
				text = '';
				then(() => socket.write('250 taken\r\n'));
			}
			while (!data && text.includes('\r\n')) {
				const line = text.slice(0, text.indexOf('\r\n'));
				text = text.slice(line.length + 2);
				data = /^DATA/i.test(line);
				if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
				else socket.write(data ? '354 go on\r\n' : '250 ok\r\n');
			}
		});
	});
	server.listen(SLOW, '127.0.0.1');
	await once(server, 'listening');
	return server;
}

let sink;

before(async () => {
	sink = spawn('node', ['deploy/stack/mailsink/mailsink.mjs'], { env: { ...process.env, PORT: String(SINK), FILE: kept }, stdio: ['ignore', 'pipe', 'inherit'] });
	await once(sink.stdout, 'data');
	sql(`insert into core.municipality values ('${MUNICIPALITY}', 'Test') on conflict do nothing`);
	forget();
});

afterEach(async () => {
	for (const one of running) await one.end('SIGKILL');
	rmSync(kept, { force: true });
	rmSync(refusing, { force: true });
	forget();
});

after(() => {
	sink.kill('SIGKILL');
	rmSync(here, { recursive: true });
});

describe('a message', () => {
	test('is sent once, in the language of the case, naming no child and no content', async () => {
		application();
		application({ language: 'en', kind: 'case.decided', email: "o'brien+skola@exempel.example" });
		worker();
		await until('both sent', () => outbox().every((row) => row.state === 'done'));
		const [swedish, english] = mails().sort((a, b) => a.to[0].localeCompare(b.to[0]));
		assert.equal(mails().length, 2);
		assert.deepEqual([swedish.to, english.to], [['anna@example.com'], ["o'brien+skola@exempel.example"]]);
		assert.equal(swedish.from, 'e-tjanster@kommun.example');
		assert.match(swedish.subject, /ärende/);
		assert.match(english.subject, /case/);
		assert.match(swedish.text, /ärende ABC-2026-1\b/);
		for (const mail of [swedish, english]) {
			assert.ok(mail.text.includes(`${ORIGIN}/mina`), mail.text);
			assert.doesNotMatch(mail.raw + mail.text + mail.subject, /Alva|hemlig|skolskjuts/i);
			assert.equal(mail.headers['auto-submitted'], 'auto-generated');
			assert.ok(outbox().some((row) => mail.headers['message-id'].startsWith(`<${row.id}@`)));
			assert.ok(Math.abs(Date.parse(mail.headers.date) - Date.now()) < 60000, mail.headers.date);
			assert.ok(mail.raw.split('\r\n').every((line) => line.length <= 78 && /^[ -~]*$/.test(line)), mail.raw);
		}
	});

	test('goes to nobody who gave no address or whose identity is protected', async () => {
		application({ email: null });
		application({ safe: true });
		worker();
		await until('both done', () => outbox().every((row) => row.state === 'done'));
		assert.deepEqual(mails(), []);
	});

	test('never carries what an address smuggles', async () => {
		for (const email of ['a@b.example\r\nBcc: mallory@evil.example', 'a@b.example>, <mallory@evil.example', 'ö@b.example', '@', '']) application({ email });
		worker();
		await until('all refused', () => outbox().every((row) => row.cause));
		assert.deepEqual(new Set(outbox().map((row) => `${row.state} ${row.cause}`)), new Set(['waiting address']));
		assert.deepEqual(mails(), []);
	});

	test('is tried again later, each time a longer while later, and given up after eight', async () => {
		writeFileSync(refusing, '');
		application();
		const one = worker();
		for (let n = 1; n < 8; n++) {
			const row = await until(`failure ${n}`, () => outbox().find((r) => r.attempts === n && r.cause && !r.leased_until));
			assert.deepEqual([row.state, row.cause], ['waiting', 'smtp-451']);
			const pause = 5 * 2 ** (n - 1);
			assert.ok(row.wait_s > pause - 5 && row.wait_s <= pause * 1.25, `${row.wait_s} s after failure ${n}`);
			due();
		}
		await until('given up', () => outbox()[0].state === 'dead');
		assert.equal(outbox()[0].attempts, 8);
		await until('the line of the log', () =>
			one.log().some((line) => line.event === 'outbox.failed' && line.state === 'dead' && line.cause === 'smtp-451'));
		assert.deepEqual(mails(), []);
	});

	test('goes through when the server has thought better of it', async () => {
		writeFileSync(refusing, '');
		application();
		worker();
		await until('the refusal', () => outbox()[0].cause === 'smtp-451');
		rmSync(refusing);
		due();
		await until('sent', () => outbox()[0].state === 'done');
		assert.equal(mails().length, 1);
		assert.deepEqual([outbox()[0].attempts, outbox()[0].cause], [2, null]);
	});

	test('waits while there is no mail server, and says so', async () => {
		application();
		worker({ port: NOBODY });
		await until('the failure', () => outbox()[0].cause);
		assert.deepEqual([outbox()[0].state, outbox()[0].cause], ['waiting', 'smtp-unreachable']);
	});

	test('of which a server knows no mailbox is noted with its answer', async () => {
		application({ email: 'bounce@example.com' });
		worker();
		await until('the failure', () => outbox()[0].cause);
		assert.equal(outbox()[0].cause, 'smtp-550');
	});
});

describe('workers', () => {
	test('share the work: two at the same time send each message once', async () => {
		application({ count: 60 });
		worker();
		worker();
		await until('all sent', () => outbox().every((row) => row.state === 'done'));
		const ids = mails().map((mail) => mail.headers['message-id']);
		assert.equal(ids.length, 60);
		assert.equal(new Set(ids).size, 60);
		assert.ok(outbox().every((row) => row.attempts === 1));
	});

	test('take over what one left half-way, when its lease has passed and not before', async () => {
		let arrived = 0;
		const server = await slowServer(() => arrived++); // takes the message and never says so
		application();
		const first = worker({ port: SLOW });
		await until('the message on its way', () => arrived === 1);
		await first.end('SIGKILL');
		const second = worker();
		await until('the second to look', () => second.log().some((line) => line.event === 'outbox.state'));
		application();
		await until('the other message', () => mails().length === 1);
		const [row] = outbox();
		assert.equal(row.state, 'waiting');
		assert.ok(new Date(row.leased_until) > Date.now() + 20000, 'leased longer than a try can take');
		sql(`update core.outbox set leased_until = now() - interval '1 second' where id = '${row.id}'`);
		await until('taken over', () => outbox().every((r) => r.state === 'done'));
		assert.equal(mails().filter((mail) => mail.headers['message-id'].includes(row.id)).length, 1);
		assert.equal(outbox()[0].attempts, 2);
		server.close();
	});

	test('finish the message in hand when told to stop', async () => {
		let answer;
		const server = await slowServer((say) => (answer = say));
		application({ count: 3 });
		const one = worker({ port: SLOW });
		await until('a message on its way', () => answer);
		const ended = one.end('SIGTERM');
		answer();
		assert.equal(await ended, 0);
		assert.deepEqual(outbox().map((row) => row.state).sort(), ['done', 'waiting', 'waiting']);
		assert.ok(outbox().every((row) => row.state === 'done' || (row.attempts === 0 && !row.leased_until)));
		server.close();
	});

	test('stop at once when there is nothing in hand', async () => {
		const one = worker();
		await until('its first look', () => one.log().some((line) => line.event === 'outbox.state'));
		assert.equal(await one.end('SIGTERM'), 0);
	});

	test('say how the outbox fares and tidy up, in JSON, without a word of whom', async () => {
		application();
		const one = worker();
		await until('sent', () => outbox()[0].state === 'done');
		await until('tidied', () => one.log().some((line) => line.event.startsWith('housekeeping')));
		const state = one.log().find((line) => line.event === 'outbox.state');
		assert.deepEqual([state.waiting, state.dead, typeof state.oldest_s], [1, 0, 'number']);
		assert.doesNotMatch(one.said(), /anna@|Alva|ABC-2026/);
	});
});

describe('a start', () => {
	for (const [what, setting] of Object.entries({
		'a mail server of no mail protocol': { BLANKETT_SMTP: 'https://127.0.0.1' },
		'a password in the address of the server': { BLANKETT_SMTP: 'smtp://me:secret@mail.example' },
		'a sender that is no address': { BLANKETT_MAIL_FROM: 'Kommunen <a@b.example>' },
		'a variable nobody knows': { BLANKETT_SMPT: 'x' },
	})) {
		test(`is refused with ${what}, and the secret is not told`, async () => {
			const one = worker(setting);
			const [code] = await one.gone;
			running.delete(one);
			assert.equal(code, 78);
			assert.doesNotMatch(one.said(), /secret/);
		});
	}
});
