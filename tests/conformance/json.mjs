// json.mjs -- what is taken for JSON (JSONTestSuite), and its canonical form (RFC 8785, with the vectors of its authors).
import { readFileSync } from 'node:fs';
import { beside, blankett, filesIn, readJson, vectors } from './program.mjs';
import { score } from './score.mjs';

const outcomes = beside(import.meta.url, 'outcomes.json');
const refusedAlthough = outcomes['refused although RFC 8259 lets it be'];
const acceptedWhere = outcomes['accepted where RFC 8259 leaves it open'];
const ANSWERS = { 0: 'accepted', 1: 'refused' };

function demanded(file) {
	if (file.startsWith('y_')) return file in refusedAlthough ? 'refused' : 'accepted';
	return file in acceptedWhere ? 'accepted' : 'refused';
}

export function jsonParsing() {
	const suite = score('JSONTestSuite, parsing'), folder = vectors('JSONTestSuite', 'test_parsing'), files = filesIn(folder);
	for (const file of files) {
		const { status } = blankett('json', 'check', `${folder}/${file}`);
		suite.promise(ANSWERS[status] === demanded(file), file, ANSWERS[status] ?? `exit code ${status}`);
	}
	for (const file of Object.keys({ ...refusedAlthough, ...acceptedWhere }))
		suite.must(files.includes(file), file, 'listed, and no such file');
	return suite.say(`of them ${Object.keys(refusedAlthough).length} refused that RFC 8259 lets be`);
}

// Canonical bytes; one line feed ends them on a terminal.
function canonical(path) {
	const { status, bytes } = blankett('json', 'canonical', path);
	if (status) return { status };
	return { status, bytes: bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes };
}

export function jsonTransforms() {
	const suite = score('JSONTestSuite, transforms'), folder = vectors('JSONTestSuite', 'test_transform'), files = filesIn(folder);
	for (const file of files) {
		const { status, bytes } = canonical(`${folder}/${file}`);
		const outcome = status === 1 ? 'refused' : bytes?.toString('utf8') ?? `exit code ${status}`;
		suite.promise(outcome === outcomes.transformed[file], file, outcome);
	}
	for (const file of Object.keys(outcomes.transformed)) suite.must(files.includes(file), file, 'listed, and no such file');
	return suite.say();
}

export function canonicalForm() {
	const suite = score('JCS'), folder = vectors('jcs', 'testdata');
	for (const file of filesIn(`${folder}/input`)) {
		const hex = readFileSync(`${folder}/outhex/${file.replace('.json', '.txt')}`, 'utf8');
		const { status, bytes } = canonical(`${folder}/input/${file}`);
		suite.promise(bytes?.equals(Buffer.from(hex.replace(/\s/g, ''), 'hex')), file, bytes?.toString('utf8') ?? `exit code ${status}`);
	}
	return suite.say();
}
