/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests which files and folders count as safe, by facts that are made up, so
 * that it needs no root; and reading, replacing, creating and locking in a
 * folder of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#include "safefile.h"

/* A folder of the test's own, entered before each test. */
static char folder[64];

static const struct safefile_caller root = { 0, 0 };
static const struct safefile_caller user = { 1000, 1000 };

static struct stat
facts(mode_t mode, uid_t uid, gid_t gid)
{
	return (struct stat){ .st_mode = mode, .st_uid = uid, .st_gid = gid };
}

/* The verdict on a file by the strict rule. */
static enum safefile_verdict
strict(mode_t mode, uid_t uid, gid_t gid, const struct safefile_caller *caller)
{
	struct stat st = facts(S_IFREG | mode, uid, gid);

	return safefile_judge(&st, NULL, caller, SAFEFILE_STRICT);
}

static void
code_belongs_to_root_or_the_caller_and_nobody_else_writes_it(void **state)
{
	(void)state;
	assert_int_equal(strict(0644, 0, 0, &root), SAFEFILE_OK);
	assert_int_equal(strict(0644, 0, 0, &user), SAFEFILE_OK);
	assert_int_equal(strict(0755, 1000, 1000, &user), SAFEFILE_OK);
	assert_int_equal(strict(0644, 1000, 1000, &root), SAFEFILE_WRONG_OWNER);
	assert_int_equal(strict(0644, 1001, 0, &user), SAFEFILE_WRONG_OWNER);
	assert_int_equal(strict(0646, 0, 0, &root), SAFEFILE_WORLD_WRITES);
	assert_int_equal(
	    strict(0602, 1000, 1000, &user), SAFEFILE_WORLD_WRITES);
}

static void
a_group_may_write_only_when_it_is_an_unprivileged_callers_own(void **state)
{
	(void)state;
	assert_int_equal(strict(0664, 1000, 1000, &user), SAFEFILE_OK);
	assert_int_equal(strict(0664, 0, 1000, &user), SAFEFILE_OK);
	assert_int_equal(
	    strict(0664, 1000, 1001, &user), SAFEFILE_GROUP_WRITES);
	assert_int_equal(strict(0664, 0, 0, &user), SAFEFILE_GROUP_WRITES);
	assert_int_equal(strict(0664, 0, 0, &root), SAFEFILE_GROUP_WRITES);
}

static void
data_may_also_belong_to_whoever_may_replace_it_anyway(void **state)
{
	struct stat dir = facts(S_IFDIR | 0755, 998, 998);
	struct stat file = facts(S_IFREG | 0640, 998, 998);

	(void)state;
	assert_int_equal(
	    safefile_judge(&file, &dir, &root, SAFEFILE_DATA), SAFEFILE_OK);
	assert_int_equal(safefile_judge(&file, &dir, &root, SAFEFILE_STRICT),
	    SAFEFILE_WRONG_OWNER);
	file.st_uid = 997;
	assert_int_equal(safefile_judge(&file, &dir, &root, SAFEFILE_DATA),
	    SAFEFILE_WRONG_OWNER);
	file = facts(S_IFREG | 0660, 0, 998);
	assert_int_equal(safefile_judge(&file, &dir, &root, SAFEFILE_DATA),
	    SAFEFILE_GROUP_WRITES);
	dir.st_mode = S_IFDIR | 0775;
	assert_int_equal(
	    safefile_judge(&file, &dir, &root, SAFEFILE_DATA), SAFEFILE_OK);
	dir.st_gid = 997;
	assert_int_equal(safefile_judge(&file, &dir, &root, SAFEFILE_DATA),
	    SAFEFILE_GROUP_WRITES);
	dir = facts(S_IFDIR | 01775, 0, 998);
	assert_int_equal(safefile_judge(&file, &dir, &root, SAFEFILE_DATA),
	    SAFEFILE_GROUP_WRITES);
	dir = facts(S_IFDIR | 0777, 0, 998);
	file = facts(S_IFREG | 0666, 0, 998);
	assert_int_equal(safefile_judge(&file, &dir, &root, SAFEFILE_DATA),
	    SAFEFILE_WORLD_WRITES);
}

static void
only_a_regular_file_is_a_file(void **state)
{
	static const mode_t types[] = { S_IFDIR, S_IFIFO, S_IFSOCK, S_IFCHR,
		S_IFBLK, S_IFLNK };
	struct stat st;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(types); i++) {
		st = facts(types[i] | 0600, 0, 0);
		assert_int_equal(
		    safefile_judge(&st, NULL, &root, SAFEFILE_STRICT),
		    SAFEFILE_NOT_REGULAR);
	}
}

static enum safefile_verdict
judge_dir(
    mode_t mode, uid_t uid, gid_t gid, const struct safefile_caller *caller)
{
	struct stat st = facts(mode, uid, gid);

	return safefile_judge_folder(&st, caller);
}

static void
a_folder_that_strangers_may_write_is_safe_only_when_sticky(void **state)
{
	const mode_t dir = S_IFDIR;

	(void)state;
	assert_int_equal(judge_dir(dir | 0755, 0, 0, &user), SAFEFILE_OK);
	assert_int_equal(
	    judge_dir(dir | 0777, 0, 0, &user), SAFEFILE_WORLD_WRITES);
	assert_int_equal(judge_dir(dir | 01777, 0, 0, &user), SAFEFILE_OK);
	assert_int_equal(
	    judge_dir(dir | 01777, 1001, 0, &user), SAFEFILE_WRONG_OWNER);
	assert_int_equal(
	    judge_dir(dir | 0775, 0, 50, &user), SAFEFILE_GROUP_WRITES);
	assert_int_equal(judge_dir(dir | 0775, 1000, 1000, &user), SAFEFILE_OK);
	assert_int_equal(
	    judge_dir(dir | 0775, 0, 0, &root), SAFEFILE_GROUP_WRITES);
	assert_int_equal(
	    judge_dir(S_IFREG | 0644, 0, 0, &root), SAFEFILE_NOT_FOLDER);
}

/* Writes a file of the test's own. */
static void
put(const char *path, const char *content, mode_t mode)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_true(fputs(content, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

/* Fails unless a file has this content. */
static void
check_content(const char *path, const char *expected)
{
	char content[4096];
	FILE *file = fopen(path, "rb");
	size_t n;

	if (file == NULL)
		fail_msg("no file %s", path);
	n = fread(content, 1, sizeof(content) - 1, file);
	content[n] = '\0';
	fclose(file);
	assert_string_equal(content, expected);
}

/* Fails unless the folder holds this many entries: no left-overs. */
static void
check_entries(int expected)
{
	DIR *dir = opendir(".");
	const struct dirent *entry;
	int count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		count += strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0;
	closedir(dir);
	assert_int_equal(count, expected);
}

/* Fails unless there is one problem with this text and fix; empties it. */
static void
check_problem(struct problems *problems, const char *text, const char *fix)
{
	const struct problem *problem = problems_get(problems, 0);

	assert_int_equal(problems_count(problems), 1);
	assert_non_null(problem->file);
	if (strstr(problem->text, text) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", text, problem->text);
	if (strstr(problem->fix, fix) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", fix, problem->fix);
	problems_fini(problems);
}

/* Reading "path" fails for this reason. */
static void
check_unreadable(const char *path, const char *text, const char *fix)
{
	struct problems problems;
	struct buf out;

	problems_init(&problems);
	buf_init(&out, 100);
	assert_int_equal(
	    safefile_read(path, SAFEFILE_STRICT, 10, &out, NULL, &problems),
	    -1);
	check_problem(&problems, text, fix);
	buf_fini(&out);
}

static void
a_file_is_read_through_a_link(void **state)
{
	struct problems problems;
	struct stat st;
	struct buf out;

	(void)state;
	put("f", "0123456789", 0640);
	assert_int_equal(symlink("f", "l"), 0);
	problems_init(&problems);
	buf_init(&out, 100);
	assert_int_equal(
	    safefile_read("l", SAFEFILE_STRICT, 10, &out, &st, &problems), 0);
	assert_string_equal(buf_str(&out), "0123456789");
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(problems_count(&problems), 0);
	buf_fini(&out);
}

static void
what_cannot_be_read_is_named_with_its_cure(void **state)
{
	(void)state;
	put("long", "0123456789a", 0600);
	put("open", "x", 0666);
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	check_unreadable("long", "larger than the 10 bytes", "smaller");
	check_unreadable("open", "by everybody (mode 0666)", "chmod 0644 open");
	check_unreadable(".", "is a folder", "name a file");
	check_unreadable("pipe", "not a regular file", "name a file");
	check_unreadable("/dev/null", "not a regular file", "name a file");
	check_unreadable("none", "does not exist", "create it");
	check_unreadable("open/x", "does not exist", "correct the path");
	check_unreadable("loop", "cannot be read", "");
	if (geteuid() != 0)
		return;
	assert_int_equal(chown("open", 1, 1), 0);
	check_unreadable(
	    "open", "belongs to user 1, who is neither", "chown root open");
}

static void
a_file_that_does_not_tell_its_size_is_bounded_too(void **state)
{
	struct problems problems;
	struct buf out;

	(void)state;
	problems_init(&problems);
	buf_init(&out, 1024 * 1024);
	assert_int_equal(safefile_read("/proc/self/smaps", SAFEFILE_STRICT,
			     4200, &out, NULL, &problems),
	    -1);
	check_problem(&problems, "larger than the 4200 bytes", "smaller");
	buf_fini(&out);
}

static void
a_missing_file_is_no_problem_where_it_is_optional(void **state)
{
	struct problems problems;
	int fd;

	(void)state;
	problems_init(&problems);
	assert_int_equal(
	    safefile_open("none", SAFEFILE_OPTIONAL, &fd, NULL, &problems), 1);
	assert_int_equal(fd, -1);
	assert_int_equal(problems_count(&problems), 0);
	assert_int_equal(symlink("none", "dangling"), 0);
	assert_int_equal(
	    safefile_open(".", SAFEFILE_OPTIONAL, &fd, NULL, &problems), -1);
	check_problem(&problems, "is a folder", "");
}

static void
every_folder_on_the_way_counts_those_of_links_too(void **state)
{
	struct problems problems;
	char path[256];

	(void)state;
	problems_init(&problems);
	assert_int_equal(mkdir("a", 0755), 0);
	assert_int_equal(mkdir("a/b", 0755), 0);
	assert_int_equal(mkdir("c", 0755), 0);
	put("a/b/f", "x", 0644);
	assert_int_equal(symlink("../a/./b//f", "c/l"), 0);
	snprintf(path, sizeof(path), "%s/c/../c/l", folder);
	assert_int_equal(safefile_check_folders(path, &problems), 0);
	assert_int_equal(chmod("a", 0777), 0);
	assert_int_equal(safefile_check_folders(path, &problems), -1);
	check_problem(&problems, "by everybody (mode 0777)", "/a");
	assert_int_equal(chmod("a", 01777), 0);
	assert_int_equal(safefile_check_folders(path, &problems), 0);
	assert_int_equal(chmod("a/b", 0777), 0);
	assert_int_equal(safefile_check_folders(path, &problems), -1);
	check_problem(&problems, "by everybody", "/a/b");
	snprintf(path, sizeof(path), "%s/a/b/f/x", folder);
	assert_int_equal(chmod("a/b", 0755), 0);
	assert_int_equal(safefile_check_folders(path, &problems), -1);
	check_problem(&problems, "not a folder", "");
	snprintf(path, sizeof(path), "%s/none/x", folder);
	assert_int_equal(safefile_check_folders(path, &problems), -1);
	check_problem(&problems, "does not exist", "");
	assert_int_equal(symlink("loop", "loop"), 0);
	snprintf(path, sizeof(path), "%s/loop", folder);
	assert_int_equal(safefile_check_folders(path, &problems), -1);
	check_problem(&problems, "cannot be read", "");
}

static void
a_strangers_link_is_not_followed_to_code(void **state)
{
	struct problems problems;
	char path[256];

	(void)state;
	if (geteuid() != 0)
		return;
	problems_init(&problems);
	put("f", "x", 0644);
	assert_int_equal(symlink("f", "l"), 0);
	assert_int_equal(lchown("l", 1, 1), 0);
	snprintf(path, sizeof(path), "%s/l", folder);
	assert_int_equal(safefile_check_folders(path, &problems), -1);
	check_problem(&problems, "belongs to user 1", "chown -h root");
}

static void
replacing_keeps_owner_group_mode_and_link(void **state)
{
	struct problems problems;
	struct stat before, after;
	uid_t owner = geteuid() == 0 ? 7 : geteuid();
	gid_t group = geteuid() == 0 ? 8 : getegid();

	(void)state;
	problems_init(&problems);
	assert_int_equal(mkdir("d", 0755), 0);
	put("d/f", "old", 0600);
	assert_int_equal(chown("d/f", owner, group), 0);
	assert_int_equal(chmod("d/f", 0604), 0);
	assert_int_equal(symlink("d/f", "l"), 0);
	assert_int_equal(stat("l", &before), 0);
	assert_int_equal(
	    safefile_replace("l", &before, "new", 3, &problems), 0);
	assert_int_equal(problems_count(&problems), 0);
	check_content("d/f", "new");
	assert_int_equal(lstat("l", &after), 0);
	assert_true(S_ISLNK(after.st_mode));
	assert_int_equal(stat("d/f", &after), 0);
	assert_int_equal(after.st_uid, owner);
	assert_int_equal(after.st_gid, group);
	assert_int_equal(after.st_mode & 07777, 0604);
	assert_int_not_equal(after.st_ino, before.st_ino);
	check_entries(2);
	assert_int_equal(chdir("d"), 0);
	check_entries(1);
	assert_int_equal(chdir(".."), 0);
}

static void
a_file_changed_in_the_meantime_is_not_overwritten(void **state)
{
	struct problems problems;
	struct stat st;

	(void)state;
	problems_init(&problems);
	put("f", "old", 0600);
	assert_int_equal(stat("f", &st), 0);
	put("f", "theirs", 0600);
	assert_int_equal(safefile_replace("f", &st, "ours", 4, &problems), -1);
	check_problem(&problems, "somebody else", "again");
	check_content("f", "theirs");
	check_entries(1);
	assert_int_equal(safefile_replace("f", NULL, "", 0, &problems), 0);
	check_content("f", "");
}

/* In a child with a limit on the size of files: as with a full disk. */
static int
replace_on_a_full_disk(void)
{
	const struct rlimit limit = { 2, 2 };
	struct problems problems;

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 1;
	problems_init(&problems);
	if (safefile_replace("f", NULL, "12345", 5, &problems) != -1)
		return 2;
	if (strstr(problems_get(&problems, 0)->text,
		"cannot write the new content") == NULL)
		return 3;
	problems_fini(&problems);
	return 0;
}

static void
a_failed_write_leaves_the_old_file_whole(void **state)
{
	struct problems problems;
	pid_t child;
	int status;

	(void)state;
	problems_init(&problems);
	put("f", "old", 0600);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(replace_on_a_full_disk());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	check_content("f", "old");
	check_entries(1);
	assert_int_equal(safefile_replace("none", NULL, "x", 1, &problems), -1);
	check_problem(&problems, "No such file", "correct the path");
	assert_int_equal(safefile_replace("no/f", NULL, "x", 1, &problems), -1);
	check_problem(&problems, "cannot open its folder", "the folder");
	assert_int_equal(safefile_replace(".", NULL, "x", 1, &problems), -1);
	check_problem(&problems, "not a regular file", "name a file");
	assert_int_equal(symlink("none", "dangling"), 0);
	assert_int_equal(
	    safefile_replace("dangling", NULL, "x", 1, &problems), -1);
	check_problem(&problems, "cannot be found", "correct the path");
	check_entries(2);
}

static void
a_file_system_that_is_read_only_is_named(void **state)
{
	struct problems problems;

	(void)state;
	problems_init(&problems);
	assert_int_equal(
	    safefile_create("/proc/self/smsgw", "x", 1, &problems), -1);
	check_problem(&problems, "cannot create a file in its folder", "");
}

static void
a_new_file_takes_the_folders_group_and_never_overwrites(void **state)
{
	struct problems problems;
	struct stat st;
	gid_t group = geteuid() == 0 ? 8 : getegid();

	(void)state;
	problems_init(&problems);
	assert_int_equal(chown(".", (uid_t)-1, group), 0);
	umask(077);
	assert_int_equal(safefile_create("f", "new", 3, &problems), 0);
	umask(022);
	assert_int_equal(problems_count(&problems), 0);
	assert_int_equal(stat("f", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(st.st_gid, group);
	assert_int_equal(st.st_nlink, 1);
	check_content("f", "new");
	assert_int_equal(safefile_create("f", "other", 5, &problems), -1);
	check_problem(&problems, "exists already", "remove it first");
	check_content("f", "new");
	assert_int_equal(symlink("none", "dangling"), 0);
	assert_int_equal(safefile_create("dangling", "x", 1, &problems), -1);
	check_problem(&problems, "exists already", "");
	check_entries(2);
}

static void
left_overs_of_a_crash_do_not_stop_a_new_file(void **state)
{
	struct problems problems;
	char name[64];

	(void)state;
	problems_init(&problems);
	snprintf(name, sizeof(name), ".smsgw-%ld-0.tmp", (long)getpid());
	put(name, "left over", 0600);
	assert_int_equal(safefile_create("f", "new", 3, &problems), 0);
	check_content("f", "new");
	check_content(name, "left over");
	check_entries(2);
}

static void
removing_takes_a_link_and_not_its_target(void **state)
{
	struct problems problems;

	(void)state;
	problems_init(&problems);
	put("f", "x", 0600);
	assert_int_equal(symlink("f", "l"), 0);
	assert_int_equal(safefile_remove("l", &problems), 0);
	check_content("f", "x");
	check_entries(1);
	assert_int_equal(safefile_remove("f", &problems), 0);
	check_entries(0);
	assert_int_equal(safefile_remove("f", &problems), -1);
	check_problem(&problems, "cannot be removed: No such file", "");
}

/* One of the programs that count a number in a file up, a hundred times. */
static int
count_up(void)
{
	struct problems problems;
	struct stat st;
	struct buf text;
	int i, lock;
	char number[16];

	problems_init(&problems);
	buf_init(&text, 100);
	for (i = 0; i < 25; i++) {
		lock = safefile_lock("f", &problems);
		buf_reset(&text);
		if (lock < 0 ||
		    safefile_read(
			"f", SAFEFILE_STRICT, 100, &text, &st, &problems) != 0)
			return 1;
		snprintf(number, sizeof(number), "%ld",
		    strtol(buf_str(&text), NULL, 10) + 1);
		if (safefile_replace(
			"f", &st, number, strlen(number), &problems) != 0)
			return 2;
		safefile_unlock(lock);
	}
	buf_fini(&text);
	return 0;
}

static void
two_programs_that_edit_at_once_lose_nothing(void **state)
{
	pid_t children[2];
	int i, status;

	(void)state;
	put("f", "0", 0600);
	for (i = 0; i < 2; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0)
			_exit(count_up());
	}
	for (i = 0; i < 2; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	check_content("f", "50");
	check_entries(1);
}

static void
a_lock_needs_a_folder_and_may_be_given_back_twice(void **state)
{
	struct problems problems;

	(void)state;
	problems_init(&problems);
	assert_int_equal(safefile_lock("no/f", &problems), -1);
	check_problem(&problems, "cannot open its folder", "the folder");
	safefile_unlock(-1);
}

static int
enter_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/smsgw-test-safefile-XXXXXX");
	return mkdtemp(folder) == NULL || chdir(folder) != 0 ? -1 : 0;
}

/* Removes what a test has left in a folder. */
static void
empty_folder(const char *path)
{
	char name[600];
	DIR *dir = opendir(path);
	const struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(name, sizeof(name), "%.300s/%s", path, entry->d_name);
		if (unlink(name) != 0) {
			empty_folder(name);
			rmdir(name);
		}
	}
	closedir(dir);
}

static int
leave_folder(void **state)
{
	(void)state;
	empty_folder(folder);
	return chdir("/") != 0 || rmdir(folder) != 0 ? -1 : 0;
}

#define IN_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    code_belongs_to_root_or_the_caller_and_nobody_else_writes_it),
		cmocka_unit_test(
		    a_group_may_write_only_when_it_is_an_unprivileged_callers_own),
		cmocka_unit_test(
		    data_may_also_belong_to_whoever_may_replace_it_anyway),
		cmocka_unit_test(only_a_regular_file_is_a_file),
		cmocka_unit_test(
		    a_folder_that_strangers_may_write_is_safe_only_when_sticky),
		IN_FOLDER(a_file_is_read_through_a_link),
		IN_FOLDER(what_cannot_be_read_is_named_with_its_cure),
		cmocka_unit_test(
		    a_file_that_does_not_tell_its_size_is_bounded_too),
		IN_FOLDER(a_missing_file_is_no_problem_where_it_is_optional),
		IN_FOLDER(every_folder_on_the_way_counts_those_of_links_too),
		IN_FOLDER(a_strangers_link_is_not_followed_to_code),
		IN_FOLDER(replacing_keeps_owner_group_mode_and_link),
		IN_FOLDER(a_file_changed_in_the_meantime_is_not_overwritten),
		IN_FOLDER(a_failed_write_leaves_the_old_file_whole),
		IN_FOLDER(a_file_system_that_is_read_only_is_named),
		IN_FOLDER(
		    a_new_file_takes_the_folders_group_and_never_overwrites),
		IN_FOLDER(left_overs_of_a_crash_do_not_stop_a_new_file),
		IN_FOLDER(removing_takes_a_link_and_not_its_target),
		IN_FOLDER(two_programs_that_edit_at_once_lose_nothing),
		IN_FOLDER(a_lock_needs_a_folder_and_may_be_given_back_twice),
	};

	return cmocka_run_group_tests_name("safefile", tests, NULL, NULL);
}
