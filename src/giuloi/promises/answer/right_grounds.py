"""On which grounds a right over data may be refused: those that law lists for it, and no other (Law 91/2025).

Whoever asked is told the ground with its article. What is not listed here is carried out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from giuloi.core.terms import NotATerm
from giuloi.records.request_kinds import RIGHTS_KINDS


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: its word (records/request_kinds.GROUNDS has the sentences), and where law says so."""

    word: str
    cite: str


_ALWAYS = (
    Ground("not_proven", "Decree 356/2025 art. 5"),
    Ground("already_done", ""),
    Ground("taken_back", ""),
)
_HARM = Ground("harms_others", "Law 91/2025 art. 15.2.a")
_LAW = Ground("law_keeps", "Law 91/2025 art. 14.2, 19")
_OF_KIND: Mapping[str, tuple[Ground, ...]] = MappingProxyType(
    {
        "access": (_HARM,),
        "copy": (_HARM,),
        "rectify": (
            Ground("not_shown_wrong", "Decree 330/2026 art. 46.3"),
            Ground("law_forbids_change", "Decree 330/2026 art. 46.3"),
        ),
        "erase": (
            _LAW,
            Ground("open_order", "Law 91/2025 art. 19.1.d"),
            Ground("held", "Law 91/2025 art. 14.2"),
        ),
        "restrict": (_LAW,),
        "object": (_LAW,),
        "withdraw": (),  # withdrawing consent is never refused (Law 91/2025 art. 10)
    }
)


def grounds_for(kind: str) -> tuple[Ground, ...]:
    """The grounds on which this right may be refused or carried out in part; raises NotATerm for what is no right."""
    if kind not in RIGHTS_KINDS:
        raise NotATerm(f"{kind!r} is no right over data; they are {', '.join(sorted(RIGHTS_KINDS))}")
    return (*_OF_KIND[kind], *_ALWAYS)


def check(kind: str, word: str) -> Ground:
    """The ground of this word for this right; raises NotATerm naming those there are."""
    listed = grounds_for(kind)
    for ground in listed:
        if ground.word == word:
            return ground
    raise NotATerm(f"{kind} is not refused for {word!r}; law lists: {', '.join(one.word for one in listed)}")
