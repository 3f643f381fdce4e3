// memory.mjs -- what a worker holds for itself after the load: Private_Clean and Private_Dirty, the largest worker of a service.
import { fileOf, workersOf } from './services.mjs';

const privateKib = (pid) => [...fileOf(pid, 'smaps_rollup').matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm)].reduce((sum, line) => sum + Number(line[1]), 0);

export const privateMemory = (service) => Math.max(...workersOf(service).map(privateKib)) / 1024;
