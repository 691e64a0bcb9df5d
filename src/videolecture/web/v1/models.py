"""What travels over /api/v1: models that validate requests and describe answers in the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from flask_openapi3.models import RawModel
from pydantic import BaseModel, ConfigDict, Field

from videolecture.web.v1.options import PathText, UploadText, with_files, with_options

IDENTITY = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
StateName = Literal["queued", "running", "cancelling", "cancelled", "succeeded", "failed"]


class RawBody(RawModel):
    """JSON, or an upload."""

    mimetypes = ["application/json", "multipart/form-data"]  # noqa: RUF012 (the library's own form)


class LectureFileBody(RawBody):
    """JSON, a lecture file, or an upload."""

    mimetypes = ["application/json", "application/toml", "multipart/form-data"]  # noqa: RUF012 (the library's own form)


class Strict(BaseModel):
    """No field that we do not know."""

    model_config = ConfigDict(extra="forbid")


class LecturePath(BaseModel):
    """The lecture's id, chosen by the client."""

    id: str = Field(pattern=IDENTITY)


class FragmentPath(LecturePath):
    """A fragment of a lecture."""

    number: int = Field(ge=1, le=10**9)


class SlidePath(LecturePath):
    """A slide of a lecture."""

    slide: int = Field(ge=1, le=10**9)


class RevisionPath(LecturePath):
    """A revision of a lecture: the number of its job."""

    revision: int = Field(ge=1, le=2**62)


class Against(BaseModel):
    """What a revision is compared with."""

    against: int | None = Field(None, ge=1, le=2**62, description="another revision; without: the lecture as it is")


class FilePath(LecturePath):
    """A file of a lecture, by the name that the list of files gives."""

    name: str = Field(pattern=r"^[a-z]+(_[0-9]{1,9})?\.[a-z0-9]{3,4}$")


class Page(BaseModel):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=500)
    before: int | None = Field(None, ge=1, le=2**62, description="`next` of the page before")
    state: StateName | None = None


class After(BaseModel):
    """Events after this one (polling; a stream takes Last-Event-ID)."""

    after: int = Field(0, ge=0, le=2**62)
    limit: int = Field(200, ge=1, le=1000)


class Consent(Strict):
    """Who stated that the owners of face and voice agree."""

    face: bool
    voice: bool
    stated_by: str = Field(min_length=1, max_length=200)


class ConsentView(BaseModel):
    """What was stated about the owners of face and voice."""

    face: bool
    voice: bool
    stated_by: str = Field(description="empty: nobody stated anything")


class Webhook(Strict):
    """Where to tell how the lecture ended; signed as standardwebhooks.com describes."""

    url: str = Field(min_length=8, max_length=2000, pattern="^https?://")
    secret: str = Field(min_length=16, max_length=200, description="never shown again")
    language: Literal["en", "ru"] | None = Field(None, description="of the message about an error; without: English")


@with_options
class Options(Strict):
    """How the lecture is to be made. What is left out is as the service's settings say."""

    own_dictionary: bool = Field(False, description="with the words of /api/v1/dictionary, unless it has its own")
    consent: Consent | None = None
    webhook: Webhook | None = None


class Beside(Options):
    """What text and deck name beside them."""

    film_uploads: list[UploadText] = Field(
        default=[],
        max_length=20,
        description="films, each called as its upload: `[clip:NAME]` shows it",
    )
    deck_file_uploads: list[UploadText] = Field(
        default=[],
        max_length=100,
        description="what a Markdown or Typst deck shows, each called as its upload (`images/chart.png`)",
    )


@with_files
class LectureWish(Beside):
    """A lecture made of files of the service's machine, or of uploads; its text may be sent instead."""

    text: str | None = Field(None, min_length=1, max_length=5_000_000)
    text_path: PathText | None = None
    face_path: PathText | None = Field(None, description="may be left out where no layout shows a face")
    voice_path: PathText | None = Field(None, description="may be left out where no engine speaks")
    text_upload: UploadText | None = None
    face_upload: UploadText | None = None
    voice_upload: UploadText | None = None


@with_files
class LecturePatch(Beside):
    """What of a lecture becomes otherwise; null takes a choice or a file back."""

    text: str | None = Field(None, min_length=1, max_length=5_000_000)
    text_path: PathText | None = None
    face_path: PathText | None = None
    voice_path: PathText | None = None
    text_upload: UploadText | None = None
    face_upload: UploadText | None = None
    voice_upload: UploadText | None = None


class TextView(Strict):
    """The whole text of a lecture."""

    text: str = Field(max_length=5_000_000)


class ForeseenView(BaseModel):
    """What another text of a lecture would cost."""

    fragments: int = Field(description="of the lecture with that text")
    anew: int = Field(description="of them those that would be spoken and animated again")
    characters: int = Field(description="spoken in these")
    lost: list[int] = Field(
        description="fragments, as they are numbered now, whose `spoken` the text gives up: their words are not in it"
    )


class FragmentPatch(Strict):
    """What a fragment says; null takes a change back."""

    text: str | None = Field(None, min_length=1, max_length=20_000)
    spoken: str | None = Field(None, min_length=1, max_length=20_000, description="how it sounds; the text stays")


class SlidePatch(Strict):
    """How a slide looks; null takes a change back."""

    layout: str | None = Field(None, min_length=1, max_length=40)
    picture_path: PathText | None = Field(None, description="PNG, JPEG or WebP; or the part `picture` of an upload")


class Failure(BaseModel):
    """Why a lecture failed, and what to do."""

    what: str
    remedy: str
    code: str = Field(description="stable, whatever the language; empty: from before there were codes")


class Count(BaseModel):
    """How many fragments there are, and how many are finished."""

    total: int
    succeeded: int
    failed: int


class LectureView(BaseModel):
    """A lecture and its newest job."""

    id: str
    title: str
    job: int
    state: StateName
    stage: str = Field(
        description="enroll, prepare, speak, animate, compose or assemble; empty when nothing is at work"
    )
    done: float = Field(description="0 to 1 of the whole")
    seconds_left: float | None = Field(description="of the whole; null until the first clip is being made")
    stage_seconds_left: float | None = Field(
        description="of the voice or the photo that is being learned; null in other stages and until it is known"
    )
    paused: str = Field(description="why it waits although it runs")
    error: Failure | None
    slides: list[list[int]] = Field(description="per slide the numbers of its fragments")
    fragments: Count
    created: datetime
    started: datetime | None
    finished: datetime | None
    duration: float | None = Field(description="seconds of the finished lecture")
    consent: ConsentView


class LectureList(BaseModel):
    """A page of lectures, the newest first."""

    items: list[LectureView]
    next: int | None = Field(description="`before` of the next page; null on the last one")


class FragmentView(BaseModel):
    """A fragment and how far it is."""

    number: int
    slide: int
    text: str
    source: str = Field(description="as it stands in the text, with marks about speech: what is to be changed")
    spoken: str = Field(description="what the engine says; empty until it is planned")
    edited: bool = Field(description="whether it was changed after the text was split")
    state: StateName
    stage: str
    done: float = Field(description="0 to 1")
    seconds_left: float | None = Field(description="until this fragment is finished")
    attempts: int = Field(description="how often a worker died or hung at it")
    reused: bool
    duration: float = Field(description="seconds of lecture; 0 until it is spoken")
    error: str


class FragmentList(BaseModel):
    """Every fragment in order."""

    items: list[FragmentView]


class RevisionView(BaseModel):
    """A state of the lecture."""

    revision: int
    current: bool = Field(description="the lecture as it is")
    state: StateName
    film: bool = Field(description="whether its film can be downloaded now")
    created: datetime
    finished: datetime | None
    restores: int | None = Field(description="the revision that it brought back")
    edited_fragments: list[int]
    edited_slides: list[int]
    inputs: dict[str, str] = Field(description="SHA-256 of what it is made of, by name")
    fragments_to_render: int | None = Field(description="if it were restored now; only of one revision")


class RevisionList(BaseModel):
    """Every revision that is kept, the newest first."""

    items: list[RevisionView]


class FragmentDifference(BaseModel):
    """A fragment that two revisions say otherwise; null where one of them has no such fragment."""

    number: int
    slide: int
    text: str | None
    against: str | None
    spoken: str | None
    against_spoken: str | None


class ChangesView(BaseModel):
    """How two revisions differ."""

    revision: int
    against: int
    fragments: list[FragmentDifference]
    options: list[str] = Field(description="names of options")
    inputs: list[str] = Field(description="names of inputs")


class RestoredView(BaseModel):
    """A revision was restored."""

    fragments_to_render: int = Field(description="the others are kept")
    lecture: LectureView


class EventView(BaseModel):
    """Something that happened."""

    seq: int
    job: int
    at: datetime
    name: str
    data: dict[str, Any]


class EventList(BaseModel):
    """Events in order; ask again with `after` the last one's seq."""

    items: list[EventView]


class FileView(BaseModel):
    """A file that is there now."""

    name: str
    url: str
    bytes: int
    type: str
    revision: int = Field(description="whose file it is: of a film, the last whole one until its successor is whole")


class FileList(BaseModel):
    """The files that are there now; they come as they are finished."""

    items: list[FileView]


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field("", description="of what is wrong with the lecture, as of a failure; empty: `type` says all")
