// SPDX-License-Identifier: Apache-2.0
// Says of each request on standard input (a JSON array) whether the official
// Node SDK of Alibaba Cloud would have signed it so: an array of true, false.
'use strict';

const crypto = require('crypto');
const path = require('path');
const core = path.join(process.argv[2], '@alicloud', 'openapi-core');
const OpenApiUtil = require(path.join(core, 'dist', 'utils.js')).default;

// What a server reads: names of headers in small letters, values decoded.
function read(request) {
	const headers = {};
	for (const [name, value] of request.headers)
		headers[name.toLowerCase()] = value;
	const url = new URL(request.target, 'http://' + headers.host);
	const query = {};
	for (const pair of url.search.slice(1).split('&'))
		if (pair !== '') {
			const [name, value] = pair.split('=');
			query[decodeURIComponent(name)] =
				decodeURIComponent(value || '');
		}
	return { headers, query, path: url.pathname };
}

function signedV3(request) {
	const { headers, query } = read(request);
	const given = headers.authorization;
	const [, key, names] =
		/Credential=([^,]*),SignedHeaders=([^,]*),/.exec(given);
	const hash = crypto.createHash('sha256')
		.update(request.body).digest('hex');
	const signed = {};
	for (const name of names.split(';'))
		signed[name] = headers[name];
	if (headers['x-acs-content-sha256'] !== hash)
		return false;
	return OpenApiUtil.getAuthorization(
		{ method: request.method, pathname: '/', query,
			headers: signed },
		'ACS3-HMAC-SHA256', hash, key, request.secret) === given;
}

function signedV1(request) {
	const { query } = read(request);
	const all = { ...query };
	for (const pair of request.body.split('&')) {
		const [name, value] = pair.split('=');
		all[decodeURIComponent(name)] = decodeURIComponent(value);
	}
	const given = all.Signature;
	delete all.Signature;
	return OpenApiUtil.getRPCSignature(
		all, request.method, request.secret) === given;
}

let input = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (data) => { input += data; });
process.stdin.on('end', () => {
	const verdicts = JSON.parse(input).map((request) =>
		request.headers.some(([name]) =>
			name.toLowerCase() === 'authorization') ?
			signedV3(request) : signedV1(request));
	process.stdout.write(JSON.stringify(verdicts));
});
