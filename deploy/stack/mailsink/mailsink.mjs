// mailsink.mjs -- the mail server of the local stack and of the tests: takes every message, sends none, keeps each as one JSON
// line {"at","from","to","subject","headers","text","raw"}. Loopback only, never for production.
//
//   PORT   where it listens on 127.0.0.1
//   FILE   where the lines go; a reader sees whole lines only
//
// While the file FILE.refuse exists, every message is answered 451: "touch" it to see the sender's retries, remove it to let
// them through. A recipient whose local part is "bounce" is answered 550.
import { appendFileSync, existsSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';

const PORT = Number(process.env.PORT ?? 8083);
const FILE = process.env.FILE ?? 'mail.jsonl';
const LIMIT = 1024 * 1024;

// RFC 2047 encoded words, as subjects have them.
const encodedWord = /=\?utf-8\?([bq])\?([^?]*)\?=/gi;
function decodeWord(whole, form, text) {
	if (form.toLowerCase() === 'b') return Buffer.from(text, 'base64').toString('utf8');
	return decodeQuoted(text.replace(/_/g, ' '));
}

function decodeQuoted(text) {
	const bytes = text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (whole, hex) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}

// Header names in lower case; folded lines joined; the first of a name wins.
function readHeaders(head) {
	const headers = {};
	for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
		const colon = line.indexOf(':');
		const name = line.slice(0, colon).toLowerCase();
		if (colon > 0 && !(name in headers)) {
			headers[name] = line.slice(colon + 1).trim().replace(/\?=\s+=\?/g, '?==?').replace(encodedWord, decodeWord);
		}
	}
	return headers;
}

function readText(headers, body) {
	const encoding = (headers['content-transfer-encoding'] ?? '').toLowerCase();
	if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64').toString('utf8');
	if (encoding === 'quoted-printable') return decodeQuoted(body.toString('latin1'));
	return body.toString('utf8');
}

function keep(raw, envelope) {
	const end = raw.indexOf('\r\n\r\n');
	const headers = readHeaders(raw.subarray(0, end < 0 ? raw.length : end).toString('utf8'));
	const text = end < 0 ? '' : readText(headers, raw.subarray(end + 4));
	const line = {
		at: new Date().toISOString(),
		from: envelope.mailFrom ? envelope.mailFrom.address : '',
		to: envelope.rcptTo.map((recipient) => recipient.address),
		subject: headers.subject ?? '',
		headers,
		text,
		raw: raw.toString('utf8'),
	};
	appendFileSync(FILE, `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

const refusal = (code, words) => Object.assign(new Error(words), { responseCode: code });

const server = new SMTPServer({
	name: 'mailsink.localhost',
	disabledCommands: ['AUTH', 'STARTTLS'],
	disableReverseLookup: true,
	size: LIMIT,
	onRcptTo(address, session, done) {
		done(address.address.startsWith('bounce@') ? refusal(550, 'no such mailbox') : null);
	},
	onData(stream, session, done) {
		const parts = [];
		stream.on('data', (part) => {
			if (!stream.sizeExceeded) parts.push(part);
		});
		stream.on('end', () => {
			if (stream.sizeExceeded) return done(refusal(552, 'message too large'));
			if (existsSync(`${FILE}.refuse`)) return done(refusal(451, 'try again later'));
			try {
				keep(Buffer.concat(parts), session.envelope);
			} catch (error) {
				console.error(`mail sink: ${error.message}`);
				return done(refusal(451, 'cannot be kept'));
			}
			return done(null, 'kept');
		});
	},
});
server.on('error', (error) => console.error(`mail sink: ${error.message}`));
server.server.on('error', () => process.exit(69)); // the port is taken
server.listen(PORT, '127.0.0.1', () => console.log(`mail sink ready: smtp://127.0.0.1:${PORT}`));

for (const signal of ['SIGTERM', 'SIGINT']) {
	process.on(signal, () => {
		server.close(() => process.exit(0));
		setTimeout(() => process.exit(0), 1000).unref(); // a client that does not hang up
	});
}
