"""The contract of an engine: all that the rest of the program may ask of one. A test suite holds every engine to it.

An engine is a class that subclasses `SpeechEngine` or `FaceEngine`, which give defaults for what it need not have. It
is constructed in its worker, without arguments or with the operator's options, and loads its models there, once. What
is asked while a lecture is planned (class variables, static and class methods) loads no heavy library.

Nothing here imports more than the standard library: an engine may live in an environment that has nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Protocol

from videolecture.types import EngineInfo, Image, Motion, Photo, Portrait, Progress, Sample, Speech, VoiceProfile

Options = Mapping[str, object]
"""Options of an engine, from the operator's table [engines.NAME] or chosen for a lecture: name -> value."""


class Engine(Protocol):
    """What speech and face engines have in common."""

    info: ClassVar[EngineInfo]
    options: ClassVar[Mapping[str, str]] = {}  # its options -> what they mean
    path_options: ClassVar[tuple[str, ...]] = ()  # options that are paths: taken against the settings file's folder
    manifest_options: ClassVar[tuple[str, ...]] = ()  # options that the manifest of a lecture names
    terms_options: ClassVar[tuple[str, ...]] = ()  # options about licences alone: they change no output and no key
    environment: ClassVar[Mapping[str, str]] = {}  # of its process, before any library is loaded

    @staticmethod
    def check_options(options: Options) -> None:  # noqa: ARG004
        """Raise InputError for a value that is not possible; names that do not exist are refused before."""
        return

    @classmethod
    def weights_for(cls, options: Options) -> Mapping[str, str]:  # noqa: ARG003 (of engines that have a choice)
        """The weights used with these options, name -> SHA-256: part of every key, always in the same order.

        Raises MissingError for weights that are not there, WeightsError for those that are not genuine.
        """
        from videolecture import weights

        weights.require(*cls.info.weights)
        return {name: weights.find(name).identity for name in cls.info.weights}

    @classmethod
    def terms(cls, options: Options) -> EngineInfo:  # noqa: ARG003 (of engines whose operator knows more)
        """`info` with the licence that holds under these options, which were checked."""
        return cls.info

    @staticmethod
    def option_identity(name: str, value: object) -> object:  # noqa: ARG004 (of options that name something)
        """What of an option's value goes into keys: JSON values. Of a folder, say, what is in it."""
        return value

    @staticmethod
    def warm_up() -> None:
        """Do once what a first use would wait for, compiling for one; what comes of it is kept on disk."""
        return


class SpeechEngine(Engine, Protocol):
    """Speaks text in an enrolled voice."""

    @staticmethod
    def has_chance(options: Options) -> bool:  # noqa: ARG004 (of engines where it depends on them)
        """Whether another seed is another take: the same words, read otherwise. Without chance none are offered."""
        return False

    def load(self, language: str) -> None:  # noqa: ARG002
        """Load what the language needs, before the first text is there."""
        return

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        """Learn a voice. Deterministic for a sample and a language."""
        ...

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        """One Speech for each text, in order, at info.rate, with word marks if the engine has them.

        The same arguments give the same samples. No text is longer than info.longest(language).
        """
        ...


class FaceEngine(Engine, Protocol):
    """Animates a photo with a speech."""

    crops: ClassVar[bool] = False  # whether it shows very tall and wide photos in part, unless option whole_photo

    def prepare(self, photo: Photo, options: Mapping[str, str | int | float | bool], progress: Progress) -> Portrait:
        """Find and analyse the face. Raises InputError when there is none that can be animated."""
        ...

    def report_to(self, progress: Progress) -> None:  # noqa: ARG002
        """From now on call this while a clip is made, if that takes minutes before its first frame; what it raises ends
        the clip.
        """
        return

    def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Iterator[Image]:
        """Exactly round(speech.duration * motion.fps) frames, one at a time, starting and ending at rest."""
        ...
