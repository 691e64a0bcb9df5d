"""Takes over HTTP: another one is heard before it is chosen, the choice makes one fragment again."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import Files
from tests.web.server import Server
from tests.web.test_revisions import LECTURES, content, ended, fragments, patch, put

URN = "urn:videolecture:"


def sentences(server: Server, identity: str, fragment: int) -> dict[str, Any]:
    answer = server.get(f"{LECTURES}/{identity}/fragments/{fragment}/sentences")
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.json
    return found


def test_another_take_is_heard_before_it_is_chosen_and_makes_one_fragment_again(server: Server, files: Files) -> None:
    put(server, files, "takes-1", speech="dice")
    before = {number: content(server, "takes-1", f"fragment_{number}.wav") for number in (1, 2, 3)}
    where = "/fragments/1/sentences/2"
    first, second = (server.ask("POST", f"{LECTURES}/takes-1{where}/takes") for _ in range(2))
    assert (first.status, first.json["take"], second.json["take"]) == (201, 1, 2)
    heard = [server.get(one.json["url"]) for one in (first, second)]
    assert [one.headers["Content-Type"] for one in heard] == ["audio/wav"] * 2
    assert heard[0].body[:4] == b"RIFF" and heard[0].body != heard[1].body
    assert content(server, "takes-1", "fragment_1.wav") == before[1], "nothing is chosen yet"
    assert server.ask("DELETE", first.json["url"]).status == 204
    assert server.get(first.json["url"]).json["type"] == URN + "no-take"
    assert patch(server, "takes-1", where, {"take": 2}).status == 202
    ended(server, "takes-1")
    assert [one["reused"] for one in fragments(server, "takes-1")] == [False, True, True]
    after = {number: content(server, "takes-1", f"fragment_{number}.wav") for number in (1, 2, 3)}
    assert [after[number] == before[number] for number in (1, 2, 3)] == [False, True, True]
    listed = sentences(server, "takes-1", 1)
    assert listed["no_takes"] is None
    assert [(one["text"], one["chosen"], [take["take"] for take in one["takes"]]) for one in listed["items"]] == [
        ("Раз два.", 0, []),
        ("Три.", 2, [2]),
    ]
    assert server.ask("POST", f"{LECTURES}/takes-1{where}/takes").json["take"] == 3, "a dropped one is not made again"
    assert patch(server, "takes-1", where, {"take": None}).status == 202
    assert [one["chosen"] for one in sentences(server, "takes-1", 1)["items"]] == [0, 0]


def test_an_engine_without_chance_offers_none_and_what_is_no_sentence_is_told(server: Server, files: Files) -> None:
    put(server, files, "takes-2")
    listed = sentences(server, "takes-2", 1)
    assert (listed["no_takes"]["code"], [one["takes"] for one in listed["items"]]) == ("takes-no-chance", [[], []])
    for answer in (
        server.ask("POST", f"{LECTURES}/takes-2/fragments/1/sentences/1/takes", Accept_Language="ru"),
        patch(server, "takes-2", "/fragments/1/sentences/1", {"take": 1}),
    ):
        assert (answer.status, answer.json["type"]) == (422, URN + "takes-no-chance")
    assert patch(server, "takes-2", "/fragments/1/sentences/1", {"take": None}).status == 200, "nothing changes"

    for where, body, status, code in (
        ("/fragments/9/sentences/1", {"take": None}, 404, "no-fragment"),
        ("/fragments/1/sentences/3", {"take": None}, 404, "no-sentence"),
        ("/fragments/1/sentences/1", {"take": 100}, 422, "wrong"),
        ("/fragments/1/sentences/1", {}, 422, "wrong"),
    ):
        answer = patch(server, "takes-2", where, body)
        assert (answer.status, answer.json["type"]) == (status, URN + code), (where, answer.body)
    answer = server.ask("PATCH", f"{LECTURES}/takes-2/fragments/1/sentences/1", {"take": None})
    assert (answer.status, answer.json["type"]) == (428, URN + "needs-match")
