"""From a plan and what was spoken to scenes: when which picture is shown, where the face stands, under which key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from videolecture import registry
from videolecture.compose import burned
from videolecture.compose.scene import film as films
from videolecture.compose.scene.course import Course, courses, when
from videolecture.compose.scene.description import Scene, identity
from videolecture.compose.scene.timeline import Shown
from videolecture.compose.subtitles import Caption, Cue
from videolecture.rendering.films import Film
from videolecture.rendering.finished import captions_of, frames_of
from videolecture.rendering.plan import Plan
from videolecture.rendering.slides import Staging, scenery_of
from videolecture.speech import stage as speech_stage
from videolecture.storage.cache import digest, digest_file
from videolecture.types import FPS, Box


def stage_of(plan: Plan) -> Staging:
    """The plan's stage, where it has one."""
    if plan.stage is None:
        raise ValueError("this lecture has no scenes")
    return plan.stage


def shows_face(plan: Plan, slide: int) -> bool:
    """Whether a slide's layout shows the face."""
    stage = stage_of(plan)
    return bool(registry.layout(stage.layouts[slide])().size_class(scenery_of(stage, slide)))


def fragment_scene(plan: Plan, index: int, speech: Path) -> Scene:
    """The scene of a fragment whose speech is this entry of the cache."""
    fragment = plan.fragments[index].fragment
    drawn = burned.has if _is_burned(plan) else _any
    frames, captions = frames_of(speech), captions_of(fragment, speech, plan.request.language, drawn)
    course = _course(plan, index, captions)
    stage, slide = stage_of(plan), fragment.slide
    return Scene(
        frames,
        stage.canvas,
        stage.layouts[slide],
        pictures=course.pictures,
        marks=course.marks,
        cues=_cues(plan, captions, frames),
        burned=_is_burned(plan),
        outer=slide in stage.outer,
        corner=stage.corner,
        shape=plan.request.face_shape,
        before=_faded(plan, slide) if _is_first(plan, index) else None,
    )


def silent_scene(plan: Plan, slide: int) -> Scene:
    """The scene of a slide without text, the face at rest."""
    stage = stage_of(plan)
    resting = resting_fragment(plan, slide)
    layout = stage.layouts[slide] if resting is not None or not shows_face(plan, slide) else "slide"
    return Scene(
        max(1, round(plan.request.silent_slide * FPS)),
        stage.canvas,
        layout,
        pictures=tuple(Shown(0.0, complete) for complete in stage.pictures(slide)[-1:]),
        burned=_is_burned(plan),
        outer=slide in stage.outer,
        corner=stage.corner,
        shape=plan.request.face_shape,
        rests=True,
        before=_faded(plan, slide),
    )


def resting_fragment(plan: Plan, slide: int) -> int | None:
    """The fragment whose clip lends a silent slide the face at rest: the first of the same size, or of any.

    None where the slide shows no face, or nothing of the lecture does: then the slide stands alone.
    """
    if not shows_face(plan, slide):
        return None
    scenery = scenery_of(stage_of(plan), slide)
    rows = registry.layout(stage_of(plan).layouts[slide])().size_class(scenery)
    with_face = [index for index, planned in enumerate(plan.fragments) if planned.clip_key]

    def rows_of(index: int) -> int:
        other = plan.fragments[index].fragment.slide
        return registry.layout(stage_of(plan).layouts[other])().size_class(scenery_of(stage_of(plan), other))

    return next((index for index in with_face if rows_of(index) == rows), with_face[0] if with_face else None)


def scene_key(plan: Plan, scene: Scene, speech_key: str, clip_key: str) -> str:
    """Everything that a scene's bytes depend on."""
    stage = stage_of(plan)
    pictures = {shown.picture for shown in scene.pictures} | ({scene.before} if scene.before else set())
    digests = {name: digest_file(stage.deck.folder / name) for name in pictures} if stage.deck else {}
    return digest("scene", identity(scene, digests), speech_key, clip_key)


def film_room(plan: Plan) -> tuple[tuple[int, int], int]:
    """The canvas of a film's scene, and the pixels at its lower edge that belong to burned subtitles."""
    canvas = stage_of(plan).canvas
    return canvas, burned.strip_height(canvas) if _is_burned(plan) else 0


def film_key(plan: Plan, film: Film) -> str:
    """Everything that a film's scene depends on."""
    canvas, strip = film_room(plan)
    return digest("film-scene", films.identity(film.digest, canvas, strip), speech_stage.LOUDNESS)


def _any(_sign: str) -> bool:
    return True


def _is_burned(plan: Plan) -> bool:
    return "burned" in plan.request.subtitles.split(",")


def _is_first(plan: Plan, index: int) -> bool:
    """Whether a fragment is the first of its slide."""
    slide = plan.fragments[index].fragment.slide
    return index == 0 or plan.fragments[index - 1].fragment.slide != slide


def _faded(plan: Plan, slide: int) -> Path | None:
    """The last picture of the slide before, over which this slide's picture fades in."""
    numbers = [chosen.number for chosen in plan.chosen]
    place = numbers.index(slide)
    if (
        plan.request.transition != "fade"
        or place == 0
        or _slide_box(plan, slide) != _slide_box(plan, numbers[place - 1])
    ):
        return None  # where slides stand in different places, a picture that fades out would jump first
    pictures = stage_of(plan).pictures(numbers[place - 1])
    return pictures[-1] if pictures else None


def _slide_box(plan: Plan, slide: int) -> Box | None:
    """Where a slide's picture stands; None where its layout does not show it."""
    stage = stage_of(plan)
    return registry.layout(stage.layouts[slide])().slide_box(scenery_of(stage, slide))


def _course(plan: Plan, index: int, captions: Sequence[Caption]) -> Course:
    """What a fragment shows, after the marks of its slide's earlier fragments, which still hold."""
    slide = plan.fragments[index].fragment.slide
    of_slide = [place for place, one in enumerate(plan.fragments) if one.fragment.slide == slide]
    timed = [
        [(when(mark, captions) if place == index else 0.0, mark) for mark in plan.fragments[place].fragment.marks]
        for place in of_slide
    ]
    return courses(stage_of(plan).pictures(slide), timed)[of_slide.index(index)]


def _cues(plan: Plan, captions: Sequence[Caption], frames: int) -> tuple[Cue, ...]:
    """The subtitles that are drawn into the picture, if any are."""
    if not _is_burned(plan):
        return ()
    cues = burned.cues(captions, frames, stage_of(plan).canvas)
    burned.require(" ".join(cue.text for cue in cues))
    return cues
