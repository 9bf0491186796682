# SPDX-License-Identifier: Apache-2.0
"""The stand-in for providers as a process, and clients of the services it
plays, written from what is published about them."""

import base64
import hashlib
import hmac
import http.client
import http.server
import json
import os
import signal
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse
import uuid

from harness import HANG_S, SMSGW, Case

SIGNED = os.path.join(os.environ.get('SMSGW_SOURCE', '.'),
                      'tests', 'data', 'simulate', 'signed.json')
HOST = '127.0.0.1'
SIGN = 'AbCdEfGhI'


def percent(text):
    return urllib.parse.quote(text, safe='-_.~')


def canonical(params):
    return '&'.join(f'{percent(k)}={percent(v)}'
                    for k, v in sorted(params.items()))


def utc(offset_s=0):
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(
        time.time() + offset_s))


class StandIn:
    """smsgw simulate, started; ends with the test."""

    def __init__(self, test, *args, script=None, config=None):
        words = [SMSGW, '--json', 'simulate', *args]
        if script is not None:
            words += ['--script', test.write('script', script)]
        if config is not None:
            words += ['--for', config]
        self.process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=test.environment({'TMPDIR': test.top}))
        test.addCleanup(self.stop)
        text = ''
        while not text.endswith('}\n'):
            line = self.process.stdout.readline()
            if not line:
                test.fail('no start: ' + self.process.communicate()[1])
            text += line
            if text.startswith('{\n  "problems"'):
                test.fail('no start: ' + self.process.communicate()[1])
        self.place = json.loads(text)
        self.port = int(self.place['url'].rsplit(':', 1)[1])
        self.tls_port = int(self.place['tls_url'].rsplit(':', 1)[1])
        self.ids = 0

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        _, said = self.process.communicate(timeout=HANG_S)
        if self.process.returncode != 0:
            raise AssertionError(
                f'exit code {self.process.returncode}: {said}')

    def call(self, method, target, body=b'', headers=None):
        """Status, headers and body of one request."""
        client = http.client.HTTPConnection(HOST, self.port, timeout=HANG_S)
        try:
            client.request(method, target, body, headers or {})
            answer = client.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            client.close()

    def raw(self, data, tls=False):
        """A connection to which bytes were sent."""
        peer = socket.create_connection(
            (HOST, self.tls_port if tls else self.port), HANG_S)
        if tls:
            context = ssl.create_default_context(cafile=self.place['ca_file'])
            # an end without goodbye is no clean one
            peer = context.wrap_socket(
                peer, server_hostname=HOST, suppress_ragged_eofs=False)
        peer.sendall(data)
        return peer

    def ledger(self):
        return json.loads(self.call('GET', '/ledger')[2])

    def clear(self):
        self.call('DELETE', '/ledger')

    # Clients.  Each returns the code that the answer carries.

    def mas(self, mobiles, path='/sms/norsubmit', **changed):
        template = path.endswith('tmpsubmit')
        fields = {'ecName': '测试企业', 'apId': 'simulate',
                  'mobiles': mobiles, 'sign': SIGN, 'addSerial': ''}
        fields |= {'templateId': 'T1', 'params': '["1"]'} if template else \
            {'content': '您的验证码是123456'}
        secret = changed.pop('secret', 'simulate')
        spoiled = changed.pop('spoil', {})
        fields.update(changed)
        names = ['templateId', 'mobiles', 'params'] if template else \
            ['mobiles', 'content']
        text = fields['ecName'] + fields['apId'] + secret + ''.join(
            fields[name] for name in names + ['sign', 'addSerial'])
        fields['mac'] = hashlib.md5(text.encode()).hexdigest()
        for name, value in spoiled.items():
            if value is None:
                del fields[name]
            else:
                fields[name] = value
        body = base64.b64encode(json.dumps(fields).encode())
        _, _, answer = self.call('POST', path, body)
        self.answer = json.loads(answer)
        return self.answer['rspcod']

    def msg_form(self, phone, **changed):
        fields = {'un': 'simulate', 'pw': 'simulate', 'phone': phone,
                  'msg': '【测试】hello', 'rd': '1', **changed}
        _, _, answer = self.call('POST', '/msg/send',
                                 urllib.parse.urlencode(fields).encode())
        self.answer = answer.decode()
        return self.answer.split('\n')[0].split(',')[1]

    def msg_json(self, phone, path='/msg/v1/send/json', **changed):
        fields = {'account': 'simulate', 'password': 'simulate',
                  'phone': phone, 'msg': '【测试】hello', 'report': 'true',
                  **changed}
        _, _, answer = self.call('POST', path, json.dumps(fields))
        self.answer = json.loads(answer)
        return self.answer['code']

    def v3(self, action, params, secret='simulate', version='2017-05-25',
           key='simulate', in_body=True, token=None, date=None, nonce=None):
        """ACS3-HMAC-SHA256; status and answer."""
        body = canonical(params).encode() if in_body else b''
        query = '' if in_body else canonical(params)
        headers = {
            'host': f'{HOST}:{self.port}', 'x-acs-action': action,
            'x-acs-version': version, 'x-acs-date': date or utc(),
            'x-acs-signature-nonce': nonce or uuid.uuid4().hex,
            'x-acs-content-sha256': hashlib.sha256(body).hexdigest()}
        if in_body:
            headers['content-type'] = 'application/x-www-form-urlencoded'
        if token is not None:
            headers['x-acs-security-token'] = token
        names = ';'.join(sorted(headers))
        lines = ''.join(f'{name}:{headers[name]}\n'
                        for name in sorted(headers))
        request = '\n'.join(['POST', '/', query, lines, names,
                             headers['x-acs-content-sha256']])
        text = 'ACS3-HMAC-SHA256\n' + hashlib.sha256(
            request.encode()).hexdigest()
        made = hmac.new(secret.encode(), text.encode(), 'sha256').hexdigest()
        headers['Authorization'] = (
            f'ACS3-HMAC-SHA256 Credential={key},SignedHeaders={names},'
            f'Signature={made}')
        status, self.headers, answer = self.call(
            'POST', '/?' + query if query else '/', body, headers)
        self.answer = json.loads(answer)
        return status, self.answer

    def v1(self, method, action, params, secret='simulate', **more):
        """HMAC-SHA1; status and the answer as it came."""
        every = {'Action': action, 'Version': '2017-05-25', 'Format': 'JSON',
                 'AccessKeyId': 'simulate', 'SignatureMethod': 'HMAC-SHA1',
                 'SignatureVersion': '1.0', 'Timestamp': utc(),
                 'SignatureNonce': uuid.uuid4().hex, **params, **more}
        text = f'{method}&%2F&{percent(canonical(every))}'
        made = base64.b64encode(hmac.new(
            (secret + '&').encode(), text.encode(), 'sha1').digest()).decode()
        sent = canonical({**every, 'Signature': made})
        if method == 'GET':
            status, _, answer = self.call('GET', '/?' + sent)
        else:
            status, _, answer = self.call('POST', '/', sent, {
                'Content-Type': 'application/x-www-form-urlencoded'})
        return status, answer.decode()

    def sms(self, numbers, **changed):
        params = {'PhoneNumbers': numbers, 'SignName': '阿里云',
                  'TemplateCode': 'SMS_1', 'TemplateParam': '{"code":"1"}',
                  **changed}
        return self.v3('SendSms', params)[1]['Code']

    def globe(self, number, **changed):
        _, answer = self.v3('SendMessageToGlobe', {
            'To': number, 'Message': 'hello', 'Type': 'OTP', **changed},
            version='2018-05-01')
        return answer.get('ResponseCode') or answer['Code']

    def vendor(self, number, path='/send'):
        status, _, answer = self.call('POST', path, json.dumps(
            {'to': number, 'msg': 'hello'}))
        self.answer = json.loads(answer)
        return status


class Listener:
    """Takes what is pushed, and answers."""

    def __init__(self, test, status=200, body=b'{"code":0,"msg":"ok"}'):
        self.got, self.arrived = [], threading.Condition()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def take(self):
                size = int(self.headers.get('Content-Length') or 0)
                data = self.rfile.read(size)
                with outer.arrived:
                    outer.got.append((self.command, self.path, data))
                    outer.arrived.notify_all()
                self.send_response(status)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = take

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer((HOST, 0), Handler)
        self.server.daemon_threads = True
        # whoever was told to end does not wait for an answer
        self.server.handle_error = lambda *_: None
        self.url = f'http://{HOST}:{self.server.server_port}/push'
        thread = threading.Thread(target=self.server.serve_forever)
        thread.start()
        test.addCleanup(thread.join)
        test.addCleanup(self.server.server_close)
        test.addCleanup(self.server.shutdown)

    def wait(self, count):
        with self.arrived:
            if not self.arrived.wait_for(
                    lambda: len(self.got) >= count, HANG_S):
                raise AssertionError(f'{len(self.got)} pushes, not {count}')
            return list(self.got)


class StandInCase(Case):
    def start(self, *args, **kwargs):
        return StandIn(self, *args, **kwargs)

    def numbers(self):
        return self.smsgw('--json', 'simulate', '--numbers',
                          config=False).expect(0).json()
