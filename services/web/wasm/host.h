/* host.h -- what the module asks of the machine it runs in: the JavaScript of services/web/js/engine.mjs. */
#ifndef BLANKETT_WEB_WASM_HOST_H
#define BLANKETT_WEB_WASM_HOST_H

#include "base/str.h"

#define HOST(name) __attribute__((import_module("host"), import_name(#name)))

/* A pattern is compiled by the host (RegExp, with the flag u). The handle, or -1 when it does not compile there. */
HOST(pattern_new) int32_t host_pattern_new(const char *text, size_t n);
HOST(pattern_test) int32_t host_pattern_test(int32_t handle, const char *text, size_t n); /* 1: matches */
HOST(pattern_free) void host_pattern_free(int32_t handle);
/* The engine cannot go on; it traps right after. */
HOST(died) void host_died(const char *event, size_t event_n, const char *what, size_t what_n);

#endif
