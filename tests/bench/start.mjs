// start.mjs -- from exec to the first good answer at /readyz: a second copy of a service, on a socket of its own, beside the first.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from '../http/fastcgi.mjs';
import { median } from './rounds.mjs';
import { environmentOf, masterOf } from './services.mjs';

const TIMES = 7, LIMIT_MS = 5000;

async function isReady(socket) {
	try {
		return (await request(socket, { target: '/readyz', internal: true })).status === 200;
	} catch {
		return false;
	}
}

async function startOnce(service, env, user) {
	const began = performance.now();
	const child = spawn(`${process.env.BUILD}/blankett-${service}`, { env, uid: user.uid, gid: user.gid, stdio: 'ignore' });
	const gone = once(child, 'exit');
	while (!(await isReady(env.BLANKETT_SOCKET))) {
		if (performance.now() - began > LIMIT_MS) throw new Error(`a second ${service} does not start`);
		await pause(1);
	}
	const took = (performance.now() - began) / 1000;
	child.kill('SIGTERM');
	await gone;
	rmSync(env.BLANKETT_SOCKET, { force: true });
	return took;
}

export async function startTime(service) {
	const pid = masterOf(service), env = environmentOf(pid), user = statSync(`/proc/${pid}`);
	env.BLANKETT_SOCKET = `${dirname(env.BLANKETT_SOCKET)}/start.sock`;
	const times = [];
	for (let i = 0; i < TIMES; i++) times.push(await startOnce(service, env, user));
	return median(times);
}
