"""Ten decks that other programs wrote a moment ago.

LibreOffice: ODP, PPTX, PDF of Impress, of Draw; python-pptx; LaTeX (beamer, an article); Typst; Matplotlib; Pillow.
What is known of Google's and Keynote's exports is in test_bad_input.py.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import typst
from PIL import Image

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

ARTICLE = r"""\documentclass{article}
\usepackage[paperwidth=16cm,paperheight=9cm,margin=1cm]{geometry}
\pagestyle{empty}
\begin{document}
{\Huge Where the charge comes from}\par Ice meets hail.
\newpage
{\Huge Thunder}\par It is late.
\end{document}
"""


def latex(folder: Path, source: str) -> Path:
    """The PDF that LaTeX makes of a source; skips where there is none."""
    program = shutil.which("pdflatex")
    if program is None:
        pytest.skip("LaTeX is not installed")
    (folder / "a.tex").write_text(source, encoding="utf-8")
    for _ in range(2):  # the labels and the outline are written in the first run
        made_it = subprocess.run([program, "-interaction=batchmode", "a.tex"], cwd=folder, capture_output=True)
        if made_it.returncode:
            pytest.skip("a package of LaTeX is not installed")
    return folder / "a.pdf"


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
    opened = deck.read(latex(tmp_path, BEAMER), tmp_path, CANVAS)
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


def test_what_python_pptx_writes_has_its_titles_and_notes(tmp_path: Path) -> None:
    opened = deck.read(made.pptx(tmp_path / "a.pptx"), None, CANVAS)
    assert [(slide.title, slide.notes) for slide in opened.slides] == list(zip(made.TITLES, made.NOTES, strict=True))


def test_a_plain_article_of_latex_has_titles_by_their_size(tmp_path: Path) -> None:
    opened = deck.read(latex(tmp_path, ARTICLE), None, CANVAS)
    assert [slide.title for slide in opened.slides] == ["Where the charge comes from", "Thunder"]


def test_what_typst_compiles_has_its_headings_as_titles(tmp_path: Path) -> None:
    (tmp_path / "a.typ").write_text('#set page(paper: "presentation-16-9")\n= Ice\nmeets hail\n#pagebreak()\n= Thunder')
    typst.compile(tmp_path / "a.typ", output=tmp_path / "a.pdf")
    opened = deck.read(tmp_path / "a.pdf", tmp_path, CANVAS)
    assert [(slide.title, len(slide.pictures)) for slide in opened.slides] == [("Ice", 1), ("Thunder", 1)]


def test_a_pdf_of_photographs_as_pillow_writes_it_is_a_figure_a_page(tmp_path: Path) -> None:
    first, *others = (Image.new("RGB", (640, 480), (level, 90, 120)) for level in (60, 120, 180))
    first.save(tmp_path / "a.pdf", save_all=True, append_images=others)
    opened = deck.read(tmp_path / "a.pdf", tmp_path, CANVAS)
    assert [(slide.title, len(slide.figures)) for slide in opened.slides] == [("", 1)] * 3
    with Image.open(opened.slides[0].pictures[0]) as page:
        assert page.size == (480, 360)
