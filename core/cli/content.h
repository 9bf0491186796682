/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The options that say what to send, for test and send: text, template,
 * arguments, class and life; values that come from standard input are read
 * here and wiped afterwards.
 */
#ifndef CLI_CONTENT_H
#define CLI_CONTENT_H

#include <smsgw/smsgw.h>

#include "args.h"
#include "arena.h"
#include "buf.h"

struct cli;

/* The options, for a command's table. */
#define CONTENT_OPTIONS                                                        \
	{ "text", '\0', "TEXT", N_("the text; @- is standard input") },        \
	    { "template", '\0', "NAME", N_("a template instead of a text") },  \
	    { "param", '\0', "KEY=VALUE",                                      \
		    N_("its argument, repeatable; KEY=@- is "                  \
		       "standard input") },                                    \
	    { "locale", '\0', "LOCALE", N_("its language, e.g. zh-CN") },      \
	    { "class", '\0', "CLASS", N_("otp, transactional or marketing") }, \
	    { "purpose", '\0', "WORD",                                         \
		    N_("login, mfa, recovery, verify, ...") },                 \
	    { "client", '\0', "NAME",                                          \
		    N_("as this client of clients.d would send it") },         \
	{                                                                      \
		"expires", '\0', "TIME", N_("never send it later, e.g. 5m")    \
	}

/* What a message refers to. */
struct content {
	struct buf text;
	struct buf piped; /* the argument that came from standard input */
	struct smsgw_arg *params;
	struct arena arena;
};

/*
 * Fills a message from the options.  0, or an exit code after having said
 * what is wrong.  content_fini in any case.
 */
int content_read(struct cli *cli, const struct args *args,
    struct content *content, struct smsgw_message *message);

void content_fini(struct content *content);

#endif
