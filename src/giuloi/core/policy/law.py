"""The law profiles: dated, joined by the day that is judged, strictest wins.

The lawbook comes in as a parsed mapping (`policies/law-vn.yaml`): `profiles` with their days of force,
`aliases` ("vn", "gdpr"), `profile_of` (which profile a path belongs to; the longest matching path wins) and
the figures themselves. An alias stands for its whole family, so that an old event is judged by the law of
its own day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from giuloi.core.fields import FIELDS
from giuloi.core.policy.figures import Figure, Hours, Sense, joined, strictest_first, weaker
from giuloi.core.terms import Certainty, Channel, Duration, NotATerm, RetentionClass, Unit

# A person's request by our name → by the name of Decree 356/2025 article 5.
RIGHTS = {
    "access": "view",
    "copy": "provide",
    "rectify": "rectify",
    "erase": "erase",
    "restrict": "restrict",
    "object": "object",
    "withdraw": "withdraw",
}
ADVERTISING = {Channel.SMS: "sms", Channel.EMAIL: "email", Channel.PHONE: "call"}

# Duty → which way is strict, and every path of the lawbook that may speak of it.
DUTIES: Mapping[str, tuple[Sense, tuple[str, ...]]] = MappingProxyType(
    {
        **{
            f"rights.{ours}.do": (
                Sense.AT_MOST,
                (f"subject_requests.{law}.do", "subject_requests.legacy_pdpd.do", "subject_requests.gdpr.do"),
            )
            for ours, law in RIGHTS.items()
        },
        **{
            f"rights.{ours}.via_third": (Sense.AT_MOST, (f"subject_requests.{law}.via_third",))
            for ours, law in RIGHTS.items()
        },
        **{
            f"rights.{ours}.extension": (Sense.AT_MOST, (f"subject_requests.{law}.extend.max",))
            for ours, law in RIGHTS.items()
        },
        "rights.respond": (Sense.AT_MOST, ("subject_requests.respond",)),
        "incident.investigating_authority": (
            Sense.AT_MOST,
            ("breach.cyber_incident.initial", "breach.ecommerce_legacy", "breach.consumer_law"),
        ),
        "incident.data_protection_body": (Sense.AT_MOST, ("breach.pd_authority", "breach.gdpr.authority")),
        "incident.full_report": (Sense.AT_MOST, ("breach.cyber_incident.full",)),
        "authority.normal": (Sense.AT_MOST, ("authority_requests.user_info.normal",)),
        "authority.urgent": (Sense.AT_MOST, ("authority_requests.user_info.urgent",)),
        **{
            f"contact.{channel}.per_day": (Sense.AT_MOST, (f"advertising.{law}.per_24h",))
            for channel, law in ADVERTISING.items()
        },
        **{
            f"contact.{channel}.hours": (Sense.INSIDE, (f"advertising.{law}.hours",))
            for channel, law in ADVERTISING.items()
            if channel is not Channel.EMAIL  # for which the law has a cap but no hours
        },
        "keep.contract": (Sense.AT_LEAST, ("retention.ecommerce_contract_info",)),
        "keep.invoice": (Sense.AT_LEAST, ("retention.accounting_direct_vouchers",)),
    }
)

# Which fields a retention floor speaks of. A contract is what one data key holds: the whole order class.
FLOORS: Mapping[str, int] = MappingProxyType(
    {
        "keep.contract": sum(f.mask for f in FIELDS if f.klass is RetentionClass.ORDER),
        "keep.invoice": sum(f.mask for f in FIELDS if f.name == "invoice"),
    }
)


@dataclass(frozen=True, slots=True)
class Law:
    """What the law of one day demands: `profiles` in force, and for each duty its figures, strictest first."""

    profiles: tuple[str, ...]
    duties: Mapping[str, tuple[Figure, ...]]

    def figure(self, duty: str) -> Figure | None:
        """The figure that binds for a duty, or None where this law is silent."""
        figures = self.duties.get(duty)
        return joined(figures) if figures else None

    def figures(self) -> Mapping[str, Figure]:
        """Every duty with the figure that binds."""
        return MappingProxyType({duty: joined(figures) for duty, figures in self.duties.items()})


def names(lawbook: Mapping[str, Any]) -> tuple[str, ...]:
    """Every word that `law = [...]` may hold: aliases first, then the ids of single profiles."""
    return (*lawbook["aliases"], *(str(profile["id"]) for profile in lawbook["profiles"]))


def join(lawbook: Mapping[str, Any], chosen: Iterable[str], as_of: date) -> Law:
    """The law of `as_of` under the chosen aliases or profiles; raises NotATerm for a name it does not know."""
    in_force = {str(p["id"]): p for p in _profiles(lawbook, chosen) if _holds(p, as_of)}
    duties: dict[str, tuple[Figure, ...]] = {}
    for duty, (sense, paths) in DUTIES.items():
        found = [figure for path in paths for figure in _figure(lawbook, path, sense, in_force)]
        if found:
            duties[duty] = strictest_first(found)
    return Law(tuple(sorted(in_force)), MappingProxyType(duties))


def _profiles(lawbook: Mapping[str, Any], chosen: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """The profiles that the chosen names stand for; an alias brings its family ("vn-…") of every date."""
    for name in chosen:
        if name not in names(lawbook):
            raise NotATerm(f"{name!r} is no law profile; the profiles are {', '.join(names(lawbook))}")
        members = lawbook["aliases"].get(name, ())
        families = {member.split("-")[0] for member in members}
        for profile in lawbook["profiles"]:
            if profile["id"] == name or profile["id"].split("-")[0] in families:
                yield profile


def _holds(profile: Mapping[str, Any], day: date) -> bool:
    return bool(profile["from"] <= day <= profile.get("to", date.max))


def _figure(
    lawbook: Mapping[str, Any], path: str, sense: Sense, in_force: Mapping[str, Mapping[str, Any]]
) -> Iterator[Figure]:
    """The figure at a path, if the lawbook has it and its profile is in force that day."""
    parts = path.split(".")
    profile = in_force.get(_profile_of(lawbook["profile_of"], parts))
    chain = _walk(lawbook, parts)
    if profile is None or chain is None:
        return
    node, around = chain[-1], [step for step in reversed(chain) if isinstance(step, Mapping)]
    about = {key: value for step in reversed(around) for key, value in step.items()}
    yield Figure(
        path=path,
        profile=str(profile["id"]),
        sense=sense,
        value=_value(node),
        source=str(about.get("src", profile["name"])),
        certainty=_certainty(str(about.get("status", profile.get("status", "M")))),
        start=str(about.get("from", "")),
    )


def _profile_of(table: Mapping[str, str], parts: Sequence[str]) -> str:
    for length in range(len(parts), 0, -1):
        found = table.get(".".join(parts[:length]))
        if found is not None:
            return found
    return ""


def _walk(lawbook: Mapping[str, Any], parts: Sequence[str]) -> list[Any] | None:
    """What stands at each step of a path below the first, or None when a step is missing."""
    steps: list[Any] = []
    node: Any = lawbook
    for part in parts:
        if not isinstance(node, Mapping) or part not in node:
            return None
        node = node[part]
        steps.append(node)
    return steps


_UNITS = {"month": Unit.MONTHS, "months": Unit.MONTHS, "working_days": Unit.WORKING_DAYS}
_SPAN = re.compile(r"\+?([0-9]+) (month|months|working_days)")


def _value(node: Any) -> Duration | int | Hours:
    """A figure as the lawbook writes it: 15d, "1 month", {value: 2, unit: …}, {min: 3y}, 07:00-22:00, 3."""
    if isinstance(node, Mapping):
        if "unit" in node:
            return Duration(int(node["value"]), _UNITS[node["unit"]])
        return _value(node["value"] if "value" in node else node["min"])
    if isinstance(node, int):
        return node
    text = str(node)
    if text == "immediate":
        return Duration(0, Unit.HOURS)
    if found := _SPAN.fullmatch(text):
        return Duration(int(found[1]), _UNITS[found[2]])
    if re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", text):
        return (text[:5], text[6:])
    return Duration.parse(text)


def _certainty(status: str) -> Certainty:
    """ "P/S" counts as its weaker half."""
    sure = Certainty.PRIMARY
    for half in status.split("/"):
        sure = weaker(sure, Certainty(half))
    return sure
