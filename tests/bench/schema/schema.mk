# One engine of the schema bench: ours.
$(BUILD)/bench-schema: $(BUILD)/tests/bench/schema/engine.o $(BUILD)/libblankett.a
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
