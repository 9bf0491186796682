#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""smsgw send --csv: a whole file is checked before any of it is sent, and
whatever happens then, no row is sent twice unless it is marked.  What really
arrived is in the ledger of a stand-in."""

import collections
import csv
import json
import os
import pty
import resource
import select
import signal
import subprocess
import time

from harness import (CONFIG, DATA, DONE, HANG_S, IO, LATER, PERMISSION, PHONE,
                     PHONE_MASKED, REFUSED, UNKNOWN, USAGE, Case, main)
from stand_in import StandIn

TEXT = 'canary-text-of-a-row'


def number(i):
    return f'+86138{i:08d}'


class Bulk(Case):
    canaries = (TEXT,)

    def stand_in(self, script='', concurrency=16, **keys):
        """A stand-in and a gateway of provider http that is pointed at it."""
        self.vendor = StandIn(self, script=script)
        self.vendor_gateway(concurrency, **keys)

    def vendor_gateway(self, concurrency=16, path='/vendor', **keys):
        self.http_gateway(
            self.vendor.place['url'] + path, 'vendor',
            limits={'concurrency': concurrency},
            provider={'success': 'json /code == "0"', 'id': 'json /msgId',
                      'rejected': 'status 400'},
            **keys)

    def file(self, rows, header='to,text', name='m.csv'):
        """Writes a file of messages; rows are lines, or how many."""
        if isinstance(rows, int):
            rows = [f'{number(i)},{TEXT} {i}' for i in range(rows)]
        self.csv = os.path.join(self.top, name)
        with open(self.csv, 'w', encoding='utf-8', newline='') as file:
            file.write('\n'.join([header, *rows]) + '\n')
        return self.csv

    def words(self, *args):
        return ['send', '--local', '--csv', self.csv, *args]

    def send(self, *args, **kwargs):
        return self.smsgw(*self.words(*args), **kwargs)

    def start(self, *args, **kwargs):
        """Starts a run that is interfered with."""
        # whoever runs tests in the background may have it ignored
        kwargs.setdefault('preexec_fn', lambda: signal.signal(
            signal.SIGINT, signal.SIG_DFL))
        process = subprocess.Popen(
            [*self.command(), *self.words(*args)], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=self.environment(),
            **kwargs)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def arrived(self):
        """How often each number got a message."""
        return collections.Counter(
            '+' + m['to'].lstrip('+') if m['to'].lstrip('+').startswith('86')
            else '+86' + m['to'] for m in self.vendor.ledger()['messages'])

    def wait_for(self, count):
        """Until so many messages arrived."""
        end = time.monotonic() + HANG_S
        while len(self.arrived()) < count:
            self.assertLess(time.monotonic(), end, 'nothing arrives')
            time.sleep(0.02)

    def report(self):
        with open(self.csv + '.report.csv', encoding='utf-8',
                  newline='') as file:
            return list(csv.DictReader(file))

    def states(self):
        return collections.Counter(r['state'] for r in self.report())

    def assert_each_once(self, count):
        self.assertEqual(self.arrived(), {number(i): 1 for i in range(count)})

    def test_every_row_is_sent_once_and_reported(self):
        self.stand_in()
        self.file(40)
        self.send('--yes').expect(
            DONE, 'rows: 40, messages: 40, parts: 40', 'sent 40, refused 0')
        self.assert_each_once(40)
        report = self.report()
        self.assertEqual([int(r['row']) for r in report],
                         list(range(2, 42)))
        ids = {m['id']: m for m in self.vendor.ledger()['messages']}
        for i, row in enumerate(report):
            self.assertEqual(row['to'], f'+86138****{i:04d}')
            self.assertEqual((row['state'], row['outcome'], row['gateway']),
                             ('submitted', 'accepted', 'vendor'))
            self.assertEqual((row['attempts'], row['possible_duplicate']),
                             ('1', 'no'))
            self.assertIn(row['provider_id'], ids)

    def test_texts_arrive_as_they_stand_in_the_file(self):
        self.stand_in()
        self.file([f'{number(0)},"a, ""b""\r\nc"', f'{number(1)}, 码 '])
        self.send('--yes').expect(DONE)
        texts = {m['to'][-1]: m['text']
                 for m in self.vendor.ledger()['messages']}
        self.assertEqual(texts, {'0': 'a, "b"\r\nc', '1': ' 码 '})

    def test_one_wrong_row_means_that_none_is_sent(self):
        self.stand_in()
        self.file([f'{number(0)},hello', '12,hello', f'{number(2)},a,b',
                   f'{number(3)},', f'{number(4)},hello'])
        done = self.send('--yes').expect(
            DATA, 'm.csv:3: to: row 3: the recipient is no phone number',
            'm.csv:4: row 4: has 3 columns, and the header 2',
            'm.csv:5: text: row 5:')
        self.assertNotIn('row 2:', done.err)
        self.assertNotIn('row 6:', done.err)
        self.assertEqual(self.arrived(), {})
        self.assertFalse(os.path.exists(self.csv + '.journal'))

    def test_fifty_wrong_rows_are_shown_and_the_others_counted(self):
        self.stand_in()
        self.file(['12,hello'] * 70)
        done = self.send('--yes').expect(
            DATA, '20 more rows are wrong, 70 of 70')
        self.assertEqual(done.err.count('no phone number'), 50)

    def test_columns_are_known_or_arguments_of_a_template(self):
        self.stand_in()
        for header, row, words in (
                ('to,txt', f'{number(0)},hello', 'did you mean text?'),
                ('text', 'hello', 'there is no column "to"'),
                ('to', number(0), 'it is not said what to send'),
                ('to,text,to', f'{number(0)},a,b', 'stands there twice'),
                ('to;text', f'{number(0)};a', 'commas separate columns'),
                ('to,text,', f'{number(0)},a,', 'a column has no name')):
            self.file([row], header)
            self.send('--yes').expect(DATA, words)
        self.assertEqual(self.arrived(), {})

    def test_columns_fill_a_template(self):
        self.stand_in()
        self.template('login', text='Your code is ${code}, ${name}')
        self.file([f'{number(0)},1234,Ann', f'{number(1)},5678,'],
                  'to,code,name')
        self.send('--yes', '--template', 'login', '--param',
                  'name=Bob').expect(DONE)
        texts = {m['to'][-1]: m['text']
                 for m in self.vendor.ledger()['messages']}
        self.assertEqual(texts, {'0': 'Your code is 1234, Ann',
                                 '1': 'Your code is 5678, Bob'})

    def test_a_template_and_a_text_may_be_in_one_file(self):
        self.stand_in()
        self.template('login', text='Your code is ${code}')
        self.file([f'{number(0)},,login,1234', f'{number(1)},hello,,'],
                  'to,text,template,code')
        self.send('--yes').expect(DONE)
        texts = {m['to'][-1]: m['text']
                 for m in self.vendor.ledger()['messages']}
        self.assertEqual(texts, {'0': 'Your code is 1234', '1': 'hello'})

    def test_a_template_says_which_argument_it_lacks(self):
        self.stand_in()
        self.template('login', text='Your code is ${code}')
        self.file([f'{number(0)},1234', f'{number(1)},'], 'to,code')
        self.send('--yes', '--template', 'login').expect(
            DATA, 'm.csv:3: template: row 3:', 'wants code')
        self.file([f'{number(0)},1234,x'], 'to,code,nmae')
        self.send('--yes', '--template', 'login').expect(
            DATA, 'm.csv:1: nmae:', 'no template of the file asks for')
        self.assertEqual(self.arrived(), {})

    def test_equal_rows_are_sent_once_and_named(self):
        self.stand_in()
        rows = [f'{number(0)},hello', f'{number(1)},hello',
                f'0086 {number(0)[3:]},hello', f'{number(0)},other']
        self.file(rows)
        self.send('--yes').expect(DONE, 'row 4, as row 2')
        self.assertEqual(self.arrived(), {number(0): 2, number(1): 1})
        self.assertEqual(self.report()[2]['same_as'], '2')
        self.assertEqual(self.report()[2]['state'], 'duplicate')

    def test_equal_rows_are_each_sent_when_that_is_asked_for(self):
        self.stand_in()
        self.file([f'{number(0)},hello'] * 3)
        self.send('--yes', '--keep-duplicates').expect(
            DONE, 'messages: 3, parts: 3', 'sent 3')
        self.assertEqual(self.arrived(), {number(0): 3})

    def test_nothing_is_sent_when_nobody_can_be_asked(self):
        self.stand_in()
        self.file(3)
        self.send().expect(USAGE, 'to send: 3', 'Add --yes to send')
        self.send('--dry-run').expect(DONE, 'to send: 3')
        self.assertEqual(self.arrived(), {})
        self.assertFalse(os.path.exists(self.csv + '.journal'))

    def at_terminal(self, answer):
        """Sends at a terminal; the exit code and what was seen."""
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [*self.command(), *self.words()], stdin=slave, stdout=slave,
            stderr=slave, start_new_session=True,
            env=self.environment({'TERM': 'xterm'}))
        os.close(slave)
        seen, end, answered = b'', time.monotonic() + HANG_S, False
        while True:
            self.assertLess(time.monotonic(), end, seen)
            if not select.select([master], [], [], 0.1)[0]:
                continue
            try:
                seen += os.read(master, 65536)
            except OSError:
                break
            if not answered and seen.endswith(b'no): '):
                os.write(master, answer + b'\n')
                answered = True
        os.close(master)
        return process.wait(timeout=HANG_S), seen.decode()

    def test_a_terminal_is_asked_and_shows_how_far_it_is(self):
        self.stand_in('service=vendor delay=300ms', concurrency=2)
        self.file(6)
        code, seen = self.at_terminal(b'no')
        self.assertEqual((code, self.arrived()), (USAGE, {}))
        self.assertIn('nothing was sent', seen)
        code, seen = self.at_terminal(b'yes')
        self.assertEqual(code, DONE, seen)
        self.assert_each_once(6)
        self.assertRegex(seen, r'\r[0-6] of 6: ')

    def test_ctrl_c_ends_cleanly_and_resume_sends_the_rest(self):
        self.stand_in('service=vendor delay=500ms', concurrency=4)
        self.file(300)
        process = self.start('--yes')
        self.wait_for(10)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=HANG_S)
        self.assertEqual(process.returncode, LATER, err)
        self.assertIn('--resume', err)
        before = self.arrived()
        self.assertLess(len(before), 300)
        self.assertEqual(set(before.values()), {1})
        states = self.states()
        self.assertNotIn('unknown', states)
        self.assertEqual(states['submitted'], len(before))
        self.assertIn(f'sent {len(before)}, refused 0, unknown 0', out)
        self.vendor_gateway(concurrency=64)
        self.send('--yes', '--resume').expect(DONE, 'sent 300')
        self.assert_each_once(300)

    def test_after_kill_9_each_row_arrived_once_or_is_unknown(self):
        self.stand_in('service=vendor delay=500ms', concurrency=4)
        self.file(200)
        process = self.start('--yes')
        self.wait_for(20)
        process.kill()
        process.communicate()
        self.vendor_gateway(concurrency=64)
        done = self.send('--yes', '--resume').expect(
            UNKNOWN, 'perhaps sent')
        self.assertEqual(set(self.arrived().values()), {1})
        report = self.report()
        unknown = [r for r in report if r['state'] == 'unknown']
        sent = [r for r in report if r['state'] == 'submitted']
        self.assertEqual(len(unknown) + len(sent), 200)
        # no more than what is on its way or waits for its turn
        self.assertLessEqual(len(unknown), 16)
        self.assertGreater(len(unknown), 0)
        self.assertIn(f'sent {len(sent)}, refused 0, unknown {len(unknown)}',
                      done.out)
        missed = {number(i) for i in range(200)} - set(self.arrived())
        unknown_numbers = {number(int(r['row']) - 2) for r in unknown}
        self.assertLessEqual(missed, unknown_numbers)
        # again, and nothing more happens by itself
        self.send('--yes', '--resume').expect(UNKNOWN, 'to send: 0')
        self.assertEqual(set(self.arrived().values()), {1})
        self.send('--yes', '--resume', '--resend-unknown').expect(
            DONE, 'sent 200')
        arrived = self.arrived()
        self.assertEqual(set(arrived), {number(i) for i in range(200)})
        marked = {number(int(r['row']) - 2) for r in self.report()
                  if r['possible_duplicate'] == 'yes'}
        self.assertEqual(marked, unknown_numbers)
        self.assertLessEqual({n for n, c in arrived.items() if c > 1}, marked)

    def test_two_programs_cannot_send_one_file_at_once(self):
        self.stand_in('service=vendor delay=500ms', concurrency=1)
        self.file(40)
        process = self.start('--yes')
        self.wait_for(1)
        self.send('--yes', '--resume').expect(
            LATER, 'another program sends this file')
        self.send('--yes').expect(USAGE, 'was sent already')
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=HANG_S)
        self.assertEqual(set(self.arrived().values()), {1})

    def test_a_journal_is_of_one_content_and_one_set_of_options(self):
        self.stand_in()
        self.file(3)
        self.send('--yes').expect(DONE)
        self.send('--yes').expect(USAGE, 'was sent already', '--resume')
        self.send('--yes', '--resume', '--class', 'marketing').expect(
            DATA, 'other options')
        self.file(4)
        self.send('--yes', '--resume').expect(DATA, 'another content')
        self.assert_each_once(3)
        self.file(4, name='other.csv')
        self.send('--yes', '--resume').expect(USAGE, 'no such journal')

    def test_a_file_that_changes_while_it_is_sent_is_sent_no_further(self):
        self.stand_in('service=vendor delay=50ms', concurrency=2)
        self.file(400)
        process = self.start('--yes')
        self.wait_for(4)
        with open(self.csv, 'r+', encoding='utf-8') as file:
            text = file.read()
            file.seek(0)
            file.write(text.replace(number(350), number(1350)))
        _, err = process.communicate(timeout=HANG_S)
        self.assertEqual(process.returncode, DATA, err)
        self.assertIn('was changed', err)
        arrived = self.arrived()
        self.assertNotIn(number(1350), arrived)
        self.assertEqual(set(arrived.values()), {1})

    def test_a_journal_that_cannot_grow_stops_before_what_it_lacks(self):
        self.stand_in()
        self.file(400)
        done = self.send('--yes', preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (20000, 20000))).expect(
                IO, 'm.csv.journal')
        self.assertIn('--resume', done.err)
        before = self.arrived()
        self.assertLess(len(before), 400)
        self.send('--yes', '--resume').expect(UNKNOWN)
        arrived = self.arrived()
        self.assertEqual(set(arrived.values()), {1})
        unknown = {number(int(r['row']) - 2) for r in self.report()
                   if r['state'] == 'unknown'}
        self.assertLessEqual(
            {number(i) for i in range(400)} - set(arrived), unknown)

    def test_a_report_that_cannot_be_written_is_written_by_the_next_run(self):
        self.stand_in()
        self.file(5)
        os.mkdir(self.csv + '.report.csv')
        self.send('--yes').expect(IO, 'm.csv.report.csv')
        os.rmdir(self.csv + '.report.csv')
        self.send('--yes', '--resume').expect(DONE, 'to send: 0')
        self.assertEqual(self.states(), {'submitted': 5})
        self.assert_each_once(5)

    def test_rows_that_were_refused_are_not_sent_again(self):
        self.stand_in('to=8613800000001 code=bad-number')
        self.file(3)
        self.send('--yes').expect(REFUSED, 'sent 2, refused 1')
        row = self.report()[1]
        self.assertEqual((row['state'], row['outcome']),
                         ('rejected', 'rejected'))
        self.assertNotEqual(row['code'], '')
        self.send('--yes', '--resume').expect(REFUSED, 'to send: 0')
        self.assertEqual(len(self.vendor.ledger()['requests']), 3)

    def test_an_answer_that_is_lost_leaves_a_row_unknown(self):
        self.stand_in('to=8613800000001 fault=reset-after-body')
        self.file(3)
        # of this class nobody waits for a report
        args = ['--yes', '--class', 'marketing']
        self.send(*args).expect(UNKNOWN, 'sent 2, refused 0, unknown 1')
        self.send(*args, '--resume').expect(UNKNOWN, 'to send: 0')
        self.assert_each_once(3)

    def test_rows_that_the_gateway_could_not_send_go_once_it_is_mended(self):
        self.stand_in('action=/wrong* status=401')
        self.vendor_gateway(path='/wrong')
        self.file(100)
        # most of them find no gateway, once that was seen to be wrong
        self.send('--yes').expect(
            PERMISSION, 'sent 0, refused 0, unknown 0, not sent 100')
        self.assertLess(len(self.vendor.ledger()['requests']), 100)
        self.vendor_gateway()
        self.send('--yes', '--resume').expect(DONE, 'sent 100')
        self.assert_each_once(100)

    def test_ten_thousand_rows_are_sent_once_each(self):
        self.stand_in()
        self.file(10000)
        self.send('--yes').expect(DONE, 'sent 10000')
        self.assert_each_once(10000)
        self.assertEqual(self.states(), {'submitted': 10000})

    def test_programs_read_a_line_for_each_row_and_a_summary(self):
        self.stand_in()
        self.file([f'{PHONE},hello,r-1', f'{number(1)},hello,r-2'],
                  'to,text,ref')
        done = self.smsgw('--json', *self.words('--yes')).expect(DONE)
        lines = [json.loads(line) for line in done.out.splitlines()]
        rows = {line['row']: line for line in lines[:-1]}
        self.assertEqual(set(rows), {2, 3})
        self.assertEqual((rows[2]['to'], rows[2]['ref'], rows[2]['state']),
                         (PHONE_MASKED, 'r-1', 'submitted'))
        summary = lines[-1]['summary']
        self.assertEqual((summary['rows'], summary['sent'],
                          summary['exit_code']), (2, 2, 0))
        self.assertEqual([r['ref'] for r in self.report()], ['r-1', 'r-2'])

    def test_what_is_no_file_of_messages_is_refused(self):
        self.stand_in()
        self.csv = '-'
        self.send('--yes').expect(USAGE, 'read twice')
        self.csv = self.top
        self.send('--yes').expect(USAGE, 'read twice')
        self.csv = os.path.join(self.top, 'nosuch.csv')
        self.send('--yes').expect(IO, 'nosuch.csv')
        self.file([])
        self.send('--yes').expect(DATA, 'no rows')
        with open(self.csv, 'wb') as file:
            file.write('to,text\n+8613800138000,你好\n'.encode('gbk'))
        self.send('--yes').expect(DATA, 'row 2: is not UTF-8', 'iconv')
        with open(self.csv, 'wb'):
            pass
        self.send('--yes').expect(DATA, 'the file is empty')

    def test_file_report_and_journal_never_overwrite_each_other(self):
        self.stand_in()
        self.file(1)
        with open(self.csv, 'rb') as file:
            before = file.read()
        link = os.path.join(self.top, 'link.csv')
        os.symlink(self.csv, link)
        for args in (['--report', self.csv], ['--journal', self.csv],
                     ['--report', link], ['--resume', '--journal', self.csv],
                     ['--report', 'same', '--journal', 'same']):
            self.send('--yes', *args).expect(USAGE, 'not three files')
        with open(self.csv, 'rb') as file:
            self.assertEqual(file.read(), before)
        self.assertEqual(self.arrived(), {})

    def test_options_that_do_not_fit_are_refused(self):
        self.stand_in()
        self.file(1)
        self.send('--to', PHONE).expect(USAGE, 'leave out --to')
        self.send('--resend-unknown').expect(USAGE, 'add --resume')
        self.smsgw('send', '--local', '--resume', '--to', PHONE, '--text',
                   'x').expect(USAGE, '--resume belongs to --csv')

    def test_journal_and_report_are_their_owners_alone(self):
        self.stand_in()
        self.file(2)
        self.send('--yes').expect(DONE)
        for name in ('.journal', '.report.csv'):
            self.assertEqual(os.stat(self.csv + name).st_mode & 0o777, 0o600)
            with open(self.csv + name, encoding='utf-8') as file:
                text = file.read()
            self.assertNotIn(number(1), text)
            self.assertNotIn(TEXT, text)

    def test_several_gateways_of_the_test_channel_share_a_file(self):
        self.vendor = None
        for name in ('one', 'two'):
            self.gateway(name, {'provider': {'daily_quota': '1000'}},
                         provider='test', enabled='yes')
        # numbers without a meaning to the test channel
        self.file([f'{number(i + 5000)},{TEXT}' for i in range(100)])
        self.send('--yes').expect(DONE, 'sent 100')
        self.assertEqual(self.states(), {'submitted': 100})


if __name__ == '__main__':
    main()
