# The service the tests of http/ talk to: the real main, gate, sandbox and frame behind doors that repeat, tarry or fall over.
$(BUILD)/echo: $(BUILD)/tests/http/echo_service.o $(call objects,services/base/*.c services/http/*.c)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
