// The audit log: what was read and changed stays as it was, or a command says what is not. And the applicant's page of who has read.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { deployLocal, loggedIn, sql } from './applicant.mjs';
import { openDesk } from './desk.mjs';
import { until } from './doors.mjs';
import { ledger, read } from './ledger.mjs';

describe('a log that grows', () => {
	let log, worker;
	before(() => {
		log = ledger('0991');
		worker = log.worker();
	});
	after(() => log.close());

	test('takes in every event once, and signs outside the database what it holds', async () => {
		log.events(250);
		assert.equal(await log.settled(), 250);
		assert.deepEqual(log.files(), log.stored().map((size) => log.checkpoint(size).slice(log.folder.length + 1)));
		for (const size of log.stored()) {
			assert.equal(read(log.checkpoint(size)), `${log.query(`select note from core.audit_checkpoint where municipality = '0991' and size = ${size}`)}\n`);
			assert.equal(statSync(log.checkpoint(size)).mode & 0o777, 0o444);
		}
		assert.match(read(log.checkpoint(250)), /^blankett\/test\/0991\n250\n[A-Za-z0-9+/]{43}=\n\n\u2014 blankett\/test\/0991 [A-Za-z0-9+/=]+\n$/);
		const line = await until('its line in the log', () => worker.log('audit.checkpoint').find((one) => one.size === 250));
		assert.ok(read(log.checkpoint(250)).includes(line.root) && read(log.checkpoint(250)).includes(line.signature));
	});

	test('verifies from its beginning and between any two of its checkpoints', async () => {
		log.events(60);
		await log.settled();
		log.events(150);
		const size = await log.settled();
		const whole = log.verify(null, log.checkpoint(size));
		assert.equal(whole.code, 0, whole.said + whole.complained);
		assert.match(whole.said, new RegExp(`nothing was altered, removed, inserted or reordered: ${size} events`));
		for (const from of log.stored()) assert.equal(log.verify(log.checkpoint(from), log.checkpoint(size)).code, 0);
		assert.match(log.verify(log.checkpoint(size), log.checkpoint(250)).complained, /later than the other/);
	});

	test('proves one event to whoever has the key and no database', () => {
		for (const index of [0, 99, 249, log.size() - 1]) {
			const id = log.leaf(index);
			const { code, said, complained } = log.audit('prove', id, '--key', log.keyFile);
			assert.equal(code, 0, complained);
			assert.match(said, /^c2sp.org\/tlog-proof@v1\nextra /);
			const file = log.file('event.tlog-proof', said);
			const checked = log.audit('check-proof', file, '--key', log.keyFile);
			assert.equal(checked.code, 0, checked.complained);
			assert.equal(JSON.parse(checked.said.split('\n')[0]).id, id);
			assert.match(checked.said, new RegExp(`event ${index} of the`));
			assert.equal(log.audit('check-proof', log.file('other', said.replace(/index \d+/, 'index 5000')), '--key', log.keyFile).code, 1);
		}
		assert.equal(log.audit('prove', '01890000-0000-7000-8000-000000000000', '--key', log.keyFile).code, 1);
	});

	test('has one key, which is never written over', () => {
		const before = read(log.key);
		assert.equal(statSync(log.key).mode & 0o777, 0o600);
		assert.equal(log.audit('key', log.key).code, 73);
		assert.equal(read(log.key), before);
	});

	test('knows its own checkpoints: a file that is gone, and one that is too many', async () => {
		await log.settled();
		assert.equal(log.audit('compare', log.folder).code, 0);
		const [first, second] = log.stored();
		renameSync(log.checkpoint(first), log.path('kept'));
		const gone = log.audit('compare', log.folder);
		assert.equal(gone.code, 1);
		assert.ok(gone.said.includes(`${log.checkpoint(first)}: the file is gone`));
		renameSync(log.path('kept'), log.checkpoint(first));
		log.tamper(`delete from core.audit_checkpoint where municipality = '0991' and size = ${second}`);
		const lost = log.audit('compare', log.folder);
		assert.equal(lost.code, 1);
		assert.match(lost.said, /the database does not hold it/);
		assert.equal(log.verify(log.checkpoint(second), log.checkpoint(log.stored().at(-1))).code, 0, 'the file alone is enough to verify');
	});

	test('is believed for no checkpoint that it did not sign', () => {
		const good = log.checkpoint(250), text = read(good);
		const forged = log.verify(null, log.file('forged', text.replace('\n250\n', '\n249\n')));
		assert.equal(forged.code, 1);
		assert.match(forged.complained, /its signature does not hold/);
		assert.equal(log.audit('key', log.path('stranger')).code, 0);
		assert.match(log.verify(null, good, `${log.path('stranger')}.pub`).complained, /no key given has signed it/);
		assert.match(log.verify(null, log.file('empty', '')).complained, /it is no checkpoint/);
	});
});

describe('a row that somebody with all rights', () => {
	let log, size, to, from;
	before(async () => {
		log = ledger('0992');
		const worker = log.worker();
		log.events(120);
		from = log.checkpoint(await log.settled());
		log.events(80);
		size = await log.settled();
		to = log.checkpoint(size);
		await worker.end();
		log.query(`create schema kept; create table kept.audit as select * from core.audit where municipality = '0992';
			create table kept.audit_log as select * from core.audit_log where municipality = '0992';
			create table kept.audit_checkpoint as select * from core.audit_checkpoint where municipality = '0992'`);
	});
	after(async () => {
		log.query('drop schema kept cascade');
		await log.close();
	});

	// What is found when this was done; then all is as before.
	const found = (deed) => {
		log.tamper(deed);
		const answer = log.verify(from, to);
		log.tamper(['audit', 'audit_log', 'audit_checkpoint'].map((table) => `delete from core.${table} where municipality = '0992';
			insert into core.${table} select * from kept.${table}`).join(';'));
		assert.equal(log.verify(from, to).code, 0, 'and all is as before');
		return answer;
	};
	const row = (index) => `municipality = '0992' and id = '${log.leaf(index)}'`;

	for (const [member, value] of Object.entries({ person: 'core.uuid7()', action: "'case.other'", object: "'ABC-2026-000002-9'", audience: "'system'",
		at: "at + interval '1 microsecond'", request_id: 'null' }))
		test(`altered (${member}) is named`, () => {
			const { code, said } = found(`update core.audit set ${member} = ${value} where ${row(150)}`);
			assert.equal(code, 1);
			assert.ok(said.startsWith(`row ${log.leaf(150)} (leaf 150) is not what was logged`), said);
		});

	test('altered before the first of the checkpoints is named too', () => {
		assert.ok(found(`update core.audit set action = 'x' where ${row(0)}`).said.startsWith(`row ${log.leaf(0)} (leaf 0) `));
	});

	test('removed is named', () => {
		const { code, said } = found(`delete from core.audit where ${row(130)}`);
		assert.equal(code, 1);
		assert.equal(said, `row ${log.leaf(130)} (leaf 130) was removed\n`);
	});

	test('removed with its leaf is missed', () => {
		assert.equal(found(`delete from core.audit where ${row(130)}; delete from core.audit_log where municipality = '0992' and idx = 130`).said,
			'leaf 130 is gone from the log; the next is 131\n');
	});

	test('removed at the end is missed', () => {
		assert.equal(found(`delete from core.audit_log where municipality = '0992' and idx >= 190`).said, `the log ends with 190 leaves; ${size} were signed\n`);
	});

	test('inserted is named', () => {
		const { code, said } = found(`insert into core.audit (municipality, id, audience, action, object, xact)
			select municipality, '00000000-0000-7000-8000-000000000bad', 'staff', 'case.read', 'x', xact from core.audit_log where municipality = '0992' and idx = 140`);
		assert.equal(code, 1);
		assert.equal(said, 'row 00000000-0000-7000-8000-000000000bad was inserted: it lies among what is logged, and is not\n');
	});

	test('reordered is named', () => {
		const swap = (table, key) => `update core.${table} set id = case idx when 125 then (select id from kept.audit_log where idx = 126)
			else (select id from kept.audit_log where idx = 125) end where municipality = '0992' and idx in (125, 126)`;
		assert.ok(found(`alter table core.audit_log drop constraint audit_log_municipality_id_key; ${swap('audit_log')};
			alter table core.audit_log add unique (municipality, id)`).said.startsWith(`row ${log.leaf(126)} (leaf 125) is not what was logged`));
	});

	test('altered together with the hash of its leaf is found by the hashes above it', () => {
		const { said } = found(`update core.audit_log set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where municipality = '0992' and idx = 127`);
		assert.match(said, /^the log's hashes at leaf 127 /);
	});

	test('altered together with the whole log, made anew, is found by the signatures', async () => {
		log.tamper(`update core.audit set object = 'ABC-2026-000009-9' where ${row(150)}; delete from core.audit_log where municipality = '0992'`);
		const forger = log.worker({ BLANKETT_CHECKPOINT_KEY_FILE: '', BLANKETT_CHECKPOINTS: '' });
		await until('the log made anew', () => log.size() === size);
		await until('that it signs nothing', () => forger.log('audit.unsigned').length === 1);
		await forger.end();
		const { code, said } = log.verify(from, to);
		assert.equal(code, 1);
		assert.match(said, /^the rows are not those that were signed: the first that differs is one of the leaves 120 to 199;/);
		// Its checkpoint in the database may be taken away as well; the file is elsewhere.
		log.tamper("delete from core.audit_checkpoint where municipality = '0992'");
		assert.match(log.verify(from, to).said, /one of the leaves 120 to 199/);
		assert.equal(found('select 1').code, 1);
	});

	test('altered as a checkpoint of the database is named', () => {
		const { code, said } = found(`update core.audit_checkpoint set note = replace(note, '/0992', '/0993') where municipality = '0992' and size = 120`);
		assert.equal(code, 1);
		assert.match(said, /^the stored checkpoint of size 120: /);
	});
});

describe('the appender', () => {
	let log;
	before(() => (log = ledger('0993')));
	after(() => log.close());
	const inOrder = () => log.query(`select count(*) = max(idx) + 1 and count(*) = count(distinct id) and bool_and(rising)
		from (select idx, id, (xact, id) >= lag((xact, id)) over (order by idx) is not false as rising from core.audit_log where municipality = '0993') l`);

	test('may be two: each event is one leaf, in order, while more come', async () => {
		const workers = [log.worker(), log.worker()];
		for (let i = 0; i < 10; i++) log.events(300);
		assert.equal(await log.settled(), 3000);
		assert.equal(inOrder(), 't');
		assert.equal(log.verify(null, log.checkpoint(3000)).code, 0);
		for (const worker of workers) assert.equal(await worker.end(), 0);
	});

	test('may die at any moment, and another goes on', async () => {
		for (let i = 0; i < 3; i++) {
			const worker = log.worker();
			log.events(1500);
			await until('some of it', () => log.size() > 3000 + i * 1500);
			await worker.end('SIGKILL');
		}
		const worker = log.worker();
		const size = await log.settled();
		assert.equal(size, 7500);
		assert.equal(inOrder(), 't');
		assert.equal(log.verify(null, log.checkpoint(size)).code, 0);
		await worker.end();
	});

	test('goes on when the database comes back', async () => {
		const worker = log.worker();
		await until('its connection', () => log.query("select count(*) from pg_stat_activity where usename = 'blankett_worker' and application_name like 'worker%'") > 0);
		for (let i = 0; i < 5; i++) {
			log.events(200);
			log.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'blankett_worker'");
		}
		const size = await log.settled();
		assert.equal(size, 8500);
		assert.equal(log.verify(null, log.checkpoint(size)).code, 0);
		assert.equal(await worker.end(), 0);
	});

	test('never writes over a checkpoint, and does not count one that it could not write', async () => {
		const size = log.size() + 10, there = log.checkpoint(size);
		writeFileSync(there, 'something else\n');
		log.events(10);
		const worker = log.worker();
		await until('its complaint', () => worker.log('audit.checkpoint_not_written').length > 0);
		assert.equal(read(there), 'something else\n');
		assert.ok(!log.stored().includes(size));
		rmSync(there);
		await until('the next try', () => log.stored().includes(size));
		await worker.end();
	});

	test('does not begin with a broken key or without its directory', async () => {
		chmodSync(log.file('broken', 'not a key\n'), 0o600);
		assert.equal(await log.worker({ BLANKETT_CHECKPOINT_KEY_FILE: log.path('broken') }).end(0), 78);
		assert.equal(await log.worker({ BLANKETT_CHECKPOINTS: log.path('nowhere') }).end(0), 78);
		assert.equal(await log.worker({ BLANKETT_CHECKPOINTS: '' }).end(0), 78);
	});
});

describe('the stack as it is deployed', () => {
	const folder = `${process.env.BLANKETT_TEST_VAR}/checkpoints`;
	test('signs what its services note, and verifies', async () => {
		await loggedIn('anna');
		const last = await until('a checkpoint', () => sql("select max(size) from core.audit_checkpoint where municipality = '0120'"));
		const file = `${folder}/0120-${last.padStart(12, '0')}.checkpoint`;
		assert.ok(existsSync(file));
		assert.match(deployLocal('blankett', 'audit', 'verify', '--to', file, '--key', `${folder}/key.pub`), /nothing was altered/);
	});
});

describe('who has read my case', () => {
	let desk, anna, klara, reference;
	before(async () => {
		desk = await openDesk('LAS');
		({ anna, klara } = desk);
		reference = await desk.submit();
	});
	after(() => desk.close());
	const rows = (page) => [...page.text.matchAll(/<tr class="govuk-table__row">(?!<th)([\s\S]*?)<\/tr>/g)].map(([, row]) =>
		[...row.matchAll(/<td[^>]*>([^<]*)/g)].map(([, cell]) => cell).slice(1).join(': '));

	test('is linked from the case, and says who and what, the latest first', async () => {
		await klara.get(`/handlaggare/arende/${reference}`);
		const page = await anna.get(`/mina/${reference}`);
		assert.ok(page.text.includes(`href="/mina/${reference}/lasare"`));
		const readers = await anna.get(`/mina/${reference}/lasare`);
		assert.equal(readers.status, 200);
		const said = rows(readers).filter((one) => !one.startsWith('E-tjänsten')); // the worker comes when it comes
		assert.equal(said[0], 'Du: Läste ärendet');
		assert.match(said.join('\n'), /Handläggare Klara \S+: Läste ärendet/);
		assert.equal(said.at(-1), 'Du: Skickade in ansökan');
	});

	test('is noted itself', async () => {
		const said = rows(await anna.get(`/mina/${reference}/lasare`)).filter((one) => !one.startsWith('E-tjänsten'));
		assert.equal(said[0], 'Du: Läste vem som har läst ärendet');
	});

	test('is there as data, in pages, and in English', async () => {
		const { json, status } = await anna.api('GET', `/api/v1/cases/${reference}/readers`);
		assert.equal(status, 200);
		assert.deepEqual(Object.keys(json.readers[0]), ['at', 'who', 'name', 'action']);
		assert.ok(json.readers.some((one) => one.who === 'staff' && one.name.startsWith('Klara ') && one.action === 'case.read'));
		for (let i = 0; i < 50; i++) await anna.api('GET', `/api/v1/cases/${reference}`);
		const first = await anna.api('GET', `/api/v1/cases/${reference}/readers`);
		assert.equal(first.json.readers.length, 50);
		const second = await anna.api('GET', `/api/v1/cases/${reference}/readers?cursor=${first.json.next}`);
		assert.equal(second.json.readers.at(-1).action, 'case.submit');
		assert.ok((await anna.get(`/mina/${reference}/lasare`)).text.includes(`lasare?cursor=`));
		assert.equal((await anna.api('GET', `/api/v1/cases/${reference}/readers?cursor=1'`)).status, 400);
		const english = await anna.get(`/mina/${reference}/lasare?lang=en`);
		assert.match(english.text, /Who has read the case\?/);
	});

	test('is nobody else\'s, as if the case were not there', async () => {
		const others = [await loggedIn('bertil'), klara];
		for (const other of others)
			for (const path of [`/mina/${reference}/lasare`, `/api/v1/cases/${reference}/readers`]) {
				const mine = await other.get(path), none = await other.get(path.replace(reference, 'LAS-2026-999999-9'));
				assert.equal(mine.status, none.status, path);
				assert.ok([401, 403, 404, 303].includes(mine.status), `${path} ${mine.status}`);
			}
	});

	test('tells of no name of another citizen and no personal number', async () => {
		const { text } = await anna.api('GET', `/api/v1/cases/${reference}/readers`);
		assert.doesNotMatch(text, /Åström|Bertil|\b(19|20)\d{10}\b/);
	});
});
