"""Addresses: e-mail, chat names and links, and the codes that are asked for by whoever wants to steal."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

Span = tuple[int, int]

_AT = r"(?: ?[@] ?|[ (\[{【（<]{1,2}at[ )\]}】）>]{1,2}|_at_| ?(?:艾特|圈a|小老鼠) ?)"
_DOT = r"(?: ?[.．。·•] ?| ?[(\[（【]?(?:dot|点)[)\]）】]? ?)"
_MAILBOX = r"(?<![a-z0-9._%+\-])(?:\d(?: ?\d){1,20}|[a-z0-9][a-z0-9._%+\-]{0,63})"
_HOST = r"[a-z0-9\-]+"
_EMAIL = re.compile(rf"{_MAILBOX}{_AT}{_HOST}(?:{_DOT}(?:[a-z]{{2,}}))+")
# Mail in mainland China is mostly one of these; the sign between is then often another
_KNOWN_HOST = r"(?:q ?q|163|126|139|189|gmail|foxmail|sina|sohu|hotmail|outlook|yeah|icloud|aliyun|yahoo)"
_LOOSE_EMAIL = re.compile(rf"{_MAILBOX} ?[@#&$＠*] ?{_KNOWN_HOST}(?:{_DOT}(?:com|cn|net|org))+")

_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t|telegram|wa|line|m)\.(?:me|dog)/[^\s，。；、）)]+"
    r"|(?:https?://)?(?:u\.wechat\.com|weixin\.qq\.com/[a-z]|qm\.qq\.com|discord\.gg|join\.skype\.com|"
    r"work\.weixin\.qq\.com|chat\.whatsapp\.com|signal\.me)/[^\s，。；、）)]+"
    r"|(?:tg|weixin|mqqapi?|whatsapp|skype|tencent)://[^\s，。；、）)]+"
)
_USERNAME = re.compile(r"(?<![a-z0-9_.@])@[a-z][a-z0-9_]{3,31}(?![a-z0-9_.@])")
_WECHAT_ID = re.compile(r"wxid_[a-z0-9]+")

_WECHAT = r"(?:[微威薇维] ?信|微x|薇|wei ?xin|we ?chat|v ?x|w ?x|v ?信|wei ?信|微❤|v❤|卫星)"
_OTHER = (
    r"(?:qq|q ?q|扣扣|叩叩|抠抠|企鹅|telegram|电报|纸?飞机|tg|whatsapp|skype|line|signal|抖音|快手|钉钉|陌陌)"
)
_ADD = r"(?:加|\+|➕|＋|佳|嘉|家|找|联系|私)"
_IS = r"(?: ?(?:号码|账号|帐号|号|id|群) ?)"
_TO = r"(?: ?(?:[:=是为加➡→>]|-{1,2}) ?)"
_HANDLE = r"(?P<handle>[a-z][a-z0-9_\-]{4,29}|\d(?:[ \-]?\d){4,12}|[a-z0-9_\-]{6,20})"
_NAMED = re.compile(
    rf"(?:{_ADD}? ?(?:我|俺|下)?(?:的)? ?(?:{_WECHAT}|{_OTHER})(?:{_IS}{_TO}?|{_TO})"
    rf"|{_ADD} ?(?:我|俺|下)?(?:的)? ?(?:{_WECHAT}|{_OTHER}|[vwq](?![a-z])|微) ?"
    rf"|(?<![a-z0-9])[vq]{_TO}) ?{_HANDLE}(?![a-z0-9_])"
)
_RUN_ON = re.compile(rf"{_ADD} ?[vwq](?P<handle>[a-z]+[_\-\d][a-z0-9_\-]+)")
_QQ = re.compile(r"(?:q ?q|扣扣|叩叩|抠抠|企鹅)(?:号码|号|群|是|为|[:： ])*\d(?:[ \-]?\d){4,11}(?!\d)")
_QQ_AFTER = re.compile(r"(?<!\d)[1-9]\d{5,10} ?(?:是我|这个|的)?(?:q ?q|扣扣|企鹅)(?!钱包|里|上|能|可)")
_SECRET = re.compile(
    r"(?:验证码|校验码|动态码|密码|口令|cvv2?|安全码|pin码?)(?:[是为:：= ]|就是)*(?P<handle>[a-z0-9@#$%!&*_\-]{4,24})(?!位)"
)

# Words of lending that stand after 微信 and are no names
_ORDINARY = re.compile(
    r"we ?2000|weilidai|fenfu|jiebei|huabei|pay|app|wallet|webank|apr|irr|lpr|[a-z]*(?:bank|loan|pay)|\d{1,3}(?:000)+"
)


def contact_spans(text: str, digits: str, keep: Container[str] = ()) -> Iterator[Span]:
    """The places of addresses in a folded text.

    Args:
        text: the text, folded.
        digits: the same with Chinese numerals as digits.
        keep: usernames without ``@``, in small letters, that are nobody's secret: the bot's own.

    >>> text = "加我微信:lin_1988，或 lin@example.com，@jiewen_bot 微粒贷利率"
    >>> [text[start:end] for start, end in contact_spans(text, text, {"jiewen_bot"})]
    ['lin@example.com', 'lin_1988']
    """
    for searched in dict.fromkeys((text, digits)):
        for pattern in (_EMAIL, _LOOSE_EMAIL, _LINK, _WECHAT_ID, _QQ_AFTER):
            for found in pattern.finditer(searched):
                yield found.span()
        for found in _USERNAME.finditer(searched):
            if found.group()[1:] not in keep:
                yield found.span()
        for found in _QQ.finditer(searched):
            yield _digits_of(found)
        for pattern in (_NAMED, _RUN_ON, _SECRET):
            for found in pattern.finditer(searched):
                if not _ORDINARY.fullmatch(found["handle"]):
                    yield found.span("handle")


def _digits_of(found: re.Match[str]) -> Span:
    first = re.search(r"\d", found.group())
    assert first is not None
    return found.start() + first.start(), found.end()
