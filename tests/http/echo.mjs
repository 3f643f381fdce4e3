// echo.mjs -- starts the echo service (echo_service.c) with a socket and keys of its own, as nobody where we are root.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
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

// Starts without waiting; exited resolves to {code, ms} counted from the last signal.
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
	return {
		socket, pid: child.pid, exited,
		log: () => text.split("\n").filter(Boolean).map((line) => JSON.parse(line)),
		logText: () => text,
		workers: () => readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").split(" ").filter(Boolean).map(Number),
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

// A worker that holds a conversation has one more descriptor open than an idle one: libfcgi's connection.
export const descriptors = (pid) => readdirSync(`/proc/${pid}/fd`).length;
