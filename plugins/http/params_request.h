/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of http_params: how the request of a message is made.  Included by
 * http_params.c and nobody else.
 */
{
	.name = "sms_url",
	.type = SMSGW_URL,
	.flags = SMSGW_PARAM_REQUIRED,
	.label = "SMS URL",
	.label_zh = "短信接口地址",
	.summary = "where the request goes, as the vendor's page "
		   "says",
	.summary_zh = "服务商接口文档中的请求地址",
	.help = "Variables may stand behind the host: "
		"https://api.example.com/Accounts/${api_account}/send."
		" They are percent-encoded.",
	.help_zh = "主机之后可以使用变量，如 https://api.example.com/"
		   "Accounts/${api_account}/send，变量会自动做百分号编码。",
	.example = "https://sms.example.com/msg/send",
},
    {
	    .name = "api_account",
	    .type = SMSGW_STRING,
	    .label = "API account",
	    .label_zh = "接口账号",
	    .summary = "${api_account}: account, app key or user name",
	    .summary_zh = "${api_account}：账号、AppKey 或用户名",
	    .example = "IDaaS_SSO",
    },
    {
	    .name = "api_password",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_SECRET,
	    .label = "API password",
	    .label_zh = "接口密码",
	    .summary = "${api_password}: password, secret or API key",
	    .summary_zh = "${api_password}：密码、密钥或 API Key",
	    .help = "Give it as api_password_file = FILE. It is never "
		    "shown, nor is anything made of it.",
	    .help_zh = "请用 api_password_file = 文件 指定。它及由它得出的"
		       "值都不会被显示。",
    },
    {
	    .name = "sms_title",
	    .type = SMSGW_STRING,
	    .label = "SMS title",
	    .label_zh = "短信签名",
	    .summary = "signature; ${signed_text} has it in front of the "
		       "text",
	    .summary_zh = "签名；${signed_text} 是带签名的短信内容",
	    .help = "Where the vendor adds the signature by itself, send "
		    "${text}, and ${signature} if it wants it apart.",
	    .help_zh = "如果签名由服务商添加，请发送 ${text}，需要单独的签"
		       "名字段时用 ${signature}。",
	    .example = "【Cloud IDaaS Platform】",
    },
    {
	    .name = "number",
	    .type = SMSGW_STRING,
	    .label = "Gateway number",
	    .label_zh = "网关号码",
	    .summary = "${number}: sender number or extension digits",
	    .summary_zh = "${number}：发送号码或扩展码",
	    .example = "106900001",
    },
    {
	    .name = "api_extension",
	    .type = SMSGW_STRING,
	    .label = "API extension field",
	    .label_zh = "接口扩展字段",
	    .summary = "further fields, URL-encoded: k=v&k=v",
	    .summary_zh = "附加字段，URL 编码的 k=v&k=v",
	    .help = "They are added to the fields, or to the URL when "
		    "there are none, unless ${api_extension} stands "
		    "somewhere.",
	    .help_zh = "这些字段会加到请求字段中（没有字段时加到 URL），除"
		       "非某处使用了 ${api_extension}。",
	    .example = "channel=7&tag=login",
    },
    {
	    .name = "method",
	    .type = SMSGW_CHOICE,
	    .preset = "POST",
	    .choices = "POST GET PUT PATCH DELETE",
	    .label = "Method",
	    .label_zh = "请求方法",
	    .summary = "HTTP method; GET and DELETE send no body",
	    .summary_zh = "HTTP 请求方法；GET 和 DELETE 没有请求体",
	    .example = "POST",
    },
    {
	    .name = "body_type",
	    .type = SMSGW_CHOICE,
	    .preset = "json",
	    .choices = "json form xml text none",
	    .label = "Body type",
	    .label_zh = "请求体类型",
	    .summary = "what the body is: form, json, xml, text or none",
	    .summary_zh = "请求体的类型：form、json、xml、text 或 none",
	    .help = "form and json are made of field.N, or of body. xml "
		    "and text are always written as body. The "
		    "Content-Type follows from it.",
	    .help_zh = "form 和 json 由 field.N 或 body 组成，xml 和 text "
		       "由 body 组成。Content-Type 随之确定。",
	    .example = "form",
    },
    {
	    .name = "field",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_NUMBERED,
	    .label = "Field",
	    .label_zh = "字段",
	    .summary = "one field of the body: NAME: VALUE",
	    .summary_zh = "请求体的一个字段：名称: 值",
	    .help = "Number them in the order of the request: "
		    "field.1 = user: ${api_account}. In JSON a value is a "
		    "string; NAME := VALUE makes it a number, true, a "
		    "list or an object: field.5 = to := ${to_json}, "
		    "field.6 = report := true. Without any field these "
		    "four are sent: account: ${api_account}, password: "
		    "${api_password}, phone: ${to}, msg: ${signed_text}.\n"
		    "Variables: ${to} the number, ${signed_text} text "
		    "with signature, ${text} without, ${template_id} and "
		    "${args.NAME} of a template, ${args_json}, "
		    "${args_list}, ${id} ours of the message, ${now_ms}, "
		    "${now_iso}, ${nonce}, ${sign}, ${token}, "
		    "${api_account}, ${api_password}, ${number}, "
		    "${signature}, ${life_s}. Filters stand behind a |: "
		    "${api_password|md5}, ${text|gbk|hex}, ${now_ms|sec}, "
		    "${now_ms|time %Y%m%d%H%M%S}. Whatever a value "
		    "holds, it is encoded for its place. $$ is a dollar.",
	    .help_zh = "按请求中的顺序编号：field.1 = user: "
		       "${api_account}。JSON 中的值是字符串；写成 "
		       "名称 := 值 则为数字、布尔、数组或对象：field.5 = to "
		       ":= ${to_json}。未写任何字段时发送 account、password、"
		       "phone、msg 四个字段。\n常用变量：${to} 号码，"
		       "${signed_text} 带签名的内容，${text} 内容，"
		       "${template_id} 模板号，${args.名称} 模板参数，"
		       "${now_ms} 时间，${nonce} 随机串，${sign} 签名值，"
		       "${token} 令牌。过滤器写在 | 之后：${api_password|md5}"
		       "、${text|gbk|hex}、${now_ms|sec}。变量会按所在位置自动"
		       "编码，$$ 表示一个美元符号。",
	    .example = "mobile: ${to}",
    },
    {
	    .name = "query",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_NUMBERED,
	    .label = "URL parameter",
	    .label_zh = "URL 参数",
	    .summary = "one parameter of the URL: NAME: VALUE",
	    .summary_zh = "URL 的一个参数：名称: 值",
	    .help = "As field.N. With method = GET and none of them the "
		    "four default fields are sent in the URL.",
	    .help_zh = "写法同 field.N。method = GET 且未写参数时，四个默认"
		       "字段放在 URL 中。",
	    .example = "apikey: ${api_password}",
    },
    {
	    .name = "header",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_NUMBERED,
	    .label = "Header",
	    .label_zh = "请求头",
	    .summary = "one header: NAME: VALUE",
	    .summary_zh = "一个请求头：名称: 值",
	    .example = "X-Api-Key: ${api_password}",
    },
    {
	    .name = "body",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_FILE,
	    .label = "Body",
	    .label_zh = "请求体",
	    .summary = "the whole body as a template; body_file for a "
		       "long one",
	    .summary_zh = "整个请求体的模板；较长时用 body_file",
	    .help = "For nested JSON, for XML and for text. In JSON a "
		    "variable in quotes is escaped: {\"to\":\"${to}\"}; "
		    "outside of quotes it is a whole string, or with "
		    "|number a number: {\"code\":${args.code|number}}; "
		    "${to_json}, ${args_json} and ${args_list} are JSON "
		    "already. In XML it stands in text or in an "
		    "attribute.",
	    .help_zh = "用于嵌套的 JSON、XML 和纯文本。JSON 引号内的变量会"
		       "转义；引号外的变量是一个完整的字符串，加 |number 则为"
		       "数字；${to_json}、${args_json}、${args_list} 本身就是 "
		       "JSON。XML 中变量只能放在文本或属性值里。",
	    .example = "{\"to\":[\"${to}\"],\"text\":\"${signed_text}\"}",
    },
    {
	    .name = "content_type",
	    .type = SMSGW_STRING,
	    .label = "Content-Type",
	    .label_zh = "Content-Type",
	    .summary = "in place of the one that follows from body_type",
	    .summary_zh = "代替由 body_type 确定的 Content-Type",
	    .example = "application/json; charset=utf-8",
    },
    {
	    .name = "charset",
	    .type = SMSGW_CHOICE,
	    .preset = "utf-8",
	    .choices = "utf-8 gbk gb18030 big5 latin1 utf-16be",
	    .label = "Character set",
	    .label_zh = "字符集",
	    .summary = "of the request, and of the answer unless said "
		       "otherwise",
	    .summary_zh = "请求的字符集，未另设时也是应答的字符集",
	    .help = "Everything is converted; for one value alone use a "
		    "filter: ${text|gbk|hex}, ${text|utf16be|HEX}.",
	    .help_zh = "整个请求都会转换；只转换一个值时用过滤器："
		       "${text|gbk|hex}、${text|utf16be|HEX}。",
	    .example = "gbk",
    },
    {
	    .name = "number_format",
	    .type = SMSGW_CHOICE,
	    .preset = "digits",
	    .choices = "digits e164 national",
	    .label = "Number format",
	    .label_zh = "号码格式",
	    .summary = "of ${to}: 8613800138000, +8613800138000 or "
		       "13800138000",
	    .summary_zh = "${to} 的格式：8613800138000、+8613800138000 或 "
			  "13800138000",
	    .help = "Most vendors outside of China want e164. ${to_digits}, "
		    "${to_e164} and ${to_national} have each form.",
	    .help_zh = "中国以外的服务商大多要求 e164。也可直接用 "
		       "${to_digits}、${to_e164}、${to_national}。",
	    .example = "e164",
    },
    {
	    .name = "max_recipients",
	    .type = SMSGW_INTEGER,
	    .preset = "1",
	    .min = 1,
	    .max = 10000,
	    .label = "Recipients a request",
	    .label_zh = "每次请求的号码数",
	    .summary = "how many numbers one request may have",
	    .summary_zh = "一次请求最多可带的号码数",
	    .help = "Only if the vendor takes several numbers with the "
		    "same text; ${to} then has all of them.",
	    .help_zh = "仅当服务商支持同一内容多个号码时设置，${to} 为全部"
		       "号码。",
	    .example = "100",
    },
    {
	    .name = "separator",
	    .type = SMSGW_STRING,
	    .preset = ",",
	    .min = 1,
	    .max = 8,
	    .label = "Separator",
	    .label_zh = "分隔符",
	    .summary = "between several numbers in ${to}",
	    .summary_zh = "${to} 中多个号码之间的分隔符",
	    .example = ",",
    },
    {
	    .name = "max_parts",
	    .type = SMSGW_INTEGER,
	    .preset = "0",
	    .min = 0,
	    .max = 255,
	    .label = "Longest text, in parts",
	    .label_zh = "最长条数",
	    .summary = "how many parts a text may have; 0: any",
	    .summary_zh = "一条内容最多拆分的条数，0 为不限",
	    .example = "10",
    },
    {
	    .name = "counting",
	    .type = SMSGW_CHOICE,
	    .preset = "auto",
	    .choices = "auto ucs2",
	    .label = "Counting",
	    .label_zh = "计数方式",
	    .summary = "of parts: by the text, or always 70/67 (mainland "
		       "China)",
	    .summary_zh = "按内容计数，或总按 70/67 字计（中国大陆）",
	    .example = "ucs2",
    },
    {
	    .name = "time_zone",
	    .type = SMSGW_STRING,
	    .preset = "+00:00",
	    .label = "Time zone",
	    .label_zh = "时区",
	    .summary = "of |time: the vendor's distance from UTC",
	    .summary_zh = "|time 使用的时区，与 UTC 的差",
	    .example = "+08:00",
    },
    {
	    .name = "auth",
	    .type = SMSGW_CHOICE,
	    .preset = "none",
	    .choices = "none basic bearer hmac digest",
	    .label = "Authentication",
	    .label_zh = "认证方式",
	    .summary = "how the request proves who sends it",
	    .summary_zh = "请求的认证方式",
	    .help = "none: by fields, parameters or headers as written. "
		    "basic: account and password. bearer: the token of "
		    "the login, else the password. hmac, digest: "
		    "${sign} is made of sign_string and stands in a "
		    "field, parameter or header.",
	    .help_zh = "none：按字段、参数或请求头；basic：账号和密码；"
		       "bearer：登录得到的令牌，没有登录时为密码；hmac、"
		       "digest：由 sign_string 计算 ${sign}，放在字段、参数或"
		       "请求头中。",
	    .example = "basic",
    },
    {
	    .name = "sign_algorithm",
	    .type = SMSGW_STRING,
	    .preset = "sha256",
	    .label = "Sign algorithm",
	    .label_zh = "签名算法",
	    .summary = "any digest of libcrypto: md5, sha1, sha256, "
		       "sha512, sm3",
	    .summary_zh = "libcrypto 的任一摘要算法：md5、sha1、sha256、"
			  "sha512、sm3",
	    .example = "md5",
	    .when = "auth=hmac|digest",
    },
    {
	    .name = "sign_string",
	    .type = SMSGW_STRING,
	    .label = "String to sign",
	    .label_zh = "待签名字符串",
	    .summary = "what ${sign} is made of",
	    .summary_zh = "计算 ${sign} 的字符串",
	    .help = "All variables, and of the request as it will be "
		    "sent ${method}, ${host}, ${path}, ${query}, ${body}, "
		    "${sorted} (all fields and parameters by name, "
		    "a=1&b=2) and ${sorted_url} (the same encoded); what "
		    "holds ${sign} itself is left out.",
	    .help_zh = "可用全部变量，以及请求的 ${method}、${host}、"
		       "${path}、${query}、${body}、${sorted}（全部字段和参数"
		       "按名称排序，a=1&b=2）、${sorted_url}（同上，已编码）；"
		       "含 ${sign} 的部分除外。",
	    .example = "${api_account}${api_password}${now_ms|sec}",
	    .when = "auth=hmac|digest",
    },
    {
	    .name = "sign_key",
	    .type = SMSGW_STRING,
	    .label = "HMAC key",
	    .label_zh = "HMAC 密钥",
	    .summary = "the key; ${api_password} unless said otherwise",
	    .summary_zh = "HMAC 的密钥，默认 ${api_password}",
	    .example = "${api_password}&",
	    .when = "auth=hmac",
    },
    {
	    .name = "sign_encoding",
	    .type = SMSGW_CHOICE,
	    .preset = "hex",
	    .choices = "hex HEX base64",
	    .label = "Sign encoding",
	    .label_zh = "签名编码",
	    .summary = "how ${sign} is written",
	    .summary_zh = "${sign} 的书写形式",
	    .example = "base64",
	    .when = "auth=hmac|digest",
    },
