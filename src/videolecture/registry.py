"""Names of engines, layouts, deck readers and executors, and the classes behind them. Importing this loads none.

To add one: write its file, add its line here. The conformance suites pick it up. Other packages add theirs through
entry points of the group `videolecture.engines`, an operator through the environment, which worker processes inherit:
VIDEOLECTURE_PLUGINS="speech:NAME=module.Class,face:NAME=module.Class".
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module, metadata
from typing import Literal, cast

from videolecture.engines import Engine, FaceEngine, SpeechEngine
from videolecture.errors import InputError, Term
from videolecture.types import EngineInfo, Layout

GROUP = "videolecture.engines"  # of entry points

Kind = Literal["speech", "face", "layout", "deck", "executor"]

TABLE: dict[Kind, dict[str, str]] = {
    "speech": {
        "silero": "videolecture.speech.silero.engine.Silero",
        "kokoro": "videolecture.speech.kokoro.engine.Kokoro",
        "silero-cis": "videolecture.speech.silero_cis.engine.SileroCis",
        "xtts": "videolecture.speech.xtts.engine.Xtts",
        "chatterbox": "videolecture.speech.chatterbox.engine.Chatterbox",
        "http": "videolecture.speech.http.engine.Http",
    },
    "face": {
        "puppet": "videolecture.face.puppet.engine.Puppet",
        "sadtalker": "videolecture.face.sadtalker.engine.SadTalker",
        "sadtalker-cli": "videolecture.face.sadtalker_cli.SadTalkerCli",
    },
    "layout": {
        "face": "videolecture.compose.layouts.face.FaceAlone",
        "corner": "videolecture.compose.layouts.corner.FaceInCorner",
        "side": "videolecture.compose.layouts.side.SideBySide",
        "slide": "videolecture.compose.layouts.slide.SlideAlone",
        "bookends": "videolecture.compose.layouts.bookends.Bookends",
    },
    "deck": {
        "pdf": "videolecture.deck.pdf.Pdf",
        "pptx": "videolecture.deck.pptx.Pptx",
        "odp": "videolecture.deck.odp.Odp",
        "markdown": "videolecture.deck.markdown.Markdown",
        "typst": "videolecture.deck.typst.Typst",
        "pictures": "videolecture.deck.pictures.Pictures",
    },
    "executor": {
        "inline": "videolecture.execute.inline.InlineExecutor",
        "processes": "videolecture.execute.processes.ProcessExecutor",
        "ray": "videolecture.execute.cluster.executor.RayExecutor",
    },
}


KIND_NAMES: Mapping[str, Term] = {
    "speech": Term("speech engine", code="kind-speech"),
    "face": Term("face engine", code="kind-face"),
    "layout": Term("layout", code="kind-layout"),
    "deck": Term("kind of deck", code="kind-deck"),
    "executor": Term("executor", code="kind-executor"),
}


def names(kind: Kind) -> tuple[str, ...]:
    """The known names of a kind, in the table's order."""
    return (*TABLE[kind], *_added(kind))


def target(kind: Kind, name: str) -> str:
    """Where the class behind a name is: "module.Class". No fallback: an unknown name lists the known ones."""
    try:
        return TABLE[kind].get(name) or _added(kind)[name]
    except KeyError:
        if near := nearest(name, names(kind)):
            raise InputError(
                "There is no {kind} called «{name}».",
                "Perhaps «{near}» is meant. Known: {known}.",
                code="name-near",
                kind=KIND_NAMES[kind],
                name=name,
                near=near,
                known=", ".join(names(kind)),
            ) from None
        raise InputError(
            "There is no {kind} called «{name}».",
            "Known: {known}.",
            code="name-unknown",
            kind=KIND_NAMES[kind],
            name=name,
            known=", ".join(names(kind)),
        ) from None


def nearest(name: str, known: Sequence[str]) -> str:
    """The known name that was probably meant; "" where none is like it."""
    return next(iter(difflib.get_close_matches(name.lower().replace("_", "-"), known, 1, 0.7)), "")


def find(kind: Kind, name: str) -> type:
    """The class behind a name. Raises InputError for an unknown one."""
    module, _, attribute = target(kind, name).rpartition(".")
    return cast(type, getattr(import_module(module), attribute))


def _added(kind: Kind) -> dict[str, str]:
    """What other installed packages and the environment add to the table; between them the environment decides."""
    return {**_installed().get(kind, {}), **_from_environment(kind)}


@cache
def _installed() -> Mapping[str, Mapping[str, str]]:
    """Engines, layouts, deck readers and executors of other packages: entry points of the group `videolecture.engines`.

    An entry point is called `speech.NAME`, `face.NAME`, ... and points to `package.module:Class`. Raises InputError
    for one of a kind that there is not, and for one with a name of ours.
    """
    found: dict[str, dict[str, str]] = {}
    for point in metadata.entry_points(group=GROUP):
        kind, dot, name = point.name.partition(".")
        if not dot or kind not in TABLE:
            raise InputError(
                "The package {package} adds «{entry}» to {group}, which is of no known kind.",
                "Its name must be KIND.NAME, with one of these kinds: {kinds}.",
                code="plugin-kind-unknown",
                package=point.dist.name if point.dist else point.value,
                entry=point.name,
                group=GROUP,
                kinds=", ".join(TABLE),
            )
        _refuse_taken(kind, name)
        found.setdefault(kind, {})[name] = point.value.replace(":", ".")
    return found


def _from_environment(kind: Kind) -> dict[str, str]:
    """What VIDEOLECTURE_PLUGINS adds."""
    added = {}
    for entry in filter(None, os.environ.get("VIDEOLECTURE_PLUGINS", "").split(",")):
        key, equals, target = entry.strip().partition("=")
        of, colon, name = key.partition(":")
        if not (equals and colon and "." in target):
            raise InputError(
                "VIDEOLECTURE_PLUGINS contains «{entry}».",
                "Write entries as speech:NAME=module.Class, with a comma between them.",
                code="plugins-malformed",
                entry=entry,
            )
        if of == kind:
            _refuse_taken(kind, name)
            added[name] = target
    return added


def _refuse_taken(kind: Kind, name: str) -> None:
    if name in TABLE[kind]:
        raise InputError(
            "There is a {kind} called «{name}» already, and a plugin adds another one.",
            "Give the plugin's another name.",
            code="plugin-name-taken",
            kind=KIND_NAMES[kind],
            name=name,
        )


def speech_engine(name: str) -> type[SpeechEngine]:
    """The speech engine's class; its heavy libraries load when it is constructed."""
    return cast("type[SpeechEngine]", find("speech", name))


def face_engine(name: str) -> type[FaceEngine]:
    """The face engine's class; its heavy libraries load when it is constructed."""
    return cast("type[FaceEngine]", find("face", name))


def engine(kind: Literal["speech", "face"], name: str) -> type[Engine]:
    """The class of an engine of either kind."""
    return cast("type[Engine]", find(kind, name))


def check_options(name: str, options: Mapping[str, object], kind: Literal["speech", "face"] = "speech") -> None:
    """Raise InputError for an option that the engine does not have, naming those that it has, or for a wrong value."""
    found = engine(kind, name)
    for option in options:
        if option not in found.options:
            raise _no_option(kind, name, option, found.options)
    found.check_options(options)


def _no_option(kind: Kind, name: str, option: str, known: Iterable[str]) -> InputError:
    if not known:
        return InputError(
            "The {kind} {name} has no option «{option}» ([engines.{name}]).",
            "It has none.",
            code="engine-has-no-options",
            kind=KIND_NAMES[kind],
            name=name,
            option=option,
        )
    return InputError(
        "The {kind} {name} has no option «{option}» ([engines.{name}]).",
        "It has: {known}.",
        code="engine-option-unknown",
        kind=KIND_NAMES[kind],
        name=name,
        option=option,
        known=", ".join(known),
    )


def new_speech_engine(name: str, options: Mapping[str, object] | None = None) -> SpeechEngine:
    """A speech engine with its models; options are the operator's, from the table [engines.NAME] of the settings."""
    check_options(name, options or {})
    made = speech_engine(name)
    if not options:
        return made()
    make = cast("Callable[[Mapping[str, object]], SpeechEngine]", made)
    return make(options)


def layout(name: str) -> type[Layout]:
    """The layout's class."""
    return cast("type[Layout]", find("layout", name))


def infos(kind: Literal["speech", "face"]) -> tuple[EngineInfo, ...]:
    """What every engine of a kind says of itself, without loading its models."""
    find_engine = speech_engine if kind == "speech" else face_engine
    return tuple(find_engine(name).info for name in names(kind))
