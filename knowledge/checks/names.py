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


# Two characters of a sound stand side by side by chance (界碑 sounds like 借呗); three hardly ever do
SHORTEST_SPOKEN = 3


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


def lookalikes(scope: Scope) -> Iterator[Problem]:
    """What looks like a product's name holds none, or is the name of a product: then it does nothing or too much."""
    owners = {simplified(name): owner for _, _, name, owner, _ in _names(scope)}
    for product in scope.knowledge.products.values():
        own = [simplified(name) for name in (product.name, *product.aliases)]
        for index, text in enumerate(product.lookalikes):
            key, place = simplified(text), ("lookalikes", index)
            if key in owners:
                yield scope.problem(
                    product.file, place, f"“{text}”就是“{owners[key]}”的名字", "名字和不算名字的话只能选一样"
                )
            elif not any(name in key for name in own):
                yield scope.problem(
                    product.file,
                    place,
                    f"“{text}”里没有“{product.name}”的名字",
                    "只有含有名字的话才会认错，请删掉或改对",
                    "没有钱花",
                )


def sounds(scope: Scope) -> Iterator[Problem]:
    """A name known by its sound that is no product's, is short, or has a character without others of its sound."""
    words = scope.knowledge.words
    names = {simplified(name) for name, _ in scope.knowledge.product_names()}
    group_of: dict[str, int] = {}
    for index, group in enumerate(words.sounds):
        for character in group:
            if group_of.setdefault(character, index) != index:
                yield scope.problem(
                    WORDS, ("sounds", index), f"“{character}”在两组同音字里", "一个字只能属于一组，请留一处"
                )
    for index, name in enumerate(words.spoken):
        place = ("spoken", index)
        silent = [character for character in name if character not in group_of]
        if simplified(name) not in names:
            yield scope.problem(WORDS, place, f"“{name}”不是哪个产品的名字", "请先写进产品的 name 或 aliases")
        elif len(name) < SHORTEST_SPOKEN:
            yield scope.problem(
                WORDS, place, f"“{name}”太短", "两个字的读音平常话里也会碰巧有，至少三个字", "微粒贷"
            )
        elif silent:
            yield scope.problem(
                WORDS, place, f"“{name}”里的“{silent[0]}”没有同音字", "请在 sounds 里给它加一组", "- 贷代带袋"
            )


def made(scope: Scope) -> Iterator[Problem]:
    """Makers without kinds, or kinds without makers, make no name."""
    for name, other in scope.knowledge.words.others.items():
        if bool(other.makers) != bool(other.kinds):
            has, lacks = ("makers", "kinds") if other.makers else ("kinds", "makers")
            yield scope.problem(
                WORDS, ("others", name, has), f"“{name}”只写了 {has}", f"还要写 {lacks}，两样接起来才是名字"
            )


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
