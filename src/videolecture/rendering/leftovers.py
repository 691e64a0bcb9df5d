"""What a longer version of the lecture left in its folder: removed when a shorter one is rendered there, and told."""

from __future__ import annotations

from collections.abc import Sequence

from videolecture.errors import Term
from videolecture.output.stale import Leftovers, remove_leftovers
from videolecture.rendering.plan import Plan


def clear_leftovers(plan: Plan) -> Term | None:
    """Remove the files of fragments and slides that the whole text no longer has; what was removed, if anything.

    Raises OutputError.
    """
    request = plan.request
    fragments = {fragment.number for slide in plan.slides for fragment in slide.fragments}
    gone = remove_leftovers(request.out, request.id, fragments, joined_slides(plan))
    if not gone:
        return None
    return Term(
        "An earlier version of lecture {lecture} had more; its files were removed from «{out}»: {what}.",
        code="leftovers-removed",
        lecture=request.id,
        out=request.out,
        what=_named(gone),
    )


def joined_slides(plan: Plan) -> set[int]:
    """The slides of the whole lecture that have a file of their own: those with words, and silent ones that are shown.

    Which slides are shown silently is only known of the chosen ones; of the others none is taken for a leftover.
    """
    spoken = {slide.number for slide in plan.slides if slide.fragments}
    if plan.stage is None:
        return spoken
    others = {slide.number for slide in plan.slides} - {slide.number for slide in plan.chosen}
    return spoken | others | set(plan.stage.silent)


def _named(gone: Leftovers) -> Term | None:
    fragments, slides = _fragments(gone.fragments), _slides(gone.slides)
    if fragments and slides:
        return Term("{fragments}; {slides}", code="fragments-and-slides", fragments=fragments, slides=slides)
    return fragments or slides


def _fragments(numbers: Sequence[int]) -> Term | None:
    if len(numbers) == 1:
        return Term("fragment {number}", code="fragment-gone", number=numbers[0])
    listed = ", ".join(map(str, numbers))
    return Term("fragments {numbers}", code="fragments-gone", numbers=listed) if numbers else None


def _slides(numbers: Sequence[int]) -> Term | None:
    if len(numbers) == 1:
        return Term("slide {number}", code="slide-gone", number=numbers[0])
    listed = ", ".join(map(str, numbers))
    return Term("slides {numbers}", code="slides-gone", numbers=listed) if numbers else None
