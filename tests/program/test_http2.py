#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""http2 = yes, against Node's own server: it is spoken where the gateway's file
says so, and nowhere else."""

import os
import shutil
import subprocess
import unittest

from fault_server import Certificates
from harness import DONE, Case, main

HERE = os.path.dirname(os.path.abspath(__file__))


@unittest.skipIf(shutil.which('node') is None, 'wants node')
class Http2(Case):
    def serve(self):
        certificates = Certificates(os.path.join(self.top, 'tls'))
        certificates.make('server')
        process = subprocess.Popen(
            ['node', os.path.join(HERE, 'http2_server.js'),
             certificates.path('server.key'), certificates.path('server.pem')],
            stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        port = process.stdout.readline().split()[1]
        return process, f'https://127.0.0.1:{port}/sms', certificates.pin(
            'server')

    def test_it_is_spoken_where_the_file_says_so(self):
        server, url, pin = self.serve()
        for said, version in (('yes', '2.0'), ('no', '1.1')):
            self.http_gateway(url, http2=said, pin_sha256=pin)
            done = self.smsgw('--json', 'test', 'ciam').expect(DONE)
            self.assertEqual(done.json()['provider_id'], '7')
            self.assertEqual(server.stdout.readline().strip(),
                             f'HTTP {version}')


if __name__ == '__main__':
    main()
