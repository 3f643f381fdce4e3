/* banned.h -- functions that nobody here may call; in front of every file by the Makefile.
 *
 * The system's headers come first, because their declarations would trip over the poison. What to use instead: arena_printf
 * and buf for text, str_int for numbers, str_cut for splitting, clock for time. */
#ifndef BLANKETT_BASE_BANNED_H
#define BLANKETT_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

/* Not "rand": OpenSSL has parameters of that name, and without srand it is of no use to anyone.
 * clang counts the fortified names as macros, which it will not poison; gcc sees every file as well. */
#ifndef __clang__
#pragma GCC poison sprintf vsprintf strcpy strcat strncpy strncat stpcpy strtok strtok_r atoi atol atoll atof sscanf vsscanf
#pragma GCC poison gets gmtime localtime ctime asctime strftime system popen tmpnam tempnam mktemp strdup strndup
#pragma GCC poison srand bcopy bzero setlocale
#endif

#endif
