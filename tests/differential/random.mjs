// random.mjs -- chance that a number repeats: the same seed, the same cases, on every machine.
export function random(seed) {
	let state = seed >>> 0;
	// mulberry32, 32 bits a step.
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (n) => Math.floor(next() * n);
	const pick = (list) => list[below(list.length)];
	return {
		next, below, pick,
		chance: (p) => next() < p,
		between: (low, high) => low + below(high - low + 1),
		list: (n, make) => Array.from({ length: n }, (_, i) => make(i)),
		some: (list, n) => {
			const left = [...list];
			return Array.from({ length: Math.min(n, left.length) }, () => left.splice(below(left.length), 1)[0]);
		},
	};
}
