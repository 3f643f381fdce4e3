# shellcheck shell=bash
# process.sh -- processes in the background, known by pid and start time, so that a recycled pid is never taken for ours.
# Sourced by deploy/local.

started_at() { cut -d')' -f2- "/proc/$1/stat" 2>/dev/null | cut -d' ' -f21; }

alive() {
	local pid start
	read -r pid start 2>/dev/null <"$RUN/$1.pid" || return 1
	[ -n "$start" ] && [ "$(started_at "$pid")" = "$start" ]
}

pid_of() { cut -d' ' -f1 "$RUN/$1.pid"; }

# start NAME USER COMMAND...: does nothing when it runs already. The log is VAR/log/NAME.log.
start() {
	local name=$1 user=$2 pid
	shift 2
	! alive "$name" || return 0
	(as "$user" setsid env -i PATH="$PATH" LANG=C.UTF-8 HOME="$VAR" "$@") >>"$VAR/log/$name.log" 2>&1 </dev/null &
	pid=$!
	echo "$pid $(started_at $pid)" >"$RUN/$name.pid"
}

# stop NAME [SIGNAL]: asks, waits ten seconds, insists.
stop() {
	local pid
	if alive "$1"; then
		pid=$(pid_of "$1")
		kill -s "${2:-TERM}" "$pid" 2>/dev/null || true
		timeout 10 tail --pid="$pid" -f /dev/null || kill -KILL "$pid" 2>/dev/null || true
	fi
	rm -f "$RUN/$1.pid"
}

# until_ready SECONDS WHAT COMMAND...: asks twenty times a second.
until_ready() {
	local left=$(($1 * 20)) what=$2
	shift 2
	until "$@" >/dev/null 2>&1; do
		left=$((left - 1))
		if [ $left -le 0 ]; then
			echo "deploy/local: $what does not answer; see $VAR/log/" >&2
			return 1
		fi
		sleep 0.05
	done
}
