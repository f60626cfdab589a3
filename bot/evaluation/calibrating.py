"""Fitting the calibration file from labelled questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.evaluation.questions import OTHER, Labelled
from bot.understanding.calibration import Calibration
from bot.understanding.gates import OUT_OF_SCOPE
from bot.understanding.understander import Understander

# Of a hundred questions, this many may at most be answered wrongly: below it, the more are answered the better
WRONG_LIMIT = 0.06
STEPS = np.arange(0.2, 0.96, 0.01)


@dataclass(frozen=True, slots=True)
class Signal:
    """What the model said of one question, and whether that was right."""

    margin: float
    lead: float
    known: float
    near: float
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
                known=understood.known,
                near=understood.near,
                right=right or (first.topic == OUT_OF_SCOPE and OUT_OF_SCOPE in question.topics),
                helps=bool(set(in_scope) & set(question.topics)),
                says_out=first.topic == OUT_OF_SCOPE,
                is_out=OUT_OF_SCOPE in question.topics,
            )
        )
    return found


def fit(found: Sequence[Signal], start: Calibration) -> Calibration:
    """The calibration that fits: a logistic regression, then the thresholds.

    ``answer_above`` is the lowest probability at which wrong answers stay within ``WRONG_LIMIT`` of all
    questions; ``clarify_above`` the one below it of greatest utility. What ``start`` says of traffic stays.
    """
    from sklearn.linear_model import LogisticRegression

    rows = np.array([[one.margin, one.lead, one.known, one.near] for one in found])
    machine = LogisticRegression(C=10.0).fit(rows, [one.right for one in found])
    margin, lead, known, near = (round(float(value), 4) for value in machine.coef_[0])
    fitted = start.model_copy(
        update={
            "intercept": round(float(machine.intercept_[0]), 4),
            "margin": margin,
            "lead": lead,
            "known": known,
            "near": near,
            "fitted_on": f"{len(found)} 个带标注的问题",
        }
    )
    sure = [fitted.probability(one.margin, one.lead, one.known, one.near) for one in found]
    answer = next(
        (float(step) for step in STEPS if _wrong(found, sure, float(step)) <= WRONG_LIMIT), float(STEPS[-1])
    )
    below = [float(step) for step in STEPS if step <= answer]
    clarify = max(below, key=lambda step: _utility(found, sure, answer, step))
    return fitted.model_copy(update={"answer_above": round(answer, 2), "clarify_above": round(clarify, 2)})


def _wrong(found: Sequence[Signal], sure: Sequence[float], answer: float) -> float:
    wrong = sum(
        confidence >= answer and not one.says_out and not one.right
        for one, confidence in zip(found, sure, strict=True)
    )
    return wrong / len(found)


def _utility(found: Sequence[Signal], sure: Sequence[float], answer: float, clarify: float) -> float:
    """Right answers earn one, helpful questions back a half, wrong answers cost one (``questions.utility``)."""
    worth = 0.0
    for one, confidence in zip(found, sure, strict=True):
        if confidence < clarify or one.says_out:
            worth += one.is_out
        elif confidence >= answer:
            worth += 1.0 if one.right else -1.0
        elif one.helps or one.is_out:
            worth += 0.5
    return worth / len(found)


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
