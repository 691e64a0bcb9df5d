"""From a job to its plan: every fragment with the keys under which its speech and its clip are known.

A key is the digest of everything the bytes depend on, so the same keys mean the same bytes, nothing is rendered twice,
and changing one sentence renders one fragment. Keys hold for one type of CPU and one set of pinned versions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from videolecture import registry, text, weights
from videolecture.cache import digest, digest_file
from videolecture.compose import encoding
from videolecture.errors import InputError
from videolecture.speech import stage as speech_stage
from videolecture.speech.check import hearing
from videolecture.text import detect
from videolecture.types import EngineInfo, Fragment, Motion, Progress, Slide

PAUSE_BETWEEN_FRAGMENTS = 0.5  # seconds after a fragment's last word, at least
PAUSE_BETWEEN_SLIDES = 0.9  # the same after the last fragment of a slide


@dataclass(frozen=True)
class Job:
    """One lecture to be rendered: what the user asked for, checked by `plan`."""

    text: Path
    face: Path
    voice: Path
    out: Path
    id: int = 1
    language: str = "ru"
    speech: str = "silero"
    face_engine: str = "puppet"
    layout: str = "face"
    size: int = 512
    slides: tuple[int, ...] = ()  # only these; () all
    delimiter: str = "_;"
    commercial: bool = False
    expressiveness: float = 0.5  # 0..1
    still: bool = False
    checked: bool = False  # speech is recognised as it is made, and made again where it is not what the text says
    speech_options: Mapping[str, object] = field(default_factory=dict)  # the operator's: [engines.NAME] of the settings
    face_options: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    dictionary: Path | None = None  # how words are said: TOML or CSV
    strict: bool = False  # refuse a text of which something would be left unsaid
    label: str = ""  # tells jobs apart that share an executor

    @property
    def name(self) -> str:
        """What executors and logs call the job."""
        return self.label or f"lecture-{self.id}"


@dataclass(frozen=True)
class PlannedFragment:
    """A fragment and the keys of what will be made of it."""

    fragment: Fragment
    speech_key: str
    clip_key: str
    motion: Motion


@dataclass(frozen=True)
class Plan:
    """The whole lecture, and what of it is to be rendered."""

    job: Job
    slides: tuple[Slide, ...]  # the whole lecture's
    chosen: tuple[Slide, ...]  # the slides that will be rendered
    fragments: tuple[PlannedFragment, ...]  # of the chosen slides
    voice_key: str
    portrait_key: str
    warnings: tuple[str, ...] = ()
    face_weights: Mapping[str, str] = field(default_factory=dict)  # what the face engine uses: name -> SHA-256


def plan(job: Job, progress: Progress = lambda *_: None) -> Plan:
    """Read and split the text, check what was asked for, and compute every key. Renders nothing, loads no engine.

    Raises InputError for anything the user gave that cannot be used, MissingError for weights that are not there.
    """
    speech, face = check(job)
    needed = () if job.speech_options.get("folder") else speech.weights  # a folder of one's own instead of the pulled
    weights.require(*needed, *(hearing.WEIGHTS if job.checked else ()))
    used = face_weights(job)
    lecture = text.read(job.text)
    job = told_language(job, lecture.text, speech)
    try:
        slides = text.split_lecture(
            lecture.text,
            job.language,
            job.delimiter,
            dictionary=text.load_dictionary(job.dictionary) if job.dictionary else None,
            strict=job.strict,
            stress=text.STRESS_WEIGHTS in speech.weights,
            progress=progress,
        )
    except InputError as error:
        raise InputError(f"{job.text.name}: {error.what}", error.remedy) from error
    chosen = _choose(slides, job.slides)
    check_switches(chosen, speech)
    registry.check_options(job.speech, job.speech_options)
    identity = [face.name, face.behaviour, list(used.values())]
    portrait_key = digest("portrait", digest_file(job.face), dict(job.face_options), identity)
    key_of_voice = voice_key(job.voice, job.language, speech, job.speech_options)
    clip_base = [
        portrait_key,
        job.layout,
        registry.layout(job.layout).behaviour,
        encoding.EncoderSettings().identity(),
    ]
    fragments = []
    for slide in chosen:
        for place, fragment in enumerate(slide.fragments, 1):
            last = place == len(slide.fragments)
            fragment = _with_pause(fragment, PAUSE_BETWEEN_SLIDES if last else PAUSE_BETWEEN_FRAGMENTS)
            phrases = [dataclasses.astuple(phrase) for sentence in fragment.sentences for phrase in sentence.phrases]
            sentences = [len(sentence.phrases) for sentence in fragment.sentences]
            speech_key = digest("speech", key_of_voice, job.language, phrases, sentences, *_checked(job))
            motion = Motion(
                size=job.size,
                seed=int(speech_key[:8], 16),  # by the fragment's own words: a clip never depends on its place
                expressiveness=job.expressiveness,
                still=job.still,
                options=job.face_options,
            )
            clip_key = digest("clip", speech_key, clip_base, dataclasses.asdict(motion))
            fragments.append(PlannedFragment(fragment, speech_key, clip_key, motion))
    doubt = detect.doubt(lecture.text, job.language)
    general = (*lecture.warnings, *((doubt,) if doubt else ()), *_partial(job, slides, chosen))
    warnings = (*general, *(w for slide in chosen for fragment in slide.fragments for w in fragment.warnings))
    return Plan(job, slides, chosen, tuple(fragments), key_of_voice, portrait_key, warnings, used)


def _partial(job: Job, slides: Sequence[Slide], chosen: Sequence[Slide]) -> tuple[str, ...]:
    """What a user of --slides should know: the lecture's files get other contents."""
    if len(chosen) == len(slides):
        return ()
    where = f"The files of lecture {job.id} in «{job.out / 'final'}»"
    again = "without --slides the whole lecture is joined again from what is kept"
    return (f"{where} will hold {len(chosen)} of {len(slides)} slides; {again}.",)


def _checked(job: Job) -> list[object]:
    return [hearing.BEHAVIOUR] if job.checked else []


def told_language(job: Job, lecture: str, speech: EngineInfo) -> Job:
    """The job in the language of its text, where it leaves that to us (`auto`)."""
    if job.language != detect.AUTO:
        return job
    job = dataclasses.replace(job, language=detect.detect(lecture))
    check_language(speech, job.language)
    return job


def check_switches(slides: Sequence[Slide], speech: EngineInfo) -> None:
    """Raise InputError for a [lang:...] that the engine does not speak."""
    for slide in slides:
        for phrase in (p for fragment in slide.fragments for s in fragment.sentences for p in s.phrases):
            if phrase.language and speech.languages and phrase.language not in speech.languages:
                raise InputError(
                    f"Slide {slide.number} switches to «{phrase.language}» for «{phrase.spoken[:40]}», "
                    f"which the speech engine {speech.name} does not speak.",
                    f"It speaks: {', '.join(speech.languages)}.",
                )


def voice_key(sample: Path, language: str, engine: EngineInfo, options: Mapping[str, object] | None = None) -> str:
    """The key of the voice profile that an engine with these options makes of a sample for a language."""
    own = [_option_identity(name, value) for name, value in sorted((options or {}).items())]
    return digest("voice", digest_file(sample), language, speech_stage.BEHAVIOUR, _identity(engine), own)


def _option_identity(name: str, value: object) -> list[object]:
    """An option as part of a key; of a folder of weights, what is in it."""
    if name != "folder":
        return [name, value]
    folder = Path(str(value)).expanduser()
    files = [path for path in sorted(folder.iterdir()) if path.is_file()] if folder.is_dir() else []
    # Gigabytes: told apart by what the system says of them, not read for every plan.
    return [name, [[path.name, path.stat().st_size, path.stat().st_mtime_ns] for path in files]]


def parse_slides(choice: str) -> tuple[int, ...]:
    """«2-3,5» as (2, 3, 5)."""
    numbers: list[int] = []
    for part in choice.split(","):
        first, dash, last = part.strip().partition("-")
        try:
            numbers.extend(range(int(first), int(last if dash else first) + 1))
        except ValueError:
            raise InputError(f"--slides {choice} is not understood.", "Write it like 2, 2-3 or 1,4-6.") from None
    if not numbers or min(numbers) < 1:
        remedy = "Slides are numbered from 1; of a range the smaller number comes first."
        raise InputError(f"--slides {choice} names no slide.", remedy)
    return tuple(sorted(set(numbers)))


def check(job: Job) -> tuple[EngineInfo, EngineInfo]:
    """The speech and the face engine of a job; raises InputError for what was asked and cannot be."""
    speech, face = registry.speech_engine(job.speech).info, registry.face_engine(job.face_engine).info
    for path, what in ((job.text, "lecture text"), (job.face, "photo"), (job.voice, "voice sample")):
        if not path.is_file():
            raise InputError(f"The {what} {path} is not there or is not a file.", "Check the path.")
        try:
            path.open("rb").close()
        except OSError as error:
            raise InputError(f"The {what} {path} cannot be read: {error.strerror}.", "Check its rights.") from error
    if job.id < 0:
        raise InputError(f"--id {job.id} is not possible.", "Choose 0 or more: it is part of every file name.")
    if job.size < 64 or job.size > 4096 or job.size % 2:
        raise InputError(f"--size {job.size} is not possible.", "Choose an even number from 64 to 4096.")
    if not 0 <= job.expressiveness <= 1:
        raise InputError(f"--expressiveness {job.expressiveness} is not possible.", "Choose a number from 0 to 1.")
    if job.language != detect.AUTO:
        check_language(speech, job.language)
    registry.check_options(job.face_engine, job.face_options, "face")
    if job.commercial:
        check_commercial(speech, face, options=job.face_options)
    return speech, face


def check_language(speech: EngineInfo, language: str) -> None:
    """Raise InputError for a language that the engine does not speak."""
    if speech.languages and language not in speech.languages:
        raise InputError(
            f"The speech engine {speech.name} does not speak «{language}».",
            f"It speaks: {', '.join(speech.languages)}.",
        )


def check_commercial(*engines: EngineInfo, options: Mapping[str, object] | None = None) -> None:
    """Refuse engines whose code, weights or outputs may not be used commercially, and options that forbid it, by
    name.
    """
    for info in engines:
        for option, values in info.noncommercial_options.items():
            if (options or {}).get(option) in values:
                raise InputError(
                    f"The {info.kind} engine {info.name} does not allow commercial use with {option} "
                    f"{(options or {})[option]}.",
                    f"Leave {option} out, or render without --commercial.",
                )
        if not info.commercial:
            allowed = [i.name for i in registry.infos(info.kind) if i.commercial] or ["none so far"]
            raise InputError(
                f"The {info.kind} engine {info.name} does not allow commercial use (weights: {info.licence_weights}).",
                f"Engines that do: {', '.join(allowed)}. Or render without --commercial.",
            )


def _choose(slides: Sequence[Slide], wanted: Sequence[int]) -> tuple[Slide, ...]:
    for number in wanted:
        if not 1 <= number <= len(slides):
            raise InputError(f"There is no slide {number}.", f"The lecture has slides 1 to {len(slides)}.")
    chosen = tuple(slide for slide in slides if not wanted or slide.number in wanted)
    if not any(slide.fragments for slide in chosen):
        raise InputError("The chosen slides have no text.", "Choose slides that have some.")
    return chosen


def face_weights(job: Job) -> dict[str, str]:
    """The weights that the job's face engine uses with its options: name -> SHA-256, in a fixed order.

    Raises MissingError and WeightsError.
    """
    engine = registry.face_engine(job.face_engine)
    own = getattr(engine, "weights_for", None)
    if own is not None:
        return dict(own(job.face_options))
    weights.require(*engine.info.weights)
    return {name: weights.find(name).identity for name in engine.info.weights}


def _identity(info: EngineInfo) -> list[object]:
    """What makes two outputs of an engine comparable: its name, behaviour number and weights."""
    return [info.name, info.behaviour, [weights.find(name).identity for name in info.weights]]


def _with_pause(fragment: Fragment, pause: float) -> Fragment:
    """The fragment with at least this pause (seconds) after its last phrase."""
    *before, last = fragment.sentences
    *phrases, phrase = last.phrases
    phrase = dataclasses.replace(phrase, pause=max(phrase.pause, pause))
    last = dataclasses.replace(last, phrases=(*phrases, phrase))
    return dataclasses.replace(fragment, sentences=(*before, last))
