#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every text that people read has its Chinese."""

import os
import re
import shutil
import subprocess
import unittest

from harness import Case, DONE, main

SOURCE = os.environ.get('SMSGW_SOURCE', '.')
CHINESE = {'LC_ALL': 'zh_CN.UTF-8'}


class Translation(Case):
    @unittest.skipUnless(shutil.which('xgettext'), 'gettext is not installed')
    def test_po_zh_cn_po_has_every_text_of_the_sources(self):
        done = subprocess.run([os.path.join(SOURCE, 'tools/translate'),
                               '--check'], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, DONE, done.stdout + done.stderr)

    def test_the_table_in_the_program_is_that_of_the_file(self):
        path = os.path.join(os.environ.get('SMSGW_BUILD', '.'), 'po/zh_CN.c')
        with open(path, encoding='utf-8') as file:
            texts = re.findall(r'^\t\{ "((?:[^"\\]|\\.)*)", ', file.read(),
                               re.MULTILINE)
        with open(os.path.join(SOURCE, 'po/zh_CN.po'),
                  encoding='utf-8') as file:
            # but for the head
            self.assertEqual(len(texts), file.read().count('\nmsgid ') - 1)
        plain = [t.encode().decode('unicode_escape') for t in texts]
        self.assertEqual(plain, sorted(plain))

    def test_json_is_never_translated(self):
        for words in (['check'], ['errors', 'no-memory'], ['chekc'], ['add']):
            english = self.smsgw('--json', *words)
            chinese = self.smsgw('--json', *words, env=CHINESE)
            self.assertEqual(english.all, chinese.all, words)


if __name__ == '__main__':
    main()
