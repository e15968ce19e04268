"""A mail server on loopback, in a process of its own: takes every letter, keeps a line for each, and no letter.

    python -m bench.post PORT FILE

The line is the nanosecond of CLOCK_MONOTONIC and the letter's Message-ID, recipient first.
"""

from __future__ import annotations

import logging
import re
import signal
import sys
import time
from typing import Any

from aiosmtpd.controller import Controller

_ID = re.compile(rb"(?im)^Message-ID: <([^@>]+)@")


class Post:
    """Writes down who got what when."""

    def __init__(self, path: str) -> None:
        self.file = open(path, "wb", buffering=1 << 16)  # noqa: SIM115  for as long as the process lives

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = _ID.search(envelope.content)
        key = found[1] if found else b"-"
        self.file.write(b"%s %d %s\n" % (envelope.rcpt_tos[0].encode(), time.monotonic_ns(), key))
        self.file.flush()
        return "250 OK"


def main() -> None:
    """Until it is told to end."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    post = Post(sys.argv[2])
    controller = Controller(post, hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()
    post.file.close()


if __name__ == "__main__":
    main()
