"""Reading amounts, rates, terms and repayment methods out of Chinese questions.

`extract` is the single entry. One idea a module: `numerals` (what number is written), `references` (what only looks like
an expression), `rates`, `terms`, `money`, `methods` (one reader each), `roles` (what an amount is for), `corrections`
(what is taken back), `parser` (the way of a text through the readers), `values` (what comes out), `masking`.
"""

from bot.understanding.expressions.masking import AMOUNT_MASK, RATE_MASK, TERM_MASK, mask_expressions
from bot.understanding.expressions.parser import extract
from bot.understanding.expressions.values import Amount, Expressions, Method, Rate, Reference, Term

__all__ = [
    "AMOUNT_MASK",
    "RATE_MASK",
    "TERM_MASK",
    "Amount",
    "Expressions",
    "Method",
    "Rate",
    "Reference",
    "Term",
    "extract",
    "mask_expressions",
]
