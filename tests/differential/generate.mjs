// generate.mjs -- a schema of every keyword in small and crowded combinations, and documents near the border of what it takes.
//
// References never come back to the same place of a document without going down: that is a loop, which the specification leaves undefined
// (core 9.4.1). So a definition may name later definitions in place, and anything below a child.
import { random } from './random.mjs';
import { Numeral } from './text.mjs';
import { FORMATS, MULTIPLES, NAMES, NUMBERS, NUMERALS, PATTERNS, STRINGS } from './values.mjs';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const ROOT = 'https://example.test/root', OTHER = 'other', DEFINITIONS = 3, DEEPEST = 3;
const TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

function scalar(r) {
	return r.pick([() => r.pick(STRINGS), () => r.pick(NUMBERS), () => r.chance(0.5), () => null, () => number(r)])();
}

// Numbers that only exact arithmetic keeps apart, in some groups; the others JavaScript can judge as well.
const number = (r) => r.pick(r.exact && r.chance(0.4) ? NUMERALS : NUMBERS);

export function value(r, depth) {
	if (depth <= 0 || r.chance(0.4)) return scalar(r);
	if (r.chance(0.5)) return r.list(r.below(4), () => value(r, depth - 1));
	return Object.fromEntries(r.some(NAMES, r.below(4)).map((name) => [name, value(r, depth - 1)]));
}

function schemas(r) {
	// at: {depth, below a child?, the first definition that may be named, what stands before its name}
	const child = (at) => schema({ ...at, depth: at.depth + 1, below: true });
	const here = (at) => schema({ ...at, depth: at.depth + 1 });
	const named = (n, make) => Object.fromEntries(r.some(NAMES, n).map((name) => [name, make(name)]));
	const bound = (most) => (r.exact && r.chance(0.2) ? new Numeral(`${r.below(most)}.0`) : r.below(most));
	const multiple = () => r.pick(r.exact ? MULTIPLES : MULTIPLES.filter((one) => !(one instanceof Numeral)));

	function reference({ below, first: inPlace, base = '' }) {
		const first = below ? 0 : inPlace;
		const names = r.list(DEFINITIONS - first, (i) => [`${base}#/$defs/d${first + i}`, `${base}#anchor${first + i}`]).flat();
		if (!below) return names.length ? { $ref: r.pick(names) } : {};
		return r.pick([{ $ref: r.pick([...names, '#', ROOT, OTHER, `${OTHER}#inner`]) }, { $dynamicRef: r.pick(['#node', '#node', `${base}#anchor0`, `${OTHER}#node`, `${base}#/$defs/d1`]) }]);
	}

	const keywords = {
		type: () => ({ type: r.chance(0.7) ? r.pick(TYPES) : r.some(TYPES, r.between(1, 4)) }),
		enum: () => ({ enum: r.list(r.between(1, 4), () => value(r, 1)) }),
		const: () => ({ const: value(r, 2) }),
		multipleOf: () => ({ multipleOf: multiple() }),
		maximum: () => ({ [r.pick(['maximum', 'exclusiveMaximum'])]: number(r) }),
		minimum: () => ({ [r.pick(['minimum', 'exclusiveMinimum'])]: number(r) }),
		maxLength: () => ({ maxLength: bound(4) }),
		minLength: () => ({ minLength: bound(4) }),
		pattern: () => ({ pattern: r.pick(PATTERNS) }),
		format: () => ({ format: r.pick([...Object.keys(FORMATS), 'nobody-knows']) }),
		maxItems: () => ({ maxItems: bound(4) }),
		minItems: () => ({ minItems: bound(3) }),
		uniqueItems: () => ({ uniqueItems: r.chance(0.9) }),
		maxProperties: () => ({ maxProperties: bound(4) }),
		minProperties: () => ({ minProperties: bound(3) }),
		required: () => ({ required: r.some(NAMES, r.below(3)) }),
		dependentRequired: () => ({ dependentRequired: named(r.between(1, 2), () => r.some(NAMES, r.below(3))) }),
		properties: (at) => ({ properties: named(r.between(1, 4), () => child(at)) }),
		patternProperties: (at) => ({ patternProperties: Object.fromEntries(r.some(PATTERNS, r.between(1, 2)).map((name) => [name, child(at)])) }),
		additionalProperties: (at) => ({ additionalProperties: r.chance(0.5) ? false : child(at) }),
		propertyNames: (at) => ({ propertyNames: child(at) }),
		items: (at) => ({ items: child(at) }),
		prefixItems: (at) => ({ prefixItems: r.list(r.between(1, 3), () => child(at)) }),
		contains: (at) => ({ contains: child(at), ...(r.chance(0.4) && { minContains: bound(3) }), ...(r.chance(0.4) && { maxContains: bound(3) }) }),
		unevaluatedProperties: (at) => ({ unevaluatedProperties: r.chance(0.6) ? false : child(at) }),
		unevaluatedItems: (at) => ({ unevaluatedItems: r.chance(0.6) ? false : child(at) }),
		dependentSchemas: (at) => ({ dependentSchemas: named(r.between(1, 2), () => here(at)) }),
		conditional: (at) => ({ if: here(at), ...(r.chance(0.7) && { then: here(at) }), ...(r.chance(0.7) && { else: here(at) }) }),
		allOf: (at) => ({ allOf: r.list(r.between(1, 3), () => here(at)) }),
		anyOf: (at) => ({ anyOf: r.list(r.between(1, 3), () => here(at)) }),
		oneOf: (at) => ({ oneOf: r.list(r.between(1, 3), () => here(at)) }),
		not: (at) => ({ not: here(at) }),
		reference,
		reference_again: reference,
		annotation: () => r.pick([{ title: 'a' }, { default: 1 }, { readOnly: true }, { contentEncoding: 'base64' }, { $comment: '' }, { 'x-unknown': { $ref: '#/nowhere' } }]),
	};
	const leaves = Object.keys(keywords).slice(0, Object.keys(keywords).indexOf('properties'));

	function schema(at) {
		if (r.chance(at.depth > 1 ? 0.15 : 0.03)) return r.chance(0.6);
		const kinds = r.some(at.depth >= DEEPEST ? leaves : Object.keys(keywords), r.between(at.depth ? 1 : 2, at.depth ? 3 : 6));
		return Object.assign({}, ...kinds.map((kind) => keywords[kind](at)));
	}
	return schema;
}

const asObject = (schema) => (schema === true ? {} : schema === false ? { not: {} } : schema);

// Every root has the definitions that references name, an inner resource, and the outermost end of a dynamic reference.
export function makeSchema(r) {
	const schema = schemas(r);
	const root = asObject(schema({ depth: 0, first: 0 }));
	const definitions = r.list(DEFINITIONS, (i) => [`d${i}`, { $anchor: `anchor${i}`, ...asObject(schema({ depth: 2, first: i + 1 })) }]);
	const outside = { depth: 2, first: DEFINITIONS, base: ROOT };
	const other = { $id: OTHER, ...(r.chance(0.7) && { $dynamicAnchor: 'node' }), ...asObject(schema(outside)),
		$defs: { inner: { $anchor: 'inner', ...asObject(schema(outside)) }, ...(r.chance(0.5) && { end: { $dynamicAnchor: r.pick(['end', 'spare']) } }) } };
	if (!other.$dynamicAnchor) other.$defs.node = { $anchor: 'node' };
	return { $schema: DIALECT, $id: ROOT, $dynamicAnchor: 'node', ...root, $defs: { ...Object.fromEntries(definitions), other } };
}

// A document that goes towards what a schema asks for; chance keeps it from getting there always.
export function makeInstance(r, root) {
	const definition = (reference) => {
		const key = /d\d$|\d$/.exec(reference);
		return key ? root.$defs[`d${key[0].replace('d', '')}`] : reference.includes(OTHER) ? root.$defs.other : root;
	};
	const numberNear = (schema) => {
		const near = [schema.minimum, schema.maximum, schema.exclusiveMinimum, schema.exclusiveMaximum, schema.multipleOf].filter((bound) => bound !== undefined);
		const bound = near.length && r.chance(0.7) ? r.pick(near) : r.pick(NUMBERS);
		return bound instanceof Numeral ? bound : r.chance(0.5) ? bound : Number((bound * r.between(1, 7) + r.pick([0, 0, 1, -1])).toFixed(4));
	};
	const string = (schema) => (schema.format in FORMATS && r.chance(0.8) ? r.pick(FORMATS[schema.format]) : r.pick(STRINGS));
	const length = (low, high, most) => (r.chance(0.8) ? Math.max(Math.min(Number(low?.text ?? low ?? 0), most), Math.min(Number(high?.text ?? high ?? most), r.below(most + 1))) : r.below(most + 1));

	function array(schema, depth) {
		const n = length(schema.minItems, schema.maxItems, 4);
		const made = r.list(n, (i) => make(schema.prefixItems?.[i] ?? schema.items ?? (r.chance(0.5) ? schema.contains : schema.unevaluatedItems) ?? true, depth + 1));
		return n > 1 && r.chance(0.2) ? [...made.slice(1), made[0], made[0]] : made;
	}
	function object(schema, depth) {
		const names = new Set([...(schema.required ?? []), ...Object.keys(schema.properties ?? {}).filter(() => r.chance(0.6)),
			...Object.keys(schema.dependentRequired ?? schema.dependentSchemas ?? {}).filter(() => r.chance(0.4)), ...(r.chance(0.4) ? [r.pick(NAMES)] : [])]);
		for (const name of [...names]) if (r.chance(0.7)) (schema.dependentRequired?.[name] ?? []).forEach((more) => names.add(more));
		return Object.fromEntries([...names].filter(() => r.chance(0.95)).map((name) => [name,
			make(schema.properties?.[name] ?? schema.additionalProperties ?? schema.unevaluatedProperties ?? true, depth + 1)]));
	}
	function kindOf(schema) {
		if (schema.type && r.chance(0.9)) return r.pick([schema.type].flat());
		const has = (...names) => names.some((name) => name in schema);
		if (has('properties', 'required', 'patternProperties', 'propertyNames', 'dependentRequired', 'dependentSchemas', 'unevaluatedProperties', 'additionalProperties', 'minProperties')) return 'object';
		if (has('items', 'prefixItems', 'contains', 'unevaluatedItems', 'uniqueItems', 'minItems')) return 'array';
		if (has('pattern', 'format', 'minLength', 'maxLength')) return 'string';
		return has('multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum') ? 'number' : undefined;
	}
	function make(schema, depth) {
		if (typeof schema === 'boolean' || schema === undefined || depth > 5 || r.chance(0.06)) return value(r, 2);
		if ('const' in schema && r.chance(0.8)) return schema.const;
		if (schema.enum && r.chance(0.8)) return r.pick(schema.enum);
		const parts = [schema, ...['allOf', 'anyOf', 'oneOf'].flatMap((name) => (schema[name] ? [r.pick(schema[name])] : [])), ...['if', 'then', 'else'].flatMap((name) => schema[name] ?? []),
			...(schema.$ref ?? schema.$dynamicRef ? [definition(schema.$ref ?? schema.$dynamicRef)] : [])].filter((part) => part && typeof part === 'object');
		const chosen = r.chance(0.5) ? Object.assign({}, ...parts) : r.pick(parts);
		if (chosen !== schema && 'const' in chosen && r.chance(0.5)) return chosen.const;
		switch (kindOf(chosen)) {
		case 'object': return object(chosen, depth);
		case 'array': return array(chosen, depth);
		case 'string': return string(chosen);
		case 'integer': case 'number': return numberNear(chosen);
		case 'null': return null;
		case 'boolean': return r.chance(0.5);
		default: return value(r, 2);
		}
	}
	return make(root, 0);
}

// The same verdict in another dress. The inner schema keeps its $id, and with it what its references mean.
const dresses = [
	(schema) => schema,
	(schema) => schema,
	(schema) => ({ $schema: DIALECT, allOf: [true, schema] }),
	(schema) => ({ $schema: DIALECT, not: { not: schema } }),
	(schema) => ({ $schema: DIALECT, if: schema, else: false }),
	(schema) => ({ $schema: DIALECT, $ref: ROOT, $defs: { schema } }),
	(schema) => ({ $schema: DIALECT, oneOf: [{ not: schema }, { $ref: ROOT }], anyOf: [false, { $ref: ROOT }] }),
];

// Groups of {schema, dressed, instances}.
export function* groups(seed, pairs, each = 8) {
	const r = random(seed);
	for (let made = 0; made < pairs; made += each) {
		r.exact = r.chance(0.25);
		const schema = makeSchema(r);
		yield { schema, dressed: r.pick(dresses)(schema), instances: r.list(Math.min(each, pairs - made), () => makeInstance(r, schema)) };
	}
}
