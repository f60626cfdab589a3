"""Loading a knowledge folder into a snapshot, with every problem of every file at once."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from knowledge.base import Knowledge
from knowledge.document import MAX_FILE_BYTES, Document, Read, read_file
from knowledge.models import (
    Attribute,
    Phrasings,
    Product,
    Rule,
    Source,
    Subject,
    Topic,
    TopicTests,
    Warning,
    Words,
)
from knowledge.problems import Problem
from knowledge.validation import Model, validated

MAX_FILES = 600
MAX_TOTAL_BYTES = 50_000_000

# Folder of content → model of its files; the id of a file is its ``id`` or ``topic``, and its name
FOLDERS: dict[str, type[BaseModel]] = {
    "products": Product,
    "matters": Subject,
    "topics": Topic,
    "phrasings": Phrasings,
    "tests": TopicTests,
    "warnings": Warning,
}
# Single file → model of each entry of it (``words.yaml`` is one entity as a whole)
REGISTERS: dict[str, type[BaseModel]] = {
    "sources.yaml": Source,
    "attributes.yaml": Attribute,
    "rules.yaml": Rule,
}
WORDS = "words.yaml"
_ID = r"[a-z][a-z0-9_]{0,59}"
_REGISTER_IDS = {"sources.yaml": r"[a-z0-9][a-z0-9-]{0,59}"}

DEFAULT_CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Loaded:
    """What a folder held; ``knowledge`` leaves out the parts that ``problems`` name."""

    knowledge: Knowledge
    problems: tuple[Problem, ...]

    @cached_property
    def broken(self) -> frozenset[str]:
        """The files of which a part may be missing from ``knowledge``."""
        return frozenset(problem.file for problem in self.problems if problem.is_error)


def load(folder: Path = DEFAULT_CONTENT, read: Read | None = None) -> Loaded:
    """Read ``folder``. Nothing is raised: a folder that is missing or unreadable is a problem too.

    ``read`` makes a document of what a file holds; ``knowledge.rereading`` has one that remembers.
    """
    problems: list[Problem] = []
    documents = {document.file: document for document in _read_all(folder, problems, read)}
    for document in documents.values():
        problems.extend(document.problems)
    good = {name: doc for name, doc in documents.items() if doc.is_whole}
    found: dict[str, dict[str, Any]] = {}
    for name, model in REGISTERS.items():
        found[name] = _register(good.get(name), model, problems)
        if name not in documents:
            problems.append(Problem(name, 1, f"缺少文件 {name}", "这个文件必须有，可以从上一个版本取回"))
    for subfolder, model in FOLDERS.items():
        found[subfolder] = _folder(subfolder, model, good, problems)
    words = Words()
    if WORDS in good:
        words = validated(Words, good[WORDS], (), good[WORDS].data, problems, file=WORDS) or words
    knowledge = Knowledge(
        version=version_of({name: document.text for name, document in documents.items()}),
        attributes=found["attributes.yaml"],
        sources=found["sources.yaml"],
        rules=found["rules.yaml"],
        products=dict(sorted(found["products"].items(), key=lambda pair: pair[1].place)),
        matters=found["matters"],
        topics=found["topics"],
        phrasings=found["phrasings"],
        tests=found["tests"],
        warnings=found["warnings"],
        words=words,
        documents=documents,
    )
    return Loaded(knowledge, tuple(sorted(set(problems))))


def _read_all(folder: Path, problems: list[Problem], read: Read | None) -> list[Document]:
    if not folder.is_dir():
        problems.append(Problem(str(folder), 1, "没有这个知识文件夹", "请检查设置 JIEWEN_KNOWLEDGE_DIR"))
        return []
    names: list[str] = []
    try:
        for base, subfolders, files in os.walk(folder, onerror=_raise):
            subfolders[:] = sorted(one for one in subfolders if not one.startswith("."))
            for file in sorted(files):
                if not file.startswith((".", "~")):
                    names.append((Path(base) / file).relative_to(folder).as_posix())
            if len(names) > MAX_FILES:
                problems.append(
                    Problem(str(folder), 1, f"文件夹里有超过 {MAX_FILES} 个文件", "请检查是不是放错了文件夹")
                )
                return []
    except OSError as error:
        problems.append(
            Problem(str(error.filename or folder), 1, f"读不了（{error.strerror}）", "请检查文件权限")
        )
        return []
    if not names:
        problems.append(Problem(str(folder), 1, "知识文件夹是空的", "里面应有 products、topics 等文件夹"))
    if _size(folder, names) > MAX_TOTAL_BYTES:
        problems.append(Problem(str(folder), 1, "知识文件加起来太大了", "请检查是不是放错了文件夹"))
        return []
    documents = []
    for name in names:
        top, _, rest = name.partition("/")
        if name.endswith(".yml"):
            problems.append(Problem(name, 1, "扩展名是 .yml", "请改成 .yaml"))
        elif not name.endswith(".yaml"):
            if not name.endswith(".md"):
                problems.append(Problem(name, 1, "这里只放 .yaml 文件", "请移走这个文件"))
        elif (rest and (top not in FOLDERS or "/" in rest)) or (not rest and name not in {*REGISTERS, WORDS}):
            known = "、".join([*FOLDERS, *REGISTERS, WORDS])
            problems.append(Problem(name, 1, "不知道这个文件是什么", f"知识文件只有这些位置：{known}"))
        else:
            documents.append(read_file(folder / name, name, read))
    return documents


def _size(folder: Path, names: list[str]) -> int:
    """Bytes in the files that would be read; a file that is too large by itself is refused when it is read."""
    total = 0
    for name in names:
        try:
            size = (folder / name).stat().st_size
        except OSError:
            continue  # told when it is read
        total += size if name.endswith(".yaml") and size <= MAX_FILE_BYTES else 0
    return total


def _raise(error: OSError) -> None:
    raise error


def _register(document: Document | None, model: type[Model], problems: list[Problem]) -> dict[str, Model]:
    if document is None:
        return {}
    if not isinstance(document.data, dict):
        problems.append(
            Problem(document.file, 1, "应是“编号: 内容”的列表", "每个编号一段", "seed_a: {title: …}")
        )
        return {}
    entries = {}
    for key, data in document.data.items():
        if not re.fullmatch(_REGISTER_IDS.get(document.file, _ID), key):
            problems.append(
                Problem(
                    document.file,
                    document.line((key,)),
                    f"“{key}”不能作编号",
                    "编号只用小写英文字母、数字和下划线（来源编号用减号）",
                    "seed-a" if document.file == "sources.yaml" else "daily_rate",
                )
            )
            continue
        entry = validated(model, document, (key,), data, problems)
        if entry is not None:
            entries[key] = entry
    return entries


def _folder(
    subfolder: str, model: type[BaseModel], documents: dict[str, Document], problems: list[Problem]
) -> dict[str, BaseModel]:
    entities: dict[str, BaseModel] = {}
    for name, document in documents.items():
        if not name.startswith(f"{subfolder}/"):
            continue
        entity = validated(model, document, (), document.data, problems, file=name)
        if entity is None:
            continue
        key = "topic" if "topic" in model.model_fields else "id"
        identity = str(getattr(entity, key))
        if f"{subfolder}/{identity}.yaml" != name:
            problems.append(
                Problem(
                    name,
                    document.line((key,)),
                    f"文件名和 {key}（{identity}）不一致",
                    "文件名须与编号相同",
                    f"{subfolder}/{identity}.yaml",
                )
            )
            continue
        entities[identity] = entity
    return entities


def version_of(texts: Mapping[str, str]) -> str:
    """A hash of files and what they hold, the same on every machine that holds the same files."""
    digest = hashlib.sha256()
    for name in sorted(texts):
        for part in (name, texts[name]):
            digest.update(part.encode("utf-8", "surrogateescape"))
            digest.update(b"\0")
    return digest.hexdigest()[:12]
