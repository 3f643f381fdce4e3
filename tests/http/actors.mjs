// actors.mjs -- who comes to the doors: everyone whom a right, a lack of one or a right that is gone makes different. Each logs in once.
import { deployLocal, loggedIn } from './applicant.mjs';
import { Client } from './client.mjs';
import { rows } from './psql.mjs';
import { Neighbour, deployThere, openNeighbour } from './neighbour.mjs';

const KLARA = 'klara@2120000035', OVE = 'ove@2120000035';
const START = { citizen: '/mina', staff: '/handlaggare' };

const child = (given) => `(select person from core.person where municipality = '0120' and given_name = '${given}')`;

// While something is done, Sam is one of the guardians: afterwards Sam was.
export async function withThirdGuardian(act) {
	const pairs = ['Alva', 'Elias'].map((given) => `('0120', ${child('Sam')}, ${child(given)})`);
	await rows(`insert into core.guardian (municipality, guardian, child) values ${pairs.join(', ')}`);
	try {
		return await act();
	} finally {
		await rows(`delete from core.guardian where guardian = ${child('Sam')}`);
	}
}

async function neighbour(who, audience) {
	const client = new Neighbour();
	await client.login(who, audience);
	await client.get(START[audience]);
	return client;
}

// A browser that keeps the cookie of a session which has been logged out of.
async function loggedOut(who, audience) {
	const client = await loggedIn(who, audience);
	const cookie = client.cookies().get('__Host-sid');
	await client.post('/eid/logout');
	client.cookies().set('__Host-sid', cookie);
	client.keep = () => {};
	return client;
}

// A program sends its key with each request, and keeps no cookie.
class Program extends Client {
	constructor(key) {
		super();
		this.key = key;
	}
	request(method, path, { body, headers } = {}) {
		return super.request(method, path, { body, headers: { authorization: `Bearer ${this.key}`, ...headers } });
	}
	keep() {}
}

const programs = []; // by the names of their accounts
function program(queue, ...scopes) {
	programs.push(`dorrar-${Date.now().toString(36)}-${programs.length}`);
	const wanted = scopes.flatMap((scope) => ['--scope', scope]);
	return new Program(deployLocal('blankett', 'token', 'issue', programs.at(-1), ...wanted, '--queue', queue, '--days', '1').trim());
}
function revoked(queue, ...scopes) {
	const client = program(queue, ...scopes);
	deployLocal('blankett', 'token', 'revoke', programs.pop());
	return client;
}
const READ = ['queues.read', 'cases.read'], FORMS = ['forms.read', 'forms.write'];

// { name: { audience, client, ended } }: audience is the kind of the session, ended is true of one that no longer holds. Caseworkers
// are those of the queue.
export async function everyone(queue) {
	for (const staff of [KLARA, OVE]) deployLocal('blankett', 'person', 'grant', staff, 'caseworker', queue);
	await openNeighbour();
	deployThere('blankett', 'person', 'grant', KLARA, 'caseworker', queue);
	const groups = {
		citizen: {
			applicant: () => loggedIn('anna'),
			'other guardian': () => loggedIn('bertil'),
			'former guardian': () => loggedIn('sam'),
			stranger: () => loggedIn('elsa'),
			'applicant elsewhere': () => neighbour('anna', 'citizen'),
			'applicant, logged out': () => loggedOut('anna', 'citizen'),
		},
		staff: {
			caseworker: () => loggedIn('klara', 'staff'),
			'caseworker of another queue': () => loggedIn('karin', 'staff'),
			'caseworker no more': () => loggedIn('ove', 'staff'),
			admin: () => loggedIn('adam', 'staff'),
			'caseworker elsewhere': () => neighbour('klara', 'staff'),
			'admin elsewhere': () => neighbour('adam', 'staff'),
			'caseworker, logged out': () => loggedOut('klara', 'staff'),
			'admin, logged out': () => loggedOut('adam', 'staff'),
		},
		service: {
			program: () => program(queue, ...READ, 'cases.move', ...FORMS),
			'program that only reads': () => program(queue, ...READ, 'forms.read'),
			'program of another queue': () => program('forskola', ...READ, 'cases.move', 'cases.decide'),
			'program without the scope': () => program(queue, 'cases.decide'),
			'program, revoked': () => revoked(queue, ...READ, 'cases.move', ...FORMS),
		},
		nobody: { nobody: () => new Client() },
	};
	const actors = {};
	for (const [audience, group] of Object.entries(groups))
		for (const [name, enter] of Object.entries(group)) actors[name] = { audience, client: await enter(), ended: /logged out|revoked|no more/.test(name) };
	deployLocal('blankett', 'person', 'revoke', OVE, 'caseworker', queue);
	return actors;
}

export function closeQueue(queue) {
	deployLocal('blankett', 'person', 'revoke', KLARA, 'caseworker', queue);
	for (const name of programs) deployLocal('blankett', 'token', 'revoke', name);
}
