"""From prose with references to what a user reads, with the conflicts, sources and dates that go with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.base import Knowledge, KnownFact
from knowledge.expressions import names
from knowledge.models import STATUS_NAMES, Answer, Citation, Claim, Confidence, Product, Source, Status
from knowledge.references import CHANNEL, KnownRule, known_rule, parse_id, parse_prose, resolve
from knowledge.values import Kind

UNVERIFIED_MARK = "※"
UNVERIFIED_LEGEND = "※ 据网络资料，未经核实，以官方页面为准"
UNKNOWN = "没有查到"

_MAX_CITES = 2  # per value in a sentence; the list of sources names all of them
_MAX_TITLE = 18


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a user reads, and the ids of the facts and rules whose values it shows."""

    text: str
    facts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def has_unverified(self) -> bool:
        """Whether a value in it is marked, so that ``UNVERIFIED_LEGEND`` has to stand below."""
        return UNVERIFIED_MARK in self.text


@dataclass(frozen=True, slots=True)
class RenderedAnswer:
    """An answer as a user reads it, and everything that has to be said with it."""

    lead: str
    why: str | None
    next: str | None
    facts: tuple[str, ...]  # ids, of the text and of the answer's ``facts:``
    rules: tuple[str, ...]  # ids without ``rules.``
    conflicts: tuple[str, ...]  # a sentence each
    unknowns: tuple[str, ...]  # what is not known, a sentence each
    sources: tuple[str, ...]  # ids
    source_lines: tuple[str, ...]
    staleness: str | None
    legend: str | None  # what ※ means, where the text has one

    @property
    def text(self) -> str:
        """Lead, reasons and next steps as paragraphs."""
        return "\n".join(part for part in (self.lead, self.why, self.next) if part)


def render(text: str, knowledge: Knowledge, today: dt.date) -> Rendered:
    """``text`` with each reference replaced by the most trusted value; ``※`` marks one that is not verified.

    A reference that stands for nothing, or for a fact nobody could find out, reads 没有查到. A rule that is
    not in force ``today`` says so behind its value.
    """
    return _render(text, knowledge, today, in_channel=False)


def _render(text: str, knowledge: Knowledge, today: dt.date, *, in_channel: bool) -> Rendered:
    parts: list[str] = []
    facts: dict[str, None] = {}
    rules: dict[str, None] = {}
    for part in parse_prose(text):
        if isinstance(part, str):
            parts.append(part)
            continue
        found = resolve(part, knowledge, today)
        if isinstance(found, KnownFact):
            facts[found.id] = None
            parts.append(_shown(found, knowledge))
        elif isinstance(found, KnownRule):
            rules[found.key] = None
            parts.append(_shown_rule(found, knowledge, today))
        elif isinstance(found, str) and part.key == CHANNEL and not in_channel:
            # A channel may point to facts, but not to another channel: so this ends
            inner = _render(found, knowledge, today, in_channel=True)
            parts.append(inner.text)
            facts.update(dict.fromkeys(inner.facts))
            rules.update(dict.fromkeys(inner.rules))
        else:
            parts.append(found if isinstance(found, str) else UNKNOWN)
    return Rendered("".join(parts), tuple(facts), tuple(rules))


def render_answer(answer: Answer, knowledge: Knowledge, today: dt.date) -> RenderedAnswer:
    """``answer`` as a user reads it, with conflicts, sources and the date it was checked."""
    lead = render(answer.lead, knowledge, today)
    why = render(answer.why, knowledge, today) if answer.why else None
    following = render(answer.next, knowledge, today) if answer.next else None
    texts = [one for one in (lead, why, following) if one]
    facts = dict.fromkeys(fact for one in texts for fact in one.facts)
    rules = dict.fromkeys(rule for one in texts for rule in one.rules)
    for listed in map(parse_id, answer.facts):
        if listed.is_rule:
            rules[listed.key] = None
        else:
            facts[listed.id] = None
    known = known_facts(facts, knowledge)
    held = known_rules(rules, knowledge, today)
    return RenderedAnswer(
        lead=lead.text,
        why=why.text if why else None,
        next=following.text if following else None,
        facts=tuple(fact.id for fact in known),
        rules=tuple(rule.key for rule in held),
        conflicts=tuple(
            sentence for fact in known if (sentence := conflict_sentence(fact, knowledge, today)) is not None
        ),
        unknowns=tuple(
            sentence for fact in known if (sentence := unknown_sentence(fact, knowledge, today)) is not None
        ),
        sources=source_ids(known, held, knowledge),
        source_lines=source_lines(known, held, knowledge),
        staleness=staleness_line(known, held, today),
        legend=UNVERIFIED_LEGEND if any(one.has_unverified for one in texts) else None,
    )


def known_facts(ids: Iterable[str], knowledge: Knowledge) -> tuple[KnownFact, ...]:
    """The facts with these ids, in order; ids that are not held are left out."""
    return tuple(knowledge.facts[one] for one in ids if one in knowledge.facts)


def known_rules(keys: Iterable[str], knowledge: Knowledge, today: dt.date) -> tuple[KnownRule, ...]:
    """The rules with these keys and their entries for ``today``, in order; unknown keys are left out."""
    return tuple(rule for key in keys if (rule := known_rule(key, knowledge, today)) is not None)


def conflict_sentence(fact: KnownFact, knowledge: Knowledge, today: dt.date) -> str | None:
    """One sentence that says what the sources say differently, and what to go by; ``None`` where they do not.

    Each distinct value stands with a short cite, the most trusted first; none is picked, nothing is averaged.
    """
    if fact.fact.conflict is None:
        return None
    groups: dict[object, list[Claim]] = {}
    for claim in fact.claims:
        groups.setdefault(value_key(fact, claim), []).append(claim)
    values = "；".join(_value_with_cites(claims, knowledge) for claims in groups.values())
    advice = render(fact.fact.conflict, knowledge, today).text.rstrip("。")
    about = _about(fact)
    if len(groups) == 1:
        return f"{about}，有一种说法：{values}。这一点有疑问：{advice}。"
    if fact.attribute.kind is Kind.YES_NO:
        about += "这一点"
    return f"{about}，各处说法不一：{values}。{advice}。"


def unknown_sentence(fact: KnownFact, knowledge: Knowledge, today: dt.date) -> str | None:
    """What was looked for in vain, and where to ask; ``None`` where something is known."""
    if fact.fact.unknown is None:
        return None
    said = render(fact.fact.unknown, knowledge, today).text.rstrip("。")
    return f"{_about(fact)}：{said}。"


def source_lines(
    facts: Iterable[KnownFact], rules: Iterable[KnownRule], knowledge: Knowledge
) -> tuple[str, ...]:
    """One line for each source: how it is cited, the sections, and a link.

    Neither a reprint nor a page that nobody has verified is linked: many of those sell loans.
    """
    sections: dict[str, dict[str, None]] = {}
    for citation in _citations(facts, rules):
        if citation.source in knowledge.sources:
            found = sections.setdefault(citation.source, {})
            if citation.section:
                found[citation.section] = None
    return tuple(_source_line(knowledge.sources[one], tuple(found)) for one, found in sections.items())


def source_ids(
    facts: Iterable[KnownFact], rules: Iterable[KnownRule], knowledge: Knowledge
) -> tuple[str, ...]:
    """The ids of the sources behind ``facts`` and ``rules``, in the order of ``source_lines``."""
    cited = dict.fromkeys(citation.source for citation in _citations(facts, rules))
    return tuple(one for one in cited if one in knowledge.sources)


def staleness_line(facts: Iterable[KnownFact], rules: Iterable[KnownRule], today: dt.date) -> str | None:
    """A line naming the oldest day of checking among what is past its shelf life; ``None`` if nothing is."""
    days = [fact.checked for fact in facts if fact.is_stale(today) and fact.checked]
    days += [rule.rule.checked for rule in rules if rule.is_stale(today)]
    return f"资料核对于{min(days).isoformat()}，可能已变化" if days else None


def short_cite(source: Source) -> str:
    """A source in few words, for use within a sentence: who, when, and whether it is a lender's own word.

    >>> short_cite(Source(title="个人贷款，有新规定！", publisher="光明网", date="2026-03-17",
    ...                   checked="2026-04-20", confidence="press"))
    '光明网，2026-03-17'
    """
    if source.confidence is Confidence.DERIVED:
        return "推算"
    title = source.title if len(source.title) <= _MAX_TITLE else f"{source.title[: _MAX_TITLE - 1]}…"
    marks = [source.publisher or f"《{title.strip('《》')}》", source.date]
    return "，".join([*filter(None, marks), *(["企业宣传稿"] if source.promotional else [])])


def value_key(fact: KnownFact, claim: Claim) -> object:
    """What makes the values of two claims the same: the number and unit, or the words."""
    value = fact.typed(claim)
    if value is None or (value.low is None and value.high is None):
        return "".join(claim.value.split())
    return (value.low, value.high, value.unit)


def _about(fact: KnownFact) -> str:
    """What a fact is about: a general matter goes without saying, a product does not.

    What can only be so or not so is quoted, since “分付的上征信” is no Chinese.
    """
    name = fact.attribute.name
    if fact.attribute.kind is Kind.YES_NO:
        return f"{fact.subject.name}“{name}”" if isinstance(fact.subject, Product) else f"“{name}”"
    return f"{fact.subject.name}的{name}" if isinstance(fact.subject, Product) else name


def is_certain(fact: KnownFact, knowledge: Knowledge) -> bool:
    """Whether what is shown of ``fact`` comes from a named publication and is not in doubt.

    What is derived is as certain as what it is derived from.
    """
    return _is_certain(fact, knowledge, frozenset())


def _is_certain(fact: KnownFact, knowledge: Knowledge, above: frozenset[str]) -> bool:
    best = fact.best
    if best is None or not fact.is_verified or best.status in (Status.DOUBTFUL, Status.WRONG):
        return False
    path = above | {fact.id}
    ids = (name if "." in name else f"{fact.subject.id}.{name}" for name in names(best.derived or ""))
    origins = [knowledge.facts[one] for one in ids if one in knowledge.facts and one not in path]
    return all(_is_certain(origin, knowledge, path) for origin in origins)


def _shown(fact: KnownFact, knowledge: Knowledge) -> str:
    if fact.best is None:
        return UNKNOWN
    return fact.best.value + ("" if is_certain(fact, knowledge) else UNVERIFIED_MARK)


def _shown_rule(rule: KnownRule, knowledge: Knowledge, today: dt.date) -> str:
    cited = [Citation.parse(text).source for text in rule.entry.sources]
    found = [knowledge.sources[one].confidence for one in cited if one in knowledge.sources]
    confidence = min(found, key=lambda one: one.rank, default=Confidence.UNVERIFIED)
    shown = rule.entry.value + (UNVERIFIED_MARK if confidence is Confidence.UNVERIFIED else "")
    if rule.holds(today):
        return shown
    if rule.entry.until is not None and rule.entry.until < today:
        return f"{shown}（到{rule.entry.until.isoformat()}为止）"
    return f"{shown}（{rule.entry.start.isoformat()}起）"


def _value_with_cites(claims: list[Claim], knowledge: Knowledge) -> str:
    ids = dict.fromkeys(citation.source for claim in claims for citation in claim.citations)
    cites = list(dict.fromkeys(short_cite(knowledge.sources[one]) for one in ids if one in knowledge.sources))
    said = "、".join(cites[:_MAX_CITES]) + ("等" if len(cites) > _MAX_CITES else "")
    status = claims[0].status
    marks = [said] if said else []
    if status is not Status.CURRENT:
        marks.append(STATUS_NAMES[status])
    return claims[0].value + (f"（{'；'.join(marks)}）" if marks else "")


def _citations(facts: Iterable[KnownFact], rules: Iterable[KnownRule]) -> Iterable[Citation]:
    for fact in facts:
        best = fact.best
        for claim in fact.claims:
            # Where nothing is disputed, only what is shown needs its source
            if fact.is_disputed or (best is not None and value_key(fact, claim) == value_key(fact, best)):
                yield from claim.citations
    for rule in rules:
        yield from map(Citation.parse, rule.entry.sources)


def _source_line(source: Source, sections: tuple[str, ...]) -> str:
    if source.confidence is Confidence.DERIVED:
        return f"{source.title}（推算）"
    line = source.cite
    if sections:
        line += "，见" + "".join(f"“{section}”" for section in sections)
    if source.confidence is Confidence.UNVERIFIED:
        return f"{line}，未经核实"
    return f"{line} {source.link}" if source.link else line
