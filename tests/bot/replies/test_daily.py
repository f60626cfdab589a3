"""What is worked out once a day is kept for that day and no longer."""

from __future__ import annotations

import datetime as dt

from bot.replies.daily import Daily

TODAY = dt.date(2026, 11, 28)
TOMORROW = TODAY + dt.timedelta(days=1)


def test_worked_out_once_a_day_and_forgotten_with_it() -> None:
    worked: list[tuple[str, dt.date]] = []

    def work(key: str, today: dt.date) -> str:
        worked.append((key, today))
        return f"{key} {today}"

    daily = Daily(work)
    assert [daily(key, TODAY) for key in "aba"] == [f"a {TODAY}", f"b {TODAY}", f"a {TODAY}"]
    assert worked == [("a", TODAY), ("b", TODAY)]
    assert daily("a", TOMORROW) == f"a {TOMORROW}"
    assert daily("a", TODAY) == f"a {TODAY}"
    assert worked == [("a", TODAY), ("b", TODAY), ("a", TOMORROW), ("a", TODAY)]
