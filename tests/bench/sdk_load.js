// SPDX-License-Identifier: Apache-2.0
// Alibaba Cloud's own Node SDK, sending as fast as it can to a service on
// loopback: sdk_load.js NODE_MODULES ENDPOINT ACTION MESSAGES AT_ONCE.  Prints
// lines of name, unit and figure, as engine_load.c does.
'use strict';

const path = require('path');
const [modules, endpoint, action, count, atOnce] = process.argv.slice(2);
const folder = path.resolve(modules, '@alicloud');
const sdk = require(path.join(folder, 'dysmsapi20170525'));
const { Config } = require(path.join(folder, 'openapi-core')).$OpenApiUtil;
const BATCH = 100;

const client = new sdk.default(new Config({
	accessKeyId: 'LTAI5tExample', accessKeySecret: 'secret',
	endpoint, protocol: 'HTTP',
}));

function number(i) {
	return '138' + String(i % 100000000).padStart(8, '0');
}

function code(i) {
	return String(i % 1000000).padStart(6, '0');
}

function sendOne(i) {
	return client.sendSms(new sdk.SendSmsRequest({
		phoneNumbers: number(i), signName: 'ACME',
		templateCode: 'SMS_154950909',
		templateParam: JSON.stringify({ code: code(i) }),
	}));
}

function sendBatch(first) {
	const all = Array.from({ length: BATCH }, (_, k) => first * BATCH + k);
	return client.sendBatchSms(new sdk.SendBatchSmsRequest({
		phoneNumberJson: JSON.stringify(all.map(number)),
		signNameJson: JSON.stringify(all.map(() => 'ACME')),
		templateCode: 'SMS_154950909',
		templateParamJson: JSON.stringify(
			all.map((i) => ({ code: code(i) }))),
	}));
}

async function main() {
	const batch = action === 'SendBatchSms';
	const calls = batch ? Math.ceil(count / BATCH) : Number(count);
	let next = 0, accepted = 0;

	async function worker() {
		while (next < calls) {
			const i = next++;
			const answer = await (batch ? sendBatch(i) : sendOne(i));
			if (answer.body.code === 'OK')
				accepted += batch ? BATCH : 1;
		}
	}
	const cpu = process.cpuUsage(), start = process.hrtime.bigint();
	await Promise.all(Array.from({ length: Number(atOnce) }, worker));
	const us = Number(process.hrtime.bigint() - start) / 1000;
	const used = process.cpuUsage(cpu);
	console.log(`accepted\tmessages\t${accepted}`);
	console.log(`throughput\tmessages/s\t${(accepted * 1e6 / us).toFixed(0)}`);
	console.log('CPU\tus/message\t' +
		((used.user + used.system) / accepted).toFixed(2));
	console.log('RSS\tMB\t' +
		(process.resourceUsage().maxRSS / 1024).toFixed(1));
}

main();
