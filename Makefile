# Blankett. `make help` lists the targets.
#
# Objects go to $(BUILD); `make BUILD=build/asan SANITIZE=1` gives a second build beside the first. V=1 shows the commands.

BUILD ?= build
ifeq ($(origin CC),default)
CC := gcc
endif
PACKAGES := libpq libsodium libcjson libpcre2-8 libcurl libcrypto
SERVICES := citizen caseworker admin eid worker

WARNINGS := -Wall -Wextra -Wpedantic -Wformat=2 -Wconversion -Wsign-conversion -Wimplicit-fallthrough -Wvla -Wshadow \
	-Wcast-qual -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wnull-dereference -Walloca -Werror
GCC_WARNINGS := -Wformat-overflow=2 -Wformat-truncation=2 -Wtrampolines -Wbidi-chars=any -Warray-bounds=2 \
	-Wstringop-overflow=4 -Wlogical-op -Wduplicated-cond -Wduplicated-branches
HARDENING := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection=full \
	-fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing
GCC_HARDENING := -fzero-call-used-regs=used-gpr -ftrivial-auto-var-init=zero
LINK_HARDENING := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,nodlopen -Wl,--as-needed

IS_CLANG := $(findstring clang,$(CC))
ifdef SANITIZE
OPTIMISE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
HARDENING := -fno-strict-aliasing
GCC_HARDENING :=
LINK_HARDENING := -pie
else
OPTIMISE := -O2 -g
endif

CFLAGS := -std=c17 -D_GNU_SOURCE -Iservices -include services/base/banned.h $(OPTIMISE) $(WARNINGS) $(HARDENING) -fPIE \
	$(if $(IS_CLANG),,$(GCC_WARNINGS) $(GCC_HARDENING)) $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
LDFLAGS := $(LINK_HARDENING) $(if $(SANITIZE),-fsanitize=address -fsanitize=undefined)
LDLIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lfcgi -lm

Q := $(if $(V),,@)
objects = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %_test.c,$(wildcard $(1))))
SHARED := $(call objects,services/base/*.c services/schema/*.c services/rules/*.c services/store/*.c services/http/*.c)
EID_TESTED := $(call objects,services/eid/jw*.c services/eid/roca.c services/eid/claims.c services/eid/client_key.c services/eid/evidence.c services/eid/identity.c services/eid/kept.c services/eid/message.c services/eid/metadata.c services/eid/number.c services/eid/oidc.c services/eid/provider*.c services/eid/return_to.c services/worker/mail.c services/worker/smtp.c services/worker/copy.c services/worker/printer.c services/worker/printer_cage.c services/worker/signals.c)
TESTS := $(filter-out services/%/suites.c,$(wildcard services/*/*_test.c services/web/wasm/*_test.c))

.PHONY: all run check check-unit check-conformance check-wasm check-sql check-http check-browser check-faults lint bench asan static clean help
.DELETE_ON_ERROR:
.SECONDARY:

all: $(SERVICES:%=$(BUILD)/blankett-%) $(BUILD)/blankett static ## builds everything into build/

run: ## the whole system on this machine; Ctrl-C stops it
	deploy/install-deps run
	$(MAKE) -j2 all
	deploy/local run

check: ## every test; the last line counts them
	deploy/install-deps
	$(MAKE) -j2 all $(BUILD)/unit $(BUILD)/echo
	tests/run lint unit sanitizers fuzz conformance differential wasm sql http browser faults

check-unit: $(BUILD)/unit ## one part of the tests: check-unit check-conformance check-wasm check-sql check-http check-browser check-faults
	tests/run unit
check-conformance: $(BUILD)/blankett
	tests/run conformance
check-wasm: $(BUILD)/blankett $(BUILD)/wasm/engine.wasm
	tests/run wasm
check-sql: all
	tests/run sql
check-http: all $(BUILD)/echo
	tests/run http
check-browser: all
	tests/run browser
check-faults: all
	tests/run faults
lint: $(SHARED) ## include arrows, headers, texts, routes, scripts, compiler warnings of clang
	tests/run lint

bench: all ## the measurements, each beside its peer or limit
	tests/bench/run

asan: ## the unit tests under AddressSanitizer and UndefinedBehaviorSanitizer
	tests/run sanitizers

clean: ## removes build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' Makefile | while read -r t w; do printf '  %-14s %s\n' "$$t" "$$w"; done

$(BUILD)/libblankett.a: $(SHARED)
	@rm -f $@
	$(Q)ar rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

define service
$(BUILD)/blankett-$(1): $$(call objects,services/$(1)/*.c) $(BUILD)/libblankett.a
	$$(Q)$$(CC) $$(LDFLAGS) -o $$@ $$^ $$(LDLIBS)
endef
$(foreach s,$(SERVICES),$(eval $(call service,$(s))))

$(BUILD)/blankett: $(call objects,services/ctl/*.c services/eid/jwk.c services/eid/jws.c services/eid/roca.c services/eid/claims.c services/eid/evidence.c) $(BUILD)/libblankett.a
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# The list of Check suites is read off the files: x_test.c exports Suite *<folder>_<x>_suite(void).
$(BUILD)/suites.inc: $(TESTS) Makefile
	@mkdir -p $(@D)
	@for f in $(TESTS); do d=$$(basename $$(dirname $$f)); b=$$(basename $$f _test.c); echo "SUITE($${d}_$${b}_suite)"; done > $@

$(BUILD)/unit: $(TESTS:%.c=$(BUILD)/%.o) $(BUILD)/tests/unit.o $(EID_TESTED) $(BUILD)/libblankett.a
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(shell pkg-config --libs check)
$(BUILD)/tests/unit.o: $(BUILD)/suites.inc
$(BUILD)/tests/unit.o: CFLAGS += -I$(BUILD)

include $(wildcard services/*/*.mk services/web/wasm/*.mk tests/*/*.mk tests/bench/*/*.mk)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
