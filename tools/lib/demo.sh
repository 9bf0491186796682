# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# A configuration to try things with: one gateway of the test channel, one
# template.

# demo_config PROGRAM DIRECTORY: makes what is missing of it, and leaves alone
# what somebody has added or changed.  The outbox and the small quota of the
# test channel begin anew.
demo_config()
{
	rm -rf "$2/state/test"
	mkdir -p "$2/gateways.d" "$2/templates.d"
	chmod 0750 "$2" "$2/gateways.d" "$2/templates.d"
	[ -e "$2/templates.d/login.ini" ] ||
		cat >"$2/templates.d/login.ini" <<-'END'
	[template]
	text    = 您的验证码是${code}，${minutes}分钟内有效
	text.en = Your code is ${code}, valid for ${minutes} minutes
	class   = otp
	purpose = login
	expires = 5m
	END
	[ -e "$2/gateways.d/demo.ini" ] ||
		"$1" -c "$2" add demo --provider test name=Demo \
		'sms_title=【Cloud IDaaS Platform】' \
		description='the built-in test channel' \
		test_phone=+8613800138000 \
		test_content='Your code is 123456' </dev/null
}
