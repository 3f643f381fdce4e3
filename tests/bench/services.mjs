// services.mjs -- the processes of the stack, as deploy/local's pid files and /proc show them.
import { readdirSync, readFileSync } from 'node:fs';

export const fileOf = (pid, name) => readFileSync(`/proc/${pid}/${name}`, 'utf8');
export const masterOf = (part) => readFileSync(`${process.env.RUN}/${part}.pid`, 'utf8').split(' ')[0];

const parentOf = (pid) => fileOf(pid, 'stat').replace(/^.*\) /, '').split(' ')[1];

// Processes come and go while one looks.
function quietly(ask, otherwise) {
	try {
		return ask();
	} catch {
		return otherwise;
	}
}

export function workersOf(part) {
	const master = masterOf(part);
	return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && quietly(() => parentOf(name), '') === master);
}

export const environmentOf = (pid) => Object.fromEntries(fileOf(pid, 'environ').split('\0').filter(Boolean).map((line) => {
	const cut = line.indexOf('=');
	return [line.slice(0, cut), line.slice(cut + 1)];
}));

// Microseconds of processor time that the children of a part have used so far.
export const spentBy = (part) => workersOf(part).reduce((sum, pid) => sum + Number(quietly(() => fileOf(pid, 'schedstat'), '0').split(' ')[0]), 0) / 1000;
