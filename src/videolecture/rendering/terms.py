"""What may be sold: engines, options and voices that `--commercial` refuses, with what to take instead."""

from __future__ import annotations

from collections.abc import Mapping

from videolecture import registry
from videolecture.errors import InputError
from videolecture.text import detect
from videolecture.types import EngineInfo

DECLARED = "commercial"  # the option of an engine whose operator alone knows the licence of its voice


def check_commercial_speech(name: str, options: Mapping[str, object], language: str) -> None:
    """Raise InputError for a speech engine whose code, weights or outputs may not be sold.

    `language` may be `auto`: then what is said instead is not about one language.
    """
    registry.check_options(name, options)
    engine = registry.speech_engine(name)
    info = engine.terms(options)
    if info.commercial:
        return
    if DECLARED in engine.options:
        raise InputError(
            "Whether the voice of the speech engine {name} may be sold is not known.",
            "If its licence allows it, say so in the settings: [engines.{name}] commercial = true, "
            'licence = "its name". Or render without --commercial.',
            code="engine-undeclared",
            name=name,
        )
    if language == detect.AUTO:
        raise _refused(info, [_spoken(other) for other in registry.infos("speech") if other.commercial])
    if allowed := [other.name for other in _embedded(language)]:
        raise _refused(info, allowed)
    raise InputError(
        "The speech engine {name} does not allow commercial use (weights: {licence}), and no engine that does speaks "
        "«{language}» without further installation.",
        "There are three ways: your own recordings (--recording); the engine chatterbox («videolecture engines "
        "install chatterbox», --speech chatterbox); a speech server whose voice may be sold (--speech http, declared "
        "in [engines.http]). Or be the first to try the engine silero-cis («videolecture models pull silero-cis»): "
        "we have never run it. Or render without --commercial.",
        code="no-engine-commercial",
        name=name,
        licence=info.licence_weights,
        language=language,
    )


def check_commercial_face(name: str, options: Mapping[str, object]) -> None:
    """Raise InputError for a face engine that may not be used commercially, or not with one of its options."""
    info = registry.face_engine(name).info
    for option, values in info.noncommercial_options.items():
        if options.get(option) in values:
            raise InputError(
                "The {kind} {name} does not allow commercial use with {option} {value}.",
                "Leave {option} out, or render without --commercial.",
                code="option-not-commercial",
                kind=registry.KIND_NAMES[info.kind],
                name=info.name,
                option=option,
                value=options[option],
            )
    if not info.commercial:
        raise _refused(info, [other.name for other in registry.infos("face") if other.commercial])


def _embedded(language: str) -> list[EngineInfo]:
    """The speech engines that may be sold, speak a language, need neither a server nor an environment, and were run."""
    return [
        info
        for info in registry.infos("speech")
        if info.commercial
        and info.proven
        and not info.own_environment
        and (not info.languages or language in info.languages)
    ]


def _spoken(info: EngineInfo) -> str:
    return f"{info.name} ({', '.join(info.languages)})" if info.languages else info.name


def _refused(info: EngineInfo, allowed: list[str]) -> InputError:
    return InputError(
        "The {kind} {name} does not allow commercial use (weights: {licence}).",
        "Engines that do: {allowed} ({option}). Or render without --commercial.",
        code="engine-not-commercial",
        kind=registry.KIND_NAMES[info.kind],
        name=info.name,
        licence=info.licence_weights,
        allowed=", ".join(allowed),
        option="--speech" if info.kind == "speech" else "--face-engine",
    )
