"""Changes of single fragments and slides: only they change, and what no longer fits is refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests import fakes
from tests.rendering.test_slides import picture, planned, render, request_
from videolecture.errors import InputError
from videolecture.rendering import edits
from videolecture.rendering.edits import Edits, SlideEdit
from videolecture.rendering.request import RenderRequest
from videolecture.storage.cache import Cache, digest_file
from videolecture.text import split_lecture
from videolecture.text.edited import Edit
from videolecture.types import Fragment

__all__ = ["request_"]  # a fixture
TEXT = "Раз [point:0.5,0.5] два. Три.\n_;\nЧетыре [lang:en]five.\n_;\nШесть."


@pytest.fixture(autouse=True)
def fake_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)


def fragments(**changed: Edit) -> list[Fragment]:
    """The lecture's fragments with these changes: f2 is the change of fragment 2."""
    asked = {int(name[1:]): edit for name, edit in changed.items()}
    return [one for slide in split_lecture(TEXT, "ru", edits=asked) for one in slide.fragments]


def test_other_words_stay_one_fragment_with_its_number_and_marks() -> None:
    text = "Семь восемь. Девять. Десять. Одиннадцать. Двенадцать. Тринадцать. Четырнадцать."
    before, after = fragments(), fragments(f1=Edit(before_of(1), text=text))
    assert [one.number for one in after] == [1, 2, 3]
    assert len(after[0].sentences) == 7, "more than a fragment of the text ever has"
    assert after[0].text == after[0].source == text
    assert [(mark.kind, mark.sentence, mark.word) for mark in after[0].marks] == [("point", 0, 1)]
    assert after[1:] == before[1:]


def before_of(number: int) -> str:
    return fragments()[number - 1].text


def test_marks_of_its_own_count_more() -> None:
    after = fragments(f1=Edit(before_of(1), text="Семь. Восемь [next] девять."))
    assert [(mark.kind, mark.sentence, mark.word) for mark in after[0].marks] == [("next", 1, 1)]


def test_the_spoken_form_alone_leaves_what_is_read() -> None:
    plain = fragments()[0]
    after = fragments(f1=Edit(plain.text, spoken="Разок дважды. Трижды."))[0]
    assert [(s.text, s.spoken) for s in after.sentences] == [("Раз два.", "разок дважды."), ("Три.", "трижды.")]
    one = fragments(f1=Edit(plain.text, spoken="Всё сразу."))[0]
    assert [(s.text, s.spoken) for s in one.sentences] == [("Раз два. Три.", "всё сразу.")]
    assert [(mark.sentence, mark.word) for mark in one.marks] == [(0, 1)]
    both = fragments(f1=Edit(plain.text, text="Сто.", spoken="Сотня."))[0]
    assert (both.text, both.spoken) == ("Сто.", "сотня.")


def test_a_switch_of_language_in_the_text_holds_as_before() -> None:
    """The next slide begins in the lecture's language, and the changed fragment where it began."""
    after = fragments(f2=Edit(before_of(2), text="Семь."))
    assert [phrase.language for s in after[1].sentences for phrase in s.phrases] == [""]
    assert after[2] == fragments()[2]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Edit("Другое."), "edit-outdated"),
        (Edit("Раз два. Три.", text="Раз. [clip:demo.mp4]"), "edit-clip"),
        (Edit("Раз два. Три.", text="…"), "edit-unspeakable"),
        (Edit("Раз два. Три.", spoken=" "), "edit-unspeakable"),
    ],
)
def test_a_change_that_cannot_be_is_refused(edit: Edit, code: str) -> None:
    with pytest.raises(InputError) as refused:
        fragments(f1=edit)
    assert refused.value.code == code


def test_a_file_of_changes_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = Edits(
        {7: Edit("Свет «быстр».\n", text='Свет — "очень" быстр \\ да.'), 12: Edit("x", spoken="икс")},
        {3: SlideEdit(tmp_path / "slide_3.png", "side"), 5: SlideEdit(layout="slide")},
    )
    edits.write(tmp_path / edits.NAME, made)
    assert edits.read(tmp_path / edits.NAME) == made
    assert 'picture = "slide_3.png"' in (tmp_path / edits.NAME).read_text("utf-8")
    assert not edits.read(None)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("x = 1", "edits-wrong"),
        ("fragments = 3", "edits-wrong"),
        ("[fragments.0]\ntext = 'x'", "edits-wrong"),
        ("[fragments.1]\ntext = 3", "edits-wrong"),
        ("[fragments.1]\nseed = '3'", "edits-wrong"),
        ("[slides.x]", "edits-wrong"),
        ("[slides.1]\nlayout = 'round'", "name-unknown"),
        ("[", "edits-not-toml"),
        (None, "edits-unreadable"),
    ],
)
def test_a_file_that_is_not_understood_is_refused(tmp_path: Path, content: str | None, code: str) -> None:
    path = tmp_path / edits.NAME
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(InputError) as refused:
        edits.read(path)
    assert refused.value.code == code


def changed(request: RenderRequest, made: Edits) -> RenderRequest:
    assert request.text
    path = request.text.with_name(edits.NAME)
    edits.write(path, made)
    return dataclasses.replace(request, edits=path)


def test_a_slides_picture_and_layout_are_its_own(request_: RenderRequest, tmp_path: Path) -> None:
    picture(tmp_path / "other.png", 222)
    asked = changed(request_, Edits(slides={2: SlideEdit(tmp_path / "other.png"), 3: SlideEdit(layout="slide")}))
    cache = Cache(tmp_path / "cache")
    found, plain = planned(asked, cache), planned(request_, cache)
    assert found.stage and found.stage.deck and plain.stage and plain.stage.deck
    assert dict(found.stage.layouts) == {1: "corner", 2: "corner", 3: "slide"}
    ways = [one.stage for one in (found, plain) if one.stage]
    shown = [[digest_file(way.deck.folder / path) for path in way.pictures(2)] for way in ways if way.deck]
    assert shown[0] != shown[1]
    assert found.stage.pictures(1) == plain.stage.pictures(1)
    assert planned(asked, cache).stage == found.stage, "opened once"


def test_a_lecture_with_changes_renders(request_: RenderRequest, tmp_path: Path) -> None:
    picture(tmp_path / "other.png", 222)
    text = Edit("Раз два. Три.", text="Сто.")
    small = dataclasses.replace(request_, resolution="360p")
    made = changed(small, Edits({1: text}, {1: SlideEdit(tmp_path / "other.png")}))
    assert "Сто." in render(made, Cache(tmp_path / "cache")).manifest.read_text("utf-8")


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (Edits({9: Edit("x", text="y")}), "edit-no-fragment"),
        (Edits(slides={9: SlideEdit(layout="slide")}), "edit-no-slide"),
        (Edits(slides={9: SlideEdit(Path("other.png"))}), "edit-no-slide"),
        (Edits(slides={1: SlideEdit(Path("gone.png"))}), "edit-no-picture"),
    ],
)
def test_changes_of_what_is_not_there_are_refused(
    request_: RenderRequest, tmp_path: Path, made: Edits, code: str
) -> None:
    slides = {n: dataclasses.replace(s, picture=s.picture and tmp_path / s.picture) for n, s in made.slides.items()}
    with pytest.raises(InputError) as refused:
        planned(changed(request_, dataclasses.replace(made, slides=slides)), Cache(tmp_path / "cache"))
    assert refused.value.code == code


def test_a_picture_without_a_deck_is_refused(request_: RenderRequest, tmp_path: Path) -> None:
    picture(tmp_path / "other.png", 222)
    bare = dataclasses.replace(request_, deck=None, resolution="auto")
    with pytest.raises(InputError, match="has no slides"):
        planned(changed(bare, Edits(slides={1: SlideEdit(tmp_path / "other.png")})), Cache(tmp_path / "cache"))
