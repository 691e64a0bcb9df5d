from __future__ import annotations

from collections.abc import Callable

import pytest

from videolecture.errors import MissingError
from videolecture.weights import pull, require_consent, weight_path


def quiet(done: float, what: str = "") -> None:
    """Progress that nobody watches."""


def test_weights_whose_licence_was_not_accepted_are_neither_fetched_nor_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COQUI_TOS_AGREED", raising=False)
    attempts: list[Callable[[], object]] = [
        lambda: require_consent("xtts"),
        lambda: weight_path("xtts"),
        lambda: pull(["xtts"], quiet),
    ]
    for attempt in attempts:
        with pytest.raises(MissingError, match="has not been accepted") as caught:
            attempt()
        assert "COQUI_TOS_AGREED=1" in caught.value.remedy


def test_other_answers_than_1_do_not_accept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COQUI_TOS_AGREED", "no")
    with pytest.raises(MissingError):
        require_consent("xtts")


def test_an_accepted_licence_and_one_that_asks_for_nothing_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    require_consent("silero-ru")
    monkeypatch.setenv("COQUI_TOS_AGREED", "1")
    require_consent("xtts")
