"""/api/v1: ask once under an id of one's own, look, stop, fetch."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import Files
from tests.web.server import FINAL, Answer, Server, multipart

LONG = "\n_;\n".join(f"Это фрагмент номер {n}, и в нём много слов, чтобы он был подлиннее." * 8 for n in range(30))


def path(name: str) -> str:
    return f"/api/v1/lectures/{name}"


def put(server: Server, name: str, body: Any, **headers: str) -> Answer:
    return server.ask("PUT", path(name), body, **headers)


def finished(server: Server, name: str) -> dict[str, Any]:
    return server.ended(name)


@pytest.fixture(scope="module")
def lecture(server: Server, files: Files) -> str:
    """A finished lecture."""
    assert put(server, "ready", files.paths("Раз. Два.\n_;\n\n_;\nТри.")).status == 202
    assert finished(server, "ready")["state"] == "succeeded"
    return "ready"


def test_a_lecture_is_made_and_seen(server: Server, lecture: str) -> None:
    view = server.get(path(lecture)).json
    assert view["slides"] == [[1], [], [2]]
    assert view["fragments"] == {"total": 2, "succeeded": 2, "failed": 0}
    assert (view["done"], view["seconds_left"], view["error"], view["consent"]["stated_by"]) == (1.0, None, None, "")
    assert view["duration"] > 0.5


def test_the_same_again_changes_nothing(server: Server, files: Files, lecture: str) -> None:
    before = server.get(path(lecture))
    again = put(server, lecture, files.paths("Раз. Два.\n_;\n\n_;\nТри."))
    assert again.status == 200
    assert again.json["job"] == before.json["job"]


def test_another_content_needs_the_entity_tag_of_what_it_replaces(server: Server, files: Files) -> None:
    first = put(server, "edited", files.paths("Первый."))
    finished(server, "edited")
    other = files.paths("Второй.")
    assert put(server, "edited", other).status == 428
    assert put(server, "edited", other, If_Match='"nonsense"').status == 412
    replaced = put(server, "edited", other, If_Match=first.headers["ETag"])
    assert replaced.status == 202
    assert replaced.headers["ETag"] != first.headers["ETag"]
    finished(server, "edited")
    assert server.get(path("edited/fragments/1")).json["text"] == "Второй."


def test_if_match_on_what_is_not_there_fails(server: Server, files: Files) -> None:
    assert put(server, "never", files.paths(), If_Match="*").status == 412


def test_fragments_tell_their_state_and_text(server: Server, lecture: str) -> None:
    items = server.get(path(f"{lecture}/fragments")).json["items"]
    assert [(item["number"], item["slide"], item["state"]) for item in items] == [
        (1, 1, "succeeded"),
        (2, 3, "succeeded"),
    ]
    assert server.get(path(f"{lecture}/fragments/2")).json["text"] == "Три."
    assert server.get(path(f"{lecture}/fragments/3")).status == 404


def test_a_running_lecture_tells_what_is_left_and_is_cancelled(server: Server, files: Files) -> None:
    put(server, "long", files.paths(LONG))

    def told() -> Any:
        view = server.get(path("long")).json
        return view if view["seconds_left"] or view["state"] in FINAL else None

    running = server.until(told, "a time left")
    assert running["state"] == "running" and 0 < running["done"] < 1
    lefts = [f["seconds_left"] for f in server.get(path("long/fragments")).json["items"] if f["seconds_left"]]
    assert lefts == sorted(lefts)
    cancelled = server.ask("POST", path("long/cancel")).json
    assert cancelled["state"] == "cancelled"
    states = {fragment["state"] for fragment in server.get(path("long/fragments")).json["items"]}
    assert states <= {"succeeded", "cancelled"}
    assert server.ask("POST", path("long/cancel")).json["state"] == "cancelled"  # once more harms nothing


def test_a_cancelled_lecture_is_tried_again_by_the_same_request(server: Server, files: Files) -> None:
    put(server, "again", files.paths("Раз.\n_;\n" + LONG))
    server.ask("POST", path("again/cancel"))
    answer = put(server, "again", files.paths("Раз.\n_;\n" + LONG))
    assert (answer.status, answer.json["state"]) == (202, "queued")
    server.ask("DELETE", path("again"))


def test_a_deleted_lecture_is_gone_with_its_files(server: Server, files: Files) -> None:
    put(server, "deleted", files.paths("На выброс."))
    finished(server, "deleted")
    folders = set((server.home / "lectures").iterdir())
    assert server.ask("DELETE", path("deleted"), If_Match='"other"').status == 412
    assert server.ask("DELETE", path("deleted")).status == 204
    assert server.get(path("deleted")).status == 404
    assert len(folders - set((server.home / "lectures").iterdir())) == 1


def test_lists_go_page_by_page_the_newest_first(server: Server, files: Files) -> None:
    for name in ("page-1", "page-2", "page-3"):
        put(server, name, files.paths(f"Текст {name}."))
    first = server.get("/api/v1/lectures?limit=2").json
    second = server.get(f"/api/v1/lectures?limit=2&before={first['next']}").json
    assert [item["id"] for item in first["items"] + second["items"]][:3] == ["page-3", "page-2", "page-1"]
    for name in ("page-1", "page-2", "page-3"):
        assert finished(server, name)["state"] == "succeeded"
    ready = server.get("/api/v1/lectures?state=succeeded&limit=500").json["items"]
    assert {"page-1", "page-2", "page-3"} <= {item["id"] for item in ready}


def test_uploaded_files_make_a_lecture_under_names_of_ours(server: Server, files: Files) -> None:
    options = {"size": 96, "consent": {"face": True, "voice": True, "stated_by": "the teacher"}}
    parts = {
        "text": ("../../evil.txt", "Загружено.".encode()),
        "face": ("..\\evil.png", files.face.read_bytes()),
        "voice": ("/etc/evil.wav", files.voice.read_bytes()),
    }
    body, kind = multipart(parts, {"options": json.dumps(options)})
    answer = server.ask("PUT", path("uploaded"), body, Content_Type=kind)
    assert answer.status == 202, answer.body
    view = finished(server, "uploaded")
    assert view["state"] == "succeeded"
    assert view["consent"] == {"face": True, "voice": True, "stated_by": "the teacher"}
    assert not list(server.home.parent.rglob("*evil*"))


def test_a_lecture_is_made_as_its_options_say(server: Server, files: Files) -> None:
    (files.folder / "words.toml").write_text('[ru]\n"ГПТ" = "джи пи ти"\n', "utf-8")
    body = files.paths("Это ГПТ.\n_;\nДва.") | {
        "dictionary_path": str(files.folder / "words.toml"),
        "strict": True,
        "still": True,
        "slides": [1],
    }
    assert put(server, "chosen", body).status == 202
    assert finished(server, "chosen")["state"] == "succeeded"
    items = {item["name"]: item for item in server.get(path("chosen/files")).json["items"]}
    manifest = server.get(items["lecture.json"]["url"]).json
    assert "джи пи ти" in json.dumps(manifest, ensure_ascii=False)
    assert [fragment["number"] for fragment in manifest["fragments"]] == [1]


def test_files_are_listed_and_served_whole_and_in_parts(server: Server, lecture: str) -> None:
    items = {item["name"]: item for item in server.get(path(f"{lecture}/files")).json["items"]}
    assert {"lecture.mp4", "lecture.srt", "lecture.json", "slide_1.mp4", "fragment_2.mp4", "fragment_2.wav"} <= set(
        items
    )
    film = items["lecture.mp4"]
    whole = server.get(film["url"])
    assert (whole.status, len(whole.body), whole.headers["Content-Type"]) == (200, film["bytes"], "video/mp4")
    part = server.get(film["url"], Range="bytes=100-199")
    assert (part.status, part.body) == (206, whole.body[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{film['bytes']}"
    assert server.get(film["url"], Range="bytes=-10").body == whole.body[-10:]
    beyond = server.get(film["url"], Range=f"bytes={film['bytes']}-")
    assert (beyond.status, beyond.headers["Content-Range"]) == (416, f"bytes */{film['bytes']}")
    for ignored in ("bytes=0-1,5-6", "bytes=9-1", "chapters=1", "lines=1-2", "lines=999999999-"):
        assert server.get(film["url"], Range=ignored).status == 200


def stream(server: Server, name: str, **headers: str) -> Iterator[dict[str, str]]:
    """The server-sent events of a lecture, until the stream ends."""
    body = server.get(path(f"{name}/events"), Accept="text/event-stream", **headers).body.decode()
    for block in body.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and not line.startswith(":"))
        if "event" in fields:
            yield fields


def test_a_stream_tells_everything_and_ends_with_the_lecture(server: Server, files: Files) -> None:
    put(server, "streamed", files.paths("Первый слайд.\n_;\nВторой слайд."))
    told = list(stream(server, "streamed"))
    names = [event["event"] for event in told if "id" in event]
    assert names[0] == "queued" and names[-1] == "succeeded"
    assert names.count("rendered") == 2
    identities = [int(event["id"]) for event in told if "id" in event]
    assert identities == sorted(set(identities))
    assert any(event["event"] == "progress" for event in told)


def test_a_stream_goes_on_after_the_last_event_that_was_seen(server: Server, lecture: str) -> None:
    everything = [event for event in stream(server, lecture) if "id" in event]
    rest = [event for event in stream(server, lecture, Last_Event_ID=everything[2]["id"]) if "id" in event]
    assert rest == everything[3:]
    ended = server.get(path(f"{lecture}/events"), Accept="text/event-stream", Last_Event_ID=everything[-1]["id"])
    assert ended.status == 204  # a browser stops coming back


def test_events_can_be_polled(server: Server, lecture: str) -> None:
    items = server.get(path(f"{lecture}/events?limit=3")).json["items"]
    assert len(items) == 3
    following = server.get(path(f"{lecture}/events?after={items[-1]['seq']}")).json["items"]
    assert following[-1]["name"] == "succeeded"


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"{", 422, "body"),
        (b"[]", 422, "body"),
        ({"text": "Да."}, 422, "voice sample"),
        ({"nonsense": 1}, 422, "nonsense"),
        ({"size": 63}, 422, "size"),
        ({"expressiveness": 7}, 422, "expressiveness"),
        ({"commercial": False}, 422, "commercial"),
        ({"gaze": "wild"}, 422, "gaze"),
        ({"dictionary_path": "/etc/passwd"}, 403, "/etc/passwd"),
        ({"language": "xx"}, 422, "language"),
        ({"speech": "nobody"}, 422, "nobody"),
        ({"text": " "}, 422, "text"),
        ({"text": "Это ꙮ в слове.", "strict": True}, 422, "cannot be spoken"),
        ({"text_path": "{folder}/lecture.txt"}, 422, "text"),
        ({"slides": [7]}, 422, "slide"),
        ({"face_path": "/etc/passwd"}, 403, "/etc/passwd"),
        ({"face_path": "{folder}/../x"}, 403, "outside"),
        ({"webhook": {"url": "ftp://here/x", "secret": "s" * 20}}, 422, "webhook"),
        ({"webhook": {"url": "http://user:secret@here/x", "secret": "s" * 20}}, 422, "webhook"),
    ],
)
def test_problems_are_named_as_rfc_9457_wants(
    server: Server, files: Files, body: bytes | dict[str, object], status: int, told: str
) -> None:
    if isinstance(body, dict) and body.get("text") != "Да.":
        filled = {k: v.format(folder=files.folder) if isinstance(v, str) else v for k, v in body.items()}
        body = {**files.paths(), **filled}
    answer = server.ask("PUT", path(f"bad-{uuid.uuid4().hex}"), body, Content_Type="application/json")
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert told in answer.json["detail"]
    assert answer.json["status"] == status and answer.json["title"] and answer.json["type"]


def test_another_content_type_is_refused(server: Server) -> None:
    assert server.ask("PUT", path("plain"), b"text", Content_Type="text/plain").status == 415


def test_an_id_that_is_no_name_is_refused(server: Server, files: Files) -> None:
    assert put(server, "-x", files.paths()).status == 422
    assert put(server, "%2e%2e%2fx", files.paths()).status in (404, 422)


def test_the_document_is_openapi_3_1_and_names_every_route(server: Server) -> None:
    document = server.get("/openapi").json
    assert document["openapi"].startswith("3.1")
    assert {
        "/api/v1/lectures",
        "/api/v1/lectures/{id}",
        "/api/v1/lectures/{id}/cancel",
        "/api/v1/lectures/{id}/events",
        "/api/v1/lectures/{id}/files/{name}",
        "/api/v1/lectures/{id}/fragments/{number}",
    } <= set(document["paths"])


def test_the_document_names_headers_types_and_who_needs_a_token(server: Server) -> None:
    document = server.get("/openapi").json
    assert document["security"] == [{"token": []}, {}]

    def operation(name: str, method: str = "get") -> tuple[set[str], dict[str, Any]]:
        found = document["paths"]["/api/v1/lectures/{id}" + name][method]
        return {one["name"] for one in found["parameters"] if one["in"] == "header"}, found["responses"]

    headers, responses = operation("/events")
    assert headers == {"Last-Event-ID"}
    assert set(responses["200"]["content"]) == {"application/json", "text/event-stream"}
    headers, responses = operation("/files/{name}")
    assert headers == {"Range"}
    assert {"200", "206", "404", "416"} <= set(responses)
    assert "video/mp4" in responses["200"]["content"]
    for method in ("put", "delete"):
        headers, responses = operation("", method)
        assert headers == {"If-Match"}
        assert "412" in responses
