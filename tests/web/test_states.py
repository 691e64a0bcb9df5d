"""Every order of edits, revisions and renders: the newest whole film stays, revisions come back as they were.

The service is the real one, in this process, and inputs are really inspected; only the film is a stand-in: the digest
of everything that the request names. Two clients at once are held at explicit signals.
"""

from __future__ import annotations

import dataclasses
import io
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests import fakes
from tests.waiting import until
from videolecture import settings as own_settings
from videolecture.errors import Cancelled, EngineError
from videolecture.execute.inline import InlineExecutor
from videolecture.jobs.lease import RUNNER, acquire
from videolecture.jobs.requests import request_from
from videolecture.jobs.retention import Limits, Retention, supersede
from videolecture.jobs.rows import Job
from videolecture.jobs.runner import Runner, _Current
from videolecture.jobs.states import State
from videolecture.output.names import lecture_path
from videolecture.rendering import pipeline
from videolecture.rendering.takes import ChosenTake
from videolecture.storage.cache import Cache, digest, digest_file
from videolecture.web import config, revisions
from videolecture.web.app import create_app
from videolecture.web.changes import INPUTS, change, restore
from videolecture.web.inputs import InputSource
from videolecture.web.service import Service, Wish
from videolecture.web.wanted import Change, FragmentChange

LECTURE = "/api/v1/lectures/1"
TEXT = "Раз.\n_;\nДва."
WORDS = st.sampled_from(["Ноль.", "Сто раз.", "Дом и сад."])


def voice(path: Path) -> Path:
    """A second of a buzz, loud enough to be a voice."""
    from tests.conftest import write_wav

    time = np.arange(4 * 16_000) / 16_000
    return write_wav(path, 0.2 * np.sin(2 * np.pi * 150 * time) * (0.5 + 0.5 * np.sin(2 * np.pi * 3 * time)))


def made(home: Path) -> Service:
    """A service in this process, without its rendering process."""
    chosen = own_settings.load(None, {"VIDEOLECTURE_SPEECH": "dice", "VIDEOLECTURE_FACE_ENGINE": "card"})
    service = Service(chosen, config.load({}, {}, {}))
    service._inspector.close()
    service._inspector = InlineExecutor()  # type: ignore[assignment]
    assert service.home == home
    return service


def wish(folder: Path, text: str, **options: Any) -> Wish:
    """The lecture 1, of files in a folder."""
    sources = {
        "text": InputSource("text", "text", stream=io.BytesIO(text.encode())),
        "face": InputSource("face", "me.png", path=folder / "me.png"),
        "voice": InputSource("voice", "me.wav", path=folder / "me.wav"),
    }
    return Wish("1", "v1", sources, options)


def photo(path: Path, grey: int) -> None:
    assert cv2.imwrite(str(path), np.full((64, 64, 3), grey, np.uint8))


def film_of(job: Job) -> bytes:
    """What is rendered of a job here: everything that its film depends on, and nothing that it does not."""
    files = {name: digest_file(Path(job.request[name])) for name in INPUTS if job.request.get(name)}
    other = {name: value for name, value in job.request.items() if name not in (*INPUTS, "out", "shown")}
    return digest(files, other).encode()


class StandIn(Runner):
    """Renders a job by writing its stand-in of a film, or fails, or is stopped."""

    outcome = "whole"

    def _pipeline(self, current: _Current) -> pipeline.Result:
        job = current.job
        supersede(self._ledger, self._ledger.store.home, job)
        if self.outcome == "fails":
            raise EngineError("It broke.", "Try again.", code="program-failed", kind="x", reason="y")
        if self.outcome == "stops":
            raise Cancelled
        path = lecture_path(request_from(job.request).out, int(job.request["id"]))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(film_of(job))
        return pipeline.Result(path, (), path, (), (), 1.0, 0, 0)


def kept(state: Lectures) -> bool:
    """Whether the lecture is there: of one that never became whole, making room leaves nothing."""
    return state.ledger.lecture("1") is not None


class Lectures(RuleBasedStateMachine):
    """One lecture, changed and rendered in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.held = ExitStack()
        self.folder = Path(self.held.enter_context(tempfile.TemporaryDirectory()))
        patch = self.held.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("VIDEOLECTURE_HOME", str(self.folder / "home"))
        patch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
        photo(self.folder / "me.png", 90)
        voice(self.folder / "me.wav")
        self.service = made(self.folder / "home")
        self.ledger = self.service.ledger
        self.lease = acquire(self.service.store, RUNNER)
        self.cache = Cache(self.folder / "home" / "cache")
        self.runner = StandIn(self.ledger, self.lease, InlineExecutor(), self.cache)
        self.whole: dict[int, bytes] = {}  # revisions that became whole, in order, and their films
        self.wanted: dict[int, bytes] = {}  # what restored revisions must become

    def teardown(self) -> None:
        self.lease.release()
        self.cache.close()
        self.service.looks.close()
        self.service.store.close()
        self.held.close()

    @initialize()
    def ask(self) -> None:
        self.service.submit(wish(self.folder, TEXT))

    @precondition(kept)
    @rule(number=st.sampled_from([1, 2]), words=st.none() | WORDS, name=st.sampled_from(["text", "spoken"]))
    def edit(self, number: int, words: str | None, name: str) -> None:
        self.change(Change(fragment=FragmentChange(number, {name: words})))

    @precondition(kept)
    @rule(title=st.none() | WORDS, still=st.booleans())
    def choose(self, title: str | None, still: bool) -> None:
        self.change(Change({"title": title, "still": still}))

    @precondition(kept)
    @rule(take=st.integers(0, 2))
    def choose_take(self, take: int) -> None:
        self.change(Change(take=ChosenTake(1, "Раз.", take)))

    @precondition(kept)
    @rule(grey=st.sampled_from([90, 120]))
    def another_photo(self, grey: int) -> None:
        photo(self.folder / "other.png", grey)
        self.change(Change(sources={"face": InputSource("face", "o.png", path=self.folder / "other.png")}))

    @rule(words=WORDS)
    def replace(self, words: str) -> None:
        self.service.submit(wish(self.folder, f"{words}\n_;\nДва."))

    @rule(outcome=st.sampled_from(["whole", "whole", "fails", "stops"]))
    def render(self, outcome: str) -> None:
        job = self.ledger.begin(self.lease)
        if job is None:
            return
        if outcome == "stops":
            self.ledger.cancel(job.number)
        self.runner.outcome = outcome
        self.runner._render(_Current(job))
        if outcome == "whole":
            self.whole[job.number] = film_of(job)
            assert self.wanted.get(job.number) in (None, self.whole[job.number]), "the same bytes as before"

    @precondition(kept)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        earlier = data.draw(st.sampled_from([job.number for job in self.ledger.jobs(lecture="1")]))
        job = self.ledger.job(earlier)
        assert job is not None
        self.wanted[restore(self.service, "1", earlier, lambda _: None).number] = film_of(job)

    @rule()
    def make_room(self) -> None:
        Retention(self.ledger, self.cache, self.service.home, Limits(cache=0, lectures=1)).round()

    def change(self, wanted: Change) -> None:
        change(self.service, "1", wanted, lambda _: None)

    @invariant()
    def newest_whole_film_can_be_downloaded(self) -> None:
        if self.whole:
            newest = max(self.whole)
            current = self.ledger.lecture("1")
            assert current is not None
            found = revisions.last_whole(self.ledger, current)
            assert found is not None and found.number == newest
            assert revisions.film_of(found).read_bytes() == self.whole[newest]

    @invariant()
    def inputs_of_kept_revisions_are_there(self) -> None:
        for job in self.ledger.jobs(lecture="1"):
            named = {name: Path(job.request[name]) for name in INPUTS if job.request.get(name)}
            assert {name: digest_file(path) for name, path in named.items()} == dict(job.inputs)


Lectures.TestCase.settings = settings(
    max_examples=7,
    stateful_step_count=12,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestLectures = Lectures.TestCase


# ------------------------------------------------------------------------------------------------- two clients at once


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    photo(tmp_path / "me.png", 90)
    voice(tmp_path / "me.wav")
    found = made(tmp_path / "home")
    found.submit(wish(tmp_path, TEXT))
    yield found
    found.looks.close()
    found.store.close()


def held(monkeypatch: pytest.MonkeyPatch, service: Service, name: str) -> tuple[threading.Event, threading.Event]:
    """The first call of a method of the service waits: (it is there, it may go on)."""
    there, on = threading.Event(), threading.Event()
    real: Callable[..., Any] = getattr(service, name)

    def waiting(*given: Any) -> Any:
        if not there.is_set():
            there.set()
            on.wait()
        return real(*given)

    monkeypatch.setattr(service, name, waiting)
    return there, on


def in_thread(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(work()), daemon=True)
    thread.start()
    return thread, answers


def reached(there: threading.Event, thread: threading.Thread) -> None:
    """Wait until a thread is there."""
    until(there.is_set, "it is there", pause=0.01, lost=lambda: not thread.is_alive() and "its thread has ended")


def downloaded(client: FlaskClient) -> bytes:
    with client.get(f"{LECTURE}/files/lecture.mp4") as answer:
        return bytes(answer.data)


def patched(client: FlaskClient, where: str, body: Mapping[str, Any], tag: str) -> tuple[int, str]:
    answer = client.patch(LECTURE + where, json=body, headers={"If-Match": tag})
    return answer.status_code, (answer.json or {}).get("type", "").removeprefix("urn:videolecture:")


def test_a_lecture_that_is_being_deleted_is_not_changed(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    client = create_app(service).test_client()
    tag = client.get(LECTURE).headers["ETag"]
    job = client.get(LECTURE).json["job"]  # type: ignore[index]
    there, on = held(monkeypatch, service, "cancel")
    thread, answers = in_thread(lambda: create_app(service).test_client().delete(LECTURE).status_code)
    reached(there, thread)
    for where, body in (
        ("", {"title": "Свет"}),
        ("/fragments/1", {"text": "Ноль."}),
        ("/slides/1", {"layout": "face"}),
    ):
        assert patched(client, where, body, tag) == (409, "deleting"), where
    again = client.post(f"{LECTURE}/revisions/{job}/restore", headers={"If-Match": tag})
    assert again.status_code == 409
    on.set()
    thread.join()
    assert answers == [204]
    assert patched(client, "", {"title": "Свет"}, tag) == (404, "no-lecture")


def test_a_whole_lecture_file_is_asked_for_over_http(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(service).test_client()
    monkeypatch.setattr(service.roots, "_roots", (tmp_path.resolve(),))
    (tmp_path / "two.txt").write_text("Четыре.\n_;\nПять.", "utf-8")
    sound = (tmp_path / "me.wav").read_bytes()
    begun = client.post("/api/v1/uploads", json={"kind": "voice", "name": "me.wav", "bytes": len(sound)}).json
    assert begun is not None
    headers = {"Upload-Offset": "0", "Content-Type": "application/octet-stream"}
    client.patch(begun["url"], data=sound, headers=headers)
    lines = ['title = "Счёт"', "still = true", f'text = "{tmp_path}/two.txt"', f'face = "{tmp_path}/me.png"']

    def put(*more: str) -> tuple[int, str]:
        answer = client.put("/api/v1/lectures/2", data="\n".join([*lines, *more]), content_type="application/toml")
        return answer.status_code, (answer.json or {}).get("type", "").removeprefix("urn:videolecture:")

    assert put(f'voice = "{begun["id"]}"') == (202, "")
    job = service.ledger.lecture("2")
    assert job is not None
    assert (job.request["title"], job.request["still"], job.slides) == ("Счёт", True, ((1,), (2,)))
    for line, code in (
        ('voice = "me.wav"', "no-path"),
        ('voice = "/etc/passwd"', "outside"),
        ('out = "film"', "not-over-http"),
        ('layuot = "side"', "unusable"),
        ('[engines.http]\nurl = "x"', "unusable"),
        ("voice = me.wav", "wrong"),
    ):
        assert put(line)[1] == code, line


def test_an_original_client_has_one_revision_and_ends_none_of_those_made_over_v1(
    service: Service, tmp_path: Path
) -> None:
    client, lease = create_app(service).test_client(), acquire(service.store, RUNNER)
    cache = Cache(tmp_path / "home" / "cache")
    runner = StandIn(service.ledger, lease, InlineExecutor(), cache)

    def render() -> int:
        job = service.ledger.begin(lease)
        assert job is not None
        runner._render(_Current(job))
        return job.number

    def generate(text: str) -> None:
        asked = wish(tmp_path, text)
        service.submit(dataclasses.replace(asked, origin="original", out=tmp_path / "course"))

    def listed() -> list[tuple[int, bool, bool]]:
        items = client.get(f"{LECTURE}/revisions").json["items"]  # type: ignore[index]
        return [(one["revision"], one["current"], one["film"]) for one in items]

    first = render()
    film = downloaded(client)
    generate("Раз.")
    assert downloaded(client) == film, "the last whole one, while the next is rendered"
    second = render()
    assert listed() == [(second, True, True), (first, False, False)]
    generate("Два.")
    third = render()
    assert listed() == [(third, True, True), (first, False, False)], "its own state before is no revision"
    tag = client.get(LECTURE).headers["ETag"]
    for number, status in ((second, 404), (first, 202)):
        answer = client.post(f"{LECTURE}/revisions/{number}/restore", headers={"If-Match": tag})
        assert answer.status_code == status
    assert render() == third + 1
    assert downloaded(client) == film
    lease.release()
    cache.close()


def test_a_change_that_was_begun_before_the_deletion_is_refused_at_its_end(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(service).test_client()
    tag = client.get(LECTURE).headers["ETag"]
    there, on = held(monkeypatch, service, "inspected")
    thread, answers = in_thread(lambda: patched(client, "/fragments/1", {"text": "Ноль."}, tag))
    reached(there, thread)
    service.forget("1")
    on.set()
    thread.join()
    assert answers == [(404, "no-lecture")]
    assert service.ledger.jobs(lecture="1") == []
    assert list((service.home / "lectures").iterdir()) == [], "nothing is left of it"


def test_of_two_changes_at_once_the_one_that_comes_later_is_refused(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(service).test_client()
    tag = client.get(LECTURE).headers["ETag"]
    there, on = held(monkeypatch, service, "inspected")
    thread, answers = in_thread(lambda: patched(client, "/fragments/1", {"text": "Ноль."}, tag))
    reached(there, thread)  # it was judged once already
    assert patched(create_app(service).test_client(), "/fragments/2", {"text": "Сто."}, tag) == (202, "")
    on.set()
    thread.join()
    assert answers == [(412, "mismatch")]
    current = service.ledger.lecture("1")
    assert current is not None and current.state == State.QUEUED
    assert [row.text for row in service.ledger.fragments(current.number)] == ["Раз.", "Сто."]
