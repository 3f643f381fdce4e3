// corpus.mjs -- the same cases through the engine here and the engine of the browser: every byte of what they say is the same.
import { load } from '../../services/web/js/engine.mjs';
import { corpus, forms, mutations } from './cases.mjs';
import { engine, file, nativeReport } from './native.mjs';

async function wasmReport(definition, { answers, today, page, fields }) {
	try {
		const form = await load(engine, definition, { answers, today });
		if (page !== undefined) form.answer(page, fields);
		return form.line();
	} catch (error) {
		if (/cannot read these answers/.test(error.message)) return 'refused';
		throw error;
	}
}

let passed = 0, failed = 0;
async function compare(what, definitions) {
	const before = passed + failed;
	for (const { name, text, cases } of definitions) {
		const path = file('form.json', text);
		for (const one of cases) {
			const here = nativeReport(path, one), there = await wasmReport(text, one);
			if (here === there) {
				passed++;
				continue;
			}
			failed++;
			console.log(`${name}: ${one.name}: ${JSON.stringify(one)}\n  here:  ${here}\n  there: ${there}`);
		}
	}
	console.log(`${what}: ${passed + failed - before} cases`);
}

const written = corpus(), published = forms();
await compare('tests/corpus', written);
await compare('the tests inside forms/', published);
await compare('mutations', mutations([...published, ...written]));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
