"""Lectures made by the page alone, in Chromium, with stand-in engines: the few ways that need a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect
from werkzeug.serving import make_server

from tests import fakes
from tests.compose.scene.test_film import film
from tests.web.page import chromium
from tests.web.page.chromium import check_access, check_width, follow, held, launched, opened
from tests.web.server import ROOT, Server, running
from videolecture import settings
from videolecture.home import home as home_folder
from videolecture.jobs import tokens
from videolecture.web import config
from videolecture.web.app import create_app
from videolecture.web.service import Service

pytestmark = chromium.needed

TEXT = "Добрый день. В 1961 году полетел Гагарин.\n_;\nСтарый замок стоит на холме.\n_;\nТретий слайд."
PHOTO, VOICE = ROOT / "examples" / "portrait.jpg", ROOT / "examples" / "voice.wav"


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What says «жди» is not spoken while this file is there."""
    return tmp_path_factory.mktemp("gate") / "closed"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, gate: Path) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("page") / "home"
    home.mkdir()
    (home / "weights").symlink_to(home_folder() / "weights", target_is_directory=True)  # htmx, the face's landmarks
    with running(home, environment={"VIDEOLECTURE_SPEECH": "dice", fakes.GATE: str(gate)}) as started:
        started.command[started.command.index("--port") + 1] = str(started.port)  # the same when it starts again
        yield started


@pytest.fixture
def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}"


def give(page: Page, text: str) -> None:
    """Everything that a lecture needs."""
    page.goto("/new")
    page.fill("#text", text)
    page.set_input_files("[data-file=face]", PHOTO)
    expect(page.locator(".face-box")).to_be_visible()
    page.set_input_files("[data-file=voice]", VOICE)
    expect(page.locator("canvas.wave")).to_be_visible()
    agree(page)


def agree(page: Page) -> None:
    page.check("#consent")
    page.fill("#stated_by", "A. Ivanova")


def start(page: Page) -> None:
    page.click("[type=submit]")
    page.wait_for_url("**/lectures/*")


def test_a_lecture_is_made_heard_and_deleted_by_the_page_alone(chrome: Browser, address: str) -> None:
    with opened(chrome, address) as page:
        page.goto("/")
        check_access(page)
        follow(page, "text=Make the first lecture")
        page.route("**/api/v1/read", _with_stress)
        give(page, TEXT)
        expect(page.locator(".read-fragment")).to_have_count(3)
        check_access(page)
        with page.expect_response("**/api/v1/speak") as heard:
            page.click("#reading .hear >> nth=0")
        assert heard.value.status == 200
        page.click("#reading .doubt.homograph >> nth=0")
        check_access(page, "#word")
        expect(page.locator("#word-stress [aria-pressed=true]")).to_have_text("а")  # as it is said now
        expect(page.locator("#word-now")).to_contain_text("за\u0301мок")
        page.click("#word-stress button >> nth=0")
        page.click("#word [data-apply]")
        expect(page.locator("#text")).to_have_value(re.compile("за\u0301мок"))
        page.click("[data-preview]")
        check_access(page, "#preview")
        page.click("#preview [data-close]")  # it goes on
        page.reload()  # nothing of it is lost
        expect(page.locator(".face-box")).to_be_visible()
        expect(page.locator("canvas.wave")).to_be_visible()
        expect(page.locator("#stated_by")).to_have_value("A. Ivanova")
        expect(page.locator("#missing")).to_have_text("Everything is here.")
        page.click("#trial")
        expect(page.locator("#preview-film")).to_be_visible()
        page.click("#preview [data-close]")
        expect(page.locator("#trial")).to_have_text("See the trial")
        start(page)
        expect(page.locator("#film")).to_be_visible()
        page.click(".sentence >> nth=2")
        expect(page.locator(".sentence >> nth=2")).to_have_attribute("aria-current", "true")
        expect(page.locator(".chapters li")).to_have_count(3)
        _is_rewritten(page)
        page.goto("/")
        expect(page.locator(".card")).to_have_count(1)
        check_access(page)
        with held(page, "lecture.js"):
            page.click(".card a")
            page.click("[data-delete]")  # before its script is there
            expect(page.locator("[data-delete]")).to_have_class(re.compile("busy"))
        page.click("#ask-delete [value=yes]")
        expect(page.get_by_text("No lectures yet")).to_be_visible()
        page.goto("/lectures/none")
        check_access(page)


def test_what_is_chosen_before_the_scripts_are_there_is_kept(chrome: Browser, address: str) -> None:
    with opened(chrome, address) as page:
        with held(page, "new.js"):
            page.goto("/new", wait_until="commit")
            page.set_input_files("[data-file=face]", PHOTO)
            page.check("[name=layout][value=slide]", force=True)
            page.check("[name=layout][value=side]", force=True)
            page.select_option("#language", "en")
            page.fill("#text", "One.")
            expect(page.locator("label:has([data-file=face])")).to_have_class(re.compile("busy"))
        expect(page.locator(".face-box")).to_be_visible()
        expect(page.locator(".read-fragment")).to_have_count(1)
        page.reload()  # the draft has it
        expect(page.locator(".face-box")).to_be_visible()
        expect(page.locator("#text")).to_have_value("One.")
        expect(page.locator("#language")).to_have_value("en")
        expect(page.locator("[name=layout][value=side]")).to_be_checked()


def _with_stress(route: Route) -> None:
    """The answer as of an engine that wants the stress: the stand-in does not."""
    answer = route.fetch()
    told = json.dumps(answer.json(), ensure_ascii=False).replace("старый замок", "старый з+амок")
    route.fulfill(response=answer, body=told)


def _is_rewritten(page: Page) -> None:
    """A fragment, then the whole text; what it costs is told before, and what is not sent yet outlives a reload."""
    page.click("[data-edit='3']")
    page.fill("#edit-3", "Третий слайд изменён.")
    page.reload()
    expect(page.locator("#edit-3")).to_have_value("Третий слайд изменён.")
    expect(page.locator(".edit-form")).to_contain_text("Made anew: 1\u00a0fragment.")
    check_access(page)
    film = str(page.get_attribute("#film", "src"))
    page.click(".edit-form .primary")
    expect(page.locator(".sentence", has_text="изменён")).to_be_visible()
    expect(page.locator("#film")).not_to_have_attribute("src", film)  # browsers keep films by their addresses
    with held(page, "text.js"):
        page.click("text=Edit the whole text")
        expect(page.locator("#text")).to_have_value(re.compile("за\u0301мок.*изменён", re.DOTALL))
        page.fill("#text", page.input_value("#text") + "\n_;\nЧетвёртый.")  # before its script is there
    page.reload()
    expect(page.locator("#cost")).to_contain_text("Made anew: 1\u00a0fragment of 4.")
    expect(page.locator(".read-fragment")).to_have_count(4)
    check_access(page)
    page.click("#rewrite [type=submit]")
    page.wait_for_url(re.compile("/lectures/[^/]+$"))
    expect(page.locator(".sentence", has_text="Четвёртый")).to_be_visible()
    page.click("[data-restore] >> nth=0")
    expect(page.locator("#exchange-cost")).to_contain_text("Everything for it is here already")
    page.click("#exchange [data-apply]")
    expect(page.locator(".sentence", has_text="Четвёртый")).to_have_count(0)
    expect(page.locator(".revisions li")).to_have_count(4)
    expect(page.locator(".revisions li").first).to_contain_text("an earlier one is back: the whole text")


def test_what_a_finished_lecture_is_made_of_is_exchanged(chrome: Browser, address: str, tmp_path: Path) -> None:
    deck, picture = tmp_path / "deck.md", tmp_path / "own.png"
    deck.write_text("# Optics\n\n![](img/own.png)\n\n---\n\n# Waves\n", "utf-8")
    Image.new("RGB", (160, 90), (200, 30, 30)).save(picture)
    with opened(chrome, address) as page:
        give(page, "One. [clip:demo.mp4]\n_;\nTwo.")
        page.set_input_files("[data-file=deck]", deck)
        expect(page.locator("#deck .error")).to_contain_text("shows «img/own.png»")
        page.set_input_files("[data-file=deck_file]", picture)
        expect(page.locator(".deck-titles li")).to_have_count(2)
        expect(page.locator("#missing")).to_have_text(re.compile("Still missing: the film «demo.mp4»"))
        page.set_input_files("[data-file=film]", film(tmp_path / "demo.mp4", 5))
        expect(page.locator("#missing")).to_have_text("Everything is here.")
        page.check("#keep")
        start(page)
        expect(page.locator("#film")).to_be_visible()
        expect(page.locator("h1")).to_have_text("Optics")  # as the deck is called
        with page.expect_download() as download:
            page.click(".downloads a >> nth=0")
        assert download.value.suggested_filename == "Optics.mp4"
        _has_another_take(page)
        page.click("#change-slides summary")
        page.set_input_files("[data-change-file=picture][data-slide='2']", picture)
        expect(page.locator("#exchange-cost")).to_contain_text("Only this slide")
        page.click("#exchange [data-apply]")
        expect(page.locator(".revisions li")).to_have_count(3)
        page.click("[data-change=layout]:not([data-slide])")
        check_access(page, "#exchange")
        page.click("#exchange [data-close]")
        page.select_option("[data-change-kept=voice]", label="voice.wav")
        expect(page.locator("#exchange canvas.wave")).to_be_visible()
        expect(page.locator("#exchange-cost")).to_contain_text("3\u00a0fragments")
        expect(page.locator("#exchange [data-apply]")).to_be_disabled()  # whose voice it is must be stated again
        page.check("#exchange-agreed")
        expect(page.locator("#exchange [data-apply]")).to_be_enabled()
        page.click("#exchange [data-close]")
        page.set_input_files("[data-change-file=face]", PHOTO)
        expect(page.locator("#exchange .face-box")).to_be_visible()
        check_access(page, "#exchange")


def _has_another_take(page: Page) -> None:
    page.click("[data-takes] >> nth=0")
    page.click("text=Read it once more")
    expect(page.locator(".takes-list li")).to_have_count(1)
    check_access(page)
    page.click("text=Choose it")
    expect(page.locator(".revisions li")).to_have_count(2)


def test_a_lecture_is_stopped_goes_on_outlives_the_service_and_says_why_it_fails(
    chrome: Browser, server: Server, address: str, gate: Path
) -> None:
    gate.touch()
    with opened(chrome, address, "ru", dark=True, phone=True) as page:
        give(page, "Первый фрагмент готов.\n_;\nВторой тоже.\n_;\nА третий жди.")
        start(page)
        expect(page.locator("#fragment-1.succeeded")).to_be_visible()
        expect(page.locator("#newest")).to_be_visible()
        check_access(page)
        page.click("[data-cancel]")
        expect(page.locator(".state.cancelled")).to_be_visible()
        page.click("[data-again]")
        expect(page.locator("[data-cancel]")).to_be_visible()
        expect(page.locator(".fragment.succeeded")).to_have_count(2)
        _hears_of_many_at_once(page.context.new_page(), page.url)
        other = page.context.new_page()
        other.goto("/new")
        other.fill("#text", "Не потеряется.")
        server.stop()
        other.set_input_files("[data-file=face]", PHOTO)
        expect(other.get_by_text("Загрузка продолжится сама")).to_be_visible()
        expect(page.get_by_text("страница продолжит сама")).to_be_visible()
        gate.unlink()
        server.start()
        expect(page.locator("#film")).to_be_visible()
        expect(page.get_by_text("страница продолжит сама")).to_have_count(0)
        check_access(page)
        expect(other.locator(".face-box")).to_be_visible()
        expect(other.locator("#text")).to_have_value("Не потеряется.")
        check_access(other)
        page.click("[data-edit='2']")
        page.fill("#edit-2", "Тут ошибись.")
        page.click(".edit-form .primary")
        expect(page.locator(".trouble")).to_contain_text("asked to")
        expect(page.locator(".earlier video")).to_be_visible()  # the film as it was
        check_access(page)


def _hears_of_many_at_once(page: Page, address: str) -> None:
    """Every fragment is shown anew that something is told of, however many at a time."""
    page.add_init_script(
        "EventSource = class extends EventTarget { constructor() { super(); window.told = this; } close() {} }"
    )
    page.goto(address)
    event = "new MessageEvent('spoken', { data: JSON.stringify({ data: { fragment } }) })"
    with page.expect_response("**/fragments/2") as answer:
        page.evaluate(f"for (const fragment of [1, 2, 3]) told.dispatchEvent({event})")
    assert answer.value.status == 200
    page.close()


def test_a_voice_is_recorded_in_the_browser_and_not_asked_for_where_all_is_spoken(
    chrome: Browser, address: str
) -> None:
    with opened(chrome, address, phone=True) as page:
        page.goto("/new")
        expect(page.locator("#missing")).to_contain_text("Still missing")
        check_width(page)
        page.click("[data-record]")
        check_access(page, "#record")
        page.click("#record [data-toggle]")
        expect(page.locator("#record-time")).to_have_text(re.compile(r"0:(0[2-9]|[1-9]\d)|[1-9]:"))
        page.click("#record [data-toggle]")
        expect(page.locator("#voice .found-end")).to_contain_text("Recorded here.webm")
        page.click("#voice .found-end button")
        page.fill("#text", "Всё это сказано.")
        page.set_input_files("[data-file=recording]", VOICE)
        page.check("[name=layout][value=slide]", force=True)
        agree(page)
        expect(page.locator("#missing")).to_have_text("Everything is here.")
        expect(page.locator("[data-unneeded=voice]")).to_be_visible()
        expect(page.locator("[data-unneeded=face]")).to_be_visible()
        page.route("**/api/v1/lectures/*", lambda route: route.abort())
        with page.expect_request(lambda asked: asked.method == "PUT") as sent:
            page.click("[type=submit]")
        body: Any = sent.value.post_data_json
        assert body["recording_upload"] and not {"voice_upload", "face_upload"} & body.keys()
        assert body["consent"] == {"face": False, "voice": True, "stated_by": "A. Ivanova"}


def test_the_dictionary_and_tokens_are_edited_in_the_settings(chrome: Browser, address: str, server: Server) -> None:
    with opened(chrome, address, "ru", dark=True, phone=True) as page:
        page.goto("/new")
        expect(page.locator("#missing")).to_contain_text("Не хватает")
        check_width(page)
        page.goto("/settings")
        page.fill("#written", "GPT")
        page.fill("#spoken", "джи пи ти")
        with page.expect_response("**/api/v1/uploads"):  # in which of their voices it is heard
            page.click("#add-word [data-hear]")
        expect(page.locator(".words tbody tr")).to_have_count(0)
        page.click("#add-word [type=submit]")
        expect(page.locator(".words tbody tr")).to_have_count(1)
        page.fill("#token-name", "course platform")
        page.click("#add-token [type=submit]")
        expect(page.locator("#new-token code")).to_contain_text("vl_")
        check_access(page)
    assert server.get("/api/v1/dictionary").json["words"][0]["spoken"] == "джи пи ти"


@pytest.mark.parametrize("locks", [True, False], ids=["with-locks", "without-locks"])
def test_two_tabs_have_a_draft_each_and_a_third_takes_up_none_of_theirs(
    chrome: Browser, address: str, locks: bool
) -> None:
    with opened(chrome, address) as first:
        if not locks:  # as browsers are at addresses that are not safe
            first.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
        second = first.context.new_page()
        for page, text in ((first, "One."), (second, "Two.")):
            page.goto("/new")
            expect(page.locator("#missing")).to_contain_text("Still missing")  # the scripts have begun
            expect(page.locator("#text")).to_have_value("")
            page.fill("#text", text)
        for page, text in ((first, "One."), (second, "Two.")):
            page.reload()
            expect(page.locator("#text")).to_have_value(text)


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """The address of a service that wants a token, and a token; it renders nothing."""
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))
    service = Service(settings.load(None, {}), config.load({"require_token": True}, {}, {}))
    listening = make_server("127.0.0.1", 0, create_app(service), threaded=True)
    thread = Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}", tokens.create(service.store, "anna")
    listening.shutdown()
    thread.join()
    service.store.close()


def test_whoever_has_a_token_logs_in_at_the_page_and_out(chrome: Browser, guarded: tuple[str, str]) -> None:
    address, token = guarded
    with opened(chrome, address) as page:
        page.goto("/settings")
        page.fill("[name=token]", "vl_wrong")
        page.click("main [type=submit]")
        expect(page.get_by_text("There is no such token")).to_be_visible()
        check_access(page)
        page.fill("[name=token]", token)
        page.click("main [type=submit]")
        page.wait_for_url("**/settings")
        page.click("[data-log-out]")
        page.wait_for_url("**/login")


def test_everything_of_the_page_comes_from_the_service_itself() -> None:
    folder = ROOT / "src" / "videolecture" / "web" / "page"
    files = [path for path in Path(folder).rglob("*") if path.suffix in (".html", ".js", ".css")]
    assert not [path.name for path in files if re.search(r"https?://(?!www\.w3\.org)", path.read_text("utf-8"))]
