"""What Pro Expense says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

EXPENSE = Texts(
    {
        "Expense": "支出",
        "Income": "收入",
        "Recent": "最近",
        "MORE": "更多",
        "No expense yet": "还没有支出",
        "Open navigation drawer": "打开抽屉式导航栏",
        "Home": "首页",
        "Expense Logs": "支出记录",
        "No expense logs": "没有支出记录",
        "{weekday:weekday}, {day:day} {month:month} {year:year}": "{year}年{month}月{day}日 {weekday}",
        # An expense
        "This expense has gone.": "此支出已不存在。",
        "CLOSE": "关闭",
        "Delete expense?": "要删除此支出吗？",
        "This expense will be removed from the log.": "此支出将从记录中移除。",
        "Item deleted": "已删除项目",
        # Editor
        "Add expense": "添加支出",
        "Expense Entry": "记录支出",
        "Update Expense": "更新支出",
        "UPDATE": "更新",
        "Amount": "金额",
        "Note": "备注",
        "Name is required": "请填写名称",
        "Enter a valid amount": "请输入有效的金额",
        "Data saved": "已保存数据",
        "Data updated": "已更新数据",
        # Categories
        "Others": "其他",
        "Food": "餐饮",
        "Housing": "住房",
        "Social": "社交",
        "Entertainment": "娱乐",
        "Transportation": "交通",
        "Clothes": "服饰",
        "Health Care": "医疗保健",
        "Education": "教育",
        "Donation": "捐赠",
    },
    base=COMMON,
)
