# The static files: needs no network once the npm packages are there.
static: $(BUILD)/static/manifest.json ## the style sheet, under its hashed name

$(BUILD)/static/manifest.json: services/web/build.mjs services/web/package-lock.json $(wildcard services/web/scss/*.scss)
	@[ -d services/web/node_modules/sass ] || (cd services/web && npm ci --silent --no-audit --no-fund)
	node services/web/build.mjs $(@D)
