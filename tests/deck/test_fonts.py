from __future__ import annotations

from pathlib import Path

from videolecture.deck.fonts import installed


def test_a_font_that_is_added_changes_the_digest_and_other_files_do_not(tmp_path: Path) -> None:
    before = installed((str(tmp_path),))
    (tmp_path / "readme.txt").write_text("x")
    assert installed((str(tmp_path),)) == before
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "Rare.ttf").write_bytes(b"x")
    assert installed((str(tmp_path),)) != before
