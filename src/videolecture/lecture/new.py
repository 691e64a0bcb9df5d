"""A new lecture: a folder with its files and a lecture file that renders as it is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from videolecture.errors import InputError
from videolecture.lecture import schema
from videolecture.lecture.file import NAME
from videolecture.rendering.option import Value
from videolecture.storage.atomic import output_error, write_text

_HEAD = f"""#:schema ./{schema.FILE}
# A lecture. In its folder, `videolecture render .` makes it, `videolecture watch .` makes it again after every change.
# Paths are relative to this file; the film comes to the folder out. All that can stand here: docs/options.md.

"""
_WITH_PICTURES = (".md", ".typ")
_EXAMPLES = {
    "ru": "Здравствуйте! Это первый слайд лекции. Напишите здесь свой текст.\n_;\nА это второй слайд.\n",
    "en": "Hello! This is the first slide of the lecture. Write your own text here.\n_;\nThis is the second slide.\n",
}


def create(folder: Path, files: Mapping[str, Path], values: Mapping[str, Value]) -> Path:
    """Write a lecture file into a folder, which is made, and copy into it what lies elsewhere; the file.

    `files`: text, face, voice, deck, ... by their keys. Without a text and a deck a short text is written.
    Raises InputError where there is a lecture file already or a file that is not there, OutputError.
    """
    target = folder / NAME
    if target.exists():
        raise InputError(
            "There is a lecture in {folder} already.",
            "Edit {file}, or choose another folder.",
            code="new-exists",
            folder=folder,
            file=target,
        )
    for key, path in files.items():
        if not path.exists():
            raise InputError(
                "«{path}» ({key}) is not there.", "Check the path.", code="new-no-file", path=path, key=key
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        named = {key: _inside(folder.resolve(), key, path.resolve()) for key, path in files.items()}
        if "text" not in files and "deck" not in files:
            named["text"] = _example(folder, str(values.get("language", "ru")))
    except OSError as error:
        raise output_error(folder, error) from error
    plain: dict[str, Any] = {n: list(value) if isinstance(value, tuple) else value for n, value in values.items()}
    title: dict[str, Any] = {name: plain.pop(name) for name in ("title", "author", "licence") if name in plain}
    write_text(folder / schema.FILE, schema.text())
    write_text(target, _HEAD + tomli_w.dumps({**title, **named, **plain}))
    return target


def _inside(folder: Path, key: str, path: Path) -> str:
    """The path relative to the folder; what lies outside is copied, as <key and suffix> where its name is taken.

    Decks of text name pictures that lie beside them: they stay where they are.
    """
    if path.is_relative_to(folder) or path.suffix.lower() in _WITH_PICTURES:
        return _relative(path, folder)
    copy = folder / path.name
    if copy.exists():
        copy = folder / f"{key}{path.suffix}"
    if path.is_dir():
        shutil.copytree(path, copy)
    else:
        shutil.copyfile(path, copy)
    return copy.name


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


def _example(folder: Path, language: str) -> str:
    """A short text for those who have none yet."""
    path = folder / "lecture.txt"
    if not path.exists():
        write_text(path, _EXAMPLES.get(language[:2], _EXAMPLES["en" if language != "auto" else "ru"]))
    return path.name
