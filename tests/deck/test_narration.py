from __future__ import annotations

from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from videolecture.deck.narration import narration

SPACE = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
AUDIO = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/audio"
PICTURE = (
    '<p:pic {space}><p:nvPicPr><p:cNvPr id="9" name="voice"/><p:cNvPicPr/>'
    '<p:nvPr><a:audioFile r:link="{link}"/></p:nvPr>'
    "</p:nvPicPr><p:blipFill/><p:spPr/></p:pic>"
)


def test_the_narration_of_each_slide_is_taken_out_and_hidden_slides_do_not_count(tmp_path: Path) -> None:
    presentation = Presentation()
    for number, contents in enumerate((b"hidden", b"", b"first", b"second"), 1):
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        if contents == b"hidden":
            slide._element.set("show", "0")
        if not contents:
            continue
        package = slide.part.package
        voice = Part(PackURI(f"/ppt/media/media{number}.m4a"), "audio/mp4", package, contents)
        link = slide.part.relate_to(voice, AUDIO)
        if contents == b"second":  # music beside it: what PowerPoint marked is the narration
            music = Part(PackURI("/ppt/media/music.mp3"), "audio/mp3", package, b"music")
            slide.part.relate_to(music, AUDIO)
        slide.shapes._spTree.append(etree.fromstring(PICTURE.format(space=SPACE, link=link)))
        target = '<p:cMediaNode><p:tgtEl><p:spTgt spid="9"/></p:tgtEl></p:cMediaNode>'
        timing = f'<p:timing {SPACE}><p:audio isNarration="1">{target}</p:audio></p:timing>'
        slide._element.append(etree.fromstring(timing))
    presentation.save(str(tmp_path / "a.pptx"))
    out = tmp_path / "out"
    out.mkdir()
    assert narration(tmp_path / "a.pptx", out) == (2, 3)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        "slide_2.m4a": b"first",
        "slide_3.m4a": b"second",
    }
