"""A lecture's text: decoded, cut into slides, fragments and sentences, and turned into the words that are spoken.

read(path) -> LectureText, split_lecture(text, language) -> slides, view(slides) -> what `videolecture text` prints
"""

from __future__ import annotations

from videolecture.text.decode import LectureText, read
from videolecture.text.dictionary import Dictionary, load_dictionary
from videolecture.text.edited import Edit
from videolecture.text.lecture import STRESS_WEIGHTS, load, split_lecture
from videolecture.text.split import DELIMITER
from videolecture.text.view import view

__all__ = [
    "DELIMITER",
    "STRESS_WEIGHTS",
    "Dictionary",
    "Edit",
    "LectureText",
    "load",
    "load_dictionary",
    "read",
    "split_lecture",
    "view",
]
