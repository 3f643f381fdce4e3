// world.mjs -- looks into the databases of the stack, as superuser.
import { execFileSync } from 'node:child_process';

export function sql(text, database = 'blankett') {
	const conninfo = process.env.BLANKETT_TEST_DATABASE.replace('dbname=blankett', `dbname=${database}`);
	return execFileSync('psql', ['-XAtqv', 'ON_ERROR_STOP=1', '-c', text, conninfo], { encoding: 'utf8' }).trim();
}

export const count = (from, database) => Number(sql(`select count(*) from ${from}`, database));

// Every round of saves begins with the same revision.
export const reopenDrafts = () => sql('update core.draft set revision = 1');

// Between which moments the queue's cases are due, in microseconds, as a cursor says it.
export function dueRange(database) {
	const [first, last] = sql(
		`select (extract(epoch from min(due_at)) * 1000000)::bigint, (extract(epoch from max(due_at)) * 1000000)::bigint
		from core.cases where reference like 'BNK-%'`, database).split('|');
	return { first_due: first, last_due: last };
}
