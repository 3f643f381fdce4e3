// machine.mjs -- on what the figures were measured, and what to know when reading them.
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { sql } from './world.mjs';
import { environmentOf, masterOf } from './services.mjs';

const first = (command, ...args) => execFileSync('sh', ['-c', '"$@" 2>&1 || true', 'sh', command, ...args], { encoding: 'utf8' }).split('\n')[0];
const setting = (name) => `${name} ${sql(`show ${name}`)}`;
const ofRole = () => sql("select string_agg(c, ', ' order by c) from pg_roles, unnest(rolconfig) c where rolname = 'blankett_citizen' and c ~ '^(plan|synch)'");

export function machine() {
	const processors = cpus();
	return [
		`${processors.length} x ${processors[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${loadavg()[0].toFixed(1)}; generators, nginx, services and PostgreSQL on the same processors`,
		`Linux ${first('uname', '-r')}; PostgreSQL ${sql('show server_version')}; ${first('nginx', '-v').replace('nginx version: ', '')}; ${first('wrk', '-v').split(' ').slice(0, 2).join(' ')}; node ${process.version}`,
		['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size', 'default_toast_compression'].map(setting).join(', '),
		`blankett_citizen: ${ofRole()}; ${environmentOf(masterOf('citizen')).BLANKETT_WORKERS} workers a service; nginx: 1 worker process, limits per address lifted`,
		`figures are medians of ${process.env.ROUNDS ?? 5} interleaved rounds of ${process.env.SECONDS_EACH ?? 2} s, ratios medians of the rounds' own; per second unless said`,
		'wrk sends the next request when the last is answered (a closed loop): p99 leaves out what a queue of impatient people would have waited',
		'the mail worker stands still; the static file is not logged, the pages are, by nginx and by the service',
	];
}
