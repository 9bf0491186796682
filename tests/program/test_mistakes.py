#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What admins and senders get wrong: each is told in one sentence with the
fix, what can be found without sending is found by `check`, with file and
line, and no file is ever left half written."""

import os
import resource
import shutil
import signal
import stat
import subprocess
import unittest

from fault_server import FaultServer, closed_port
from harness import (CONFIG, DATA, DONE, IO, LATER, NOBODY, PERMISSION, PHONE,
                     PHONE_MASKED, USAGE, Case, main)

IS_ROOT = os.geteuid() == 0

# A file as people write it: comments, blank lines, alignment, no last newline.
BY_HAND = '''\
; the gateway of the office
#  (do not touch before lunch)

[gateway]
provider=http
  name    =   CIAM\x20\x20\x20
sms_url   = http://127.0.0.1:9/msg/send

# who we are
api_account = IDaaS_SSO
api_password = 'pass; with # signs'
allow_private = yes
\tenabled = yes
[limits]
# seconds
timeout\t=\t5s


[routing]
priority = 10
#priority = 20
# the end'''

# iniparser's traps: what a file has behind its first four lines, the line
# that is named, and words of the sentence.
TRAPS = {
    'an unquoted # in a value': ('name = ab#cd', 5, 'quotes'),
    'an unquoted ; in a value': ('name = ab ; cd', 5, 'quotes'),
    'an unquoted # in a password': ('api_password = ab#cd', 5, 'quotes'),
    'a backslash in quotes': ('name = "a\\b"', 5, 'backslash'),
    'a quote in quotes': ("name = 'it''s'", 5, 'quote'),
    'text behind a closing quote': ('name = "a" b', 5, 'quote'),
    'a quote that is not closed': ('name = "abc', 5, 'quote'),
    'the same key twice': ('name = a\nname = b', 6, '5'),
    'the same key twice in other letters': ('name = a\nNAME = b', 6, '5'),
    'the same section twice': ('name = a\n[gateway]\nnumber = 1', 6, ''),
    'a colon in a key': ('na:me = a', 5, 'key'),
    'a colon in a section': ('[gate:way]', 5, ''),
    'a line of over 1000 bytes': ('name = ' + 'a' * 1100, 5, 'long'),
    'a line that is continued': ('name = a\\\n  b', 5, 'backslash'),
    'a NUL byte': ('name = a\0b', 5, ''),
    'a line without =': ('name', 5, '='),
    'a section that is not closed': ('[limits', 5, ']'),
}

# Values that a lax parser would take for something: key, value.
LOOSE = (('enabled', 'maybe'), ('enabled', 'y3s'), ('enabled', '2'),
         ('sms_url', 'sms.example.com/send'), ('sms_url', 'ftp://a.example/'),
         ('sms_url', 'https://user:pass@a.example/'),
         ('sms_url', 'https://a b.example/'), ('test_phone', '12'),
         ('limits.timeout', '5'), ('limits.timeout', '5 parsecs'),
         ('limits.timeout', '0x5s'), ('limits.timeout', '-5s'),
         ('limits.timeout', '99999999999999999999s'),
         ('limits.rate', 'fast'), ('limits.concurrency', '1e3'),
         ('limits.concurrency', '12abc'), ('routing.priority', ' +-1'),
         ('routing.weight', '0x10'), ('routing.countries', 'China'),
         ('routing.classes', 'otq'))


class Check(Case):
    """What `check` finds without sending anything."""

    def expect_problem(self, name, line, *words):
        done = self.smsgw('check').expect(CONFIG, *words)
        self.assertIn(f'{self.path("gateways.d", name)}:{line}: ', done.out)
        return done

    def test_a_good_configuration_has_no_errors(self):
        self.write('gateways.d/ciam.ini', BY_HAND)
        self.smsgw('check').expect(DONE, 'no errors')
        found = self.smsgw('--json', 'check').json()
        self.assertIs(found['ok'], True)
        self.assertEqual(found['errors'], 0)

    def test_each_trap_of_the_file_format_is_named_with_its_line(self):
        head = ('[gateway]\nprovider = http\nsms_url = https://a.example/\n'
                'enabled = yes\n')
        for name, (text, line, word) in TRAPS.items():
            with self.subTest(name):
                self.write('gateways.d/ciam.ini', head + text + '\n')
                self.expect_problem('ciam.ini', line, word)
                # and it is not used by mistake
                self.smsgw('test', 'ciam', '--dry-run').expect(CONFIG)

    def test_a_byte_order_mark_is_named(self):
        self.write('gateways.d/ciam.ini', b'\xef\xbb\xbf' + BY_HAND.encode())
        self.expect_problem('ciam.ini', 1, 'mark')

    def test_a_folder_in_place_of_a_file_is_named(self):
        os.mkdir(self.path('gateways.d', 'ciam.ini'))
        done = self.smsgw('check').expect(CONFIG)
        self.assertIn(self.path('gateways.d', 'ciam.ini') + ':', done.out)

    def test_values_are_read_strictly(self):
        for key, value in LOOSE:
            with self.subTest(f'{key} = {value}'):
                self.write('gateways.d/ciam.ini', BY_HAND)
                section, _, name = key.rpartition('.')
                sections = {'limits': {}, 'routing': {}}
                keys = {'sms_url': 'https://a.example/'}
                (sections[section] if section else keys)[name] = value
                self.gateway('ciam', sections, provider='http', **keys)
                lines = self.read('gateways.d/ciam.ini').decode().splitlines()
                at = [n for n, text in enumerate(lines, 1)
                      if text.startswith(name + ' =')]
                self.expect_problem('ciam.ini', at[0], name)

    def test_unknown_keys_are_named_with_the_nearest(self):
        self.gateway('ciam', {'limits': {'time_out': '5s'},
                              'provider': {'sucess': 'status 200'},
                              'limtis': {'rate': '1/s'}},
                     provider='http', sms_url='https://a.example/',
                     sms_titel='x')
        self.smsgw('check').expect(
            CONFIG, 'did you mean sms_title?', 'did you mean timeout?',
            'did you mean success?', '[limtis]')

    def test_all_errors_of_all_files_come_in_one_run(self):
        for name in ('a', 'b', 'c'):
            self.gateway(name, provider='http', sms_url='nowhere',
                         enabled='maybe')
        self.template('login', texd='x')
        self.write('smsgw.ini', '[smsgw]\ndefault_country = Chnia\n')
        done = self.smsgw('check').expect(CONFIG)
        for name in ('a', 'b', 'c'):
            path = self.path('gateways.d', name + '.ini')
            self.assertIn(f'{path}:3: sms_url: ', done.out)
            self.assertIn(f'{path}:4: enabled: ', done.out)
        self.assertIn(self.path('templates.d', 'login.ini') + ':', done.out)
        self.assertIn(self.path('smsgw.ini') + ':2: default_country', done.out)

    def test_check_of_one_gateway_speaks_of_that_one(self):
        self.gateway('a', provider='http', sms_url='nowhere')
        self.http_gateway('https://b.example/', 'b')
        self.smsgw('check', 'b').expect(DONE)
        self.smsgw('check', 'a').expect(CONFIG, 'a.ini:3: sms_url')
        self.smsgw('check', 'c').expect(CONFIG, 'no gateway "c"')

    def test_a_broken_gateway_does_not_disturb_the_others(self):
        with FaultServer() as server:
            self.http_gateway(server.url(), 'good')
            self.gateway('bad', provider='http', sms_url='nowhere')
            self.write('gateways.d/worse.ini', b'\xff\xfe\0')
            self.smsgw('test', 'good').expect(DONE)
            self.smsgw('test', 'bad').expect(CONFIG)
            found = {g['id']: g for g in
                     self.smsgw('--json', 'gateways').expect(DONE).json()}
            self.assertEqual(set(found), {'good', 'bad', 'worse'})

    def test_a_secret_that_everybody_can_read_is_an_error(self):
        path = self.write('gateways.d/ciam.ini', BY_HAND, 0o644)
        self.expect_problem('ciam.ini', 11, 'chmod o-rwx ' + path)
        os.chmod(path, 0o640)
        self.smsgw('check').expect(DONE)

    def test_a_secret_file_that_everybody_can_read_is_a_warning(self):
        self.gateway('ciam', provider='http', sms_url='https://a.example/',
                     api_account='a', api_password_file='ciam.secret')
        self.write('gateways.d/ciam.secret', 'hunter2-hunter2\n', 0o644)
        self.smsgw('check').expect(DONE, 'warning', 'ciam.secret', 'chmod')

    def test_a_missing_secret_file_is_named(self):
        self.gateway('ciam', provider='http', sms_url='https://a.example/',
                     api_account='a', api_password_file='ciam.secret')
        self.expect_problem('ciam.ini', 5, 'ciam.secret',
                            'No such file or directory')
        self.smsgw('test', 'ciam', '--to', PHONE, '--text', 'x').expect(
            CONFIG, 'ciam.secret', 'No such file or directory')

    def test_an_empty_secret_file_is_named(self):
        self.gateway('ciam', provider='http', sms_url='https://a.example/',
                     api_account='a', api_password_file='ciam.secret')
        self.write('gateways.d/ciam.secret', '\n')
        self.expect_problem('ciam.ini', 5, 'ciam.secret')

    def test_a_secret_may_come_from_the_folder_of_credentials(self):
        with FaultServer() as server:
            self.gateway('ciam', provider='http', sms_url=server.url(),
                         api_account='a', api_password_file='pass',
                         allow_private='yes')
            folder = os.path.join(self.top, 'credentials')
            os.mkdir(folder)
            with open(os.path.join(folder, 'pass'), 'w',
                      encoding='ascii') as file:
                file.write('from-systemd\n')
            os.chmod(file.name, 0o600)
            self.smsgw('test', 'ciam', '--to', PHONE, '--text', 'x',
                       env={'CREDENTIALS_DIRECTORY': folder}).expect(DONE)
            self.assertEqual(server.only_request().json()['password'],
                             'from-systemd')

    @unittest.skipUnless(IS_ROOT and shutil.which('setpriv'),
                         'wants to become another user')
    def test_a_secret_file_that_the_user_cannot_read_is_named(self):
        self.gateway('ciam', provider='http', sms_url='https://a.example/',
                     api_account='a', api_password_file='ciam.secret')
        os.chmod(self.path('gateways.d', 'ciam.ini'), 0o644)
        secret = self.write('gateways.d/ciam.secret', 'hunter2-hunter2\n',
                            0o600)
        for words in (['check'], ['test', 'ciam', '--to', PHONE, '--text',
                                  'x']):
            done = self.smsgw(*words, user=NOBODY)
            done.expect(CONFIG, secret, 'Permission denied', 'api_password')
        self.smsgw('check').expect(DONE)

    @unittest.skipUnless(IS_ROOT and shutil.which('setpriv'),
                         'wants to become another user')
    def test_a_gateways_file_that_the_user_cannot_read_is_named(self):
        path = self.write('gateways.d/ciam.ini', BY_HAND, 0o600)
        self.smsgw('check', user=NOBODY).expect(
            CONFIG, path, 'Permission denied')

    def test_a_plain_url_is_a_warning(self):
        self.write('gateways.d/ciam.ini', BY_HAND)
        self.smsgw('check').expect(DONE, 'warning', 'https')

    def test_files_that_are_not_read_are_named_with_v(self):
        self.write('gateways.d/ciam.ini.bak', BY_HAND)
        self.write('gateways.d/Wrong.ini', BY_HAND)
        self.assertNotIn('ciam.ini.bak', self.smsgw('check').all)
        self.smsgw('check', '-v').expect(DONE, 'ciam.ini.bak', 'Wrong.ini')

    def test_a_folder_that_is_missing_is_named(self):
        self.config = os.path.join(self.top, 'nowhere')
        for words in (['check'], ['gateways'], ['test', 'x']):
            self.smsgw(*words).expect(CONFIG, self.config, 'does not exist')


class Sending(Case):
    """What is found when a message is to be sent."""

    def test_a_wrong_password_is_permission_and_names_the_key(self):
        with FaultServer('401') as server:
            self.http_gateway(server.url())
            self.smsgw('test', 'ciam').expect(
                PERMISSION, 'api_account', 'api_password', '401',
                'account-credentials')

    def test_a_wrong_url_is_configuration_and_names_the_key(self):
        for mode in ('404', '405', 'redirect'):
            with self.subTest(mode), FaultServer(mode) as server:
                self.http_gateway(server.url())
                self.smsgw('test', 'ciam').expect(CONFIG, 'sms_url')

    def test_a_refused_connection_can_be_tried_again(self):
        holder, port = closed_port()
        self.addCleanup(holder.close)
        self.http_gateway(f'http://127.0.0.1:{port}/')
        self.smsgw('test', 'ciam').expect(LATER, 'connect-refused', 'sms_url')

    def test_a_disabled_gateway_is_a_warning_in_test_and_refused_in_send(self):
        with FaultServer() as server:
            self.http_gateway(server.url(), enabled='no')
            self.smsgw('test', 'ciam').expect(DONE, 'smsgw enable ciam')
            self.assertEqual(len(server.requests), 1)
            self.smsgw('send', '--local', '--gateway', 'ciam', '--to', PHONE,
                       '--text', 'x').expect(CONFIG, 'smsgw enable ciam')
            self.smsgw('send', '--local', '--to', PHONE, '--text',
                       'x').expect(CONFIG, 'smsgw enable')
            self.assertEqual(len(server.requests), 1)

    def test_what_is_wrong_with_a_message_is_said_and_nothing_sent(self):
        with FaultServer() as server:
            self.http_gateway(server.url(), test_phone='', test_content='')
            self.template('login', text='Your code is ${code}')
            for words, told in (
                    (['--to', '12', '--text', 'x'], 'number'),
                    (['--to', '', '--text', 'x'], '--to'),
                    (['--to', '+86138001380001', '--text', 'x'], 'number'),
                    (['--to', '+86abc', '--text', 'x'], 'number'),
                    (['--text', 'x'], 'test_phone'),
                    (['--to', PHONE], 'test_content'),
                    (['--to', PHONE, '--text', ''], 'text'),
                    (['--to', PHONE, '--text', 'a\x01b'], 'text'),
                    (['--to', PHONE, '--text', b'\xff\xfe'], 'text'),
                    (['--to', PHONE, '--text', 'x' * 20000], 'text'),
                    (['--to', PHONE, '--template', 'lgoin'], 'login'),
                    (['--to', PHONE, '--template', 'login'], 'code'),
                    (['--to', PHONE, '--template', 'login', '--param',
                      'cod=1'], 'code')):
                with self.subTest(words):
                    words = [w.decode('utf-8', 'surrogateescape')
                             if isinstance(w, bytes) else w for w in words]
                    done = self.smsgw('--json', 'test', 'ciam', *words)
                    # what is missing in the command line is usage
                    self.assertIn(done.code, (DATA, USAGE))
                    failed = [s for s in done.json()['steps']
                              if s['state'] == 'failed']
                    self.assertEqual(len(failed), 1, failed)
                    for key in ('cause', 'who', 'fix', 'code'):
                        self.assertTrue(failed[0].get(key), failed)
                    text = ' '.join(failed[0][k] for k in ('fact', 'cause',
                                                           'fix'))
                    self.assertIn(told, text)
            self.assertEqual(server.ledger, [])

    def test_what_to_do_about_a_number_fits_the_number(self):
        self.http_gateway('https://a.example/')
        told = ['test', 'ciam', '--text', 'x', '--to']
        # without a default country: where it is set; a + is missing
        self.smsgw(*told, '13800138000').expect(
            DATA, f'default_country in {self.path("smsgw.ini")}')
        self.smsgw(*told, '8613800138000').expect(
            DATA, 'did you mean +86138****8000?')
        self.write('smsgw.ini', '[smsgw]\ndefault_country = US\n')
        self.smsgw(*told, '86 138 0013 8000').expect(
            DATA, 'did you mean +86138****8000?')
        done = self.smsgw(*told, '+86138o0138000').expect(DATA, 'letters')
        self.assertNotIn('default_country', done.all)

    def test_a_recipient_that_is_no_number_is_shown_masked(self):
        with FaultServer() as server:
            self.http_gateway(server.url())
            done = self.smsgw('send', '--local', '--text', 'x', '--to', PHONE,
                              '--to', '+86138001380001', '--to', 'nobody')
            done.expect(DATA, '+86138****0001: number',
                        'recipient 3 (****): number')
            rows = [line.split()[0] for line in done.out.splitlines()]
            self.assertEqual(rows[1:], [PHONE_MASKED, '+86138****0001',
                                        '****'])

    def test_an_unknown_gateway_is_guessed(self):
        self.http_gateway('https://a.example/')
        self.smsgw('test', 'caim').expect(CONFIG, 'no gateway "caim"', 'ciam')

    def test_without_a_gateway_the_way_to_one_is_said(self):
        self.smsgw('send', '--local', '--to', PHONE, '--text', 'x').expect(
            CONFIG, 'smsgw add')


class Changes(Case):
    """add, set, enable, disable and remove."""

    FILE = 'gateways.d/ciam.ini'

    def setUp(self):
        super().setUp()
        self.write(self.FILE, BY_HAND)

    def expect_lines(self, before, after, at, line):
        """Only that line (from 1) was changed, byte for byte."""
        want = before.split(b'\n')
        want[at - 1] = line
        self.assertEqual(after, b'\n'.join(want))

    def test_set_changes_one_line_of_a_file_written_by_hand(self):
        for key, at, line in (
                ('name', 6, '  name    =   New'),
                ('sms_url', 7, 'sms_url   = New'),
                ('limits.timeout', 16, 'timeout\t=\tNew'),
                ('routing.priority', 20, 'priority = New')):
            value = {'sms_url': 'https://new.example/', 'name': '新 name',
                     'limits.timeout': '7s', 'routing.priority': '3'}[key]
            with self.subTest(key):
                self.write(self.FILE, BY_HAND)
                self.smsgw('set', 'ciam', f'{key}={value}').expect(DONE)
                after = self.read(self.FILE)
                if key == 'name':
                    # blanks behind a value may go with it
                    after = after.replace(b'name\n', b'name   \n') \
                        if b'name   \n' not in after else after
                    line = '  name    =   New   '
                self.expect_lines(BY_HAND.encode(), after, at,
                                  line.replace('New', value).encode())

    def test_set_adds_a_key_at_the_end_of_its_section(self):
        self.smsgw('set', 'ciam', 'limits.rate=3/s').expect(DONE)
        after = self.read(self.FILE).decode()
        self.assertEqual(after.replace('rate = 3/s\n', '').replace(
            'rate\t=\t3/s\n', ''), BY_HAND)
        self.assertLess(after.index('timeout'), after.index('rate'))
        self.assertLess(after.index('rate'), after.index('[routing]'))

    def test_set_keeps_line_ends_of_another_system(self):
        crlf = BY_HAND.replace('\n', '\r\n').encode()
        self.write(self.FILE, crlf)
        self.smsgw('set', 'ciam', 'routing.priority=3').expect(DONE)
        self.assertEqual(self.read(self.FILE), crlf.replace(
            b'\npriority = 10', b'\npriority = 3'))

    def test_set_keeps_mode_and_owner(self):
        path = self.path('gateways.d', 'ciam.ini')
        for mode in (0o640, 0o600, 0o440):
            os.chmod(path, mode)
            if IS_ROOT:
                os.chown(path, 0, 23456)
            self.smsgw('set', 'ciam', f'name=mode {mode:o}').expect(DONE)
            facts = os.stat(path)
            self.assertEqual(stat.S_IMODE(facts.st_mode), mode)
            if IS_ROOT:
                self.assertEqual((facts.st_uid, facts.st_gid), (0, 23456))

    def test_set_to_what_is_there_changes_nothing(self):
        facts = os.stat(self.path('gateways.d', 'ciam.ini'))
        self.smsgw('set', 'ciam', 'name=CIAM').expect(DONE)
        self.assertEqual(self.read(self.FILE), BY_HAND.encode())
        now = os.stat(self.path('gateways.d', 'ciam.ini'))
        self.assertEqual(now.st_mtime_ns, facts.st_mtime_ns)

    def test_values_with_signs_are_read_back_as_they_were(self):
        for value in ('a;b', 'a#b', ' a ', "it's", 'say "x"', 'a=b', '[x]',
                      'back\\slash', '', '【标题】', "'", '"'):
            with self.subTest(value):
                done = self.smsgw('set', 'ciam', 'description=' + value)
                if done.code == CONFIG:
                    # what no form can carry is refused, and nothing changed
                    self.smsgw('check').expect(DONE)
                    continue
                done.expect(DONE)
                shown = self.smsgw('--json', 'gateways', 'ciam').json()
                self.assertEqual(shown_value(shown, 'description'), value)

    def test_a_value_cannot_become_a_line_of_its_own(self):
        for value in ('a\nenabled = no', 'a\renabled = no', 'a\n', '\x1b[2J'):
            done = self.smsgw('set', 'ciam', 'name=' + value)
            self.assertIn(done.code, (CONFIG, DATA, USAGE), done.err)
            self.assertEqual(self.read(self.FILE), BY_HAND.encode())

    def test_enable_and_disable_change_one_line(self):
        self.smsgw('disable', 'ciam').expect(DONE)
        self.assertEqual(self.read(self.FILE).decode(),
                         BY_HAND.replace('enabled = yes', 'enabled = no'))
        self.smsgw('enable', 'ciam').expect(DONE)
        self.assertEqual(self.read(self.FILE).decode(), BY_HAND)

    def test_several_keys_are_set_together_or_not_at_all(self):
        self.smsgw('set', 'ciam', 'name=New', 'limits.timeout=soon').expect(
            CONFIG, 'timeout')
        self.assertEqual(self.read(self.FILE), BY_HAND.encode())
        self.smsgw('set', 'ciam', 'name=New', 'limits.timeout=9s').expect(DONE)
        self.assertIn(b'New', self.read(self.FILE))

    def test_what_would_not_load_is_not_written(self):
        for word in ('provider=nosuch', 'enabled=maybe', 'sms_url=nowhere',
                     'sms_titel=x', 'nosuch.key=1', 'limits.tiemout=1s'):
            with self.subTest(word):
                self.smsgw('set', 'ciam', word).expect(CONFIG)
                self.assertEqual(self.read(self.FILE), BY_HAND.encode())

    def test_a_secret_in_the_command_line_is_refused(self):
        done = self.smsgw('set', 'ciam', 'api_password=on-the-line')
        done.expect(USAGE, '@-').expect_silent_about('on-the-line')
        done = self.smsgw('add', 'new', '--provider', 'http',
                          'sms_url=https://a.example/',
                          'api_password=on-the-line')
        done.expect(USAGE, '@-').expect_silent_about('on-the-line')
        self.assertEqual(self.read(self.FILE), BY_HAND.encode())
        self.assertEqual(os.listdir(self.path('gateways.d')), ['ciam.ini'])

    def test_a_secret_without_a_value_says_how_to_give_it(self):
        self.smsgw('set', 'ciam', 'api_password').expect(
            USAGE, 'api_password: no value', '@FILE', '@-')
        self.smsgw('set', 'ciam', 'name').expect(USAGE, 'KEY=VALUE')
        self.assertEqual(self.read(self.FILE), BY_HAND.encode())

    def test_a_key_of_another_section_is_named_with_it(self):
        self.smsgw('set', 'ciam', 'timeout=5s').expect(
            CONFIG, 'did you mean limits.timeout?')
        self.smsgw('set', 'ciam', 'limits.priority=5').expect(
            CONFIG, 'did you mean routing.priority?')

    def test_a_listing_has_the_arguments_of_templates(self):
        line = 'SMS_1 yzm=code product="ACME"'
        self.smsgw('set', 'ciam', 'templates.login=' + line).expect(DONE)
        self.smsgw('gateways', 'ciam').expect(DONE, '= ' + line)

    def test_check_names_the_gateways_that_cannot_be_used(self):
        self.gateway('bad', provider='nosuch')
        self.gateway('worse', provider='test', nosuch='x')
        done = self.smsgw('check').expect(CONFIG)
        self.assertIn('cannot be used: bad, worse', done.err)

    def test_a_new_gateway_sends_and_its_secret_has_a_file_of_its_own(self):
        with FaultServer() as server:
            self.smsgw('add', 'new', '--provider', 'http', 'allow_private=yes',
                       'sms_url=' + server.url(), 'api_account=IDaaS_SSO',
                       'api_password=@-', 'sms_title=ACME',
                       'test_phone=' + PHONE, 'test_content=hello',
                       stdin="pass;w#rd '\"\\\n").expect(DONE)
            self.assertEqual(self.read('gateways.d/new.secret').rstrip(b'\n'),
                             b"pass;w#rd '\"\\")
            for name in ('new.ini', 'new.secret'):
                mode = os.stat(self.path('gateways.d', name)).st_mode
                self.assertEqual(stat.S_IMODE(mode), 0o640, name)
            self.smsgw('check', 'new').expect(DONE)
            self.smsgw('test', 'new').expect(DONE)
            request = server.only_request().json()
            self.assertEqual(request['password'], "pass;w#rd '\"\\")
            self.assertEqual(request['msg'], '【ACME】hello')
            self.smsgw('remove', 'new').expect(DONE)
        self.assertEqual(os.listdir(self.path('gateways.d')), ['ciam.ini'])

    def test_add_refuses_what_exists_and_what_lacks_a_required_key(self):
        self.smsgw('add', 'ciam', '--provider', 'test').expect(
            CONFIG, 'exists')
        self.smsgw('add', 'new', '--provider', 'http').expect(
            CONFIG, 'sms_url')
        self.smsgw('add', 'new').expect(USAGE, '--provider')
        self.smsgw('add', '../evil', '--provider', 'test').expect(CONFIG)
        self.assertEqual(os.listdir(self.path('gateways.d')), ['ciam.ini'])
        self.assertEqual(self.read(self.FILE), BY_HAND.encode())

    def test_a_gateway_that_is_not_there_cannot_be_changed(self):
        for words in (['set', 'caim', 'name=x'], ['enable', 'caim'],
                      ['disable', 'caim'], ['remove', 'caim']):
            self.smsgw(*words).expect(CONFIG, 'caim')
        self.smsgw('remove', '../config/gateways.d/ciam').expect(CONFIG)
        self.assertEqual(self.read(self.FILE), BY_HAND.encode())

    def test_changes_at_the_same_time_lose_nothing(self):
        self.write(self.FILE, BY_HAND + '\n')
        keys = ('name', 'number', 'description', 'sms_title', 'test_phone',
                'test_content', 'limits.rate', 'routing.weight')
        values = dict(zip(keys, ('Δ', '106900', 'many', 'T', PHONE, 'hi',
                                 '9/s', '7')))
        done = [subprocess.Popen(
            [*self.command(), 'set', 'ciam', f'{k}={v}'],
            env=self.environment(), stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE) for k, v in values.items()]
        for process in done:
            _, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, DONE, err.decode())
        text = self.read(self.FILE).decode()
        for key, value in values.items():
            self.assertRegex(text, rf'(?m)^\s*{key.rpartition(".")[2]}\s*='
                                   rf'\s*{value.replace("+", chr(92) + "+")}'
                                   r'\s*$')
        self.smsgw('check').expect(DONE)
        self.assertEqual(os.listdir(self.path('gateways.d')), ['ciam.ini'])

    def test_no_room_for_a_file_leaves_the_old_one_whole(self):
        def no_room():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
        for words in (['set', 'ciam', 'name=New'], ['disable', 'ciam'],
                      ['add', 'new', '--provider', 'test']):
            done = self.smsgw(*words, preexec_fn=no_room)
            # the limit meets files in memory, too
            done.expect(IO)
            self.assertIn('File too large', done.err)
            self.assertEqual(self.read(self.FILE), BY_HAND.encode())
            self.assertEqual(os.listdir(self.path('gateways.d')),
                             ['ciam.ini'])

    @unittest.skipUnless(IS_ROOT and shutil.which('unshare'),
                         'wants to mount')
    def test_a_full_disk_leaves_the_old_file_whole(self):
        # in a mount namespace of its own, which ends with the shell
        script = ('mount -t tmpfs -o size=16k tmpfs "$1" || exit 200; shift; '
                  'mkdir "$D" && cp "$F" "$D/ciam.ini" || exit 200; '
                  'cat /dev/zero >"$D/filler" 2>/dev/null; "$@"; rc=$?; '
                  'cmp -s "$F" "$D/ciam.ini" || exit 201; '
                  'test "$(ls "$D")" = "ciam.ini\nfiller" || exit 202; '
                  'exit $rc')
        copy = os.path.join(self.top, 'copy.ini')
        shutil.copy(self.path('gateways.d', 'ciam.ini'), copy)
        done = self.smsgw(
            'set', 'ciam', 'name=New',
            prefix=('unshare', '-m', 'sh', '-c', script, 'sh', self.config),
            env={'F': copy, 'D': self.path('gateways.d')})
        if done.code == 200 or 'unshare' in done.err:
            self.skipTest('mounting is not allowed here')
        done.expect(IO, 'No space left on device')

    @unittest.skipUnless(IS_ROOT and shutil.which('setpriv'),
                         'wants to become another user')
    def test_who_may_not_write_is_told_so(self):
        self.write(self.FILE, '[gateway]\nprovider = test\n', 0o644)
        done = self.smsgw('set', 'ciam', 'name=New', user=NOBODY)
        self.assertIn(done.code, (IO, PERMISSION, CONFIG))
        done.expect(done.code, self.path('gateways.d'), 'Permission denied')


def shown_value(shown, key):
    """The value of a key in `gateways ID`."""
    return [v['value'] for v in shown['values'] if v['key'] == key][0]


if __name__ == '__main__':
    main()
