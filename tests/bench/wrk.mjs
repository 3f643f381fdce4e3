// wrk.mjs -- one run of the load generator wrk through nginx. Answers other than 2xx or 3xx make the run worthless.
import { spawnSync } from 'node:child_process';
import { spentBy } from './services.mjs';

const SECONDS = Number(process.env.SECONDS_EACH ?? 2);
const THREADS = 8; // one session each

// Processor time of each part, which says more than the clock where others use the machine too.
const PARTS = { nginx: ['nginx'], service: ['citizen', 'caseworker'], PostgreSQL: ['database'] };
const spent = () => Object.entries(PARTS).map(([name, parts]) => [name, parts.reduce((sum, part) => sum + spentBy(part), 0)]);

export function wrk(script, { clients, path = '/', who = 'citizen', size = 0, warm }) {
	const args = [`-t${THREADS}`, `-c${clients}`, `-d${warm ? 1 : SECONDS}s`, '--timeout', '10s', '-s', `tests/bench/wrk/${script}.lua`,
		`http://127.0.0.1:${process.env.BLANKETT_TEST_PORT}${path}`, '--', who];
	const before = spent();
	const run = spawnSync('wrk', args, { encoding: 'utf8' });
	const line = /^RESULT (.*)$/m.exec(run.stdout ?? '');
	if (!line) throw new Error(`wrk ${script}: ${run.stderr || run.stdout || run.error}`);
	const result = JSON.parse(line[1]);
	if (result.errors > 0 || result.requests === 0)
		throw new Error(`wrk ${script} ${path}: ${result.errors} of ${result.requests} requests failed; nothing was measured`);
	// A redirect to the login page would be quick, too.
	if (result.bytes / result.requests < size) throw new Error(`wrk ${script} ${path}: the answers are shorter than the page`);
	const cpu = Object.fromEntries(spent().map(([name, us], i) => [name, (us - before[i][1]) / result.requests]));
	return { ...result, cpu, perSecond: result.requests / result.seconds };
}
