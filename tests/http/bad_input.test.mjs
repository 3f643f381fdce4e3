// What cannot be taken: at every door, each kind with an answer of its own, and nothing is stored and nobody dies of it.
import assert from 'node:assert/strict';
import { afterEach, before, describe, test } from 'node:test';
import { loggedIn } from './applicant.mjs';
import { Client } from './client.mjs';
import { SERVICES, ask, assertRefused, at, changing, doors, raw, standing, typeOf } from './doors.mjs';

const NGINX_TAKES = { '/eid': 16 * 1024, '/admin': 2048 * 1024, '/api/v1/admin': 2048 * 1024 }; // else 256 KiB: nginx/locations.conf
const taken = (door) => NGINX_TAKES[Object.keys(NGINX_TAKES).find((head) => door.path.startsWith(head))] ?? 256 * 1024;
const by = (...types) => changing.filter((door) => types.includes(typeOf(door)));

let citizen, klara, adam, stood;
before(async () => {
	[citizen, klara, adam] = await Promise.all([loggedIn('anna'), loggedIn('klara', 'staff'), loggedIn('adam', 'staff')]);
	stood = await standing();
});
const someone = (door) => (door.audience === 'staff' ? (door.service === 'admin' ? adam : klara) : citizen);
afterEach(async () => {
	const before = stood;
	stood = await standing();
	assert.deepEqual(stood, before);
});

// Is it this service that answered, and not nginx by itself?
const ours = (page) => page.headers.get('x-request-id') !== null;

describe('a path', () => {
	const matches = (door, path) => new RegExp(`^${door.path.replaceAll('{}', '[^/]+')}$`).test(path);
	const paths = [...new Map(doors.map((door) => [door.path, door])).values()];
	for (const door of paths)
		test(`${door.path} takes no other method than its own, and says which`, async () => {
			const path = at(door);
			const methods = doors.filter((one) => matches(one, path)).map((one) => one.method);
			const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
			const wrong = ['GET', 'POST', 'PUT', 'DELETE'].filter((method) => !allowed.includes(method));
			for (const method of wrong) {
				const page = await someone(door).request(method, path, method === 'GET' ? {} : { body: 'a=b' });
				assertRefused(page, 405, path, 'method-not-allowed');
				assert.deepEqual(page.headers.get('allow').split(', ').sort(), [...new Set(allowed)].sort(), path);
			}
			assert.ok(wrong.length > 0);
		});
	const areas = ['/finns-inte', '/handlaggare/finns-inte', '/handlaggare/ko/a/b', '/eid/finns-inte', '/api/v1/nothing', '/api/v1/queues/a/b', '/api/v1/cases/a/b', '/api/v2/forms'];
	for (const path of SERVICES.includes('admin') ? [...areas, '/admin/finns-inte', '/api/v1/admin/nothing'] : areas)
		test(`${path} that no door has is 404, without a login too`, async () => {
			assertRefused(await new Client().get(path), 404, path, 'not-found');
			assertRefused(await ask(citizen, { method: 'POST', path, checks: ['form'] }), 404, path, 'not-found');
		});
	for (const head of ['/mina/', '/handlaggare/arende/', '/eid/', '/api/v1/forms/', '/api/v1/queues/'])
		for (const [what, tail] of [['NUL', '%00'], ['broken UTF-8', '%ff'], ['half an escape', 'a%4'], ['a line break', '%0d%0aX:1']])
			test(`${head} with ${what} is 400`, async () => assertRefused(await klara.get(head + tail), 400, head, 'bad-request'));
	test('that nginx answers by itself gets a page of ours too', async () => {
		for (const path of ['/static/', '/static/none.css']) {
			const page = await new Client().get(path);
			assert.equal(page.status, 404);
			assert.match(page.words, /Sidan finns inte .*There is no such page/);
		}
	});
	test('of internal doors does not exist for the public', async () => {
		for (const path of ['/healthz', '/readyz', '/metrics', '/citizen/healthz', '/eid/metrics']) assertRefused(await new Client().get(path), 404, path);
	});
});

describe('a body', () => {
	for (const door of by('form', 'json', 'upload')) {
		const path = at(door);
		test(`of the wrong type is 415 at ${door.name}`, async () => {
			for (const type of ['text/plain', 'application/xml', 'form', 'json'].filter((one) => one !== typeOf(door))) {
				const header = { form: 'application/x-www-form-urlencoded', json: 'application/json' }[type] ?? type;
				assertRefused(await ask(someone(door), door, { headers: { 'content-type': header } }), 415, path, 'media-type');
			}
		});
		if (door.body_bytes < taken(door))
			test(`larger than the door takes is 413 at ${door.name}, by the service`, async () => {
				const page = await ask(someone(door), door, { body: 'x'.repeat(door.body_bytes + 1) });
				assertRefused(page, 413, path, 'too-large');
				assert.ok(ours(page));
			});
		test(`larger than nginx takes is 413 at ${door.name}, and does not reach the service`, async () => {
			const page = await ask(someone(door), door, { body: 'x'.repeat(taken(door) + 1) });
			assertRefused(page, 413, path, 'too-large');
			assert.ok(!ours(page));
		});
		test(`of no length is 411 at ${door.name}`, async () => {
			const type = { form: 'application/x-www-form-urlencoded', json: 'application/json', upload: 'multipart/form-data; boundary=x' }[typeOf(door)];
			const page = await raw(`${door.method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: ${type}\r\n\r\n`);
			assertRefused(page, 411, path, 'length-required');
		});
	}
	for (const door of by('form'))
		test(`in broken UTF-8, with NUL or a broken escape is 400 at ${door.name}`, async () => {
			for (const body of ['a=%ff', 'a=%c3%28', 'a=%ed%a0%80', 'a=%00', 'a=%', 'a=%zz', Buffer.from([0x61, 0x3d, 0xff]), Buffer.from([0x61, 0x3d, 0x00])])
				assertRefused(await ask(someone(door), door, { body }), 400, door.path, 'bad-request');
		});
	// The faults of a definition are told with their places, those of its JSON among them.
	const faults = (door) => (door.method === 'PUT' ? [422, 'invalid-answers'] : [400, 'bad-request']);
	for (const door of by('json'))
		test(`that is no JSON we can trust is ${faults(door)[0]} at ${door.name}`, async () => {
			const [status, slug] = faults(door);
			const broken = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
			for (const body of ['', '{', '[]', '{"a":1,"a":2}', '{"a":{"b":1,"b":1}}', '{"a":"\\u0000"}', '{"a":"\0"}', '{"a":1}x', '{"a":"\\ud800"}', broken])
				assertRefused(await ask(someone(door), door, { body, headers: { 'if-match': '"1"' } }), status, door.path, slug);
		});
	test('that ends before its length is not taken', async () => {
		const headers = 'Host: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 1000';
		assert.equal(await raw(`POST /api/v1/forms/skolskjuts/check HTTP/1.1\r\n${headers}\r\n\r\n{"answers":{}}`, { hangUp: true }), null);
	});
	test('in chunks is taken as one with its length', async () => {
		const headers = 'Host: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked';
		const page = await raw(`POST /api/v1/forms/skolskjuts/check HTTP/1.1\r\n${headers}\r\n\r\n9\r\n{"answers\r\n5\r\n":{}}\r\n0\r\n\r\n`);
		assertRefused(page, 422, '/api/', 'invalid-answers');
	});
	for (const [what, headers] of [
		['two lengths', 'Content-Length: 3\r\nContent-Length: 4'],
		['a length and chunks', 'Content-Length: 3\r\nTransfer-Encoding: chunked'],
		['a length that is no number', 'Content-Length: 1e3'],
	])
		test(`with ${what} is 400`, async () => {
			const page = await raw(`POST /api/v1/forms/skolskjuts/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}\r\n\r\n0\r\n\r\n`);
			assertRefused(page, 400, '/api/', 'bad-request');
			assert.ok(!ours(page));
		});
});

describe('a head', () => {
	test('with a query in broken UTF-8 or of too many parts is 400', async () => {
		for (const query of ['a=%ff', 'a=%00', 'a=%zz', 'a&'.repeat(100)]) {
			for (const path of ['/mina', '/handlaggare', '/eid/klar', '/api/v1/forms', '/api/v1/queues'])
				assertRefused(await new Client().get(`${path}?${query}`), 400, path, 'bad-request');
		}
	});
	test('that is too long or has no host is refused before it reaches a service', async () => {
		for (const bytes of [`GET /${'x'.repeat(40000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40000)}\r\n\r\n`]) {
			const page = await raw(bytes);
			assertRefused(page, 400, '/');
			assert.ok(!ours(page));
		}
	});
	test('for another host gets no answer', async () => assert.equal(await raw('GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n'), null));
});
