// script.test.mjs -- with a script, a question says what is wrong when it is left: in the server's words and markup, under a policy that
// allows no more than that takes. Without one nothing changes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, ORIGIN, PHONE, Visitor, launch } from './browser.mjs';

let browser, bo;
const said = []; // what the browser complains about

before(async () => {
	browser = await launch();
	bo = await arrive('script', DESK);
	bo.page.on('console', (line) => said.push(`${line.type()}: ${line.text()}`));
	bo.page.on('pageerror', (error) => said.push(`error: ${error.message}`));
});
after(() => browser?.close());

// A visitor who has begun a draft.
async function arrive(name, device) {
	const visitor = await Visitor.arrive(browser, name, device);
	await visitor.goto('/tjanst/skolskjuts/barn');
	await visitor.press(visitor.page.getByRole('main').getByRole('button', { name: 'Logga in med e-legitimation' }));
	await visitor.login('anna');
	await visitor.goto('/tjanst/skolskjuts/barn');
	await visitor.page.getByLabel('Alva Testsson').check();
	await visitor.press(visitor.button('Fortsätt'));
	visitor.draft = `/utkast/${visitor.path.split('/')[2]}`;
	return visitor;
}

const field = (visitor, name) => visitor.page.locator(`[name="${name}"]`);
const message = (visitor, pointer) => visitor.page.locator(`[id="f${pointer.replaceAll('/', '-')}-error"]`);

// The form as it stands, with attributes in one order and without what was typed.
const markup = (visitor) =>
	visitor.page.evaluate(() => {
		const copy = document.querySelector('form[novalidate][action^="/utkast/"]').cloneNode(true);
		const line = (node) => {
			if (node.nodeType === Node.TEXT_NODE) return node.textContent;
			const attributes = [...node.attributes].filter(({ name }) => !['value', 'checked'].includes(name)).map(({ name, value }) => `${name}="${value}"`);
			return `<${[node.localName, ...attributes.sort()].join(' ')}>${[...node.childNodes].map(line).join('')}</>`;
		};
		return line(copy).replaceAll('><', '>\n<');
	});

test('the engine runs under the policy of the page, and nothing is complained about', async () => {
	const engine = bo.page.waitForResponse((response) => response.url().endsWith('.wasm'));
	const response = await bo.page.goto(`${ORIGIN}${bo.draft}/adress`);
	const policy = response.headers()['content-security-policy'];
	assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; default-src 'none'/);
	assert.doesNotMatch(policy, /'unsafe-eval'|'unsafe-inline'/);
	await field(bo, '/adress/gata').focus();
	const { headers, status } = await engine.then((r) => ({ headers: r.headers(), status: r.status() }));
	assert.equal(status, 200);
	assert.equal(headers['content-type'], 'application/wasm');
	assert.equal(headers['content-encoding'], 'gzip');
	assert.match(headers['cache-control'], /immutable/);
	assert.deepEqual(said, []);
});

test('a module is served as a script', async () => {
	const address = await bo.page.locator('script[type=module]').getAttribute('src');
	assert.match(address, /^\/static\/form-[0-9a-f]{12}\.mjs$/);
	assert.match((await bo.page.request.get(ORIGIN + address)).headers()['content-type'], /^text\/javascript/);
});

test('a wrong answer is said to be wrong when it is left, not before', async () => {
	await field(bo, '/adress/postnummer').pressSequentially('12');
	assert.equal(await message(bo, '/adress/postnummer').count(), 0);
	await bo.page.keyboard.press('Tab');
	await message(bo, '/adress/postnummer').waitFor();
	assert.equal(await message(bo, '/adress/postnummer').textContent(), 'Fel: Skriv postnumret med fem siffror, till exempel 134 40');
	assert.equal(await bo.page.evaluate(() => document.activeElement.name), '/adress/ort');
	await bo.look('script-error');
});

test('what was not answered yet is not complained about', async () => {
	await bo.page.keyboard.press('Tab');
	await bo.page.waitForTimeout(300);
	assert.equal(await bo.page.locator('.govuk-error-message').count(), 1);
});

test('the message goes as soon as the answer is right', async () => {
	await field(bo, '/adress/postnummer').focus();
	await field(bo, '/adress/postnummer').fill('134 40');
	await message(bo, '/adress/postnummer').waitFor({ state: 'detached' });
	assert.equal(await bo.page.locator('.govuk-form-group--error, .govuk-input--error, [aria-invalid]').count(), 0);
	await bo.look('script-right');
});

// Answers questions of a page so that they are wrong here, and sends them: both sides must have drawn the same.
async function sameAsServer(path, walk) {
	await bo.goto(`${bo.draft}/${path}`);
	await walk(bo.page);
	await bo.page.locator('.govuk-error-message').first().waitFor();
	await bo.page.waitForTimeout(200);
	const here = await markup(bo);
	await bo.look(`script-${path}`);
	await bo.press(bo.button('Spara och fortsätt'));
	assert.match(await bo.page.title(), /^Fel: /);
	assert.equal(here, await markup(bo));
}

test('a text, a group and its parts are marked as the server marks them', () =>
	sameAsServer('adress', async () => {
		await field(bo, '/adress/gata').fill('B');
		await field(bo, '/adress/gata').fill('');
		await field(bo, '/adress/postnummer').fill('12');
		await field(bo, '/adress/ort').fill('Å');
		await field(bo, '/adress/ort').fill('');
		await bo.button('Spara och fortsätt').focus();
		await message(bo, '/adress/ort').waitFor();
	}));

test('a date and radios are marked as the server marks them', () =>
	sameAsServer('lasar', async () => {
		await field(bo, '/startdatum.day').fill('31');
		await field(bo, '/startdatum.month').fill('2');
		await field(bo, '/startdatum.year').fill('2027');
		await bo.page.waitForTimeout(300);
		assert.equal(await message(bo, '/startdatum').count(), 0, 'a date is left when its last part is left');
		await field(bo, '/lasar').first().check();
		await message(bo, '/startdatum').waitFor();
	}));

test('a text by an address of e-mail is marked as the server marks it', () =>
	sameAsServer('kontakt', async () => {
		await field(bo, '/kontakt/epost').fill('anna');
		await field(bo, '/kontakt/epost').blur();
	}));

test('a message of the server goes when its answer is right', async () => {
	assert.equal(await message(bo, '/kontakt/epost').count(), 1);
	await field(bo, '/kontakt/epost').fill('anna@example.com');
	await message(bo, '/kontakt/epost').waitFor({ state: 'detached' });
});

test('a page with a mistake can be sent by one press of the button', async () => {
	await bo.goto(`${bo.draft}/adress`);
	await field(bo, '/adress/gata').fill('Björkvägen 1');
	await field(bo, '/adress/postnummer').fill('12');
	await bo.press(bo.button('Spara och fortsätt'));
	assert.match(await bo.page.title(), /^Fel: /);
	assert.deepEqual(said.filter((line) => !/422/.test(line)), []);
});

test('when the engine cannot be had the page says so to its maker alone, and works', async () => {
	await bo.page.route('**/*.wasm', (route) => route.abort());
	await bo.goto(`${bo.draft}/adress`);
	const warning = bo.page.waitForEvent('console', (line) => line.type() === 'warning' && /checked when they are sent/.test(line.text()));
	await field(bo, '/adress/postnummer').fill('12');
	await field(bo, '/adress/postnummer').blur();
	await warning;
	assert.equal(await bo.page.locator('.govuk-error-message').count(), 0);
	await bo.press(bo.button('Spara och fortsätt'));
	assert.match(await bo.page.title(), /^Fel: /);
	await bo.page.unroute('**/*.wasm');
});

test('without scripts the page asks for nothing and is answered as before', async () => {
	const plain = await arrive('plain', PHONE);
	const asked = [];
	plain.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
	await plain.goto(`${plain.draft}/adress`);
	await field(plain, '/adress/gata').fill('Björkvägen 1');
	await field(plain, '/adress/postnummer').fill('12');
	await field(plain, '/adress/ort').fill('Älvstad');
	assert.equal(await message(plain, '/adress/postnummer').count(), 0);
	await plain.press(plain.button('Spara och fortsätt'));
	assert.equal(await message(plain, '/adress/postnummer').count(), 1);
	assert.deepEqual(asked.filter((path) => /\.mjs|\.wasm|\/api\//.test(path)), []);
});
