"""Answers of the server that are not "ok"."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 -- it is an answer, not a fault
    """A request that Telegram refuses; becomes the HTTP answer."""

    def __init__(self, code: int, description: str, parameters: dict[str, object] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(description: str) -> Refusal:
    """A 400, worded as Telegram words it."""
    return Refusal(400, f"Bad Request: {description}")
