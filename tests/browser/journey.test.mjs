// The journey: a citizen applies on a phone without JavaScript, a caseworker decides, the citizen reads the decision, an administrator
// publishes a new version while a draft of the old one is open, and that draft is sent in on the version it was begun on.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { answer } from './applicant.mjs';
import { DESK, PHONE, Visitor, launch } from './browser.mjs';

let browser, anna, klara, adam, reference, draft;
let broken = false;

// A step builds on the ones before it: when one fails, the rest fail at once.
const step = (promise, walk) =>
	test(promise, async () => {
		assert.ok(!broken, 'an earlier step failed');
		broken = true;
		await walk();
		broken = false;
	});

before(async () => {
	browser = await launch();
	anna = await Visitor.arrive(browser, 'citizen', PHONE);
	klara = await Visitor.arrive(browser, 'caseworker', DESK);
	adam = await Visitor.arrive(browser, 'admin', DESK);
});
after(() => browser?.close());

const save = () => anna.press(anna.button('Spara och fortsätt'));

step('anyone reads what is on offer before any login', async () => {
	await anna.goto('/');
	await anna.look('catalogue');
	await anna.press(anna.link('Ansök om skolskjuts'));
	await anna.look('service');
});

step('logging in leads to the choice of child', async () => {
	await anna.press(anna.page.getByRole('main').getByRole('button', { name: 'Logga in med e-legitimation' }));
	await anna.login('anna');
	await anna.look('children');
	await anna.press(anna.button('Fortsätt'));
	await anna.look('no-child-chosen');
	assert.match(await anna.page.title(), /^Fel: /);
	await anna.page.getByLabel('Alva Testsson').check();
	await anna.press(anna.button('Fortsätt'));
	draft = anna.path.split('/')[2];
});

step('a page with mistakes says all of them at once and links to the fields', async () => {
	await save();
	await anna.look('mistakes');
	assert.match(await anna.page.title(), /^Fel: /);
	const links = anna.page.locator('.govuk-error-summary__list a');
	assert.equal(await links.count(), 2);
	for (const href of await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
		assert.equal(await anna.page.locator(`[id="${href.slice(1)}"]`).count(), 1, href);
	}
});

step('the form is answered one page at a time, and Back works', async () => {
	await answer(anna, { look: true });
	await anna.look('check-answers');
	await anna.press(anna.page.locator('a.govuk-back-link'));
	assert.match(anna.path, /\/kontakt$/);
	assert.equal(await anna.page.locator('[name="/kontakt/epost"]').inputValue(), 'anna@example.com');
	await save();
});

step('an answer is changed from the check-answers page', async () => {
	await anna.press(anna.page.locator('a[href*="/skola?andra"]').first());
	await anna.page.locator('[name="/skola"]').fill('Ekskolan');
	await save();
	assert.match(anna.path, /\/granska$/);
	await anna.page.getByText('Ekskolan').waitFor();
});

step('it is sent in, and the receipt bears a reference', async () => {
	await anna.press(anna.button('Skicka in ansökan'));
	await anna.look('not-certified');
	await anna.page.locator('[name="/forsakran"]').check();
	await anna.press(anna.button('Skicka in ansökan'));
	await anna.look('receipt');
	reference = anna.path.split('/')[2];
	assert.match(reference, /^SKJ-\d{4}-\d{6}-\d$/);
	await anna.goto(`/utkast/${draft}`);
	assert.equal(anna.path, `/kvittens/${reference}`);
	await anna.press(anna.link('Mina ärenden').first());
	await anna.look('my-cases');
});

step('a caseworker takes the case and decides with law and reasons', async () => {
	await klara.goto('/handlaggare');
	await klara.look('log-in');
	await klara.press(klara.page.getByRole('main').getByRole('button', { name: 'Logga in som medarbetare' }));
	await klara.login('klara');
	await klara.look('queues');
	await klara.press(klara.link('Visa hela kön'));
	await klara.look('queue');
	await klara.press(klara.button('Ta nästa ärende'));
	await klara.look('case');
	assert.match(klara.path, new RegExp(`/${reference}$`));
	await klara.press(klara.page.getByRole('main').getByRole('link', { name: 'Besluta' }).or(klara.page.getByRole('button', { name: 'Besluta' })).first());
	await klara.press(klara.button('Besluta'));
	await klara.look('decision-mistakes');
	await klara.page.getByLabel('Beviljad', { exact: true }).check();
	await klara.page.locator('[name=law][value=sl-10-32]').check();
	await klara.page.locator('[name=reasons]').fill('Färdvägen är längre än kommunens gräns för årskurs 4.');
	await klara.press(klara.button('Besluta'));
	await klara.look('decided');
	await klara.page.getByText('Beviljad').first().waitFor();
});

step('the citizen reads the decision and how to appeal', async () => {
	await anna.goto(`/mina/${reference}`);
	await anna.look('decision');
	await anna.page.getByText('Färdvägen är längre än kommunens gräns').waitFor();
	await anna.page.getByText('förvaltningsrätten').first().waitFor();
});

step('and who has read the case', async () => {
	await anna.press(anna.link('Vem har läst ärendet?'));
	await anna.look('readers');
	await anna.page.getByText('Handläggare Klara Handläggare').first().waitFor();
});

step('a draft is begun on the first version', async () => {
	await anna.goto('/tjanst/skolskjuts/barn');
	await anna.page.getByLabel('Elias Åström').check();
	await anna.press(anna.button('Fortsätt'));
	draft = anna.path.split('/')[2];
	assert.match(anna.path, /\/lasar$/);
});

step('an administrator publishes a new version', async () => {
	const definition = JSON.parse(execFileSync(`${process.env.BUILD ?? 'build'}/blankett`, ['form', 'compose', 'forms/skolskjuts'], { encoding: 'utf8' }));
	definition.version = '1.2.0';
	definition.texts.sv.title = 'Ansök om skolskjuts, ny version';
	await adam.goto('/admin');
	await adam.press(adam.page.getByRole('main').getByRole('button', { name: 'Logga in som medarbetare' }));
	await adam.login('adam');
	await adam.look('forms');
	await adam.press(adam.link('Lägg till en version'));
	await adam.look('new-form');
	await adam.page.getByLabel('Definition').fill('{ "id": "skolskjuts" }');
	await adam.press(adam.button('Kontrollera och spara'));
	await adam.look('findings');
	assert.match(await adam.page.title(), /^Fel: /);
	assert.match(await adam.page.locator('#findings li').first().innerText(), /^Rad 1, tecken 1\n/);
	await adam.page.getByLabel('Fil').setInputFiles({ name: 'skolskjuts.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(definition, null, 2)) });
	await adam.press(adam.button('Kontrollera och spara'));
	await adam.look('saved-version');
	await adam.press(adam.link('Adress'));
	await adam.look('preview');
	await adam.press(adam.link('Nästa sida'));
	await adam.press(adam.page.locator('a.govuk-back-link'));
	await adam.press(adam.button('Publicera versionen'));
	await adam.look('published');
	assert.equal(await adam.button('Publicera versionen').count(), 0);
	await anna.goto('/');
	await anna.link('Ansök om skolskjuts, ny version').waitFor();
});

step('the open draft is sent in on the version it was begun on', async () => {
	await anna.goto(`/utkast/${draft}`);
	await answer(anna);
	await anna.page.locator('[name="/forsakran"]').check();
	await anna.press(anna.button('Skicka in ansökan'));
	const second = anna.path.split('/')[2];
	await klara.goto('/handlaggare');
	await klara.press(klara.button('Ta nästa ärende'));
	assert.match(klara.path, new RegExp(`/${second}$`));
	await klara.page.getByText('1.1.0').first().waitFor();
});

step('English is one click away', async () => {
	await anna.goto('/');
	await anna.press(anna.link('English'));
	await anna.look('catalogue-en');
	assert.equal(await anna.page.locator('html').getAttribute('lang'), 'en');
	await anna.goto('/?lang=sv');
});

step('after logging out nothing of one’s own can be read', async () => {
	await anna.goto('/mina');
	await anna.press(anna.button('Logga ut').first());
	await anna.goto('/mina');
	await anna.look('logged-out');
	assert.match(await anna.page.locator('h1').innerText(), /logga in/i);
});
