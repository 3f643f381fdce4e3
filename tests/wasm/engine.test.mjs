// engine.test.mjs -- the module as a guest: what it takes, what it refuses, and how it ends.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { load, loadSchemas } from '../../services/web/js/engine.mjs';
import { blankett, engine } from './native.mjs';

const bytes = readFileSync(`${process.env.BUILD ?? 'build'}/wasm/engine.wasm`);
const definition = blankett('form', 'compose', 'forms/skolskjuts').stdout;
const rules = JSON.parse(readFileSync('tests/corpus/rules.json', 'utf8')).definition;
const everything = JSON.parse(readFileSync('tests/corpus/everything.json', 'utf8')).definition;

test('the module is not larger than it may be', () => {
	assert.ok(bytes.length <= 100 * 1024, `${bytes.length} bytes`);
});

test('it asks its host for patterns and a last word, and for nothing else', () => {
	const asked = WebAssembly.Module.imports(engine).map(({ module, name }) => `${module}.${name}`);
	assert.deepEqual(asked.sort(), ['host.died', 'host.pattern_free', 'host.pattern_new', 'host.pattern_test']);
});

test('it is loaded from bytes, from a module and from an address', async () => {
	const server = createServer((request, response) => response.writeHead(200, { 'Content-Type': 'application/wasm' }).end(bytes));
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	for (const source of [bytes, engine, `http://127.0.0.1:${server.address().port}/engine.wasm`]) {
		const form = await load(source, definition);
		assert.equal(form.pages()[0], 'lasar');
	}
	server.close();
});

test('a page is answered like on the server, in the language asked for', async () => {
	const form = await load(engine, definition, { language: 'en' });
	assert.equal(form.errors('adress').length, 1);
	form.answer('adress', new URLSearchParams({ '/adress/gata': 'Björkvägen 1', '/adress/postnummer': '12', '/adress/ort': ' Älvstad ' }));
	assert.deepEqual(form.errors('adress').map(({ at }) => at), ['/adress/postnummer']);
	assert.match(form.errors('adress')[0].text, /^Enter /);
	const answers = form.answer('adress', '%2Fadress%2Fgata=x&%2Fadress%2Fpostnummer=134+40&%2Fadress%2Fort=y');
	assert.deepEqual(answers, { adress: { gata: 'x', postnummer: '134 40', ort: 'y' } });
	assert.deepEqual(form.calculated(), {});
});

test('an answer starts from what is saved, not from the answer before', async () => {
	const form = await load(engine, everything, { answers: '{"val":"b","mer":"mycket"}' });
	assert.ok(form.visible().includes('/mer'));
	assert.equal(form.answer('forst', '%2Fval=a').mer, undefined);
	assert.ok(!form.visible().includes('/mer'));
	assert.equal(form.answer('forst', '%2Fval=b').mer, 'mycket');
	assert.equal(form.answer('kontakt', '').mer, 'mycket');
});

test('what is calculated and what only informs are told, and go by the day that is given', async () => {
	const form = await load(engine, rules, { answers: '{"dag":"2026-08-02"}', today: '2026-08-02' });
	assert.deepEqual(form.errors('dagar'), []);
	form.answer('tal', '%2Fantal=7&%2Fmatt=2%2C55');
	assert.deepEqual(form.calculated(), { '/summa': 9.55, '/dubbelt': 19.1, '/per': 14.285714286, '/senast': '2026-09-02', '/mening': 'å 7 till 2026-08-02' });
	assert.deepEqual(form.warnings(), [{ at: '/antal', keyword: 'check', text: 'Det är många', page: 'tal' }]);
	assert.equal(form.report().valid, true);
	const late = await load(engine, rules, { answers: '{"dag":"2026-08-02"}', today: '2026-08-03' });
	assert.deepEqual(late.errors('dagar'), [{ at: '/dag', text: 'Dagen har passerat' }]);
	const now = await load(engine, rules, { answers: '{"dag":"1999-12-31"}' });
	assert.equal(now.errors('dagar').length, 1);
});

test('what is no form, no answers and no page is refused, and the engine goes on', async () => {
	for (const bad of ['', 'null', '{}', definition.slice(0, -3), definition.replace('"pages"', '"sidor"'), '[' .repeat(100000)])
		await assert.rejects(load(engine, bad), /cannot read this definition/);
	for (const answers of ['', '[]', '{"a":1,"a":2}', '{"a":"\u0000"}', '['.repeat(60000)])
		await assert.rejects(load(engine, definition, { answers }), /cannot read these answers/);
	const form = await load(engine, definition);
	assert.throws(() => form.answer('ingen', ''), /no such page/);
	assert.throws(() => form.answer('adress', '%'), /cannot read/);
	assert.deepEqual(form.answer('kontakt', '%2Fkontakt%2Fepost=a%40b.se'), { kontakt: { epost: 'a@b.se' } });
});

test('a pattern that the host cannot compile refuses the definition', async () => {
	const broken = structuredClone(everything);
	broken.data.properties.kod.pattern = '^\\p{Nonsense}$';
	await assert.rejects(load(engine, broken), /cannot read this definition/);
});

test('answers are checked a thousand times in the same memory', async () => {
	const form = await load(engine, definition);
	form.answer('adress', '%2Fadress%2Fort=y');
	const line = form.line();
	// A leak of the smallest block would pass the ceiling.
	for (let i = 0; i < 1000; i++) form.answer('adress', '%2Fadress%2Fort=y');
	assert.equal(form.line(), line);
});

test('at the ceiling of its memory it stops, says so, and stays stopped', async () => {
	const compile = await loadSchemas(engine);
	const valid = compile('{"type":"array"}');
	assert.equal(valid('[1]'), true);
	const huge = 'x'.repeat(30 << 20);
	assert.throws(() => valid(huge), /the form engine stopped: arena\.(ceiling|memory)/);
	assert.throws(() => valid('[1]'), /the form engine stopped/);
	assert.equal((await loadSchemas(engine))('{"type":"array"}')('[1]'), true);
});

test('the deepest documents it takes do not overflow its stack', async () => {
	const deep = (n) => `${'['.repeat(n)}${']'.repeat(n)}`;
	const valid = (await loadSchemas(engine))('{"$ref":"#/$defs/a","$defs":{"a":{"items":{"allOf":[{"$ref":"#/$defs/a"}]},"uniqueItems":true}}}');
	assert.equal(valid(deep(127)), true);
	assert.throws(() => valid(deep(200)), /not JSON/);
	assert.equal(valid('[]'), true);
});

test('neither do the deepest schemas; where the host allows less, the engine stops and says so', async () => {
	const compile = await loadSchemas(engine);
	const deep = (n) => `${'{"not":'.repeat(n)}false${'}'.repeat(n)}`;
	assert.equal(compile(deep(126))('1'), false);
	assert.equal(compile(deep(127))('1'), true);
	const chain = (keyword, n) => {
		const links = Array.from({ length: n }, (_, i) => [`a${i}`, { [keyword]: [{ $ref: `#/$defs/a${i + 1}` }] }]);
		return compile(JSON.stringify({ $ref: '#/$defs/a0', $defs: Object.fromEntries([...links, [`a${n}`, true]]) }));
	};
	assert.equal(chain('allOf', 900)('1'), true);
	assert.equal(chain('anyOf', 300)('1'), true);
	assert.throws(() => chain('allOf', 1100), /too many references/);
	try {
		assert.equal(chain('anyOf', 900)('1'), true);
	} catch (error) {
		assert.match(error.message, /the form engine stopped: Maximum call stack size exceeded/);
	}
});

test('what only tables of Unicode can tell of a host is let through', async () => {
	const valid = (await loadSchemas(engine))('{"format":"idn-hostname"}', '{}', true);
	assert.deepEqual(['"åäö.se"', '"\u2603.se"', '"å b.se"', '"-å.se"', '"xn--!.se"'].map(valid), [true, true, false, false, false]);
});
