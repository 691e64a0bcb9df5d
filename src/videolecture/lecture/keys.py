"""The keys of a lecture file: its own few, and every option of a lecture. What only the operator decides is none."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from videolecture.errors import InputError, Term
from videolecture.rendering.option import Option
from videolecture.rendering.options import BY_NAME

FACE_OPTIONS = "face_options"  # a table of its own: what a face engine can be told beside the options of all lectures

OWN: Mapping[str, Option] = {
    option.name: option
    for option in (
        Option("text", "file", None, "the lecture's text; slides separated by the delimiter", "текст лекции"),
        Option("face", "file", None, "the photo that will speak, unless no layout shows one", "фотография"),
        Option("voice", "file", None, "a recording of the voice", "запись голоса"),
        Option("out", "file", None, "where the lecture goes (out, beside this file)", "куда положить лекцию"),
        Option(
            "id",
            "whole",
            1,
            "number of the lecture, part of every file name",
            "номер лекции, часть имён файлов",
            least=0,
            most=2**53 - 1,
        ),
    )
}
KNOWN: Mapping[str, Option] = {**OWN, **BY_NAME}

_INTERPRETER = Term("an interpreter or a program", code="operator-interpreter")
_WEIGHTS = Term("a folder of weights", code="operator-weights")
_SERVER = Term("the address of a server, or what opens it", code="operator-server")
_PLUGIN = Term("code that is loaded", code="operator-plugin")
_MACHINE = Term("what belongs to the machine and not to one lecture", code="operator-machine")

# What a lecture file may not choose, whoever sends it to whom: it would run programs or open connections elsewhere.
OPERATORS: Mapping[str, Term] = {
    **dict.fromkeys(("python", "sadtalker_python", "sadtalker_inference", "command", "interpreter"), _INTERPRETER),
    **dict.fromkeys(("sad_talker_python_path", "sad_talker_inference"), _INTERPRETER),
    **dict.fromkeys(("sadtalker_folder", "sad_talker_dir_path", "folder", "weights", "home"), _WEIGHTS),
    **dict.fromkeys(("url", "base_url", "server", "address", "api_key", "key", "token"), _SERVER),
    **dict.fromkeys(("plugins", "videolecture_plugins"), _PLUGIN),
    **dict.fromkeys(("engines", "service", "executor", "gpus", "logs", "logs_dir_path"), _MACHINE),
}


def find(name: str, file: str) -> Option:
    """The option behind a key. Raises InputError for one that is the operator's, and for one that nobody knows."""
    if name in KNOWN:
        return KNOWN[name]
    refuse_operators(name, file)
    raise unknown(name, file)


def refuse_operators(name: str, file: str) -> None:
    """Raise InputError for a key by which a lecture would decide what is the operator's."""
    if term := OPERATORS.get(name.lower()):
        raise InputError(
            "«{name}» stands in {file}, but a lecture cannot choose {choice}: whoever runs the program does.",
            "Take it out; in the settings file (--config) it has its place.",
            code="lecture-key-operators",
            name=name,
            file=file,
            choice=term,
        )


def unknown(name: str, file: str) -> InputError:
    """The error for a key that nobody knows, with the one that was probably meant."""
    known = (*KNOWN, FACE_OPTIONS)
    if near := difflib.get_close_matches(name.lower().replace("-", "_"), known, 1, 0.5):
        return InputError(
            "{file} has a key «{name}», which nobody knows.",
            "Perhaps «{near}» is meant.",
            code="lecture-key-near",
            file=file,
            name=name,
            near=near[0],
        )
    return InputError(
        "{file} has a key «{name}», which nobody knows.",
        "Known: {known}.",
        code="lecture-key-unknown",
        file=file,
        name=name,
        known=", ".join(known),
    )
