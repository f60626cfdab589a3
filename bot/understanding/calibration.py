"""What a margin is worth: the small fitted file between the model and a decision.

``calibration.json`` is written by ``python -m bot calibrate DIR`` from labelled questions given to it. It holds a
logistic fit (margin, lead over the runner-up → probability of being right) and the
thresholds that follow from what a right answer, a question back and a wrong answer are worth.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

DEFAULT_FILE = Path(__file__).with_name("calibration.json")


class Calibration(BaseModel):
    """The fit; probability = 1 / (1 + exp(-(intercept + Σ coefficient × signal)))."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intercept: float
    margin: float = Field(description="per unit of the best margin")
    lead: float = Field(description="per unit of best margin minus second margin")
    likeness: float = Field(0.0, description="margin that full likeness to a phrasing of a topic adds to it")
    often: float = Field(0.0, description="added to the margin of a topic that is asked often")
    rare: float = Field(0.0, description="added to the margin of a topic that is asked rarely")
    answer_above: float = Field(ge=0, le=1, description="answer where the probability is at least this")
    clarify_above: float = Field(ge=0, le=1, description="ask back where it is at least this, else decline")
    fitted_on: str = Field(description="how many labelled questions, of which kind")

    def probability(self, margin: float, lead: float) -> float:
        """The probability that the best candidate is right.

        >>> fit = Calibration(intercept=0, margin=1, lead=1, answer_above=0.7, clarify_above=0.3,
        ...                   fitted_on="nothing")
        >>> fit.probability(0.0, 0.0)
        0.5
        """
        score = self.intercept + self.margin * margin + self.lead * lead
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))

    @classmethod
    def read(cls, path: Path = DEFAULT_FILE) -> Calibration:
        """Read the fitted file."""
        return cls.model_validate(json.loads(path.read_text(encoding="utf-8")))

    def write(self, path: Path = DEFAULT_FILE) -> None:
        """Write the fitted file."""
        path.write_text(json.dumps(self.model_dump(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
