// logic.mjs -- rules across answers: what the profile logic/1 accepts of the public suites of JSONLogic and CertLogic gives their results.
import { readdirSync } from 'node:fs';
import { blankett, filesIn, vectors } from './program.mjs';
import { score } from './score.mjs';

// Files below a folder. How much of them the profile accepts may only grow: a profile that refused everything would agree too.
const below = (folder) => readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.json')).map((file) => `${folder}/${file}`).sort();

function run(name, files, least) {
	const suite = score(name), { status, text } = blankett('logic', 'suite', ...files);
	const lines = text.trimEnd().split('\n'), last = /^(\d+) passed, (\d+) failed, (\d+) outside the profile$/.exec(lines.pop());
	if (!suite.must(last, 'no sum', `exit code ${status}`)) return suite.say();
	for (let i = 0; i < Number(last[1]); i++) suite.promise(true);
	for (const line of lines) suite.promise(false, 'a case', line);
	suite.must(lines.length === Number(last[2]) && (status === 0) === (lines.length === 0), 'every failure has a line', last[0]);
	suite.must(Number(last[1]) >= least, `at least ${least} cases are accepted`, last[1]);
	return suite.say(`${last[3]} outside the profile`);
}

export const compatibility = () => run('JSONLogic, compatibility tables', below(vectors('jsonlogic', 'compat-suites')), 295);
export const official = () => run('JSONLogic, official', [vectors('jsonlogic', 'tests.json')], 127);
export const certLogic = () => run('CertLogic', filesIn(vectors('jsonlogic', 'certlogic')).map((file) => vectors('jsonlogic', 'certlogic', file)), 67);
