"""The narration recorded in PowerPoint: the sound of each slide, taken out of the file."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any

from videolecture.deck import pptx
from videolecture.deck.pptx_parts import A, P, R, moving

SUFFIXES = pptx.Pptx.info.suffixes
_MEDIA = "{http://schemas.microsoft.com/office/powerpoint/2010/main}media"


def narration(path: Path, folder: Path) -> tuple[int, ...]:
    """Write slide_3.m4a and so on into the folder; the numbers of the slides that have one, hidden ones not counted.

    What is played is a narration where PowerPoint marked it as one, and where it is the slide's only sound.
    Raises InputError for a file that cannot be opened.
    """
    found = []
    with pptx.copied(path) as (copy, _):
        slides = pptx.opened(copy, path.name).slides
        shown = [slide for slide in slides if slide._element.get("show") not in ("0", "false")]
        for number, slide in enumerate(shown, 1):
            part = _narrated(slide)
            if part is not None:
                suffix = posixpath.splitext(str(part.partname))[1].lower()
                (folder / f"slide_{number}{suffix}").write_bytes(part.blob)
                found.append(number)
    return tuple(found)


def _narrated(slide: Any) -> Any:
    """The part of the package that holds a slide's narration; None where it has none, or it lies elsewhere."""
    told = moving(slide)
    sounds = {
        identity: relation.target_part
        for identity, relation in slide.part.rels.items()
        if not relation.is_external
        and relation.reltype.rpartition("/")[2] in ("audio", "media")
        and posixpath.basename(str(relation.target_part.partname)) in told.sounds
    }
    marked = {
        target.get("spid")
        for audio in slide._element.iter(f"{P}audio")
        if audio.get("isNarration") in ("1", "true")
        for target in audio.iter(f"{P}spTgt")
    }
    for properties in slide._element.iter(f"{P}cNvPr"):
        if properties.get("id") in marked:
            shape = properties.getparent()
            links = [node.get(f"{R}link") for node in shape.iter(f"{A}audioFile")]
            links += [node.get(f"{R}embed") for node in shape.iter(_MEDIA)]
            for link in links:
                if link in sounds:
                    return sounds[link]
    own = list({str(part.partname): part for part in sounds.values()}.values())
    return own[0] if len(own) == 1 and (told.narrated or len(told.sounds) == 1) else None
