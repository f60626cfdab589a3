"""The server parses HTML as Telegram does."""

from __future__ import annotations

import pytest

from tests.botapi.markup import parse_html
from tests.botapi.refusals import Refusal


def test_text_and_entities() -> None:
    found = parse_html("😀 <b>粗<i>斜</i></b> &lt;a&gt; &amp; &quot;x&quot; &copy; a > b")
    assert found.text == '😀 粗斜 <a> & "x" &copy; a > b'
    assert found.entities == [
        {"type": "bold", "offset": 3, "length": 2},
        {"type": "italic", "offset": 4, "length": 1},
    ]


def test_links_quotes_and_code() -> None:
    found = parse_html(
        '<a href="https://x.org/?a=1&amp;b=2">x</a><blockquote expandable>q</blockquote><pre>p</pre>'
    )
    assert [one["type"] for one in found.entities] == ["text_link", "expandable_blockquote", "pre"]
    assert found.entities[0]["url"] == "https://x.org/?a=1&b=2"


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a < b", "Unsupported start tag"),
        ("<script>x</script>", "Unsupported start tag"),
        ("<b>x", "Can't find end tag"),
        ("x</b>", "Unexpected end tag"),
        ("<b><i>x</b></i>", "Unmatched end tag"),
        ("<br>", "Unsupported start tag"),
        ("<blockquote><blockquote>x</blockquote></blockquote>", "nested"),
    ],
)
def test_what_telegram_refuses(source: str, complaint: str) -> None:
    with pytest.raises(Refusal, match=complaint):
        parse_html(source)
