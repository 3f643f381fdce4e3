// differential.mjs [PAIRS] [SEED] -- generated schemas and documents: our verdict beside that of others. Every disagreement is printed, with
// its explanation when explained.mjs has one; the last line counts pairs on which all agree or that are explained, and others.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalForms } from './canonical.mjs';
import { explain } from './explained.mjs';
import { groups as generated } from './generate.mjs';
import { ajvOracle, sourcemeta } from './oracles.mjs';
import { text } from './text.mjs';

const [pairs = 300, seed = 1] = process.argv.slice(2).map(Number);
const BATCH = 100;

// Our verdicts, out of the failing lines of a suite that expects everything to be valid.
function ours(groups) {
	const folder = mkdtempSync(join(tmpdir(), 'differential-'));
	const group = ({ dressed, instances }, i) => `{"description":"${i}","schema":${text(dressed)},"tests":[${instances.map((data, j) =>
		`{"description":"${j}","data":${text(data)},"valid":true}`).join(',')}]}`;
	try {
		writeFileSync(join(folder, 'batch.json'), `[${groups.map(group).join(',\n')}]`);
		const { stdout, status } = spawnSync(join(process.env.BUILD, 'blankett'), ['schema', 'suite', folder, '--format-assertion'], { encoding: 'utf8', maxBuffer: 1 << 28 });
		const answers = groups.map(({ instances }) => instances.map(() => ({ verdict: true })));
		for (const line of stdout.split('\n')) {
			const said = /^batch\.json: (\d+): (\d+): (.*)$/.exec(line);
			if (said) answers[said[1]][said[2]] = { verdict: said[3] === 'wrong verdict' ? false : said[3] };
		}
		const counted = /(\d+) passed, (\d+) failed\s*$/.exec(stdout), tests = groups.reduce((sum, { instances }) => sum + instances.length, 0);
		if (!counted || Number(counted[1]) + Number(counted[2]) !== tests) throw new Error(`blankett accounts for ${counted?.[0].trim() ?? 'nothing'} of ${tests}, exit code ${status}`);
		return answers;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

const count = { agreed: 0, explained: 0, disagreed: 0, valid: 0, ajv: 0 }, causes = new Map();
const note = (cause) => causes.set(cause, (causes.get(cause) ?? 0) + 1);

const say = (what, { dressed, instances }, i) => process.stdout.write(`NOT   ${what}\n      ${text(dressed)}\n      ${text(instances[i])}\n`);

// A verdict of ours that is none (a refused schema, an explanation that says otherwise) is a disagreement whatever others say.
function judge(group, i, verdict, oracles) {
	if (typeof verdict !== 'boolean') {
		count.disagreed++;
		if (i === 0 || !verdict.startsWith('refused')) say(`ours: ${verdict}`, group, i);
		return;
	}
	for (const [oracle, others] of Object.entries(oracles)) {
		const other = others[i];
		if (other === undefined || other === verdict) continue;
		const pair = { oracle, verdict, other, schema: group.schema, instance: group.instances[i] };
		const cause = explain(pair);
		if (cause) {
			note(`${oracle}: ${cause}`);
			count.explained++;
			continue;
		}
		count.disagreed++;
		say(`ours ${verdict}, ${oracle} ${other}`, group, i);
		return;
	}
	count.agreed++;
}

const all = [...generated(seed, pairs)], ajv = ajvOracle();
for (let from = 0; from < all.length; from += BATCH) {
	const batch = all.slice(from, from + BATCH), mine = ours(batch), theirs = { sourcemeta: sourcemeta(batch), ajv: ajv(batch) };
	batch.forEach((group, g) => {
		group.instances.forEach((_, i) => {
			const of = (oracle) => (typeof theirs[oracle][g] === 'string' ? [] : theirs[oracle][g]);
			count.ajv += of('ajv')[i] !== undefined;
			count.valid += mine[g][i].verdict === true;
			judge(group, i, mine[g][i].verdict, { sourcemeta: of('sourcemeta'), ajv: of('ajv') });
		});
		if (typeof theirs.sourcemeta[g] === 'string') note(`sourcemeta does not take a schema: ${theirs.sourcemeta[g]}`);
	});
}
for (const [cause, times] of [...causes].sort()) process.stdout.write(`      ${times} x ${cause}\n`);
process.stdout.write(`${pairs} pairs from seed ${seed}, ${count.valid} valid; ajv was asked ${count.ajv}; ${count.explained} answers of others explained\n`);
const forms = canonicalForms(seed, Math.ceil(pairs / 30)), failed = count.disagreed + forms.failed;
process.stdout.write(`${count.agreed + forms.passed} passed, ${failed} failed\n`);
process.exitCode = failed ? 1 : 0;
