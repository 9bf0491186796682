#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a hostile or broken machine does to the program: files that are no
files, limits of every kind, closed streams, signals, several at once.  Each
must end in a sentence and the right exit code, with nothing half-written."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import threading
import time
import unittest

from harness import (CONFIG, DATA, DONE, HANG_S, INTERNAL, IO, LATER, NOBODY,
                     PERMISSION, PHONE, SMSGW, USAGE, Case, main)

# No crash of a sanitizer and no word of one is an answer.
ANSWERS = (DONE, USAGE, DATA, INTERNAL, IO, LATER, PERMISSION, CONFIG)
FILE = 'gateways.d/demo.ini'


class Hostile(Case):

    def setUp(self):
        super().setUp()
        self.gateway('demo', provider='test', sms_title='ACME',
                     test_phone=PHONE, test_content='hello')

    def expect_answer(self, done, *codes):
        """A sentence, and one of the exit codes."""
        if done.code not in (codes or ANSWERS):
            done.fail(f'exit code {done.code}')
        if done.code != DONE and not done.all.strip():
            done.fail('not a word')
        if 'Sanitizer' in done.all or 'runtime error' in done.all:
            done.fail('a sanitizer speaks')
        return done

    def whole(self, name=FILE):
        """The file is a whole one, and nothing lies beside it."""
        self.assertTrue(self.read(name).startswith(b'[gateway]\n'))
        self.assertTrue(self.read(name).endswith(b'\n'))
        names = os.listdir(self.path('gateways.d'))
        self.assertEqual([n for n in names if not n.endswith('.ini')
                          and not n.endswith('.secret')], [])


def odd_files(case, path):
    """Makes one odd thing after the other at path."""
    def fifo():
        os.mkfifo(path, 0o600)

    def sock():
        case.socket = socket.socket(socket.AF_UNIX)
        case.socket.bind(path)

    def loop():
        os.symlink(path, path)

    def big():
        with open(path, 'wb') as file:
            file.write(b'a = b\n' * (10 * 1024 * 1024 // 6))
        os.chmod(path, 0o600)

    def noise():
        with open(path, 'wb') as file:
            file.write(os.urandom(60000))
        os.chmod(path, 0o600)

    things = [fifo, sock, loop, big, noise, lambda: os.mkdir(path),
              lambda: os.symlink('/dev/zero', path),
              lambda: os.symlink('/dev/tty', path),
              lambda: os.symlink('/proc/self/mem', path)]
    for make in things:
        make()
        yield make.__name__
        if os.path.isdir(path) and not os.path.islink(path):
            os.rmdir(path)
        else:
            os.unlink(path)


class NoFiles(Hostile):

    def test_a_gateway_file_that_is_no_file_is_named(self):
        for _ in odd_files(self, self.path('gateways.d/odd.ini')):
            for words in (['check'], ['gateways'], ['test', 'odd'],
                          ['set', 'odd', 'name=x'], ['disable', 'odd']):
                done = self.expect_answer(self.smsgw(*words))
                if words[0] != 'gateways' and done.code == DONE:
                    done.fail('done')

    def test_a_template_that_is_no_file_is_named(self):
        for _ in odd_files(self, self.path('templates.d/odd.ini')):
            self.expect_answer(self.smsgw('check'), CONFIG)
            self.expect_answer(self.smsgw(
                'test', 'demo', '--template', 'odd'), CONFIG, DATA)

    def test_a_secret_that_is_no_file_is_named(self):
        self.http_gateway('https://sms.example.com/', 'web',
                          api_password_file='odd')
        text = self.read('gateways.d/web.ini').replace(
            b'api_password = "hunter2-hunter2"\n', b'')
        self.write('gateways.d/web.ini', text)
        for _ in odd_files(self, self.path('gateways.d/odd')):
            self.expect_answer(self.smsgw('check'), CONFIG)
            self.expect_answer(self.smsgw('test', 'web', '--dry-run'), CONFIG)

    def test_a_certificate_that_is_no_file_is_named(self):
        self.http_gateway('https://127.0.0.1:1/', 'web', ca_file='odd')
        for _ in odd_files(self, self.path('gateways.d/odd')):
            self.expect_answer(self.smsgw('test', 'web'), CONFIG, LATER)

    def test_a_main_file_that_is_no_file_is_named(self):
        for _ in odd_files(self, self.path('smsgw.ini')):
            self.expect_answer(self.smsgw('check'), CONFIG)

    def test_a_value_from_what_is_no_file_is_refused(self):
        self.http_gateway('https://sms.example.com/', 'web')
        for kind in odd_files(self, self.path('odd')):
            if kind == 'fifo':      # the shell's @<(command): one waits for it
                continue
            self.expect_answer(
                self.smsgw('set', 'web', f'api_password=@{self.path("odd")}'),
                USAGE, DATA, IO, CONFIG, PERMISSION)
            self.whole('gateways.d/web.ini')

    def test_a_configuration_that_is_no_folder_is_named(self):
        for path in ('/dev/zero', '/etc/passwd', '/nowhere', '', 'x' * 5000,
                     '/proc/self/fd'):
            self.expect_answer(
                self.smsgw('-c', path, 'check', config=False),
                CONFIG, USAGE, DONE)

    def test_a_gateway_that_is_a_link_to_itself_can_be_removed_or_named(self):
        path = self.path('gateways.d/odd.ini')
        os.symlink('odd.ini', path)
        self.expect_answer(self.smsgw('remove', '--yes', 'odd'))


class Streams(Hostile):

    def run_shell(self, script, *args, **kwargs):
        return self.smsgw(*args, prefix=('sh', '-c', f'exec "$@" {script}',
                                         'sh'), **kwargs)

    def test_closed_streams_are_no_files_to_be_written_into(self):
        for script in ('<&-', '>&-', '2>&-', '<&- >&- 2>&-'):
            done = self.run_shell(script, 'set', 'demo', 'name=Other')
            self.assertIn(done.code, (DONE, IO))
            self.whole()
            self.assertIn(self.run_shell(script, 'check').code, (DONE, IO))
        self.assertEqual(self.run_shell('>&-', 'gateways').code, IO)

    def test_a_full_disk_behind_stdout_is_told(self):
        done = self.run_shell('>/dev/full', 'gateways')
        self.expect_answer(done, IO)

    def test_a_reader_that_goes_away_ends_it_quietly(self):
        with subprocess.Popen([*self.command(), 'errors'],
                              env=self.environment(),
                              stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            process.stdout.close()
            self.assertIn(process.wait(HANG_S), (DONE, IO))

    def test_arguments_of_any_length_and_bytes_are_answered(self):
        long = 'x' * 120000
        for words in ([long], ['-c', long, 'check'], ['--' + long],
                      ['check', long], ['set', 'demo', 'name=' + long],
                      ['set', 'demo', long + '=x'],
                      ['test', 'demo', '--text', long, '--dry-run'],
                      ['test', 'demo', '--to', long],
                      ['test', 'demo', '--template', long],
                      ['errors', long], ['providers', long],
                      ['providers', '/' + long],
                      ['add', long, '--provider', 'test'],
                      ['add', 'new', '--provider', long]):
            self.expect_answer(self.smsgw(*words))
            self.whole()
        for text in (b'\xff\xfe', b'\x1b[2J', b'\xed\xa0\x80', b'%s%n',
                     b'a\nb', b''):
            word = os.fsdecode(text)
            for words in ([word], ['check', word], ['add', word],
                          ['set', 'demo', 'name=' + word],
                          ['test', 'demo', '--text', word, '--dry-run']):
                done = self.expect_answer(self.smsgw(*words))
                if b'\x1b' in done.out_bytes + done.err_bytes:
                    done.fail('a control character')
            self.smsgw('check').expect(DONE)

    def test_a_hundred_recipients_are_answered(self):
        self.expect_answer(self.smsgw('send', '--local', *(
            ['--to', '12'] * 100), '--text', 'x'), DATA)


class Limits(Hostile):

    def limited(self, *args, codes=ANSWERS, **limits):
        def set_limits():
            for name, value in limits.items():
                resource.setrlimit(getattr(resource, 'RLIMIT_' + name),
                                   (value, value))
        return self.expect_answer(
            self.smsgw(*args, preexec_fn=set_limits), *codes)

    def test_few_descriptors_are_an_answer(self):
        for count in range(3, 12):
            if self.smsgw('--version', prefix=(
                    'prlimit', f'--nofile={count}')).code == 127:
                continue        # not even its libraries can be opened
            for words in (['check'], ['gateways'], ['providers'],
                          ['set', 'demo', f'name=N{count}'],
                          ['test', 'demo', '--dry-run']):
                done = self.limited(*words, NOFILE=count)
                if words[0] == 'set':
                    self.assertEqual(done.code == DONE,
                                     f'N{count}'.encode() in self.read(FILE))
                self.whole()

    def test_little_memory_is_an_answer(self):
        if b'__asan_init' in open(SMSGW, 'rb').read():
            self.skipTest('a sanitizer takes all address space there is')
        for size in (8, 12, 16, 24, 32, 48):
            self.smsgw('check', prefix=(
                'prlimit', f'--as={size * 1024 * 1024}'))
            self.whole()

    def test_no_processes_are_an_answer(self):
        if os.getuid() == 0:
            self.skipTest('the limit does not hold for root')
        self.limited('check', NPROC=0)

    def test_files_that_may_not_grow_stay_whole(self):
        before = self.read(FILE)
        for size in (0, 1, 40, 90):
            done = self.limited('set', 'demo', 'name=' + 'x' * 100,
                                codes=(IO,), FSIZE=size)
            self.assertEqual(self.read(FILE), before)
            self.whole()
            self.limited('test', 'demo', FSIZE=size)
            done = self.limited('add', 'new', '--provider', 'test',
                                codes=(IO, DONE), FSIZE=size)
            if done.code == DONE:
                self.smsgw('remove', '--yes', 'new').expect(DONE)
            self.assertEqual(os.listdir(self.path('gateways.d')), ['demo.ini'])


class Many(Hostile):

    def test_signals_in_the_middle_leave_whole_files(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            for delay_ms in range(0, 60, 6):
                with subprocess.Popen(
                        [*self.command(), 'set', 'demo', f'name=N{delay_ms}'],
                        env=self.environment(), stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL) as process:
                    try:
                        process.wait(delay_ms / 1000)
                    except subprocess.TimeoutExpired:
                        process.send_signal(number)
                    process.wait(HANG_S)
                self.assertTrue(self.read(FILE).startswith(b'[gateway]\n'))
                self.smsgw('check').expect(DONE)

    def start(self, *words):
        return subprocess.Popen([*self.command(), *words],
                                env=self.environment(),
                                stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT)

    def test_two_that_set_at_once_both_count_or_one_is_told(self):
        for turn in range(8):
            processes = [
                self.start('set', 'demo', f'name=N{turn}'),
                self.start('set', 'demo', f'description=D{turn}'),
                self.start('set', 'demo', f'limits.timeout={turn + 1}s')]
            marks = (f'name = N{turn}\n', f'description = D{turn}\n',
                     f'timeout = {turn + 1}s\n')
            codes = []
            for process in processes:
                process.communicate(timeout=HANG_S)
                codes.append(process.returncode)
            text = self.read(FILE).decode()
            for code, mark in zip(codes, marks):
                self.assertIn(code, ANSWERS)
                if code == DONE:
                    self.assertIn(mark, text.replace('  ', ' '))
            self.whole()

    def test_add_and_remove_at_once_leave_all_or_nothing(self):
        secret = self.write('pw', 'hunter2-hunter2\n', 0o600)
        for _ in range(8):
            processes = [
                self.start('add', 'new', '--provider', 'http',
                           'sms_url=https://sms.example.com/',
                           'provider.field.1=t: ${text}',
                           'provider.field.2=n: ${to}',
                           f'api_password=@{secret}'),
                self.start('remove', '--yes', 'new'),
                self.start('check')]
            for process in processes:
                process.communicate(timeout=HANG_S)
                self.assertIn(process.returncode, ANSWERS)
            self.smsgw('check').expect(DONE)
            self.smsgw('remove', '--yes', 'new')
            self.assertEqual(os.listdir(self.path('gateways.d')), ['demo.ini'])

    def test_tens_of_thousands_of_other_files_do_no_harm(self):
        for number in range(20000):
            open(self.path(f'gateways.d/{number}.bak'), 'w').close()
        self.smsgw('check').expect(DONE)
        self.smsgw('test', 'demo', '--dry-run').expect(DONE)

    def test_a_file_system_that_is_read_only_is_told(self):
        if os.getuid() != 0 or shutil.which('unshare') is None:
            self.skipTest('needs root and unshare')
        done = self.smsgw('set', 'demo', 'name=x', prefix=(
            'unshare', '-m', 'sh', '-c',
            f'mount --bind {self.config} {self.config} && '
            f'mount -o remount,bind,ro {self.config} && exec "$@"', 'sh'))
        if 'unshare:' in done.err or 'mount:' in done.err:
            self.skipTest('no mounts here')
        done.expect(IO, 'Read-only file system')
        self.whole()

    def test_a_user_who_may_read_nothing_is_told(self):
        if os.getuid() != 0 or shutil.which('setpriv') is None:
            self.skipTest('needs root and setpriv')
        for words in (['check'], ['set', 'demo', 'name=x'],
                      ['remove', '--yes', 'demo'], ['test', 'demo']):
            done = self.smsgw(*words, user=NOBODY)
            self.expect_answer(done, CONFIG, PERMISSION, IO)
            self.whole()


class Answers(Hostile):

    def answer(self, body, count=1):
        """A server that gives every request this body; its URL."""
        listener = socket.create_server(('127.0.0.1', 0))
        self.addCleanup(listener.close)

        def serve():
            for _ in range(count):
                try:
                    peer, _ = listener.accept()
                except OSError:
                    return
                with peer:
                    peer.recv(65536)
                    try:
                        peer.sendall(b'HTTP/1.1 200 OK\r\nConnection: close\r\n'
                                     b'Content-Length: %d\r\n\r\n' % len(body)
                                     + body)
                    except OSError:
                        pass
        threading.Thread(target=serve, daemon=True).start()
        return f'http://127.0.0.1:{listener.getsockname()[1]}/'

    def test_answers_of_any_depth_and_kind_are_no_acceptance(self):
        for body in (b'[' * 30000, b'{"a":' * 10000, b'[' * 9000 + b']' * 9000,
                     b'<a>' * 15000, b'\0' * 60000, b'\xff' * 60000,
                     b'{"code":"0"' + b' ' * 60000,
                     b'<!DOCTYPE a [<!ENTITY b "' + b'c' * 1000 +
                     b'"><!ENTITY d "' + b'&b;' * 1000 + b'">]><a>' +
                     b'&d;' * 1000 + b'</a>'):
            for success in ('json /code == "0"', 'xml /a == "0"',
                            'regex "^(a+)+$"', 'body == "0"'):
                self.http_gateway(self.answer(body), 'web', provider={
                    'field.1': 't: ${text}', 'field.2': 'n: ${to}',
                    'success': success, 'id': 'none'})
                done = self.smsgw('--json', 'test', 'web')
                self.expect_answer(done, 76, 69)


if __name__ == '__main__':
    main()
