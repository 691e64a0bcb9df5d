"""Lectures made by the page alone, in Chromium, with stand-in engines: the few ways that need a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.web.page import chromium
from tests.web.page.chromium import browser, check_access
from tests.web.server import ROOT, Server, running
from videolecture.home import home as home_folder

pytestmark = chromium.needed

TEXT = "Добрый день. В 1961 году полетел Гагарин.\n_;\nСтарый замок стоит на холме.\n_;\nТретий слайд."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("page") / "home"
    home.mkdir()
    (home / "weights").symlink_to(home_folder() / "weights", target_is_directory=True)  # htmx, the face's landmarks
    with running(home) as started:
        started.command[started.command.index("--port") + 1] = str(started.port)  # the same when it starts again
        yield started


@pytest.fixture
def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}"


def give(page: Page, text: str) -> None:
    """Everything that a lecture needs."""
    page.goto("/new")
    page.fill("#text", text)
    page.set_input_files("[data-file=face]", ROOT / "examples" / "portrait.jpg")
    expect(page.locator(".face-box")).to_be_visible()
    page.set_input_files("[data-file=voice]", ROOT / "examples" / "voice.wav")
    expect(page.locator("canvas.wave")).to_be_visible()
    page.check("#consent")
    page.fill("#stated_by", "A. Ivanova")


def start(page: Page) -> None:
    page.click("[type=submit]")
    page.wait_for_url("**/lectures/*")


def test_a_lecture_is_made_heard_and_deleted_by_the_page_alone(address: str) -> None:
    with browser(address) as page:
        page.goto("/")
        check_access(page)
        page.click("text=Make the first lecture")
        check_access(page)
        give(page, TEXT)
        expect(page.locator(".read-fragment")).to_have_count(3)
        check_access(page)
        page.click("#reading .doubt.homograph >> nth=0")
        check_access(page)
        page.click("#word-stress button >> nth=0")
        page.click("#word [data-apply]")
        expect(page.locator("#text")).to_have_value(re.compile("за\u0301мок"))
        page.reload()  # nothing of it is lost
        expect(page.locator(".face-box")).to_be_visible()
        expect(page.locator("canvas.wave")).to_be_visible()
        expect(page.locator("#stated_by")).to_have_value("A. Ivanova")
        expect(page.locator("#missing")).to_have_text("Everything is here.")
        start(page)
        expect(page.locator("#film")).to_be_visible()
        check_access(page)
        page.click(".sentence >> nth=2")
        expect(page.locator(".sentence >> nth=2")).to_have_attribute("aria-current", "true")
        expect(page.locator(".chapters li")).to_have_count(3)
        page.click("[data-edit='3']")
        page.fill("#edit-3", "Третий слайд изменён.")
        check_access(page)
        page.click(".edit-form .primary")
        expect(page.locator(".sentence", has_text="изменён")).to_be_visible()
        page.click("[data-restore]")
        expect(page.locator(".sentence", has_text="изменён")).to_have_count(0)
        expect(page.locator(".revisions li")).to_have_count(3)
        page.goto("/")
        expect(page.locator(".card")).to_have_count(1)
        check_access(page)
        page.click(".card a")
        page.click("[data-delete]")
        page.click("#ask-delete [value=yes]")
        expect(page.get_by_text("No lectures yet")).to_be_visible()
        page.goto("/lectures/none")
        check_access(page)


def test_what_a_finished_lecture_is_made_of_is_exchanged(address: str, tmp_path: Path) -> None:
    deck, picture = tmp_path / "deck.md", tmp_path / "own.png"
    deck.write_text("# Optics\n\n---\n\n# Waves\n", "utf-8")
    Image.new("RGB", (160, 90), (200, 30, 30)).save(picture)
    with browser(address) as page:
        page.goto("/new")
        page.set_input_files("[data-file=deck]", deck)
        expect(page.locator(".deck-titles li")).to_have_count(2)
        give(page, "One.\n_;\nTwo.")
        start(page)
        expect(page.locator("#film")).to_be_visible()
        expect(page.locator("h1")).to_have_text("Optics")  # as the deck is called
        with page.expect_download() as download:
            page.click(".downloads a >> nth=0")
        assert download.value.suggested_filename == "Optics.mp4"
        page.click("#change-slides summary")
        page.set_input_files("[data-change-file=picture][data-slide='2']", picture)
        expect(page.locator("#exchange-cost")).to_contain_text("Only this slide")
        check_access(page)
        page.click("#exchange [data-apply]")
        expect(page.locator(".revisions li")).to_have_count(2)
        page.click("[data-change=layout]:not([data-slide])")
        page.check("#exchange [value=side]", force=True)
        check_access(page)
        page.click("#exchange [data-apply]")
        expect(page.locator(".revisions li")).to_have_count(3)
        page.set_input_files("[data-change-file=voice]", ROOT / "examples" / "voice.wav")
        expect(page.locator("#exchange canvas.wave")).to_be_visible()
        expect(page.locator("#exchange-cost")).to_contain_text("2\u00a0fragments")
        expect(page.locator("#exchange [data-apply]")).to_be_disabled()  # whose voice it is must be stated again
        page.check("#exchange-agreed")
        expect(page.locator("#exchange [data-apply]")).to_be_enabled()
        page.set_input_files("#exchange-body input, [data-change-file=face]", ROOT / "examples" / "portrait.jpg")
        expect(page.locator("#exchange .face-box")).to_be_visible()
        check_access(page)
        page.click("#exchange [data-close]")


def test_a_lecture_that_hangs_is_stopped_and_one_that_fails_says_why(address: str) -> None:
    with browser(address) as page:
        give(page, "Первый фрагмент готов.\n_;\nА второй виси.")
        start(page)
        expect(page.locator("#fragment-1.succeeded")).to_be_visible()
        expect(page.locator("#newest")).to_be_visible()
        check_access(page)
        page.click("[data-cancel]")
        expect(page.locator(".state.cancelled")).to_be_visible()
        page.click("[data-edit='2']")
        page.fill("#edit-2", "А второй готов.")
        check_access(page)
        page.click(".edit-form .primary")
        expect(page.locator("#film")).to_be_visible()
        give(page, "Тут ошибись.")
        start(page)
        expect(page.locator(".trouble")).to_contain_text("asked to")
        with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.status == 202):
            page.click("[data-again]")
        check_access(page)


def test_a_service_that_starts_again_loses_nothing_of_an_upload_under_way(server: Server, address: str) -> None:
    with browser(address, "ru", dark=True, phone=True) as page:
        page.goto("/new")
        page.fill("#text", "Не потеряется.")
        server.stop()
        page.set_input_files("[data-file=face]", ROOT / "examples" / "portrait.jpg")
        expect(page.get_by_text("Загрузка продолжится сама")).to_be_visible()
        server.start()
        expect(page.locator(".face-box")).to_be_visible()
        expect(page.locator("#text")).to_have_value("Не потеряется.")
        check_access(page)
        page.goto("/settings")
        check_access(page)


def test_a_voice_is_recorded_in_the_browser(address: str) -> None:
    with browser(address) as page:
        page.goto("/new")
        page.click("[data-record]")
        check_access(page)
        page.click("#record [data-toggle]")
        expect(page.locator("#record-time")).to_have_text(re.compile(r"0:(0[2-9]|[1-9]\d)|[1-9]:"))
        page.click("#record [data-toggle]")
        expect(page.locator("#voice .found-end")).to_contain_text("Recorded here.webm")


def test_the_dictionary_and_tokens_are_edited_in_the_settings(address: str, server: Server) -> None:
    with browser(address) as page:
        page.goto("/settings")
        page.fill("#written", "GPT")
        page.fill("#spoken", "джи пи ти")
        page.click("#add-word [type=submit]")
        expect(page.locator(".words tbody tr")).to_have_count(1)
        page.fill("#token-name", "course platform")
        page.click("#add-token [type=submit]")
        expect(page.locator("#new-token code")).to_contain_text("vl_")
        check_access(page)
    assert server.get("/api/v1/dictionary").json["words"][0]["spoken"] == "джи пи ти"


def test_everything_of_the_page_comes_from_the_service_itself() -> None:
    folder = ROOT / "src" / "videolecture" / "web" / "page"
    files = [path for path in Path(folder).rglob("*") if path.suffix in (".html", ".js", ".css")]
    assert not [path.name for path in files if re.search(r"https?://(?!www\.w3\.org)", path.read_text("utf-8"))]
