"""The OpenAPI document, played by schemathesis: whatever a client sends, the service answers and never breaks."""

from __future__ import annotations

from collections import Counter
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from tests.web.conftest import Files
from tests.web.server import Server

SENTENCE = "/api/v1/lectures/{id}/fragments/{number}/sentences/{sentence}"
EXAMPLES = 8  # for each operation, valid and invalid ones each
# What nothing generated can do: bytes are no photo and no voice, names are no engines, weights or tokens, nobody says
# where the next piece of an upload belongs; and what is there stays there.
NEVER = {
    *("PUT /api/v1/lectures/{id}", "DELETE /api/v1/lectures/{id}", "DELETE /api/v1/uploads/{id}", "POST /api/v1/speak"),
    *("PATCH /api/v1/uploads/{id}", "POST /api/v1/uploads/{id}/look", "GET /api/v1/uploads/{id}/{name}"),
    # nobody guesses a lecture's entity tag
    *(f"PATCH /api/v1/lectures/{{id}}{what}" for what in ("", "/fragments/{number}", "/slides/{slide}")),
    "POST /api/v1/lectures/{id}/revisions/{revision}/restore",
    # the engine that plays speaks without chance
    *(
        f"PATCH {SENTENCE}",
        f"POST {SENTENCE}/takes",
        f"GET {SENTENCE}/takes/{{take}}",
        f"DELETE {SENTENCE}/takes/{{take}}",
    ),
    *("POST /api/v1/read", "POST /api/v1/weights/{name}", "DELETE /api/v1/tokens/{name}"),
}
ODD = (
    ("PUT", "/api/v1/lectures/odd", b'{"text": "\\ud800", "face_path": "/x", "voice_path": "/x"}'),
    ("PUT", "/api/v1/lectures/odd", b"\xff\xfe{}"),
    ("PUT", "/api/v1/lectures/odd", b"[" * 100_000),
    ("PUT", "/api/v1/lectures/odd", b'{"size": 1e400, "text": "a", "face_path": "/x", "voice_path": "/x"}'),
    ("PUT", "/api/v1/lectures/odd", b'{"text": "a", "face_path": "/\\u0000", "voice_path": "/x"}'),
    ("GET", "/api/v1/lectures?before=99999999999999999999", None),
    ("GET", "/api/v1/lectures/%FF%FE", None),
    ("GET", "/api/v1/lectures/a/files/..%2f..%2fetc%2fpasswd", None),
    ("GET", "/api/v1/lectures/a/fragments/99999999999999999999999", None),
    ("POST", "/api/v1/lectures/a/cancel", b"\x00" * 1000),
    ("DELETE", "/api/v1/lectures/a", b"{}"),
    ("POST", "/generate", b'{"id": 1e400}'),
    ("POST", "/generate", b'{"id": ' + b"9" * 5000 + b"}"),
)


def test_nothing_that_a_client_can_send_breaks_the_service(server: Server, files: Files) -> None:
    assert server.ask("PUT", "/api/v1/lectures/played", files.paths()).status == 202
    assert (told := server.ended("played"))["state"] == "succeeded", told
    api = schemathesis.openapi.from_dict(server.get("/openapi.json").json)
    seen: dict[str, Counter[int]] = {}
    for operation in (found.ok() for found in api.get_all_operations() if isinstance(found, Ok)):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body or operation.path_parameters):
                continue
            seen.setdefault(operation.label, Counter()).update(_play(server, operation, mode))
    assert len(seen) >= 10
    never = {label for label, statuses in seen.items() if not any(200 <= status < 300 for status in statuses)}
    assert never <= NEVER, seen


def _play(server: Server, operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode) -> Counter[int]:
    """Statuses of the answers to what schemathesis makes of an operation; half of it about a lecture that is there."""
    seen: Counter[int] = Counter()
    revision = server.get("/api/v1/lectures/played").json["job"]
    there = {
        "id": "played",
        "number": 1,
        "slide": 1,
        "sentence": 1,
        "take": 1,
        "revision": revision,
        "name": "lecture.mp4",
    }
    if "/uploads/" in operation.label:
        wish = {"kind": "face", "name": "me.png", "bytes": 10}
        there |= {"id": server.ask("POST", "/api/v1/uploads", wish).json["id"], "name": "picture.jpg"}
    if operation.label == "GET /api/v1/weights/{name}":
        there["name"] = "htmx"

    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        deadline=None,
    )
    @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    def ask(case: schemathesis.Case[Any], known: bool) -> None:
        if known and case.method != "DELETE":
            case.path_parameters.update({name: there[name] for name in case.path_parameters})
        response = case.call(base_url=f"http://127.0.0.1:{server.port}", timeout=300)
        assert response.status_code < 500, (case.as_curl_command(), response.text)
        seen[response.status_code] += 1

    ask()
    return seen


def test_nothing_odd_breaks_the_service(server: Server) -> None:
    for method, path, body in ODD:
        answer = server.ask(method, path, body, Content_Type="application/json")
        assert 400 <= answer.status < 500 or method in ("DELETE", "POST"), (method, path, answer.body)
        assert answer.status < 500, (method, path, answer.body)
