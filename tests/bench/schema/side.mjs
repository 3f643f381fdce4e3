// side.mjs -- one engine with one schema in a process of its own, kept through all rounds; it measures what a line asks for.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const CORE = process.env.CORE ?? execFileSync('nproc', ['--all'], { encoding: 'utf8' }).trim() - 1;
const SAMPLES_NS = 4e7;
const pinned = (command) => ['-c', String(CORE), ...command];

// ask(work) gives {ns, least, ...}, or nothing when this engine cannot do it: `no` says why it does not take the schema, `wrong` holds the
// works whose answer is not what it must be.
export async function side(...command) {
	const child = spawn('taskset', pinned(command), { stdio: ['pipe', 'pipe', 'inherit'] });
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const line = async () => (await lines.next()).value ?? 'no: it ended';
	const first = await line();
	const wrong = new Set();
	return {
		wrong,
		no: first === 'ready' ? undefined : first.slice(4),
		async ask(work) {
			if (first !== 'ready') return undefined;
			child.stdin.write(`${work}\n`);
			const answer = JSON.parse(await line());
			if (answer.ok) return answer;
			wrong.add(work);
			return undefined;
		},
		async end() {
			child.stdin.end();
			if (child.exitCode === null) await once(child, 'exit');
		},
	};
}

// The command line of Sourcemeta measures its own loop: "PASS 5.147 +- 5.199 us (0.027)". It starts anew each time.
export function sourcemeta(program, schema, instances) {
	const loops = {};
	const measure = (work, loop) => {
		const words = ['validate', '--benchmark', '--fast', '--format-assertion', '--loop', String(loop), schema, instances[work]];
		const { stdout } = spawnSync('taskset', pinned([program, ...words]), { encoding: 'utf8' });
		const said = / (PASS|FAIL) ([\d.]+) /.exec(stdout.replace(/\s+/g, ' '));
		return said && (said[1] === 'PASS') === (work === 'verdict') ? { ns: Number(said[2]) * 1e3 } : undefined;
	};
	return {
		wrong: new Set(),
		async ask(work) {
			if (!(work in instances)) return undefined;
			loops[work] ??= Math.ceil(SAMPLES_NS / (measure(work, 200)?.ns || SAMPLES_NS));
			return measure(work, loops[work]);
		},
		async end() {},
	};
}
