// table.mjs -- rows of figures, each beside its bar.
function number(value) {
	if (value === undefined) return '';
	if (value >= 100) return Math.round(value).toLocaleString('en');
	return value.toFixed(2);
}

export function verdict(ratio, bar) {
	if (!bar) return '';
	const [sign, limit] = bar.split(' ');
	return (sign === '>=' ? ratio >= Number(limit) : ratio <= Number(limit)) ? 'reached' : 'MISSED';
}

const COLUMNS = ['work', 'measured', 'against', 'peer', 'ratio', 'bar', ''];
const LEFT = [true, false, true, false, false, true, true];

// Lines of cells as text, every column as wide as its widest cell.
export function layout(lines, left) {
	const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
	const cell = (text, i) => (left[i] ? text.padEnd(widths[i]) : text.padStart(widths[i]));
	return lines.map((line) => line.map(cell).join('  ').trimEnd()).join('\n');
}

export function table() {
	const rows = [], notes = [];
	return {
		row(r) {
			rows.push([r.work, number(r.measured), r.against ?? '', number(r.peer), r.against ? r.ratio.toFixed(2) : '', r.bar ?? '', verdict(r.ratio, r.bar)]);
			process.stdout.write(`  ${r.work} ...\n`);
		},
		note(text) {
			notes.push(text);
		},
		print() {
			process.stdout.write(`\n${layout([COLUMNS, ...rows], LEFT)}\n\n`);
			process.stdout.write(`${notes.join('\n')}\n`);
		},
	};
}
