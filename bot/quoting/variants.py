"""One loan in several versions: 分6期和分12期差多少."""

from __future__ import annotations

from collections.abc import Sequence

from bot.quoting.draft import Draft
from bot.quoting.working import Worked
from bot.replies.model import Reply, ReplyKind, Table
from calculator import METHOD_NAMES
from calculator.texts import amount, money, percent


def variants_reply(found: Sequence[tuple[Draft, Worked]], draft: Draft) -> Reply:
    """The versions side by side, at the dearest rate where only a range is known."""
    loans = [(variant_name(variant), worked.worst) for variant, worked in found]
    rows = tuple(
        (
            name,
            amount(loan.schedule.first_payment),
            amount(loan.schedule.total_cost),
            amount(loan.schedule.total_paid),
            percent(loan.cost.simple_annual_percent),
        )
        for name, loan in loans
    )
    ranked = sorted(loans, key=lambda one: one[1].schedule.total_cost)
    (least, cheap), (most, dear) = ranked[0], ranked[-1]
    gap = dear.schedule.total_cost - cheap.schedule.total_cost
    title = f"{least}比{most}少付 {money(gap)} 元利息和费用。" if gap else f"{least}和{most}的利息费用一样。"
    assumed = found[0][1].assumed
    return Reply(
        kind=ReplyKind.QUOTE,
        title=title,
        paragraphs=tuple(line + "。" for line in assumed if "{" not in line),
        table=Table(("", "首期还", "利息和费用", "一共还", "单利年化"), rows),
        topic="cost_quote",
        product=draft.product,
        confidence=1.0,
        slots=draft.slots,
        quote=dear,
    )


def variant_name(variant: Draft) -> str:
    """What sets a version apart, in few words."""
    if variant.principal is not None:
        return f"借 {money(variant.principal)} 元"
    if variant.periods is not None:
        return f"分 {variant.periods} 期"
    if variant.days is not None:
        return f"用 {variant.days} 天"
    if variant.method is not None:
        return METHOD_NAMES[variant.method]
    return str(variant.rate.low) if variant.rate is not None else "另一种"
