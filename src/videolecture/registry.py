"""Names of engines, layouts and executors, and the classes behind them. Importing this loads none of them.

To add one: write its file, add its line here. The conformance suites pick it up.
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal, cast

from videolecture.errors import InputError
from videolecture.types import EngineInfo, FaceEngine, Layout, SpeechEngine

Kind = Literal["speech", "face", "layout", "executor"]

TABLE: dict[Kind, dict[str, str]] = {
    "speech": {
        "silero": "videolecture.speech.silero.Silero",
    },
    "face": {
        "puppet": "videolecture.face.puppet.engine.Puppet",
    },
    "layout": {
        "face": "videolecture.compose.layouts.face.FaceAlone",
    },
    "executor": {
        "inline": "videolecture.execute.inline.InlineExecutor",
        "processes": "videolecture.execute.processes.ProcessExecutor",
    },
}


def names(kind: Kind) -> tuple[str, ...]:
    """The known names of a kind, in the table's order."""
    return tuple(TABLE[kind])


def find(kind: Kind, name: str) -> type:
    """The class behind a name. No fallback: an unknown name lists the known ones."""
    try:
        target = TABLE[kind][name]
    except KeyError:
        known = ", ".join(names(kind))
        raise InputError(f"There is no {kind} called «{name}».", f"Known: {known}.") from None
    module, _, attribute = target.rpartition(".")
    return cast(type, getattr(import_module(module), attribute))


def speech_engine(name: str) -> type[SpeechEngine]:
    """The speech engine's class; its heavy libraries load when it is constructed."""
    return cast("type[SpeechEngine]", find("speech", name))


def face_engine(name: str) -> type[FaceEngine]:
    """The face engine's class; its heavy libraries load when it is constructed."""
    return cast("type[FaceEngine]", find("face", name))


def layout(name: str) -> type[Layout]:
    """The layout's class."""
    return cast("type[Layout]", find("layout", name))


def infos(kind: Literal["speech", "face"]) -> tuple[EngineInfo, ...]:
    """What every engine of a kind says of itself, without loading its models."""
    find_engine = speech_engine if kind == "speech" else face_engine
    return tuple(find_engine(name).info for name in names(kind))
