// suite.mjs FOLDER -- the JSON-Schema-Test-Suite (2020-12, required) through the engine of the browser, group by group beside the engine
// here: the same verdicts, and what only one of the two carries out (a pattern in a dialect of its own) is carried out right.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { loadSchemas } from '../../services/web/js/engine.mjs';
import { blankett, engine, folder } from './native.mjs';

const suite = resolve(process.argv[2]), tests = join(suite, 'tests/draft2020-12'), remotes = join(suite, 'remotes');
const BASE = 'http://localhost:1234/';

// Everything a schema may refer to: the remotes of the suite under the address it gives them.
function documents() {
	const found = {};
	const walk = (at) => {
		for (const entry of readdirSync(at, { withFileTypes: true })) {
			const path = join(at, entry.name);
			if (entry.isDirectory()) walk(path);
			else if (path.endsWith('.json')) found[BASE + relative(remotes, path)] = JSON.parse(readFileSync(path, 'utf8'));
		}
	};
	walk(remotes);
	return JSON.stringify(found);
}

// The remotes are given where the command takes them.
const options = blankett('schema').stderr.includes('--remotes') ? ['--remotes', remotes] : [];
const alone = join(folder, 'suite');
mkdirSync(alone);

// How many tests of a group are passed and failed; neither, when the schema is refused.
function here(group) {
	writeFileSync(join(alone, 'group.json'), JSON.stringify([group]));
	const { stdout, stderr } = blankett('schema', 'suite', alone, ...options);
	const score = /^(\d+) passed, (\d+) failed$/m.exec(stdout);
	if (!score) throw new Error(`blankett schema suite says nothing: ${stderr}`);
	return { passed: Number(score[1]), failed: Number(score[2]) };
}

const compile = await loadSchemas(engine), known = documents();
function there({ schema, tests: all }) {
	const score = { passed: 0, failed: 0 };
	let valid;
	try {
		valid = compile(JSON.stringify(schema), known);
		for (const { data, valid: expected } of all) valid(JSON.stringify(data)) === expected ? score.passed++ : score.failed++;
	} catch (error) {
		if (/stopped/.test(error.message)) throw error;
		return { passed: 0, failed: 0 };
	}
	return score;
}

let passed = 0, failed = 0, verdicts = 0, single = 0;
for (const file of readdirSync(tests).filter((name) => name.endsWith('.json'))) {
	for (const group of JSON.parse(readFileSync(join(tests, file), 'utf8'))) {
		const a = here(group), b = there(group);
		const both = a.passed + a.failed > 0 && b.passed + b.failed > 0;
		const one = a.passed + a.failed + b.passed + b.failed > 0 && !both;
		verdicts += b.passed;
		single += one;
		if (one ? a.failed + b.failed === 0 : a.passed === b.passed && a.failed === b.failed) passed++;
		else {
			failed++;
			console.log(`${file}: ${group.description}: here ${JSON.stringify(a)}, there ${JSON.stringify(b)}`);
		}
	}
}
console.log(`JSON-Schema-Test-Suite: ${verdicts} right verdicts in the engine of the browser; ${single} groups only one of the two carries out`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
