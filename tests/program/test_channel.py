#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The built-in test channel: outcomes by magic number, an outbox that shows
what would have been sent, and a quota that survives and explains itself."""

import json
import os
import stat
import subprocess

from harness import (DONE, INTERNAL, IO, LATER, PERMISSION, PHONE, REFUSED,
                     UNKNOWN, Case, main)

# The last four digits of the number, then exit code and outcome.
MAGIC = (('0001', REFUSED, 'rejected'), ('0002', LATER, 'deferred'),
         ('0003', UNKNOWN, 'unknown'), ('0004', DONE, 'accepted'),
         ('0005', DONE, 'accepted'), ('0006', DONE, 'accepted'),
         ('0007', PERMISSION, 'rejected'), ('0008', REFUSED, 'rejected'),
         ('0009', REFUSED, 'rejected'), ('0010', REFUSED, 'rejected'),
         ('8000', DONE, 'accepted'))


class Channel(Case):
    def setUp(self):
        super().setUp()
        self.channel()

    def channel(self, gateway_id='demo', **keys):
        self.gateway(gateway_id, {'provider': keys}, provider='test',
                     name='Test', sms_title='ACME', test_phone=PHONE,
                     test_content='Your code is 123456')

    def number(self, ending):
        return '+861380013' + ending

    def outbox(self):
        with open(self.path('state', 'test', 'outbox.jsonl'),
                  encoding='utf-8') as file:
            return [json.loads(line) for line in file]

    def quota_file(self):
        return self.path('state', 'test', 'demo.quota')

    def test_the_ending_of_the_number_chooses_the_outcome(self):
        for ending, code, outcome in MAGIC:
            with self.subTest(ending):
                done = self.smsgw('--json', 'test', 'demo', '--to',
                                  self.number(ending)).expect(code)
                self.assertEqual(done.json()['outcome'], outcome)
                failed = [s for s in done.json()['steps']
                          if s['state'] == 'failed']
                self.assertEqual(len(failed), code != DONE)
                for step in failed:
                    for key in ('cause', 'who', 'fix', 'code'):
                        self.assertTrue(step.get(key), step)

    def test_a_throttled_message_says_when_to_come_again(self):
        done = self.smsgw('--json', 'test', 'demo', '--to',
                          self.number('0002')).expect(LATER)
        self.assertEqual(done.json()['delay_ms'], 30000)

    def test_a_report_comes_when_it_is_waited_for(self):
        self.smsgw('test', 'demo', '--to', self.number('0006'), '--wait',
                   '20').expect(REFUSED, 'not delivered')
        done = self.smsgw('--json', 'test', 'demo', '--wait', '20')
        self.assertEqual(done.expect(DONE).json()['state'], 'delivered')
        self.assertEqual(done.step('report')['state'], 'ok')

    def test_the_outbox_has_what_would_have_been_sent(self):
        self.smsgw('test', 'demo').expect(DONE, 'outbox.jsonl')
        self.smsgw('test', 'demo', '--to', self.number('9999'), '--text',
                   'line\n"quoted" 😀').expect(DONE)
        first, second = self.outbox()
        self.assertEqual(first['gateway'], 'demo')
        self.assertEqual(first['to'], PHONE)
        self.assertEqual(first['text'], '[TEST] 【ACME】Your code is 123456')
        self.assertEqual(second['text'], '[TEST] 【ACME】line\n"quoted" 😀')
        self.assertNotEqual(first['id'], second['id'])

    def test_the_outbox_is_for_its_owner_alone(self):
        self.smsgw('test', 'demo').expect(DONE)
        folder = self.path('state', 'test')
        for name in os.listdir(folder):
            mode = os.stat(os.path.join(folder, name)).st_mode
            self.assertEqual(stat.S_IMODE(mode), 0o600, name)

    def test_a_dry_run_writes_nothing_and_counts_nothing(self):
        self.channel(daily_quota='1')
        self.smsgw('test', 'demo', '--dry-run').expect(DONE, '[TEST]')
        self.assertFalse(os.path.exists(self.path('state', 'test')))
        self.smsgw('test', 'demo').expect(DONE)

    def test_a_template_is_shown_with_its_arguments(self):
        self.template('login', text='Your code is ${code}')
        self.smsgw('test', 'demo', '--template', 'login', '--param',
                   'code=@-', stdin='4711').expect(DONE)
        self.assertIn('4711', json.dumps(self.outbox()[0]))

    def test_the_quota_of_a_day_is_20_and_survives(self):
        for count in range(20):
            self.smsgw('test', 'demo', '--to',
                       self.number(f'{5000 + count}')).expect(DONE)
        done = self.smsgw('--json', 'test', 'demo', '--to',
                          self.number('6000')).expect(LATER)
        failed = [s for s in done.json()['steps'] if s['state'] == 'failed'][0]
        self.assertEqual(failed['code'], 'quota-used-up')
        self.assertIn('quota of 20 in 24 hours', failed['fact'])
        self.assertIn('nothing was sent', failed['fact'])
        self.assertIn('smsgw add', failed['fix'])
        self.assertGreater(done.json()['delay_ms'], 23 * 3600 * 1000)
        self.assertEqual(len(self.outbox()), 20)

    def test_a_number_gets_three_messages_a_minute(self):
        for _ in range(3):
            self.smsgw('test', 'demo').expect(DONE)
        done = self.smsgw('test', 'demo').expect(
            LATER, 'quota-used-up', 'in a minute', 'nothing was sent')
        done.expect_silent_about(PHONE.lstrip('+'))
        self.smsgw('test', 'demo', '--to', self.number('7777')).expect(DONE)
        self.assertEqual(len(self.outbox()), 4)

    def test_each_gateway_has_a_quota_of_its_own(self):
        self.channel(daily_quota='1')
        self.channel('other', daily_quota='1')
        self.smsgw('test', 'demo').expect(DONE)
        self.smsgw('test', 'demo').expect(LATER)
        self.smsgw('test', 'other').expect(DONE)

    def test_a_raised_quota_lets_the_next_message_go(self):
        self.channel(daily_quota='1')
        self.smsgw('test', 'demo').expect(DONE)
        self.smsgw('test', 'demo').expect(LATER)
        self.smsgw('set', 'demo', 'provider.daily_quota=2').expect(DONE)
        self.smsgw('test', 'demo').expect(DONE)
        self.smsgw('test', 'demo').expect(LATER)

    def test_the_count_holds_no_number(self):
        self.smsgw('test', 'demo').expect(DONE)
        with open(self.quota_file(), encoding='utf-8') as file:
            text = file.read()
        self.assertNotIn('13800138000', text)
        self.assertNotIn('123456', text)

    def test_messages_at_the_same_time_are_all_counted(self):
        self.channel(daily_quota='5')
        runs = [subprocess.Popen(
            [*self.command(), 'test', 'demo', '--to',
             self.number(f'{4000 + n}')], env=self.environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for n in range(9)]
        codes = sorted(run.wait(timeout=60) for run in runs)
        self.assertEqual(codes, [DONE] * 5 + [LATER] * 4)
        self.assertEqual(len(self.outbox()), 5)

    def test_a_damaged_count_is_said_and_not_forgotten(self):
        self.smsgw('test', 'demo').expect(DONE)
        with open(self.quota_file(), 'w', encoding='ascii') as file:
            file.write('rubbish\n')
        done = self.smsgw('test', 'demo')
        self.assertIn(done.code, (LATER, INTERNAL, IO))
        done.expect(done.code, self.quota_file(), 'Remove that file')
        self.assertEqual(len(self.outbox()), 1)

    def test_a_state_folder_that_cannot_be_made_is_named(self):
        with open(self.path('state'), 'w', encoding='ascii'):
            pass
        done = self.smsgw('test', 'demo')
        self.assertIn(done.code, (LATER, INTERNAL, IO))
        done.expect(done.code, self.path('state'))

    def test_the_state_folder_may_lie_elsewhere(self):
        self.write('smsgw.ini', '[smsgw]\nstate = elsewhere\n')
        self.smsgw('test', 'demo').expect(DONE)
        self.assertTrue(os.path.exists(
            self.path('elsewhere', 'test', 'outbox.jsonl')))


if __name__ == '__main__':
    main()
