"""Fitting the calibration file from labelled questions.

Two signals are enough: the share of known words, the likeness to the nearest phrasing and the length of the question
were tried beside them, and told right from wrong no better on questions kept aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bot.evaluation.questions import OTHER, Labelled
from bot.understanding.calibration import Calibration
from bot.understanding.gates import OUT_OF_SCOPE
from bot.understanding.understander import Understander

# Of a hundred questions, this many may at most be answered wrongly: below it, the more are answered the better
WRONG_LIMIT = 0.065
STEPS = np.arange(0.2, 0.96, 0.01)


@dataclass(frozen=True, slots=True)
class Signal:
    """What the model said of one question, and whether that was right."""

    margin: float
    lead: float
    right: bool
    helps: bool  # a right topic is among the first three in scope
    says_out: bool
    is_out: bool


def signals(questions: Sequence[Labelled], understander: Understander) -> list[Signal]:
    """The signals of the questions that the model decides, not a gate."""
    found = []
    for question in questions:
        understood = understander.understand(question.text)
        if understood.gates:
            continue
        first, second = understood.candidates[0], understood.candidates[1]
        names = question.product not in (None, OTHER)
        right = first.topic in question.topics and (not names or understood.product == question.product)
        in_scope = [one.topic for one in understood.candidates if one.topic != OUT_OF_SCOPE][:3]
        found.append(
            Signal(
                margin=first.margin,
                lead=first.margin - second.margin,
                right=right or (first.topic == OUT_OF_SCOPE and OUT_OF_SCOPE in question.topics),
                helps=bool(set(in_scope) & set(question.topics)),
                says_out=first.topic == OUT_OF_SCOPE,
                is_out=OUT_OF_SCOPE in question.topics,
            )
        )
    return found


def fit(files: Sequence[Sequence[Signal]], start: Calibration) -> Calibration:
    """The calibration that fits: a logistic regression, then the thresholds; each file counts the same.

    ``answer_above`` is the lowest probability at which wrong answers stay within ``WRONG_LIMIT`` of all
    questions; ``clarify_above`` the one below it of greatest utility. What ``start`` says of traffic and
    likeness stays.
    """
    from sklearn.linear_model import LogisticRegression

    found = [one for file in files for one in file]
    weights = [len(found) / (len(files) * len(file)) for file in files for _ in file]
    rows = np.array([[one.margin, one.lead] for one in found])
    machine = LogisticRegression(C=10.0).fit(rows, [one.right for one in found], sample_weight=weights)
    margin, lead = (round(float(value), 4) for value in machine.coef_[0])
    fitted = start.model_copy(
        update={
            "intercept": round(float(machine.intercept_[0]), 4),
            "margin": margin,
            "lead": lead,
            "fitted_on": f"{len(found)} 个带标注的问题，{len(files)} 个文件",
        }
    )
    weighed = [
        (one, fitted.probability(one.margin, one.lead), weight / len(found))
        for one, weight in zip(found, weights, strict=True)
    ]
    answer = next(
        (float(step) for step in STEPS if _wrong(weighed, float(step)) <= WRONG_LIMIT), float(STEPS[-1])
    )
    below = [float(step) for step in STEPS if step <= answer]
    clarify = max(below, key=lambda step: _utility(weighed, answer, step))
    return fitted.model_copy(update={"answer_above": round(answer, 2), "clarify_above": round(clarify, 2)})


# A signal, its probability, and its weight; the weights sum to one
_Weighed: TypeAlias = Sequence[tuple[Signal, float, float]]


def _wrong(weighed: _Weighed, answer: float) -> float:
    return sum(
        weight
        for one, confidence, weight in weighed
        if confidence >= answer and not one.says_out and not one.right
    )


def _utility(weighed: _Weighed, answer: float, clarify: float) -> float:
    """Right answers earn one, helpful questions back a half, wrong answers cost one (``questions.utility``)."""
    worth = 0.0
    for one, confidence, weight in weighed:
        if confidence < clarify or one.says_out:
            worth += weight * one.is_out
        elif confidence >= answer:
            worth += weight if one.right else -weight
        elif one.helps or one.is_out:
            worth += weight / 2
    return worth


def expected_calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """The mean distance between confidence and share of right answers over ``bins`` bins, weighted by size.

    Source: Naeini, Cooper, Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning, AAAI 2015.
    """
    total = 0.0
    for rows in binned(pairs, bins):
        if rows:
            confidence = sum(pair[0] for pair in rows) / len(rows)
            share = sum(pair[1] for pair in rows) / len(rows)
            total += abs(confidence - share) * len(rows)
    return total / len(pairs) if pairs else 0.0


def binned(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> list[list[tuple[float, bool]]]:
    """The pairs of confidence and truth sorted into bins of equal width."""
    found: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, right in pairs:
        found[min(int(confidence * bins), bins - 1)].append((confidence, right))
    return found
