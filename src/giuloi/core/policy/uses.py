"""The blocks that say who may use what: category, role, purpose, recipient, permit, prohibit, otherwise."""

from __future__ import annotations

import re

from giuloi.core.policy import dpv
from giuloi.core.policy.clauses import Permit, Prohibition, PurposeRule, Requirement, Role, Unless, frozen
from giuloi.core.policy.draft import Draft, Scope
from giuloi.core.policy.keys import Keys
from giuloi.core.policy.vocabulary import CASES, CHANNELS, OWN_ROLES, RELATIONS, STANDINGS, STATES
from giuloi.core.terms import CaseKind, Channel, LegalBasis, Relation, Standing, SubjectState

BASES = tuple(basis.value for basis in LegalBasis)
_COUNTRY = re.compile(r"[A-Z]{2}")


def purpose(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[purpose.NAME]: what one purpose may use, on which basis, who holds it, over which channels."""
    block = keys.block
    case = keys.word("needs", CASES)
    roles = keys.words("roles", sorted(scope.roles), "unknown-role")
    for role_ in roles:
        if role_ in OWN_ROLES:
            vi, en = OWN_ROLES[role_]
            draft.roles.setdefault(role_, Role(role_, block.place.clause, vi, en))
    rule = PurposeRule(
        name=block.name,
        clause=block.place.clause,
        basis=frozen(_basis(keys)),
        fields=scope.fields(keys, "uses"),
        channels=frozenset(Channel(word) for word in keys.words("channels", CHANNELS, "unknown-channel"))
        - {Channel.IN_HOUSE},  # which every purpose has
        roles=frozenset(roles),
        needs=CaseKind(case) if case else None,
        dpv=keys.words("dpv", sorted(dpv.PURPOSES), "unknown-dpv"),
        topic=keys.flag("topic"),
        vi=keys.text("vi"),
        en=keys.text("en"),
    )
    draft.purposes[block.name] = rule
    if rule.topic and set(rule.basis.values()) - {LegalBasis.CONSENT}:
        keys.say("topic-basis", "basis")


def _basis(keys: Keys) -> dict[Standing, LegalBasis]:
    """{ guest = "contract", member = "consent" }, or one word for both standings."""
    given = keys.block.values.get("basis")
    if given is None:
        return {}
    words = dict.fromkeys(STANDINGS, given) if isinstance(given, str) else keys.table("basis")
    basis: dict[Standing, LegalBasis] = {}
    for standing, word in words.items():
        if standing not in STANDINGS:
            keys.say("unknown-word", "basis", word=standing, near=", ".join(STANDINGS))
        elif word not in BASES:
            keys.say("unknown-word", "basis", word=word, near=", ".join(BASES))
        else:
            basis[Standing(standing)] = LegalBasis(word)
    if not words:
        keys.say("no-basis", "basis")
    return basis


def category(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[category.NAME]: a name for a set of fields."""
    mask = scope.fields(keys, "fields")
    if keys.flag("sensitive"):
        draft.sensitive |= mask
    keys.text("vi"), keys.text("en")


def role(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[role.NAME]: what people of the shop may be, in both languages."""
    name = keys.block.name
    draft.roles[name] = Role(name, keys.block.place.clause, keys.text("vi"), keys.text("en"))


def recipient(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[recipient.NAME]: somebody outside whom the policy names, kept as the requirement "recipient.NAME"."""
    country = keys.text("country")
    if country and not _COUNTRY.fullmatch(country):
        keys.say("country", "country", word=country)
    values = {
        "relation": keys.word("relation", RELATIONS, "unknown-relation"),
        "country": country,
        "purposes": keys.words("purpose", sorted(scope.purposes), "unknown-purpose"),
        "fields": scope.fields(keys, "fields"),
        "vi": keys.text("vi"),
        "en": keys.text("en"),
    }
    draft.requirements.append(
        Requirement(f"recipient.{keys.block.name}", keys.block.place.clause, frozen(values))
    )


def permit(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[permit.NAME]: a disclosure outside the shop. Unrelated recipients take consent by name, always."""
    relations = frozenset(Relation(w) for w in keys.words("recipients", RELATIONS, "unknown-relation"))
    by_name = Relation.UNRELATED in relations
    consent = keys.word(
        "consent",
        ("recipient",) if by_name else ("purpose", "recipient"),
        default="recipient" if by_name else "purpose",
    )
    draft.permits.append(
        Permit(
            name=keys.block.name,
            clause=keys.block.place.clause,
            purposes=frozenset(keys.words("purposes", sorted(scope.purposes), "unknown-purpose")),
            relations=relations,
            fields=scope.fields(keys, "fields"),
            consent=Unless(f"consent({consent})"),
        )
    )


def prohibit(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[prohibit.NAME]: what is forbidden; beats every permission."""
    purposes = sorted(scope.purposes)
    unless = keys.word("unless", tuple(Unless))
    states = SubjectState.NONE
    for word in keys.words("states", STATES, "unknown-state"):
        states |= STATES[word]
    draft.prohibitions.append(
        Prohibition(
            name=keys.block.name,
            clause=keys.block.place.clause,
            purposes=frozenset(keys.words("purposes", purposes, "unknown-purpose")),
            beyond=frozenset(keys.words("beyond", purposes, "unknown-purpose")),
            relations=frozenset(Relation(w) for w in keys.words("recipients", RELATIONS, "unknown-relation")),
            standings=frozenset(Standing(w) for w in keys.words("standings", STANDINGS)),
            states=states,
            fields=scope.fields(keys, "fields"),
            channels=frozenset(Channel(w) for w in keys.words("channels", CHANNELS, "unknown-channel")),
            unless=Unless(unless) if unless else None,
        )
    )
    if not set(keys.block.values) - {"keeper"}:
        keys.say("forbids-all")
    if unless == Unless.CONSENT_TO_RECIPIENT and not (keys.has("recipients") or keys.has("purposes")):
        keys.say("no-recipient", "unless")


def otherwise(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[otherwise]: the clause that is cited for whatever the policy does not speak of."""
    draft.otherwise = keys.block.place.clause
