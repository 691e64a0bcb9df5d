"""Editing a lecture over HTTP: only what changes is made again; revisions, and the lecture as a folder."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests import fakes
from tests.web.conftest import Files
from tests.web.server import Answer, Server, multipart
from videolecture.cli import main
from videolecture.storage.cache import digest_file

TEXT = "Раз два. Три.\n_;\nЧетыре пять.\n_;\nШесть."
LECTURES = "/api/v1/lectures"


def put(server: Server, files: Files, identity: str, **more: Any) -> None:
    """Make a lecture of three fragments."""
    answer = server.ask("PUT", f"{LECTURES}/{identity}", {**files.paths(TEXT), **more})
    assert answer.status == 202, answer.body
    ended(server, identity)


def ended(server: Server, identity: str) -> dict[str, Any]:
    view = server.ended(identity)
    assert view["state"] == "succeeded", view
    return view


def tag(server: Server, identity: str) -> str:
    return server.get(f"{LECTURES}/{identity}").headers["ETag"]


def patch(server: Server, identity: str, where: str, body: Any, **headers: str) -> Answer:
    headers = {"If_Match": tag(server, identity), **headers}
    return server.ask("PATCH", f"{LECTURES}/{identity}{where}", body, **headers)


def foresee(server: Server, identity: str, text: str) -> dict[str, Any]:
    found: dict[str, Any] = server.ask("POST", f"{LECTURES}/{identity}/foreseen", {"text": text}).json
    return found


def fragments(server: Server, identity: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.get(f"{LECTURES}/{identity}/fragments").json["items"]
    return found


def content(server: Server, identity: str, name: str) -> bytes:
    answer = server.get(f"{LECTURES}/{identity}/files/{name}")
    assert answer.status == 200, (name, answer.body)
    return answer.body


def test_a_changed_fragment_is_the_only_one_that_is_made_again(server: Server, files: Files) -> None:
    put(server, files, "edit-1")
    before = {n: content(server, "edit-1", f"fragment_{n}.wav") for n in (1, 2, 3)}
    answer = patch(server, "edit-1", "/fragments/2", {"text": "Семь. Восемь. Девять. Десять. Сто. Двести. Триста."})
    assert answer.status == 202
    ended(server, "edit-1")
    found = fragments(server, "edit-1")
    assert [(one["number"], one["reused"], one["edited"]) for one in found] == [
        (1, True, False),
        (2, False, True),
        (3, True, False),
    ]
    assert found[1]["text"].endswith("Триста.")
    after = {n: content(server, "edit-1", f"fragment_{n}.wav") for n in (1, 2, 3)}
    assert [after[n] == before[n] for n in (1, 2, 3)] == [True, False, True]
    assert patch(server, "edit-1", "/fragments/2", {"spoken": "семёрка"}).status == 202
    ended(server, "edit-1")
    found = fragments(server, "edit-1")
    assert (found[1]["text"].endswith("Триста."), found[1]["spoken"]) == (True, "семёрка.")
    assert patch(server, "edit-1", "/fragments/2", {"text": None, "spoken": None}).status == 202
    assert ended(server, "edit-1")["fragments"]["succeeded"] == 3
    assert [one["reused"] for one in fragments(server, "edit-1")] == [True] * 3, "all of it was made before"
    assert content(server, "edit-1", "fragment_2.wav") == before[2]


def test_the_same_change_again_changes_nothing(server: Server, files: Files) -> None:
    put(server, files, "edit-2")
    assert patch(server, "edit-2", "/fragments/1", {"text": "Ноль."}).status == 202
    view = ended(server, "edit-2")
    again = patch(server, "edit-2", "/fragments/1", {"text": "Ноль."})
    assert (again.status, again.json["job"]) == (200, view["job"])


def test_options_and_files_change_and_the_whole_text_ends_changes_of_fragments(server: Server, files: Files) -> None:
    put(server, files, "edit-3")
    assert patch(server, "edit-3", "/fragments/1", {"text": "Ноль."}).status == 202
    ended(server, "edit-3")
    assert patch(server, "edit-3", "", {"title": "Счёт", "still": True}).status == 202
    ended(server, "edit-3")
    assert json.loads(content(server, "edit-3", "lecture.json"))["title"] == "Счёт"
    assert fragments(server, "edit-3")[0]["text"] == "Ноль."
    whole = server.get(f"{LECTURES}/edit-3/text").json["text"]
    assert whole == TEXT.replace("Раз два. Три.", "Ноль.")
    foreseen = [
        foresee(server, "edit-3", text) for text in (whole, whole.replace("Ноль", "Сто"), f"Новое.\n_;\n{whole}")
    ]
    assert [(one["fragments"], one["anew"]) for one in foreseen] == [(3, 0), (3, 1), (4, 1)]
    assert server.ask("POST", f"{LECTURES}/edit-3/foreseen", {"text": "_;"}).status == 422
    body, kind = multipart({"text": ("new.txt", "Новый текст.".encode())}, {"options": '{"title": null}'})
    assert patch(server, "edit-3", "", body, Content_Type=kind).status == 202
    ended(server, "edit-3")
    assert [(one["text"], one["edited"]) for one in fragments(server, "edit-3")] == [("Новый текст.", False)]
    assert json.loads(content(server, "edit-3", "lecture.json"))["title"] == ""


def test_how_a_fragment_sounds_goes_with_its_words_into_another_text(server: Server, files: Files) -> None:
    put(server, files, "edit-12")
    assert patch(server, "edit-12", "/fragments/2", {"text": "Пять.", "spoken": "пятёрка"}).status == 202
    ended(server, "edit-12")
    whole = server.get(f"{LECTURES}/edit-12/text").json["text"]
    gone = foresee(server, "edit-12", whole.replace("Пять.", "Девять."))
    assert (gone["anew"], gone["lost"]) == (1, [2])
    more = f"Ноль.\n_;\n{whole}"
    assert [foresee(server, "edit-12", more)[name] for name in ("fragments", "anew", "lost")] == [4, 1, []]
    assert patch(server, "edit-12", "", {"text": more}).status == 202
    ended(server, "edit-12")
    assert [(one["spoken"], one["reused"]) for one in fragments(server, "edit-12")][2] == ("пятёрка.", True)
    assert patch(server, "edit-12", "", {"text": more.replace("Пять.", "Девять.")}).status == 202
    ended(server, "edit-12")
    assert fragments(server, "edit-12")[2]["spoken"] == "девять."


@pytest.mark.parametrize(
    ("where", "body", "headers", "status", "code"),
    [
        ("/fragments/1", {"text": "Ноль."}, {"If_Match": ""}, 428, "needs-match"),
        ("/fragments/1", {"text": "Ноль."}, {"If_Match": '"another"'}, 412, "mismatch"),
        ("/fragments/9", {"text": "Ноль."}, {}, 404, "no-fragment"),
        ("/fragments/1", {"text": "Ноль.\n_;\nДва."}, {}, 422, "delimiter-in-fragment"),
        ("/fragments/1", {"text": "…"}, {}, 422, "unusable"),
        ("/fragments/1", {"words": "Ноль."}, {}, 422, "wrong"),
        ("/slides/9", {"layout": "slide"}, {}, 404, "no-slide"),
        ("/slides/1", {"layout": "round"}, {}, 422, "unusable"),
        ("", {"size": 63}, {}, 422, "unusable"),
        ("", {"text_path": None}, {}, 422, "missing"),
        ("", {"face_path": "/etc/passwd"}, {}, 403, "outside"),
    ],
)
def test_what_cannot_be_changed_is_refused_and_nothing_happens(
    server: Server, files: Files, where: str, body: Any, headers: dict[str, str], status: int, code: str
) -> None:
    if server.get(f"{LECTURES}/refused").status == 404:
        put(server, files, "refused")
    before = server.get(f"{LECTURES}/refused").json
    if headers.get("If_Match") == "":
        answer = server.ask("PATCH", f"{LECTURES}/refused{where}", body)
    else:
        answer = patch(server, "refused", where, body, **headers)
    assert (answer.status, answer.json["type"]) == (status, f"urn:videolecture:{code}")
    assert server.get(f"{LECTURES}/refused").json == before


def test_of_two_changes_of_the_same_state_the_second_is_refused(server: Server, files: Files) -> None:
    put(server, files, "edit-4")
    known = tag(server, "edit-4")
    assert patch(server, "edit-4", "/fragments/1", {"text": "Ноль."}, If_Match=known).status == 202
    assert patch(server, "edit-4", "/fragments/3", {"text": "Сто."}, If_Match=known).status == 412
    ended(server, "edit-4")
    assert [one["edited"] for one in fragments(server, "edit-4")] == [True, False, False]


def test_a_deleted_lecture_cannot_be_changed(server: Server, files: Files) -> None:
    put(server, files, "edit-5")
    known = tag(server, "edit-5")
    assert server.ask("DELETE", f"{LECTURES}/edit-5").status == 204
    assert server.ask("PATCH", f"{LECTURES}/edit-5/fragments/1", {"text": "Ноль."}, If_Match=known).status == 404


def slides(folder: Path) -> Path:
    """A deck of three slides."""
    path = folder / "deck.pdf"
    first, *others = (Image.fromarray(np.full((90, 160, 3), grey, np.uint8)) for grey in (40, 90, 140))
    first.save(path, save_all=True, append_images=others)
    return path


def picture() -> bytes:
    made = io.BytesIO()
    Image.fromarray(np.full((90, 160, 3), 200, np.uint8)).save(made, "PNG")
    return made.getvalue()


def test_a_slides_picture_and_layout_animate_nothing(server: Server, files: Files) -> None:
    deck = str(slides(files.folder))
    put(server, files, "edit-6", deck_path=deck, resolution="360p")
    body, kind = multipart({"picture": ("other.png", picture())}, {"options": '{"layout": "slide"}'})
    assert patch(server, "edit-6", "/slides/2", body, Content_Type=kind).status == 202
    ended(server, "edit-6")
    manifest = json.loads(content(server, "edit-6", "lecture.json"))
    assert [slide["layout"] for slide in manifest["slides"]] == ["corner", "slide", "corner"]
    listed = server.get(f"{LECTURES}/edit-6/revisions").json["items"]
    assert [one["edited_slides"] for one in listed] == [[2], []]
    whole = server.get(f"{LECTURES}/edit-6/text").json["text"]
    moved = [foresee(server, "edit-6", f"[layout:{name}]{whole}")["anew"] for name in ("corner", "side", "slide")]
    assert moved == [0, 1, 0]  # as it is now, in another size, without a face
    broken, kind = multipart({"picture": ("other.png", b"no picture")}, {})
    assert patch(server, "edit-6", "/slides/1", broken, Content_Type=kind).status == 422
    bare = patch(server, "edit-6", "/slides/2", {"picture_path": None, "layout": None})
    assert bare.status == 202
    ended(server, "edit-6")


def test_revisions_are_listed_compared_and_restored(server: Server, files: Files) -> None:
    put(server, files, "edit-7")
    first = server.get(f"{LECTURES}/edit-7").json["job"]
    film = content(server, "edit-7", "lecture.mp4")
    assert patch(server, "edit-7", "/fragments/2", {"text": "Ноль."}).status == 202
    second = ended(server, "edit-7")["job"]

    def listing() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = server.get(f"{LECTURES}/edit-7/revisions").json["items"]
        return found

    server.until(lambda: not listing()[1]["film"], "the successor is whole, so that the film before goes")
    listed = listing()
    assert [(one["revision"], one["current"], one["film"]) for one in listed] == [
        (second, True, True),
        (first, False, False),
    ]
    assert listed[0]["inputs"]["voice"] == listed[1]["inputs"]["voice"] == digest_file(files.voice)
    changes = server.get(f"{LECTURES}/edit-7/revisions/{first}/changes").json
    assert [(one["number"], one["text"], one["against"]) for one in changes["fragments"]] == [
        (2, "Четыре пять.", "Ноль.")
    ]
    assert (changes["against"], changes["options"], changes["inputs"]) == (second, [], ["edits"])
    assert server.get(f"{LECTURES}/edit-7/revisions/{first}").json["fragments_to_render"] == 0
    answer = server.ask("POST", f"{LECTURES}/edit-7/revisions/{first}/restore", If_Match=tag(server, "edit-7"))
    assert (answer.status, answer.json["fragments_to_render"]) == (202, 0)
    ended(server, "edit-7")
    assert content(server, "edit-7", "lecture.mp4") == film
    assert server.get(f"{LECTURES}/edit-7/revisions").json["items"][0]["restores"] == first


def test_an_unknown_revision_is_refused(server: Server, files: Files) -> None:
    put(server, files, "edit-8")
    put(server, files, "edit-9")
    other = server.get(f"{LECTURES}/edit-9").json["job"]
    for number in (other, 999_999):
        where = f"{LECTURES}/edit-8/revisions/{number}"
        assert server.get(where).status == server.get(f"{where}/changes").status == 404
        answer = server.ask("POST", f"{where}/restore", If_Match=tag(server, "edit-8"))
        assert (answer.status, answer.json["type"]) == (404, "urn:videolecture:no-revision")
    assert server.ask("POST", f"{LECTURES}/edit-8/revisions/1/restore").status == 404


def test_the_last_whole_film_stays_until_its_successor_is_whole(server: Server, files: Files) -> None:
    put(server, files, "edit-10")
    first, film = server.get(f"{LECTURES}/edit-10").json["job"], content(server, "edit-10", "lecture.mp4")
    assert patch(server, "edit-10", "/fragments/2", {"text": "Виси."}).status == 202  # its engine never returns
    server.until(lambda: fragments(server, "edit-10")[1]["state"] == "running", "it renders", "edit-10")
    assert content(server, "edit-10", "lecture.mp4") == film
    listed = {one["name"]: one["revision"] for one in server.get(f"{LECTURES}/edit-10/files").json["items"]}
    assert listed["lecture.mp4"] == first
    assert patch(server, "edit-10", "/fragments/2", {"text": "Ноль."}).status == 202, "a change stops what renders"
    view = ended(server, "edit-10")
    assert content(server, "edit-10", "lecture.mp4") != film
    states = [one["state"] for one in server.get(f"{LECTURES}/edit-10/revisions").json["items"]]
    assert (states, view["fragments"]["succeeded"]) == (["succeeded", "cancelled", "succeeded"], 3)


def test_the_folder_renders_to_the_same_bytes(
    server: Server, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(server, files, "edit-11", deck_path=str(slides(files.folder)), resolution="360p", title="Счёт")
    assert patch(server, "edit-11", "/fragments/2", {"text": "Ноль."}).status == 202
    body, kind = multipart({"picture": ("other.png", picture())}, {})
    assert patch(server, "edit-11", "/slides/3", body, Content_Type=kind).status == 202
    ended(server, "edit-11")
    packed = server.get(f"{LECTURES}/edit-11/folder")
    assert packed.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(packed.body)) as archive:
        archive.extractall(tmp_path / "folder")
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VIDEOLECTURE_EXECUTOR", "inline")
    monkeypatch.setenv("VIDEOLECTURE_EXPRESSIVENESS", "0.9")  # other settings change nothing
    assert main(["render", str(tmp_path / "folder")]) == 0
    final = tmp_path / "folder" / "out" / "final"
    for path in final.iterdir():
        assert path.read_bytes() == content(server, "edit-11", f"lecture{path.suffix}"), path.name
