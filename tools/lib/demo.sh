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

# demo_vendors DIRECTORY: a configuration with a gateway of each vendor, made
# anew.  Its accounts are invented.
demo_vendors()
{
	rm -rf "$1"
	mkdir -p "$1/gateways.d" "$1/templates.d"
	cat >"$1/templates.d/login.ini" <<-'END'
	[template]
	text    = 您的验证码是${code}
	END
	cat >"$1/gateways.d/mobile.ini" <<-'END'
	[gateway]
	provider      = china_mobile
	sms_url       = https://mas.example.com:28888/sms/submit
	api_account   = testapi01
	api_password  = "an invented secretKey"
	sms_title     = 【测试企业】
	test_content  = 您的验证码是123456
	[provider]
	ec_name       = 测试企业有限公司
	sign_code     = AbCdEfGhI
	END
	cat >"$1/gateways.d/alibaba.ini" <<-'END'
	[gateway]
	provider      = aliyun
	sms_url       = https://dysmsapi.aliyuncs.com
	api_account   = LTAI5tExample
	api_password  = "an invented secret"
	sms_title     = 阿里云
	test_template = login
	test_params   = code=123456
	[templates]
	login         = SMS_154950909 code
	END
	cat >"$1/gateways.d/vendor.ini" <<-'END'
	[gateway]
	provider      = http
	sms_url       = https://sms.example.com/send
	api_account   = acme
	api_password  = "an invented password"
	sms_title     = 【ACME】
	test_content  = Your code is 123456
	END
	chmod 0640 "$1"/gateways.d/*.ini
}

# demo_test PROGRAM DIRECTORY GATEWAY NUMBER
demo_test()
{
	say
	say "\$ smsgw test $3 --to $4"
	"$1" -c "$2/copy/config" test "$3" --to "$4"
}

# demo_rehearse PROGRAM DIRECTORY: plays the vendors of DIRECTORY/etc, and sends
# a message that is refused, and one by each.
demo_rehearse()
{
	demo_vendors "$2/etc"
	rm -rf "$2/copy" "$2/said"
	mkfifo "$2/said"
	LC_ALL=C "$1" simulate --for "$2/etc" --dir "$2/copy" \
		>"$2/said" 2>"$2/errors" &
	demo_pid=$!
	trap 'kill "$demo_pid" 2>/dev/null || :' EXIT
	demo_word=
	while [ "$demo_word" != copy ] && read -r demo_word _; do :; done \
		<"$2/said"
	[ "$demo_word" = copy ] || die "$(cat "$2/errors")"
	demo_test "$1" "$2" alibaba +8617000003004 && die 'that was not refused'
	for demo_gateway in mobile alibaba vendor; do
		demo_test "$1" "$2" "$demo_gateway" +8613800138000 ||
			die 'that should have been accepted'
	done
	kill "$demo_pid"
	wait "$demo_pid" || :
	trap - EXIT
}
