# SPDX-License-Identifier: Apache-2.0
"""What the tests of the engine share: the program that embeds the library, and
a vendor that keeps its connections, notes when each request came, and can be
broken and repaired while messages come in."""

import json
import os
import signal
import socket
import subprocess
import threading
import time

from fault_server import Connection, FaultServer, Gone
from harness import HANG_S, Case

BUILD = os.environ.get('SMSGW_BUILD', '_build/dev')
SUBMIT_LINES = os.path.join(BUILD, 'tests', 'program', 'submit_lines')

VENDOR = {'method': 'POST', 'body_type': 'json', 'field.1': 'to: ${to}',
          'field.2': 'text: ${text}', 'success': 'json /code == "0"',
          'id': 'json /msgId'}


def now_ms():
    """The clock of submit_lines."""
    return time.monotonic_ns() // 1000000


def phone(number):
    return f'+86138{number:08}'


class Engine:
    """submit_lines, started; its receipts in the order of the lines."""

    def __init__(self, test, *args, config=None):
        self.test = test
        self.process = subprocess.Popen(
            [SUBMIT_LINES, '-c', config or test.config, *args],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=test.environment())
        test.addCleanup(self.stop)
        self.lines, self.numbers, self.got, self.log = 0, [], {}, []
        self.twice, self.arrived = [], threading.Condition()
        self.threads = [threading.Thread(target=reader, daemon=True)
                        for reader in (self.read_receipts, self.read_log)]
        for thread in self.threads:
            thread.start()

    def read_receipts(self):
        for text in self.process.stdout:
            receipt = json.loads(text)
            with self.arrived:
                if receipt['line'] in self.got:
                    self.twice.append(receipt)
                self.got[receipt['line']] = receipt
                self.arrived.notify_all()

    def read_log(self):
        for text in self.process.stderr:
            self.log.append(text.decode())

    def submit(self, *lines):
        """Writes lines; the number of the first."""
        first = self.lines
        self.lines += len(lines)
        self.numbers += [line['to'].lstrip('+') for line in lines]
        self.process.stdin.write(b''.join(
            json.dumps(line).encode() + b'\n' for line in lines))
        self.process.stdin.flush()
        return first

    def wait(self, count):
        """Until so many have ended."""
        with self.arrived:
            if not self.arrived.wait_for(
                    lambda: len(self.got) >= count, HANG_S):
                self.test.fail(f'{len(self.got)} ended, not {count}: '
                               + ''.join(self.log))

    def finish(self):
        """Every message's receipt, each of which there is once."""
        self.process.stdin.close()
        try:
            code = self.process.wait(HANG_S)
        except subprocess.TimeoutExpired:
            self.test.fail(f'no end; {len(self.got)} of {self.lines} ended')
        for thread in self.threads:
            thread.join()
        self.test.assertEqual(code, 0, ''.join(self.log))
        self.test.assertEqual(self.twice, [], 'ended twice')
        self.test.assertEqual(sorted(self.got), list(range(self.lines)))
        receipts = [self.got[line] for line in range(self.lines)]
        for receipt, number in zip(receipts, self.numbers):
            receipt['number'] = number
        return receipts

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout,
                       self.process.stderr):
            if not stream.closed:
                stream.close()


class Call:
    """A request that a vendor got."""

    def __init__(self, number, text):
        self.number, self.text = number, text
        self.came_ms, self.taken = now_ms(), False


class VendorConnection(Connection):
    """One after the other, as the vendor behaves at that moment."""

    def run(self, mode):
        while True:
            if self.server.mode == 'reset-on-connect':
                self.reset()
                return
            fields = self.read_request().json()
            call = Call(fields['to'], fields['text'])
            with self.server.lock:
                self.server.calls.append(call)
            getattr(self, 'as_' + self.server.mode.replace('-', '_'))(call)

    def as_accept(self, call):
        call.taken = True
        self.answer(200, self.accepted())

    def as_silence(self, call):
        """Takes it, and says nothing."""
        call.taken = True
        self.wait_for_end()

    def as_reset(self, call):
        call.taken = True
        self.reset()
        raise Gone

    def as_error(self, _call):
        self.answer(500, '{}')

    def as_wrong_key(self, _call):
        self.answer(401, '{}')

    def as_throttled(self, _call):
        self.answer(429, '{}', ['Retry-After: 3'])


class Vendor(FaultServer):
    """A vendor; its mode may be changed at any time.  One that begins as
    `black-hole` does not answer a connection until it is repaired."""

    kind = VendorConnection

    def __init__(self, test, mode='accept'):
        self.calls = []
        self.listening = threading.Event()
        super().__init__(mode)
        self.fillers = []
        if mode == 'black-hole':
            self.fill()
        else:
            self.listening.set()
        test.addCleanup(self.stop)

    def fill(self):
        """Fills the queue of those that wait to be accepted: what comes now
        gets no answer to its first packet."""
        self.socket.listen(0)
        for _ in range(2):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(('127.0.0.1', self.port))
            self.fillers.append(filler)

    def serve(self):
        self.listening.wait()
        super().serve()

    def choose(self, connection):
        return self.mode

    def repair(self):
        self.mode = 'accept'
        self.socket.listen(64)
        self.empty()

    def empty(self):
        for filler in self.fillers:
            filler.close()
        self.listening.set()

    def stop(self):
        self.empty()
        super().stop()

    def taken(self):
        return [call for call in self.calls if call.taken]


class EngineCase(Case):
    def vendor_gateway(self, gateway_id, vendor, priority, limits=None,
                       provider=None):
        """A gateway that speaks to a Vendor."""
        self.gateway(gateway_id, {
            'gateway': {'provider': 'http', 'sms_url': vendor.url('/send'),
                        'enabled': 'yes', 'allow_private': 'yes'},
            'provider': {**VENDOR, **(provider or {})}, 'routing': {'priority': priority},
            'limits': {'timeout': '1s', 'connect_timeout': '1s',
                       'concurrency': 4, **(limits or {})}})

    def expect_ledgers_agree(self, receipts, *vendors):
        """None lost, none sent twice without a mark."""
        taken = {}
        for vendor in vendors:
            for call in vendor.taken():
                taken.setdefault(call.number, []).append(vendor)
        for receipt in receipts:
            count = len(taken.pop(receipt['number'], []))
            if receipt['state'] == 'submitted':
                self.assertGreaterEqual(count, 1, ('lost', receipt))
            elif receipt['state'] != 'unknown':
                self.assertEqual(count, 0, ('taken', receipt))
            self.assertLessEqual(count, 2, receipt)
            if count > 1:
                self.assertTrue(receipt['possible_duplicate'], receipt)
        self.assertEqual(taken, {})
