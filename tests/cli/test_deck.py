from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.deck import made
from videolecture.cli import main


def test_a_deck_is_shown_with_its_sheet_and_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = made.pictures(tmp_path / "slides")
    sheet, notes = tmp_path / "out" / "sheet.png", tmp_path / "out" / "notes.txt"
    assert main(["deck", str(folder), "--sheet", str(sheet), "--notes", str(notes), "--unspoken"]) == 0
    said = capsys.readouterr().out
    assert "3 slides (pictures)" in said and "1 → good morning." in said and "(silent)" in said
    assert "Slide 2: nothing is said of its figure." in said and "(a figure)" in said
    assert "Slide 3: nothing" not in said, "its author knows that nothing is said of a silent slide"
    assert "960" not in said, "the sheet's size is no limit of the pictures"
    with Image.open(sheet) as picture:
        assert picture.width > 3 * 480
    assert notes.read_text(encoding="utf-8").startswith("Good morning.\n_;\nIce meets hail.")


def test_a_deck_is_shown_where_an_engine_has_its_own_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(f"[engines.xtts]\npython = {json.dumps(sys.executable)}\n", "utf-8")
    assert main(["deck", str(made.pictures(tmp_path / "slides")), "--config", str(config)]) == 0
    assert "3 slides (pictures)" in capsys.readouterr().out


def test_a_text_says_what_is_spoken_on_which_slide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deck = made.pdf(tmp_path / "a.pdf", made.TITLES)
    text = tmp_path / "lecture.txt"
    text.write_text("First words.\n_;\nSecond words.", encoding="utf-8")
    assert main(["deck", str(deck), "--text", str(text), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["spoken"] == ["first words.", "second words.", ""]
    assert main(["deck", str(deck), "--text", str(text)]) == 0
    assert "the last ones are silent" in capsys.readouterr().out


def test_more_texts_than_slides_end_with_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deck = made.pdf(tmp_path / "a.pdf", ["One"])
    text = tmp_path / "lecture.txt"
    text.write_text("First words.\n_;\nSecond words.", encoding="utf-8")
    assert main(["deck", str(deck), "--text", str(text)]) == 2
    assert "2. — | Second words." in capsys.readouterr().err


def test_a_deck_without_notes_is_shown_in_whatever_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deck = made.pdf(tmp_path / "a.pdf", made.TITLES)
    assert main(["deck", str(deck)]) == 0
    assert "(silent)" in capsys.readouterr().out


def test_words_marks_and_films_are_shown_and_what_is_wrong_with_them_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deck = made.pdf(tmp_path / "a.pdf", ["One", "One", "Two"], labels=("1", "1", "2"))
    text = tmp_path / "lecture.txt"
    text.write_text(
        "Has 2 [next] parts [point:0.5,0.4]. [next] More.\n[clip:demo.mp4]\n_;\n[layout:sied] See [pont:0.5,0.5].",
        "utf-8",
    )
    for command in (["deck", str(deck), "--text", str(text)], ["text", str(text), "--language", "en"]):
        assert main(command) == 2
        assert "There is no film «demo.mp4» (slide 1)." in capsys.readouterr().err, "the same as render says"
    (tmp_path / "demo.mp4").touch()
    sheet = tmp_path / "sheet.png"
    assert main(["deck", str(deck), "--text", str(text), "--sheet", str(sheet), "--grid"]) == 0
    said = capsys.readouterr().out
    assert "One, 2 pictures" in said and "1 → has two parts. more." in said
    assert "[next] at «parts»: picture 2" in said
    assert "[point:0.5,0.4] after «parts»: number 1 on the sheet, on picture 2" in said
    assert (
        "2 → (the film «demo.mp4»" in said and "Two, page 3, layout sied" in said and "no layout «sied»; known" in said
    )
    assert "more [next] than pictures to go on to: 1 too many" in said and "«[pont:0.5,0.5]» is not a mark" in said
    with Image.open(sheet) as picture:
        rule = picture.getpixel((12 + 960 * 3 // 10, 12 + 100))
        assert picture.width == 2 * 960 + 3 * 12
        assert rule != (255, 255, 255), "a line at three tenths"
    assert main(["deck", str(deck), "--text", str(text), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["number"] for one in told["fragments"]] == [1, 2, 3]
    first = told["fragments"][0]["marks"][0]
    assert first == {"mark": "[next]", "word": "parts", "after": False, "picture": 2, "number": 0}
    assert {"deck-layout-unknown", "next-superfluous"} <= {note["code"] for note in told["notes"]}


def test_a_grid_without_a_sheet_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deck", str(made.pictures(tmp_path / "slides")), "--grid"]) == 2
    assert "--sheet" in capsys.readouterr().err
