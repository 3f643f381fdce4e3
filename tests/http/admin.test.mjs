// Definitions: written, checked, looked at and published by an administrator, by page, by API and by command line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { begin, composed, count, fillIn, loggedIn, newFormId, sendIn, sql } from './applicant.mjs';
import { Client, unescape } from './client.mjs';

const pretty = (definition) => JSON.stringify(definition, null, 2);
let adam, number = 0;

before(async () => {
	adam = new Client();
	await adam.login('adam', 'staff', '/admin');
	await adam.get('/admin');
});

// A form of its own for each test, in a version that nobody has.
function definition(changes = {}, id = `${newFormId()}${number++}`) {
	return { ...composed(), id, version: '1.0.0', ...changes };
}

function form({ text = '', file, seen = '' }, client = adam) {
	const body = new FormData();
	body.set('csrf', client.csrf);
	body.set('seen', seen);
	body.set('file', new Blob(file === undefined ? [] : [file], { type: 'application/json' }), file === undefined ? '' : 'form.json');
	body.set('definition', text);
	return body;
}

const write = (fields, client = adam) =>
	client.request('POST', '/admin/formular/ny', { body: form(fields, client), headers: { origin: client.origin, 'sec-fetch-site': 'same-origin' } });
const pathOf = ({ id, version }) => `/admin/formular/${id}/${version}`;
const save = async (one) => {
	const saved = await write({ text: pretty(one) });
	assert.equal(saved.status, 303, saved.words);
	return saved.location;
};
const publish = async (one, sha256) =>
	adam.post(`${pathOf(one)}/publicera`, { sha256: sha256 ?? (await adam.get(pathOf(one))).field('sha256') });
const findings = (page) =>
	[...page.text.matchAll(/<span class="app-findings__place">([^<]*)<\/span>([^<]*)/g)].map(([, place, words]) => ({ place, words }));
const keeps = (page, text) => unescape(/<textarea[^>]*>\n([\s\S]*?)<\/textarea>/.exec(page.text)[1]) === text;

describe('a definition that is written', () => {
	test('is saved as a draft that nobody else sees, and told so', async () => {
		const one = definition();
		const page = await adam.get(await save(one));
		assert.match(page.words, /Versionen är sparad/);
		assert.match(page.words, /Utkast/);
		assert.equal((await new Client().get(`/tjanst/${one.id}`)).status, 404);
		assert.equal((await new Client().get(`/api/v1/forms/${one.id}?version=1.0.0`)).status, 404);
		assert.match((await adam.get('/admin')).words, new RegExp(`${one.id} .*1\\.0\\.0 Utkast`));
	});

	test('with faults is not saved; each is told with line, character, the line itself and what to do', async () => {
		const one = definition();
		delete one.texts.en.title;
		one.pages[0].fields[0].ref = '/finnsinte';
		const text = pretty(one);
		const page = await write({ text });
		assert.equal(page.status, 422);
		assert.match(page.title, /^Fel: /);
		assert.deepEqual(page.errors.map((error) => error.id), ['findings']);
		const lines = text.split('\n');
		const missing = findings(page).find(({ words }) => words.includes('Texten &quot;title&quot; saknas på språket &quot;en&quot;'));
		assert.ok(missing, page.words);
		const unknown = findings(page).find(({ words }) => words.includes('/finnsinte'));
		const line = lines.findIndex((one) => one.includes('/finnsinte')) + 1;
		assert.equal(unknown.place, `Rad ${line}, tecken ${lines[line - 1].indexOf('"/finnsinte"') + 1}`);
		assert.ok(keeps(page, text), 'the text is kept');
		assert.equal(count(`core.form_version where form = '${one.id}'`), 0);
	});

	test('is told in English to who reads English', async () => {
		const page = await adam.request('POST', '/admin/formular/ny?lang=en', {
			body: form({ text: '{' }), headers: { origin: adam.origin, 'sec-fetch-site': 'same-origin' } });
		await adam.get('/admin?lang=sv');
		assert.match(page.words, /Line 1, character 2 .*cannot be read as JSON/);
	});

	test('has its own tests run: one that fails is named', async () => {
		const one = definition();
		one.tests[0].expect = { valid: false };
		const page = await write({ text: pretty(one) });
		assert.equal(page.status, 422);
		assert.match(page.words, new RegExp(`Testet "${one.tests[0].name}" väntade sig fel, men svaren är giltiga`));
	});

	test('with a rule that cannot be carried out is refused, never half-checked', async () => {
		for (const rule of [{ anyOf: [{ minLength: 1 }] }, { $dynamicRef: '#x' }, { format: 'okant' }, { pattern: '^(?=a)$' }]) {
			const one = definition();
			one.data.properties.skola = { ...one.data.properties.skola, ...rule };
			assert.equal((await write({ text: pretty(one) })).status, 422, JSON.stringify(rule));
			assert.equal(count(`core.form_version where form = '${one.id}'`), 0);
		}
	});

	test('may be a file, which goes before the text', async () => {
		const one = definition();
		assert.equal((await write({ file: pretty(one), text: 'inte den här' })).location, `${pathOf(one)}?sparad=1`);
	});

	test('comes back byte for byte when it is downloaded', async () => {
		const one = definition();
		const text = `${pretty(one).replace('  "id"', '\t"id"')}\n\n`;
		assert.equal((await write({ file: text })).status, 303);
		const file = await adam.get(`${pathOf(one)}/definition`);
		assert.equal(file.text, text);
		assert.match(file.headers.get('content-disposition'), new RegExp(`^attachment; filename="${one.id}-1.0.0.json"$`));
	});

	test('that is empty, no text, too large or from elsewhere is refused', async () => {
		const empty = await write({ text: ' \n' });
		assert.equal(empty.status, 422);
		assert.deepEqual(empty.errors, [{ id: 'definition', text: 'Välj en fil eller klistra in en definition' }]);
		assert.match((await write({ file: Buffer.from('{"id":"\xff"}', 'latin1') })).words, /Rad 1, tecken \d+ Filen går inte att läsa som JSON/);
		assert.equal((await write({ file: 'x'.repeat(1_100_000) })).status, 413);
		assert.equal((await write({ file: 'x'.repeat(3_000_000) })).status, 413);
		assert.equal((await adam.post('/admin/formular/ny', { definition: '{}' })).status, 415);
	});

	test('that is meant to break the checker is refused, and no worker dies of it', async () => {
		const deaths = () => metric('worker_deaths');
		const before = await deaths();
		const bomb = definition();
		bomb.data.properties.skola = { type: 'string', maxLength: 100, pattern: '^(a+)+$' };
		bomb.tests[0].data.skola = `${'a'.repeat(60)}b`;
		for (const text of ['['.repeat(200_000), '[0'.repeat(100) + ',0'.repeat(200_000), `{${'"a":{'.repeat(5000)}`, `[${'{},'.repeat(150_000)}{}]`,
			`{"version":${'9'.repeat(900_000)}}`, `[${'"",'.repeat(340_000)}""]`, pretty(bomb)]) {
			assert.equal((await write({ file: text })).status, 422, text.slice(0, 40));
		}
		assert.equal(await deaths(), before);
	});
});

async function metric(name) {
	const page = await new Client(process.env.BLANKETT_TEST_INTERNAL).get('/admin/metrics');
	const found = new RegExp(`^\\S*${name}\\S* (\\d+)$`, 'm').exec(page.text);
	assert.ok(found, `no ${name} in ${page.text}`);
	return Number(found[1]);
}

describe('a draft', () => {
	test('is changed by whoever saw what is in it, and not over another’s change', async () => {
		const one = definition();
		await save(one);
		const seen = (await adam.get(`/admin/formular/ny?form=${one.id}&version=1.0.0`)).field('seen');
		one.texts.sv.title = 'Ändrad av Adam';
		assert.equal((await write({ text: pretty(one), seen })).status, 303);
		one.texts.sv.title = 'Ändrad av någon annan';
		for (const stale of [seen, '']) {
			const refused = await write({ text: pretty(one), seen: stale });
			assert.equal(refused.status, 412);
			assert.match(refused.errors[0].text, /Det finns redan ett utkast till version 1\.0\.0 med annat innehåll/);
			assert.ok(keeps(refused, pretty(one)), 'the text is kept');
		}
		assert.match((await adam.get(pathOf(one))).title, /Ändrad av Adam/);
	});

	test('is published only as it was seen', async () => {
		const one = definition();
		await save(one);
		const page = await publish(one, 'a'.repeat(64));
		assert.equal(page.status, 412);
		assert.match(page.errors[0].text, /Utkastet har ändrats/);
		assert.match((await adam.get(pathOf(one))).words, /Utkast/);
	});

	test('is thrown away after a question, and only as it was seen', async () => {
		const one = definition();
		await save(one);
		const ask = await adam.get(`${pathOf(one)}/radera`);
		assert.match(ask.words, /Vill du ta bort utkastet/);
		assert.equal((await adam.post(`${pathOf(one)}/radera`, { sha256: 'b'.repeat(64) })).status, 412);
		assert.equal((await adam.post(`${pathOf(one)}/radera`, { sha256: ask.field('sha256') })).location, '/admin');
		assert.equal((await adam.get(pathOf(one))).status, 404);
		assert.equal((await adam.post(`${pathOf(one)}/radera`, { sha256: ask.field('sha256') })).status, 303, 'twice without harm');
	});

	test('is looked at page by page, in either language, with the answers of its own tests', async () => {
		const one = definition();
		await save(one);
		const page = await adam.get(`${pathOf(one)}/sida/veckor`);
		assert.equal(page.status, 200);
		assert.match(page.words, /Förhandsgranskning .*Udda och jämna veckor/);
		assert.match(page.text, /name="\/udda_veckor"/, 'a test that shows the page is chosen');
		assert.equal(page.text.match(/<form/g).length, 1, 'no form but the one to log out');
		assert.match((await adam.get(`${pathOf(one)}/sida/veckor?exempel=1`)).words, /visas inte sidan/);
		const wrong = one.tests.findIndex(({ name }) => name.startsWith('fel postnummer')) + 1;
		assert.match((await adam.get(`${pathOf(one)}/sida/kontakt?exempel=${wrong}`)).words, /Fel: Skriv .*e-post/);
		assert.match((await adam.get(`${pathOf(one)}/sida/granska`)).words, /Jag försäkrar/);
		assert.match((await adam.get(`${pathOf(one)}/sida/lasar?lang=en`)).words, /Preview/);
		await adam.get('/admin?lang=sv');
		for (const missing of ['/sida/finns-inte', '/sida/lasar?exempel=0', '/sida/lasar?exempel=99', '/sida/lasar?exempel=x'])
			assert.equal((await adam.get(pathOf(one) + missing)).status, 404, missing);
	});
});

describe('a published version', () => {
	test('is what citizens meet from then on; publishing it twice is once', async () => {
		const one = definition();
		await save(one);
		const sha256 = (await adam.get(pathOf(one))).field('sha256');
		const both = await Promise.all([publish(one, sha256), publish(one, sha256)]);
		assert.deepEqual(both.map((page) => page.location), Array(2).fill(`${pathOf(one)}?publicerad=1`));
		const page = await adam.get(both[0].location);
		assert.match(page.words, /Versionen är publicerad/);
		assert.doesNotMatch(page.text, /publicera"/);
		assert.equal((await new Client().get(`/tjanst/${one.id}`)).status, 200);
		assert.equal(count(`core.audit where action = 'form.publish' and object = '${one.id} 1.0.0'`), 2);
	});

	test('never changes: not by saving over it, not by throwing it away', async () => {
		const one = definition();
		await save(one);
		await publish(one);
		const before = sql(`select sha256, definition from core.form_version where form = '${one.id}'`);
		one.texts.sv.title = 'En annan rubrik';
		const refused = await write({ text: pretty(one) });
		assert.equal(refused.status, 409);
		assert.match(refused.errors[0].text, /Version 1\.0\.0 är publicerad och kan aldrig ändras/);
		assert.ok(keeps(refused, pretty(one)), 'the text is kept');
		const { sha256 } = (await adam.api('GET', '/api/v1/admin/forms')).json.forms.find(({ form }) => form === one.id).versions[0];
		assert.equal((await adam.post(`${pathOf(one)}/radera`, { sha256 })).status, 409);
		assert.equal(sql(`select sha256, definition from core.form_version where form = '${one.id}'`), before);
	});

	test('is followed by later ones, by number and not by letter, and never by an earlier one', async () => {
		const one = definition();
		for (const version of ['1.0.0', '1.9.0', '1.10.0']) {
			await save({ ...one, version });
			assert.equal((await publish({ ...one, version })).status, 303, version);
		}
		await save({ ...one, version: '1.9.1' });
		const refused = await publish({ ...one, version: '1.9.1' });
		assert.equal(refused.status, 409);
		assert.match(refused.errors[0].text, /En senare version är redan publicerad/);
		assert.equal((await new Client().get(`/api/v1/forms/${one.id}`)).json.version, '1.10.0');
		assert.match((await adam.get(pathOf(one))).words, /Ersatt/);
	});

	test('leaves what was begun on the one before it where it is', async () => {
		const one = definition();
		await save(one);
		await publish(one);
		const anna = await loggedIn('anna');
		const draft = await begin(anna, 'Alva', one.id);
		const next = structuredClone(one);
		next.version = '2.0.0';
		next.texts.sv['/skola'].label = 'Skolans namn i version 2';
		await save(next);
		await publish(next);
		const check = await fillIn(anna, draft);
		assert.doesNotMatch(check.words, /version 2/);
		const sent = await sendIn(anna, draft, check);
		const reference = sent.location.slice('/kvittens/'.length);
		assert.equal(sql(`select version from core.cases where reference = '${reference}'`), '1.0.0');
		assert.doesNotMatch((await anna.get(`/mina/${reference}`)).words, /version 2/);
		const later = await begin(anna, 'Elias', one.id);
		assert.match((await fillIn(anna, later)).words, /Skolans namn i version 2/);
	});
});

describe('a version that follows another', () => {
	const stricter = (one, version) => {
		const next = structuredClone(one);
		next.version = version;
		next.data.properties.skola.maxLength = 60;
		next.texts.sv['/skola'].label = 'Vilken skola?';
		next.routing.due.workdays = 30;
		return next;
	};

	test('tells what changes before it is published, in words and by how far answers are touched', async () => {
		const one = definition();
		assert.doesNotMatch((await adam.get(await save(one))).words, /jämfört med/, 'the first version has nothing before it');
		await publish(one);
		const next = stricter(one, '2.0.0');
		const page = await adam.get(await save(next));
		assert.match(page.words, /Det här ändras jämfört med version 1\.0\.0/);
		assert.match(page.words, /Kan göra svar fel som var rätt Frågan "Vilken skola\?" är strängare: största antalet tecken från 80 till 60\./);
		assert.match(page.words, /Nytt, flyttat eller friare Arbetsdagar till beslut: från 20 till 30\./);
		assert.match(page.words, /Bara ord Frågan "[^"]*" lyder nu "Vilken skola\?"\./);
		assert.match(page.words, /Versionen behöver vara minst 2\.0\.0/);
		const english = await adam.get(`${pathOf(next)}?lang=en`);
		assert.match(english.words, /Working days to a decision: from 20 to 30\./);
		await adam.get('/admin?lang=sv');
		assert.equal((await publish(next)).status, 303);
		assert.doesNotMatch((await adam.get(pathOf(next))).words, /jämfört med/, 'what is published is not compared');
	});

	test('cannot be published under too low a number, and is told the lowest', async () => {
		const one = definition();
		await save(one);
		await publish(one);
		for (const version of ['1.0.1', '1.9.0']) {
			const next = stricter(one, version);
			const page = await adam.get(await save(next));
			assert.match(page.words, /Höj versionen till 2\.0\.0 eller senare: svar som är rätt i version 1\.0\.0 kan bli fel i den här/);
			assert.doesNotMatch(page.text, /publicera"/, 'nothing to press');
			const { sha256 } = (await adam.api('GET', '/api/v1/admin/forms')).json.forms.find(({ form }) => form === one.id).versions[0];
			const refused = await publish(next, sha256);
			assert.equal(refused.status, 422);
			assert.match(refused.errors[0].text, /Höj versionen till 2\.0\.0 eller senare/);
			const program = await adam.api('POST', `/api/v1/admin/forms/${one.id}/publish`, { version, sha256 });
			assert.equal(program.status, 422);
			assert.deepEqual(program.json.errors.map(({ pointer, keyword }) => [pointer, keyword]), [['/version', 'version-step']]);
		}
		assert.equal((await new Client().get(`/api/v1/forms/${one.id}`)).json.version, '1.0.0');
	});

	test('shows what its own tests have seen', async () => {
		const page = await adam.get(await save(definition()));
		assert.match(page.words, /Egna test som går igenom 21 av 21/);
		assert.match(page.words, /Sidor som testen visar 13 av 13/);
		assert.match(page.words, /Villkor som testen prövat åt båda håll 9 av 9/);
		assert.match(page.words, /Kontroller som testen prövat åt båda håll 2 av 2/);
	});
});

describe('programs', () => {
	const put = (one, headers) => adam.api('PUT', `/api/v1/admin/forms/${one.id}`, pretty(one), headers);

	test('save, replace and publish a version as the pages do', async () => {
		const one = definition();
		const saved = await put(one);
		assert.equal(saved.status, 201);
		assert.equal(saved.headers.get('etag').replace(/^W\//, ''), `"${saved.json.sha256}"`);
		assert.equal((await put(one)).status, 200, 'the same again');
		one.texts.sv.title = 'Ny rubrik';
		assert.equal((await put(one)).status, 412);
		assert.equal((await put(one, { 'if-match': 'x' })).status, 400);
		const replaced = await put(one, { 'if-match': `"${saved.json.sha256}"` });
		assert.equal(replaced.status, 200);
		const send = (sha256) => adam.api('POST', `/api/v1/admin/forms/${one.id}/publish`, { version: '1.0.0', sha256 });
		assert.equal((await send(saved.json.sha256)).status, 412);
		assert.deepEqual((await send(replaced.json.sha256)).json.replayed, false);
		assert.deepEqual((await send(replaced.json.sha256)).json.replayed, true);
		one.texts.sv.title = 'För sent';
		assert.equal((await put(one, { 'if-match': `"${replaced.json.sha256}"` })).status, 409);
		const listed = (await adam.api('GET', '/api/v1/admin/forms')).json.forms.find((row) => row.form === one.id);
		assert.equal(listed.current, '1.0.0');
		assert.equal(listed.versions[0].changed_by, 'Adam Admin');
	});

	test('are told every fault with its pointer', async () => {
		const one = definition();
		delete one.retention;
		delete one.texts.en.title;
		const refused = await put(one);
		assert.equal(refused.status, 422);
		assert.match(refused.headers.get('content-type'), /problem\+json/);
		assert.ok(refused.json.errors.some(({ keyword, text }) => keyword === 'part-missing' && /^1:1: .*"retention"/.test(text)), refused.text);
		one.retention = composed().retention;
		assert.ok((await put(one)).json.errors.some(({ pointer, keyword }) => pointer.startsWith('/texts/en') && keyword === 'text-missing'));
	});

	test('cannot save under another name, nor publish what is not there', async () => {
		const one = definition();
		assert.equal((await adam.api('PUT', '/api/v1/admin/forms/annat', pretty(one))).status, 400);
		assert.equal((await adam.api('POST', `/api/v1/admin/forms/${one.id}/publish`, { version: '1.0.0', sha256: 'a'.repeat(64) })).status, 404);
		assert.equal((await adam.api('POST', `/api/v1/admin/forms/${one.id}/publish`, { version: 1 })).status, 400);
	});
});

describe('the command line', () => {
	const folder = mkdtempSync(join(tmpdir(), 'blankett-admin-'));
	after(() => rmSync(folder, { recursive: true }));
	const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BLANKETT_')));
	const run = (verb, one) => {
		const file = join(folder, 'form.json');
		writeFileSync(file, typeof one === 'string' ? one : pretty(one));
		return spawnSync('deploy/local', ['blankett', 'form', verb, file], {
			encoding: 'utf8', env: { ...environment, PORT: process.env.BLANKETT_TEST_PORT, VAR: process.env.BLANKETT_TEST_VAR } });
	};

	test('says the same, as FILE:LINE:COLUMN', () => {
		const one = definition();
		delete one.texts.en.title;
		const lint = run('lint', one);
		assert.equal(lint.status, 1);
		assert.match(lint.stdout, /form\.json:\d+:\d+: The text "title" is missing in the language "en"\. Write it\. \[text-missing/);
		one.texts.en.title = 'Title';
		one.tests[0].expect = { valid: false };
		assert.equal(run('lint', one).status, 0);
		const tested = run('test', one);
		assert.equal(tested.status, 1);
		assert.match(tested.stdout, /expected errors, but the answers are valid/);
		assert.equal(run('publish', one).status, 1);
		assert.equal(count(`core.form_version where form = '${one.id}'`), 0);
	});

	test('says what each test came to, and what they have seen', () => {
		const tested = run('test', definition());
		assert.equal(tested.status, 0, tested.stdout);
		assert.equal(tested.stdout.match(/^ok {6}/gm).length, 21);
		assert.match(tested.stdout, /^9 of 9 conditions seen both ways, 13 of 13 pages shown, 2 of 2 checks seen both ways$/m);
		const one = definition();
		one.tests[0].expect = { valid: false };
		delete one.texts.en.title;
		const failed = run('test', one);
		assert.equal(failed.status, 1);
		assert.match(failed.stdout, new RegExp(`^not ok {2}${one.tests[0].name}$`, 'm'));
		assert.match(failed.stdout, /text-missing/, 'what else is wrong is not hidden');
	});

	test('tells what changes, in either language, for people and for programs', () => {
		const [old, next] = ['old.json', 'new.json'].map((name) => join(folder, name));
		const one = definition();
		writeFileSync(old, pretty(one));
		one.data.required = one.data.required.filter((name) => name !== 'skola');
		writeFileSync(next, pretty(one));
		const diff = (...words) => spawnSync('deploy/local', ['blankett', 'form', 'diff', old, next, ...words], { encoding: 'utf8', env: {
			...environment, PORT: process.env.BLANKETT_TEST_PORT, VAR: process.env.BLANKETT_TEST_VAR } });
		assert.match(diff('--lang', 'sv').stdout, /^minor Frågan "[^"]*" får nu hoppas över\.\nminor: Frågan "[^"]*" får nu hoppas över\.\n$/);
		assert.match(diff().stdout, /^minor The question "[^"]*" may now be skipped\./);
		assert.equal(diff().status, 0);
		const { step, lowest, changes } = JSON.parse(diff('--json').stdout);
		assert.deepEqual({ step, lowest, changes: changes.map(({ code, place }) => [code, place]) },
			{ step: 'minor', lowest: '1.1.0', changes: [['optional', '/skola']] });
		assert.equal(diff('--lang', 'fi').status, 64);
	});

	test('publishes nothing under too low a number', () => {
		const one = definition();
		run('publish', one);
		one.data.properties.skola.maxLength = 60;
		one.version = '1.0.1';
		const refused = run('publish', one);
		assert.equal(refused.status, 1);
		assert.match(refused.stdout, /^major The question "[^"]*" is stricter/m);
		assert.match(refused.stdout, /form\.json:\d+:\d+: Raise the version to 2\.0\.0 or later.*\[version-step \/version\]/);
		one.version = '2.0.0';
		assert.match(run('publish', one).stdout, /: published$/m);
	});

	test('publishes, again without harm, and not over what is published', () => {
		const one = definition();
		assert.match(run('publish', one).stdout, /: published$/m);
		assert.match(run('publish', one).stdout, /is published already/);
		one.texts.sv.title = 'Annat';
		const refused = run('publish', one);
		assert.notEqual(refused.status, 0);
		assert.match(refused.stderr, /published with other content/);
	});
});
