"""What the service finds in what was given, by real workers: a photo, a recording, a deck, a text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.deck import made
from tests.web.page.conftest import idle_service
from tests.web.server import ROOT
from videolecture.errors import Cancelled
from videolecture.home import home, weights_folder
from videolecture.web.service import Service

WEIGHTS = weights_folder(home())  # before a test names another home


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One for all that is looked at here: its workers take longer to start than they look."""
    with idle_service(tmp_path_factory.mktemp("looks") / "home") as made:
        yield made


@pytest.fixture
def weights(service: Service) -> Iterator[None]:
    """They are here for a test."""
    (service.home / "weights").symlink_to(WEIGHTS, target_is_directory=True)
    yield
    (service.home / "weights").unlink()


def brought(service: Service, kind: str, path: Path) -> str:
    upload = service.uploads.begin("", kind, path.name, path.stat().st_size)
    with path.open("rb") as file:
        service.uploads.append(upload, 0, file)
    return upload.id


def look(client: FlaskClient, service: Service, kind: str, path: Path, **wish: str) -> Any:
    identity = brought(service, kind, path)
    answer = client.post(f"/api/v1/uploads/{identity}/look", json=wish, headers={"Accept-Language": "ru"})
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_recording_is_measured_and_can_be_heard(client: FlaskClient, service: Service, recording: Path) -> None:
    seen = look(client, service, "voice", recording)
    assert seen["seconds"] == pytest.approx(4.0, abs=0.1)
    assert len(seen["peaks"]) == 240 and 0.05 < max(seen["peaks"]) <= 1.0
    with client.get(seen["sound"]) as sound:
        assert (sound.status_code, sound.mimetype, sound.data[:4]) == (200, "audio/wav", b"RIFF")


def test_what_is_no_recording_is_told_by_the_clients_name_of_it(
    client: FlaskClient, service: Service, tmp_path: Path
) -> None:
    path = tmp_path / "мой голос.wav"
    path.write_bytes(b"nothing to hear" * 10)
    seen = look(client, service, "voice", path)
    assert "мой голос.wav" in seen["error"]["what"] and "content" not in seen["error"]["what"]
    assert seen["error"]["code"] == "voice-no-recording"
    assert seen["sound"] is None


def test_of_a_service_that_stops_meanwhile_is_asked_again(
    client: FlaskClient, service: Service, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise Cancelled

    for name in ("voice", "text"):
        monkeypatch.setattr(service.looks, name, stopped)
    identity = brought(service, "voice", recording)
    for path, wish in ((f"uploads/{identity}/look", {}), ("read", {"text": "Да.", "language": "ru"})):
        answer = client.post(f"/api/v1/{path}", json=wish, headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert "The service is stopping" in answer.text


def test_a_decks_slides_are_listed(client: FlaskClient, service: Service, tmp_path: Path) -> None:
    seen = look(client, service, "deck", made.pdf(tmp_path / "slides.pdf", ("One", "Two")))
    assert len(seen["slides"]) == 2


@pytest.mark.usefixtures("weights")
def test_a_face_is_found_in_the_files_own_pixels(client: FlaskClient, service: Service) -> None:
    seen = look(client, service, "face", ROOT / "examples" / "portrait.jpg")
    left, top, right, bottom = seen["box"]
    assert 0 < left < right < seen["width"] and 0 < top < bottom < seen["height"]
    with client.get(seen["picture"]) as picture:
        assert picture.mimetype == "image/jpeg"


def test_a_text_is_read_with_the_clients_own_dictionary(client: FlaskClient) -> None:
    words = [{"written": "ГПТ", "spoken": "джи пи ти", "language": "ru"}]
    assert client.put("/api/v1/dictionary", json={"words": words}).status_code == 200
    body = {"text": "Это ГПТ, 25 кг.\n_;\n\n_;\nДа.", "language": "ru"}
    answer: Any = client.post("/api/v1/read", json=body).json
    assert [len(slide["fragments"]) for slide in answer["slides"]] == [1, 0, 1]
    sentence = answer["slides"][0]["fragments"][0]["sentences"][0]
    assert "джи пи ти, двадцать пять килограммов" in sentence["spoken"]
    assert {doubt["kind"] for doubt in sentence["doubts"]} == {"number", "unknown"}
    assert "джи пи ти" not in client.post("/api/v1/read", json={**body, "own_dictionary": False}).text


def test_a_text_that_cannot_be_read_is_refused_with_the_reason(client: FlaskClient) -> None:
    answer = client.post("/api/v1/read", json={"text": "_;", "language": "ru"}, headers={"Accept-Language": "ru"})
    assert answer.status_code == 422
    assert "detail" in answer.text
