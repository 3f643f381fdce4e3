# The rules for schemas themselves are compiled in, without their line breaks: the engine reads no files.
$(BUILD)/dialect.inc: services/schema/dialect.json services/schema/schema.mk
	@mkdir -p $(@D)
	jq -c . $< | od -An -v -tx1 | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g' > $@

$(BUILD)/services/schema/resource.o $(BUILD)/wasm/services/schema/resource.o: $(BUILD)/dialect.inc
$(BUILD)/services/schema/resource.o: CFLAGS += -I$(BUILD)
$(BUILD)/wasm/services/schema/resource.o: WASM_CFLAGS += -I$(BUILD)

# What IDNA2008 permits, out of the Unicode data that Debian carries.
$(BUILD)/idna_table.inc: services/schema/idna_table.mjs
	@mkdir -p $(@D)
	node $< /usr/share/unicode > $@

$(BUILD)/services/schema/idna_table.o: $(BUILD)/idna_table.inc
$(BUILD)/services/schema/idna_table.o: CFLAGS += -I$(BUILD)
