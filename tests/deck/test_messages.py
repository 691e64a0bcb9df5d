"""Everything that is said of decks is said in Russian, too, over the same parameters."""

from __future__ import annotations

import ast
import string
import tomllib
from pathlib import Path

import pytest

import videolecture
from videolecture.deck import reading

ROOT = Path(videolecture.__file__).parent
ELSEWHERE = ("text/word.py", "rendering/spoken_deck.py", "cli/deck.py")  # that say something of decks, too
RUSSIAN = tomllib.loads((ROOT / "messages" / "ru.toml").read_text(encoding="utf-8"))


def said() -> dict[str, str]:
    """Code -> the English of all errors and notices of the deck's files and of ELSEWHERE."""
    found = {}
    for path in [*(ROOT / "deck").glob("*.py"), *(ROOT / each for each in ELSEWHERE)]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            codes = [k.value.value for k in node.keywords if k.arg == "code" and isinstance(k.value, ast.Constant)]
            if isinstance(node.func, ast.Name) and node.func.id == "Notice" and len(texts) > 1:
                found[texts[0]] = texts[1]
            elif codes:
                found[str(codes[0])] = " ".join(texts)
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", [*said(), *(f"deck-other-{suffix[1:]}" for suffix in reading._OTHERS)])
def test_every_message_has_a_russian_over_its_own_parameters(code: str) -> None:
    russian = RUSSIAN[code]
    english = said().get(code, "{name}")
    assert fields(russian["what"] + russian.get("remedy", "")) <= fields(english)


def test_messages_of_decks_are_all_still_said() -> None:
    others = {"deck-sound", "deck-narration", *(f"deck-other-{suffix[1:]}" for suffix in reading._OTHERS)}
    assert {code for code in RUSSIAN if code.startswith("deck-")} - others <= set(said())
