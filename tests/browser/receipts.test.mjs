// A receipt in a browser: fetched from its page, put into the page that verifies, and refused when a letter of it is another.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DESK, ORIGIN, PHONE, Visitor, launch } from './browser.mjs';

const START = new Date(Date.now() + 30 * 86400_000).toISOString().slice(0, 10);
const ANSWERS = {
	lasar: '2026-2027', startdatum: START, skolform: 'grundskola', arskurs: '4', skolval: 'anvisad', skola: 'Björkskolan',
	boende: 'en_adress', adress: { gata: 'Björkvägen 1', postnummer: '134 40', ort: 'Älvstad' }, grunder: ['avstand'],
	omfattning: 'alla', fritids: 'nej', kontakt: { epost: 'anna@example.com' }, forsakran: true,
};

const folder = mkdtempSync(join(tmpdir(), 'blankett-receipt-'));
let browser, anna, reference;

before(async () => {
	browser = await launch();
	anna = await Visitor.arrive(browser, 'receipt', PHONE);
	await anna.goto('/mina');
	await anna.press(anna.button('Logga in med e-legitimation'));
	await anna.login('anna');
	await anna.goto('/mina');
	const csrf = await anna.page.locator('input[name=csrf]').first().getAttribute('value');
	const headers = { origin: ORIGIN, 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrf, 'idempotency-key': randomUUID(), 'content-type': 'application/json' };
	const { request } = anna.page.context();
	const { children } = await (await request.get(`${ORIGIN}/api/v1/children`)).json();
	const subject = children.find((child) => child.name?.startsWith('Alva')).person;
	const sent = await request.post(`${ORIGIN}/api/v1/forms/skolskjuts/cases`, { headers, data: JSON.stringify({ subject, answers: ANSWERS }) });
	assert.equal(sent.status(), 201, await sent.text());
	reference = (await sent.json()).reference;
});
after(async () => {
	await browser?.close();
	rmSync(folder, { recursive: true });
});

async function put(visitor, receipt, signature) {
	await visitor.page.locator('#kvitto').setInputFiles(receipt);
	await visitor.page.locator('#signatur').setInputFiles(signature);
	await visitor.press(visitor.button('Kontrollera'));
}

test('the page of what was sent in leads to the receipt, asked again until it is ready', async () => {
	await anna.goto(`/kvittens/${reference}`);
	for (const end = Date.now() + 60000; Date.now() < end && (await anna.link('Utskriftskopia (PDF)').count()) === 0; ) {
		await anna.look('waiting');
		await anna.press(anna.link('Se om kvittot är klart'));
	}
	await anna.look('ready');
	for (const [link, name] of [['Kvitto (JSON)', 'kvitto.json'], ['Signatur för minisign', 'kvitto.json.minisig'], ['Utskriftskopia (PDF)', 'kvitto.pdf']]) {
		const [download] = await Promise.all([anna.page.waitForEvent('download'), anna.link(link).click()]);
		assert.equal(download.suggestedFilename(), name);
		await download.saveAs(join(folder, name));
	}
	assert.equal(readFileSync(join(folder, 'kvitto.pdf')).subarray(0, 5).toString(), '%PDF-');
});

for (const [name, device] of [['phone', PHONE], ['desk', DESK]])
	test(`anyone verifies it, without a login, on a ${name}`, async () => {
		const anyone = await Visitor.arrive(browser, `verify-${name}`, device);
		await anyone.goto('/verifiera');
		await anyone.look('empty');
		await put(anyone, join(folder, 'kvitto.json'), join(folder, 'kvitto.json.minisig'));
		assert.equal(await anyone.page.locator('h1').innerText(), 'Kvittot är äkta och oförändrat');
		assert.ok((await anyone.page.locator('main').innerText()).includes('Anna Testsson'));
		await anyone.look('genuine');
		writeFileSync(join(folder, 'changed.json'), readFileSync(join(folder, 'kvitto.json'), 'utf8').replace('Anna', 'Anne'));
		await anyone.press(anyone.link('Kontrollera ett annat kvitto'));
		await put(anyone, join(folder, 'changed.json'), join(folder, 'kvitto.json.minisig'));
		assert.match(await anyone.page.locator('.govuk-error-summary').innerText(), /hör inte ihop/);
		await anyone.look('refused');
	});
