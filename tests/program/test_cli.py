#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command line as scripts and people use it: exit codes, streams, JSON,
files written, secrets never shown.  Uses the built-in test channel."""

import json
import os
import stat
import subprocess
import sys
import tempfile

SMSGW = os.environ['SMSGW']
SECRET = 'planted-hunter2-secret'
CODE = '271828'
ENV = {k: v for k, v in os.environ.items() if k not in ('LC_ALL', 'LANG')}
ENV['SMSGW_PROVIDER_PATH'] = os.environ.get('SMSGW_PROVIDERS', '')
TESTS = []


def test(function):
    TESTS.append(function)
    return function


class Folder:
    """A configuration folder and the program that uses it."""

    def __init__(self, path):
        self.path = path

    def run(self, *words, stdin='', **kwargs):
        return subprocess.run([SMSGW, '-c', self.path, *words], env=ENV,
                              input=stdin, capture_output=True, text=True,
                              timeout=60, **kwargs)

    def file(self, *names):
        return os.path.join(self.path, *names)

    def read(self, *names):
        with open(self.file(*names), encoding='utf-8') as f:
            return f.read()

    def add_demo(self):
        answer = self.run('add', 'demo', '--provider', 'test', 'sms_title=ACME',
                          'test_phone=+8613800138000',
                          'test_content=Your code is ' + CODE)
        expect(answer, 0)


def expect(answer, code, out='', err=''):
    assert answer.returncode == code, \
        f'exit code {answer.returncode}, not {code}: {answer.stderr}'
    assert out in answer.stdout, f'no "{out}" in: {answer.stdout}'
    assert err in answer.stderr, f'no "{err}" in: {answer.stderr}'


@test
def help_begins_with_examples_and_names_every_command(folder):
    answer = folder.run('help')
    expect(answer, 0)
    assert answer.stdout.startswith('Examples\n  $ smsgw ')
    for name in ('providers', 'gateways', 'check', 'add', 'set', 'enable',
                 'disable', 'remove', 'test', 'send', 'errors', 'help'):
        assert f'\n  {name} ' in answer.stdout, name
        page = folder.run('help', name)
        expect(page, 0, f'smsgw {name}')
        assert page.stdout.startswith('Examples\n'), name
        assert page.stdout == folder.run(name, '--help').stdout, name


@test
def a_mistyped_command_or_option_is_usage_and_guessed(folder):
    expect(folder.run('chekc'), 64, err='did you mean smsgw check?')
    expect(folder.run('test', 'x', '--dry-rum'), 64,
           err='did you mean --dry-run?')
    expect(folder.run(), 64)
    expect(folder.run('test'), 64, err='smsgw test ID')
    expect(folder.run('check', 'a', 'b'), 64)


@test
def errors_lists_the_catalogue_and_explains_one_entry(folder):
    entries = json.loads(folder.run('--json', 'errors').stdout)
    codes = [entry['code'] for entry in entries]
    assert len(codes) == len(set(codes)) > 60
    for entry in entries:
        assert entry['text'] and entry['text_zh'] and entry['fix_zh']
        assert entry['who'] in ('admin', 'provider', 'sender', 'recipient',
                                'vendor', 'nobody')
    expect(folder.run('errors', 'connect-refused'), 0, 'sms_url')
    expect(folder.run('errors', 'conect-refused'), 64,
           err='did you mean connect-refused?')


@test
def the_test_channel_is_listed_and_explained(folder):
    listed = json.loads(folder.run('--json', 'providers').stdout)
    found = [p for p in listed if p['name'] == 'test']
    assert len(found) == 1 and found[0]['state'] == 'ok'
    expect(folder.run('providers', 'test'), 0, 'test')
    expect(folder.run('providers', 'tset'), 78, err='did you mean')


@test
def a_gateway_is_added_shown_changed_and_removed(folder):
    folder.add_demo()
    text = folder.read('gateways.d', 'demo.ini')
    expect(folder.run('gateways'), 0, 'demo')
    expect(folder.run('set', 'demo', 'name=Δ 名', 'limits.timeout=7s'), 0)
    changed = folder.read('gateways.d', 'demo.ini')
    before, after = text.splitlines(), changed.splitlines()
    # the line that offered the name holds it now
    at = before.index('; name        =')
    assert after[at] == 'name          = Δ 名'
    assert before[:at] + before[at + 1:] == \
        after[:at] + after[at + 1:len(before)]
    assert 'timeout = 7s' in changed
    shown = json.loads(folder.run('--json', 'gateways', 'demo').stdout)
    assert shown['name'] == 'Δ 名' and shown['enabled'] is True
    expect(folder.run('disable', 'demo'), 0)
    assert json.loads(folder.run('--json', 'gateways').stdout)[0]['enabled'] \
        is False
    expect(folder.run('enable', 'demo'), 0)
    expect(folder.run('remove', 'demo'), 0)
    assert os.listdir(folder.file('gateways.d')) == []


@test
def what_would_not_load_is_not_written(folder):
    folder.add_demo()
    text = folder.read('gateways.d', 'demo.ini')
    expect(folder.run('set', 'demo', 'limits.timeout=5'), 78, err='timeout')
    expect(folder.run('set', 'demo', 'limits.time_out=5s'), 78,
           err='did you mean limits.timeout?')
    expect(folder.run('set', 'demo', 'sms_titel=x'), 78,
           err='did you mean sms_title?')
    expect(folder.run('set', 'demo', 'provider=nosuch'), 78)
    expect(folder.run('set', 'demo', 'noequals'), 64)
    expect(folder.run('add', 'demo', '--provider', 'test'), 78, err='exists')
    expect(folder.run('add', 'Bad.Id', '--provider', 'test'), 78)
    expect(folder.run('set', 'dmeo', 'name=x'), 78, err='demo')
    assert folder.read('gateways.d', 'demo.ini') == text


@test
def a_secret_in_the_command_line_is_refused_and_never_shown(folder):
    folder.add_demo()
    answer = folder.run('set', 'demo', 'api_password=' + SECRET)
    expect(answer, 64, err='KEY=@FILE or KEY=@-')
    for stream in (answer.stdout, answer.stderr):
        assert SECRET not in stream
    answers = [folder.run('set', 'demo', 'api_password=@-',
                          stdin=SECRET + '\n')]
    path = folder.file('gateways.d', 'demo.secret')
    if answers[0].returncode == 0:
        with open(path, encoding='utf-8') as f:
            assert f.read().rstrip('\n') == SECRET
        assert stat.S_IMODE(os.stat(path).st_mode) & 0o007 == 0
    for words in (['gateways', 'demo', '-v'], ['check', '-v'],
                  ['--json', 'gateways', 'demo'], ['test', 'demo', '-v'],
                  ['test', 'demo', '--dry-run', '-v'],
                  ['--json', 'test', 'demo', '--dry-run']):
        answers.append(folder.run(*words))
    for answer in answers:
        assert SECRET not in answer.stdout + answer.stderr, answer.args


@test
def check_ends_with_78_and_names_file_line_and_key(folder):
    folder.add_demo()
    expect(folder.run('check'), 0, err='no errors')
    path = folder.file('gateways.d', 'demo.ini')
    with open(path, 'a', encoding='utf-8') as f:
        f.write('\n[limits]\ntimeout = soon\n')
    lines = folder.read('gateways.d', 'demo.ini').splitlines()
    answer = folder.run('check')
    expect(answer, 78, f'{path}:{len(lines)}: timeout: ')
    found = json.loads(folder.run('--json', 'check', 'demo').stdout)
    assert found['ok'] is False and found['errors'] == 1
    problem = [p for p in found['problems'] if p['level'] == 'error'][0]
    assert problem['line'] == len(lines) and problem['key'] == 'timeout'
    assert problem['code'] and problem['fix']


@test
def check_names_what_is_wrong_with_smsgw_ini(folder):
    folder.add_demo()
    with open(folder.file('smsgw.ini'), 'w', encoding='utf-8') as f:
        f.write('[smsgw]\ndefault_cuontry = CN\n')
    expect(folder.run('check'), 78, out='smsgw.ini:2: default_cuontry')


@test
def test_shows_each_step_and_json_is_one_object(folder):
    folder.add_demo()
    answer = folder.run('test', 'demo')
    expect(answer, 0, 'result: accepted')
    for step in ('config', 'enabled', 'number', 'content', 'answer'):
        assert f' {step} ' in answer.stdout, step
    receipt = json.loads(folder.run('--json', 'test', 'demo', '--to',
                                    '+8613900139000').stdout)
    assert receipt['exit_code'] == 0 and receipt['outcome'] == 'accepted'
    names = {'step', 'state', 'ms', 'fact', 'cause', 'who', 'fix', 'code',
             'provider_code', 'provider_text', 'provider_body'}
    for step in receipt['steps']:
        assert set(step) <= names, step
    expect(folder.run('disable', 'demo'), 0)
    answer = folder.run('test', 'demo', '--to', '+8613700137000')
    expect(answer, 0, 'smsgw enable demo')
    expect(folder.run('send', '--local', '--to', '+8613700137000', '--text',
                      'x'), 78)


@test
def the_arguments_of_a_test_are_decoded(folder):
    folder.add_demo()
    os.mkdir(folder.file('templates.d'))
    with open(folder.file('templates.d', 'login.ini'), 'w',
              encoding='utf-8') as f:
        f.write('[template]\ntext = ${code} for ${name}\n')
    expect(folder.run('set', 'demo', 'test_template=login',
                      'test_params=code=1%2B2&name=A%20B'), 0)
    expect(folder.run('test', 'demo'), 0)
    line = folder.read('state', 'test', 'outbox.jsonl').splitlines()[-1]
    assert json.loads(line)['text'].endswith('1+2 for A B'), line


@test
def texts_and_codes_come_from_standard_input_and_are_masked(folder):
    folder.add_demo()
    answer = folder.run('test', 'demo', '--text', '@-', '--dry-run',
                        stdin=f'Your code is {CODE}\n')
    expect(answer, 0, 'nothing was sent')
    assert CODE not in answer.stdout + answer.stderr
    answer = folder.run('test', 'demo', '--text', '@-', '--param', 'a=b')
    expect(answer, 64)
    expect(folder.run('test', 'demo', '--to', '12', '--text', 'x'), 65,
           'number')
    expect(folder.run('test', 'demo', '--text', ''), 65)
    expect(folder.run('test', 'demo', '--template', 'nosuch'), 65)
    expect(folder.run('test', 'nosuch'), 78)


@test
def send_wants_local_and_tells_each_recipient(folder):
    folder.add_demo()
    expect(folder.run('send', '--to', '+8613800138000', '--text', 'x'), 75,
           err='--local')
    answer = folder.run('--json', 'send', '--local', '--text', 'hello', '--to',
                        '+8613800138000', '--to', '12')
    receipts = json.loads(answer.stdout)
    assert answer.returncode == 65
    assert [r['exit_code'] for r in receipts] == [0, 65]
    assert receipts[0]['to'] == '+86138****8000'


@test
def output_that_cannot_be_written_is_74(folder):
    for words in (['errors'], ['--json', 'errors'], ['help'], ['providers']):
        with open('/dev/full', 'w', encoding='utf-8') as full:
            answer = subprocess.run([SMSGW, *words], env=ENV, stdout=full,
                                    stderr=subprocess.PIPE, check=False)
        assert answer.returncode == 74, words
        answer = subprocess.run(['sh', '-c', '"$@" >&-', 'sh', SMSGW, *words],
                                env=ENV, stderr=subprocess.PIPE, check=False)
        assert answer.returncode == 74, words
    read, write = os.pipe()
    os.close(read)
    answer = subprocess.run([SMSGW, 'errors'], env=ENV, stdout=write,
                            stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert answer.returncode == 74


def main():
    print(f'1..{len(TESTS)}')
    failed = 0
    for number, function in enumerate(TESTS, 1):
        with tempfile.TemporaryDirectory() as path:
            try:
                function(Folder(path))
                print(f'ok {number} - {function.__name__}', flush=True)
            except Exception as e:  # a test that cannot run has failed
                failed += 1
                for line in f'{type(e).__name__}: {e}'.splitlines():
                    print(f'# {line}')
                print(f'not ok {number} - {function.__name__}', flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
