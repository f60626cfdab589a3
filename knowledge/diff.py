"""What changed between two snapshots, in words a moderator understands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from knowledge.base import Knowledge
from knowledge.models import STATUS_NAMES, Answer, Claim, Fact, RuleEntry, Status, Topic
from knowledge.wording import list_change, short, text_change

_FACT_PARTS = {"conflict": "矛盾的说明", "agree": "不矛盾的说明", "unknown": "查不到的说明", "note": "备注"}
_ANSWER_PARTS = {"lead": "第一行", "why": "为什么", "next": "接下来怎么做"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``what`` is the kind of thing (事实, 答案 …), ``where`` its name, ``how`` what happened."""

    what: str
    where: str
    how: str

    def __str__(self) -> str:
        return f"{self.where}：{self.how}"


def changes(old: Knowledge, new: Knowledge) -> list[Change]:
    """Everything that differs between ``old`` and ``new``, kind by kind."""
    return [
        *_products(old, new),
        *_facts(old, new),
        *_rules(old, new),
        *_answers(old, new),
        *_phrasings(old, new),
        *_tests(old, new),
        *_warnings(old, new),
        *_words(old, new),
        *_sources(old, new),
        *_attributes(old, new),
    ]


def as_text(found: Sequence[Change]) -> str:
    """Changes under a heading for each kind; says so where there are none."""
    if not found:
        return "没有变化"
    lines: list[str] = []
    for what in dict.fromkeys(change.what for change in found):
        of_kind = [change for change in found if change.what == what]
        lines.append(f"{what}（{len(of_kind)} 处）")
        lines += [f"  {change}" for change in of_kind]
    return "\n".join(lines)


def _products(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    for key, before, after in _pairs(old.subjects, new.subjects):
        what = "产品" if key in {**old.products, **new.products} else "事项"
        if before is None or after is None:
            one = after or before
            assert one is not None
            yield Change(what, f"{one.name}（{key}）", "新增" if before is None else "删除")
            continue
        for part, label in (
            ("name", "名字"),
            ("lender", "谁放款"),
            ("channel", "官方渠道"),
            ("fallback_note", "备用说明"),
        ):
            how = text_change(getattr(before, part, None), getattr(after, part, None), label)
            if how:
                yield Change(what, f"{after.name}（{key}）", how)
        for part, label in (("aliases", "别名"), ("lookalikes", "不算提到的话")):
            how = list_change(getattr(before, part, []), getattr(after, part, []), label)
            if how:
                yield Change(what, f"{after.name}（{key}）", how)
        if getattr(before, "place", None) != getattr(after, "place", None):
            yield Change(what, f"{after.name}（{key}）", "改了排第几")


def _facts(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    before_facts = {fact: known.fact for fact, known in old.facts.items()}
    after_facts = {fact: known.fact for fact, known in new.facts.items()}
    for key, before, after in _pairs(before_facts, after_facts):
        known = new.facts.get(key) or old.facts[key]
        where = f"{known.subject.name}·{known.attribute.name}（{key}）"
        if before is None and after is not None:
            yield Change("事实", where, f"新增，{_claims_text(after)}")
        elif after is None and before is not None:
            yield Change("事实", where, f"删除，原来是 {_claims_text(before)}")
        elif before is not None and after is not None:
            for how in _fact_changes(before, after):
                yield Change("事实", where, how)


def _fact_changes(before: Fact, after: Fact) -> Iterator[str]:
    if _claims_text(before) != _claims_text(after):
        yield f"{_claims_text(before)} → {_claims_text(after)}"
    for part, label in _FACT_PARTS.items():
        how = text_change(getattr(before, part), getattr(after, part), label)
        if how:
            yield how
    how = list_change(_sources_of(before), _sources_of(after), "来源")
    if how:
        yield how
    if before.checked != after.checked:
        yield f"核对日 {before.checked or '未写'} → {after.checked or '未写'}"


def _rules(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    for key, before, after in _pairs(old.rules, new.rules):
        rule = after or before
        assert rule is not None
        where = f"{rule.name}（rules.{key}）"
        if before is None or after is None:
            yield Change("规则", where, "新增" if before is None else "删除")
            continue
        starts_before = {entry.start: entry for entry in before.entries}
        starts_after = {entry.start: entry for entry in after.entries}
        for _, was, now in _pairs(starts_before, starts_after):
            if was is None and now is not None:
                yield Change("规则", where, f"新增 {_entry_text(now)}")
            elif now is None and was is not None:
                yield Change("规则", where, f"删去 {_entry_text(was)}")
            elif was is not None and now is not None and was != now:
                yield Change("规则", where, f"{_entry_text(was)} → {_entry_text(now)}")
        for part, label in (("says", "对用户说的话"), ("note", "备注"), ("checked", "核对日")):
            how = text_change(_shown(getattr(before, part)), _shown(getattr(after, part)), label)
            if how:
                yield Change("规则", where, how)


def _answers(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    for key, before, after in _pairs(old.topics, new.topics):
        topic = after or before
        assert topic is not None
        if before is None or after is None:
            yield Change("主题", f"{topic.name}（{key}）", "新增" if before is None else "删除")
            if before is not None:
                continue
        answers_before = before.answers if before else {}
        answers_after = after.answers if after else {}
        for whom, was, now in _pairs(answers_before, answers_after):
            product = new.products.get(whom) or old.products.get(whom)
            where = f"{topic.name}·{product.name if product else '通用'}（{key}.{whom}）"
            if was is None and now is not None:
                yield Change("答案", where, f"新增“{short(now.lead)}”")
            elif now is None and was is not None:
                yield Change("答案", where, f"删除，原来是“{short(was.lead)}”")
            elif was is not None and now is not None:
                for how in _answer_changes(was, now):
                    yield Change("答案", where, how)
        if before is not None and after is not None:
            for how in (
                text_change(before.name, after.name, "名字"),
                text_change(before.ask, after.ask, "按钮上的问法"),
                text_change(before.about, after.about, "没说产品时按它答的产品"),
                list_change(_variants(before), _variants(after), "换用的答案"),
                list_change(before.warnings, after.warnings, "提醒"),
                list_change(before.related, after.related, "接着会问"),
            ):
                if how:
                    yield Change("主题", f"{topic.name}（{key}）", how)


def _variants(topic: Topic) -> list[str]:
    return [
        f"有“{'、'.join(one.words)}”时：{' '.join(part for part in (one.lead, one.why, one.next) if part)}"
        for one in topic.variants
    ]


def _answer_changes(before: Answer, after: Answer) -> Iterator[str]:
    for part, label in _ANSWER_PARTS.items():
        how = text_change(getattr(before, part), getattr(after, part), label)
        if how:
            yield how
    how = list_change(before.facts, after.facts, "依据的事实")
    if how:
        yield how


def _phrasings(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    yield from _lists(
        "说法",
        old,
        new,
        {key: one.phrasings for key, one in old.phrasings.items()},
        {key: one.phrasings for key, one in new.phrasings.items()},
        "说法",
    )


def _tests(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    yield from _lists(
        "测试",
        old,
        new,
        {key: [_must(case.ask, case.product) for case in one.must] for key, one in old.tests.items()},
        {key: [_must(case.ask, case.product) for case in one.must] for key, one in new.tests.items()},
        "必须落在这里的问题",
    )
    yield from _lists(
        "测试",
        old,
        new,
        {key: [f"{case.ask}→{case.instead}" for case in one.must_not] for key, one in old.tests.items()},
        {key: [f"{case.ask}→{case.instead}" for case in one.must_not] for key, one in new.tests.items()},
        "不能落在这里的问题",
    )


def _warnings(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    for key, before, after in _pairs(old.warnings, new.warnings):
        warning = after or before
        assert warning is not None
        where = f"{warning.name}（{key}）"
        if before is None or after is None:
            how = f"新增“{short(warning.text)}”" if before is None else "删除"
            yield Change("提醒", where, how)
            continue
        if before.level != after.level:
            yield Change("提醒", where, f"轻重 {before.level.value} → {after.level.value}")
        if before.when != after.when:
            yield Change("提醒", where, "什么时候提醒有变化")
        for how in (
            text_change(before.text, after.text, "提醒的话"),
            list_change(before.facts, after.facts, "依据的事实"),
        ):
            if how:
                yield Change("提醒", where, how)


def _words(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    for label, before, after in (
        ("概念", old.words.concepts, new.words.concepts),
        ("错写", old.words.typos, new.words.typos),
        (
            "没有资料的产品",
            {name: [*one.aliases, *one.makers, *one.kinds] for name, one in old.words.others.items()},
            {name: [*one.aliases, *one.makers, *one.kinds] for name, one in new.words.others.items()},
        ),
    ):
        for name, was, now in _pairs(before, after):
            if was is None:
                yield Change("词语", f"{label}“{name}”", "新增")
            elif now is None:
                yield Change("词语", f"{label}“{name}”", "删除")
            elif how := list_change(was, now, "说法"):
                yield Change("词语", f"{label}“{name}”", how)
    for name, was, now in (
        ("口头语", old.words.fillers, new.words.fillers),
        ("按读音认的名字", old.words.spoken, new.words.spoken),
        ("同音字", old.words.sounds, new.words.sounds),
    ):
        if how := list_change(was, now, name):
            yield Change("词语", name, how)


def _sources(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    for key, before, after in _pairs(old.sources, new.sources):
        source = after or before
        assert source is not None
        if before is None or after is None:
            yield Change("来源", f"{source.cite}（{key}）", "新增" if before is None else "删除")
        elif before != after:
            parts = [
                name for name in type(after).model_fields if getattr(before, name) != getattr(after, name)
            ]
            yield Change("来源", f"{source.cite}（{key}）", f"改了 {'、'.join(parts)}")


def _attributes(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    for key, before, after in _pairs(old.attributes, new.attributes):
        attribute = after or before
        assert attribute is not None
        if before is None or after is None:
            yield Change("属性", f"{attribute.name}（{key}）", "新增" if before is None else "删除")
        elif before != after:
            parts = [
                name for name in type(after).model_fields if getattr(before, name) != getattr(after, name)
            ]
            yield Change("属性", f"{attribute.name}（{key}）", f"改了 {'、'.join(parts)}")


def _lists(
    what: str,
    old: Knowledge,
    new: Knowledge,
    before: Mapping[str, Sequence[str]],
    after: Mapping[str, Sequence[str]],
    label: str,
) -> Iterator[Change]:
    for key, was, now in _pairs(before, after):
        how = list_change(was or [], now or [], label)
        if how:
            topic = new.topics.get(key) or old.topics.get(key)
            yield Change(what, f"{topic.name}（{key}）" if topic else key, how)


Key = TypeVar("Key")


def _pairs(old: Mapping[Key, T], new: Mapping[Key, T]) -> Iterator[tuple[Key, T | None, T | None]]:
    """Each key of both, with its value before and after."""
    for key in dict.fromkeys([*old, *new]):
        yield key, old.get(key), new.get(key)


def _claims_text(fact: Fact) -> str:
    if fact.unknown is not None:
        return "没有查到"
    return "；".join(map(_claim_text, fact.all_claims))


def _claim_text(claim: Claim) -> str:
    return claim.value + ("" if claim.status is Status.CURRENT else f"（{STATUS_NAMES[claim.status]}）")


def _entry_text(entry: RuleEntry) -> str:
    until = f"到 {entry.until}" if entry.until else ""
    return f"从 {entry.start} 起{until} {entry.value}"


def _sources_of(fact: Fact) -> list[str]:
    return list(dict.fromkeys(text for claim in fact.all_claims for text in claim.sources))


def _must(ask: str, product: str | None) -> str:
    return f"{ask}（{product}）" if product else ask


def _shown(value: object) -> str | None:
    return None if value is None else str(value)
