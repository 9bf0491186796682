#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A provider that does everything wrong, on loopback: HTTP/1.1 of its own on
sockets, so that every byte and every moment of it is chosen.  It keeps a
ledger of what it really received, against which *lost* and *twice* are judged.

How it behaves is a mode: a method of Connection whose name begins with
`mode_`.  It is chosen by a script (one mode for each connection), by the path
(/as/MODE/…), by a word in the request (a number, say), or for all.

By hand: fault_server.py [MODE] prints the URL and what arrives."""

import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time

# Nothing here waits for longer than the program under test may take.
PATIENCE_S = 30
BODY_MAX = 64 * 1024


class Gone(Exception):
    """The other side is not there any more."""


class Request:
    """One request as it arrived; `whole` when all of it did."""

    def __init__(self, head, body, whole):
        lines = head.split(b'\r\n')
        self.method, self.target, self.version = (
            lines[0].decode('latin-1').split(' ', 2) + ['', ''])[:3]
        self.headers = [tuple(part.strip().decode('latin-1') for part in
                              line.split(b':', 1)) for line in lines[1:]
                        if b':' in line]
        self.head, self.body, self.whole = head, body, whole

    def header(self, name):
        """The values of a header, joined."""
        return ', '.join(value for key, value in self.headers
                         if key.lower() == name.lower())

    def json(self):
        return json.loads(self.body.decode('utf-8'))


class Connection:
    """One connection and what became of it."""

    def __init__(self, server, peer):
        self.server, self.peer = server, peer
        self.raw = b''
        self.requests = []
        self.mode = None
        self.secured = False
        self.said = 0

    # What modes are made of.

    def receive(self):
        try:
            data = self.peer.recv(65536)
        except (OSError, ValueError) as error:
            raise Gone from error
        if not data:
            raise Gone
        self.raw += data
        return data

    def read_head(self):
        """Up to the empty line; the head, and what of the body came along."""
        data = b''
        while b'\r\n\r\n' not in data:
            data += self.receive()
        head, rest = data.split(b'\r\n\r\n', 1)
        self.requests.append(Request(head, rest, False))
        return head, rest

    def read_request(self):
        head, body = self.read_head()
        request = self.requests[-1]
        if request.header('Transfer-Encoding'):
            while not body.endswith(b'0\r\n\r\n'):
                body += self.receive()
        length = int(request.header('Content-Length') or 0)
        while len(body) < length:
            body += self.receive()
        self.requests[-1] = Request(head, body, True)
        return self.requests[-1]

    def send(self, data):
        try:
            self.peer.sendall(data)
        except (OSError, ValueError) as error:
            raise Gone from error
        self.said += len(data)

    def answer(self, status, body=b'', headers=()):
        """A whole answer after the whole request."""
        if isinstance(body, str):
            body = body.encode()
        lines = [f'HTTP/1.1 {status} Whatever', 'Content-Type: '
                 'application/json; charset=utf-8',
                 f'Content-Length: {len(body)}', *headers, '', '']
        self.send('\r\n'.join(lines).encode() + body)

    def reset(self):
        """Closes with RST."""
        self.peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                             struct.pack('ii', 1, 0))
        self.peer.close()

    def wait_for_end(self):
        """Until the other side gives up."""
        while True:
            self.receive()

    def for_ever(self, piece, pause=0.0):
        while not self.server.stopped.wait(pause):
            self.send(piece)

    def accepted(self):
        return json.dumps({'code': '0', 'msgId': f'id-{self.server.count()}'})

    # Modes: before anything is read (and before TLS).

    def early_reset(self):
        self.reset()

    def early_close(self):
        self.peer.close()

    def early_stall(self):
        """Takes the connection and says nothing, to TLS neither."""
        self.wait_for_end()

    def early_garbage(self):
        """No TLS at all."""
        self.send(b'SSH-2.0-OpenSSH_9.2\r\n')
        self.wait_for_end()

    def early_plain_http(self):
        """What a server of plain HTTP answers to a client of TLS."""
        self.receive()
        self.answer(400, 'Bad Request')

    # Modes: the request is read, wholly or partly.

    def mode_accept(self):
        self.read_request()
        self.answer(200, self.accepted())

    def mode_reset_after_headers(self):
        self.read_head()
        self.reset()

    def mode_reset_after_body(self):
        self.read_request()
        self.reset()

    def mode_reset_in_answer(self):
        self.read_request()
        self.send(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"msgId"')
        time.sleep(0.05)
        self.reset()

    def mode_close_after_body(self):
        self.read_request()
        self.peer.close()

    def mode_half_answer(self):
        self.read_request()
        self.send(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n' +
                  self.accepted().encode())

    def mode_half_header(self):
        self.read_request()
        self.send(b'HTTP/1.1 200 OK\r\nContent-Le')

    def mode_chunked(self):
        self.read_request()
        body = self.accepted().encode()
        self.send(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
        for at in range(0, len(body), 5):
            piece = body[at:at + 5]
            self.send(b'%x\r\n%s\r\n' % (len(piece), piece))
        self.send(b'0\r\n\r\n')

    def mode_chunked_cut(self):
        self.read_request()
        body = self.accepted().encode()
        self.send(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
                  b'%x\r\n%s\r\n' % (len(body), body))

    def mode_garbage_body(self):
        self.read_request()
        self.answer(200, b'<html>\xff\x00 {"msgId": ')

    def mode_garbage(self):
        self.read_request()
        self.send(bytes(range(256)) * 4)

    def mode_empty(self):
        self.read_request()
        self.answer(200)

    def mode_no_id(self):
        self.read_request()
        self.answer(200, '{"status": "fine"}')

    def mode_no_content(self):
        self.read_request()
        self.send(b'HTTP/1.1 204 No Content\r\n\r\n')

    def mode_throttled_seconds(self):
        self.read_request()
        self.answer(429, '{}', ['Retry-After: 17'])

    def mode_throttled_date(self):
        self.read_request()
        date = time.strftime('%a, %d %b %Y %H:%M:%S GMT',
                             time.gmtime(time.time() + 100))
        self.answer(429, '{}', ['Retry-After: ' + date])

    def mode_throttled(self):
        self.read_request()
        self.answer(429, '{}')

    def mode_redirect(self):
        self.read_request()
        self.answer(307, '', ['Location: ' + self.server.url('/elsewhere')])

    def mode_moved(self):
        self.read_request()
        self.answer(301, '', ['Location: ' + self.server.url('/elsewhere')])

    def mode_refused_with_text(self):
        self.read_request()
        self.answer(400, json.dumps({
            'code': 'E42', 'errorMsg': 'the text has a bad word\r\n'
            '\x1b[31mred\x1b[0m 敏感词'}))

    def mode_refused_with_200(self):
        self.read_request()
        self.answer(200, '{"code": "103", "errorMsg": "no balance"}')

    def mode_echo(self):
        """An error that has all of the request in its text."""
        request = self.read_request()
        told = request.head + b'\n\n' + request.body
        self.answer(self.server.echo_status, json.dumps({
            'code': 'ECHO', 'errorMsg': self.server.echo_of(
                told.decode('latin-1'))}))

    def mode_raw(self):
        """Whatever bytes the test has chosen."""
        self.read_request()
        self.send(self.server.raw_answer)

    def mode_slow(self):
        """One byte a second."""
        self.read_request()
        for byte in b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}':
            self.send(bytes([byte]))
            if self.server.stopped.wait(1.0):
                return

    def mode_late(self):
        """The answer comes when nobody waits for it any more."""
        self.read_request()
        try:
            self.wait_for_end()
        except Gone:
            self.answer(200, self.accepted())

    def mode_endless_body(self):
        self.read_request()
        self.send(b'HTTP/1.1 200 OK\r\n\r\n')
        self.for_ever(b'a' * 16384)

    def mode_endless_headers(self):
        self.read_request()
        self.send(b'HTTP/1.1 200 OK\r\n')
        self.for_ever(b'X-Filler: ' + b'a' * 1000 + b'\r\n')

    def mode_endless_header(self):
        self.read_request()
        self.send(b'HTTP/1.1 200 OK\r\nX-Filler: ')
        self.for_ever(b'a' * 16384)

    def mode_flood_of_1xx(self):
        self.read_request()
        self.for_ever(b'HTTP/1.1 100 Continue\r\n\r\n' * 100)

    def mode_early_hint(self):
        """One 1xx is no answer; the one behind it is."""
        self.read_request()
        self.send(b'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n')
        self.answer(200, self.accepted())

    def mode_body_64k(self):
        self.read_request()
        body = self.accepted().encode()
        self.answer(200, body + b' ' * (BODY_MAX - len(body)))

    def mode_body_over_64k(self):
        self.read_request()
        body = self.accepted().encode()
        self.answer(200, body + b' ' * (BODY_MAX + 1 - len(body)))

    def mode_bomb(self):
        """A small body that says it is a compressed large one."""
        self.read_request()
        self.answer(200, b'\x1f\x8b' + b'\0' * 30,
                    ['Content-Encoding: gzip'])

    def mode_silence(self):
        """Reads all and says nothing."""
        self.read_request()
        self.wait_for_end()

    # How it goes.

    def run(self, mode):
        self.mode = mode
        early = getattr(self, 'early_' + mode, None)
        if early is not None:
            early()
            return
        if self.server.tls is not None:
            if self.server.tls_delay_s:
                self.server.stopped.wait(self.server.tls_delay_s)
            try:
                self.peer = self.server.tls.wrap_socket(
                    self.peer, server_side=True)
            except (OSError, ValueError) as error:
                raise Gone from error
            self.secured = True
        if mode.isdigit():
            self.read_request()
            self.answer(int(mode), '{}')
            return
        getattr(self, 'mode_' + mode)()


class FaultServer:
    """The provider; `with FaultServer() as server:` ends it, too."""

    kind = Connection

    def __init__(self, mode='accept', script=(), tls=None, tls_delay_s=0.0):
        self.mode, self.script = mode, list(script)
        self.by_word = {}
        self.tls, self.tls_delay_s = tls, tls_delay_s
        self.echo_status, self.echo_of = 400, str
        self.raw_answer = b''
        self.ledger = []
        self.accepted = 0
        self.lock = threading.Lock()
        self.stopped = threading.Event()
        self.threads = []
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(('127.0.0.1', 0))
        self.socket.listen(64)
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.stop()

    def url(self, path='/msg/send', host='127.0.0.1'):
        scheme = 'https' if self.tls is not None else 'http'
        return f'{scheme}://{host}:{self.port}{path}'

    def count(self):
        with self.lock:
            self.accepted += 1
            return self.accepted

    @property
    def requests(self):
        """What was received of requests, whole or not."""
        return [r for c in self.ledger for r in c.requests]

    @property
    def received(self):
        return b''.join(c.raw for c in self.ledger)

    def only_request(self):
        assert len(self.ledger) == 1, f'{len(self.ledger)} connections'
        assert len(self.requests) == 1, f'{len(self.requests)} requests'
        return self.requests[0]

    def assert_at_most_once(self):
        """No message was sent twice: one request, and none in pieces."""
        assert len(self.ledger) <= 1, f'{len(self.ledger)} connections'
        assert len(self.requests) <= 1, f'{len(self.requests)} requests'

    def choose(self, connection):
        """The mode of a connection, by its first bytes if need be."""
        if self.script:
            return self.script.pop(0)
        if self.tls is not None or hasattr(Connection, 'early_' + self.mode):
            return self.mode
        try:
            seen = connection.peer.recv(65536, socket.MSG_PEEK)
        except OSError:
            return self.mode
        path = seen.split(b' ', 2)[1:2]
        if path and path[0].startswith(b'/as/'):
            return path[0].split(b'/')[2].decode('latin-1')
        for word, mode in self.by_word.items():
            if word.encode() in seen:
                return mode
        return self.mode

    def serve(self):
        while not self.stopped.is_set():
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            peer.settimeout(PATIENCE_S)
            connection = self.kind(self, peer)
            self.ledger.append(connection)
            thread = threading.Thread(target=self.handle, args=[connection],
                                      daemon=True)
            self.threads.append(thread)
            thread.start()

    def handle(self, connection):
        try:
            connection.run(self.choose(connection))
        except Gone:
            pass
        finally:
            connection.peer.close()

    def stop(self):
        self.stopped.set()
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for connection in self.ledger:
            try:
                connection.peer.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        for thread in [self.thread, *self.threads]:
            thread.join(5)


def closed_port():
    """A port of loopback where nobody listens (bound, but not listening, so
    that nobody else gets it); the socket keeps it."""
    holder = socket.socket()
    holder.bind(('127.0.0.1', 0))
    return holder, holder.getsockname()[1]


class Certificates:
    """An authority and certificates, made by the openssl program."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        for name in ('ca', 'other-ca'):
            self.openssl('req', '-x509', *self.new_key(name), '-subj',
                         f'/CN={name}', '-days', '30', '-out',
                         self.path(f'{name}.pem'))

    def path(self, name):
        return os.path.join(self.folder, name)

    def openssl(self, *args):
        done = subprocess.run(['openssl', *args], capture_output=True,
                              check=False, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, f'openssl {args}: {done.stderr.decode()}'
        return done.stdout

    def new_key(self, name):
        return ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
                '-nodes', '-keyout', self.path(f'{name}.key'))

    def make(self, name, address='IP:127.0.0.1', ca='ca', days=30):
        """A server's side of TLS with a certificate for an address."""
        key, request, pem, extra = (self.path(f'{name}.{end}')
                                    for end in ('key', 'csr', 'pem', 'ext'))
        with open(extra, 'w', encoding='ascii') as file:
            file.write(f'subjectAltName = {address}\n')
        self.openssl('req', '-new', *self.new_key(name), '-subj', f'/CN={name}',
                     '-out', request)
        self.openssl('x509', '-req', '-in', request, '-CA',
                     self.path(f'{ca}.pem'), '-CAkey', self.path(f'{ca}.key'),
                     '-CAcreateserial', '-days', str(days), '-extfile', extra,
                     '-out', pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem, key)
        return context

    def pin(self, name):
        """The SHA-256 of a certificate's public key, as curl writes it."""
        import base64
        import hashlib
        key = self.openssl('x509', '-in', self.path(f'{name}.pem'), '-noout',
                           '-pubkey')
        process = subprocess.run(['openssl', 'pkey', '-pubin', '-outform',
                                  'DER'], input=key, capture_output=True,
                                 check=True)
        return base64.b64encode(
            hashlib.sha256(process.stdout).digest()).decode()


def main():
    with FaultServer(*sys.argv[1:2]) as server:
        print(server.url(), flush=True)
        shown = 0
        try:
            while True:
                time.sleep(0.2)
                for connection in server.ledger[shown:]:
                    print(connection.mode, connection.raw, flush=True)
                    shown += 1
        except KeyboardInterrupt:
            pass


if __name__ == '__main__':
    main()
