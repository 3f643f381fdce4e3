// people.mjs -- who is logged in during the bench: eight sessions of four guardians, each with a child and a filled draft of its own,
// and one caseworker. Logged in through the real provider; kept in VAR/bench for the generators.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { ANSWERS, loggedIn } from '../http/applicant.mjs';
import { sql } from './world.mjs';

const folder = `${process.env.BLANKETT_TEST_VAR}/bench`;
const GUARDIANS = ['anna', 'bertil', 'elsa', 'sam'];
const WORDS = 'Barnet går längs en väg utan trottoar där bilar kör fort, och på vintern är det mörkt både på morgonen och eftermiddagen. ';
// A document of 2 KB, as a thorough guardian writes it.
const TOLD = { ...ANSWERS, grunder: ['avstand', 'trafik'], trafik_beskrivning: WORDS.repeat(12).trim() };
const FIELDS = { '/skolform': 'grundskola', '/arskurs': '4', '/skolval': 'anvisad', '/skola': 'Björkskolan', '/klass': '' };
const cookieOf = (client) => [...client.cookies()].map(([name, value]) => `${name}=${value}`).join('; ');

// The row of the session, found by the hash that the cookie's token is known by.
const sessionsOf = () => sql('select municipality, encode(id_hash, $$hex$$), person, audience from core.session order by created_at')
	.split('\n').map((line) => line.split('|')).map(([municipality, hash, person, audience]) => ({ municipality, hash, person, audience }));
const callerOf = (s) => `(${s.municipality},"\\\\x${s.hash}",${s.person},${s.audience},bench)`;

// A child and a draft, straight into the tables: the pages allow one draft per form and child.
function family(guardian, i) {
	const [child, draft] = [`01900000-0000-7000-8000-00000000000${i}`, `01900000-0000-7000-8000-00000000010${i}`];
	sql(`insert into core.person (municipality, person, personal_number, given_name, family_name)
			values ('0120', '${child}', '20159900000${i}', 'Barn', 'Nummer ${i}');
		insert into core.guardian (municipality, guardian, child) values ('0120', '${guardian}', '${child}');
		insert into core.draft (municipality, draft, person, form, version, subject, answers, expires_at)
			select '0120', '${draft}', '${guardian}', form, version, '${child}', $answers$${JSON.stringify(TOLD)}$answers$, now() + interval '1 day'
			from core.form_version where form = 'skolskjuts'`);
	return { child, draft };
}

// As a Lua file: wrk reads nothing else.
const lua = (value) => Array.isArray(value) ? `{${value.map(lua).join(',')}}`
	: typeof value === 'object' ? `{${Object.entries(value).map(([k, v]) => `${k}=${lua(v)}`).join(',')}}` : `[==[${value}]==]`;

export async function logIn(clients) {
	const answers = JSON.stringify(TOLD), citizen = [];
	for (let i = 0; i < clients; i++) {
		const client = await loggedIn(GUARDIANS[i % GUARDIANS.length]);
		const session = sessionsOf().at(-1), { child, draft } = family(session.person, i);
		const fields = new URLSearchParams({ ...FIELDS, csrf: client.csrf }).toString();
		citizen.push({ cookie: cookieOf(client), csrf: client.csrf, origin: client.origin, caller: callerOf(session), child, draft, fields,
			page: `/utkast/${draft}/skola`, application: JSON.stringify({ subject: child, answers: TOLD }) });
	}
	const klara = await loggedIn('klara', 'staff');
	const staff = [{ cookie: cookieOf(klara), csrf: klara.csrf, origin: klara.origin, caller: callerOf(sessionsOf().at(-1)) }];
	const [version, workdays] = sql("select version, definition::jsonb #>> '{routing,due,workdays}' from core.form_version where form = 'skolskjuts'").split('|');
	const everyone = { citizen, staff, version, workdays, hash: createHash('sha256').update(answers).digest('hex') };
	writeFileSync(`${folder}/people.json`, JSON.stringify(everyone));
	writeFileSync(`${folder}/people.lua`, `return ${lua({ citizen, staff })}\n`);
	writeFileSync(`${folder}/answers.json`, answers);
}

let everyone;

export const people = {
	load() {
		everyone = JSON.parse(readFileSync(`${folder}/people.json`, 'utf8'));
	},
	// What pgbench is told; numbered as its clients are.
	variables() {
		const numbered = (name) => everyone.citizen.map((one, i) => [`${name}${i}`, one[name]]);
		const { version, workdays, hash } = everyone;
		return { ...Object.fromEntries([...numbered('caller'), ...numbered('child'), ...numbered('draft')]), staff: everyone.staff[0].caller,
			version, workdays, hash, answers: readFileSync(`${folder}/answers.json`, 'utf8'), revision: 0 };
	},
	// How long an answer is, once it is seen that it is a good one.
	async size(path, cookie = everyone.staff[0].cookie) {
		const answer = await fetch(`http://127.0.0.1:${process.env.BLANKETT_TEST_PORT}${path}`, { headers: { cookie, 'accept-encoding': 'identity' }, redirect: 'manual' });
		const { byteLength } = await answer.arrayBuffer();
		if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
		return byteLength;
	},
	async page(id) {
		const [{ draft, cookie }] = everyone.citizen, path = `/utkast/${draft}/${id}`;
		return { path, size: await people.size(path, cookie) };
	},
	staticFile(size) {
		writeFileSync(`${folder}/static/${size}.html`, 'x'.repeat(size));
		return `/bench/${size}.html`;
	},
};
