"""Bytes of a lecture file -> text: UTF-8 with or without byte order mark, UTF-16 with one, Windows-1251, or Word."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from videolecture.errors import InputError, Term, reason
from videolecture.text.front_matter import without_front_matter
from videolecture.text.word import is_word, word_text

LONGEST_FILE = 64 * 2**20  # bytes; about two months of speech, so anything longer is not a lecture

# Control characters that no text file has: everything below a space but tab, line feed, vertical tab, form feed,
# carriage return; 0x1A ended files in DOS and is forgiven there.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_RUSSIAN = re.compile(r"[А-Яа-яЁё]")
# The letters that make up half of any Russian text. Read with a wrong table, they turn into rare ones.
_FREQUENT = re.compile(r"[оеаинтсрвл]")


@dataclass(frozen=True)
class LectureText:
    """A lecture's text and how it was decoded."""

    text: str  # NFC, lines end in \n
    encoding: str  # in words: "UTF-8", "UTF-8 with byte order mark", "UTF-16", "Windows-1251", "Word"
    warnings: tuple[Term, ...] = ()


def read(path: Path) -> LectureText:
    """The text of a file. Raises InputError when it cannot be read, is not text, or says nothing."""
    return decode(_bytes(path), path.name)


def decode(data: bytes, name: str) -> LectureText:
    """The text in `data` without its front matter; `name` is what messages call it."""
    text, encoding = (word_text(data, name), "Word") if is_word(data) else _decoded(data, name)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a"))
    text = without_front_matter(text)
    if not text.strip():
        raise InputError(
            "The lecture text «{name}» is empty.",
            "Write what is to be said into it.",
            code="text-empty",
            name=name,
        )
    if encoding != "Windows-1251":
        return LectureText(text, encoding)
    taken = Term(
        "«{name}» is not UTF-8; it was read as Windows-1251. Save it as UTF-8 if letters look wrong.",
        code="text-windows-1251",
        name=name,
    )
    return LectureText(text, encoding, (taken,))


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LONGEST_FILE:
            raise InputError(
                "The lecture text «{name}» has {size:.0f} MB; more than {most} MB is not taken.",
                "Check that it is the text, or cut it into several lectures.",
                code="text-too-large",
                name=path.name,
                size=size / 2**20,
                most=LONGEST_FILE // 2**20,
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            "The lecture text «{path}» does not exist.",
            "Check the path.",
            code="text-missing",
            path=path,
        ) from None
    except IsADirectoryError:
        raise InputError(
            "The lecture text «{path}» is a folder.",
            "Name the text file in it.",
            code="text-folder",
            path=path,
        ) from None
    except OSError as error:
        raise InputError(
            "The lecture text «{path}» cannot be read: {reason}.",
            "Check its permissions.",
            code="text-unreadable",
            path=path,
            reason=reason(error),
        ) from None


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\x00\x00" not in data[:64]:
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise _not_text(name) from None
    try:
        text, encoding = data.decode("utf-8"), "UTF-8"
        if text.startswith("\ufeff"):
            text, encoding = text[1:], "UTF-8 with byte order mark"
    except UnicodeDecodeError:
        text, encoding = _windows_1251(data, name), "Windows-1251"
    if _BINARY.search(text):
        raise _not_text(name)
    return text, encoding


def _windows_1251(data: bytes, name: str) -> str:
    text = data.decode("cp1251", errors="replace")
    letters = len(_RUSSIAN.findall(text))
    high = sum(byte >= 0x80 for byte in data)
    if _BINARY.search(text):
        raise _not_text(name)
    for other, title in (("koi8-r", "KOI8-R"), ("cp866", "DOS (CP866)")):
        if _likeness(data.decode(other)) > max(0.3, 1.5 * _likeness(text)):
            raise InputError(
                "The lecture text «{name}» seems to be in the old encoding {title}.",
                "Save it as UTF-8 and try again.",
                code="text-old-encoding",
                name=name,
                title=title,
            )
    # Punctuation («»—№…) is high too in Windows-1251, but letters outnumber it in any text.
    if text.count("\ufffd") > len(text) // 1000 or letters < 0.7 * high:
        raise _not_text(name)
    return text


def _likeness(text: str) -> float:
    return len(_FREQUENT.findall(text)) / max(1, len(text))


def _not_text(name: str) -> InputError:
    return InputError(
        "«{name}» is not a text file: it holds bytes that no text has.",
        "Give a plain text file in UTF-8 (or Windows-1251); save a document as plain text first.",
        code="text-binary",
        name=name,
    )
