// The reply of the database is lost, or the request is, at every place where a line can break: a blankett-citizen of our own speaks
// to PostgreSQL through a proxy that betrays it. Nobody may be told that it failed when it was saved, nor that it was saved when it
// was not.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ANSWERS, childNamed, loggedIn } from '../http/applicant.mjs';
import { request } from '../http/fastcgi.mjs';
import { asProgram, filledIn, ROOT, Session, SOCKETS, unaccounted, until, VAR } from './faults.mjs';
import { between } from './proxy.mjs';

const SUBMIT = 'api_citizen.case_submit';
const here = mkdtempSync(join(tmpdir(), 'blankett-replies-'));
const build = resolve(ROOT, process.env.BUILD ?? 'build');

// A blankett-citizen with one worker behind a proxy of its own. tell(): one request as nginx would send it.
async function service(name) {
	const folder = join(here, name), socket = join(folder, 'citizen.sock');
	mkdirSync(folder);
	const proxy = await between(folder, SOCKETS);
	const child = spawn(join(build, 'blankett-citizen'), [], {
		stdio: ['ignore', 'ignore', 'pipe'],
		env: {
			BLANKETT_ENV: 'local',
			BLANKETT_MUNICIPALITY: '0120',
			BLANKETT_ORIGIN: process.env.BLANKETT_TEST_ORIGIN,
			BLANKETT_DATABASE: `host=${folder} dbname=blankett user=blankett_citizen passfile=${VAR}/secrets/citizen.pgpass connect_timeout=3`,
			BLANKETT_TEXTS: join(ROOT, 'services/web/texts'),
			BLANKETT_SOCKET: socket,
			BLANKETT_WORKERS: '1',
			BLANKETT_STATIC: join(build, 'static/manifest.json'),
			BLANKETT_SESSION_KEYS: join(VAR, 'keys'),
			BLANKETT_RECEIPT_PUBLIC: join(VAR, 'receipt-keys/public'),
		},
	});
	let said = '';
	child.stderr.on('data', (bytes) => (said += bytes));
	const gone = new Promise((done) => child.on('close', done));
	const tell = (options) => request(socket, { ...options, extra: { BLANKETT_REQUEST_ID: randomBytes(16).toString('hex') } });
	await until(`the service ${name}`, async () => (await tell({ target: '/readyz', internal: true })).status === 200, () => said);
	return {
		proxy,
		tell,
		async stop() {
			child.kill('SIGTERM');
			await gone;
			await proxy.close();
		},
	};
}

const cookie = (client) => [...client.cookies()].map(([name, value]) => `${name}=${value}`).join('; ');
const session = new Session();
const stored = async (key) =>
	Number(await session.ask(`select count(*) from core.idempotency i join core.cases c using (municipality, case_id) where i.key = '${key}'`));

let anna, alva, main, slow, slowAnswer;
const slowKey = randomUUID();

const submit = (to, key, client = anna) =>
	to.tell({
		method: 'POST',
		target: '/api/v1/forms/skolskjuts/cases',
		body: JSON.stringify({ subject: alva, answers: ANSWERS }),
		headers: { ...asProgram(client), cookie: cookie(client), 'content-type': 'application/json', 'idempotency-key': key },
	});

before(async () => {
	anna = await loggedIn('anna');
	alva = await childNamed(anna, 'Alva');
	[main, slow] = await Promise.all([service('main'), service('slow')]);
	// Statements are prepared at their first use; the betrayals are about calls.
	for (const one of [main, slow]) assert.equal((await submit(one, randomUUID())).status, 201);
	// One for whom no answer ever comes, until the service gives up; the other tests run meanwhile.
	for (let i = 0; i < 50; i++) slow.proxy.betray(SUBMIT, { arrives: true });
	slowAnswer = submit(slow, slowKey);
});
after(async () => {
	session.end();
	await Promise.all([main, slow].map((one) => one?.stop()));
	rmSync(here, { recursive: true, force: true });
});

// Sends in, betrayed in these ways one after another, and again with the same key: one receipt, one case.
async function betrayed(...ways) {
	const key = randomUUID();
	main.proxy.betrayed.length = 0;
	for (const way of ways) main.proxy.betray(SUBMIT, way);
	const first = await submit(main, key);
	assert.deepEqual(main.proxy.betrayed.map(({ arrives, pass, warns }) => ({ arrives, pass, warns })),
		ways.map(({ arrives, pass, warns }) => ({ arrives, pass, warns })));
	assert.ok(first.status === 201 || first.status === 200, `${first.status} ${first.body}`);
	assert.equal(await stored(key), 1);
	const again = await submit(main, key);
	assert.deepEqual([again.status, again.json().reference], [200, first.json().reference]);
	assert.equal(await stored(key), 1);
	return first;
}

describe('a submit whose answer is lost after the commit', () => {
	// What an answer consists of: bound, described, the row, the end of the command, what the transaction changed, ready.
	let length;
	before(async () => {
		await betrayed({ arrives: true, pass: 0 });
		length = main.proxy.betrayed[0].answer.length;
		assert.match(main.proxy.betrayed[0].answer, /^2TDC.*Z$/);
	});
	test('at any place of the answer is told by the retry what was saved', async () => {
		for (let pass = 0; pass < length; pass++) assert.equal((await betrayed({ arrives: true, pass })).status, 200, `after ${pass} messages`);
	});
	test('several times over gives the same receipt', async () => {
		assert.equal((await betrayed({ arrives: true, pass: 0 }, { arrives: true, pass: 3 }, { arrives: true, pass: 4 })).status, 200);
	});
	test('is not believed when it came with a warning: the copy may be missing', async () => {
		assert.equal((await betrayed({ warns: true })).status, 200);
	});
	test('on a form gives the receipt, and the draft is closed', async () => {
		const draft = await filledIn(anna, 'Elias');
		const check = await anna.get(`/utkast/${draft}/granska`);
		main.proxy.betrayed.length = 0;
		main.proxy.betray(SUBMIT, { arrives: true, pass: 0 });
		const press = () => main.tell({
			method: 'POST',
			target: `/utkast/${draft}/skicka`,
			body: new URLSearchParams({ revision: check.field('revision'), '/forsakran': 'true', csrf: anna.csrf }).toString(),
			headers: { ...asProgram(anna), cookie: cookie(anna), 'content-type': 'application/x-www-form-urlencoded' },
		});
		const sent = await press();
		assert.equal(main.proxy.betrayed.length, 1);
		assert.equal(sent.status, 303, sent.body);
		assert.equal(await stored(draft), 1);
		assert.equal(sent.headers.location, `/kvittens/${await session.ask(`select reference from core.draft where draft = '${draft}'`)}`);
		assert.equal((await press()).headers.location, sent.headers.location);
	});
});

describe('a submit that never committed', () => {
	test('because it never arrived is made by the retry', async () => {
		assert.equal((await betrayed({ arrives: false })).status, 201);
	});
	test('is never believed, whatever came of its answer', async () => {
		for (const pass of [0, 1, 2, 3, 4]) assert.equal((await betrayed({ arrives: false, pass })).status, 201, `after ${pass} messages`);
	});
	test('and then one that did, both lost, make one case', async () => {
		assert.equal((await betrayed({ arrives: false, pass: 4 }, { arrives: true, pass: 4 }, { arrives: false })).status, 200);
	});
});

describe('a submit of which the service hears nothing at all', () => {
	test('is answered in time with "try again", never with "it failed" or with a receipt', async () => {
		const answer = await slowAnswer;
		assert.equal(answer.status, 503, answer.body);
		assert.ok(Number(answer.headers['retry-after']) > 0);
		assert.ok(answer.json().type.endsWith('unavailable'), answer.body);
		assert.ok(slow.proxy.betrayed.length > 1, 'the service asked more than once');
		assert.equal(await stored(slowKey), 1, 'and it was saved');
	});
	test('gives its receipt to whoever tries again', async () => {
		const again = await submit(main, slowKey);
		assert.equal(again.status, 200, again.body);
		assert.equal(await stored(slowKey), 1);
	});
});

test('afterwards everything is accounted for', async () => assert.deepEqual(await unaccounted(), []));
