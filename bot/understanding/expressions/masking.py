"""Replacing expressions by placeholders, so that the topic of a text can be told apart from its figures."""

from bot.understanding.expressions.values import Amount, Expressions, Rate, Term

AMOUNT_MASK = "￥"
"""Stands for an amount. Like the other two a full-width sign, which cleaning always folds to its narrow form: no
cleaned text holds it by itself."""

RATE_MASK = "％"
"""Stands for a rate."""

TERM_MASK = "＃"
"""Stands for a term."""


def mask_expressions(text: str, expressions: Expressions) -> str:
    """The text with each amount, rate and term replaced by one character.

    >>> from bot.understanding.expressions import extract
    >>> question = "借1万2分12期，日息万四"
    >>> mask_expressions(question, extract(question))
    '借￥分＃，日息％'
    """
    pieces: list[str] = []
    end = 0
    items: list[Amount | Rate | Term] = [*expressions.amounts, *expressions.rates, *expressions.terms]
    for item in sorted(items, key=lambda item: item.start):
        mask = AMOUNT_MASK if isinstance(item, Amount) else RATE_MASK if isinstance(item, Rate) else TERM_MASK
        pieces += (text[end : item.start], mask)
        end = item.end
    return "".join([*pieces, text[end:]])
