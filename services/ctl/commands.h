/* commands.h -- the commands of `blankett`, one function each, in a file of their own.
 *
 * argv[0] is the command's own name ("form"), argv[1] what follows it. The answer is the exit code: 0 done or yes,
 * 1 the thing looked at is not right, else a code of sysexits.h (EX_USAGE: the words were wrong; print the usage on
 * stderr). Results go to stdout, complaints to stderr. main.c holds the table; append here and there. */
#ifndef BLANKETT_CTL_COMMANDS_H
#define BLANKETT_CTL_COMMANDS_H

int form_command(int argc, char **argv);   /* form lint|test|compose|publish|diff|check */
int form_check_command(int argc, char **argv); /* form check, called by form_command */
int schema_command(int argc, char **argv); /* schema check|suite */
int logic_command(int argc, char **argv);  /* logic suite */
int json_command(int argc, char **argv);   /* json check */
int jws_command(int argc, char **argv);    /* jws verify */
int person_command(int argc, char **argv); /* person import|grant|revoke */
int signature_command(int argc, char **argv); /* signature show|key */
int keys_command(int argc, char **argv);   /* keys new|rotate|retire */
int token_command(int argc, char **argv);  /* token issue|list|revoke */
int audit_command(int argc, char **argv);  /* audit key|verify|compare|prove|check-proof|suite */
int receipt_command(int argc, char **argv); /* receipt key|verify */

#endif
