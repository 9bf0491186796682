// SPDX-License-Identifier: Apache-2.0
// Calls a service by the official Node SDKs of Alibaba Cloud, as they come: of
// standard input an array of {sdk, config, action, request}, to standard
// output an array of {answer} or {error}.
'use strict';

const path = require('path');
const folder = path.resolve(process.argv[2], '@alicloud');

function load(name) {
	return require(path.join(folder, name));
}

// The clients that are generated from the API's description: V3 signatures.
async function callModern(sdk, call) {
	const { Config } = load('openapi-core').$OpenApiUtil;
	const client = new sdk.default(new Config(call.config));
	const name = call.action[0].toLowerCase() + call.action.slice(1);
	const answer = await client[name](
		new sdk[call.action + 'Request'](call.request));
	return { status: answer.statusCode, ...answer.body.toMap() };
}

// The older client of all RPC services: HMAC-SHA1.
async function callOlder(call) {
	const { RPCClient } = load('pop-core');
	const client = new RPCClient(call.config);
	return client.request(call.action, call.request,
		{ method: call.method || 'POST', formatParams: false });
}

async function run(call) {
	try {
		const answer = call.sdk === 'pop-core' ? await callOlder(call) :
			await callModern(load(call.sdk), call);
		return { answer };
	} catch (error) {
		return { error: { code: error.code, message: error.message,
			status: error.statusCode,
			data: error.data || {} } };
	}
}

let input = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (data) => { input += data; });
process.stdin.on('end', async () => {
	const results = [];
	for (const call of JSON.parse(input))
		results.push(await run(call));
	process.stdout.write(JSON.stringify(results));
});
