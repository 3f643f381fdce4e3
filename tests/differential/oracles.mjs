// oracles.mjs -- what others say: the Sourcemeta command line to everything, ajv to what it carries out.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdsNumeral, text } from './text.mjs';

const PACKAGES = new URL('../bench/schema/', import.meta.url);
const SOURCEMETA = new URL(`node_modules/@sourcemeta/jsonschema/build/github-releases/jsonschema-linux-${process.arch === 'arm64' ? 'arm64' : 'x86_64'}`, PACKAGES).pathname;

function testFolder(folder, groups) {
	for (const part of ['schemas', 'tests']) mkdirSync(join(folder, part));
	groups.forEach(({ schema, instances }, i) => {
		writeFileSync(join(folder, 'schemas', `${i}.json`), text(schema));
		const tests = instances.map((data, j) => `{"description":"${j}","data":${text(data)},"valid":true}`);
		writeFileSync(join(folder, 'tests', `${i}.json`), `{"target":"../schemas/${i}.json","tests":[${tests.join(',')}]}`);
	});
}

// One run over many schemas; a schema it does not take ends the run, so halves are tried then.
function sourcemetaRun(groups) {
	const folder = mkdtempSync(join(tmpdir(), 'oracle-'));
	try {
		testFolder(folder, groups);
		const { stdout } = spawnSync(SOURCEMETA, ['test', join(folder, 'tests'), '--json', '--format-assertion', '--jobs', '1'], { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 120_000 });
		let answer;
		try {
			answer = JSON.parse(stdout);
		} catch {
			answer = { error: 'no answer' };
		}
		if (answer.results) {
			const verdicts = groups.map(({ instances }) => instances.map(() => undefined));
			for (const { filePath, name, status } of answer.results.tests) verdicts[/(\d+)\.json$/.exec(filePath)[1]][name] = status === 'passed';
			return verdicts;
		}
		if (groups.length === 1) return [answer.error];
	} finally {
		rmSync(folder, { recursive: true });
	}
	const half = groups.length >> 1;
	return [...sourcemetaRun(groups.slice(0, half)), ...sourcemetaRun(groups.slice(half))];
}

// For each group its verdicts, or the words with which the schema was refused.
export const sourcemeta = (groups) => sourcemetaRun(groups);

// ajv computes in doubles, has formats of its own mind, and passes fewer than half of the suite's tests of $dynamicRef.
const askAjv = (schema) => !holdsNumeral(schema) && !/"(format|\$dynamicRef)":/.test(text(schema));

export function ajvOracle() {
	const require = createRequire(PACKAGES);
	const Ajv = require('ajv/dist/2020.js').default;
	return (groups) => groups.map(({ schema, instances }) => {
		if (!askAjv(schema)) return 'not asked';
		let verdict;
		try {
			verdict = new Ajv({ strict: false, validateFormats: false, logger: false }).compile(structuredClone(schema));
		} catch (error) {
			return error.message;
		}
		return instances.map((instance) => {
			try {
				return holdsNumeral(instance) ? undefined : verdict(instance);
			} catch {
				return undefined;
			}
		});
	});
}
