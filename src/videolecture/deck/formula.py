"""LaTeX formulas as Typst writes them, by tylax; and whether Typst can set them."""

from __future__ import annotations

import functools
import re
from typing import Any

# What tylax 0.3.8 writes in words that Typst 0.15 no longer has.
_RENAMED = {"planck.reduce": "planck"}


def to_typst(latex: str) -> str | None:
    """The formula inside `$ $` of Typst; None where it is not understood."""
    import tylax

    decimal = re.sub(r"(?<=\d)\{,\}(?=\d)", r"\\text{,}", latex)  # 3{,}14: a decimal comma has no space after it
    try:
        said = tylax.latex_to_typst(decimal)
    except Exception:  # it raises its own kinds, which it does not name
        return None
    said = re.sub(r" *#text\[,\] *", '","', said)
    said = said.replace("space.nobreak #text[", "thin #text[")  # words have a space around them already
    for old, new in _RENAMED.items():
        said = said.replace(old, new)
    # Code could do more than set a formula: the two forms that tylax writes are all that may begin with #.
    if "$" in said or re.search(r"(?<!\\)#(?!text(?:\[|\(fill: \w+\)\[))", said):
        return None
    try:
        _compiler().compile(f"$ {said} $".encode(), format="svg")
    except RuntimeError:
        return None
    return said.strip()


@functools.cache
def _compiler() -> Any:
    """A compiler with Typst's own fonts only: looking through the system's takes longer than a formula."""
    import typst

    return typst.Compiler(ignore_system_fonts=True)
