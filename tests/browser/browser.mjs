// browser.mjs -- Chromium of the system, and a visitor who looks at every page it comes to: accessibility by axe-core, no sideways
// scrolling, a picture.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const ORIGIN = process.env.BLANKETT_TEST_ORIGIN ?? 'http://localhost:8080';
const SHOTS = process.env.SHOTS ?? 'build/pictures';
const PATIENCE_MS = Number(process.env.PATIENCE_MS ?? 8000); // more on a machine that does much else
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const launch = () =>
	chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
	});

export const PHONE = { viewport: { width: 320, height: 640 }, javaScriptEnabled: false };
export const DESK = { viewport: { width: 1280, height: 900 } };

let number = 0;

export class Visitor {
	constructor(page, mirror, name) {
		Object.assign(this, { page, mirror, name });
		page.setDefaultTimeout(PATIENCE_MS);
		mirror.setDefaultTimeout(PATIENCE_MS);
	}

	static async arrive(browser, name, device) {
		const context = await browser.newContext({ locale: 'sv-SE', ...device });
		// axe-core is a script, and the visitor may have none: it reads the same page in a window of its own.
		const scripted = await browser.newContext({ ...device, javaScriptEnabled: true, bypassCSP: true });
		return new Visitor(await context.newPage(), await scripted.newPage(), name);
	}

	async goto(path) {
		await this.page.goto(ORIGIN + path);
	}

	// Looks at the page it is on.
	async look(what) {
		await this.page.screenshot({ path: `${SHOTS}/${String(++number).padStart(2, '0')}-${this.name}-${what}.png`, fullPage: true });
		const wide = await this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
		assert.ok(wide <= 0, `${what}: the page is ${wide} px wider than the screen`);
		const found = await this.examine();
		const complaints = found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.html).join(' | ').slice(0, 300)})`);
		assert.deepEqual(complaints, [], `${what}: axe-core complains`);
		assert.equal(await this.page.locator('h1').count(), 1, `${what}: one h1`);
	}

	async examine() {
		const url = this.page.url();
		const body = await this.page.content();
		await this.mirror.route(url, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
		await this.mirror.goto(url);
		await this.mirror.evaluate(axe);
		const found = await this.mirror.evaluate((tags) => window.axe.run(document, { runOnly: tags }), RULES);
		await this.mirror.unroute(url);
		return found;
	}

	button(name) {
		return this.page.getByRole('button', { name, exact: true });
	}

	link(name) {
		return this.page.getByRole('link', { name, exact: true });
	}

	// Every step is a navigation: waits for the page that follows.
	async press(locator) {
		await Promise.all([this.page.waitForEvent('load'), locator.click()]);
	}

	async login(who) {
		await this.press(this.page.locator(`button[name=who][value=${who}]`));
		await this.page.waitForURL((url) => url.origin === ORIGIN && !url.pathname.startsWith('/eid/'));
	}

	get path() {
		return new URL(this.page.url()).pathname;
	}
}
