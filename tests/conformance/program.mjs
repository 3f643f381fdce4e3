// program.mjs -- the program under test, and the folder of public suites.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAM = join(process.env.BUILD, 'blankett');
export const vectors = (...path) => join(process.env.BLANKETT_VECTORS, ...path);

// Its exit code and what it wrote. A program that a signal ended has no exit code and is as demanded nowhere.
export function blankett(...words) {
	const { status, stdout, error } = spawnSync(PROGRAM, words, { encoding: 'buffer', maxBuffer: 1 << 26 });
	if (error) throw error;
	return { status, bytes: stdout, text: stdout.toString('utf8') };
}

export const filesIn = (folder, prefix = '') => readdirSync(folder).filter((file) => file.startsWith(prefix) && file.endsWith('.json')).sort();
export const readJson = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));
// A table that lies beside a module.
export const beside = (module, file) => JSON.parse(readFileSync(new URL(file, module), 'utf8'));
