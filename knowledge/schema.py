"""JSON Schemas of the knowledge files, generated from the models: editors complete and check as one types.

The YAML reader here keeps every scalar as text, while an editor takes ``95384`` for a number: so wherever a
text may stand, the schema allows a number too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from knowledge.loader import FOLDERS, REGISTERS, WORDS
from knowledge.models import Attribute, Words
from knowledge.values import EXAMPLES, KIND_NAMES

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_TITLES = {
    "products": "产品：一个产品一个文件",
    "matters": "一般事项：一个事项一个文件",
    "topics": "主题：人们问的一件事，和它的答案",
    "phrasings": "说法：大家怎么问一个主题",
    "tests": "测试：检查一个主题用的问题",
    "warnings": "提醒：什么时候提醒，提醒什么",
    "sources": "来源：每个数字的出处",
    "attributes": "属性：事实说的是哪一点",
    "rules": "规则：有日期的法规和监管数字",
    "words": "词语：同义说法、常见错写、没有资料的产品",
}
_DAY = {"type": ["string", "number"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
_SWITCH = {"enum": ["是", "否"]}
_ID_PATTERN = "^[a-z0-9][a-z0-9_-]*$"


def schemas(attributes: Mapping[str, Attribute] | None = None) -> dict[str, Schema]:
    """A schema for each kind of file, by its name (``products``, ``rules`` …).

    With ``attributes`` the names of facts are completed too, with what each means and how it is written.

    >>> schemas()["rules"]["title"]
    '规则：有日期的法规和监管数字'
    """
    found = {folder: _of_file(folder, model) for folder, model in FOLDERS.items()}
    for file, model in REGISTERS.items():
        found[Path(file).stem] = _of_register(Path(file).stem, model)
    found[Path(WORDS).stem] = _of_file(Path(WORDS).stem, Words)
    for subject in ("products", "matters"):
        _complete_facts(found[subject], attributes or {})
    return found


def file_patterns() -> dict[str, str]:
    """Which files each schema is for, below the knowledge folder."""
    patterns = {folder: f"{folder}/*.yaml" for folder in FOLDERS}
    return patterns | {Path(file).stem: file for file in (*REGISTERS, WORDS)}


def editor_settings(schema_folder: str, content_folder: str) -> dict[str, Any]:
    """Settings for VS Code with its YAML extension; both folders as seen from the workspace."""
    patterns = file_patterns()
    return {
        "yaml.schemas": {
            f"{schema_folder}/{name}.schema.json": f"{content_folder}/{pattern}"
            for name, pattern in patterns.items()
        },
        "[yaml]": {"editor.tabSize": 2, "editor.insertSpaces": True, "editor.detectIndentation": False},
        "files.encoding": "utf8",
        "files.eol": "\n",
    }


def write_schemas(folder: Path, attributes: Mapping[str, Attribute] | None = None) -> list[Path]:
    """Write every schema into ``folder`` and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas(attributes).items():
        path = folder / f"{name}.schema.json"
        path.write_text(as_json(schema), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def as_json(data: object) -> str:
    """Indented JSON with Chinese as it is, and a newline at the end."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _of_file(name: str, model: type[BaseModel]) -> Schema:
    schema = _cleaned(model.model_json_schema())
    return {"$schema": _DRAFT, "title": _TITLES[name], **schema}


def _of_register(name: str, model: type[BaseModel]) -> Schema:
    schema = _cleaned(model.model_json_schema())
    definitions = schema.pop("$defs", {})
    return {
        "$schema": _DRAFT,
        "title": _TITLES[name],
        "type": "object",
        "propertyNames": {"pattern": _ID_PATTERN},
        "additionalProperties": schema,
        "$defs": definitions,
    }


def _cleaned(node: Any) -> Any:
    """A pydantic schema as YAML files have it: in Chinese, without ``null``, days and switches as written."""
    if isinstance(node, list):
        return [_cleaned(one) for one in node]
    if not isinstance(node, dict):
        return node
    options = [one for one in node.get("anyOf", ()) if one != {"type": "null"}]
    if len(options) == 1:
        rest = {key: value for key, value in node.items() if key != "anyOf"}
        return _cleaned({**options[0], **rest})
    if node.get("type") == "boolean":
        return _keep(node) | _SWITCH
    if node.get("format") == "date":
        return _keep(node) | _DAY
    cleaned: Schema = {}
    for key, value in node.items():
        if key in ("title", "default") or (key == "description" and not _is_chinese(value)):
            continue
        if key == "properties":
            cleaned[key] = {name: _cleaned(one) for name, one in value.items() if name != "file"}
        elif key == "type" and value == "string" and not {"enum", "const"} & set(node):
            cleaned[key] = ["string", "number"]
        else:
            cleaned[key] = _cleaned(value)
    return cleaned


def _keep(node: Schema) -> Schema:
    return {"description": node["description"]} if _is_chinese(node.get("description", "")) else {}


def _is_chinese(text: Any) -> bool:
    return isinstance(text, str) and any("一" <= char <= "鿿" for char in text)


def _complete_facts(schema: Schema, attributes: Mapping[str, Attribute]) -> None:
    facts = schema["properties"]["facts"]
    facts["properties"] = {
        key: {
            "$ref": "#/$defs/Fact",
            "description": f"{one.name}（{KIND_NAMES[one.kind]}，如 {EXAMPLES[one.kind]}）",
        }
        for key, one in attributes.items()
    }
