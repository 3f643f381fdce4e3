// schema.mjs -- the JSON-Schema-Test-Suite for 2020-12: what is required, the formats, and what is optional.
//
// The tests are counted in the files here, and the program must account for every one of them: a file or a schema that it cannot read
// hides nothing.
import { beside, blankett, filesIn, readJson, vectors } from './program.mjs';
import { score } from './score.mjs';

const ROOT = ['JSON-Schema-Test-Suite', 'tests', 'draft2020-12'];
const leftOpen = beside(import.meta.url, 'left_open.json');

function testsIn(folder) {
	return filesIn(folder).flatMap((file) => readJson(folder, file).flatMap((group) =>
		group.tests.map((test) => `${file}: ${group.description}: ${test.description}`)));
}

// The tests that came out otherwise than the suite demands, each with the program's word for it; nothing when it did not account for all.
function run(suite, folder, tests, options) {
	const { status, text } = blankett('schema', 'suite', folder, '--remotes', vectors('JSON-Schema-Test-Suite', 'remotes'), ...options);
	const lines = text.trimEnd().split('\n'), last = /^(\d+) passed, (\d+) failed$/.exec(lines.pop());
	const wrong = new Map();
	for (const line of lines) {
		const name = tests.filter((test) => line.startsWith(`${test}: `)).sort((a, b) => b.length - a.length)[0];
		if (suite.must(name, 'a line names no test', line)) wrong.set(name, line.slice(name.length + 2));
	}
	if (last && Number(last[1]) + Number(last[2]) === tests.length && Number(last[2]) === wrong.size) return wrong;
	suite.none(tests.length, `not every one of ${tests.length} tests is accounted for`, last?.[0] ?? `exit code ${status}`);
	return undefined;
}

function all(name, path, options) {
	const suite = score(name), folder = vectors(...ROOT, ...path), tests = testsIn(folder), wrong = run(suite, folder, tests, options);
	if (wrong) for (const test of tests) suite.promise(!wrong.has(test), test, wrong.get(test));
	return suite.say();
}

export const required = () => all('JSON Schema, required', [], []);
export const formats = () => all('JSON Schema, formats', ['optional', 'format'], ['--format-assertion']);

// What the specification leaves open is listed with its reason, test by test; a listed test that passes belongs there no longer.
export function optional() {
	const suite = score('JSON Schema, optional'), folder = vectors(...ROOT, 'optional'), tests = testsIn(folder);
	const wrong = run(suite, folder, tests, []);
	const reasons = new Map(leftOpen.flatMap(({ reason, tests: listed }) => listed.map((test) => [test, reason])));
	for (const test of wrong ? tests : []) {
		if (reasons.has(test)) suite.promise(wrong.has(test), test, 'passes, and is listed as left open');
		else suite.promise(!wrong.has(test), test, wrong.get(test));
	}
	for (const test of reasons.keys()) suite.must(tests.includes(test), test, 'listed, and no such test');
	return suite.say(`of them ${reasons.size} left open by the specification and not carried out`);
}
