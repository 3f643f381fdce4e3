// faults.mjs -- what is broken on purpose, callers that do not give up, and the count when it is quiet again.
//
// What is drawn comes from a seed, and a fault is due at a number of answers, never at a time.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ANSWERS, begin, childNamed, fillIn, loggedIn } from '../http/applicant.mjs';
import { Page } from '../http/client.mjs';
import { exchange } from '../http/wire.mjs';

export const ROOT = new URL('../../', import.meta.url).pathname;
const PATIENCE_MS = 120000; // an end, not a measure: a recovery takes long where others write much
const DATABASE = process.env.BLANKETT_TEST_DATABASE;
export const VAR = process.env.BLANKETT_TEST_VAR;
export const SOCKETS = /host=(\S+)/.exec(DATABASE)[1];
const RUN = dirname(SOCKETS);
const WORKERS = Number(process.env.WORKERS);
const run = promisify(execFile);

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(what, condition, told = () => '') {
	for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
		const found = await condition();
		if (found) return found;
		await pause(30);
	}
	throw new Error(`waited in vain for: ${what} ${await told()}`);
}

// The same numbers at every run (mulberry32).
export function chance(seed) {
	let state = seed;
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	const below = (n) => Math.floor(next() * n);
	return { below, pick: (list) => list[below(list.length)] };
}

// A statement as superuser, while everything else goes on; lines, columns parted by '|'. A database that is away is waited for, so
// what is asked must bear being asked twice.
export async function ask(text) {
	const away = 2; // psql's exit code when the connection could not be made or broke
	for (const end = Date.now() + PATIENCE_MS; ; await pause(100)) {
		try {
			return (await run('psql', ['-XAtqv', 'ON_ERROR_STOP=1', '-c', text, DATABASE])).stdout.trim();
		} catch (error) {
			if (error.code !== away || Date.now() > end) throw new Error(`${error.stderr}\n${text}`);
		}
	}
}
export const lines = async (text) => (await ask(text)).split('\n').filter(Boolean);

// The same by one connection that stays, for what must not be late.
export class Session {
	constructor() {
		this.psql = spawn('psql', ['-XAtq', DATABASE], { stdio: ['pipe', 'pipe', 'inherit'] });
		this.said = '';
		this.turn = Promise.resolve();
	}

	ask(text) {
		this.turn = this.turn.then(
			() =>
				new Promise((resolve) => {
					const hear = (bytes) => {
						this.said += bytes;
						if (!this.said.endsWith('--end\n')) return;
						this.psql.stdout.off('data', hear);
						resolve(this.said.slice(0, -'--end\n'.length).trim());
						this.said = '';
					};
					this.psql.stdout.on('data', hear);
					this.psql.stdin.write(`${text};\n\\echo --end\n`);
				}),
		);
		return this.turn;
	}

	end() {
		this.psql.stdin.end();
	}
}

// deploy/local, against the stack under test. The operator's command refuses settings that it does not know.
export async function local(...args) {
	const others = Object.entries(process.env).filter(([name]) => !name.startsWith('BLANKETT_'));
	await run('deploy/local', args, { cwd: ROOT, env: { ...Object.fromEntries(others), PORT: process.env.BLANKETT_TEST_PORT, VAR } });
}

// --- what is broken ---

export const pidOf = (part) => Number(readFileSync(join(RUN, `${part}.pid`), 'utf8').split(' ')[0]);
export const childrenOf = (pid) =>
	readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

// One of the workers dies at once. Five within ten seconds would end the service: a test has four.
export function killWorker(service, draw) {
	const workers = childrenOf(pidOf(service));
	if (workers.length > 0) process.kill(draw.pick(workers), 'SIGKILL');
	return workers.length > 0;
}

export const killNginxWorker = (draw) => killWorker('nginx', draw);

// One connection of the service is ended by the server, in the middle of a call when there is one.
export const endBackend = async (session, service) =>
	(await session.ask(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'blankett_${service}'
		order by state = 'active' desc, query_start limit 1`)) === 't';

// Every commit takes a while, so that a kill meets many of them half-way.
export async function slowCommits(microseconds) {
	await ask(`alter system set commit_siblings = 0`);
	await ask(`alter system set commit_delay = ${microseconds}`);
	await ask('select pg_reload_conf()');
}
export async function usualCommits() {
	await ask('alter system reset all');
	await ask('select pg_reload_conf()');
}

// plan: [{at, what, act}], each due at a number of answers. done: how many of each really happened.
export class Breaker {
	constructor(plan) {
		this.plan = [...plan].sort((a, b) => a.at - b.at);
		this.answers = 0;
		this.done = {};
		this.acts = Promise.resolve(); // one after another
	}

	answered() {
		this.answers++;
		while (this.plan.length > 0 && this.plan[0].at <= this.answers) {
			const { what, act } = this.plan.shift();
			this.acts = this.acts.then(act).then((happened) => {
				if (happened) this.done[what] = (this.done[what] ?? 0) + 1;
			});
			this.acts.catch(() => {}); // told by finished()
		}
	}

	async finished() {
		await this.acts;
		assert.equal(this.plan.length, 0, 'not every fault was due');
	}
}

// n faults, one somewhere in each n-th of all answers but for the last few.
export const spread = (draw, n, all, what, act) =>
	Array.from({ length: n }, (unused, i) => {
		const part = (all * 0.9) / n;
		return { at: 1 + Math.floor(i * part) + draw.below(Math.max(1, Math.floor(part))), what, act };
	});

// --- callers that do not give up ---

// What callers met, and every answer to every key.
export class Diary {
	constructor() {
		this.broken = 0; // connections that others broke
		this.unavailable = 0; // 502 and 503
		this.left = 0; // hung up ourselves, half-way
		this.answers = new Map(); // key -> [{status, reference}]
		this.holder = new Map(); // reference -> client
	}

	get troubles() {
		return this.broken + this.unavailable;
	}

	toString() {
		return `callers met ${this.broken} broken connections and ${this.unavailable} times "not now", and hung up ${this.left} times`;
	}

	note(key, client, status, reference) {
		this.answers.set(key, [...(this.answers.get(key) ?? []), { status, reference }]);
		this.holder.set(reference, client);
	}
}

// One request on a connection of its own: a Page, or {broken} or {left}. leave: 'half' hangs up in the middle of the body, a number
// that many milliseconds after the end of it.
export function once(client, method, path, { body, headers = {}, leave } = {}) {
	const url = new URL(path, client.origin);
	const cookie = [...client.cookies(url.origin)].map(([name, value]) => `${name}=${value}`).join('; ');
	const bytes = Buffer.from(body ?? '');
	return new Promise((resolve) => {
		const length = body === undefined ? {} : { 'content-length': bytes.length };
		const request = http.request(url, { method, agent: false, headers: { cookie, 'accept-language': 'sv', ...length, ...headers } });
		let left = false;
		const hangUp = () => {
			left = true;
			request.destroy();
		};
		request.on('error', () => resolve(left ? { left } : { broken: true }));
		request.on('close', () => resolve(left ? { left } : { broken: true }));
		request.on('response', async (response) => {
			const parts = [];
			response.on('error', () => resolve(left ? { left } : { broken: true }));
			response.on('data', (part) => parts.push(part));
			response.on('end', () => {
				const given = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
				const page = new Page({ status: response.statusCode, headers: given, text: Buffer.concat(parts).toString('utf8') }, url);
				resolve(response.complete ? page : { broken: true });
			});
		});
		if (leave === 'half') request.write(bytes.subarray(0, bytes.length / 2), hangUp);
		else request.end(bytes, () => leave === undefined || setTimeout(hangUp, leave));
	});
}

// Asks until the answer is another than "try again". One that refuses for the moment says when to come back.
export async function insist(diary, attempt, leave) {
	for (const end = Date.now() + PATIENCE_MS; Date.now() < end; leave = undefined) {
		const answer = await attempt(leave);
		if (answer.left) diary.left++;
		else if (answer.broken) diary.broken++;
		else if (answer.status === 502 || answer.status === 503) {
			assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/, answer.text);
			diary.unavailable++;
		} else return answer;
		await pause(100);
	}
	throw new Error('nobody answered');
}

const sameOrigin = (client) => ({ origin: client.origin, 'sec-fetch-site': 'same-origin' });
export const asProgram = (client) => ({ ...sameOrigin(client), 'x-csrf-token': client.csrf });

// Sends in as a program does; gives the page of the answer.
export async function submitJson(diary, client, subject, key, leave) {
	const body = JSON.stringify({ subject, answers: ANSWERS });
	const headers = { ...asProgram(client), 'content-type': 'application/json', 'idempotency-key': key };
	const page = await insist(diary, (now) => once(client, 'POST', '/api/v1/forms/skolskjuts/cases', { body, headers, leave: now }), leave);
	assert.ok(page.status === 201 || page.status === 200, `${page.status} ${page.text}`);
	diary.note(key, client, page.status, page.json.reference);
	return page;
}

// Presses the button of the check-answers page, and again while nobody answers.
export async function pressSend(diary, client, draft, leave) {
	const path = `/utkast/${draft}`;
	const check = await insist(diary, () => once(client, 'GET', `${path}/granska`));
	assert.equal(check.status, 200, check.words);
	const body = new URLSearchParams({ revision: check.field('revision'), '/forsakran': 'true', csrf: client.csrf }).toString();
	const headers = { ...sameOrigin(client), 'content-type': 'application/x-www-form-urlencoded' };
	const page = await insist(diary, (now) => once(client, 'POST', `${path}/skicka`, { body, headers, leave: now }), leave);
	assert.equal(page.status, 303, page.words);
	assert.match(page.location, /^\/kvittens\/[A-Z]+-\d{4}-\d+-\d$/);
	diary.note(draft, client, page.status, page.location.slice('/kvittens/'.length));
	return page;
}

// A draft that is filled in, by the pages. Gives its id.
export async function filledIn(client, given) {
	const path = await begin(client, given);
	await fillIn(client, path);
	return path.slice('/utkast/'.length);
}

// Another one with the same answers as one that is sent in.
async function filledInAgain(draft, id) {
	await ask(`insert into core.draft (municipality, draft, person, form, version, subject, answers, expires_at)
		select municipality, '${id}', person, form, version, subject, answers, expires_at from core.draft where draft = '${draft}'
		on conflict do nothing`);
	return id;
}

// Callers who send in at the same time: [{client, subject, draft}], those with a draft (sent in once already) by the form and the
// others as programs.
export async function callers() {
	const people = [['anna', 'Alva'], ['anna', 'Elias'], ['bertil', 'Alva'], ['bertil', 'Elias'], ['elsa', 'Elsa']];
	const forms = [['anna', 'Alva'], ['bertil', 'Elias'], ['elsa', 'Elsa']];
	const programs = people.map(async ([who, child]) => {
		const client = await loggedIn(who);
		return { client, subject: await childNamed(client, child) };
	});
	const persons = forms.map(async ([who, child]) => {
		const client = await loggedIn(who), draft = await filledIn(client, child);
		await pressSend(new Diary(), client, draft);
		return { client, draft };
	});
	return Promise.all([...programs, ...persons]);
}

const uuid = (draw) => {
	const hex = Array.from({ length: 32 }, () => draw.below(16).toString(16)).join('');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
};

// Everyone sends in, one after another; about every fourth time the caller hangs up half-way and comes back.
export async function stream(everyone, diary, breaker, seed, { byProgram, byForm }) {
	await Promise.all(
		everyone.map(async ({ client, subject, draft }, place) => {
			const draw = chance(seed * 100 + place);
			const leaves = () => draw.pick([undefined, undefined, undefined, draw.pick(['half', 1, 5, 10, 20, 40])]);
			for (let i = 0; i < (draft ? byForm : byProgram); i++) {
				if (!draft) await submitJson(diary, client, subject, uuid(draw), leaves());
				else await pressSend(diary, client, await filledInAgain(draft, uuid(draw)), leaves());
				breaker.answered();
			}
		}),
	);
	await breaker.finished();
}

// --- the count at the end ---

// A line for each thing that is not as it must be; none when every application is accounted for.
export const unaccounted = () =>
	lines(`
		with whole as (select c.municipality, c.case_id, c.reference, split_part(c.reference, '-', 1) as series,
			split_part(c.reference, '-', 2)::int as year, split_part(c.reference, '-', 3)::int as number from core.cases c)
		select 'case without the one key: ' || reference from whole where 1 <> (select count(*) from core.idempotency i
			where i.municipality = whole.municipality and i.case_id = whole.case_id)
		union all select 'case without the one first event: ' || reference from whole where 1 <> (select count(*) from core.case_event e
			where e.municipality = whole.municipality and e.case_id = whole.case_id and e.event = 'submit')
		union all select 'case without the one message: ' || reference from whole where 1 <> (select count(*) from core.outbox o
			where o.municipality = whole.municipality and o.case_id = whole.case_id and o.kind = 'case.received')
		union all select 'case without the one trail: ' || reference from whole where 1 <> (select count(*) from core.audit a
			where a.municipality = whole.municipality and a.object = whole.reference and a.action = 'case.submit')
		union all select 'case without answers: ' || reference from whole where 1 <> (select count(*) from core.case_document d
			where d.municipality = whole.municipality and d.case_id = whole.case_id)
		union all select 'key without case: ' || key from core.idempotency i left join whole using (municipality, case_id)
			where whole.case_id is null
		union all select 'trail without case: ' || object from core.audit a left join whole on whole.municipality = a.municipality
			and whole.reference = a.object where a.action = 'case.submit' and whole.case_id is null
		union all select 'draft of no case: ' || d.draft from core.draft d left join whole using (municipality, reference)
			where d.reference is not null and whole.case_id is null
		union all select 'gap or twice: ' || s.series || '-' || s.year from core.reference_series s where not exists (
			select from (select count(*) as n, count(distinct number) as different, min(number) as first, max(number) as last from whole
				where whole.municipality = s.municipality and whole.series = s.series and whole.year = s.year) w
			where (w.n, w.different, w.first, w.last) = (s.last, s.last, 1, s.last))`);

// Each key has one case, and everyone was always told that one.
export async function assertOneCaseEach(diary) {
	const keys = [...diary.answers.keys()];
	const stored = new Map((await lines(`select i.key, string_agg(c.reference, ' ') from core.idempotency i
		join core.cases c using (municipality, case_id) where i.key in ('${keys.join("','")}') group by i.key`)).map((line) => line.split('|')));
	for (const [key, answers] of diary.answers) {
		assert.deepEqual([...new Set(answers.map(({ reference }) => reference))], [stored.get(key)], key);
	}
	assert.equal(new Set(stored.values()).size, keys.length, 'references given twice');
}

export async function assertReceipts(diary) {
	const read = async ([reference, client]) => {
		const page = await client.get(`/kvittens/${reference}`);
		assert.equal(page.status, 200, page.words);
		assert.ok(page.words.includes(reference));
	};
	const all = [...diary.holder];
	for (let i = 0; i < all.length; i += 8) await Promise.all(all.slice(i, i + 8).map(read));
}

const internal = (service, door) => exchange(`${process.env.BLANKETT_TEST_INTERNAL}/${service}/${door}`);

// All workers are there, none is in the middle of anything, and none had to be torn from its request.
export async function assertHealthy(service, path, client) {
	await until(`${WORKERS} workers of ${service}`, () => childrenOf(pidOf(service)).length === WORKERS);
	await until(`${service} to be ready`, async () => (await internal(service, 'readyz')).status === 200);
	const busy = () => lines(`select pid, state, wait_event, left(query, 60) from pg_stat_activity
		where usename = 'blankett_${service}' and state <> 'idle'`);
	await until('idle backends', async () => (await busy()).length === 0, busy);
	const pages = await Promise.all(Array.from({ length: 8 * WORKERS }, () => client.get(path)));
	assert.deepEqual([...new Set(pages.map((page) => page.status))], [200]);
	const metrics = (await internal(service, 'metrics')).text;
	assert.match(metrics, new RegExp(`^blankett_workers\\{service="${service}"\\} ${WORKERS}$`, 'm'));
	assert.doesNotMatch(metrics, /^blankett_\w*deadline\w*\{.*\} [1-9]/m);
}
