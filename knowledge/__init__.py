"""What the assistant knows: facts with their sources, dated rules, topics, phrasings, warnings and words.

For whoever answers questions::

    knowledge = open_knowledge(folder)          # checked; raises KnowledgeError with every problem in Chinese
    answer = knowledge.topics["overdue"].answers["general"]
    shown = render_answer(answer, knowledge, today)
    shown.lead, shown.why, shown.next           # values in place of references, ※ behind what is not verified
    shown.conflicts, shown.unknowns             # a sentence each: what sources say differently, or do not say
    shown.source_lines, shown.staleness         # who says so (never a reprint's link), and how old it is
    shown.facts, shown.rules, shown.sources     # ids
    render(warning.text, knowledge, today)      # any other prose: warnings, channels, what a rule says

For whoever changes knowledge: ``load`` and ``check`` never raise; what is wrong comes back as ``Problem``
values with file, line and a way out. ``changes`` says what differs between two snapshots, ``facts_report``
lists every fact, ``try_questions`` runs the test questions.
"""

from knowledge.base import Knowledge, KnownFact
from knowledge.checks import check
from knowledge.diff import Change, changes
from knowledge.loader import DEFAULT_CONTENT, Loaded, load
from knowledge.models import Answer, Claim, Product, Rule, RuleEntry, Source, Status, Topic, Warning
from knowledge.opening import beijing_today, open_knowledge
from knowledge.problems import KnowledgeError, Problem, Severity
from knowledge.references import KnownRule, known_rule
from knowledge.rendering import (
    UNVERIFIED_LEGEND,
    UNVERIFIED_MARK,
    Rendered,
    RenderedAnswer,
    conflict_sentence,
    is_certain,
    known_facts,
    known_rules,
    render,
    render_answer,
    source_ids,
    source_lines,
    staleness_line,
    unknown_sentence,
)
from knowledge.report import facts_report
from knowledge.revisions import RevisionError, load_revision
from knowledge.trial import Trial, try_questions
from knowledge.values import Kind, Value, ValueFormatError, parse_value

__all__ = [
    "DEFAULT_CONTENT",
    "UNVERIFIED_LEGEND",
    "UNVERIFIED_MARK",
    "Answer",
    "Change",
    "Claim",
    "Kind",
    "Knowledge",
    "KnowledgeError",
    "KnownFact",
    "KnownRule",
    "Loaded",
    "Problem",
    "Product",
    "Rendered",
    "RenderedAnswer",
    "RevisionError",
    "Rule",
    "RuleEntry",
    "Severity",
    "Source",
    "Status",
    "Topic",
    "Trial",
    "Value",
    "ValueFormatError",
    "Warning",
    "beijing_today",
    "changes",
    "check",
    "conflict_sentence",
    "facts_report",
    "is_certain",
    "known_facts",
    "known_rule",
    "known_rules",
    "load",
    "load_revision",
    "open_knowledge",
    "parse_value",
    "render",
    "render_answer",
    "source_ids",
    "source_lines",
    "staleness_line",
    "try_questions",
    "unknown_sentence",
]
