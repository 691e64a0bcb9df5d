"""Reading costs as much for each letter of a long sentence as of a short one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import videolecture.text
from tests.text.work import calls
from videolecture.text.source.lines import Line, Notes
from videolecture.text.source.markdown import without_markup
from videolecture.text.speaking import speak

SOURCES = sorted(Path(videolecture.text.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_no_rule_looks_through_all_that_stands_before_or_after_its_match(source: Path) -> None:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            of_match = isinstance(node.value, ast.Attribute) and node.value.attr == "string"
            bounded = node.slice.lower is not None and node.slice.upper is not None
            assert bounded or not of_match, f"{source.name}, line {node.lineno}: use left_of or right_of"


@pytest.mark.parametrize(
    ("language", "repeated"),
    [
        ("ru", "слово и дело в лесу "),
        ("ru", "у 5 кг, и 3 км, "),
        ("ru", "на рис. 5 и табл. 2 "),
        ("ru", "1, 2, "),
        ("ru", "1941, 1942, "),
        ("ru", "на каф. теор. физики проф. Иванов и др., "),
        ("ru", "словобезпробелов"),
        ("ru", "x + y = z, "),
        ("en", "5 kg, and 3 km, "),
        ("en", "Dr. Smith of Elm St. and "),
        ("en", "$5 and €3 million, "),
        ("en", '"10\' and 6" '),
        ("en", "the 80s, 90s and "),
    ],
)
def test_twice_the_text_is_twice_the_work(language: str, repeated: str) -> None:
    once, twice = (repeated * (times // len(repeated)) for times in (1000, 2000))
    speak(twice, language)  # tables and the dictionary's answers are loaded
    assert calls(lambda: speak(twice, language)) < 2.3 * calls(lambda: speak(once, language))


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("| a | b |", "| a | b | c |"),  # rows, and one at the end that lets them be no table
        ("+---+---+", ""),
        ("```python", ""),  # fences that nothing closes
    ],
)
def test_twice_the_lines_are_twice_the_work(line: str, last: str) -> None:
    once, twice = ([*(Line(at, line, 1) for at in range(1, count)), Line(count, last, 1)] for count in (200, 400))
    assert _of_markdown(twice) < 2.3 * _of_markdown(once)


def _of_markdown(lines: list[Line]) -> int:
    return calls(lambda: without_markup(lines, Notes(), lambda _: ""))


def test_a_number_of_thousands_of_digits_is_read_digit_by_digit() -> None:
    assert speak("1" * 5000, "ru").sentence.spoken.startswith("один один один")
    assert speak("1" * 5000, "en").sentence.spoken.startswith("one one one")
