// neighbour.mjs -- another municipality in the same database: services of its own beside those of the stack, with the same test people.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { after } from 'node:test';
import { deployment, sql } from './applicant.mjs';
import { Client, ORIGIN } from './client.mjs';
import { SERVICES, doors, until } from './doors.mjs';
import { request } from './fastcgi.mjs';

const CODE = '0180';
const RUN = /host=(\S+)\/database/.exec(process.env.BLANKETT_TEST_DATABASE)[1];
const ROOT = new URL('../../', import.meta.url).pathname;
const socketOf = (service) => `${RUN}/${service}-${CODE}.sock`;
const running = [];

// A service as it runs in the stack, but of the other municipality.
function launch(service) {
	const pid = readFileSync(`${RUN}/${service}.pid`, 'utf8').split(' ')[0];
	const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
	const environment = Object.fromEntries(variables.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]));
	const { uid, gid } = statSync(`/proc/${pid}`);
	running.push(
		spawn(readlinkSync(`/proc/${pid}/exe`), {
			...(process.getuid() === 0 ? { uid, gid } : {}),
			cwd: '/',
			stdio: 'ignore',
			env: { ...environment, BLANKETT_MUNICIPALITY: CODE, BLANKETT_SOCKET: socketOf(service), BLANKETT_WORKERS: '2' },
		}),
	);
}

// deploy/local as the other municipality's operator has it.
export const deployThere = (...args) =>
	execFileSync('deploy/local', args, { cwd: ROOT, env: { ...deployment(), MUNICIPALITY: CODE }, encoding: 'utf8' });

// Its services, and the people of the stack in its register.
export async function openNeighbour() {
	deployThere('blankett', 'person', 'import', 'deploy/stack/people.json');
	SERVICES.forEach(launch);
	const alive = (service) => request(socketOf(service), { target: '/readyz', internal: true });
	for (const service of SERVICES) await until(`${service} of ${CODE}`, async () => (await alive(service)).status === 200);
}

// To other tests a test person is one person.
const forget = () =>
	sql(`do $$ declare place record; begin
		set local session_replication_role = replica;
		for place in select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'municipality'
				where c.relnamespace = 'core'::regnamespace and c.relkind = 'r' and c.relname !~ '^audit|^municipality$' loop
			execute format('delete from core.%I where municipality = %L', place.relname, '${CODE}');
		end loop;
	end $$`);

async function closeNeighbour() {
	for (const service of running) service.kill('SIGTERM');
	await Promise.all(running.filter((service) => service.exitCode === null).map((service) => once(service, 'exit')));
	for (const service of SERVICES) rmSync(socketOf(service), { force: true });
	if (running.length) forget();
}
after(closeNeighbour);

const patterns = doors.map((door) => [door.service, new RegExp(`^${door.path.replaceAll('{}', '[^/]+')}$`)]);

// A browser that is there. It has the same origin, for nothing but the municipality differs; the way to the e-ID is everyone's.
export class Neighbour extends Client {
	async send(url, options) {
		if (url.origin !== ORIGIN) return super.send(url, options);
		const { method, body = method === 'GET' ? undefined : '', headers } = options;
		const [service] = patterns.find(([, pattern]) => pattern.test(url.pathname));
		const answer = await request(socketOf(service), { method, target: url.pathname + url.search, body, headers });
		const come = { get: (name) => answer.headers[name.toLowerCase()] ?? null, getSetCookie: () => answer.cookies };
		return { status: answer.status, headers: come, text: answer.body };
	}
}
