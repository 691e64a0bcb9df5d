from __future__ import annotations

from collections.abc import Mapping

import pytest

from videolecture.errors import InputError, MissingError
from videolecture.messages import tell
from videolecture.rendering import choice
from videolecture.speech.chatterbox.engine import Chatterbox
from videolecture.speech.kokoro.engine import Kokoro
from videolecture.speech.silero.engine import Silero
from videolecture.speech.xtts.engine import Xtts

SERVER: Mapping[str, object] = {"url": "http://localhost:8000", "commercial": True, "licence": "CC BY 4.0"}


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a GPU that has all weights, and XTTS nowhere."""
    monkeypatch.setattr(choice, "_has_gpu", lambda: False)
    monkeypatch.setattr(choice, "_MODULES", {"xtts": "no_such_module"})
    for engine in (Chatterbox, Kokoro, Silero, Xtts):
        monkeypatch.setattr(engine, "weights_for", classmethod(lambda _cls, _options: {}))


def chosen(
    language: str, commercial: bool = False, pythons: Mapping[str, str] | None = None, **options: Mapping[str, object]
) -> choice.EngineChoice:
    return choice.choose(language, commercial, lambda name: options.get(name, {}), pythons or {})


def test_without_a_gpu_the_embedded_engine_of_the_language_is_chosen() -> None:
    assert chosen("ru") == choice.EngineChoice("silero", "auto,chatterbox=environment,xtts=environment,kokoro=language")
    assert chosen("en").engine == "kokoro"


def test_an_engine_that_clones_comes_first_where_it_is_installed_and_has_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    pythons = {"chatterbox": "/some/python", "xtts": "/some/python"}
    assert chosen("ru", pythons=pythons).passed.startswith("auto,chatterbox=gpu,xtts=gpu,")
    monkeypatch.setattr(choice, "_has_gpu", lambda: True)
    assert chosen("ru", pythons=pythons) == choice.EngineChoice("chatterbox", "auto")
    assert chosen("cs", pythons=pythons).engine == "xtts"


def test_only_what_may_be_sold_is_chosen_for_a_lecture_that_is() -> None:
    with pytest.raises(
        InputError,
        match=r"«ru»: chatterbox is not installed.*silero may not be sold, silero-cis has no weights here.*http is",
    ):
        chosen("ru", commercial=True)
    assert chosen("ru", commercial=True, http=SERVER).engine == "http"


def test_what_has_no_weights_here_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_cls: object, _options: object) -> None:
        raise MissingError("Not there.")

    monkeypatch.setattr(Kokoro, "weights_for", classmethod(missing))
    assert chosen("en") == choice.EngineChoice("silero", "auto,chatterbox=environment,xtts=environment,kokoro=weights")


def for_sale(language: str, usual: str = "silero") -> choice.EngineChoice | None:
    return choice.chosen(None, usual, language, True, lambda _name: {}, {})


def test_where_nobody_names_an_engine_a_lecture_to_be_sold_takes_one_that_may_be() -> None:
    found = for_sale("en")
    assert found is not None and found.engine == "kokoro"
    assert for_sale("en", usual="kokoro") is None
    assert choice.chosen("silero", "silero", "en", True, lambda _name: {}, {}) is None
    assert choice.chosen(None, "silero", "en", False, lambda _name: {}, {}) is None


def test_where_no_engine_may_be_sold_the_usual_one_tells_what_to_do() -> None:
    assert for_sale("ru") is None
    assert for_sale("auto") is None


def test_an_unknown_language_is_asked_for() -> None:
    with pytest.raises(InputError, match="before the language is known"):
        chosen("auto")


def test_the_reason_is_told_in_both_languages() -> None:
    found = chosen("ru")
    told = choice.told(found.engine, "ru", found.passed)
    assert str(told) == (
        "Speech engine «silero» was chosen for «ru»; better ones were passed over: chatterbox is not installed "
        "(videolecture engines install), xtts is not installed (videolecture engines install), kokoro does not speak "
        "the language."
    )
    assert "kokoro не говорит на этом языке" in tell(told, "ru").what
    assert str(choice.told("chatterbox", "ru", "auto")) == "Speech engine «chatterbox», the best for «ru», was chosen."
