"""A database URL as a Django DATABASES entry: `sqlite:///path` or `postgresql://user:password@host/name?…`.

Parts are percent-decoded. Errors say what is wrong and never repeat the URL, which may hold a password.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

# What may follow "?" and goes to libpq as it stands; anything else is more likely a slip than a wish.
_LIBPQ = frozenset(
    {
        "application_name",
        "connect_timeout",
        "sslcert",
        "sslkey",
        "sslmode",
        "sslrootcert",
        "target_session_attrs",
    }
)
# Run on each new connection. WAL with FULL: what was answered is on disk, also when the power fails.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
)


def postgresql_or_sqlite(url: str) -> dict[str, Any]:
    """The entry for one URL; raises ValueError with a sentence for the operator."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(
            "not a URL: percent-encode @ / : # ? and [ ] inside user names and passwords"
        ) from None
    if parts.fragment:
        raise ValueError("has a '#': write it as %23")
    if parts.scheme == "sqlite":
        return _sqlite(parts)
    if parts.scheme in ("postgresql", "postgres"):
        return _postgresql(parts, port)
    raise ValueError("must start with sqlite:/// or postgresql://")


def _sqlite(parts: SplitResult) -> dict[str, Any]:
    # As in a file URL the path is always absolute: three slashes or four name the same file, so that neither
    # habit ends in a second, empty database in whatever folder the process was started from.
    path = "/" + unquote(parts.path).lstrip("/")
    if parts.netloc or parts.query or path.endswith("/"):
        raise ValueError("write sqlite:///absolute/path/to/file.db and nothing else")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,  # opening the file and setting it up takes longer than most of what is asked of it
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": _PRAGMAS},
    }


def _postgresql(parts: SplitResult, port: int | None) -> dict[str, Any]:
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise ValueError("names no database: write postgresql://user:password@host:5432/name")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    socket_folder = options.pop("host", "")
    unknown = sorted(set(options) - _LIBPQ)
    if unknown:
        raise ValueError(
            f"the option {unknown[0]!r} is not known: use {', '.join(sorted(_LIBPQ | {'host'}))}"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": socket_folder or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,  # seconds; synchronous_commit stays as the server has it, which is on
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
