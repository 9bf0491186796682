#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Broken plugins as a user meets them: each is named with its fault, and the
others go on.  Prints TAP; the mocks are those of tests/mock."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

SMSGW = os.environ.get("SMSGW", "./smsgw")
MOCKS = os.environ.get("SMSGW_MOCKS", "tests/mock/.libs")
GATEWAY = """[gateway]
provider = {0}
name = {0}
sms_url = https://sms.example.com/send
"""
CONFIG = 78

# What `check` must say of a gateway whose provider is broken in this way.
BROKEN = {
    "acme": 'there is no provider "acme"',
    "bad_table": '"api_password" is SECRET and has a preset',
    "crash_load": "crashed (SIGSEGV)",
    "crash_open": "crashed (SIGABRT)",
    "entry_null": "returned no provider",
    "exit_load": "ended the process",
    "major": "made for provider ABI 2, this smsgw offers 0",
    "misnamed": 'calls itself "somebody_else"',
    "no_entry": "no function no_entry_LTX_smsgw_provider()",
    "size_zero": "0 bytes long",
    "undefined": '"mock_function_that_nobody_has"',
}
WORKING = ("newer", "ok", "older")


class Plugins(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="smsgw-test-")
        self.addCleanup(shutil.rmtree, self.top)
        self.config = os.path.join(self.top, "config")
        self.plugins = os.path.join(self.top, "plugins")
        os.makedirs(os.path.join(self.config, "gateways.d"))
        os.mkdir(self.plugins)

    def add(self, *names):
        """Copies mocks, and makes a gateway of the same name for each."""
        for name in names:
            mock = os.path.join(MOCKS, name + ".so")
            if os.path.exists(mock):
                self.copy(mock, name)
            path = os.path.join(self.config, "gateways.d", name + ".ini")
            with open(path, "w", encoding="utf-8") as file:
                file.write(GATEWAY.format(name))
            os.chmod(path, 0o640)

    def copy(self, mock, name):
        to = os.path.join(self.plugins, name + ".so")
        shutil.copyfile(mock, to)
        os.chmod(to, 0o644)
        return to

    def smsgw(self, *args):
        env = dict(os.environ, SMSGW_PROVIDER_PATH=self.plugins)
        return subprocess.run(
            [SMSGW, "-c", self.config, *args], env=env, timeout=60,
            stdin=subprocess.DEVNULL, capture_output=True, text=True)

    def test_each_broken_provider_is_named_by_check(self):
        for name, words in BROKEN.items():
            with self.subTest(name):
                self.add(name)
                done = self.smsgw("check", name)
                self.assertEqual(done.returncode, CONFIG, done.stderr)
                self.assertIn(words, done.stdout + done.stderr)
                self.assertIn(name, done.stdout + done.stderr)

    def test_the_gateways_of_other_providers_are_in_order(self):
        self.add(*BROKEN, *WORKING)
        done = self.smsgw("check")
        self.assertEqual(done.returncode, CONFIG)
        for words in BROKEN.values():
            self.assertIn(words, done.stdout + done.stderr)
        for name in WORKING:
            done = self.smsgw("check", name)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_list_shows_a_crasher_as_broken_and_goes_on(self):
        self.add("crash_load", "exit_load", "major", "ok", "older")
        done = self.smsgw("--json", "providers")
        self.assertEqual(done.returncode, 0, done.stderr)
        found = {p["name"]: p for p in json.loads(done.stdout)}
        self.assertEqual(found["ok"]["state"], "ok")
        self.assertEqual(found["older"]["abi"], "0.0")
        for name in ("crash_load", "exit_load", "major"):
            self.assertEqual(found[name]["state"], "broken")
            self.assertIn(BROKEN[name], found[name]["reason"])

    def test_a_gateway_is_listed_by_its_file_when_its_provider_crashes(self):
        self.add("crash_load", "crash_open")
        done = self.smsgw("--json", "gateways")
        self.assertEqual(done.returncode, 0, done.stderr)
        for gateway in json.loads(done.stdout):
            self.assertEqual(gateway["name"], gateway["id"])
            self.assertEqual(gateway["provider"], gateway["id"])
            self.assertEqual(gateway["state"], "broken")
            self.assertIn("crashed", gateway["problem"])

    def test_a_missing_library_is_named(self):
        self.add("needs_lib")
        path = os.path.join(self.plugins, "needs_lib.so")
        with open(path, "rb") as file:
            data = file.read()
        self.assertIn(b"libm.so.6", data)
        with open(path, "wb") as file:
            file.write(data.replace(b"libm.so.6", b"libq.so.6"))
        done = self.smsgw("check")
        self.assertEqual(done.returncode, CONFIG)
        self.assertIn("needs the library libq.so.6", done.stdout + done.stderr)

    def test_a_plugin_that_others_may_change_is_refused(self):
        self.add("ok")
        path = os.path.join(self.plugins, "ok.so")
        os.chmod(path, 0o666)
        done = self.smsgw("check")
        self.assertEqual(done.returncode, CONFIG)
        self.assertIn("may be written by everybody", done.stdout + done.stderr)
        self.assertIn("chmod 0644 " + path, done.stdout + done.stderr)

    @unittest.skipIf(os.geteuid() != 0, "only root can give a file away")
    def test_a_plugin_of_another_user_is_refused(self):
        self.add("ok")
        path = os.path.join(self.plugins, "ok.so")
        os.chown(path, 65534, 0)
        done = self.smsgw("check")
        self.assertEqual(done.returncode, CONFIG)
        self.assertIn("belongs to user 65534", done.stdout + done.stderr)

    def test_a_mistyped_provider_is_guessed(self):
        self.add("ok", "older", "oldr")
        done = self.smsgw("check", "oldr")
        self.assertEqual(done.returncode, CONFIG)
        self.assertIn('did you mean "older"?', done.stdout + done.stderr)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Plugins)
    tests = list(suite)
    print(f"1..{len(tests)}")
    failed = 0
    for number, test in enumerate(tests, 1):
        result = unittest.TestResult()
        test.run(result)
        name = test.id().split(".")[-1].removeprefix("test_")
        name = name.replace("_", " ")
        for _, text in result.errors + result.failures:
            print("# " + text.replace("\n", "\n# "))
        ok = result.wasSuccessful()
        failed += not ok
        skip = f" # SKIP {result.skipped[0][1]}" if result.skipped else ""
        print(f"{'ok' if ok else 'not ok'} {number} - {name}{skip}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
