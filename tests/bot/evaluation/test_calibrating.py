"""Fitting: probabilities that hold, thresholds that keep wrong answers rare."""

from __future__ import annotations

import random

import pytest

from bot.evaluation.calibrating import WRONG_LIMIT, Signal, expected_calibration_error, fit
from bot.understanding.calibration import Calibration


def _signals(count: int, seed: int) -> list[Signal]:
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        margin = chance.uniform(-1, 2)
        right = chance.random() < 1 / (1 + 2.718281828 ** (-2.5 * margin))
        found.append(Signal(margin, abs(margin) / 2, right, True, False, False))
    return found


@pytest.fixture(scope="module")
def fitted() -> Calibration:
    return fit([_signals(1500, 1), _signals(500, 4)], Calibration.read())


def test_probabilities_hold_on_other_signals(fitted: Calibration) -> None:
    pairs = [(fitted.probability(s.margin, s.lead), s.right) for s in _signals(2000, 2)]
    assert expected_calibration_error(pairs) < 0.05


def test_wrong_answers_stay_within_the_limit(fitted: Calibration) -> None:
    others = _signals(2000, 3)
    wrong = sum(fitted.probability(s.margin, s.lead) >= fitted.answer_above and not s.right for s in others)
    assert wrong / len(others) < WRONG_LIMIT * 1.3


def test_what_is_said_of_traffic_stays(fitted: Calibration) -> None:
    held = Calibration.read()
    assert (fitted.often, fitted.rare, fitted.likeness) == (held.often, held.rare, held.likeness)


@pytest.mark.parametrize(
    ("pairs", "error"),
    [
        ([(0.9, True)] * 9 + [(0.9, False)], 0.0),
        ([(0.9, False)] * 10, 0.9),
        ([(1.0, True), (0.0, False)], 0.0),
        ([], 0.0),
    ],
    ids=["nine in ten", "never right", "ends", "nothing"],
)
def test_expected_calibration_error(pairs: list[tuple[float, bool]], error: float) -> None:
    assert expected_calibration_error(pairs) == pytest.approx(error)
