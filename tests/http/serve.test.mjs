// The main of every executable: its socket, its workers, their deadlines, ends and walls. Each promise answers a trap of libfcgi or
// of the kernel that was measured once and must not come back.
import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { conversations, launch, pending, routes, session, start, until, workspace } from "./echo.mjs";
import { AUTHORIZER, begin, open, params, request, stdin, variables } from "./fastcgi.mjs";

const EACCES = 13, EAGAIN = 11, EX_UNAVAILABLE = 69, EX_CONFIG = 78, SIGTERM = 15;
const logged = (echo, event) => echo.log().filter((line) => line.event === event);

describe("the socket", () => {
	test("can be used by owner and group alone", async () => {
		const echo = await start();
		assert.equal((statSync(echo.socket).mode & 0o777).toString(8), "660");
		await echo.stop();
	});
	test("that a dead service left behind is replaced", async () => {
		const folder = workspace();
		const first = await start({ folder });
		for (const pid of [...first.workers(), first.pid]) process.kill(pid, "SIGKILL");
		await first.exited;
		assert.ok(existsSync(join(folder, "echo.sock")));
		const second = await start({ folder });
		await second.stop();
	});
	test("never replaces a file that is no socket", async () => {
		const folder = workspace();
		session(folder);
		writeFileSync(join(folder, "echo.sock"), "precious");
		const echo = launch(folder);
		assert.equal(await echo.exited, EX_CONFIG);
		assert.equal(readFileSync(join(folder, "echo.sock"), "utf8"), "precious");
	});
	test("may be handed over as descriptor 0, as systemd does", async () => {
		const folder = workspace(), path = join(folder, "ours.sock"), handed = join(folder, "handed.sock");
		session(folder);
		const server = await new Promise((ready) => { const s = net.createServer(); s.listen(path, () => ready(s)); });
		const echo = launch(folder, { stdin: server._handle.fd, env: { BLANKETT_SOCKET: "" } });
		renameSync(path, handed); // closing removes the name it knows; the service keeps its copy of the listener
		server.close();
		assert.equal((await request(handed, { target: "/echo" })).status, 200);
		await echo.stop();
		assert.equal(await echo.exited, 0);
	});
});

describe("a start", () => {
	test("with an unknown variable ends at once and names it", async () => {
		const folder = workspace();
		session(folder);
		const echo = launch(folder, { env: { BLANKETT_WROKERS: "3" } });
		assert.equal(await echo.exited, EX_CONFIG);
		assert.match(echo.logText(), /BLANKETT_WROKERS/);
	});
	test("with an address for forms that is no origin ends at once", async () => {
		const folder = workspace();
		session(folder);
		const echo = launch(folder, { env: { BLANKETT_FORM_ACTION: "https://idp.example; script-src *" } });
		assert.equal(await echo.exited, EX_CONFIG);
	});
	test("with --routes prints the table and serves nothing", () => {
		const table = routes();
		const mine = table.find((row) => row.method === "POST" && row.path === "/mine");
		assert.deepEqual(mine.checks, ["csrf", "form"]);
		assert.equal(mine.audience, "citizen");
		assert.ok(table.some((row) => row.path === "/healthz" && row.checks.includes("internal")));
	});
});

describe("a body", () => {
	let echo;
	before(async () => { echo = await start(); });
	after(() => echo.stop());
	const post = (options) => echo.request({ method: "POST", target: "/open", headers: { "content-type": "text/plain" }, ...options });

	test("arrives whole", async () => {
		const body = "å".repeat(100000);
		assert.equal((await post({ body })).json().body, body);
	});
	test("that is shorter than announced is refused", async () => assert.equal((await post({ body: "short", length: 10 })).status, 400));
	test("that is longer than announced is refused", async () => assert.equal((await post({ body: "far too long", length: 3 })).status, 400));
	test("without a length is refused", async () => {
		assert.equal((await post({ length: "" })).status, 411);
		assert.equal((await post({ body: "x", length: "" })).status, 411);
	});
	for (const length of ["-1", "1e3", "0x10", "3 ", "+3"])
		test(`with the length "${length}" is refused`, async () => assert.equal((await post({ body: "abc", length })).status, 400));
	test("that is too large is refused before a byte of it is read", async () => {
		for (const length of ["1048577", "99999999999999999999999999"]) {
			const talk = open(echo.socket);
			talk.send(Buffer.concat([begin(), params(variables({ method: "POST", target: "/open", length }))]));
			assert.equal((await talk.answer).status, 413);
		}
	});
	test("where none is expected is refused", async () =>
		assert.equal((await echo.request({ target: "/echo", body: "surprise" })).status, 413));
	test("that breaks off is refused, and the worker lives", async () => {
		const [pid] = echo.workers();
		const talk = open(echo.socket);
		talk.send(Buffer.concat([begin(), params(variables({ method: "POST", target: "/open", length: 10 })), stdin("12345", { end: false })]));
		await talk.connected;
		talk.hangUp();
		assert.equal((await echo.request({ target: "/echo" })).status, 200);
		assert.ok(echo.workers().includes(pid));
	});
});

describe("a connection", () => {
	let echo;
	before(async () => { echo = await start({ env: { BLANKETT_WORKERS: "1" } }); });
	after(() => echo.stop());

	test("is closed after one answer, also when the peer wants to keep it", async () => {
		const answer = await echo.request({ target: "/echo", keep: true });
		assert.equal(answer.status, 200);
		assert.equal(answer.ended, 1);
	});
	test("cannot carry a second request hidden in a body nobody reads", async () => {
		const forged = Buffer.concat([begin({ keep: true }), params(variables({ target: "/die" })), stdin("")]);
		const body = Buffer.concat(Array.from({ length: 200 }, () => forged));
		const [pid] = echo.workers();
		const talk = open(echo.socket);
		talk.send(Buffer.concat([begin({ keep: true }), params(variables({ method: "POST", target: "/nowhere", length: body.length })), stdin(body)]));
		const answer = await talk.answer;
		assert.deepEqual([answer.status, answer.ended], [404, 1]);
		assert.equal((await echo.request({ target: "/echo" })).json().pid, pid);
	});
	test("that says nothing holds the worker less than its deadline", async () => {
		const [pid] = echo.workers();
		const silent = open(echo.socket);
		await silent.connected;
		assert.equal((await echo.request({ target: "/echo" })).json().pid, pid);
		assert.equal(logged(echo, "request.deadline").length, 0);
		silent.hangUp();
	});
	test("for another role than responder is refused", async () => {
		const answer = await echo.request({ target: "/echo", role: AUTHORIZER });
		assert.equal(answer.status, 403);
	});
});

describe("SIGTERM", () => {
	const busy = async (echo, send) => {
		const [pid] = echo.workers();
		await until("the last conversation has ended", () => conversations(echo, pid) === 0);
		const talk = open(echo.socket);
		talk.send(send);
		await until("the request is being served", () => conversations(echo, pid) === 1);
		return talk;
	};
	const one = { env: { BLANKETT_WORKERS: "1" } };

	test("while idle ends the service at once", async () => {
		const echo = await start();
		await echo.stop();
		assert.equal(await echo.exited, 0);
		assert.equal(logged(echo, "worker.killed").length, 0);
	});
	test("during a request lets it finish", async () => {
		const echo = await start(one);
		const talk = await busy(echo, Buffer.concat([begin(), params(variables({ target: "/slow/700" })), stdin("")]));
		await Promise.all([echo.stop(), talk.answer]);
		assert.equal((await talk.answer).status, 200);
		assert.equal(await echo.exited, 0);
	});
	test("during a body does not cut the body", async () => {
		const echo = await start(one), body = "x".repeat(20000);
		const head = Buffer.concat([begin(), params(variables({ method: "POST", target: "/open", length: body.length }))]);
		const talk = await busy(echo, Buffer.concat([head, stdin(body.slice(0, 10000), { end: false })]));
		const stopped = echo.stop();
		talk.send(stdin(body.slice(10000)));
		assert.equal(JSON.parse((await talk.answer).body).body, body);
		await stopped;
		assert.equal(await echo.exited, 0);
	});
	test("is heard by a worker that never runs out of work", async () => {
		const echo = await start(one);
		const slow = Buffer.concat([begin(), params(variables({ target: "/slow/100" })), stdin("")]);
		const first = await busy(echo, slow);
		const [pid] = echo.workers();
		process.kill(pid, "SIGSTOP"); // work and signal are both there when it looks next
		const queue = Array.from({ length: 30 }, () => { const talk = open(echo.socket); talk.send(slow); return talk; });
		await Promise.all(queue.map((talk) => talk.connected));
		echo.signal("SIGTERM");
		await until("the signal", () => pending(pid, SIGTERM));
		process.kill(pid, "SIGCONT");
		assert.equal(await echo.exited, 0);
		assert.equal((await first.answer).status, 200);
		assert.deepEqual((await Promise.all(queue.map((talk) => talk.answer))).filter((answer) => answer.status !== 0), []);
		assert.equal(logged(echo, "worker.killed").length, 0);
	});
});

describe("a deadline", () => {
	let echo;
	before(async () => { echo = await start({ env: { BLANKETT_DEADLINE: "1" } }); });
	after(() => echo.stop());
	const id = "0123456789abcdef0123456789abcdef";

	test("ends a request that takes too long, and no other", async () => {
		const slow = echo.request({ target: "/slow/20000", extra: { BLANKETT_REQUEST_ID: id } });
		const others = await Promise.all(Array.from({ length: 10 }, () => echo.request({ target: "/echo" })));
		assert.ok(others.every((answer) => answer.status === 200));
		assert.equal((await slow).status, 0); // nginx makes a 503 of it
		const [line] = await until("the log line", () => logged(echo, "request.deadline").length && logged(echo, "request.deadline"));
		assert.equal(line.request_id, id);
	});
	test("frees a worker from a peer that only begins", async () => {
		const talks = [open(echo.socket), open(echo.socket)];
		for (const talk of talks) talk.send(begin());
		await Promise.all(talks.map((talk) => talk.answer));
		assert.equal((await echo.request({ target: "/echo" })).status, 200);
	});
	test("is counted, but not as a death", async () => {
		const { body } = await echo.request({ target: "/metrics", internal: true });
		assert.match(body, /blankett_deadlines_total\{service="echo"\} 3/);
		assert.match(body, /blankett_worker_deaths_total\{service="echo"\} 0/);
	});
});

describe("a worker that dies", () => {
	test("is replaced, and takes only its own request along", async () => {
		const echo = await start();
		const before_ = echo.workers();
		assert.equal((await echo.request({ target: "/die" })).status, 0);
		await until("two workers", () => echo.workers().length === 2 && echo.workers().some((pid) => !before_.includes(pid)));
		assert.equal((await echo.request({ target: "/echo" })).status, 200);
		assert.equal(logged(echo, "worker.died")[0].signal, 9);
		assert.match((await echo.request({ target: "/metrics", internal: true })).body, /blankett_worker_deaths_total\{service="echo"\} 1/);
		await echo.stop();
	});
	test("again and again ends the service, so that someone notices", async () => {
		const echo = await start();
		let over = false;
		const exited = echo.exited.then((code) => { over = true; return code; });
		while (!over) await echo.request({ target: "/die" });
		assert.equal(await exited, EX_UNAVAILABLE);
	});
});

describe("the sandbox", () => {
	test("keeps a worker from files, programs, ports and children", async () => {
		const echo = await start();
		const walls = (await echo.request({ target: "/walls" })).json();
		assert.equal(walls.read, EACCES);
		assert.equal(walls.create, EACCES);
		assert.equal(walls.execute, EACCES);
		assert.equal(walls.listen, EACCES);
		assert.equal(walls.fork, EAGAIN);
		const status = readFileSync(`/proc/${walls.pid}/status`, "utf8");
		assert.match(status, /NoNewPrivs:\s+1/);
		assert.match(readFileSync(`/proc/${walls.pid}/limits`, "utf8"), /Max core file size\s+0\s+0/);
		await echo.stop();
	});
	for (const [how, args] of [["is not in the kernel", ["--refuse"]], ["only says it is there", ["--pretend"]]])
		test(`that ${how} means the service does not serve`, async () => {
			const folder = workspace();
			session(folder);
			const echo = launch(folder, { args });
			await until("the socket", () => existsSync(echo.socket));
			assert.equal((await echo.request({ target: "/healthz", internal: true })).status, 0);
			assert.equal(await echo.exited, EX_UNAVAILABLE);
			assert.ok(logged(echo, "sandbox.refused").length > 0);
		});
	test("can be switched off by name, which is logged", async () => {
		const echo = await start({ args: ["--refuse"], env: { BLANKETT_SANDBOX: "off" } });
		assert.ok(logged(echo, "sandbox.off").length > 0);
		await echo.stop();
	});
	test("with a setting nobody knows does not serve", async () => {
		const folder = workspace();
		session(folder);
		const echo = launch(folder, { env: { BLANKETT_SANDBOX: "of" } });
		assert.equal(await echo.exited, EX_UNAVAILABLE);
	});
});
