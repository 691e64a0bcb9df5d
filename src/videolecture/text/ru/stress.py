"""Stress and ё in Russian: silero-stress, corrected where grammar or context is surer, the author's marks kept."""

from __future__ import annotations

import re
import threading
import warnings
from functools import lru_cache
from typing import Any

from videolecture.text.markup import STRESS
from videolecture.text.ru.homographs import VOWELS, choose, stressed_vowel
from videolecture.weights import weight_path

_WORD = re.compile(rf"[а-яё][а-яё{STRESS}]*")
_LONG = 60  # characters of a regular expression; torch's own, which load it, are shorter
_MISPLACED = re.compile(rf"\+(?![{VOWELS}])")
_TOUCHING = re.compile(r"[^\sа-яё,.!?:;()-]+")
_ACCENTED = re.compile(r"\+?[а-яё][а-яё+]*")


class _Lazy:
    """A regular expression that is compiled when it is first used: the model holds 1,485, some of them very long."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._source)
        self.__dict__.update(search=compiled.search, sub=compiled.sub, finditer=compiled.finditer)
        return getattr(compiled, name)


_one_at_a_time = threading.Lock()  # the module `re` is every thread's: two loads must not undo each other's change


def load() -> None:
    """Import what the model is read with, which takes longer than the model."""
    import torch.package.package_importer  # noqa: F401


def _load(path: str) -> Any:
    """The model. Unpickling compiles its regular expressions, which takes ten times as long as all the rest."""
    with _one_at_a_time:
        return _unpickled(path)


def _unpickled(path: str) -> Any:
    from torch.package.package_importer import PackageImporter

    compile_now, loading = re._compile, threading.get_ident()  # type: ignore[attr-defined]

    def compile_later(pattern: Any, flags: int) -> Any:
        later = threading.get_ident() == loading and isinstance(pattern, str) and len(pattern) > _LONG
        return _Lazy(pattern, flags) if later else compile_now(pattern, flags)

    re._compile = compile_later  # type: ignore[attr-defined]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the way torch stored tensors when the model was made
            return PackageImporter(path).load_pickle("accentor_models", "accentor")
    finally:
        re._compile = compile_now  # type: ignore[attr-defined]


class Stresser:
    """Loads silero-stress (56 MB on disk, some 250 MB in memory, a few seconds) when constructed.

    Raises MissingError where the weights are not installed.
    """

    def __init__(self) -> None:
        accentor = _load(str(weight_path("silero-stress")))
        # The embedding is stored quantised; its own loader restores it in just this way.
        bert = accentor.homosolver.model.bert
        stored = bert.embeddings.word_embeddings.weight.data.clone()
        bert.embeddings.word_embeddings.weight.data = bert.scale * (stored - bert.zero_point)
        self._accentor = accentor
        self._variants = {word: tuple(forms) for word, forms in accentor.homosolver.homodict.items()}
        self._stressed = lru_cache(4096)(self._stress_of)

    def __call__(self, text: str) -> str:
        """Lower-case words with U+0301 after every stressed vowel and ё restored; marks that are there stay."""
        plain = text.replace(STRESS, "")
        if not _WORD.search(plain):
            return text
        accented = self.model(plain)
        wanted = [match.group() for match in _WORD.finditer(text)]
        starts = [match.start() for match in _WORD.finditer(plain)]
        given = [match.group() for match in _ACCENTED.finditer(accented)]
        if len(wanted) != len(given):
            return text  # the model changed the words: leave the stress to the engine
        chosen = choose(plain, self._variants, self._stressed)
        words = iter(
            _settled(mine, theirs, chosen.get(start)) for mine, theirs, start in zip(wanted, given, starts, strict=True)
        )
        return _WORD.sub(lambda _: next(words), text)

    def model(self, text: str) -> str:
        """What silero-stress says by itself, with «+» before stressed vowels."""
        accented = str(self._accentor(text, stress_single_vowel=False))
        if not _MISPLACED.search(accented):
            return accented
        # The model counts signs that touch a word («[один]») as its letters: without them it knows where its mark is.
        accented = str(self._accentor(_TOUCHING.sub(" ", text), stress_single_vowel=False))
        return _MISPLACED.sub("", accented)

    def _stress_of(self, word: str) -> int:
        return -1 if word in self._variants else stressed_vowel(str(self._accentor(word)))


def _settled(mine: str, theirs: str, chosen: str | None) -> str:
    """The author's mark before the chosen form before the model's."""
    if STRESS in mine:
        return mine
    return re.sub(rf"\+([{VOWELS}])", rf"\1{STRESS}", chosen or theirs)
