"""What WeChat says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

CHAT = Texts(
    {
        "WeChat": "微信",
        "Chats": "微信",
        "Contacts": "通讯录",
        "Discover": "发现",
        "Me": "我",
        "Moments": "朋友圈",
        "Moment": "详情",
        "Mini Programs": "小程序",
        "Tools": "工具",
        "Split the bill": "分摊账单",
        "Amount": "金额",
        "People": "人数",
        "Split": "计算",
        "{amount:d} each": "每人 {amount}",
        "Enter an amount and how many people pay it": "请输入金额和付款人数",
        "More": "更多",
        "Nothing to set here": "没有可设置的内容",
        "My account": "我的帐号",
        "No chats yet": "暂无聊天",
        "No contacts yet": "暂无联系人",
        "No moments yet": "暂无朋友圈",
        "No results": "无搜索结果",
        "This moment has been deleted": "该内容已被删除",
        "Messages": "发消息",
        "Muted": "已静音",
        "[Photo]": "[图片]",
        "[Voice]": "[语音]",
        "[Red Packet]": "[红包]",
        # A conversation
        "Type here": "输入消息",
        "Send": "发送",
        "Sent": "已发送",
        "Copied": "已复制",
        "Forward": "转发",
        "Delete message?": "删除该条消息？",
        "Chat Info": "聊天信息",
        "Chat Info ({count:d})": "聊天信息({count})",
        "Mute Notifications": "消息免打扰",
        "Members": "成员",
        "Select a Chat": "选择聊天",
        "Send to this chat?": "发送到此聊天？",
        "Like": "赞",
        "Unlike": "取消赞",
    },
    base=COMMON,
)
