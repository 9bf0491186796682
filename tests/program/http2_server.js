// SPDX-License-Identifier: Apache-2.0
// Node's own HTTP/2 server over TLS, which speaks HTTP/1.1 as well: accepts
// every message, and prints its port, then the version of each request.
'use strict';

const fs = require('fs');
const http2 = require('http2');

const server = http2.createSecureServer({
	key: fs.readFileSync(process.argv[2]),
	cert: fs.readFileSync(process.argv[3]),
	allowHTTP1: true,
}, (request, response) => {
	// the whole request first: libcurl 7.88 loses answers that come before
	request.resume();
	request.on('end', () => {
		console.log(`HTTP ${request.httpVersion}`);
		response.writeHead(200, { 'Content-Type': 'application/json' });
		response.end('{"code":"0","msgId":"7"}');
	});
});
server.listen(0, '127.0.0.1', () => {
	console.log(`port ${server.address().port}`);
});
