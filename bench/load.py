"""Thirty-two connections that each send the next request as soon as the last is answered."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from time import perf_counter


@dataclass
class Run:
    """What a run saw: seconds of each answer, bodies if they were asked for, answers that were no 200."""

    seconds: list[float] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    other: int = 0
    lost: int = 0
    took: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.took

    def at(self, share: float) -> float:
        """The share's quantile, in milliseconds."""
        return sorted(self.seconds)[int(len(self.seconds) * share)] * 1000


def load(port: int, path: str, token: str, bodies: list[bytes], seconds: float, *, keep: bool = False) -> Run:
    """Send random ones of `bodies` for so long; a connection that is cut is opened again."""
    requests = [
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
        for body in bodies
    ]
    run = Run()
    asyncio.run(_all(port, requests, seconds, run, keep))
    return run


async def _all(port: int, requests: list[bytes], seconds: float, run: Run, keep: bool) -> None:
    begun = perf_counter()
    await asyncio.gather(*(_one(port, requests, begun + seconds, run, keep) for _ in range(32)))
    run.took = perf_counter() - begun


async def _one(port: int, requests: list[bytes], end: float, run: Run, keep: bool) -> None:
    while perf_counter() < end:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            while (begun := perf_counter()) < end:
                writer.write(random.choice(requests))
                status, body = await _answer(reader)
                if status != 200:
                    run.other += 1
                    continue
                run.seconds.append(perf_counter() - begun)
                if keep:
                    run.bodies.append(body)
            writer.close()
        except (OSError, asyncio.IncompleteReadError):
            run.lost += 1
            await asyncio.sleep(0.05)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lowered = head.lower()
    at = lowered.index(b"content-length:") + 15
    length = int(lowered[at : lowered.index(b"\r", at)])
    return int(head[9:12]), await reader.readexactly(length)
