"""Small decks of every kind, made without the programs that usually make them."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from videolecture import weights
from videolecture.deck import office
from videolecture.errors import MissingError

TITLES = ("Lightning", "Where the charge comes from", "Thunder")
NOTES = ("Good morning.", "Ice meets hail. [next] The field grows.", "")

# CI has it (tools/system_packages.sh) and may not skip what needs it.
needs_office = pytest.mark.skipif(
    office.program() is None and not os.environ.get("CI"), reason="LibreOffice is not installed"
)


def fonts_installed() -> bool:
    """Whether Markdown and Typst decks can be set here."""
    try:
        weights.weight_path("slide-fonts")
    except MissingError:
        return False
    return True


needs_fonts = pytest.mark.skipif(
    not fonts_installed() and not os.environ.get("CI"), reason="the weights «slide-fonts» are not installed"
)


def pdf(
    path: Path,
    pages: Sequence[str],
    *,
    size: tuple[int, int] = (960, 540),
    labels: Sequence[str] = (),
    encrypted: bool = False,
    contents: Sequence[str] = (),
) -> Path:
    """A PDF with a line of text on each page (or what `contents` say), an outline of `pages`, and page labels."""
    count = len(pages)
    first = 4  # objects 1 to 3: catalogue, page tree, font
    objects = [""] * (first + 3 * count + 1)
    kids = " ".join(f"{first + 3 * i} 0 R" for i in range(count))
    nums = " ".join(f"{i} << /P ({label}) >>" for i, label in enumerate(labels))
    named = f"/PageLabels << /Nums [{nums}] >>" if labels else ""
    outline = first + 3 * count
    objects[1] = f"<< /Type /Catalog /Pages 2 0 R {named} /Outlines {outline} 0 R >>"
    objects[2] = f"<< /Type /Pages /Count {count} /Kids [{kids}] >>"
    objects[3] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    for i, text in enumerate(pages):
        at = first + 3 * i
        content = contents[i] if contents else f"BT /F1 40 Tf 60 {size[1] // 2} Td ({text}) Tj ET"
        objects[at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {at + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects[at + 1] = f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
        follows = f"/Next {at + 5} 0 R" if i + 1 < count else ""
        objects[at + 2] = f"<< /Title ({text}) /Parent {outline} 0 R /Dest [{at} 0 R /Fit] {follows} >>"
    objects[outline] = f"<< /First {first + 2} 0 R /Last {first + 3 * count - 1} 0 R /Count {count} >>"
    out, places = "%PDF-1.7\n", []
    for number, body in enumerate(objects[1:], 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects)}\n0000000000 65535 f \n{table}"
    keys = f"/O ({'o' * 32}) /U ({'u' * 32})"  # of no password that is known
    secret = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 {keys} >> /ID [(a) (a)]" if encrypted else ""
    start = out.index("xref\n")
    out += f"trailer << /Size {len(objects)} /Root 1 0 R {secret} >>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(out.encode("latin-1"))
    return path


def pptx(path: Path, titles: Sequence[str] = TITLES, notes: Sequence[str] = NOTES, hidden: Sequence[int] = ()) -> Path:
    """A 16:9 presentation; `hidden` are pages from 1."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    for page, (title, note) in enumerate(zip(titles, notes, strict=True), 1):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"Body of {page}"
        if note:
            slide.notes_slide.notes_text_frame.text = note
        if page in hidden:
            slide._element.set("show", "0")
    deck.save(str(path))
    return path


SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "draw": "drawing", "presentation": "presentation", "text": "text", "style": "style",
        "svg": "svg-compatible", "anim": "animation", "smil": "smil-compatible", "fo": "xsl-fo-compatible",
        "manifest": "manifest",
    }.items()
)  # fmt: skip
SPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def odp(
    path: Path,
    titles: Sequence[str] = TITLES,
    notes: Sequence[str] = NOTES,
    hidden: Sequence[int] = (),
    inside: str = "",
) -> Path:
    """An OpenDocument presentation; `inside` is put into every page."""
    pages = "".join(
        f'<draw:page draw:name="p{page}" draw:style-name="{"off" if page in hidden else "on"}" '
        f'draw:master-page-name="m">'
        f'<draw:frame presentation:class="title" svg:width="20cm" svg:height="3cm" svg:x="2cm" svg:y="1cm">'
        f"<draw:text-box><text:p>{title}</text:p></draw:text-box></draw:frame>{inside}"
        f'<presentation:notes><draw:frame presentation:class="notes" svg:width="9cm" svg:height="9cm" svg:x="1cm" '
        f'svg:y="1cm"><draw:text-box><text:p>{note}</text:p></draw:text-box></draw:frame></presentation:notes>'
        f"</draw:page>"
        for page, (title, note) in enumerate(zip(titles, notes, strict=True), 1)
    )
    styles = "".join(
        f'<style:style style:name="{name}" style:family="drawing-page"><style:drawing-page-properties '
        f'presentation:visibility="{seen}"/></style:style>'
        for name, seen in (("on", "visible"), ("off", "hidden"))
    )
    kind = "application/vnd.oasis.opendocument.presentation"
    layout = (
        '<office:automatic-styles><style:page-layout style:name="l"><style:page-layout-properties fo:page-width="28cm" '
        'fo:page-height="15.75cm"/></style:page-layout></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="m" style:page-layout-name="l"/></office:master-styles>'
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{media}"/>'
        for name, media in (("/", kind), ("content.xml", "text/xml"), ("styles.xml", "text/xml"))
    )
    members = {
        "content.xml": f'<office:document-content {SPACES} office:version="1.3"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:presentation>{pages}</office:presentation></office:body>"
        "</office:document-content>",
        "styles.xml": f'<office:document-styles {SPACES} office:version="1.3">{layout}</office:document-styles>',
        "META-INF/manifest.xml": f'<manifest:manifest {SPACES} manifest:version="1.3">{entries}</manifest:manifest>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        for name, text in members.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
    return path


def pictures(path: Path) -> Path:
    """A folder of three pictures of other proportions, with a note beside the first two."""
    path.mkdir()
    for number, note in zip((1, 2, 10), NOTES, strict=True):
        Image.new("RGB", (400, 300), (10 * number, 90, 120)).save(path / f"slide{number}.png")
        if note:
            (path / f"slide{number}.txt").write_text(note, encoding="utf-8")
    return path


def markdown(path: Path) -> Path:
    """A Markdown deck whose second slide has two builds."""
    path.write_text(
        "# Lightning\n\nNotes:\nGood morning.\n\n---\n\n## Where the charge comes from\n\n- ice\n"
        "\n. . .\n\n- hail $E = mc^2$\n"
        "\n<!-- Ice meets hail. [next] The field grows. -->\n\n---\n\n## Thunder\n\nA loud one.\n",
        encoding="utf-8",
    )
    return path


def typst(path: Path) -> Path:
    """The same in Typst."""
    path.write_text(
        '#import "@local/videolecture:1.0.0": *\n#show: slides\n= Lightning\nHere. #notes[Good morning.]\n'
        "= Where the charge comes from\n- ice\n#pause\n- hail\n#notes[Ice meets hail. [next] The field grows.]\n"
        "= Thunder\nA loud one.\n",
        encoding="utf-8",
    )
    return path
