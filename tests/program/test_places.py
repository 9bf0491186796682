#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hard texts in every place that the http provider can put one into: they are
read back as they were by decoders that nobody here wrote, and the request
around them is that of a plain text."""

import json
import urllib.parse
import xml.etree.ElementTree
from email.parser import BytesParser

from fault_server import FaultServer
from harness import DATA, DONE, PHONE, Case, main

PLAIN = 'hello'
TEXTS = (
    'a "quoted" \'text\' `and` more', 'two\nlines\n\nand four',
    'a\ttab', 'a&b=c;d&to=1#x?y', '<b>x</b></body><!-- ]]> &lt;&#10;',
    '100% %41 %00 %s +1+1', 'back\\slash \\n \\u0041 \\" \\', '/../..//a/b',
    '"},{"to":"1', "'; --", '${to} $$ $(id) ${api_password',
    '验证码1234，5分钟内有效。', 'العربية 123 שלום',
    '\u202eright to left\u202c \u200f', 'emoji 😀 👩‍👩‍👧 🇨🇳', '𠮷野家 𝒳 \U0010fffd',
    'e\u0301 \u00e9 \u00a0 \u2028', 'é€`~^|{}[]', ' ', '  blanks  ')
# A header is one line, and what stands at its ends is not part of it.
LINES = tuple(t for t in TEXTS if t == t.strip(' \u00a0') and '\n' not in t and
              '\t' not in t)


def header(name):
    def read(request):
        head = request.head.split(b'\r\n', 1)[1]
        items = BytesParser().parsebytes(head + b'\r\n\r\n').raw_items()
        # bytes beyond ASCII come as surrogates
        return [v.encode('ascii', 'surrogateescape').decode()
                for k, v in items if k == name]
    return read


def pairs(text):
    return urllib.parse.parse_qsl(text, keep_blank_values=True,
                                  strict_parsing=True, errors='strict')


def query(request):
    return [v for k, v in pairs(request.target.partition('?')[2]) if k == 't']


def path(request):
    # the last segment: a slash of the text must not have made another one
    parts = request.target.partition('?')[0].split('/')
    assert len(parts) == 4, request.target
    return [urllib.parse.unquote(parts[2], errors='strict')]


def form(request):
    return [v for k, v in pairs(request.body.decode('ascii')) if k == 't']


def body(request):
    return json.loads(request.body.decode())


def xml_values(request):
    root = xml.etree.ElementTree.fromstring(request.body)
    return [root.find('t').text, root.find('t').get('of'), root.get('of')]


JSON_TEMPLATE = '{"a":["${text}",{"b":${text}}],"c":"x${text}y"}'
XML_TEMPLATE = ('<m of="${text}"><t of=\'${text}\'>${text}</t>'
                '<to>${to}</to></m>')

# A place: the keys that make it, how it is read back, and the texts.
PLACES = {
    'the_path': ({'method': 'GET', 'query.1': 'to: ${to}'}, path, TEXTS),
    'the_query': ({'method': 'GET', 'query.1': 't: ${text}',
                   'query.2': 'to: ${to}'}, query, TEXTS),
    'a_header': ({'header.1': 'X-Text: ${text}', 'field.1': 'to: ${to}'},
                 header('X-Text'), LINES),
    'a_header_by_url': ({'header.1': 'X-Text: ${text|url}',
                         'field.1': 'to: ${to}'},
                        lambda r: [urllib.parse.unquote(v, errors='strict')
                                   for v in header('X-Text')(r)], TEXTS),
    'a_form': ({'body_type': 'form', 'field.1': 't: ${text}',
                'field.2': 'to: ${to}'}, form, TEXTS),
    'a_form_as_body': ({'body_type': 'form', 'body': 'to=${to}&t=${text}'},
                       form, TEXTS),
    'json_fields': ({'field.1': 't: ${text}', 'field.2': 'u := [${text}]',
                     'field.3': 'to: ${to}'},
                    lambda r: [body(r)['t'], body(r)['u'][0]], TEXTS),
    'json': ({'body': f"'{JSON_TEMPLATE}'", 'query.1': 'to: ${to}'},
             lambda r: [body(r)['a'][0], body(r)['a'][1]['b'],
                        body(r)['c'][1:-1]], TEXTS),
    'xml': ({'body_type': 'xml', 'body': XML_TEMPLATE}, xml_values, TEXTS),
    'a_text': ({'body_type': 'text', 'body': '${text}',
                'query.1': 'to: ${to}'},
               lambda r: [r.body.decode()], TEXTS),
    'utf_16': ({'body_type': 'text', 'body': '${text}',
                'charset': 'utf-16be', 'answer_charset': 'utf-8',
                'query.1': 'to: ${to}'},
               lambda r: [r.body.decode('utf-16-be')], TEXTS),
    'ucs2_hex': ({'field.1': 't: ${text|utf16be|hex}', 'field.2': 'to: ${to}'},
                 lambda r: [bytes.fromhex(body(r)['t']).decode('utf-16-be')],
                 TEXTS),
}


def frame(request):
    """What of a request no text may change."""
    keys = [k for k, _ in pairs(request.target.partition('?')[2])] \
        if '?' in request.target else []
    names = sorted(k.lower() for k, _ in request.headers)
    return (request.method, request.version, keys, names,
            request.header('Content-Type'))


class Places(Case):
    def serve(self, provider, text_in_path=False):
        server = FaultServer('accept')
        self.addCleanup(server.stop)
        target = '/v1/${text}/send' if text_in_path else '/send'
        self.http_gateway(server.url(target), provider=provider)
        return server

    def try_place(self, name, provider, read, texts):
        server = self.serve(provider, name == 'the_path')
        self.smsgw('check', 'ciam').expect(DONE)
        plain = None
        for text in (PLAIN, *texts):
            server.ledger.clear()
            self.smsgw('test', 'ciam', '--text', '@-',
                       stdin=text).expect(DONE)
            request = server.only_request()
            values = read(request)
            self.assertEqual(values, [text] * len(values), name)
            self.assertTrue(values)
            plain = plain or frame(request)
            self.assertEqual(frame(request), plain, repr(text))

    def test_a_body_file_is_a_place_like_the_body(self):
        self.write('gateways.d/body.json', '{\n "a": "${text}",\n'
                   ' "to": ${to_json}\n}\n')
        server = self.serve({'body_file': 'body.json'})
        for text in (PLAIN, *TEXTS):
            server.ledger.clear()
            self.smsgw('test', 'ciam', '--text', '@-',
                       stdin=text).expect(DONE)
            self.assertEqual(server.only_request().json(),
                             {'a': text, 'to': [PHONE[1:]]})

    def test_a_line_break_does_not_get_into_a_header(self):
        server = self.serve({'header.1': 'X-Text: ${text}',
                             'field.1': 'to: ${to}'})
        for text in ('a\nX-Evil: 1', 'a\r\n\r\nGET / HTTP/1.1'):
            self.smsgw('test', 'ciam', '--text', '@-',
                       stdin=text).expect(DATA)
        self.assertEqual(server.ledger, [])

    def test_nul_gets_into_no_place(self):
        for provider, _, _ in PLACES.values():
            server = self.serve(provider)
            self.smsgw('test', 'ciam', '--text', '@-',
                       stdin=b'a\0b').expect(DATA)
            self.assertEqual(server.ledger, [])


def add_tests():
    """One test for each place, so that the report names it."""
    for name, (provider, read, texts) in PLACES.items():
        def of_place(self, name=name, provider=provider, read=read,
                     texts=texts):
            self.try_place(name, provider, read, texts)

        setattr(Places, f'test_any_text_arrives_in_{name}', of_place)


add_tests()

if __name__ == '__main__':
    main()
