# Fuzz targets: `make fuzz SECONDS=n` searches; tests/fuzz/run replays what is kept. Built by clang, in a folder of their own (FUZZ=1).
FUZZ_TARGETS := json compile evaluate pattern format logic answers multipart pairs token

.PHONY: fuzz fuzz-targets
fuzz: ## searches with every fuzz target in turn, SECONDS=n each (60)
	tests/fuzz/search $(or $(SECONDS),60)

ifdef FUZZ
CFLAGS += -fsanitize=fuzzer-no-link -D__SANITIZE_ADDRESS__
fuzz-targets: $(FUZZ_TARGETS:%=$(BUILD)/fuzz-%)
	@echo $(FUZZ_TARGETS) > $(BUILD)/fuzz-targets

$(BUILD)/fuzz-%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/fence.o $(BUILD)/tests/fuzz/schema.o $(BUILD)/libblankett.a
	$(Q)$(CC) $(LDFLAGS) -fsanitize=fuzzer -Wl,--wrap=arena_alloc,--wrap=arena_array,--wrap=arena_raw -o $@ $^ $(LDLIBS)
endif
