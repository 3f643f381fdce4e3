# shellcheck shell=bash
# stack.sh PORT -- a stack for one part of the tests, stopped and removed at the end. Sourced by tests/*/run.

export PORT=$1 VAR
# All tests are one address to nginx. Wide enough for their logins together, and so slow to give back that whoever sends more than
# that is refused, on any machine.
export RATE_LOGIN=1r/s BURST_LOGIN=3000
# Providers that no person is offered: one for each shape, and a hostile one that the tests play (http/hostile.mjs).
export MORE_PROVIDERS=$PWD/tests/http/providers.json
VAR=$(mktemp -d "/tmp/blankett-$1-XXXX")
chmod 755 "$VAR"

end_stack() {
	deploy/local down
	if [ -z "${KEEP:-}" ]; then rm -rf "$VAR"; else echo "kept: $VAR"; fi
}
trap end_stack EXIT

if ! output=$(deploy/local up 2>&1); then
	echo "$output"
	tail -n 20 "$VAR"/log/*.log
	echo "0 passed, 1 failed"
	exit 1
fi

export BLANKETT_TEST_PORT=$PORT BLANKETT_TEST_VAR=$VAR
export BLANKETT_TEST_ORIGIN=http://localhost:$PORT BLANKETT_TEST_INTERNAL=http://127.0.0.1:$((PORT + 1))
sockets=$(sed -n "s/^unix_socket_directories = '\(.*\)'/\1/p" "$VAR/database/postgresql.conf")
export BLANKETT_TEST_DATABASE="host=$sockets user=postgres dbname=blankett"

# How long one file may take, in seconds; a test that hangs ends there.
FILE_SECONDS=${FILE_SECONDS:-600}

# figure NAME FILE: the number beside a name in node's summary; 0 when the run ended without one.
figure() { sed -n "s/^[^ ]* $1 \([0-9]*\)$/\1/p" "$2" | tail -1 | grep . || echo 0; }

# run_node_tests FILE...: one after another, for they share the stack; prints the sum and fails when one failed.
run_node_tests() {
	local passed=0 failed=0 file output code bad
	output=$(mktemp)
	for file in "$@"; do
		echo "-- $file"
		timeout --kill-after=10 "$FILE_SECONDS" node --test --test-reporter=spec "$file" 2>&1 | tee "$output"
		code=${PIPESTATUS[0]}
		bad=$(($(figure fail "$output") + $(figure cancelled "$output")))
		if [ "$code" != 0 ] && [ "$bad" = 0 ]; then
			echo "$file ended with code $code"
			bad=1
		fi
		passed=$((passed + $(figure pass "$output")))
		failed=$((failed + bad))
	done
	rm -f "$output"
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}
