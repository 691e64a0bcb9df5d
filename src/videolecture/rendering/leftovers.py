"""What a longer version of the lecture left in its folder: removed when a shorter one is rendered there, and told."""

from __future__ import annotations

from collections.abc import Sequence

from videolecture.output.stale import remove_leftovers
from videolecture.rendering.plan import Plan


def clear_leftovers(plan: Plan) -> str:
    """Remove the files of fragments and slides that the whole text no longer has; what was removed, or "".

    Raises OutputError.
    """
    request = plan.request
    fragments = {fragment.number for slide in plan.slides for fragment in slide.fragments}
    gone = remove_leftovers(request.out, request.id, fragments, joined_slides(plan))
    if not gone:
        return ""
    what = "; ".join((*_named("fragment", gone.fragments), *_named("slide", gone.slides)))
    return f"An earlier version of lecture {request.id} had more; its files were removed from «{request.out}»: {what}."


def joined_slides(plan: Plan) -> set[int]:
    """The slides of the whole lecture that have a file of their own: those with words, and silent ones that are shown.

    Which slides are shown silently is only known of the chosen ones; of the others none is taken for a leftover.
    """
    spoken = {slide.number for slide in plan.slides if slide.fragments}
    if plan.stage is None:
        return spoken
    others = {slide.number for slide in plan.slides} - {slide.number for slide in plan.chosen}
    return spoken | others | set(plan.stage.silent)


def _named(what: str, numbers: Sequence[int]) -> tuple[str, ...]:
    if not numbers:
        return ()
    return (f"{what if len(numbers) == 1 else what + 's'} {', '.join(map(str, numbers))}",)
