"""Rules beside the model: what no similarity may overrule.

Each gate says in ``Gate`` what it did, so that ``explain`` can show it.
"""

from __future__ import annotations

from bot.understanding.features import Prepared
from bot.understanding.understanding import Candidate, Gate

OUT_OF_SCOPE = "out_of_scope"
_CERTAIN = 2.0  # a margin no question reaches by similarity


def apply_gates(
    candidates: list[Candidate], prepared: Prepared, *, other: str | None, exact: str | None
) -> tuple[list[Candidate], list[Gate]]:
    """The candidates after every gate, and what each gate that spoke did."""
    if other is not None:
        return _first(candidates, OUT_OF_SCOPE), [Gate("other_product", f"资料里没有“{other}”")]
    if exact is not None:
        return _first(candidates, exact), [Gate("exact", f"与 {exact} 的一种说法完全相同")]
    return candidates, []


def _first(candidates: list[Candidate], topic: str) -> list[Candidate]:
    return [Candidate(topic, _CERTAIN), *(one for one in candidates if one.topic != topic)]
