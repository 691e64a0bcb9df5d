"""What can be chosen about this engine, checked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from videolecture.errors import InputError
from videolecture.types import Motion

SIZES = (256, 512)
PREPROCESS = ("crop", "extcrop", "resize", "full", "extfull")
STYLES = 46  # of head movement, that PoseVAE was trained with
ENHANCERS = ("", "gfpgan")
LONGEST = 40  # characters of a wrong value that are shown

OPTIONS: Mapping[str, str] = {
    "size": "pixels of the networks' square: 256 or 512",
    "preprocess": f"what of the photo moves: {', '.join(PREPROCESS)}",
    "still": "the head keeps the photo's pose",
    "expression_scale": "0 to 3, of the expression",
    "pose_style": "0 to 45, or auto: the portrait's own",
    "enhancer": "gfpgan restores the face's detail; for non-commercial use",
    "batch": "frames rendered at once, up to 127 at size 256 and 31 at 512; 0: as many as memory allows",
    "face_box": "left,top,right,bottom in pixels of the photo: which face",
}
NONCOMMERCIAL: Mapping[str, tuple[str, ...]] = {"enhancer": ("gfpgan",)}


@dataclass(frozen=True)
class PortraitOptions:
    """What changes the analysis of the photo."""

    size: int = 256  # pixels of the networks' square: 256 or 512, each with its own weights
    preprocess: str = "crop"  # crop, extcrop, resize, full, extfull; `full` pastes back into the whole photo

    @property
    def whole_photo(self) -> bool:
        """Whether the animated part is pasted back into the photo."""
        return self.preprocess.endswith("full")


@dataclass(frozen=True)
class ClipOptions:
    """What changes a clip of the same portrait."""

    still: bool = False  # the head does not move
    expression_scale: float = 1.0  # of the expression coefficients
    pose_scale: float = 1.0  # of the head's movement
    pose_style: int | None = 0  # 0..45, or None: one that the portrait chooses
    enhancer: str = ""  # "gfpgan" restores the face's detail
    batch: int = 0  # frames rendered together; 0: as many as memory allows

    def style(self, portrait_digest: str) -> int:
        """The pose style; automatic, it is the same in all clips of a portrait."""
        if self.pose_style is not None:
            return self.pose_style
        return int(hashlib.sha256(portrait_digest.encode()).hexdigest(), 16) % STYLES


Values = Mapping[str, str | int | float | bool]


def portrait_options(values: Values) -> PortraitOptions:
    """Read `size` and `preprocess`. Raises InputError."""
    preprocess = _shown(values.get("preprocess", "crop"))
    if preprocess not in PREPROCESS:
        raise _wrong("preprocess", preprocess, ", ".join(PREPROCESS))
    return PortraitOptions(_whole("size", values.get("size", 256), SIZES), preprocess)


def check(values: Values) -> None:
    """Raise InputError for a value that cannot be."""
    portrait_options(values)
    clip_options(Motion(options=values))


def clip_options(motion: Motion) -> ClipOptions:
    """Read the rest. Expressiveness .5 is the published behaviour; `expression_scale` overrides it. Raises
    InputError.
    """
    values = motion.options
    liveliness = 0.4 + 1.2 * motion.expressiveness
    enhancer = _shown(values.get("enhancer", ""))
    if enhancer not in ENHANCERS:
        raise _wrong("enhancer", enhancer, "gfpgan")
    chosen = values.get("pose_style", 0)
    style = None if chosen == "auto" else _whole("pose_style", chosen, range(STYLES), ", auto")
    return ClipOptions(
        still=motion.still or _yes("still", values.get("still", False)),
        expression_scale=_number("expression_scale", values.get("expression_scale", liveliness)),
        pose_scale=liveliness,
        pose_style=style,
        enhancer=enhancer,
        batch=_whole("batch", values.get("batch", 0), range(257)),
    )


def _whole(name: str, value: str | float, allowed: tuple[int, ...] | range, besides: str = "") -> int:
    known = f"{allowed[0]}..{allowed[-1]}" if isinstance(allowed, range) else ", ".join(map(str, allowed))
    number = _number_of(value)
    if number is None or number not in allowed:
        raise _wrong(name, value, known + besides)
    return number


def _number_of(value: str | float) -> int | None:
    """The whole number that a value or a text says, None where it says none."""
    if isinstance(value, int):
        return None if isinstance(value, bool) else value
    digits = re.fullmatch(r"(-?\d{1,9})(?:\.0{0,9})?", str(value), re.ASCII)
    return int(digits[1]) if digits else None


def _yes(name: str, value: str | float) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}
    word = _shown(value).lower()
    if word not in words:
        raise _wrong(name, value, "yes, no")
    return words[word]


def _number(name: str, value: str | float) -> float:
    try:
        number = float(value)
    except (ValueError, OverflowError):
        number = -1.0
    if isinstance(value, bool) or not 0 <= number <= 3:
        raise _wrong(name, value, "0..3")
    return number


def _wrong(name: str, value: object, allowed: str) -> InputError:
    """`allowed`: the values in signs that need no language."""
    return InputError(
        "The sadtalker option {name} cannot be «{value}».",
        "Possible: {allowed}.",
        code="sadtalker-option",
        name=name,
        value=_shown(value),
        allowed=allowed,
    )


def _shown(value: object) -> str:
    """A value as a text that is not endless: Python writes no whole number of thousands of digits."""
    try:
        text = str(value)
    except ValueError:
        text = "a number of thousands of digits"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
