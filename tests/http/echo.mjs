// echo.mjs -- starts the echo service (echo_service.c) with a socket and keys of its own, as nobody where we are root.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { after } from "node:test";
import { request } from "./fastcgi.mjs";

export const root = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../..");
const build = resolve(root, process.env.BUILD ?? "build");
const program = join(build, "echo");
const NOBODY = 65534;
const asNobody = process.getuid() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
export const ORIGIN = "http://localhost:18100";

export async function until(what, truth, ms = 8000) {
	const end = Date.now() + ms;
	for (;;) {
		const value = await truth();
		if (value) return value;
		if (Date.now() > end) throw new Error(`did not happen in ${ms} ms: ${what}`);
		await new Promise((wake) => setTimeout(wake, 10));
	}
}

const children = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);

// A test that failed in between leaves its service running: the file's end stops it, else node would wait for it forever.
const running = new Set();
after(async () => {
	const left = [...running];
	for (const child of left) for (const pid of [...children(child.pid), child.pid]) process.kill(pid, "SIGKILL");
	await Promise.all(left.map((child) => child.gone));
});

const made = [];
process.on("exit", () => { for (const folder of made) rmSync(folder, { recursive: true, force: true }); });

export function workspace() {
	const folder = mkdtempSync("/tmp/blankett-echo-");
	made.push(folder);
	chmodSync(folder, 0o755);
	if (asNobody.uid) chownSync(folder, NOBODY, NOBODY);
	return folder;
}

// Makes the key that a service started in this folder trusts; returns a token signed with it.
export function session(folder, audience = "citizen") {
	return execFileSync(program, ["--session", folder, audience], { encoding: "utf8" }).trim();
}

export function routes() {
	return JSON.parse(execFileSync(program, ["--routes"], { encoding: "utf8", env: {} }));
}

// Starts without waiting; exited resolves to the exit code.
export function launch(folder, { args = [], env = {}, stdin = "ignore" } = {}) {
	const socket = join(folder, "echo.sock");
	const child = spawn(program, args, {
		...asNobody,
		stdio: [stdin, "ignore", "pipe"],
		cwd: "/",
		env: {
			BLANKETT_ENV: "test",
			BLANKETT_ORIGIN: ORIGIN,
			BLANKETT_SOCKET: socket,
			BLANKETT_WORKERS: "2",
			BLANKETT_DEADLINE: "10",
			BLANKETT_TEXTS: join(root, "services/web/texts"),
			BLANKETT_STATIC: join(build, "static/manifest.json"),
			BLANKETT_SESSION_KEYS: folder,
			...env,
		},
	});
	let text = "";
	child.stderr.on("data", (chunk) => { text += chunk; });
	const exited = new Promise((done) => child.on("close", (code) => done(code)));
	child.gone = exited.then(() => running.delete(child));
	running.add(child);
	return {
		socket, pid: child.pid, exited,
		log: () => text.split("\n").filter(Boolean).map((line) => JSON.parse(line)),
		logText: () => text,
		workers: () => children(child.pid),
		signal: (name) => child.kill(name),
		request: (options) => request(socket, options),
		async stop() {
			child.kill("SIGTERM");
			await exited;
		},
	};
}

// Starts and waits for the first answer.
export async function start(options = {}) {
	const folder = options.folder ?? workspace();
	const token = session(folder);
	const echo = launch(folder, options);
	await until("an answer", async () => (await echo.request({ target: "/healthz", internal: true })).status === 200);
	return Object.assign(echo, { folder, token });
}

const sockets = (pid) => {
	const links = readdirSync(`/proc/${pid}/fd`).map((fd) => {
		try {
			return readlinkSync(`/proc/${pid}/fd/${fd}`);
		} catch {
			return ""; // closed since it was listed
		}
	});
	return links.filter((link) => link.startsWith("socket:"));
};

// How many conversations a worker holds: sockets that its parent has not. An answered one is held until the peer has closed.
export function conversations(echo, worker) {
	const inherited = new Set(sockets(echo.pid));
	return sockets(worker).filter((socket) => !inherited.has(socket)).length;
}

// Has the process been sent a signal that it has not taken yet?
export function pending(pid, number) {
	const [, mask] = readFileSync(`/proc/${pid}/status`, "utf8").match(/^ShdPnd:\s+(\w+)$/m);
	return ((BigInt(`0x${mask}`) >> BigInt(number - 1)) & 1n) === 1n;
}
