"""The warnings of the real content: what people write when one is due, and what only looks like it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from bot.replies.warnings import WarningBook
from bot.understanding.cleaning import clean
from bot.understanding.index import Index
from knowledge import Knowledge, render
from knowledge.models import Level

TODAY = dt.date(2026, 11, 22)

# By warning: what must fire it, and what must not. Sayings only; the other ways of firing have tests of their own
MUST = {
    "crisis": """
        我真的活不下去了 外面欠了八万
        每天被催 只想从楼上跳下去算了
        还不起了 我死了是不是就不用还了
        不想活了 谁来帮帮我
        钱还不上 真想一了百了
        遗书我已经写好了 就这样吧
        药都买好了 今晚就吃
        要不是有孩子 我早就跳楼了
        爸妈对不起 欠你们的下辈子再还
        想找个没人的地方安静地离开
        活着太难了 没有意思
        站在桥上 不知道该不该跳下去
        生不如死 天天被骂
        唔想活啦 借咁多点还
        我想死
        让我死了算了
        逼得我要去自杀
        一瓶安眠药吃下去就解脱了
        债太多了 活着就是拖累家人
        想噶了自己
        我走了以后 孩子就拜托你们了
        我想死心里太难受了
        我去死活着没意思
        欠债欠得想死心都碎了
        能不能死了就不用还
        除了死没有别的路了
        实在撑不下去了
        """,
    "distress": """
        我快要崩溃了 每天都在还钱
        整夜睡不着 一闭眼就是欠款
        压力太大了 喘不过气来
        走投无路了怎么办
        感觉这辈子完了
        人间不值得
        活着好难啊
        心里特别绝望 看不到头
        我抑郁了 都是网贷害的
        没脸见人了 亲戚都知道我欠钱
        真的扛不住了 五家一起催
        日子没法过了 工资全拿去还
        天天失眠 一听电话响就抖
        """,
    "advance_fee_scam": """
        说放款前要先交两千保证金
        客服说我卡号填错要交解冻金
        要我先转三千验证还款能力 能信吗
        让我刷流水才能放款
        有人加我微信说先交会员费就下款
        自称银监会打电话让我注销校园贷
        让我开共享屏幕操作
        对方要我把验证码发给他
        交了工本费还不放款
        说账户被冻住了要转钱才能解
        点这个链接认证一下就能提额是吗
        要先充值激活才能提现到卡
        """,
    "anti_collection_agent": """
        有家公司说交钱能帮我停息挂账
        征信修复靠谱吗
        网上有人能洗白征信 要五千
        找法务公司协商要收服务费
        怎么才能不还这个钱
        反催收的群能进吗
        教人逃废债的靠谱么
        开病历证明可以不还吗
        代理投诉退息是真的吗
        债务优化公司可信不
        花钱能消除逾期记录吗
        """,
    "cash_out": """
        分付怎么套现
        能把额度换成现金吗
        谁能帮我套出来
        用商家的收款码刷给自己行吗
        额度变现 抽几个点
        有人收分付额度 回收分付的
        自己扫自己的码把钱弄出来
        刷单返现把钱套出来可以吗
        能不能套点钱出来用
        找个店假消费一下把钱兑成现金
        """,
    "collection_abuse": """
        催收打电话给我爸妈
        爆我通讯录怎么办
        催收说要上门来抓我
        一天几十个电话催
        他们说要把我欠钱发到朋友圈
        催债的骂我全家
        半夜两点还打电话催
        堵门要债 泼油漆
        电话打到公司来催 同事都知道了
        威胁我不还就p我照片发出去
        村委会都接到催款电话了
        """,
    "data_sharing": """
        申请要读取通讯录 能不给吗
        我的资料是不是被卖了 天天推销电话
        填完资料好多贷款电话打进来
        一个同意就授权好几家机构
        个人信息泄露了怎么办
        它要访问我的相册
        身份证照片发给客服安全吗
        app要通讯录权限
        我信息被卖给别的公司了吧
        老是有贷款推销的找我
        要我的运营商服务密码
        """,
    "debt_rolling": """
        借新还旧半年了 越滚越大
        欠了七家平台 每月还不过来
        以贷养贷怎么停下来
        拆东墙补西墙
        我想再借一笔还上一笔
        借微粒贷来还信用卡窟窿
        十几个平台都借过了
        到处借 越借越多
        一屁股债 全是网贷
        同时借了好几家 能不能合成一笔
        借出来还别的贷款可以吗
        负债累累了还能再借吗
        """,
    "forced_opening": """
        有人说能强开微粒贷 真的吗
        交三百可以代开分付
        内部渠道包下款
        包装资料能过吗
        找中介做假流水
        花钱开通借呗可以不
        网上说技术强开额度
        黑户包下款的口子有吗
        卡bug提额 试试
        p图改工资单能过审吗
        养号刷分就能开出来吗
        有人有偿开通 先开后付
        """,
    "lending_account": """
        朋友想用我身份证借款
        我替同事贷了两万 他不还
        男朋友让我帮他贷款
        把微信借给别人借钱行吗
        有人收微信号 一个月三百
        银行卡借给别人走账
        用老婆的身份证贷款可以吗
        让我贷出来给他用
        以我的名义借的钱谁还
        做职业背债人能拿多少
        出租账号会怎样
        """,
    "students": """
        我是大三的学生 能借吗
        在校生可以开分付吗
        还在上学 想借两千
        校园贷是什么
        我读大二 生活费不够
        没满十八能不能用
        高中生可以借吗
        还没毕业可以贷款吗
        研究生在读能申请借呗吗
        未成年人借的钱要还吗
        """,
    "unknown_app": """
        一个没听说过的平台给我五万
        短信里的链接点进去可以借钱
        应用商店搜不到这个软件
        扫码下载的贷款靠谱吗
        没有牌照的公司放的钱
        714高炮是什么
        私人放款 不看征信
        朋友圈广告说借十万 秒到
        刷视频刷到一个贷款软件
        陌生人发来一个安装包让我装
        """,
    "upfront_deduction": """
        借五千到手只有四千二
        放款时扣了服务费 合同还写五千
        砍头息合法吗
        利息先扣掉再给我
        到账少了八百
        实际到手三千五
        一放款就扣了会员费
        说好借一万 到账只有九千
        先扣一笔担保费才放款
        合同写两万 到手一万七
        """,
    "overdue": """
        已经逾期三天了
        我忘了还怎么办
        逾期了十天了
        昨天忘记还款了
        逾期两个月了还没还
        借呗已经逾期 今天补上行吗
        出差忘了还 晚了两天
        逾期好久了 一直没接电话
        上个月那期逾期了
        逾期很久了能不能只还本金
        """,
}
MUST_NOT = {
    "crisis": """
        笑死我了 额度才五百
        急死了 钱怎么还没到
        累死我了 资料填了一晚上
        烦死了 天天有推销电话
        穷死了 想借点钱过年
        审核等死我了 怎么这么慢
        想死你们了 终于能用了
        我都想死心了 不开了
        这利率让我彻底死心
        热死了 门店几点开门
        页面卡死了 打不开
        气死我了 扣了两次
        死活登不上去
        我去死活打不开这个页面
        打死也不再用了
        点一下我就跳到别的页面
        一打开就跳回首页
        差点跳错银行
        额度从十万直接跳下去变两万
        除了死板的客服还有别的办法吗
        跳槽以后收入证明怎么办
        爸爸去世了 他的借款要我还吗
        手机死机了没收到验证码
        利息高得要死
        还完最后一期 总算活过来了
        要死不活的网络 一直转圈
        这活动是跳楼价吧
        吃安眠药的钱能报销吗
        """,
    "distress": """
        还款压力怎么算
        手机系统崩了打不开
        程序崩溃了
        睡一觉起来额度没了
        希望能提额
        没有希望提额了吗
        回家的路费不够
        电话没接到 不敢确认是不是你们
        利息压得住吗
        日子改到十五号行吗
        """,
    "advance_fee_scam": """
        提前还款要交手续费吗
        还款先转到哪张卡
        怎么一直收不到验证码啊
        我的卡被冻结了怎么还款
        怎么转账还款
        交易流水在哪里导出
        你们客服的电话报一下
        账户安全锁在哪里开
        会员有什么用
        学费能用微粒贷付吗
        额度清零了是怎么回事
        身份证过期被限制了
        """,
    "anti_collection_agent": """
        怎么跟客服协商延期
        逾期记录多久消除
        征信多久更新一次
        我要投诉
        异议怎么提
        没有收入还不上怎么办
        能不能少还一点
        催收几点不能打电话
        不还会怎么样
        生病住院了能晚点还吗
        """,
    "cash_out": """
        分付能提现吗
        借的钱能取现金吗
        怎么把零钱提现到银行卡
        买一套家具能用吗
        一套房子首付能用微粒贷吗
        分付付款怎么扫码
        能用分付给商家付钱吗
        刷卡手续费是多少
        手机套餐能用分付交吗
        退货的钱退到哪里
        """,
    "collection_abuse": """
        微粒贷的审核电话什么时候打来
        联系人填谁
        会不会打电话给家人确认
        逾期会打电话提醒吗
        你们上门办理吗
        催一下审核
        放款能不能催快点
        怎么联系人工
        朋友圈里看到微粒贷
        晚上几点扣款
        """,
    "data_sharing": """
        通话一直没人接
        怎么填联系人
        身份证过期了怎么更新
        征信授权书在哪看
        怎么共享额度给QQ
        手机相册在哪里
        短信收不到
        人脸识别过不去
        资料填错了怎么改
        电话打不进来
        """,
    "debt_rolling": """
        还清了能再借一笔吗
        几家银行支持绑卡
        借两笔可以吗
        能不能换一张银行卡还
        家里装修借五万
        两个平台哪个利息低
        贷款还款日是几号
        有几种还款方式
        债转股是什么
        平台有几期可以选
        """,
    "forced_opening": """
        想开微粒贷该从哪开
        为什么没有给我开通
        代扣是什么意思
        能代还吗
        内部系统升级了吗
        包装盒子能退吗
        额度多久刷新一次
        刷脸通不过
        刷卡消费算不算
        快递包裹丢了
        证明材料怎么交
        """,
    "lending_account": """
        借呗借给谁用
        借款给别人合法吗
        可以用老婆的卡还款吗
        帮我还一下可以吗
        我名下的卡都能绑吗
        我身份证丢了会不会被人贷款
        怎么把钱转给家人
        租房能用吗
        我的微信号换了怎么还
        卖房的钱拿来还贷
        """,
    "students": """
        工作三年了能借吗
        毕业五年了
        我是老师能申请吗
        十八岁以上就行吗
        小孩上学的学费能用吗
        学校门口的店能用分付吗
        大一点的额度有吗
        成年了 刚满二十
        退休了还能用吗
        大几千的额度
        """,
    "unknown_app": """
        微粒贷有牌照吗
        借呗在哪里下载
        怎么扫码付款
        短信收不到
        在应用市场更新微信
        抖音里怎么用分付
        广告怎么关掉
        群里说额度恢复了
        平台客服电话
        小额借款最少多少
        """,
    "upfront_deduction": """
        借一万能到手多少利息
        到账要多久
        放款到哪张卡
        钱还没到账
        自动扣款扣了两次
        先还利息再还本金吗
        扣款失败了
        到手机上的短信没收到
        扣了钱还显示没还
        零钱扣了还要还吗
        """,
    "overdue": """
        逾期一天会怎样
        怎样算逾期
        会不会忘了提醒我
        逾期罚息怎么算
        没逾期过能提额吗
        逾期利率写在哪里
        怎么避免逾期
        还完多久能看到
        还了忘不了的债
        忘了密码怎么找回
        """,
}


def _cases(table: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (warning, line.strip()) for warning, lines in table.items() for line in lines.strip().splitlines()
    ]


@pytest.fixture(scope="module")
def book(knowledge: Knowledge) -> WarningBook:
    return WarningBook(knowledge)


def _fired(book: WarningBook, index: Index, text: str, *, products: tuple[str, ...] = ()) -> set[str]:
    """The warnings due by what is said alone, read as the assistant reads a question."""
    read = index.featurizer.prepare(clean(text).text).text
    return {notice.id for notice in book.due(read, None, products, TODAY)}


@pytest.mark.parametrize(("warning", "text"), _cases(MUST))
def test_it_fires(book: WarningBook, index: Index, warning: str, text: str) -> None:
    fired = _fired(book, index, text)
    assert warning in fired or fired == {"crisis"}


@pytest.mark.parametrize(("warning", "text"), _cases(MUST_NOT))
def test_it_does_not_fire(book: WarningBook, index: Index, warning: str, text: str) -> None:
    assert warning not in _fired(book, index, text)


def test_every_warning_that_listens_to_words_has_cases(knowledge: Knowledge) -> None:
    listening = {one.id for one in knowledge.warnings.values() if any(when.words for when in one.when)}
    assert listening - {"fake_app"} == set(MUST) == set(MUST_NOT)


# --- the other ways of firing ------------------------------------------------------------------------------

ASKS_FOR_AN_APP = [
    "微粒贷app怎么下载",
    "微粒贷有app吗",
    "微粒贷的软件叫什么",
    "在应用商店搜到一个微粒贷",
    "微粒贷在哪里下载",
    "微粒贷安装包哪里有",
    "怎么下载微粒贷",
    "微粒贷app下载不了",
    "微粒贷是什么软件",
    "微粒贷有没有单独的app",
]
NO_APP = [
    "微粒贷入口在哪",
    "微粒贷怎么开通",
    "微粒贷上征信吗",
    "微粒贷利息多少",
    "微粒贷更新不了额度",
    "微粒贷还款日能改吗",
    "微粒贷结清证明怎么开",
    "微粒贷打不开",
    "微粒贷怎么关闭",
    "微粒贷合同在哪看",
]


@pytest.mark.parametrize("text", ASKS_FOR_AN_APP)
def test_whoever_looks_for_an_app_of_weilidai_is_warned(book: WarningBook, index: Index, text: str) -> None:
    assert "fake_app" in _fired(book, index, text, products=("weilidai",))


@pytest.mark.parametrize("text", NO_APP)
def test_nobody_else_is_warned_of_an_app(book: WarningBook, index: Index, text: str) -> None:
    assert "fake_app" not in _fired(book, index, text, products=("weilidai",))


@pytest.mark.parametrize("product", ["jiebei", "du_xiaoman", "jd_jintiao", "we2000"])
def test_products_that_have_an_app_are_not_warned_of(book: WarningBook, index: Index, product: str) -> None:
    assert "fake_app" not in _fired(book, index, "这个app怎么下载", products=(product,))


@pytest.mark.parametrize(
    ("percent", "fired"),
    [
        ("18.25", set()),
        ("24", set()),
        ("24.01", {"high_annual_cost"}),
        ("35.9", {"high_annual_cost"}),
        ("36.5", {"high_annual_cost", "extreme_annual_cost"}),
        ("480", {"high_annual_cost", "extreme_annual_cost"}),
    ],
)
def test_a_dear_quote_is_warned_of(book: WarningBook, percent: str, fired: set[str]) -> None:
    notices = book.due("借一万分十二期", "cost_quote", ["third_party"], TODAY, Decimal(percent))
    assert {notice.id for notice in notices} & {"high_annual_cost", "extreme_annual_cost"} == fired


def test_less_received_than_the_contract_says_is_warned_of(book: WarningBook) -> None:
    fired = book.due("借五千给了四千二", "cost_quote", [], TODAY, is_less_received=True)
    assert [one.id for one in fired] == ["upfront_deduction"]
    assert book.due("借五千给了四千二", "cost_quote", [], TODAY) == ()


def test_asking_about_overdue_brings_its_notice(book: WarningBook) -> None:
    assert [one.id for one in book.due("逾期一天会怎样", "overdue", [], TODAY)] == ["overdue"]
    assert book.due("逾期一天会怎样", "credit_report", [], TODAY) == ()


def test_privacy_of_third_parties_is_warned_of(book: WarningBook) -> None:
    assert [one.id for one in book.due("安全吗", "privacy", ["third_party"], TODAY)] == ["data_sharing"]
    assert book.due("安全吗", "privacy", ["weilidai"], TODAY) == ()


def test_a_crisis_stands_alone_and_comes_first(book: WarningBook) -> None:
    notices = book.due("学生 被催收爆通讯录 不想活了", "overdue", ["third_party"], TODAY)
    assert [one.level for one in notices] == [Level.CRISIS]
    assert "12356" in notices[0].text
    assert not any(word in notices[0].text for word in ("利息", "罚息", "征信"))


def test_no_more_than_three_and_the_loudest_first(book: WarningBook) -> None:
    text = "学生 先交钱 刷流水 强开 套现 砍头息 爆通讯录 已经逾期"
    levels = [one.level for one in book.due(text, None, [], TODAY)]
    assert levels == [Level.DANGER] * 3


def test_every_warning_is_short_and_urges_nobody(knowledge: Knowledge) -> None:
    for warning in knowledge.warnings.values():
        text = render(warning.text, knowledge, TODAY).text
        assert len(text) <= 300, warning.id
        assert not any(word in text for word in ("保证通过", "一定能借", "推荐你借")), warning.id


def test_what_is_struck_out_hides_nothing_else(book: WarningBook, index: Index) -> None:
    assert _fired(book, index, "我死心了") == set()
    assert _fired(book, index, "我死心了 我想死") == {"crisis"}
