"""What Chrome says in Chinese; what a page says is the page's."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

CHROME = Texts(
    {
        "Welcome to Chrome": "欢迎使用 Chrome",
        "Sign in to get your bookmarks on all your devices": "登录后即可在您的所有设备上使用书签",
        "Use without an account": "在不登录帐号的情况下使用",
        "Search or type URL": "搜索或输入网址",
        "Google Search": "Google 搜索",
        "Home": "主页",
        "No internet": "未连接到互联网",
        "Your file couldn't be accessed": "无法访问您的文件",
        "This site can't be reached": "无法访问此网站",
        "This page can't be found": "找不到此网页",
        "Reload": "重新加载",
        # Menu and tabs
        "New tab": "打开新的标签页",
        "Downloads": "下载内容",
        "Refresh": "刷新",
        "Switch or close tabs": "切换或关闭标签页",
        "Tabs": "标签页",
        "Close {name} tab": "关闭“{name}”标签页",
        "Close tab": "关闭标签页",
        "Files that you download appear here": "您下载的文件会显示在此处",
        # Toasts
        "{name} downloaded": "已下载 {name}",
        "Please fill out this field.": "请填写此字段。",
    },
    base=COMMON,
)
