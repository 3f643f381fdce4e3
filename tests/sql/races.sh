# shellcheck shell=bash disable=SC2154 # work: set by tests/sql/run
# races.sh -- two real sessions at once. Sourced by tests/sql/run, after the pgTAP files: what is done here stays.
# One session is stopped in the middle of its transaction, by a lock or by not committing; the other runs into it.

value() { psql -XAtq -c "$1"; }

# session ROLE FILE: a psql that reads statements from a named pipe, and writes what it gets to FILE.
session() {
	mkfifo "$work/$2.in"
	psql -XAtq -U "blankett_$1" -v VERBOSITY=sqlstate <"$work/$2.in" >"$work/$2.out" 2>&1 &
}
# Waits until a file has a line that matches, at most ten seconds.
until_line() {
	for _ in $(seq 200); do
		grep -q "$2" "$work/$1.out" && return
		sleep 0.05
	done
	return 1
}
until_blocked() {
	for _ in $(seq 200); do
		[ "$(value "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and usename = 'blankett_$1'")" != 0 ] && return
		sleep 0.05
	done
	return 1
}

anna=$(value "select t.caller('anna')") klara=$(value "select t.caller('klara')") karl=$(value "select t.caller('karl')")
child=$(value "select t.person('Elias')")
submit() { echo "select api_citizen.case_submit('$anna', '$1', '$2', 'skolskjuts', '1.0.0', '$child', null, '{}', 'skolskjuts', 'SKJ', 10, 'sv');"; }
hash_a=$(printf 'ab%.0s' {1..32}) hash_b=$(printf 'cd%.0s' {1..32})

the_second_submit_waits_for_the_first() {
	local key=01890000-0000-7000-8000-00000000aaaa
	session citizen first
	session citizen second
	exec 7>"$work/first.in" 8>"$work/second.in"
	{ echo 'begin;' && submit $key "$hash_a"; } >&7
	until_line first '"reference"' || return
	submit $key "$hash_a" >&8
	until_blocked citizen || return
	! grep -q reference "$work/second.out" || return
	echo 'commit;' >&7
	until_line second '"replayed" : true' || return
	exec 7>&- 8>&-
	wait
	[ "$(grep -oh 'SKJ-[0-9-]*' "$work/first.out" "$work/second.out" | sort -u | wc -l)" = 1 ] &&
		[ "$(value "select count(*) from core.idempotency i join core.cases using (municipality, case_id) where key = '$key'")" = 1 ]
}

a_submit_that_is_rolled_back_leaves_the_key_free() {
	local key=01890000-0000-7000-8000-00000000bbbb
	session citizen third
	session citizen fourth
	exec 7>"$work/third.in" 8>"$work/fourth.in"
	{ echo 'begin;' && submit $key "$hash_a"; } >&7
	until_line third '"reference"' || return
	submit $key "$hash_b" >&8
	until_blocked citizen || return
	echo 'rollback;' >&7
	until_line fourth '"replayed" : false' || return
	exec 7>&- 8>&-
	wait
	# The number of the one that was rolled back went to the other.
	[ "$(grep -oh 'SKJ-[0-9-]*' "$work/third.out")" = "$(grep -oh 'SKJ-[0-9-]*' "$work/fourth.out")" ]
}

many_submits_get_numbers_without_gaps() {
	local i
	for i in 1 2 3 4; do
		for n in $(seq 25); do submit "01890000-0000-7000-8000-0000000$i$(printf '%04d' "$n")" "$hash_a"; done |
			psql -XAtq -U blankett_citizen >"$work/many.$i" 2>&1 &
	done
	wait
	[ "$(cat "$work"/many.* | grep -c '"replayed" : false')" = 100 ] &&
		[ "$(value "select count(*) = max(n) and min(n) = 1 from (select split_part(reference, '-', 3)::int as n from core.cases where municipality = '0120' and reference like 'SKJ-%') x")" = t ]
}

two_caseworkers_never_take_the_same_case() {
	session caseworker klara
	session caseworker karl
	exec 7>"$work/klara.in" 8>"$work/karl.in"
	echo "begin; select api_caseworker.queue_claim('$klara', 'skolskjuts');" >&7
	until_line klara reference || return
	# The other one skips the row that is held, without waiting.
	echo "select api_caseworker.queue_claim('$karl', 'skolskjuts');" >&8
	until_line karl reference || return
	echo 'commit;' >&7
	exec 7>&- 8>&-
	wait
	[ "$(grep -oh 'SKJ-[0-9-]*' "$work/klara.out")" != "$(grep -oh 'SKJ-[0-9-]*' "$work/karl.out")" ]
}

four_caseworkers_empty_a_queue_once() {
	local i open
	open=$(value "select count(*) from core.cases where municipality = '0120' and queue = 'skolskjuts' and status = 'received'")
	for i in 1 2 3 4; do
		local who=$klara
		[ $((i % 2)) = 0 ] || who=$karl
		for _ in $(seq "$open"); do echo "select api_caseworker.queue_claim('$who', 'skolskjuts');"; done |
			psql -XAtq -U blankett_caseworker >"$work/take.$i" 2>&1 &
	done
	wait
	[ "$(grep -oh 'SKJ-[0-9-]*' "$work"/take.* | wc -l)" = "$open" ] &&
		[ "$(grep -oh 'SKJ-[0-9-]*' "$work"/take.* | sort -u | wc -l)" = "$open" ] &&
		[ "$(value "select count(*) from core.cases c where c.status = 'investigating' and c.revision - 1 <> (select count(*) from core.case_event e where e.municipality = c.municipality and e.case_id = c.case_id and e.event = 'start')")" = 0 ]
}

of_two_moves_one_wins() {
	local reference revision move i
	read -r reference revision <<<"$(value "select reference || ' ' || revision from core.cases where status = 'investigating' and municipality = '0120' and assignee = (t.caller('klara')).person limit 1")"
	move="select api_caseworker.case_move('$klara', '$reference', $revision, 'decide', 'investigating', 'decided', true, false, true, 'granted', 'SL 10:32', 'because');"
	for i in 1 2 3 4 5 6; do
		psql -XAtq -U blankett_caseworker -v VERBOSITY=sqlstate -c "$move" >"$work/move.$i" 2>&1 &
	done
	wait
	[ "$(grep -l '"decided"' "$work"/move.* | wc -l)" = 1 ] && [ "$(grep -l 'BK412' "$work"/move.* | wc -l)" = 5 ] &&
		[ "$(value "select count(*) from core.decision d join core.cases c using (municipality, case_id) where c.reference = '$reference' and c.municipality = '0120'")" = 1 ]
}

two_workers_never_get_the_same_message() {
	local i
	for i in 1 2 3 4; do
		for _ in $(seq 40); do echo "select api_worker.outbox_claim('(0120,,,,r)', 2, 60);"; done |
			psql -XAtq -U blankett_worker >"$work/messages.$i" 2>&1 &
	done
	wait
	local ids
	ids=$(grep -ohE '"id" : "[0-9a-f-]+"' "$work"/messages.*)
	[ "$(wc -l <<<"$ids")" -gt 100 ] && [ "$(sort <<<"$ids" | uniq -d | wc -l)" = 0 ]
}

pending() { value "set role blankett_worker; select api_worker.audit_pending('(0120,,,,r)', 100000)"; }
# append SIZE PENDING: takes its events in; the hashes do not matter here.
append() {
	echo "select 'took', api_worker.audit_append('(0120,,,,r)', $1, \$\$$(jq -c '[.events[] | { id, hashes: ("00" * 32) }]' <<<"$2")\$\$);"
}

# A transaction that began first and commits last: what came meanwhile waits for it, and stands after it.
a_row_that_commits_late_is_not_passed_over() {
	local late=${anna/test-request/late} other=${anna/test-request/other} before after
	session citizen late
	exec 7>"$work/late.in"
	echo "begin; select api_citizen.cases('$late');" >&7
	until_line late cases || return
	value "set role blankett_citizen; select api_citizen.cases('$other')" >/dev/null
	before=$(pending)
	append "$(jq .size <<<"$before")" "$before" | psql -XAtq -U blankett_worker >"$work/took" 2>&1
	! jq -r '.events[].request' <<<"$before" | grep -qE '^(late|other)$' || return
	echo 'commit;' >&7
	exec 7>&-
	wait
	after=$(pending)
	[ "$(jq -r '[.events[].request | select(. == "late" or . == "other")] | join(" ")' <<<"$after")" = 'late other' ] &&
		grep -q took "$work/took"
}

# The same for a transaction that is rolled back: nothing waits for it for ever.
a_row_that_is_rolled_back_holds_nothing_up() {
	session citizen undone
	exec 7>"$work/undone.in"
	echo "begin; select api_citizen.cases('${anna/test-request/undone}');" >&7
	until_line undone cases || return
	value "set role blankett_citizen; select api_citizen.cases('${anna/test-request/next}')" >/dev/null
	echo 'rollback;' >&7
	exec 7>&-
	wait
	[ "$(pending | jq -r '[.events[].request | select(. == "undone" or . == "next")] | join(" ")')" = next ]
}

of_two_appenders_one_is_refused() {
	local now size
	now=$(pending)
	size=$(jq .size <<<"$now")
	session worker first_appender
	session worker second_appender
	exec 7>"$work/first_appender.in" 8>"$work/second_appender.in"
	{ echo 'begin;' && append "$size" "$now"; } >&7
	until_line first_appender took || return
	append "$size" "$now" >&8
	until_blocked worker || return
	echo 'commit;' >&7
	until_line second_appender BK409 || return
	exec 7>&- 8>&-
	wait
	[ "$(value "select count(*) = max(idx) + 1 and count(*) = $size + $(jq '.events | length' <<<"$now") from core.audit_log where municipality = '0120'")" = t ]
}

# Every acknowledged reference exists once; every case has its event, message and trail.
nothing_is_unaccounted_for() {
	local acknowledged
	acknowledged=$(grep -oh 'SKJ-[0-9-]*' "$work"/{second,fourth}.out "$work"/many.* | sort -u)
	[ "$(value "select count(*) from core.cases where municipality = '0120' and reference = any (string_to_array('$(paste -sd, <<<"$acknowledged")', ','))")" = "$(wc -l <<<"$acknowledged")" ] &&
		[ "$(value "select count(*) from core.cases c where not exists (select from core.idempotency i where i.municipality = c.municipality and i.case_id = c.case_id)
			or not exists (select from core.case_event e where e.municipality = c.municipality and e.case_id = c.case_id and e.number = 1)
			or not exists (select from core.outbox o where o.municipality = c.municipality and o.case_id = c.case_id and o.kind = 'case.received')
			or not exists (select from core.audit a where a.municipality = c.municipality and a.object = c.reference and a.action = 'case.submit')")" = 0 ] &&
		[ "$(value "select count(*) from core.idempotency i left join core.cases c using (municipality, case_id) where c.case_id is null")" = 0 ]
}

# The functions run, whole, in a connection of the real role with its own settings.
settings_are_the_roles() {
	[ "$(psql -XAtq -U blankett_citizen -c "select current_setting('plan_cache_mode') || current_setting('synchronous_commit') || current_setting('statement_timeout')")" = force_generic_planon5s ]
}

promise "a service's connection has the settings of its role" settings_are_the_roles
promise "the second submit of a key waits for the first and gets its receipt" the_second_submit_waits_for_the_first
promise "a submit that is rolled back leaves key and number free" a_submit_that_is_rolled_back_leaves_the_key_free
promise "submits at the same time get numbers without gaps" many_submits_get_numbers_without_gaps
promise "two caseworkers never take the same case, nor wait for each other" two_caseworkers_never_take_the_same_case
promise "four sessions empty a queue, each case once" four_caseworkers_empty_a_queue_once
promise "of six equal moves one wins, the others are told 412" of_two_moves_one_wins
promise "two workers never get the same message" two_workers_never_get_the_same_message
promise "no application is unaccounted for" nothing_is_unaccounted_for
promise "a row that commits late is not passed over by the audit log, and comes first" a_row_that_commits_late_is_not_passed_over
promise "one that is rolled back holds nothing up" a_row_that_is_rolled_back_holds_nothing_up
promise "of two appenders of the audit log one waits and is refused" of_two_appenders_one_is_refused
