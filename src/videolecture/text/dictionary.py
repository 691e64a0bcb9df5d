"""The pronunciation dictionary a user gives: written -> spoken, whole words or regular expressions, per language."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from videolecture.errors import InputError
from videolecture.text.alphabet import LANGUAGES
from videolecture.text.decode import read
from videolecture.text.markup import Held, stressed

_REMEDY = (
    'TOML: a table per language, «[ru]» then «"GPT" = "джи пи ти"», or «[[rule]]» with written, spoken, language, '
    "regex. "
    "CSV: the columns written, spoken, language, regex."
)
_TRUE = frozenset(("true", "yes", "1", "regex", "да"))


@dataclass(frozen=True)
class Entry:
    """How one word, or whatever a regular expression matches, is said. Case does not count."""

    written: str
    spoken: str  # «+» or U+0301 for stress; \\1 for a group of a regular expression
    language: str = ""  # empty: any
    regex: bool = False


_Rules = tuple[re.Pattern[str] | None, dict[str, str], list[tuple[re.Pattern[str], str]]]


@dataclass(frozen=True)
class Dictionary:
    """Entries, the user's order kept; regular expressions come after the words."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def _by_language(self) -> dict[str, _Rules]:
        return {}

    def apply(self, text: str, language: str, held: Held) -> str:
        """The text with every written form behind a held character that stands for its spoken one."""
        if language not in self._by_language:
            self._by_language[language] = _compiled(self.entries, language)
        pattern, words, rules = self._by_language[language]
        if pattern:
            text = pattern.sub(lambda m: held.hold(stressed(words[m.group().lower()], words=True)), text)
        for rule, spoken in rules:
            text = rule.sub(partial(_replaced, spoken=spoken, held=held), text)
        return text


def _compiled(entries: Iterable[Entry], language: str) -> _Rules:
    """The words of a language as one expression, what each becomes, and its own expressions."""
    mine = [e for e in entries if e.language in ("", language)]
    words = {e.written.lower(): e.spoken for e in mine if not e.regex}
    names = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w\u0301])(?:{names})(?![\w\u0301])", re.IGNORECASE) if words else None
    return pattern, words, [(re.compile(e.written, re.IGNORECASE), e.spoken) for e in mine if e.regex]


def _replaced(match: re.Match[str], spoken: str, held: Held) -> str:
    return held.hold(stressed(match.expand(spoken), words=True)) if match.group() else ""


def load_dictionary(path: Path) -> Dictionary:
    """A TOML or CSV file's entries. Raises InputError that names the file, the entry and the remedy."""
    if not path.exists():
        raise InputError(
            "The dictionary «{path}» does not exist.",
            "Check the path given with --dictionary.",
            code="dictionary-missing",
            path=path,
        )
    text = read(path).text
    entries = _toml(text, path.name) if path.suffix.lower() == ".toml" else _csv(text, path.name)
    return Dictionary(tuple(_checked(entry, path.name) for entry in entries))


def _toml(text: str, name: str) -> Iterable[Entry]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            "The dictionary «{name}» is not valid TOML: {reason}.",
            _REMEDY,
            code="dictionary-toml",
            name=name,
            reason=error,
        ) from None
    for key, value in data.items():
        if key == "rule" and isinstance(value, list):
            yield from (_entry(row, name) for row in value)
        elif isinstance(value, Mapping):
            for written, spoken in value.items():
                yield _entry({"written": written, "spoken": spoken, "language": key}, name)
        else:
            yield _entry({"written": key, "spoken": value}, name)


def _csv(text: str, name: str) -> Iterable[Entry]:
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    for row in csv.reader(text.splitlines(), delimiter=delimiter):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#") or [c.lower() for c in cells[:2]] == ["written", "spoken"]:
            continue
        yield _entry(dict(zip(("written", "spoken", "language", "regex"), cells, strict=False)), name)


def _entry(row: object, name: str) -> Entry:
    if not isinstance(row, Mapping):
        raise InputError(
            "The dictionary «{name}» holds an entry that is no table: {row}.",
            _REMEDY,
            code="dictionary-no-table",
            name=name,
            row=row,
        )
    written, spoken = row.get("written"), row.get("spoken")
    if not isinstance(written, str) or not isinstance(spoken, str) or not written:
        raise InputError(
            "The dictionary «{name}» holds an entry without a written and a spoken form: {row}.",
            _REMEDY,
            code="dictionary-entry",
            name=name,
            row=dict(row),
        )
    regex = row.get("regex", False)
    return Entry(
        written,
        spoken,
        str(row.get("language") or ""),
        regex if isinstance(regex, bool) else str(regex).lower() in _TRUE,
    )


def _checked(entry: Entry, name: str) -> Entry:
    if entry.language and entry.language not in LANGUAGES:
        raise InputError(
            "The dictionary «{name}» names the language «{language}» for «{written}».",
            "Known: {known}.",
            code="dictionary-language",
            name=name,
            language=entry.language,
            written=entry.written,
            known=", ".join(LANGUAGES),
        )
    if entry.regex:
        try:
            groups = re.compile(entry.written).groups
            re.compile(f"(?:{entry.written})").sub("", "")
            if any(int(n) > groups for n in re.findall(r"\\(\d)", entry.spoken)):
                raise re.error("the spoken form names a group that the written one does not have")
        except re.error as error:
            raise InputError(
                "The dictionary «{name}» holds «{written}», which is no regular expression: {reason}.",
                _REMEDY,
                code="dictionary-regex",
                name=name,
                written=entry.written,
                reason=error,
            ) from None
    return entry
