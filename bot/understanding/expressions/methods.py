"""Finding the repayment methods that a text names, whether in characters, misspelt, in pinyin or in other words."""

import re

from bot.understanding.expressions.spellings import BEN, DENG, HOU, HUAN, JIN, SUI, XI, XIAN, E
from bot.understanding.expressions.values import Method, MethodId

_GAP = "[^，。！？,!?]"

_PATTERNS: tuple[tuple[MethodId, str], ...] = (
    (
        "equal_installment",
        rf"{DENG}{E}{BEN}{XI}|本息等额|等额(?:还款|分期|月供)|(?i:d[eè]ng ?['’]?e ?['’]?ben ?['’]?xi)|(?<![a-z])debx(?![a-z])"
        rf"|每个?[月期]还?款?的?(?:金额|钱|数额|款额|数|本息)?(?:都|是|全)*(?:一样(?!吗|的?本金)"
        rf"|相同(?!的?本金)|相等|固定(?!的?本金))"
        rf"|每个?[月期]等额(?:还|偿还|归还)款?(?!本金)"
        rf"|每个?[月期](?:都|等额)?还(?:同样|一样|相同|固定)(?:多)?的?(?:钱|金额|数额|本息|月供)"
        rf"|月供(?:固定|不变|一样|相同|都一样)",
    ),
    (
        "equal_principal",
        rf"{DENG}{E}{BEN}{JIN}|本金等额|(?i:d[eè]ng ?['’]?e ?['’]?ben ?['’]?jin)|(?<![a-z])debj(?![a-z])|等额递减"
        rf"|每个?[月期](?:都)?(?:还|归还|偿还)?的?(?:固定|同样|一样|相同|等额)的?(?:多的)?本金"
        rf"|每个?[月期](?:要|都)?还?的?本金(?:都|是|全|要)*(?:一样|相同|固定|相等|不变)"
        rf"|本金(?:每[月期])?(?:固定|平摊|均摊|不变|相同|一样){_GAP}{{0,6}}利息{_GAP}{{0,6}}(?:递减"
        rf"|越来越少|剩余|逐月|减少)"
        rf"|利息(?:按|按照)?(?:剩余|剩下的?)本金(?:算|计)?{_GAP}{{0,6}}(?:递减|逐月)|月供(?:逐月|逐期)?递减|越还越少",
    ),
    (
        "interest_only",
        rf"{XIAN}{XI}{HOU}{BEN}|先(?:还|付|给|交)利?息[^。！？!?]{{0,8}}(?:后|再|最后(?:一(?:期|个?月))?|到期)(?:才)?(?:还"
        rf"|付)?本(?!付息)|先息[后再](?:还|付)本|(?i:xian ?xi ?hou ?ben)|(?<![a-z])xxhb(?![a-z])"
        rf"|(?:[按每]个?月|月月)(?:只|先|就|光)?(?:付|还|给|交|结|缴)(?:个)?利?息[^。！？!?]{{0,8}}(?:到期|最后|末期"
        rf"|期末|后){_GAP}{{0,6}}(?:还|付|归还|一次性?还?|偿还)?本"
        rf"|(?:每个?[月期]|月月|平时|前面)(?:都)?(?:只|光|就|先)(?:付|还|给|交|缴)利?息(?!吗)|按月[付结]息"
        rf"|按(?:季度?|半?年|期)?[付结]息|先利后本|到期还本(?!付息|息)"
        rf"|到期一次性?还本金?{_GAP}{{0,3}}(?:(?:每个?月|按月)[付还]利?息|利?息(?:每个?月|按月)[付还])",
    ),
    (
        "bullet",
        rf"(?:到期|期末|最后)(?:后)?(?:再)?一次性?(?:还|归还|偿还|付|结)?清?(?:全部)?(?:的)?(?:本付息"
        rf"|还?本(?:金)?(?:付|加|和|与|及|带)利?息|本息|连本带[利息]|所有本息|本利)"
        rf"|到期(?:还|付)?(?:本付息|还本息|本息(?:一起|一次|一并)|连本带[利息])"
        rf"|(?<!按月)到期一次(?:性)?(?:还清|还完|结清|付清|全还)|一次性还本付息|一次还本付息"
        rf"|{SUI}?利[随虽]本[清请]|(?i:li ?sui ?ben ?qing)"
        rf"|最后(?:一次性?|一起|一把)?(?:连本带[利息]|本息一?起?)(?:一次性?|一起|一把)?(?:还|付)?"
        rf"|(?<!先息后)(?:本息|连本带利)(?:到期)?一次(?:性)?(?:还|付|结|给|交)清?",
    ),
    (
        "flat_fee",
        rf"{DENG}{BEN}{DENG}(?:{XI}|费)|等额等息|等息等本|等息等额|(?i:deng ?ben ?deng ?xi)"
        rf"|(?<![a-z])dbdx(?![a-z])|本金平摊{_GAP}{{0,6}}利息(?:不变|固定|平摊)"
        rf"|利息(?:一直|始终|都|每[月期])*按(?:照)?(?:最初|一?开始|当初|原先)借?的?(?:总额|本金|金额|数额?)(?:来)?(?:算|计|收)"
        rf"|利息(?:一直)?按(?:照)?(?:全部|总|原始|初始|全额|借款)?(?:的)?本金(?:总额)?(?:算"
        rf"|计){_GAP}{{0,4}}(?:每[月期]一样|不变)|利息(?:一直|始终|都|每[月期]都?)*按(?:照)?(?:全部"
        rf"|全额|初始|原始|最初|借款总额|总)(?:的)?本?金?(?:算|计|收)|每期本金(?:和"
        rf"|跟)?利息(?:都)?(?:一样|相同|固定)",
    ),
    (
        "daily_simple",
        rf"{SUI}借{SUI}{HUAN}|{SUI}{HUAN}{SUI}借|[按以]日(?:计|算|收)(?:算)?[利]?息"
        rf"|[按以]天(?:数)?(?:计|算|收)(?:算)?利?息|按日计费|逐日计息|[用借](?P<days>几|一|多少)天就?(?:算|付|还|收|计)(?P=days)天"
        rf"|(?i:sui ?jie ?sui ?huan)|(?<![a-z])sjsh(?![a-z])|利息按(?:实际)?天数?(?:算|计)"
        rf"|[按以]实际(?:使用|借款|用款)?天数(?:计|算)",
    ),
    ("balloon", r"气球[贷式还]|气球型|尾款(?:贷|方案|模式)|大额尾款|最后一期(?:还|付)大头|(?i:balloon)|qiqiudai"),
)  # fmt: skip

_PATTERN = re.compile("|".join(f"(?P<{method}>{pattern})" for method, pattern in _PATTERNS))


def find_methods(text: str) -> list[Method]:
    """The methods a text names, in order; 最低还款 is none.

    >>> [method.id for method in find_methods("先息后本还是等额本斤划算")]
    ['interest_only', 'equal_principal']
    """
    found: list[Method] = []
    for match in _PATTERN.finditer(text):
        method: MethodId = match.lastgroup  # type: ignore[assignment]
        found.append(Method(match.start(), match.end(), method))
    return found
