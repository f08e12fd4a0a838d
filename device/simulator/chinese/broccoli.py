"""What Broccoli says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

BROCCOLI = Texts(
    {
        "All recipes": "所有食谱",
        "Unassigned recipes": "未分类的食谱",
        "Show": "显示",
        "Categories": "类别",
        "None": "无",
        "New category": "新建类别",
        "No categories yet": "暂无类别",
        "No recipes found": "未找到食谱",
        "Looks like your recipe book is still empty.": "您的食谱簿似乎还是空的。",
        "This recipe doesn't exist anymore.": "此食谱已不存在。",
        # Editor
        "New recipe": "新建食谱",
        "Edit recipe": "编辑食谱",
        "Source": "来源",
        "Servings": "份量",
        "Preparation time": "准备时间",
        "Ingredients": "食材",
        "Directions": "做法",
        "Discard changes?": "要舍弃更改吗？",
        "Delete recipe?": "要删除食谱吗？",
        "This recipe will be gone for good.": "此食谱将被永久删除。",
        "Recipe deleted": "已删除食谱",
        "Recipe saved": "已保存食谱",
        "A recipe needs a title": "食谱需要标题",
    },
    base=COMMON,
)
