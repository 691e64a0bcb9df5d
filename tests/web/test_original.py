"""The original API as its clients know it: plain HTTP, their fields, their envelope, their file names."""

from __future__ import annotations

import re
from pathlib import Path

import av
import pytest

from tests.web.conftest import Files
from tests.web.server import Server

LONG = "\n_;\n".join(f"Это фрагмент номер {n}, и в нём много слов, чтобы он был подлиннее." * 8 for n in range(30))


def test_ping_answers_as_the_original_did(server: Server) -> None:
    answer = server.get("/ping")
    assert (answer.status, answer.json) == (200, {"error": False, "message": "Pong", "result": True})


def test_an_original_client_gets_a_playable_lecture(server: Server, files: Files) -> None:
    answer = server.ask("POST", "/generate", files.original(7))
    assert answer.status == 200
    assert answer.json["error"] is False
    assert answer.json["result"] == [[1, 2], [], [3]]  # at once, an empty slide keeps its place
    out = files.folder / "out_7"
    clips = [out / "video_fragments" / f"video_fragment_7_{n}_1.mp4" for n in (1, 2, 3)]
    final = out / "final" / "lecture_7.mp4"
    server.until((out / "final" / "lecture_7.json").exists, "the lecture is finished", 7)
    for path in (*clips, final):
        with av.open(str(path)) as film:
            assert {stream.type for stream in film.streams} >= {"video", "audio"}
            assert sum(1 for _ in film.decode(video=0)) > 10
    assert (out / "audio_fragments" / "audio_fragment_7_1.wav").exists()
    assert (out / "combined" / "slide_7_3.mp4").exists()
    server.until(lambda: server.get("/generate/cancel").json["result"] is False, "nothing runs any more")


@pytest.mark.parametrize("path", ["/generation/", "/generation", "/generate"])
def test_every_name_of_the_original_works(server: Server, path: str) -> None:
    answer = server.ask("POST", path, {})
    assert (answer.status, answer.json["error"]) == (400, True)
    assert "face_path" in answer.json["message"]


@pytest.mark.parametrize("path", ["/generate/cancel", "/generation/cancel"])
def test_cancel_is_true_once_the_job_has_stopped_and_false_when_nothing_runs(
    server: Server, files: Files, path: str
) -> None:
    server.ask("POST", "/generate", files.original(8, LONG))
    server.until(lambda: list((files.folder / "out_8").rglob("*.wav")), "the first sound", 8)
    answer = server.get(path)
    assert (answer.status, answer.json["error"], answer.json["result"]) == (200, False, True)
    finished = sorted(files.folder.glob("out_8/*/*"))
    assert server.get(path).json["result"] is False
    assert sorted(files.folder.glob("out_8/*/*")) == finished
    assert not (files.folder / "out_8" / "final" / "lecture_8.mp4").exists()


def test_a_second_job_waits_for_the_first(server: Server, files: Files) -> None:
    assert server.ask("POST", "/generate", files.original(9, LONG)).json["result"]
    second = server.ask("POST", "/generate", files.original(10))
    assert second.json["message"] == "Генерация поставлена в очередь"
    assert server.get("/generate/cancel").json["result"] is True  # the running one
    server.until((files.folder / "out_10" / "final" / "lecture_10.json").exists, "the second one", 10)


def test_the_same_id_again_replaces_the_lecture_and_reuses_what_did_not_change(server: Server, files: Files) -> None:
    out, manifest = files.folder / "out_11", files.folder / "out_11" / "final" / "lecture_11.json"
    server.ask("POST", "/generate", files.original(11, "Первый слайд.\n_;\nВторой слайд.\n_;\nТретий."))
    server.until(manifest.exists, "the first version", 11)
    first = out / "video_fragments" / "video_fragment_11_1_1.mp4"
    before = first.read_bytes(), first.stat().st_mtime_ns
    answer = server.ask("POST", "/generate", files.original(11, "Первый слайд.\n_;\nДругой слайд."))
    assert answer.json["result"] == [[1], [2]]
    server.until(lambda: manifest.exists() and "Другой слайд" in manifest.read_text("utf-8"), "the second version", 11)
    assert (first.read_bytes(), first.stat().st_mtime_ns) == before
    assert not (out / "video_fragments" / "video_fragment_11_3_1.mp4").exists()  # there is no third fragment now
    assert not (out / "combined" / "slide_11_3.mp4").exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": "seven"}, "id"),
        ({"id": True}, "id"),
        ({"id": -1}, "id"),
        ({"id": 1.5}, "id"),
        ({"layout": "cornr"}, "corner"),
        ({"id": None}, "id"),
        ({"face_path": None}, "face_path"),
        ({"face_path": 3}, "face_path"),
        ({"voice_path": "me.wav"}, "абсолютным"),
        ({"lecture_text_path": "/etc/hostname"}, "--allow-root"),
        ({"generated_dir_path": "/etc/out"}, "--allow-root"),
        ({"face_path": "{folder}/nobody.png"}, "не найден"),
        ({"face_path": "{folder}"}, "не является файлом"),
        ({"face_path": "{folder}/lecture.txt"}, "lecture.txt"),
        ({"voice_path": "{folder}/me.png"}, "me.png"),
        ({"lecture_text_path": "{folder}/me.png"}, "me.png"),
        ({"generated_dir_path": "{folder}/lecture.txt"}, "нельзя записать"),
    ],
)
def test_every_error_is_a_400_with_a_message_that_names_the_trouble(
    server: Server, files: Files, change: dict[str, object], told: str
) -> None:
    filled = {k: v.format(folder=files.folder) if isinstance(v, str) else v for k, v in change.items()}
    answer = server.ask("POST", "/generate", {**files.original(99), **filled})
    assert answer.status == 400
    assert answer.json["error"] is True
    assert told in answer.json["message"]
    assert str(server.home) not in answer.json["message"]
    assert not (files.folder / "out_99").exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(server: Server, body: bytes) -> None:
    answer = server.ask("POST", "/generate", body, Content_Type="application/json")
    assert (answer.status, answer.json["error"]) == (400, True)


def test_a_form_of_a_web_page_is_refused(server: Server) -> None:
    answer = server.ask("POST", "/generate", b"id=1", Content_Type="application/x-www-form-urlencoded")
    assert (answer.status, answer.json["error"]) == (400, True)


def test_messages_are_russian_unless_english_is_wanted(server: Server) -> None:
    assert server.get("/generate/cancel").json["message"] == "Нет выполняющейся генерации"
    english = server.get("/generate/cancel", Accept_Language="en-GB,en;q=0.9")
    assert english.json["message"] == "No generation is running"


@pytest.mark.parametrize(
    ("change", "russian", "english"),
    [
        ({"face_path": "lecture.txt"}, "lecture.txt» не изображение", "lecture.txt» is not an image"),
        ({"voice_path": "me.png"}, "Образец голоса", "The voice sample"),
        ({"lecture_text_path": "me.png"}, "не текстовый файл", "is not a text file"),
    ],
)
def test_reasons_are_in_the_clients_language_too(
    server: Server, files: Files, change: dict[str, str], russian: str, english: str
) -> None:
    body = {**files.original(98), **{field: str(files.folder / name) for field, name in change.items()}}
    told = server.ask("POST", "/generate", body).json["message"]
    assert russian in told and not re.search(r"\b(?:the|is|give)\b", told, re.IGNORECASE)
    assert english in server.ask("POST", "/generate", body, Accept_Language="en").json["message"]


def test_a_wrong_method_is_a_400_and_an_unknown_path_a_404(server: Server) -> None:
    assert server.get("/generate").status == 400
    assert server.get("/nothing").status == 404
    assert server.get("/generate").json["error"] is True
    assert "POST" in server.get("/generate").headers["Allow"]


def test_a_text_in_windows_1251_is_read(server: Server, files: Files) -> None:
    body = files.original(12)
    Path(str(body["lecture_text_path"])).with_name("old.txt").write_bytes("Привет, студенты. Начнём.".encode("cp1251"))
    body["lecture_text_path"] = str(files.folder / "old.txt")
    assert server.ask("POST", "/generate", body).json["result"] == [[1]]
    server.until((files.folder / "out_12" / "final" / "lecture_12.json").exists, "the lecture", 12)
