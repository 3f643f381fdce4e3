# shellcheck shell=bash
# stack.sh PORT -- a stack for one part of the tests, stopped and removed at the end. Sourced by tests/*/run.

export PORT=$1 VAR
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

# run_node_tests FILE...: one after another, for they share the stack; prints the sum and fails when one failed.
run_node_tests() {
	local passed=0 failed=0 file output
	output=$(mktemp)
	for file in "$@"; do
		echo "-- $file"
		node --test --test-reporter=spec "$file" 2>&1 | tee "$output"
		passed=$((passed + $(sed -n 's/^. pass \([0-9]*\)$/\1/p' "$output" | tail -1)))
		failed=$((failed + $(sed -n 's/^. fail \([0-9]*\)$/\1/p' "$output" | tail -1)))
		failed=$((failed + $(sed -n 's/^. cancelled \([0-9]*\)$/\1/p' "$output" | tail -1)))
	done
	rm -f "$output"
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}
