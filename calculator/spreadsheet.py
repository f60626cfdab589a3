"""The spreadsheet's financial functions in exact Decimal arithmetic.

Sign convention of spreadsheets: money received is positive, money paid negative. Rates are fractions a
period. All solve one equation (numpy-financial and the OpenDocument specification state it alike):

    fv + pv·(1+r)^n + pmt·(1 + r·type)·((1+r)^n − 1)/r = 0        r ≠ 0
    fv + pv + pmt·n = 0                                             r = 0

``type`` (here ``due``) is 1 where payments are at the start of a period. Tests hold the functions to values
that Microsoft, LibreOffice, numpy-financial and PhpSpreadsheet publish.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from .decimals import ONE, ZERO, exact, tidy
from .errors import InputError, NoSolutionError
from .irr import irr as irr_of

_MAX_PERIODS = 5000


@exact
def pmt(rate: Decimal, nper: int, pv: Decimal, fv: Decimal = ZERO, due: int = 0) -> Decimal:
    """Level payment of a period.

    >>> round(pmt(Decimal("0.01"), 12, Decimal(10000)), 2)
    Decimal('-888.49')
    """
    _check(rate, nper)
    if rate == 0:
        return -(fv + pv) / nper
    growth = (ONE + rate) ** nper
    return -(fv + pv * growth) * rate / ((ONE + rate * due) * (growth - ONE))


@exact
def fv(rate: Decimal, nper: int, pmt: Decimal, pv: Decimal = ZERO, due: int = 0) -> Decimal:
    """Future value after ``nper`` payments.

    >>> fv(Decimal("0.1"), 2, Decimal(0), Decimal(-100))
    Decimal('121.00')
    """
    if rate == 0:
        return -(pv + pmt * nper)
    growth = (ONE + rate) ** nper
    return -(pv * growth + pmt * (ONE + rate * due) * (growth - ONE) / rate)


@exact
def ipmt(rate: Decimal, per: int, nper: int, pv: Decimal, fv_: Decimal = ZERO, due: int = 0) -> Decimal:
    """Interest part of payment ``per`` (1 … nper).

    >>> round(ipmt(Decimal("0.01"), 1, 12, Decimal(10000)), 2)
    Decimal('-100.00')
    """
    _check_period(per, nper)
    payment = pmt(rate, nper, pv, fv_, due)
    if due and per == 1:
        return ZERO
    owed = fv(rate, per - 1, payment, pv, due)
    # with payments at the start, the interest was already discounted by one period
    return owed * rate / (ONE + rate) if due else owed * rate


@exact
def ppmt(rate: Decimal, per: int, nper: int, pv: Decimal, fv_: Decimal = ZERO, due: int = 0) -> Decimal:
    """Principal part of payment ``per``: the payment less its interest.

    >>> round(ppmt(Decimal("0.01"), 1, 12, Decimal(10000)), 2)
    Decimal('-788.49')
    """
    return pmt(rate, nper, pv, fv_, due) - ipmt(rate, per, nper, pv, fv_, due)


@exact
def cumipmt(rate: Decimal, nper: int, pv: Decimal, start: int, end: int, due: int = 0) -> Decimal:
    """Interest paid from period ``start`` to ``end``, both included.

    >>> round(cumipmt(Decimal("0.01"), 12, Decimal(10000), 1, 12), 2)
    Decimal('-661.85')
    """
    _check_period(start, nper)
    _check_period(end, nper, start)
    return sum((ipmt(rate, k, nper, pv, ZERO, due) for k in range(start, end + 1)), ZERO)


@exact
def cumprinc(rate: Decimal, nper: int, pv: Decimal, start: int, end: int, due: int = 0) -> Decimal:
    """Principal paid from period ``start`` to ``end``, both included.

    >>> round(cumprinc(Decimal("0.01"), 12, Decimal(10000), 1, 12), 2)
    Decimal('-10000.00')
    """
    _check_period(start, nper)
    _check_period(end, nper, start)
    return sum((ppmt(rate, k, nper, pv, ZERO, due) for k in range(start, end + 1)), ZERO)


@exact
def nper(rate: Decimal, pmt: Decimal, pv: Decimal, fv: Decimal = ZERO, due: int = 0) -> Decimal:
    """Number of periods, not rounded; negative where the signs say the payments have already been made.

    Raises:
        NoSolutionError: where the payment never repays.

    >>> round(nper(Decimal("0.01"), Decimal(-1000), Decimal(10000)), 4)
    Decimal('10.5886')
    """
    if rate <= -1:
        raise InputError("rate", "利率", "应大于 -100%", rate)
    if rate == 0:
        if pmt == 0:
            raise NoSolutionError("算不出期数：利率和每期还款额都是 0。")
        return -(fv + pv) / pmt
    each = pmt * (ONE + rate * due) / rate
    if pv + each == 0 or (each - fv) / (pv + each) <= 0:
        raise NoSolutionError("算不出期数：这样的每期还款额永远还不清。")
    return ((each - fv) / (pv + each)).ln() / (ONE + rate).ln()


@exact
def rate(nper: int, pmt: Decimal, pv: Decimal, fv: Decimal = ZERO, due: int = 0) -> Decimal:
    """Rate a period, as a fraction; needs no guess. With several roots, the smallest that is not negative.

    >>> round(rate(12, Decimal(-950), Decimal(10000)), 6)
    Decimal('0.020757')
    """
    _check(ZERO, nper)
    flows = [ZERO] * (nper + 1)
    flows[0] += pv
    for k in range(nper):
        flows[k if due else k + 1] += pmt
    flows[nper] += fv
    return irr_of(flows)


@exact
def irr(values: Sequence[Decimal]) -> Decimal:
    """Internal rate of return a period, as a fraction; see ``calculator.irr``.

    >>> irr([Decimal(-100), Decimal(110)])
    Decimal('0.1')
    """
    return irr_of(values)


@exact
def effect(nominal: Decimal, npery: int) -> Decimal:
    """Effective annual rate of a nominal one that compounds ``npery`` times a year, both as fractions.

    >>> effect(Decimal("0.12"), 12)
    Decimal('0.126825030131969720661201')
    """
    _check(nominal, npery)
    return tidy((ONE + nominal / npery) ** npery - ONE)


@exact
def nominal(effective: Decimal, npery: int) -> Decimal:
    """Nominal annual rate that compounds ``npery`` times a year to an effective one, both as fractions.

    >>> nominal(Decimal("0.126825030131969720661201"), 12)
    Decimal('0.12')
    """
    _check(effective, npery)
    return tidy(((ONE + effective) ** (ONE / npery) - ONE) * npery)


def _check(rate: Decimal, nper: int) -> None:
    if not 1 <= nper <= _MAX_PERIODS:
        raise InputError("nper", "期数", f"应是 1 到 {_MAX_PERIODS} 的整数", nper)
    if rate <= -1:
        raise InputError("rate", "利率", "应大于 -100%", rate)


def _check_period(per: int, nper: int, low: int = 1) -> None:
    if not low <= per <= nper:
        raise InputError("per", "第几期", f"应是 {low} 到 {nper} 的整数", per)
