"""The title of a page that no outline names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deck import made
from videolecture import deck

TURNED = "BT /F1 14 Tf 0 1 -1 0 40 400 Tm (Charge) Tj ET"
AXES = f"BT /F1 12 Tf 100 60 Td (0.5) Tj 80 0 Td (1.0) Tj 300 0 Td (Time, s) Tj ET {TURNED}"
BODY = "BT /F1 18 Tf 60 300 Td (Ice meets hail in the cloud) Tj 0 -30 Td (and the charge grows.) Tj ET"


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (f"{AXES} BT /F1 30 Tf 60 480 Td (How the charge grows) Tj ET {BODY}", "How the charge grows"),
        (
            f"{BODY} BT /F1 30 Tf 34 TL 60 490 Td (A title that) Tj T* (takes two lines) Tj ET",
            "A title that takes two lines",
        ),
        (AXES, ""),
        (f"{AXES} {BODY}", ""),
        (f"{BODY} BT /F1 40 Tf 60 60 Td (Large, but below) Tj ET", ""),
        ("BT /F1 40 Tf 60 400 Td (Nothing else here) Tj ET", "Nothing else here"),
    ],
    ids=["above a figure", "two lines", "axes alone", "text of one size", "below", "alone"],
)
def test_a_title_is_what_stands_large_at_the_top(tmp_path: Path, content: str, title: str) -> None:
    opened = deck.read(made.pdf(tmp_path / "a.pdf", [""], contents=[content]), None, (1920, 1080))
    assert opened.slides[0].title == title
