# shellcheck shell=bash
# services.sh -- configuration and start of the Blankett services, nginx, the test provider and the mail sink of the local
# stack. Sourced by deploy/local.

make_keys() {
	[ -d "$VAR/keys" ] || "$BUILD/blankett" keys new "$VAR/keys"
	[ -s "$VAR/secrets/evidence-key" ] || "$BUILD/blankett" signature key "$VAR/secrets/evidence-key"
	folder "$SERVICE_USER" 755 "$VAR/keys"
	[ "$(id -u)" != 0 ] || chown -R "$SERVICE_USER" "$VAR/keys" "$VAR/secrets/evidence-key"
	folder "$SERVICE_USER" 755 "$VAR/checkpoints"
	[ -f "$VAR/secrets/checkpoint" ] || operator audit key "$VAR/secrets/checkpoint" >/dev/null
	mv -n "$VAR/secrets/checkpoint.pub" "$VAR/checkpoints/key.pub" 2>/dev/null || true
	[ "$(id -u)" != 0 ] || chown "$SERVICE_USER" "$VAR/secrets/checkpoint"
}

# One key for receipts and nothing else; its secret is for the worker alone.
make_receipt_key() {
	[ -d "$VAR/receipt-keys" ] || "$BUILD/blankett" receipt key "$VAR/receipt-keys"
	[ "$(id -u)" != 0 ] || chown -R "$SERVICE_USER" "$VAR/receipt-keys"
}

# environment SERVICE: the BLANKETT_* variables, one a line.
environment() {
	cat <<-END
		BLANKETT_ENV=local
		BLANKETT_MUNICIPALITY=$MUNICIPALITY
		BLANKETT_ORIGIN=$ORIGIN
		BLANKETT_DATABASE=$(conninfo "${1/printer/worker}")
		BLANKETT_TEXTS=$PWD/services/web/texts
	END
	case $1 in
	operator)
		echo "BLANKETT_SESSION_SECRET_FILE=$VAR/keys/secret" # `blankett token issue` signs
		echo "BLANKETT_EVIDENCE_KEY_FILE=$VAR/secrets/evidence-key"
		return
		;;
	worker)
		cat <<-END
			BLANKETT_SMTP=smtp://127.0.0.1:$SMTP
			BLANKETT_MAIL_FROM=e-tjanster@blankett.example
			BLANKETT_CHECKPOINT_KEY_FILE=$VAR/secrets/checkpoint
			BLANKETT_CHECKPOINTS=$VAR/checkpoints
			BLANKETT_RECEIPT_KEY_FILE=$VAR/receipt-keys/secret
		END
		return
		;;
	printer)
		echo "BLANKETT_PRINTER=$PWD/services/worker/printer.py"
		return
		;;
	esac
	cat <<-END
		BLANKETT_SOCKET=$RUN/$1.sock
		BLANKETT_WORKERS=${WORKERS:-8}
		BLANKETT_STATIC=$(realpath -m "$BUILD")/static/manifest.json
		BLANKETT_SESSION_KEYS=$VAR/keys
		BLANKETT_FORM_ACTION=http://127.0.0.1:$PROVIDER
	END
	[ "$1" != citizen ] || echo "BLANKETT_RECEIPT_PUBLIC=$VAR/receipt-keys/public"
	[ "$1" != eid ] || cat <<-END
		BLANKETT_SESSION_SECRET_FILE=$VAR/keys/secret
		BLANKETT_EVIDENCE_KEY_FILE=$VAR/secrets/evidence-key
		BLANKETT_PROVIDERS=$VAR/providers.json
	END
}

start_service() {
	local variables
	mapfile -t variables < <(environment "$1")
	start "$1" "$SERVICE_USER" "${variables[@]}" "$(realpath "$BUILD")/blankett-$1"
}

# Prints copies of receipts: the same executable as another process.
start_printer() {
	local variables
	mapfile -t variables < <(environment printer)
	start printer "$SERVICE_USER" "${variables[@]}" "$(realpath "$BUILD")/blankett-worker" print
}

# The operator's command, as `deploy/local blankett ...`.
operator() {
	local variables
	mapfile -t variables < <(environment operator)
	env "${variables[@]}" "$BUILD/blankett" "$@"
}

start_provider() {
	start provider "$SERVICE_USER" PORT="$PROVIDER" ORIGIN="$ORIGIN" PEOPLE="$PWD/deploy/stack/people.json" \
		SECRETS="$VAR/secrets" node "$PWD/deploy/stack/idp/provider.mjs"
	start mailsink "$SERVICE_USER" PORT="$SMTP" FILE="$VAR/mail/sent.jsonl" node "$PWD/deploy/stack/mailsink/mailsink.mjs"
}

render() {
	sed -e "s|@VAR@|$VAR|g; s|@RUN@|$RUN|g; s|@LOG@|$VAR/log|g; s|@PORT@|$PORT|g; s|@INTERNAL@|$INTERNAL|g" \
		-e "s|@STATIC@|$(realpath -m "$BUILD")/static|g; s|@ERRORS@|$VAR/nginx/problem|g; s|@STYLE@|$(jq -r '."app.css"' "$BUILD/static/manifest.json")|g" \
		-e "s|@RATE_LOGIN@|${RATE_LOGIN:-20r/s}|g; s|@BURST_LOGIN@|${BURST_LOGIN:-60}|g" \
		-e "s|@RATE_PAGE@|${RATE_PAGE:-10000r/s}|g; s|@BURST_PAGE@|${BURST_PAGE:-2000}|g; s|@CONNECTIONS@|${CONNECTIONS:-500}|g" \
		"$1" >"$2"
}

start_nginx() {
	local file
	folder "$SERVICE_USER" 755 "$VAR/nginx"
	mkdir -p "$VAR/nginx/problem"
	for file in deploy/nginx/*.conf deploy/nginx/problem/*; do render "$file" "$VAR/nginx/${file#deploy/nginx/}"; done
	cp /etc/nginx/mime.types "$VAR/nginx/"
	start nginx "$SERVICE_USER" /usr/sbin/nginx -p "$VAR/nginx" -c "$VAR/nginx/local.conf" -e "$VAR/log/nginx-error.log" \
		-g 'daemon off;'
	until_ready 10 nginx curl -so /dev/null "http://127.0.0.1:$PORT/favicon.ico"
}

# The provider's two faces: the citizens' e-ID and the staff's login. What a row means stands in services/eid/provider.h.
# MORE_PROVIDERS names a file of rows to add, with @PROVIDER@ (its port), @AFTER@ and @LAST@ (two ports after the
# stack's) and @SECRETS@ in them.
providers() {
	local more=/dev/null
	[ -z "${MORE_PROVIDERS:-}" ] || more=$MORE_PROVIDERS
	jq -s '{ providers: add }' \
		<(sed -e "s|@PROVIDER@|$PROVIDER|g; s|@SECRETS@|$VAR/secrets|g" deploy/stack/providers.json) \
		<(sed -e "s|@PROVIDER@|$PROVIDER|g; s|@AFTER@|$((PORT + 4))|g; s|@LAST@|$((PORT + 5))|g; s|@SECRETS@|$VAR/secrets|g" "$more")
}
