"""/api/v1: what the service can work with: engines, their weights, its layouts, the client's dictionary, tokens."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal

from flask import Response
from pydantic import BaseModel, Field

from videolecture import registry, weights
from videolecture.errors import InputError
from videolecture.home import cache_folder, lectures_folder, uploads_folder, weights_folder
from videolecture.jobs import tokens
from videolecture.jobs.retention import folder_size
from videolecture.messages import tell
from videolecture.types import EngineInfo
from videolecture.web.dictionaries import Word
from videolecture.web.pulls import State
from videolecture.web.refusals import Conflict, NotThere
from videolecture.web.v1 import models
from videolecture.web.v1.lectures import PROBLEM, answer, language, service
from videolecture.web.v1.lectures import api as api
from videolecture.web.v1.uploads import owner


class EngineView(BaseModel):
    """An engine, and under which terms it works."""

    name: str
    kind: Literal["speech", "face"]
    title: str
    licence_code: str
    licence_weights: str
    commercial: bool = Field(description="whether what it makes may be used commercially")
    languages: list[str] = Field(description="empty: any")
    needs: str
    limits: str
    default: bool
    weights: list[str]
    ready: bool = Field(description="whether its weights are here")
    pace: float | None = Field(
        description="seconds of work for a second of lecture, on this machine's own lectures; null: none was made yet"
    )


class EngineList(BaseModel):
    """Speech engines first."""

    items: list[EngineView]


class WeightsView(BaseModel):
    """Weights of engines."""

    name: str
    title: str
    licence: str
    commercial: bool
    bytes: int
    state: State
    done: float = Field(description="0 to 1, while they are fetched")
    error: models.Failure | None
    terms: str = Field(description="address of a licence that the operator must accept; empty: none")


class WeightsList(BaseModel):
    """Everything that engines may need."""

    items: list[WeightsView]


class WeightsPath(BaseModel):
    """Weights by their name."""

    name: str = Field(pattern="^[a-z][a-z0-9-]{0,39}$")


class WordView(models.Strict):
    """How a word is said."""

    written: str = Field(min_length=1, max_length=100)
    spoken: str = Field(min_length=1, max_length=300, description="«+» before a stressed vowel, or U+0301 after it")
    language: str = Field("", pattern="^([a-z]{2})?$", description="empty: in any")


class DictionaryView(models.Strict):
    """How words are said in lectures that ask for it by `own_dictionary`."""

    words: list[WordView] = Field(max_length=5000)


class DiskView(BaseModel):
    """Bytes on disk."""

    lectures: int
    cache: int = Field(description="what lectures are made of: it is made anew when it is missing")
    uploads: int
    weights: int
    free: int


class TokenPath(BaseModel):
    """A token by its name."""

    name: str = Field(min_length=1, max_length=80)


class TokenWish(models.Strict):
    """A new token."""

    name: str = Field(min_length=1, max_length=80, pattern=r"^[^\s/][^/]*$")


class TokenView(BaseModel):
    """What is known of a token."""

    name: str
    created: float = Field(description="seconds since 1970")
    revoked: bool
    text: str | None = Field(default=None, description="the token itself, only in the answer that made it")


class TokenList(BaseModel):
    """The oldest first."""

    items: list[TokenView]


@api.get("/engines", summary="Engines", responses={"200": EngineList})
def list_engines() -> Response:
    """The speech and face engines: licences, languages, whether they are ready."""
    infos, paces = (*registry.infos("speech"), *registry.infos("face")), service().paces()
    return answer(EngineList(items=[_engine(info, paces.get((info.kind, info.name))) for info in infos]))


@api.get("/weights", summary="Weights", responses={"200": WeightsList})
def list_weights() -> Response:
    """What is here, what is missing, what is being fetched."""
    return answer(WeightsList(items=[_weights(name) for name in weights.names("engine")]))


@api.get("/weights/<name>", summary="Weights of a name", responses={"200": WeightsView})
def get_weights(path: WeightsPath) -> Response:
    """Whether they are here, and how far they are."""
    return answer(_weights(_known(path.name)))


@api.post("/weights/<name>", summary="Fetch weights", responses={"202": WeightsView})
def fetch_weights(path: WeightsPath) -> Response:
    """In the background; `done` tells how far it is."""
    service().pulls.begin(_known(path.name))
    return answer(_weights(path.name), 202)


@api.get("/dictionary", summary="The dictionary", responses={"200": DictionaryView})
def get_dictionary() -> Response:
    """That of this client's token."""
    return answer(_words(service().dictionaries.words(owner())))


@api.put("/dictionary", summary="Write the dictionary", responses={"200": DictionaryView})
def put_dictionary(body: DictionaryView) -> Response:
    """All of it; lectures that are made already stay as they are."""
    words = [Word(word.written.strip(), word.spoken.strip(), word.language) for word in body.words]
    kept = [word for word in words if word.written and word.spoken]
    service().dictionaries.write(owner(), kept)
    return answer(_words(kept))


@api.get("/disk", summary="Disk", responses={"200": DiskView})
def get_disk() -> Response:
    """What the service keeps, and how much room is left."""
    return answer(disk(service().home))


def disk(home: Path) -> DiskView:
    """The bytes of a home's folders."""
    folders = {"lectures": lectures_folder, "cache": cache_folder, "uploads": uploads_folder, "weights": weights_folder}
    sizes = {name: folder_size(folder(home)) for name, folder in folders.items()}
    return DiskView(**sizes, free=shutil.disk_usage(home).free)


@api.get("/tokens", summary="Tokens", responses={"200": TokenList})
def list_tokens() -> Response:
    """Their names; nobody knows their texts any more."""
    found = tokens.listed(service().store)
    return answer(TokenList(items=[_token(token) for token in found]))


@api.post("/tokens", summary="Make a token", responses={"201": TokenView, "409": PROBLEM})
def create_token(body: TokenWish) -> Response:
    """Its text is in this answer and nowhere else."""
    try:
        text = tokens.create(service().store, body.name)
    except InputError as error:
        raise Conflict("unusable token", error=error) from None
    made = next(token for token in tokens.listed(service().store) if token.name == body.name)
    view = _token(made)
    view.text = text
    return answer(view, 201)


@api.delete("/tokens/<name>", summary="Revoke a token", responses={"204": None})
def revoke_token(path: TokenPath) -> Response:
    """From now on it is refused, and who logged in with it is out."""
    try:
        tokens.revoke(service().store, path.name)
    except InputError as error:
        raise NotThere("unusable token", error=error) from None
    return Response(status=204)


def _engine(info: EngineInfo, pace: float | None) -> EngineView:
    settings = service().settings
    return EngineView(
        name=info.name,
        kind=info.kind,
        title=info.title,
        licence_code=info.licence_code,
        licence_weights=info.licence_weights,
        commercial=info.commercial,
        languages=list(info.languages),
        needs=info.needs,
        limits=info.limits,
        default=info.name in (settings.speech, settings.face_engine),
        weights=list(info.weights),
        ready=all(service().pulls.state(name).state == "installed" for name in info.weights),
        pace=pace,
    )


def _words(words: list[Word]) -> DictionaryView:
    return DictionaryView(words=[WordView(written=w.written, spoken=w.spoken, language=w.language) for w in words])


def _known(name: str) -> str:
    if name not in weights.names("engine"):
        raise NotThere("no weights", name=name)
    return name


def _weights(name: str) -> WeightsView:
    found, pulled = weights.find(name), service().pulls.state(name)
    told = tell(pulled.error, language()) if pulled.error else None
    return WeightsView(
        name=name,
        title=found.title,
        licence=found.licence,
        commercial=found.commercial,
        bytes=found.size,
        state=pulled.state,
        done=pulled.done,
        error=models.Failure(what=told.what, remedy=told.remedy, code=pulled.error.code if pulled.error else "")
        if told
        else None,
        terms=found.consent.text if found.consent else "",
    )


def _token(token: tokens.Token) -> TokenView:
    return TokenView(name=token.name, created=token.created, revoked=token.revoked is not None)
