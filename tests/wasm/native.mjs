// native.mjs -- the command line as the other side of the comparison, and the module under test.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const build = process.env.BUILD ?? 'build';
export const engine = new WebAssembly.Module(readFileSync(`${build}/wasm/engine.wasm`));
export const folder = mkdtempSync(join(tmpdir(), 'blankett-wasm-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

export function blankett(...args) {
	const { status, stdout, stderr } = spawnSync(`${build}/blankett`, args, { encoding: 'utf8' });
	return { status, stdout, stderr };
}

export function file(name, text) {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

// What the native engine says about answers: its line, or "refused".
export function nativeReport(form, { answers, today, page, fields }) {
	const args = page === undefined ? [] : [page, fields];
	const { status, stdout, stderr } = blankett('form', 'check', form, file('answers.json', answers), today, ...args);
	if (status === 65) return 'refused';
	if (status > 1 || status === null) throw new Error(`blankett form check ended with ${status}: ${stderr}`);
	return stdout.trimEnd();
}
