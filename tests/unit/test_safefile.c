/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests which files and folders count as safe, by facts that are made up, so
 * that it needs no root; and reading in a folder of its own.
 */
#include "safefile_fixture.h"

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
	};

	return cmocka_run_group_tests_name("safefile", tests, NULL, NULL);
}
