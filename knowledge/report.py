"""Every fact in one list: its claims with their sources and dates, whether they conflict, and who uses it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from wcwidth import wcswidth

from knowledge.base import Knowledge, KnownFact
from knowledge.models import STATUS_NAMES, Citation, Claim, Product, Rule, RuleEntry, Status
from knowledge.passages import uses
from knowledge.rendering import UNKNOWN, UNVERIFIED_MARK, is_certain
from knowledge.values import Value, ValueFormatError, parse_value

_MAX_VALUE_COLUMNS = 44


def facts_report(knowledge: Knowledge, today: dt.date) -> list[dict[str, Any]]:
    """All facts, then all dated rules, as plain data for JSON.

    Keys of each: ``id``, ``product`` (``null`` for general matters and rules), ``subject``, ``attribute``,
    ``claims``, ``conflict``, ``conflict_text``, ``agree``, ``unknown``, ``note``, ``checked``, ``stale``,
    ``used_by``. Numbers are strings, so that no digit is lost; rates are in percent, money in yuan.
    """
    users = uses(knowledge)
    facts = [_of_fact(fact, knowledge, users.get(fact.id, ()), today) for fact in knowledge.facts.values()]
    rules = [
        _of_rule(key, rule, knowledge, users.get(f"rules.{key}", ()), today)
        for key, rule in knowledge.rules.items()
    ]
    return facts + rules


def facts_table(knowledge: Knowledge, today: dt.date) -> str:
    """The facts as a table for people, product by product: id, name, what is shown first, marks, uses."""
    users = uses(knowledge)
    lines: list[str] = []
    for subject in knowledge.subjects.values():
        rows = []
        for key in subject.facts:
            fact = knowledge.fact(subject.id, key)
            if fact is None:
                continue
            shown = _cut(fact.best.value if fact.best else UNKNOWN, _MAX_VALUE_COLUMNS)
            mark = "" if fact.best is None or is_certain(fact, knowledge) else UNVERIFIED_MARK
            count = len([user for user in users.get(fact.id, ()) if user != f"facts.{fact.id}"])
            used = f"{count} 处用到" if count else ("对比表" if fact.attribute.compare else "没有用到")
            rows.append((f"  {key}", fact.attribute.name, shown + mark, _marks(fact, today), used))
        lines += [f"{subject.name}（{subject.id}）", *_aligned(rows), ""]
    rules = []
    for key, rule in knowledge.rules.items():
        entry = knowledge.rule(key, today)
        shown = entry.value if entry else "今天没有有效的值"
        stale = "该核对了" if (today - rule.checked).days > rule.shelf_life else ""
        used = f"{len(users.get(f'rules.{key}', ()))} 处用到"
        rules.append((f"  {key}", _cut(rule.name, 40), _cut(shown, _MAX_VALUE_COLUMNS), stale, used))
    lines += ["规则（rules）", *_aligned(rules), ""]
    total = len(knowledge.facts)
    disputed = sum(fact.is_disputed for fact in knowledge.facts.values())
    unknown = sum(fact.best is None for fact in knowledge.facts.values())
    stale_count = sum(fact.is_stale(today) for fact in knowledge.facts.values())
    lines.append(
        f"共 {total} 个事实（{disputed} 个说法不一，{unknown} 个没有查到，{stale_count} 个该核对了），"
        f"{len(knowledge.rules)} 条规则；{UNVERIFIED_MARK} 是未经核实"
    )
    return "\n".join(lines)


def _of_fact(fact: KnownFact, knowledge: Knowledge, users: Sequence[str], today: dt.date) -> dict[str, Any]:
    return {
        "id": fact.id,
        "product": fact.subject.id if isinstance(fact.subject, Product) else None,
        "subject": {"id": fact.subject.id, "name": fact.subject.name},
        "attribute": {"id": fact.key, "name": fact.attribute.name, "kind": fact.attribute.kind.value},
        "claims": [_of_claim(claim, fact.typed(claim), knowledge) for claim in fact.claims],
        "conflict": fact.is_disputed,
        "conflict_text": fact.fact.conflict,
        "agree": fact.fact.agree,
        "unknown": fact.fact.unknown,
        "note": fact.fact.note,
        "checked": fact.checked.isoformat() if fact.checked else None,
        "stale": fact.is_stale(today),
        "used_by": [user for user in users if user != f"facts.{fact.id}"],
    }


def _of_rule(
    key: str, rule: Rule, knowledge: Knowledge, users: Sequence[str], today: dt.date
) -> dict[str, Any]:
    return {
        "id": f"rules.{key}",
        "product": None,
        "subject": {"id": "rules", "name": "规则"},
        "attribute": {"id": key, "name": rule.name, "kind": rule.kind.value},
        "claims": [
            {
                **_of_claim(entry, _typed(entry, rule), knowledge),
                "from": entry.start.isoformat(),
                "until": entry.until.isoformat() if entry.until else None,
            }
            for entry in rule.entries
        ],
        "conflict": False,
        "conflict_text": None,
        "agree": None,
        "unknown": None,
        "note": rule.note,
        "checked": rule.checked.isoformat(),
        "stale": (today - rule.checked).days > rule.shelf_life,
        "used_by": list(users),
    }


def _of_claim(claim: Claim | RuleEntry, value: Value | None, knowledge: Knowledge) -> dict[str, Any]:
    return {
        "value": claim.value,
        "unit": value.unit if value else "",
        "low": _number(value.low) if value else None,
        "high": _number(value.high) if value else None,
        "status": claim.status.value if isinstance(claim, Claim) else Status.CURRENT.value,
        "derived": claim.derived,
        "note": claim.note if isinstance(claim, Claim) else None,
        "sources": [_of_citation(Citation.parse(text), knowledge) for text in claim.sources],
    }


def _of_citation(citation: Citation, knowledge: Knowledge) -> dict[str, Any]:
    source = knowledge.sources.get(citation.source)
    return {
        "id": citation.source,
        "section": citation.section or None,
        "cite": source.cite if source else None,
        "date": source.date if source else None,
        "checked": source.checked.isoformat() if source else None,
        "confidence": source.confidence.value if source else None,
    }


def _typed(entry: RuleEntry, rule: Rule) -> Value | None:
    try:
        return parse_value(entry.value, rule.kind)
    except ValueFormatError:
        return None


def _number(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _marks(fact: KnownFact, today: dt.date) -> str:
    marks = []
    if fact.is_disputed:
        marks.append("说法不一")
    if fact.best is not None and fact.best.status is not Status.CURRENT:
        marks.append(STATUS_NAMES[fact.best.status])
    if fact.is_stale(today):
        marks.append("该核对了")
    return "、".join(marks)


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterable[str]:
    """Rows in columns; a Chinese character is two columns wide."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)] if rows else []
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _cut(text: str, columns: int) -> str:
    if _width(text) <= columns:
        return text
    kept = ""
    for char in text:
        if _width(kept + char) > columns - 2:
            break
        kept += char
    return f"{kept}…"


def _width(text: str) -> int:
    return max(wcswidth(text), 0)
