// engine.mjs -- the form engine of the services in a browser (or Node): the same C, compiled to WebAssembly, and nothing that judges
// beside it. It needs 'wasm-unsafe-eval' of a Content-Security-Policy, and no 'unsafe-eval'.
//
// What the server says always counts: this only says it earlier.

/**
 * @typedef {{at: string, text: string}} PageError  where (JSON Pointer of the question) and the words for whoever answers
 * @typedef {{at: string, keyword: string, text: string, page: string | null}} AnswerError
 * @typedef {object} Report  as in services/rules/report.h
 * @property {boolean} valid  may the answers be sent in as they are?
 * @property {AnswerError[]} errors  all errors, in the order of the pages
 * @property {AnswerError[]} warnings  checks that are broken and only inform; nothing is held back by them
 * @property {{id: string, errors: PageError[]}[]} pages  the visible pages, each with what is shown on it
 * @property {string[]} visible  pointers of the questions that are asked now
 * @property {Record<string, unknown>} calculated  values by pointer
 * @property {object} answers  with calculated ones, without hidden ones
 */

const decoder = new TextDecoder();
const encoder = new TextEncoder();

const compile = (source) =>
	source instanceof ArrayBuffer || ArrayBuffer.isView(source) ? WebAssembly.compile(source) : WebAssembly.compileStreaming(fetch(source));

/** The day it is here: YYYY-MM-DD. */
function localDay() {
	const now = new Date();
	const two = (number) => String(number).padStart(2, "0");
	return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** One instance of the module with its memory. After a failure it is dead: every later call throws the same. */
class Module {
	#exports;
	#patterns = new Map();
	#handles = 0;
	#failure;

	static async start(source) {
		const module = new Module();
		const imports = { host: module.#host() };
		const compiled = source instanceof WebAssembly.Module ? source : await compile(source);
		module.#exports = (await WebAssembly.instantiate(compiled, imports)).exports;
		return module;
	}

	#host() {
		return {
			pattern_new: (at, n) => {
				try {
					this.#patterns.set(++this.#handles, new RegExp(this.#text(at, n), "u"));
					return this.#handles;
				} catch {
					return -1;
				}
			},
			pattern_test: (handle, at, n) => Number(this.#patterns.get(handle).test(this.#text(at, n))),
			pattern_free: (handle) => this.#patterns.delete(handle),
			died: (event, eventBytes, what, whatBytes) => {
				throw new Error(`${this.#text(event, eventBytes)}: ${this.#text(what, whatBytes)}`);
			},
		};
	}

	#text(at, n) {
		return decoder.decode(new Uint8Array(this.#exports.memory.buffer, at, n));
	}

	/** Calls an export with texts, and then with numbers. */
	call(name, texts, ...numbers) {
		if (this.#failure) throw this.#failure;
		try {
			const bytes = texts.map((text) => encoder.encode(text));
			let at = this.#exports.engine_input(bytes.reduce((sum, { length }) => sum + length, 0));
			for (const part of bytes) {
				new Uint8Array(this.#exports.memory.buffer).set(part, at);
				at += part.length;
			}
			return this.#exports[name](...bytes.map(({ length }) => length), ...numbers);
		} catch (error) {
			this.#failure = new Error(`the form engine stopped: ${error.message}`, { cause: error });
			throw this.#failure;
		}
	}

	/** What the last call said, of so many bytes. */
	output(bytes) {
		return this.#text(this.#exports.engine_output(), bytes);
	}
}

/** A form with the answers that are saved, and with what is said about them. */
class Form {
	#module;
	#language;
	#today;
	#saved;
	#line;
	#report;

	constructor(module, saved, language, today) {
		this.#module = module;
		this.#language = language;
		this.#today = today;
		this.#saved = typeof saved === "string" ? saved : JSON.stringify(saved);
		this.#check("", "");
	}

	#check(page, fields) {
		const bytes = this.#module.call("form_report", [this.#saved, this.#language, this.#today ?? localDay(), page, fields]);
		if (!bytes) throw new Error("the form engine cannot read these answers, or knows no such page");
		this.#line = this.#module.output(bytes);
		this.#report = JSON.parse(this.#line);
	}

	/**
	 * The answers as they would be if a page were posted now, over the saved ones. What the other functions say is about them from now
	 * on; the next answer starts from the saved ones again, like the server.
	 * @param {string} page  id of the page
	 * @param {string | URLSearchParams} fields  as a form sends them (application/x-www-form-urlencoded)
	 * @returns {object} the answers, without hidden ones
	 */
	answer(page, fields) {
		this.#check(page, String(fields));
		return this.#report.answers;
	}

	/** @returns {string[]} pointers of the questions that are asked now */
	visible() {
		return this.#report.visible;
	}

	/** @returns {string[]} ids of the pages that are shown now */
	pages() {
		return this.#report.pages.map(({ id }) => id);
	}

	/**
	 * @param {string} page  id of a page
	 * @returns {PageError[]} what the server would say on this page, in its order; none for a page that is not shown
	 */
	errors(page) {
		return this.#report.pages.find(({ id }) => id === page)?.errors ?? [];
	}

	/** @returns {AnswerError[]} broken checks that only inform, in the order of the pages */
	warnings() {
		return this.#report.warnings;
	}

	/** @returns {Record<string, unknown>} what the definition calculates, by pointer */
	calculated() {
		return this.#report.calculated;
	}

	/** @returns {Report} everything at once */
	report() {
		return this.#report;
	}

	/** @returns {string} the report as `blankett form check` prints it */
	line() {
		return this.#line;
	}
}

/**
 * Loads the engine with a form.
 * @param {string | URL | BufferSource | WebAssembly.Module} source  address or bytes of engine.wasm, or the module they make
 * @param {string | object} definition  the published definition, best as the very text the service gave
 * @param {{answers?: object | string, language?: string, today?: string}} [options]  saved answers, also as JSON text; language of the
 *     texts, else the form's first; the day that rules across answers go by (YYYY-MM-DD), else the one it is here at each call
 * @returns {Promise<Form>} rejected when the module cannot be run or the definition is damaged
 */
export async function load(source, definition, { answers = {}, language = "", today } = {}) {
	const module = await Module.start(source);
	const text = typeof definition === "string" ? definition : JSON.stringify(definition);
	if (!module.call("form_read", [text])) throw new Error("the form engine cannot read this definition");
	return new Form(module, answers, language, today);
}

/**
 * Compiles a JSON Schema (2020-12) of any kind.
 * @param {string | URL | BufferSource | WebAssembly.Module} source  address or bytes of engine.wasm, or the module they make
 * @returns {Promise<(schema: string, documents?: string, assertFormats?: boolean) => (instance: string) => boolean>} takes a schema as
 *     JSON text (throws when it cannot be carried out), a JSON object of the documents it refers to by URI, and whether formats are
 *     asserted; gives a function from an instance (JSON text) to the verdict, good until the next schema is compiled
 */
export async function loadSchemas(source) {
	const module = await Module.start(source);
	return (schema, documents = "{}", assertFormats = false) => {
		const bytes = module.call("schema_read", [schema, documents], Number(assertFormats));
		if (bytes) throw new Error(module.output(bytes));
		return (instance) => {
			const verdict = module.call("schema_verdict", [instance]);
			if (verdict < 0) throw new Error("not JSON");
			return verdict === 1;
		};
	};
}
