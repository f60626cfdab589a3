"""Whether the words around a plain number say that it is money: 借5000, 5000分12期, but not 验证码5000, 5000人."""

import re

from bot.understanding.expressions.corrections import TAKEN_BACK
from bot.understanding.expressions.numerals import Numeral
from bot.understanding.expressions.patterns import DIGIT, any_of, ends_with
from bot.understanding.expressions.rates import begins_rate
from bot.understanding.expressions.source import Source
from bot.understanding.expressions.term_units import following_unit
from bot.understanding.expressions.values import Amount, Term

_FILL = (
    "加[在到]?一[块起] [加合]起来 的话 ≈ [台部件] "
    "了 过 到 着 给 个 的 是 为 有 约 大概 大约 差不多 近 将近 共 一次性? 单次 一共 总共 才 才能 只 仅 仅仅 能 要 得 "
    "我 我的 我是 你 他 她 再 就 就是 都 也 张三 李四 王五 朋友 同事 同学 亲戚 别人 人家 老[婆公板乡] [爸妈哥姐弟妹]{1,2}",
    "写[着的了明]? 还是 是不是 不 可以 想 多 至少 最少 最多 最高 最低 超过 不到 出 出来 走 掉 去 起 小 上 满 这 那 款 "
    "钱 金额 额 本金 需 需要 应 应该 按 每",
    r"收 付 付了 加 和 跟 或 或者 从 由 降 升 提 还 借 : ： = \+ - “ \( （ ¥",
)
_PINYIN = "(?:jie|dai|huan|yong|jiekuan|daikuan|huankuan|benjin|lixi|qian)"
_STRONG = any_of(
    "借款? 贷款? 提现 取现? 拿 支取 周转 还款? 偿还 扣款? 收 交 缴 付 支付 欠款? 刷 转[账帐]? 存 充值? "
    "批 下款 放款 到[账帐] 到手 入[账帐] 卡[里上] 合同 借[条据]",
    f"月供 日供 每个?月[少多]? 一个?月 每一?期 第[{DIGIT}]{{1,3}}(?:期|个月) 首[期月] 最后一(?:期|个月) [末尾]期 每天 每日 每年 "
    f"一天 一年 月还 日还 年还 得还 还完",
    "[付还结交]息 [还结付]清 还完",
    "利息 手续费 服务费 费用? 管理费 会员费? 保费 押金 定金 保证金 首付 尾款 本金 本息 额度 限额 授信 "
    "可用 起借 单笔 上限 下限 金额 总额",
    "头息 加收? 工资卡? 公积金(?!贷) 社保 医保 房租 租金? 彩礼 收入 月薪 月入 年薪 底薪 流水 存款 余额 结余 账单 "
    "罚息 违约金 滞纳金 砍头息? 砍 剩余?下? 总共 一共 共(?!同) "
    "合计 共计 总计 连本带利 差(?![不别点异]) 缺 凑",
    "(?<!股)价格? 标价 官网 裸机 全款 落地 补贴 国补 直降 立减 返现 消费 赚 亏 省 花 被骗 骗 损失 报销 罚 退 返 贷出",
)
"""Before any number, however small: nothing but money follows these."""
_WEAK = any_of(
    "用 下 要 给 需要 有 才 只 满 减 领 抢 奖 到 变 变成 变到 升到? 降到? 提到? 提升到? 涨到? 恢复 变回 原来 "
    "之前 以前 以为 显示",
    "最高 最低 最多 最少 至少 大概 约 超过 不到 改成 改为 换成 换 不对是? 如果是? 要是 那 那笔 这 "
    "等于 即 (?<![a-zA-Z])= 控制在 发 应该是 我要 比如 例如 假如 假设 就 是",
    "买 卖 办 挣 掏 出 弄 搞 整 套 放 做 拿 投 算 抵 抵扣 免 优惠 券 红包 加 再 从 逾期",
    r"[一两几每这]笔 第(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[次笔家]",
    "[借花还]呗 网?贷 金条 白条 分付 信用卡 度小满 有钱花 手机 电脑 平板 机子 车 家电 装修",
)
"""Before a number of three digits or more."""
_LENT_BEFORE = re.compile("(?:[借贷]款?了?|[转按拨选])$")
"""One digit after these is the start of something else, thousands left unsaid or a key to press, but no amount."""
_LABEL = any_of(
    "订单 单号 借据号 流水号 编号 序号 尾号 [后前末][四六]位 卡号 [账帐]号 证号 号码 身份证 手机号 电话 热线 客服 验证码 "
    "校验码 卡bin 口令 暗号 邀请码 提取码 群号 密码 代码 编码 型号 房号 邮编 QQ qq",
    "微信号 工号 版本 评分 芝麻分 芝麻信用分? 信用分 支付分 征信分 分数 得分 积分 ID id 区号 航班 "
    "合同号 (?:还款|账单|出账|扣款)日(?:每个?月)? 户号 端口 错误码 代号 沪深 上证 中证 第",
)
_STRONG_BEFORE = re.compile(ends_with(f"(?:{_STRONG}|{_PINYIN})", *_FILL, most=4))
_WEAK_BEFORE = re.compile(ends_with(_WEAK, *_FILL, most=3))
# 尾号分别是8012、3345, 评分从612涨到658
_LABEL_BEFORE = re.compile(
    rf"{_LABEL}(?:[号码是为到有才只的掉降涨升变成了从由:： ]|分别|收到|填|输){{0,4}}"
    rf"(?:[0-9]{{2,6}}(?:[、和,，]|[分到]?[降涨升掉变提]到?了?|到)){{0,4}}$"
)

_COUNT_LABEL_BEFORE = re.compile(
    "(?:点赞|播放|阅读|浏览|粉丝|转发|评论|收藏|下载|销量|步数)[量数]?[都有到过了已超: ：]*$"
)
_FILE_BEFORE = re.compile("图片?|照片|文件|视频|附件|截图|头像|像素|网速|内存|流量|分辨率|大小")
_COUNTED = any_of(
    "号人 人(?!民币) [名位](?!民) 次 遍 公里 千米 英尺 英里 海里 光年 中国 国人 同胞 标兵 "
    "里(?![面边头外扣先拿]) 将(?![近要会]) 米(?!粒) 字 粉丝 粉(?!$) 打头 "
    "开头 结尾 用户 像素 瓦 度(?!小满) 吨 [斤克] 公斤",
    "件 台 部(?!分) 辆 户(?!头) 条 册 页 层 楼 栋 室 单元 幢 [届级集](?!别) 秒 岁 平米 平方 平(?=$) 倍 码 大卡 mA "
    "毫 升(?!级) 颗 粒 头(?!一) 匹 座 根(?![本据]) 片",
    "箱 瓶 杯 盒 双 门 项 轮 局 场 (?<!多)点(?![利几五半]) 强 分制 周年 后(?![天来面续半]) 代 股 种 款(?!项|$|[，。？]) 号 "
    "只(?![能有要是用够剩还借付收需差给到批放下发扣转拿算])",
    "小时 钟头 分钟 句 声 尺 丈 寸 亩 公顷 吨 发(?![工薪钱给我到的了]) 枚 朵 篇 首(?![付期月次先尾]) 艘 架 群 队 排 周岁 "
    "金币 积分 Q币 点券 钻石 京豆 金豆 豆 里程 播放 点赞 阅读 浏览 下载 收藏 评论 转发",
    "学生 员工 客户 网友 网红 观众 玩家 村民 群众 选手 考生 股民 商家 企业 门店 城市 学员 家庭 壮士 勇士 "
    "罗汉 弟子 佳丽 雄兵 大军 铁骑 宽带 流量 网速 光纤",
    "赫兹 内存 硬盘 存储 毫 [套包笔单](?![括我期款现]) 回(?![款来本]) 步 家(?![里人]) 张 "
    "个(?!月|点|亿|万|w|W|季|星|礼|工|百分)",
)
_COUNTED_AFTER = re.compile(rf" ?[多余来+]? ?{_COUNTED}")
_DEVICE_AFTER = re.compile(
    any_of(
        "电视 屏 视频 画质 显示 超清 高清 充电 快充 灯 功率 电源 适配 金(?![条额融]) 跑 分辨率 游戏 版 "
        "片源 纸 本子 开本 电机 吹风 热水 空调 微波 马达 音响 功放 逆变 电器 太阳能 光伏 发电 玫瑰 白金 "
        "黄金 铂 项链 戒指 饰品 投影 摄像 线"
    )
)
_DIVISION = re.compile(
    rf" ?(?:我|若|想|要|能|可以|如果|打算)?(?:分|fen) ?[成为作了]? ?(?:[{DIGIT}几]{{1,4}} "
    rf"?(?:[期个年天次笔月周]|qi)|[0-9]{{1,2}}(?=[，。！？,! 还每]|$)|[期开批次摊几]|多少期)"
)
_SURE_AFTER = re.compile(
    r" ?(?:的额度|额度(?![是为有])|的利息|[日月年]?利息[是要]?多少|的本金|红包|的?(?:分期|账单|欠款|贷款))"
)
_CUE_AFTER = re.compile(
    " ?[块元]?(?:的|本金)? ?"
    + any_of(
        "按[日天月] 逾期 (?:可以|能|够)(?:不能)?(?:全部|一次性?)?(?:提现|借|贷|还|分) "
        "[日月年天]?(?:利息|利率|息|利) 年化 本金 额度 月供 日供 扣(?:了|掉)?[0-9一二两三四五六七八九]",
        "每[天日月年期个] 一(?:天|年|个月|期) 怎么[还分] 贷 我?[借放用](?![条呗宝钱户]) 的话 总共 一共 "
        "[/÷][0-9]{1,3}(?:期|个月|$) [*][0-9.] 会员 手续费",
        "服务费 押金 保证金 工资 (?:块钱?)?[是要有]?多少钱?的?(?:利息|罚息|息) 万[0-9一二三四五六七八九]",
    )
)
_CLAUSE_BEFORE = re.compile(r"(?:^|[，。！？,!?;；、： ])$")
_LISTED_AFTER = re.compile("、[1-9][0-9]{2,6}(?![0-9])")
_ROUGHLY_AFTER = re.compile(r"(?:左右|上下|以[内上下]|之内|出头)(?:就|够|吧|呢|的|可以|都|也|行|能|足)")
_LINK = re.compile(r" ?(?:[、,，/+ ]|和|跟|与|还是|或者?|加上?) ?")
"""Between the amounts of a list."""
_AFTER_TERM = re.compile(f"(?:{any_of('一?共 合计 就是 就 要 收 得 大概 是 才 只要 给 拿 的 /')}| ){{0,3}}")
_OTHER_UNIT = re.compile(r"[点时号%折厘]|后(?![天半面来续])|分(?!红)|[月日](?![利息供还])")
_FEN_WRITTEN = re.compile(r"[0-9]{1,2}\.[0-9]{2}")
_CLOCK_AFTER = re.compile("[:：][0-9]")
_LETTER = re.compile(r"[A-Za-z_]")
_YEARS = (1980, 2035)
_LARGEST_FREE = 10**7
_CODE_BEFORE = re.compile("(?:绑定?了?|绑的|报错|错误|提示|代码|编码|(?<!到)卡|回复|发送|按)(?:是|为|：|:)?$")
_CODE_AFTER = re.compile(
    "(?:的|这|那|结尾|开头)?(?:张|个)?(?:银行|信用|储蓄)?(?:卡|账户|账号|[帐户]号|尾号|错误|报错|代码)"
)
_DAY_BEFORE = re.compile(r"[0-9](?:号|日)(?:[还扣要得前后 ]|之前)*$")
_DISCOUNT_BEFORE = re.compile(r"(?:[减免返])$")
_PINYIN_BEFORE = re.compile(rf"(?<![a-z]){_PINYIN}$")


def is_counted(source: Source, end: int) -> bool:
    """Does the number that ends here count people, pages, kilometres?"""
    return (
        _COUNTED_AFTER.match(source.text, end) is not None
        or _DEVICE_AFTER.match(source.text, end) is not None
    )


def is_labelled(source: Source, start: int) -> bool:
    """Is the number that starts here an order number, a score, a verification code?"""
    return _LABEL_BEFORE.search(source.before(start)) is not None


def is_a_count(source: Source, start: int) -> bool:
    """Is the number that starts here one of likes, views or followers?"""
    return _COUNT_LABEL_BEFORE.search(source.before(start, 8)) is not None


def is_of_a_file(source: Source, start: int) -> bool:
    """Is the number that starts here the size of a picture or a file: 图片不能超过500k?"""
    return _FILE_BEFORE.search(source.clause_before(start, 14)) is not None


def touches_letters(source: Source, start: int, end: int) -> bool:
    """Is the number grown together with letters, or part of a ratio or a path?"""
    text = source.text
    before = text[start - 1] if start > 0 else " "
    return (
        (_LETTER.match(before) is not None and not _PINYIN_BEFORE.search(text[max(0, start - 9) : start]))
        or (before in "./·" and not _continues_list(source, start))
        or _LETTER.match(text, end) is not None
        or _CLOCK_AFTER.match(text, end) is not None
    )


def _continues_list(source: Source, start: int) -> bool:
    """10万/3年/3160: a loan told in a row, not a path or a fraction."""
    return source.previous is not None and source.text[source.previous_end : start] == "/"


def follows_money_word(source: Source, start: int) -> bool:
    """Does a word stand before ``start`` that nothing but money follows?"""
    return _STRONG_BEFORE.search(source.clause_before(start, 14)) is not None


def has_cue(source: Source, numeral: Numeral) -> bool:
    """Do the words around a plain number say that it is money?"""
    text, start, end = source.text, numeral.start, numeral.end
    divided = _DIVISION.match(text, end) is not None
    if (_OTHER_UNIT.match(text, end) and not divided) or text[start] == "半" or numeral.low == 0:
        return False
    small = numeral.high < 100
    if follows_money_word(source, start):
        return numeral.high >= 10 or (numeral.arabic and not _LENT_BEFORE.search(source.before(start, 4)))
    if isinstance(source.previous, Term) and _AFTER_TERM.fullmatch(text[source.previous_end : start]):
        # 一天50, 一个月要950, 12期1000, but not 一年一还
        return not small or (
            source.previous.value == 1 and (numeral.arabic or _SURE_AFTER.match(text, end) is not None)
        )
    if small:
        is_of_a_bill = numeral.arabic and _FEN_WRITTEN.fullmatch(text, start, end) is not None
        is_taken_off = numeral.arabic and _DISCOUNT_BEFORE.search(source.before(start, 4)) is not None
        return is_taken_off or (is_of_a_bill and isinstance(source.previous, Amount | Term))
    if _DAY_BEFORE.search(source.text[max(0, start - 4) : start]):
        # 1号860，10号1240
        return True
    if isinstance(source.previous, Amount):
        between = text[source.previous_end : start]
        if _LINK.fullmatch(between) or TAKEN_BACK.fullmatch(between):
            # 1000、2500和4200; 8000，哦不，8800
            return True
    if divided or _WEAK_BEFORE.search(source.clause_before(start, 14)) or _SURE_AFTER.match(text, end):
        return True
    if (source.is_about_a_loan or source.is_about_lending) and _is_free(source, numeral):
        return True
    starts_clause = start == source.previous_end or _CLAUSE_BEFORE.search(text[max(0, start - 1) : start])
    if not starts_clause and numeral.low % 100:
        # 借呗5000一个月 is money; a number that is not round needs more than what follows
        return False
    if _CUE_AFTER.match(text, end) or _ROUGHLY_AFTER.match(text, end) or term_or_rate_follows(source, end):
        return True
    if not starts_clause:
        return False
    return _LISTED_AFTER.match(text, end) is not None and source.is_about_money


def _is_free(source: Source, numeral: Numeral) -> bool:
    """Is nothing said of a number that makes it a year, a card or a code? In a message about a loan it is money then."""
    text = source.text
    is_year = numeral.low % 1 == 0 and numeral.low % 100 != 0 and _YEARS[0] <= numeral.low <= _YEARS[1]
    is_written_as_code = text[numeral.start] == "0" or (
        text[numeral.start - 1 : numeral.start] in ("(", "（")
        and text[numeral.end : numeral.end + 1] in (")", "）")
    )
    return (
        numeral.arabic
        and numeral.high <= _LARGEST_FREE
        and not (is_year or is_written_as_code)
        and _CODE_BEFORE.search(source.clause_before(numeral.start, 8)) is None
        and _CODE_AFTER.match(text, numeral.end) is None
    )


def term_or_rate_follows(source: Source, end: int) -> bool:
    """Does a term or a rate begin right after the number that ends here: 50w20年, 5000 12期?"""
    place = end + 1 if source.text.startswith(" ", end) else end
    if place >= len(source.text) or source.reference_end(place) is not None:
        return False
    if begins_rate(source, place):
        return True
    numeral = source.longest(place)
    return numeral is not None and following_unit(source, numeral) is not None
