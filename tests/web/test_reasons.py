"""Whatever refuses an order can be said in Russian."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from videolecture.execute import inspection, processes
from videolecture.face import photo, sadtalker_cli
from videolecture.rendering import request as job
from videolecture.speech import sample
from videolecture.storage import atomic as aside
from videolecture.text import decode, detect, lecture, speaking, split
from videolecture.web.reasons import RUSSIAN, in_russian
from videolecture.weights import consent, place

LOOK_AT_ORDERS = (
    decode,
    detect,
    lecture,
    speaking,
    split,
    photo,
    sample,
    inspection,
    job,
    aside,
    processes,
    place,
    consent,
    sadtalker_cli,
)
COMMAND_LINE = ("--slides", "Write it like 2,")  # the service has its own words for these
ERRORS = ("InputError", "OutputError", "DiskFullError", "WorkerError", "MissingError", "WeightsError")


def templates(module: ModuleType) -> Iterator[str]:
    """The messages that a module raises, with {} for what is filled in."""
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ERRORS:
            for argument in call.args:
                yield from said(argument, vars(module))


def said(node: ast.expr, names: Mapping[str, object]) -> Iterator[str]:
    """The texts that an expression can be; nothing for those that are made elsewhere."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr():
            yield "".join(filled(part, names) for part in node.values)
        case ast.Name() if isinstance(names.get(node.id), str):
            yield str(names[node.id])
        case ast.IfExp():
            yield from said(node.body, names)
            yield from said(node.orelse, names)
        case ast.BinOp():
            yield from (a + b for a in said(node.left, names) for b in said(node.right, names))


def filled(part: ast.expr, names: Mapping[str, object]) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    inside = part.value if isinstance(part, ast.FormattedValue) else part
    constant = names.get(inside.id) if isinstance(inside, ast.Name) else None
    return constant if isinstance(constant, str) else "{}"


@pytest.mark.parametrize("module", LOOK_AT_ORDERS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_message_of_the_modules_that_look_at_orders_has_its_russian(module: ModuleType) -> None:
    found = [text for text in templates(module) if not text.startswith(COMMAND_LINE)]
    assert found
    assert not (missing := [text for text in found if text not in RUSSIAN]), missing


def test_every_line_says_itself_with_all_that_is_filled_in() -> None:
    for english, russian in RUSSIAN.items():
        gaps = [f"<{n}>" for n in range(english.count("{}"))]
        assert russian.count("{}") == len(gaps), english
        assert in_russian(english.format(*gaps)) == russian.format(*gaps)
        assert not set("ыэё") & set(english)


def test_what_stands_in_a_gap_is_russian_too() -> None:
    told = in_russian("The photo /srv/me.png cannot be read: Permission denied.")
    assert told == "Фото /srv/me.png нельзя прочитать: нет прав."


def test_an_unknown_sentence_stays_as_it_is() -> None:
    assert in_russian("Nobody foresaw this.") == "Nobody foresaw this."
