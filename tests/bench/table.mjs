// table.mjs -- rows of figures, each beside its bar.
function number(value) {
	if (value === undefined) return '';
	if (value >= 100) return Math.round(value).toLocaleString('en');
	return value.toFixed(2);
}

function verdict(ratio, bar) {
	if (!bar) return '';
	const [sign, limit] = bar.split(' ');
	return (sign === '>=' ? ratio >= Number(limit) : ratio <= Number(limit)) ? 'reached' : 'MISSED';
}

const COLUMNS = ['work', 'measured', 'against', 'peer', 'ratio', 'bar', ''];
const LEFT = [true, false, true, false, false, true, true];

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
			const lines = [COLUMNS, ...rows];
			const widths = COLUMNS.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
			const cell = (text, i) => (LEFT[i] ? text.padEnd(widths[i]) : text.padStart(widths[i]));
			process.stdout.write(`\n${lines.map((line) => line.map(cell).join('  ').trimEnd()).join('\n')}\n\n`);
			process.stdout.write(`${notes.join('\n')}\n`);
		},
	};
}
