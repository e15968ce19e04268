"""An IMAP server on loopback: one folder, letters with flags, and bad days (RFC 3501, as little of it as is asked)."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Folder:
    """Letters by UID; `seen` are marked read. `drop_at`: hang up when that command comes, once."""

    letters: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    password: str = "bi-mat"
    drop_at: str = ""
    validity: int = 1
    said: list[str] = field(default_factory=list)

    def box(self, port: int) -> dict[str, Any]:
        """As site/imap_url.py reads an URL to here."""
        return {
            "host": "127.0.0.1", "port": port, "user": "tiem", "password": "bi-mat", "folder": "INBOX",
            "tls": "off",
        }  # fmt: skip

    def answer(self, command: str) -> tuple[list[bytes], bytes] | None:
        """Untagged lines and the last word; None hangs up."""
        self.said.append(command)
        if self.drop_at and self.drop_at in command:
            self.drop_at = ""
            return None
        if command.startswith("LOGIN"):
            return [], b"OK done" if f'"{self.password}"' in command else b"NO tiem bi-mat"
        if found := re.search(r"^UID SEARCH .*UID (\d+):\*", command):
            above = {uid for uid in self.letters if uid >= int(found[1])} | {max(self.letters, default=1)}
            return [
                f"* SEARCH {' '.join(map(str, sorted(above & self.letters.keys())))}".encode()
            ], b"OK done"
        if command.startswith("UID SEARCH"):
            unread = " ".join(str(uid) for uid in sorted(self.letters) if uid not in self.seen)
            return [f"* SEARCH {unread}".encode()], b"OK done"
        if found := re.match(r"UID FETCH (\d+) (.*)", command):
            return self._fetched(int(found[1]), found[2]), b"OK done"
        if found := re.match(r"UID STORE (\d+) \+FLAGS.SILENT \(\\Seen\)", command):
            self.seen.add(int(found[1]))
            return [], b"OK done"
        if command.startswith("SELECT"):
            return [b"* 1 EXISTS", b"* OK [UIDVALIDITY %d] known" % self.validity], b"OK done"
        known = {"CAPABILITY": b"* CAPABILITY IMAP4rev1", "LOGOUT": b"* BYE"}
        return [known[command.split()[0]]], b"OK done"

    def _fetched(self, uid: int, what: str) -> list[bytes]:
        if uid not in self.letters:
            return []
        letter = self.letters[uid]
        if what == "(RFC822.SIZE)":
            return [b"* 1 FETCH (UID %d RFC822.SIZE %d)" % (uid, len(letter))]
        if part := re.search(r"<0\.(\d+)>", what):
            letter = letter[: int(part[1])]
        return [b"* 1 FETCH (UID %d BODY[] {%d}\r\n%s)" % (uid, len(letter), letter)]


@contextmanager
def imap(folder: Folder) -> Iterator[int]:
    """The port it listens on until the block ends."""

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK here\r\n")
            while line := self.rfile.readline():
                tag, _, command = line.decode().strip().partition(" ")
                said = folder.answer(command)
                if said is None:
                    return
                for one in said[0]:
                    self.wfile.write(one + b"\r\n")
                self.wfile.write(tag.encode() + b" " + said[1] + b"\r\n")

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Server(("127.0.0.1", 0), Talk) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
