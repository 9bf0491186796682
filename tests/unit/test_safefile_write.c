/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests that files are replaced, created, removed and locked whole or not at
 * all, in a folder of the test's own.
 */
#include "safefile_fixture.h"

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
	char number[24];

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
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

	return cmocka_run_group_tests_name("safefile_write", tests, NULL, NULL);
}
