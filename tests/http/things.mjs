// things.mjs -- what a door can name or show: cases as they come and go, forms, people, proposals, sessions. rights.mjs says who may.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { withThirdGuardian } from './actors.mjs';
import { ANSWERS, PAGES, begin, childNamed, composed, loggedIn, newFormId, sql } from './applicant.mjs';
import { NOBODYS, until } from './doors.mjs';
import { rows } from './psql.mjs';
import { sign } from './signer.mjs';

const series = 'PROV', written = composed();
export const form = newFormId(); // and the queue of its cases
export const ours = { ...written, id: form, version: '1.0.0', routing: { ...written.routing, queue: form, series } };

// make: a new one, by the actors. missing: one that there is not. args: its places in the path. mark: what gives it away in a page.
const thing = (name, missing, make, { args = (one) => [one], mark = (one) => one } = {}) => ({ name, missing, make, args, mark });
const nowhere = { args: () => [] }; // no place in any path

export const published = thing('the form', 'finns-inte', () => form);
export const child = thing('a child', NOBODYS, ({ applicant }) => childNamed(applicant.client, 'Alva'), { args: () => [form] });
export const draft = thing('a draft', NOBODYS, ({ applicant }) =>
	withThirdGuardian(async () => {
		const path = await begin(applicant.client, 'Elias', form);
		const id = path.slice('/utkast/'.length);
		await rows(`update core.draft set answers = '${JSON.stringify(ANSWERS)}' where draft = '${id}'`);
		return id;
	}),
);

// Cases. All three guardians of that moment are told of them, or asked.
async function send({ client }, answers) {
	const body = { subject: await childNamed(client, 'Alva'), answers };
	const page = await client.api('POST', `/api/v1/forms/${form}/cases`, body, { 'idempotency-key': randomUUID() });
	assert.equal(page.status, 201, page.text);
	return page.json.reference;
}
const TWO_HOMES = { ...ANSWERS, boende: 'vaxelvis', adress2: ANSWERS.adress, udda_veckor: 'adress1', jamna_veckor: 'adress2' };
const NO_CASE = sql(`select core.reference('${series}', 2099, 1)`);

export const sent = thing('a case', NO_CASE, ({ applicant }) => withThirdGuardian(() => send(applicant, ANSWERS)));
export const unsigned = thing('a case that its applicant has not signed', NO_CASE, ({ applicant }) =>
	withThirdGuardian(() => send(applicant, TWO_HOMES)),
);
export const asked = thing('a case that another guardian is asked to sign', NO_CASE, ({ applicant }) =>
	withThirdGuardian(async () => {
		const reference = await send(applicant, TWO_HOMES);
		await sign(applicant.client, reference, { who: 'anna' });
		return reference;
	}),
);
export const queue = thing('the queue', 'finns-inte', async (actors) => (await sent.make(actors)) && form);

const issued = (thing, kind) => async (actors) => {
	const reference = await thing.make(actors);
	await until(`a receipt of ${reference}`, () => rows(`select 1 from core.receipt where reference = '${reference}' and kind = '${kind}'`), 120000);
	return reference;
};
export const receipt = thing('the receipt of a case', NO_CASE, issued(sent, 'submission'));
export const signatureReceipt = thing('the receipt of a signature', NO_CASE, issued(asked, 'signature'));
// Its number stands in the key, the least significant byte first.
export const receiptKey = thing('a key of receipts', 'finns-inte', async ({ nobody: { client } }) => {
	const [, key] = (await client.get('/.well-known/kvitto-nyckel.pub')).text.split('\n');
	return `${Buffer.from(key, 'base64').subarray(2, 10).reverse().toString('hex').toUpperCase()}.pub`;
});

// A version that nobody has published.
let versions = 0;
export const version = thing(
	'a version of a form',
	{ id: 'finns-inte', version: '1.0.0', sha256: '0'.repeat(64) },
	async ({ admin: { client } }) => {
		const id = `${form}v${versions++}`;
		const page = await client.api('PUT', `/api/v1/admin/forms/${id}`, { ...written, id, version: '1.0.0' });
		assert.equal(page.status, 201, page.text);
		return { id, version: '1.0.0', sha256: page.json.sha256 };
	},
	{ args: ({ id, version }) => [id, version], mark: ({ id }) => id },
);
export const definition = ({ id }) => ({ ...written, id, version: '1.0.1' });

// Members of staff. Alma has a role at the queue that can be taken, and none of her proposals waits.
const staff = (given) => `(select person from core.staff where municipality = '0120' and given_name = '${given}')`;
const lapse = (given, query = rows) => query(`update core.role_proposal set state = 'expired' where person = ${staff(given)} and state = 'waiting'`);
export const member = thing('a member of staff', NOBODYS, async () => {
	await lapse('Alma');
	await rows(`insert into core.role (municipality, person, role, queue) values ('0120', ${staff('Alma')}, 'caseworker', '${form}') on conflict do nothing`);
	return rows(`select ${staff('Alma')}`);
});
// Made by another administrator than the one who comes.
let alma;
export const proposal = thing('a proposal of a role', NOBODYS, async () => {
	await lapse('Ove');
	alma ??= await loggedIn('alma', 'staff');
	const page = await alma.api('POST', `/api/v1/admin/staff/${await rows(`select ${staff('Ove')}`)}/proposals`, { role: 'caseworker', queue: form });
	assert.equal(page.status, 201, page.text);
	return page.json.proposal;
});
// Asked at the end, when the psql that stays is gone.
export function forgetRoles() {
	for (const given of ['Alma', 'Ove']) lapse(given, sql);
	sql(`delete from core.role where person = ${staff('Alma')} and queue = '${form}'`);
}

// Sessions.
const of = (given) => `(select person from core.person where municipality = '0120' and given_name = '${given}')`;
export const session = thing('a login', '0'.repeat(64), async () => {
	await loggedIn('anna');
	return rows(`select encode(id_hash, 'hex') from core.session where person = ${of('Anna')} order by created_at desc limit 1`);
}, nowhere);
// What a person had written when a session ended: kept for that person, in one of the services.
const WORDS = 'Skrivet innan tiden gick ut';
const kept = (service, person, request) =>
	thing('a form that is kept', 'Inget är sparat', async (actors) => {
		const [path, fields] = await request(actors);
		await rows(`insert into core.parked (municipality, person, service, path, fields)
			values ('0120', ${person}, '${service}', '${path}', '${JSON.stringify([...fields, ['/ord', WORDS]])}')
			on conflict on constraint parked_pkey do update set path = excluded.path, fields = excluded.fields, created_at = now()`);
		return WORDS;
	}, nowhere);
export const keptOfApplicant = kept('citizen', of('Anna'), async (actors) => [`/tjanst/${form}/barn`, [['subject', await child.make(actors)]]]);
export const keptOfCaseworker = kept('caseworker', staff('Klara'), () => [`/handlaggare/ko/${form}/ta`, []]);
export const keptOfAdmin = kept('admin', staff('Adam'), () => ['/admin/formular/finns-inte/1.0.0/radera', [['sha256', '0'.repeat(64)]]]);
