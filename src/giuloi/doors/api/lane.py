"""Single reveals that come at the same time are decided and committed together: one transaction instead of many.

Nobody waits for company. Whoever comes while nobody is being served is served at once; whoever comes meanwhile is
served with all others who came meanwhile, by the first of them. Each is still decided upon alone, and has the id of
a use that is on disk before anything is opened: `reveal_many` sees to that, whoever calls it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from giuloi.core.terms import Channel, Unavailable
from giuloi.records.credentials import Holding
from giuloi.records.facts import Ask
from giuloi.records.reveal import Answer, reveal_many

Alike = tuple[Holding, tuple[str, ...], Channel]  # what can be asked of the gate in one go


@dataclass(slots=True, eq=False)
class _Seat:
    """One reveal that waits for its answer, or for its error."""

    alike: Alike
    ask: Ask
    at: datetime
    answer: Answer | None = field(default=None, repr=False)
    error: Exception | None = None


class Lane:
    """Shared by the threads of one process."""

    def __init__(self) -> None:
        self._door, self._turn = threading.Lock(), threading.Lock()
        self._seats: list[_Seat] = []

    def reveal(
        self, holding: Holding, names: Sequence[str], ask: Ask, at: datetime, channel: Channel
    ) -> Answer:
        """As `records.reveal.reveal`; `ask` names its case, for `holding` is shared by all who are alike."""
        mine = _Seat((holding, tuple(sorted(set(names))), channel), ask, at)
        with self._door:
            self._seats.append(mine)
        with self._turn:
            if mine.answer is None and mine.error is None:
                self._serve()
        if mine.error is not None:
            raise mine.error
        if mine.answer is None:
            raise RuntimeError("a seat was taken and not served")
        return mine.answer

    def _serve(self) -> None:
        """Everybody who has come by now."""
        with self._door:
            seats, self._seats = self._seats, []
        groups: dict[Alike, list[_Seat]] = {}
        for seat in seats:
            groups.setdefault(seat.alike, []).append(seat)
        for (holding, names, channel), group in groups.items():
            _answer(holding, names, channel, group)


def _answer(holding: Holding, names: tuple[str, ...], channel: Channel, group: Sequence[_Seat]) -> None:
    """All of a group together; where that fails, each alone, so that one ask's error is nobody else's.

    Each raises in a thread of its own, so each has an exception of its own: one that several raise at once mixes
    their traces. A database that cannot do it now is asked once for all of them, not once more for each.
    """
    try:
        at = max(seat.at for seat in group)
        found = reveal_many(holding, names, [seat.ask for seat in group], at, channel)
    except Unavailable as error:
        for seat in group:
            seat.error = type(error)(*error.args)
    # Broad on purpose: whatever it is, somebody waits for it.
    except Exception as error:
        if len(group) == 1:
            group[0].error = error
        else:
            for seat in group:
                _answer(holding, names, channel, [seat])
    else:
        for seat, answer in zip(group, found, strict=True):
            seat.answer = answer


lane = Lane()
