// shapes.mjs -- schemas of other shapes than our forms have, each with a document that holds and one that fails near its end.
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const list = (n, make) => Array.from({ length: n }, (_, i) => make(i));
const table = (n, key, value) => Object.fromEntries(list(n, (i) => [key(i), value(i)]));
const object = (properties, rest = {}) => ({ type: 'object', required: Object.keys(properties), properties, ...rest });
const text = (rest = {}) => ({ type: 'string', maxLength: 40, ...rest });

// The document again, with another value where the path leads.
function instead(document, path, value) {
	const copy = structuredClone(document);
	path.slice(0, -1).reduce((at, step) => at[step], copy)[path.at(-1)] = value;
	return copy;
}

function rows() {
	const line = object({ article: text({ pattern: '^[A-Z]{2}-[0-9]{4}$' }), count: { type: 'integer', minimum: 1 }, price: { type: 'number', minimum: 0 } },
		{ additionalProperties: false });
	const order = object({ id: { type: 'integer' }, day: text(), lines: { type: 'array', minItems: 1, maxItems: 20, items: line } }, { additionalProperties: false });
	const valid = list(20, (i) => ({ id: i, day: `2026-03-${10 + i}`,
		lines: list(5, (j) => ({ article: `AB-${1000 + 10 * i + j}`, count: j + 1, price: i + j / 4 })) }));
	return { schema: { type: 'array', maxItems: 100, items: order }, valid, invalid: instead(valid, [19, 'lines', 4, 'count'], 0) };
}

function branches() {
	const kind = (k) => object({ kind: { const: `kind-${k}` }, ...table(3, (j) => `k${k}p${j}`, () => ({ type: 'integer', minimum: k })) }, { additionalProperties: false });
	const valid = list(32, (i) => ({ kind: `kind-${i % 8}`, ...table(3, (j) => `k${i % 8}p${j}`, (j) => 10 + i + j) }));
	return { schema: { type: 'array', items: { anyOf: list(8, kind) } }, valid, invalid: instead(valid, [31, 'k7p2'], 3) };
}

function wide() {
	const each = [{ type: 'integer' }, text(), { type: 'boolean' }, { enum: ['ja', 'nej', 'vet inte'] }];
	const properties = table(200, (i) => `fraga_${i}`, (i) => each[i % 4]);
	const valid = table(200, (i) => `fraga_${i}`, (i) => [i, `svar ${i}`, true, 'nej'][i % 4]);
	return { schema: object(properties, { additionalProperties: false }), valid, invalid: instead(valid, ['fraga_199'], 'kanske') };
}

function unique() {
	const valid = list(400, (i) => `person-${(i * 7919) % 100003}`);
	return { schema: { type: 'array', maxItems: 1000, uniqueItems: true, items: text() }, valid, invalid: instead(valid, [399], valid[0]) };
}

function names() {
	const patterns = { '^antal_': { type: 'integer', minimum: 0 }, '^text_[a-z]+$': text({ minLength: 1 }), '_datum$': text(), '^x-': true };
	const word = (i) => list(6, (j) => String.fromCharCode(97 + ((i * 31 + j * 7) % 26))).join('');
	const valid = { ...table(20, (i) => `antal_${i}`, (i) => i), ...table(20, (i) => `text_${word(i)}`, word), ...table(10, (i) => `${word(i)}_datum`, () => '2026-03-02'),
		...table(10, (i) => `x-${word(i)}`, () => null) };
	return { schema: { type: 'object', patternProperties: patterns, additionalProperties: false }, valid, invalid: { ...valid, okand: 1 } };
}

function tail() {
	const schema = { type: 'array', prefixItems: [text(), { type: 'integer' }],
		allOf: [{ prefixItems: [true, true, { type: 'boolean' }] }],
		anyOf: [{ prefixItems: [true, true, true, { const: 'a' }] }, { prefixItems: [true, true, true, { const: 'b' }] }], unevaluatedItems: text() };
	const valid = ['först', 2, true, 'b', ...list(60, (i) => `rad ${i}`), 'sist'];
	return { schema, valid, invalid: instead(valid, [valid.length - 1], 3) };
}

const grow = (depth, i) => ({ value: i, ...(depth && { children: list(3, (j) => grow(depth - 1, i * 3 + j)) }) });
const deepest = ['children', 2, 'children', 2, 'children', 2, 'children', 2, 'value'];

function tree() {
	const node = object({ value: { type: 'integer' } }, { properties: { value: { type: 'integer' }, children: { type: 'array', items: { $ref: '#/$defs/node' } } }, additionalProperties: false });
	const valid = grow(4, 1);
	return { schema: { $ref: '#/$defs/node', $defs: { node } }, valid, invalid: instead(valid, deepest, 'x') };
}

function dynamicTree() {
	const node = { $id: 'tree', $dynamicAnchor: 'node', type: 'object', properties: { value: true, children: { type: 'array', items: { $dynamicRef: '#node' } } } };
	const valid = grow(4, 1);
	return { schema: { $id: 'https://example.test/strict-tree', $dynamicAnchor: 'node', $ref: 'tree', required: ['value'], properties: { value: { type: 'integer' } },
		unevaluatedProperties: false, $defs: { node } }, valid, invalid: instead(valid, deepest, 'x') };
}

const shapes = { 'rows in rows': rows, 'anyOf, 8 kinds': branches, '200 properties': wide, '400 unique strings': unique, 'names by pattern': names,
	'unevaluated items': tail, 'tree, $ref': tree, 'tree, $dynamicRef': dynamicTree };

export const otherShapes = () => Object.entries(shapes).map(([name, make]) => {
	const { schema, ...documents } = make();
	return { name, schema: { $schema: DIALECT, ...schema }, ...documents };
});
