"""What Phone says in Chinese, before, during and after a call."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

DIALER = Texts(
    {
        "Phone": "电话",
        "Recents": "最近通话",
        "Contacts": "联系人",
        "key pad": "拨号键盘",
        "Ongoing call": "正在通话",
        # Log
        "Your call log is empty": "您的通话记录是空的",
        "Incoming": "来电",
        "Outgoing": "去电",
        "Missed": "未接",
        "Declined": "已拒接",
        "Call {who}": "呼叫{who}",
        "{number} • {kind:said} • {when:said}": "{number} • {kind} • {when}",
        "{kind:said} • {when:said}": "{kind} • {when}",
        "{month:month} {day:day}, {hour:d}:{minute:d}": "{month}月{day}日 {hour}:{minute}",
        "Copy number": "复制号码",
        "Delete this call?": "要删除此通话记录吗？",
        "No contacts yet": "还没有联系人",
        "Blocked": "已屏蔽",
        # Blocked numbers
        "Settings": "设置",
        "Blocked numbers": "已屏蔽的号码",
        "You won't receive calls or texts from blocked numbers.": "您不会收到已屏蔽号码的来电或短信。",
        "Add a number": "添加号码",
        "Phone number": "电话号码",
        "Please enter a phone number": "请输入电话号码",
        "Block": "屏蔽",
        "Unblock": "取消屏蔽",
        "Block {number}?": "要屏蔽 {number} 吗？",
        "Unblock {number}?": "要取消屏蔽 {number} 吗？",
        "Unblock {number}": "取消屏蔽 {number}",
        "You will no longer receive calls or texts from this number.": "您将不再收到此号码的来电或短信。",
        "{number} blocked": "已屏蔽 {number}",
        "{number} unblocked": "已取消屏蔽 {number}",
        # Key pad and call
        "backspace": "退格",
        "dial": "拨号",
        "Mute": "静音",
        "Speaker": "免提",
        "Hold": "保持",
        "On hold": "保持中",
        "End call": "结束通话",
    },
    base=COMMON,
)
