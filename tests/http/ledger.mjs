// ledger.mjs -- an audit log of a test's own: a municipality that nobody else uses, its worker, and `blankett audit` against it.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './doors.mjs';

const VAR = process.env.BLANKETT_TEST_VAR;
const DATABASE = process.env.BLANKETT_TEST_DATABASE;
const BUILD = process.env.BUILD ?? 'build';

export function ledger(municipality) {
	const here = mkdtempSync(join(tmpdir(), 'blankett-audit-'));
	const folder = join(here, 'checkpoints'), key = join(here, 'key');
	const running = new Set();
	mkdirSync(folder);

	const query = (text) => execFileSync('psql', ['-XAtqv', 'ON_ERROR_STOP=1', '-d', DATABASE], { input: text, encoding: 'utf8' }).trim();
	const environment = (role) => ({
		PATH: process.env.PATH,
		BLANKETT_ENV: 'test',
		BLANKETT_MUNICIPALITY: municipality,
		BLANKETT_DATABASE: `${DATABASE.replace(/user=\S+/, `user=blankett_${role}`)} passfile=${VAR}/secrets/${role}.pgpass`,
	});
	const self = {
		folder, key, keyFile: `${key}.pub`, query,
		path: (name) => join(here, name),
		// A file of this test's own; its path.
		file(name, text) {
			writeFileSync(join(here, name), text);
			return join(here, name);
		},
		// What a superuser does to rows: without the checks of foreign keys.
		tamper: (text) => query(`begin; set local session_replication_role = replica; ${text}; commit`),
		events: (count, object = 'ABC-2026-000001-1') => query(`insert into core.audit (municipality, person, audience, action, object, request_id)
			select '${municipality}', core.uuid7(), 'staff', 'case.read', '${object}', 'r' || n from generate_series(1, ${count}) n`),
		size: () => Number(query(`select count(*) from core.audit_log where municipality = '${municipality}'`)),
		waiting: () => Number(query(`select count(*) from core.audit a where municipality = '${municipality}'
			and not exists (select from core.audit_log l where l.municipality = a.municipality and l.id = a.id)`)),
		// The id of the row that is a leaf.
		leaf: (index) => query(`select id from core.audit_log where municipality = '${municipality}' and idx = ${index}`),
		files: () => readdirSync(folder).sort(),
		checkpoint: (size) => join(folder, `${municipality}-${String(size).padStart(12, '0')}.checkpoint`),
		stored: () => query(`select size from core.audit_checkpoint where municipality = '${municipality}' order by size`).split('\n').filter(Boolean).map(Number),
		// { code, said, complained }.
		audit(...words) {
			const { status, stdout, stderr } = spawnSync(join(BUILD, 'blankett'), ['audit', ...words], { env: environment('operator'), encoding: 'utf8' });
			return { code: status, said: stdout, complained: stderr };
		},
		verify: (from, to, file = `${key}.pub`) => self.audit('verify', ...(from ? ['--from', from] : []), '--to', to, '--key', file),
		worker(more = {}) {
			const child = spawn(join(BUILD, 'blankett-worker'), [], {
				stdio: ['ignore', 'ignore', 'pipe'],
				env: {
					...environment('worker'), BLANKETT_TEXTS: 'services/web/texts', BLANKETT_SMTP: 'smtp://127.0.0.1:9', BLANKETT_MAIL_FROM: 'a@b.example',
					BLANKETT_RECEIPT_KEY_FILE: join(here, 'receipts/secret'), BLANKETT_CHECKPOINT_KEY_FILE: key, BLANKETT_CHECKPOINTS: folder, BLANKETT_CHECKPOINT_EVERY: '1', BLANKETT_CHECKPOINT_LEAVES: '100', ...more,
				},
			});
			let said = '';
			child.stderr.on('data', (bytes) => (said += bytes));
			const gone = once(child, 'exit');
			const one = {
				log: (event) => said.split('\n').slice(0, -1).map((line) => JSON.parse(line)).filter((line) => !event || line.event === event),
				async end(signal = 'SIGTERM') {
					child.kill(signal);
					running.delete(one);
					return (await gone)[0];
				},
			};
			running.add(one);
			return one;
		},
		// Everything that waits is a leaf, and the last of them is signed.
		async settled() {
			await until('every event in the log', () => self.waiting() === 0);
			await until('a checkpoint over all of it', () => self.stored().at(-1) === self.size());
			return self.size();
		},
		async close() {
			for (const one of running) await one.end('SIGKILL');
			rmSync(here, { recursive: true });
		},
	};
	query(`insert into core.municipality values ('${municipality}', 'Test') on conflict do nothing`);
	self.audit('key', key);
	execFileSync(join(BUILD, 'blankett'), ['receipt', 'key', join(here, 'receipts')]); // no worker begins without
	return self;
}

export const read = (path) => readFileSync(path, 'utf8');
