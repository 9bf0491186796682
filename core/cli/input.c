/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading standard input and files as values of the command line, so that
 * texts, codes and secrets need not stand in it.
 */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "cli.h"
#include "fd.h"

/* Takes one line end away; NUL bytes are refused, since strings end there. */
static int
check_content(const struct cli *cli, const char *what, struct buf *out)
{
	if (out->len > 0 && out->data[out->len - 1] == '\n')
		buf_truncate(out, out->len - 1);
	if (out->len > 0 && out->data[out->len - 1] == '\r')
		buf_truncate(out, out->len - 1);
	if (strlen(buf_str(out)) == out->len)
		return CATALOG_DONE;
	return cli_fail(cli, "input-invalid", NULL, "%s: has a NUL byte", what);
}

int
input_stdin(struct cli *cli, struct buf *out)
{
	if (cli->stdin_used)
		return cli_fail(cli, "usage", "give @- once",
		    "standard input cannot be read twice");
	cli->stdin_used = true;
	if (fd_read_all(STDIN_FILENO, out->max, out) != 0)
		return cli_fail(cli, "input-unreadable", NULL,
		    "standard input: %s", lang_errno(errno));
	return check_content(cli, _("standard input"), out);
}

int
input_file(struct cli *cli, const char *path, struct buf *out)
{
	int fd, rc;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return cli_fail(cli, "input-unreadable", NULL, "%s: %s", path,
		    lang_errno(errno));
	rc = fd_read_all(fd, out->max, out);
	if (rc != 0)
		rc = cli_fail(cli, "input-unreadable", NULL, "%s: %s", path,
		    lang_errno(errno));
	close(fd);
	return rc != 0 ? rc : check_content(cli, path, out);
}
