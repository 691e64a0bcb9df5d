"""The pages as HTML: every state of them, both languages, names that are no HTML, headers."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

from videolecture import registry, weights
from videolecture.errors import EngineError
from videolecture.jobs.rows import FragmentText, Order
from videolecture.jobs.states import State
from videolecture.jobs.transitions import move
from videolecture.rendering.options import OPTIONS
from videolecture.web import page as package
from videolecture.web.page import shown, words
from videolecture.web.service import Service
from videolecture.web.v1 import files

FOLDER = Path(package.__file__).parent
PAGES = ("/", "/new", "/settings")
HOSTILE = "</script><img src=x onerror=alert(1)> «Лекция» & Co. " + "ОченьДлинноеСлово" * 8
VOID = {"meta", "link", "input", "br", "hr", "img", "track", "path", "circle", "rect"}


class Checked(HTMLParser):
    """Fails for elements that are not closed, and for what the content policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        assert "style" not in names
        assert not [name for name in names if name.startswith("on")]
        if tag == "script":
            assert "src" in names or names.get("type") == "application/json"
        for name in ("src", "href", "action"):
            assert not re.match("(https?:)?//", names.get(name) or "") or names.get("rel") == "noreferrer"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def looked_at(client: FlaskClient, path: str, language: str = "en") -> str:
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.status_code == 200, answer.text
    checked = Checked()
    checked.feed(answer.text)
    assert checked.open == []
    return answer.text


def asked(service: Service, lecture: str, title: str = "", state: State = State.QUEUED) -> int:
    folder = service.home / "lectures" / lecture
    request = {"text": str(folder / "text"), "voice": str(folder / "voice"), "out": str(folder / "out"), "id": 1}
    fragments = (FragmentText(1, 1, "Первый. <b>", 9), FragmentText(2, 3, "Второй.", 7))
    job = service.ledger.submit(
        Order(lecture, "v1", {**request, "title": title}, "d" * 64, ((1,), (), (2,)), fragments)
    )
    with service.store.writing() as connection:
        if state in (State.RUNNING, State.FAILED, State.SUCCEEDED):
            move(connection, job.number, State.RUNNING, started=1.0)
        if state == State.FAILED:
            failure = EngineError("It broke.", "Mend it.", code="")
            move(connection, job.number, State.FAILED, failure=failure, finished=2.0)
        if state == State.SUCCEEDED:
            move(connection, job.number, State.SUCCEEDED, finished=2.0, result={"duration": 61.0})
        if state == State.CANCELLED:
            move(connection, job.number, State.CANCELLED, finished=2.0)
    return job.number


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound_html_in_both_languages(client: FlaskClient, path: str, language: str) -> None:
    text = looked_at(client, path, language)
    assert f'<html lang="{language}">' in text
    assert ("Настройки" in text) == (language == "ru")


def test_an_empty_library_invites(client: FlaskClient) -> None:
    assert "No lectures yet" in looked_at(client, "/")


@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING, State.FAILED, State.CANCELLED, State.SUCCEEDED])
def test_every_state_of_a_lecture_is_shown_and_names_are_no_html(
    client: FlaskClient, service: Service, state: State
) -> None:
    asked(service, "optics", HOSTILE, state)
    for path in ("/", "/lectures/optics", "/parts/lectures/optics", "/parts/library"):
        text = looked_at(client, path)
        assert "<img src=x" not in text
        assert words.say(f"state.{state.value}", "en") in text
    if state == State.FAILED:
        assert "It broke." in text or "It broke." in looked_at(client, "/lectures/optics")
        assert "Mend it." in looked_at(client, "/lectures/optics")


def test_a_waiting_lecture_tells_how_many_wait_before_it_and_asks_again(client: FlaskClient, service: Service) -> None:
    asked(service, "first", "One")
    asked(service, "second", "Two")
    part = looked_at(client, "/parts/lectures/second/queue")
    assert "Before it in the queue: 1\u00a0lecture." in part and "every 5s" in part
    assert "It is the next in the queue." in looked_at(client, "/parts/lectures/first/queue")
    asked(service, "third", "Three", State.CANCELLED)
    assert "every 5s" not in looked_at(client, "/parts/lectures/third/queue")


def test_the_library_is_searched_and_hides_previews(client: FlaskClient, service: Service) -> None:
    asked(service, "a", "Оптика")
    asked(service, "b", "Механика", State.FAILED)
    asked(service, "preview-c", "Проба")
    assert looked_at(client, "/").count('<li class="card">') == 2
    assert "Механика" not in looked_at(client, "/parts/library?q=оПТ")
    assert "Оптика" not in looked_at(client, "/parts/library?state=failed")
    assert "Nothing was found" in looked_at(client, "/parts/library?q=химия")


def test_a_lecture_without_a_title_is_called_as_its_text_begins(client: FlaskClient, service: Service) -> None:
    asked(service, "a")
    assert "Первый. &lt;b&gt;" in looked_at(client, "/")


def test_a_fragment_renews_itself(client: FlaskClient, service: Service) -> None:
    asked(service, "a")
    assert 'id="fragment-2"' in looked_at(client, "/parts/lectures/a/fragments/2")
    assert client.get("/parts/lectures/a/fragments/3").status_code == 404


def test_what_is_not_there_is_a_page_for_browsers_only(client: FlaskClient) -> None:
    answer = client.get("/lectures/none", headers={"Accept": "text/html", "Accept-Language": "ru"})
    assert answer.status_code == 404
    assert "Лекции «none» нет" in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert client.get("/lectures/none").is_json


def test_a_page_runs_no_script_but_its_own_and_stands_in_no_frame(client: FlaskClient) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_chosen_language_wins_over_the_browsers(client: FlaskClient) -> None:
    client.set_cookie(words.COOKIE, "ru")
    assert '<html lang="ru">' in client.get("/", headers={"Accept-Language": "en"}).text


def test_every_text_is_used_and_every_used_text_is_there() -> None:
    templates = "".join(path.read_text("utf-8") for path in FOLDER.glob("templates/*.html"))
    python = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))
    scripts = "".join(path.read_text("utf-8") for path in FOLDER.glob("static/*.js"))
    used = set(re.findall(r"""\bt\(["']([a-z_.]+?)["'](?! \+)""", templates))
    used |= set(re.findall(r'say\("([a-z_]+\.[a-z_]+)"', python))
    used |= {f"script.{name}" for name in re.findall(r'say\("([a-z_]+)"', scripts)}
    built = re.findall(r"""t\(["']([a-z_.]+)["'] \+""", templates)
    built += [f"script.{name}" for name in re.findall(r"say\(`([a-z_]+)\$", scripts)]
    built += [f"about.{info.name}_" for kind in ("speech", "face") for info in registry.infos(kind)]
    built += ["option.", "choice.", "revision.", "weights."]
    known = set(words.table())
    assert used <= known, used - known
    assert not [name for name in known - used if not name.startswith(tuple(built))]


def test_options_and_their_values_have_names() -> None:
    named = {name for name in words.table() if name.startswith(("option.", "choice."))}
    known = {f"option.{option.name}" for option in OPTIONS}
    known |= {f"choice.{choice}" for option in OPTIONS for choice in words.choices(option)}
    assert named <= known, named - known
    for option in OPTIONS:
        for choice in words.choices(option):
            option.check(choice)


def test_what_engines_say_of_themselves_has_its_russian() -> None:
    for info in (*registry.infos("speech"), *registry.infos("face")):
        for part in ("title", "needs", "limits", *(["measured"] if info.measured else [])):
            english = words.table()[f"about.{info.name}_{part}"][1]
            assert english == getattr(info, part), "words.toml, [about]: both languages are to be written again"


def test_what_weights_are_called_has_its_russian() -> None:
    for name in weights.names("engine"):
        assert words.table()[f"weights.{name}"][1] == weights.find(name).title, "words.toml, [weights]: both again"


def test_what_an_engine_measured_is_told_without_the_commands_that_show_it() -> None:
    kokoro = registry.speech_engine("kokoro").info
    assert "python -m" in kokoro.measured
    for language in ("ru", "en"):
        told = words.about(kokoro, "measured", language)
        assert "python" not in told and ".82" in told.replace(",", ".")


@pytest.mark.parametrize(
    ("number", "russian", "english"), [(1, "слайд", "slide"), (3, "слайда", "slides"), (12, "слайдов", "slides")]
)
def test_nouns_go_with_their_numbers(number: int, russian: str, english: str) -> None:
    for language, noun in (("ru", russian), ("en", english)):
        assert f"{number}\u00a0{noun}," in words.say(
            "script.read_facts", language, slides=number, fragments=1, length=1
        )


def test_a_download_is_called_as_the_lecture(client: FlaskClient, service: Service) -> None:
    asked(service, "optics", 'Свет: 1/2 "волна"…', State.SUCCEEDED)
    out = service.home / "lectures" / "optics" / "out" / "final"
    out.mkdir(parents=True)
    (out / "lecture_1.srt").write_text("1", "utf-8")
    with client.get("/api/v1/lectures/optics/files/lecture.srt") as answer:
        name = parse_options_header(answer.headers["Content-Disposition"])[1]["filename"]
    assert name == "Свет 1 2 волна.srt"
    assert files.download_name("A", "slide_2.mp4") == "A, slide 2.mp4"


def test_sizes_lengths_and_moments_are_written_as_people_do() -> None:
    assert (shown.length(7), shown.length(245), shown.length(3723)) == ("0:07", "4:05", "1:02:03")
    assert (shown.size(999, "en"), shown.size(1_500_000, "ru")) == ("999\u00a0B", "1,5\u00a0МБ")
    assert shown.left(3700, "en") == "about 1 h 2 min left"
