#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The engine against its peers, on the same sink, in one run.

The sink is nginx, which answers every request at once with what the provider
would say.  Against it run, one after the other: wrk (what the sink and the
machine can do), the engine by the provider http, the engine by aliyun with
SendSms and with SendBatchSms gathered of single messages, and Alibaba Cloud's
own Node SDK with both.  Then the engine at 1,000 messages a second (how long
one takes), with 100,000 that wait (what one takes of memory), and what a
message costs as things grow: 1,000 gateways in place of one, and 1,000
connections in place of 32, to a service that answers after 50 ms.

Usage: make bench-engine, or engine.py BUILD [-n MESSAGES] [--npm FOLDER]

BUILD is a build with CFLAGS=-O2.  Wants nginx and wrk (Debian: nginx-light,
wrk); what is not there is left out, and so is the SDK without node or
_build/npm (tools/check fetches it).  Sink and load share the machine: the
ratios count, not the figures.  Nothing is asserted.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, '..', '..')

NGINX = '''
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        default_type application/json;
        location /sms {{ return 200 '{{"code":"0","msgId":"1"}}'; }}
        location / {{ return 200 '{{"Message":"OK","RequestId":"F655A8D5-\
B967-440B-8683-DAD6FF8DE990","BizId":"853819343905671399^0","Code":"OK"}}'; }}
    }}
}}
'''

HTTP = '''[gateway]
provider = http
sms_url = http://127.0.0.1:{port}/sms
api_account = account
api_password = 'secret'
allow_private = yes
enabled = yes
[limits]
concurrency = {concurrency}
[provider]
body_type = json
field.1 = account: ${{api_account}}
field.2 = password: ${{api_password}}
field.3 = phone: ${{to}}
field.4 = msg: ${{text}}
success = json /code == "0"
id = json /msgId
'''

ALIYUN = '''[gateway]
provider = aliyun
sms_url = http://127.0.0.1:{port}/
api_account = LTAI5tExample
api_password = 'secret'
sms_title = ACME
allow_private = yes
enabled = yes
[templates]
login = SMS_154950909 code
[limits]
concurrency = {concurrency}
{more}
'''

WRK = '''
wrk.method = "POST"
wrk.body = '{"account":"account","password":"secret","phone":\
"8613800138000","msg":"Your code is 123456. It is valid for 5 minutes."}'
wrk.headers["Content-Type"] = "application/json"
'''


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def figures(argv, env=None):
    """{name: figure} of a program's lines."""
    done = subprocess.run(argv, stdout=subprocess.PIPE, check=True, text=True,
                          env=env)
    return {name: float(figure) for name, _, figure in
            (line.split('\t') for line in done.stdout.splitlines())}


class Sink:
    def __init__(self, folder):
        self.port = free_port()
        conf = os.path.join(folder, 'nginx.conf')
        with open(conf, 'w') as f:
            f.write(NGINX.format(folder=folder, port=self.port))
        self.process = subprocess.Popen(
            ['nginx', '-p', folder, '-c', conf, '-e',
             os.path.join(folder, 'error.log')])
        for _ in range(100):
            with socket.socket() as s:
                if s.connect_ex(('127.0.0.1', self.port)) == 0:
                    return
            time.sleep(0.05)
        sys.exit('nginx does not answer')

    def end(self):
        self.process.terminate()
        self.process.wait()


class Bench:
    def __init__(self, build, folder, npm):
        self.build = build
        self.folder = folder
        self.npm = npm
        self.sink = Sink(folder)
        self.others = []
        self.env = dict(os.environ, SMSGW_PROVIDER_PATH=os.path.join(
            build, 'plugins', '.libs'))

    def config(self, name, text, gateways=1, port=None, **values):
        top = os.path.join(self.folder, name)
        os.makedirs(os.path.join(top, 'gateways.d'))
        os.chmod(top, 0o700)
        for i in range(gateways):
            path = os.path.join(top, 'gateways.d', 'sink%d.ini' % i)
            with open(path, 'w') as f:
                f.write(text.format(port=port or self.sink.port, **values))
            os.chmod(path, 0o600)
        return top

    def slow(self, ms):
        """A service that answers after so long: its port."""
        process = subprocess.Popen(
            [os.path.join(self.build, 'tests/bench/slow_sink'), str(ms)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.others.append(process)
        return int(process.stdout.readline())

    def end(self):
        for process in self.others:
            process.stdin.close()
            process.wait()
        self.sink.end()

    def engine(self, config, *args):
        return figures([os.path.join(self.build, 'tests/bench/engine_load'),
                        '-c', config, *map(str, args)], self.env)

    def sdk(self, action, messages):
        node = shutil.which('node')
        client = os.path.join(self.npm, '@alicloud', 'dysmsapi20170525')
        if node is None or not os.path.isdir(client):
            return None
        return figures([node, os.path.join(HERE, 'sdk_load.js'), self.npm,
                        '127.0.0.1:%d' % self.sink.port, action,
                        str(messages), '64'])

    def wrk(self):
        script = os.path.join(self.folder, 'post.lua')
        with open(script, 'w') as f:
            f.write(WRK)
        done = subprocess.run(
            ['wrk', '-t1', '-c32', '-d3', '-s', script,
             'http://127.0.0.1:%d/sms' % self.sink.port],
            stdout=subprocess.PIPE, check=True, text=True)
        for line in done.stdout.splitlines():
            if line.startswith('Requests/sec:'):
                return float(line.split()[1])
        return None


def show(name, f, unit='messages/s'):
    print('%-44s %9.0f %s' % (name, f['throughput'], unit), end='')
    print('  %6.1f us CPU  %6.1f MB' % (f['CPU'], f['RSS']))


def ratio(name, a, b, goal):
    print('    %-40s %9.2f (goal %s)' % (name, a / b, goal))


def run(bench, messages):
    wrk = bench.wrk() if shutil.which('wrk') else None
    if wrk:
        print('%-44s %9.0f requests/s' % ('wrk, 32 connections', wrk))
    http = bench.config('http', HTTP, concurrency=32)
    f = bench.engine(http, '-n', messages, '-w', 64)
    show('engine, http, 32 connections', f)
    if wrk:
        ratio('of wrk', f['throughput'], wrk, '0.33 or 40,000/s')
    one = bench.config('one', ALIYUN, concurrency=64,
                       more='batch_max = 1')
    f = bench.engine(one, '-n', messages, '-w', 64, '-t', 'login')
    show('engine, aliyun, 64 at once', f)
    sdk = bench.sdk('SendSms', messages // 5)
    if sdk:
        show('SDK, SendSms, 64 at once', sdk)
        ratio('engine to SDK', f['throughput'], sdk['throughput'], '4')
    many = bench.config('many', ALIYUN, concurrency=8, more='')
    f = bench.engine(many, '-n', messages * 5, '-w', 6400, '-t', 'login',
                     '-k', 'transactional')
    show('engine, aliyun, gathered of single ones', f)
    sdk = bench.sdk('SendBatchSms', messages * 5)
    if sdk:
        show('SDK, SendBatchSms of 100', sdk)
        ratio('engine to SDK', f['throughput'], sdk['throughput'], '1.5')
    f = bench.engine(http, '-n', 5000, '-w', 1000, '-r', 1000)
    print('%-44s %9.3f ms p50 %9.3f ms p99' % (
        'engine, 1,000/s, submit to end', f['submit to end, p50'],
        f['submit to end, p99']))
    f = bench.engine(http, '-n', 100000, '-m')
    print('%-44s %9.0f bytes (goal 2048)' % (
        'one of %.0f that wait' % f['waiting'], f['memory']))


def grow(bench, messages):
    """What a message costs as things grow."""
    # so many that the first connections of all do not count
    one = bench.engine(bench.config('g1', HTTP, concurrency=32),
                       '-n', messages * 4, '-w', 32)
    many = bench.engine(bench.config('g1000', HTTP, 1000, concurrency=32),
                        '-n', messages * 4, '-w', 32)
    show('engine, one gateway', one)
    show('engine, 1,000 gateways', many)
    ratio('CPU, 1,000 gateways to one', many['CPU'], one['CPU'], '1.25')
    port = bench.slow(50)
    few = bench.engine(bench.config('c32', HTTP, port=port, concurrency=32),
                       '-n', messages // 50, '-w', 32)
    many = bench.engine(
        bench.config('c1000', HTTP, port=port, concurrency=1000),
        '-n', messages, '-w', 1000)
    show('engine, 50 ms, 32 connections', few)
    show('engine, 50 ms, 1,000 connections', many)
    ratio('CPU, 1,000 connections to 32', many['CPU'], few['CPU'], '1.25')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('-n', '--messages', type=int, default=100000)
    parser.add_argument('--npm', default=os.environ.get('SMSGW_NPM') or
                        os.path.join(TOP, '_build', 'npm', 'node_modules'))
    options = parser.parse_args()
    if shutil.which('nginx') is None:
        sys.exit('wants nginx as the sink (Debian: nginx-light)')
    with tempfile.TemporaryDirectory(prefix='smsgw-bench-') as folder:
        bench = Bench(os.path.abspath(options.build), folder, options.npm)
        try:
            run(bench, options.messages)
            grow(bench, options.messages)
        finally:
            bench.end()


if __name__ == '__main__':
    main()
