"""Decks that other programs wrote a moment ago: LibreOffice Impress and Draw, LaTeX's beamer, Typst, Matplotlib."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deck import made
from videolecture import deck
from videolecture.deck import office

CANVAS = (640, 360)
DRAWING = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {made.SPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.graphics">
<office:body><office:drawing><draw:page draw:name="Cloud"><draw:rect svg:x="2cm" svg:y="2cm" svg:width="8cm"
svg:height="5cm"><text:p>A cloud</text:p></draw:rect></draw:page></office:drawing></office:body></office:document>
"""
BEAMER = r"""\documentclass{beamer}
\begin{document}
\section{Charge}
\begin{frame}{Where the charge comes from}
\begin{itemize}\item<1-> Ice\item<2-> Hail\item<3-> Ground\end{itemize}\end{frame}
\begin{frame}{Thunder}It is late.\end{frame}
\end{document}
"""


def converted(source: Path, kind: str, filter_name: str = "") -> Path:
    """A file as LibreOffice saves it in another format."""
    program = office.program()
    assert program
    target = source.parent / "saved"
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    to = f"{kind}:{filter_name}" if filter_name else kind
    command = [str(program), profile, "--headless", "--convert-to", to, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return target / f"{source.stem}.{kind}"


@made.needs_office
@pytest.mark.parametrize(
    ("kind", "filter_name"), [("odp", ""), ("pptx", "Impress MS PowerPoint 2007 XML")], ids=["odp", "pptx"]
)
def test_what_impress_saves_has_its_titles_and_notes(tmp_path: Path, kind: str, filter_name: str) -> None:
    path = converted(made.pptx(tmp_path / "a.pptx", hidden=(2,)), kind, filter_name)
    opened = deck.read(path, None, CANVAS)
    assert [slide.title for slide in opened.slides] == ["Lightning", "Thunder"]
    assert [slide.notes for slide in opened.slides] == ["Good morning.", ""]
    assert opened.hidden == (2,)


@made.needs_office
def test_what_impress_exports_as_pdf_is_a_slide_a_page(tmp_path: Path) -> None:
    opened = deck.read(converted(made.pptx(tmp_path / "a.pptx"), "pdf"), tmp_path, CANVAS)
    assert [slide.text[0] for slide in opened.slides] == ["Lightning", "Where the charge comes", "Thunder"]  # lines
    assert opened.all_warnings == ()


@made.needs_office
def test_what_draw_exports_as_pdf_is_a_slide_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.fodg").write_text(DRAWING, encoding="utf-8")
    opened = deck.read(converted(tmp_path / "a.fodg", "pdf"), tmp_path, CANVAS)
    assert [(slide.text, len(slide.pictures)) for slide in opened.slides] == [(("A cloud",), 1)]


def test_beamers_overlays_are_builds_of_one_slide(tmp_path: Path) -> None:
    program = shutil.which("pdflatex")
    if program is None:
        pytest.skip("LaTeX is not installed")
    (tmp_path / "a.tex").write_text(BEAMER, encoding="utf-8")
    for _ in range(2):  # the labels and the outline are written in the first run
        made_it = subprocess.run([program, "-interaction=batchmode", "a.tex"], cwd=tmp_path, capture_output=True)
        if made_it.returncode:
            pytest.skip("beamer is not installed")
    opened = deck.read(tmp_path / "a.pdf", tmp_path, CANVAS)
    assert [len(slide.pictures) for slide in opened.slides] == [3, 1]
    assert opened.slides[0].title == "Charge" and "Ground" in " ".join(opened.slides[0].text)


def test_what_matplotlib_writes_is_a_figure_a_page(tmp_path: Path) -> None:
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pages = pytest.importorskip("matplotlib.backends.backend_pdf")
    with pages.PdfPages(tmp_path / "a.pdf") as pdf:
        for count in (3, 4):
            figure, axes = pyplot.subplots()
            axes.plot(range(count))
            pdf.savefig(figure)
            pyplot.close(figure)
    opened = deck.read(tmp_path / "a.pdf", tmp_path, CANVAS)
    assert len(opened.slides) == 2 and all(slide.figures for slide in opened.slides)
