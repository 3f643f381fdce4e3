# shellcheck shell=bash disable=SC2034 # read by the scripts that source this
# paths.sh -- where the local stack keeps its things, and as whom it runs. Sourced by deploy/local.

PORT=${PORT:-8080}
INTERNAL=$((PORT + 1)) PROVIDER=$((PORT + 2)) SMTP=$((PORT + 3))
VAR=$(realpath -m "${VAR:-var}")
ORIGIN=http://localhost:$PORT
BUILD=${BUILD:-build}
MUNICIPALITY=${MUNICIPALITY:-0120}
SERVICES=${SERVICES:-citizen caseworker admin eid}

# A socket's path has at most 107 bytes, and PostgreSQL adds its own name.
RUN=$VAR/run
[ ${#RUN} -le 70 ] || RUN=/tmp/blankett-$(printf %s "$VAR" | sha256sum | cut -c1-12)

PG_BIN=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 2>/dev/null | sort -V | tail -1)/bin
export PGHOST=$RUN/database PGUSER=postgres PGDATABASE=blankett

# PostgreSQL refuses to run as root, and nothing else here should.
if [ "$(id -u)" = 0 ]; then
	DATABASE_USER=postgres SERVICE_USER=www-data
else
	DATABASE_USER=$(id -un) SERVICE_USER=$(id -un)
fi

# as USER COMMAND...: without supplementary rights; the process keeps its pid.
as() {
	local user=$1
	shift
	if [ "$(id -u)" = 0 ]; then
		exec setpriv --reuid="$user" --regid="$(id -gn "$user")" --init-groups --no-new-privs "$@"
	fi
	exec "$@"
}

# folder USER MODE PATH
folder() {
	mkdir -p "$3"
	chmod "$2" "$3"
	[ "$(id -u)" != 0 ] || chown "$1" "$3"
}
