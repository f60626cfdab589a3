"""How much one person or one chat may ask for: a kind word the first time it is too much, then silence."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum

# Whoever was quiet for long has a full allowance anyway, so the longest quiet may be forgotten
_REMEMBERED = 20_000


class Verdict(Enum):
    """What to do with a request."""

    ALLOW = "allow"
    WARN = "warn"  # the first that is too much: say so
    IGNORE = "ignore"  # those after it: say nothing


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in a period, all at once if need be; 0 means no limit."""

    count: int
    period: dt.timedelta


@dataclass(slots=True)
class _Allowance:
    left: float
    at: dt.datetime
    is_warned: bool = False


class Limit:
    """An allowance for each key that fills again evenly.

    >>> noon = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    >>> limit = Limit(Rate(2, dt.timedelta(minutes=1)))
    >>> [limit.ask(7, noon).value for _ in range(4)]
    ['allow', 'allow', 'warn', 'ignore']
    >>> limit.ask(7, noon + dt.timedelta(seconds=30)).value
    'allow'
    """

    def __init__(self, rate: Rate, remembered: int = _REMEMBERED) -> None:
        self._rate = rate
        self._remembered = remembered
        self._allowances: OrderedDict[Hashable, _Allowance] = OrderedDict()

    def ask(self, key: Hashable, at: dt.datetime) -> Verdict:
        """Take one from the allowance of ``key``.

        Args:
            at: when it was asked, which for a message that waited long is when it was written.
        """
        if not self._rate.count:
            return Verdict.ALLOW
        allowance = self._allowances.get(key)
        if allowance is None:
            allowance = self._allowances[key] = _Allowance(float(self._rate.count), at)
            if len(self._allowances) > self._remembered:
                self._allowances.popitem(last=False)
        else:
            self._allowances.move_to_end(key)
            passed = max(at - allowance.at, dt.timedelta(0))
            gained = self._rate.count * (passed / self._rate.period)
            allowance.left = min(allowance.left + gained, float(self._rate.count))
            allowance.at = max(at, allowance.at)
        if allowance.left >= 1:
            allowance.left -= 1
            allowance.is_warned = False
            return Verdict.ALLOW
        if allowance.is_warned:
            return Verdict.IGNORE
        allowance.is_warned = True
        return Verdict.WARN


_MINUTE = dt.timedelta(minutes=1)
_HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rates:
    """The limits an operator may set.

    Attributes:
        person: questions and presses of one person.
        chat: those of everybody in one group; Telegram itself lets a bot say about 20 things a minute there.
        files: pictures and files made for one person.
        inline: inline queries of one person, which are one for each letter typed.
    """

    person: Rate = Rate(30, _MINUTE)
    chat: Rate = Rate(20, _MINUTE)
    files: Rate = Rate(20, _HOUR)
    inline: Rate = Rate(120, _MINUTE)

    @classmethod
    def of(cls, person_a_minute: int, chat_a_minute: int, files_an_hour: int) -> Rates:
        """From plain numbers; 0 means no limit."""
        return cls(Rate(person_a_minute, _MINUTE), Rate(chat_a_minute, _MINUTE), Rate(files_an_hour, _HOUR))


class Limits:
    """The limits of one process.

    They are kept in memory: replicas count each for themselves, so that several allow somewhat more. A chat mostly
    stays with one.

    Args:
        refused: is told of each refusal by which limit it was.
    """

    def __init__(self, rates: Rates = Rates(), refused: Callable[[str], None] = lambda limit: None) -> None:
        self._refused = refused
        self._person = Limit(rates.person)
        self._chat = Limit(rates.chat)
        self._files = Limit(rates.files)
        self._inline = Limit(rates.inline)

    def question(self, person: int, chat: int, at: dt.datetime) -> Verdict:
        """A question or a press of somebody in a chat; groups have a limit of their own."""
        verdict = self._ask("person", self._person, person, at)
        if verdict is not Verdict.ALLOW or chat == person:
            return verdict
        return self._ask("chat", self._chat, chat, at)

    def inline(self, person: int, at: dt.datetime) -> Verdict:
        """An inline query of somebody."""
        return self._ask("inline", self._inline, person, at)

    def file(self, person: int, at: dt.datetime) -> Verdict:
        """A picture or file for somebody."""
        return self._ask("files", self._files, person, at)

    def _ask(self, name: str, limit: Limit, key: int, at: dt.datetime) -> Verdict:
        verdict = limit.ask(key, at)
        if verdict is not Verdict.ALLOW:
            self._refused(name)
        return verdict
