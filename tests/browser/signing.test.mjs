// Two guardians sign: one on a phone without JavaScript, one at a desk with it, and then the other way round. What each of them sees at
// every turn: before, while it waits, asked, signed, declined, out of time, taken back, cancelled at the e-ID.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ANSWERS } from '../http/applicant.mjs';
import { timeIsOut } from '../http/signer.mjs';
import { answer, twoHomes } from './applicant.mjs';
import { DESK, ORIGIN, PHONE, Visitor, launch } from './browser.mjs';

let browser, anna, bertil, annaAtDesk, bertilOnPhone, klara, reference;

async function arrive(name, device, who) {
	const visitor = await Visitor.arrive(browser, name, device);
	await visitor.goto('/mina');
	await visitor.press(visitor.page.getByRole('main').getByRole('button', { name: 'Logga in med e-legitimation' }));
	await visitor.login(who);
	return visitor;
}

before(async () => {
	browser = await launch();
	anna = await arrive('sign-anna', PHONE, 'anna');
	bertil = await arrive('sign-bertil', DESK, 'bertil');
	annaAtDesk = await arrive('sign-anna-desk', DESK, 'anna');
	bertilOnPhone = await arrive('sign-bertil-phone', PHONE, 'bertil');
	klara = await Visitor.arrive(browser, 'sign-klara', DESK);
});
after(() => browser?.close());

const heading = (visitor) => visitor.page.locator('h1').innerText();
const words = (visitor) => visitor.page.locator('main').innerText();
const signingPage = (visitor) => visitor.goto(`/underskrift/${reference}`);

async function sign(visitor, who) {
	await visitor.press(visitor.button('Skriv under med e-legitimation'));
	await visitor.login(who);
}

// An application of Anna's, as a program sends it.
async function send() {
	await anna.goto('/tjanst/skolskjuts/barn');
	const csrf = await anna.page.locator('main [name=csrf]').first().inputValue();
	const request = anna.page.context().request;
	const { children } = await (await request.get(`${ORIGIN}/api/v1/children`)).json();
	const sent = await request.post(`${ORIGIN}/api/v1/forms/skolskjuts/cases`, {
		headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrf, 'idempotency-key': randomUUID() },
		data: {
			subject: children.find((child) => child.name.startsWith('Alva')).person,
			answers: { ...ANSWERS, boende: 'vaxelvis', adress2: ANSWERS.adress, udda_veckor: 'adress1', jamna_veckor: 'adress2' },
		},
	});
	assert.equal(sent.status(), 201, await sent.text());
	reference = (await sent.json()).reference;
}

test('the applicant sends it in and comes to where it is signed', async () => {
	await anna.goto('/tjanst/skolskjuts/barn');
	await anna.page.getByLabel('Alva Testsson').check();
	await anna.press(anna.button('Fortsätt'));
	await answer(anna, { changes: twoHomes(anna.page) });
	await anna.page.locator('[name="/forsakran"]').check();
	await anna.press(anna.button('Skicka in ansökan'));
	reference = anna.path.split('/')[2];
	assert.equal(await heading(anna), 'Skriv under ansökan');
	await anna.look('to-sign');
	await annaAtDesk.goto(`/underskrift/${reference}`);
	await annaAtDesk.look('to-sign');
});

test('who cancels at the e-ID has lost nothing', async () => {
	await anna.press(anna.button('Skriv under med e-legitimation'));
	assert.match(await anna.page.locator('.message').innerText(), new RegExp(`Ansök om skolskjuts[^\\n]*\\nÄrende ${reference}\\nGäller: Alva Testsson\\nBilagor: 0\\nSHA-256: [0-9a-f]{64}`));
	await anna.press(anna.page.locator('button[name=cancel]'));
	assert.equal(await heading(anna), 'Du avbröt underskriften');
	await anna.look('cancelled');
	await anna.press(anna.link('Tillbaka till ansökan'));
	assert.equal(await heading(anna), 'Skriv under ansökan');
});

test('signed, it waits, and says for whom, until when and what then', async () => {
	await sign(anna, 'anna');
	assert.equal(await heading(anna), 'Ansökan väntar på den andra vårdnadshavaren');
	await anna.look('waiting');
	await annaAtDesk.goto(`/underskrift/${reference}`);
	await annaAtDesk.look('waiting');
	await annaAtDesk.goto('/mina');
	await annaAtDesk.look('my-cases');
});

test('the other guardian finds it first among the cases and sees the listed answers only', async () => {
	await bertil.goto('/mina');
	await bertil.look('my-cases');
	const first = bertil.page.locator('main .app-list a').first();
	assert.equal(await first.getAttribute('href'), `/underskrift/${reference}`);
	await bertil.press(first);
	assert.equal(await heading(bertil), 'Du är ombedd att skriva under en ansökan');
	await bertil.look('asked');
	await signingPage(bertilOnPhone);
	await bertilOnPhone.look('asked');
	for (const hidden of ['Hemliga gatan', 'Björkvägen', 'anna@example.com']) assert.ok(!(await words(bertil)).includes(hidden), hidden);
	await bertil.press(bertil.link('Skriv under på papper i stället'));
	await bertil.look('paper');
	await bertil.press(bertil.page.locator('a.govuk-back-link'));
});

test('the second signature sends it in, and both see the kind of each', async () => {
	await sign(bertil, 'bertil');
	assert.equal(await heading(bertil), 'Ansökan är underskriven och inskickad');
	await bertil.look('signed');
	await signingPage(anna);
	assert.equal((await words(anna)).match(/Underskrift med e-legitimation/g).length, 2);
	await anna.look('signed');
	await anna.goto(`/kvittens/${reference}`);
	await anna.look('receipt');
	await anna.goto(`/mina/${reference}`);
	await anna.look('case');
});

test('a window that was left open signs nothing twice and shows how it stands', async () => {
	await send();
	await signingPage(anna);
	await signingPage(annaAtDesk);
	await sign(anna, 'anna');
	await annaAtDesk.press(annaAtDesk.button('Skriv under med e-legitimation'));
	assert.equal(await heading(annaAtDesk), 'Ansökan väntar på den andra vårdnadshavaren');
});

test('saying no needs a reason, and the applicant reads it', async () => {
	await signingPage(bertilOnPhone);
	await bertilOnPhone.press(bertilOnPhone.link('Jag godkänner inte ansökan'));
	await bertilOnPhone.look('decline');
	await bertilOnPhone.press(bertilOnPhone.button('Säg nej till ansökan'));
	assert.match(await bertilOnPhone.page.title(), /^Fel: /);
	await bertilOnPhone.look('decline-mistake');
	await bertilOnPhone.page.locator('#skal').fill('Vi är inte överens om skolan.');
	await bertilOnPhone.press(bertilOnPhone.button('Säg nej till ansökan'));
	assert.equal(await heading(bertilOnPhone), 'Du har sagt nej till ansökan');
	await bertilOnPhone.look('declined');
	await signingPage(annaAtDesk);
	assert.equal(await heading(annaAtDesk), 'Den andra vårdnadshavaren sa nej');
	assert.match(await words(annaAtDesk), /Vi är inte överens om skolan\./);
	await annaAtDesk.look('declined');
});

test('when time is out both see it', async () => {
	await send();
	await signingPage(anna);
	await sign(anna, 'anna');
	timeIsOut(reference);
	await signingPage(anna);
	assert.equal(await heading(anna), 'Tiden att skriva under har gått ut');
	await anna.look('lapsed');
	await signingPage(bertil);
	assert.equal(await heading(bertil), 'Ansökan är avslutad');
	await bertil.look('lapsed');
});

test('the applicant takes it back', async () => {
	await send();
	await signingPage(anna);
	await sign(anna, 'anna');
	await anna.press(anna.link('Ta tillbaka ansökan'));
	await anna.look('withdraw');
	await anna.press(anna.button('Ta tillbaka ansökan'));
	assert.equal(await heading(anna), 'Du har tagit tillbaka ansökan');
	await anna.look('withdrawn');
	await signingPage(bertilOnPhone);
	assert.equal(await heading(bertilOnPhone), 'Ansökan är återkallad');
	await bertilOnPhone.look('withdrawn');
});

test('the caseworker sees who signed', async () => {
	await send();
	await signingPage(anna);
	await sign(anna, 'anna');
	await signingPage(bertil);
	await sign(bertil, 'bertil');
	await klara.goto(`/handlaggare/arende/${reference}`);
	await klara.press(klara.page.getByRole('main').getByRole('button', { name: 'Logga in som medarbetare' }));
	await klara.login('klara');
	await klara.goto(`/handlaggare/arende/${reference}`);
	assert.match(await words(klara), /Underskrifter[\s\S]*Anna Testsson\s+Underskrift med e-legitimation/);
	await klara.look('case');
});

test('in English too', async () => {
	await bertil.goto('/?lang=en');
	await signingPage(bertil);
	assert.equal(await heading(bertil), 'The application is signed and sent in');
	await bertil.look('signed-en');
});
