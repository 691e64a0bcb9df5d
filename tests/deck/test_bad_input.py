"""Decks that cannot be used, or not as they are: each is told by name, with what to do."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from numpy.typing import NDArray
from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from tests.deck import made
from videolecture import deck
from videolecture.deck import office, pages, typst_run
from videolecture.errors import InputError, MissingError

CANVAS = (640, 360)


def refused(path: Path, code: str, folder: Path | None = None) -> InputError:
    """The error for a deck, which names it and says what to do."""
    with pytest.raises(InputError) as caught:
        deck.read(path, folder, CANVAS)
    assert caught.value.code == code, caught.value
    assert path.name in caught.value.what
    assert caught.value.remedy
    return caught.value


def said(opened: deck.Deck) -> set[str]:
    return {notice.code for notice in opened.all_warnings}


def pixels(slide: deck.DeckSlide) -> NDArray[np.uint8]:
    with Image.open(slide.pictures[-1]) as picture:
        return np.asarray(picture)


# ----------------------------------------------------------------------------------------------------------------- any


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("old.ppt", "deck-other-ppt"),
        ("talk.key", "deck-other-key"),
        ("a.odg", "deck-other-odg"),
        ("a.exe", "deck-unknown"),
    ],
)
def test_other_kinds_are_told_what_to_export(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0")
    refused(tmp_path / name, code)


def test_a_deck_that_is_not_there_is_named(tmp_path: Path) -> None:
    refused(tmp_path / "none.pdf", "deck-missing")


# ----------------------------------------------------------------------------------------------------------------- PDF


def test_an_encrypted_pdf_asks_for_one_without_password(tmp_path: Path) -> None:
    refused(made.pdf(tmp_path / "a.pdf", ["x"], encrypted=True), "deck-pdf-password")


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"PK\x03\x04 a pptx in truth", b"%PDF-1.7\nxref\n0 9\ntrailer"]
)
def test_a_broken_pdf_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    refused(tmp_path / "a.pdf", "deck-pdf-broken")


def test_a_pdf_cut_short_shows_what_is_left_or_is_told(tmp_path: Path) -> None:
    whole = made.pdf(tmp_path / "a.pdf", ["one", "two", "three"]).read_bytes()
    for length in range(0, len(whole), 97):
        (tmp_path / "cut.pdf").write_bytes(whole[:length])
        with contextlib.suppress(InputError):
            deck.read(tmp_path / "cut.pdf", None, CANVAS)


def test_a_pdf_of_more_than_a_thousand_pages_is_refused_before_anything_is_drawn(tmp_path: Path) -> None:
    path = made.pdf(tmp_path / "a.pdf", ["x"] * (pages.MOST_PAGES + 1))
    refused(path, "deck-too-many-pages", tmp_path)
    assert not list(tmp_path.glob("*.png"))


def test_a_damaged_page_is_white_and_keeps_its_place(tmp_path: Path) -> None:
    path = made.pdf(tmp_path / "a.pdf", ["one", "two", "three"])
    path.write_bytes(path.read_bytes().replace(b"7 0 obj\n<< /Type /Page ", b"7 0 obj\n<< /Typo /Pagg "))
    opened = deck.read(path, tmp_path, CANVAS)
    assert len(opened.slides) == 3 and all(slide.pictures for slide in opened.slides)
    path.write_bytes(path.read_bytes().replace(b"7 0 obj\n<<", b"7 0 obj\n[["))
    opened = deck.read(path, tmp_path, CANVAS)
    assert len(opened.slides) == 3
    assert said(opened) == {"deck-page-broken"} and pixels(opened.slides[1]).min() == 255


def test_pages_of_one_label_are_builds_of_one_slide_and_of_none_are_slides(tmp_path: Path) -> None:
    path = made.pdf(tmp_path / "a.pdf", ["a", "b", "c", "d"], labels=("1", "2", "2", "3"))
    assert [(s.page, len(s.pictures)) for s in deck.read(path, tmp_path, CANVAS).slides] == [(1, 1), (2, 2), (4, 1)]
    path = made.pdf(tmp_path / "b.pdf", ["a", "b"])
    assert len(deck.read(path, None, CANVAS).slides) == 2


@pytest.mark.parametrize(
    ("size", "picture"), [((800, 600), (480, 360)), ((400, 1600), (90, 360)), ((5, 5000), (16, 360))]
)
def test_pages_of_any_shape_are_fitted(tmp_path: Path, size: tuple[int, int], picture: tuple[int, int]) -> None:
    opened = deck.read(made.pdf(tmp_path / "a.pdf", ["x"], size=size), tmp_path, CANVAS)
    assert pixels(opened.slides[0]).shape == (picture[1], picture[0], 3)


def test_a_font_that_a_pdf_lacks_is_named_with_its_substitute(tmp_path: Path) -> None:
    path = made.pdf(tmp_path / "a.pdf", ["x"])
    path.write_bytes(path.read_bytes().replace(b"/BaseFont /Helvetica", b"/BaseFont /Gillrony8"))
    (notice,) = deck.read(path, None, CANVAS).all_warnings
    assert notice.code == "deck-font-missing"
    assert notice.parameters["font"] == "Gillrony8" and notice.parameters["substitute"]


# -------------------------------------------------------------------------------------------------------- presentations


@pytest.mark.parametrize("suffix", [".pptx", ".odp"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>Log in</html>"])
def test_what_is_no_presentation_is_told(tmp_path: Path, suffix: str, content: bytes) -> None:
    (tmp_path / f"a{suffix}").write_bytes(content)
    refused(tmp_path / f"a{suffix}", "deck-office-broken")


@pytest.mark.parametrize("make", [made.pptx, made.odp])
def test_a_presentation_cut_short_is_told(tmp_path: Path, make: object) -> None:
    suffix = ".pptx" if make is made.pptx else ".odp"
    path = (made.pptx if make is made.pptx else made.odp)(tmp_path / f"a{suffix}")
    path.write_bytes(path.read_bytes()[:-400])
    refused(path, "deck-office-broken")


def test_a_presentation_with_a_password_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pptx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    refused(tmp_path / "a.pptx", "deck-office-password")


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("videolecture.deck.archive.MOST_BYTES", 10_000)
    refused(made.pptx(tmp_path / "a.pptx"), "deck-office-too-large")


def test_without_libreoffice_the_words_are_there_and_pictures_say_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    path = made.pptx(tmp_path / "a.pptx")
    assert deck.read(path, None, CANVAS).slides[0].notes == made.NOTES[0]
    with pytest.raises(MissingError, match=r"LibreOffice.*PDF"):
        deck.read(path, tmp_path, CANVAS)


def stand_in(folder: Path, body: str) -> Path:
    """A program in LibreOffice's place."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\n{body}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


@pytest.mark.skipif(os.name == "nt", reason="a script as a program")
def test_what_libreoffice_cannot_open_is_told_with_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = stand_in(tmp_path, "print('Error: source file could not be loaded')")
    monkeypatch.setattr(office, "program", lambda: program)
    error = refused(made.pptx(tmp_path / "a.pptx"), "deck-office-cannot", tmp_path)
    assert "could not be loaded" in error.what and "PDF" in error.remedy


@pytest.mark.skipif(os.name == "nt", reason="a script as a program")
def test_libreoffice_is_ended_when_it_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = stand_in(tmp_path, "import time\ntime.sleep(1000)")
    monkeypatch.setattr(office, "program", lambda: program)
    monkeypatch.setattr(office, "SECONDS", -5.0)
    refused(made.pptx(tmp_path / "a.pptx"), "deck-office-slow", tmp_path)


@made.needs_office
@pytest.mark.parametrize("suffix", [".pptx", ".odp"])
def test_what_animations_took_away_is_not_in_the_picture(tmp_path: Path, suffix: str) -> None:
    """The whole slide is covered by a red shape that leaves at the end."""
    path = tmp_path / f"a{suffix}"
    if suffix == ".odp":
        place = 'svg:x="0cm" svg:y="0cm" svg:width="28cm" svg:height="15.7cm"'
        leaves = '<anim:par presentation:preset-class="exit"><anim:set smil:targetElement="s1"/></anim:par>'
        shape = f'<draw:rect xml:id="s1" {place}/><anim:par>{leaves}</anim:par>'
        made.odp(path, ("x",), ("",), inside=shape)
    else:
        presentation = Presentation()
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        box = slide.shapes.add_shape(1, 0, 0, presentation.slide_width, presentation.slide_height)
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor(255, 0, 0)  # type: ignore[no-untyped-call]
        space = "http://schemas.openxmlformats.org/presentationml/2006/main"
        target = f'<p:tgtEl><p:spTgt spid="{box.shape_id}"/></p:tgtEl>'
        effect = f'<p:childTnLst><p:set><p:cBhvr><p:cTn id="2"/>{target}</p:cBhvr></p:set></p:childTnLst>'
        node = f'<p:par><p:cTn id="1" presetClass="exit" presetID="1">{effect}</p:cTn></p:par>'
        timing = f'<p:timing xmlns:p="{space}"><p:tnLst>{node}</p:tnLst></p:timing>'
        slide._element.append(etree.fromstring(timing))
        presentation.save(str(path))
    opened = deck.read(path, tmp_path, CANVAS)
    assert "deck-animation" in said(opened)
    assert pixels(opened.slides[0])[180, 320].tolist() == [255, 255, 255]


@pytest.mark.parametrize("suffix", [".pptx", ".odp"])
def test_hidden_slides_are_left_out_and_named(tmp_path: Path, suffix: str) -> None:
    path = (made.pptx if suffix == ".pptx" else made.odp)(tmp_path / f"a{suffix}", hidden=(2,))
    opened = deck.read(path, None, CANVAS)
    assert opened.hidden == (2,)
    assert [(slide.number, slide.page) for slide in opened.slides] == [(1, 1), (2, 3)]


def test_a_presentation_of_hidden_slides_only_is_empty(tmp_path: Path) -> None:
    refused(made.pptx(tmp_path / "a.pptx", hidden=(1, 2, 3)), "deck-empty")


def test_films_and_missing_fonts_of_a_pptx_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "substitutes", lambda families: {f: "Plain" for f in families if f == "Very Rare Sans"})
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text_frame.text = "Film"
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.name = "Very Rare Sans"
    poster = io.BytesIO()
    Image.new("RGB", (64, 36)).save(poster, "PNG")
    slide.shapes.add_movie(io.BytesIO(b"no real film"), 0, 0, Inches(2), Inches(2), poster, "video/mp4")
    presentation.save(str(tmp_path / "a.pptx"))
    opened = deck.read(tmp_path / "a.pptx", None, CANVAS)
    assert {"deck-film", "deck-font-missing-here"} <= said(opened)
    assert any(".mp4" in str(notice) for notice in opened.all_warnings)


def test_links_of_presentations_are_cut_and_named(tmp_path: Path) -> None:
    picture = '<draw:frame svg:width="3cm" svg:height="3cm"><draw:image xlink:href="{}"/></draw:frame>'
    for link in ("http://127.0.0.1:9/spy.png", "file:///etc/passwd", "../../secret.png"):
        path = made.odp(tmp_path / "a.odp", inside=picture.format(link))
        assert any(link in str(notice) for notice in deck.read(path, None, CANVAS).all_warnings)


@made.needs_office
def test_a_linked_file_of_this_machine_is_not_in_the_picture(tmp_path: Path) -> None:
    """Whoever sends a deck must not see what lies on the machine that draws it."""
    Image.new("RGB", (300, 300), "red").save(tmp_path / "secret.png")
    link = (tmp_path / "secret.png").as_uri()
    place = 'svg:x="5cm" svg:y="5cm" svg:width="10cm" svg:height="8cm"'
    shown = f'<draw:frame {place}><draw:image xlink:href="{link}" xlink:type="simple"/></draw:frame>'
    opened = deck.read(made.odp(tmp_path / "a.odp", ("x",), ("",), inside=shown), tmp_path, CANVAS)
    picture = pixels(opened.slides[0]).astype(int)
    assert not ((picture[..., 0] > 200) & (picture[..., 1] < 60)).any()


# ------------------------------------------------------------------------------------------------------------- pictures


def folder_with(tmp_path: Path, name: str, content: bytes) -> Path:
    folder = tmp_path / "slides"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return folder


def encoded(picture: Image.Image, kind: str) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind)
    return stream.getvalue()


def test_a_picture_of_twenty_thousand_pixels_is_reduced(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "1.png", encoded(Image.new("L", (20_000, 5_000), 90), "PNG"))
    opened = deck.read(folder, tmp_path, CANVAS)
    assert pixels(opened.slides[0]).shape == (160, 640, 3)


def test_a_picture_too_large_to_decode_is_refused_by_name(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "poster.png", encoded(Image.new("1", (20_000, 20_000)), "PNG"))
    with pytest.raises(InputError, match=r"poster\.png.*150 million"):
        deck.read(folder, tmp_path, CANVAS)


def test_cmyk_and_sixteen_bits_become_rgb(tmp_path: Path) -> None:
    folder_with(tmp_path, "1.jpg", encoded(Image.new("CMYK", (640, 360), (0, 200, 200, 0)), "JPEG"))
    deep = Image.fromarray(np.full((360, 640), 40_000, np.uint16))
    folder = folder_with(tmp_path, "2.png", encoded(deep, "PNG"))
    red, grey = map(pixels, deck.read(folder, tmp_path, CANVAS).slides)
    assert red[100, 100, 0] > 2 * red[100, 100, 1]
    assert abs(int(grey[100, 100, 0]) - 155) <= 1


@pytest.mark.parametrize("content", [b"", b"not a picture", encoded(Image.effect_noise((90, 90), 9), "PNG")[:2000]])
def test_a_broken_picture_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"third\.png"):
        deck.read(folder_with(tmp_path, "third.png", content), tmp_path, CANVAS)


def test_a_folder_without_pictures_is_told_and_other_files_are_named(tmp_path: Path) -> None:
    refused(folder_with(tmp_path, "readme.doc", b"x"), "deck-folder-empty")
    folder = folder_with(tmp_path, "1.png", encoded(Image.new("RGB", (64, 36)), "PNG"))
    assert said(deck.read(folder, None, CANVAS)) == {"deck-files-passed-over", "deck-picture-small"}


# --------------------------------------------------------------------------------------------------- Markdown and Typst


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@made.needs_fonts
@pytest.mark.parametrize("source", ["https://example.org/a.png", "//example.org/a.png", "data:image/png;base64,AAAA"])
def test_a_remote_picture_is_not_fetched_and_said_so(tmp_path: Path, source: str) -> None:
    opened = deck.read(written(tmp_path / "a.md", f"# A\n\n![x]({source})"), tmp_path, CANVAS)
    assert said(opened) == {"deck-remote-picture"}
    assert len(opened.slides[0].pictures) == 1


@made.needs_fonts
def test_a_picture_outside_the_decks_folder_is_not_read(tmp_path: Path) -> None:
    Image.new("RGB", (64, 36)).save(tmp_path / "secret.png")
    (tmp_path / "deck").mkdir()
    (tmp_path / "deck" / "link.png").symlink_to(tmp_path / "secret.png")
    for source in ("../secret.png", "link.png"):
        path = written(tmp_path / "deck" / "a.md", f"# A\n\n![x]({source})")
        assert said(deck.read(path, None, CANVAS)) == {"deck-picture-outside"}


def test_a_picture_that_is_not_there_is_named(tmp_path: Path) -> None:
    error = refused(written(tmp_path / "a.md", "# A\n\n![x](none.png)"), "deck-picture-missing")
    assert "none.png" in error.what


@made.needs_fonts
def test_text_is_never_run_as_code(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hidden")
    text = '# #read("secret.txt")\n\n#panic() $\\text{#read("secret.txt")}$ `#panic()` "; #panic() \\" [x](#a) *_#_*'
    opened = deck.read(written(tmp_path / "a.md", text), None, CANVAS)
    assert "hidden" not in " ".join(opened.slides[0].text)
    assert opened.slides[0].title == '#read("secret.txt")'


@made.needs_fonts
def test_a_formula_that_is_not_understood_is_shown_as_written(tmp_path: Path) -> None:
    opened = deck.read(written(tmp_path / "a.md", "# A\n\n$\\nonsense{x}$ and $x^2$"), None, CANVAS)
    assert said(opened) == {"deck-formula"}


@made.needs_fonts
def test_a_slide_that_is_too_full_is_told(tmp_path: Path) -> None:
    full = deck.read(written(tmp_path / "a.md", "# A\n\n" + "- a line\n" * 16), None, CANVAS)
    over = deck.read(written(tmp_path / "b.md", "# A\n\n" + "- a line\n" * 60), None, CANVAS)
    assert said(full) == {"deck-slide-full"}
    assert said(over) == {"deck-slide-overfull"}


@made.needs_fonts
def test_typst_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hidden")
    (tmp_path / "deck").mkdir()
    for code in ('#read("../secret.txt")', '#include "../secret.txt"'):
        refused(written(tmp_path / "deck" / "a.typ", code), "deck-typst-outside")


@made.needs_fonts
def test_typst_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst_run, "SECONDS", 3.0)
    endless = "#let f(n) = { for i in range(100000) { for j in range(100000) { n += 1 } }; n }\n#f(0)"
    refused(written(tmp_path / "a.typ", endless), "deck-typst-slow")


@made.needs_fonts
@pytest.mark.skipif(os.name == "nt", reason="Windows has no bound of this kind")
def test_typst_that_eats_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst_run, "MEMORY", 1_200_000_000)
    hungry = '#let x = "0123456789"\n#for i in range(40) { x = x + x }\n#x.len()'
    refused(written(tmp_path / "a.typ", hungry), "deck-typst-memory")


@made.needs_fonts
def test_mistakes_in_typst_are_told_with_their_place(tmp_path: Path) -> None:
    error = refused(written(tmp_path / "a.typ", "= Title\n#nothing()"), "deck-typst-error")
    assert "nothing" in error.what and "a.typ:2" in error.what


@made.needs_fonts
def test_packages_are_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = written(tmp_path / "a.typ", '#import "@preview/touying:0.6.1": *\n= A')
    error = refused(path, "deck-typst-package")
    assert "@preview/touying" in error.what


@made.needs_fonts
def test_a_font_that_typst_lacks_is_named_with_its_substitute(tmp_path: Path) -> None:
    opened = deck.read(written(tmp_path / "a.typ", '#set text(font: "Very Rare Sans")\n= A'), None, CANVAS)
    (notice,) = opened.all_warnings
    assert notice.parameters == {"font": "very rare sans", "substitute": "Libertinus Serif"}


@made.needs_fonts
def test_notes_of_other_typst_themes_are_read(tmp_path: Path) -> None:
    """polylux and touying leave them for pdfpc."""
    said = '#metadata((t: "NewSlide"))<pdfpc>#metadata((t: "Idx", v: {}))<pdfpc>#metadata((t: "Note", v: "{}"))<pdfpc>'
    text = f"= A\n{said.format(0, 'one')}\n#pagebreak()\n= B\n{said.format(1, 'two')}"
    assert [slide.notes for slide in deck.read(written(tmp_path / "a.typ", text), None, CANVAS).slides] == [
        "one",
        "two",
    ]


def test_markdown_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("# Молния".encode("cp1251"))
    refused(tmp_path / "a.md", "deck-not-utf8")


# ------------------------------------------------------------------------------------------- habits of other programs


def test_notes_whose_place_has_no_type_are_read_as_keynote_writes_them(tmp_path: Path) -> None:
    made.pptx(tmp_path / "a.pptx")
    presentation = Presentation(str(tmp_path / "a.pptx"))
    notes = presentation.slides[0].notes_slide
    (place,) = notes.notes_text_frame._txBody.getparent().xpath(".//p:nvPr/p:ph")
    place.getparent().remove(place)
    presentation.save(str(tmp_path / "a.pptx"))
    assert deck.read(tmp_path / "a.pptx", None, CANVAS).slides[0].notes == made.NOTES[0]


def test_arrows_and_boxes_of_a_slide_are_a_figure(tmp_path: Path) -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    for kind in (1, 33, 1):
        slide.shapes.add_shape(kind, 0, 0, Inches(1), Inches(1))
    presentation.save(str(tmp_path / "a.pptx"))
    assert deck.read(tmp_path / "a.pptx", None, CANVAS).slides[0].figures == ("",)


def test_slides_without_a_title_have_none_and_line_breaks_are_lines(tmp_path: Path) -> None:
    """Google Slides exports blank layouts with text boxes; a line break inside a paragraph is a vertical tab."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = "one\vtwo"
    slide.notes_slide.notes_text_frame.text = "First.\vSecond."
    presentation.save(str(tmp_path / "a.pptx"))
    (found,) = deck.read(tmp_path / "a.pptx", None, CANVAS).slides
    assert (found.title, found.text, found.notes) == ("", ("one", "two"), "First.\nSecond.")


def test_shows_and_templates_open_as_presentations_do(tmp_path: Path) -> None:
    made.pptx(tmp_path / "a.pptx")
    main = b"presentationml.presentation.main+xml"
    with zipfile.ZipFile(tmp_path / "a.pptx") as source, zipfile.ZipFile(tmp_path / "a.ppsx", "w") as show:
        for member in source.infolist():
            show.writestr(member, source.read(member).replace(main, main.replace(b".presentation.", b".slideshow.")))
    assert len(deck.read(tmp_path / "a.ppsx", None, CANVAS).slides) == 3


def test_a_recorded_narration_is_told(tmp_path: Path) -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    sound = Part(PackURI("/ppt/media/media1.m4a"), "audio/mp4", slide.part.package, b"no real sound")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/audio"
    slide.part.relate_to(sound, kind)
    space = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    slide._element.append(etree.fromstring(f'<p:timing {space}><p:audio isNarration="1"/></p:timing>'))
    presentation.save(str(tmp_path / "a.pptx"))
    (notice,) = deck.read(tmp_path / "a.pptx", None, CANVAS).slides[0].warnings
    assert notice.code == "deck-narration" and "media1.m4a" in str(notice)


def test_cyrillic_of_latex_without_a_character_map_is_read(tmp_path: Path) -> None:
    assert pages.lines("Ìîëíèÿ: 30 êÀ\nfaçade\n* * *") == ("Молния: 30 кА", "façade")
