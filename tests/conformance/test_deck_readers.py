"""Every reader of decks in the table keeps its promises (`videolecture.conformance.deck`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deck import made
from videolecture import registry
from videolecture.conformance.deck import DeckReaderSuite
from videolecture.deck import office

office_needed = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
fonts_needed = pytest.mark.skipif(not made.fonts_installed(), reason="the weights «slide-fonts» are not installed")


class TestPdf(DeckReaderSuite):
    name = "pdf"
    titles = made.TITLES
    notes = ("", "", "")

    @staticmethod
    def write(folder: Path) -> Path:
        return made.pdf(folder / "deck.pdf", made.TITLES, labels=("1", "2", "3"))


@office_needed
class TestPptx(DeckReaderSuite):
    name = "pptx"
    titles, notes = made.TITLES, made.NOTES

    @staticmethod
    def write(folder: Path) -> Path:
        return made.pptx(folder / "deck.pptx")


@office_needed
class TestOdp(DeckReaderSuite):
    name = "odp"
    titles, notes = made.TITLES, made.NOTES

    @staticmethod
    def write(folder: Path) -> Path:
        return made.odp(folder / "deck.odp")


class TestPictures(DeckReaderSuite):
    name = "pictures"
    titles, notes = ("", "", ""), made.NOTES
    has_text = False

    @staticmethod
    def write(folder: Path) -> Path:
        return made.pictures(folder / "deck")


@fonts_needed
class TestMarkdown(DeckReaderSuite):
    name = "markdown"
    titles, notes = made.TITLES, made.NOTES
    builds = (1, 2, 1)
    set_anew = True

    @staticmethod
    def write(folder: Path) -> Path:
        return made.markdown(folder / "deck.md")


@fonts_needed
class TestTypst(DeckReaderSuite):
    name = "typst"
    titles, notes = made.TITLES, made.NOTES
    builds = (1, 2, 1)
    set_anew = True
    identified = False

    @staticmethod
    def write(folder: Path) -> Path:
        return made.typst(folder / "deck.typ")


def test_no_reader_is_left_out() -> None:
    assert {suite.name for suite in DeckReaderSuite.__subclasses__()} >= set(registry.TABLE["deck"])
