// bench.mjs -- what is measured, against what, and the bar. `people` logs in and leaves what the generators need in VAR/bench;
// `measure` measures and prints the table.
import { execFileSync } from 'node:child_process';
import { machine } from './machine.mjs';
import { privateMemory } from './memory.mjs';
import { logIn, people } from './people.mjs';
import { pgbench } from './pgbench.mjs';
import { median, ratio, rounds } from './rounds.mjs';
import { startTime } from './start.mjs';
import { table } from './table.mjs';
import { wrk } from './wrk.mjs';
import { count, reopenDrafts } from './world.mjs';

const CLIENTS = 8, MANY = 32;
const PAGE = 'skola', QUEUE = 'skolskjuts';
const { row, note, print } = table();
const perSecond = (results) => median(results.map((result) => result.perSecond));
const many = (number) => number.toLocaleString('en');

function cpu(work, results) {
	const parts = Object.keys(results[0].cpu).map((part) => `${part} ${median(results.map((result) => result.cpu[part])).toFixed(0)}`);
	note(`processor time of a ${work}, microseconds: ${parts.join(', ')}`);
}

// Two sides in turn, and one row of the table.
function compare(work, against, bar, sides) {
	const [[, mine], [, peer]] = Object.entries(sides);
	const results = rounds([mine, peer]);
	row({ work, measured: perSecond(results[0]), against, peer: perSecond(results[1]), ratio: ratio(results[0], results[1]), bar });
	return results;
}

function submits() {
	const before = count('core.cases');
	const http = (clients) => (run) => wrk('submit', { clients, ...run });
	const function_ = (run) => pgbench('submit', { role: 'citizen', clients: CLIENTS, ...run });
	const [at8, at32, peer] = rounds([http(CLIENTS), http(MANY), function_]);
	row({ work: 'submit, 8 clients', measured: perSecond(at8), against: 'pgbench, same function', peer: perSecond(peer),
		ratio: ratio(at8, peer), bar: '>= 0.60' });
	row({ work: 'submit, 32 clients', measured: perSecond(at32), against: 'pgbench, 8 connections', peer: perSecond(peer), ratio: ratio(at32, peer) });
	const [p50, p99] = [50, 99].map((p) => median(at32.map((result) => result[`p${p}`])));
	row({ work: 'p99 of submit, 32 clients, ms', measured: p99, against: 'its p50', peer: p50, ratio: p99 / p50, bar: '<= 10' });
	cpu('submit', at8);
	const [q50, q99] = [50, 99].map((p) => median(at8.map((result) => result[`p${p}`])));
	row({ work: 'p99 of submit, 8 clients, ms', measured: q99, against: 'its p50', peer: q50, ratio: q99 / q50 });
	const acknowledged = [...at8, ...at32, ...peer].reduce((sum, result) => sum + result.requests, 0);
	const stored = count('core.cases') - before;
	note(`${many(acknowledged)} submits acknowledged, ${many(stored)} cases stored (more: under way when a generator stopped)`);
	if (stored < acknowledged) throw new Error('acknowledged submits are missing');
}

async function formPage() {
	const { path, size } = await people.page(PAGE);
	const [page] = compare(`form page, ${many(size)} bytes`, 'nginx static, same size', '>= 0.25', {
		page: (run) => wrk('get', { clients: CLIENTS, path, who: 'citizen', size, ...run }),
		file: (run) => wrk('get', { clients: CLIENTS, path: people.staticFile(size), who: 'nobody', size, ...run }),
	});
	cpu('form page', page);
}

async function queuePages() {
	const json = `/api/v1/queues/${QUEUE}/cases`, html = `/handlaggare/ko/${QUEUE}`;
	const sizes = { json: await people.size(json), html: await people.size(html) };
	const [asJson, asHtml, peer] = rounds([
		(run) => wrk('get', { clients: CLIENTS, path: json, who: 'staff', size: sizes.json, ...run }),
		(run) => wrk('get', { clients: CLIENTS, path: html, who: 'staff', size: sizes.html, ...run }),
		(run) => pgbench('queue', { role: 'caseworker', clients: CLIENTS, ...run }),
	]);
	cpu('queue page as JSON', asJson);
	cpu('queue page as HTML', asHtml);
	const against = 'pgbench, same rows', peerRate = perSecond(peer);
	row({ work: `queue page, JSON, ${many(sizes.json)} bytes`, measured: perSecond(asJson), against, peer: peerRate, ratio: ratio(asJson, peer), bar: '>= 0.40' });
	row({ work: `queue page, HTML, ${many(sizes.html)} bytes`, measured: perSecond(asHtml), against, peer: peerRate, ratio: ratio(asHtml, peer), bar: '>= 0.25' });
}

function draftSaves() {
	const [http, save, both] = rounds([
		(run) => (reopenDrafts(), wrk('save', { clients: CLIENTS, ...run })),
		(run) => (reopenDrafts(), pgbench('save', { role: 'citizen', clients: CLIENTS, ...run })),
		(run) => (reopenDrafts(), pgbench('read_save', { role: 'citizen', clients: CLIENTS, ...run })),
	]);
	cpu('draft save', http);
	// Answers of one page are checked together with those saved before, so a save calls two functions; the bar is for that pair.
	row({ work: 'draft save, page POST', measured: perSecond(http), against: 'pgbench, its two functions: read and save', peer: perSecond(both), ratio: ratio(http, both), bar: '>= 0.60' });
	row({ work: 'draft save, page POST', measured: perSecond(http), against: 'pgbench, the save alone', peer: perSecond(save), ratio: ratio(http, save) });
}

// By pgbench alone, where growth cannot hide behind nginx and C.
function growth() {
	const sizes = ['large', 'small'].map((database) => count('core.cases', database));
	const sides = (script, role, options) => Object.fromEntries(['large', 'small'].map((database) => [database,
		(run) => pgbench(script, { role, database, clients: CLIENTS, ...options, ...run })]));
	const against = `at ${many(sizes[1])} cases`;
	compare(`any page of the queue, ${many(sizes[0])} cases`, against, '>= 0.85', sides('queue_place', 'caseworker'));
	compare(`case by reference, ${many(sizes[0])} cases`, against, '>= 0.85', sides('case', 'caseworker'));
	compare(`submit, ${many(sizes[0])} cases`, against, '>= 0.85', sides('submit', 'citizen', { seconds: 1 }));
}

// By a program of its own: the limit is processor time of one worker.
function tokens() {
	const { first, again } = JSON.parse(execFileSync(`${process.env.BUILD}/bench-token`, { encoding: 'utf8' }));
	row({ work: 'token check, first time, µs', measured: first, bar: '<= 60', ratio: first });
	row({ work: 'token check, seen before, µs', measured: again, bar: '<= 60', ratio: again });
}

async function processes() {
	for (const service of ['citizen', 'caseworker']) {
		const mib = privateMemory(service);
		row({ work: `private memory, ${service} worker, MiB`, measured: mib, bar: '<= 4', ratio: mib });
		const seconds = await startTime(service);
		row({ work: `start of ${service} until ready, s`, measured: seconds, bar: '<= 0.2', ratio: seconds });
	}
}

async function measure() {
	people.load();
	try {
		submits();
		await formPage();
		await queuePages();
		draftSaves();
		growth();
		tokens();
		await processes();
	} catch (error) {
		note(`NOT MEASURED: ${error.message}`);
		process.exitCode = 1;
	}
	machine().forEach(note);
	print();
}

await (process.argv[2] === 'people' ? logIn(CLIENTS) : measure());
