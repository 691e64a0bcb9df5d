"""Takes of a lecture's sentences over HTTP: what is said in a fragment, further takes of it, the choice of one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from videolecture import registry
from videolecture.errors import InputError, VideolectureError
from videolecture.execute.looks import ReadFragment, TextRead
from videolecture.jobs.requests import request_from, shown
from videolecture.jobs.rows import Job
from videolecture.rendering import takes
from videolecture.rendering.keys import voice_key
from videolecture.rendering.request import RenderRequest
from videolecture.rendering.takes import ChosenTake
from videolecture.storage.cache import digest, digest_file
from videolecture.types import Fragment, Sentence, Slide
from videolecture.web.heard import HeardTake
from videolecture.web.refusals import NotThere, Unusable
from videolecture.web.service import Service


@dataclass(frozen=True)
class SentenceThere:
    """A sentence of a lecture."""

    number: int  # of its fragment, from 1
    sentence: Sentence
    name: ChosenTake  # its slide, words and place, with the take that is chosen; 0: none is
    key: str  # what is spoken, under which its takes are kept


@dataclass(frozen=True)
class FragmentThere:
    """A fragment, and whether there are takes of its sentences."""

    request: RenderRequest  # in the language of the text
    sentences: tuple[SentenceThere, ...]
    refusal: InputError | None  # why there are none

    def sentence(self, fragment: int, number: int) -> SentenceThere:
        """One of its sentences. Raises NotThere."""
        if not 1 <= number <= len(self.sentences):
            raise NotThere("no sentence", number=fragment, sentence=number)
        return self.sentences[number - 1]


def fragment_there(service: Service, job: Job, number: int) -> FragmentThere:
    """A fragment of the lecture with its sentences. Raises NotThere, Unusable."""
    read = service.texts.of(job)
    request = dataclasses.replace(request_from(job.request), language=read.language)
    own = next((one for slide in read.slides for one in slide if one.number == number), None)
    if own is None:
        raise NotThere("no fragment", number=number)
    try:
        choices = {(one.slide, one.sentence, one.place): one for one in takes.read(request.takes)}
        refusal = _refusal(service, request, own)
        voice = "" if refusal else _voice(job, request)
    except VideolectureError as error:
        raise Unusable("unusable", error=shown(job.request, error)) from error
    where = takes.places(_slides(read))
    found = []
    for index, sentence in enumerate(own.sentences):
        slide, words, place = name = where[number, index]
        choice = choices.get(name) or ChosenTake(slide, words, 0, place)
        phrases = [dataclasses.astuple(phrase) for phrase in sentence.phrases]
        found.append(SentenceThere(index + 1, sentence, choice, digest("take", voice, phrases, request.checked)))
    return FragmentThere(request, tuple(found), refusal)


def another(service: Service, lecture: str, there: FragmentThere, one: SentenceThere) -> HeardTake:
    """Speak a further take of a sentence, and keep it to be heard. Raises Unusable, Conflict."""
    refuse(there)
    least = one.name.take + 1
    take = service.takes.begin(lecture, one.key, least)
    request = there.request
    try:
        heard = service.looks.hear(
            (one.sentence,),
            _sample(request),
            service.takes.place(lecture, one.key, take),
            request.speech,
            request.language,
            request.speech_options,
            request.checked,
            takes.seed_of(take),
        )
        made = HeardTake(take, round(heard.duration, 3), heard.problems)
        service.takes.keep(lecture, one.key, made)
    except BaseException as error:
        service.takes.give_up(lecture, one.key, take)
        if isinstance(error, VideolectureError):
            raise Unusable("unusable speech", error=error) from error
        raise
    return made


def refuse(there: FragmentThere) -> None:
    """Raise Unusable where there are no takes of a fragment."""
    if there.refusal is not None:
        code = "take recorded" if there.refusal.code == "take-recorded" else "takes no chance"
        raise Unusable(code, error=there.refusal)


def _refusal(service: Service, request: RenderRequest, own: ReadFragment) -> InputError | None:
    try:
        takes.check_chance(request.speech, request.speech_options)
    except InputError as error:
        return error
    if own.synth:
        return None
    recordings = service.looks.recordings(request)
    return takes.recorded(own.number) if recordings and recordings.of(own.number, own.slide) else None


def _voice(job: Job, request: RenderRequest) -> str:
    """The key of the lecture's voice."""
    sample = job.inputs.get("voice") or digest_file(_sample(request))
    return voice_key(sample, request.language, registry.speech_engine(request.speech).info, request.speech_options)


def _sample(request: RenderRequest) -> Path:
    if request.voice is None:
        raise ValueError("what is spoken by an engine has a voice")
    return request.voice


def _slides(read: TextRead) -> list[Slide]:
    """The slides as `takes.places` takes them."""
    return [
        Slide(number, tuple(Fragment(one.number, one.slide, one.sentences) for one in slide))
        for number, slide in enumerate(read.slides, 1)
    ]
