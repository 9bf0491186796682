#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The manual pages that the program writes: whole, and clean by mandoc."""

import re
import shutil
import subprocess

from harness import DONE, USAGE, Case, main

PAGES = ('smsgw', 'smsgw-gateway', 'smsgw-provider-aliyun',
         'smsgw-provider-china_mobile', 'smsgw-provider-http',
         'smsgw-provider-test')


def plain(roff):
    """The text without fonts and escapes."""
    text = re.sub(r'\\f[BIRP]', '', roff).replace('\\&', '')
    return text.replace('\\-', '-').replace('\\e', '\\')


class Man(Case):
    def page(self, name):
        return plain(self.smsgw('help', '--man', name).expect(DONE).out)

    def test_every_command_and_option_is_explained(self):
        page = self.page('smsgw')
        text = self.smsgw('help').expect(DONE).out
        commands = re.findall(r'^  ([a-z]+)  +[A-Z]', text, re.M)
        self.assertGreater(len(commands), 10)
        for command in commands:
            self.assertIn(f'\n.SS "{command}"\n', page)
            for option in re.findall(r'--[a-z-]+ ', self.smsgw(
                    'help', command).expect(DONE).out):
                self.assertIn(option.strip(), page, command)

    def test_every_key_of_a_gateway_is_explained(self):
        page = self.page('smsgw-gateway')
        for key in ('sms_url', 'api_password', 'pin_sha256', 'weight',
                    'concurrency', 'text_file', 'default_country'):
            self.assertIn(f'.TP\n{key}', page)

    def test_a_providers_page_has_its_keys_and_codes(self):
        self.assertIn('.TP\nbody_type  (json | form |',
                      self.page('smsgw-provider-http'))
        page = self.page('smsgw-provider-test')
        self.assertIn('.TP\ndaily_quota', page)
        self.assertIn('.TP\n.B throttled\n', page)

    def test_a_page_that_is_not_there_is_usage(self):
        self.smsgw('help', '--man', 'nosuch').expect(USAGE, 'smsgw-provider-')

    def test_mandoc_finds_no_fault(self):
        if shutil.which('mandoc') is None:
            self.skipTest('mandoc is not installed')
        for name in PAGES:
            roff = self.smsgw('help', '--man', name).expect(DONE).out
            lint = subprocess.run(
                ['mandoc', '-T', 'lint', '-W', 'warning'], input=roff,
                capture_output=True, text=True, check=False)
            # a page has the version, and no date
            faults = [line for line in (lint.stdout + lint.stderr).splitlines()
                      if 'missing date' not in line]
            self.assertEqual(faults, [], name)


if __name__ == '__main__':
    main()
