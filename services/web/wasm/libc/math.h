/* Only declared, for functions of base that no export leads to: the linker leaves those out, or refuses. */
#ifndef BLANKETT_WEB_WASM_MATH_H
#define BLANKETT_WEB_WASM_MATH_H

double fabs(double x);
#define isfinite(x) __builtin_isfinite(x)

#endif
