/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Catalogue: what can happen between us and the provider, from resolving its
 * name to reading its answer.  The exit code tells whether a message may have
 * been sent: not before the first byte of the request was written.
 */
#include "catalog_row.h"

#include <smsgw/provider.h>

const struct catalog_entry catalog_network_rows[] = {
	{
	    .code = "address-private",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The provider's address is private, loopback or "
		    "link-local.",
	    .text_zh = "服务商地址是私有、回环或链路本地地址。",
	    .fix = "Correct sms_url; if it is meant so, set allow_private "
		   "= yes in the gateway's file.",
	    .fix_zh = "请改正 sms_url；如确实如此，请在网关文件中设置 "
		      "allow_private = yes。",
	},
	{
	    .code = "proxy-failed",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "The proxy did not let the connection through.",
	    .text_zh = "代理未能建立连接。",
	    .fix = "Check proxy in the gateway's file, and the proxy "
		   "itself.",
	    .fix_zh = "请检查网关文件中的 proxy 及代理本身。",
	},
	{
	    .code = "dns-unknown",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "The name in sms_url does not exist.",
	    .text_zh = "sms_url 中的域名不存在。",
	    .fix = "Correct the host name in sms_url; if it is right, "
		   "check this machine's DNS.",
	    .fix_zh = "请改正 sms_url 中的主机名；如无误，请检查本机 DNS。",
	},
	{
	    .code = "connect-refused",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "Nothing listens at the provider's address and port.",
	    .text_zh = "服务商的地址和端口无人监听。",
	    .fix = "Check host and port in sms_url; if they are right, "
		   "ask the provider.",
	    .fix_zh = "请检查 sms_url 的主机和端口；如无误，请联系服务商。",
	},
	{
	    .code = "connect-timeout",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "The provider's address did not answer in time.",
	    .text_zh = "连接服务商地址超时。",
	    .fix = "Check that a firewall lets this machine out to that "
		   "port; then ask the provider.",
	    .fix_zh = "请检查防火墙是否放行本机到该端口的访问，再联系服务"
		      "商。",
	},
	{
	    .code = "connect-unreachable",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "There is no way from this machine to the provider's "
		    "address.",
	    .text_zh = "本机无法到达服务商的地址。",
	    .fix = "Check this machine's network and routes.",
	    .fix_zh = "请检查本机网络和路由。",
	},
	{
	    .code = "connect-failed",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "The connection could not be made.",
	    .text_zh = "无法建立连接。",
	    .fix = "Check this machine's network, then sms_url.",
	    .fix_zh = "请检查本机网络，再检查 sms_url。",
	},
	{
	    .code = "tls-untrusted",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "The server's certificate is not signed by an "
		    "authority that this machine trusts.",
	    .text_zh = "服务器证书不是由本机信任的机构签发。",
	    .fix = "Name the authority's file with ca_file, or pin the "
		   "certificate with pin_sha256; somebody may also be in "
		   "between.",
	    .fix_zh = "请用 ca_file 指定签发机构证书，或用 pin_sha256 固定"
		      "证书；也可能有人在中间窃听。",
	},
	{
	    .code = "tls-host",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "The server's certificate is for another name.",
	    .text_zh = "服务器证书与主机名不符。",
	    .fix = "Use the host name of the certificate in sms_url.",
	    .fix_zh = "请在 sms_url 中使用证书中的主机名。",
	},
	{
	    .code = "tls-expired",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_LATER,
	    .text = "The server's certificate has expired or is not valid "
		    "yet.",
	    .text_zh = "服务器证书已过期或尚未生效。",
	    .fix = "Check this machine's clock; if it is right, tell the "
		   "provider.",
	    .fix_zh = "请检查本机时钟；如无误，请告知服务商。",
	},
	{
	    .code = "tls-pin",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "The server's key is not the one that pin_sha256 "
		    "names.",
	    .text_zh = "服务器公钥与 pin_sha256 不符。",
	    .fix = "Ask the provider whether the certificate was changed, "
		   "then set pin_sha256 to the new key; else somebody is "
		   "in between.",
	    .fix_zh = "请向服务商确认是否更换了证书，再将 pin_sha256 设为"
		      "新值；否则可能有人在中间窃听。",
	},
	{
	    .code = "tls-timeout",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_LATER,
	    .text = "The server did not finish the TLS handshake in time.",
	    .text_zh = "TLS 握手超时。",
	    .fix = "Check that the port in sms_url speaks https; then ask "
		   "the provider.",
	    .fix_zh = "请确认 sms_url 的端口使用 https，再联系服务商。",
	},
	{
	    .code = "tls-ca-file",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The file that ca_file names cannot be used.",
	    .text_zh = "ca_file 指定的文件无法使用。",
	    .fix = "Make it a readable file of certificates in PEM.",
	    .fix_zh = "请提供可读的 PEM 证书文件。",
	},
	{
	    .code = "request-not-written",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_LATER,
	    .text = "The connection was lost before the request was "
		    "written.",
	    .text_zh = "请求写出之前连接已断开。",
	    .fix = "Try again; if it stays, ask the provider.",
	    .fix_zh = "请重试；如持续出现，请联系服务商。",
	},
	{
	    .code = "request-reset",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_UNKNOWN,
	    .text = "The provider closed the connection after the request "
		    "had begun; the message may have been sent.",
	    .text_zh = "请求发出后连接被服务商关闭，短信可能已经发出。",
	    .fix = "Look in the provider's console whether it was sent "
		   "before sending it again.",
	    .fix_zh = "重发之前，请先在服务商控制台确认短信是否已发出。",
	},
	{
	    .code = "request-timeout",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_UNKNOWN,
	    .text = "The request could not be written in time; the "
		    "message may have been sent.",
	    .text_zh = "写出请求超时，短信可能已经发出。",
	    .fix = "Look in the provider's console whether it was sent "
		   "before sending it again.",
	    .fix_zh = "重发之前，请先在服务商控制台确认短信是否已发出。",
	},
	{
	    .code = "answer-timeout",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_UNKNOWN,
	    .text = "The provider took the request and did not answer in "
		    "time; the message may have been sent.",
	    .text_zh = "服务商收到请求但未及时应答，短信可能已经发出。",
	    .fix = "Look in the provider's console whether it was sent; "
		   "raise timeout in [limits] if its answers are this "
		   "slow.",
	    .fix_zh = "请在服务商控制台确认是否已发出；如其应答一向较慢，"
		      "请调大 [limits] 的 timeout。",
	},
	{
	    .code = "answer-cut",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_UNKNOWN,
	    .text = "The provider's answer ended in the middle; the "
		    "message may have been sent.",
	    .text_zh = "服务商的应答不完整，短信可能已经发出。",
	    .fix = "Look in the provider's console whether it was sent "
		   "before sending it again.",
	    .fix_zh = "重发之前，请先在服务商控制台确认短信是否已发出。",
	},
	{
	    .code = "answer-too-large",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_UNKNOWN,
	    .text = "The provider's answer is larger than 64 KiB; the "
		    "message may have been sent.",
	    .text_zh = "服务商的应答超过 64 KiB，短信可能已经发出。",
	    .fix = "Check that sms_url is the provider's API and not a "
		   "web page.",
	    .fix_zh = "请确认 sms_url 是服务商的接口而不是网页。",
	},
	{
	    .code = "answer-unreadable",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_UNKNOWN,
	    .text = "The provider's answer is not what its API documents; "
		    "the message may have been sent.",
	    .text_zh = "服务商的应答不符合其接口文档，短信可能已经发出。",
	    .fix = "Check that sms_url is the provider's API; look in its "
		   "console whether the message was sent.",
	    .fix_zh = "请确认 sms_url 是服务商的接口，并在其控制台确认短信"
		      "是否已发出。",
	},
	{
	    .code = "answer-not-http",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_UNKNOWN,
	    .text = "What the server answered is not HTTP; the message "
		    "may have been sent.",
	    .text_zh = "服务器返回的不是 HTTP 应答，短信可能已经发出。",
	    .fix = "Check scheme, host and port of sms_url.",
	    .fix_zh = "请检查 sms_url 的协议、主机和端口。",
	},
	{
	    .code = "answer-redirect",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The server sends us to another URL, which smsgw does "
		    "not follow.",
	    .text_zh = "服务器要求跳转到其他地址，smsgw 不会跟随跳转。",
	    .fix = "Set sms_url to the URL that the provider documents "
		   "for its API.",
	    .fix_zh = "请将 sms_url 设为服务商接口文档中的地址。",
	},
	{
	    .code = "answer-not-found",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The server does not know the path or the method of "
		    "sms_url.",
	    .text_zh = "服务器不认识 sms_url 的路径或请求方法。",
	    .fix = "Correct the path of sms_url, and the method, after "
		   "the provider's documentation.",
	    .fix_zh = "请按服务商文档改正 sms_url 的路径和请求方法。",
	},
	{
	    .code = "answer-server-error",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_UNKNOWN,
	    .text = "The server failed while it worked on the request; "
		    "the message may have been sent.",
	    .text_zh = "服务器处理请求时出错，短信可能已经发出。",
	    .fix = "Look in the provider's console whether it was sent "
		   "before sending it again.",
	    .fix_zh = "重发之前，请先在服务商控制台确认短信是否已发出。",
	},
	{
	    .code = "url-invalid",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The URL is not one that can be used.",
	    .text_zh = "URL 无法使用。",
	    .fix = "Write sms_url as https://HOST/PATH, without user and "
		   "blanks.",
	    .fix_zh = "请将 sms_url 写成 https://主机/路径，不含用户名和空"
		      "格。",
	},
	{
	    .code = "request-invalid",
	    .who = SMSGW_WHO_VENDOR,
	    .exit_code = CATALOG_INTERNAL,
	    .text = "The plugin made a request that cannot be sent.",
	    .text_zh = "插件生成的请求无法发送。",
	    .fix = "Check the gateway's headers and method; if they are "
		   "right, tell the vendor.",
	    .fix_zh = "请检查网关的请求头和方法；如无误，请告知插件开发"
		      "者。",
	},
	{
	    .code = "pin-invalid",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "pin_sha256 does not hold SHA-256 digests in base64.",
	    .text_zh = "pin_sha256 不是 base64 编码的 SHA-256 摘要。",
	    .fix = "Copy the pin that smsgw test shows.",
	    .fix_zh = "请复制 smsgw test 显示的值。",
	},
	{
	    .code = "dns-timeout",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "The name server did not answer in time.",
	    .text_zh = "DNS 服务器应答超时。",
	    .fix = "Check this machine's DNS (/etc/resolv.conf) and its "
		   "network.",
	    .fix_zh = "请检查本机 DNS（/etc/resolv.conf）和网络。",
	},
	{
	    .code = "proxy-unknown",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "The name of the proxy does not exist.",
	    .text_zh = "代理的域名不存在。",
	    .fix = "Correct proxy in the gateway's file.",
	    .fix_zh = "请改正网关文件中的 proxy。",
	},
	{
	    .code = "address-forbidden",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The provider's address is one that nothing may be "
		    "sent to.",
	    .text_zh = "服务商地址属于不允许发送的地址。",
	    .fix = "Correct sms_url: multicast, unspecified and reserved "
		   "addresses are never used.",
	    .fix_zh = "请改正 sms_url：组播、未指定和保留地址一律不使用。",
	},
	{
	    .code = "tls-failed",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_LATER,
	    .text = "The server and this machine could not agree on TLS.",
	    .text_zh = "无法与服务器完成 TLS 握手。",
	    .fix = "Check that the port in sms_url speaks https; TLS 1.2 "
		   "or newer is needed.",
	    .fix_zh = "请确认 sms_url 的端口使用 https；需要 TLS 1.2 或更"
		      "新版本。",
	},
	{
	    .code = "tls-not-spoken",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "The port of sms_url speaks no TLS, most likely plain "
		    "HTTP.",
	    .text_zh = "sms_url 的端口不使用 TLS，很可能是普通 HTTP。",
	    .fix = "Correct the port, which is 443 for most https URLs; or "
		   "write http:// if the provider offers nothing else: then "
		   "nothing is encrypted.",
	    .fix_zh = "请改正端口（https 一般为 443）；如果服务商只提供普通 "
		      "HTTP，请写 http://，但传输将不加密。",
	},
	{
	    .code = "answer-missing",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_UNKNOWN,
	    .text = "The provider closed the connection without an "
		    "answer; the message may have been sent.",
	    .text_zh = "服务商未应答即关闭连接，短信可能已经发出。",
	    .fix = "Look in the provider's console whether it was sent "
		   "before sending it again.",
	    .fix_zh = "重发之前，请先在服务商控制台确认短信是否已发出。",
	},
	{
	    .code = "answer-reset",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_UNKNOWN,
	    .text = "The connection broke while the answer was read; the "
		    "message may have been sent.",
	    .text_zh = "读取应答时连接中断，短信可能已经发出。",
	    .fix = "Look in the provider's console whether it was sent "
		   "before sending it again.",
	    .fix_zh = "重发之前，请先在服务商控制台确认短信是否已发出。",
	},
	{
	    .code = "tls-none",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The connection is not encrypted: account, password "
		    "and text can be read on the way.",
	    .text_zh = "连接未加密：账号、密码和内容可在途中被读取。",
	    .fix = "Use the https URL of the provider.",
	    .fix_zh = "请使用服务商的 https 地址。",
	},
	{ .code = NULL },
};
