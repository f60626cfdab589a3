"""What is right, if unusual, passes; and what is only a warning does not block."""
# ruff: noqa: E501 - one edit a line reads as a table

from __future__ import annotations

import datetime as dt

import pytest

from tests.knowledge.conftest import TODAY, Folder

WEILIDAI = "products/weilidai.yaml"
WE2000 = "products/we2000.yaml"
RATE = "topics/interest_rate.yaml"
OVERDUE = "topics/overdue.yaml"

ACCEPTED = [
    ("sample-as-it-is", OVERDUE, "lead: 逾期要付罚息", "lead: 逾期要付罚息"),
    ("idioms", OVERDUE, "lead: 逾期要付罚息", "lead: 第一时间一次性还清，千万别拖到下一期，一般两种办法"),
    ("numbered-steps", OVERDUE, "next: 尽快还上，", "next: |\n      1. 打开页面\n      2. 点还款\n      "),
    ("name-with-digits", OVERDUE, "lead: 逾期要付罚息", "lead: WE2000、360借条 逾期要付罚息"),
    ("title-of-a-document", OVERDUE, "lead: 逾期要付罚息", "lead: 《民法典》和《规定（2020年修正）》都说要付罚息"),
    ("name-reference", OVERDUE, "lead: 逾期要付罚息，", "lead: 关于{we2000.name}，逾期要付罚息，"),
    ("agree-instead", WEILIDAI, "conflict: 旧文章写的是旧口径", "agree: 先后两个时期的口径"),
    ("conflict-that-names-a-rule", WE2000, "fixed_limit: {value: 2000元, sources: [old-article]}", "fixed_limit: {value: 2000元, sources: [old-article], conflict: '和 {rules.court_line} 不是一回事'}"),
    ("conflict-of-a-doubtful-claim", WE2000, "fixed_limit: {value: 2000元, sources: [old-article]}", "fixed_limit: {value: 2000元, sources: [old-article], status: doubtful, conflict: 没有别的来源}"),
    ("marked-contradiction", WE2000, "annual_rate: {value: 14.6%或18.25%, sources: [computed], derived: daily_rate × 365}", "annual_rate: {value: 14.4%, sources: [old-article], conflict: 只对得上一档}"),
    ("outdated-contradiction", WE2000, "annual_rate: {value: 14.6%或18.25%, sources: [computed], derived: daily_rate × 365}", "annual_rate: {value: 14.4%, sources: [old-article], status: outdated}"),
    ("annual-by-360-days", WE2000, "value: 14.6%或18.25%, sources: [computed], derived: daily_rate × 365", "value: 14.4%或18%, sources: [computed], derived: daily_rate × 360"),
    ("open-daily-rate", WE2000, "daily_rate: {value: 0.04%或0.05%, sources: [old-article]}\n  annual_rate: {value: 14.6%或18.25%, sources: [computed], derived: daily_rate × 365}", "daily_rate: {value: 0.04%起, sources: [old-article]}\n  annual_rate: {value: 14.6%–18%, sources: [old-article]}"),
    ("same-value-written-otherwise", WEILIDAI, "credit_limit_max: {value: 20万元, sources: [release-2026-01, old-article]}", "credit_limit_max: {claims: [{value: 20万元, sources: [release-2026-01]}, {value: 200000元, sources: [old-article]}]}"),
    ("traditional-beside-simplified", "phrasings/overdue.yaml", "  - 晚了", "  - 過了日子沒還會咋樣呀\n  - 晚了"),
    ("alias-in-two-spellings", WE2000, "aliases: [微2000]", "aliases: [微2000, we 2000, We2000]"),
    ("must-not-is-must-there", "tests/overdue.yaml", "打哪个电话能找到你们", "有没有热线可以打呀"),
    ("test-of-another-product", "tests/overdue.yaml", "{ask: 没按日子还会有啥后果嘞}", "{ask: 花呗晚还会咋样嘞, product: other}"),
    ("rule-announced", "rules.yaml", "{start: 2017, value: 24%, sources: [agency-2025]}", "{start: 2017, value: 24%, sources: [agency-2025]}\n    - {start: 2027-06-01, value: 20%, sources: [agency-2025]}"),
    ("day-ahead-in-beijing", "sources.yaml", "checked: 2026-10-01", "checked: 2026-11-23"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new"), [case[1:] for case in ACCEPTED], ids=[case[0] for case in ACCEPTED]
)
def test_what_is_right_passes(folder: Folder, file: str, old: str, new: str) -> None:
    folder.edit(file, old, new)
    assert folder.check() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "says"),
    [
        pytest.param(
            "rules.yaml", "until: 2025-05-19", "until: 2025-05-01", ("rules.yaml", 9),
            "2025-05-02 到 2025-05-19 之间没有值", id="gap-between-entries",
        ),
        pytest.param(
            "rules.yaml", "{start: 2017, value", "{start: 2017, until: 2020-08-19, value", (RATE, 10),
            "“{rules.court_line}”今天没有有效的值", id="rule-that-has-ended",
        ),
        pytest.param(
            "sources.yaml", "checked: 2026-10-02", "checked: 2026-01-02", (WEILIDAI, 8),
            "“日利率”上次核对是 2026-01-02，已过 324 天", id="stale-fact",
        ),
        pytest.param(
            "rules.yaml", "topic: interest_rate\n  checked: 2026-10-01\n  entries:\n    - {start: 2017",
            "topic: interest_rate\n  checked: 2026-01-01\n  entries:\n    - {start: 2017", ("rules.yaml", 23),
            "“法院支持的上限”上次核对是 2026-01-01，已过 325 天", id="stale-rule",
        ),
    ],
)  # fmt: skip
def test_a_warning_does_not_block(
    folder: Folder, file: str, old: str, new: str, where: tuple[str, int], says: str
) -> None:
    folder.edit(file, old, new)
    assert folder.errors() == []
    found = [note for note in folder.notes() if (note.file, note.line) == where]
    assert [note.wrong for note in found] == [says] or says in found[0].wrong
    assert str(found[0]).endswith("（提醒）")


def test_staleness_is_a_matter_of_the_day(folder: Folder) -> None:
    assert folder.notes(TODAY) == []
    assert len(folder.notes(TODAY + dt.timedelta(days=3660))) == 16  # every fact with a source, every rule


def test_checking_again_is_said_once(folder: Folder) -> None:
    folder.edit("sources.yaml", "checked: 2026-10-02", "checked: 2026-01-02")
    count = len(folder.notes())
    folder.edit(WEILIDAI, "    conflict: 旧文章", "    checked: 2026-11-01\n    conflict: 旧文章")
    assert len(folder.notes()) == count - 1


@pytest.mark.parametrize(
    ("file", "count"),
    [
        pytest.param(WEILIDAI, 2, id="product"),
        pytest.param("topics/interest_rate.yaml", 2, id="topic"),
        pytest.param("attributes.yaml", 2, id="attributes"),
        pytest.param("sources.yaml", 2, id="sources"),
        pytest.param("rules.yaml", 2, id="rules"),
        pytest.param("words.yaml", 2, id="words"),
        pytest.param("warnings/high_cost.yaml", 2, id="warning"),
        pytest.param("phrasings/overdue.yaml", 1, id="phrasings"),
        pytest.param("tests/overdue.yaml", 1, id="tests"),
    ],
)
def test_one_broken_file_is_told_once(folder: Folder, file: str, count: int) -> None:
    """A file that cannot be read is one mistake, not one for each reference to what is in it."""
    folder.write(file, "[" + folder.text(file))
    errors = folder.errors()
    assert {error.file for error in errors} == {file}
    assert len(errors) <= count
