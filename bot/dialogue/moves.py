"""What a message does in a conversation beside what it asks: cancel, correct, return, choose, go on."""

from __future__ import annotations

import re
from functools import cached_property

from bot.understanding.expressions.numerals import number
from bot.understanding.features import Prepared

_HESITATION = r"(?:那就|那|哦|噢|嗯|唉|哎|额|呃|好吧|行吧|还是|先|等[等下]|等一下|[，,。.~…!！ ])*"
_END = r"(?:吧|啦|了|呢|啊|哈|谢谢|[，,。.~…!！ ])*"
_CALLED_OFF = (
    r"(?:算了(?!一下|下|半天|多少|好几|两|几|没|吗|么)|不算了|别算了|不用算了?|不用再算了?|不借了|不贷了|不想借了|不打算借了?|不用借了"
    r"|不弄了|不搞了|不考虑了?|不需要了|不用了|不要了|作罢|拉倒|当我没[说问]|下次再[说算]|改天再[说算]|以后再说|清空|重新开始|从头来|重来)"
)
_CANCEL = re.compile(
    rf"^{_HESITATION}{_CALLED_OFF}"
    rf"|(?:还是|那就|先|不如|[，,。 ])算了(?:吧|啦)?[。.~!！]*$"
    rf"|(?:不算|不借|不贷|别算|不用算|不想借)了{_END}$"
    rf"|^{_HESITATION}(?:取消|停止|退出)(?:掉|这[个笔次]|刚才的?|计算|试算|测算|报价)*{_END}$|^/cancel$"
)
_CANCEL_WORDS = re.compile(rf"{_CALLED_OFF}|取消|{_HESITATION}$")
_CORRECT = re.compile(
    r"^(?:啊|哦|噢|额|呃|嗯|等下|等等|[，, ])*(?:不对|不是|错了|我?[说打写记搞弄]错了?|口误|纠正|更正|改一下|改下|手滑|应该是)"
    r"|[说打写记搞弄输][错成]了?|我是说|我的意思是|不是.{1,8}[，, ]?(?:是|而是)|应该是|看错"
)
_RETURN = re.compile(
    r"(?:接着|继续|回到|说回|回来|再说|还是说|还说|还是那|还是刚才|刚才|刚刚|之前|前面|上面)(?:的|那|那个|那笔|这个|那一?笔|说|算|讲|聊|问|借)*"
)
_POINT = re.compile(
    r"(?:按|照|按照|就按?|用|要)(?:这|那|它|他)(?:个|样|种|方式|方法|利率|期数)*(?:来|去|的)?(?:算|借|分|吧|呢|试)?"
)
_ALL = re.compile(
    r"^(?:我|就|想)?(?:[两二三四俩仨几]个)?(?:都|全部|全都|全)(?:要|看|说|想|来|给|算|行|知道|了解|问|可以|一下|看看|说说|讲讲|吧|的|呀|啊)*[。.!~]*$"
)
_CHOICE = re.compile(
    r"^(?:我?(?:就|想)?(?:选|要|看|问|点|来)?)(?:(?P<nth>第 ?)?"
    r"(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})(?P<ge>个|项|条|种|款|号)?"
    r"|(?P<last>最后(?:一|那)?[个项条]))"
    r"(?:吧|呢|的|啊|呀|问题|选项|[。. ])*$"
)
# Words that say nothing by themselves
_FUNCTION = (
    r"那么|那就|那要是|那要|那个|那|如果|要是|假如|假设|假若|换成|换做|换|改成|改为|改到|改|变成|同样的?|一样的?|也是|按照|按|就是|就|我的|我要"
    r"|我想|我那个|我这个|我用的|我问的|我说的|我指的|问的|说的|指的|问|我|想|的话|的|呢|吗|嘛|么|吧|啊|呀|哦|噢|嗯|哈|了|呗|来|再|又|也|一下|试试|看看|看|大概|左右|好|行"
    r"|可以|只|是|要|给|个|你|帮|请|麻烦|说|呐|啦|哎|额|呃|等下|等等|对了|还有|另外|话说|顺便|问下|这|它|以|为|到|成|用|换做"
)
# Words that say which slot a value is for
_SLOT_WORDS = (
    r"降到|涨到|升到|提到|降成|降为|降|涨|调到|分成|分|借款|借|贷款|贷|拿|还款|还|算算|算下|算|日息|日利率|月息|月利率|年息|年利率|年化|利率|利息|每期|每月|每个月|手续费|费率"
    r"|本金|金额|期数|期限|还款方式|方式|期|天|元|块钱?"
)
_FUNCTION_PATTERN = re.compile(_FUNCTION)
_PARTICLES = re.compile(f"{_SLOT_WORDS}|{_FUNCTION}")
_ECHO = re.compile(r"(?:能不能|能|可不|行不|要不|会不会|会|有没有|有|是不是|支持)?(?:改|不|没)?")
_NOT_WORDS = re.compile(r"[\s，。？！、；：“”‘’（）()\[\],.?!;:'\"…~～·\-—_+=|/\\<>#^&*]+")
_DIGITS = re.compile(r"[\d.%零一二两三四五六七八九十半]+")
_CONTRAST = re.compile(r"呢|那|换|要是|如果|改")


class Moves:
    """What a message does. Read on demand: most messages are only asked for a little of it."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._text = prepared.text.strip()

    @cached_property
    def cancels(self) -> bool:
        """Calls the calculation off."""
        return _CANCEL.search(self._text) is not None

    @cached_property
    def corrects(self) -> bool:
        """Takes back something said before."""
        return _CORRECT.search(self._text) is not None

    @cached_property
    def returns(self) -> bool:
        """Goes back to what was before an interruption."""
        return _RETURN.search(self._text) is not None

    @cached_property
    def points(self) -> bool:
        """Points at what was said last (按这个算)."""
        return _POINT.search(self._text) is not None

    @property
    def only_points(self) -> bool:
        """Whether nothing else is said."""
        return self.points and not _rest(_POINT.sub("", self._kept), _PARTICLES)

    @cached_property
    def contrasts(self) -> bool:
        """Sets something against what was said (那金条呢), rather than adding to it."""
        return _CONTRAST.search(self._text) is not None

    @property
    def choice(self) -> int | None:
        """The number of the offered thing that is chosen, −1 for the last."""
        match = self._choice
        if match is None:
            return None
        if match["last"]:
            return -1
        found = number(match["count"])
        return int(found) if found is not None else None

    @property
    def is_ordinal(self) -> bool:
        """Whether a choice can be nothing else (第二个)."""
        match = self._choice
        return match is not None and bool(match["nth"] or match["ge"] or match["last"])

    @cached_property
    def chooses_all(self) -> bool:
        """Chooses everything that was offered."""
        return _ALL.match(self._text) is not None

    @cached_property
    def residue(self) -> str:
        """What is said beside all that, products, values and their slots."""
        return _rest(self._kept, _PARTICLES)

    @property
    def is_ellipsis(self) -> bool:
        """Whether nothing is said but products, values and what slots they are for (那分9期呢)."""
        return not self.residue

    @cached_property
    def names_only(self) -> bool:
        """Whether nothing is said but products (分付呢)."""
        return not _rest(self._kept, _FUNCTION_PATTERN)

    @property
    def echoes(self) -> bool:
        """Whether no more is said than a product and 能吗, 可以改吗, 有没有: the same question again."""
        return _ECHO.fullmatch(_rest(self._kept, _FUNCTION_PATTERN)) is not None

    @cached_property
    def after_cancel(self) -> str:
        """What is said beside calling off."""
        return _rest(_CANCEL_WORDS.sub("", self._bare), _PARTICLES) if self.cancels else ""

    @cached_property
    def _choice(self) -> re.Match[str] | None:
        return _CHOICE.match(self._text)

    @cached_property
    def _bare(self) -> str:
        return _without_found(self._prepared)

    @cached_property
    def _kept(self) -> str:
        return _RETURN.sub("", _CORRECT.sub("", self._bare))


def _without_found(prepared: Prepared) -> str:
    """The text without the products, expressions and references found in it."""
    found = prepared.expressions
    spans = [
        *((one.start, one.end) for one in prepared.mentions),
        *((one.start, one.end) for one in found.amounts),
        *((one.start, one.end) for one in found.rates),
        *((one.start, one.end) for one in found.terms),
        *((one.start, one.end) for one in found.methods),
    ]
    parts, last = [], 0
    for start, end in sorted(spans):
        if start >= last:
            parts.append(prepared.text[last:start])
        last = max(last, end)
    return "".join([*parts, prepared.text[last:]])


def _rest(text: str, particles: re.Pattern[str]) -> str:
    """What is left without particles, digits and punctuation."""
    return _DIGITS.sub("", _NOT_WORDS.sub("", particles.sub("", text)))
