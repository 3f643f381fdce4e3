// applicant.mjs -- filling in the form for school transport in a browser.
import assert from 'node:assert/strict';

// School transport cannot begin on a day that has passed: this begins in a month.
const START = new Date(Date.now() + 30 * 86400_000).toISOString().slice(0, 10);

const pages = (page) => ({
	lasar: async () => {
		await page.getByLabel('2026/27').check();
		const [year, month, day] = START.split('-');
		await page.getByLabel('Dag').fill(day);
		await page.getByLabel('Månad').fill(month);
		await page.getByLabel('År', { exact: true }).fill(year);
	},
	skola: async () => {
		await page.locator('[name="/skolform"][value=grundskola]').check();
		await page.locator('[name="/arskurs"]').selectOption('4');
		await page.locator('[name="/skolval"][value=anvisad]').check();
		await page.locator('[name="/skola"]').fill('Björkskolan');
	},
	boende: () => page.locator('[name="/boende"][value=en_adress]').check(),
	adress: () => address(page, '/adress', 'Björkvägen 1'),
	skal: () => page.locator('[name="/grunder"][value=avstand]').check(),
	resor: async () => {
		await page.locator('[name="/omfattning"][value=alla]').check();
		await page.locator('[name="/fritids"][value=nej]').check();
	},
	onskemal: async () => {},
	kontakt: () => page.locator('[name="/kontakt/epost"]').fill('anna@example.com'),
});

async function address(page, pointer, street) {
	await page.locator(`[name="${pointer}/gata"]`).fill(street);
	await page.locator(`[name="${pointer}/postnummer"]`).fill('134 40');
	await page.locator(`[name="${pointer}/ort"]`).fill('Älvstad');
}

// The child lives in two homes, week by week.
export const twoHomes = (page) => ({
	boende: () => page.locator('[name="/boende"][value=vaxelvis]').check(),
	adress: async () => {
		await address(page, '/adress', 'Björkvägen 1');
		await address(page, '/adress2', 'Hemliga gatan 7');
	},
	veckor: async () => {
		await page.locator('[name="/udda_veckor"][value=adress1]').check();
		await page.locator('[name="/jamna_veckor"][value=adress2]').check();
	},
});

// Fills the pages of a draft up to the check-answers page.
export async function answer(visitor, { look = false, changes = {} } = {}) {
	const steps = { ...pages(visitor.page), ...changes };
	for (let i = 0; i < 20; i++) {
		const name = visitor.path.split('/').pop();
		if (name === 'granska') return;
		assert.ok(steps[name], `a page that the journey does not know: ${name}`);
		if (look) await visitor.look(`form-${name}`);
		await steps[name]();
		await visitor.press(visitor.button('Spara och fortsätt'));
	}
	assert.fail('the form has no end');
}
