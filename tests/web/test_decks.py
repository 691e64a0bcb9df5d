"""Lectures with slides over HTTP: a deck uploaded, named under an allowed root, and in the original's request."""

from __future__ import annotations

import json
from pathlib import Path

from tests.compose.scene.test_film import film
from tests.deck import made
from tests.web.conftest import Files
from tests.web.server import Server, multipart

TEXT = "Раз два.\n_;\nТри."
PAGES = ("One", "Two", "Three")


def test_an_original_client_may_name_a_deck(server: Server, files: Files) -> None:
    deck = made.pdf(files.folder / "slides.pdf", PAGES)
    body = {**files.original(70, TEXT), "deck_path": str(deck), "resolution": "720p", "layout": "slide"}
    answer = server.ask("POST", "/generate", body)
    assert answer.json["result"] == [[1], [2], []], "the deck's last slide has no text: it is silent"
    told = files.folder / "out_70" / "final" / "lecture_70.json"
    server.until(told.exists, "the lecture is finished", 70)
    manifest = json.loads(told.read_text("utf-8"))
    assert (manifest["film"]["width"], manifest["film"]["height"]) == (1280, 720)
    assert [slide["layout"] for slide in manifest["slides"]] == ["slide"] * 3


def test_a_deck_is_named_under_an_allowed_root(server: Server, files: Files, tmp_path: Path) -> None:
    deck = made.pdf(files.folder / "slides.pdf", PAGES)
    body = {**files.paths(TEXT), "deck_path": str(deck), "resolution": "720p"}
    assert server.ask("PUT", "/api/v1/lectures/with-deck", body).status == 202
    assert (told := server.ended("with-deck"))["state"] == "succeeded", told
    outside = {**body, "deck_path": str(made.pdf(tmp_path / "elsewhere.pdf", PAGES))}
    refused = server.ask("PUT", "/api/v1/lectures/outside", outside)
    assert refused.status in (400, 403, 422)
    assert "elsewhere.pdf" in json.dumps(refused.json, ensure_ascii=False)


def test_more_texts_than_slides_are_refused_at_once(server: Server, files: Files) -> None:
    deck = made.pdf(files.folder / "one.pdf", PAGES[:1])
    answer = server.ask("PUT", "/api/v1/lectures/too-many", {**files.paths(TEXT), "deck_path": str(deck)})
    assert answer.status in (400, 422)
    assert "2" in json.dumps(answer.json)
    assert server.get("/api/v1/lectures/too-many").status == 404


def test_a_film_is_uploaded_under_the_name_that_the_text_calls_it(server: Server, files: Files, tmp_path: Path) -> None:
    parts = {
        "text": ("lecture.txt", b"[clip:demo.mp4]\nOne."),
        "face": ("me.png", files.face.read_bytes()),
        "voice": ("me.wav", files.voice.read_bytes()),
        "deck": ("slides.pdf", made.pdf(tmp_path / "slides.pdf", PAGES[:1]).read_bytes()),
        "film": ("demo.mp4", film(tmp_path / "demo.mp4", 20).read_bytes()),
    }
    options = {"options": json.dumps({"resolution": "720p", "layout": "slide", "language": "en"})}
    body, kind = multipart(parts, options)
    address = "/api/v1/lectures/with-film"
    assert server.ask("PUT", address, body, Content_Type=kind).status == 202
    assert (told := server.ended("with-film"))["state"] == "succeeded", told
    body, kind = multipart({**parts, "film": ("../demo.mp4", b"")}, options)
    refused = server.ask("PUT", "/api/v1/lectures/outside-film", body, Content_Type=kind)
    assert refused.status == 422 and "film" in json.dumps(refused.json)


def test_a_voice_and_a_photo_are_asked_for_only_where_needed(server: Server, files: Files) -> None:
    deck = made.pdf(files.folder / "mute.pdf", PAGES)
    address, body = "/api/v1/lectures/mute", {"deck_path": str(deck), "resolution": "360p"}
    assert server.ask("PUT", address, body).status == 202, "nothing of it is spoken"
    spoken = {**body, "text": TEXT}
    refused = server.ask("PUT", "/api/v1/lectures/no-voice", spoken)
    assert (refused.status, refused.json["code"]) == (422, "request-no-voice"), refused.json
    refused = server.ask("PUT", "/api/v1/lectures/no-face", {**spoken, "voice_path": str(files.voice)})
    assert (refused.status, refused.json["code"]) == (422, "request-no-face"), refused.json
    told = server.ended("mute")
    assert (told["state"], told["slides"]) == ("succeeded", [[], [], []]), told


def test_a_film_that_is_not_there_is_told_at_once(server: Server, files: Files) -> None:
    deck = made.pdf(files.folder / "one_page.pdf", PAGES[:1])
    body = {"text": "[clip:absent.mp4]", "deck_path": str(deck)}
    refused = server.ask("PUT", "/api/v1/lectures/no-film", body)
    assert (refused.status, refused.json["code"]) == (422, "clip-missing"), refused.json
    assert "absent.mp4" in refused.json["detail"]
