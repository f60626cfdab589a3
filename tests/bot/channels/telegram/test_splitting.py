"""Packing blocks into messages that Telegram takes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.splitting import Block, length, pack
from tests.botapi.markup import parse_html, units

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("<>&。，；\n 😀"), max_size=300
)
STYLES = st.sampled_from(
    [("", ""), ("<i>", "</i>"), ("<blockquote expandable>", "</blockquote>"), ("<pre>", "</pre>")]
)
BLOCKS = st.lists(
    st.builds(
        lambda text, style, tight, bold: Block(text, style[0], style[1], tight, bold),
        TEXTS,
        STYLES,
        st.booleans(),
        st.sampled_from([0, 0, 3, 40]),
    )
)


@settings(deadline=None)
@given(BLOCKS, st.integers(4, 500))
def test_every_message_parses_and_fits(blocks: list[Block], limit: int) -> None:
    for message in pack(blocks, limit):
        assert 0 < units(parse_html(message).text) <= limit


@settings(deadline=None)
@given(BLOCKS, st.integers(4, 500))
def test_no_word_is_lost(blocks: list[Block], limit: int) -> None:
    sent = "".join(parse_html(message).text for message in pack(blocks, limit))
    assert "".join(sent.split()) == "".join("".join(block.text for block in blocks).split())


def test_a_long_text_is_cut_after_a_sentence() -> None:
    text = "第一句话说完了。" * 3 + "这里是最后"
    assert pack([Block(text)], limit=27) == ["第一句话说完了。" * 3, "这里是最后"]


def test_whole_blocks_stay_whole() -> None:
    assert pack([Block("一" * 6), Block("二" * 6, "<b>", "</b>")], limit=10) == [
        "一" * 6,
        f"<b>{'二' * 6}</b>",
    ]


def test_emoji_count_twice() -> None:
    assert length("😀" * 4096) == 8192
    assert len(pack([Block("😀" * 4096)])) == 2
