# shellcheck shell=bash disable=SC2154 # work, anna: set by tests/sql/run and races.sh
# signing_races.sh -- two people answer, or one answers while time or the applicant ends it. Sourced by tests/sql/run, after races.sh.
# Alva has three guardians here, so that two others can answer at the same moment.

value "insert into core.guardian select '0120', (t.caller('sam')).person, t.person('Alva') on conflict do nothing"

# apply POLICY [ON_EXPIRY ON_DECLINE]: an application that anna has signed and the two others are asked about; its reference.
apply() {
	local reference
	reference=$(value "select t.apply(t.caller('anna'), t.person('Alva'), '$1', 'all', '${2:-lapse}', '${3:-end}')")
	value "select t.sign(t.caller('anna'), '$reference')" >/dev/null
	echo "$reference"
}
# sign WHO REFERENCE EVIDENCE: the statement.
sign() {
	echo "select api_eid.sign_finish('(0120,,,,r)', $(value "select t.signed(r ->> 'case_id', (t.caller('$1')).person::text, r ->> 'document', '$3')
		from (select t.call('eid', 'sign_read', t.caller('$1'), quote_literal('$2')) as r) x"));"
}
decline() { echo "select api_citizen.sign_decline('$(value "select t.caller('$1')")', '$2', 'because');"; }
withdraw() { echo "select api_citizen.sign_withdraw('$anna', '$1');"; }
due="select api_worker.signing_due('(0120,,,,r)');"

# race ROLE STATEMENT ROLE STATEMENT [MEANWHILE]: the first holds its transaction open until the second has run into it; then both end.
# What they got is in $first and $second. MEANWHILE is done to the database when the first has begun.
race() {
	local one two
	one=$(basename "$(mktemp -u "$work/race.XXXXXX")") two=$one.b
	session "$1" "$one"
	session "$3" "$two"
	exec 7>"$work/$one.in" 8>"$work/$two.in"
	printf "begin;\nselect 'begun';\n" >&7
	until_line "$one" begun || return
	[ -z "${5:-}" ] || value "$5"
	echo "$2" >&7
	until_line "$one" '{' || return
	printf "set lock_timeout = '20s';\n%s\n" "$4" >&8
	# A worker goes around a case that somebody holds.
	if [ "$3" = worker ]; then until_line "$two" '{' || return; else until_blocked "$3" || return; fi
	echo 'commit;' >&7
	exec 7>&- 8>&-
	wait
	first=$(<"$work/$one.out") second=$(<"$work/$two.out")
}
status_of() { value "select c.status || ' ' || s.state || ' ' || (select count(*) from core.signature x where x.case_id = c.case_id) || ' ' ||
	(select count(*) from core.outbox o where o.case_id = c.case_id and o.kind = 'case.received') from core.cases c join core.signing s using (municipality, case_id)
	where c.reference = '$1' and c.municipality = '0120'"; }

two_last_signatures_at_once() {
	local r
	r=$(apply all-sign)
	race eid "$(sign bertil "$r" e1)" eid "$(sign sam "$r" e2)" || return
	grep -q 'awaiting_signature' <<<"$first" && grep -q '"complete" : true' <<<"$second" && [ "$(status_of "$r")" = 'received complete 3 1' ]
}
two_windows_of_one_person() {
	local r
	r=$(apply all-sign)
	race eid "$(sign bertil "$r" e1)" eid "$(sign bertil "$r" e2)" || return
	grep -q BK409 <<<"$second" && [ "$(status_of "$r")" = 'awaiting_signature waiting 2 0' ]
}
one_signature_told_twice() {
	local r
	r=$(apply all-sign)
	race eid "$(sign bertil "$r" e1)" eid "$(sign bertil "$r" e1)" || return
	[ "$first" = "begun"$'\n'"$second" ] && [ "$(status_of "$r")" = 'awaiting_signature waiting 2 0' ]
}
a_signature_meets_a_withdrawal() {
	local r
	r=$(apply all-sign)
	race citizen "$(withdraw "$r")" eid "$(sign bertil "$r" e1)" || return
	grep -q BK409 <<<"$second" && [ "$(status_of "$r")" = 'withdrawn withdrawn 1 0' ] || return
	r=$(apply all-sign)
	race eid "$(sign bertil "$r" e1)" citizen "$(withdraw "$r")" || return
	[ "$(status_of "$r")" = 'withdrawn withdrawn 2 0' ] || return
	r=$(apply all-sign)
	value "select t.sign(t.caller('sam'), '$r')" >/dev/null
	race eid "$(sign bertil "$r" e1)" citizen "$(withdraw "$r")" || return
	grep -q BK409 <<<"$second" && [ "$(status_of "$r")" = 'received complete 3 1' ]
}
a_signature_meets_a_no() {
	local r
	r=$(apply all-sign)
	race citizen "$(decline sam "$r")" eid "$(sign bertil "$r" e1)" || return
	grep -q BK409 <<<"$second" && [ "$(status_of "$r")" = 'withdrawn declined 1 0' ] || return
	r=$(apply all-sign)
	race eid "$(sign bertil "$r" e1)" citizen "$(decline sam "$r")" || return
	[ "$(status_of "$r")" = 'withdrawn declined 2 0' ] || return
	r=$(apply other-consents-by-deadline receive receive)
	race citizen "$(decline sam "$r")" eid "$(sign bertil "$r" e1)" || return
	grep -q BK409 <<<"$second" && [ "$(status_of "$r")" = 'received declined 1 1' ]
}
one_person_says_yes_and_no() {
	local r
	r=$(apply all-sign)
	race citizen "$(decline bertil "$r")" eid "$(sign bertil "$r" e1)" || return
	grep -q BK409 <<<"$second" && [ "$(status_of "$r")" = 'withdrawn declined 1 0' ] || return
	r=$(apply all-sign)
	race eid "$(sign bertil "$r" e1)" citizen "$(decline bertil "$r")" || return
	grep -q BK409 <<<"$second" && [ "$(status_of "$r")" = 'awaiting_signature waiting 2 0' ]
}
# A transaction that began in time has signed in time; the worker goes around the case, and finds it settled when it comes back.
a_signature_meets_the_deadline() {
	local r statement
	ends() { echo "update core.signing set deadline = now() where case_id = (select case_id from core.cases where reference = '$1' and municipality = '0120')"; }
	r=$(apply other-consents-by-deadline receive receive)
	value "select t.sign(t.caller('sam'), '$r')" >/dev/null
	race eid "$(sign bertil "$r" e1)" worker "$due" "$(ends "$r")" || return
	grep -q '"expired" : 0' <<<"$second" && [ "$(status_of "$r")" = 'received complete 3 1' ] || return
	r=$(apply all-sign)
	statement=$(sign bertil "$r" e1)
	value "$(ends "$r")"
	race worker "$due" eid "$statement" || return
	grep -q '"expired" : 1' <<<"$first" && grep -q BK409 <<<"$second" && [ "$(status_of "$r")" = 'withdrawn lapsed 1 0' ]
}
four_workers_remind_once() {
	local i references=()
	for i in 1 2 3 4 5 6; do references+=("$(apply all-sign)"); done
	value "update core.signing set begun_at = begun_at - interval '3 days' where state = 'waiting'"
	local all
	all=$(value "select count(*) from core.party p join core.signing s using (municipality, case_id) where s.state = 'waiting' and s.begun_at < now() - interval '2 days'
		and p.state = 'waiting' and p.role = 'guardian'")
	for i in 1 2 3 4; do
		for _ in 1 2 3; do echo "$due"; done | psql -XAtq -U blankett_worker >"$work/due.$i" 2>&1 &
	done
	wait
	[ "$all" -ge 12 ] && [ "$(value "select count(*) from core.outbox where kind = 'sign.reminder'")" = "$all" ] &&
		[ "$(value "select count(*) from core.outbox where kind = 'sign.reminder' group by case_id, person having count(*) > 1" | wc -l)" = 0 ] &&
		[ "$(grep -oh '"reminded" : [0-9]*' "$work"/due.* | awk '{ n += $3 } END { print n }')" = "$all" ]
}
# The number of the series is what they meet at.
two_guardians_apply_at_once() {
	local bertil both
	bertil=$(value "select t.caller('bertil')")
	apply_as() { echo "select api_citizen.case_submit('$1', '$2', '$hash_a', 'skolskjuts', '1.0.0', '$child', null, '{\"race\":true}', 'skolskjuts', 'SKJ', 10, 'sv');"; }
	race citizen "$(apply_as "$anna" 01890000-0000-7000-8000-00000000dddd)" citizen "$(apply_as "$bertil" 01890000-0000-7000-8000-00000000eeee)" || return
	both=$(grep -oh 'SKJ-[0-9-]*' <<<"$first $second" | sort -u | paste -sd,)
	[ "$(value "select count(*) from core.case_link l join core.cases a using (municipality, case_id) join core.cases b on b.municipality = l.municipality
		and b.case_id = l.other where a.reference = any (string_to_array('$both', ',')) and b.reference = any (string_to_array('$both', ','))")" = 1 ]
}

promise "of two last signatures at once, one brings the case in, once" two_last_signatures_at_once
promise "two windows of one person make one signature" two_windows_of_one_person
promise "a signature whose answer was lost gets the same answer again" one_signature_told_twice
promise "a signature and a withdrawal at once: the first one counts" a_signature_meets_a_withdrawal
promise "a signature and a no at once: the first one counts" a_signature_meets_a_no
promise "one person says yes and no at once: the first one counts" one_person_says_yes_and_no
promise "a signature and the deadline at once: the first one counts" a_signature_meets_the_deadline
promise "four workers remind everyone once" four_workers_remind_once
promise "two guardians who apply at once are linked, once" two_guardians_apply_at_once
