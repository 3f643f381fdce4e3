// build.mjs ENGINE OUT -- compiles the style sheet and writes it, the modules and the engine (a .wasm file) under names that hold their
// hashes, with a compressed copy for nginx and manifest.json ({"app.css": "app-<hash>.css"}), which the services read at start. A file
// once published never changes, so browsers may keep it for ever; the manifest is written last, so that it never names what is not
// there. What a module names ("./engine.mjs") becomes the published name, so a module's hash covers what it leads to.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const [engine, out] = process.argv.slice(2);
if (!out) {
	console.error("usage: node build.mjs ENGINE OUT");
	process.exit(64);
}

function styles() {
	const { css } = sass.compile(join(here, "scss", "app.scss"), {
		style: "compressed",
		loadPaths: [join(here, "node_modules")],
		quietDeps: true,
		// govuk-frontend 5 is written with @import; its settings are set the same way.
		silenceDeprecations: ["import", "global-builtin", "slash-div", "mixed-decls"],
	});
	return css;
}

function publish(name, content) {
	const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
	const published = name.replace(/(\.[a-z]+)$/, `-${hash}$1`);
	writeFileSync(join(out, published), content);
	writeFileSync(join(out, `${published}.gz`), gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
	return published;
}

const manifest = {};
function add(name, content) {
	manifest[name] = publish(name, content);
}

// What it names must be published before it.
function script(name) {
	const text = readFileSync(join(here, "js", name), "utf8");
	return text.replace(/(?<=")\.\/([a-z.]+)(?=")/g, (_, named) => {
		if (!manifest[named]) throw new Error(`${name} names ${named}, which is not published`);
		return `./${manifest[named]}`;
	});
}

mkdirSync(out, { recursive: true });
add("app.css", styles());
add("engine.wasm", readFileSync(engine));
add("engine.mjs", script("engine.mjs"));
add("form.mjs", script("form.mjs"));
writeFileSync(join(out, "manifest.json.new"), `${JSON.stringify(manifest, null, "\t")}\n`);
renameSync(join(out, "manifest.json.new"), join(out, "manifest.json"));

const current = new Set(["manifest.json", ...Object.values(manifest).flatMap((name) => [name, `${name}.gz`])]);
for (const name of readdirSync(out)) if (!current.has(name)) rmSync(join(out, name));
