"""Reading amounts of money: 15000元, 三千五, 1w5, 3千到5千, 两块八毛, 至少5000, 一万多, 100美元."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.understanding.expressions import currencies
from bot.understanding.expressions.numerals import Numeral, longest, scaled
from bot.understanding.expressions.rates import LENDING_BEFORE, WAN, begins_rate, follows_rate_unit
from bot.understanding.expressions.source import Source
from bot.understanding.expressions.terms import best_split, following_unit
from bot.understanding.expressions.values import Amount, Approx, Term

LARGEST_BARE = Decimal(10**8)
"""The largest number without any unit that is read as money; longer ones are identifiers."""

VAGUE_START = r"[百千万]元(?=[日月年利的以左])|[百千万](?=[儿]?[八十]?[百千十]?把|儿?八[百千十]|十来?块)|[块毛]把钱"
"""Where an amount begins that has no numeral: 万把块, 千儿八百."""

_YUAN = re.compile(
    r" {0,2}(?P<yuan>块钱|快钱|块大洋|元钱|圆整|元整|[元圆](?![旦宵素月芳])|块(?![屏手电石地布肉砖表蛋玻板硬显牌菜糖]|儿(?!八))|快(?=[钱，。？ ]|$)|整(?=$|[，。？ ])|[¥￥](?! ?[0-9]))"
)
_JIAO = re.compile(
    r" ?(?:零 ?)?(?P<jiao>[0-9]|[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]) ?[角毛](?:(?: ?零 ?)?(?P<fen>[0-9]|[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]) ?(?:分(?:钱)?(?![0-9期])|(?![0-9期个天年月分厘%折成点万千百]|$)(?=[，。？ 的钱])|$))?(?:钱|整)?"
)
_ONLY_FEN = re.compile(r" ?零? ?(?P<fen>[0-9]|[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]) ?分(?:钱|整|(?=$|[，。？ ]))")
_TENTH_OF_YUAN = re.compile(
    r"(?P<jiao>[0-9]|[一二三四五六七八九])(?![0-9.,百千万十一二三四五六七八九零两几多来] ?|[期个天年月日周分厘角毛%‰折成点号次笔元块人名年])(?=[，。？！ 的钱吧呢一每多]|$)"
)
_HALF_YUAN = re.compile(r"半(?![年个月天])")
_SMALL = re.compile(r" ?(?P<unit>毛|角|分)(?P<more>[0-9一二三四五六七八九](?![0-9期个天年月%]))?(?P<qian>钱)?")
_SMALL_BLOCK = re.compile(r" ?[毛角分](?:特效|利(?!息)|的?利(?!息)|度|落|党|衣|巾|病|线|析|手|配|别|数|钟|色|行|局|部|公司)")
_MORE_AFTER = re.compile(
    r" ?(?:(?P<over>多(?!少|久|长|钱)|以上|出头|\+(?![0-9])|起(?:步|借)?(?=[，。？的 ]|$))|(?P<about>左右|上下|来(?=块|元))|(?P<under>以内|之内|以下|不到|封顶))(?P<yuan> ?(?:块钱|块|元))?"
)
_MORE_BEFORE = re.compile(
    r"(?:(?P<about>大概|大约|差不多|约|估计|近|将近|接近|快|左右)|(?P<over>至少|最少|起码|最低|超过|不少于|不低于|大于|多于|高于)"
    r"|(?P<under>最多|最高|顶多|不超过|不到|少于|低于|小于|不足|以内|未满|小(?=$)))(?:只|能|可以|可|借|贷|还|拿|给|要|用|有|是|为|了|个|就|再|到|收|付|批)* ?$"
)
_COUNTED = re.compile(
    r" ?(?:多|余|来)? ?(?:号人|[人名位](?![民])|次|遍|公里|千米|里(?![面边头外])|将(?![近要会])|米(?![粒])|字|粉丝|粉(?!$)|打头|开头|结尾|用户|像素|瓦|度|吨|[斤克]|公斤|件|台|部(?!分)|辆|户(?!头)|条|"
    r"册|页|层|楼|栋|[届级集](?!别)|秒|岁|平米|平方|平(?=$)|倍|码|大卡|mA|毫|升(?!级)|颗|粒|头(?!一)|匹|座|根|片|箱|瓶|杯|盒|双|门|项|轮|局|场|点(?!利|几|五|半)|强|分制|周年|后|代|股|"
    r"种|款(?!项|$|[ ，。？])|号|只(?![能有要是用够剩还借付收需差给到])|[套包笔单](?![括我期款现])|回(?![款来本])|步|家(?![里人])|张|百分|个(?!月|点|亿|万|w|W|季|星|礼|工|百分))"
)
_DEVICE = re.compile(r" ?(?:电视|屏|视频|画质|显示|超清|高清|充电|快充|灯|功率|电源|适配|金(?!条|额)|跑|分辨率|投影|摄像|线)")
_LETTER = re.compile(r"[A-Za-z_]")
_DIVISION = re.compile(r" ?(?:我|若|想|要|能|可以|如果|打算)?分 ?(?:成|为|作|了)? ?(?:[0-9一二两三四五六七八九十几]{1,4} ?(?:期|个|年|天|次|笔|月)|期|开|批|次|摊|多少期|几)")

_LABEL_BEFORE = re.compile(
    r"(?:订单|单号|流水号|编号|序号|尾号|后四位|卡号|[账帐]号|证号|号码|身份证|手机号|电话|热线|客服|验证码|校验码|密码|代码|型号|房号|邮编|QQ|qq|微信号|工号|"
    r"版本|评分|芝麻分|芝麻信用分?|信用分|支付分|征信分|分数|得分|积分|ID|id|编码|区号|航班|合同号|户号|端口|错误码|代号|沪深|上证|中证|第)(?:[号码是为到有才只的:： ]{0,4})$"
)
_FILL = (
    r"(?:了|过|到|着|给|个|的|是|为|有|约|大概|大约|差不多|共|一共|总共|才|只|能|要|得|我|你|他|她|再|就|多|至少|最少|最多|最高|最低|就是|还是|是不是|不|可以|想|"
    r"出|出来|走|掉|去|款|钱|金额|额|才能|起|小|近|将近|不到|超过|上|满|这|那|仅|仅仅|需|需要|应|应该|按|每|收|付|付了|加|和|跟|或|或者|从|由|降|升|提|本金|"
    r"还|借|我是|我的|:|：|=|\+|-|“|\(|（|¥| )"
)
_STRONG_BEFORE = re.compile(
    r"(?:借款?|贷款?|提现|取现?|拿|支取|周转|还款?|偿还|扣款?|收|交|缴|付|支付|欠款?|刷|转[账帐]?|存|充值?|批|下款|放款|到[账帐]|到手|入[账帐]|月供|每个?月|一个?月|每一?期|每天|每日|每年|"
    r"一天|一年|月还|日还|年还|利息|手续费|服务费|费用?|管理费|会员费?|保费|押金|定金|保证金|首付|尾款|本金|额度|限额|金额|总额|工资|收入|月薪|月入|年薪|底薪|余额|账单|罚息|违约金|滞纳金|"
    r"剩余?下?|总共|一共|合计|共计|总计|差|缺|凑|价格?|原价|售价|消费|赚|亏|省|被骗|骗|损失|报销|罚|退|返|花|砍头息?|流水|存款|贷出|授信|可用|起借|单笔|上限|下限|得还|还完|连本带利|月入|日供|本息)"
    rf"{_FILL}{{0,4}}$"
)
_WEAK_BEFORE = re.compile(
    r"(?:用|下|要|给|需要|有|才|只|满|减|领|抢|奖|到|变|变成|变到|升到?|降到?|提到?|提升到?|涨到?|最高|最低|最多|最少|至少|大概|约|超过|不到|改成|改为|换成|换|不对是?|如果是?|要是|那|应该是|我要|"
    r"逾期|原来|之前|以前|以为|显示|变回|恢复|这|那笔|比如|例如|假如|假设|就|是|买|卖|挣|掏|出|弄|搞|整|套|放|做|拿|投|算|抵|抵扣|免|优惠|券|红包|加|再)"
    rf"{_FILL}{{0,3}}$"
)
_CUE_AFTER = re.compile(
    r" ?(?:块|元)?(?:的|本金)? ?(?:按[日天月]|逾期|(?:可以|能|够)(?:不能)?(?:全部|一次性?)?(?:提现|借|贷|还|分)|[日月年天]?(?:利息|利率|息|利)|年化|本金|额度|每[天日月年期个]|一(?:天|年|个月)|怎么还|怎么分|贷|我?[借放用](?![条呗宝钱户])|月供|日供|的话|总共|一共|一期|会员|手续费|服务费|押金|保证金|工资|(?:块钱?)?(?:是|要|有)?多少(?:钱)?(?:的)?(?:利息|罚息|息)|万[0-9一二三四五六七八九])"
)
_CLAUSE_AFTER = re.compile(r" ?(?:[，。！？,!?;；、+]|$)|(?:吧|呢|的|行吗|可以吗|够吗| )(?:$|[，。！？ ])| ")
_CLAUSE_BEFORE = re.compile(r"(?:^|[，。！？,!?;；、： ])$")
_RANGE = re.compile(r" ?(?P<yuan>元|块钱|块)? ?(?:[-~—]{1,2}|[到至](?![手账帐期])) ?")
_VAGUE = re.compile(
    r"(?P<round>[百千万])元(?=[日月年利的以左])|(?P<unit>[百千万])(?:把|儿?八百|儿?八千|儿?八十|八十|十来|十把)(?P<to>来)?(?: ?(?:块钱|块|元))?|(?P<small>[块毛])把钱"
)
_VAGUE_VALUES = {"百": 100, "千": 1000, "万": 10**4}
_VAGUE_BLOCK = re.compile(r"(?:[人名位次个岁天年里]|公里)")
_TOGETHER = re.compile(r"一块(?![钱的五二三四六七八九一两半0-9]|$|[，。？ ]|多|利|本)")


@dataclass(frozen=True, slots=True)
class _Sum:
    """A number with its currency: what it is worth and where it ends."""

    low: Decimal
    high: Decimal
    end: int
    currency: str = "CNY"
    named: bool = False
    approx: Approx | None = None


def read_amount(source: Source, start: int, candidates: list[Numeral]) -> Amount | None:
    """The amount that begins at ``start``, where ``candidates`` are the numerals that begin there."""
    text = source.text
    if (vague := _VAGUE.match(text, start)) is not None:
        return _vague(source, vague)
    if (short := WAN.match(text, start)) is not None:
        return _short(source, short)
    sign = currencies.BEFORE.match(text, start)
    if sign is not None:
        return _signed(source, start, sign)
    numeral = choose(source, candidates)
    if numeral is None or not numeral.definite:
        return None
    found = _ranged(source, numeral) or _money(source, numeral)
    return _approximate(source, start, numeral, found) if found is not None else None


def choose(source: Source, candidates: list[Numeral]) -> Numeral | None:
    """The numeral that can be money: what follows the longest one may take its last digits away."""
    text = source.text
    while candidates:
        numeral = candidates[-1]
        taken = following_unit(source, numeral) is not None or follows_rate_unit(source, numeral)
        if not taken and not (numeral.elided and _COUNTED.match(text, numeral.end)):
            if numeral.elided and text[numeral.end : numeral.end + 1] in {*"十百千万亿毛角", "."}:
                candidates = candidates[:-1]
                continue
            return numeral
        if taken and (head := best_split(source, candidates)) is not None:
            return head
        if not any(shorter.has_unit for shorter in candidates[:-1]) or not (numeral.elided or numeral.low > 1000):
            return None
        candidates = candidates[:-1]
    return None


def _signed(source: Source, start: int, sign: re.Match[str]) -> Amount | None:
    """¥3000, 人民币8千元, RMB 500."""
    numeral = choose(source, source.readings(sign.end()))
    if numeral is None or numeral.value is None:
        return None
    code = currencies.code_of(sign.group())
    found = _money(source, numeral, sure=True)
    if found is None:
        return None
    currency = found.currency if found.named and found.currency != "CNY" else code
    amount = _approximate(source, start, numeral, found)
    return Amount(start, amount.end, amount.low, amount.high, currency, amount.approx)


def _money(source: Source, numeral: Numeral, *, sure: bool = False) -> _Sum | None:
    """A numeral as money: by its currency, by its unit, or by the words around it."""
    text, end = source.text, numeral.end
    if (small := _small_money(source, numeral)) is not None:
        return small
    more = _MORE_AFTER.match(text, end)
    at = more.end("over") if more is not None and more.group("over") else end
    if (foreign := currencies.FOREIGN.match(text, at)) is not None:
        return _foreign(numeral, foreign)
    if (yuan := _YUAN.match(text, at)) is not None and not _is_together(source, numeral):
        return _with_small_change(source, numeral, yuan)
    if sure:
        return _Sum(numeral.low, numeral.high, end, approx=numeral.approx)
    return _bare(source, numeral)


def _is_together(source: Source, numeral: Numeral) -> bool:
    """一块还: together, no amount."""
    return (
        source.text.startswith("一块", numeral.start)
        and _TOGETHER.match(source.text, numeral.start) is not None
        and not _STRONG_BEFORE.search(source.clause_before(numeral.start, 6))
    )


def _foreign(numeral: Numeral, match: re.Match[str]) -> _Sum:
    name = match.group("name")
    if name in currencies.CENTS_OF:
        code, parts = currencies.CENTS_OF[name]
        return _Sum(numeral.low / parts, numeral.high / parts, match.end(), code, named=True)
    return _Sum(numeral.low, numeral.high, match.end(), currencies.code_of(name), True, numeral.approx)


def _digit(written: str | None) -> Decimal:
    found = longest(written, 0) if written else None
    return found.low if found is not None else Decimal(0)


def _with_small_change(source: Source, numeral: Numeral, yuan: re.Match[str]) -> _Sum:
    """50元6角三分, 三块五, 两块半."""
    text, end = source.text, yuan.end()
    add = Decimal(0)
    if yuan.group("yuan") != "整" and numeral.low == numeral.high:
        if (foreign := currencies.FOREIGN.match(text, yuan.start())) is not None:
            return _foreign(numeral, foreign)
        for pattern in (_JIAO, _ONLY_FEN, _TENTH_OF_YUAN):
            match = pattern.match(text, end)
            if match is not None and (pattern is not _TENTH_OF_YUAN or yuan.group("yuan") in ("块", "元")):
                parts = match.groupdict()
                add = _digit(parts.get("jiao")) / 10 + _digit(parts.get("fen")) / 100
                end = match.end()
                break
        else:
            if yuan.group("yuan") == "块" and (half := _HALF_YUAN.match(text, end)) is not None:
                add, end = Decimal("0.5"), half.end()
    if text.startswith("整", end):
        end += 1
    return _Sum(numeral.low + add, numeral.high + add, end, named=True, approx=numeral.approx)


def _small_money(source: Source, numeral: Numeral) -> _Sum | None:
    """五毛, 3毛5, 5分钱."""
    text = source.text
    match = _SMALL.match(text, numeral.end)
    if match is None or numeral.elided or numeral.has_unit or _SMALL_BLOCK.match(text, numeral.end):
        return None
    if match.group("unit") == "分" and not match.group("qian"):
        return None
    unit = Decimal("0.01") if match.group("unit") == "分" else Decimal("0.1")
    if match.group("unit") == "角" and text.startswith(("度", "色", "落"), match.end()):
        return None
    add = _digit(match.group("more")) / 100
    return _Sum(numeral.low * unit + add, numeral.high * unit + add, match.end(), named=True)


# -- numbers without a currency ----------------------------------------------------------------------------------


def _bare(source: Source, numeral: Numeral) -> _Sum | None:
    text, end = source.text, numeral.end
    found = _Sum(numeral.low, numeral.high, end, approx=numeral.approx)
    if not numeral.has_unit and _LABEL_BEFORE.search(source.before(numeral.start, 12)):
        return None
    if numeral.start > 0 and (_LETTER.match(text[numeral.start - 1]) or text[numeral.start - 1] in "./"):
        return None
    written = text[numeral.start : end]
    if source.is_whole(numeral.start, end) and not text[:numeral.start].endswith("+"):
        return found if numeral.low > 0 and (len(written) > 1 or written.isascii()) and written[0] not in "0零〇" else None
    if _LETTER.match(text, end) or text.startswith((":", "："), end) or _COUNTED.match(text, end) or _DEVICE.match(text, end):
        return None
    if numeral.high > LARGEST_BARE and not numeral.has_unit:
        return None
    if numeral.low >= 100 and (numeral.has_unit or (numeral.approx and numeral.low >= 1000)):
        return found
    return found if _has_cue(source, numeral) else None


def _has_cue(source: Source, numeral: Numeral) -> bool:
    """Do the words around a plain number say that it is money?"""
    text, start, end = source.text, numeral.start, numeral.end
    if text.startswith(("点", "时", "号", "分", "后", "%", "折", "厘", "月", "日"), end):
        if not _DIVISION.match(text, end) and not re.match(r"[日月](?:利|息|供|还)", text[end : end + 2]):
            return False
    if text[start] == "半" or numeral.low == 0:
        return False
    before = source.clause_before(start, 14)
    small = numeral.high < 100
    if _STRONG_BEFORE.search(before):
        return not (small and numeral.high < 10 and not numeral.arabic)
    if isinstance(source.previous, Term) and _AFTER_TERM.fullmatch(text[source.previous_end : start]):
        # 一天50, 一个月要950, 12期1000
        return source.previous.value == 1 or not small
    if small:
        return False
    if _WEAK_BEFORE.search(before):
        return True
    if _SURE_AFTER.match(text, end) or _DIVISION.match(text, end):
        return True
    after_other = start == source.previous_end
    if not after_other and not _CLAUSE_BEFORE.search(text[max(0, start - 1) : start]):
        return False
    if _DIVISION.match(text, end) or _CUE_AFTER.match(text, end) or _term_or_rate_follows(source, end):
        return True
    # the number is a clause of its own, in a message that goes on about a loan
    return _CLAUSE_AFTER.match(text, end) is not None and source.is_about_a_loan


_SURE_AFTER = re.compile(r" ?(?:的额度|额度(?!是|为|有)|的利息|[日月年]?利息(?:是|要)?多少|的本金|红包)")
_AFTER_TERM = re.compile(r"(?:就是|就|要|收|得|大概|是|才|只要|给|拿|的| ){0,3}")


def _term_or_rate_follows(source: Source, end: int) -> bool:
    text = source.text
    place = end + 1 if text.startswith(" ", end) else end
    if place >= len(text) or source.reference_end(place) is not None:
        return False
    if begins_rate(source, place):
        return True
    numeral = source.longest(place)
    return numeral is not None and following_unit(source, numeral) is not None


# -- ranges and approximations -----------------------------------------------------------------------------------


def _ranged(source: Source, left: Numeral) -> _Sum | None:
    """1-2万, 3千到5千元, 一万至两万: both ends must be money."""
    link = _RANGE.match(source.text, left.end)
    if link is None or left.value is None:
        return None
    place = link.end()
    if place >= len(source.text) or source.reference_end(place) is not None or begins_rate(source, place):
        return None
    right = choose(source, source.readings(place))
    if right is None or not right.definite:
        return None
    lower = scaled(left, right)
    if lower.low >= right.high:
        return None
    found = _money(source, right, sure=True)
    if found is None or _COUNTED.match(source.text, right.end) or _DEVICE.match(source.text, right.end):
        return None
    plain = not found.named and not right.has_unit and not link.group("yuan")
    if plain and not (source.is_whole(left.start, right.end) or _has_cue(source, left) or lower.low >= 500):
        return None
    return _Sum(lower.low, found.high, found.end, found.currency, found.named, found.approx)


def _approximate(source: Source, start: int, numeral: Numeral, found: _Sum) -> Amount:
    end, approx = found.end, found.approx or numeral.approx
    after = _MORE_AFTER.match(source.text, end)
    if after is not None and found.low > 0:
        said = after.lastgroup if after.lastgroup != "yuan" else next(n for n in ("over", "about", "under") if after.group(n))
        approx = "over" if said == "over" else "under" if said == "under" else "about"
        if said != "under" or after.group("under") != "不到":
            end = after.end()
    elif approx is None and (before := _MORE_BEFORE.search(source.before(start, 12))) is not None:
        approx = "over" if before.lastgroup == "over" else "under" if before.lastgroup == "under" else "about"
    return Amount(start, end, found.low, found.high, found.currency, approx)


def _vague(source: Source, match: re.Match[str]) -> Amount | None:
    if _VAGUE_BLOCK.match(source.text, match.end()):
        return None
    if match.group("small"):
        value = Decimal(1) if match.group("small") == "块" else Decimal("0.1")
    elif match.group("round"):
        value = Decimal(_VAGUE_VALUES[match.group("round")])
        return Amount(match.start(), match.end(), value, value)
    else:
        value = Decimal(_VAGUE_VALUES[match.group("unit")])
    return Amount(match.start(), match.end(), value, value, approx="about")


def _short(source: Source, match: re.Match[str]) -> Amount | None:
    """借万五, or 千三 as the whole message: the 一 in front is left out."""
    numeral = longest(f"1{match.group()}", 0)
    if numeral is None or numeral.value is None or numeral.end != len(match.group()) + 1 or numeral.value % 100:
        return None
    if not (source.is_whole(match.start(), match.end()) or LENDING_BEFORE.search(source.clause_before(match.start()))):
        return None
    yuan = _YUAN.match(source.text, match.end())
    return Amount(match.start(), yuan.end() if yuan is not None else match.end(), numeral.low, numeral.high)
