#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The unit tests that ask who owns a file and who may read it, once more as a
user who is nobody: root may read everything, and would never see a refusal."""

import os
import shutil
import subprocess
import tempfile
import unittest

from harness import HANG_S, NOBODY, main

BUILD = os.environ.get('SMSGW_BUILD', '.')


class Unprivileged(unittest.TestCase):

    def as_nobody(self, *words, **kwargs):
        return subprocess.run(
            ['setpriv', f'--reuid={NOBODY}', f'--regid={NOBODY}',
             '--clear-groups', *words], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=5 * HANG_S, check=False,
            **kwargs)

    def passes(self, name):
        """The unit test passes as nobody, in a folder of nobody's."""
        program = os.path.join(BUILD, 'tests/unit', f'test_{name}')
        if os.getuid() != 0 or shutil.which('setpriv') is None:
            self.skipTest('only root, with setpriv, can become nobody')
        if self.as_nobody('test', '-x', program).returncode != 0:
            self.skipTest('nobody cannot reach the folder of the build')
        with tempfile.TemporaryDirectory(prefix='smsgw-test-') as folder:
            os.chown(folder, NOBODY, NOBODY)
            done = self.as_nobody(program, cwd=folder,
                                  env={**os.environ, 'TMPDIR': folder})
        if done.returncode != 0:
            self.fail(f'exit code {done.returncode}\n'
                      + done.stdout.decode('utf-8', 'backslashreplace'))

    def test_safefile_as_nobody(self):
        self.passes('safefile')

    def test_loader_as_nobody(self):
        self.passes('loader')

    def test_loader_path_as_nobody(self):
        self.passes('loader_path')

    def test_settings_as_nobody(self):
        self.passes('settings')

    def test_gatewayfile_as_nobody(self):
        self.passes('gatewayfile')

    def test_secret_as_nobody(self):
        self.passes('secret')


if __name__ == '__main__':
    main()
