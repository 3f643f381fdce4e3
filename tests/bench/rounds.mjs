// rounds.mjs -- interleaved rounds: what else the machine does hits all sides alike.
const ROUNDS = Number(process.env.ROUNDS ?? 5);

// Every side once per round, in turns forward and backward, after a warm-up. Gives the results of each side.
export function rounds(sides) {
	const results = sides.map(() => []);
	sides.forEach((side) => side({ warm: true }));
	for (let round = 0; round < ROUNDS; round++) {
		const order = [...sides.keys()];
		if (round % 2) order.reverse();
		for (const i of order) results[i].push(sides[i]({}));
	}
	return results;
}

export function median(numbers) {
	const sorted = [...numbers].sort((a, b) => a - b), middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// The median of the rounds' own ratios: neighbours in time share the noise.
export const ratio = (mine, peer) => median(mine.map((result, i) => result.perSecond / peer[i].perSecond));
