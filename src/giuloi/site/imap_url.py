"""GIULOI_IMAP_URL as what fetches mail. Encrypted, or from a server on this very machine."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SHAPE = "write imaps://user:password@host/INBOX"


def mail_box(url: str) -> dict[str, Any]:
    """host, port, user, password, folder, tls: "implicit", "starttls" (imap://) or "off" (only to this machine).

    Raises ValueError, whose message never repeats the URL: it holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(f"is no URL: {_SHAPE}") from None
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username or parts.fragment:
        raise ValueError(_SHAPE)
    if parts.query not in ("", "tls=off"):
        raise ValueError("knows one option: ?tls=off, for a server on this machine")
    off = parts.query == "tls=off"
    if off and (parts.scheme != "imap" or parts.hostname not in _LOOPBACK):
        raise ValueError(
            "?tls=off is for imap:// from a server on this machine: letters would be read on the way"
        )
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not folder.isascii() or '"' in folder or "\\" in folder or not folder.isprintable():
        raise ValueError("has a folder whose name IMAP cannot carry plainly: use ASCII letters")
    return {
        "host": parts.hostname,
        "port": port or (993 if parts.scheme == "imaps" else 143),
        "user": unquote(parts.username),
        "password": unquote(parts.password or ""),
        "folder": folder,
        "tls": "off" if off else "implicit" if parts.scheme == "imaps" else "starttls",
    }
