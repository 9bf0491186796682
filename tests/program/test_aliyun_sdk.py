#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The signature code of Alibaba Cloud's own Node SDK reads every request of the
provider aliyun: those of its golden cases, and those that the program sends.
tools/check puts the SDK into _build/npm; without it these tests are skipped."""

import copy
import glob
import json
import os
import re
import shutil
import subprocess
import unittest

from fault_server import FaultServer
from harness import DONE, Case, main

SOURCE = os.environ.get('SMSGW_SOURCE') or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '..', '..')
MODULES = os.environ.get('SMSGW_NPM') or os.path.join(
    SOURCE, '_build', 'npm', 'node_modules')
CASES = os.path.join(SOURCE, 'plugins', 'aliyun', 'cases')
VERIFIER = os.path.join(SOURCE, 'tests', 'program', 'aliyun_sdk.js')

MISSING = None
if not shutil.which('node'):
    MISSING = 'node is not installed'
elif not os.path.isdir(os.path.join(MODULES, '@alicloud', 'openapi-core')):
    MISSING = 'no SDK in _build/npm: tools/check fetches it from the network'

ACCEPTED = b'{"Message":"OK","BizId":"1^0","Code":"OK"}'
SECRET = "s3cr3t'; with # &=+"
TOKEN = "testStsToken+/=&~*!'()"
AWKWARD = ('1234', '验证码 六六六', '😀 👩‍👩‍👧', "+&=~*!'()", 'a b', '100% %41 %00',
           '"}\\', 'line\nfeed', 'é€/?#[]@:;,', '~-_.', '')


def read_case(path):
    """The request of a golden case, as a server gets it; None without one."""
    with open(path, encoding='utf-8') as file:
        sections = re.split(r'^\[([a-z]+)[^\]\n]*\]\n', file.read(), flags=re.M)
    found = dict(reversed(list(zip(sections[1::2], sections[2::2]))))
    if 'request' not in found:
        return None
    head, _, body = found['request'].rstrip('\n').partition('\n\n')
    line, *headers = head.split('\n')
    method, url = line.split(' ', 1)
    host, slash, target = url.split('://', 1)[1].partition('/')
    secret = re.search(r"^api_password = '(.*)'$", found['gateway'], re.M)
    return {'method': method, 'target': slash + target or '/', 'body': body,
            'headers': [['host', host], *(h.split(': ', 1) for h in headers)],
            'secret': secret[1] if secret else 'testSecret'}


@unittest.skipIf(MISSING, MISSING)
class Sdk(Case):
    canaries = (SECRET, TOKEN)

    def verdicts(self, requests):
        done = subprocess.run(
            ['node', VERIFIER, MODULES], input=json.dumps(requests).encode(),
            capture_output=True, check=False, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return json.loads(done.stdout)

    def assert_signed(self, requests):
        for request, verdict in zip(requests, self.verdicts(requests)):
            self.assertTrue(verdict, request)

    def cases(self):
        requests = [read_case(path) for path in
                    sorted(glob.glob(os.path.join(CASES, '*.case')))]
        return [request for request in requests if request]

    def test_sdk_signs_every_golden_case_alike(self):
        requests = self.cases()
        self.assertGreater(len(requests), 30)
        self.assert_signed(requests)

    def test_sdk_refuses_what_was_tampered_with(self):
        tampered = []
        for request in self.cases():
            for change in ('body', 'secret', 'action'):
                other = copy.deepcopy(request)
                if change == 'body' and other['body']:
                    other['body'] = 'A=1&' + other['body']
                elif change == 'action' and re.search(
                        r'Signature=[0-9a-f]{64}$', other['headers'][-1][1]):
                    other['headers'][1:1] = [['x-acs-action', 'Other']]
                    other['headers'] = [
                        h for i, h in enumerate(other['headers'])
                        if i == 1 or h[0] != 'x-acs-action']
                else:
                    other['secret'] += 'x'
                tampered.append(other)
        for request, verdict in zip(tampered, self.verdicts(tampered)):
            self.assertFalse(verdict, request)

    def sent(self, provider, *options, to='+8613800138000'):
        """What the program sends, with awkward values."""
        server = FaultServer('raw')
        self.addCleanup(server.stop)
        server.raw_answer = (
            b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n' % len(ACCEPTED) +
            ACCEPTED)
        self.gateway('ali', {'provider': provider, 'templates': {
            'login': 'SMS_154950909 code'}}, provider='aliyun',
            sms_url=server.url('/'), allow_private='yes', api_account='testId',
            api_password=f'"{SECRET}"', sms_title='【阿里云 短信】', number='90999')
        for value in AWKWARD:
            self.smsgw('test', 'ali', '--to', to, *options, '--param',
                       'code=@-', stdin=value).expect(DONE)
        requests = server.requests
        # before each message two questions, about signature and template
        self.assertEqual(len(requests), 3 * len(AWKWARD))
        return [{'method': r.method, 'target': r.target,
                 'headers': [list(h) for h in r.headers],
                 'body': r.body.decode('ascii'), 'secret': SECRET}
                for r in requests]

    def test_sdk_signs_what_is_sent_alike(self):
        self.assert_signed(self.sent({}, '--template', 'login'))

    def test_sdk_signs_the_older_way_alike(self):
        self.assert_signed(
            self.sent({'sign_method': 'v1'}, '--template', 'login'))

    def test_sdk_signs_with_a_temporary_key_alike(self):
        for method in ('v3', 'v1'):
            requests = self.sent({'sign_method': method,
                                  'security_token': f'"{TOKEN}"'},
                                 '--template', 'login')
            self.assert_signed(requests)


if __name__ == '__main__':
    main()
