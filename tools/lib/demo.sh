# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# A configuration to try things with: one gateway of the test channel, one
# template.

# demo_config PROGRAM DIRECTORY: makes it anew, so that the test channel's
# small quota of a day starts afresh too.
demo_config()
{
	rm -rf "$2"
	mkdir -p "$2/gateways.d" "$2/templates.d"
	chmod 0750 "$2" "$2/gateways.d" "$2/templates.d"
	cat >"$2/templates.d/login.ini" <<-'END'
	[template]
	text    = 您的验证码是${code}，${minutes}分钟内有效
	text.en = Your code is ${code}, valid for ${minutes} minutes
	class   = otp
	purpose = login
	expires = 5m
	END
	"$1" -c "$2" add demo --provider test name=Demo \
		'sms_title=【Cloud IDaaS Platform】' \
		description='the built-in test channel' \
		test_phone=+8613800138000 \
		test_content='Your code is 123456' </dev/null
}
