# shellcheck shell=bash disable=SC2154 # work, child, hash_a: set by tests/sql/run and races.sh
# store.sh -- builds and runs store.c, and does to the database what it asks for. Sourced by tests/sql/run, after races.sh.

build=${BUILD:-build}
build_store() {
	local objects=("$build/tests/sql/store.o") file
	for file in services/base/*.c services/rules/reference.c services/store/*.c; do
		case $file in *_test.c | */services.c) ;; *) objects+=("$build/${file%.c}.o") ;; esac
	done
	# shellcheck disable=SC2046 # words, wanted
	make -s "BUILD=$build" "${objects[@]}" &&
		cc -pie -o "$work/store" "${objects[@]}" $(pkg-config --libs libpq libsodium libcjson) -lm
}

identity() { value "select encode(hash, 'hex') || ' ' || person from t.who where name = '$1' and municipality = '0120'"; }

end_connections() {
	value "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'blankett_citizen'" >/dev/null
	while [ "$(value "select count(*) from pg_stat_activity where usename = 'blankett_citizen'")" != 0 ]; do sleep 0.05; done
}

# Holds the key in a transaction; when the program's call has run into it, ends that call's backend and commits.
hold_key() {
	session citizen holder
	exec 7>"$work/holder.in"
	{ echo 'begin;' && submit 01890000-0000-7000-8000-00000000cccc "$hash_a"; } >&7
	until_line holder reference
	{
		until_blocked citizen
		value "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'blankett_citizen' and wait_event_type = 'Lock'" >/dev/null
		sleep 0.2
		echo 'commit;' >&7
	} &
	exec 7>&-
}

run_store() {
	local line words
	read -ra words <<<"$(identity anna) $(identity klara) $(identity adam) $(identity bertil) $child $(value "select t.reference()")"
	mkfifo "$work/to" "$work/from"
	"$work/store" "$work" "${words[@]}" <"$work/to" >"$work/from" 2>"$work/store.log" &
	local program=$!
	exec 5>"$work/to" 6<"$work/from"
	while read -r line <&6; do
		case $line in
		'# kill') end_connections && echo ready >&5 ;;
		'# lock') hold_key && echo ready >&5 ;;
		ok*) passed=$((passed + 1)) ;;
		*) echo "$line" ;;
		esac
		case $line in NOT*) failed=$((failed + 1)) ;; esac
	done
	exec 5>&- 6<&-
	wait "$program"
}

promise "services/store builds" build_store
if [ -x "$work/store" ]; then
	before=$passed
	if run_store; then
		echo "ok    store.c: $((passed - before)) tests"
	else
		failed=$((failed + 1))
		echo "NOT   store.c"
		cat "$work/store.log"
	fi
fi

# Everything frozen, as the database has it, is what RFC 8785 would write: a signature holds for these bytes alone.
frozen_is_canonical() {
	local n=0 sha text
	make -s "BUILD=$build" "$build/blankett" || return
	while IFS='|' read -r sha text; do
		printf %s "$text" >"$work/frozen.json"
		"$build/blankett" json canonical "$work/frozen.json" | cmp - "$work/frozen.json" || return
		[ "$(sha256sum <"$work/frozen.json")" = "$sha  -" ] || return
		n=$((n + 1))
	done <<<"$(value "(select encode(sha256, 'hex') || '|' || content from core.case_extract order by case_id desc limit 6)
		union all (select encode(d.sha256, 'hex') || '|' || d.content from core.case_document d join core.case_extract using (municipality, case_id)
			order by case_id desc limit 6)
		union all (select encode(sha256, 'hex') || '|' || content from core.case_document order by case_id desc limit 3)")"
	[ "$n" = 15 ]
}
promise "what is frozen, shown and signed is canonical to the last byte" frozen_is_canonical
