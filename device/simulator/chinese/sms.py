"""What Simple SMS Messenger says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

SMS = Texts(
    {
        "Messages": "短信",
        # Conversations
        "No stored conversations have been found.": "未找到已存储的对话。",
        "New conversation": "新建对话",
        "Are you sure you want to delete this conversation?": "您确定要删除此对话吗？",
        "Are you sure you want to delete {count:d} conversation?": "您确定要删除 {count} 个对话吗？",
        "Are you sure you want to delete {count:d} conversations?": "您确定要删除 {count} 个对话吗？",
        "Are you sure you want to delete {count:d} message?": "您确定要删除 {count} 条信息吗？",
        "Are you sure you want to delete {count:d} messages?": "您确定要删除 {count} 条信息吗？",
        # A new one, an open one
        "Please enter a phone number": "请输入电话号码",
        "Add Contact or Number…": "添加联系人或号码…",
        "Confirm": "确认",
        "Type a message…": "输入信息…",
        "Add Person": "添加联系人",
        "Remove {name}": "移除{name}",
        "Attachment": "附件",
        "Choose photo": "选择照片",
        "Choose video": "选择视频",
        "Choose file": "选择文件",
        "Contact": "联系人",
        "Send": "发送",
        "Copy number": "复制号码",
        "Copy to clipboard": "复制到剪贴板",
        "Value copied to clipboard": "已复制到剪贴板",
    },
    base=COMMON,
)
