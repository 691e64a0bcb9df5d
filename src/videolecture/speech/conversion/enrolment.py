"""Enrolment of a voice for models that cannot clone: the nearest preset, tuned and converted to the sample's voice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np

from videolecture.errors import Term
from videolecture.loudness import integrated, ratio
from videolecture.speech.conversion.pitch import median_pitch
from videolecture.speech.conversion.presets import Presets
from videolecture.speech.conversion.speaker_encoder import SpeakerEncoder
from videolecture.speech.conversion.speakers import has_several_speakers
from videolecture.speech.conversion.voice_search import Speaker, VoiceSearch
from videolecture.speech.profile import profile_digest
from videolecture.types import EngineInfo, Progress, Sample, Value, VoiceProfile

SEVERAL = (
    "Several people seem to speak in the voice sample {sample}: the voice will be like none of them. "
    "Record 10 to 30 seconds of one person only, without music or voices behind."
)
# LUFS. The conversion takes on the sample's level, and speech much louder than this would be clipped to a flat one: a
# sample that is louder, as clipped ones are, is learned from at the level that voices are brought to.
LOUDEST, LEVEL = -16.0, -20.0
V = TypeVar("V")


def enroll_by_conversion(
    info: EngineInfo,
    speaker: Speaker[V],
    presets: Presets,
    encoder: SpeakerEncoder,
    sample: Sample,
    language: str,
    values: Callable[[V], Mapping[str, Value]],
    progress: Progress,
    contenders: int = 4,
) -> VoiceProfile:
    """Find the preset that can become most like the sample's voice, and what makes it so.

    `values` turns the voice found into plain data for the profile; `contenders` presets are tried.
    """
    progress(0.0, "listening to the sample")
    pieces = encoder.pieces(sample.samples, sample.rate)
    target = pieces.mean(axis=0) / np.linalg.norm(pieces.mean(axis=0))
    pitch = median_pitch(sample.samples, sample.rate)
    names = presets.nearest(target, pitch)
    progress(0.1, f"nearest voice: {next(iter(names))}")
    found = VoiceSearch(speaker, encoder, language, contenders).find(
        levelled(sample), target, names, lambda done, what: progress(0.1 + 0.9 * done, what)
    )
    data: dict[str, Value] = {
        "language": language,
        **values(found.voice),
        "preset": found.preset,
        "likeness": found.after,
        "likeness_of_preset": found.before,
        "embedding": target,
        "pitch": pitch,
        **(found.conversion.values() if found.conversion else {}),
    }
    return VoiceProfile(
        engine=info.name,
        digest=profile_digest(info, data),
        data=data,
        warnings=(Term(SEVERAL, code="sample-several", sample=sample.name),) if has_several_speakers(pieces) else (),
    )


def levelled(sample: Sample) -> Sample:
    """The sample, or a quieter copy of one that is too loud to be spoken like."""
    loudness = integrated(sample.samples, sample.rate)
    if loudness <= LOUDEST:
        return sample
    return replace(sample, samples=np.asarray(sample.samples * ratio(LEVEL - loudness), np.float32))
