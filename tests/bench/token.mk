# The check of session tokens by itself.
$(BUILD)/bench-token: $(BUILD)/tests/bench/token.o $(BUILD)/libblankett.a
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
