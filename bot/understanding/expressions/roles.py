"""What an amount is for, by the words around it."""

import re
from dataclasses import replace

from bot.understanding.expressions.values import Amount, AmountRole, Rate

_REACH = 16
_SENTENCE_END = re.compile(r"[。！？；!?;\n]")

# Of all that match before an amount, the one that begins farthest left in an unbroken chain up to it decides
_BEFORE: tuple[tuple[AmountRole, str], ...] = (
    ("net_proceeds", r"到手|实到|(?:实际)?到[账帐]|拿到手|实收|实际拿到?|只给|只到|实际给|真正拿到?"),
    ("income", r"(?:工资|月薪|月入|收入|年薪|底薪|退休金|薪水|挣|生活费|公积金)(?:一个?月|每个?月|税后|到手|大概|一年)*"),
    ("deduction", r"砍?头息|砍头|预扣|先扣|扣(?:了|掉|走|除|款|我|下)?"),
    (
        "fee",
        r"手续费|服务费|管理费|会员费?|保费|担保费|咨询费|中介费|佣金|保证金|押金|工本费|提现费"
        r"|费用?(?!率)|违约金|滞纳金|[先要]?交|先收|先付|缴",
    ),
    ("interest", r"(?<!多少)(?<!几块)利息|(?<!的)[日月年]息|罚息|(?<![本先利日月年])息"),
    (
        "total_repayment",
        r"(?:总共|一共|总计|合计|共|总|全部|加起来|连本带利)(?:要|得|需要|需|应|大概|就|才|会)?"
        r"(?:还款?|付|支付|掏)(?:了|给|清|完|出)?|总还款额?|连本带[利息]",
    ),
    (
        "payment",
        r"月供|(?<!个)月还|每个?月(?:要|得|需要|需|都|最多|只|能|就|大概|固定|最低|应)*(?:还|付|交|供|掏|出|拿)?(?:得出)?"
        r"|每一?期(?:要|得|需要|需|都|大概|最多|应|本金|固定)*(?:还|付|交|供)?|每[天周日](?:要|得|还"
        r"|付)+|一期(?:还|要)?|日供|首[期月]|末期|第.{1,2}(?:期|个月)(?:还|要|付)?",
    ),
    ("repaid", r"(?:已经?|都|刚|前面|之前)(?:经)?还(?:了|过|掉|款)?|还了|还过|还掉"),
    (
        "outstanding",
        r"欠(?:着|了|款|他|银行|平台)?|还?剩(?:余|下|了)?(?:本金)?|待还|未还|没还|尾款|还差|还有",
    ),
    (
        "limit",
        r"额度|限额|授信|可借|可用|上限|提额|提到|批(?:了|给)?|最高(?:能|可以?)?借?|最多(?:能|可以?)?借?|封顶",
    ),
    ("repayment", r"(?<!随)还(?:款|给|清|完|回|他|我|上|掉)?|归还|偿还|赔"),
    (
        "principal",
        r"借(?:款|了|到|个|出|走|给)?|贷(?:款|了|到|个)?|本金|合同|分期|账单|刷(?:了)?|取(?:现|了)?|周转|拿(?:了|个)?|用(?:了)?"
        r"|放款|下款|买|消费|欠条",
    ),
)  # fmt: skip
_FILL = (
    r"(?:了|过|到|给|个|的|是|为|有|约|大概|大约|差不多|才|只|能|要|得|我|你|他|再|就|多|至少|最少|最多|最高|最低|就是|可以|想"
    r"|出|去|款|钱|金额|额|起码|近|将近|不到|超过|上|需要|需|还|:|：|=| |写|这|那|会|成|将|快|里|在|合同|收|一共|总共|人民币|¥)*$"
)
_BEFORE_PATTERNS = tuple((role, re.compile(f"(?:{pattern}){_FILL}")) for role, pattern in _BEFORE)

_ASKED = r"(?:块钱?|元)?(?:每[天日月年]|一[天年]|一个?月)?的?(?:利息|日息|月息|年息|日利|月利|息)"
_AFTER: tuple[tuple[AmountRole, str], ...] = (
    ("principal", rf" ?{_ASKED}(?:是|要|得|会|大概|一共|总共|就|就是|算|收)*(?:多少|怎么|几|咋|[0-9]|一)"),
    ("interest", r" ?(?:的?|[一每][天日]的?)(?:利息|息(?!率))(?!高|贵|合|怎|咋|正常|低|过|多不|会不)"),
    ("fee", r" ?的?(?:手续费|服务费|会员|管理费|担保费|中介费|押金|保证金|费用?)"),
    ("income", r" ?的?(?:工资|月薪|收入)"),
    ("limit", r" ?的?(?:额度|限额)"),
    (
        "outstanding",
        r" ?(?:块|元)?(?:没还|未还|还没还|没有还|待还|的?欠款|的债|还不上|还不起|的?本金没还)",
    ),
    ("net_proceeds", r" ?到手(?! ?[0-9一二两三四五六七八九才只多几能会是])"),
    ("payment", r" ?(?:的?月供|(?:/月|每个?月|/期|每期|一期)(?=$|[，。？, ]|共))"),
    ("principal", r" ?的?(?:分(?!期乐)|本金|[贷借用](?![0-9.一二两三四五六七八九十]+[万千百元块]))"),
)  # fmt: skip
_AFTER_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _AFTER)
# A name that a number follows at once is that number's
_NAMES_OF_NEXT = frozenset({"fee", "payment"})
_NEXT_NUMBER = re.compile(r"费? ?[:：是为]?[0-9一二两三四五六七八九十]+(?![期个天年])")
_INTEREST_BEFORE = re.compile(
    r"(?:每天|每日|一天|1天|日|每个?月|一个月)(?:的|要|是|就是|就|才|得|收|罚|大概|只要)*$"
)
_MONTHLY_BEFORE = re.compile(r"(?:一|1)个月(?:要|得|就|大概|都)*(?:还|付)(?:款|个)?$")
_ENDS_WITH_INTEREST = re.compile(r" ?的?(?:利息|息)$")
_LOAN_WORDS = re.compile(r"利息|利率|[日月年]息|月供|还多少|分期|罚息")


def assign_roles(text: str, amounts: list[Amount], rates: list[Rate], *, loan_text: bool) -> list[Amount]:
    """Give each amount its role, None where nothing tells.

    The first amount that has none is the principal where the text is about a loan (it has a term, a rate or a method)
    and no other amount is the principal.
    """
    items: list[Amount | Rate] = [*amounts, *rates]
    ends = sorted([0, *(item.end for item in items)])
    assigned = [
        amount if amount.role is not None else replace(amount, role=_role(text, amount, ends, index > 0))
        for index, amount in enumerate(amounts)
    ]
    roles = {amount.role for amount in assigned}
    loan_text = loan_text or bool(roles & {"interest"}) or _LOAN_WORDS.search(text) is not None
    if loan_text and "principal" not in roles:
        for place, amount in enumerate(assigned):
            if amount.role is None and amount.currency == "CNY":
                assigned[place] = replace(amount, role="principal")
                break
    return _payments(text, assigned)


def _payments(text: str, amounts: list[Amount]) -> list[Amount]:
    """一个月还1200 is one of several payments where more was borrowed, else the one repayment."""
    principal = max((amount.low for amount in amounts if amount.role == "principal"), default=None)
    if principal is None:
        return amounts
    return [
        replace(amount, role="payment")
        if amount.role == "repayment"
        and amount.high < principal
        and _MONTHLY_BEFORE.search(text[max(0, amount.start - _REACH) : amount.start])
        else amount
        for amount in amounts
    ]


def _following(after: str) -> AmountRole | None:
    """The role that what follows an amount gives it: 398的会员费, but not 1万 会员费398."""
    for role, pattern in _AFTER_PATTERNS:
        match = pattern.match(after)
        if match is None:
            continue
        is_of_next = role in _NAMES_OF_NEXT and _NEXT_NUMBER.match(after, match.end()) is not None
        return None if is_of_next else role
    return None


def _role(text: str, amount: Amount, ends: list[int], later: bool) -> AmountRole | None:
    floor = max(end for end in ends if end <= amount.start)
    before = text[max(floor, amount.start - _REACH) : amount.start]
    cut = [match.end() for match in _SENTENCE_END.finditer(before)]
    before = before[cut[-1] :] if cut else before
    after = text[amount.end : amount.end + _REACH]
    if later and _INTEREST_BEFORE.search(before) and amount.high < 100:
        return "interest"
    if later and _ENDS_WITH_INTEREST.match(after):
        return "interest"
    best: tuple[int, AmountRole] | None = None
    for role, pattern in _BEFORE_PATTERNS:
        match = pattern.search(before)
        if match is not None and (best is None or match.start() < best[0]):
            best = match.start(), role
    follow = _following(after)
    if follow == "interest" and after.startswith(" ") and best is not None and best[1] == "principal":
        follow = None  # 借1万 利息先扣500: the word is of what comes next
    if best is None or best[1] == "principal":
        return follow or (best[1] if best is not None else None)
    if follow in ("fee", "interest", "outstanding") and best[1] in ("repayment", "limit"):
        return follow
    return best[1]
