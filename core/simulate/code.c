/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables.  Their order gives the magic numbers, so a new code goes to the
 * end of its table.
 */
#include "code.h"

/* Cloud MAS: rspcod of an answer. */
static const struct code mas_answers[] = {
	{ "IllegalMac", 0, "" },
	{ "IllegalSignId", 0, "" },
	{ "InvalidMessage", 0, "" },
	{ "InvalidUsrOrPwd", 0, "" },
	{ "NoSignId", 0, "" },
	{ "TooManyMobiles", 0, "" },
	{ "InvalidMobile", 0, "" },
	{ "IllegalIpAddress", 0, "" },
	{ "IllegalAp", 0, "" },
	{ "IllegalTemplateId", 0, "" },
	{ "ParamsAndTemplateDoesNotMatch", 0, "" },
	{ "IllegalUseTemplate", 0, "" },
	{ "ConflictSignId", 0, "" },
	{ "IllegalSpId", 0, "" },
	{ "NoMobile", 0, "" },
	{ "DupMobile", 0, "" },
	{ "ContainBlackList", 0, "" },
	{ "ErrGlobalBlackList", 0, "" },
	{ "ErrEcBlackList", 0, "" },
	{ "ContainSensitiveWord", 0, "" },
	{ "ContainLabsSensitiveWord", 0, "" },
	{ "ExceedMaxContentLength", 0, "" },
	{ "LMSDisabled", 0, "" },
	{ "IllegalLMS", 0, "" },
	{ "IllegalMsgfmt", 0, "" },
	{ "IllegalProtocol", 0, "" },
	{ "RouteNotFound", 0, "" },
	{ "NoOtSign", 0, "" },
	{ "NotLoadedSign", 0, "" },
	{ "MessageExpired", 0, "" },
	{ "PrepayBalanceZero", 0, "" },
	{ "PrepayOperErr", 0, "" },
	{ "OverDailyMax", 0, "" },
	{ "dailyMaxNumZero", 0, "" },
	{ "IllegalState", 0, "" },
	{ "SystemBusy", 0, "" },
	{ "InternalError", 0, "" },
	{ "RequestTimeout", 0, "" },
	{ "TransportError", 0, "" },
	{ "QueueOverLimit", 0, "" },
	{ "FlowOverLimit", 0, "" },
	{ "RequestTooOften", 0, "" },
	{ "SenderNotStarted", 0, "" },
};

/* Cloud MAS: reportStatus of a report. */
static const struct code mas_reports[] = {
	{ "DELIVRD", 0, "" },
	{ "EXPIRED", 0, "" },
	{ "DELETED", 0, "" },
	{ "UNDELIV", 0, "" },
	{ "UNKNOWN", 0, "" },
	{ "REJECTD", 0, "" },
	{ "ACCEPTD", 0, "" },
	{ "CM:0000", 0, "" },
	{ "CM:3000", 0, "" },
	{ "CM:1004", 0, "" },
	{ "CM:1005", 0, "" },
	{ "CM:1006", 0, "" },
	{ "CM:3007", 0, "" },
	{ "CM:4001", 0, "" },
	{ "CM:4002", 0, "" },
	{ "CM:4003", 0, "" },
	{ "CM:4004", 0, "" },
	{ "CM:4005", 0, "" },
	{ "CM:4006", 0, "" },
	{ "CM:4007", 0, "" },
	{ "CM:4008", 0, "" },
	{ "CM:4009", 0, "" },
	{ "CM:4010", 0, "" },
	{ "CM:8001", 0, "" },
	{ "CM:8002", 0, "" },
	{ "CM:8003", 0, "" },
	{ "CM:8004", 0, "" },
	{ "CM:8005", 0, "" },
	{ "CM:8006", 0, "" },
	{ "CM:8007", 0, "" },
	{ "CM:9999", 0, "" },
	{ "GW:9999", 0, "" },
	{ "CM:2007", 0, "" },
	{ "DB:0140", 0, "" },
	{ "MA:0001", 0, "" },
	{ "MB:1078", 0, "" },
	{ "MC:0001", 0, "" },
	{ "MK:0001", 0, "" },
	{ "ID:0076", 0, "" },
};

/* The /msg/send family; the number is 4000 and the code. */
static const struct code msg_answers[] = {
	{ "101", 0, "no such user" },
	{ "102", 0, "wrong password" },
	{ "103", 0, "submitted too fast" },
	{ "104", 0, "system busy" },
	{ "105", 0, "sensitive text" },
	{ "106", 0, "message length" },
	{ "107", 0, "wrong phone number" },
	{ "108", 0, "number of phones" },
	{ "109", 0, "no credit" },
	{ "110", 0, "outside sending hours" },
	{ "111", 0, "monthly limit" },
	{ "112", 0, "no such product" },
	{ "113", 0, "extension format" },
	{ "114", 0, "parameter groups" },
	{ "115", 0, "auto-review refusal" },
	{ "116", 0, "signature missing or invalid" },
	{ "117", 0, "source IP not registered" },
	{ "118", 0, "no permission" },
	{ "119", 0, "account expired" },
	{ "120", 0, "day limit" },
	{ "121", 0, "report flag" },
	{ "122", 0, "same text too often" },
	{ "123", 0, "send type" },
	{ "124", 0, "white template mismatch" },
	{ "125", 0, "matches a refused template" },
	{ "126", 0, "approved template mismatch" },
	{ "127", 0, "sendtime format" },
	{ "128", 0, "encoding" },
	{ "129", 0, "JSON format" },
	{ "130", 0, "missing parameter" },
	{ "131", 0, "not documented" },
	{ "132", 0, "not documented" },
	{ "133", 0, "single number only" },
};

/* The same: status of a report. */
static const struct code msg_reports[] = {
	{ "DELIVRD", 0, "" },
	{ "UNDELIV", 0, "" },
	{ "EXPIRED", 0, "" },
	{ "REJECTD", 0, "" },
	{ "UNKNOWN", 0, "" },
	{ "MB:1078", 0, "" },
	{ "MK:0001", 0, "" },
};

/* Dysmsapi 2017-05-25: of the product, then of the gateway in front of it. */
static const struct code dysmsapi_answers[] = {
	{ "isv.BUSINESS_LIMIT_CONTROL", 0, "触发小时级流控Permits:5" },
	{ "isv.DAY_LIMIT_CONTROL", 0, "触发日发送限额" },
	{ "isv.MONTH_LIMIT_CONTROL", 0, "触发月发送限额" },
	{ "isv.AMOUNT_NOT_ENOUGH", 0, "账户余额不足" },
	{ "isv.OUT_OF_SERVICE", 0, "业务停机" },
	{ "isp.SYSTEM_ERROR", 0, "isp.SYSTEM_ERROR" },
	{ "isp.GATEWAY_ERROR", 0, "isp.GATEWAY_ERROR" },
	{ "isv.MOBILE_NUMBER_ILLEGAL", 0, "invalid mobile number" },
	{ "isv.BLACK_KEY_CONTROL_LIMIT", 0, "黑名单管控" },
	{ "isv.CUSTOMER_REFUSED", 0, "用户已退订推广短信" },
	{ "isv.MOBILE_COUNT_OVER_LIMIT", 0, "手机号码数量超过限制" },
	{ "isv.DOMESTIC_NUMBER_NOT_SUPPORTED", 0,
	    "国际/港澳台消息模板不支持发送境内号码" },
	{ "isv.SMS_TEMPLATE_ILLEGAL", 0, "模板不合法(不存在或被拉黑)" },
	{ "isv.SMS_SIGNATURE_ILLEGAL", 0, "" },
	{ "isv.SMS_SIGN_NAME_ILLEGAL", 0, "" },
	{ "isv.SMS_SIGN_ILLEGAL", 0, "" },
	{ "isv.SIGN_STATE_ILLEGAL", 0, "" },
	{ "isv.SIGN_SOURCE_ILLEGAL", 0, "" },
	{ "SIGNATURE_BLACKLIST", 0, "" },
	{ "isv.SMS_SIGNATURE_SCENE_ILLEGAL", 0, "" },
	{ "isv.EXTEND_CODE_ERROR", 0, "" },
	{ "isv.ONE_CODE_MULTIPLE_SIGN", 0, "" },
	{ "isv.CODE_EXCEED_LIMIT", 0, "" },
	{ "isv.CODE_ERROR", 0, "" },
	{ "PORT_NOT_REGISTERED", 0, "" },
	{ "isv.TEMPLATE_MISSING_PARAMETERS", 0, "" },
	{ "isv.TEMPLATE_PARAMS_ILLEGAL", 0, "" },
	{ "isv.INVALID_JSON_PARAM", 0, "" },
	{ "isv.INVALID_PARAMETERS", 0, "" },
	{ "PARAMS_ILLEGAL", 0, "" },
	{ "isv.PARAM_LENGTH_LIMIT", 0, "" },
	{ "isv.PARAM_NOT_SUPPORT_URL", 0, "" },
	{ "template_parameter_count_illegal", 0, "" },
	{ "isv.SMS_CONTENT_ILLEGAL", 0, "" },
	{ "isv.UNSUPPORTED_CONTENT", 0, "" },
	{ "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE", 0, "" },
	{ "isv.PRODUCT_UN_SUBSCRIPT", 0, "" },
	{ "isv.PRODUCT_UNSUBSCRIBE", 0, "" },
	{ "isv.ACCOUNT_NOT_EXISTS", 0, "" },
	{ "isv.ACCOUNT_ABNORMAL", 0, "" },
	{ "isv.SECURITY_FROZEN_ACCOUNT", 0, "" },
	{ "isp.RAM_PERMISSION_DENY", 0, "没有访问权限" },
	{ "isv.DENY_IP_RANGE", 0, "" },
	{ "ForbiddenAction", 0, "" },
	{ "isv.SMS_TEST_NUMBER_LIMIT", 0, "" },
	{ "isv.SMS_TEST_SIGN_TEMPLATE_LIMIT", 0, "" },
	{ "isv.SMS_TEST_TEMPLATE_PARAMS_ILLEGAL", 0, "" },
	{ "SignatureDoesNotMatch", 400,
	    "Specified signature does not match our calculation." },
	{ "IncompleteSignature", 400,
	    "The request signature does not conform to Aliyun standards" },
	{ "InvalidAccessKeyId.NotFound", 404,
	    "Specified access key is not found." },
	{ "InvalidAccessKeyId.Inactive", 400,
	    "Specified access key is disabled." },
	{ "MissingAccessKeyId", 400,
	    "AccessKeyId is mandatory for this action." },
	{ "MissingSecurityToken", 400,
	    "SecurityToken is mandatory for this action." },
	{ "InvalidSecurityToken.Expired", 400,
	    "Specified SecurityToken is expired." },
	{ "InvalidSecurityToken.Malformed", 400,
	    "Specified SecurityToken is malformed." },
	{ "InvalidSecurityToken.MismatchWithAccessKey", 400,
	    "Specified SecurityToken mismatch with the AccessKey." },
	{ "InvalidTimeStamp.Format", 400,
	    "Specified time stamp or date value is not well formatted." },
	{ "InvalidTimeStamp.Expired", 400,
	    "Specified time stamp or date value is expired." },
	{ "SignatureNonceUsed", 400,
	    "Specified signature nonce was used already." },
	{ "InvalidVersion", 400, "Specified parameter Version is not valid." },
	{ "InvalidParameter", 400, "The specified parameter is not valid." },
	{ "MissingPhoneNumbers", 400,
	    "PhoneNumbers is mandatory for this action." },
	{ "MissingSignName", 400, "SignName is mandatory for this action." },
	{ "MissingTemplateCode", 400,
	    "TemplateCode is mandatory for this action." },
	{ "InvalidAction.NotFound", 404,
	    "Specified api is not found, please check your url and method." },
	{ "InvalidApi.NotFound", 404,
	    "Specified api is not found, please check your url and method." },
	{ "UnsupportedHTTPMethod", 400, "This http method is not supported." },
	{ "Forbidden", 403,
	    "User not authorized to operate on the specified resource." },
	{ "Forbidden.RAM", 403,
	    "User not authorized to operate on the specified resource, or this "
	    "API doesn't support RAM." },
	{ "NoPermission", 403, "You are not authorized to do this action." },
	{ "Throttling", 400, "Request was denied due to request throttling." },
	{ "Throttling.User", 400,
	    "Request was denied due to user flow control." },
	{ "Throttling.Api", 400,
	    "Request was denied due to api flow control." },
	{ "ServiceUnavailable", 503,
	    "The request has failed due to a temporary failure of the "
	    "server." },
	{ "InternalError", 500,
	    "The request processing has failed due to some unknown error." },
};

/* The same: err_code of a report. */
static const struct code dysmsapi_reports[] = {
	{ "DELIVERED", 0, "用户接收成功" },
	{ "REQUEST_SUCCESS", 0, "" },
	{ "MOBILE_NOT_ON_SERVICE", 0,
	    "停机、空号、暂停服务、关机、不在服务区" },
	{ "INVALID_NUMBER", 0, "" },
	{ "MOBILE_ACCOUNT_ABNORMAL", 0, "" },
	{ "MOBILE_IN_BLACK", 0, "" },
	{ "USER_REJECT", 0, "" },
	{ "MOBLLE_TERMINAL_ERROR", 0, "" },
	{ "MOBILE_TERMINAL_ERROR", 0, "" },
	{ "MOBILE_SEND_LIMIT", 0, "" },
	{ "SP_NOT_BY_INTER_SMS", 0, "" },
	{ "SP_UNKNOWN_ERROR", 0, "" },
	{ "SP_UNKNOW_ERROR", 0, "" },
	{ "EXPIRED", 0, "" },
	{ "IS_CLOSE", 0, "" },
	{ "NO_ROUTE", 0, "" },
	{ "CONTENT_KEYWORD", 0, "" },
	{ "CONTENT_ERROR", 0, "" },
	{ "PORT_NOT_REGISTERED", 0, "" },
	{ "SIGNATURE_BLACKLIST", 0, "" },
	{ "PARAMS_ILLEGAL", 0, "" },
	{ "isv.AMOUNT_NOT_ENOUGH", 0, "" },
	{ "isv.OUT_OF_SERVICE", 0, "" },
	{ "isv.SMS_SIGNATURE_ILLEGAL", 0, "" },
	{ "isv.SMS_TEMPLATE_ILLEGAL", 0, "" },
	{ "isv.BUSINESS_LIMIT_CONTROL", 0, "" },
};

/* Dysmsapi 2018-05-01: ResponseCode. */
static const struct code globe_answers[] = {
	{ "INVALID_SENDERID", 0, "" },
	{ "SENDERID_ERROR", 0, "" },
	{ "SMS_CONTENT_CODE_ILLEGAL", 0, "" },
	{ "SMS_SIGN_NAME_ILLEGAL", 0, "" },
	{ "FORBIDDEN_ACTION", 0, "" },
	{ "ACCOUNT_NOT_EXISTS", 0, "" },
	{ "ACCOUNT_ABNORMAL", 0, "" },
	{ "PRODUCT_UN_SUBSCRIPT", 0, "" },
	{ "RAM_PERMISSION_DENY", 0, "" },
	{ "RAM_CHECK_FAILED", 0, "" },
	{ "BILLING_DEDUCTION_ERROR", 0, "" },
	{ "CONTENT_MISSING_PARAMETERS", 0, "" },
	{ "INVALID_PARAMETERS", 0, "" },
	{ "INVALID_JSON_PARAM", 0, "" },
	{ "PARAM_LENGTH_LIMIT", 0, "" },
	{ "MOBILE_COUNT_OVER_LIMIT", 0, "" },
	{ "NOT_SUPPORTED_COUNTRY", 0, "" },
	{ "COUNTRY_RESTRICTED", 0, "" },
	{ "MOBILE_NUMBER_ILLEGAL", 0, "" },
	{ "BLACK_KEY_CONTROL_LIMIT", 0, "" },
	{ "BUSINESS_LIMIT_CONTROL_MINUTE", 0, "" },
	{ "BUSINESS_LIMIT_HOUR", 0, "" },
	{ "BUSINESS_LIMIT_DAY", 0, "" },
	{ "BUSINESS_LIMIT_CONTROL_PHONE", 0, "" },
	{ "AMOUNT_NOT_ENOUGH", 0, "" },
	{ "OUT_OF_SERVICE", 0, "" },
	{ "SYSTEM_ERROR", 0, "" },
	{ "GATEWAY_ERROR", 0, "" },
	{ "UNKNOWN", 0, "" },
	{ "DATA_NOT_EXIST", 0, "" },
};

/* The same: Status of a report. */
static const struct code globe_reports[] = {
	{ "1", 0, "success" },
	{ "2", 0, "failed" },
	{ "6", 0, "expired" },
};

/* A plain vendor has codes of its own, and these are it. */
static const struct code vendor_answers[] = {
	{ "bad-number", 400, "the number is wrong" },
	{ "bad-key", 401, "the account is unknown or its password wrong" },
	{ "no-credit", 402, "there is no credit left" },
	{ "forbidden", 403, "not permitted" },
	{ "too-fast", 429, "too many requests" },
	{ "busy", 503, "try again later" },
};

/* The same, of a report. */
static const struct code vendor_reports[] = {
	{ "delivered", 0, "" },
	{ "failed", 0, "" },
	{ "expired", 0, "" },
};

#define TABLE(codes, first)                    \
	{                                      \
		codes, ARRAY_LEN(codes), first \
	}

const struct code_table code_answers[SERVICE_COUNT] = {
	[SERVICE_CLOUD_MAS] = TABLE(mas_answers, 2000),
	[SERVICE_DYSMSAPI] = TABLE(dysmsapi_answers, 3000),
	[SERVICE_MSG_SEND] = TABLE(msg_answers, 4101),
	[SERVICE_GLOBE] = TABLE(globe_answers, 5000),
	[SERVICE_VENDOR] = TABLE(vendor_answers, 7000),
};

const struct code_table code_reports[SERVICE_COUNT] = {
	[SERVICE_CLOUD_MAS] = TABLE(mas_reports, 2500),
	[SERVICE_DYSMSAPI] = TABLE(dysmsapi_reports, 3500),
	[SERVICE_MSG_SEND] = TABLE(msg_reports, 4500),
	[SERVICE_GLOBE] = TABLE(globe_reports, 5500),
	[SERVICE_VENDOR] = TABLE(vendor_reports, 7500),
};

const struct code *
code_by_number(const struct code_table *table, unsigned number)
{
	if (number < table->first || number - table->first >= table->count)
		return NULL;
	return &table->codes[number - table->first];
}

const struct code *
code_by_name(const struct code_table *table, const char *name)
{
	size_t i;

	for (i = 0; i < table->count; i++) {
		if (strcmp(table->codes[i].name, name) == 0)
			return &table->codes[i];
	}
	return NULL;
}
