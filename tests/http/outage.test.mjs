// When there is too much, or something is missing: what people are told, and that it goes on afterwards.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { ANSWERS, childNamed, count, deployment, loggedIn, sql } from './applicant.mjs';
import { Client, ORIGIN, Page } from './client.mjs';
import { INTERNAL, SERVICES, ask, assertRefused, doors, standing, until } from './doors.mjs';

const SOCKETS = /host=(\S+)\/database/.exec(process.env.BLANKETT_TEST_DATABASE)[1];

describe('too many requests to the login', () => {
	const MOST = 2 * Number(process.env.BURST_LOGIN);
	const agent = new Agent({ keepAlive: true, maxSockets: 20 });
	// From another address of this machine: the limits are per address.
	const from = (localAddress) =>
		new Promise((done, failed) => {
			const { port } = new URL(ORIGIN);
			const call = request({ host: '127.0.0.1', port, path: '/eid/jwks.json', localAddress, agent, headers: { host: new URL(ORIGIN).host } }, (answer) => {
				let text = '';
				answer.setEncoding('utf8').on('data', (part) => (text += part)).on('end', () => {
					done(new Page({ status: answer.statusCode, headers: new Headers(answer.headers), text }, null));
				});
			});
			call.on('error', failed).end();
		});
	const seen = [];
	async function flood() {
		while (seen.length < MOST && seen.at(-1)?.status !== 429) seen.push(await from('127.0.0.2'));
	}

	test('are refused with 429 and when to come back, and come through again later', async () => {
		await Promise.all(Array.from({ length: 20 }, flood));
		const refused = seen.find((page) => page.status === 429);
		assert.ok(refused, `${seen.length} requests, and no limit`);
		assert.ok(seen.filter((page) => page.status === 200).length > Number(process.env.BURST_LOGIN));
		assertRefused(refused, 429, '/eid/');
		assert.equal(refused.headers.get('retry-after'), '60');
		assert.match(refused.words, /för många försök på kort tid.*Vänta en minut/);
		assert.equal((await new Client().get('/eid/jwks.json')).status, 200, 'another address is not meant');
		await until('the end of the limit', async () => (await from('127.0.0.2')).status === 200);
		agent.destroy();
	});
});

describe('the database gone', () => {
	async function stop() {
		const pid = Number(readFileSync(`${SOCKETS}/database.pid`, 'utf8').split(' ')[0]);
		process.kill(pid, 'SIGINT');
		await until('the end of the database', () => !existsSync(`/proc/${pid}`));
	}
	// Beside us, so that connections which nginx closes meanwhile are known to be closed.
	const start = () => promisify(execFile)('deploy/local', ['up'], { env: deployment() });
	const inside = (path) => new Client(INTERNAL).get(path);

	test('is 503 with when to come back at every service, nobody dies of it, and all go on afterwards', async () => {
		const [anna, klara] = [await loggedIn('anna'), await loggedIn('klara', 'staff')];
		const reference = sql("select core.reference('SKJ', 2026, 1)");
		const before = await standing();
		const asks = [
			...['/', '/mina', '/tjanst/skolskjuts/barn', '/api/v1/forms', '/api/v1/cases'].map((path) => ({ client: anna, method: 'GET', path, checks: [] })),
			...['/handlaggare', `/handlaggare/arende/${reference}`, '/api/v1/queues'].map((path) => ({ client: klara, method: 'GET', path, checks: [] })),
			{ client: klara, method: 'POST', path: '/handlaggare/ko/skolskjuts/ta', checks: ['form'] },
			{ client: klara, method: 'POST', path: '/api/v1/queues/skolskjuts/claim', checks: [] },
			{ client: new Client(), method: 'POST', path: '/eid/login', checks: ['form'], body: 'audience=citizen&return_to=/mina' },
			...doors.filter((door) => ['/admin', '/api/v1/admin/forms'].includes(door.path)).map((door) => ({ client: klara, ...door })),
		];
		await stop();
		try {
			for (const { client, body, ...door } of asks) {
				const page = await ask(client, door, { body });
				assertRefused(page, 503, door.path, 'unavailable');
				assert.ok(Number(page.headers.get('retry-after')) > 0, door.path);
			}
			for (const service of SERVICES) {
				assert.equal((await inside(`/${service}/readyz`)).status, 503, service);
				assert.equal((await inside(`/${service}/healthz`)).status, 200, service);
			}
			for (const path of ['/tillganglighet', '/om-kakor']) assert.equal((await new Client().get(path)).status, 200, path);
		} finally {
			await start();
		}
		await until('every worker connected again', async () => {
			const pages = await Promise.all(Array.from({ length: 32 }, (_, i) => (i % 2 ? anna.get('/mina') : klara.get('/handlaggare'))));
			return pages.every((page) => page.status === 200);
		});
		assert.deepEqual(await standing(), before);
		assert.equal((await new Client().login('bertil')).status, 200);
	});
	test('while an application is sent in is not believed to be a receipt', async () => {
		const anna = await loggedIn('anna');
		const subject = await childNamed(anna, 'Alva');
		const door = doors.find((one) => one.name === 'POST /api/v1/forms/{}/cases');
		const send = () => ask(anna, door, { path: '/api/v1/forms/skolskjuts/cases', body: JSON.stringify({ subject, answers: ANSWERS }) });
		const cases = count('core.cases');
		await stop();
		try {
			assertRefused(await send(), 503, door.path, 'unavailable');
		} finally {
			await start();
		}
		assert.equal(count('core.cases'), cases);
		const sent = await until('the receipt', async () => {
			const page = await send();
			return page.status !== 503 && page;
		});
		assert.equal(sent.status, 201, sent.text);
		assert.equal((await send()).json.reference, sent.json.reference);
		assert.equal(count('core.cases'), cases + 1);
	});
});
