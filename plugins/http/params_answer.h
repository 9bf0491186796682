/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of http_params: how answers are read, and the request that fetches a
 * token.  Included by http_params.c and nobody else.
 */
{
	.name = "success",
	.type = SMSGW_STRING,
	.preset = "status 2xx",
	.label = "Success",
	.label_zh = "成功条件",
	.summary = "when the vendor has taken the message",
	.summary_zh = "服务商已接收短信的条件",
	.help = "Terms joined by `and`: status 200 or 2xx; "
		"json /code == \"0\"; json /code != \"1\"; "
		"json /data/id (is there); xml /resp/code == \"0\"; "
		"header X == \"…\"; form code == \"0\"; body == "
		"\"OK\"; regex \"…\". Several values: == \"0\" | "
		"\"00\". A comparison of what is not there is false. "
		"If the vendor refuses with status 200, ask for its "
		"code here.",
	.help_zh = "多个条件用 and 连接：status 200 或 2xx；json /code "
		   "== \"0\"；json /code != \"1\"；json /data/id（存在）；"
		   "xml /resp/code == \"0\"；header X == \"…\"；body == "
		   "\"OK\"；regex \"…\"。多个值：== \"0\" | \"00\"。不存在"
		   "的值比较总为假。如果服务商以 200 返回失败，请在此判断"
		   "返回码。",
	.example = "status 2xx and json /code == \"0\"",
},
    {
	    .name = "throttled",
	    .type = SMSGW_STRING,
	    .preset = "status 429",
	    .label = "Throttled",
	    .label_zh = "限流条件",
	    .summary = "when the vendor says: too fast, nothing was taken",
	    .summary_zh = "服务商表示过快、未接收的条件",
	    .example = "json /code == \"103\"",
    },
    {
	    .name = "rejected",
	    .type = SMSGW_STRING,
	    .label = "Rejected",
	    .label_zh = "拒绝条件",
	    .summary = "when the vendor has refused the message",
	    .summary_zh = "服务商拒绝短信的条件",
	    .help = "Needed only where success, error_code and code.N do "
		    "not tell. It goes before throttled and success.",
	    .help_zh = "仅当 success、error_code 和 code.N 不能判断时需要，"
		       "优先于 throttled 和 success。",
	    .example = "status 400",
    },
    {
	    .name = "id",
	    .type = SMSGW_STRING,
	    .preset = "json /msgId",
	    .label = "Message id",
	    .label_zh = "消息编号",
	    .summary = "where the vendor's id of the message stands",
	    .summary_zh = "服务商的消息编号所在位置",
	    .help = "json /PATH, xml /PATH, header NAME, form NAME, "
		    "regex \"…(…)\" (its first group), body, status "
		    "(unless 2xx); several joined by `or`; none if the "
		    "answer has no id. A success without it is not "
		    "trusted.",
	    .help_zh =
		"json /路径、xml /路径、header 名称、form 名称、"
		"regex \"…(…)\"（第一个括号）、body、status（2xx 除外）；"
		"可用 or 连接多个；应答没有编号时写 none。缺少编号的成功应答不被信任。",
	    .example = "json /data/id",
    },
    {
	    .name = "error_code",
	    .type = SMSGW_STRING,
	    .preset = "json /code",
	    .label = "Error code",
	    .label_zh = "错误码",
	    .summary = "where the vendor's code stands",
	    .summary_zh = "服务商返回码所在位置",
	    .help = "As for id. A member of a list is named by its number, "
		    "from 0: json /errors/0/code.",
	    .help_zh = "写法同 id。列表成员以从 0 开始的序号表示：json "
		       "/errors/0/code。",
	    .example = "json /code or json /errors/0/code",
    },
    {
	    .name = "error_text",
	    .type = SMSGW_STRING,
	    .preset = "json /errorMsg",
	    .label = "Error text",
	    .label_zh = "错误说明",
	    .summary = "where the vendor's words stand",
	    .summary_zh = "服务商错误说明所在位置",
	    .help = "As for id: several places are joined by or, the first "
		    "that is there counts.",
	    .help_zh = "写法同 id：多个位置用 or 连接，取第一个存在的。",
	    .example = "json /errors/0/detail or json /errors/0/title",
    },
    {
	    .name = "retry_after",
	    .type = SMSGW_STRING,
	    .preset = "header Retry-After",
	    .label = "Retry after",
	    .label_zh = "重试间隔",
	    .summary = "where the seconds to wait stand, when throttled",
	    .summary_zh = "限流时需等待的秒数所在位置",
	    .example = "json /retryAfter",
    },
    {
	    .name = "answer_charset",
	    .type = SMSGW_CHOICE,
	    .choices = "utf-8 gbk gb18030 big5 latin1 utf-16be",
	    .label = "Character set of answers",
	    .label_zh = "应答字符集",
	    .summary = "of answers, if it is not that of the request",
	    .summary_zh = "应答的字符集，与请求不同时设置",
	    .example = "gbk",
    },
    {
	    .name = "code",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_NUMBERED,
	    .label = "Code",
	    .label_zh = "返回码含义",
	    .summary = "what one code means: CODE OUTCOME ABOUT: FIX",
	    .summary_zh = "一个返回码的含义：返回码 结果 对象: 处理办法",
	    .help = "OUTCOME is accepted, rejected, deferred (surely not "
		    "taken, may be sent again) or unknown. ABOUT is "
		    "number, route, content, account or someone, or more "
		    "exactly credentials, signature, clock, permission, "
		    "balance, quota, throttled, configuration, parameter, "
		    "title, template, text, limit, blocked, temporary; "
		    "number, limit and blocked are about the recipient. "
		    "Without a FIX smsgw's own is shown. A CODE that ends "
		    "in * is a prefix. Such a line goes before all "
		    "conditions; a code without one is judged by them and "
		    "by the status: 401 credentials, 429 throttled, "
		    "another 4xx refused, 5xx unknown.",
	    .help_zh = "结果为 accepted、rejected、deferred（肯定未接收，可"
		       "重发）或 unknown。对象为 number、route、content、"
		       "account、someone，或更具体的 credentials、balance、"
		       "throttled、template 等；number、limit、blocked 指接收"
		       "人。不写处理办法时显示 smsgw 自带的。返回码以 * 结尾"
		       "表示前缀。它优先于所有条件；没有写的返回码按条件和"
		       "状态码判断：401 为凭据错误，429 为限流，其他 4xx 为拒"
		       "绝，5xx 为未知。",
	    .example = "102 rejected credentials: correct api_password",
    },
    {
	    .name = "login_url",
	    .type = SMSGW_URL,
	    .label = "Login URL",
	    .label_zh = "登录地址",
	    .summary = "fetches a token first; ${token} is what it gives",
	    .summary_zh = "先获取令牌的地址，令牌为 ${token}",
	    .help = "With auth = bearer the token is sent by itself. The "
		    "other keys of the login are those of the message "
		    "with login_ in front.",
	    .help_zh = "auth = bearer 时令牌自动发送。登录请求的其他键与短"
		       "信请求相同，前面加 login_。",
	    .example = "https://api.example.com/oauth/token",
    },
    {
	    .name = "login_method",
	    .type = SMSGW_CHOICE,
	    .preset = "POST",
	    .choices = "POST GET PUT",
	    .label = "Login method",
	    .label_zh = "登录请求方法",
	    .summary = "as method",
	    .summary_zh = "同 method",
    },
    {
	    .name = "login_body_type",
	    .type = SMSGW_CHOICE,
	    .preset = "form",
	    .choices = "json form xml text none",
	    .label = "Login body type",
	    .label_zh = "登录请求体类型",
	    .summary = "as body_type",
	    .summary_zh = "同 body_type",
    },
    {
	    .name = "login_field",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_NUMBERED,
	    .label = "Login field",
	    .label_zh = "登录字段",
	    .summary = "as field.N",
	    .summary_zh = "同 field.N",
	    .example = "grant_type: client_credentials",
    },
    {
	    .name = "login_query",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_NUMBERED,
	    .label = "Login URL parameter",
	    .label_zh = "登录 URL 参数",
	    .summary = "as query.N",
	    .summary_zh = "同 query.N",
	    .example = "appid: ${api_account}",
    },
    {
	    .name = "login_header",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_NUMBERED,
	    .label = "Login header",
	    .label_zh = "登录请求头",
	    .summary = "as header.N",
	    .summary_zh = "同 header.N",
	    .example = "Accept: application/json",
    },
    {
	    .name = "login_body",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_FILE,
	    .label = "Login body",
	    .label_zh = "登录请求体",
	    .summary = "as body",
	    .summary_zh = "同 body",
	    .example = "{\"key\":\"${api_password}\"}",
    },
    {
	    .name = "login_auth",
	    .type = SMSGW_CHOICE,
	    .preset = "none",
	    .choices = "none basic bearer",
	    .label = "Login authentication",
	    .label_zh = "登录认证方式",
	    .summary = "basic: account and password; bearer: password",
	    .summary_zh = "basic：账号和密码；bearer：密码",
    },
    {
	    .name = "login_success",
	    .type = SMSGW_STRING,
	    .preset = "status 2xx",
	    .label = "Login success",
	    .label_zh = "登录成功条件",
	    .summary = "when the login has worked, as success",
	    .summary_zh = "登录成功的条件，写法同 success",
	    .example = "json /errcode == \"0\"",
    },
    {
	    .name = "login_token",
	    .type = SMSGW_STRING,
	    .preset = "json /access_token",
	    .label = "Token",
	    .label_zh = "令牌",
	    .summary = "where the token stands, as id",
	    .summary_zh = "令牌所在位置，写法同 id",
	    .example = "json /data/token",
    },
    {
	    .name = "login_expires",
	    .type = SMSGW_STRING,
	    .preset = "json /expires_in",
	    .label = "Token's life",
	    .label_zh = "令牌有效期",
	    .summary = "where its life in seconds stands; else one hour",
	    .summary_zh = "有效秒数所在位置，没有则为一小时",
	    .example = "json /data/expires",
    },
    {
	    .name = "token_refused",
	    .type = SMSGW_STRING,
	    .preset = "status 401",
	    .label = "Token refused",
	    .label_zh = "令牌失效条件",
	    .summary = "when to log in again; nothing was taken then",
	    .summary_zh = "需要重新登录、短信未被接收的条件",
	    .example = "json /code == \"40001\"",
    },
