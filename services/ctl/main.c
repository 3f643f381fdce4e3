/* blankett -- the command of operators and form authors. Each command stands in a file of its own. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/log.h"
#include "base/seal.h"
#include "ctl/commands.h"

static int config_command(int argc, char **argv)
{
	(void)argc, (void)argv;
	config_print();
	return EX_OK;
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *what;
} commands[] = {
	{ "form", form_command, "lint, test, compose, compare and publish form definitions" },
	{ "schema", schema_command, "check an instance against a JSON Schema; run a test suite" },
	{ "logic", logic_command, "run a test suite of rules across answers" },
	{ "json", json_command, "read a file as strictly as the services do" },
	{ "jws", jws_command, "verify a token of an e-ID provider" },
	{ "person", person_command, "import people and staff; roles, and who is let in" },
	{ "signature", signature_command, "verify the signatures of a case; make the key of their evidence" },
	{ "keys", keys_command, "make, rotate and retire the keys of sessions" },
	{ "token", token_command, "issue, list and revoke the keys of programs that use the API" },
	{ "audit", audit_command, "verify the log of who read and changed what; prove an event" },
	{ "receipt", receipt_command, "verify a receipt; make the keys of receipts" },
	{ "config", config_command, "print every setting of the services" },
};

static int usage(void)
{
	fputs("usage: blankett COMMAND ...\n\n", stderr);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(stderr, "  %-10s %s\n", commands[i].name, commands[i].what);
	fputs("\nA command without arguments says what it takes.\n", stderr);
	return EX_USAGE;
}

int main(int argc, char **argv)
{
	log_service("blankett");
	seal_init();
	for (size_t i = 0; argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	return usage();
}
