// proxy.mjs -- stands between a service and PostgreSQL on a unix socket, passes everything on, and betrays the one call it is
// told to: the call never arrives, or its answer never comes back whole.
//
//   const proxy = await between(folder, sockets);      BLANKETT_DATABASE with host=<folder>
//   proxy.betray('api_citizen.case_submit', way);      the next call of that function; again for the one after it
//   proxy.betrayed                                     the ways that were used up, with the kinds of the messages of each answer
//
// A way: { arrives: true, pass: n }    the call is carried out and committed; n messages of the answer are passed on, then both
//                                      connections end. Without `pass` none is passed and the service waits.
//        { arrives: false, pass: n }   the call is carried out and n messages of its answer are passed on, but what commits it
//                                      (Sync) is withheld. Without `pass` nothing even arrives.
//        { warns: true }               the call is carried out, and its whole answer passed on after a warning.
import { rmSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';

const SOCKET = '.s.PGSQL.5432';
const FLUSH = Buffer.from([0x48, 0, 0, 0, 4]);
const kind = (message) => String.fromCharCode(message[0]);

function notice(words) {
	const fields = Buffer.from(`SWARNING\0VWARNING\0C01000\0M${words}\0\0`);
	const head = Buffer.alloc(5);
	head.write('N');
	head.writeUInt32BE(fields.length + 4, 1);
	return Buffer.concat([head, fields]);
}

// Cuts a stream into messages; the first that a client sends has no kind before its length.
function reader(take, start = false) {
	let rest = Buffer.alloc(0), first = start;
	return (bytes) => {
		rest = Buffer.concat([rest, bytes]);
		for (;;) {
			const head = first ? 0 : 1;
			if (rest.length < head + 4) return;
			const size = head + rest.readUInt32BE(head);
			if (rest.length < size) return;
			const message = rest.subarray(0, size), opening = first;
			rest = rest.subarray(size);
			first = false;
			take(message, opening);
		}
	};
}

// Bind: the name of the portal, the name of the statement, which is the function.
const calls = (message, name) => kind(message) === 'B' && message.toString('latin1', 5).split('\0')[1] === name;

export async function between(folder, sockets) {
	const ways = [], betrayed = [], open = new Set();

	function pair(client) {
		const server = net.connect(join(sockets, SOCKET));
		let way; // in hand
		let answer = []; // to it
		let silent = false;
		const end = () => {
			client.destroy();
			server.destroy();
		};
		for (const one of [client, server]) {
			open.add(one);
			one.on('error', () => {});
			one.on('close', () => {
				open.delete(one);
				if (!silent || one === client) end();
			});
		}
		const note = () => betrayed.push({ ...way, answer: answer.map(kind).join('') });
		const finish = () => {
			note();
			if (way.arrives && way.pass === undefined) silent = true;
			else if (!way.pass) end();
			else client.write(Buffer.concat(answer.slice(0, way.pass)), end);
		};
		client.on('data', reader((message, opening) => {
			if (!opening && !way && ways.length > 0 && calls(message, ways[0].name)) {
				way = ways.shift();
				answer = [];
				if (!way.arrives && !way.warns && way.pass === undefined) finish();
			}
			server.write(way && !way.arrives && !way.warns && kind(message) === 'S' ? FLUSH : message);
		}, true));
		server.on('data', reader((message) => {
			if (!way) return client.write(message);
			answer.push(message);
			if (kind(message) !== (way.arrives || way.warns ? 'Z' : 'C')) return undefined;
			if (!way.warns) return finish();
			note();
			way = undefined;
			return client.write(Buffer.concat([answer[0], notice('not on the standby'), ...answer.slice(1)]));
		}));
	}

	const door = net.createServer(pair);
	await new Promise((resolve) => door.listen(join(folder, SOCKET), resolve));
	return {
		betrayed,
		betray(name, way) {
			ways.push({ name, ...way });
		},
		async close() {
			for (const one of open) one.destroy();
			await new Promise((resolve) => door.close(resolve));
			rmSync(join(folder, SOCKET), { force: true });
		},
	};
}
