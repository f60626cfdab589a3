"""Misspellings lead to one right spelling, in one step."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checks.scope import Scope
from knowledge.loader import WORDS
from knowledge.problems import Problem


def typos(scope: Scope) -> Iterator[Problem]:
    """A misspelling that stands for two words, for itself, or for a misspelling; or that is one character."""
    corrections = scope.knowledge.words.typos
    first: dict[str, str] = {}
    for right, wrongs in corrections.items():
        for index, wrong in enumerate(wrongs):
            place = ("typos", right, index)
            if len(wrong) < 2:
                yield scope.problem(WORDS, place, f"错写“{wrong}”太短", "一个字会误伤正常的词")
            elif wrong == right:
                yield scope.problem(WORDS, place, f"“{wrong}”的错写就是它自己", "请删掉")
            elif wrong in corrections:
                yield scope.problem(
                    WORDS,
                    place,
                    f"“{wrong}”又当错写又当正确写法",
                    "改来改去不会停，请只留一边",
                    "到账: [道账]",
                )
            elif first.setdefault(wrong, right) != right:
                yield scope.problem(
                    WORDS,
                    place,
                    f"错写“{wrong}”对着两个词（{first[wrong]}、{right}）",
                    "一个错写只能改成一个词",
                )
            elif wrongs.index(wrong) != index:
                yield scope.problem(WORDS, place, f"错写“{wrong}”写了两次", "请删掉一个")
            elif any(other in right for other in wrongs):
                inner = next(other for other in wrongs if other in right)
                if inner == wrong:
                    yield scope.problem(
                        WORDS, place, f"错写“{wrong}”是正确写法“{right}”的一部分", "改了还会再改，请删掉"
                    )
