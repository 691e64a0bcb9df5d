"""The ledger's tables. A change here needs a migration in `migrations/versions` and a new `HEAD`."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

HEAD = "0004"  # the newest migration

metadata = MetaData()

jobs = Table(
    "jobs",
    metadata,
    Column("number", Integer, primary_key=True),  # in the order of asking; never used again
    Column("lecture", String(80), nullable=False),  # the client's id; the highest number of a lecture counts
    Column("origin", String(8), nullable=False),  # original, v1, cli
    Column("state", String(10), nullable=False),
    Column("request", JSON, nullable=False),  # the fields of job.Job, paths as text
    Column("digest", String(64), nullable=False),  # of everything asked for: the entity tag
    Column("consent", JSON, nullable=False),
    Column("webhook", JSON(none_as_null=True)),  # url, secret
    Column("slides", JSON, nullable=False),  # per slide its fragment numbers
    Column("created", Float, nullable=False),  # seconds since 1970, for people; order comes from numbers
    Column("started", Float),
    Column("finished", Float),
    Column("stage", String(10), nullable=False, default=""),
    Column("done", Float, nullable=False, default=0.0),  # 0..1 of the stage that is at work
    Column("seconds_left", Float),
    Column("paused", Text, nullable=False, default=""),  # why it waits although it runs: messages.kept
    Column("error", Text, nullable=False, default=""),  # messages.kept; before there were codes, a sentence
    Column("remedy", Text, nullable=False, default=""),
    Column("result", JSON(none_as_null=True)),
    Column("strikes", Integer, nullable=False, default=0),  # deaths of the runner since the last progress
    Column("holder", String(80), nullable=False, default=""),  # name of the lease under which it runs
    Column("inputs", JSON, nullable=False, default=dict, server_default="{}"),  # name -> SHA-256
    Column("made_from", Integer),  # the revision that it restores
    Column("stage_seconds_left", Float),  # of the voice or the portrait being learned
    Index("jobs_lecture", "lecture", "number"),
    Index("jobs_state", "state", "number"),
    sqlite_autoincrement=True,
)

fragments = Table(
    "fragments",
    metadata,
    Column("job", Integer, ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("slide", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("characters", Integer, nullable=False),  # of spoken text
    Column("state", String(10), nullable=False),
    Column("stage", String(10), nullable=False, default=""),
    Column("done", Float, nullable=False, default=0.0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("reused", Boolean, nullable=False, default=False),
    Column("duration", Float, nullable=False, default=0.0),  # seconds of lecture
    Column("speech_seconds", Float, nullable=False, default=0.0),  # it took
    Column("face_seconds", Float, nullable=False, default=0.0),
    Column("error", Text, nullable=False, default=""),
    Column("spoken", Text, nullable=False, default="", server_default=""),  # from when it is planned
    Column("source", Text, nullable=False, default="", server_default=""),  # as it stands in the text, with its marks
    Column("speech_key", String(64), nullable=False, default="", server_default=""),  # in the cache, when planned
    Column("clip_key", String(64), nullable=False, default="", server_default=""),  # "" where no face is shown
    Column("scene_key", String(64), nullable=False, default="", server_default=""),  # "" until it is composed, or never
)

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True),  # Last-Event-ID; never used again
    Column("job", Integer, ForeignKey("jobs.number", ondelete="CASCADE"), nullable=False),
    Column("lecture", String(80), nullable=False),
    Column("at", Float, nullable=False),  # seconds since 1970
    Column("name", String(20), nullable=False),
    Column("data", JSON, nullable=False),
    Index("events_lecture", "lecture", "seq"),
    Index("events_job", "job", "seq"),
    sqlite_autoincrement=True,
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("token", Integer, nullable=False),  # raised at every change of hands
    Column("holder", JSON, nullable=False),  # who, for messages
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("job", Integer, ForeignKey("jobs.number", ondelete="CASCADE"), nullable=False),
    Column("body", Text, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("state", String(10), nullable=False),  # waiting, delivered, given up
    Column("last", Text, nullable=False, default=""),  # what the last attempt said
    sqlite_autoincrement=True,
)

tokens = Table(
    "tokens",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("hash", String(64), nullable=False),  # SHA-256: a token is 256 random bits, nothing to guess slowly
    Column("created", Float, nullable=False),
    Column("revoked", Float),
)
