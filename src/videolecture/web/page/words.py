"""What the page says of its own, in Russian and English, and in which language a browser reads it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from flask import Request
from markupsafe import Markup

from videolecture.messages import LANGUAGES
from videolecture.web.messages import language_of

COOKIE = "videolecture_language"


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
    """A text in a language, over its parts."""
    return table()[name][LANGUAGES.index(language)].format_map(parts)


def for_scripts(language: str) -> Markup:
    """The texts of the part «script» as JSON that may stand inside a page."""
    index = LANGUAGES.index(language)
    texts = {name.partition(".")[2]: both[index] for name, both in table().items() if name.startswith("script.")}
    return Markup(json.dumps(texts, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704 (escaped just here)
