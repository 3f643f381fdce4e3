// Receipts: signed by the worker, verified with public tools, by the command line and on a page for anyone; printed as PDF/UA.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ANSWERS, apply, childNamed, loggedIn, sql } from './applicant.mjs';
import { Client } from './client.mjs';
import { until } from './doors.mjs';

const ROOT = new URL('../../', import.meta.url).pathname;
const BLANKETT = resolve(ROOT, process.env.BUILD ?? 'build', 'blankett');
const ORIGIN = process.env.BLANKETT_TEST_ORIGIN;
const folder = mkdtempSync(join(tmpdir(), 'blankett-receipt-'));
const file = (name) => join(folder, name);

let anna, reference;

// The bytes of an address, with a client's cookies.
const bytes = (path, client = new Client()) =>
	new Promise((done, failed) => {
		const cookie = [...client.cookies()].map(([name, value]) => `${name}=${value}`).join('; ');
		get(new URL(path, ORIGIN), { headers: cookie ? { cookie } : {} }, (response) => {
			const parts = [];
			response.on('data', (part) => parts.push(part)).on('end', () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
		}).on('error', failed);
	});

async function save(path, name, client = new Client()) {
	const got = await bytes(path, client);
	assert.equal(got.status, 200, `${path}: ${got.status}`);
	writeFileSync(file(name), got.body);
	return got;
}

const signed = (of = reference) => until(`a receipt for ${of}`, () => sql(`select content from core.receipt where reference = '${of}'`));
const printed = (of = reference) => until(`a copy for ${of}`, () => sql(`select 1 from core.receipt_pdf join core.receipt using (municipality, case_id, person, kind)
	where reference = '${of}'`), 120000);
const run = (program, ...args) => spawnSync(program, args, { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH } });

async function send(client, answers) {
	const child = await childNamed(client, 'Alva');
	const sent = await client.api('POST', '/api/v1/forms/skolskjuts/cases', { subject: child, answers }, { 'idempotency-key': randomUUID() });
	assert.equal(sent.status, 201, sent.text);
	return sent.json.reference;
}

// The page as a browser sends it. Fields: text, or {file}.
function verify(fields, { client = new Client(), headers = {} } = {}) {
	const parts = Object.entries(fields).map(([name, value]) =>
		Buffer.concat([
			Buffer.from(`--x\r\nContent-Disposition: form-data; name="${name}"${value.file ? '; filename="f"\r\nContent-Type: application/octet-stream' : ''}\r\n\r\n`),
			Buffer.from(value.file ?? value),
			Buffer.from('\r\n'),
		]),
	);
	const body = Buffer.concat([...parts, Buffer.from('--x--\r\n')]);
	return client.request('POST', '/verifiera', {
		body,
		headers: { 'content-type': 'multipart/form-data; boundary=x', origin: ORIGIN, 'sec-fetch-site': 'same-origin', ...headers },
	});
}

before(async () => {
	anna = await loggedIn('anna');
	reference = await apply(anna);
	await signed();
	for (const name of ['kvitto.json', 'kvitto.json.minisig', 'kvitto.json.sig']) await save(`/kvittens/${reference}/${name}`, name, anna);
	for (const name of ['kvitto-nyckel.pub', 'kvitto-nyckel.pem']) await save(`/.well-known/${name}`, name);
});
after(() => rmSync(folder, { recursive: true }));

describe('a receipt', () => {
	test('says what was sent in, by whom, how and when, and no personal number', () => {
		const text = readFileSync(file('kvitto.json'), 'utf8'), receipt = JSON.parse(text);
		const [sha, form, content] = sql(`select encode(d.sha256, 'hex') || '|' || f.sha256 || '|' || d.content from core.case_document d
			join core.cases c using (municipality, case_id) join core.form_version f using (municipality, form, version) where c.reference = '${reference}'`).split(/\|(.*?)\|(.*)/s);
		assert.equal(receipt.document.sha256, sha);
		assert.equal(createHash('sha256').update(content).digest('hex'), sha);
		assert.equal(receipt.form.sha256, form);
		assert.equal(receipt.kind, 'submission');
		assert.equal(receipt.case, reference);
		assert.equal(receipt.municipality, '0120');
		assert.equal(receipt.status, 'received');
		const [signer, ...others] = receipt.signers;
		assert.deepEqual([signer.role, signer.name, signer.mode, signer.level], ['applicant', 'Anna Testsson', 'login', 'loa3']);
		assert.deepEqual(others, []);
		assert.doesNotMatch(text, /198501012382|850101/);
	});
	test('is canonical: other JSON text of the same content is no receipt', () => {
		const text = readFileSync(file('kvitto.json'), 'utf8');
		assert.equal(execFileSync(BLANKETT, ['json', 'canonical', file('kvitto.json')], { encoding: 'utf8' }).trimEnd(), text);
	});
	test('names municipality, case and moment in its trusted comment', () => {
		const receipt = JSON.parse(readFileSync(file('kvitto.json'), 'utf8'));
		assert.match(readFileSync(file('kvitto.json.minisig'), 'utf8'),
			new RegExp(`^trusted comment: municipality=0120 case=${reference} issued_at=${receipt.issued_at.replaceAll('.', '\\.')}$`, 'm'));
	});
	test('is verified by the very commands of the README', () => {
		const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
		const block = /<!-- receipt -->\n```sh\n(.*?)```/s.exec(readme)[1];
		const commands = block.split('\n').filter((line) => /^(minisign|openssl|curl)/.test(line));
		assert.equal(commands.length, 4);
		const said = commands.map((line) => run('sh', '-c', line.replaceAll('http://localhost:8080', ORIGIN)));
		for (const [i, { status, stdout, stderr }] of said.entries()) assert.equal(status, 0, `${commands[i]}\n${stdout}${stderr}`);
		assert.match(said.map((one) => one.stdout).join(''), /Signature and comment signature verified/);
		assert.match(said.map((one) => one.stdout).join(''), /Signature Verified Successfully/);
	});
	test('is refused by the same tools when a byte is changed', () => {
		const text = readFileSync(file('kvitto.json'), 'utf8');
		writeFileSync(file('changed.json'), text.replace('received', 'deceived'));
		assert.equal(run('minisign', '-V', '-p', 'kvitto-nyckel.pub', '-m', 'changed.json', '-x', 'kvitto.json.minisig').status, 1);
		assert.equal(run('openssl', 'pkeyutl', '-verify', '-pubin', '-inkey', 'kvitto-nyckel.pem', '-rawin', '-in', 'changed.json', '-sigfile', 'kvitto.json.sig').status, 1);
	});
	test('made again by a worker that was killed before it was kept has the same bytes', async () => {
		const all = () => sql(`select content || minisig || encode(signature, 'hex') from core.receipt where reference = '${reference}'`);
		const first = all();
		const of = `municipality = '0120' and case_id = (select case_id from core.cases where reference = '${reference}')`;
		sql(`begin; delete from core.receipt_pdf where ${of}; delete from core.outbox where ${of} and kind ~ 'pdf$'; delete from core.receipt where ${of};
			update core.outbox set state = 'waiting', leased_until = now() - interval '1 second', next_at = now() where ${of} and kind = 'receipt.submission'; commit`);
		await signed();
		assert.equal(all(), first);
		assert.equal(sql(`select count(*) from core.receipt where reference = '${reference}'`), '1');
	});
});

describe('blankett receipt verify', () => {
	const verifies = (...args) => run(BLANKETT, 'receipt', 'verify', ...args);
	for (const key of ['kvitto-nyckel.pub', 'kvitto-nyckel.pem'])
		test(`says yes, and what the receipt says, with ${key}`, () => {
			const { status, stdout } = verifies('kvitto.json', '--key', key);
			assert.equal(status, 0, stdout);
			assert.match(stdout, /^genuine and unchanged\n/);
			assert.match(stdout, new RegExp(`case +${reference}`));
			assert.match(stdout, /Anna Testsson \(applicant\), by login at level loa3/);
		});
	test('takes the plain signature too', () => assert.equal(verifies('kvitto.json', '--key', 'kvitto-nyckel.pem', '--signature', 'kvitto.json.sig').status, 0));
	test('says no to a changed receipt, another key, a damaged signature and a signed something', () => {
		writeFileSync(file('changed.json'), readFileSync(file('kvitto.json'), 'utf8').replace('received', 'deceived'));
		let said = verifies('changed.json', '--key', 'kvitto-nyckel.pub', '--signature', 'kvitto.json.minisig');
		assert.deepEqual([said.status, said.stdout], [1, 'refused: the file is not what was signed: it or its signature was changed, or the key is another\n']);
		execFileSync(BLANKETT, ['receipt', 'key', file('other')]);
		said = verifies('kvitto.json', '--key', 'other/public/current.pub');
		assert.deepEqual([said.status, said.stdout], [1, 'refused: it was signed with another key than this one\n']);
		writeFileSync(file('damaged.minisig'), readFileSync(file('kvitto.json.minisig'), 'utf8').slice(0, 150));
		said = verifies('kvitto.json', '--key', 'kvitto-nyckel.pub', '--signature', 'damaged.minisig');
		assert.deepEqual([said.status, said.stdout], [1, 'refused: the signature file is damaged, or is none\n']);
	});
	test('tells wrong use and missing files from a refusal', () => {
		assert.equal(verifies().status, 64);
		assert.equal(verifies('kvitto.json').status, 64);
		assert.equal(verifies('kvitto.json', '--key', 'nowhere').status, 66);
		assert.equal(verifies('kvitto.json', '--key', 'kvitto.json').status, 65);
	});
});

describe('the page that verifies', () => {
	const text = (name) => readFileSync(file(name), 'utf8');
	test('is open to anyone', async () => {
		const page = await new Client().get('/verifiera');
		assert.equal(page.status, 200);
		assert.equal(page.title.split(' – ')[0], 'Kontrollera ett kvitto');
		assert.ok(page.links().includes('/.well-known/kvitto-nyckel.pub'));
	});
	test('says that files are genuine, and what they say', async () => {
		for (const name of ['kvitto.json.minisig', 'kvitto.json.sig']) {
			const page = await verify({ 'kvitto-fil': { file: text('kvitto.json') }, kvitto: '', 'signatur-fil': { file: readFileSync(file(name)) }, signatur: '' });
			assert.equal(page.status, 200, page.words);
			assert.match(page.words, /Kvittot är äkta och oförändrat/);
			for (const word of [reference, 'Värmdö kommun (0120)', 'Anna Testsson, sökande', 'tillitsnivå 3', JSON.parse(text('kvitto.json')).document.sha256]) assert.ok(page.words.includes(word), word);
		}
	});
	test('takes pasted text, as windows and mails leave it', async () => {
		const page = await verify({ kvitto: `\r\n${text('kvitto.json')}\r\n`, signatur: ` ${text('kvitto.json.minisig').replaceAll('\n', '\r\n')}\r\n` });
		assert.match(page.words, /Kvittot är äkta och oförändrat/);
	});
	test('answers in English too', async () => {
		const client = new Client();
		client.language = 'en';
		assert.match((await verify({ kvitto: text('kvitto.json'), signatur: text('kvitto.json.minisig') }, { client })).words, /genuine and unchanged/);
	});
	const says = async (fields, id, words) => {
		const page = await verify(fields);
		assert.equal(page.status, 422, page.words);
		assert.match(page.title, /^Fel: Kvittot kan inte bekräftas/);
		assert.equal(page.errors[0].id, id);
		assert.match(page.errors[0].text, words);
		assert.doesNotMatch(page.text, /app-panel/);
	};
	test('says what is wrong, at the question it is about', async () => {
		const receipt = text('kvitto.json'), signature = text('kvitto.json.minisig');
		await says({ kvitto: '', signatur: signature }, 'kvitto', /Lägg in kvittot/);
		await says({ kvitto: receipt, signatur: '' }, 'signatur', /Lägg in signaturen/);
		await says({ kvitto: receipt.replace('Anna', 'Anne'), signatur: signature }, 'kvitto', /hör inte ihop/);
		await says({ kvitto: JSON.stringify(JSON.parse(receipt), null, 1), signatur: signature }, 'kvitto', /hör inte ihop/);
		await says({ kvitto: receipt, signatur: signature.slice(0, 100) }, 'signatur', /skadad/);
		await says({ kvitto: receipt, signatur: signature.replace('municipality=0120', 'municipality=0121') }, 'kvitto', /hör inte ihop/);
		await says({ kvitto: receipt, signatur: readFileSync(file('kvitto-nyckel.pub'), 'utf8') }, 'signatur', /skadad/);
		await says({ kvitto: receipt, 'signatur-fil': { file: Buffer.alloc(64, 7) } }, 'kvitto', /hör inte ihop/);
	});
	test('keeps what was pasted where it was pasted, as text, whatever it holds', async () => {
		const page = await verify({ kvitto: '<script>alert(1)</script>', signatur: text('kvitto.json.minisig') });
		assert.equal(page.status, 422);
		assert.match(page.text, /<textarea[^>]*>\s*&lt;script&gt;alert\(1\)&lt;\/script&gt;<\/textarea>/);
		assert.doesNotMatch(page.text, /<script>alert/);
	});
	test('refuses what is too large, of the wrong form, or sent by another site', async () => {
		assert.equal((await verify({ kvitto: 'x'.repeat(70000), signatur: 'x' })).status, 413);
		assert.equal((await new Client().post('/verifiera', { kvitto: 'x' })).status, 415);
		assert.equal((await verify({ kvitto: 'x', signatur: 'x' }, { headers: { 'sec-fetch-site': 'cross-site' } })).status, 403);
	});
});

describe('the files of a receipt', () => {
	const NAMES = ['kvitto.json', 'kvitto.json.minisig', 'kvitto.json.sig', 'kvitto.pdf'];
	test('are for the person they are for, and kept by no cache', async () => {
		await printed();
		for (const name of NAMES) {
			const got = await bytes(`/kvittens/${reference}/${name}`, anna);
			assert.equal(got.status, 200, name);
			assert.equal(got.headers['cache-control'], 'no-store', name);
			assert.equal(got.headers['content-disposition'], `attachment; filename="${name}"`);
		}
	});
	test('are not there for the other guardian, a stranger, staff or nobody', async () => {
		for (const [who, audience, status] of [['bertil', 'citizen', 404], ['sam', 'citizen', 404], ['klara', 'staff', 401]]) {
			const client = await loggedIn(who, audience);
			for (const name of NAMES) assert.equal((await client.get(`/kvittens/${reference}/${name}`)).status, status, `${who} ${name}`);
		}
		for (const name of NAMES) assert.equal((await new Client().get(`/kvittens/${reference}/${name}`)).status, 401, name);
	});
	test('have no other names', async () => {
		for (const name of ['kvitto', 'kvitto.exe', 'underskrift.json', '..', 'kvitto.json.minisig.x']) assert.equal((await anna.get(`/kvittens/${reference}/${name}`)).status, 404, name);
	});
	test('are linked from the page of the receipt, which says when they are not there yet', async () => {
		const page = await anna.get(`/kvittens/${reference}`);
		for (const name of NAMES) assert.ok(page.links().includes(`/kvittens/${reference}/${name}`), name);
		assert.ok(page.links().includes('/verifiera'));
		const stopped = Number(readFileSync(join(process.env.BLANKETT_TEST_VAR, 'run/worker.pid'), 'utf8').split(' ')[0]);
		process.kill(stopped, 'SIGSTOP');
		try {
			const late = await apply(anna), waits = await anna.get(`/kvittens/${late}`);
			assert.match(waits.words, /Kvittot görs i ordning/);
			assert.ok(waits.links().includes(`/kvittens/${late}`), 'a link that asks again');
			assert.equal((await anna.get(`/kvittens/${late}/kvitto.json`)).status, 404);
			process.kill(stopped, 'SIGCONT');
			await signed(late);
			assert.ok((await anna.get(`/kvittens/${late}`)).links().includes(`/kvittens/${late}/kvitto.json`));
		} finally {
			process.kill(stopped, 'SIGCONT');
		}
	});
});

describe('the printed copy', () => {
	const tool = (...command) => {
		const said = run(...command);
		assert.equal(said.status, 0, `${command.join(' ')}\n${said.stdout}${said.stderr}`);
		return said.stdout;
	};
	before(async () => {
		await printed();
		await save(`/kvittens/${reference}/kvitto.pdf`, 'kvitto.pdf', anna);
	});
	test('is tagged PDF/UA-1 with a title, a language and whole fonts, as far as qpdf and poppler see', () => {
		assert.match(tool('qpdf', '--check', 'kvitto.pdf'), /No syntax or stream encoding errors/);
		assert.match(tool('pdfinfo', 'kvitto.pdf'), new RegExp(`Title: +Kvitto på det du har skickat in, ${reference}[^]*Tagged: +yes`));
		assert.match(tool('pdfinfo', '-meta', 'kvitto.pdf'), /pdfuaid:part(="1"|>1<)/);
		assert.match(readFileSync(file('kvitto.pdf'), 'latin1'), /\/Lang \(sv\)/);
		assert.match(tool('pdfinfo', '-struct', 'kvitto.pdf'), /H1[^]*H2[^]*Table[^]*TH[^]*TD/);
		const fonts = tool('pdffonts', 'kvitto.pdf').split('\n').slice(2).filter(Boolean);
		assert.ok(fonts.length > 0 && fonts.every((line) => / yes yes yes /.test(line)), fonts.join('\n'));
	});
	test('lists what was answered, and carries the receipt and its signature', () => {
		const words = tool('pdftotext', '-layout', 'kvitto.pdf', '-');
		for (const word of [reference, 'Björkskolan', 'Björkvägen 1', 'anna@example.com', 'Anna Testsson', '/verifiera', 'minisign -V']) assert.ok(words.includes(word), word);
		tool('pdfdetach', '-saveall', '-o', folder, 'kvitto.pdf');
		assert.match(tool('minisign', '-V', '-p', 'kvitto-nyckel.pub', '-m', 'kvitto.json'), /verified/);
	});
	test('prints answers with markup, other scripts and much text as they were written', async () => {
		const hostile = `<img src="file:///etc/passwd"><script>x</script> ‮abc שלום مرحبا 😀 ${'ord '.repeat(200)}`;
		const odd = await send(anna, { ...ANSWERS, ovrigt: hostile });
		await printed(odd);
		await save(`/kvittens/${odd}/kvitto.pdf`, 'odd.pdf', anna);
		const words = tool('pdftotext', 'odd.pdf', '-').replace(/\s+/g, ' ');
		assert.ok(words.includes('<img src="file:///etc/passwd">'), words.slice(0, 3000));
		assert.doesNotMatch(words, /root:/);
	});
});
