from pathlib import Path

import pytest

from quality.spoken import show, texts


def test_a_folder_of_texts_is_shown_as_it_would_be_spoken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.txt").write_text("Он вышел. В ст. 5 п. 3 сказано иное.", encoding="cp1251")
    (tmp_path / "a.md").write_text("# Notes\n\nIt weighs 5 kg.", encoding="utf-8")
    (tmp_path / ".hidden").write_text("no", encoding="utf-8")
    assert [path.name for path in texts(tmp_path)] == ["a.md", "b.txt"]
    assert all(show(path, "auto", only=False) for path in texts(tmp_path))
    shown = capsys.readouterr().out.splitlines()
    assert "  > он вышел." in shown
    assert "  - В ст. 5 п. 3 сказано иное." in shown
    assert "  > в статье пять пункте три сказано иное." in shown
    assert "  > it weighs five kilograms." in shown


def test_what_cannot_be_read_is_told_and_the_rest_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_text("\n")
    assert not show(tmp_path / "empty.txt", "ru", only=True)
    assert "!! " in capsys.readouterr().out
