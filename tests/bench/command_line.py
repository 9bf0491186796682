#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speed and memory of the command line, each beside a peer in the same run.

  check       wall time and peak memory of `smsgw check` over 1,000 gateway
              files, beside `cat` of the same files
  first byte  from the start of the process to the first byte of the request
              at a server on loopback: `smsgw test` beside `curl`

Usage: command_line.py [SMSGW] [--gateways N] [--runs N]

Prints medians and ratios; goals stand beside them.  Nothing is asserted: the
machine may be busy.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time

GATEWAY = """# gateway {n}, of the benchmark
[gateway]
provider      = http
name          = Gateway {n}
number        = 10690{n:04d}
sms_url       = http://127.0.0.1:{port}/msg/send
allow_private = yes
api_account   = IDaaS_SSO
api_password  = 'secret-{n}-with-enough-letters'
sms_title     = 【Cloud IDaaS Platform】
description   = login and recovery codes
enabled       = yes
test_phone    = +8613800138000
test_content  = Your code is 123456

[routing]
priority      = 10
weight        = 1
countries     = CN

[limits]
rate          = 50/s
concurrency   = 16
timeout       = 5s
"""


def run(argv):
    """Runs a command; its wall time in ms, peak memory in KiB, exit code."""
    start = time.monotonic()
    pid = os.posix_spawn(argv[0], argv, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    return ((time.monotonic() - start) * 1000, usage.ru_maxrss,
            os.waitstatus_to_exitcode(status))


class Sink:
    """Answers each connection like a provider; notes the first byte's time."""

    ANSWER = b'{"code":"0","msgId":"1"}'

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.first_byte = None
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            peer, _ = self.listener.accept()
            with peer:
                data = peer.recv(65536)
                self.first_byte = time.monotonic()
                while data and b'"msg"' not in data:
                    data = peer.recv(65536)
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: "
                             b"application/json\r\nContent-Length: %d\r\n"
                             b"Connection: close\r\n\r\n%s"
                             % (len(self.ANSWER), self.ANSWER))


def to_first_byte(sink, argv):
    """Milliseconds from the start of a command to its first byte."""
    sink.first_byte = None
    start = time.monotonic()
    subprocess.run(argv, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=False)
    if sink.first_byte is None:
        raise SystemExit("no request came from: " + " ".join(argv))
    return (sink.first_byte - start) * 1000


def bench_check(smsgw, tree, runs):
    files = sorted(os.path.join(tree, "gateways.d", name)
                   for name in os.listdir(os.path.join(tree, "gateways.d")))
    cat = shutil.which("cat")
    ours, peers, memory = [], [], 0
    for _ in range(runs):
        wall, rss, code = run([smsgw, "-c", tree, "check"])
        if code != 0:
            raise SystemExit("smsgw check ended with %d" % code)
        ours.append(wall)
        memory = max(memory, rss)
        peers.append(run([cat] + files)[0])
    ours, peers = statistics.median(ours), statistics.median(peers)
    print("check of %d gateways: %.0f ms, %.1f MiB; %.1f times cat's %.0f ms"
          "  (goal for 1,000: 300 ms, 32 MiB)"
          % (len(files), ours, memory / 1024, ours / peers, peers))


def bench_first_byte(smsgw, tree, sink, runs):
    url = "http://127.0.0.1:%d/msg/send" % sink.port
    curl = shutil.which("curl")
    body = '{"account":"a","password":"b","phone":"8613800138000","msg":"c"}'
    ours, peers = [], []
    for _ in range(runs):
        ours.append(to_first_byte(
            sink, [smsgw, "-c", tree, "test", "g0000"]))
        if curl:
            peers.append(to_first_byte(sink, [
                curl, "-s", "-H", "Content-Type: application/json",
                "--data-binary", body, url]))
    line = "test, start to first byte: %.1f ms" % statistics.median(ours)
    if peers:
        line += "; %.2f times curl's %.1f ms" % (
            statistics.median(ours) / statistics.median(peers),
            statistics.median(peers))
    print(line + "  (goal: 15 ms)")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("smsgw", nargs="?",
                        default=os.environ.get("SMSGW_BIN", "smsgw"))
    parser.add_argument("--gateways", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    smsgw = shutil.which(options.smsgw)
    if smsgw is None:
        parser.error("no such program: " + options.smsgw)
    sink = Sink()
    with tempfile.TemporaryDirectory() as tree:
        folder = os.path.join(tree, "gateways.d")
        os.mkdir(folder)
        os.chmod(tree, 0o750)
        for n in range(options.gateways):
            path = os.path.join(folder, "g%04d.ini" % n)
            with open(path, "w", encoding="utf-8") as out:
                out.write(GATEWAY.format(n=n, port=sink.port))
            os.chmod(path, 0o640)
        bench_check(smsgw, tree, options.runs)
        bench_first_byte(smsgw, tree, sink, options.runs)


if __name__ == "__main__":
    main()
