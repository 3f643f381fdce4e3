// desk.mjs -- a queue of a test's own, with two caseworkers at it, and cases sent in by a program. For several test files.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ANSWERS, childNamed, composed, deployLocal, loggedIn, newFormId, publish, sql } from './applicant.mjs';

const ADAM = 'adam@2120000035', KLARA = 'klara@2120000035';

export const fields = (rows) => sql(rows).split('\n').filter(Boolean);
export const caseRow = (reference) => {
	const [status, revision, assignee] = sql(`select status, revision, assignee from core.cases where reference = '${reference}'`).split('|');
	return { status, version: Number(revision), assignee };
};

// A published form that nobody else's cases are in. close() takes the roles away again.
export async function openDesk(series) {
	const queue = newFormId();
	const definition = (version) => {
		const one = { ...composed(), id: queue, version };
		one.routing = { ...one.routing, queue, series };
		return one;
	};
	publish(definition('1.0.0'));
	for (const staff of [KLARA, ADAM]) deployLocal('blankett', 'person', 'grant', staff, 'caseworker', queue);
	const [anna, klara, adam] = await Promise.all([loggedIn('anna'), loggedIn('klara', 'staff'), loggedIn('adam', 'staff')]);
	const alva = await childNamed(anna, 'Alva');
	const form = `/api/v1/forms/${queue}`, api = `/api/v1/queues/${queue}`;
	return {
		queue, definition, anna, klara, adam, api, page: `/handlaggare/ko/${queue}`,
		async submit(answers = ANSWERS, subject = alva) {
			const page = await anna.api('POST', `${form}/cases`, { subject, answers }, { 'idempotency-key': randomUUID() });
			assert.equal(page.status, 201, page.text);
			return page.json.reference;
		},
		// A case in a status, held by somebody or by nobody; its version.
		place(reference, status, who = null) {
			const holder = who ? `(select person from core.staff where given_name = '${who}')` : 'null';
			return Number(sql(`update core.cases set status = '${status}', assignee = ${holder}, revision = revision + 1 where reference = '${reference}' returning revision`));
		},
		close() {
			for (const staff of [KLARA, ADAM]) deployLocal('blankett', 'person', 'revoke', staff, 'caseworker', queue);
		},
	};
}

export const move = (client, reference, version, body) => client.api('POST', `/api/v1/cases/${reference}/events`, body, { 'if-match': `"${version}"` });

// A page as every page is: a title, one heading, a language, the headers of ours.
export function assertPage(page, status, language = 'sv') {
	assert.equal(page.status, status, `${page.url?.pathname}: ${page.words.slice(0, 300)}`);
	assert.match(page.title, / – \S/);
	assert.equal(page.text.match(/<h1/g)?.length, 1, page.url?.pathname);
	assert.match(page.text, new RegExp(`<html[^>]* lang="${language}"`));
	assert.equal(page.headers.get('content-language'), language);
	assert.equal(page.headers.get('cache-control'), 'no-store');
}
