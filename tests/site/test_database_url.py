"""A database URL becomes settings that keep what was answered, or a sentence that repeats no password."""

from __future__ import annotations

import pytest

from giuloi.site.database_url import postgresql_or_sqlite


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///var/lib/giuloi/giuloi.db", "/var/lib/giuloi/giuloi.db"),
        ("sqlite:////var/lib/giuloi/giuloi.db", "/var/lib/giuloi/giuloi.db"),
        ("sqlite:///d/my%20shop%3F.db", "/d/my shop?.db"),
    ],
)
def test_a_sqlite_path_is_always_absolute(url: str, path: str) -> None:
    """Three slashes or four: never a file in whatever folder the process was started from."""
    assert postgresql_or_sqlite(url)["NAME"] == path


def test_sqlite_is_durable_and_takes_its_write_lock_at_once() -> None:
    """WAL with synchronous FULL, foreign keys, nothing temporary on disk, BEGIN IMMEDIATE, ten seconds' patience."""
    options = postgresql_or_sqlite("sqlite:///d/x.db")["OPTIONS"]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        assert f"PRAGMA {pragma};" in options["init_command"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 10)


def test_postgresql_parts_are_percent_decoded() -> None:
    """A password may hold any character when it is encoded."""
    entry = postgresql_or_sqlite("postgresql://ha:p%40ss%2F%3A%23@db:5433/my%20shop?sslmode=verify-full")
    assert (entry["USER"], entry["PASSWORD"], entry["NAME"]) == ("ha", "p@ss/:#", "my shop")
    assert (entry["HOST"], entry["PORT"], entry["OPTIONS"]) == (
        "db",
        "5433",
        {"sslmode": "verify-full"},
    )


def test_postgresql_can_be_reached_through_a_socket() -> None:
    """`?host=` names the socket's folder."""
    assert postgresql_or_sqlite("postgresql://ha@/shop?host=%2Frun%2Fpostgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "must start with"),
        ("giuloi.db", "must start with"),
        ("sqlite://giuloi.db", "write sqlite:///absolute"),
        ("sqlite:///d/x.db?mode=ro", "write sqlite:///absolute"),
        ("sqlite:///", "write sqlite:///absolute"),
        ("postgresql://ha:hunter2@db", "names no database"),
        ("postgresql://ha:hunter2@db/a/b", "names no database"),
        ("postgresql://ha:hunter2@db:port/shop", "percent-encode"),
        ("postgresql://ha:hunt/er2@db/shop", "percent-encode"),
        ("postgresql://ha:hunter2@[db/shop", "percent-encode"),
        ("postgresql://ha:hunter2@db/shop#1", "%23"),
        ("postgresql://ha:hunter2@db/shop?ssl=yes", "'ssl' is not known"),
    ],
)
def test_a_url_that_cannot_be_used_says_why_and_repeats_no_password(url: str, sentence: str) -> None:
    """Each slip has its sentence."""
    with pytest.raises(ValueError, match=sentence) as refused:
        postgresql_or_sqlite(url)
    assert "hunt" not in str(refused.value)
