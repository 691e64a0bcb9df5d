"""What /api/v1 shows of the ledger, in the client's language."""

from __future__ import annotations

import dataclasses

import pytest

from videolecture.errors import DiskFullError, Term
from videolecture.jobs.rows import StoredEvent
from videolecture.messages import as_data
from videolecture.rendering import events
from videolecture.web.v1 import views

FULL = DiskFullError("No room in «{folder}».", "Make room.", code="stopped", folder="x")


def stored(event: events.Event) -> StoredEvent:
    return StoredEvent(1, 1, "lecture", 0.0, event.name, dataclasses.asdict(event))


@pytest.mark.parametrize(("language", "said"), [("en", "Slide 2: silent"), ("ru", "Слайд 2: тишина")])
def test_a_warning_is_told_in_the_clients_language(language: str, said: str) -> None:
    silent = Term("silent", code="speech-silent")
    warning = Term("Slide {slide}: {warning}", code="slide-warning", slide=2, warning=silent)
    shown = views.event(stored(events.Warned.of(warning)), language)
    assert shown.data == {"what": said, "code": "slide-warning"}


def test_a_warning_without_a_code_is_told_as_it_is() -> None:
    assert views.event(stored(events.Warned.of("rough")), "ru").data == {"what": "rough"}


def test_a_pause_is_told_with_its_remedy() -> None:
    shown = views.event(stored(events.Paused(FULL.what, FULL.remedy, as_data(FULL))), "ru")
    assert (shown.data["code"], shown.data["what"]) == ("stopped", "Остановлено.")
    assert shown.data["remedy"]
