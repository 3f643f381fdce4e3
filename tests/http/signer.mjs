// signer.mjs -- what guardians do to send in an application that several sign, and a look at how it stands. For several test files.
import { begin, fillIn, sendIn, sql } from './applicant.mjs';

// Two homes: both guardians sign.
export const TWO_HOMES = {
	boende: { '/boende': 'vaxelvis' },
	adress: {
		'/adress/gata': 'Björkvägen 1', '/adress/postnummer': '134 40', '/adress/ort': 'Älvstad',
		'/adress2/gata': 'Hemliga gatan 7', '/adress2/postnummer': '134 50', '/adress2/ort': 'Älvstad',
	},
	veckor: { '/udda_veckor': 'adress1', '/jamna_veckor': 'adress2' },
	onskemal: { '/ovrigt': 'Ring mig på jobbet efter klockan fyra.' },
};

// Sent in, signed by nobody yet; gives the reference.
export async function send(client, given = 'Alva', changes = TWO_HOMES) {
	const draft = await begin(client, given);
	const sent = await sendIn(client, draft, await fillIn(client, draft, changes));
	if (!sent.location?.startsWith('/underskrift/')) throw new Error(`not waiting: ${sent.status} ${sent.location} ${sent.words}`);
	return sent.location.slice('/underskrift/'.length);
}

export const page = (client, reference, more = '') => client.get(`/underskrift/${reference}${more}`);

// From the button to the provider's page. An e-ID keeps no session of its own; the test provider does, so it is forgotten.
export async function toEid(client, reference, provider) {
	for (const origin of client.jars.keys()) if (origin !== client.origin) client.jars.delete(origin);
	await page(client, reference);
	return client.follow(await client.post('/eid/sign', { reference, ...(provider ? { provider } : {}) }));
}

// The whole way; what the person does at the provider: { who, fault } or { cancel: 'yes' }.
export async function sign(client, reference, answer, provider) {
	return client.choose(await toEid(client, reference, provider), answer);
}

// Sent in and signed by the applicant: the other guardian is asked.
export async function ask(client, who, given = 'Alva') {
	const reference = await send(client, given);
	await sign(client, reference, { who });
	return reference;
}

const one = (text) => JSON.parse(sql(text) || 'null');
export const standing = (reference) => one(`select json_build_object('status', c.status, 'received', c.received_at is not null,
	'state', s.state, 'signed', (select count(*) from core.signature x where x.case_id = c.case_id),
	'parties', (select json_object_agg(p.given_name, x.state) from core.party x join core.person p using (municipality, person) where x.case_id = c.case_id))
	from core.cases c left join core.signing s using (municipality, case_id) where c.reference = '${reference}'`);
export const signature = (reference, given) => one(`select to_json(x) from core.signature x join core.person p using (municipality, person)
	join core.cases c using (municipality, case_id) where c.reference = '${reference}' and p.given_name = '${given}'`);
export const messages = (reference) => sql(`select o.kind || coalesce(' ' || p.given_name, '') from core.outbox o join core.cases c using (municipality, case_id)
	left join core.person p on p.municipality = o.municipality and p.person = o.person where c.reference = '${reference}' order by o.id`).split('\n').filter(Boolean);
// What the worker does once a minute. Left to itself it would end cases while another test looks.
export const workerPasses = () => sql("set role blankett_worker; select api_worker.signing_due(row('0120', null, null, null, 'test')::core.caller)");
// Lets the days of a waiting case pass.
export const timeIsOut = (reference) => sql(`update core.signing s set deadline = now() - interval '1 second' from core.cases c
	where c.municipality = s.municipality and c.case_id = s.case_id and c.reference = '${reference}'`);
