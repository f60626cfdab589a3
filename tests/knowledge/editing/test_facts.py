"""Setting facts: the value and its sources change, and nothing beside them."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.checks import check
from knowledge.document import read_text
from knowledge.editing import EditError, Files, MarkChecked, NewSource, SetFact, Several
from knowledge.loader import DEFAULT_CONTENT, load
from knowledge.models import Confidence
from knowledge.publishing import read_files, write_files
from tests.knowledge.conftest import SAMPLE, TODAY, Folder

FILES = read_files(SAMPLE)

BOOK = """id: demo
name: 示例
facts:
  # 利率
  daily_rate: {value: 0.05%, sources: [seed-a §一], checked: 2026-01-01}  # 按日
  annual_rate: {value: 18.25%, sources: [computed], derived: daily_rate × 365}
  grace:
    # 问过客服
    unknown: 没有查到
    note: 以合同为准
  limit:
    claims:
      - {value: 20万元, sources: [seed-a]}
      # 旧的
      - value: 30万元
        sources:
          - seed-b
          - seed-c
        status: outdated
        note: 旧口径
    conflict: 以页面为准
  fee:
    value: 0.1%
    sources: [seed-a]
    status: doubtful
# 完
"""


def changed(edit: SetFact | MarkChecked, book: str = BOOK) -> str:
    (text,) = edit.apply({"products/demo.yaml": book, "sources.yaml": "", "rules.yaml": ""}).values()
    assert text is not None
    assert not read_text(text, "demo.yaml").problems
    return text


def setting(key: str, value: str, was: str | None, *sources: str) -> SetFact:
    return SetFact(id=f"demo.{key}", value=value, sources=sources, was=was, day=TODAY)


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (
            setting("daily_rate", "0.06%", "0.05%", "seed-b §二、表"),
            "{value: 0.05%, sources: [seed-a §一], checked: 2026-01-01}  # 按日",
            "{value: 0.06%, sources: [seed-b §二、表], checked: 2026-11-22}  # 按日",
        ),
        (
            setting("annual_rate", "21.9%", "18.25%"),
            "{value: 18.25%, sources: [computed], derived: daily_rate × 365}",
            "{value: 21.9%, sources: [computed], derived: daily_rate × 365}",
        ),
        (
            setting("annual_rate", "21.9%", "18.25%", "seed-b"),
            "{value: 18.25%, sources: [computed], derived: daily_rate × 365}",
            "{value: 21.9%, sources: [seed-b]}",
        ),
        (
            setting("grace", "3天", None, "seed-a"),
            "grace:\n    # 问过客服\n    unknown: 没有查到\n    note: 以合同为准",
            # What was said of it stays, above it
            "# 问过客服\n  grace: {value: 3天, sources: [seed-a], note: 以合同为准}",
        ),
        (
            setting("limit", "25万元", "20万元", "seed-d"),
            "{value: 20万元, sources: [seed-a]}",
            "{value: 25万元, sources: [seed-d]}",
        ),
        (
            setting("limit", "35万元", "30万元", "seed-d"),
            "value: 30万元\n        sources:\n          - seed-b\n          - seed-c\n        status: outdated\n",
            "value: 35万元\n        sources: [seed-d]\n",
        ),
        (
            setting("fee", "0.2%", "0.1%", "seed-d"),
            "value: 0.1%\n    sources: [seed-a]\n    status: doubtful\n",
            "value: 0.2%\n    sources: [seed-d]\n",
        ),
        (
            setting("hotline", "95384", None, "seed-d"),
            "    status: doubtful\n",
            "    status: doubtful\n  hotline: {value: 95384, sources: [seed-d]}\n",
        ),
    ],
    ids=["plain", "derived", "no longer derived", "unknown", "claim", "claim in a block", "block", "new"],
)
def test_only_the_value_and_its_sources_change(edit: SetFact, old: str, new: str) -> None:
    assert BOOK.count(old) == 1
    assert changed(edit) == BOOK.replace(old, new)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (setting("daily_rate", "0.06%", "0.04%", "seed-b"), "别人改了"),
        (setting("grace", "3天", "2天", "seed-b"), "别人改了"),
        (setting("limit", "25万元", "21万元", "seed-b"), "没有“21万元”这种说法"),
        (setting("daily_rate", "0.06%", "0.05%"), "出处"),
        (setting("hotline", "95384", None), "出处"),
        (SetFact(id="nobody.daily_rate", value="1%", sources=("a",), day=TODAY), "没有产品或事项"),
        (SetFact(id="../x.y", value="1%", sources=("a",), day=TODAY), "不是事实的编号"),
        (SetFact(id="没有点", value="1%", sources=("a",), day=TODAY), "不是事实的编号"),
    ],
)
def test_what_cannot_be_set(edit: SetFact, said: str) -> None:
    with pytest.raises(EditError, match=said):
        changed(edit)


def test_what_was_said_of_a_source_is_not_lost() -> None:
    book = "id: demo\nfacts:\n  fee:\n    value: 1%\n    sources:\n      [\n        a,  # 官网\n      ]\n"
    assert changed(setting("fee", "2%", "1%", "b"), book) == (
        "id: demo\nfacts:\n  fee:\n    value: 2%\n    # 官网\n    sources: [b]\n"
    )


def test_a_file_with_anything_wrong_in_it_is_not_touched() -> None:
    book = "id: demo\nfacts:\n  fee: &one {value: 1%, sources: [a]}\n  other: *one\n"
    with pytest.raises(EditError, match="请先改好"):
        changed(setting("fee", "2%", "1%", "b"), book)


def test_a_value_is_text_whatever_it_looks_like() -> None:
    text = changed(setting("daily_rate", "{a: b}, sources: [x]}\n# '", "0.05%", "seed-a, [b]"))
    document = read_text(text, "demo.yaml")
    assert isinstance(document.data, dict)
    facts = document.data["facts"]
    assert isinstance(facts, dict)
    assert facts["daily_rate"] == {
        "value": "{a: b}, sources: [x]} # '",
        "sources": ["seed-a, [b]"],
        "checked": "2026-11-22",
    }


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (MarkChecked(id="demo.daily_rate", day=TODAY), "checked: 2026-01-01", "checked: 2026-11-22"),
        (
            MarkChecked(id="demo.fee", day=TODAY),
            "    status: doubtful\n",
            "    status: doubtful\n    checked: 2026-11-22\n",
        ),
    ],
)
def test_marking_a_fact_as_checked(edit: MarkChecked, old: str, new: str) -> None:
    assert changed(edit) == BOOK.replace(old, new)


def test_marking_rules_and_sources_as_checked(folder: Folder) -> None:
    files = read_files(folder.path)
    loaded = load(folder.path).knowledge
    rule, source = next(iter(loaded.rules)), next(iter(loaded.sources))
    day = dt.date(2026, 11, 21)
    for identity in (f"rules.{rule}", source):
        write_files(folder.path, _texts(MarkChecked(id=identity, day=day), files))
    after = load(folder.path).knowledge
    assert after.rules[rule].checked == day
    assert after.sources[source].checked == day
    with pytest.raises(EditError, match="没有“nothing-here”"):
        MarkChecked(id="nothing-here", day=day).apply(files)


def test_a_fact_and_its_new_source_together(folder: Folder) -> None:
    files = read_files(folder.path)
    loaded = load(folder.path).knowledge
    fact = next(one for one in loaded.facts.values() if one.id == "weilidai.hotline")
    assert fact.best is not None
    source = NewSource(
        id="notice-2026-11",
        title="公告: {不是引用} <b>",
        publisher="微众银行",
        date="2026-11-20",
        checked=TODAY,
        confidence=Confidence.OFFICIAL,
        url="https://example.com/?a=1&b=2#c",
    )
    both = Several(
        edits=(
            source,
            SetFact(
                id=fact.id, value="400-000-0000", sources=("notice-2026-11",), was=fact.best.value, day=TODAY
            ),
        )
    )
    write_files(folder.path, _texts(both, files))
    after = load(folder.path).knowledge
    assert [problem for problem in check(folder.path, today=TODAY) if problem.is_error] == []
    assert after.sources["notice-2026-11"].title == "公告: {不是引用} <b>"
    best = after.facts["weilidai.hotline"].best
    assert best is not None
    assert (best.value, best.sources) == ("400-000-0000", ["notice-2026-11"])


@pytest.mark.parametrize("identity", ["old-article", "Bad Id", "../x", ""])
def test_what_can_be_no_new_source(identity: str) -> None:
    with pytest.raises(EditError):
        NewSource(id=identity, title="标题", checked=TODAY).apply(FILES)


def test_of_several_edits_none_is_made_unless_all_are() -> None:
    good = NewSource(id="notice-2026-11", title="公告", checked=TODAY)
    with pytest.raises(EditError):
        Several(edits=(good, good)).apply(FILES)


def test_every_tenth_fact_of_the_real_knowledge_can_be_set() -> None:
    files = read_files(DEFAULT_CONTENT)
    facts = [one for one in load().knowledge.facts.values() if one.best is not None]
    for fact in facts[::10]:
        assert fact.best is not None
        edit = SetFact(id=fact.id, value="新值", sources=("seed-a",), was=fact.best.value, day=TODAY)
        ((name, text),) = edit.apply(files).items()
        assert text is not None
        document = read_text(text, name)
        assert not document.problems
        before = read_text(files[name], name).data
        assert isinstance(document.data, dict)
        assert isinstance(before, dict)
        facts_after, facts_before = document.data["facts"], before["facts"]
        assert isinstance(facts_after, dict)
        assert isinstance(facts_before, dict)
        assert [key for key in facts_before if facts_before[key] != facts_after[key]] == [fact.key]


def _texts(edit: Several | MarkChecked, files: Files) -> dict[str, str]:
    return {name: text for name, text in edit.apply(files).items() if text is not None}
