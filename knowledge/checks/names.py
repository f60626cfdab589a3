"""A product is known by its names: each belongs to one product and is no ordinary word."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checks.scope import Scope
from knowledge.document import Place
from knowledge.likeness import simplified
from knowledge.loader import WORDS
from knowledge.problems import Problem

# Words that people use without meaning any one product
ORDINARY = frozenset(
    """
    借款 贷款 借钱 还款 还钱 利息 利率 额度 分期 微信 支付宝 京东 百度 腾讯 钱包 银行 银行卡 信用 征信
    平台 客服 手机 电话 零钱 账单 逾期 提前还款 app
    """.split()  # noqa: SIM905 - easier to read and to add to
)


def aliases(scope: Scope) -> Iterator[Problem]:
    """A name that two products share or that is written twice, or one too short or ordinary to go by.

    A product may have a name in several spellings (WE2000, we 2000, traditional characters).
    """
    written: set[tuple[str, str]] = set()
    first: dict[str, tuple[str, str]] = {}
    for file, place, name, owner, is_alias in _names(scope):
        key = simplified(name)
        if len(key) < 2:
            yield scope.problem(file, place, f"“{name}”太短", "一个字到处都有，名字至少两个字", "微粒代")
            continue
        if is_alias and file != WORDS and key in ORDINARY:
            yield scope.problem(
                file, place, f"“{name}”是平常的词", "这个词不一定说的是这个产品，请删掉", "微信微粒贷"
            )
        here = f"{file} 第 {_line(scope, file, place)} 行"
        other, where = first.setdefault(key, (owner, here))
        if other != owner:
            yield scope.problem(
                file, place, f"“{name}”也是“{other}”的名字（{where}）", "一个名字只能属于一个产品"
            )
        elif (owner, name) in written:
            yield scope.problem(file, place, f"“{name}”写了两次", "请删掉一个")
        written.add((owner, name))


def _names(scope: Scope) -> Iterator[tuple[str, Place, str, str, bool]]:
    for product in scope.knowledge.products.values():
        yield product.file, ("name",), product.name, product.name, False
        for index, alias in enumerate(product.aliases):
            yield product.file, ("aliases", index), alias, product.name, True
    for name, other in scope.knowledge.words.others.items():
        yield WORDS, ("others", name), name, name, False
        for index, alias in enumerate(other.aliases):
            yield WORDS, ("others", name, "aliases", index), alias, name, True
        for made in other.made:
            yield WORDS, ("others", name, "makers"), made, name, True


def _line(scope: Scope, file: str, place: Place) -> int:
    return scope.knowledge.documents[file].line(place)
