"""What Contacts says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

CONTACTS = Texts(
    {
        "Contacts": "通讯录",
        # List
        "Search contacts": "搜索联系人",
        "No contacts found": "未找到联系人",
        "No contacts yet": "还没有联系人",
        "Create contact": "创建联系人",
        "(No name)": "（无姓名）",
        # Merging
        "Merge & fix": "合并与修复",
        "{count:d} suggestion": "{count} 条建议",
        "{count:d} suggestions": "{count} 条建议",
        "Merge duplicates": "合并重复联系人",
        "Merge": "合并",
        "Merge all ({count:d})": "全部合并 ({count})",
        "No duplicates": "没有重复的联系人",
        "Merge selected contacts?": "要合并所选联系人吗？",
        "They become one contact that has all their information": "它们将合并为一个包含全部信息的联系人",
        "Contacts merged": "已合并联系人",
        # A person
        "This contact doesn't exist anymore.": "此联系人已不存在。",
        "Contact info": "联系信息",
        "Edit contact": "修改联系人",
        "Add phone number": "添加电话号码",
        "Add email": "添加电子邮件地址",
        "Added to favorites": "已添加到收藏",
        "Removed from favorites": "已从收藏中移除",
        "Route to voicemail": "转至语音信箱",
        "Unroute from voicemail": "取消转至语音信箱",
        "Delete {count:d} contacts?": "要删除 {count} 位联系人吗？",
        "Delete this contact?": "要删除此联系人吗？",
        "These contacts will be permanently deleted from your device": "这些联系人将从您的设备上永久删除",
        "This contact will be permanently deleted from your device": "此联系人将从您的设备上永久删除",
        "{count:d} contacts deleted": "已删除 {count} 位联系人",
        "Contact deleted": "已删除联系人",
        "{name} deleted": "已删除“{name}”",
        # Editor
        "First name": "名字",
        "Last name": "姓氏",
        "Company": "公司",
        "Phone": "电话",
        "Email": "电子邮件",
        "Add phone": "添加电话",
        "Label": "标签",
        "Mobile": "手机",
        "Home": "住宅",
        "Work": "单位",
        "Main": "总机",
        "Work fax": "单位传真",
        "Home fax": "住宅传真",
        "Pager": "寻呼机",
        "Other": "其他",
        "Nickname": "别名",
        "Address": "地址",
        "Website": "网站",
        "Notes": "备注",
        "Contact photo": "联系人照片",
        "Choose photo": "选择照片",
        "Remove photo": "移除照片",
        "Can't use this picture": "无法使用此图片",
        "Discard your changes?": "要舍弃您所做的更改吗？",
        "Add info to save as a contact": "请添加信息以保存为联系人",
        "{name} saved": "已保存“{name}”",
    },
    base=COMMON,
)
