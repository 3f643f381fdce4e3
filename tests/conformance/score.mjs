// score.mjs -- counts promises kept, and says each that is not.
export function score(name) {
	let passed = 0, failed = 0;
	return {
		get passed() { return passed; },
		get failed() { return failed; },
		// True when it is kept. `why` is what happened instead.
		promise(kept, what, why) {
			if (kept) passed++;
			else {
				failed++;
				process.stdout.write(`NOT   ${name}: ${what}: ${why}\n`);
			}
			return kept;
		},
		// What makes a count worth something; it is counted itself only when it does not hold.
		must(holds, what, why) {
			return holds || this.promise(false, what, why);
		},
		none(of, what, why) {
			failed += of - 1;
			this.promise(false, what, why);
		},
		add(other) {
			passed += other.passed;
			failed += other.failed;
		},
		say(about) {
			process.stdout.write(`${failed ? 'NOT  ' : 'ok   '} ${name}: ${passed} of ${passed + failed}${about ? `, ${about}` : ''}\n`);
			return this;
		},
	};
}
