# shellcheck shell=bash
# database.sh -- the private PostgreSQL cluster of the local stack. Sourced by deploy/local.

# Only its own operating-system user (and root) is the superuser; the services prove themselves by password.
make_cluster() {
	local superusers
	folder "$DATABASE_USER" 700 "$VAR/database"
	(as "$DATABASE_USER" "$PG_BIN/initdb" --pgdata="$VAR/database" --username=postgres --encoding=UTF8 --locale=C.UTF-8 \
		--data-checksums --auth=reject) >>"$VAR/log/database.log"
	superusers=$(printf 'blankett %s postgres\n' "$DATABASE_USER" root | sort -u)
	printf '%s\n' "$superusers" >"$VAR/database/pg_ident.conf"
	printf 'local all postgres peer map=blankett\nlocal blankett all scram-sha-256\n' >"$VAR/database/pg_hba.conf"
	cat >>"$VAR/database/postgresql.conf" <<-CONF
		listen_addresses = ''
		unix_socket_directories = '$RUN/database'
		password_encryption = scram-sha-256
		shared_buffers = 128MB
		max_connections = 100
		default_toast_compression = lz4
		timezone = 'UTC'
		log_line_prefix = '%m [%p] %a '
		log_parameter_max_length = 0
		log_parameter_max_length_on_error = 0
	CONF
}

start_database() {
	folder "$DATABASE_USER" 755 "$RUN/database"
	[ -s "$VAR/database/PG_VERSION" ] || make_cluster
	start database "$DATABASE_USER" "$PG_BIN/postgres" -D "$VAR/database"
	until_ready 60 "the database" "$PG_BIN/pg_isready" -d postgres
}

stop_database() { stop database INT; }

# secret NAME: a password made once, in a file that only the services' user reads.
secret() {
	local file=$VAR/secrets/$1
	[ -s "$file" ] || (umask 077 && head -c 24 /dev/urandom | base64 -w0 | tr '+/' '-_' >"$file")
	cat "$file"
}

migrate() {
	[ "$(psql -d postgres -XAtc "select 1 from pg_database where datname = 'blankett'")" = 1 ] || createdb blankett
	sql/migrate db:pg:blankett >>"$VAR/log/migrate.log" 2>&1 || { tail -20 "$VAR/log/migrate.log" >&2; return 1; }
	local role
	for role in $SERVICES worker operator; do
		printf "alter role blankett_%s password '%s';\n" "$role" "$(secret "database-$role")"
	done | psql -XqAt -v ON_ERROR_STOP=1 >/dev/null
}

# What libpq is told; the password stands in a file of libpq's own form.
conninfo() {
	local pass=$VAR/secrets/$1.pgpass
	(umask 077 && printf '*:*:*:blankett_%s:%s\n' "$1" "$(secret "database-$1")" >"$pass")
	[ "$(id -u)" != 0 ] || chown "$SERVICE_USER" "$pass"
	echo "host=$RUN/database dbname=blankett user=blankett_$1 passfile=$pass connect_timeout=3"
}
