/* The exit codes that the engine dies with. */
#ifndef BLANKETT_WEB_WASM_SYSEXITS_H
#define BLANKETT_WEB_WASM_SYSEXITS_H

#define EX_SOFTWARE 70
#define EX_OSERR 71

#endif
