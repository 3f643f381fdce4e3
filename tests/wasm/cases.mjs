// cases.mjs -- every case of the corpus: the files of tests/corpus, each test inside each definition of forms/, and mutations of both.
import { readFileSync, readdirSync } from 'node:fs';
import { blankett } from './native.mjs';

const MUTATIONS = 600;
const TODAY = '2026-08-01'; // where a case says none

function at(document, pointer) {
	const tokens = pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
	const last = tokens.pop();
	return [tokens.reduce((node, token) => node[token], document), last];
}

function patched(answers, operations = []) {
	const result = structuredClone(answers);
	for (const { op, path, value } of operations) {
		const [holder, name] = at(result, path);
		if (!Array.isArray(holder)) op === 'remove' ? delete holder[name] : (holder[name] = value);
		else holder.splice(name === '-' ? holder.length : Number(name), op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value]));
	}
	return result;
}

// The answers and the day of every test inside a definition.
function testsOf(definition) {
	const tests = new Map();
	for (const { name, data, base, patch, today } of definition.tests ?? []) {
		const before = tests.get(base);
		tests.set(name, { name, today: today ?? before?.today ?? TODAY, answers: patched(data ?? before.answers, patch) });
	}
	return [...tests.values()].map((test) => ({ ...test, answers: JSON.stringify(test.answers) }));
}

export function forms() {
	return readdirSync('forms', { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => {
			const text = blankett('form', 'compose', `forms/${name}`).stdout;
			return { name, text, cases: testsOf(JSON.parse(text)) };
		});
}

export function corpus() {
	return readdirSync('tests/corpus')
		.filter((name) => name.endsWith('.json'))
		.map((name) => {
			const { definition, cases } = JSON.parse(readFileSync(`tests/corpus/${name}`, 'utf8'));
			const text = typeof definition === 'string' ? blankett('form', 'compose', definition).stdout : JSON.stringify(definition);
			return { name, text, cases: cases.map((one) => ({ today: TODAY, ...one })) };
		});
}

// mulberry32: the same mutations in every run.
function dice(seed) {
	return (sides) => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) % sides;
	};
}

const VALUES = [null, true, false, 0, -1, 1.5, 1e21, 123456789012, '', ' ', 'å', '😀', 'x'.repeat(300), '2026-02-30', '2026-08-18', 'a@b.se', '134 40',
	'\u2028', '__proto__', [], {}, [[]], ['x', 'x'], { epost: 1 }, [null, {}], 'true', '070-123 45 67', '201503142382', [1, 1.0], { '': { '/': '~' } }];
const DAYS = [TODAY, '2026-08-18', '2027-02-28', '2024-02-29', '1999-12-31', '9999-12-31', ''];
const TYPED = ['', ' ', 'true', 'ja', '1 200', '3,5', '007', '-0', '1e9', 'å😀', '2026', '31', '\r\n', '%', '&=+', 'a@b.se', '134 40', '13440', '"\\', 'x'.repeat(2500)];

// Changes one place of the answers in one way.
function mutated(roll, answers) {
	const places = [];
	const walk = (node) => {
		if (node === null || typeof node !== 'object') return;
		for (const key of Object.keys(node)) {
			places.push([node, key]);
			walk(node[key]);
		}
	};
	walk(answers);
	const pick = (list) => list[roll(list.length)];
	if (!places.length) return answers;
	const [holder, key] = pick(places);
	switch (roll(5)) {
	case 0: Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]; break;
	case 1: Array.isArray(holder) ? holder.push(structuredClone(holder[key])) : (holder[`${key}${roll(3)}`] = pick(VALUES)); break;
	case 2: typeof holder[key] === 'string' ? (holder[key] = holder[key].slice(roll(3)) + pick(TYPED)) : (holder[key] = pick(VALUES)); break;
	default: holder[key] = structuredClone(pick(VALUES));
	}
	return answers;
}

function names(schema, data, pointer = '') {
	const rules = schema.$ref ? data.$defs[schema.$ref.split('/').pop()] : schema;
	return Object.entries(rules.properties ?? {}).flatMap(([name, rule]) => {
		const own = `${pointer}/${name}`;
		return [own, ...['day', 'month', 'year'].map((part) => `${own}.${part}`), ...(rule.enum ?? rule.items?.enum ?? []).map((option) => [own, String(option)]), ...names(rule, data, own)];
	});
}

// Answers changed in one to four places; every third time a page is posted over them.
export function mutations(definitions) {
	const roll = dice(20261123);
	const pick = (list) => list[roll(list.length)];
	const usable = definitions.map(({ name, text, cases }) => {
		const definition = JSON.parse(text);
		const whole = cases.filter(({ answers }) => answers.startsWith('{"') && (() => { try { return JSON.parse(answers); } catch { return false; } })());
		return { name, text, whole, pages: definition.pages.map(({ id }) => id), names: names(definition.data, definition.data), cases: [] };
	});
	for (let i = 0; i < MUTATIONS; i++) {
		const form = usable[i % usable.length];
		let answers = JSON.parse(pick(form.whole).answers);
		for (let changes = roll(4); changes >= 0; changes--) answers = mutated(roll, answers);
		const one = { name: `mutation ${i}`, today: pick(DAYS), answers: JSON.stringify(answers) };
		if (i % 3 === 0) {
			const fields = new URLSearchParams();
			for (let n = roll(12); n >= 0; n--) {
				const name = pick(form.names);
				Array.isArray(name) ? fields.append(...name) : fields.append(name, pick(TYPED));
			}
			Object.assign(one, { page: pick(form.pages), fields: String(fields) });
		}
		form.cases.push(one);
	}
	return usable;
}
