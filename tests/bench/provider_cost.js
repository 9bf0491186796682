// SPDX-License-Identifier: Apache-2.0
// CPU time a message of Alibaba Cloud's own Node SDK for the same work as
// provider_cost.c: parameters as JSON and form, nonce, date, signature, and
// the answer parsed; no network.  Prints lines as provider_cost.c does.
'use strict';

const path = require('path');
const core = path.join(process.argv[2], '@alicloud', 'openapi-core');
const Util = require(path.join(core, 'dist', 'utils.js')).default;
const REPEATS = 7;
const ALGORITHM = 'ACS3-HMAC-SHA256';
const ANSWER = '{"Message":"OK","RequestId":"F655A8D5-B967-440B-8683-' +
	'DAD6FF8DE990","BizId":"853819343905671399^0","Code":"OK"}';

const numbers = [];
const codes = [];
for (let i = 0; i < 100; i++) {
	numbers.push('138' + String(i * 7919 + 138000).padStart(8, '0'));
	codes.push(String(i * 7919 + 104729).padStart(6, '0'));
}

// What the SDK's client does between a call and its transport.
function sign(action, parameters) {
	const body = Util.toForm(parameters);
	const hash = Util.hash(Buffer.from(body, 'utf8'), ALGORITHM)
		.toString('hex');
	const request = {
		method: 'POST', pathname: '/', query: {}, body,
		headers: {
			host: 'dysmsapi.aliyuncs.com',
			'x-acs-version': '2017-05-25', 'x-acs-action': action,
			'user-agent': Util.getUserAgent(''),
			'x-acs-date': Util.getTimestamp(),
			'x-acs-signature-nonce': Util.getNonce(),
			accept: 'application/json',
			'content-type': 'application/x-www-form-urlencoded',
			'x-acs-content-sha256': hash,
		},
	};
	request.headers.Authorization = Util.getAuthorization(
		request, ALGORITHM, hash, 'testId', 'testSecret');
	return request;
}

function finish(request) {
	const answer = JSON.parse(ANSWER);
	if (!request.headers.Authorization || answer.Code !== 'OK')
		throw new Error('not signed, or not accepted');
}

function sendOne(i) {
	finish(sign('SendSms', {
		PhoneNumbers: numbers[i % 100], SignName: '阿里云',
		TemplateCode: 'SMS_154950909',
		TemplateParam: JSON.stringify({ code: codes[i % 100] }),
		OutId: '0190f5fe-7c00-7000-8000-000000000001',
	}));
}

function sendBatch() {
	finish(sign('SendBatchSms', {
		PhoneNumberJson: JSON.stringify(numbers),
		SignNameJson: JSON.stringify(numbers.map(() => '阿里云')),
		TemplateCode: 'SMS_154950909',
		TemplateParamJson: JSON.stringify(
			codes.map((code) => ({ code }))),
		OutId: '0190f5fe-7c00-7000-8000-000000000001',
	}));
}

function measure(run, batch, messages) {
	const runs = [];
	for (let k = 0; k < REPEATS; k++) {
		const start = process.cpuUsage();
		let i = 0;
		for (; i < messages; i += batch)
			run(i);
		const used = process.cpuUsage(start);
		runs.push((used.user + used.system) / i);
	}
	return runs.sort((a, b) => a - b)[REPEATS >> 1];
}

const messages = Number(process.argv[3]);
console.log('aliyun SendSms v3\tus\t%s\t0',
	measure(sendOne, 1, messages).toFixed(3));
console.log('aliyun SendBatchSms of 100\tus\t%s\t0',
	measure(sendBatch, 100, messages * 10).toFixed(3));
