"""Measures the puppet on finished clips: `python -m quality.face [PORTRAIT ...] [--language ru] [--out FOLDER]`.

Every portrait of quality/portraits/ (or those given) speaks the same sentences; the clips are encoded, decoded, and
landmarks found afresh in every frame, without a look at how they were made. Prints the table of the portrait's promises
and ends with 1 if one is broken. When lips must be shut is asked of three witnesses (quality/closures.py).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from quality import eyelids
from quality.closures import Span, by_aligner, by_engine, by_recogniser
from videolecture.compose.encoding import write_clip
from videolecture.face.landmarks.mesh import MeshModel, Square, square_around
from videolecture.face.photo import load
from videolecture.face.puppet.engine import Puppet
from videolecture.speech import stage
from videolecture.speech.silero.engine import Silero
from videolecture.storage.atomic import write_text
from videolecture.types import FPS, Image, Motion, Phrase, Portrait, Sentence, Speech, Viseme

HERE = Path(__file__).parent
VOICE = HERE.parent / "examples" / "voice.wav"
SENTENCES = {
    "ru": (
        "Доброе утро, уважаемые студенты.",
        "Мы обсудим, почему большая бабушка покупает яблоки, булки и молоко.",
        "Это очень интересный и полезный вопрос, подумайте о нём.",
    ),
    "en": (
        "Good morning, dear students.",
        "Today we will talk about people, machines and beautiful problems.",
        "Please open your books and remember the example about the moon.",
        "My father parked a large black car behind the family house.",
    ),
}
Floats = NDArray[np.float64]
EYES, CORNERS = (33, 263), (78, 308)
LIPS = ((13, 14), (82, 87), (312, 317))
IRISES = (468, 473)  # centres; four points on the rim follow each
AROUND_EYES = ((27, 28, 29, 22, 23, 24), (257, 258, 259, 252, 253, 254))  # skin that a lid is as bright as
VOWELS = ("aa", "e", "ih", "oh", "ou")
CALM, USUAL, LIVELY = (0.06, 0.10), (0.08, 0.14), (0.12, 0.20)  # openings on vowels, over the eyes' distance
COVERED = 0.5  # of the irises' difference from skin, gone: the lids are half down
NOTICED = 0.02  # of the eyes' distance by which a mouth must be seen to open before anything is said of it
FORMED = 0.7  # stress of the vowels whose shape is measured: neither weak ones nor the second half of a diphthong
NEAR = 0.4  # seconds around a closure in which the mouth must be seen open, or its being shut means nothing
STABLE = (33, 133, 362, 263, 168, 6, 197, 4, 10, 234, 454, 127, 356)  # points that speech does not move


@dataclass(frozen=True)
class Tracks:
    """What fresh landmarks say of every frame; distances over the distance of the eyes. All (frames,)."""

    opening: Floats
    width: Floats
    covered: Floats  # 0..1: how far the irises' pixels have gone from the photo's to those of skin
    shape: Floats  # (frames, len(STABLE) choose 2): distances of points that should not change
    points: Floats  # (frames, 478, 2) pixels


@dataclass(frozen=True)
class Result:
    """One measured promise."""

    what: str
    value: float  # not a number: cannot be seen
    wanted: str  # empty: told for comparison only
    good: bool


@dataclass(frozen=True)
class Witnessed:
    """A speech and when its lips must be shut, by each witness."""

    speech: Speech
    closures: dict[str, list[Span]]


def measure(portrait: Portrait, said: Witnessed, folder: Path) -> Iterator[Result]:
    """Everything that is promised of one portrait."""
    speech = said.speech
    engine = Puppet()
    clips = []
    for seed in (1, 2):
        path = folder / f"{seed}.mp4"
        write_clip(path, engine.animate(portrait, speech, Motion(seed=seed)), speech.samples)
        clips.append(list(decode(path)))
    frames = clips[0]
    shown = track(frames, portrait)
    rest = float(np.median(np.concatenate([shown.opening[:2], shown.opening[-2:]])))
    seen = float(np.percentile(shown.opening, 95)) - rest > NOTICED
    lips = [*_closures(shown, said.closures, rest), *_lips(shown, speech), *_shapes(shown, speech)]
    yield from (lips if seen else (Result(one.what, float("nan"), one.wanted, True) for one in lips))
    yield from _silence(shown, speech, rest)
    yield from _lids(frames, shown)
    yield from _eyes(shown, len(frames) / FPS)
    yield from _seams(clips)
    yield _background(engine, portrait, speech)
    rig = engine._rigged(portrait, Motion().size)
    yield Result("triangles turned over", rig.flipped, "0", rig.flipped == 0)
    yield from _openings(engine, portrait, speech, shown, folder)
    yield Result("triangles turned over, lively", rig.flipped, "", True)
    drift = float(np.abs(shown.shape.mean(axis=0) / shown.shape[0] - 1).mean())
    yield Result("identity: drift of geometry", drift, "< 0.02", drift < 0.02)


def decode(path: Path) -> Iterator[Image]:
    """The frames of a finished clip, RGB."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)


def track(frames: list[Image], portrait: Portrait, crops: bool = True) -> Tracks:
    """Landmarks found anew in every frame; the search starts where the last frame's face was.

    `crops`: the mean of five crops; one is enough where only medians are asked for, and then irises are not seen.
    """
    model = MeshModel()
    landmarks = np.asarray(portrait.data["landmarks"], dtype=np.float32)
    scale = frames[0].shape[1] / np.asarray(portrait.data["photo"]).shape[1]
    at: Square = square_around(landmarks * np.float32(scale))
    found = []
    for frame in frames:
        located = model.locate(frame, at).points if crops else model.follow(frame, at)
        found.append(located[:, :2].astype(np.float64))
        at = square_around(located)
    points = np.stack(found)

    def apart(a: int, b: int) -> Floats:
        return np.asarray(np.linalg.norm(points[:, a] - points[:, b], axis=-1))

    eyes = apart(*EYES)
    pairs = [(a, b) for i, a in enumerate(STABLE) for b in STABLE[i + 1 :]]
    return Tracks(
        opening=np.mean([apart(*pair) for pair in LIPS], axis=0) / eyes,
        width=apart(*CORNERS) / eyes,
        covered=_covered(frames, points) if crops else np.zeros(len(frames)),
        shape=np.stack([apart(a, b) / eyes for a, b in pairs], axis=-1),
        points=points,
    )


def _openings(engine: Puppet, portrait: Portrait, speech: Speech, usual: Tracks, folder: Path) -> Iterator[Result]:
    """How far the mouth is open on vowels, calm, by default and lively: the middle one of their widest frames."""
    for name, expressiveness, (low, high) in (("calm", 0.0, CALM), ("default", 0.5, USUAL), ("lively", 1.0, LIVELY)):
        shown = usual
        if name != "default":
            path = folder / f"{name}.mp4"
            motion = Motion(seed=1, expressiveness=expressiveness)
            write_clip(path, engine.animate(portrait, speech, motion), speech.samples)
            shown = track(list(decode(path)), portrait, crops=False)
        vowels = [v for v in speech.visemes if v.name in VOWELS and v.end - v.start > 0.05]
        spans = [shown.opening[_frames(v.start, v.end)] for v in vowels]
        median = float(np.median([span.max() for span in spans if len(span)]))
        yield Result(f"open on vowels, {name}", median, f"{low} .. {high}", low <= median <= high)


def _lids(frames: list[Image], shown: Tracks) -> Iterator[Result]:
    """The frame with the eyes most shut, and one with them half shut, beside the first."""
    first = shown.points[0]

    def seen(number: int) -> eyelids.Lids:
        return eyelids.measure(frames[0], eyelids.lay_over(frames[number], shown.points[number], first, STABLE), first)

    shut, half = seen(int(shown.covered.argmax())), seen(int(np.abs(shown.covered - 0.5).argmin()))
    yield Result("lashes left behind by shut lids", shut.left_behind, "<= 0.3", shut.left_behind <= 0.3)
    yield Result("left behind by half-shut lids", half.left_behind, "", True)
    yield Result("lashes along the shut lids", shut.line, ">= 0.6", shut.line >= 0.6)
    yield Result("colour of the lid, CIE76 to the skin over the fold", shut.colour, "<= 6", shut.colour <= 6)
    yield Result("grain of the lid over the cheek's", shut.grain, "0.6 .. 1.4", 0.6 <= shut.grain <= 1.4)


def _closures(shown: Tracks, closures: dict[str, list[Span]], rest: float) -> Iterator[Result]:
    """Of the closures with an open mouth near them, how many are seen within one frame of the witness's span."""
    shut = max(0.03, rest + 0.012)
    for witness, spans in closures.items():
        near = [shown.opening[_frames(start - NEAR, end + NEAR)] for start, end in spans]
        asked = [span for span, around in zip(spans, near, strict=True) if around.max() - rest > NOTICED]
        met = [shown.opening[_frames(start - 1 / FPS, end + 1 / FPS)].min() < shut for start, end in asked]
        share = float(np.mean(met)) if met else float("nan")
        yield Result(f"closed on п б м / p b m, by {witness}", share, ">= 0.95", not share < 0.95)


def _lips(shown: Tracks, speech: Speech) -> Iterator[Result]:
    energy = _energy(speech, len(shown.opening))
    lags = {lag: float(np.corrcoef(np.roll(shown.opening, lag), energy)[0, 1]) for lag in range(-5, 6)}
    best = max(lags, key=lambda lag: lags[lag])
    yield Result("opening follows the voice", lags[best], ">= 0.7", lags[best] >= 0.7)
    yield Result("best lag, frames", -best, "-1 .. 1", abs(best) <= 1)
    step = float(np.abs(np.diff(shown.opening)).max())
    yield Result("greatest step of the opening", step, "< 0.12", step < 0.12)


def _silence(shown: Tracks, speech: Speech, rest: float) -> Iterator[Result]:
    silent = [v for v in speech.visemes if v.name == "sil" and v.end - v.start > 0.3]
    still = [shown.opening[int((v.start + 0.12) * FPS) : int((v.end - 0.1) * FPS)] for v in silent]
    widest = float(np.percentile(np.concatenate(still), 95)) if still else 0.0
    yield Result("open when silent", widest, "< 0.03", widest < 0.03)
    yield Result("open in the photo", rest, "", True)


def _shapes(shown: Tracks, speech: Speech) -> Iterator[Result]:
    def mean(names: tuple[str, ...], track: Floats) -> float:
        spans = [
            _middle(v) for v in speech.visemes if v.name in names and v.end - v.start > 0.05 and v.stress >= FORMED
        ]
        return float(np.mean([track[frame] for frame in spans if frame < len(track)])) if spans else float("nan")

    rest = float(np.median(shown.width[:2]))
    rounded, spread = mean(("ou", "oh"), shown.width) / rest, mean(("ih", "e"), shown.width) / rest
    yield Result("width on о у over rest", rounded, "< 0.97", rounded < 0.97)
    yield Result("width on и э over о у", spread / rounded, "> 1.04", spread / rounded > 1.04)
    wide, narrow = mean(("aa",), shown.opening), mean(("ih", "ou"), shown.opening)
    yield Result("opening on а over и у", wide / max(narrow, 1e-6), "> 1.2", wide > 1.2 * narrow)


def _covered(frames: list[Image], points: Floats) -> Floats:
    """How far the irises of the first frame are covered by something as bright as skin in each frame.

    Landmarks see some dark or small eyes as nearly open however shut they are; pixels do not. Every frame is laid over
    the first by the points that speech does not move.
    """
    import cv2

    first = cv2.cvtColor(frames[0], cv2.COLOR_RGB2GRAY).astype(np.float64)
    reach = max(1, round(0.02 * float(np.linalg.norm(points[0, EYES[0]] - points[0, EYES[1]]))))
    skin = np.zeros(first.shape)
    for iris, around in zip(IRISES, AROUND_EYES, strict=True):
        centre, rim = points[0, iris], points[0, iris + 1 : iris + 5]
        disc = np.zeros(first.shape, np.uint8)
        radius = float(np.linalg.norm(rim - centre, axis=1).mean())
        cv2.circle(disc, tuple(np.round(centre).astype(int).tolist()), max(1, round(0.7 * radius)), 1, -1)
        near = [
            first[int(y) - reach : int(y) + reach + 1, int(x) - reach : int(x) + reach + 1].mean()
            for x, y in points[0, list(around)]
        ]
        skin[disc > 0] = np.mean(near)
    inside = skin > 0
    eye = first[inside]
    apart = np.abs(eye - skin[inside])
    side = np.sign(skin[inside] - eye)
    clear = apart >= np.percentile(apart, 30)  # what is as bright as skin in the photo tells nothing
    covered = []
    for frame, found in zip(frames, points, strict=True):
        matrix, _ = cv2.estimateAffinePartial2D(found[list(STABLE)], points[0, list(STABLE)], method=cv2.LMEDS)
        laid = cv2.warpAffine(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), matrix, first.shape[::-1]).astype(np.float64)
        toward = (laid[inside] - eye) * side
        covered.append(float(toward[clear].sum() / apart[clear].sum()))
    return np.asarray(np.clip(covered, 0.0, 1.0), dtype=np.float64)


def _eyes(shown: Tracks, seconds: float) -> Iterator[Result]:
    shut = shown.covered > COVERED
    edges = np.flatnonzero(np.diff(np.concatenate([[0], shut.astype(int), [0]])))
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    rate = len(spans) / seconds * 60
    yield Result("blinks a minute", rate, "10 .. 20", 10 <= rate <= 20)
    lengths = [(b - a) / FPS for a, b in spans] or [0.0]
    for which, length in (("shortest", min(lengths)), ("longest", max(lengths))):
        yield Result(f"{which} blink, s", length, "0.1 .. 0.3", 0.1 <= length <= 0.3)
    deepest = min((float(shown.covered[a:b].max()) for a, b in spans), default=0.0)
    yield Result("irises covered in a blink", deepest, ">= 0.7", deepest >= 0.7)


def _seams(clips: list[list[Image]]) -> Iterator[Result]:
    for size, factor in (("an eighth of the size", 0.125), ("full size", 1.0)):
        steps = [_difference(a, b, factor) for clip in clips for a, b in pairwise(clip)]
        seam = _difference(clips[0][-1], clips[1][0], factor) / max(float(np.median(steps)), 1e-6)
        yield Result(f"step across the join, {size}", seam, "<= 1.5", seam <= 1.5)


def _background(engine: Puppet, portrait: Portrait, speech: Speech) -> Result:
    """Pixels far from the person that change at all, in the frames as they leave the engine."""
    import cv2

    frames = engine.animate(portrait, speech, Motion(seed=3))
    first = next(frames)
    matte = cv2.resize(np.asarray(portrait.data["matte"], dtype=np.uint8), first.shape[1::-1])
    reach = max(3, first.shape[1] // 8)
    person = cv2.dilate(matte, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0
    moved = np.zeros(first.shape[:2], dtype=bool)
    for frame in frames:
        moved |= (frame != first).any(axis=-1)
    count = int((moved & ~person).sum())
    return Result("background pixels moved", count, "0", count == 0)


def _middle(viseme: Viseme) -> int:
    return int((viseme.start + viseme.end) / 2 * FPS)


def _frames(start: float, end: float) -> slice:
    """The frames that show any moment of a span in seconds."""
    return slice(max(0, int(start * FPS)), max(1, int(end * FPS) + 1))


def _energy(speech: Speech, frames: int) -> Floats:
    step = speech.rate // FPS
    blocks = speech.samples[: frames * step].astype(np.float64).reshape(frames, step)
    return np.asarray(np.sqrt((blocks**2).mean(axis=1)))


def _difference(a: Image, b: Image, factor: float) -> float:
    """Mean difference at a part of the size; at a small one the encoder's own noise has averaged out."""
    import cv2

    small = [cv2.resize(x, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.int16) for x in (a, b)]
    return float(np.abs(small[0] - small[1]).mean())


def speak(language: str) -> Witnessed:
    """The sentences, spoken, and when lips must be shut in them."""
    speech = spoken(language)
    return Witnessed(
        speech,
        {
            "the engine": by_engine(speech),
            "the aligner": by_aligner(speech, language),
            "words": by_recogniser(speech.samples, speech.rate, language),
        },
    )


def spoken(language: str) -> Speech:
    """The sentences, spoken by the embedded engine."""
    engine = Silero()
    sample = stage.load(VOICE)
    voice = stage.enroll(engine, sample, language, lambda _done, _what: None)
    sentences = tuple(Sentence(text, (Phrase(text),)) for text in SENTENCES[language])
    return stage.speak_fragment(engine, sentences, voice, language, 0, lambda _done, _what: None).speech


def table(found: dict[str, list[Result]]) -> str:
    """The results in Markdown, a line for every portrait; broken promises are bold."""
    first = next(iter(found.values()))
    lines = [["portrait", *(result.what for result in first)], ["---"] * (len(first) + 1)]
    lines.append(["wanted", *(result.wanted for result in first)])
    for name, results in found.items():
        values = ["not seen" if np.isnan(result.value) else f"{round(result.value, 3):g}" for result in results]
        lines.append([name, *(v if r.good else f"**{v}**" for v, r in zip(values, results, strict=True))])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(prog="python -m quality.face")
    parser.add_argument("portraits", nargs="*", type=Path)
    parser.add_argument("--language", default="ru", choices=sorted(SENTENCES))
    parser.add_argument("--out", type=Path, help="keep the clips there")
    parser.add_argument("--table", type=Path, help="write the results there, in Markdown")
    options = parser.parse_args()
    said = speak(options.language)
    found: dict[str, list[Result]] = {}
    for path in options.portraits or sorted((HERE / "portraits").glob("*.jpg")):
        photo, _ = load(path)
        portrait = Puppet().prepare(photo, {}, lambda _done, _what: None)
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) if options.out is None else options.out / path.stem
            folder.mkdir(parents=True, exist_ok=True)
            found[path.stem] = list(measure(portrait, said, folder))
        for result in found[path.stem]:
            sign = "ok " if result.good else "BAD"
            print(f"{sign} {path.stem:14} {result.what:40} {result.value:8.3f}   wanted: {result.wanted}", flush=True)
        if options.table:
            write_text(options.table, table(found))
    broken = sum(not result.good for results in found.values() for result in results)
    print(f"{broken} promises broken.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
