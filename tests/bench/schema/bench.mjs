// bench.mjs -- our engine beside the fastest others, on one core, in turns; times in microseconds, median of the rounds and least of all.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../rounds.mjs';
import { layout, verdict as reached } from '../table.mjs';
import { otherShapes } from './shapes.mjs';
import { side, sourcemeta } from './side.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const HERE = new URL('.', import.meta.url).pathname;
const ENGINE = join(process.env.BUILD, 'bench-schema');
const SOURCEMETA = join(HERE, `node_modules/@sourcemeta/jsonschema/build/github-releases/jsonschema-linux-${process.arch === 'arm64' ? 'arm64' : 'x86_64'}`);
const VECTORS = join(process.env.BLANKETT_VECTORS, 'bench');

const FORM = [
	{ work: 'verdict', says: 'verdict, valid', bar: '<= 0.45' },
	{ work: 'verdict_invalid', says: 'verdict, invalid', bar: '<= 0.45' },
	{ work: 'parse', says: 'strict parse beside JSON.parse' },
	{ work: 'parse_verdict', says: 'parse + verdict', bar: '<= 0.30' },
	{ work: 'explain', says: 'explain, valid' },
	{ work: 'explain_invalid', says: 'explain, invalid' },
	{ work: 'compile', says: 'compile' },
];
const SHAPE = [
	{ work: 'verdict', says: 'valid', bar: '<= 1.00' },
	{ work: 'verdict_invalid', says: 'invalid', bar: '<= 1.00' },
];

const ENGINES = ['ours', 'ajv', 'schemasafe', 'Sourcemeta'];
const COLUMNS = ['work', ...ENGINES, 'ours/ajv', 'bar', ''];
const LEFT = [true, false, false, false, false, false, true, true];
const rows = [], notes = [];

const microseconds = (ns) => (ns >= 1e6 ? (ns / 1e3).toLocaleString('en', { maximumFractionDigits: 0 }) : (ns / 1e3).toFixed(2));

function figure(answers) {
	if (!answers.every(Boolean)) return '-';
	const least = answers.map((answer) => answer.least).filter(Boolean);
	return microseconds(median(answers.map((answer) => answer.ns))) + (least.length ? ` (${microseconds(Math.min(...least))})` : '');
}

// All sides once a round, in turns forward and backward.
async function inRounds(sides, work) {
	const answers = sides.map(() => []);
	for (let round = 0; round < ROUNDS; round++) {
		const order = [...sides.keys()];
		if (round % 2) order.reverse();
		for (const i of order) answers[i].push(await sides[i].ask(work));
	}
	return answers;
}

function row(says, answers, bar) {
	const [ours, ajv] = answers, both = ours.every(Boolean) && ajv.every(Boolean);
	const ratio = both && median(ours.map((answer, i) => answer.ns / ajv[i].ns));
	rows.push([says, ...answers.map(figure), both ? ratio.toFixed(2) : '', bar ?? '', both ? reached(ratio, bar) : bar ? 'NOT MEASURED' : '']);
}

async function compare(name, paths, works) {
	const peer = (engine) => side(process.execPath, join(HERE, 'peer.mjs'), engine, ...paths);
	const sides = [await side(ENGINE, ...paths), await peer('ajv'), await peer('schemasafe'),
		sourcemeta(SOURCEMETA, paths[0], { verdict: paths[1], verdict_invalid: paths[2] })];
	const measured = {};
	process.stdout.write(`  ${name} ...\n`);
	ENGINES.forEach((engine, i) => sides[i].no && notes.push(`${name}: ${engine} does not take the schema: ${sides[i].no}`));
	for (const { work, says, bar } of works) {
		const answers = await inRounds(sides, work);
		row(`${name}: ${says}`, answers, bar);
		[measured[work]] = answers;
	}
	ENGINES.forEach((engine, i) => sides[i].wrong.size && notes.push(`${name}: ${engine} answers wrongly: ${[...sides[i].wrong].join(', ')}`));
	for (const one of sides) await one.end();
	return measured;
}

function allocations(name, { verdict }) {
	if (!verdict[0]) return;
	const most = (field) => Math.max(...verdict.map((answer) => answer[field]));
	notes.push(`${name}: allocations per verdict: ${most('allocations')}, arena bytes per verdict: ${most('bytes')}`);
}

async function ourForm() {
	const paths = ['schema', 'instance', 'instance-invalid'].map((part) => join(VECTORS, `bench-${part}.json`));
	const name = `form, ${readFileSync(paths[1]).length} bytes`;
	const measured = await compare(name, paths, FORM);
	allocations(name, measured);
	const compile = measured.compile[0] && median(measured.compile.map((answer) => answer.ns)) / 1e6;
	if (compile) notes.push(`${name}: compile ${compile.toFixed(2)} ms, bar <= 2: ${reached(compile, '<= 2')}`);
}

async function shapes(folder) {
	for (const { name, ...documents } of otherShapes()) {
		const paths = ['schema', 'valid', 'invalid'].map((part) => {
			const path = join(folder, `${part}.json`);
			writeFileSync(path, JSON.stringify(documents[part]));
			return path;
		});
		allocations(name, await compare(name, paths, SHAPE));
	}
}

// The module is what a browser fetches; how fast it is, its pages show.
function ourModule() {
	const bytes = statSync(join(process.env.BUILD ?? 'build', 'wasm/engine.wasm')).size;
	notes.push(`engine of the browser: ${bytes} bytes before compression, bar <= 102400: ${reached(bytes, '<= 102400')}`);
}

const folder = mkdtempSync(join(tmpdir(), 'shapes-'));
try {
	await ourForm();
	await shapes(folder);
	ourModule();
} finally {
	rmSync(folder, { recursive: true });
}
process.stdout.write(`\n${layout([COLUMNS, ...rows], LEFT)}\n\n`);
notes.push(`microseconds, formats asserted: median of ${ROUNDS} interleaved rounds (least sample); ratios are medians of the rounds' own`,
	'Sourcemeta is its command line with --benchmark --fast, whose figure includes its clock; ajv and schemasafe are warm: 1.5 s of calls before the first figure',
	`${cpus().length} x ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}, one core for all sides; node ${process.version}`);
process.stdout.write(`${notes.join('\n')}\n`);
