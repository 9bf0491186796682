/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Catalogue: files of messages, and the journals of what was sent of them.
 */
#include "catalog_row.h"

#include <smsgw/provider.h>

const struct catalog_entry catalog_bulk_rows[] = {
	{
	    .code = "bulk-no-file",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_USAGE,
	    .text = "The messages must be in a file, which is read twice.",
	    .text_zh = "短信必须保存在文件中，因为要读取两遍。",
	    .fix = "Save them to a file and name that with --csv.",
	    .fix_zh = "请保存为文件，再用 --csv 指定。",
	},
	{
	    .code = "bulk-csv",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "A row of the file is not CSV as RFC 4180 has it. "
		    "Nothing was sent.",
	    .text_zh = "文件中有一行不符合 CSV（RFC 4180）格式。未发送任何短"
		       "信。",
	    .fix = "Correct the row; commas separate columns, and a text "
		   "with commas, quotes or line ends stands in quotes.",
	    .fix_zh = "请更正该行：列以逗号分隔，含逗号、引号或换行的文本要放"
		      "在引号内。",
	},
	{
	    .code = "bulk-header",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The columns of the file are not those of messages. "
		    "Nothing was sent.",
	    .text_zh = "文件的列不是短信文件应有的列。未发送任何短信。",
	    .fix = "Begin the file with a line of names: to, and text or "
		   "template.",
	    .fix_zh = "文件第一行须为列名：to，以及 text 或 template。",
	},
	{
	    .code = "bulk-row",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "A row of the file is no message that can be sent. "
		    "Nothing was sent.",
	    .text_zh = "文件中有一行不是可发送的短信。未发送任何短信。",
	    .fix = "Correct the rows that are named, and run it again.",
	    .fix_zh = "请更正所列的行，然后重新运行。",
	},
	{
	    .code = "bulk-changed",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The file was changed after it had been checked.",
	    .text_zh = "文件在检查之后被修改。",
	    .fix = "Put the old content back and use --resume; or send the "
		   "rest from a file of its own.",
	    .fix_zh = "请恢复原内容并使用 --resume；或把剩余的行另存为新文件"
		      "发送。",
	},
	{
	    .code = "bulk-journal-exists",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_USAGE,
	    .text = "There is a journal: the file was sent before, perhaps "
		    "not to its end.",
	    .text_zh = "日志已存在：该文件曾经发送过，可能没有发完。",
	    .fix = "Use --resume to send what is missing; or remove the "
		   "journal to send all of it again.",
	    .fix_zh = "用 --resume 发送缺少的部分；若要全部重发，请先删除该日"
		      "志。",
	},
	{
	    .code = "bulk-journal-missing",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_USAGE,
	    .text = "There is no journal to resume from.",
	    .text_zh = "没有可以继续的日志。",
	    .fix = "Leave out --resume to begin, or name the journal with "
		   "--journal.",
	    .fix_zh = "首次发送请去掉 --resume；或用 --journal 指定日志。",
	},
	{
	    .code = "bulk-journal-other",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The journal belongs to another file, or to other "
		    "options.",
	    .text_zh = "该日志属于另一个文件或另一组选项。",
	    .fix = "Give the file and the options of the first time.",
	    .fix_zh = "请使用首次发送时的文件和选项。",
	},
	{
	    .code = "bulk-journal-damaged",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_IO,
	    .text = "The journal is damaged, so it is not known what was "
		    "sent.",
	    .text_zh = "日志已损坏，无法确定发送过哪些短信。",
	    .fix = "Restore the journal; without it, rows could be sent "
		   "twice.",
	    .fix_zh = "请恢复日志；没有它，可能重复发送。",
	},
	{
	    .code = "bulk-journal-busy",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_LATER,
	    .text = "Another program sends this file.",
	    .text_zh = "另一个程序正在发送该文件。",
	    .fix = "Wait until it has ended.",
	    .fix_zh = "请等它结束。",
	},
	{
	    .code = "bulk-journal-failed",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_IO,
	    .text = "The journal cannot be written or read, and without it "
		    "nothing is sent.",
	    .text_zh = "日志无法写入或读取；没有日志就不发送。",
	    .fix = "Make room on the disk, or name another place with "
		   "--journal; then --resume.",
	    .fix_zh = "请腾出磁盘空间，或用 --journal 指定其他位置；然后使用 "
		      "--resume。",
	},
	{
	    .code = "bulk-report",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_IO,
	    .text = "The report cannot be written.",
	    .text_zh = "报告无法写入。",
	    .fix = "Make room for it, or name another place with --report; "
		   "--resume writes it again.",
	    .fix_zh = "请腾出空间，或用 --report 指定其他位置；--resume 会重新"
		      "写报告。",
	},
	{
	    .code = "bulk-unconfirmed",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_USAGE,
	    .text = "Nobody has said that the file is to be sent.",
	    .text_zh = "没有人确认发送该文件。",
	    .fix = "Add --yes to send it without a question.",
	    .fix_zh = "如需不经询问直接发送，请加上 --yes。",
	},
	{
	    .code = "bulk-interrupted",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_LATER,
	    .text = "Sending was interrupted before the last row.",
	    .text_zh = "发送在最后一行之前被中断。",
	    .fix = "Give the same command with --resume.",
	    .fix_zh = "请在同一命令后加上 --resume。",
	},
	{
	    .code = "bulk-stuck",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_PERMISSION,
	    .text = "The providers refuse the accounts of the gateways, so "
		    "that no message goes any more.",
	    .text_zh = "服务商拒绝网关的账号，短信无法继续发送。",
	    .fix = "Mend the gateway (smsgw test ID shows what is wrong), then "
		   "give the same command with --resume.",
	    .fix_zh = "请修复网关（smsgw test ID 会显示原因），再在同一命令后加"
		      "上 --resume。",
	},
	{ .code = NULL },
};
