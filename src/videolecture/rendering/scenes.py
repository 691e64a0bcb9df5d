"""From a plan and what was spoken to scenes: when which picture is shown, where the face stands, under which key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from videolecture import registry
from videolecture.compose import burned
from videolecture.compose.scene.backdrop import Mark
from videolecture.compose.scene.description import Scene, identity
from videolecture.compose.scene.timeline import Marked, Shown
from videolecture.compose.subtitles import Caption, Cue, spoken_at
from videolecture.rendering.finished import captions_of, frames_of
from videolecture.rendering.plan import Plan
from videolecture.rendering.slides import Stage, scenery_of
from videolecture.storage.cache import digest, digest_file
from videolecture.types import FPS, Fragment, SlideMark


def stage_of(plan: Plan) -> Stage:
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
    frames, captions = frames_of(speech), captions_of(fragment, speech)
    timed, before = _timed(fragment, captions), _marks_before(plan, index)
    stage, slide = stage_of(plan), fragment.slide
    return Scene(
        frames,
        stage.canvas,
        stage.layouts[slide],
        pictures=_pictures(plan, slide, timed, before),
        marks=_marks(timed, before),
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
        pictures=_pictures(plan, slide, [], []),
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
    if plan.request.transition != "fade" or place == 0:
        return None
    pictures = stage_of(plan).pictures(numbers[place - 1])
    return pictures[-1] if pictures else None


def _marks_before(plan: Plan, index: int) -> list[SlideMark]:
    """The marks of the slide's earlier fragments, which still hold."""
    slide = plan.fragments[index].fragment.slide
    earlier = [planned.fragment for planned in plan.fragments[:index] if planned.fragment.slide == slide]
    return [mark for fragment in earlier for mark in fragment.marks]


def _pictures(
    plan: Plan, slide: int, timed: list[tuple[SlideMark, float]], before: list[SlideMark]
) -> tuple[Shown, ...]:
    """The slide's pictures with their times: the complete one, unless `[next]` goes through them."""
    pictures = stage_of(plan).pictures(slide)
    if not pictures:
        return ()
    if not any(mark.kind == "next" for mark in _of_slide(plan, slide)):
        return (Shown(0.0, pictures[-1]),)
    at = min(sum(mark.kind == "next" for mark in before), len(pictures) - 1)
    shown = [Shown(0.0, pictures[at])]
    for mark, time in timed:
        if mark.kind == "next" and at + 1 < len(pictures):
            at += 1
            shown.append(Shown(time, pictures[at]))
    return tuple(shown)


def _of_slide(plan: Plan, slide: int) -> list[SlideMark]:
    return [mark for one in plan.slides if one.number == slide for fragment in one.fragments for mark in fragment.marks]


def _marks(timed: list[tuple[SlideMark, float]], before: list[SlideMark]) -> tuple[Marked, ...]:
    """Pointers and highlights with their times, each to the next mark or the slide's end."""
    found = []
    if before and before[-1].kind != "next":
        found.append(Marked(0.0, _mark(before[-1])))
    for mark, time in timed:
        found.append(Marked(max(time, 0.0), _mark(mark)))
    return tuple(found)


def _mark(mark: SlideMark) -> Mark | None:
    return None if mark.kind == "next" else Mark(mark.kind, *mark.place)


def _timed(fragment: Fragment, captions: Sequence[Caption]) -> list[tuple[SlideMark, float]]:
    """The marks of a fragment, each with the second in which its word is spoken."""
    timed = []
    for mark in fragment.marks:
        caption = captions[mark.sentence]
        words = caption.text.split()
        if mark.word == 0:
            time = caption.start if mark.sentence else 0.0  # at a fragment's head: from its first frame
        elif mark.word >= len(words):
            time = caption.end
        else:
            time = min(max(spoken_at(mark.word, words, caption), caption.start), caption.end)
        timed.append((mark, time))
    return timed


def _cues(plan: Plan, captions: Sequence[Caption], frames: int) -> tuple[Cue, ...]:
    """The subtitles that are drawn into the picture, if any are."""
    if not _is_burned(plan):
        return ()
    cues = burned.cues(captions, frames, stage_of(plan).canvas)
    burned.require(" ".join(cue.text for cue in cues))
    return cues
