/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the folder of files and tells what became of it.
 */
#include "world.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SNAPSHOT_MAX ((size_t)64 * 1024)

static char root[PATH_MAX];
static int vendor_port;

static const struct file {
	const char *name;
	mode_t mode;
	const char *text; /* %d is the port */
} files[] = {
	{ "etc/smsgw.ini", 0644, "[smsgw]\ndefault_country = CN\n" },
	{ "etc/templates.d/login.ini", 0644,
	    "[template]\n"
	    "text = Your code is ${code}, for ${minutes} minutes\n"
	    "text.zh = 您的验证码是${code}\n"
	    "class = otp\npurpose = login\nexpires = 5m\n" },
	{ "etc/gateways.d/demo.ini", 0640,
	    "# for trying things out\n"
	    "[gateway]\nprovider = test\nname = Demo\n"
	    "sms_title = 【ACME】\ntest_phone = +8613800138000\n"
	    "test_content = Your code is " WORLD_CODE "\n" },
	{ "etc/gateways.d/web.ini", 0640,
	    "[gateway]\nprovider = http\nname = Web\n"
	    "# loopback\n"
	    "sms_url = http://127.0.0.1:%d/send\nallow_private = yes\n"
	    "api_account = user\napi_password_file = web.secret\n"
	    "sms_title = 【ACME】\ntest_phone = +8613800138000\n"
	    "[provider]\n"
	    "field.1 = account: ${api_account}\n"
	    "field.2 = password: ${api_password}\n"
	    "field.3 = phone: ${to}\n"
	    "field.4 = msg: ${signed_text}\n"
	    "header.1 = X-Sign: ${id|sha256|hex}\n"
	    "success = status 200 and json /code == \"0\"\n"
	    "id = json /msgId\n"
	    "[routing]\ncountries = CN\npriority = 5\n"
	    "[limits]\ntimeout = 5s\n" },
	{ "etc/gateways.d/web.secret", 0640, WORLD_SECRET "\n" },
	{ "mobile/gateways.d/mas.ini", 0600,
	    "[gateway]\nprovider = china_mobile\n"
	    "sms_url = https://sms.example.com/sms/submit\n"
	    "api_account = user\napi_password = '" WORLD_SECRET "'\n"
	    "api_extension = a=1\n"
	    "[provider]\nec_name = ACME\nsign_code = AbCdEfGhI\n"
	    "[templates]\nlogin = T1 code\n" },
	{ "mobile/gateways.d/msg.ini", 0600,
	    "[gateway]\nprovider = china_mobile\n"
	    "sms_url = http://127.0.0.1:%d/msg/send/json\n"
	    "allow_private = yes\nsms_title = ACME\n"
	    "api_account = user\napi_password = '" WORLD_SECRET "'\n"
	    "[limits]\ntimeout = 5s\n" },
	{ "broken/gateways.d/Bad.ini", 0644, "[gateway]\n" },
	{ "broken/gateways.d/a.ini", 0644,
	    "[gateway]\nprovider = tset\nnmae = A\nsms_title = a;b\n"
	    "api_password = " WORLD_SECRET "\n" },
	{ "broken/gateways.d/b.ini", 0644,
	    "[gateway]\nprovider = http\nsms_url = htp:/x\n"
	    "api_password = '" WORLD_SECRET "'\n"
	    "[provider]\nfield.1 = a: ${b\nsuccess = status two\n"
	    "[limits]\ntimeout = soon\n" },
	{ "broken/templates.d/t.ini", 0644, "[template]\nclass = otp\n" },
	{ "broken/smsgw.ini", 0644, "[smsgw]\ndefault_country = XX\n[x]\n" },
	{ "new.secret", 0600, WORLD_NEW_SECRET "\n" },
	{ "many.csv", 0644,
	    "to,code\n+8613800138000,1234\n+8613800138001,5678\n"
	    "+8613800138000,1234\n" },
};

static const char *const folders[] = { "etc", "etc/gateways.d",
	"etc/templates.d", "state", "broken", "broken/gateways.d",
	"broken/templates.d", "mobile", "mobile/gateways.d" };

static void
file_write(const struct file *file)
{
	FILE *out = fopen(file->name, "w");

	if (out == NULL)
		abort();
	if (strstr(file->text, "%d") == NULL) {
		fputs(file->text, out);
	} else {
		const char *at = strstr(file->text, "%d");

		fprintf(out, "%.*s%d%s", (int)(at - file->text), file->text,
		    vendor_port, at + 2);
	}
	if (fclose(out) != 0 || chmod(file->name, file->mode) != 0)
		abort();
}

static void
write_all(void)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(folders); i++)
		if (mkdir(folders[i], 0755) != 0)
			abort();
	for (i = 0; i < ARRAY_LEN(files); i++)
		file_write(&files[i]);
}

/* Removes what is in a folder. */
static void
remove_in(const char *folder)
{
	struct dirent *entry;
	struct stat st;
	char path[PATH_MAX];
	DIR *dir = opendir(folder);

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
			remove_in(path);
			rmdir(path);
		} else {
			unlink(path);
		}
	}
	if (dir != NULL)
		closedir(dir);
}

void
world_make(int port)
{
	const char *base = getenv("TMPDIR");
	char state[PATH_MAX];

	umask(022);
	vendor_port = port;
	snprintf(root, sizeof(root), "%.3000s/smsgw-torture-XXXXXX",
	    base != NULL ? base : "/tmp");
	if (mkdtemp(root) == NULL || chmod(root, 0755) != 0 || chdir(root) != 0)
		abort();
	snprintf(state, sizeof(state), "%.3100s/state", root);
	setenv("STATE_DIRECTORY", state, 1);
	write_all();
}

void
world_restore(void)
{
	remove_in(".");
	write_all();
}

void
world_remove(void)
{
	if (chdir("/") == 0) {
		remove_in(root);
		rmdir(root);
	}
}

/* A text that grows. */
struct snapshot {
	char *text;
	size_t len;
};

static void
add(struct snapshot *s, const char *data, size_t len)
{
	if (s->len + len + 1 > SNAPSHOT_MAX)
		abort();
	memcpy(s->text + s->len, data, len);
	s->len += len;
	s->text[s->len] = '\0';
}

static void
add_file(struct snapshot *s, const char *path, mode_t mode)
{
	char content[8192], line[PATH_MAX + 64];
	FILE *in = fopen(path, "r");
	size_t len, i;
	int n, lines = 0;

	len = in != NULL ? fread(content, 1, sizeof(content), in) : 0;
	if (in != NULL)
		fclose(in);
	for (i = 0; i < len; i++)
		lines += content[i] == '\n';
	n = snprintf(line, sizeof(line), "\n== %s %o %d\n", path,
	    (unsigned int)mode, lines);
	add(s, line, (size_t)n);
	/* random keys and times are in the test channel's */
	if (strncmp(path, "./state", 7) != 0)
		add(s, content, len);
}

static int
any_entry(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 &&
	    strcmp(entry->d_name, "..") != 0;
}

static void
add_folder(struct snapshot *s, const char *folder)
{
	struct dirent **entries;
	char path[PATH_MAX];
	struct stat st;
	int i, count;

	count = scandir(folder, &entries, any_entry, alphasort);
	for (i = 0; i < count; i++) {
		snprintf(
		    path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
			add_folder(s, path);
		else
			add_file(s, path, st.st_mode);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

char *
world_snapshot(void)
{
	struct snapshot s = { .text = calloc(1, SNAPSHOT_MAX) };

	if (s.text == NULL)
		abort();
	add_folder(&s, ".");
	return s.text;
}
