// explained.mjs -- where another engine answers differently and we are right: the section that says so, and to which schemas it applies.
import { text } from './text.mjs';

const has = (schema, ...patterns) => patterns.every((pattern) => pattern.test(text(schema)));

const causes = [
	{
		oracle: 'ajv', why: 'a missing member with the empty name is not seen (validation 6.5.3, 6.5.4)',
		when: ({ schema, verdict }) => verdict === false && has(schema, /"required":\[[^\]]*""|"dependentRequired":\{[^}]*\[[^\]]*""/),
	},
	{
		oracle: 'ajv', why: 'what contains has found is not evaluated to unevaluatedItems (core 11.2)',
		when: ({ schema }) => has(schema, /"contains":/, /"unevaluatedItems":/),
	},
	{
		oracle: 'ajv', why: 'multipleOf divides doubles; 0.94 is a multiple of 0.01 (validation 6.2.1)',
		when: ({ schema }) => has(schema, /"multipleOf":(0\.|1\.5)/),
	},
];

export function explain(pair) {
	return causes.find(({ oracle, when }) => oracle === pair.oracle && when(pair))?.why;
}
