// A role from proposal to history: one administrator at a desk proposes, another one approves on a phone without JavaScript.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, Visitor, launch } from './browser.mjs';

let browser, adam, alma;

before(async () => {
	browser = await launch();
	adam = await Visitor.arrive(browser, 'proposer', DESK);
	alma = await Visitor.arrive(browser, 'approver', PHONE);
});
after(() => browser?.close());

async function arrive(visitor, who) {
	await visitor.goto('/admin/personal');
	await visitor.press(visitor.page.getByRole('main').getByRole('button', { name: 'Logga in som medarbetare' }));
	await visitor.login(who);
}

test('two administrators give a role, and one takes it away', async () => {
	await arrive(adam, 'adam');
	await adam.look('staff');
	await adam.press(adam.link('Klara Handläggare'));
	await adam.look('person');
	await adam.press(adam.link('Föreslå en roll'));
	await adam.look('propose');
	await adam.press(adam.button('Skicka förslaget'));
	await adam.look('propose-nothing');
	assert.match(await adam.page.title(), /^Fel: /);
	await adam.page.getByLabel('Handläggare, kön skolskjuts', { exact: true }).check();
	await adam.page.getByLabel('Vilket skolområde?').selectOption('Norra');
	await adam.press(adam.button('Skicka förslaget'));
	await adam.look('proposed');
	await adam.goto('/admin/personal?sok=ingen');
	await adam.look('nobody-found');

	await arrive(alma, 'alma');
	await alma.look('waiting');
	await alma.press(alma.link('Godkänn Klara Handläggare'));
	await alma.look('approve');
	await alma.press(alma.button('Godkänn rollen'));
	await alma.look('approved');
	await alma.press(alma.link('Ta bort Handläggare, kön skolskjuts, bara skolområdet Norra'));
	await alma.look('take');
	await alma.press(alma.button('Ta bort rollen'));
	await alma.look('taken');
	await alma.page.getByText('Borttagen: Handläggare, kön skolskjuts, bara skolområdet Norra').waitFor();
});
