/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Catalogue: what is wrong with configuration files, gateways and secrets, or
 * with the machine they lie on.  Found without sending anything.
 */
#include "catalog_row.h"

#include <smsgw/provider.h>

const struct catalog_entry catalog_file_rows[] = {
	{
	    .code = "config-syntax",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A line of the file is not what a configuration file "
		    "may hold.",
	    .text_zh = "配置文件中有一行不符合格式。",
	    .fix = "Correct the line: [section], key = value, or a "
		   "comment that begins with # or ; on a line of its own.",
	    .fix_zh = "请改正该行：[小节]、键 = 值，或独占一行、以 # 或 ; "
		      "开头的注释。",
	},
	{
	    .code = "config-duplicate",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A key or a section stands in the file twice.",
	    .text_zh = "文件中有重复的键或小节。",
	    .fix = "Keep one of them.",
	    .fix_zh = "请只保留一个。",
	},
	{
	    .code = "config-section-unknown",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The file has a section that smsgw does not know.",
	    .text_zh = "文件中有 smsgw 不认识的小节。",
	    .fix = "Correct the name in brackets, or remove the section.",
	    .fix_zh = "请改正方括号中的名称，或删除该小节。",
	},
	{
	    .code = "config-key-unknown",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The file has a key that smsgw and the provider do "
		    "not know.",
	    .text_zh = "文件中有 smsgw 和服务商插件都不认识的键。",
	    .fix = "Correct the key; smsgw providers NAME lists those of "
		   "a provider.",
	    .fix_zh = "请改正该键；用 smsgw providers 名称 可列出服务商插"
		      "件的全部参数。",
	},
	{
	    .code = "config-key-missing",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A key that the provider requires is missing.",
	    .text_zh = "缺少服务商要求的键。",
	    .fix = "Add it: smsgw set ID KEY=VALUE, or in the file.",
	    .fix_zh = "请补上：smsgw set 网关 键=值，或直接编辑文件。",
	},
	{
	    .code = "config-key-unused",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A key is set that has no effect here.",
	    .text_zh = "所设置的键在此处不起作用。",
	    .fix = "Remove it, or set what it depends on.",
	    .fix_zh = "请删除该键，或设置其依赖的选项。",
	},
	{
	    .code = "config-key-obsolete",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A key is set that should no longer be used.",
	    .text_zh = "使用了已废弃的键。",
	    .fix = "Use the key that took its place; smsgw providers NAME "
		   "names it.",
	    .fix_zh = "请改用替代它的键，可用 smsgw providers 名称 查看。",
	},
	{
	    .code = "config-value",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The value of a key is not of the kind that is "
		    "expected.",
	    .text_zh = "键的值不符合要求。",
	    .fix = "Give it a value of the kind that the message names.",
	    .fix_zh = "请按提示填写正确的值。",
	},
	{
	    .code = "config-url-plain",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The URL is plain http: text, account and password "
		    "cross the network readable by others.",
	    .text_zh = "URL 使用未加密的 http：短信内容、账号和密码在网络"
		       "上可被他人读取。",
	    .fix = "Use the https URL of the provider.",
	    .fix_zh = "请使用服务商的 https 地址。",
	},
	{
	    .code = "config-file-mode",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A file that holds a secret can be read by everybody.",
	    .text_zh = "含有密钥的文件可被所有用户读取。",
	    .fix = "Take the right away: chmod o-rwx FILE.",
	    .fix_zh = "请收回权限：chmod o-rwx 文件。",
	},
	{
	    .code = "config-file-unreadable",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A configuration file cannot be read.",
	    .text_zh = "无法读取配置文件。",
	    .fix = "Give the user who runs smsgw the right to read it, or "
		   "run as that user.",
	    .fix_zh = "请让运行 smsgw 的用户可读取该文件，或改用该用户运"
		      "行。",
	},
	{
	    .code = "config-file-ignored",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A file in the folder is not read, because its name "
		    "is not ID.ini.",
	    .text_zh = "目录中有文件因名称不是 ID.ini 而未被读取。",
	    .fix = "Rename it to letters of a-z, digits, - and _ with "
		   ".ini behind, or remove it.",
	    .fix_zh = "请改名为小写字母、数字、- 和 _ 组成并以 .ini 结尾，"
		      "或将其移走。",
	},
	{
	    .code = "config-folder-missing",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The configuration folder is not there.",
	    .text_zh = "配置目录不存在。",
	    .fix = "Name it with -c DIR or $SMSGW_CONFIG, or create it.",
	    .fix_zh = "请用 -c 目录 或 $SMSGW_CONFIG 指定，或创建该目录。",
	},
	{
	    .code = "config-would-break",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The change was not written, because the file would "
		    "not load with it.",
	    .text_zh = "未写入修改：修改后文件将无法加载。",
	    .fix = "Correct what the message names and run the command "
		   "again.",
	    .fix_zh = "请改正提示的问题后重新执行命令。",
	},
	{
	    .code = "file-missing",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A file is not there.",
	    .text_zh = "文件不存在。",
	    .fix = "Create it, or correct the path.",
	    .fix_zh = "请创建该文件，或改正路径。",
	},
	{
	    .code = "file-unreadable",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A file cannot be opened or read.",
	    .text_zh = "无法打开或读取文件。",
	    .fix = "Give the user who runs smsgw the right to read it, or "
		   "run as that user.",
	    .fix_zh = "请让运行 smsgw 的用户可读取该文件，或改用该用户运"
		      "行。",
	},
	{
	    .code = "file-unsafe",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A file or its folder could be changed by somebody "
		    "who should not be able to.",
	    .text_zh = "文件或其目录可能被不应有权限的用户修改。",
	    .fix = "Give it to root or to the user who runs smsgw, and "
		   "take writing away from others: chmod go-w.",
	    .fix_zh = "请将其属主设为 root 或运行 smsgw 的用户，并收回他人"
		      "的写权限：chmod go-w。",
	},
	{
	    .code = "gateway-unknown",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "There is no gateway with this id.",
	    .text_zh = "没有此编号的网关。",
	    .fix = "See smsgw gateways for those there are, or make it: "
		   "smsgw add ID --provider NAME.",
	    .fix_zh = "用 smsgw gateways 查看现有网关，或新建：smsgw add "
		      "网关 --provider 名称。",
	},
	{
	    .code = "gateway-exists",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "There is a gateway with this id already.",
	    .text_zh = "已有此编号的网关。",
	    .fix = "Choose another id, or change the gateway: smsgw set "
		   "ID KEY=VALUE.",
	    .fix_zh = "请换一个编号，或修改现有网关：smsgw set 网关 键="
		      "值。",
	},
	{
	    .code = "gateway-id",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "This cannot be the id of a gateway.",
	    .text_zh = "该名称不能作为网关编号。",
	    .fix = "Use 1 to 63 characters a-z, 0-9, - and _, beginning "
		   "with a letter or a digit.",
	    .fix_zh = "请使用 1 至 63 个小写字母、数字、- 和 _，并以字母或"
		      "数字开头。",
	},
	{
	    .code = "gateway-disabled",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The gateway is switched off, so nobody can send "
		    "through it.",
	    .text_zh = "网关已停用，无人能通过它发送。",
	    .fix = "Switch it on: smsgw enable ID.",
	    .fix_zh = "请启用：smsgw enable 网关。",
	},
	{
	    .code = "gateway-none",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "No gateway is configured that could carry this "
		    "message.",
	    .text_zh = "没有可以发送此短信的网关。",
	    .fix = "Make one: smsgw add ID --provider NAME, or enable "
		   "one: smsgw enable ID.",
	    .fix_zh = "请新建：smsgw add 网关 --provider 名称，或启用："
		      "smsgw enable 网关。",
	},
	{
	    .code = "secret-missing",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A secret that the provider requires is not set.",
	    .text_zh = "缺少服务商要求的密钥。",
	    .fix = "Set it without showing it: smsgw set ID "
		   "api_password=@-, or name a file with "
		   "api_password_file.",
	    .fix_zh = "请设置（不会显示）：smsgw set 网关 "
		      "api_password=@-，或用 api_password_file 指定文件。",
	},
	{
	    .code = "secret-unreadable",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The file that holds a secret cannot be read.",
	    .text_zh = "无法读取存放密钥的文件。",
	    .fix = "Check its path, which is relative to the gateway's "
		   "folder, and give the user who runs smsgw the right to "
		   "read it.",
	    .fix_zh = "请检查路径（相对于网关文件所在目录），并让运行 "
		      "smsgw 的用户可读取它。",
	},
	{
	    .code = "secret-empty",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The file that should hold a secret is empty.",
	    .text_zh = "存放密钥的文件为空。",
	    .fix = "Write the secret into it, on one line.",
	    .fix_zh = "请将密钥写入文件，占一行。",
	},
	{
	    .code = "secret-invalid",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A secret holds bytes that it cannot have.",
	    .text_zh = "密钥中含有不允许的字节。",
	    .fix = "Write it as one line of UTF-8 text, without NUL.",
	    .fix_zh = "请写成一行 UTF-8 文本，不含 NUL。",
	},
	{
	    .code = "secret-twice",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A secret is given both in the file and by a file of "
		    "its own.",
	    .text_zh = "同一密钥既写在配置中，又用文件指定。",
	    .fix = "Keep either KEY or KEY_file.",
	    .fix_zh = "请只保留 KEY 或 KEY_file 之一。",
	},
	{
	    .code = "no-memory",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_INTERNAL,
	    .text = "There was not enough memory.",
	    .text_zh = "内存不足。",
	    .fix = "Free some memory and try again.",
	    .fix_zh = "请释放内存后重试。",
	},
	{
	    .code = "internal",
	    .who = SMSGW_WHO_VENDOR,
	    .exit_code = CATALOG_INTERNAL,
	    .text = "smsgw met a state that it does not expect.",
	    .text_zh = "smsgw 遇到了意外的内部状态。",
	    .fix = "Report it, with what you did and the output of smsgw "
		   "--version.",
	    .fix_zh = "请附上操作步骤和 smsgw --version 的输出报告此问题。",
	},
	{
	    .code = "config-unreadable",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The file cannot be read by the INI library as it is "
		    "written.",
	    .text_zh = "INI 库无法按原样读取该文件。",
	    .fix = "Write the line that the message names in a simpler "
		   "form, or put the value into quotes.",
	    .fix_zh = "请把提示的行写得更简单，或将值用引号括起。",
	},
	{
	    .code = "memory-file",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_IO,
	    .text = "The system allows no file in memory, through which a "
		    "file is given to the INI library.",
	    .text_zh = "系统不允许创建内存文件，而 INI 库须经它读取文件。",
	    .fix = "Raise the limit on the size of files (ulimit -f), and "
		   "allow memfd_create.",
	    .fix_zh = "请提高文件大小限制（ulimit -f），并允许 memfd_create。",
	},
	{
	    .code = "file-not-written",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_IO,
	    .text = "A file could not be written; the old content is "
		    "still there.",
	    .text_zh = "文件未能写入，原内容保持不变。",
	    .fix = "Check the space on the disk and the rights of the "
		   "folder, or run this as root.",
	    .fix_zh = "请检查磁盘空间和目录权限，或以 root 运行。",
	},
	{
	    .code = "file-busy",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "Somebody else is changing the file, or has just "
		    "changed it.",
	    .text_zh = "文件正在被他人修改，或刚被修改。",
	    .fix = "Run the command again.",
	    .fix_zh = "请重新执行命令。",
	},
	{
	    .code = "file-exists",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "There is a file of this name already.",
	    .text_zh = "已有同名文件。",
	    .fix = "Change it, or remove it first.",
	    .fix_zh = "请修改该文件，或先将其删除。",
	},
	{
	    .code = "file-private",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A new file is readable by its owner only.",
	    .text_zh = "新文件只有属主可读。",
	    .fix = "As root, give it the group of its folder and mode "
		   "0640.",
	    .fix_zh = "请以 root 将其属组设为目录的属组，权限设为 0640。",
	},
	{ .code = NULL },
};
