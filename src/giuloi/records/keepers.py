"""Who keeps which promise, today: passed to the compiler, which cannot see the floors above it.

A feature is "kept" once the code that keeps it stands and is tested, "by_people" where they keep it and software
keeps the clock and the record, "announced" while it is being built: a promise of the last is shown to everybody as
not kept yet. A measure counts as kept only if
`records/measures.py` can look whether it is on. `missing` says plainly what is still to come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KEPT, BY_PEOPLE, ANNOUNCED = "kept", "by_people", "announced"


@dataclass(frozen=True, slots=True)
class Feature:
    """How far one keeper is: `code` are the modules that do it, whole dotted names."""

    state: str
    code: tuple[str, ...] = ()
    missing: str = ""


FEATURES: Mapping[str, Feature] = {
    "gate": Feature(
        KEPT,
        (
            "giuloi.core.gate.decide",
            "giuloi.records.credentials",
            "giuloi.records.facts",
            "giuloi.records.reveal",
        ),
    ),
    "registration": Feature(
        KEPT,
        (
            "giuloi.promises.collect.form",
            "giuloi.promises.collect.members",
            "giuloi.doors.portal.registration",
        ),
    ),
    # No software makes a person answer in time: it never lets an hour pass unseen, and publishes how many did.
    "answer_clock": Feature(
        BY_PEOPLE,
        (
            "giuloi.records.requests",
            "giuloi.records.rota",
            "giuloi.promises.answer.asking",
            "giuloi.promises.answer.inbox",
            "giuloi.promises.answer.escalation",
            "giuloi.promises.answer.kept",
            "giuloi.promises.answer.rights.stages",
            "giuloi.promises.answer.rights.carrying_out",
            "giuloi.promises.answer.right_grounds",
        ),
        missing="a correction that somebody has to judge is made by hand, and so is a right about one order alone",
    ),
    "retention": Feature(
        KEPT,
        (
            "giuloi.core.policy.keeping",
            "giuloi.records.terms_begun",
            "giuloi.records.set_aside",
            "giuloi.records.in_use",
            "giuloi.promises.keep.retention.judging",
            "giuloi.promises.keep.retention.effects",
            "giuloi.promises.keep.retention.run",
        ),
    ),
    "contact_rules": Feature(
        KEPT,
        (
            "giuloi.promises.use.outreach.rules",
            "giuloi.promises.use.outreach.sends",
            "giuloi.promises.use.outreach.sending",
            "giuloi.promises.use.outreach.calls",
        ),
    ),
    # As with the answer clock: software lets no hour of a file pass unseen, and publishes how many were kept.
    "authority": Feature(
        BY_PEOPLE,
        (
            "giuloi.promises.share.authority.intake",
            "giuloi.promises.share.authority.watching",
            "giuloi.promises.share.authority.counted",
            "giuloi.promises.answer.authority_letters",
        ),
    ),
    # No software hands a report in: it fills it in, never lets an hour pass unseen, and publishes how many were late.
    "incident_clock": Feature(
        BY_PEOPLE,
        (
            "giuloi.promises.report.incidents.opening",
            "giuloi.promises.report.incidents.clocks",
            "giuloi.promises.report.incidents.reminding",
            "giuloi.promises.report.incidents.duties",
            "giuloi.promises.report.incidents.affected",
            "giuloi.promises.report.incidents.notices",
            "giuloi.promises.report.documents.papers",
            "giuloi.promises.report.detection.watching",
            "giuloi.promises.report.detection.honey",
            "giuloi.records.keyring.watching",
        ),
        missing="the reports to the authorities are filled in by software and handed in by people",
    ),
    "recipients": Feature(
        KEPT,
        (
            "giuloi.records.recipients",
            "giuloi.records.agreed",
            "giuloi.records.paid",
            "giuloi.promises.collect.recipient_questions",
            "giuloi.promises.share.hashed_list",
            "giuloi.promises.share.parcels.packing",
            "giuloi.promises.share.parcels.handing",
            "giuloi.promises.share.stopping.finding",
            "giuloi.promises.share.stopping.notices",
        ),
    ),
    "measures": Feature(ANNOUNCED, missing="the code behind this measure, and a look whether it is on"),
    "require.use_ledger": Feature(KEPT, ("giuloi.records.uses.pending", "giuloi.records.uses.sequencer")),
    "require.sealed_fields": Feature(KEPT, ("giuloi.records.vault", "giuloi.records.keyring.data_keys")),
    "require.separate_key_store": Feature(
        KEPT, ("giuloi.records.keyring.store", "giuloi.records.keyring.root")
    ),
    "require.masked_by_default": Feature(KEPT, ("giuloi.core.gate.decide", "giuloi.records.cases")),
    "require.fail_closed": Feature(KEPT, ("giuloi.records.selfcheck", "giuloi.records.reveal")),
    "require.withdrawal": Feature(
        KEPT,
        (
            "giuloi.records.consents",
            "giuloi.records.keyring.standing",
            "giuloi.records.choices",
            "giuloi.doors.portal.preferences",
        ),
    ),
    "require.never_on_consent": Feature(KEPT, ("giuloi.core.policy.checks",)),
    "require.consent": Feature(
        KEPT,
        (
            "giuloi.promises.collect.questions",
            "giuloi.doors.portal.registration_page",
            "giuloi.records.receipts",
        ),
    ),
    "require.versions": Feature(
        KEPT,
        (
            "giuloi.records.published",
            "giuloi.records.request_promise",
            "giuloi.promises.use.notices.policy_changed",
            "giuloi.promises.collect.accepting_anew",
            "giuloi.doors.portal.policy",
            "giuloi.doors.trust.versions",
        ),
    ),
    "require.own_history": Feature(KEPT, ("giuloi.records.uses.own", "giuloi.records.uses.bundle")),
    "require.verified_contact": Feature(
        KEPT,
        (
            "giuloi.records.access.codes",
            "giuloi.promises.collect.verification",
            "giuloi.doors.portal.entering",
        ),
    ),
    "require.complaint_file": Feature(
        KEPT,
        (
            "giuloi.promises.answer.asking",
            "giuloi.promises.answer.messages",
            "giuloi.records.request_steps",
        ),
    ),
    "require.untrue_information": Feature(
        KEPT,
        (
            "giuloi.promises.collect.untrue",
            "giuloi.promises.collect.buying",
            "giuloi.promises.collect.correction",
        ),
    ),
    "require.conformance": Feature(
        KEPT,
        (
            "giuloi.core.policy.conformance",
            "giuloi.promises.report.conformance",
            "giuloi.promises.report.live",
            "giuloi.doors.trust.policy",
            "giuloi.doors.trust.clauses",
        ),
    ),
    "require.erasure": Feature(
        KEPT,
        (
            "giuloi.promises.keep.erasure.beginning",
            "giuloi.promises.keep.erasure.steps",
            "giuloi.promises.keep.erasure.certificate",
            "giuloi.records.keyring.erasing",
            "giuloi.records.keyring.rotation",
            "giuloi.doors.portal.erased",
        ),
    ),
    "require.open_orders_settled": Feature(
        KEPT,
        (
            "giuloi.promises.collect.withdrawn",
            "giuloi.promises.collect.lifecycle",
            "giuloi.records.requests",
        ),
    ),
    "require.do_not_contact": Feature(
        KEPT, ("giuloi.records.do_not_contact", "giuloi.promises.use.outreach.never")
    ),
    "require.no_tracking": Feature(
        KEPT, ("giuloi.promises.use.outreach.links", "giuloi.promises.use.outreach.template")
    ),
    "require.staff_second_factor": Feature(
        KEPT, ("giuloi.records.access.staff_accounts", "giuloi.records.access.second_factors")
    ),
    "require.authority_release": Feature(
        KEPT,
        (
            "giuloi.promises.share.authority.steps",
            "giuloi.promises.share.authority.calls",
            "giuloi.promises.share.authority.scope",
            "giuloi.promises.share.authority.approving",
            "giuloi.promises.share.authority.releasing",
        ),
    ),
    "require.stored_in": Feature(ANNOUNCED, missing="a look at where the machine stands; its operator knows"),
}

KEEPERS: Mapping[str, str] = {name: feature.state for name, feature in FEATURES.items()}
