"""`videolecture portrait`: what was found in a photo, so that a user can choose the best one."""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image

from videolecture.cli import lecture
from videolecture.execute.engines import Engines
from videolecture.settings import Settings
from videolecture.storage.atomic import written_aside

NAME = "portrait"
HELP = "Show what is found in a photo: the face, its landmarks, warnings, and one second of it speaking."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("photo", type=Path, metavar="PHOTO", help="the photo to look at")
    lecture.add(parser, ("face_box", "face_engine", "whole_photo"))
    parser.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="where the pictures go (here)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write PHOTO_found.png and PHOTO_speaking.png, and say what was found."""
    from videolecture.face import framing, preview
    from videolecture.face.photo import load

    photo, warnings = load(options.photo)
    asked = settings.request(lecture.chosen(options))
    chosen = {name: value for name, value in asked["face_options"].items() if name in ("face_box", "whole_photo")}
    found = preview.look(photo, str(chosen.get("face_box", "")))
    engine = Engines(settings.pythons()).face(asked["face_engine"], lambda *_: None)
    frames = list(preview.sample_frames(engine, photo, chosen))
    pictures = {"found": found.picture, "speaking": preview.contact_sheet(preview.around_head(frames))}
    for name, picture in pictures.items():
        target = options.out / f"{options.photo.stem}_{name}.png"
        with written_aside(target) as aside:
            Image.fromarray(picture).save(aside, format="PNG")
        print(target)
    width, height = (round(side / photo.reduced) for side in photo.pixels.shape[1::-1])
    print(f"Face: {','.join(map(str, preview.box_of(photo, found.face)))} of {width}x{height} pixels")
    print(f"Turned {found.face.yaw:.0f}°, nodding {found.face.pitch:.0f}°, leaning {found.face.roll:.0f}°")
    cropped = framing.shown(photo, found.face.points, found.face.box, framing.whole(chosen))[2]
    notes = cropped if engine.crops else ()
    for warning in dict.fromkeys((*warnings, *notes, *found.face.warnings)):
        print(f"Note: {warning}")
    return 0
