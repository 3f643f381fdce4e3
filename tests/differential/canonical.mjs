// canonical.mjs -- the canonical form beside ECMAScript's own, which RFC 8785 is made of: numbers of every size, names in every order.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from './random.mjs';

function canonical(value) {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (value && typeof value === 'object') return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
	return JSON.stringify(value);
}

const bits = new DataView(new ArrayBuffer(8));

// Any double there is; its shortest text, and texts that round to it or beside it.
function numeral(r) {
	bits.setUint32(0, r.below(2 ** 32));
	bits.setUint32(4, r.below(2 ** 32));
	const any = bits.getFloat64(0), number = Number.isFinite(any) ? any : 0;
	return r.pick([() => JSON.stringify(number), () => number.toExponential(r.below(21)), () => `${r.below(1e9)}${r.below(1e9)}${r.below(1e9)}`,
		() => `${r.below(1000)}.${String(r.below(1e9)).padStart(9, '0')}${r.below(1e9)}e${r.between(-30, 30)}`, () => `-0.${'0'.repeat(r.below(12))}${r.below(1e6)}`])();
}

function word(r) {
	const signs = r.list(r.between(1, 6), () => r.pick([r.below(0x80) || 1, r.below(0x800) || 1, 0xe000 + r.below(0x1fff), 0x10000 + r.below(0xfffff), r.between(0xd7f0, 0xd7ff), 0x2028, 0x22, 0x5c, 0x1f]));
	return String.fromCodePoint(...signs);
}

export function canonicalForms(seed, n) {
	const r = random(seed), folder = mkdtempSync(join(tmpdir(), 'canonical-')), path = join(folder, 'document.json');
	let passed = 0, failed = 0;
	try {
		for (let i = 0; i < n; i++) {
			const numbers = r.list(200, () => numeral(r)), names = [...new Set(r.list(60, () => word(r)))];
			const text = `{"numbers":[${numbers.join(',')}],${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(word(r))}`).join(' , ')}}`;
			writeFileSync(path, text);
			const { stdout } = spawnSync(join(process.env.BUILD, 'blankett'), ['json', 'canonical', path], { encoding: 'utf8' });
			const demanded = canonical(JSON.parse(text));
			if (stdout.replace(/\n$/, '') === demanded) passed++;
			else {
				let at = 0;
				while (stdout[at] === demanded[at]) at++;
				failed++;
				process.stdout.write(`NOT   canonical form: ${JSON.stringify(stdout.slice(Math.max(0, at - 20), at + 20))}, demanded ${JSON.stringify(demanded.slice(Math.max(0, at - 20), at + 20))}\n`);
			}
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
	return { passed, failed };
}
