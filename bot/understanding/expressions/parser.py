"""The way of a text through the readers, from left to right."""

import re
from decimal import Decimal

from bot.understanding.expressions import currencies, money, numerals, rate_forms, term_units, terms
from bot.understanding.expressions.corrections import without_withdrawn
from bot.understanding.expressions.methods import find_methods
from bot.understanding.expressions.money import read_amount
from bot.understanding.expressions.numerals import Numeral
from bot.understanding.expressions.rates import begins_rate_without_period, read_rate, told_alike
from bot.understanding.expressions.references import find_references
from bot.understanding.expressions.roles import assign_roles
from bot.understanding.expressions.source import Source
from bot.understanding.expressions.terms import read_term, without_units_asked
from bot.understanding.expressions.values import Amount, Expressions, Rate, Reference, Term

MAX_CHARACTERS = 4096
"""Characters that are read; what follows is ignored."""

MAX_NUMBERS = 48
"""Numbers that are looked at in one text; the rest of the text is ignored then. It bounds the time, and a question
has hardly ever more than ten."""

_START = re.compile(
    "|".join(
        (
            rate_forms.START,
            terms.VAGUE_START,
            money.VAGUE_START,
            numerals.START.pattern,
            rf"{currencies.BEFORE.pattern}(?=[0-9{numerals.DIGIT_CHARACTERS}十百])",
        )
    )
)
# 12*950: instalments times payment
_PRODUCT = re.compile(
    r"(?<![0-9.*])(?P<left>[0-9]{1,7}(?:\.[0-9]{1,2})?)(?P<left_unit>元|块钱|块|期|个月)? ?[*xX] ?"
    r"(?P<right>[0-9]{1,7}(?:\.[0-9]{1,2})?)(?P<right_unit>元|块钱|块|期|个月)?(?![0-9.*%‰]|小时)"
)
_PERIOD_GAP = re.compile(
    r"(?:的|利息|利率|利|息|费率|手续费|服务费|罚息|罚|大概|要|收|按|就是|就|是|得|才|只要|只|算|给|下来|超过|不到|合计?|折合"
    r"|差不多|将近|快|都|，|,|:|：| ){0,4}"
)
_LENDING = re.compile(r"(?:借|贷|用|存|放|分|期限|为期)(?:了|个|满|它|成)?$")


def extract(text: str) -> Expressions:
    """Read the amounts, rates, terms and repayment methods of a cleaned text; never raises.

    >>> found = extract("借1万分12期，日息万五")
    >>> [str(amount.value) for amount in found.amounts], [str(term.value) for term in found.terms]
    (['10000'], ['12'])
    >>> found.to_json()["rates"]
    [{'value_percent': '0.05', 'period': 'day', 'role': 'interest'}]
    """
    text = text[:MAX_CHARACTERS]
    references = find_references(text)
    if _START.search(text) is None:
        # Most questions have no number at all
        return Expressions((), (), (), tuple(find_methods(text)), tuple(references))
    return _Parser(text, references).parse()


class _Parser:
    def __init__(self, text: str, references: list[Reference]) -> None:
        self.text = text
        self.references = references
        self.source = Source(text, self.references)
        self.amounts: list[Amount] = []
        self.rates: list[Rate] = []
        self.terms: list[Term] = []
        self.dates: list[Reference] = []

    def parse(self) -> Expressions:
        position = 0
        for _ in range(MAX_NUMBERS):
            match = _START.search(self.text, position)
            if match is None:
                break
            start = match.start()
            end = self.source.reference_end(start)
            position = end if end is not None else self._read(start)
        methods = find_methods(self.text)
        amounts = without_withdrawn(self.text, self.amounts)
        rates = told_alike(self.text, without_withdrawn(self.text, self.rates))
        terms = without_units_asked(self.text, without_withdrawn(self.text, self.terms))
        loan_text = bool(terms or rates or methods)
        return Expressions(
            tuple(assign_roles(self.text, amounts, rates, loan_text=loan_text)),
            tuple(rates),
            tuple(terms),
            tuple(methods),
            tuple(sorted([*self.references, *self.dates], key=lambda reference: reference.start)),
        )

    def _read(self, start: int) -> int:
        """Read what begins at ``start``; where to go on."""
        product = _PRODUCT.match(self.text, start)
        if product is not None and self._product(product):
            return product.end()
        candidates = self._candidates(start)
        rate = read_rate(self.source, start, candidates)
        if rate is not None:
            return self._keep(rate, self.rates)
        term = read_term(self.source, start, candidates)
        if isinstance(term, Reference):
            self.dates.append(term)
            return term.end
        if term is not None:
            if self._is_period(term):
                return term.end
            return self._keep(term, self.terms)
        amount = read_amount(self.source, start, candidates)
        if amount is not None:
            return self._keep(amount, self.amounts)
        return max([start + 1, *(numeral.end for numeral in candidates)])

    def _candidates(self, start: int) -> list[Numeral]:
        """The numerals that begin here and do not run into a reference."""
        limit = self.source.next_reference(start)
        return [numeral for numeral in self.source.readings(start) if numeral.end <= limit]

    def _keep(self, item: "Amount | Rate | Term", items: "list[Amount] | list[Rate] | list[Term]") -> int:
        items.append(item)  # type: ignore[arg-type]
        if not (isinstance(item, Rate) and item.role == "discount"):
            # 每期费率打7折后0.43%: what stands before a discount is said of what comes after it too
            self.source.passed(item)
        return item.end

    def _is_period(self, term: Term) -> bool:
        """一天0.05%, 一年18个点: the period of a rate, unless the loan is said to last that long (借一年5%)."""
        if term.value != 1 or term.unit == "week" or term.approx is not None:
            return False
        gap = _PERIOD_GAP.match(self.text, term.end)
        if gap is None or _LENDING.search(self.source.before(term.start, 4)) or "，" in gap.group():
            return False
        return begins_rate_without_period(self.source, gap.end())

    def _product(self, match: re.Match[str]) -> bool:
        """12*950, 950×12期: the number of instalments and the payment."""
        sides = [
            (match.group(side), match.group(f"{side}_unit"), match.span(side)) for side in ("left", "right")
        ]
        counts = [side for side in sides if side[1] in ("期", "个月")] or [
            side for side in sides if side[1] is None and "." not in side[0] and 2 <= int(side[0]) <= 60
        ]
        if not counts:
            return False
        count = counts[0]
        payment = sides[1] if count is sides[0] else sides[0]
        if payment[1] in ("期", "个月") or Decimal(payment[0]) <= 60 or "." in count[0]:
            return False
        unit_end = match.end(f"{'left' if count is sides[0] else 'right'}_unit")
        value = Decimal(count[0])
        if value > term_units.LONGEST["instalment"]:
            return False
        term = Term(
            count[2][0],
            max(unit_end, count[2][1]),
            value,
            value,
            "month" if count[1] == "个月" else "instalment",
        )
        amount = Amount(*payment[2], Decimal(payment[0]), Decimal(payment[0]), role="payment")
        self.terms.append(term)
        self.amounts.append(amount)
        self.source.passed(amount if amount.end == match.end() else term)
        return True
