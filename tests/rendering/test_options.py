"""The table of a lecture's options: every door has every option, and values are checked in one place."""

from __future__ import annotations

import argparse
import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture import settings
from videolecture.cli import render
from videolecture.errors import InputError
from videolecture.rendering import options
from videolecture.rendering.option import Option
from videolecture.rendering.options import BY_NAME, DOORS, OPTIONS
from videolecture.rendering.request import RenderRequest
from videolecture.web.v1 import models

ROOT = Path(__file__).parents[2]
# What a request has beside its options: the lecture's files, what it is called, what the engines themselves take.
BESIDE = {
    *("text", "face", "voice", "out", "id", "label", "owner"),
    *("speech_options", "face_options", "speech_passed"),
}


def by_door(option: Option, tmp_path: Path) -> dict[str, bool]:
    """Through which doors an option can really be chosen."""
    parser = argparse.ArgumentParser()
    render.arguments(parser)
    value = {"yes": "true", "whole": "128", "number": "0.25", "slides": '"2"'}.get(option.kind, f'"{sample(option)}"')
    file = tmp_path / "settings.toml"
    file.write_text(f"{option.name} = {value}\n", "utf-8")
    try:
        of_file = settings.load(file, {}).lecture.get(option.name)
        of_environment = settings.load(None, {option.variable: value.strip('"')}).lecture.get(option.name)
    except InputError:
        of_file = of_environment = None
    field = f"{option.name}_path" if option.kind == "file" else option.name
    in_settings = None not in (of_file, of_environment) and of_file == of_environment
    return {
        "command": option.flag in parser.format_help(),
        "settings": in_settings,
        "v1": field in models.LectureWish.model_fields,
        "original": in_settings,  # its body has no options: it renders as the settings say
    }


def sample(option: Option) -> str:
    """A possible value as text."""
    if option.names:
        return str(option.default)
    if option.pattern and re.fullmatch(option.pattern, option.example):
        return option.example
    if option.name == "background":
        return "navy"
    return (option.choices or ("",))[0] or ("en" if option.name == "language" else "/there/x.toml")


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_is_reachable_through_every_door_or_exempt_with_a_reason(option: Option, tmp_path: Path) -> None:
    assert by_door(option, tmp_path) == {door: door not in option.exempt for door in DOORS}
    assert all(len(reason) > 10 for reason in option.exempt.values())


def test_the_table_and_the_request_have_the_same_options_and_defaults() -> None:
    fields = {field.name: field.default for field in dataclasses.fields(RenderRequest) if field.name not in BESIDE}
    assert fields == {option.name: option.default for option in OPTIONS if not option.engine}
    assert len(BY_NAME) == len(OPTIONS)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_an_option_says_in_both_languages_what_it_means(option: Option) -> None:
    assert option.help and option.help_ru and option.help != option.help_ru
    option.check(option.default)


@pytest.mark.parametrize(("language", "document"), [("en", "options.md"), ("ru", "options.ru.md")])
def test_the_documents_have_the_table(language: str, document: str) -> None:
    command = f"python -m videolecture.rendering.options {language} > docs/{document}"
    assert (ROOT / "docs" / document).read_text("utf-8") == options.table(language), command


@given(st.sets(st.integers(1, 60), min_size=1))
def test_a_choice_of_slides_is_understood(numbers: set[int]) -> None:
    read = BY_NAME["slides"].read
    assert read(", ".join(map(str, numbers))) == tuple(sorted(numbers))
    assert read(f"{min(numbers)}-{max(numbers)}") == tuple(range(min(numbers), max(numbers) + 1))


@pytest.mark.parametrize("choice", ["", "a", "0", "3-1", "-2", "1,,2", "1-99999999999"])
def test_a_choice_of_slides_that_is_none_is_refused(choice: str) -> None:
    with pytest.raises(InputError, match="--slides"):
        BY_NAME["slides"].read(choice, "--slides")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("size", 63, "option-even"),
        ("size", 4098, "option-even"),
        ("size", "big", "option-not-whole"),
        ("size", True, "option-not-whole"),
        ("expressiveness", "2", "option-range"),
        ("expressiveness", float("nan"), "option-range"),
        ("expressiveness", "lively", "option-not-number"),
        ("still", "perhaps", "option-not-yes"),
        ("delimiter", "", "option-empty"),
        ("delimiter", "-" * 21, "option-long"),
        ("delimiter", 3, "option-not-text"),
        ("language", "Russian", "option-form"),
        ("gaze", "wild", "option-choice"),
        ("resolution", "1080", "option-choice-near"),
        ("dictionary", 3, "option-not-path"),
        ("slides", [0], "option-no-slide"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_a_code_that_names_the_option(name: str, value: object, code: str) -> None:
    with pytest.raises(InputError, match=f"«{name}»") as refused:
        BY_NAME[name].read(value)
    assert refused.value.code == code
