"""The shapes of everything a moderator writes. Files outside these shapes are refused, never guessed at.

The JSON Schema that editors complete with is generated from these models (``python -m knowledge schema``), so
the Chinese descriptions here are what a moderator reads while typing.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from knowledge.values import EXAMPLES, Kind, Value, ValueFormatError, parse_value

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]


def _strip(text: Any) -> Any:
    """``text`` without white space around it.

    Mostly there is none, and then it is the same string: pydantic would make another, and the file's own is held too.
    """
    return text.strip() if isinstance(text, str) else text


Line = Annotated[str, StringConstraints(min_length=1, max_length=400), BeforeValidator(_strip)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=2000), BeforeValidator(_strip)]


def _read_date(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text.strip())
    if not match:
        raise ValueError(f"“{text}”不是日期，请写成 2026-01-20、2026-01 或 2026")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValueError(f"没有“{text}”这一天") from None


def _read_switch(text: Any) -> Any:
    if text in ("是", "否"):
        return text == "是"
    if isinstance(text, bool):
        return text
    raise ValueError(f"“{text}”应写成 是 或 否")


Day = Annotated[dt.date, BeforeValidator(_read_date)]
Switch = Annotated[bool, BeforeValidator(_read_switch)]


class Entity(BaseModel):
    """A frozen part of the knowledge; keys that are not listed are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Filed(Entity):
    """An entity with a file of its own; the loader adds the name of the file."""

    file: str = Field("", exclude=True, json_schema_extra={"readOnly": True})


# --- where a statement comes from ------------------------------------------------------------------------


class Confidence(StrEnum):
    """How far a source is trusted, best first."""

    OFFICIAL = "official"
    PRESS = "press"
    DERIVED = "derived"
    UNVERIFIED = "unverified"

    @property
    def rank(self) -> int:
        """0 for the most trusted."""
        return list(Confidence).index(self)


class Source(Entity):
    """One publication that facts come from."""

    title: Line = Field(description="标题，照页面上看得到的写")
    publisher: Line | None = Field(None, description="首发的机关、媒体或网站；给用户看的就是它")
    date: str | None = Field(None, description="来源的日期，写法 2026-01-20、2026-01 或 2026；没有注明就不写")
    checked: Day = Field(description="最后一次核对的日子")
    confidence: Confidence = Field(
        description="official 官方文件；press 具名媒体或企业宣传稿；derived 本库推算；unverified 未核实"
    )
    promotional: Switch = Field(False, description="企业宣传稿写 是：那是放款方的口径，不是独立报道")
    url: str | None = Field(None, description="网址，只作核对线索")
    reprint: Switch = Field(False, description="网址是转载页写 是：这样的网址绝不给用户看")
    note: Line | None = Field(None, description="对这个来源的说明，不给用户看")

    @cached_property
    def cite(self) -> str:
        """How users see it: publisher or title, with the date; never a reprint's address.

        >>> Source(title="个人贷款，有新规定！", publisher="光明网", date="2026-03-17", checked="2026-04-20",
        ...        confidence="press").cite
        '光明网《个人贷款，有新规定！》（2026-03-17）'
        """
        title = self.title if "《" in self.title else f"《{self.title}》"
        text = f"{self.publisher}{title}" if self.publisher and self.publisher not in self.title else title
        marks = [mark for mark in (self.date, "企业宣传稿" if self.promotional else "") if mark]
        return f"{text}（{'，'.join(marks)}）" if marks else text

    @property
    def link(self) -> str | None:
        """The address where it may be shown to users, which no reprint's may."""
        return None if self.reprint else self.url


class Citation(Entity):
    """A source and the section of it in which a statement stands; written ``seed-a §一、产品体系``."""

    source: str
    section: str = ""

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read the written form.

        >>> Citation.parse("seed-a §引言表").section
        '引言表'
        """
        source, _, section = text.partition("§")
        return cls(source=source.strip(), section=section.strip())


# --- facts -----------------------------------------------------------------------------------------------


class Attribute(Entity):
    """What a fact is about: shared by all products, so that they can be compared."""

    name: Line = Field(description="给用户看的名字，如 日利率")
    kind: Kind = Field(description="值的种类")
    topic: Id = Field(description="问这一点的主题")
    shelf_life: Annotated[int, Field(gt=0)] = Field(365, description="多少天没核对就算过时")
    compare: Switch = Field(False, description="产品对比表里要列出来写 是")


class Status(StrEnum):
    """How a claim stands today."""

    CURRENT = "current"
    OUTDATED = "outdated"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


STATUS_NAMES = {
    Status.CURRENT: "现行",
    Status.OUTDATED: "旧口径",
    Status.DOUBTFUL: "存疑",
    Status.WRONG: "与核对结果不符",
}


class Claim(Entity):
    """One value that one or more sources give for a fact."""

    value: Line = Field(description="值，照人写的样子写，如 0.02%–0.05%、500元–20万元、是")
    sources: Annotated[list[Line], Field(min_length=1)] = Field(description="来源，如 seed-a §引言表")
    status: Status = Field(
        Status.CURRENT, description="current 现行；outdated 旧口径；doubtful 存疑；wrong 已知不对"
    )
    derived: Line | None = Field(None, description="由别的事实算出来时写算式，如 daily_rate × 365")
    note: Line | None = Field(None, description="对这一说法的说明（不写数字）")

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The sources with their sections."""
        return tuple(Citation.parse(text) for text in self.sources)


class Fact(Entity):
    """What is known of one attribute: one claim, several, or that nothing is known."""

    value: Line | None = Field(None, description="只有一种说法时直接写值")
    sources: list[Line] | None = Field(None, description="只有一种说法时的来源")
    status: Status | None = Field(None, description="只有一种说法时的状态")
    derived: Line | None = Field(None, description="只有一种说法、且是算出来的时候写算式")
    claims: list[Claim] | None = Field(None, description="几种说法并列，每种各有来源")
    conflict: Line | None = Field(
        None, description="几种说法互相矛盾时，用一句话告诉用户该信什么（不写数字）"
    )
    agree: Line | None = Field(None, description="几种说法不同但不矛盾时，说明为什么")
    unknown: Line | None = Field(None, description="查不到时写一句：查过什么、请用户去哪里看")
    note: Line | None = Field(None, description="补充说明（不写数字）")
    checked: Day | None = Field(None, description="最后核对的日子；不写就用来源里最近的一个")

    @model_validator(mode="after")
    def _one_way(self) -> Fact:
        ways = [self.value is not None, self.claims is not None, self.unknown is not None]
        if sum(ways) != 1:
            raise ValueError("value（一种说法）、claims（几种说法）、unknown（查不到）三者只写一个")
        if self.value is not None and not self.sources:
            raise ValueError("有 value 就要有 sources：每个数字都要有出处")
        if self.value is None and (self.sources or self.status or self.derived):
            raise ValueError("sources、status、derived 只跟在 value 后面；几种说法时写进各自的 claims")
        if self.claims is not None and not self.claims:
            raise ValueError("claims 里一种说法也没有")
        return self

    @cached_property
    def all_claims(self) -> tuple[Claim, ...]:
        """Every claim in the order of the file; empty where nothing is known."""
        if self.claims is not None:
            return tuple(self.claims)
        if self.value is None:
            return ()
        return (
            Claim(
                value=self.value,
                sources=self.sources or [],
                status=self.status or Status.CURRENT,
                derived=self.derived,
            ),
        )


class Subject(Filed):
    """Something facts are told of: a product, or a general matter such as privacy or the market."""

    id: Id = Field(description="英文编号，全库唯一，不要改")
    name: Line = Field(description="给用户看的名字")
    facts: dict[Id, Fact] = Field(default_factory=dict, description="事实，名字须是 attributes.yaml 里有的")


class Lender(StrEnum):
    """Which body of rules the lender falls under."""

    BANK = "bank"
    SMALL_LOAN = "small_loan"
    CONSUMER_FINANCE = "consumer_finance"
    MIXED = "mixed"


class Product(Subject):
    """A loan product that the knowledge holds."""

    aliases: list[Line] = Field(default_factory=list, description="别名、俗称和常见错写，整词匹配")
    lookalikes: list[Line] = Field(
        default_factory=list, description="含有名字、说的其实不是它的话，如 没有钱花：遇到就不算提到"
    )
    generic: Switch = Field(
        False, description="不是一个产品，而是一类平台（如第三方平台）写 是：同时说到具体产品时以具体产品为准"
    )
    place: Annotated[int, Field(gt=0)] = Field(99, description="一并列出各家时排第几，小的在前；不写排在最后")
    lender: Lender = Field(
        description="谁放款：bank 银行；small_loan 小贷公司；consumer_finance 消费金融；mixed 几种都有"
    )
    channel: Line = Field(description="官方渠道：去哪里问，如 微众银行客服 {weilidai.hotline}")
    fallback_note: Line | None = Field(None, description="没有专门资料时对用户说的一句话")


# --- dated rules -----------------------------------------------------------------------------------------


class RuleEntry(Entity):
    """The value of a rule from a day on; a changed figure is one new entry."""

    start: Day = Field(description="从哪一天起")
    until: Day | None = Field(None, description="到哪一天止（含）；一直有效就不写")
    value: Line = Field(description="值")
    sources: Annotated[list[Line], Field(min_length=1)] = Field(description="来源")
    derived: Line | None = Field(None, description="算出来的写算式，如 lpr_1y × 4")


class Rule(Entity):
    """A dated figure or statement of law or regulation."""

    name: Line = Field(description="给用户看的名字，如 一年期 LPR")
    kind: Kind = Field(description="值的种类")
    topic: Id = Field(description="问这条规则的主题")
    entries: Annotated[list[RuleEntry], Field(min_length=1)] = Field(
        description="各个时期的值；数字变了就加一条，旧的不删"
    )
    checked: Day = Field(description="最后一次核对的日子：那天它仍然有效")
    shelf_life: Annotated[int, Field(gt=0)] = Field(180, description="多少天没核对就算过时")
    applies_to: list[Lender | Literal["private"]] = Field(
        default_factory=list, description="作为报价对照线时，对哪些放款方适用；private 指民间借贷"
    )
    says: Line | None = Field(None, description="报价超过这条线时对用户说的一句话（不写数字，用 {rules.…}）")
    note: Line | None = Field(None, description="补充说明（不写数字）")


# --- topics, warnings, words -----------------------------------------------------------------------------


class Answer(Entity):
    """One answer: the first line answers, then why, then what to do next."""

    lead: Line = Field(description="第一行：直接回答")
    why: Prose | None = Field(None, description="为什么，两三句")
    next: Prose | None = Field(None, description="接下来怎么做")
    facts: list[Line] = Field(default_factory=list, description="文字里没有用花括号引用、但答案依据的事实")


class Variant(Answer):
    """Another answer for questions with certain words: 已经转了钱 asks something else of a scam than 可信吗."""

    words: Annotated[list[Line], Field(min_length=1)] = Field(
        description="问话里有其中任一说法时用这个答案，不管是哪个产品"
    )


class Traffic(StrEnum):
    """How much is asked about a topic; between two topics that fit alike, the busier one is likelier."""

    OFTEN = "often"
    NORMAL = "normal"
    RARE = "rare"


class Topic(Filed):
    """One thing people ask, and its answers: ``general``, and by product where facts differ."""

    id: Id = Field(description="英文编号，和文件名相同，不要改")
    name: Line = Field(description="主题名")
    ask: Line = Field(description="做成按钮时的问法，如 能不能提前还、收不收费")
    traffic: Traffic = Field(Traffic.NORMAL, description="问的人多不多：often 很多；normal 一般；rare 很少")
    about: Id | None = Field(
        None, description="问话和上文都没说产品时，按哪个产品答，如 third_party；它要有自己的答案"
    )
    answers: dict[Id, Answer] = Field(description="general 是通用答案；产品编号是该产品的答案")
    variants: list[Variant] = Field(
        default_factory=list, description="问话里有某些说法时换用的答案，写在前面的优先"
    )
    warnings: list[Id] = Field(default_factory=list, description="一定随这个主题出现的提醒")
    related: list[Id] = Field(default_factory=list, description="人们接着会问的主题，最多五个")


class Phrasings(Filed):
    """How people ask for one topic, one way a line."""

    topic: Id = Field(description="主题编号，和文件名相同")
    phrasings: list[Line] = Field(description="大家怎么问，一行一种")


class MustCase(Entity):
    """A question that must be understood so."""

    ask: Line = Field(description="问题，照人真正打字的样子写")
    product: Id | None = Field(None, description="还必须认出这个产品；资料库没有的产品写 other")


class MustNotCase(Entity):
    """A near miss: a question that looks like this topic and is not."""

    ask: Line = Field(description="问题，照人真正打字的样子写")
    instead: Id = Field(description="它应去的主题")


class TopicTests(Filed):
    """The test questions of one topic."""

    topic: Id = Field(description="主题编号，和文件名相同")
    must: list[MustCase] = Field(description="必须落在本主题的问题（不要照抄说法）")
    must_not: list[MustNotCase] = Field(
        default_factory=list, description="像、但不是本主题的问题，instead 写应去的主题"
    )


class Level(StrEnum):
    """How loudly a warning speaks. A crisis comes before anything about money."""

    NOTICE = "notice"
    CAUTION = "caution"
    DANGER = "danger"
    CRISIS = "crisis"


class Occasion(Entity):
    """When a warning is due; of the conditions that are written, each has to hold."""

    topics: list[Id] = Field(default_factory=list, description="问到其中任一主题时")
    products: list[Id] = Field(default_factory=list, description="说的是其中任一产品时")
    words: list[Line] = Field(
        default_factory=list, description="问题里出现其中任一说法时；空格表示“中间隔着几个字也算”"
    )
    unless: list[Line] = Field(
        default_factory=list, description="这些说法先从问题里划掉再看 words，如 死心、笑死，免得玩笑也提醒"
    )
    annual_above: str | None = Field(
        None, description="报价的年化成本超过这条规则时，写规则编号，如 court_line"
    )
    less_received: Switch = Field(False, description="报价里到手的钱比合同上少时写 是")


class Warning(Filed):
    """A warning and when it is due."""

    id: Id = Field(description="英文编号，和文件名相同，不要改")
    name: Line = Field(description="提醒的名字，给管理员看")
    level: Level = Field(
        Level.CAUTION,
        description="notice 说明；caution 小心；danger 危险；crisis 人身安全，排在一切之前",
    )
    when: Annotated[list[Occasion], Field(min_length=1)] = Field(description="任一情形成立就提醒")
    text: Prose = Field(description="提醒的话，数字用 {…} 引用")
    facts: list[Line] = Field(default_factory=list, description="没有用花括号引用、但提醒依据的事实")


class OtherProduct(Entity):
    """A product or service the knowledge does not hold, and says so by name."""

    aliases: list[Line] = Field(default_factory=list, description="别名和错写")
    ambiguous: Switch = Field(
        False, description="也常作为还款工具或用途提到（如信用卡、余额宝）写 是：由整句来判断"
    )
    makers: list[Line] = Field(
        default_factory=list, description="自己也有这种产品的机构：每个名字接上 kinds 里的词都算"
    )
    kinds: list[Line] = Field(default_factory=list, description="接在 makers 后面的词，如 贷款、临时额度")
    contact: Line | None = Field(None, description="请用户去哪里问")

    @property
    def made(self) -> tuple[str, ...]:
        """The names that makers and kinds make: 工行贷款, 工行的贷款 …"""
        return tuple(
            maker + joint + kind for maker in self.makers for kind in self.kinds for joint in ("", "的")
        )


class Words(Filed):
    """What words mean the same, what is commonly misspelt, and which products are not held."""

    concepts: dict[Line, list[Line]] = Field(default_factory=dict, description="概念: [同义说法, …]")
    typos: dict[Line, list[Line]] = Field(default_factory=dict, description="正确写法: [常见错写, …]")
    spoken: list[Line] = Field(
        default_factory=list, description="按读音也认得出的产品名，三个字以上、读音不会碰巧出现在平常话里的"
    )
    sounds: list[Line] = Field(
        default_factory=list, description="同音字，一行一组：spoken 里的字都可能写成同一行的别的字"
    )
    others: dict[Line, OtherProduct] = Field(default_factory=dict, description="资料库没有的产品")
    fillers: list[Line] = Field(default_factory=list, description="没有意思的口头语")
    terms: list[Line] = Field(
        default_factory=list, description="分词时要保持完整的行话（产品名和别名会自动加上）"
    )


def value_of(claim: Claim | RuleEntry, kind: Kind) -> Value:
    """The typed value of a claim; raises ``ValueFormatError`` with an example of right."""
    try:
        return parse_value(claim.value, kind)
    except ValueFormatError as error:
        raise ValueFormatError(f"{error}；例如 {EXAMPLES[kind]}") from None
