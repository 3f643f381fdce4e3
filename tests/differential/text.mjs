// text.mjs -- JSON with numbers that no JavaScript number holds.
export class Numeral {
	constructor(text) {
		this.text = text;
	}
}

export function text(value) {
	if (value instanceof Numeral) return value.text;
	if (Array.isArray(value)) return `[${value.map(text).join(',')}]`;
	if (value && typeof value === 'object') return `{${Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${text(member)}`).join(',')}}`;
	return JSON.stringify(value);
}

export const holdsNumeral = (value) => value instanceof Numeral || (value !== null && typeof value === 'object' && Object.values(value).some(holdsNumeral));
