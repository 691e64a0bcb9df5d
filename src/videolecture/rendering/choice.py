"""`--speech auto`: the best speech engine that is installed and allowed, chosen once, with the reason.

Only doors ask for it, when a lecture is ordered; what was chosen and why others were passed over is part of the
request.
"""

from __future__ import annotations

import contextlib
import importlib.util
import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from videolecture import registry
from videolecture.environments import torch_build
from videolecture.errors import InputError, Term, VideolectureError
from videolecture.text import detect

AUTO = "auto"
# The best first: those that clone the sample's voice, then those that take on its timbre, by what quality/results says
# of them, then what we have not run; a server last, whose voice is another. Engines of other packages are chosen by
# name alone.
ORDER = ("chatterbox", "xtts", "kokoro", "silero", "silero-cis", "http")
ON_GPU = ("chatterbox", "xtts")  # hours for a lecture on a processor
_MODULES = {"xtts": "TTS"}  # engines that may also be installed beside ours: by what is imported

REASONS: Mapping[str, Term] = {
    "language": Term("does not speak the language", code="passed-language"),
    "commercial": Term("may not be sold", code="passed-commercial"),
    "environment": Term("is not installed (videolecture engines install)", code="passed-environment"),
    "gpu": Term("wants a GPU", code="passed-gpu"),
    "settings": Term("is not described in the settings", code="passed-settings"),
    "weights": Term("has no weights here (videolecture models pull)", code="passed-weights"),
}


@dataclass(frozen=True)
class EngineChoice:
    """An engine, and why those before it were not taken."""

    engine: str
    passed: str  # «auto,chatterbox=environment,xtts=gpu», as a request keeps it


def choose(
    language: str,
    commercial: bool,
    options: Callable[[str], Mapping[str, object]],
    pythons: Mapping[str, str],
) -> EngineChoice:
    """The first engine of ORDER that can be used. Raises InputError, with all reasons, where there is none.

    `options`: those that the operator gives an engine; `pythons`: the engines that have a Python of their own.
    """
    if language == detect.AUTO:
        raise InputError(
            "The speech engine cannot be chosen before the language is known.",
            "Name the language (--language ru), or the engine.",
            code="speech-auto-language",
        )
    passed: dict[str, str] = {}
    for name in ORDER:
        reason = _against(name, language, commercial, options(name), pythons)
        if not reason:
            return EngineChoice(name, ",".join((AUTO, *(f"{other}={why}" for other, why in passed.items()))))
        passed[name] = reason
    raise InputError(
        "No speech engine can be chosen for «{language}»: {passed}.",
        "Install one, or choose one by name.",
        code="speech-auto-none",
        language=language,
        passed=_all(passed),
    )


def chosen(
    named: str | None,
    usual: str,
    language: str,
    commercial: bool,
    options: Callable[[str], Mapping[str, object]],
    pythons: Mapping[str, str],
) -> EngineChoice | None:
    """The engine for `auto`, and for a lecture that may be sold where nobody `named` one and the `usual` may not be.

    None: the one that was named, or the usual one, which tells what to do if it may not be sold. Raises InputError.
    """
    if (named or usual) == AUTO:
        return choose(language, commercial, options, pythons)
    if named or not commercial or registry.speech_engine(usual).terms(options(usual)).commercial:
        return None
    with contextlib.suppress(InputError):
        return choose(language, commercial, options, pythons)
    return None


def told(engine: str, language: str, passed: str) -> Term:
    """What was chosen and why, in words."""
    others = dict(pair.split("=") for pair in passed.split(",") if "=" in pair)
    if not others:
        return Term(
            "Speech engine «{engine}», the best for «{language}», was chosen.",
            code="speech-chosen-best",
            engine=engine,
            language=language,
        )
    return Term(
        "Speech engine «{engine}» was chosen for «{language}»; better ones were passed over: {passed}.",
        code="speech-chosen",
        engine=engine,
        language=language,
        passed=_all(others),
    )


def _all(passed: Mapping[str, str]) -> Term:
    """The engines passed over, each with its reason: one sentence part after another."""
    *before, (name, why) = passed.items()
    last = Term("{engine} {why}", code="passed-one", engine=name, why=REASONS[why])
    for other, reason in reversed(before):
        last = Term("{engine} {why}, {rest}", code="passed-more", engine=other, why=REASONS[reason], rest=last)
    return last


def _against(
    name: str, language: str, commercial: bool, options: Mapping[str, object], pythons: Mapping[str, str]
) -> str:
    """The key in REASONS of why an engine cannot be used; empty if it can."""
    engine = registry.speech_engine(name)
    try:
        registry.check_options(name, options)
    except InputError:
        return "settings"
    info = engine.terms(options)
    if info.languages and language not in info.languages:
        return "language"
    if commercial and not info.commercial:
        return "commercial"
    beside = name in _MODULES and importlib.util.find_spec(_MODULES[name]) is not None
    if (info.own_environment or name in _MODULES) and name not in pythons and not beside:
        return "environment"
    if name in ON_GPU and not _has_gpu():
        return "gpu"
    try:
        engine.weights_for(options)
    except VideolectureError:
        return "weights"
    return ""


def _has_gpu() -> bool:
    return torch_build.has_nvidia_gpu() or (sys.platform == "darwin" and platform.machine() == "arm64")
