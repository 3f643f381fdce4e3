// What can be seen from outside the services: headers, sockets, rights, and the trail of a request that holds nothing personal.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { ANSWERS, apply, composed, loggedIn, newFormId, publish, sql } from './applicant.mjs';
import { Client } from './client.mjs';
import { INTERNAL, SERVICES, until } from './doors.mjs';

const VAR = process.env.BLANKETT_TEST_VAR;
const DATABASE = process.env.BLANKETT_TEST_DATABASE;
const SOCKETS = /host=(\S+)\/database/.exec(DATABASE)[1];

test('health and figures are there for machines of our own', async () => {
	for (const service of SERVICES)
		for (const door of ['/healthz', '/readyz', '/metrics']) assert.equal((await new Client(INTERNAL).get(`/${service}${door}`)).status, 200, service + door);
	assert.match((await new Client(INTERNAL).get('/citizen/metrics')).text, /^# TYPE /m);
});

test('every page bears the headers that protect it', async () => {
	for (const path of ['/', '/tjanst/skolskjuts', '/mina', '/handlaggare', '/eid/klar', '/finns-inte', '/api/v1/forms']) {
		const { headers } = await new Client().get(path);
		assert.match(headers.get('content-security-policy'), /default-src 'none'.*frame-ancestors 'none'/, path);
		assert.doesNotMatch(headers.get('content-security-policy'), /unsafe/, path);
		assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
		assert.equal(headers.get('referrer-policy'), 'same-origin', path);
		assert.doesNotMatch(headers.get('server'), /\d/, path);
	}
});

test('sockets are closed to others, and every worker has given up its rights', () => {
	for (const service of SERVICES) {
		assert.equal(statSync(`${SOCKETS}/${service}.sock`).mode & 0o777, 0o660, service);
		const parent = readFileSync(`${SOCKETS}/${service}.pid`, 'utf8').split(' ')[0];
		const workers = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ');
		assert.ok(workers[0]);
		for (const pid of workers) assert.match(readFileSync(`/proc/${pid}/status`, 'utf8'), /NoNewPrivs:\t1/);
	}
});

test('the id of a request leads from nginx through the service into the database', async () => {
	const anna = await loggedIn('anna');
	const holder = spawn('psql', ['-XAtq', DATABASE], { stdio: ['pipe', 'ignore', 'ignore'] });
	holder.stdin.write('begin; lock table core.cases in access exclusive mode;\n');
	await until('the lock', () => sql("select 1 from pg_locks where relation = 'core.cases'::regclass and mode = 'AccessExclusiveLock' and granted"));
	// The wait for a lock has an end, which on a slow machine may come before the look: then another request waits.
	let waiting;
	const name = await until('the wait', () => {
		waiting ??= anna.get('/mina').finally(() => (waiting = undefined));
		return sql("select application_name from pg_stat_activity where wait_event_type = 'Lock' and application_name like 'citizen/%' limit 1");
	});
	holder.stdin.end('rollback;\n');
	await waiting;
	const id = name.split('/')[1];
	assert.match(id, /^[0-9a-f]{32}$/);
	await until('the line of nginx', () => readFileSync(`${VAR}/log/access.log`, 'utf8').includes(id));
	await until('the line of the service', () => readFileSync(`${VAR}/log/citizen.log`, 'utf8').includes(id));
});

test('and stands in the answer and in the audit row of what was read', async () => {
	const anna = await loggedIn('anna');
	const reference = await apply(anna);
	const page = await anna.get(`/mina/${reference}`);
	const id = page.headers.get('x-request-id');
	assert.equal(sql(`select action, object from core.audit where request_id = '${id}'`), `case.read|${reference}`);
});

test('no log line holds a name, a personal number, an address or a token', async () => {
	const anna = await loggedIn('anna');
	await apply(anna);
	await anna.get('/mina?pnr=198501012382');
	const others = ['provider.log', 'mailsink.log', 'migrate.log'];
	await until('the last line', () => readFileSync(`${VAR}/log/access.log`, 'utf8').trimEnd().endsWith('}') && readFileSync(`${VAR}/log/citizen.log`, 'utf8').includes('/utkast/{}/skicka'));
	for (const file of readdirSync(`${VAR}/log`).filter((name) => !others.includes(name))) {
		const text = readFileSync(`${VAR}/log/${file}`, 'utf8');
		assert.doesNotMatch(text, /Testsson|Åström|198501012382|201503132381|anna@example|Björkvägen|v4\.public\./, file);
	}
});

test('a pattern that runs away is an error of the answer, and a line in the log names the form', async () => {
	const one = { ...composed(), id: newFormId(), version: '1.0.0' };
	Object.assign(one.data.properties.klass, { maxLength: 60, pattern: '^([a-zA-Z0-9]+)+$' });
	one.texts.sv['/klass']['!pattern'] = 'Skriv klassen med bokstäver och siffror';
	one.texts.en['/klass']['!pattern'] = 'Write the class in letters and digits';
	publish(one);
	const anna = await loggedIn('anna');
	const page = await anna.api('POST', `/api/v1/forms/${one.id}/check`, { answers: { ...ANSWERS, klass: `${'a'.repeat(50)}!` } });
	assert.equal(page.status, 422, page.text);
	assert.deepEqual(page.json.errors.map(({ pointer, keyword }) => [pointer, keyword]), [['/klass', 'pattern']]);
	await until('the line', () => readFileSync(`${VAR}/log/citizen.log`, 'utf8').split('\n').some((line) => line.includes('"form.ran_away"') && line.includes(one.id)));
});
