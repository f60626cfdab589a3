"""The schemas that editors check with agree with the models."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge import Knowledge
from knowledge.loader import FOLDERS, REGISTERS, WORDS
from knowledge.schema import editor_settings, file_patterns, schemas, write_schemas
from tests.knowledge.conftest import SAMPLE


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for node in (schema, schema.get("additionalProperties", {}), *schema.get("$defs", {}).values()):
        if isinstance(node, dict):
            yield from node.get("properties", {}).items()


def accepts(schema: Any, value: Any, root: dict[str, Any]) -> bool:
    """As much of JSON Schema as these schemas use."""
    if schema is True or schema is False:
        return bool(schema)
    if "$ref" in schema:
        return accepts(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], value, root)
    if "anyOf" in schema and not any(accepts(one, value, root) for one in schema["anyOf"]):
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if "enum" in schema:
        return value in schema["enum"]
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        classes = {"string": str, "number": (int, float), "integer": int, "object": dict, "array": list}
        if not any(isinstance(value, classes[one]) for one in types):  # type: ignore[arg-type]
            return False
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        return False
    if isinstance(value, list):
        return len(value) >= schema.get("minItems", 0) and all(
            accepts(schema.get("items", True), one, root) for one in value
        )
    if isinstance(value, dict):
        if any(key not in value for key in schema.get("required", ())):
            return False
        for key, one in value.items():
            inner = schema.get("properties", {}).get(key)
            if inner is None:
                patterns = schema.get("patternProperties", {})
                inner = next((found for pattern, found in patterns.items() if re.search(pattern, key)), None)
            if inner is None:
                inner = schema.get("additionalProperties", True)
            if not accepts(inner, one, root):
                return False
    return True


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: numbers are numbers, dates and 是 are text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_there_is_one_for_each_kind_of_file() -> None:
    names = {*FOLDERS, *(Path(file).stem for file in (*REGISTERS, WORDS))}
    assert set(schemas()) == set(file_patterns()) == names


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_property_is_described_in_chinese(name: str) -> None:
    schema = schemas()[name]
    assert re.search("[一-鿿]", schema["title"])
    for key, one in properties(schema):
        assert re.search("[一-鿿]", one.get("description", "")), f"{name}: {key}"
        assert "default" not in one
        assert key != "file"


@pytest.mark.parametrize(
    "file", sorted(path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*.yaml"))
)
def test_good_files_are_accepted(file: str) -> None:
    schema = schemas()[file.partition("/")[0].removesuffix(".yaml")]
    data = yaml.load((SAMPLE / file).read_text(encoding="utf-8"), EditorLoader)
    assert accepts(schema, data, schema)


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("products/weilidai.yaml", "lender", "银行"),
        ("products/weilidai.yaml", "lendor", "bank"),
        ("products/weilidai.yaml", "id", "微粒贷"),
        ("topics/overdue.yaml", "related", "interest_rate"),
        ("tests/overdue.yaml", "must", [{"question": "x"}]),
        ("warnings/high_cost.yaml", "when", []),
        ("warnings/high_cost.yaml", "level", "loud"),
    ],
)
def test_wrong_files_are_not(file: str, key: str, value: object) -> None:
    schema = schemas()[file.partition("/")[0]]
    data = yaml.load((SAMPLE / file).read_text(encoding="utf-8"), EditorLoader)
    assert not accepts(schema, {**data, key: value}, schema)


def test_facts_are_completed_from_the_attributes(knowledge: Knowledge) -> None:
    facts = schemas(knowledge.attributes)["products"]["properties"]["facts"]["properties"]
    assert facts["daily_rate"]["description"] == "日利率（日利率，如 0.02%–0.05%）"
    assert set(facts) == set(knowledge.attributes)


def test_they_are_written_with_settings_for_the_editor(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "schemas")
    assert len(written) == len(schemas())
    assert json.loads(written[0].read_text(encoding="utf-8")) == schemas()[written[0].name.split(".")[0]]
    settings = editor_settings("schemas", "knowledge/content")
    assert settings["yaml.schemas"]["schemas/products.schema.json"] == "knowledge/content/products/*.yaml"
    assert settings["yaml.schemas"]["schemas/rules.schema.json"] == "knowledge/content/rules.yaml"
    assert (settings["files.encoding"], settings["files.eol"]) == ("utf8", "\n")
