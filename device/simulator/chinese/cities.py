"""The world clock's cities in Chinese, by what Clock calls them in English."""

from __future__ import annotations

_CITIES: dict[str, tuple[str, dict[str, str]]] = {
    "UAE": ("阿联酋", {"Abu Dhabi": "阿布扎比"}),
    "Ghana": ("加纳", {"Accra": "阿克拉"}),
    "Algeria": ("阿尔及利亚", {"Algiers": "阿尔及尔"}),
    "Netherlands": ("荷兰", {"Amsterdam": "阿姆斯特丹"}),
    "USA": (
        "美国",
        {
            "Anchorage": "安克雷奇",
            "Boston": "波士顿",
            "Chicago": "芝加哥",
            "Denver": "丹佛",
            "Honolulu": "檀香山",
            "Los Angeles": "洛杉矶",
            "Miami": "迈阿密",
            "New York": "纽约",
            "San Francisco": "旧金山",
            "Seattle": "西雅图",
            "Washington DC": "华盛顿特区",
        },
    ),
    "Türkiye": ("土耳其", {"Ankara": "安卡拉", "Istanbul": "伊斯坦布尔"}),
    "Greece": ("希腊", {"Athens": "雅典"}),
    "New Zealand": ("新西兰", {"Auckland": "奥克兰"}),
    "Thailand": ("泰国", {"Bangkok": "曼谷"}),
    "Spain": ("西班牙", {"Barcelona": "巴塞罗那", "Madrid": "马德里"}),
    "China": ("中国", {"Beijing": "北京", "Hong Kong": "香港", "Shanghai": "上海"}),
    "Germany": ("德国", {"Berlin": "柏林"}),
    "Colombia": ("哥伦比亚", {"Bogotá": "波哥大"}),
    "Australia": ("澳大利亚", {"Brisbane": "布里斯班", "Melbourne": "墨尔本", "Perth": "珀斯", "Sydney": "悉尼"}),
    "Belgium": ("比利时", {"Brussels": "布鲁塞尔"}),
    "Hungary": ("匈牙利", {"Budapest": "布达佩斯"}),
    "Argentina": ("阿根廷", {"Buenos Aires": "布宜诺斯艾利斯"}),
    "Egypt": ("埃及", {"Cairo": "开罗"}),
    "South Africa": ("南非", {"Cape Town": "开普敦", "Johannesburg": "约翰内斯堡"}),
    "Denmark": ("丹麦", {"Copenhagen": "哥本哈根"}),
    "India": ("印度", {"Delhi": "德里", "Mumbai": "孟买"}),
    "Ireland": ("爱尔兰", {"Dublin": "都柏林"}),
    "Vietnam": ("越南", {"Hanoi": "河内"}),
    "Finland": ("芬兰", {"Helsinki": "赫尔辛基"}),
    "Indonesia": ("印度尼西亚", {"Jakarta": "雅加达"}),
    "Pakistan": ("巴基斯坦", {"Karachi": "卡拉奇"}),
    "Nepal": ("尼泊尔", {"Kathmandu": "加德满都"}),
    "Malaysia": ("马来西亚", {"Kuala Lumpur": "吉隆坡"}),
    "Nigeria": ("尼日利亚", {"Lagos": "拉各斯"}),
    "Peru": ("秘鲁", {"Lima": "利马"}),
    "Portugal": ("葡萄牙", {"Lisbon": "里斯本"}),
    "United Kingdom": ("英国", {"London": "伦敦"}),
    "Philippines": ("菲律宾", {"Manila": "马尼拉"}),
    "Mexico": ("墨西哥", {"Mexico City": "墨西哥城"}),
    "Canada": ("加拿大", {"Montreal": "蒙特利尔", "Toronto": "多伦多", "Vancouver": "温哥华"}),
    "Russia": ("俄罗斯", {"Moscow": "莫斯科"}),
    "Kenya": ("肯尼亚", {"Nairobi": "内罗毕"}),
    "Norway": ("挪威", {"Oslo": "奥斯陆"}),
    "France": ("法国", {"Paris": "巴黎"}),
    "Czechia": ("捷克", {"Prague": "布拉格"}),
    "Iceland": ("冰岛", {"Reykjavik": "雷克雅未克"}),
    "Saudi Arabia": ("沙特阿拉伯", {"Riyadh": "利雅得"}),
    "Italy": ("意大利", {"Rome": "罗马"}),
    "Chile": ("智利", {"Santiago": "圣地亚哥"}),
    "Brazil": ("巴西", {"São Paulo": "圣保罗"}),
    "South Korea": ("韩国", {"Seoul": "首尔"}),
    "Singapore": ("新加坡", {"Singapore": "新加坡"}),
    "Sweden": ("瑞典", {"Stockholm": "斯德哥尔摩"}),
    "Taiwan": ("台湾", {"Taipei": "台北"}),
    "Iran": ("伊朗", {"Tehran": "德黑兰"}),
    "Japan": ("日本", {"Tokyo": "东京"}),
    "Austria": ("奥地利", {"Vienna": "维也纳"}),
    "Poland": ("波兰", {"Warsaw": "华沙"}),
    "Switzerland": ("瑞士", {"Zurich": "苏黎世"}),
}
"""By country: its name, and its cities' names."""


def _places() -> dict[str, str]:
    names = {}
    for country, (shown, cities) in _CITIES.items():
        for city, name in cities.items():
            names[city] = name
            names[f"{city}, {country}"] = name if name == shown else f"{shown}{name}"
    return names


CITIES: dict[str, str] = _places()
"""Cities' names with and without their country."""
