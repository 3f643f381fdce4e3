// merkle.mjs -- proofs of inclusion and consistency in a Merkle tree: each accepted or refused as the public suite of a transparency log
// demands.
import { existsSync, readdirSync } from 'node:fs';
import { blankett, vectors } from './program.mjs';
import { score } from './score.mjs';

const CASES = 518;

export function merkleProofs() {
	const suite = score('Merkle proofs'), folder = vectors('tlog-merkle', 'testdata');
	if (!existsSync(folder)) {
		process.stdout.write(`SKIPPED, LOUDLY: no proofs at ${folder}\n`);
		return suite;
	}
	const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.json')).sort();
	const { status, text } = blankett('audit', 'suite', ...files.map((file) => `${folder}/${file}`));
	const wrong = text.trimEnd().split('\n'), last = /^(\d+) passed, (\d+) failed$/.exec(wrong.pop());
	if (!suite.must(last, 'no sum', `exit code ${status}`)) return suite.say();
	for (let i = 0; i < Number(last[1]); i++) suite.promise(true);
	for (const file of wrong) suite.promise(false, 'a proof', file);
	suite.must(files.length === CASES, `${CASES} cases`, files.length);
	suite.must((status === 0) === (wrong.length === 0), 'the exit code says so', status);
	return suite.say();
}
