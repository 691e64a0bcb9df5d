from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

from tests.compose.scene.scenes import scene, slide
from videolecture.compose.scene.backdrop import Mark
from videolecture.compose.scene.description import Scene, identity
from videolecture.compose.scene.timeline import Shown, TimedMark
from videolecture.compose.subtitles import Cue


def whole(tmp_path: Path) -> Scene:
    return scene(
        tmp_path,
        50,
        marks=(TimedMark(0.4, Mark("highlight", 0.1, 0.2, 0.3, 0.4)), TimedMark(1.0, None)),
        cues=(Cue(0, 900, "one"),),
        burned=True,
        before=slide(tmp_path, "before", (1, 2, 3)),
    )


def test_every_field_of_a_scene_is_in_its_identity(tmp_path: Path) -> None:
    made = whole(tmp_path)
    other = slide(tmp_path, "other", (9, 9, 9))
    digests = {shown.picture: "a" for shown in made.pictures} | {made.before or other: "b", other: "c"}
    changes: dict[str, object] = {
        "frames": 51,
        "canvas": (270, 480),
        "layout": "side",
        "pictures": (Shown(0.0, other),),
        "marks": (),
        "cues": (),
        "burned": False,
        "outer": True,
        "corner": "top-left",
        "shape": "circle",
        "focus": (0.4, 0.4),
        "rests": True,
        "before": None,
    }
    assert set(changes) == {field.name for field in fields(Scene)}
    known = {json.dumps(identity(made, digests))}
    for name, value in changes.items():
        known.add(json.dumps(identity(replace(made, **{name: value}), digests)))  # type: ignore[arg-type]
    assert len(known) == len(changes) + 1


def test_where_a_picture_lies_is_not_part_of_the_identity(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    here, there = scene(tmp_path, 5), scene(tmp_path / "elsewhere", 5)
    assert identity(here, {here.pictures[0].picture: "x"}) == identity(there, {there.pictures[0].picture: "x"})
