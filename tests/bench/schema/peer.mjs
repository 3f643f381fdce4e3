// peer.mjs -- the other side of the bench, in the same words as engine.c: `node peer.mjs ajv|schemasafe SCHEMA VALID INVALID`.
import { validator } from '@exodus/schemasafe';
import addFormats from 'ajv-formats';
import Ajv from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

// V8 optimises after many calls only: what is not warm would flatter us.
const SAMPLES = 9, SAMPLE_NS = 4e6, WARM_NS = 1.5e9;
const [name, ...paths] = process.argv.slice(2);
const [schema, valid, invalid] = paths.map((path) => JSON.parse(readFileSync(path, 'utf8')));
const text = readFileSync(paths[1], 'utf8');

const compilers = {
	ajv: (options) => addFormats(new Ajv({ strict: false, ...options })).compile(schema),
	schemasafe: (options) => validator(schema, { mode: 'default', ...options }),
};
const compile = compilers[name];

function works() {
	const verdict = compile({}), every = compile({ allErrors: true, ...(name === 'schemasafe' && { includeErrors: true }) });
	return {
		compile: () => typeof compile({}) === 'function',
		verdict: () => verdict(valid),
		verdict_invalid: () => !verdict(invalid),
		parse: () => JSON.parse(text) !== undefined,
		parse_verdict: () => verdict(JSON.parse(text)),
		explain: () => every(valid),
		explain_invalid: () => !every(invalid),
	};
}

const time = (run, times) => {
	let ok = true;
	const begun = process.hrtime.bigint();
	for (let i = 0; i < times; i++) ok = run() && ok;
	return { ok, ns: Number(process.hrtime.bigint() - begun) };
};

const warm = new Set();

function measure(run) {
	let times = 1;
	for (let spent = warm.has(run) ? WARM_NS : 0; spent < WARM_NS;) spent += time(run, 10).ns;
	warm.add(run);
	while (time(run, times).ns < SAMPLE_NS / 2) times *= 2;
	const samples = Array.from({ length: SAMPLES }, () => time(run, times)), each = samples.map(({ ns }) => ns / times).sort((a, b) => a - b);
	return { ok: samples.every(({ ok }) => ok), ns: each[SAMPLES >> 1], least: each[0] };
}

try {
	const all = works();
	process.stdout.write('ready\n');
	for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${JSON.stringify(measure(all[line]))}\n`);
} catch (error) {
	process.stdout.write(`no: ${error.message.split('\n')[0]}\n`);
}
