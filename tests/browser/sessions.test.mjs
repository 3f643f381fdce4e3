// A session ends under a form, and nothing that was written is lost; and whose logins there are, and their end.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { DESK, PHONE, Visitor, launch } from './browser.mjs';

let browser, anna, elsewhere;
before(async () => {
	browser = await launch();
	anna = await Visitor.arrive(browser, 'time-out', PHONE);
	elsewhere = await Visitor.arrive(browser, 'sessions', DESK);
});
after(() => browser?.close());

const sql = (text) => execFileSync('psql', ['-XAtqv', 'ON_ERROR_STOP=1', '-c', text, process.env.BLANKETT_TEST_DATABASE]);

test('what was written when the session ended is shown after the login, and sent', async () => {
	await anna.goto('/tjanst/skolskjuts');
	await anna.press(anna.page.getByRole('button', { name: 'Logga in med e-legitimation' }).first());
	await anna.login('anna');
	await anna.goto('/tjanst/skolskjuts/barn');
	await anna.page.getByLabel('Alva Testsson').check();
	await anna.press(anna.page.locator('main button[type=submit]').first());
	assert.match(anna.path, /^\/utkast\/[0-9a-f-]+\/lasar$/);
	const page = anna.path;
	await anna.page.getByLabel('2026/27').check();
	await anna.page.getByLabel('Dag').fill('17');
	await anna.page.getByLabel('Månad').fill('8');
	await anna.page.getByLabel('År', { exact: true }).fill('2027');
	sql("update core.session set seen_at = now() - interval '31 minutes'");
	await anna.press(anna.button('Spara och fortsätt'));
	await anna.look('logged-out-under-a-form');
	assert.ok(await anna.page.getByText('Vi har sparat det i en timme').isVisible());
	await anna.press(anna.button('Logga in med e-legitimation'));
	await anna.login('anna');
	assert.equal(anna.path, '/fortsatt');
	await anna.look('go-on');
	await anna.press(anna.button('Skicka nu'));
	assert.notEqual(anna.path, '/fortsatt');
	assert.match(anna.path, /^\/utkast\//);
	await anna.goto(page);
	assert.equal(await anna.page.getByLabel('Dag').inputValue(), '17');
});

test('one sees where one is logged in, and logs out everywhere', async () => {
	await elsewhere.goto('/mina');
	await elsewhere.press(elsewhere.button('Logga in med e-legitimation'));
	await elsewhere.login('anna');
	await elsewhere.press(elsewhere.link('Dina inloggningar'));
	await elsewhere.look('mine');
	await anna.goto('/eid/sessioner');
	await anna.look('mine');
	await elsewhere.press(elsewhere.button('Logga ut överallt'));
	assert.equal(elsewhere.path, '/eid/utloggad');
	await elsewhere.look('logged-out');
	await anna.goto('/mina');
	assert.ok(await anna.page.getByRole('heading', { name: 'Du behöver logga in' }).isVisible());
});

test('a decision on an old login asks for a new one', async () => {
	await elsewhere.goto('/admin');
	await elsewhere.press(elsewhere.page.getByRole('button', { name: 'Logga in som medarbetare' }));
	await elsewhere.login('adam');
	await elsewhere.goto('/admin/formular/ny');
	await elsewhere.page.locator('[name=definition]').fill('{ "id": "prov" }');
	sql("update core.session set authenticated_at = now() - interval '16 minutes'");
	await elsewhere.press(elsewhere.page.locator('main button[type=submit]').first());
	await elsewhere.look('step-up');
	await elsewhere.press(elsewhere.page.getByRole('button', { name: 'Logga in som medarbetare' }));
	await elsewhere.login('adam');
	assert.equal(elsewhere.path, '/admin/fortsatt');
	await elsewhere.look('go-on-admin');
	await elsewhere.press(elsewhere.button('Skicka nu'));
	assert.equal(await elsewhere.page.locator('[name=definition]').inputValue(), '{ "id": "prov" }');
	await elsewhere.look('sent-again');
});
