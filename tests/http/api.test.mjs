// The JSON doors of citizens, and the published description against the doors of every executable.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { ANSWERS, childNamed, children, composed, count, loggedIn, newFormId, publish, routes, sql } from './applicant.mjs';
import { Client } from './client.mjs';

const FORM = '/api/v1/forms/skolskjuts';
const technical = /sql|postgres|libpq|plpgsql|core\.|api_citizen|services\/|\.c:\d|SQLSTATE/i;

let anna, bertil, sam, alva;
before(async () => {
	[anna, bertil, sam] = await Promise.all([loggedIn('anna'), loggedIn('bertil'), loggedIn('sam')]);
	alva = await childNamed(anna, 'Alva');
});

function assertProblem(page, status, slug) {
	assert.equal(page.status, status, page.text);
	assert.match(page.headers.get('content-type'), /^application\/problem\+json/);
	const problem = page.json;
	assert.equal(problem.status, status);
	assert.ok(problem.type.endsWith(slug), problem.type);
	assert.ok(problem.title);
	assert.match(problem.request_id, /^[0-9a-f]{32}$/);
	assert.doesNotMatch(page.text, technical);
	return problem;
}

const sendAs = (client, key, content, form = FORM) => client.api('POST', `${form}/cases`, content, { 'idempotency-key': key });
const send = (key, content = { subject: alva, answers: ANSWERS }) => sendAs(anna, key, content);
const check = (body, headers = {}) =>
	new Client().request('POST', `${FORM}/check`, {
		body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
		headers: { 'content-type': 'application/json', ...headers },
	});
const changed = (change) => ({ answers: { ...ANSWERS, ...change } });

describe('the description', () => {
	const described = async () => (await new Client().get('/api/v1/openapi.json')).json;
	const doorsOf = (name) =>
		routes(name).filter((door) => door.path.startsWith('/api/')).map((door) => `${door.method.toLowerCase()} ${door.path}`);
	const methods = ['get', 'post', 'put', 'delete'];

	test('is OpenAPI 3.1 for anyone', async () => {
		const page = await new Client().get('/api/v1/openapi.json');
		assert.equal(page.status, 200);
		assert.match(page.headers.get('content-type'), /^application\/json/);
		assert.match(page.json.openapi, /^3\.1\./);
	});
	test('names every JSON door of every executable, and no other', async () => {
		const paths = Object.entries((await described()).paths);
		const named = paths.flatMap(([path, door]) =>
			methods.filter((method) => door[method]).map((method) => `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`));
		const real = ['citizen', 'caseworker', 'admin'].flatMap(doorsOf);
		assert.deepEqual([...named].sort(), [...real].sort());
	});
	test('says of every door whether it needs a login, and what its path holds', async () => {
		const { paths } = await described();
		for (const name of ['citizen', 'caseworker', 'admin'])
			for (const door of routes(name).filter((one) => one.path.startsWith('/api/'))) {
				const [path, methodsOf] = Object.entries(paths).find(([one]) => one.replace(/\{[^}]+\}/g, '{}') === door.path);
				const operation = methodsOf[door.method.toLowerCase()];
				assert.equal(Boolean(operation.security?.length), door.audience !== 'nobody', `${door.method} ${path}`);
				const holes = [...path.matchAll(/\{([^}]+)\}/g)].map(([, hole]) => hole);
				const parameters = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name);
				assert.deepEqual(parameters, holes, path);
				if (door.checks.includes('json')) assert.ok(operation.requestBody?.content['application/json'], `${door.method} ${path} takes JSON`);
				if (door.body_bytes === 0) assert.equal(operation.requestBody, undefined, `${door.method} ${path} takes nothing`);
				if (door.checks.includes('key')) assert.ok(operation.parameters.some((one) => one.name === 'Idempotency-Key' && one.required));
			}
	});
	test('says which scope a program needs, at every door of staff that lets one in', async () => {
		const { paths } = await described();
		for (const door of ['caseworker', 'admin'].flatMap(routes).filter((one) => one.path.startsWith('/api/'))) {
			const [path, methodsOf] = Object.entries(paths).find(([one]) => one.replace(/\{[^}]+\}/g, '{}') === door.path);
			const operation = methodsOf[door.method.toLowerCase()];
			const scopes = door.checks.filter((check) => check.includes('.'));
			assert.ok(scopes.length <= 1, path);
			assert.deepEqual(operation.security?.find((one) => one.service)?.service ?? [], scopes, path);
			assert.ok(operation.responses[403], path);
		}
	});
	test('refers only to what it holds', async () => {
		const whole = await described();
		for (const [, pointer] of JSON.stringify(whole).matchAll(/"\$ref":"#([^"]+)"/g))
			assert.ok(pointer.split('/').slice(1).reduce((node, part) => node?.[part], whole), pointer);
	});
});

describe('forms', () => {
	test('are listed with titles in every language', async () => {
		const { forms } = (await new Client().get('/api/v1/forms')).json;
		const one = forms.find((form) => form.form === 'skolskjuts');
		assert.equal(one.texts.sv.title, 'Ansök om skolskjuts');
		assert.ok(one.texts.en.title);
		assert.match(one.version, /^\d+\.\d+\.\d+$/);
	});
	test('are given whole, in the version asked for', async () => {
		const { version } = (await new Client().get('/api/v1/forms')).json.forms.find((form) => form.form === 'skolskjuts');
		const current = await new Client().get(FORM);
		assert.equal(current.json.version, version);
		assert.match(current.headers.get('etag'), /^(W\/)?"[0-9a-f]{64}"$/);
		assert.equal((await new Client().get(`${FORM}?version=${version}`)).text, current.text);
	});
	test('have a schema that anyone can validate with', async () => {
		const page = await new Client().get(`${FORM}/schema`);
		assert.match(page.headers.get('content-type'), /^application\/schema\+json/);
		assert.equal(page.json.$schema, 'https://json-schema.org/draft/2020-12/schema');
		assert.deepEqual(page.json, (await new Client().get(FORM)).json.data);
	});
	test('that do not exist are not found', async () => {
		for (const path of ['/api/v1/forms/nej', '/api/v1/forms/nej/schema', `${FORM}?version=99.0.0`, `${FORM}?version='`, '/api/v1/nej'])
			assertProblem(await new Client().get(path), 404, 'not-found');
		assertProblem(await new Client().request('POST', '/api/v1/forms/nej/check', { body: '{"answers":{}}', headers: { 'content-type': 'application/json' } }), 404, 'not-found');
	});
	test('take no other method than theirs', async () => {
		const page = await anna.api('DELETE', FORM);
		assertProblem(page, 405, 'method-not-allowed');
		assert.deepEqual(page.headers.get('allow').split(', ').sort(), ['GET', 'HEAD']);
	});
	test('answer HEAD like GET, without the body', async () => {
		const page = await new Client().request('HEAD', FORM);
		assert.equal(page.status, 200);
		assert.equal(page.text, '');
		assert.equal(page.headers.get('etag'), (await new Client().get(FORM)).headers.get('etag'));
	});
});

describe('a check', () => {
	test('accepts valid answers of anyone', async () => {
		const page = await check({ answers: ANSWERS });
		assert.equal(page.status, 200, page.text);
		assert.deepEqual(page.json, { valid: true });
	});
	test('names place, rule and words of every error at once', async () => {
		const problem = assertProblem(await check({ answers: { ...ANSWERS, arskurs: '12', skola: 'B', adress: { gata: 'Björkvägen 1', postnummer: 'x' } } }), 422, 'invalid-answers');
		const seen = problem.errors.map(({ pointer, keyword }) => `${pointer} ${keyword}`);
		assert.deepEqual(seen.sort(), ['/adress/ort required', '/adress/postnummer pattern', '/arskurs enum', '/skola minLength']);
		for (const { text } of problem.errors) assert.match(text, /^[A-ZÅÄÖ]/);
	});
	test('asks what must hold between answers', async () => {
		const problem = assertProblem(await check(changed({ startdatum: '1999-08-18' })), 422, 'invalid-answers');
		assert.deepEqual(problem.errors.map(({ pointer, keyword }) => [pointer, keyword]), [['/startdatum', 'check']]);
	});
	test('speaks the language of the caller', async () => {
		const words = async (language) => (await check({ answers: {} }, { 'accept-language': language })).json.errors.map((error) => error.text);
		const sv = await words('sv'), en = await words('en');
		assert.equal(sv.length, en.length);
		assert.ok(sv.every((text, i) => text !== en[i]));
	});
	test('finds an answer to a question that is not asked', async () => {
		const problem = assertProblem(await check(changed({ trafik_beskrivning: 'Vägen saknar gångbana.' })), 422, 'invalid-answers');
		assert.deepEqual(problem.errors.map(({ pointer }) => pointer), ['/trafik_beskrivning']);
	});
	test('finds an answer that no question asks for', async () => {
		assert.deepEqual(assertProblem(await check(changed({ annat: 1 })), 422, 'invalid-answers').errors.map(({ pointer }) => pointer), ['/annat']);
	});
	test('agrees with every test inside the definition', async () => {
		// A test pins its day; the service has its own, so the date that must not have passed is moved.
		const own = composed().tests.filter((one) => !one.base);
		const pages = await Promise.all(own.map((one) => check({ answers: { ...one.data, startdatum: ANSWERS.startdatum } })));
		own.forEach((one, i) => assert.equal(pages[i].status, one.expect.valid ? 200 : 422, one.name));
	});
	test('saves nothing', async () => {
		const before = [count('core.cases'), count('core.draft'), count('core.idempotency')];
		await check({ answers: ANSWERS });
		assert.deepEqual([count('core.cases'), count('core.draft'), count('core.idempotency')], before);
	});
});

describe('JSON that is none', () => {
	const wrong = {
		'a duplicate member': '{"answers":{"a":1,"a":2}}',
		'a duplicate member by escape': '{"answers":{"a":1,"\\u0061":2}}',
		'NUL in a string': '{"answers":{"skola":"a\\u0000b"}}',
		'a NUL byte': '{"answers":{}}\0',
		'a lone surrogate': '{"answers":{"skola":"\\ud800"}}',
		'a byte order mark': '\ufeff{"answers":{}}',
		'bytes after the end': '{"answers":{}}x',
		'a comma too many': '{"answers":{},}',
		'a comment': '{"answers":{}/**/}',
		'NaN': '{"answers":{"skola":NaN}}',
		'a leading zero': '{"answers":{"skola":01}}',
		'nothing': '',
		'half of it': '{"answers":{"skola":"Bj',
		'a number alone': '1',
		'an array': '[]',
		'null': 'null',
		'no answers': '{}',
		'answers that are none': '{"answers":[]}',
		'depth without end': `{"answers":${'['.repeat(5000)}${']'.repeat(5000)}}`,
		'a number without end': `{"answers":{"skola":${'9'.repeat(200)}}}`,
	};
	for (const [name, body] of Object.entries(wrong))
		test(`${name}: is refused`, async () => assertProblem(await check(body), 400, 'bad-request'));
	for (const [name, bytes] of Object.entries({ 'broken UTF-8': [0xff], 'overlong UTF-8': [0xc0, 0xaf], 'a surrogate in UTF-8': [0xed, 0xa0, 0x80] }))
		test(`${name}: is refused`, async () => {
			const body = Buffer.concat([Buffer.from('{"answers":{"skola":"'), Buffer.from(bytes), Buffer.from('"}}')]);
			assertProblem(await check(body), 400, 'bad-request');
		});
	test('is refused with its place', async () =>
		assert.match((await check('{\n "answers": {"a":1,\n  "a":2}}')).json.detail, /duplicate member at line 3, column \d+/));
	test('of another type is refused', async () => {
		for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', 'application/problem+json'])
			assertProblem(await check('{}', { 'content-type': type }), 415, 'media-type');
		assert.equal((await check({ answers: ANSWERS }, { 'content-type': 'Application/JSON; charset=utf-8' })).status, 200);
	});
	test('too large is refused', async () => {
		const page = await check(`{"answers":{"skola":"${'x'.repeat(300 * 1024)}"}}`);
		assert.equal(page.status, 413);
	});
});

describe('sending in', () => {
	test('gives a reference, its time and where the receipt is', async () => {
		const page = await send(randomUUID());
		assert.equal(page.status, 201, page.text);
		const { reference, received_at: at, receipt } = page.json;
		assert.match(reference, /^SKJ-\d{4}-\d+-\d$/);
		assert.equal(page.headers.get('location'), `/api/v1/cases/${reference}`);
		assert.ok(Math.abs(Date.now() - Date.parse(at)) < 60_000);
		assert.equal((await anna.get(receipt)).status, 200);
	});
	test('again with the same key gives the same receipt and no other case', async () => {
		const key = randomUUID(), first = await send(key), cases = count('core.cases');
		for (let i = 0; i < 3; i++) {
			const again = await send(key);
			assert.equal(again.status, 200);
			assert.deepEqual(again.json, first.json);
		}
		assert.equal(count('core.cases'), cases);
	});
	test('ten times at once with the same key makes one case', async () => {
		const key = randomUUID(), cases = count('core.cases');
		const pages = await Promise.all(Array.from({ length: 10 }, () => send(key)));
		assert.deepEqual(pages.map((page) => page.status).sort(), [...Array(9).fill(200), 201]);
		assert.equal(new Set(pages.map((page) => page.text)).size, 1);
		assert.equal(count('core.cases'), cases + 1);
	});
	test('with members in another order is the same', async () => {
		const key = randomUUID();
		const first = await send(key);
		const turned = Object.fromEntries(Object.entries(ANSWERS).reverse());
		assert.deepEqual((await send(key, { answers: turned, subject: alva })).json, first.json);
	});
	test('with the same key and other content is refused', async () => {
		const key = randomUUID();
		await send(key);
		assertProblem(await send(key, { subject: alva, answers: { ...ANSWERS, skola: 'Granskolan' } }), 422, 'key-reused');
		assertProblem(await send(key, { subject: await childNamed(anna, 'Elias'), answers: ANSWERS }), 422, 'key-reused');
	});
	test("with another person's key is that person's own case", async () => {
		const key = randomUUID(), hers = await send(key);
		const his = await sendAs(bertil, key, { subject: alva, answers: ANSWERS });
		assert.equal(his.status, 201);
		assert.notEqual(his.json.reference, hers.json.reference);
	});
	test('again after a newer version was published is still the same', async () => {
		const id = newFormId(), form = `/api/v1/forms/${id}`, key = randomUUID();
		const definition = (version) => ({ ...composed(), id, version });
		publish(definition('1.0.0'));
		const first = await sendAs(anna, key, { subject: alva, answers: ANSWERS }, form);
		assert.equal(first.status, 201, first.text);
		publish(definition('1.1.0'));
		const again = await sendAs(anna, key, { subject: alva, answers: ANSWERS }, form);
		assert.equal(again.status, 200);
		assert.deepEqual(again.json, first.json);
	});
	test('needs a key that is a UUID', async () => {
		const body = { subject: alva, answers: ANSWERS };
		assertProblem(await anna.api('POST', `${FORM}/cases`, body), 400, 'bad-request');
		for (const key of ['x', 'x'.repeat(4000), `${randomUUID()} `.repeat(2).trim(), randomUUID().slice(1)])
			assertProblem(await send(key), 400, 'bad-request');
	});
	test('needs a login, and the token of its session', async () => {
		const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), 'sec-fetch-site': 'same-origin' };
		const body = JSON.stringify({ subject: alva, answers: ANSWERS });
		assertProblem(await new Client().request('POST', `${FORM}/cases`, { body, headers }), 401, 'login-needed');
		assertProblem(await anna.request('POST', `${FORM}/cases`, { body, headers }), 403, 'not-from-our-page');
		assertProblem(await anna.request('POST', `${FORM}/cases`, { body, headers: { ...headers, 'x-csrf-token': bertil.csrf } }), 403, 'not-from-our-page');
		const cross = { ...headers, 'x-csrf-token': anna.csrf, 'sec-fetch-site': 'cross-site' };
		assertProblem(await anna.request('POST', `${FORM}/cases`, { body, headers: cross }), 403, 'not-from-our-page');
	});
	test('by a program that carries the token needs nothing of a browser', async () => {
		const program = new Client();
		const page = await program.request('POST', `${FORM}/cases`, {
			body: JSON.stringify({ subject: alva, answers: ANSWERS }),
			headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), authorization: `Bearer ${anna.cookies().get('__Host-sid')}` },
		});
		assert.equal(page.status, 201, page.text);
	});
	test('is for own children only', async () => {
		const elsa = sql("select person from core.person where personal_number = '200902022383'");
		for (const subject of [elsa, randomUUID()]) assertProblem(await send(randomUUID(), { subject, answers: ANSWERS }), 403, 'forbidden');
		assertProblem(await sendAs(sam, randomUUID(), { subject: alva, answers: ANSWERS }), 403, 'forbidden');
		for (const subject of [null, undefined]) assert.equal((await send(randomUUID(), { subject, answers: ANSWERS })).status, 422);
		for (const subject of ['', 'x', 1, {}, alva.toUpperCase()]) assertProblem(await send(randomUUID(), { subject, answers: ANSWERS }), 400, 'bad-request');
	});
	test('of answers with errors leaves nothing, and the key can be used again', async () => {
		const key = randomUUID();
		const tables = ['cases', 'case_document', 'case_event', `outbox where kind !~ '^receipt'`, 'idempotency'];
		const before = tables.map((table) => count(`core.${table}`));
		const problem = assertProblem(await send(key, { subject: alva, answers: { ...ANSWERS, forsakran: false } }), 422, 'invalid-answers');
		assert.deepEqual(problem.errors.map(({ pointer, keyword }) => [pointer, keyword]), [['/forsakran', 'const']]);
		await send(key, { subject: 'x', answers: ANSWERS });
		await send(key, { subject: randomUUID(), answers: ANSWERS });
		assert.deepEqual(tables.map((table) => count(`core.${table}`)), before);
		assert.equal((await send(key)).status, 201);
	});
	test('gives references without a gap', async () => {
		const numbers = (await Promise.all(Array.from({ length: 6 }, () => send(randomUUID()))))
			.map((page) => Number(page.json.reference.split('-')[2])).sort((a, b) => a - b);
		assert.deepEqual(numbers, numbers.map((_, i) => numbers[0] + i));
	});
});

describe('following', () => {
	test('children are the own ones, without personal numbers', async () => {
		const own = await children(anna);
		assert.deepEqual(own.map((child) => child.name).sort(), ['Alva Testsson', 'Elias Åström']);
		assert.deepEqual(Object.keys(own[0]).sort(), ['birth_year', 'name', 'person', 'protected']);
		assert.deepEqual(await children(sam), []);
	});
	test('a case is listed and read by its applicant', async () => {
		const { reference } = (await send(randomUUID())).json;
		const own = (await anna.get('/api/v1/cases')).json;
		assert.equal(own.cases.find((one) => one.reference === reference).status, 'received');
		const one = await anna.get(`/api/v1/cases/${reference}`);
		assert.equal(one.status, 200);
		assert.deepEqual(one.json.answers, ANSWERS);
		assert.equal(one.json.decision, null);
		assert.deepEqual(one.json.events.map(({ event, status }) => [event, status]), [['submit', 'received']]);
	});
	test("another's case is as one that does not exist", async () => {
		const { reference } = (await send(randomUUID())).json;
		const plain = ({ request_id: _, ...rest }) => rest;
		for (const other of [bertil, sam]) {
			const { cases, shared } = (await other.get('/api/v1/cases')).json;
			assert.ok(!cases.some((one) => one.reference === reference));
			assert.equal(shared.some((one) => one.reference === reference), other === bertil, 'the other guardian is told of it, and nobody else');
			const theirs = assertProblem(await other.get(`/api/v1/cases/${reference}`), 404, 'not-found');
			const nothing = assertProblem(await other.get('/api/v1/cases/SKJ-2026-999999-0'), 404, 'not-found');
			assert.deepEqual(plain(theirs), plain(nothing));
		}
	});
	test('without login nothing is told', async () => {
		for (const path of ['/api/v1/cases', '/api/v1/cases/SKJ-2026-000001-1', '/api/v1/children']) {
			const page = await new Client().get(path);
			assertProblem(page, 401, 'login-needed');
			assert.match(page.headers.get('www-authenticate'), /^Bearer/);
		}
	});
	test('what belongs to a person is kept by no cache', async () => {
		for (const path of ['/api/v1/cases', '/api/v1/children']) assert.match((await anna.get(path)).headers.get('cache-control'), /no-store/);
	});
});
