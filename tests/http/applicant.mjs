// applicant.mjs -- what a guardian does to apply for school transport, and a look into the database, for several test files.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from './client.mjs';

const ROOT = new URL('../../', import.meta.url).pathname;
const program = (name) => resolve(ROOT, process.env.BUILD ?? 'build', name);

// One statement as superuser; rows as lines, columns parted by '|'.
export function sql(text) {
	return execFileSync('psql', ['-XAtqv', 'ON_ERROR_STOP=1', '-c', text, process.env.BLANKETT_TEST_DATABASE], { encoding: 'utf8' }).trim();
}

export const count = (from) => Number(sql(`select count(*) from ${from}`));

// School transport cannot begin on a day that has passed: these begin in a month.
const START = new Date(Date.now() + 30 * 86400_000).toISOString().slice(0, 10);
const [year, month, day] = START.split('-');

// What each page is answered with; the shortest way through the form.
export const PAGES = {
	lasar: { '/lasar': '2026-2027', '/startdatum.day': day, '/startdatum.month': month, '/startdatum.year': year },
	skola: { '/skolform': 'grundskola', '/arskurs': '4', '/skolval': 'anvisad', '/skola': 'Björkskolan', '/klass': '' },
	boende: { '/boende': 'en_adress' },
	adress: { '/adress/gata': 'Björkvägen 1', '/adress/postnummer': '134 40', '/adress/ort': 'Älvstad' },
	skal: { '/grunder': 'avstand' },
	resor: { '/omfattning': 'alla', '/fritids': 'nej' },
	onskemal: { '/ovrigt': '' },
	kontakt: { '/kontakt/epost': 'anna@example.com', '/kontakt/mobil': '' },
};

// The same answers as a program sends them.
export const ANSWERS = {
	lasar: '2026-2027', startdatum: START, skolform: 'grundskola', arskurs: '4', skolval: 'anvisad', skola: 'Björkskolan',
	boende: 'en_adress', adress: { gata: 'Björkvägen 1', postnummer: '134 40', ort: 'Älvstad' }, grunder: ['avstand'],
	omfattning: 'alla', fritids: 'nej', kontakt: { epost: 'anna@example.com' }, forsakran: true,
};

export async function loggedIn(who, audience = 'citizen') {
	const client = new Client();
	await client.login(who, audience);
	await client.get(audience === 'citizen' ? '/mina' : '/handlaggare'); // for the token of the session's forms
	return client;
}

export async function children(client) {
	return (await client.api('GET', '/api/v1/children')).json.children;
}

export const childNamed = async (client, given) => (await children(client)).find((child) => child.name?.startsWith(given)).person;

// A fresh draft; the one that may be open already is deleted. Gives its path: /utkast/<id>.
export async function begin(client, given = 'Alva', form = 'skolskjuts') {
	const subject = await childNamed(client, given);
	const open = async () => {
		const opened = await client.post(`/tjanst/${form}/barn`, { subject });
		if (opened.status !== 303) throw new Error(`no draft: ${opened.status} ${opened.words}`);
		return opened.location;
	};
	await client.post(`${await open()}/radera`);
	return open();
}

// Answers one page as a browser does: reads it, fills it in, sends it with what is hidden in it.
export async function answer(client, path, fields) {
	const page = await client.get(path);
	if (page.status !== 200) throw new Error(`${path}: ${page.status} ${page.words}`);
	const hidden = { revision: page.field('revision'), ...(page.field('andra') ? { andra: '1' } : {}) };
	return client.post(new URL(path, client.origin).pathname, { ...hidden, ...fields });
}

// From the first page to the check-answers page; gives that page. `changes` replaces or adds pages.
export async function fillIn(client, draft, changes = {}) {
	const pages = { ...PAGES, ...changes };
	let at = (await client.get(draft)).location;
	for (let steps = 0; steps < 30; steps++) {
		const id = at.slice(at.lastIndexOf('/') + 1);
		if (id === 'granska') return client.get(at);
		const saved = await answer(client, at, pages[id]);
		if (saved.status !== 303) throw new Error(`${at}: ${saved.status} ${JSON.stringify(saved.errors)}`);
		at = saved.location;
	}
	throw new Error('the form has no end');
}

// Certifies and sends in what the check-answers page shows.
export const sendIn = (client, draft, check, fields = { '/forsakran': 'true' }) =>
	client.post(`${draft}/skicka`, { revision: check.field('revision'), ...fields });

// The whole way; gives the reference.
export async function apply(client, given = 'Alva', changes = {}) {
	const draft = await begin(client, given);
	const sent = await sendIn(client, draft, await fillIn(client, draft, changes));
	if (sent.status !== 303) throw new Error(`not sent in: ${sent.status} ${sent.words}`);
	return sent.location.slice('/kvittens/'.length);
}

export const composed = () =>
	JSON.parse(execFileSync(program('blankett'), ['form', 'compose', 'forms/skolskjuts'], { cwd: ROOT, encoding: 'utf8', env: {} }));

// A form of a test's own, for a published one can never be taken back.
export const newFormId = () => `prov${Date.now().toString(36)}`;

// What deploy/local is told to mean the stack under test. The operator's command refuses settings that it does not know.
export const deployment = () => ({
	...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BLANKETT_'))),
	PORT: process.env.BLANKETT_TEST_PORT,
	VAR: process.env.BLANKETT_TEST_VAR,
});
export const deployLocal = (...args) => execFileSync('deploy/local', args, { cwd: ROOT, env: deployment(), encoding: 'utf8' });

// Publishes a definition by the operator's command.
export function publish(definition, deploy = deployLocal) {
	const folder = mkdtempSync(join(tmpdir(), 'blankett-form-'));
	const file = join(folder, 'form.json');
	writeFileSync(file, JSON.stringify(definition));
	try {
		deploy('blankett', 'form', 'publish', file);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

// The table of doors of an executable.
export const routes = (name) =>
	JSON.parse(execFileSync(program(`blankett-${name}`), ['--routes'], { encoding: 'utf8', env: {} }));

export const readSource = (path) => readFileSync(ROOT + path, 'utf8');
