"""Plain data into models, with every finding in a moderator's words and on its line."""

from __future__ import annotations

import difflib
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from knowledge.document import MAX_PROBLEMS, Data, Document, Place
from knowledge.problems import Problem

Model = TypeVar("Model", bound=BaseModel)

# What is wrong is left out and the rest tried again, so often
_MAX_ATTEMPTS = 6


def validated(
    model: type[Model],
    document: Document,
    place: Place,
    data: Data,
    problems: list[Problem],
    file: str = "",
) -> Model | None:
    """``data`` at ``place`` of ``document`` as ``model``; what is wrong is added to ``problems``.

    Where the rest makes sense without what is wrong, the rest is returned: so that a moderator hears at once of
    mistakes that only show when the whole is put together. ``None`` where it does not.
    """
    if not isinstance(data, dict):
        problems.append(
            Problem(document.file, document.line(place), "这里应是“名字: 内容”", "", "name: 微粒贷")
        )
        return None
    if file:
        if "file" in data:
            problems.append(Problem(document.file, document.line(("file",)), "不认识“file”", "请删掉这一行"))
        data = {**data, "file": file}
    rest: Data = data
    for attempt in range(_MAX_ATTEMPTS):
        try:
            return model.model_validate(rest)
        except ValidationError as error:
            findings = error.errors()[:MAX_PROBLEMS]
        if attempt == 0:
            problems.extend(_explained(finding, model, document, place) for finding in findings)
        for finding in findings:
            path = finding["loc"][:-1] if finding["type"] == "missing" else finding["loc"]
            # Only what has a name is left out: without an entry of a list the lines of those after it were wrong
            while path and not isinstance(path[-1], str):
                path = path[:-1]
            if not path:
                return None
            rest = _without(rest, path)
    return None


def _without(data: Data, path: tuple[str | int, ...]) -> Data:
    """A copy of ``data`` without what stands at ``path``."""
    first, *others = path
    if isinstance(data, dict) and first in data:
        if not others:
            return {key: value for key, value in data.items() if key != first}
        return {**data, str(first): _without(data[str(first)], tuple(others))}
    if isinstance(data, list) and isinstance(first, int) and others and first < len(data):
        return [*data[:first], _without(data[first], tuple(others)), *data[first + 1 :]]
    return data


def _explained(finding: Any, model: type[BaseModel], document: Document, place: Place) -> Problem:
    """A pydantic finding in a moderator's words."""
    location = (*place, *finding["loc"])
    line = document.line(location)
    name = next((str(part) for part in reversed(finding["loc"]) if isinstance(part, str)), "")
    kind, context = finding["type"], finding.get("ctx", {})
    given = finding.get("input")
    if kind == "missing":
        return Problem(document.file, document.line(location[:-1]), f"缺少“{name}”", f"请加一行 {name}: …")
    if kind == "extra_forbidden":
        known = _keys_at(model, finding["loc"][:-1])
        near = difflib.get_close_matches(name, known, 1, 0.6)
        hint = f"是不是想写“{near[0]}”？" if near else (f"这里可以写：{'、'.join(known)}" if known else "")
        return Problem(document.file, line, f"不认识“{name}”", hint)
    if kind == "value_error":
        return Problem(document.file, line, str(context.get("error", finding["msg"])))
    if kind in ("enum", "literal_error"):
        return Problem(document.file, line, f"“{name}”不能是“{given}”", f"只能是 {_alternatives(context)}")
    if kind in ("list_type", "dict_type", "model_type", "string_type", "model_attributes_type"):
        wanted = {"list_type": ("列表", "[甲, 乙]"), "string_type": ("一段文字", "名字: 文字")}.get(
            kind, ("“名字: 内容”", "{value: 是, sources: [seed-a]}")
        )
        return Problem(document.file, line, f"“{name}”应是{wanted[0]}", "", wanted[1])
    if kind == "string_pattern_mismatch":
        return Problem(
            document.file, line, f"“{given}”不能作编号", "编号只用小写英文字母、数字和下划线", "daily_rate"
        )
    if kind == "string_too_short":
        return Problem(document.file, line, f"“{name}”是空的", "请写内容，或删掉这一行")
    if kind == "string_too_long":
        return Problem(document.file, line, f"“{name}”太长", f"最多 {context.get('max_length')} 个字")
    if kind == "too_short":
        return Problem(document.file, line, f"“{name}”至少要有一项")
    if kind.startswith(("int", "greater")):
        return Problem(document.file, line, f"“{name}”应是大于零的整数", "", "365")
    return Problem(document.file, line, f"“{name}”不对：{finding['msg']}")


def _alternatives(context: dict[str, Any]) -> str:
    return str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")


def _keys_at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand at ``location`` below ``model``; empty where any may."""
    current: list[Any] = [model]
    for part in location:
        current = [inside for one in current for inside in _inside(one, part)]
    return [
        key
        for one in current
        if isinstance(one, type) and issubclass(one, BaseModel)
        for key in one.model_fields
        if key != "file"
    ]


def _inside(annotation: Any, part: str | int) -> list[Any]:
    """What may stand below ``part`` of something annotated so."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(part))
        return _plain(field.annotation) if field else []
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return _plain(arguments[1])
    return _plain(arguments[0]) if get_origin(annotation) is list else []


def _plain(annotation: Any) -> list[Any]:
    """``annotation`` without wrappers: each alternative of a union, the inside of ``Annotated``."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [inside for one in get_args(annotation) for inside in _plain(one)]
    return [annotation]
