// Who may come in where: every door of every executable, by the table of rights.mjs, tried by everyone of actors.mjs with all that it asks
// for. Whoever may not is told what is told of a thing that does not exist, and nothing happens.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { closeQueue, everyone } from './actors.mjs';
import { publish } from './applicant.mjs';
import { SERVICES, ask, assertRefused, at, doors, isApi, standing, typeOf } from './doors.mjs';
import { rows } from './psql.mjs';
import { deployThere } from './neighbour.mjs';
import { CITIZENS, EVERYONE, TABLE } from './rights.mjs';
import { asked, draft, forgetRoles, form, ours, published, sent, unsigned } from './things.mjs';

const lines = doors.flatMap((door) => [TABLE[door.service][door.name] ?? []].flat().map((line) => ({ door, ...line })));
const thingOf = ({ names, lists }) => names ?? lists;

let actors;
const kept = new Map(); // of each thing one, for all the doors that change nothing
before(async () => {
	publish(ours);
	actors = await everyone(form);
	publish(ours, deployThere);
	for (const thing of new Set(lines.map(thingOf).filter(Boolean))) kept.set(thing, await thing.make(actors));
});
after(() => {
	closeQueue(form);
	forgetRoles();
});

const may = ({ may }, name) =>
	may === EVERYONE || [may].flat().includes(name) || (may === CITIZENS && actors[name].audience === 'citizen' && !actors[name].ended);

const allowed = (line) => Object.keys(actors).filter((name) => may(line, name));

// The gate speaks before anything is looked for: what it says to whom it does not let pass. A scope has a dot in its name.
function atGate({ door }, name) {
	const { audience } = actors[name];
	if (door.audience === 'nobody' || door.audience === audience) return null;
	if (audience !== 'service') return 401;
	return door.checks.some((check) => check.includes('.')) ? null : 403;
}
function due(line, name) {
	const said = atGate(line, name) ?? line.knows?.[name] ?? line.but?.[name];
	if (said) return said;
	return line.door.audience !== 'nobody' && actors[name].ended ? 401 : (line.refused ?? (line.lists ? 200 : 404));
}

const CONTENT = {
	form: (fields) => new URLSearchParams(fields).toString(),
	json: (body) => JSON.stringify(body),
	upload: (fields) => `${Object.entries(fields).map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--x--\r\n`,
};

// Somebody at a door, with all that the door asks for except the right.
function knock(line, name, one) {
	const { door, names, args = names?.args ?? (() => []), rest = [] } = line;
	const query = line.query ? `?${new URLSearchParams(line.query(one))}` : '';
	const body = line.sends && CONTENT[typeOf(door)](line.sends(one));
	const headers = { ...(door.checks.includes('key') ? { 'idempotency-key': randomUUID() } : {}), ...line.headers?.(one) };
	return ask(actors[name].client, door, { path: at(door, ...args(one), ...rest) + query, body, headers });
}

async function answers(line, who, one) {
	const pages = await Promise.all(who.map((name) => knock(line, name, one)));
	return Object.fromEntries(who.map((name, i) => [name, pages[i]]));
}
const each = (pages, what) => Object.fromEntries(Object.entries(pages).map(([name, page]) => [name, what(page, name)]));

// A page without what every page has of its own, and without the name of the thing.
const bare = (mark) => (page) =>
	[page.status, page.headers.get('content-type'), page.headers.get('cache-control'), page.headers.get('location'),
		page.text.replaceAll(mark, '').replace(/[0-9a-f]{32}/g, '').replace(/name="csrf" value="[^"]*"/g, '')].join('\n');

const SLUG = { 401: 'login-needed', 403: 'forbidden', 404: 'not-found' };

function assertTold(line, pages) {
	assert.deepEqual(each(pages, (page) => page.status), each(pages, (_, name) => due(line, name)));
	for (const page of Object.values(pages).filter(({ status }) => SLUG[status] && status !== line.own)) {
		assertRefused(page, page.status, line.door.path, SLUG[page.status]);
		if (page.status === 401 && !isApi(line.door.path)) assert.match(page.text, /<form method="post" action="\/eid\/login">/);
	}
}

async function walk(line, one) {
	const { names } = line;
	const refused = Object.keys(actors).filter((name) => !may(line, name));
	const told = await answers(line, refused, one);
	assertTold(line, told);
	if (names === published) return; // it is no secret
	const inside = refused.filter((name) => !atGate(line, name) && !line.knows?.[name]);
	const nothing = await answers(line, inside, names.missing);
	const there = Object.fromEntries(inside.map((name) => [name, told[name]]));
	assert.deepEqual(each(there, bare(names.mark(one))), each(nothing, bare(names.mark(names.missing))), 'as if there were nothing');
}

// Whoever comes in from elsewhere, or to what is everyone's, sees nothing of this.
const assertDiscreet = (page, name) =>
	[draft, sent, unsigned, asked].forEach((thing) => assert.ok(!page.text.includes(kept.get(thing)), `${thing.name} for ${name}`));

const opens = async (line, name, one) => {
	const page = await knock(line, name, one);
	assert.ok(page.status < 400, `${name}: ${page.status} ${page.words.slice(0, 300)}`);
	if (name.endsWith('elsewhere')) assertDiscreet(page, name);
};

async function look(line, one) {
	const pages = await answers(line, Object.keys(actors), one);
	const seen = Object.keys(pages).filter((name) => pages[name].status === 200 && pages[name].text.includes(line.lists.mark(one)));
	assert.deepEqual(seen, allowed(line));
	for (const name of seen) delete pages[name];
	assertTold(line, pages);
}

const whom = ({ may }) => [may].flat().join(' and ') || 'nobody';

describe('the table', () => {
	test('has a line for every door, and a door for every line', () => {
		for (const service of SERVICES)
			assert.deepEqual(Object.keys(TABLE[service]).sort(), doors.filter((door) => door.service === service).map((door) => door.name).sort());
	});
	test('says of every line what it is about and who may, in words that are known', () => {
		for (const { door, names, lists, args, untried, may, but, knows } of lines) {
			assert.equal([names, lists, untried, !names && !lists && may === EVERYONE].filter(Boolean).length, 1, door.name);
			if (door.path.includes('{}')) assert.ok(names || args, `${door.name} names something`);
			for (const name of [may ?? [], Object.keys({ ...but, ...knows })].flat()) assert.ok(name in actors || [EVERYONE, CITIZENS].includes(name), name);
		}
	});
});

const promise = (line, verb) => `${line.door.name}: ${thingOf(line).name} ${verb} for ${whom(line)}`;
const changes = ({ door }) => door.method !== 'GET';

describe('a door that shows', () => {
	let stood;
	before(async () => (stood = await standing(rows)));
	for (const line of lines.filter((one) => one.names && !changes(one)))
		test(promise(line, 'is there'), async () => {
			await walk(line, kept.get(line.names));
			await Promise.all(allowed(line).map((name) => opens(line, name, kept.get(line.names))));
		});
	for (const line of lines.filter((one) => one.lists)) test(promise(line, 'stands there'), () => look(line, kept.get(line.lists)));
	test('has changed nothing by all this', async () => assert.deepEqual(await standing(rows), stood));
});

// What a door changes where standing() sees nothing.
const moved = (line, one) => line.moves && rows(line.moves(one));

describe('a door that changes', () => {
	for (const line of lines.filter((one) => one.names && changes(one)))
		test(promise(line, 'is there'), async () => {
			let one = await line.names.make(actors);
			const stood = await standing(rows), was = await moved(line, one);
			await walk(line, one);
			assert.deepEqual(await standing(rows), stood, 'nothing has happened');
			assert.equal(await moved(line, one), was, 'nothing has happened there either');
			for (const name of allowed(line)) {
				one ??= await line.names.make(actors);
				const before = await moved(line, one);
				await opens(line, name, one);
				if (line.moves) assert.notEqual(await moved(line, one), before, 'it has happened');
				one = null;
			}
		});
});

describe('a door without secrets', () => {
	for (const line of lines.filter((one) => one.may === EVERYONE && !one.names))
		test(`${line.door.name} is open to everyone`, async () => {
			const pages = await answers(line, Object.keys(actors));
			assert.deepEqual(each(pages, (page) => page.status), each(pages, () => line.gives ?? 200));
			each(pages, assertDiscreet);
		});
});
