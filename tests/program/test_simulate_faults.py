#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every fault of the stand-in as a client with nothing but a socket sees it,
over TCP and TLS, and what the ledger says was really accepted."""

import json
import socket
import ssl

from harness import HANG_S, main
from stand_in import HOST, StandInCase

BODY = b'{"to":"%s","msg":"hello"}'


def request(number='13800138000', path='/send', length=None):
    body = BODY % number.encode()
    return (b'POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n' %
            (path.encode(), len(body) if length is None else length)) + body


def read_all(peer):
    """What comes until the end, and whether that was a reset."""
    data = b''
    try:
        while True:
            piece = peer.recv(65536)
            if not piece:
                return data, False
            data += piece
    except (ConnectionResetError, ssl.SSLEOFError, ssl.SSLSyscallError):
        return data, True


def number_of(numbers, name):
    return [one['number'] for one in numbers
            if one['kind'] == 'fault' and one['name'] == name][0]


class Faults(StandInCase):
    def both(self, stand_in, data):
        """Both ways in: what came, and whether it was reset."""
        for tls in (False, True):
            with self.subTest(tls=tls), stand_in.raw(data, tls) as peer:
                yield peer

    def accepted(self, stand_in):
        count = stand_in.ledger()['accepted']
        stand_in.clear()
        return count

    def test_after_the_request_it_is_reset_or_closed_and_was_taken(self):
        stand_in = self.start()
        numbers = self.numbers()
        for name, is_reset in (('reset-after-body', True),
                               ('close-after-body', False)):
            data = request(number_of(numbers, name))
            for peer in self.both(stand_in, data):
                self.assertEqual(read_all(peer), (b'', is_reset), name)
            self.assertEqual(self.accepted(stand_in), 2)

    def test_before_and_after_the_headers_it_is_reset_and_not_taken(self):
        stand_in = self.start()
        for fault in ('reset-before-headers', 'reset-after-headers',
                      'reset-on-connect'):
            # the body never comes
            data = request(path=f'/fault/{fault}/send', length=1000)
            for peer in self.both(stand_in, data):
                self.assertEqual(read_all(peer), (b'', True), fault)
        self.assertEqual(self.accepted(stand_in), 0)

    def test_a_script_resets_the_connections_that_it_names(self):
        stand_in = self.start(script='''
            connection=1 fault=reset-on-connect
            connection=2 fault=reset-before-headers
            connection=3-4 fault=reset-after-headers
        ''')
        try:
            with socket.create_connection((HOST, stand_in.port)) as peer:
                self.assertEqual(read_all(peer), (b'', True))
        except ConnectionResetError:
            pass  # before connect() had returned
        with stand_in.raw(b'P') as peer:
            self.assertEqual(read_all(peer), (b'', True))
        for _ in range(2):
            with stand_in.raw(request(length=1000)) as peer:
                self.assertEqual(read_all(peer), (b'', True))
        self.assertEqual(stand_in.vendor('13800138000'), 200)

    def test_nobody_listens_on_the_port_that_refuses(self):
        stand_in = self.start()
        port = int(stand_in.place['refusing_url'].rsplit(':', 1)[1])
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection((HOST, port), HANG_S)

    def test_tls_stalls(self):
        stand_in = self.start(script='connection=1 fault=stall\n')
        with socket.create_connection(
                (HOST, stand_in.tls_port), HANG_S) as peer:
            context = ssl.create_default_context(
                cafile=stand_in.place['ca_file'])
            stalled = context.wrap_socket(
                peer, server_hostname=HOST, do_handshake_on_connect=False)
            stalled.setblocking(False)
            with self.assertRaises(ssl.SSLWantReadError):
                stalled.do_handshake()
            # another one is served meanwhile, and this one still waits
            self.assertEqual(stand_in.vendor('13800138000'), 200)
            with self.assertRaises(ssl.SSLWantReadError):
                stalled.do_handshake()

    def test_half_an_answer_ends_with_a_close_or_a_reset(self):
        stand_in = self.start()
        numbers = self.numbers()
        for name, is_reset in (('half-answer', False),
                               ('reset-in-answer', True)):
            data = request(number_of(numbers, name))
            for peer in self.both(stand_in, data):
                got, was_reset = read_all(peer)
                head, body = got.split(b'\r\n\r\n', 1)
                size = int(head.lower().split(b'content-length: ')[1].split(
                    b'\r\n')[0])
                self.assertEqual((len(body), was_reset),
                                 (size // 2, is_reset), name)
            self.assertEqual(self.accepted(stand_in), 2)

    def test_answers_say_nothing_or_something_else(self):
        stand_in = self.start()
        numbers = self.numbers()
        for name, status, taken in (('garbage', 200, 1), ('html', 200, 0),
                                    ('without-id', 200, 1)):
            number = number_of(numbers, name)
            got, _, body = stand_in.call('POST', '/send', BODY %
                                         number.encode())
            self.assertEqual(got, status)
            self.assertNotIn(b'msgId', body)
            self.assertEqual(self.accepted(stand_in), taken, name)
        self.assertEqual(stand_in.mas('17000001013'), 'success')
        self.assertNotIn('msgGroup', stand_in.answer)
        self.assertEqual(stand_in.msg_form('17000001013'), '0')
        self.assertNotIn('\n', stand_in.answer)
        self.assertEqual(stand_in.msg_json('17000001013'), '0')
        self.assertNotIn('msgId', stand_in.answer)
        self.assertEqual(stand_in.sms('17000001013'), 'OK')
        self.assertNotIn('BizId', stand_in.answer)
        self.assertEqual(stand_in.globe('85260001013'), 'OK')
        self.assertNotIn('MessageId', stand_in.answer)

    def test_any_status_can_be_had(self):
        stand_in = self.start()
        for status in (301, 400, 401, 403, 404, 405, 408, 429, 500, 502, 503):
            got, headers, _ = stand_in.call(
                'POST', '/send', BODY % b'1700000%d' % (6000 + status))
            self.assertEqual(got, status)
            self.assertEqual('Location' in headers, status == 301)
            self.assertEqual('Retry-After' in headers, status == 429)
        self.assertEqual(self.accepted(stand_in), 0)

    def test_a_slow_answer_begins_with_its_first_byte(self):
        stand_in = self.start()
        data = request(number_of(self.numbers(), 'slow'))
        for peer in self.both(stand_in, data):
            got = b''
            while len(got.partition(b'\r\n\r\n')[2]) < 2:
                got += peer.recv(1)
            self.assertEqual(got.partition(b'\r\n\r\n')[2], b'{"')
        self.assertEqual(self.accepted(stand_in), 2)

    def test_an_endless_answer_goes_on(self):
        stand_in = self.start()
        data = request(number_of(self.numbers(), 'endless'))
        for peer in self.both(stand_in, data):
            size = 0
            while size < 1024 * 1024:
                size += len(peer.recv(65536))
        self.assertEqual(self.accepted(stand_in), 2)

    def test_a_late_answer_is_the_right_one_and_none_is_none(self):
        stand_in = self.start(script='''
            service=vendor to=1 code=busy
            service=vendor to=13800138000 fault=late delay=300ms
        ''')
        for peer in self.both(stand_in, request()):
            peer.settimeout(HANG_S)
            self.assertTrue(peer.recv(65536).startswith(b'HTTP/1.1 200'))
        silent = stand_in.raw(request(number_of(self.numbers(), 'silence')))
        self.assertEqual(stand_in.vendor('13900139000'), 200)
        silent.setblocking(False)
        with self.assertRaises(BlockingIOError):
            silent.recv(1)
        silent.close()
        self.assertEqual(self.accepted(stand_in), 4)

    def test_requests_may_come_byte_by_byte_in_chunks_and_in_a_row(self):
        stand_in = self.start()
        body = BODY % b'13800138000'
        chunked = b'POST /send HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n'
        for at in range(0, len(body), 7):
            piece = body[at:at + 7]
            chunked += b'%x;x=y\r\n%s\r\n' % (len(piece), piece)
        chunked += b'0\r\nX: y\r\n\r\n'
        with socket.create_connection((HOST, stand_in.port), HANG_S) as peer:
            for byte in chunked:
                peer.send(bytes([byte]))
            peer.sendall(request() * 3)
            got = b''
            while got.count(b'"msgId"') < 4:
                got += peer.recv(65536)
        self.assertEqual(self.accepted(stand_in), 4)

    def test_what_is_no_request_is_hung_up_on(self):
        stand_in = self.start()
        for data in (b'\r\n\r\n', b'GET\r\n\r\n', b'GET x HTTP/1.1\r\n\r\n',
                     b'GET / HTTP/1.1\r\nno header\r\n\r\n',
                     b'GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n',
                     b'POST / HTTP/1.1\r\nTransfer-Encoding: x\r\n\r\n',
                     b'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n'
                     b'zz\r\n'):
            with stand_in.raw(data) as peer:
                self.assertEqual(read_all(peer)[0], b'', data)

    def test_the_ledger_tells_each_request_and_each_message(self):
        stand_in = self.start()
        with self.assertRaises(ConnectionResetError):
            stand_in.mas('13800138000,17000001006,13800138001')
        stand_in.sms('17000003003')
        ledger = stand_in.ledger()
        self.assertEqual([m['to'] for m in ledger['messages']],
                         ['13800138000', '17000001006', '13800138001'])
        self.assertEqual([(r['service'], r['verdict'], r['fault'])
                          for r in ledger['requests']],
                         [('cloud_mas', 'ok', 'reset-after-body'),
                          ('dysmsapi', 'isv.AMOUNT_NOT_ENOUGH', 'none')])


if __name__ == '__main__':
    main()
