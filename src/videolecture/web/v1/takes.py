"""/api/v1/lectures/{id}/fragments/{n}/sentences: further takes of a sentence, heard before one is chosen."""

from __future__ import annotations

from flask import Response, send_file
from pydantic import BaseModel, Field

from videolecture.errors import Term
from videolecture.messages import tell
from videolecture.rendering.takes import MOST
from videolecture.web.heard import HeardTake
from videolecture.web.takes import FragmentThere, SentenceThere, another, fragment_there, refuse
from videolecture.web.v1 import models
from videolecture.web.v1.lectures import PROBLEM, answer, known, language, service
from videolecture.web.v1.revisions import CHANGED, changed
from videolecture.web.v1.revisions import api as api
from videolecture.web.wanted import Change

_SENTENCES = "/lectures/<id>/fragments/<int:number>/sentences"
_TAKES = _SENTENCES + "/<int:sentence>/takes"


class SentencePath(models.FragmentPath):
    """A sentence of a fragment."""

    sentence: int = Field(ge=1, le=10**6, description="from 1")


class TakePath(SentencePath):
    """A take of a sentence."""

    take: int = Field(ge=1, le=MOST)


class TakeView(BaseModel):
    """A take that can be heard."""

    take: int
    url: str = Field(description="its sound, a WAV; gone after a day")
    seconds: float
    problems: list[str] = Field(description="what is wrong with it")


class SpokenSentenceView(BaseModel):
    """A sentence of a fragment."""

    number: int
    text: str
    spoken: str
    chosen: int = Field(description="the take that the lecture speaks; 0: none was chosen")
    takes: list[TakeView] = Field(description="those that were asked for, and neither dropped nor older than a day")


class SentenceList(BaseModel):
    """The sentences of a fragment."""

    items: list[SpokenSentenceView]
    no_takes: models.Failure | None = Field(description="why there are no further takes of them; null: there are")


class SentencePatch(models.Strict):
    """Which take the lecture speaks."""

    take: int | None = Field(ge=1, le=MOST, description="null takes the choice back")


@api.get(_SENTENCES, summary="Sentences of a fragment", responses={"200": SentenceList})
def list_sentences(path: models.FragmentPath) -> Response:
    """What is said in it, which takes are chosen, and which can be heard."""
    there = _there(path)
    why = tell(there.refusal, language()) if there.refusal else None
    code = there.refusal.code if there.refusal else ""
    return answer(
        SentenceList(
            items=[_view(path, one) for one in there.sentences],
            no_takes=models.Failure(what=why.what, remedy=why.remedy, code=code) if why else None,
        )
    )


@api.post(_TAKES, summary="Another take of a sentence", responses={"201": TakeView, "409": PROBLEM})
def add_take(path: SentencePath) -> Response:
    """Speaks it with a further seed; answers when it can be heard. The lecture stays as it is until a take is chosen.

    422 `takes-no-chance`: the engine says a sentence always the same; 422 `take-recorded`: no engine speaks it.
    """
    there = _there(path)
    made = another(service(), path.id, there, there.sentence(path.number, path.sentence))
    view = _take(path, path.sentence, made)
    return answer(view, 201, {"Location": view.url})


@api.get(_TAKES + "/<int:take>", summary="Hear a take", responses={"200": {"description": "A WAV"}})
def get_take(path: TakePath) -> Response:
    """Its sound, as the lecture would have it."""
    one = _there(path).sentence(path.number, path.sentence)
    return send_file(service().takes.sound(path.id, one.key, path.take), "audio/wav", conditional=True)


@api.delete(_TAKES + "/<int:take>", summary="Drop a take", responses={"204": None})
def drop_take(path: TakePath) -> Response:
    """It is not offered any more, and the next one is another. A take that was chosen stays chosen."""
    one = _there(path).sentence(path.number, path.sentence)
    service().takes.drop(path.id, one.key, path.take)
    return Response(status=204)


@api.patch(_SENTENCES + "/<int:sentence>", summary="Choose a take", responses=CHANGED)
def choose_take(path: SentencePath, body: SentencePatch) -> Response:
    """From now on the lecture speaks this take of the sentence; only its fragment is made again. Needs If-Match.

    The choice is kept by the sentence's words and its place in the slide, whatever becomes of the text around it.
    """
    there = _there(path)
    if body.take is not None:
        refuse(there)
    name = there.sentence(path.number, path.sentence).name
    return changed(path.id, Change(take=type(name)(name.slide, name.sentence, body.take or 0, name.place)))


def _there(path: models.FragmentPath) -> FragmentThere:
    return fragment_there(service(), known(path.id), path.number)


def _view(path: models.FragmentPath, one: SentenceThere) -> SpokenSentenceView:
    return SpokenSentenceView(
        number=one.number,
        text=one.sentence.text,
        spoken=one.sentence.spoken,
        chosen=one.name.take,
        takes=[_take(path, one.number, take) for take in service().takes.of(path.id, one.key)],
    )


def _take(path: models.FragmentPath, sentence: int, made: HeardTake) -> TakeView:
    told = [str(tell(one, language())) if isinstance(one, Term) else one for one in made.problems]
    url = f"/api/v1/lectures/{path.id}/fragments/{path.number}/sentences/{sentence}/takes/{made.take}"
    return TakeView(take=made.take, url=url, seconds=made.seconds, problems=told)
