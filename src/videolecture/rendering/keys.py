"""The keys of what is made of a request: digests of everything that the bytes of a voice, a speech or a clip depend on.

The same keys mean the same bytes, so nothing is rendered twice, and changing one sentence renders one fragment. Keys
hold for one type of CPU and one set of pinned versions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from videolecture import registry
from videolecture.compose import encoding
from videolecture.compose.scene import film as films
from videolecture.face import background, framing
from videolecture.rendering.films import Film
from videolecture.rendering.recordings import Recorded
from videolecture.rendering.request import RenderRequest
from videolecture.speech import stage as speech_stage
from videolecture.speech.check import hearing
from videolecture.speech.lips import visemes
from videolecture.speech.recorded import fragment as recorded_speech
from videolecture.storage.cache import digest, digest_file
from videolecture.types import EngineInfo, Fragment, Motion

_CLIPS = ("face", 1)  # part of every clip's key, as long as a clip was drawn by a layout; it stays, so that keys do


def voice_key(sample: str, language: str, engine: EngineInfo, options: Mapping[str, object]) -> str:
    """The key of the voice profile that an engine with these options makes of the sample with that digest."""
    made_by = registry.speech_engine(engine.name)
    identity = [engine.name, engine.behaviour, list(made_by.weights_for(options).values())]
    heard = {name: value for name, value in options.items() if name not in made_by.terms_options}
    own = [[name, made_by.option_identity(name, value)] for name, value in sorted(heard.items())]
    return digest("voice", sample, language, speech_stage.BEHAVIOUR, identity, own)


def portrait_key(request: RenderRequest, photo: str, face: EngineInfo, weights: Mapping[str, str]) -> str:
    """The key of the portrait that the face engine with these weights makes of the photo with that digest."""
    identity = [face.name, face.behaviour, list(weights.values())]
    more = (*_cropped(request), *_background(request))
    return digest("portrait", photo, dict(request.face_options), identity, *more)


def _cropped(request: RenderRequest) -> list[object]:
    """What tells the portrait of a photo that is shown in part from the whole one."""
    if request.face is None:
        return []
    if not registry.face_engine(request.face_engine).crops or framing.whole(request.face_options):
        return []
    return [framing.SHAPES] if framing.extreme_file(request.face) else []


def _background(request: RenderRequest) -> list[object]:
    """What comes behind the person instead of the photo's own background, if anything does."""
    if request.background_picture is not None:
        return [background.BEHAVIOUR, digest_file(request.background_picture)]
    if request.background:
        return [background.BEHAVIOUR, background.colour_of(request.background)]
    return []


def speech_key(request: RenderRequest, voice: str, fragment: Fragment, seeds: Sequence[int]) -> str:
    """The key of a fragment that an engine speaks with the voice of that key; `seeds`: of takes that were chosen."""
    phrases = [dataclasses.astuple(phrase) for sentence in fragment.sentences for phrase in sentence.phrases]
    sentences = [len(sentence.phrases) for sentence in fragment.sentences]
    checked = [hearing.BEHAVIOUR] if request.checked else []
    more = (*checked, *_lips(request.language), *(["takes", seeds] if seeds else ()))
    return digest("speech", voice, request.language, phrases, sentences, *more)


def _lips(language: str) -> list[object]:
    """What tells speech whose letters are other mouth shapes than they once were."""
    return ["lips", visemes.BEHAVIOUR[language]] if language in visemes.BEHAVIOUR else []


def recorded_key(own: Recorded, fragment: Fragment, language: str) -> str:
    """The key of a recorded fragment's speech: what is heard depends on the recording, not on how it is written."""
    behaviour = [recorded_speech.BEHAVIOUR, speech_stage.BEHAVIOUR, speech_stage.LOUDNESS]
    stretch = dataclasses.asdict(own.stretch)
    return digest("recorded", own.recording.key, stretch, pause_after(own, fragment), language, behaviour)


def pause_after(own: Recorded, fragment: Fragment) -> float:
    """Seconds of silence at least after a recorded fragment: its own pause, where the recording goes on."""
    return 0.0 if own.goes_on else fragment.sentences[-1].phrases[-1].pause


def film_key(film: Film) -> str:
    """The key of the sound of a film of the author's own."""
    return digest("film", films.BEHAVIOUR, speech_stage.LOUDNESS, film.digest)


def clip_key(portrait: str, speech: str, motion: Motion) -> str:
    """The key of a fragment's clip."""
    base = [portrait, *_CLIPS, encoding.EncoderSettings().identity()]
    return digest("clip", speech, base, dataclasses.asdict(motion))
