"""The calculator beside other libraries, in one run: time as ratios, and how far the figures differ.

Run with ``python benchmarks/calculator.py``. Every time is processor time of this process, the best of several rounds;
a ratio says how many times as long the calculator takes as the other library (below 1 it is faster). The others
compute in binary floats and do less: no rounding to the fen, no fees, no second reading of the annual rate.

    quote       the billed schedule of a level loan with an upfront fee, and its annual rates, from one call
    schedule    the billed rows alone
    rate        the internal rate of return of the level flows alone
    xirr        the rate of dated flows
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

# run by its path, this file would otherwise be found under the name of the package it measures
sys.path[0] = str(Path(__file__).resolve().parents[1])

import amortization  # noqa: E402
import numpy as np  # noqa: E402
import numpy_financial as npf  # noqa: E402
import pyxirr  # noqa: E402

from calculator import Method, Offer, Rate, RatePeriod, billed_schedule, exact_schedule, irr, quote, xirr  # noqa: E402
from calculator.dates import add_months  # noqa: E402

TERMS = (1, 12, 36, 60, 120, 240, 360)
PRINCIPAL, FEE, ANNUAL = 100_000, 1_000, 18
MANY = 10_000
ROUNDS = 3


def best(work: Callable[[], object], least: float = 0.02) -> float:
    """Seconds of processor time of one call: the best of several rounds of at least ``least`` seconds."""
    calls, fastest = 1, float("inf")
    for _ in range(ROUNDS):
        while True:
            started = time.process_time()
            for _ in range(calls):
                work()
            spent = time.process_time() - started
            if spent >= least:
                break
            calls *= 2
        fastest = min(fastest, spent / calls)
    return fastest


def offer(months: int, method: Method = Method.EQUAL_INSTALLMENT) -> Offer:
    return Offer(
        principal=Decimal(PRINCIPAL),
        method=method,
        months=months,
        rate=Rate(Decimal(ANNUAL), RatePeriod.YEAR),
        upfront_fee=Decimal(FEE),
    )


def numpy_schedule(months: int) -> tuple[np.ndarray, np.ndarray]:
    rate, periods = ANNUAL / 1200, np.arange(1, months + 1)
    return npf.ipmt(rate, periods, months, -PRINCIPAL), npf.ppmt(rate, periods, months, -PRINCIPAL)


def flows(months: int) -> list[float]:
    payment = float(npf.pmt(ANNUAL / 1200, months, -PRINCIPAL))
    return [PRINCIPAL - FEE, *[-payment] * months]


def table(title: str, ours: Callable[[int], float], others: dict[str, Callable[[int], float]]) -> None:
    print(f"\n{title}")
    print(f"{'months':>8}{'calculator':>14}" + "".join(f"{name:>20}" for name in others))
    for months in TERMS:
        mine = ours(months)
        cells = "".join(f"{mine / other(months):>19.2f}×" for other in others.values())
        print(f"{months:>8}{mine * 1e3:>11.3f} ms{cells}")


def timed(work: Callable[[int], object]) -> Callable[[int], float]:
    return lambda months: best(lambda: work(months))


def npf_quote(months: int) -> tuple[object, float]:
    return numpy_schedule(months), npf.irr(flows(months))


def pyxirr_quote(months: int) -> tuple[object, float | None]:
    rate = ANNUAL / 1200
    rows = [
        (pyxirr.ipmt(rate, k, months, -PRINCIPAL), pyxirr.ppmt(rate, k, months, -PRINCIPAL))
        for k in range(1, months + 1)
    ]
    return rows, pyxirr.irr(flows(months))


def amortization_rows(months: int) -> object:
    return list(amortization.amortization_schedule(PRINCIPAL, ANNUAL / 100, months))


def speed() -> None:
    table(
        "quote: schedule and annual rate (× = calculator / other)",
        timed(lambda months: quote(offer(months))),
        {
            "numpy-financial": timed(npf_quote),
            "pyxirr": timed(pyxirr_quote),
            "amortization (rows)": timed(amortization_rows),
        },
    )
    table(
        "schedule alone",
        timed(lambda months: billed_schedule(offer(months))),
        {"numpy-financial": timed(numpy_schedule), "amortization": timed(amortization_rows)},
    )
    exact = {months: [Decimal(str(flow)) for flow in flows(months)] for months in TERMS}
    floats = {months: flows(months) for months in TERMS}
    table(
        "rate alone",
        timed(lambda months: irr(exact[months])),
        {
            "numpy-financial": timed(lambda months: npf.irr(floats[months])),
            "pyxirr": timed(lambda months: pyxirr.irr(floats[months])),
        },
    )
    start = date(2024, 1, 31)
    days = [add_months(start, k) for k in range(max(TERMS) + 1)]
    table(
        "xirr",
        timed(lambda months: xirr(list(zip(days, exact[months], strict=False)))),
        {"pyxirr": timed(lambda months: pyxirr.xirr(days[: months + 1], floats[months]))},
    )


def methods() -> None:
    print("\nquote of 360 instalments by method")
    for method in (Method.EQUAL_INSTALLMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.BULLET):
        asked = offer(360, method)
        print(f"{method.value:>20}{best(lambda asked=asked: quote(asked)) * 1e3:>10.3f} ms")


def many() -> None:
    """The annual rates of many different loans, once, cold."""
    asked = [
        Offer(
            principal=Decimal(1000 + 37 * k),
            method=Method.EQUAL_INSTALLMENT,
            months=1 + k % 360,
            rate=Rate(Decimal(k % 3600) / 100, RatePeriod.YEAR),
            upfront_fee=Decimal(k % 100),
        )
        for k in range(MANY)
    ]
    told = [
        [one.net_proceeds, *[-exact_schedule(one).first_payment] * (one.months or 1)] for one in asked[::20]
    ] * 20
    started = time.process_time()
    for one in told:
        irr(one)
    rates = time.process_time() - started
    plain = [[float(flow) for flow in one] for one in told]
    started = time.process_time()
    for one in plain:
        pyxirr.irr(one)
    floor = time.process_time() - started
    started = time.process_time()
    for one in asked:
        quote(one)
    quotes = time.process_time() - started
    print(f"\n{MANY:,} loans of 1 to 360 months")
    print(f"  rates alone          {rates:6.2f} s   {rates / floor:.1f} × pyxirr")
    print(f"  full quotes          {quotes:6.2f} s   {quotes / MANY * 1e3:.3f} ms each")


def accuracy() -> None:
    print("\nhow far the others are from the exact figures")
    print(
        f"{'months':>8}{'numpy-financial irr':>22}{'pyxirr irr':>14}{'amortization: last balance, total interest off':>50}"
    )
    for months in TERMS:
        asked = offer(months)
        truth = quote(asked).cost.monthly_irr_percent / 100
        errors = [
            abs(Decimal(float(found or 0)) - truth)
            for found in (npf.irr(flows(months)), pyxirr.irr(flows(months)))
        ]
        rows = list(amortization.amortization_schedule(PRINCIPAL, ANNUAL / 100, months))
        interest = sum(Decimal(str(row.interest)) for row in rows)
        off = interest - billed_schedule(asked).total_interest
        print(f"{months:>8}{errors[0]:>22.1e}{errors[1]:>14.1e}{rows[-1].balance:>30}{off:>20.2f}")


if __name__ == "__main__":
    gc.collect()
    speed()
    methods()
    many()
    accuracy()
