// sizes.mjs MODULE LIMIT SOURCE... -- how large the module is and what it is made of, from the map of the linker (MODULE.map). Fails
// above the limit. The optimiser sees the whole program and forgets its files: what has a name is counted where that is defined, also
// what was put into it from elsewhere; a name that several files define is counted apart.
import { readFileSync, statSync } from "node:fs";
import { gzipSync } from "node:zlib";

const [module, limit, ...sources] = process.argv.slice(2);

// A definition begins a line, in this house.
const home = new Map();
for (const path of sources) {
	const part = path.replace(/^services\//, "").replace(/\.c$/, "");
	for (const [, name] of readFileSync(path, "utf8").matchAll(/^(?:[A-Z]+\(\w+\) )?[a-z][\w *]*?\*?(\w+)(?:\(|\[|\)\(| =)/gm))
		home.set(name, home.has(name) && home.get(name) !== part ? "in several files" : part);
	for (const [, name] of readFileSync(path, "utf8").matchAll(/\bLIBC\((\w+)\)\(/g)) if (part.includes("libc/")) home.set(name, part);
}

const sizes = new Map();
const add = (part, bytes) => sizes.set(part, (sizes.get(part) ?? 0) + bytes);
let told = 0;
// Columns: address, offset, size (hexadecimal), then what stands there: lto.tmp:(name) for a function or a table.
for (const line of readFileSync(`${module}.map`, "utf8").split("\n")) {
	const [, size, section] = /^ *\S+ +\S+ +([0-9a-f]+) +\S+\.(?:o|tmp):\((\S+)\)$/.exec(line) ?? [];
	if (!section) continue;
	const name = section.replace(/^\.(?:rodata|data|bss)\./, "").replace(/\.\d+$/, "");
	if (section.startsWith(".bss")) continue;
	add(home.get(name) ?? (/str/.test(section) && section.startsWith(".") ? "texts" : "other tables"), parseInt(size, 16));
	told += parseInt(size, 16);
}
const { size } = statSync(module);
add("types, exports and the like", size - told);

const compressed = gzipSync(readFileSync(module), { level: 9 }).length;
for (const [part, bytes] of [...sizes].sort(([, a], [, b]) => b - a)) if (bytes >= 512) console.log(`${String(bytes).padStart(8)}  ${part}`);
console.log(`${String(size).padStart(8)}  the engine of the browser, of ${limit} bytes allowed; ${compressed} compressed`);
if (size > Number(limit)) {
	console.error(`${module} is ${size - limit} bytes too large`);
	process.exit(1);
}
