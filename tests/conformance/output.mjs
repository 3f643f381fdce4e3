// output.mjs -- the output tests: what `schema check` prints is itself checked against the schema that the suite gives for it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankett, filesIn, readJson, vectors } from './program.mjs';
import { score } from './score.mjs';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const FOLDER = ['JSON-Schema-Test-Suite', 'output-tests', 'draft2020-12'];

// One document that holds the demand and the schema of outputs it refers to (2020-12 core, 9.3: a compound document).
const demand = (basic, outputs) => ({ $schema: DIALECT, $ref: basic.$id, $defs: { basic, outputs } });

export function schemaOutput() {
	const suite = score('JSON Schema, output'), folder = vectors(...FOLDER, 'content'), outputs = readJson(vectors(...FOLDER), 'output-schema.json');
	const scratch = mkdtempSync(join(tmpdir(), 'output-'));
	const keep = (name, value) => {
		const path = join(scratch, name);
		writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
		return path;
	};
	try {
		for (const file of filesIn(folder))
			for (const { description: group, schema, tests } of readJson(folder, file))
				for (const { description, data, output } of tests) {
					const printed = blankett('schema', 'check', keep('schema.json', schema), keep('instance.json', data)).text;
					const verdict = blankett('schema', 'check', keep('demand.json', demand(output.basic, outputs)), keep('output.json', printed));
					suite.promise(verdict.status === 0, `${file}: ${group}: ${description}`, printed.trim() || 'nothing printed');
				}
	} finally {
		rmSync(scratch, { recursive: true });
	}
	return suite.say();
}
