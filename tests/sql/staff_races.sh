# shellcheck shell=bash disable=SC2154 # work: set by tests/sql/run
# staff_races.sh -- administrators who change roles at the same moment: one stands in the middle of its transaction, the other waits for
# it and is told how it stands then. Sourced by tests/sql/run, after races.sh, whose sessions it uses: what is done here stays.

# Three administrators, and Nils, who is to get roles.
for one in alma axel; do
	value "select t.call('operator', 'people_import', t.nobody(), quote_literal('{\"staff\":[{\"staff_id\":\"$one@x\",\"given_name\":\"$one\",\"family_name\":\"Admin\",\"roles\":[{\"role\":\"admin\"}]}]}'))" >/dev/null
	value "insert into t.who select '$one', '0120', (t.call('eid', 'session_open', t.nobody(), format('%L, null, %L, %L, %L, %L, %L, %L, %L, %L, %L, null', 'staff', 'p', 's', '$one@x',
		encode(sha256('$one'), 'hex'), 'loa3', extract(epoch from now())::bigint, extract(epoch from now())::bigint + 3600, 'X', 'Y')) ->> 'person')::uuid, 'staff', sha256('$one')"
done
adam=$(value "select t.caller('adam')") alma=$(value "select t.caller('alma')") axel=$(value "select t.caller('axel')")
staff() { value "select person from core.staff where municipality = '0120' and staff_id = '$1@x'"; }
nils=$(staff nils)
admins() { value "select count(*) from core.role where municipality = '0120' and role = 'admin'"; }

# A role for Nils that nothing else in this file is about; gives the proposal.
proposed() {
	value "select t.call('admin', 'role_propose', t.caller('adam'), format('%L, %L, %L, %L, %L', '$nils', '${1:-caseworker}', '${2-skolskjuts}', '', '')) ->> 'proposal'"
}
decide() { echo "select api_admin.proposal_decide('$1', '$2', '$3');"; }
take() { echo "select api_admin.role_take('$1', '$2', 'admin', '', '', '');"; }

# at_once NAME FIRST SECOND WORD: FIRST inside a transaction, SECOND waits for it and then answers with WORD.
at_once() {
	session admin "$1.first"
	session admin "$1.second"
	exec 7>"$work/$1.first.in" 8>"$work/$1.second.in"
	{ echo 'begin;' && echo "$2" && echo '\echo there'; } >&7
	until_line "$1.first" there || return
	echo "$3" >&8
	until_blocked admin || return
	[ ! -s "$work/$1.second.out" ] || return
	echo 'commit;' >&7
	until_line "$1.second" "$4" || return
	exec 7>&- 8>&-
	wait
}

of_two_approvals_one_counts() {
	local proposal
	proposal=$(proposed)
	at_once approvals "$(decide "$alma" "$proposal" approved)" "$(decide "$axel" "$proposal" approved)" BK409 &&
		[ "$(value "select count(*) from core.role where person = '$nils' and proposal = '$proposal'")" = 1 ] &&
		[ "$(value "select count(*) from core.role_event where person = '$nils' and event = 'approved'")" = 1 ]
}

what_is_declined_meanwhile_is_not_approved() {
	local proposal
	proposal=$(proposed admin '')
	at_once declined "$(decide "$alma" "$proposal" declined)" "$(decide "$axel" "$proposal" approved)" BK409 &&
		[ "$(value "select count(*) from core.role where person = '$nils' and role = 'admin'")" = 0 ]
}

what_is_withdrawn_meanwhile_is_not_approved() {
	local proposal
	proposal=$(proposed admin '')
	at_once withdrawn "$(decide "$adam" "$proposal" withdrawn)" "$(decide "$axel" "$proposal" approved)" BK409 &&
		[ "$(value "select count(*) from core.role where person = '$nils' and role = 'admin'")" = 0 ]
}

nobody_approves_while_the_own_role_is_taken() {
	local proposal
	proposal=$(proposed admin '')
	at_once taken "$(take "$adam" "$(staff axel)")" "$(decide "$axel" "$proposal" approved)" BK403 &&
		[ "$(value "select count(*) from core.role where person = '$nils' and role = 'admin'")" = 0 ]
}

nothing_is_approved_while_the_proposer_loses_the_role() {
	local proposal
	proposal=$(value "select proposal from core.role_proposal where state = 'waiting'")
	value "insert into core.role (municipality, person, role) values ('0120', '$(staff axel)', 'admin')"
	at_once lost "$(take "$alma" "$(staff adam)")" "$(decide "$axel" "$proposal" approved)" BK409 &&
		[ "$(value "select count(*) from core.role where person = '$nils' and role = 'admin'")" = 0 ]
}

two_equal_proposals_are_one() {
	local propose="select api_admin.role_propose('$alma', '$nils', 'caseworker', 'skolskjuts', 'skolskjuts', '');"
	at_once proposals "$propose" "${propose/"$alma"/"$axel"}" BK409 &&
		[ "$(value "select count(*) from core.role_proposal where person = '$nils' and form = 'skolskjuts' and state = 'waiting'")" = 1 ]
}

the_last_two_do_not_both_leave() {
	[ "$(admins)" = 2 ] && at_once leave "$(take "$alma" "$(staff alma)")" "$(take "$axel" "$(staff axel)")" BK409 && [ "$(admins)" = 1 ]
}

nobody_disabled_meanwhile_gets_a_role() {
	value "insert into core.role (municipality, person, role) values ('0120', '$(staff adam)', 'admin') on conflict do nothing"
	local proposal
	proposal=$(proposed admin '' 2>/dev/null || value "select proposal from core.role_proposal where state = 'waiting' and role = 'admin'")
	session operator disabling
	session admin approving
	exec 7>"$work/disabling.in" 8>"$work/approving.in"
	{ echo 'begin;' && echo "select api_operator.staff_disable('(0120,,,,r)', 'nils@x');" && echo '\echo there'; } >&7
	until_line disabling there || return
	decide "$axel" "$proposal" approved >&8
	until_blocked admin || return
	echo 'commit;' >&7
	until_line approving BK409 || return
	exec 7>&- 8>&-
	wait
	[ "$(value "select count(*) from core.role where person = '$nils' and role = 'admin'")" = 0 ] &&
		psql -XAtq -U blankett_operator -c "select api_operator.staff_enable('(0120,,,,r)', 'nils@x')" >/dev/null
}

promise "of two approvals at once one counts, the other is told 409" of_two_approvals_one_counts
promise "what is declined meanwhile is not approved" what_is_declined_meanwhile_is_not_approved
promise "what is withdrawn meanwhile is not approved" what_is_withdrawn_meanwhile_is_not_approved
promise "nobody approves while the own role is taken away" nobody_approves_while_the_own_role_is_taken
promise "nothing is approved while its proposer loses the role" nothing_is_approved_while_the_proposer_loses_the_role
promise "two equal proposals at once are one" two_equal_proposals_are_one
promise "the last two administrators do not both leave" the_last_two_do_not_both_leave
promise "nobody who is disabled meanwhile gets a role" nobody_disabled_meanwhile_gets_a_role
