"""The ledger's file: migrated, shared, and its troubles told as sentences."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from videolecture.errors import OutputError
from videolecture.jobs.schema import HEAD, metadata
from videolecture.jobs.store import MIGRATIONS, LockedError, Store


def test_migrating_from_nothing_gives_the_tables_of_the_schema(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_opening_again_migrates_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(tmp_path).close()
    monkeypatch.setattr(Store, "_migrate", lambda _: pytest.fail("migrated again"))
    Store(tmp_path).close()


def test_the_ledger_is_in_wal_mode(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO leases VALUES ('a', 1, '{}')")
        raise ZeroDivisionError
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM leases").scalar() == 0


def test_a_locked_ledger_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path, busy=0.05)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LockedError, match=r"ledger\.sqlite is locked"), store.writing():
        pass
    other.close()


def test_a_file_that_is_no_ledger_is_named(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(OutputError, match="cannot be used"):
        Store(tmp_path)


def test_a_ledger_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(OutputError, match="another version"):
        Store(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_only_its_owner_reads_the_ledger(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.close()
    assert all(file.stat().st_mode & 0o077 == 0 for file in tmp_path.glob("ledger.sqlite*"))
