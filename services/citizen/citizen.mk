# The description of the API is compiled in: the services read no files once they serve.
$(BUILD)/openapi.inc: services/citizen/openapi.json
	@mkdir -p $(@D)
	od -An -v -tx1 $< | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g' > $@

$(BUILD)/services/citizen/api_forms.o: $(BUILD)/openapi.inc
$(BUILD)/services/citizen/api_forms.o: CFLAGS += -I$(BUILD)
