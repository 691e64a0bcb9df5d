"""What travels over /api/v1: models that validate requests and describe answers in the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from videolecture.web.v1.options import PathText, UploadText, with_files, with_options

IDENTITY = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
StateName = Literal["queued", "running", "cancelling", "cancelled", "succeeded", "failed"]


class Strict(BaseModel):
    """No field that we do not know."""

    model_config = ConfigDict(extra="forbid")


class LecturePath(BaseModel):
    """The lecture's id, chosen by the client."""

    id: str = Field(pattern=IDENTITY)


class FragmentPath(LecturePath):
    """A fragment of a lecture."""

    number: int = Field(ge=1, le=10**9)


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


@with_files
class LectureWish(Options):
    """A lecture made of files of the service's machine, or of uploads; its text may be sent instead."""

    text: str | None = Field(None, min_length=1, max_length=5_000_000)
    text_path: PathText | None = None
    face_path: PathText | None = Field(None, description="may be left out where no layout shows a face")
    voice_path: PathText | None = Field(None, description="this or voice_upload")
    text_upload: UploadText | None = None
    face_upload: UploadText | None = None
    voice_upload: UploadText | None = None


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
    seconds_left: float | None
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


class FileList(BaseModel):
    """The files that are there now; they come as they are finished."""

    items: list[FileView]


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
