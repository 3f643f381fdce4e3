// doors.mjs -- the doors of every executable, read off their own tables; what a refusal looks like, and what it must leave as it was.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { routes, sql } from './applicant.mjs';
import { Client, Page } from './client.mjs';

export const SERVICES = (process.env.SERVICES ?? 'citizen caseworker admin eid').split(' ').filter((name) => name !== 'worker');
export const INTERNAL = process.env.BLANKETT_TEST_INTERNAL;

export const doors = SERVICES.flatMap((service) => routes(service).map((door) => ({ service, name: `${door.method} ${door.path}`, ...door }))).filter(
	(door) => !door.checks.includes('internal'),
);
export const changing = doors.filter((door) => door.method !== 'GET');

// An object that nobody has.
export const NOBODYS = '00000000-0000-7000-8000-00000000dead';
export const at = (door, ...objects) => door.path.replace(/\{\}/g, () => objects.shift() ?? NOBODYS);
export const isApi = (path) => path.startsWith('/api/');

const TYPES = {
	form: { type: 'application/x-www-form-urlencoded', body: 'a=b' },
	json: { type: 'application/json', body: '{}' },
	upload: { type: 'multipart/form-data; boundary=x', body: '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n' },
};
export const typeOf = (door) => door.checks.find((check) => TYPES[check]);

// A request as a door takes it. token: of the session's forms; null sends none.
export function ask(client, door, { path = at(door), body, token = client.csrf, headers = {} } = {}) {
	if (door.method === 'GET') return client.get(path, headers);
	const content = TYPES[typeOf(door)];
	return client.request(door.method, path, {
		body: body ?? content?.body,
		headers: {
			...(content ? { 'content-type': content.type } : {}),
			...(token ? { 'x-csrf-token': token } : {}),
			...(door.checks.includes('key') ? { 'idempotency-key': NOBODYS } : {}),
			origin: client.origin,
			'sec-fetch-site': 'same-origin',
			...headers,
		},
	});
}

const unchunked = (text) => {
	let whole = '';
	for (let at = 0; ; ) {
		const end = text.indexOf('\r\n', at), size = Number.parseInt(text.slice(at, end), 16);
		if (!size) return whole;
		whole += text.slice(end + 2, end + 2 + size);
		at = end + 4 + size;
	}
};

function pageOf(bytes) {
	const [head, ...rest] = bytes.toString('latin1').split('\r\n\r\n');
	const [first, ...lines] = head.split('\r\n');
	if (!first) return null;
	const headers = new Headers(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
	const body = rest.join('\r\n\r\n');
	const text = Buffer.from(headers.get('transfer-encoding') === 'chunked' ? unchunked(body) : body, 'latin1').toString();
	return new Page({ status: Number(first.split(' ')[1]), headers, text }, null);
}

// Bytes as they are, to the public door of nginx; the page, or null when it closed without a word. hangUp: we say that no more comes.
export function raw(bytes, { hangUp = false } = {}) {
	const { hostname, port } = new URL(new Client().origin);
	return new Promise((done) => {
		const parts = [];
		const socket = connect(Number(port), hostname, () => (hangUp ? socket.end(bytes) : socket.write(bytes)));
		socket.on('data', (part) => parts.push(part)).on('error', () => {}).on('close', () => done(pageOf(Buffer.concat(parts))));
	});
}

const TECHNICAL = /\bsql|postgres|libpq|plpgsql|core\.|api_(citizen|caseworker|admin|eid)|services\/|\.[ch]:\d|errno|sqlstate|\bnginx|fastcgi/i;

// A refusal in the form its reader understands, with an id to ask about, and without a technical cause.
export function assertRefused(page, status, path, slug) {
	assert.equal(page.status, status, `${path}: ${page.text.slice(0, 300)}`);
	if (isApi(path)) {
		assert.match(page.headers.get('content-type'), /^application\/problem\+json/, path);
		assert.equal(page.json.status, status, path);
		assert.match(page.json.request_id, /^[0-9a-f]{32}$/, path);
		assert.ok(page.json.title && page.json.detail, path);
		if (slug) assert.equal(page.json.type.split('/').pop(), slug, path);
		assert.doesNotMatch(page.text, TECHNICAL, path);
	} else {
		assert.match(page.headers.get('content-type'), /^text\/html/, path);
		assert.equal(page.text.match(/<h1/g)?.length, 1, path);
		assert.match(page.text, /<html[^>]* lang="/, path);
		assert.match(page.words, /[0-9a-f]{32}/, path);
		assert.doesNotMatch(page.words, TECHNICAL, path);
	}
	assert.match(page.headers.get('content-security-policy'), /default-src 'none'/, path);
	assert.equal(page.headers.get('cache-control'), 'no-store', path);
}

// What every request may touch: who was here, and when (in the other tables that is seen_at); and what the worker makes by itself. The
// outbox is only counted, for its worker moves the rows.
const MOVING = ['audit', 'audit_checkpoint', 'audit_log', 'login', 'outbox', 'parked', 'receipt', 'receipt_pdf', 'session'];
let known;
// The other tables: what people, staff and operators have stored.
function tables() {
	known ??= sql("select tablename from pg_tables where schemaname = 'core' order by tablename").split('\n').filter((name) => !MOVING.includes(name));
	return known;
}

// What is stored, and how many workers died or ran out of time. query: how the database is asked.
export async function standing(query = sql) {
	const rows = tables().map((table) => `select '${table}', count(*), md5(string_agg(md5(r), '' order by md5(r)))
		from (select (to_jsonb(t) - 'seen_at')::text from core.${table} t) as t(r)`);
	const stored = (await query([...rows, "select 'outbox', count(*), '' from core.outbox where kind !~ 'pdf$'"].join(' union all '))).split('\n');
	const figures = await Promise.all(SERVICES.map((service) => new Client(INTERNAL).get(`/${service}/metrics`)));
	return { stored, deaths: figures.flatMap((page) => page.text.match(/^blankett_(worker_deaths|deadlines)_total.*$/gm)) };
}

// Waits for something that happens elsewhere, with an end.
export async function until(what, truth, ms = 30000) {
	for (const end = Date.now() + ms; Date.now() < end; ) {
		const value = await truth();
		if (value) return value;
		await new Promise((wake) => setTimeout(wake, 20));
	}
	return assert.fail(`did not happen in ${ms} ms: ${what}`);
}
