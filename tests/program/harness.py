# SPDX-License-Identifier: Apache-2.0
"""What the whole-program tests share: a configuration folder of their own, the
program run under a time limit, canaries looked for in all that it says, and
TAP from unittest, one line for each test method, named as a sentence."""

import base64
import html
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

# Set by the build's test environment; by hand, both may be given instead.
SMSGW = os.environ.get('SMSGW_BIN') or os.environ.get('SMSGW', './smsgw')
PROVIDERS = os.environ.get('SMSGW_PROVIDERS') or \
    os.environ.get('SMSGW_PROVIDER_PATH', 'plugins/.libs')
MOCKS = os.environ.get('SMSGW_MOCKS', 'tests/mock/.libs')

# The exit codes of the program (sysexits).
DONE, USAGE, DATA, REFUSED, INTERNAL = 0, 64, 65, 69, 70
IO, LATER, UNKNOWN, PERMISSION, CONFIG = 74, 75, 76, 77, 78

# A hang is a failure; no test is about being fast.
HANG_S = 60

PHONE = '+8613800138000'
PHONE_MASKED = '+86138****8000'
NOBODY = 65534

# What the environment of the tests must not bring into the program.
DROPPED = ('LANG', 'LC_ALL', 'LC_CTYPE', 'LC_MESSAGES', 'LANGUAGE', 'NO_COLOR',
           'SMSGW_CONFIG', 'SMSGW_URL', 'CREDENTIALS_DIRECTORY',
           'STATE_DIRECTORY', 'SMSGW_PROVIDER_PATH')


def forms_of(value):
    """The forms in which a value might come out of the program, as bytes."""
    raw = value.encode()
    forms = {raw, raw.hex().encode(), raw.hex().upper().encode(),
             urllib.parse.quote(value, safe='').encode(),
             urllib.parse.quote(value, safe='').lower().encode(),
             urllib.parse.quote_plus(value).encode(),
             json.dumps(value)[1:-1].encode(),
             json.dumps(value, ensure_ascii=False)[1:-1].encode(),
             json.dumps(value).replace('/', '\\/')[1:-1].encode(),
             value.encode('utf-16-be').hex().encode(),
             value.encode('utf-16-be').hex().upper().encode(),
             ''.join(f'%{byte:02X}' for byte in raw).encode(),
             ''.join(f'%{byte:02x}' for byte in raw).encode(),
             html.escape(value, quote=False).encode(),
             html.escape(value).encode()}
    for shift in range(3):
        text = base64.b64encode(b'\0' * shift + raw)
        # only what depends on the value alone, at this alignment
        text = text.rstrip(b'=')[[0, 2, 3][shift]:-1]
        forms |= {text, text.replace(b'+', b'-').replace(b'/', b'_')}
    return {form for form in forms if len(form) >= min(len(raw), 6)}


class Done:
    """A finished run, and what can be expected of it."""

    def __init__(self, test, args, process, seconds):
        self.test = test
        self.args = args
        self.code = process.returncode
        self.out_bytes, self.err_bytes = process.stdout, process.stderr
        self.out = process.stdout.decode('utf-8', 'backslashreplace')
        self.err = process.stderr.decode('utf-8', 'backslashreplace')
        self.seconds = seconds

    @property
    def all(self):
        return self.out + self.err

    def json(self):
        try:
            return json.loads(self.out_bytes.decode('utf-8'))
        except ValueError as error:
            self.fail(f'stdout is no JSON: {error}')

    def fail(self, fact):
        words = ' '.join(self.args)
        self.test.fail(f'{fact}\n$ smsgw {words}\nexit code {self.code}\n'
                       f'stdout: {self.out}\nstderr: {self.err}')

    def expect(self, code, *words):
        """The exit code, and words that stand somewhere in the output."""
        if self.code != code:
            self.fail(f'exit code {self.code}, not {code}')
        for word in words:
            # a paragraph may be wrapped anywhere between words
            if ' '.join(word.split()) not in ' '.join(self.all.split()):
                self.fail(f'"{word}" is missing')
        return self

    def expect_silent_about(self, *values):
        for value in values:
            for form in forms_of(value):
                for name, stream in (('stdout', self.out_bytes),
                                     ('stderr', self.err_bytes)):
                    if form in stream:
                        self.fail(f'{name} has "{value}" as {form!r}')
        return self

    def step(self, name):
        """The step of a trace in JSON."""
        found = [s for s in self.json()['steps'] if s['step'] == name]
        if len(found) != 1:
            self.fail(f'{len(found)} steps "{name}"')
        return found[0]


class Case(unittest.TestCase):
    """A test with a configuration folder of its own."""

    # What no run of this test may ever say.
    canaries = ()

    def setUp(self):
        self.top = tempfile.mkdtemp(prefix='smsgw-test-')
        # users without privileges are to reach the files of some tests
        os.chmod(self.top, 0o755)
        self.addCleanup(shutil.rmtree, self.top, True)
        self.config = os.path.join(self.top, 'config')
        for folder in ('gateways.d', 'templates.d'):
            os.makedirs(self.path(folder))

    def path(self, *names):
        return os.path.join(self.config, *names)

    def write(self, name, text, mode=0o640):
        """Writes a file of the configuration; returns its path."""
        path = self.path(name)
        with open(path, 'wb') as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        os.chmod(path, mode)
        return path

    def read(self, name):
        with open(self.path(name), 'rb') as file:
            return file.read()

    def gateway(self, gateway_id='ciam', sections=None, **keys):
        """Writes gateways.d/ID.ini; sections: {'limits': {…}, …}."""
        sections = {'gateway': keys, **(sections or {})}
        text = ''
        for section, pairs in sections.items():
            text += f'[{section}]\n'
            text += ''.join(f'{k} = {v}\n' for k, v in pairs.items())
        return self.write(f'gateways.d/{gateway_id}.ini', text)

    def http_gateway(self, url, gateway_id='ciam', limits=None, provider=None,
                     **keys):
        """A gateway of provider http for a server on loopback."""
        keys = {'provider': 'http', 'sms_url': url, 'api_account': 'acme',
                'api_password': '"hunter2-hunter2"', 'enabled': 'yes',
                'allow_private': 'yes', 'test_phone': PHONE,
                'test_content': 'hello', **keys}
        return self.gateway(
            gateway_id, {'provider': provider or {},
                   'limits': {'timeout': '20s', **(limits or {})}}, **keys)

    def template(self, name, **keys):
        text = '[template]\n' + ''.join(
            f'{k.replace("__", ".")} = {v}\n' for k, v in keys.items())
        return self.write(f'templates.d/{name}.ini', text)

    def command(self):
        return [SMSGW, '-c', self.config]

    @staticmethod
    def environment(more=None):
        kept = {k: v for k, v in os.environ.items() if k not in DROPPED}
        return {**kept, 'SMSGW_PROVIDER_PATH': PROVIDERS, **(more or {})}

    def smsgw(self, *args, stdin='', env=None, user=None, config=True,
              prefix=(), timeout=HANG_S, **kwargs):
        """Runs the program; a hang or a crash fails the test."""
        words = [*prefix, *(self.command() if config else [SMSGW]), *args]
        if user is not None:
            words = ['setpriv', f'--reuid={user}', f'--regid={user}',
                     '--clear-groups', *words]
        start = time.monotonic()
        try:
            process = subprocess.run(
                words, env=self.environment(env), capture_output=True,
                timeout=timeout,
                input=stdin if isinstance(stdin, bytes) else stdin.encode(),
                check=False, **kwargs)
        except subprocess.TimeoutExpired:
            self.fail(f'smsgw {" ".join(args)}: no end after {timeout} s')
        done = Done(self, args, process, time.monotonic() - start)
        if done.code < 0:
            done.fail(f'killed by {signal.Signals(-done.code).name}')
        done.expect_silent_about(*self.canaries)
        return done


def sentence(test):
    return test.id().split('.')[-1].removeprefix('test_').replace('_', ' ')


class Tap(unittest.TestResult):
    """Prints a line for each test as it ends, what failed above it."""

    def __init__(self):
        super().__init__()
        self.told = self.failed = 0

    def addError(self, test, err):
        super().addError(test, err)
        if not isinstance(test, unittest.TestCase):
            # what a class needs could not be made
            print('# ' + self.errors[-1][1].replace('\n', '\n# '))
            print(f'Bail out! {test}', flush=True)

    def stopTest(self, test):
        super().stopTest(test)
        for _, text in self.errors + self.failures:
            print('# ' + text.rstrip().replace('\n', '\n# '))
        skip = f' # SKIP {self.skipped[-1][1]}' if self.skipped else ''
        bad = bool(self.errors or self.failures)
        self.told += 1
        self.failed += bad
        print(f'{"not ok" if bad else "ok"} {self.told} - {sentence(test)}'
              f'{skip}', flush=True)
        self.errors, self.failures, self.skipped = [], [], []


def line_of(test):
    return getattr(test, test.id().split('.')[-1]).__code__.co_firstlineno


def main():
    """Runs the tests of the file (or those with a phrase of the command line
    in their sentences) in their order and prints TAP."""
    groups = unittest.defaultTestLoader.loadTestsFromModule(
        sys.modules['__main__'])
    wanted = sys.argv[1:]
    tests = [test for group in groups for test in sorted(group, key=line_of)
             if not wanted or any(w in sentence(test) for w in wanted)]
    print(f'1..{len(tests)}')
    tap = Tap()
    unittest.TestSuite(tests).run(tap)
    sys.exit(1 if tap.failed or tap.told != len(tests) else 0)
