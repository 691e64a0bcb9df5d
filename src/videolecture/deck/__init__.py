"""Decks: the slides of a lecture, from PDF, PPTX, ODP, a folder of pictures, Markdown or Typst.

How the pipeline uses it:
1. a task in a worker: `open_in_worker(path, canvas, pictures, output, progress)` -> JSON values, PNG files in
   `output`; its cache entry is named by `identity(path, canvas)` ("": open it anew);
2. `deck = Deck.from_plain(values)`; the pictures are `output / picture for picture in slide.pictures`;
3. the lecture text is the user's, or `notes_text(deck, delimiter)` where none was given; cut at the delimiter,
   `pair(deck, texts, name)` -> a text for every slide ("" is a silent one) and notices;
4. a chapter is named by `slide.title`, where it has one; `[next]` goes through `slide.pictures`;
5. warnings: `deck.all_warnings`, those of `pair`, and `unspoken.notices(unspoken.unspoken(deck, said, language))`.
"""

from __future__ import annotations

from videolecture.deck.matching import Paired, notes_text, pair
from videolecture.deck.reading import identity, open_in_worker, read, reader_for
from videolecture.deck.types import Canvas, Deck, DeckReader, DeckSlide, Notice, ReaderInfo

__all__ = [
    "Canvas",
    "Deck",
    "DeckReader",
    "DeckSlide",
    "Notice",
    "Paired",
    "ReaderInfo",
    "identity",
    "notes_text",
    "open_in_worker",
    "pair",
    "read",
    "reader_for",
]
