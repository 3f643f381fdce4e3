// psql.mjs -- a psql that stays, for whoever looks at what is stored again and again: to start one takes longer than a look.
import { spawn } from 'node:child_process';
import { after } from 'node:test';

const END = '--end--';
let psql, come = '';
const waiting = [];

function open() {
	psql = spawn('psql', ['-XAtqv', 'ON_ERROR_STOP=1', process.env.BLANKETT_TEST_DATABASE], { stdio: ['pipe', 'pipe', 'inherit'] });
	psql.stdout.setEncoding('utf8').on('data', (text) => {
		come += text;
		for (let end; (end = come.indexOf(`${END}\n`)) >= 0; come = come.slice(end + END.length + 1)) waiting.shift().done(come.slice(0, end).trim());
	});
	psql.on('exit', () => waiting.splice(0).forEach(({ fail }) => fail(new Error('psql refused'))));
}
after(() => psql?.stdin.end());

// One or more statements as superuser; rows as lines, columns parted by '|'.
export function rows(text) {
	if (!psql) open();
	return new Promise((done, fail) => {
		waiting.push({ done, fail });
		psql.stdin.write(`${text};\n\\echo ${END}\n`);
	});
}
