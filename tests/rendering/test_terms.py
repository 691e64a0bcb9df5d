from __future__ import annotations

import pytest

from videolecture.errors import InputError
from videolecture.rendering.terms import check_commercial_face, check_commercial_speech

URL = "http://localhost:8000"


def test_where_nothing_embedded_speaks_the_language_the_three_ways_are_named() -> None:
    with pytest.raises(InputError, match="speaks «ru» without") as refused:
        check_commercial_speech("silero", {}, "ru")
    remedy = refused.value.remedy
    assert remedy.count(";") == 2
    for way in ("three ways: ", "--recording", "engines install chatterbox", "--speech http", "pull silero-cis"):
        assert way in remedy


def test_where_something_embedded_speaks_the_language_it_is_named() -> None:
    with pytest.raises(InputError, match="silero does not allow commercial use") as refused:
        check_commercial_speech("silero", {}, "en")
    assert "Engines that do: kokoro (--speech)." in refused.value.remedy
    check_commercial_speech("kokoro", {}, "en")


def test_while_the_language_is_not_known_engines_are_named_with_theirs() -> None:
    with pytest.raises(InputError) as refused:
        check_commercial_speech("silero", {}, "auto")
    assert "kokoro (en, es, it)" in refused.value.remedy


def test_a_server_whose_voice_is_declared_may_be_sold_and_no_other() -> None:
    check_commercial_speech("http", {"url": URL, "commercial": True, "licence": "CC BY 4.0"}, "ru")
    with pytest.raises(InputError, match="is not known") as refused:
        check_commercial_speech("http", {"url": URL, "licence": "CC BY-NC 4.0"}, "ru")
    assert "[engines.http] commercial = true" in refused.value.remedy


@pytest.mark.parametrize("licence", [{}, {"licence": " "}])
def test_a_declaration_names_the_licence(licence: dict[str, object]) -> None:
    with pytest.raises(InputError, match="no licence is named"):
        check_commercial_speech("http", {"url": URL, "commercial": True, **licence}, "ru")


def test_an_option_that_forbids_it_is_refused_by_name() -> None:
    check_commercial_face("sadtalker", {"enhancer": ""})
    with pytest.raises(InputError, match="sadtalker does not allow commercial use with enhancer gfpgan"):
        check_commercial_face("sadtalker", {"enhancer": "gfpgan"})
