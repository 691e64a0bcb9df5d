"""What the page says of its own, in Russian and English, and in which language a browser reads it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from flask import Request
from markupsafe import Markup

from videolecture.messages import LANGUAGES
from videolecture.rendering.option import Option
from videolecture.types import EngineInfo
from videolecture.web.messages import language_of
from videolecture.weights.types import Weights

COOKIE = "videolecture_language"
# Of options that may be many things written in a row: those that the page offers, the usual one first.
_OFFERED = {"subtitles": ("file,soft", "file,soft,burned", "file", "none")}
_COUNTED = re.compile(r"\{(\w+)\|([^}]+)\}")
_COMMAND = re.compile(r" \((?:python -m|make)\b[^()]*\)")  # in what an engine measured


@cache
def table() -> Mapping[str, tuple[str, str]]:
    """Every text by its name, «part.name»: Russian, English."""
    parts = tomllib.loads(resources.files(__name__.rpartition(".")[0]).joinpath("words.toml").read_text("utf-8"))
    return {f"{part}.{name}": (texts[0], texts[1]) for part, of in parts.items() for name, texts in of.items()}


def language(request: Request) -> str:
    """The language that was chosen at the page, otherwise the one that the browser asks for."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else language_of(request.accept_languages, "en")


def say(name: str, language: str, **parts: object) -> str:
    """A text in a language, over its parts; «{n|slide|slides}» is a number with the noun that goes with it."""

    def counted(match: re.Match[str]) -> str:
        number, forms = int(str(parts[match[1]])), match[2].split("|")
        return f"{number}\u00a0{forms[_form(number, language)]}"

    text = table()[name][LANGUAGES.index(language)]
    return _COUNTED.sub(counted, text).format_map(parts)


def called(option: Option, language: str) -> str:
    """An option of a lecture; by its help where this page has no name for it."""
    help_ = option.help_ru if language == "ru" else option.help
    return say(f"option.{option.name}", language) if f"option.{option.name}" in table() else help_


def choices(option: Option) -> tuple[str, ...]:
    """The values of an option among which the page lets choose; none where they are written."""
    return _OFFERED.get(option.name, option.choices)


def named(choice: str, language: str) -> str:
    """A value of an option; as it is where it is a measure or of a package that this page does not know."""
    return say(f"choice.{choice}", language) if f"choice.{choice}" in table() else choice


def about(info: EngineInfo, part: str, language: str) -> str | Markup:
    """What an engine says of itself («title», «needs», «limits», «measured»), without the commands that show it.

    In English where its Russian is not that of it.
    """
    own = str(getattr(info, part))
    russian, english = table().get(f"about.{info.name}_{part}", ("", ""))
    if language == "ru" and english == own:
        return russian
    plain = _COMMAND.sub("", own)
    return plain if language == "en" else Markup('<span lang="en">{}</span>').format(plain)


def weights(found: Weights, language: str) -> str | Markup:
    """What some weights are; in English where this page does not know them, or they say it otherwise now."""
    russian, english = table().get(f"weights.{found.name}", ("", ""))
    if language == "en" or english != found.title:
        return found.title if language == "en" else Markup('<span lang="en">{}</span>').format(found.title)
    return russian


def _form(number: int, language: str) -> int:
    """Which of a noun's forms goes with a number, as Unicode's plural rules have it (core.js: Intl.PluralRules)."""
    if language != "ru":
        return int(number != 1)
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


def for_scripts(language: str) -> Markup:
    """The texts of the part «script» as JSON that may stand inside a page."""
    index = LANGUAGES.index(language)
    texts = {name.partition(".")[2]: both[index] for name, both in table().items() if name.startswith("script.")}
    return Markup(json.dumps(texts, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704 (escaped just here)
