# The meta-schema of definitions is compiled in: the rules room reads no files.
$(BUILD)/definition_schema.inc: forms/definition.schema.json
	@mkdir -p $(@D)
	od -An -v -tx1 $< | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g' > $@

$(BUILD)/services/rules/definition.o: $(BUILD)/definition_schema.inc
$(BUILD)/services/rules/definition.o: CFLAGS += -I$(BUILD)
