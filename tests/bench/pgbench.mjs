// pgbench.mjs -- one run of pgbench as a service's role: the same function with the same arguments, prepared, one connection per client.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { people } from './people.mjs';
import { count, dueRange } from './world.mjs';

const SECONDS = Number(process.env.SECONDS_EACH ?? 2);
const VAR = process.env.BLANKETT_TEST_VAR;

// `@` in a script stands for the client's number: each has a session, a child and a draft of its own.
function scriptOf(name, clients) {
	const text = readFileSync(`tests/bench/pgbench/${name}.sql`, 'utf8'), file = `${VAR}/bench/${name}.sql`;
	const one = (i) => `${i ? '\\elif' : '\\if'} :client_id = ${i}\n${text.replaceAll('@', i)}`;
	writeFileSync(file, text.includes('@') ? `${Array.from({ length: clients }, (_, i) => one(i)).join('')}\\endif\n` : text);
	return file;
}

const places = new Map();
function place(database) {
	if (!places.has(database))
		places.set(database, { ...dueRange(database), cases: count("core.cases where reference like 'BNK-%'", database) });
	return places.get(database);
}

// A new connection plans everything at its first call; the services did so long ago. The first second is therefore taken off.
function settled({ stdout, stderr }) {
	const figure = (text, pattern) => (pattern.exec(text) ?? []).slice(1).map(Number);
	const [done] = figure(stdout, /^number of transactions actually processed: (\d+)/m), [tps] = figure(stdout, /^tps = ([0-9.]+)/m);
	const [until, first] = figure(stderr, /^progress: ([0-9.]+) s, ([0-9.]+) tps/m);
	return { perSecond: (done - until * first) / (done / tps - until), requests: done };
}

export function pgbench(script, { role, clients, database = 'blankett', seconds = SECONDS, warm }) {
	if (warm) return undefined;
	const variables = { ...people.variables(), ...place(database) };
	const args = ['-n', '-M', 'prepared', '-c', clients, '-j', 2, '-P', 1, '-T', seconds + 1,
		...Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]), '-f', scriptOf(script, clients), database];
	const env = { ...process.env, PGUSER: `blankett_${role}`, PGPASSFILE: `${VAR}/secrets/${role}.pgpass` };
	const run = spawnSync('pgbench', args.map(String), { encoding: 'utf8', env });
	const result = run.status === 0 ? settled(run) : {};
	if (!(result.perSecond > 0)) throw new Error(`pgbench ${script}: ${run.stderr || run.stdout}`);
	return result;
}
