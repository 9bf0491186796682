/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding entries of the error catalogue, and the words for who must act and
 * for exit codes.  The entries themselves are in catalog_AREA.c.
 */
#include "catalog.h"

#include <stdlib.h>

#include <smsgw/provider.h>

#include "catalog_row.h"
#include "lang.h"
#include "nearest.h"

static const struct catalog_entry *const tables[] = {
	catalog_file_rows,
	catalog_plugin_rows,
	catalog_message_rows,
	catalog_bulk_rows,
	catalog_network_rows,
	catalog_provider_rows,
};

/* Who must act, as programs and as people read it. */
static const struct who {
	int who;
	const char *name, *text, *text_zh;
} whos[] = {
	{ SMSGW_WHO_NOBODY, N_("nobody"), "nobody", "无需处理" },
	{ SMSGW_WHO_ADMIN, N_("admin"), "the admin of the gateway",
	    "网关管理员" },
	{ SMSGW_WHO_PROVIDER, N_("provider"), "the provider", "短信服务商" },
	{ SMSGW_WHO_SENDER, N_("sender"), "the program that sends the message",
	    "发送短信的应用" },
	{ SMSGW_WHO_RECIPIENT, N_("recipient"), "the recipient", "接收人" },
	{ SMSGW_WHO_VENDOR, N_("vendor"), "who wrote the provider plugin",
	    "插件开发者" },
};

/* What exit codes mean. */
static const struct exit_text {
	int exit_code;
	const char *text, *text_zh;
} exit_texts[] = {
	{ CATALOG_DONE, "done", "完成" },
	{ CATALOG_USAGE, "the command line is wrong", "命令行用法错误" },
	{ CATALOG_DATA, "the number or the content is wrong",
	    "号码或内容有误" },
	{ CATALOG_REFUSED, "the provider refused this message",
	    "服务商拒绝了这条短信" },
	{ CATALOG_INTERNAL, "an internal error", "内部错误" },
	{ CATALOG_IO, "reading or writing failed", "读写失败" },
	{ CATALOG_LATER, "nothing was sent; try again later",
	    "未发送，请稍后重试" },
	{ CATALOG_UNKNOWN, "the outcome is unknown: it may have been sent",
	    "结果未知：短信可能已经发出" },
	{ CATALOG_PERMISSION, "permission or credentials were refused",
	    "权限或凭据被拒绝" },
	{ CATALOG_CONFIG, "the configuration is wrong", "配置有误" },
};

size_t
catalog_count(void)
{
	const struct catalog_entry *row;
	size_t i, count;

	count = 0;
	for (i = 0; i < ARRAY_LEN(tables); i++) {
		for (row = tables[i]; row->code != NULL; row++)
			count++;
	}
	return count;
}

const struct catalog_entry *
catalog_get(size_t i)
{
	const struct catalog_entry *row;
	size_t table;

	for (table = 0; table < ARRAY_LEN(tables); table++) {
		for (row = tables[table]; row->code != NULL; row++) {
			if (i-- == 0)
				return row;
		}
	}
	return NULL;
}

const struct catalog_entry *
catalog_find(const char *code)
{
	const struct catalog_entry *row;
	size_t i;

	if (code == NULL)
		return NULL;
	for (i = 0; i < ARRAY_LEN(tables); i++) {
		for (row = tables[i]; row->code != NULL; row++) {
			if (strcmp(row->code, code) == 0)
				return row;
		}
	}
	return NULL;
}

const struct catalog_entry *
catalog_for_class(int error_class)
{
	const struct catalog_entry *row;

	if (error_class == SMSGW_CLASS_NONE)
		return NULL;
	for (row = catalog_provider_rows; row->code != NULL; row++) {
		if (row->error_class == error_class)
			return row;
	}
	return catalog_find("provider-refused");
}

const char *
catalog_nearest(const char *code)
{
	const char **codes, *found;
	size_t i, count;

	count = catalog_count();
	codes = calloc(count, sizeof(*codes));
	if (codes == NULL)
		return NULL;
	for (i = 0; i < count; i++)
		codes[i] = catalog_get(i)->code;
	found = nearest_word(code, codes, count);
	free(codes);
	return found;
}

static const struct who *
who_find(int who)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(whos); i++) {
		if (whos[i].who == who)
			return &whos[i];
	}
	return &whos[0];
}

const char *
catalog_who_name(int who)
{
	return who_find(who)->name;
}

const char *
catalog_who_text(int who, bool zh)
{
	return zh ? who_find(who)->text_zh : who_find(who)->text;
}

const char *
catalog_exit_text(int exit_code, bool zh)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(exit_texts); i++) {
		if (exit_texts[i].exit_code == exit_code)
			return zh ? exit_texts[i].text_zh : exit_texts[i].text;
	}
	return NULL;
}
