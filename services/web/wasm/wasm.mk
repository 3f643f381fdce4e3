# The engine of the browser: the same sources for wasm32, without a C library but the little one here. What no export leads to, the
# linker leaves out.
WASM_CC := clang
WASM_LIMIT := 102400
WASM_CFLAGS := --target=wasm32 -std=c17 -Oz -flto -mbulk-memory -nostdlibinc -isystem services/web/wasm/libc -Iservices \
	-ffunction-sections -fdata-sections -fvisibility=hidden $(WARNINGS)
# Memory starts at a few pages and may grow to 64 MiB; the stack lies below everything else, so that it traps instead of overwriting.
WASM_LDFLAGS := --no-entry --gc-sections --stack-first -z stack-size=4194304 --max-memory=67108864 --strip-all --compress-relocations \
	-mllvm -inline-threshold=-50

# pattern_host.c and spared.c stand in for these; the last ones hash, or find fault with what is published.
WASM_SPARED := $(wildcard services/schema/pattern*.c services/schema/demand*.c) \
	$(addprefix services/schema/,verdict.c idna.c idna_table.c punycode.c logic_words.c) $(addprefix services/rules/,definition.c load.c merkle.c checkpoint.c tlog_proof.c)
WASM_SOURCES := $(filter-out %_test.c $(WASM_SPARED), \
	$(addprefix services/base/,arena.c str.c buf.c clock.c json.c pairs.c) $(wildcard services/base/json_[!e]*.c services/schema/*.c \
	services/rules/*.c services/web/wasm/*.c services/web/wasm/libc/*.c))
WASM_OBJECTS := $(WASM_SOURCES:%.c=$(BUILD)/wasm/%.o)

# The C library must not be made of calls to itself.
$(BUILD)/wasm/services/web/wasm/libc/%.o: WASM_CFLAGS += -fno-builtin
$(BUILD)/wasm/%.o: %.c services/web/wasm/wasm.mk
	@mkdir -p $(@D)
	$(Q)$(WASM_CC) $(WASM_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/wasm/engine.wasm: $(WASM_OBJECTS) services/web/wasm/wasm.mk services/web/wasm/sizes.mjs
	$(Q)wasm-ld $(WASM_LDFLAGS) -Map=$@.map $(WASM_OBJECTS) -o $@
	@node services/web/wasm/sizes.mjs $@ $(WASM_LIMIT) $(WASM_SOURCES)

# The little C library is compared with the system's, also where neither gets a good format: no compiler may turn its loops into calls
# of the latter, or warn.
$(BUILD)/services/web/wasm/libc_test.o: CFLAGS += -fno-builtin -Wno-format \
	$(if $(IS_CLANG),-Wno-format-pedantic,-fno-tree-loop-distribute-patterns -Wno-format-truncation)
