// fastcgi.mjs -- speaks FastCGI 1.0 to a unix socket, politely or not, the way nginx and its enemies would.
import net from "node:net";

const BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6;
export const RESPONDER = 1, AUTHORIZER = 2;

export function record(type, content = Buffer.alloc(0)) {
	const header = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
	return Buffer.concat([header, content]);
}

export function begin({ role = RESPONDER, keep = false } = {}) {
	return record(BEGIN, Buffer.from([0, role, keep ? 1 : 0, 0, 0, 0, 0, 0]));
}

function size(n) {
	if (n < 128) return Buffer.from([n]);
	const long = Buffer.alloc(4);
	long.writeUInt32BE((n | 0x80000000) >>> 0);
	return long;
}

export function params(variables) {
	const parts = [];
	for (const [name, value] of Object.entries(variables)) {
		if (value === undefined) continue;
		const n = Buffer.from(name), v = Buffer.from(String(value));
		parts.push(size(n.length), size(v.length), n, v);
	}
	const all = Buffer.concat(parts);
	return Buffer.concat([record(PARAMS, all), record(PARAMS)]);
}

// The body as records; `end` adds the empty one that says there is no more.
export function stdin(body, { end = true } = {}) {
	const bytes = Buffer.from(body), parts = [];
	for (let i = 0; i < bytes.length; i += 60000) parts.push(record(STDIN, bytes.subarray(i, i + 60000)));
	if (end) parts.push(record(STDIN));
	return Buffer.concat(parts);
}

export function variables({ method = "GET", target = "/", headers = {}, body, length, internal = false, extra = {} }) {
	const upper = Object.entries(headers).map(([k, v]) => [k.toUpperCase().replaceAll("-", "_"), v]);
	const special = (k) => (k === "CONTENT_TYPE" ? k : `HTTP_${k}`);
	return {
		REQUEST_METHOD: method,
		REQUEST_URI: target,
		QUERY_STRING: target.split("?")[1] ?? "",
		CONTENT_LENGTH: length === undefined ? (body === undefined ? "" : Buffer.byteLength(body)) : length,
		...Object.fromEntries(upper.map(([k, v]) => [special(k), v])),
		BLANKETT_INTERNAL: internal ? "1" : "",
		...extra,
	};
}

function decode(bytes) {
	const out = [];
	let ended = 0;
	for (let at = 0; at + 8 <= bytes.length;) {
		const length = bytes.readUInt16BE(at + 4);
		if (bytes[at + 1] === STDOUT) out.push(bytes.subarray(at + 8, at + 8 + length));
		if (bytes[at + 1] === END) ended += 1;
		at += 8 + length + bytes[at + 6];
	}
	return { text: Buffer.concat(out).toString("utf8"), ended };
}

function parse(text) {
	const cut = text.indexOf("\r\n\r\n");
	if (cut < 0) return { status: 0, headers: {}, cookies: [], body: "" };
	const headers = {}, cookies = [];
	for (const line of text.slice(0, cut).split("\r\n")) {
		const [, name, value] = line.match(/^([^:]+): ?(.*)$/);
		if (name.toLowerCase() === "set-cookie") cookies.push(value);
		headers[name.toLowerCase()] = value;
	}
	return { status: Number.parseInt(headers.status, 10), headers, cookies, body: text.slice(cut + 4) };
}

// An open conversation: send what you like; `answer` resolves when the other side closes (status 0: it said nothing).
export function open(path) {
	const socket = net.connect(path);
	const chunks = [];
	socket.on("data", (chunk) => chunks.push(chunk));
	socket.on("error", () => {});
	const answer = new Promise((resolve) => {
		socket.on("close", () => {
			const { text, ended } = decode(Buffer.concat(chunks));
			resolve({ ...parse(text), ended });
		});
	});
	const connected = new Promise((resolve) => socket.once("connect", resolve));
	return { send: (bytes) => socket.write(bytes), hangUp: () => socket.destroy(), answer, connected };
}

export async function request(path, options = {}) {
	const talk = open(path);
	talk.send(Buffer.concat([begin(options), params(variables(options)), stdin(options.body ?? "")]));
	const answer = await talk.answer;
	return { ...answer, json: () => JSON.parse(answer.body) };
}
