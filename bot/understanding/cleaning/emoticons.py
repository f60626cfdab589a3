"""Emoticon codes that chat programs send as text: ``/流泪``, ``[微笑]``, ``/:rose``."""

import re

_LONG = (
    "微笑 撇嘴 发呆 得意 流泪 害羞 闭嘴 大哭 尴尬 发怒 调皮 呲牙 龇牙 惊讶 难过 冷汗 抓狂 偷笑 可爱 愉快 白眼 傲慢 "
    "饥饿 惊恐 流汗 憨笑 悠闲 大兵 奋斗 咒骂 疑问 疯了 折磨 骷髅 敲打 再见 擦汗 抠鼻 鼓掌 糗大了 坏笑 左哼哼 右哼哼 "
    "哈欠 鄙视 委屈 快哭了 阴险 亲亲 可怜 菜刀 西瓜 啤酒 篮球 乒乓 咖啡 猪头 玫瑰 凋谢 示爱 嘴唇 爱心 心碎 蛋糕 闪电 "
    "炸弹 足球 瓢虫 便便 月亮 太阳 礼物 拥抱 握手 胜利 抱拳 勾引 拳头 差劲 爱你 爱情 飞吻 跳跳 发抖 怄火 转圈 磕头 "
    "回头 跳绳 挥手 投降 激动 街舞 乱舞 献吻 左太极 右太极 捂脸 嘿哈 奸笑 机智 皱眉 红包 笑哭 无语 泪奔 卖萌 喷血 "
    "破涕为笑 脸红 恐惧 失望 生病 吃瓜 加油 加油加油 天啊 社会社会 旺柴 好的 打脸 翻白眼 裂开 苦涩 叹气 让我看看 "
    "强壮 庆祝 合十 鞭炮 烟花 坏笑 托腮 哦哟 doge"
)
# One character alone is taken for a code only where no word goes on before the slash ("强/弱", "借/还")
_SHORT = "色 睡 酷 困 嘘 晕 衰 吓 强 弱 耶 發"

_NAMES = "|".join(sorted(_LONG.split(), key=len, reverse=True))
_SINGLES = "|".join(_SHORT.split())

EMOTICON = re.compile(
    rf"/(?:{_NAMES})"
    rf"|(?<![^\s/，。！？、~…])/(?:{_SINGLES})(?![\w/]*/)"
    rf"|\[(?:{_NAMES}|{_SINGLES}|[A-Z][a-z]{{2,12}})\]"
    r"|/:[:a-zA-Z@,;)(|<>*'-]{1,7}"
)
