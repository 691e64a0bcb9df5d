"""Names of engines: known ones load, unknown ones are refused with the known ones."""

from __future__ import annotations

from importlib import metadata
from typing import Literal

import pytest

from tests import fakes
from videolecture import registry
from videolecture.errors import InputError


@pytest.mark.parametrize("kind", ["speech", "face", "layout", "executor"])
def test_every_name_of_the_table_leads_to_a_class(kind: registry.Kind) -> None:
    for name in registry.names(kind):
        found = registry.find(kind, name)
        label = found.info.name if kind in ("speech", "face") else found.name  # type: ignore[attr-defined]
        assert label == name


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"«siler».*Known: silero"):
        registry.speech_engine("siler")


@pytest.mark.parametrize("kind", ["speech", "face"])
def test_every_engine_says_what_it_is(kind: Literal["speech", "face"]) -> None:
    for info in registry.infos(kind):
        assert info.kind == kind
        assert info.title
        assert info.licence_code
        assert info.licence_weights
        assert info.behaviour >= 1


def test_the_environment_adds_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    assert registry.speech_engine("tone") is fakes.Tone
    assert registry.names("face")[-1] == "card"


def test_an_addition_under_one_of_our_names_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", "speech:silero=tests.fakes.Tone")
    with pytest.raises(InputError, match="called «silero» already"):
        registry.names("speech")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("voice.tone", "«voice.tone» to videolecture.engines, which is of no known kind"),
        ("tone", "«tone» to videolecture.engines, which is of no known kind"),
        ("speech.silero", "called «silero» already"),
    ],
)
def test_a_packages_entry_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    point = metadata.EntryPoint(name, "tests.fakes:Tone", registry.GROUP)
    monkeypatch.setattr(metadata, "entry_points", lambda **_: [point])
    registry._installed.cache_clear()
    with pytest.raises(InputError, match=said):
        registry.names("speech")


@pytest.mark.parametrize("value", ["tone", "speech:tone", "speech=tests.fakes.Tone", "speech:tone=Tone"])
def test_a_malformed_addition_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", value)
    with pytest.raises(InputError, match="VIDEOLECTURE_PLUGINS"):
        registry.names("speech")
