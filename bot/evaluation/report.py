"""The report a moderator reads before publishing: scores, confusions, reliability, and what changed."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.evaluation.calibrating import binned, expected_calibration_error
from bot.evaluation.questions import EvaluationError, Labelled, Verdict, judge, utility

NAMES = {
    Verdict.CORRECT: "答对",
    Verdict.ASSISTED: "反问帮上",
    Verdict.DECLINED: "没答",
    Verdict.WRONG: "答错",
}


@dataclass(frozen=True, slots=True)
class Result:
    """One labelled question and how it ended."""

    question: Labelled
    verdict: Verdict
    kind: str
    topic: str | None
    product: str | None
    best: str | None  # the likeliest topic, whether or not it was answered
    confidence: float


@dataclass(frozen=True, slots=True)
class FileReport:
    """The results of one file."""

    name: str
    results: tuple[Result, ...]

    @property
    def counts(self) -> Counter[Verdict]:
        """How many questions ended in each way."""
        return Counter(result.verdict for result in self.results)

    def line(self) -> str:
        """The summary in one line."""
        total = len(self.results) or 1
        shares = "  ".join(f"{NAMES[one]} {self.counts[one] / total:.3f}" for one in Verdict)
        return f"{self.name}: {len(self.results)} 问  {shares}  效用 {utility(dict(self.counts)):.3f}"


def run(name: str, questions: Sequence[Labelled], assistant: Assistant) -> FileReport:
    """Ask every question, each in a conversation of its own, the way a channel asks."""
    results = []
    for question in questions:
        reply, _ = assistant.answer(Question(question.text), Conversation())
        understood = assistant.understander.understand(question.text)
        results.append(
            Result(
                question=question,
                verdict=judge(question, reply.kind, reply.topic, reply.product, reply.suggestions),
                kind=reply.kind.value,
                topic=reply.topic,
                product=reply.product,
                best=understood.topic,
                confidence=understood.confidence,
            )
        )
    return FileReport(name, tuple(results))


def text(reports: Sequence[FileReport], most: int = 20, wrong: int = 0) -> Iterable[str]:
    """The report, line by line."""
    for report in reports:
        yield report.line()
    everything = [result for report in reports for result in report.results]
    yield ""
    yield "按主题（标注的第一个主题）"
    by_topic: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for result in everything:
        by_topic[result.question.topics[0]][result.verdict] += 1
    for topic, counts in sorted(by_topic.items(), key=lambda pair: -sum(pair[1].values())):
        total = sum(counts.values())
        yield f"  {topic:24s} {total:4d}  " + "  ".join(
            f"{NAMES[one]} {counts[one] / total:4.0%}" for one in Verdict
        )
    yield ""
    yield "最常弄混的（应是 → 当成）"
    confused = Counter(
        (result.question.topics[0], result.best)
        for result in everything
        if result.best not in result.question.topics
    )
    for (gold, taken), count in confused.most_common(most):
        yield f"  {count:3d}  {gold} → {taken}"
    yield ""
    yield "把握准不准（说有多少把握，实际对多少）"
    pairs = [(result.confidence, result.best in result.question.topics) for result in everything]
    for number, rows in enumerate(binned(pairs)):
        if rows:
            said = sum(pair[0] for pair in rows) / len(rows)
            right = sum(pair[1] for pair in rows) / len(rows)
            yield f"  {number / 10:.1f}–{(number + 1) / 10:.1f}  {len(rows):4d} 问  说 {said:.2f}  实际 {right:.2f}"
    yield f"  平均偏差（ECE） {expected_calibration_error(pairs):.3f}"
    bad = [result for result in everything if result.verdict is Verdict.WRONG][:wrong]
    if bad:
        yield ""
        yield "答错的"
        for result in bad:
            yield f"  {result.question.text}  应是 {'、'.join(result.question.topics)}，答成 {result.topic}/{result.product}"


def save(reports: Sequence[FileReport], file: Path) -> None:
    """Keep a run to compare a later one with; question ids and verdicts only, never their text."""
    held = {
        report.name: {one.question.id: [one.verdict.value, one.topic, one.product] for one in report.results}
        for report in reports
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(held, ensure_ascii=False, indent=0), encoding="utf-8")


def changes(reports: Sequence[FileReport], file: Path) -> Iterable[str]:
    """What ended otherwise than in the run that ``file`` holds."""
    try:
        before = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise EvaluationError(f"{file} 不是保存过的评测结果（用 --save 保存）") from None
    better: list[str] = []
    worse: list[str] = []
    order = [Verdict.WRONG, Verdict.DECLINED, Verdict.ASSISTED, Verdict.CORRECT]
    for report in reports:
        for result in report.results:
            held = before.get(report.name, {}).get(result.question.id)
            if held is None or held[0] == result.verdict.value:
                continue
            line = f"  {result.question.text}  {NAMES[Verdict(held[0])]} → {NAMES[result.verdict]}（{held[1]} → {result.topic}）"
            (better if order.index(result.verdict) > order.index(Verdict(held[0])) else worse).append(line)
    yield f"和保存的那次比：变好 {len(better)}，变差 {len(worse)}"
    yield from (["变差的", *worse] if worse else [])
    yield from (["变好的", *better] if better else [])
