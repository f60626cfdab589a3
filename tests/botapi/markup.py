"""Telegram's HTML: text with entities, parsed as strictly as Telegram parses it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.botapi.refusals import bad_request

_PLAIN = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?)*)\s*>"
)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_REFERENCE = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|[a-zA-Z]+);")


@dataclass
class Formatted:
    """Text without its tags, and the entities they were."""

    text: str
    entities: list[dict[str, object]] = field(default_factory=list)


def units(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> Formatted:
    """Parse HTML; refuses what Telegram refuses."""
    text = ""
    entities: list[dict[str, object]] = []
    open_tags: list[tuple[str, int, dict[str, object]]] = []
    at = 0
    while at < len(source):
        if source[at] != "<":
            end = source.find("<", at)
            end = len(source) if end < 0 else end
            text += _unescape(source[at:end])
            at = end
            continue
        found = _TAG.match(source, at)
        offset = len(source[:at].encode())
        if found is None:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "" at byte offset {offset}')
        closing, name, attributes = found[1], found[2].lower(), found[3]
        at = found.end()
        if not closing:
            open_tags.append((name, units(text), _entity(name, attributes, offset, open_tags)))
            continue
        if not open_tags:
            raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {offset}")
        expected, start, entity = open_tags.pop()
        if expected != name:
            raise bad_request(
                f"can't parse entities: Unmatched end tag at byte offset {offset}, "
                f'expected "</{expected}>", found "</{name}>"'
            )
        if units(text) > start:
            entities.append({**entity, "offset": start, "length": units(text) - start})
    if open_tags:
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\""
        )
    return Formatted(
        text.strip(), sorted(entities, key=lambda one: (one["offset"], -int(str(one["length"]))))
    )


def _entity(
    name: str, attributes: str, offset: int, open_tags: list[tuple[str, int, dict[str, object]]]
) -> dict[str, object]:
    given = {
        found[1].lower(): _unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(attributes)
    }
    if name in _PLAIN:
        return {"type": _PLAIN[name]}
    if name == "span" and given.get("class") == "tg-spoiler":
        return {"type": "spoiler"}
    if name == "a":
        return {"type": "text_link", "url": given.get("href", "")}
    if name == "blockquote":
        if any(opened == "blockquote" for opened, _, _ in open_tags):
            raise bad_request("can't parse entities: Blockquote can't be nested")
        return {"type": "expandable_blockquote" if "expandable" in given else "blockquote"}
    raise bad_request(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {offset}')


def _unescape(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        name = found[1]
        if name.startswith("#"):
            code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
            return chr(code) if 0 < code < 0x110000 else found[0]
        return _NAMED.get(name, found[0])

    return _REFERENCE.sub(character, text)
