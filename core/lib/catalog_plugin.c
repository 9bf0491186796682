/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Catalogue: what is wrong with a provider plugin, found when it is loaded or
 * when it opens a gateway.  It disables the gateways of that provider alone.
 */
#include "catalog_row.h"

#include <smsgw/provider.h>

const struct catalog_entry catalog_plugin_rows[] = {
	{
	    .code = "plugin-missing",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "There is no plugin of this name.",
	    .text_zh = "没有此名称的服务商插件。",
	    .fix = "Correct provider in the gateway's file, or install "
		   "the package smsgw-provider-NAME; smsgw providers "
		   "lists those there are.",
	    .fix_zh = "请改正网关文件中的 provider，或安装 smsgw-provider-"
		      "名称 软件包；smsgw providers 可列出已安装的插件。",
	},
	{
	    .code = "plugin-name",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The name of a provider is not one that a plugin can "
		    "have, or not the name that the plugin itself gives.",
	    .text_zh = "服务商名称不合规，或与插件自称的名称不符。",
	    .fix = "Use a-z, 0-9 and _, beginning with a letter; a "
		   "plugin's file is called as the provider: NAME.so.",
	    .fix_zh = "请使用小写字母、数字和 _，以字母开头；插件文件须与"
		      "服务商同名：名称.so。",
	},
	{
	    .code = "plugin-owner",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The plugin or a folder above it could be changed by "
		    "somebody who should not be able to.",
	    .text_zh = "插件或其上级目录可能被不应有权限的用户修改。",
	    .fix = "Give it to root and take writing away from others: "
		   "chown root FILE; chmod go-w FILE.",
	    .fix_zh = "请将属主设为 root 并收回他人写权限：chown root 文"
		      "件；chmod go-w 文件。",
	},
	{
	    .code = "plugin-unreadable",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The plugin's file cannot be read, or is no shared "
		    "library.",
	    .text_zh = "插件文件无法读取，或不是共享库。",
	    .fix = "Install the plugin again, for this kind of machine.",
	    .fix_zh = "请重新安装适用于本机架构的插件。",
	},
	{
	    .code = "plugin-dependency",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The plugin needs a library that is not installed.",
	    .text_zh = "插件依赖的库未安装。",
	    .fix = "Install the library that the message names.",
	    .fix_zh = "请安装提示中的库。",
	},
	{
	    .code = "plugin-symbol",
	    .who = SMSGW_WHO_VENDOR,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The plugin uses a function that nothing provides, or "
		    "lacks its own entry.",
	    .text_zh = "插件引用了不存在的函数，或缺少入口函数。",
	    .fix = "Ask the vendor for a plugin that is linked completely "
		   "and has SMSGW_PROVIDER(NAME, …).",
	    .fix_zh = "请向开发者索取链接完整、含有 SMSGW_PROVIDER(名称, "
		      "…) 的插件。",
	},
	{
	    .code = "plugin-abi",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The plugin was made for another version of the "
		    "provider interface.",
	    .text_zh = "插件与本版本 smsgw 的插件接口不兼容。",
	    .fix = "Install a plugin and an smsgw that fit each other.",
	    .fix_zh = "请安装相互匹配的插件和 smsgw。",
	},
	{
	    .code = "plugin-table",
	    .who = SMSGW_WHO_VENDOR,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The description that the plugin gives of itself is "
		    "wrong.",
	    .text_zh = "插件的自我描述有误。",
	    .fix = "Tell the vendor what the message names.",
	    .fix_zh = "请将提示内容告知插件开发者。",
	},
	{
	    .code = "plugin-crashed",
	    .who = SMSGW_WHO_VENDOR,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The plugin crashed.",
	    .text_zh = "插件崩溃。",
	    .fix = "Install another version of it, and tell its vendor.",
	    .fix_zh = "请更换插件版本，并告知开发者。",
	},
	{
	    .code = "plugin-slow",
	    .who = SMSGW_WHO_VENDOR,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The plugin did not come back in time.",
	    .text_zh = "插件未在时限内返回。",
	    .fix = "Install another version of it, and tell its vendor.",
	    .fix_zh = "请更换插件版本，并告知开发者。",
	},
	{
	    .code = "plugin-open",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The provider refused the configuration of the "
		    "gateway.",
	    .text_zh = "服务商插件拒绝了网关的配置。",
	    .fix = "Correct what its message names; smsgw providers NAME "
		   "explains each key.",
	    .fix_zh = "请按提示改正；smsgw providers 名称 说明每个键。",
	},
	{
	    .code = "plugin-result-twice",
	    .who = SMSGW_WHO_VENDOR,
	    .exit_code = CATALOG_UNKNOWN,
	    .text = "The plugin gave one recipient two results; the "
		    "message may have been sent.",
	    .text_zh = "插件为同一接收人给出了两个结果，短信可能已经发出。",
	    .fix = "Look in the provider's console whether it was sent, "
		   "and tell the vendor of the plugin.",
	    .fix_zh = "请在服务商控制台确认是否已发出，并告知插件开发者。",
	},
	{ .code = NULL },
};
