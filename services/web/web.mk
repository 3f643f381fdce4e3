# The static files: needs no network once the npm packages are there.
static: $(BUILD)/static/manifest.json ## the style sheet, the modules and the engine of the browser, under their hashed names

$(BUILD)/static/manifest.json: services/web/build.mjs services/web/package-lock.json $(wildcard services/web/scss/*.scss services/web/js/*.mjs) \
		$(BUILD)/wasm/engine.wasm
	@[ -d services/web/node_modules/sass ] || (cd services/web && npm ci --silent --no-audit --no-fund)
	node services/web/build.mjs $(BUILD)/wasm/engine.wasm $(@D)
