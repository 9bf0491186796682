#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the completion of shells offers, and that the shells' scripts work."""

import os
import shutil
import subprocess

from harness import DONE, Case, main

SMSGW = os.environ['SMSGW']
SCRIPTS = os.path.join(os.environ['SMSGW_SOURCE'], 'etc', 'completion')


class Completion(Case):
    def setUp(self):
        super().setUp()
        self.gateway('ciam', provider='test')
        self.gateway('demo', provider='test')

    def offered(self, *words):
        return self.smsgw('help', '--words', '--', *words).expect(
            DONE).out.split()

    def test_commands_are_offered_by_their_beginning(self):
        self.assertEqual(self.offered('te'), ['test'])
        self.assertEqual(self.offered('e'), ['enable', 'errors'])
        self.assertIn('providers', self.offered(''))
        self.assertEqual(self.offered('nosuch', ''), [])

    def test_gateways_are_those_of_the_configuration(self):
        self.assertEqual(self.offered('test', ''), ['ciam', 'demo'])
        self.assertEqual(self.offered('-v', 'remove', 'c'), ['ciam'])
        self.assertEqual(self.offered('send', '--gateway', 'd'), ['demo'])
        self.assertEqual(self.offered('-c', '/nosuch', 'test', ''), [])

    def test_providers_keys_and_codes_are_offered(self):
        self.assertEqual(self.offered('providers', 'h'), ['http'])
        self.assertEqual(self.offered('add', 'x', '-p', 't'), ['test'])
        self.assertEqual(self.offered('set', 'ciam', 'sms_'),
                         ['sms_url=', 'sms_title='])
        self.assertIn('limits.timeout=', self.offered('set', 'ciam', 'limits'))
        self.assertEqual(self.offered('errors', 'connect-ref'),
                         ['connect-refused'])

    def test_options_are_those_of_the_command_and_the_program(self):
        self.assertEqual(self.offered('test', 'ciam', '--dr'), ['--dry-run'])
        self.assertIn('--json', self.offered('--'))
        self.assertNotIn('--dry-run', self.offered('--'))

    def test_bash_completes_by_its_script(self):
        script = f'''
            source {SCRIPTS}/smsgw.bash
            COMP_LINE="{SMSGW} -c {self.config} test c" COMP_POINT=999
            _smsgw; echo "${{COMPREPLY[@]}}"
            COMP_LINE="{SMSGW} -c {self.config} test " COMP_POINT=999
            _smsgw; echo "${{COMPREPLY[@]}}"
        '''
        done = subprocess.run(
            ['bash', '--norc', '-c', script], env=self.environment(),
            capture_output=True, text=True, check=False)
        self.assertEqual(done.stdout, 'ciam\nciam demo\n', done.stderr)

    def test_the_scripts_of_zsh_and_fish_can_be_read(self):
        shells = {'zsh': '_smsgw', 'fish': 'smsgw.fish'}
        found = [shell for shell in shells if shutil.which(shell)]
        for shell in found:
            done = subprocess.run(
                [shell, '-n', os.path.join(SCRIPTS, shells[shell])],
                capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
        if not found:
            self.skipTest('neither zsh nor fish is installed')


if __name__ == '__main__':
    main()
